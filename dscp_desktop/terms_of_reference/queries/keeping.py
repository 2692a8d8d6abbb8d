"""Standing items, and what is in force of terms and documents, as a profile holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.diary.rules.cadence import cadence_of, cadence_table
from dscp_desktop.partnership.tables import Group, Organisation, Seat
from dscp_desktop.store.settings import get_setting
from dscp_desktop.terms_of_reference.queries.terms import cadence_text_of, standing_of
from dscp_desktop.terms_of_reference.rules.versions import TERMS, StandingLine
from dscp_desktop.terms_of_reference.tables import (
    DocumentVersion,
    GoverningDocument,
    VersionApproval,
    VersionPart,
)

Entry = dict[str, Any]


def keep(session: Session, today: date) -> Mapping[str, Any]:
    """Return the sections of a profile that `begin` reads; of a document what is in force today."""
    groups = session.scalars(select(Group).order_by(Group.position, Group.code)).all()
    found: dict[str, Any] = {
        "settings": {"terms_review_months": int(get_setting(session, "terms.review_months", "12"))},
        "group": [
            {"code": row.code, "standing_item": _items(standing_of(session, row.id, None))}
            for row in groups
        ],
        "terms": [],
        "document": [],
    }
    places = {row.id: place for place, row in enumerate(groups)}
    documents = session.scalars(select(GoverningDocument)).all()
    for row in sorted(documents, key=lambda row: (places.get(row.group_id or "", -1), row.title)):
        version = _in_force(session, row.id, today)
        if version is not None:
            made = _document(session, row, version)
            found["terms" if row.kind == TERMS else "document"].append(made)
    return found


def _in_force(session: Session, document_id: str, today: date) -> DocumentVersion | None:
    query = (
        select(DocumentVersion)
        .where(
            DocumentVersion.document_id == document_id,
            DocumentVersion.agreed,
            DocumentVersion.in_force_from <= today,
        )
        .order_by(DocumentVersion.in_force_from.desc())
    )
    return session.scalars(query).first()


def _document(session: Session, row: GoverningDocument, version: DocumentVersion) -> Entry:
    group = session.get(Group, row.group_id) if row.group_id else None
    return {
        "group": group.code if group else "",
        "kind": "" if group else row.kind,
        "title": row.title,
        "review_months": row.review_months,
        "version": [_version(session, row, version)],
    }


def _version(session: Session, document: GoverningDocument, row: DocumentVersion) -> Entry:
    query = select(VersionPart).where(VersionPart.version_id == row.id)
    parts = session.scalars(query.order_by(VersionPart.position)).all()
    own: Entry = {"part": [{"heading": part.part, "text": part.text} for part in parts]}
    if document.kind == TERMS:
        own = {"parts": {part.part.replace(" ", "_"): part.text for part in parts}}
    return {
        "from": _day(row.in_force_from),
        "begun": _day(row.begun_on),
        "review_on": _day(row.review_on),
        "note": row.note,
        "quorum": _quorum(session, row.quorum),
        "frequency": _frequency(session, document, row),
        "standing_item": _standing(session, document, row),
        "agreed_by": _approvals(session, row.id),
        **own,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _items(lines: Sequence[StandingLine]) -> list[Entry]:
    return [{k: v for k, v in asdict(line).items() if v} for line in lines]


def _standing(session: Session, document: GoverningDocument, row: DocumentVersion) -> list[Entry]:
    """Return the version's own standing items, [] where they are those of the group."""
    group_id = document.group_id or ""
    mine = standing_of(session, group_id, row.id) if group_id else ()
    return [] if mine == standing_of(session, group_id, None) else _items(mine)


def _frequency(session: Session, document: GoverningDocument, row: DocumentVersion) -> Entry:
    """Return how often the version promises to meet, {} where as the group's cadence has it."""
    group = cadence_text_of(session, document.group_id or "")
    mine = cadence_table(cadence_of(row.frequency)) if row.frequency else {}
    return {} if group and mine == cadence_table(cadence_of(group)) else mine


def _quorum(session: Session, text: str) -> Any:
    return _by_role(session, json.loads(text)) if text else {}


def _by_role(session: Session, values: Any) -> Any:
    """Return a quorum in which seats are named by their role: another store has other ids."""
    if isinstance(values, list):
        return [_by_role(session, each) for each in values]
    if not isinstance(values, dict):
        return values
    if "seat" in values:
        seat = session.get(Seat, values.get("seat_id", ""))
        return {"seat": values["seat"] or (seat.describe(session)[1] if seat else "")}
    return {name: _by_role(session, each) for name, each in values.items()}


def _approvals(session: Session, version_id: str) -> list[Entry]:
    query = select(VersionApproval).where(VersionApproval.version_id == version_id)
    found = []
    for row in session.scalars(query.order_by(VersionApproval.position)):
        group, body = session.get(Group, row.body_id), session.get(Organisation, row.body_id)
        name = group.code if group else body.name if body else ""
        found.append({"body": name, "on": _day(row.on), "item": row.item})
    return found
