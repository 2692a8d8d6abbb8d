"""A document as a value: what stands in it, never how it is drawn.

The parts check themselves when they are built, and a `BuiltWrong` names the place, so that no
renderer ever meets a document it cannot make readable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias

DEEPEST_HEADING = 4
Align: TypeAlias = Literal["left", "right"]
RowKind: TypeAlias = Literal["line", "section", "total", "difference"]
ROW_KINDS = ("line", "section", "total", "difference")


class BuiltWrong(ValueError):
    """A document that breaks a rule of readable documents; the words name the place."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


Wording: TypeAlias = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. The title of the document is level 1; blocks begin at 1 or 2, down to 4."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if not 1 <= self.level <= DEEPEST_HEADING:
            raise BuiltWrong(
                f"heading '{self.text}': level {self.level} is not between 1 and {DEEPEST_HEADING}"
            )
        if not self.text.strip():
            raise BuiltWrong("a heading has no text")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, as plain text or as runs; `small` is for notes and hints. LF breaks a line."""

    text: Wording
    small: bool = False

    def __post_init__(self) -> None:
        _check_wording(self.text, "a paragraph")


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, with bullets or numbered from 1."""

    items: tuple[Wording, ...]
    numbered: bool = False

    def __post_init__(self) -> None:
        if not self.items:
            raise BuiltWrong("a list has no items")
        for number, item in enumerate(self.items, 1):
            _check_wording(item, f"item {number} of a list")


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and their values, read across in `columns` columns (time, place, chair)."""

    pairs: tuple[tuple[str, str], ...]
    columns: int = 2

    def __post_init__(self) -> None:
        if not self.pairs:
            raise BuiltWrong("facts have no pairs")
        if self.columns not in (1, 2):
            raise BuiltWrong(f"facts have {self.columns} columns, not 1 or 2")
        for label, value in self.pairs:
            if not label.strip():
                raise BuiltWrong(f"facts: the value '{value}' has no label")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its share of the page against the other columns."""

    title: str
    align: Align = "left"
    width: float = 1.0

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise BuiltWrong("a column of a table has no head")
        if self.align not in ("left", "right"):
            raise BuiltWrong(f"column '{self.title}': align is '{self.align}'")
        if not self.width > 0:
            raise BuiltWrong(f"column '{self.title}': width is {self.width}, not above 0")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell; `below` is a smaller line under it.

    `mark` is the sign of a note ('*'); it hangs outside digits that stand at the right, so
    that figures stay in line.
    """

    text: str
    below: str = ""
    bold: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. A section row may have one cell, which then spans the table."""

    cells: tuple[Cell, ...]
    kind: RowKind = "line"

    def __post_init__(self) -> None:
        if self.kind not in ROW_KINDS:
            raise BuiltWrong(f"a row is of the kind '{self.kind}', not one of {ROW_KINDS}")


@dataclass(frozen=True, slots=True)
class Note:
    """A note under a table, found by its mark."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head for each column; the notes are always printed with it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        place = f"table '{self.caption}'" if self.caption else "a table"
        if not self.columns:
            raise BuiltWrong(f"{place} has no heads")
        for number, row in enumerate(self.rows, 1):
            wanted = len(self.columns)
            spans = row.kind == "section" and len(row.cells) == 1
            if len(row.cells) != wanted and not spans:
                raise BuiltWrong(
                    f"{place}, row {number}: {len(row.cells)} cells for {wanted} columns"
                )
        known = {note.mark for note in self.notes}
        for number, row in enumerate(self.rows, 1):
            for cell in row.cells:
                if cell.mark and cell.mark not in known:
                    raise BuiltWrong(f"{place}, row {number}: no note for the mark '{cell.mark}'")


@dataclass(frozen=True, slots=True)
class Box:
    """A framed remark with a bold title, such as how to handle the paper."""

    title: str
    text: str

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise BuiltWrong("a box has no title")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the text."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block: TypeAlias = Heading | Paragraph | Bullets | Facts | Table | Box | Rule | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its title is heading level 1.

    `cover` is the name that stands above the title of a front page ('' for other documents).
    """

    title: str
    subtitle: str = ""
    language: str = "en-GB"
    marking: str = ""
    blocks: tuple[Block, ...] = ()
    cover: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise BuiltWrong("the document has no title")
        if not self.language.strip():
            raise BuiltWrong(f"document '{self.title}' has no language")
        deepest = 1
        for number, block in enumerate(self.blocks, 1):
            if isinstance(block, Heading):
                if block.level > deepest + 1:
                    raise BuiltWrong(
                        f"block {number}, heading '{block.text}': level {block.level} "
                        f"follows level {deepest}"
                    )
                deepest = block.level


def cells(*texts: str) -> tuple[Cell, ...]:
    """Return plain cells, one for each text: `Row(cells("1", "Welcome"))`."""
    return tuple(Cell(text) for text in texts)


def plain_text(wording: Wording) -> str:
    """Return the words of a text without their faces."""
    return wording if isinstance(wording, str) else "".join(run.text for run in wording)


_PARTS: dict[str, type] = {
    part.__name__: part
    for part in (
        Run, Heading, Paragraph, Bullets, Facts, Column, Cell, Row, Note, Table, Box, Rule,
        PageBreak, Document,
    )
}  # fmt: skip


def to_values(document: Document) -> dict[str, Any]:
    """Return the document as JSON values, for the way to another process."""
    values = _value(document)
    assert isinstance(values, dict)
    return values


def from_values(values: dict[str, Any]) -> Document:
    """Return the document of `to_values`; BuiltWrong where the values are not of one."""
    document = _part(values)
    if not isinstance(document, Document):
        raise BuiltWrong("these values are not those of a document")
    return document


def _value(part: Any) -> Any:
    if isinstance(part, tuple):
        return [_value(item) for item in part]
    if type(part).__name__ in _PARTS:
        named = {field.name: _value(getattr(part, field.name)) for field in fields(part)}
        return {"part": type(part).__name__, **named}
    return part


def _part(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_part(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = _PARTS.get(str(value.get("part")))
    if kind is None:
        raise BuiltWrong(f"a document has no part '{value.get('part')}'")
    try:
        return kind(**{name: _part(item) for name, item in value.items() if name != "part"})
    except TypeError as wrong:
        raise BuiltWrong(f"{kind.__name__}: {wrong}") from wrong


def _check_wording(wording: Wording, place: str) -> None:
    runs: Iterable[object] = () if isinstance(wording, str) else wording
    if any(not isinstance(run, Run) for run in runs):
        raise BuiltWrong(f"{place} holds something that is neither text nor a run")
