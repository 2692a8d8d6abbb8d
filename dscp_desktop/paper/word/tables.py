"""Tables and facts of a Word document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from dscp_desktop.paper.document import Cell, Facts, Row, Table, Wording
from dscp_desktop.paper.word import styles

GRID = 1000  # what stands in the grid of a table for a width of 1
_WHOLE = 5000  # the width of the page in fiftieths of a percent

Fill = Callable[[Any, Wording], Any]


def add_facts(word: Any, facts: Facts, fill: Fill) -> None:
    """Add labels and values as a table without lines, read across."""
    rows = -(-len(facts.pairs) // facts.columns)
    table = _new_table(word, rows, [1.0, 2.0] * facts.columns, styles.FACTS_TABLE)
    for number, (label, value) in enumerate(facts.pairs):
        row, column = divmod(number, facts.columns)
        for offset, (text, style) in enumerate(((label, styles.LABEL), (value, styles.VALUE))):
            line = table.rows[row].cells[2 * column + offset].paragraphs[0]
            line.style = style
            fill(line, text)
    for number in range(len(facts.pairs), rows * facts.columns):
        row, column = divmod(number, facts.columns)
        for offset in (0, 1):
            table.rows[row].cells[2 * column + offset].paragraphs[0].style = styles.VALUE
    word.add_paragraph(style=styles.NOTE)


def add_table(word: Any, table: Table, fill: Fill) -> None:
    """Add a table: its head is repeated on each page, its rows never split."""
    made = _new_table(
        word, len(table.rows) + 1, [column.width for column in table.columns], styles.TABLE
    )
    head = made.rows[0]
    _mark_row(head, "w:cantSplit", "w:tblHeader")
    _border_row(head, "bottom", "12")
    for number, column in enumerate(table.columns):
        line = head.cells[number].paragraphs[0]
        line.style = styles.HEAD_OF_ROWS if number == table.names_row else styles.HEAD
        _align(line, column.align)
        fill(line, column.title)
    after = ""
    for number, row in enumerate(table.rows, 1):
        place = made.rows[number]
        _mark_row(place, "w:cantSplit")
        first_total = row.kind == "total" and after not in ("total", "difference")
        if first_total:
            _border_row(place, "top", "12")
        _fill_row(place, row, table, fill)
        after = row.kind


def _fill_row(place: Any, row: Row, table: Table, fill: Fill) -> None:
    cells = list(place.cells)
    if row.kind == "section" and len(row.cells) == 1 and len(cells) > 1:
        cells = [cells[0].merge(cells[-1])]
    for number, (cell, box) in enumerate(zip(row.cells, cells, strict=False)):
        line = box.paragraphs[0]
        for extra in box.paragraphs[1:]:  # merging leaves the paragraphs of the cells it took
            extra._p.getparent().remove(extra._p)
        line.style = styles.KINDS.get(row.kind, styles.CELL)
        _align(line, table.columns[number].align)
        _fill_cell(box, line, cell, table.columns[number].align, fill)


def _fill_cell(box: Any, line: Any, cell: Cell, align: str, fill: Fill) -> None:
    fill(line, cell.text)
    if cell.bold:
        for run in line.runs:
            run.bold = True
    if cell.mark:
        mark = line.add_run(cell.mark)
        mark.style = styles.MARK
    if cell.below:
        under = box.add_paragraph(style=styles.BELOW)
        _align(under, align)
        fill(under, cell.below)


def _new_table(word: Any, rows: int, widths: list[float], style: str) -> Any:
    table = word.add_table(rows, len(widths), style=style)
    table.autofit = False
    inner = table._tbl.tblPr
    wide = inner.find(qn("w:tblW"))
    if wide is None:
        wide = OxmlElement("w:tblW")
        inner.append(wide)
    wide.set(qn("w:type"), "pct")
    wide.set(qn("w:w"), str(_WHOLE))
    for place, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        place.set(qn("w:w"), str(round(width * GRID)))
    whole = sum(widths)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            share = cell.get_or_add_tcPr().get_or_add_tcW()
            share.set(qn("w:type"), "pct")
            share.set(qn("w:w"), str(round(_WHOLE * width / whole)))
    if style == styles.TABLE:
        _rule(inner)
    return table


def _rule(inner: Any) -> None:
    """Draw a thin line under each row."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_line(side, "4", "999999"))
    inner.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _border_row(row: Any, side: str, weight: str) -> None:
    for cell in row._tr.tc_lst:
        borders = OxmlElement("w:tcBorders")
        borders.append(_line(side, weight, "000000"))
        cell.get_or_add_tcPr().append(borders)


def _line(side: str, weight: str, colour: str) -> Any:
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", weight), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{key}"), value)
    return line


def _mark_row(row: Any, *names: str) -> None:
    inner = row._tr.get_or_add_trPr()
    for name in names:
        inner.append(OxmlElement(name))


def _align(line: Any, align: str) -> None:
    if align == "right":
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
