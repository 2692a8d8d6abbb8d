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

# A page of a record stands at a number below nought: the record's own, and its page in the last
# bits. So the index needs one table alone, and ranks pages and records together.
PAGE_BITS = 13
MOST_PAGES = (1 << PAGE_BITS) - 1
FOUND = (
    "SELECT r.id, r.kind, r.title, r.restricted,"
    " CASE WHEN search.rowid < 0 THEN (-search.rowid) & 8191 ELSE 0 END AS page,"
    " snippet(search, 1, '', '', '…', 12) AS place"
    " FROM search JOIN record r ON r.search_row ="
    " CASE WHEN search.rowid < 0 THEN (-search.rowid) >> 13 ELSE search.rowid END"
    " WHERE search MATCH :query AND NOT r.deleted LIMIT :most"
)
RANKED = FOUND.replace("LIMIT", "ORDER BY rank LIMIT")
# To rank every record that begins with a letter or two takes longer than a key, and tells little.
RANKED_AT_MOST = 5_000
# So many more places are looked at than are shown: a record may be found on many of its pages.
_PAGES_EACH = 8
COUNT = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH :query LIMIT :ranked + 1)"


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found: its kind and title, and the place that matched.

    `page` is the first of its pages that matched best, 0 where its own words did. A restricted
    record shows neither text nor page until it is opened.
    """

    record_id: str
    kind: str
    title: str
    place: str
    page: int = 0


def index_records(session: Session, record_ids: Iterable[str]) -> None:
    """Keep the title of each record, and what search knows of it and of those named after it."""
    wanted = _with_namesakes(session, record_ids)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        records = session.scalars(select(Record).where(Record.id.in_(part))).all()
        rows = _record_rows(session, records)
        found: list[dict[str, Any]] = []
        for record in records:
            row = rows.get(record.id)
            if row is None:
                continue
            title, body = row.describe(session)
            if record.title != title:
                record.title = title
            found.append({"row": record.search_row, "title": title, "body": body})
            if type(row).texts is not RecordRow.texts:
                _forget_pages(session, record.search_row)
                found += [
                    {"row": page_row(record.search_row, page), "title": "", "body": words}
                    for page, words in pages_of(row, session).items()
                ]
        _write(session, found)


def page_row(search_row: int, page: int) -> int:
    """Return the number at which a page (from 1) of a record stands in the index."""
    return -((search_row << PAGE_BITS) | page)


def pages_of(row: RecordRow, session: Session) -> dict[int, str]:
    """Return the words of a record's pages, by their number; those without words are left out."""
    texts = row.texts(session)[:MOST_PAGES]
    return {page: words for page, words in enumerate(texts, 1) if words.strip()}


def _forget_pages(session: Session, search_row: int) -> None:
    session.connection().exec_driver_sql(
        "DELETE FROM search WHERE rowid BETWEEN ? AND ?",
        (page_row(search_row, MOST_PAGES), page_row(search_row, 0)),
    )


def _with_namesakes(session: Session, record_ids: Iterable[str]) -> list[str]:
    """Return the ids, and those of records whose title or words hold the name of one of them."""
    found = set(record_ids)
    first = sorted(found)
    kinds: dict[str, list[str]] = {}
    for start in range(0, len(first), 500):
        part = select(Record.kind, Record.id).where(Record.id.in_(first[start : start + 500]))
        for kind, record_id in session.execute(part):
            kinds.setdefault(kind, []).append(record_id)
    for mapper in Base.registry.mappers:
        for name, kind in getattr(mapper.class_, "named_after", ()):
            column, ids = getattr(mapper.class_, name), kinds.get(kind, [])
            for start in range(0, len(ids), 500):
                part = select(mapper.class_.id).where(column.in_(ids[start : start + 500]))
                found |= set(session.scalars(part))
    return sorted(found)


def described(session: Session, record_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return what records say of themselves now: title and words of the search, by id."""
    records = session.scalars(select(Record).where(Record.id.in_(list(record_ids)))).all()
    rows = _record_rows(session, records)
    return {row_id: row.describe(session) for row_id, row in rows.items()}


def described_pages(session: Session, record_ids: Iterable[str]) -> dict[int, str]:
    """Return what the pages of records say now, by the number each has in the index."""
    records = session.scalars(select(Record).where(Record.id.in_(list(record_ids)))).all()
    rows = _record_rows(session, records)
    return {
        page_row(record.search_row, page): words
        for record in records
        if (row := rows.get(record.id)) is not None
        for page, words in pages_of(row, session).items()
    }


def add_to_search(session: Session, found: list[tuple[int, str, str]]) -> None:
    """Put new records into the search: the number of each, its title and its words."""
    session.connection().exec_driver_sql(
        "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", found
    )


def forget(session: Session, record_id: str) -> None:
    """Take a record out of the search before its row goes: row numbers are given again."""
    found = session.scalars(select(Record.search_row).where(Record.id == record_id)).first()
    if found is not None:
        session.connection().exec_driver_sql("DELETE FROM search WHERE rowid = ?", (found,))
        _forget_pages(session, found)


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

    Ranked, but where very many hold them: those come as they were added. Of a record that holds
    them on several pages the best one counts. Nothing is found for an empty text.
    """
    query = match_of(words)
    if not query:
        return ()
    values = {"query": query, "most": most * _PAGES_EACH, "ranked": RANKED_AT_MOST}
    connection = session.connection()
    count: int = connection.exec_driver_sql(COUNT, values).scalar_one()
    found = connection.exec_driver_sql(FOUND if count > RANKED_AT_MOST else RANKED, values)
    hits: dict[str, Hit] = {}
    for row in found:
        if row.id not in hits:
            shown = ("", 0) if row.restricted else (row.place, row.page)
            hits[row.id] = Hit(row.id, row.kind, row.title, *shown)
        if len(hits) == most:
            break
    found.close()
    return tuple(hits.values())


def match_of(words: str) -> str:
    """Return what the index is asked for words as they are typed; '' where there are none."""
    terms = re.findall(r"\w+", words)
    return " ".join([*(f'"{term}"' for term in terms[:-1]), *(f'"{t}"*' for t in terms[-1:])])
