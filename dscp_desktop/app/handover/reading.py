"""What a handover shows of the store: records and their lines as values, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping, Table, literal, or_, select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Refused
from dscp_desktop.meetings.tables import Paper, PaperVersion
from dscp_desktop.store.session import class_of, tracked_tables
from dscp_desktop.store.tables import FileChunk, Link, Record, RecordRow, StoredFile

ON_A_PAGE = 200  # records
_ROWS = 500  # fetched at once
# What a line of a table is not shown by: it stands under its record, in its order.
UNSHOWN = frozenset({"id", "version", "search_row", "position"})
_TEXT_OF_PAPERS = "paper_text"  # the papers themselves are there


@dataclass(frozen=True, slots=True)
class Kind:
    """All records of a kind: its table and title, and the ids in the order of their names."""

    name: str
    title: str
    table: str
    ids: tuple[str, ...]

    def pages(self) -> Iterator[tuple[str, ...]]:
        """Give the ids of each page."""
        for start in range(0, len(self.ids), ON_A_PAGE):
            yield self.ids[start : start + ON_A_PAGE]


def record_tables() -> dict[str, str]:
    """Return the table of each kind of record."""
    classes = ((name, class_of(name)) for name in tracked_tables())
    return {c.record_kind: name for name, c in classes if issubclass(c, RecordRow)}


def list_kinds(session: Session, titles: dict[str, str]) -> tuple[list[Kind], dict[str, str]]:
    """Return every kind that has records, by its title, and what each record is called."""
    tables = record_tables()
    ids: dict[str, list[str]] = {}
    called: dict[str, str] = {}
    wanted = select(Record.kind, Record.id, Record.title).order_by(Record.title, Record.id)
    for row in session.execute(wanted):
        ids.setdefault(row.kind, []).append(row.id)
        called[row.id] = row.title or titles.get(row.kind, row.kind)
    kinds = [
        Kind(name, titles.get(name, name.capitalize()), tables[name], tuple(found))
        for name, found in ids.items()
        if name in tables
    ]
    return sorted(kinds, key=lambda kind: kind.title), called


def read_rows(session: Session, table: str, column: str, ids: Sequence[str]) -> list[RowMapping]:
    """Return the rows of a table whose column is one of the ids, in the order they stand in."""
    about = tracked_tables()[table]
    order = [about.c[name] for name in ("position", "on", "number", "id") if name in about.c]
    found: list[RowMapping] = []
    for start in range(0, len(ids), _ROWS):
        part = select(about).where(about.c[column].in_(ids[start : start + _ROWS]))
        found += session.execute(part.order_by(*order)).mappings()
    return found


def line_tables(kind: Kind) -> Iterator[tuple[str, str]]:
    """Give each table of lines that stand under records of a kind, and the column that says so."""
    for name, table in sorted(tracked_tables().items()):
        about = class_of(name)
        column = getattr(about, "belongs_to", "id")
        if name in ("record", "link", _TEXT_OF_PAPERS) or column == "id":
            continue
        if {key.column.table.name for key in table.c[column].foreign_keys} & {kind.table, "record"}:
            yield name, column


def pointing_at(
    session: Session, kind: Kind, kinds: Sequence[Kind], ids: Sequence[str]
) -> dict[str, dict[str, list[str]]]:
    """Return the records of other kinds that name one of these: by its id, then by their title."""
    found: dict[str, dict[str, list[str]]] = {}
    for other in kinds:
        table = tracked_tables()[other.table]
        for key in table.foreign_keys:
            if key.column.table.name != kind.table or key.parent.name == "id":
                continue
            wanted = select(table.c.id, key.parent).where(key.parent.in_(ids))
            for record_id, named in session.execute(wanted.order_by(table.c.id)):
                found.setdefault(named, {}).setdefault(other.title, []).append(record_id)
    return found


def read_links(session: Session, ids: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (from, to, role) of every link at one of these records."""
    rule = or_(Link.from_id.in_(ids), Link.to_id.in_(ids))
    found = session.execute(select(Link.from_id, Link.to_id, Link.role).where(rule))
    return [(row.from_id, row.to_id, row.role) for row in found]


def stream_rows(session: Session, table: Table) -> Iterator[tuple[Any, ...]]:
    """Give every row of a table, never many at once."""
    key = "id" if "id" in table.c else table.primary_key.columns.keys()[0]
    found = session.execute(
        select(table).order_by(table.c[key]), execution_options={"yield_per": _ROWS}
    )
    for row in found:
        yield tuple(row)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file of a paper: of which version, and under which id the store has it."""

    paper_id: str
    title: str
    number: int
    file_id: str


def list_papers(session: Session) -> list[PaperFile]:
    """Return the files of every paper, each version by itself."""
    wanted = (
        select(Paper.id, Paper.title, PaperVersion.number, StoredFile.id)
        .join(PaperVersion, PaperVersion.paper_id == Paper.id)
        .join(StoredFile, StoredFile.id == PaperVersion.file_id)
        .order_by(Paper.title, Paper.id, PaperVersion.number)
    )
    found = [PaperFile(*row) for row in session.execute(wanted)]
    known = {one.paper_id for one in found}
    bare = select(Paper.id, Paper.title, literal(1), StoredFile.id).join(
        StoredFile, StoredFile.id == Paper.file_id
    )
    rest = session.execute(bare.order_by(Paper.title, Paper.id))
    return found + [PaperFile(*row) for row in rest if row[0] not in known]


def file_pieces(session: Session, file_id: str) -> Iterator[bytes]:
    """Give a kept file piece by piece. Raises Refused at its end where its sum does not match."""
    told = sha256()
    numbers = select(FileChunk.number).where(FileChunk.file_id == file_id)
    for number in session.scalars(numbers.order_by(FileChunk.number)).all():
        found = select(FileChunk.data).where(
            FileChunk.file_id == file_id, FileChunk.number == number
        )
        data = session.scalars(found).one()
        told.update(data)
        yield data
    about = select(StoredFile.sha256, StoredFile.name).where(StoredFile.id == file_id)
    wanted, name = session.execute(about).one()
    if told.hexdigest() != wanted:
        raise Refused(f"{name} is damaged in the store. Bring back a backup that holds it.")
