"""What is to be done before a phase is finished, and finishing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.commands.cycles import finish_phase, reopen_phase, start_phase
from dscp_desktop.learning.commands.record import add_check, remove_check, tick
from dscp_desktop.learning.rules.cycles import DONE
from dscp_desktop.learning.rules.record import Check, PhaseRecord
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import TextField
from dscp_desktop.widgets.page import GUTTER, Surface, bar, scrolling
from dscp_desktop.widgets.progress import Meter
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_EMPTY = Empty("Nothing on the checklist", "Add what is to be done first.", "done")


class CheckForm(FormPane):
    """A new line of the checklist, or the note on one."""

    draft_name = "checklist line"

    def __init__(self) -> None:
        self.phase_id = ""
        self.check_line: Check | None = None
        self.words = TextField("To be done", missing="Type what is to be done")
        self.note = TextField("Note", optional=True, hint="Such as: survey closed, 46 replies")
        super().__init__("New line", (self.words, self.note), "Add line")

    def draft_about(self) -> dict[str, str]:
        """Return the phase, and the line whose note is changed."""
        about = {"phase": self.phase_id}
        return {**about, "record": self.check_line.id} if self.check_line else about

    def open(self, phase_id: str, line: Check | None) -> None:
        """Show an empty line, or the note on one."""
        self.phase_id, self.check_line = phase_id, line
        self.words.set_value(line.text if line else "")
        self.words.setVisible(line is None)
        self.note.setVisible(line is not None)
        self.note.set_value(line.note if line else "")
        self.begin(line.text if line else "New line", "Keep the note" if line else "Add line")


class Undone(Surface):
    """What is undone, and whether the phase is finished all the same."""

    kept = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = Text("", "item", wrap=True)
        self.said = Text("", "base", wrap=True)
        self.anyway = Button("Finish it all the same", "primary")
        self.back = Button("Not yet")
        self.anyway.clicked.connect(self.finished)
        self.back.clicked.connect(self.kept)
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 16, GUTTER, 16)
        box.setSpacing(12)
        box.addWidget(self.title)
        box.addWidget(self.said)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.anyway, self.back):
            row.addWidget(button)
        row.addStretch()
        box.addLayout(row)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside, "What is undone"))
        self.setAccessibleName("What is undone")

    def tell(self, record: PhaseRecord) -> None:
        """Show what is undone in a phase."""
        count = len(record.undone)
        many = "1 thing is undone" if count == 1 else f"{count} things are undone"
        self.title.setText(f"{many} in phase {record.phase.number}")
        self.said.setText("\n".join(f"• {words}" for words in record.undone))
        self.anyway.set_words(f"Finish phase {record.phase.number} all the same")
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)


class ChecklistPane(QStackedWidget):
    """The checklist of a phase, its report, and the button that finishes it."""

    saved = Signal()
    report_asked = Signal()
    form_opened = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.record: PhaseRecord | None = None
        self.title = Text("Before you finish this phase", "section")
        self.done_words = Text("", "caption")
        self.meter = Meter("Checklist done")
        columns = [
            Column("To be done", lambda c: c.text, lines=3, tick=lambda c: c.done_on is not None,
                   second=_note),
        ]  # fmt: skip
        self.table = TableView(columns, "Checklist", height=44, empty=_EMPTY, head=False)
        self.add = Button("Add line", icon="add", dense=True)
        self.note = Button("Note…", icon="comment", dense=True)
        self.remove = Button("Take out", icon="delete", dense=True)
        self.remove.setAccessibleName("Take the line out")
        self.report = Button("Phase report", icon="print")
        self.start = Button("Start")
        self.finish = Button("Finish", "primary")
        self.form, self.undone = CheckForm(), Undone()
        self.front = self._lay_out()
        for part in (self.front, self.form, self.undone):
            self.addWidget(part)
        self._connect()
        self.setAccessibleName("Before you finish this phase")

    def _lay_out(self) -> Surface:
        front = Surface()
        box = QVBoxLayout(front)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(6)
        head = QWidget()
        inside = QVBoxLayout(head)
        inside.setContentsMargins(GUTTER, 0, GUTTER, 4)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.done_words)
        inside.addLayout(row)
        inside.addWidget(self.meter)
        box.addWidget(head)
        box.addWidget(self.table, 1)
        box.addWidget(bar(self.add, self.note, self.remove, line=""))
        box.addWidget(bar(self.report, None, self.start, self.finish, line="top"))
        return front

    def _connect(self) -> None:
        self.table.ticked.connect(self._tick)
        self.table.opened.connect(lambda _row: self.open_note())
        self.add.clicked.connect(lambda: self.open_new())
        self.note.clicked.connect(lambda: self.open_note())
        self.remove.clicked.connect(lambda: self._remove())
        self.report.clicked.connect(self.report_asked)
        self.start.clicked.connect(lambda: self._start())
        self.finish.clicked.connect(lambda: self.ask_finish())
        self.form.submitted.connect(self._save)
        self.form.cancelled.connect(self.leave)
        self.undone.kept.connect(self.leave)
        self.undone.finished.connect(lambda: self._finish())

    def show_record(self, record: PhaseRecord) -> None:
        """Show the checklist of a phase."""
        other = self.record is None or self.record.phase.id != record.phase.id
        self.record = record
        number, done = record.phase.number, record.phase.state == DONE
        self.table.set_rows(record.checks)
        self.done_words.setText(record.done_words)
        ticked = sum(check.done_on is not None for check in record.checks)
        self.meter.set_part(ticked / len(record.checks) if record.checks else 0)
        self.start.set_words(f"Start phase {number}")
        self.start.setVisible(record.phase.started_on is None and not done)
        self.finish.set_words(f"Open phase {number} again" if done else f"Finish phase {number}")
        self.title.setText("Done in this phase" if done else "Before you finish this phase")
        for button in (self.note, self.remove):
            button.setEnabled(bool(record.checks))
        if other and not self.form.touched:
            self._bring(self.front)

    def count_words(self) -> str:
        """Return '3 of 6 done'."""
        return self.done_words.text()

    def set_primary(self, primary: bool) -> None:
        """Let 'Finish' be the primary button, where nothing else is."""
        done = self.record is not None and self.record.phase.state == DONE
        self.finish.set_kind("primary" if primary and not done else "secondary")

    def is_asking(self) -> bool:
        """Say whether a form or a question stands in its place, with a primary of its own."""
        return self.currentWidget() is not self.front

    def _bring(self, part: QWidget) -> None:
        was = self.is_asking()
        self.setCurrentWidget(part)
        if was != self.is_asking():
            self.form_opened.emit(self.is_asking())

    def leave(self) -> None:
        """Leave the form or the question; nothing is done."""
        self.form.touched = False
        self._bring(self.front)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is written ----------------------------------------------------------------------

    def _run(self, command: Callable[..., Changes], *args: Any) -> None:
        self.desk.run(self, command, *args, then=self._done, failed=self._refused)

    def _done(self, _changes: Changes) -> None:
        if self.is_asking():
            self.leave()
        self.saved.emit()

    def _refused(self, trouble: Trouble) -> None:
        if self.currentWidget() is self.form:
            self.form.show_trouble(trouble.words)
        else:
            self.desk.troubled.emit(trouble.words)

    def _tick(self, line: Check) -> None:
        on = None if line.done_on else self.desk.today
        self._run(tick, line.id, on, line.note)

    def open_new(self) -> None:
        """Open the form of a new line."""
        if self.record is not None:
            self._bring(self.form)
            self.form.open(self.record.phase.id, None)

    def open_note(self, record_id: str = "") -> bool:
        """Open the form of the note on a line; say whether there is one."""
        line = self._line(record_id)
        if line is not None and self.record is not None:
            self._bring(self.form)
            self.form.open(self.record.phase.id, line)
        return line is not None

    def _line(self, record_id: str = "") -> Check | None:
        if record_id and not self.table.choose(record_id):
            return None
        if self.table.value() is None:
            self.table.choose_first()
        line = self.table.value()
        return line if isinstance(line, Check) else None

    def _save(self) -> None:
        form = self.form
        if form.check_line is None:
            self._run(add_check, form.phase_id, form.words.value())
        else:
            self._run(tick, form.check_line.id, form.check_line.done_on, form.note.value())

    def _remove(self) -> None:
        if (line := self._line()) is not None:
            self._run(remove_check, line.id)

    def _start(self) -> None:
        if self.record is not None:
            self._run(start_phase, self.record.phase.id, self.desk.today)

    def ask_finish(self) -> None:
        """Finish the phase; where something is undone, list it first. Opens a finished one."""
        record = self.record
        if record is None:
            return
        if record.phase.state == DONE:
            self._run(reopen_phase, record.phase.id)
        elif record.undone:
            self._bring(self.undone)
            self.undone.tell(record)
        else:
            self._finish()

    def _finish(self) -> None:
        if self.record is not None:
            self._run(finish_phase, self.record.phase.id, self.desk.today)


def _note(line: Check) -> str:
    done = f"Done {show_date(line.done_on)}" if line.done_on else ""
    return " · ".join(part for part in (done, line.note) if part)
