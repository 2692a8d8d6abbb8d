"""Search over all records: one interface, SQLite's full-text index behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from string import ascii_lowercase
from typing import Any, NamedTuple, TypeAlias
from unicodedata import normalize

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_date
from dscp_desktop.store.tables import Base, Record, RecordRow
from dscp_desktop.store.whereabouts import (
    NOWHERE,
    Belonging,
    Narrow,
    ask_driver,
    look_up,
    narrowing,
    record_classes,
    whereabouts_of,
)

EVERYTHING = Narrow()
# Endings that the index takes off words: found by typing every word of many texts.
_ENDINGS = (
    *("ing", "ations", "ently", "ions", "ed", "ity", "iveness", "ments", "ables", "ances"),
    *("ences", "ness", "atives", "fulness", "ibles", "ability", "ously", "ators", "ly"),
    *("ibility", "ional"),
)
_DAY = re.compile(r"(?<!\S)(\d{1,2}) ([^\W\d]{3,9})(?: (\d{4}))?(?!\S)", re.ASCII)
_MONTHS = [(n, show_date(date(2000, n, 1)).split()[1].casefold()) for n in range(1, 13)]
_STEM = 2  # letters that stand before an ending at least
# What is left to type of those endings, by what of them was typed.
_LEFT: dict[str, list[str]] = {}
for _ending in _ENDINGS:
    for _part in range(1, len(_ending)):
        _LEFT.setdefault(_ending[:_part], []).append(_ending[_part:] + '"')
_LONGEST = max(map(len, _LEFT))

CREATE_SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(title, body, "
    "tokenize='porter unicode61 remove_diacritics 2')"
)

# A page of a record stands at a number below nought: the record's own, and its page in the last
# bits. So the index needs one table alone, and ranks pages and records together.
PAGE_BITS = 13
MOST_PAGES = (1 << PAGE_BITS) - 1
HELD_PAGE = MOST_PAGES  # the restricted words of a record that may itself be open to all
# What matched stands between these two, which no text that a person types holds.
BEGINS, ENDS = "\x02", "\x03"
_FOUND = (
    "SELECT r.id, r.kind, r.restricted,"
    " CASE WHEN search.rowid < 0 THEN (-search.rowid) & 8191 ELSE 0 END AS page,"
    " CASE WHEN search.rowid < 0 THEN r.title"
    " ELSE highlight(search, 0, char(2), char(3)) END AS title,"
    " snippet(search, 1, char(2), char(3), '…', 12) AS place"
    " FROM search CROSS JOIN record r ON r.search_row ="
    " CASE WHEN search.rowid < 0 THEN (-search.rowid) >> 13 ELSE search.rowid END"
    " WHERE search MATCH :query AND NOT r.deleted"
)
# A word in a title counts for more than one in the text.
_BY_RANK = " AND rank MATCH 'bm25(10.0, 1.0)' ORDER BY rank LIMIT :most"
_NEWEST = " ORDER BY search.rowid DESC LIMIT :most"
# To rank every record that begins with a letter or two takes longer than a key, and tells little.
RANKED_AT_MOST = 5_000
# So many more places are looked at than are shown: a record may be found on many of its pages.
_PAGES_EACH = 8
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH :query LIMIT :ranked + 1)"
_MATCHING = (
    "SELECT DISTINCT r.kind, r.id FROM (SELECT rowid AS n FROM search"
    " WHERE search MATCH :query ORDER BY rowid DESC LIMIT :ranked + 1) CROSS JOIN record r"
    " ON r.search_row = CASE WHEN n < 0 THEN (-n) >> 13 ELSE n END WHERE NOT r.deleted"
)

Spans: TypeAlias = tuple[tuple[int, int], ...]


class Hit(NamedTuple):
    """One record that was found: its kind and title, and the place that matched.

    `named` and `marked` are where, from and to, the words that matched stand in title and place.
    `page` is the first of its pages that matched best, 0 where its own words did. A restricted
    record, or one that holds the words where it is restricted, shows neither title nor text nor
    page until it is opened: its number and where it `belongs` are what it is called by, and
    `page` is HELD_PAGE where what its pages hold opens elsewhere.
    """

    record_id: str
    kind: str
    title: str
    place: str
    page: int = 0
    named: Spans = ()
    marked: Spans = ()
    restricted: bool = False
    belongs: Belonging = NOWHERE


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the records that were found are of a kind, a group (by its id), a year.

    Where there are too many to count, `more` is true and the newest of them were counted.
    """

    records: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
    more: bool = False


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
            if row.has_pages():
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
    pages, held = row.texts(session)
    texts = [*enumerate(pages[: HELD_PAGE - 1], 1), (HELD_PAGE, held)]
    return {page: words for page, words in texts if words.strip()}


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
    classes = record_classes()
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


def find(
    session: Session, words: str, most: int = 30, narrow: Narrow = EVERYTHING
) -> tuple[Hit, ...]:
    """Return the records that hold all the words (the last one as it is being typed).

    Ranked, but where very many hold them: of those the newest come first. Of a record that holds
    them on several pages the best one counts. Nothing is found for an empty text.
    """
    query = match_of(words)
    if not query:
        return ()
    more, values = narrowing(narrow)
    asked = {"query": query, "most": most * _PAGES_EACH, **values}
    connection = session.connection()
    count = _count(connection, query)
    order = _NEWEST if count > RANKED_AT_MOST else _BY_RANK
    rows: dict[str, Any] = {}
    with closing(ask_driver(connection, f"{_FOUND}{more}{order}", asked)) as found:
        for row in found:
            if row[0] not in rows or rows[row[0]][3] == HELD_PAGE:  # what may be shown goes first
                rows[row[0]] = row
            if len(rows) == most:
                break
    kinds: dict[str, list[str]] = {}
    for record_id, kind, *_ in rows.values():
        kinds.setdefault(kind, []).append(record_id)
    belong = look_up(connection, kinds)
    return tuple(_hit(row, belong.get(row[0], NOWHERE)) for row in rows.values())


def _count(connection: Connection, query: str) -> int:
    values = {"query": query, "ranked": RANKED_AT_MOST}
    ((count,),) = ask_driver(connection, _COUNT, values)
    return int(count)


def _hit(row: tuple[str, str, int, int, str, str], belongs: Belonging) -> Hit:
    record_id, kind, restricted, page, title, place = row
    if restricted or page == HELD_PAGE:
        led = HELD_PAGE if page and whereabouts_of(kind).opens else 0
        return Hit(record_id, kind, "", "", led, restricted=True, belongs=belongs)
    (shown, named), (told, marked) = parted(title), parted(place)
    return Hit(record_id, kind, shown, told, page, named, marked, belongs=belongs)


def parted(text: str) -> tuple[str, Spans]:
    """Return a text without the signs round what matched, and from where to where that stands."""
    first, *rest = text.split(BEGINS)
    shown, spans = first.replace(ENDS, ""), []
    for part in rest:
        marked, _, after = part.partition(ENDS)
        spans.append((len(shown), len(shown) + len(marked)))
        shown += marked + after.replace(ENDS, "")
    return shown, tuple(spans)


def tally(session: Session, words: str) -> Tally:
    """Count the records that hold all the words by kind, group and year."""
    query = match_of(words)
    if not query:
        return Tally()
    values = {"query": query, "ranked": RANKED_AT_MOST}
    connection = session.connection()
    kinds: dict[str, list[str]] = {}
    for kind, record_id in ask_driver(connection, _MATCHING, values):
        kinds.setdefault(kind, []).append(record_id)
    belong = look_up(connection, kinds).values()
    return Tally(
        sum(map(len, kinds.values())),
        {kind: len(ids) for kind, ids in kinds.items()},
        Counter(one.group_id for one in belong if one.group_id),
        Counter(one.year for one in belong if one.year),
        _count(connection, query) > RANKED_AT_MOST,
    )


def match_of(words: str) -> str:
    """Return what the index is asked for words as they are typed; '' where there are none.

    What stands without a space, such as a reference with its hyphen, is looked for as it stands.
    A day such as '26 October 2023' is also looked for as titles write it, '2023-10-26'.
    """
    plain = normalize("NFC", words.encode("utf-8", "ignore").decode()).replace("\0", " ")
    asked, day = _all_of(plain), _DAY.search(plain)
    if not day:
        return asked
    month = next((n for n, name in _MONTHS if name.startswith(day[2].casefold())), 0)
    if month:
        rest = _all_of(f"{plain[: day.start()]} {plain[day.end() :]}")
        written = f'"{day[3] or ""} {month:02d} {int(day[1]):02d}"'
        asked = f"({asked}) OR ({written}{' AND ' if rest else ''}{rest})"
    return asked


def _all_of(plain: str) -> str:
    parts = [part.replace('"', '""') for part in plain.split() if any(map(str.isalnum, part))]
    if not parts:
        return ""
    last = " OR ".join(f'"{parts[-1]}{rest}' for rest in ('"*', *endings_of(parts[-1])))
    return " AND ".join([*(f'"{part}"' for part in parts[:-1]), f"({last})"])


def endings_of(word: str) -> list[str]:
    """Return what may follow a word that is being typed, as the index is asked for it.

    The index knows words by their stems: 'review' stands there and no longer begins with
    'reviewi', but it is what becomes of 'reviewing'.
    """
    low = word.casefold()
    most = min(_LONGEST, len(low) - _STEM)
    found = [left for part in range(1, most + 1) for left in _LEFT.get(low[-part:], ())]
    if low[-1:].isalpha() and low[-1:] == low[-2:-1]:  # 'begin' for 'beginn'
        found.append('ed"')
    if low.endswith(("y", "ys")):  # 'pai' is the stem of 'pay', and 'payment' its own
        found += [f'{letter}"*' for letter in ascii_lowercase]
    return found
