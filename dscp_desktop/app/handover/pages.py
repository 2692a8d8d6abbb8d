"""The pages of a handover: contents, and the records of each kind, linked with each other.

Every link is relative and every page stands by itself: a browser with no network shows all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, RowMapping
from sqlalchemy.orm import Session

from dscp_desktop.app.handover.reading import (
    ON_A_PAGE,
    UNSHOWN,
    Kind,
    line_tables,
    pointing_at,
    read_links,
    read_rows,
)
from dscp_desktop.core.days import show_date
from dscp_desktop.core.money import show_pounds
from dscp_desktop.paper.html import escaped, html_page
from dscp_desktop.store.session import class_of, tracked_tables

CONTENTS = "index.html"
RECORDS, DOCUMENTS, PAPERS, TABLES, SHEETS = "records", "documents", "papers", "tables", "sheets"
_BACK = f'<nav><a href="../{CONTENTS}">Handover: contents</a></nav>'
_LONG = 400  # letters: a longer text is a paragraph of its own

Href = tuple[str, str]  # where it leads from the contents, and the words


@dataclass(slots=True)
class Shelf:
    """What of the handover a record's page may lead to.

    `called` is what each record is called, `page_of` the page it stands on; `beside` are files
    and documents about a record; `money` the tables whose whole numbers are pence; `marking`
    stands at the head and foot of each page.
    """

    called: Mapping[str, str]
    page_of: Mapping[str, str]
    money: frozenset[str]
    marking: str = ""
    beside: dict[str, list[Href]] = field(default_factory=dict)

    def add(self, record_id: str, href: str, words: str) -> None:
        """Put a file beside a record."""
        self.beside.setdefault(record_id, []).append((href, words))


def page_names(kinds: Sequence[Kind]) -> dict[str, str]:
    """Return on which page each record stands."""
    return {
        record_id: page_name(kind, number)
        for kind in kinds
        for number, ids in enumerate(kind.pages(), 1)
        for record_id in ids
    }


def page_name(kind: Kind, number: int) -> str:
    """Return the name of a page of records."""
    return f"{RECORDS}/{kind.name.replace(' ', '-')}-{number}.html"


# Records ------------------------------------------------------------------------------------


def record_page(
    session: Session, kind: Kind, number: int, kinds: Sequence[Kind], shelf: Shelf
) -> bytes:
    """Return one page of the records of a kind: each with its values, lines, files and links."""
    ids = list(kind.pages())[number - 1]
    rows = {row["id"]: row for row in read_rows(session, kind.table, "id", ids)}
    lines: dict[str, list[str]] = {record_id: [] for record_id in ids}
    for table, column in line_tables(kind):
        for record_id, part in _by_record(session, table, column, ids):
            lines[record_id].append(_lines(table, column, part, shelf))
    links = _links(read_links(session, ids), shelf)
    named_by = pointing_at(session, kind, kinds, ids)
    marking = _marking(shelf.marking)
    parts = [marking, _BACK, f"<main><h1>{escaped(kind.title)}</h1>", *_neighbours(kind, number)]
    for record_id in ids:
        if record_id not in rows:
            continue
        parts.append(
            f'<article id="{_mark(record_id)}"><h2>{escaped(shelf.called[record_id])}</h2>'
        )
        parts += _files(shelf.beside.get(record_id, ()))
        parts.append(_facts(kind.table, rows[record_id], shelf))
        parts += lines[record_id]
        if record_id in links:
            parts.append(f"<h3>Linked with</h3><ul>{''.join(links[record_id])}</ul>")
        parts += _named_by(named_by.get(record_id, {}), shelf)
        parts.append("</article><hr>")
    return html_page(kind.title, [*parts, *_neighbours(kind, number), "</main>", _BACK, marking])


def _marking(words: str) -> str:
    return f'<p class="marking">{escaped(words)}</p>' if words else ""


def _mark(record_id: str) -> str:
    return f"r-{record_id}"


def _neighbours(kind: Kind, number: int) -> Iterator[str]:
    """Give the ways to the other pages of a kind, where there are any."""
    count = -(-len(kind.ids) // ON_A_PAGE)
    if count > 1:
        ways = (
            f"<strong>{n}</strong>" if n == number else f'<a href="../{page_name(kind, n)}">{n}</a>'
            for n in range(1, count + 1)
        )
        yield f"<p>Page {' '.join(ways)}</p>"


def _by_record(
    session: Session, table: str, column: str, ids: Sequence[str]
) -> Iterator[tuple[str, list[RowMapping]]]:
    found: dict[str, list[RowMapping]] = {}
    for row in read_rows(session, table, column, ids):
        found.setdefault(row[column], []).append(row)
    yield from found.items()


def _facts(table: str, row: RowMapping, shelf: Shelf) -> str:
    about = tracked_tables()[table]
    pairs = [
        f"<dt>{words_of(name)}</dt><dd>{text}</dd>"
        for name in row
        if name not in UNSHOWN and (text := _value(about.c[name], row[name], shelf))
    ]
    return f"<dl>{''.join(pairs)}</dl>" if pairs else ""


def _lines(table: str, column: str, rows: Sequence[RowMapping], shelf: Shelf) -> str:
    """Return lines of a record as a table; a column in which none says anything is left out."""
    about = tracked_tables()[table]
    names = [n for n in about.c.keys() if n not in UNSHOWN | {column}]  # noqa: SIM118  no mapping
    cells = [[_value(about.c[name], row[name], shelf) for name in names] for row in rows]
    shown = [at for at, _ in enumerate(names) if any(line[at] for line in cells)]
    if not shown:
        return ""
    heads = "".join(f'<th scope="col">{words_of(names[at])}</th>' for at in shown)
    body = "".join(f"<tr>{''.join(f'<td>{line[at]}</td>' for at in shown)}</tr>" for line in cells)
    caption = f"<caption>{words_of(table)}</caption>"
    return (
        f'<div class="scroll"><table>{caption}<thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def words_of(name: str) -> str:
    """Return what a column or table is called by people: 'raised_on' is 'Raised on'."""
    plain = name.removesuffix("_id").replace("_", " ")
    return escaped(plain[:1].upper() + plain[1:])


def _value(column: Column[Any], value: Any, shelf: Shelf) -> str:
    """Return a value as HTML, '' where it says nothing."""
    if value is None or value == "":
        return ""
    if column.foreign_keys:
        return _way(str(value), shelf)
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, datetime):
        return escaped(f"{show_date(value.date())}, {value:%H:%M}")
    if isinstance(value, date):
        return escaped(show_date(value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int) and column.table.name in shelf.money and column.name != "rate":
        return escaped(show_pounds(value))
    text = escaped(str(value))
    return f"<p>{text}</p>" if len(text) > _LONG or "\n" in text else text


def _way(record_id: str, shelf: Shelf) -> str:
    page = shelf.page_of.get(record_id)
    if page is None:
        return ""
    return f'<a href="../{page}#{_mark(record_id)}">{escaped(shelf.called[record_id])}</a>'


def _files(beside: Iterable[Href]) -> Iterator[str]:
    ways = [f'<li><a href="../{href}">{escaped(words)}</a></li>' for href, words in beside]
    if ways:
        yield f"<ul>{''.join(ways)}</ul>"


def _named_by(found: Mapping[str, Sequence[str]], shelf: Shelf) -> Iterator[str]:
    """Give the records that name one, folded away: there may be many."""
    for title, ids in found.items():
        ways = "".join(f"<li>{_way(record_id, shelf)}</li>" for record_id in ids)
        head = f"<summary>{escaped(title)} ({len(ids):,})</summary>"
        yield f"<details>{head}<ul>{ways}</ul></details>"


def _links(found: Iterable[tuple[str, str, str]], shelf: Shelf) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for start, end, role in found:
        for here, there in ((start, end), (end, start)):
            if way := _way(there, shelf):
                links.setdefault(here, []).append(f"<li>{words_of(role)}: {way}</li>")
    return links


# Contents -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class About:
    """What the contents say of the whole: whose it is, when and by whom it was made, what of it
    stayed out; `hidden` counts records that did, by the title of their kind.
    """

    name: str
    marking: str
    day: date
    person: str
    program: str
    restricted: bool
    hidden: Mapping[str, int]


def contents_page(
    about: About,
    documents: Mapping[str, Sequence[Href]],
    kinds: Sequence[Kind],
    lists: Mapping[str, Sequence[Href]],
) -> bytes:
    """Return the first page: what this is, and a way to everything in it."""
    marking = _marking(about.marking)
    title = f"Handover: {about.name}"
    parts = [f"<header>{marking}<h1>{escaped(title)}</h1></header><main>", *_said(about)]
    parts.append("<h2>Documents</h2>")
    for heading, ways in documents.items():
        parts.append(f"<h3>{escaped(heading)}</h3>{_list(ways)}")
    parts.append("<h2>Records</h2>")
    parts.append(
        _list([(page_name(kind, 1), f"{kind.title} ({len(kind.ids):,})") for kind in kinds])
    )
    for heading, ways in lists.items():
        parts.append(f"<h2>{escaped(heading)}</h2>{_list(ways)}")
    return html_page(title, [*parts, "</main>", f"<footer>{marking}</footer>"])


def _said(about: About) -> Iterator[str]:
    yield (
        f"<p>All records as they stood on {escaped(show_date(about.day))}, written out by "
        f"{escaped(about.person)} with {escaped(about.program)}. These files need no program but "
        "a browser, and something that shows PDF and comma-separated text.</p>"
    )
    if about.restricted:
        yield '<div class="box"><p><strong>Restricted items are in it.</strong></p></div>'
    elif about.hidden:
        counts = ", ".join(f"{escaped(title)}: {n:,}" for title, n in sorted(about.hidden.items()))
        yield (
            '<div class="box"><p><strong>Restricted items are left out</strong>, with all that '
            f"hangs on them: {counts}. Numbers and totals are counted without them.</p></div>"
        )
    else:
        yield "<p>No record was left out: none is restricted.</p>"
    yield (
        "<p>manifest.txt lists the SHA-256 of every file, as checking programs read it. The "
        "history of the store keeps the SHA-256 of that list. In the tables below each row has "
        "its id, and names others by theirs; amounts of money there are in pence.</p>"
    )


def _list(ways: Sequence[Href]) -> str:
    items = (f'<li><a href="{href}">{escaped(words)}</a></li>' for href, words in ways)
    return f"<ul>{''.join(items)}</ul>" if ways else "<p>None.</p>"


def title_of(table: str) -> str:
    """Return what a table of lines is called."""
    return str(getattr(class_of(table), "record_kind", "") or table.replace("_", " ")).capitalize()
