"""What the store knows of documents in versions, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.diary.rules.cadence import cadence_of, cadence_words
from dscp_desktop.diary.tables import Cadence, Meeting
from dscp_desktop.partnership.queries.parties import every_group, load_parties
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.session import once
from dscp_desktop.terms_of_reference.rules.quorum import Quorum, quorum_words
from dscp_desktop.terms_of_reference.rules.quorum_text import quorum_of
from dscp_desktop.terms_of_reference.rules.versions import (
    MADE,
    PARTS,
    TERMS,
    TITLES,
    Approval,
    DocumentLine,
    PartText,
    StandingLine,
    Version,
    VersionText,
    state_on,
    version_in_force,
)
from dscp_desktop.terms_of_reference.rules.wording import (
    chair_words,
    membership_words,
    review_words,
    standing_words,
)
from dscp_desktop.terms_of_reference.tables import (
    DocumentVersion,
    GoverningDocument,
    StandingItem,
    VersionApproval,
    VersionPart,
)


def list_documents(session: Session, on: date, kind: str = "") -> tuple[DocumentLine, ...]:
    """Return every document, or those of a kind: terms in the order of the groups, then others."""
    return once(session, ("documents", on, kind), lambda: _documents(session, on, kind))


def _documents(session: Session, on: date, kind: str) -> tuple[DocumentLine, ...]:
    query = select(GoverningDocument).where(GoverningDocument.kind == kind)
    rows = session.scalars(query if kind else select(GoverningDocument)).all()
    versions = _versions(session, [row.id for row in rows], on)
    groups = {g.id: g for g in every_group(session)}
    lines = [_document_line(row, groups, versions[row.id], on) for row in rows]

    def place(line: DocumentLine) -> tuple[bool, int, str]:
        group = groups.get(line.group_id)
        return group is None, group.position if group else 0, line.title.casefold()

    return tuple(sorted(lines, key=place))


def _document_line(
    row: GoverningDocument, groups: Mapping[str, Group], versions: tuple[Version, ...], on: date
) -> DocumentLine:
    group = groups.get(row.group_id or "")
    return DocumentLine(
        id=row.id,
        kind=row.kind,
        title=row.title,
        group_id=row.group_id or "",
        group=group.name if group else "",
        review_months=row.review_months,
        in_force=version_in_force(versions, on),
        draft=next((v for v in versions if not v.agreed), None),
        versions=versions,
    )


def document_of(session: Session, group_id: str) -> str:
    """Return the id of a group's terms of reference, '' where it has none."""
    query = select(GoverningDocument.id).where(GoverningDocument.group_id == group_id)
    return session.scalars(query).first() or ""


def list_versions(session: Session, document_id: str, on: date) -> tuple[Version, ...]:
    """Return the versions of a document by number, with their state on a day."""
    asked = ("versions", document_id, on)
    return once(session, asked, lambda: _versions(session, [document_id], on)[document_id])


def _versions(
    session: Session, document_ids: Sequence[str], on: date
) -> dict[str, tuple[Version, ...]]:
    query = select(DocumentVersion).where(DocumentVersion.document_id.in_(document_ids))
    found: dict[str, list[DocumentVersion]] = defaultdict(list)
    for row in session.scalars(query.order_by(DocumentVersion.number)):
        found[row.document_id].append(row)
    approvals = _approvals(session, [row.id for rows in found.values() for row in rows])
    every: dict[str, tuple[Version, ...]] = dict.fromkeys(document_ids, ())
    for document_id, rows in found.items():
        made = [_version(row, tuple(approvals[row.id])) for row in rows]
        every[document_id] = tuple(
            replace(v, state=state_on(v, made, on), until=_until(v, made)) for v in made
        )
    return every


def _version(row: DocumentVersion, approvals: tuple[Approval, ...]) -> Version:
    return Version(
        id=row.id,
        document_id=row.document_id,
        number=row.number,
        agreed=row.agreed,
        in_force_from=row.in_force_from,
        begun_on=row.begun_on,
        review_on=row.review_on,
        quorum=row.quorum,
        frequency=row.frequency,
        note=row.note,
        approvals=approvals,
    )


def _until(version: Version, versions: Iterable[Version]) -> date | None:
    begins = version.in_force_from
    if not version.agreed or begins is None:
        return None
    later = [v.in_force_from for v in versions if v.agreed and v.in_force_from]
    follows = min((day for day in later if day > begins), default=None)
    return follows - timedelta(days=1) if follows else None


def _approvals(session: Session, version_ids: Sequence[str]) -> dict[str, list[Approval]]:
    found: dict[str, list[Approval]] = defaultdict(list)
    if not version_ids:
        return found
    query = (
        select(VersionApproval)
        .where(VersionApproval.version_id.in_(version_ids))
        .order_by(VersionApproval.position, VersionApproval.id)
    )
    parties: dict[str, Party] | None = None
    for row in session.scalars(query).all():
        meeting = session.get(Meeting, row.meeting_id) if row.meeting_id else None
        parties = load_parties(session) if parties is None else parties
        body = parties.get(row.body_id)
        found[row.version_id].append(
            Approval(
                id=row.id,
                body_id=row.body_id,
                body=body.name if body else "",
                meeting_id=row.meeting_id or "",
                meeting=show_day_year(meeting.on) if meeting else "",
                item=row.item,
                on=row.on,
            )
        )
    return found


def version_text(session: Session, version_id: str, on: date) -> VersionText:
    """Return a version with its parts; those of a draft that are made show what is so on a day.

    Raises WrongUse where the version is gone.
    """
    row = session.get(DocumentVersion, version_id)
    document = session.get(GoverningDocument, row.document_id) if row else None
    if row is None or document is None:
        raise WrongUse("This version is no longer there. Choose another one.")
    versions = list_versions(session, document.id, on)
    version = next(v for v in versions if v.id == version_id)
    group = session.get(Group, document.group_id) if document.group_id else None
    standing = standing_of(session, document.group_id or "", version_id)
    query = select(VersionPart).where(VersionPart.version_id == version_id)
    rows = session.scalars(query.order_by(VersionPart.position, VersionPart.id)).all()
    texts = {part.part: part.text for part in rows}
    if document.kind == TERMS:
        if not version.agreed:
            texts |= made_parts(session, document, row, on)
        parts = tuple(PartText(k, t, texts.get(k, ""), k in MADE) for k, t in PARTS)
    else:
        parts = tuple(PartText(part, part, text) for part, text in texts.items())
    return VersionText(
        version=version,
        title=document.title,
        kind=document.kind,
        group_id=document.group_id or "",
        group=group.name if group else "",
        parts=parts,
        standing=standing,
    )


def made_parts(
    session: Session, document: GoverningDocument, row: DocumentVersion, on: date
) -> dict[str, str]:
    """Return the texts of the parts that are made from the store, as they are on a day."""
    group_id = document.group_id or ""
    seats = seats_on(session, group_id, on)
    frequency = cadence_words(cadence_of(row.frequency)) if row.frequency else ""
    return {
        "membership": membership_words(seats),
        "chair and deputy": chair_words(seats),
        "quorum": quorum_words(quorum_of(row.quorum)) if row.quorum else "No quorum is set.",
        "frequency": f"{frequency}." if frequency else "No frequency is set.",
        "standing items": standing_words(standing_of(session, group_id, row.id)),
        "review": review_words(row.review_on, document.review_months),
    }


def terms_on(session: Session, group_id: str, on: date) -> VersionText | None:
    """Return the terms of reference of a group that are in force on a day, None before any were."""
    version = _in_force(session, group_id, on)
    return version_text(session, version.id, on) if version else None


def _in_force(session: Session, group_id: str, on: date) -> Version | None:
    document_id = document_of(session, group_id)
    return version_in_force(list_versions(session, document_id, on), on) if document_id else None


def quorum_on(session: Session, group_id: str, on: date) -> Quorum | None:
    """Return the quorum that the terms in force on a day ask for, None where they ask for none."""
    version = _in_force(session, group_id, on)
    return quorum_of(version.quorum) if version and version.quorum else None


def standing_items_on(session: Session, group_id: str, on: date) -> tuple[StandingLine, ...]:
    """Return what stands on every agenda of a group on a day, by its terms.

    Where no terms are in force, or they were agreed without a list, the group's own list holds.
    """
    version = _in_force(session, group_id, on)
    listed = standing_of(session, group_id, version.id) if version else ()
    return listed or standing_of(session, group_id, None)


def standing_of(
    session: Session, group_id: str, version_id: str | None
) -> tuple[StandingLine, ...]:
    """Return the standing items of one version, or with None those of the group itself."""
    query = select(StandingItem).where(
        StandingItem.group_id == group_id, StandingItem.version_id.is_not_distinct_from(version_id)
    )
    rows = session.scalars(query.order_by(StandingItem.position, StandingItem.id))
    return tuple(
        StandingLine(row.title, row.minutes, row.purpose, row.lead, row.document, row.last)
        for row in rows
    )


def find_version(session: Session, document_id: str, number: str, on: date) -> Version:
    """Return a version by its number, or with '' the one in force on a day.

    Raises WrongUse, with the list of the versions there are, where there is no such one.
    """
    versions = list_versions(session, document_id, on)
    if number:
        found = next((v for v in versions if str(v.number) == number.strip()), None)
        wanted = f"There is no version {number}"
    else:
        found = version_in_force(versions, on)
        wanted = f"No version is in force on {show_day_year(on)}"
    if found is None:
        raise WrongUse(f"{wanted}. {versions_words(versions)}")
    return found


def versions_words(versions: Sequence[Version]) -> str:
    """Return 'The versions: 1 (superseded, in force from Wed 1 Jun 2022), 2 (draft).'."""
    if not versions:
        return "There are no versions yet."
    said = (
        f"{v.number} ({v.state}"
        + (f", in force from {show_day_year(v.in_force_from)})" if v.in_force_from else ")")
        for v in versions
    )
    return f"The versions: {', '.join(said)}."


def heading_of(part: str) -> str:
    """Return the heading of a part: that of its key, or the part's own."""
    return TITLES.get(part, part)


def cadence_text_of(session: Session, group_id: str) -> str:
    """Return the cadence of a group as JSON text, '' where none is set."""
    query = select(Cadence.rule).where(Cadence.group_id == group_id)
    return session.scalars(query).first() or ""
