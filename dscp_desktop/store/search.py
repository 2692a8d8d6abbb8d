"""Search over all records: one interface, SQLite's full-text index behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from dscp_desktop.store.tables import Base, Record, RecordRow

CREATE_SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(title, body, "
    "tokenize='porter unicode61 remove_diacritics 2')"
)

_FOUND = (
    "SELECT r.id, r.kind, r.title, r.restricted, snippet(search, 1, '', '', '…', 12) AS place"
    " FROM search JOIN record r ON r.search_row = search.rowid"
    " WHERE search MATCH :query AND NOT r.deleted LIMIT :most"
)
_RANKED = _FOUND.replace("LIMIT", "ORDER BY rank LIMIT")


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found: its kind and title, and the place that matched.

    A restricted record shows no text until it is opened.
    """

    record_id: str
    kind: str
    title: str
    place: str


def index_records(session: Session, record_ids: Iterable[str]) -> None:
    """Keep the title of each record, and what search knows of it; forget those that are gone."""
    wanted = sorted(record_ids)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        records = session.scalars(select(Record).where(Record.id.in_(part))).all()
        rows = _record_rows(session, records)
        found = []
        for record in records:
            row = rows.get(record.id)
            if row is None:
                continue
            title, body = row.describe(session)
            if record.title != title:
                record.title = title
            found.append({"row": record.search_row, "title": title, "body": body})
        _write(session, found)


def forget(session: Session, record_id: str) -> None:
    """Take a record out of the search before its row goes: row numbers are given again."""
    session.connection().execute(
        text("DELETE FROM search WHERE rowid = (SELECT search_row FROM record WHERE id = :id)"),
        {"id": record_id},
    )


def _record_rows(session: Session, records: Iterable[Record]) -> dict[str, RecordRow]:
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    classes = {c.record_kind: c for c in mapped if issubclass(c, RecordRow)}
    by_kind: dict[str, list[str]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record.id)
    rows: dict[str, RecordRow] = {}
    for kind, ids in by_kind.items():
        of_kind = classes[kind]
        for row in session.scalars(select(of_kind).where(of_kind.id.in_(ids))):
            rows[row.id] = row
    return rows


def _write(session: Session, found: list[dict[str, Any]]) -> None:
    if not found:
        return
    connection = session.connection()
    connection.execute(text("DELETE FROM search WHERE rowid = :row"), found)
    connection.execute(
        text("INSERT INTO search (rowid, title, body) VALUES (:row, :title, :body)"), found
    )


def find(session: Session, words: str, most: int = 30) -> tuple[Hit, ...]:
    """Return the records that hold all the words (the last one as it is being typed).

    Ranked from the second letter on. Nothing is found for an empty text.
    """
    terms = re.findall(r"\w+", words)
    if not terms:
        return ()
    query = " ".join(f'"{term}"' for term in terms[:-1]) + f' "{terms[-1]}"*'
    # To rank every record that begins with one letter takes longer than a key.
    statement = _RANKED if len(words.strip()) > 1 else _FOUND
    found = session.execute(text(statement), {"query": query.strip(), "most": most})
    return tuple(
        Hit(row.id, row.kind, row.title, "" if row.restricted else row.place) for row in found
    )
