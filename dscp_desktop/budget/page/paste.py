"""Rows that were copied in Excel: shown as they would be taken, with what is wrong by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.budget.commands.pasting import take_pasted
from dscp_desktop.budget.workbook.transactions import pasted_sheet
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Fault, Trouble
from dscp_desktop.core.offers import Reading, Recognised, SheetOutcome
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message, Status
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

_NONE = Empty("Nothing to take", "Copy rows with headings in Excel, then paste here.", "sheet")
_MOST = 200  # rows that are shown; all are taken
_STATES = {"new": "New", "changed": "Changed", "same": "The same", "fault": "Not taken"}
_KINDS = {"new": "later", "changed": "changed", "same": "same", "fault": "late", "note": "note"}
Take = Callable[..., SheetOutcome]


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row, or one remark on a cell, as the table shows it."""

    id: str
    row: str
    what: str
    state: str
    why: str = ""


def pasted_rows(outcome: SheetOutcome) -> list[PastedRow]:
    """Return faults by cell first, then the rows that would be taken, then the notes."""
    found = [_remark(fault, "fault", place) for place, fault in enumerate(outcome.faults)]
    for row in outcome.rows[:_MOST]:
        why = "; ".join(f"{name}: {old} → {new}" for name, old, new in row.changes)
        what = ", ".join(part for part in (row.label, *row.cells[:1]) if part)
        found.append(PastedRow(f"row {row.row}", str(row.row), what, row.state, why))
    found += [_remark(note, "note", place) for place, note in enumerate(outcome.notes)]
    return found


def _remark(fault: Fault, state: str, place: int) -> PastedRow:
    cell = ": ".join(str(part) for part in (fault.column, fault.value) if part)
    row = "" if fault.row is None else str(fault.row)
    return PastedRow(f"{state} {place}", row, cell or "The list", state, fault.why)


class PastePane(Surface):
    """What would be taken of the clipboard. Nothing is, until somebody says so."""

    cancelled = Signal()
    stopped = Signal(object)
    done = Signal()
    touched = False  # nothing is typed here: the rows are still in Excel

    def __init__(
        self,
        desk: Desk,
        take: Take,
        recognise: Callable[[Any], Recognised | None],
        read: Callable[[Any, Recognised], Reading],
        headings: Mapping[str, Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("top", parent=parent)
        self.desk, self.take_rows = desk, take
        self.recognise, self.read, self.headings = recognise, read, headings
        self.reading: Reading | None = None
        self.title = Text("Rows to be taken", "section")
        self.words = Text("", "base", wrap=True)
        self.trouble = Message("late")
        self.table = WholeTable(_columns(), "Rows to be taken", empty=_NONE, gutter=8)
        self.do = Button("Take the rows", "primary")
        self.cancel = Button("Cancel", keys="Esc")
        answers = QHBoxLayout()
        answers.setSpacing(8)
        answers.addWidget(self.do)
        answers.addWidget(self.cancel)
        answers.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 12, GUTTER, 12)
        box.setSpacing(12)
        for part in (self.title, self.words, self.table, self.trouble):
            box.addWidget(part)
        box.addLayout(answers)
        self.do.clicked.connect(self.take)
        self.cancel.clicked.connect(self.cancelled)
        self.setAccessibleName("Rows to be taken")

    def begin(self, title: str, _do: str = "") -> None:
        """Show what the clipboard holds, the keys in the rows."""
        self.title.setText(title)
        self.trouble.hide()
        self.look()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter takes the rows, Esc leaves them."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.take()
        else:
            super().keyPressEvent(event)

    def look(self) -> None:
        """Read the clipboard and show what would come of it."""
        self.table.set_rows([])
        self.do.setEnabled(False)
        self.reading = None
        text = QGuiApplication.clipboard().text()
        sheet = pasted_sheet(text) if text.strip() else None
        found = self.recognise(sheet) if sheet is not None else None
        if sheet is None or found is None:
            self.words.setText(self._unknown(bool(text.strip())))
            return
        self.reading = self.read(sheet, found)
        self.words.setText("Looking at the rows")
        self.desk.rehearse(self, self.take_rows, self.reading, then=self._show)

    def _unknown(self, something: bool) -> str:
        known = ", ".join(names[0] for names in list(self.headings.values())[:5])
        if not something:
            return "Nothing was copied. Copy the rows with their headings in Excel first."
        return (
            "The rows have no headings that are known here, so nobody can tell the columns apart. "
            f"Copy them together with their headings, such as {known}."
        )

    def _show(self, outcome: SheetOutcome) -> None:
        assert self.reading is not None
        whole = SheetOutcome(
            outcome.rows,
            (*self.reading.faults, *outcome.faults),
            (*self.reading.notes, *outcome.notes),
        )
        new, same = whole.count("new"), whole.count("same")
        changed, faults = whole.count("changed"), len(whole.faults)
        said = f"{new} new, {changed} changed, {same} the same"
        if faults:
            said += f"; {faults} cell{'' if faults == 1 else 's'} cannot be read or taken"
        more = f" The first {_MOST} rows are shown." if len(outcome.rows) > _MOST else ""
        self.words.setText(f"{said}. Nothing is taken yet.{more}")
        self.table.set_rows(pasted_rows(whole))
        count = new + changed
        self.do.set_words(f"Take {count} row{'' if count == 1 else 's'}")
        self.do.setEnabled(bool(count))

    def take(self) -> None:
        """Take the sound rows, as one entry of the history."""
        if self.reading is None or not self.do.isEnabled():
            return

        def refused(trouble: Trouble) -> None:
            self.trouble.tell("late", trouble.words)
            self.trouble.show()

        args = (self.take_rows, self.reading)
        self.desk.run(self, take_pasted, *args, then=self._taken, failed=refused)

    def _taken(self, _changes: Changes) -> None:
        self.done.emit()


def _standing(row: PastedRow) -> Status:
    return Status(_KINDS[row.state], _STATES.get(row.state, "Note"))


def _columns() -> tuple[Column, ...]:
    return (
        Column("Row", lambda x: x.row, 56, align="right", tone="t2"),
        Column("What", lambda x: x.what, lines=2),
        Column("Becomes", lambda x: _STATES.get(x.state, "Note"), 120, status=_standing),
        Column("Why", lambda x: x.why, lines=4, stretch=2, tone="t2"),
    )
