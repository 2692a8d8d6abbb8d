"""What a profile holds of terms of reference and other documents, put into a new store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules.cadence import cadence_from_profile, cadence_text
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.rules.parties import Names
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import put_setting
from dscp_desktop.terms_of_reference.commands.agreeing import freeze
from dscp_desktop.terms_of_reference.commands.drafting import (
    add_part,
    begin_document,
    put_standing,
)
from dscp_desktop.terms_of_reference.queries.terms import cadence_text_of, standing_of
from dscp_desktop.terms_of_reference.rules.quorum_text import quorum_from, quorum_text
from dscp_desktop.terms_of_reference.rules.versions import (
    MADE,
    PARTS,
    TERMS,
    StandingLine,
    months_after,
)
from dscp_desktop.terms_of_reference.tables import (
    DocumentVersion,
    GoverningDocument,
    VersionApproval,
    VersionPart,
)

_ITEM = ("title", "minutes", "purpose", "lead", "document", "last")


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Put a profile's standing items, terms and documents into a new store.

    Each version of a profile is one that was agreed. What is made from the seats is made from
    those of its first day, unless the profile says it in words.
    """
    months = profile.get("settings", {}).get("terms_review_months", 12)
    put_setting(session, "terms.review_months", str(months))
    session.flush()
    groups = {row.code: row.id for row in session.scalars(select(Group))}
    for group in profile.get("group", ()):
        lines = _standing(group.get("standing_item", ()))
        put_standing(session, groups[group["code"]], None, lines)
    session.flush()
    cadence, names = profile.get("cadence", {}), load_names(session)
    for entry in profile.get("terms", ()):
        document_id = _document(session, TERMS, entry, groups[entry["group"]])
        for number, version in enumerate(entry.get("version", ()), 1):
            _begin_version(session, names, document_id, number, version, cadence)
    for entry in profile.get("document", ()):
        document_id = _document(session, entry["kind"], entry, "")
        for number, version in enumerate(entry.get("version", ()), 1):
            _begin_version(session, names, document_id, number, version, cadence)


def _document(session: Session, kind: str, entry: Mapping[str, Any], group_id: str) -> str:
    months = int(entry.get("review_months", 0))
    made = begin_document(session, kind, entry.get("title", ""), group_id, months)
    return str(made.result)


def _standing(entries: Sequence[Mapping[str, Any]]) -> list[StandingLine]:
    return [StandingLine(**{k: entry[k] for k in _ITEM if k in entry}) for entry in entries]


def _begin_version(
    session: Session,
    names: Names,
    document_id: str,
    number: int,
    entry: Mapping[str, Any],
    cadence: Mapping[str, Any],
) -> None:
    document = session.get_one(GoverningDocument, document_id)
    begins = date.fromisoformat(entry["from"])
    review = entry.get("review_on")
    row = DocumentVersion(
        id=fresh_id(session),
        document_id=document_id,
        number=number,
        begun_on=date.fromisoformat(entry["begun"]) if "begun" in entry else None,
        agreed=False,
        review_on=date.fromisoformat(review) if review else None,
        quorum=quorum_text(quorum_from(entry["quorum"])) if "quorum" in entry else "",
        frequency=_frequency(session, document, entry, cadence),
        note=entry.get("note", ""),
    )
    row.review_on = row.review_on or months_after(begins, document.review_months)
    session.add(row)
    session.flush()
    for position, (part, text) in enumerate(_parts(document, entry)):
        add_part(session, row.id, position, part, text.strip())
    for position, each in enumerate(entry.get("agreed_by", ())):
        session.add(_approval(session, names, row.id, position, each))
    if document.group_id:
        own = standing_of(session, document.group_id, None)
        lines = _standing(entry["standing_item"]) if "standing_item" in entry else own
        put_standing(session, document.group_id, row.id, lines)
    session.flush()
    _agree(session, document, row, begins, entry)


def _frequency(
    session: Session,
    document: GoverningDocument,
    entry: Mapping[str, Any],
    cadence: Mapping[str, Any],
) -> str:
    if not document.group_id:
        return ""
    rule = cadence_from_profile(entry.get("frequency", {}), cadence)
    return cadence_text(rule) if rule else cadence_text_of(session, document.group_id)


def _parts(document: GoverningDocument, entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    if document.kind != TERMS:
        return [(each["heading"], each.get("text", "")) for each in entry.get("part", ())]
    said = entry.get("parts", {})
    known = {key.replace(" ", "_"): key for key, _ in PARTS}
    if unknown := sorted(set(said) - set(known)):
        raise Refused(f"Terms of reference have no part: {', '.join(unknown)}.")
    return [(key, said.get(name, "")) for name, key in known.items() if key not in MADE]


def _approval(
    session: Session, names: Names, version_id: str, position: int, entry: Mapping[str, Any]
) -> VersionApproval:
    body = names.party(entry["body"]) or names.group(entry["body"])
    if body is None:
        raise Refused(f"No group or organisation is called {entry['body']}.")
    return VersionApproval(
        id=fresh_id(session),
        version_id=version_id,
        position=position,
        body_id=body.id,
        item=str(entry.get("item", "")),
        on=date.fromisoformat(entry["on"]),
    )


def _agree(
    session: Session,
    document: GoverningDocument,
    row: DocumentVersion,
    begins: date,
    entry: Mapping[str, Any],
) -> None:
    freeze(session, document, row, begins)
    said = {k.replace("_", " "): text for k, text in entry.get("parts", {}).items()}
    query = select(VersionPart).where(VersionPart.version_id == row.id)
    for part in session.scalars(query):
        if document.kind == TERMS and part.part in MADE and part.part in said:
            part.text = said[part.part].strip()
    row.agreed, row.in_force_from, document.agreed_last = True, begins, row.id
    session.flush()
