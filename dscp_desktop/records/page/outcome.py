"""The right half of the check: what would become of each row. Refused first; 0 is printed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.offers import RowOutcome, WorkbookOffer
from dscp_desktop.records.rules import SheetResult, count_words, preview_cells, tally
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.icons import icon
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import theme_changed
from dscp_desktop.widgets.wholetable import WholeTable

MOST = 100  # rows shown in a part; the numbers always count all
EMPTY = "(empty)"


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One fault or note, as a row of a table."""

    file: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class NewRow:
    """One row that would be added."""

    file: str
    sheet: str
    row: int
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field that would change; the first of a row carries its number and name."""

    file: str
    sheet: str
    row: str
    label: str
    field: str
    old: str
    new: str


class PartHead(Surface):
    """The heading of a part: icon, title, how many, and at the right what to know."""

    def __init__(
        self,
        icon_name: str,
        token: str,
        title: str,
        words: str,
        right: str = "",
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

    def __init__(
        self,
        results: Sequence[SheetResult],
        offers: Sequence[WorkbookOffer],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.results, self.many = results, len({result.file for result in results}) > 1
        self.offers = {offer.kind: offer for offer in offers}
        self.tables: list[WholeTable] = []
        self.heads: list[PartHead] = []
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

    def _head(
        self, icon_name: str, token: str, title: str, count: int, right: str, noun: str = "row"
    ) -> None:
        if count > MOST and not right:
            right = f"The first {MOST} are shown"
        self._later.append(partial(self._put_head, icon_name, token, title, count, right, noun))

    def _put_head(
        self, icon_name: str, token: str, title: str, count: int, right: str, noun: str
    ) -> None:
        head = PartHead(icon_name, token, title, count_words(count, noun), right)
        self.heads.append(head)
        self.box.addWidget(head)

    def _table(self, columns: Sequence[Column], name: str, rows: Sequence[object]) -> None:
        self._later.append(partial(self._put_table, columns, name, rows))

    def _put_table(self, columns: Sequence[Column], name: str, rows: Sequence[object]) -> None:
        table = WholeTable(columns, name, key=id)
        table.set_rows(rows[:MOST])
        if not self.tables:
            table.choose_first()
        self.tables.append(table)
        self.box.addWidget(table)

    def _add_refused(self, count: int, files: int) -> None:
        faults = (FaultRow(r.file, fault) for r in self.results for fault in r.faults)
        rows = list(islice(faults, MOST + 1))
        words = "Row numbers are those that Excel shows" if count else ""
        if len(rows) > MOST:
            words = f"The first {MOST} reasons are shown; the marked copy has them all"
        token = "red" if rows else "t2"
        self._head("late", token, "Refused", count, words)
        if rows:
            whole = Column("Workbook", lambda row: row.file, 170, lines=2)
            files_too = self.many or files
            columns = (whole, *_fault_columns()) if files_too else _fault_columns()
            self._table(columns, "Refused rows", rows)

    def _add_new(self, count: int) -> None:
        self._head("new", "acc", "New", count, "")
        kinds = {r.kind: None for r in self.results if r.kind and r.count("new")}
        for kind in kinds:
            offer = self.offers[kind]
            found = [r for r in self.results if r.kind == kind]
            rows = list(islice((new for r in found for new in _new_rows(r, offer)), MOST))
            if len(kinds) > 1:
                self._later.append(partial(self._put_kind, offer.title, found))
            self._table(_new_columns(offer.headings, rows[:MOST]), f"New: {offer.title}", rows)

    def _put_kind(self, title: str, found: Sequence[SheetResult]) -> None:
        self.box.addWidget(_kind_line(title, sum(r.count("new") for r in found)))

    def _add_changed(self, count: int) -> None:
        self._head("changed", "inf", "Changed", count, "")
        changed = ((r, row) for r in self.results for row in r.rows if row.state == "changed")
        fields = [field for r, row in islice(changed, MOST) for field in _changed_fields(r, row)]
        if fields:
            self._table(_changed_columns(), "Changed rows", fields)

    def _add_notes(self) -> None:
        """Show every note that does not stand beside a new row already."""
        rows = []
        for result in (each for each in self.results if each.notes):
            new = {row.row for row in result.rows if row.state == "new"}
            rows += [FaultRow(result.file, n) for n in result.notes if n.row not in new]
        if rows:
            self._head("note", "inf", "Notes", len(rows), "", "note")
            self._table(_fault_columns("Note"), "Notes", rows)


def _kind_line(title: str, count: int) -> QWidget:
    line = Surface()
    row = QHBoxLayout(line)
    row.setContentsMargins(GUTTER, 8, GUTTER, 4)
    row.addWidget(Text(title, "caption strong"))
    row.addWidget(Text(count_words(count), "caption"))
    row.addStretch()
    return line


def _fault_columns(why: str = "Why") -> tuple[Column, ...]:
    return (
        Column("Sheet", lambda row: row.fault.sheet or "", 100, lines=2, drop_below=600),
        Column("Row", lambda row: str(row.fault.row or ""), 60, align="right"),
        Column("Column", lambda row: row.fault.column or "", 118, lines=2, drop_below=420),
        Column(
            "Value",
            lambda row: _shown(row.fault),
            130,
            lines=2,
            role=lambda row: "mono" if row.fault.value else "base",
            tone=lambda row: "t1" if row.fault.value else "t2",
            drop_below=520,
        ),
        Column(why, lambda row: row.fault.why, lines=5),
    )


def _shown(fault: Fault) -> str:
    """Return a cell as it stands; nothing where the fault is of no one cell."""
    return fault.value or (EMPTY if fault.column else "")


def _new_rows(result: SheetResult, offer: WorkbookOffer) -> Iterator[NewRow]:
    notes: dict[int | None, list[str]] = {}
    for note in result.notes:
        notes.setdefault(note.row, []).append(note.why)
    return (
        NewRow(
            result.file,
            result.sheet or "",
            row.row,
            preview_cells(row, offer.headings),
            " ".join(notes.get(row.row, ())),
        )
        for row in result.rows
        if row.state == "new"
    )


def _new_columns(headings: Sequence[str], rows: Sequence[NewRow]) -> list[Column]:
    """Return the columns of new rows: long texts get more room, the last give way first."""
    noted = any(row.note for row in rows)
    columns = [
        Column("Sheet", lambda row: row.sheet, 100, lines=2, drop_below=560),
        Column("Row", lambda row: str(row.row), 60, align="right"),
    ]
    taken = 160 + (190 if noted else 0)
    for place, heading in enumerate(headings):
        longest = max((len(row.cells[place]) for row in rows), default=0)
        needed = taken + 92 * (place + 1) if place > 1 else 0
        columns.append(_cell_column(place, heading, min(max(longest // 14, 1), 4), needed))
    if noted:
        columns.append(
            Column(
                "Note",
                lambda row: row.note,
                190,
                lines=5,
                tone="inf",
                icon=lambda row: "note" if row.note else "",
            )
        )
    return columns


def _cell_column(place: int, heading: str, stretch: int, needed: int) -> Column:
    return Column(
        heading, lambda row: row.cells[place], stretch=stretch, lines=3, drop_below=needed
    )


def _changed_fields(result: SheetResult, row: RowOutcome) -> list[ChangedField]:
    fields = []
    for place, (field, old, new) in enumerate(row.changes):
        head = (result.sheet or "", str(row.row), row.label) if place == 0 else ("", "", "")
        fields.append(ChangedField(result.file, *head, field, old, new))
    return fields


def _changed_columns() -> tuple[Column, ...]:
    return (
        Column("Sheet", lambda row: row.sheet, 100, lines=2, drop_below=560),
        Column("Row", lambda row: row.row, 60, align="right"),
        Column("Record", lambda row: row.label, 120, lines=3),
        Column("Field", lambda row: row.field, 104, lines=2),
        Column(
            "In the store now",
            lambda row: row.old or EMPTY,
            lines=4,
            tone="t2",
            struck=lambda row: bool(row.old),
        ),
        Column(
            "In the workbook",
            lambda row: row.new or EMPTY,
            lines=4,
            role=lambda row: "strong" if row.new else "base",
            underlined=lambda row: bool(row.new),
        ),
    )
