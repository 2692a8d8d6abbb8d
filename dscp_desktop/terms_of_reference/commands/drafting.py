"""What a person can do to a draft: begin it, change its parts and rules, withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules.cadence import CadenceRule, cadence_text, cadence_words
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import get_setting
from dscp_desktop.terms_of_reference.queries.presence import presence_on
from dscp_desktop.terms_of_reference.queries.terms import cadence_text_of, standing_of
from dscp_desktop.terms_of_reference.rules.quorum import (
    Quorum,
    faults_of_quorum,
    quorum_words,
    reachable,
)
from dscp_desktop.terms_of_reference.rules.quorum_text import quorum_text
from dscp_desktop.terms_of_reference.rules.versions import (
    KINDS,
    MADE,
    PARTS,
    TERMS,
    TITLES,
    StandingLine,
)
from dscp_desktop.terms_of_reference.tables import (
    DocumentVersion,
    GoverningDocument,
    StandingItem,
    VersionApproval,
    VersionPart,
)

FEATURE = "terms_of_reference"
CARES = (FEATURE, "partnership", "meetings", "today")
_TYPED = tuple(key for key, _ in PARTS if key not in MADE)
_HEADINGS = ("Purpose", "Scope", "Content", "Review")
_ITEM_PURPOSES = ("", "decision", "discussion", "assurance", "information")


def begin_document(
    session: Session, kind: str, title: str = "", group_id: str = "", review_months: int = 0
) -> Changes:
    """Add a document that is agreed in versions; it has none yet. `review_months` 0: the setting.

    Raises Refused where terms have no group, or the group has its terms already, or another kind
    has no title of its own.
    """
    if kind not in KINDS:
        raise Refused(f"A document is one of: {', '.join(KINDS)}.")
    title, group = " ".join(title.split()), session.get(Group, group_id) if group_id else None
    if kind == TERMS and group is None:
        raise Refused("Choose the group whose terms of reference they are.")
    if kind == TERMS and group is not None:
        title = title or f"Terms of reference: {group.name}"
        held = select(GoverningDocument.id).where(GoverningDocument.group_id == group_id)
        if session.scalars(held).first():
            raise Refused(f"{group.name} has its terms of reference already. Open them instead.")
    if not title:
        raise Refused("Type the title of the document.")
    if session.scalars(select(GoverningDocument).where(GoverningDocument.title == title)).first():
        raise Refused(f"There is a document called {title} already. Choose another title.")
    row = GoverningDocument(
        id=fresh_id(session),
        kind=kind,
        title=title,
        group_id=group_id if kind == TERMS else None,
        review_months=review_months or int(get_setting(session, "terms.review_months", "12")),
    )
    session.add(row)
    session.flush()
    return Changes(f"Document added: {title}", CARES, row.id)


def change_document(session: Session, document_id: str, title: str, review_months: int) -> Changes:
    """Change a document's title and after how many months it is reviewed; its versions stay."""
    row = session.get_one(GoverningDocument, document_id)
    title = " ".join(title.split())
    if not title:
        raise Refused("Type the title of the document.")
    if not 1 <= review_months <= 120:
        raise Refused("Type after how many months it is reviewed, from 1 to 120.")
    row.title, row.review_months = title, review_months
    return Changes(f"Document changed: {title}", CARES, row.id)


def begin_version(session: Session, document_id: str, today: date) -> Changes:
    """Begin a draft: a copy of the last version, or an empty one with the usual parts.

    Raises Refused where a draft is under way: it is finished or withdrawn first.
    """
    document = session.get_one(GoverningDocument, document_id)
    query = select(DocumentVersion).where(DocumentVersion.document_id == document_id)
    rows = session.scalars(query.order_by(DocumentVersion.number)).all()
    if rows and not rows[-1].agreed:
        raise Refused(
            f"Version {rows[-1].number} is a draft still. Have it agreed, or withdraw it, first."
        )
    row = DocumentVersion(
        id=fresh_id(session),
        document_id=document_id,
        number=rows[-1].number + 1 if rows else 1,
        begun_on=today,
    )
    session.add(row)
    session.flush()
    if rows:
        _copy(session, document, rows[-1], row)
    else:
        _fill(session, document, row)
    session.flush()
    return Changes(_words(session, row, "begun"), CARES, row.id)


def _copy(
    session: Session, document: GoverningDocument, old: DocumentVersion, new: DocumentVersion
) -> None:
    new.quorum, new.frequency = old.quorum, old.frequency
    query = select(VersionPart).where(VersionPart.version_id == old.id)
    for part in session.scalars(query.order_by(VersionPart.position)).all():
        if document.kind != TERMS or part.part not in MADE:
            add_part(session, new.id, part.position, part.part, part.text)
    if document.group_id:
        lines = standing_of(session, document.group_id, old.id)
        put_standing(session, document.group_id, new.id, lines)


def _fill(session: Session, document: GoverningDocument, row: DocumentVersion) -> None:
    terms = document.kind == TERMS
    for position, key in enumerate(_TYPED if terms else _HEADINGS):
        add_part(session, row.id, position, key, "")
    if document.group_id:
        row.frequency = cadence_text_of(session, document.group_id)
        own = standing_of(session, document.group_id, None)
        put_standing(session, document.group_id, row.id, own)


def add_part(session: Session, version_id: str, position: int, part: str, text: str) -> None:
    """Add a part to a version, as part of another command."""
    row_id = fresh_id(session)
    row = VersionPart(id=row_id, version_id=version_id, position=position, part=part, text=text)
    session.add(row)


def put_standing(
    session: Session, group_id: str, version_id: str | None, lines: Sequence[StandingLine]
) -> None:
    """Write the standing items of a version, or of the group itself, as part of a command."""
    for position, line in enumerate(lines):
        session.add(
            StandingItem(
                id=fresh_id(session),
                group_id=group_id,
                version_id=version_id,
                position=position,
                title=line.title,
                minutes=line.minutes,
                purpose=line.purpose,
                lead=line.lead,
                document=line.document,
                last=line.last,
            )
        )


def draft(session: Session, version_id: str) -> DocumentVersion:
    """Return the row of a draft. Raises Refused where the version was agreed: it is frozen."""
    row = session.get(DocumentVersion, version_id)
    if row is None:
        raise Refused("This version is no longer there. Choose another one.")
    if row.agreed:
        raise Refused(
            f"Version {row.number} was agreed and stays as it is. Begin a new version to change it."
        )
    return row


def change_part(session: Session, version_id: str, part: str, text: str) -> Changes:
    """Change the text of a part of a draft. Raises Refused where the part is made, or not there."""
    row = draft(session, version_id)
    document = session.get_one(GoverningDocument, row.document_id)
    if document.kind == TERMS and part in MADE:
        raise Refused(f"{TITLES[part]} is made from what is kept of the group. Change it there.")
    query = select(VersionPart).where(
        VersionPart.version_id == version_id, VersionPart.part == part
    )
    found = session.scalars(query).first()
    if found is None:
        raise Refused(f"The draft has no part called {part}.")
    found.text = text.strip()
    return Changes(_words(session, row, f"{TITLES.get(part, part).lower()} changed"), CARES, row.id)


def add_heading(session: Session, version_id: str, heading: str) -> Changes:
    """Add a part of its own heading to the end of a draft; terms of reference have fixed parts."""
    row, heading = draft(session, version_id), " ".join(heading.split())
    held = _own_parts(session, row)
    if not heading:
        raise Refused("Type the heading.")
    if heading.casefold() in (part.part.casefold() for part in held):
        raise Refused(f"There is a heading {heading} already. Choose another one.")
    position = max((part.position for part in held), default=-1) + 1
    add_part(session, version_id, position, heading, "")
    return Changes(_words(session, row, f"heading {heading} added"), CARES, row.id)


def remove_heading(session: Session, version_id: str, heading: str) -> Changes:
    """Take a part with its heading out of a draft."""
    row = draft(session, version_id)
    for part in _own_parts(session, row):
        if part.part == heading:
            session.delete(part)
    return Changes(_words(session, row, f"heading {heading} removed"), CARES, row.id)


def _own_parts(session: Session, row: DocumentVersion) -> Sequence[VersionPart]:
    if session.get_one(GoverningDocument, row.document_id).kind == TERMS:
        raise Refused("The parts of terms of reference are the same for every group.")
    query = select(VersionPart).where(VersionPart.version_id == row.id)
    return session.scalars(query.order_by(VersionPart.position)).all()


def set_quorum(session: Session, version_id: str, quorum: Quorum | None, today: date) -> Changes:
    """Set the quorum of a draft, or take it away. Raises Refused where it can never be reached."""
    row = draft(session, version_id)
    group_id = _group_of(session, row)
    if quorum is not None and (why := why_no_quorum(session, group_id, quorum, today)):
        raise Refused(why)
    row.quorum = quorum_text(quorum) if quorum else ""
    said = f"quorum set: {quorum_words(quorum)}" if quorum else "quorum taken away"
    return Changes(_words(session, row, said), CARES, row.id)


def why_no_quorum(session: Session, group_id: str, quorum: Quorum, on: date) -> str:
    """Return why a quorum cannot be set: wrong in itself, or out of reach of the seats of a day."""
    if why := faults_of_quorum(quorum):
        return why
    why = reachable(quorum, presence_on(session, group_id, on))
    return (
        f"No meeting could reach this quorum: {why}. Change the rule or the seats." if why else ""
    )


def set_frequency(session: Session, version_id: str, rule: CadenceRule | None) -> Changes:
    """Set how often the group meets by a draft. Raises Refused where the rule cannot be."""
    row = draft(session, version_id)
    _group_of(session, row)
    row.frequency = cadence_text(rule) if rule else ""
    said = f"frequency set: {cadence_words(rule)}" if rule else "frequency taken away"
    return Changes(_words(session, row, said), CARES, row.id)


def set_standing_items(session: Session, version_id: str, lines: Sequence[StandingLine]) -> Changes:
    """Set what stands on every agenda by a draft. Raises Refused where an item has no title."""
    row = draft(session, version_id)
    group_id = _group_of(session, row)
    for line in lines:
        if not line.title.strip():
            raise Refused("Type the title of each standing item.")
        if not 0 <= line.minutes <= 600:
            raise Refused(f"Type the minutes of {line.title}, from 0 to 600.")
        if line.purpose not in _ITEM_PURPOSES:
            raise Refused(f"A purpose is one of: {', '.join(filter(None, _ITEM_PURPOSES))}.")
    clear_standing(session, version_id)
    put_standing(session, group_id, version_id, lines)
    return Changes(_words(session, row, f"{len(lines)} standing items set"), CARES, row.id)


def clear_standing(session: Session, version_id: str) -> None:
    """Take away the standing items of a version, as part of another command."""
    query = select(StandingItem).where(StandingItem.version_id == version_id)
    for line in session.scalars(query).all():
        session.delete(line)
    session.flush()


def set_review(session: Session, version_id: str, on: date | None) -> Changes:
    """Set the day by which a draft is to be reviewed once it is agreed; None: by the months."""
    row = draft(session, version_id)
    row.review_on = on
    said = f"review by {show_date(on)}" if on else "review by the usual months"
    return Changes(_words(session, row, said), CARES, row.id)


def set_note(session: Session, version_id: str, note: str) -> Changes:
    """Say in a line what a draft is about to change."""
    row = draft(session, version_id)
    row.note = " ".join(note.split())
    return Changes(_words(session, row, "note changed"), CARES, row.id)


def withdraw_draft(session: Session, version_id: str) -> Changes:
    """Take a draft away with all its parts. Raises Refused where it was agreed."""
    row = draft(session, version_id)
    words = _words(session, row, "withdrawn")
    for table in (VersionPart, VersionApproval, StandingItem):
        for line in session.scalars(select(table).where(table.version_id == version_id)).all():
            session.delete(line)
    session.flush()
    session.delete(row)
    return Changes(words, CARES, row.document_id)


def remove_document(session: Session, document_id: str) -> Changes:
    """Take away a document that was added by mistake. Raises Refused where it has versions."""
    row = session.get_one(GoverningDocument, document_id)
    count = select(func.count()).where(DocumentVersion.document_id == document_id)
    if session.scalar(count):
        raise Refused(f"{row.title} has versions. Withdraw its draft first; agreed ones stay.")
    session.delete(row)
    return Changes(f"Document removed: {row.title}", CARES, document_id)


def _group_of(session: Session, row: DocumentVersion) -> str:
    group_id = session.get_one(GoverningDocument, row.document_id).group_id
    if not group_id:
        raise Refused("Only terms of reference have a quorum, a frequency and standing items.")
    return group_id


def _words(session: Session, row: DocumentVersion, what: str) -> str:
    document = session.get_one(GoverningDocument, row.document_id)
    return f"{document.title}, version {row.number}: {what}"
