"""The right half of the check: what would become of each row. Refused first; 0 is printed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import islice

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.offers import WorkbookOffer
from dscp_desktop.records.page.rowcolumns import (
    ChangedField,
    FaultRow,
    NewRow,
    changed_columns,
    changed_fields,
    fault_columns,
    left_columns,
    new_columns,
    new_rows,
)
from dscp_desktop.records.rules.planning import LeftRow
from dscp_desktop.records.rules.results import SheetResult, count_words, tally
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.icons import icon
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import theme_changed
from dscp_desktop.widgets.wholetable import WholeTable

RowsLeft = Mapping[tuple[str, str | None], Collection[int]]
MOST, MORE = 100, 500  # rows shown in a part, and when more are asked for; the numbers count all


class PartHead(Surface):
    """The heading of a part: icon, title, how many, and at the right what to know."""

    def __init__(
        self,
        icon_name: str,
        token: str,
        title: str,
        words: str,
        right: str = "",
        act: tuple[str, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.icon_name, self.ink = icon_name, token
        self.picture = Text()
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER, 12, GUTTER, 6)
        row.setSpacing(8)
        row.addWidget(self.picture)
        row.addWidget(Text(title, "section"))
        row.addWidget(Text(words, tone="t2"))
        row.addStretch()
        row.addWidget(CutText(right, "base", tone="t2"))
        self.act = Button(act[0], "link") if act else None
        if act and self.act:
            self.act.setAccessibleName(f"{act[0]}: {title.lower()}")
            self.act.clicked.connect(lambda: act[1]())
            row.addWidget(self.act)
        self.setAccessibleName(f"{title}, {words}")
        theme_changed().changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        side = fonts.scaled(16)
        filled = self.icon_name in ("late", "note")
        self.picture.setPixmap(icon(self.icon_name, self.ink, filled=filled).pixmap(side, side))


class OutcomePane(Surface):
    """Every part for one look at the workbooks; made anew for each.

    The first table is there at once; each one below it is made in a turn of the loop of its
    own, so that the window is not held up by all of them together.
    """

    rows_left = Signal(object, bool)  # row numbers by (file, sheet), and whether they are left out
    more_asked = Signal()

    def __init__(
        self,
        results: Sequence[SheetResult],
        offers: Sequence[WorkbookOffer],
        left: Sequence[LeftRow] = (),
        left_all: RowsLeft | None = None,
        most: int = MOST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.results, self.many = results, len({result.file for result in results}) > 1
        self.offers = {offer.kind: offer for offer in offers}
        self.most = most
        self.tables: list[WholeTable] = []
        self.heads: list[PartHead] = []
        self.held: tuple[str, int] | None = None  # the table and row that get the keys when made
        self._later: deque[Callable[[], None]] = deque()
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._next)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 12)
        self.box.setSpacing(0)
        counted = tally(results)
        self._add_refused(counted.refused, counted.files_refused)
        self._add_new(counted.new)
        self._add_changed(counted.changed)
        words = "No sound row stands in the store unchanged" if not counted.same else ""
        self._head("same", "t2", "The same", counted.same, words)
        self._add_left(left, left_all or {})
        self._add_notes()
        self._later.append(self.box.addStretch)
        while self._later and not self.tables:
            self._later.popleft()()
        if self._later:
            self._turn.start()

    def done(self) -> bool:
        """Return whether every part is there."""
        return not self._later

    def _next(self) -> None:
        self._later.popleft()()
        if not self._later:
            self._turn.stop()

    def first_table(self) -> WholeTable | None:
        """Return the table that gets the keys: refused rows, else what is new or changed."""
        return self.tables[0] if self.tables else None

    def has_keys(self) -> tuple[str, int] | None:
        """Return the name of the table that has the keys and its row, None for none."""
        table = next((table for table in self.tables if table.hasFocus()), None)
        return (table.name, table.currentIndex().row()) if table is not None else None

    def give_keys(self, place: tuple[str, int] | None) -> None:
        """Give the keys to a table and row, as soon as they are there."""
        self.held = place
        for made in self.tables:
            self._take_keys(made)

    def _take_keys(self, table: WholeTable) -> None:
        if self.held is not None and self.held[0] == table.name:
            table.choose_row(self.held[1])
            table.setFocus()
            self.held = None

    def _head(
        self,
        icon_name: str,
        token: str,
        title: str,
        count: int,
        right: str,
        noun: str = "row",
        act: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        if count > self.most and not right:
            right = f"The first {self.most} are shown"
        words = count_words(count, noun)
        self._later.append(partial(self._put_head, icon_name, token, title, words, right, act))
        if count > self.most == MOST:
            self._later.append(self._put_more)

    def _put_more(self) -> None:
        line = Surface()
        row = QHBoxLayout(line)
        row.setContentsMargins(GUTTER, 0, GUTTER, 4)
        more = Button(f"Show up to {MORE} rows of each part", "link")
        more.clicked.connect(self.more_asked)
        row.addWidget(more)
        row.addStretch()
        self.box.addWidget(line)

    def _put_head(
        self,
        icon_name: str,
        token: str,
        title: str,
        words: str,
        right: str,
        act: tuple[str, Callable[[], object]] | None,
    ) -> None:
        head = PartHead(icon_name, token, title, words, right, act)
        self.heads.append(head)
        self.box.addWidget(head)

    def _table(self, columns: Sequence[Column], name: str, rows: Sequence[object]) -> None:
        self._later.append(partial(self._put_table, columns, name, rows))

    def _put_table(self, columns: Sequence[Column], name: str, rows: Sequence[object]) -> None:
        table = WholeTable(columns, name, key=id)
        table.set_rows(rows[: self.most])
        table.ticked.connect(self._turn_row)
        if not self.tables:
            table.choose_first()
        self.tables.append(table)
        self.box.addWidget(table)
        self._take_keys(table)

    def _turn_row(self, row: object) -> None:
        """Leave a row out that is to be taken, or take one that is left out."""
        if isinstance(row, LeftRow):
            self.rows_left.emit({(row.file, row.sheet): {row.row}}, False)
        elif isinstance(row, NewRow):
            self.rows_left.emit({(row.file, row.sheet): {row.row}}, True)
        elif isinstance(row, ChangedField) and row.number:
            self.rows_left.emit({(row.file, row.sheet): {row.number}}, True)

    def _leave_all(self, state: str, kind: str = "") -> None:
        """Leave out every row of a state, or those of one kind, also those that are not shown."""
        rows = {
            (result.file, result.sheet): {row.row for row in result.rows if row.state == state}
            for result in self.results
            if result.count(state) and kind in ("", result.kind)
        }
        self.rows_left.emit(rows, True)

    def _add_refused(self, count: int, files: int) -> None:
        faults = (FaultRow(r.file, fault) for r in self.results for fault in r.faults)
        rows = list(islice(faults, self.most + 1))
        words = "Row numbers are those that Excel shows" if count else ""
        if len(rows) > self.most:
            words = f"The first {self.most} reasons are shown; the marked copy has them all"
        token = "red" if rows else "t2"
        self._head("late", token, "Refused", count, words)
        if rows:
            whole = Column("Workbook", lambda row: row.file, 140, lines=3)
            files_too = self.many or files
            columns = (whole, *fault_columns(narrow=900)) if files_too else fault_columns()
            self._table(columns, "Refused rows", rows)

    def _add_new(self, count: int) -> None:
        act = ("Leave all out", partial(self._leave_all, "new")) if count else None
        self._head("new", "acc", "New", count, "", act=act)
        kinds = {r.kind: None for r in self.results if r.kind and r.count("new")}
        for kind in kinds:
            offer = self.offers[kind]
            found = [r for r in self.results if r.kind == kind]
            new = (each for r in found for each in new_rows(r, offer))
            rows = list(islice(new, self.most))
            if len(kinds) > 1:
                self._later.append(partial(self._put_kind, offer, found))
            self._table(new_columns(offer.headings, rows), f"New: {offer.title}", rows)

    def _put_kind(self, offer: WorkbookOffer, found: Sequence[SheetResult]) -> None:
        leave = partial(self._leave_all, "new", offer.kind)
        self.box.addWidget(_kind_line(offer.title, sum(r.count("new") for r in found), leave))

    def _add_changed(self, count: int) -> None:
        act = ("Leave all out", partial(self._leave_all, "changed")) if count else None
        self._head("changed", "inf", "Changed", count, "", act=act)
        changed = ((r, row) for r in self.results for row in r.rows if row.state == "changed")
        fields = [
            field for r, row in islice(changed, self.most) for field in changed_fields(r, row)
        ]
        if fields:
            self._table(changed_columns(), "Changed rows", fields)

    def _add_left(self, left: Sequence[LeftRow], every: RowsLeft) -> None:
        count = sum(map(len, every.values()))
        if count:
            take = ("Take all", lambda: self.rows_left.emit(every, False))
            self._head("away", "t2", "Left out", count, "", act=take)
            self._table(left_columns(), "Rows left out", left[: self.most])

    def _add_notes(self) -> None:
        """Show every note that does not stand beside a new row already."""
        rows = []
        for result in (each for each in self.results if each.notes):
            new = {row.row for row in result.rows if row.state == "new"}
            rows += [FaultRow(result.file, n) for n in result.notes if n.row not in new]
        if rows:
            self._head("note", "inf", "Notes", len(rows), "", "note")
            self._table(fault_columns("Note"), "Notes", rows)


def _kind_line(title: str, count: int, leave: Callable[[], object]) -> QWidget:
    line = Surface()
    row = QHBoxLayout(line)
    row.setContentsMargins(GUTTER, 8, GUTTER, 4)
    row.addWidget(Text(title, "caption strong"))
    row.addWidget(Text(count_words(count), "caption"))
    row.addStretch()
    out = Button("Leave these out", "link")
    out.setAccessibleName(f"Leave out: {title}")
    out.clicked.connect(lambda: leave())
    row.addWidget(out)
    return line
