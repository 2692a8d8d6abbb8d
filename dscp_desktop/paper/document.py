"""A document as a value: what stands in it, never how it is drawn.

The parts check themselves when they are built, and a `BuiltWrong` names the place, so that no
renderer ever meets a document it cannot make readable.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from dscp_desktop.core.charts import AnyChart, Gantt, chart_rows
from dscp_desktop.core.hierarchy import Hierarchy
from dscp_desktop.core.timetable import Timetable

DEEPEST_HEADING = 4
Align: TypeAlias = Literal["left", "right"]
RowKind: TypeAlias = Literal["line", "section", "total", "difference"]
SAFE_LINKS = ("https://", "http://", "mailto:", "tel:")
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
PageSize: TypeAlias = Literal["A4", "A4 landscape", "A3", "A3 landscape"]
PAGE_SIZES = ("A4", "A4 landscape", "A3", "A3 landscape")
ROW_KINDS = ("line", "section", "total", "difference")


class BuiltWrong(ValueError):
    """A document that breaks a rule of readable documents; the words name the place."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face; with a `link`, where it leads (web, e-mail, telephone).

    `strike` marks what was cut and `underline` what is new; both are said aloud as that too.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    strike: bool = False
    underline: bool = False

    def __post_init__(self) -> None:
        if not self.link:
            return
        if not self.link.lower().startswith(SAFE_LINKS):
            raise BuiltWrong(f"the link '{self.link}' is none of {', '.join(SAFE_LINKS)}")
        if not self.text.strip():
            raise BuiltWrong(f"the link '{self.link}' has no text")


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
        object.__setattr__(self, "text", settled(self.text))


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
        object.__setattr__(self, "items", tuple(settled(item) for item in self.items))


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
    """A table with a head for each column; the notes are always printed with it.

    `head_column` (from 0) says which cell names its row; left out, it is the first column that
    has no empty cell.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    notes: tuple[Note, ...] = ()
    head_column: int | None = None

    def __post_init__(self) -> None:
        place = f"table '{self.caption}'" if self.caption else "a table"
        if not self.columns:
            raise BuiltWrong(f"{place} has no heads")
        if self.head_column is not None and not -1 <= self.head_column < len(self.columns):
            raise BuiltWrong(f"{place} has no column {self.head_column} to name its rows")
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

        if self.head_column is None:
            object.__setattr__(self, "head_column", self._first_full())

    def _first_full(self) -> int:
        lines = [row.cells for row in self.rows if row.kind == "line"]
        full = (n for n in range(len(self.columns)) if all(c[n].text.strip() for c in lines))
        return next(full, -1)

    @property
    def names_row(self) -> int:
        """Return the column whose cells name their rows, -1 where none has a text in each."""
        return -1 if self.head_column is None else self.head_column


@dataclass(frozen=True, slots=True)
class Box:
    """A framed remark with a bold title, such as how to handle the paper."""

    title: str
    text: str

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise BuiltWrong("a box has no title")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (PNG or JPEG) with the words that stand for it; `width` is a share of the page."""

    picture: bytes
    alternative: str
    caption: str = ""
    width: float = 1.0

    def __post_init__(self) -> None:
        place = f"figure '{self.caption}'" if self.caption else "a figure"
        if not self.alternative.strip():
            raise BuiltWrong(f"{place} has no alternative text")
        if not self.picture.startswith(PICTURES):
            raise BuiltWrong(f"{place} is neither PNG nor JPEG")
        if not 0 < self.width <= 1:
            raise BuiltWrong(f"{place}: width is {self.width}, not above 0 and at most 1")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the words that stand for it; its figures are printed under it as a table."""

    chart: AnyChart
    alternative: str
    caption: str = ""

    def __post_init__(self) -> None:
        place = f"chart '{self.caption}'" if self.caption else "a chart"
        if not self.alternative.strip():
            raise BuiltWrong(f"{place} has no alternative text")


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side; read one column after the other. Columns hold no columns or breaks."""

    columns: tuple[tuple[Simple, ...], ...]

    def __post_init__(self) -> None:
        if not 2 <= len(self.columns) <= 3:
            raise BuiltWrong(f"columns: there are {len(self.columns)}, not 2 or 3")
        for number, column in enumerate(self.columns, 1):
            if not column:
                raise BuiltWrong(f"columns: column {number} is empty")
            for block in column:
                if isinstance(block, Columns | PageBreak):
                    raise BuiltWrong(f"columns: column {number} holds a {type(block).__name__}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the text."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Simple: TypeAlias = Heading | Paragraph | Bullets | Facts | Table | Figure | Chart | Box | Rule
Block: TypeAlias = Simple | Columns | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its title is heading level 1.

    `cover` is the name that stands above the title of a front page ('' for other documents);
    `page` the paper it is printed on.
    """

    title: str
    subtitle: str = ""
    language: str = "en-GB"
    marking: str = ""
    blocks: tuple[Block, ...] = ()
    cover: str = ""
    page: PageSize = "A4"

    def __post_init__(self) -> None:
        if self.page not in PAGE_SIZES:
            raise BuiltWrong(f"document '{self.title}': page is '{self.page}'")
        if not self.title.strip():
            raise BuiltWrong("the document has no title")
        if not self.language.strip():
            raise BuiltWrong(f"document '{self.title}' has no language")
        deepest = 1
        for number, block in enumerate(self.blocks, 1):
            inner = itertools.chain(*block.columns) if isinstance(block, Columns) else (block,)
            for heading in inner:
                if not isinstance(heading, Heading):
                    continue
                if heading.level > deepest + 1:
                    raise BuiltWrong(
                        f"block {number}, heading '{heading.text}': level {heading.level} "
                        f"follows level {deepest}"
                    )
                deepest = heading.level


def cells(*texts: str) -> tuple[Cell, ...]:
    """Return plain cells, one for each text: `Row(cells("1", "Welcome"))`."""
    return tuple(Cell(text) for text in texts)


def settled(wording: Wording) -> Wording:
    """Return the one way to say a wording: neighbours of one face joined, plain text as text."""
    if isinstance(wording, str):
        return wording
    runs: list[Run] = []
    for run in wording:
        if runs and replace(run, text=runs[-1].text) == runs[-1]:
            runs[-1] = replace(run, text=runs[-1].text + run.text)
        elif run.text:
            runs.append(run)
    if len(runs) == 1 and runs[0] == Run(runs[0].text):
        return runs[0].text
    return tuple(runs) or ""


def plain_text(wording: Wording) -> str:
    """Return the words of a text without their faces."""
    return wording if isinstance(wording, str) else "".join(run.text for run in wording)


def chart_table(block: Chart) -> Table:
    """Return the figures of a chart as a table."""
    heads, rows = chart_rows(block.chart)
    figures = not isinstance(block.chart, Gantt | Hierarchy | Timetable)
    widths = (1.6, 1.2, 4.2) if isinstance(block.chart, Timetable) else (1.6, 1.0, 1.0)
    columns = tuple(
        Column(head, "right" if number and figures else "left", widths[min(number, 2)])
        for number, head in enumerate(heads)
    )
    return Table(columns, tuple(Row(cells(*row)) for row in rows), head_column=0)


def _check_wording(wording: Wording, place: str) -> None:
    runs: Iterable[object] = () if isinstance(wording, str) else wording
    if any(not isinstance(run, Run) for run in runs):
        raise BuiltWrong(f"{place} holds something that is neither text nor a run")
