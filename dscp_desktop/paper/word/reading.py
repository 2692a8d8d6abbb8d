"""A Word document of ours, perhaps changed in Word since, read back as a document.

What stands under one of our styles comes back as what it was. Text under styles that we do not
know comes back as paragraphs. Head, foot and marking are the template's and are left aside.
"""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph as WordParagraph

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.document import (
    SAFE_LINKS,
    Align,
    Block,
    Box,
    BuiltWrong,
    Bullets,
    Cell,
    Column,
    Columns,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    PageBreak,
    PageSize,
    Paragraph,
    Row,
    RowKind,
    Rule,
    Run,
    Table,
    Wording,
    settled,
)
from dscp_desktop.paper.look import PAGES
from dscp_desktop.paper.word import styles
from dscp_desktop.paper.word.tables import GRID
from dscp_desktop.paper.word.writing import TEXT_WIDTH, column_width

_KINDS: dict[str, RowKind] = {
    styles.KINDS["section"]: "section",
    styles.KINDS["total"]: "total",
    styles.KINDS["difference"]: "difference",
}
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"


def read_word(data: bytes, name: str = "The file") -> Document:
    """Return a .docx as a document.

    Raises Refused, naming the file, where it is no Word document or cannot be made readable.
    """
    try:
        word = docx.Document(BytesIO(data))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise Refused(f"{name} is no Word document (.docx). Save it as .docx in Word.") from error
    reader = _Reader(word)
    try:
        for part in word.iter_inner_content():
            reader.take(part)
        return replace(reader.document(), page=_page(word.sections[0]))
    except BuiltWrong as wrong:
        raise Refused(f"{name}: {wrong}. Mend it in Word and try again.") from wrong


def _page(section: Any) -> PageSize:
    """Return the paper that a section is printed on; any other than ours counts as A4."""
    sides = (section.page_width or 0, section.page_height or 0)
    sizes: tuple[PageSize, ...] = ("A4 landscape", "A3", "A3 landscape")
    for name in sizes:
        if all(abs(has - Pt(side)) < Mm(3) for has, side in zip(sides, PAGES[name], strict=True)):
            return name
    return "A4"


@dataclass(slots=True)
class _Reader:
    """Collects blocks; a caption, a list or a section is known only when it has ended."""

    word: Any
    title: str = ""
    subtitle: str = ""
    cover: str = ""
    blocks: list[Block] = field(default_factory=list)
    items: list[Wording] = field(default_factory=list)
    list_key: tuple[str, int] = ("", 0)
    caption: str = ""
    figure_caption: str = ""
    section: int = 0
    breaks: list[int] = field(default_factory=list)
    table: tuple[tuple[Column, ...], tuple[Row, ...], str, int] | None = None
    notes: list[Note] = field(default_factory=list)

    def take(self, part: Any) -> None:
        """Take the next paragraph or table."""
        if isinstance(part, WordTable):
            self._end()
            self._table(part)
        else:
            self._paragraph(part)

    def document(self) -> Document:
        """Return what was read."""
        self._end()
        blocks = tuple(_widened(block, 1) for block in self.blocks)
        facts = self.word.core_properties
        return Document(
            self.title or str(facts.title) or "Untitled",
            subtitle=self.subtitle,
            language=str(facts.language) or "en-GB",
            marking=str(facts.subject),
            blocks=blocks,
            cover=self.cover,
        )

    def _paragraph(self, line: Any) -> None:
        style = line.style.name if line.style is not None else ""
        if style in (styles.BULLET, styles.NUMBER):
            self._end_table()
            self._item(line, style)
            return
        self._end_list()
        if style != styles.NOTE:
            self._end_table()
        wording = _wording(line)
        text = wording if isinstance(wording, str) else "".join(run.text for run in wording)
        if style.startswith("Heading ") and style[8:] in ("1", "2", "3", "4"):
            self.blocks.append(Heading(int(style[8:]), text))
            return
        match style:
            case styles.TITLE:
                self.title = text
            case styles.SUBTITLE:
                self.subtitle = text
            case styles.COVER:
                self.cover = text
            case styles.CAPTION:
                self.caption = text
            case styles.FIGURE_CAPTION:
                self.figure_caption = text
            case styles.NOTE:
                self._note(text)
            case styles.FIGURE:
                self._figure(line)
            case styles.BOX:
                self._box(line, text)
            case styles.RULE:
                self.blocks.append(Rule())
            case styles.BREAK:
                self.blocks.append(PageBreak())
            case styles.COLUMN_BREAK:
                self.breaks.append(len(self.blocks))
            case styles.SECTION_END:
                self._end_section(line)
            case _:
                self.blocks.append(Paragraph(wording, small=style == styles.SMALL))

    def _item(self, line: Any, style: str) -> None:
        place = line._p.pPr.numPr if line._p.pPr is not None else None
        number = place.numId.val if place is not None and place.numId is not None else 0
        if self.items and self.list_key != (style, number):
            self._end_list()
        self.list_key = (style, number)
        self.items.append(_wording(line))

    def _end(self) -> None:
        self._end_list()
        self._end_table()

    def _end_list(self) -> None:
        if self.items:
            self.blocks.append(Bullets(tuple(self.items), self.list_key[0] == styles.NUMBER))
            self.items = []

    def _end_table(self) -> None:
        if self.table is not None:
            columns, rows, caption, names = self.table
            self.blocks.append(Table(columns, rows, caption, tuple(self.notes), names))
            self.table, self.notes = None, []

    def _note(self, text: str) -> None:
        """Add a note to the table before it; an empty one only parts two tables."""
        mark, tab, words = text.partition("\t")
        if self.table is not None and tab:
            self.notes.append(Note(mark, words))
        elif text:
            self._end_table()
            self.blocks.append(Paragraph(text, small=True))

    def _figure(self, line: Any) -> None:
        for inline in line._p.iter(qn("wp:inline")):
            blip = next(inline.iter(_BLIP))
            picture = self.word.part.related_parts[blip.get(qn("r:embed"))].blob
            words = inline.docPr.get("descr", "")
            width = min(int(inline.extent.cx) / TEXT_WIDTH, 1.0) or 1.0
            self.blocks.append(Figure(picture, words, self.figure_caption, width))
        self.figure_caption = ""

    def _box(self, line: Any, text: str) -> None:
        title = "".join(
            run.text
            for run in line.runs
            if run.style is not None and run.style.name == styles.BOX_TITLE
        )
        self.blocks.append(Box(title, text.removeprefix(title).removeprefix(" ")))

    def _end_section(self, line: Any) -> None:
        shared = next(line._p.iter(qn("w:cols")), None)
        count = int(shared.get(qn("w:num"), "1")) if shared is not None else 1
        if count > 1:
            edges = [self.section, *self.breaks, len(self.blocks)]
            inner = tuple(
                tuple(
                    _widened(block, count)
                    for block in self.blocks[a:z]
                    if not isinstance(block, Columns | PageBreak)
                )
                for a, z in itertools.pairwise(edges)
            )
            self.blocks[self.section :] = [Columns(inner)]
        self.section, self.breaks = len(self.blocks), []

    def _table(self, table: Any) -> None:
        if table.style is not None and table.style.name == styles.FACTS_TABLE:
            self.blocks.append(_facts(table))
            return
        caption, self.caption = self.caption, ""
        head, *lines = table._tbl.tr_lst
        grid = [int(place.get(qn("w:w"), GRID)) for place in table._tbl.tblGrid.gridCol_lst]
        columns, names = [], -1
        for number, cell in enumerate(head.tc_lst):
            line = _lines(cell, table)[0]
            width = grid[number] / GRID if number < len(grid) else 1.0
            columns.append(Column(_plain(line), _align(line), width or 1.0))
            if line.style is not None and line.style.name == styles.HEAD_OF_ROWS:
                names = number
        rows = tuple(_row(row.tc_lst, table) for row in lines)
        self.table = (tuple(columns), rows, caption, names)


def _widened(block: Any, columns: int) -> Any:
    """Return a figure as wide as its share of the column it stands in, rounded to a thousandth."""
    if not isinstance(block, Figure):
        return block
    room = column_width(columns)
    return replace(block, width=max(min(round(block.width * TEXT_WIDTH / room, 3), 1.0), 0.001))


def _facts(table: Any) -> Facts:
    pairs = []
    for row in table._tbl.tr_lst:
        texts = [_plain(_lines(cell, table)[0]) for cell in row.tc_lst]
        pairs += [pair for pair in zip(texts[::2], texts[1::2], strict=False) if pair[0]]
    return Facts(tuple(pairs), columns=len(table._tbl.tblGrid.gridCol_lst) // 2)


def _row(cells: list[Any], table: Any) -> Row:
    read = [_cell(_lines(cell, table)) for cell in cells]
    kinds = [kind for _, kind in read]
    return Row(tuple(cell for cell, _ in read), kinds[0] if kinds else "line")


def _cell(lines: list[Any]) -> tuple[Cell, RowKind]:
    first = lines[0]
    runs = [run for run in first.runs if run.text]
    marks = [run for run in runs if run.style is not None and run.style.name == styles.MARK]
    words = [run for run in runs if run not in marks]
    below = "\n".join(_plain(line) for line in lines[1:])
    style = first.style.name if first.style is not None else ""
    cell = Cell(
        "".join(run.text for run in words),
        below,
        bool(words) and all(run.bold for run in words),
        "".join(run.text for run in marks),
    )
    return cell, _KINDS.get(style, "line")


def _lines(cell: Any, table: Any) -> list[Any]:
    return [WordParagraph(part, table) for part in cell.p_lst]


def _align(line: Any) -> Align:
    return "right" if line.alignment == WD_ALIGN_PARAGRAPH.RIGHT else "left"


def _plain(line: Any) -> str:
    return "".join(run.text for run in _runs(line))


def _wording(line: Any) -> Wording:
    return settled(tuple(_runs(line)))


def _runs(line: Any) -> Iterator[Run]:
    for part in line.iter_inner_content():
        if isinstance(part, Hyperlink):
            address = part.url if part.url.lower().startswith(SAFE_LINKS) else ""
            for run in part.runs:
                yield _run(run, address if run.text.strip() else "")
        else:
            yield _run(part, "")


def _run(run: Any, address: str) -> Run:
    strike, underline = bool(run.font.strike), bool(run.underline)
    return Run(run.text, bool(run.bold), bool(run.italic), address, strike, underline)
