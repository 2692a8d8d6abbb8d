"""A block that was copied elsewhere, as a sheet: a table of HTML, or text with tabs or commas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from dscp_desktop.core.faults import Refused
from dscp_desktop.sheets.reading import CELLS_LIMIT, COLUMNS_LIMIT, ROWS_LIMIT
from dscp_desktop.sheets.values import Sheet

Cells = list[str | None]

_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# What stands before a sign that a spreadsheet would take for a formula, as we copy it out.
_GUARDED = re.compile(r"'(?=[=+\-@])")
_WIDEST_SPAN = 200


def block_sheet(text: str, html: str, name: str) -> Sheet:
    """Return what was copied as a sheet whose first row is the block's first.

    The table of `html` counts where there is one, for its cells are certain; else `text`, whose
    cells are parted by tabs, or where there are none by semicolons or commas. Every value is text.
    Rows that the copying program did not show are hidden rows. Raises Refused where it is too
    large, or nothing.
    """
    rows, hidden = _html_rows(html)
    if not any(any(row) for row in rows):
        rows, hidden = _text_rows(text), ()
    rows = [[_tidy(cell) for cell in row] for row in rows]
    while rows and not any(rows[-1]):
        rows.pop()
    wide = max((len(row) for row in rows), default=0)
    if not wide:
        raise Refused(
            "Nothing was copied that has rows. Copy them in Excel, with their headings, then paste."
        )
    if len(rows) > ROWS_LIMIT or wide > COLUMNS_LIMIT or len(rows) * wide > CELLS_LIMIT:
        raise Refused("What was copied is too large to be pasted. Save it as .xlsx and import it.")
    square = tuple((*row, *[None] * (wide - len(row))) for row in rows)
    return Sheet(name, True, square, hidden_rows=tuple(n for n in hidden if n <= len(square)))


def _tidy(cell: str | None) -> str | None:
    if cell is None or not cell.strip():
        return None
    return _GUARDED.sub("", cell.strip(), count=1) if cell.strip().startswith("'") else cell


def _text_rows(text: str) -> list[Cells]:
    plain = text.lstrip("\ufeff").replace("\x00", "")
    first = plain.split("\n", 1)[0]
    mark = "\t"
    if "\t" not in plain:
        mark = max((";", ","), key=first.count)
    if not first.count(mark):
        return [[line] for line in plain.splitlines()]
    try:
        rows = csv.reader(io.StringIO(plain, newline=""), delimiter=mark)
        return [[cell or None for cell in row] for row in rows]
    except csv.Error as error:
        raise Refused(
            "A cell of what was copied is too long to be read. Save it as .xlsx and import it."
        ) from error


def _html_rows(html: str) -> tuple[list[Cells], Sequence[int]]:
    if "<t" not in html.casefold():
        return [], ()
    reader = _Table()
    reader.feed(html)
    reader.close()
    return reader.finish()


class _Table(HTMLParser):
    """Reads the first table of a page; a table inside one of its cells is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Cells] = []
        self.hidden: list[int] = []
        self._depth, self._done = 0, False
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[
            int, int
        ] = {}  # columns that a cell above still covers, for how many rows
        self._unseen = 0  # depth within a style or a script

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell or a line."""
        if tag in ("style", "script"):
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
        elif self._done or self._depth != 1:
            self._break(tag)
        elif tag == "tr":
            self._end_cell()
            self._begin_row(dict(attrs))
        elif tag in ("td", "th"):
            self._end_cell()
            if not self.rows:
                self._begin_row({})
            self._cell = []
            said = dict(attrs)
            self._span = (_number(said.get("colspan")), _number(said.get("rowspan")))
        else:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row or a cell."""
        if tag in ("style", "script"):
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "table":
            if self._depth == 1:
                self._end_cell()
                self._done = self._done or bool(self.rows)
            self._depth = max(self._depth - 1, 0)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Keep the words of a cell, line breaks in the source as spaces."""
        if self._cell is not None and not self._unseen and not self._done:
            self._cell.append(_SPACES.sub(" ", data))

    def finish(self) -> tuple[list[Cells], Sequence[int]]:
        """Return the rows, and which of them were not shown."""
        self._end_cell()
        return self.rows, self.hidden

    def _break(self, tag: str) -> None:
        if tag in ("br", "p", "div", "li") and self._cell:
            self._cell.append("\n")

    def _begin_row(self, said: dict[str, str | None]) -> None:
        self.rows.append([])
        self._cover()
        if _NOT_SHOWN.search(said.get("style") or ""):
            self.hidden.append(len(self.rows))

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        lines = ("".join(self._cell)).split("\n")
        text = "\n".join(line.strip() for line in lines).strip()
        row, (wide, deep) = self.rows[-1], self._span
        at = len(row)
        row += [text or None, *[None] * (wide - 1)]
        if deep > 1:
            self._below.update(dict.fromkeys(range(at, at + wide), deep))
        self._cell = None
        self._cover_on()

    def _cover(self) -> None:
        """A row begins: cells from above cover one row less."""
        self._below = {at: left - 1 for at, left in self._below.items() if left > 1}
        self._cover_on()

    def _cover_on(self) -> None:
        """Leave empty what a cell from above covers."""
        row = self.rows[-1]
        while len(row) in self._below and self._below[len(row)] > 0 and len(row) < COLUMNS_LIMIT:
            row.append(None)


def _number(said: str | None) -> int:
    text = (said or "").strip()
    return min(max(int(text), 1), _WIDEST_SPAN) if text.isascii() and text.isdigit() else 1
