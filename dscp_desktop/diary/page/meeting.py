"""One meeting of the year: its day, what else is on then, and its run-up."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.days import show_day_year, show_long_day, show_times
from dscp_desktop.diary.commands.planning import mark_step
from dscp_desktop.diary.documents import STATUS_WORDS
from dscp_desktop.diary.queries.planning import run_up
from dscp_desktop.diary.rules.runup import RunUpLine, step_words
from dscp_desktop.diary.rules.year import YearLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.status import Message, Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text

_NO_STEPS = Empty("No run-up", "This group's meetings have no steps before or after them.", "list")


class MeetingPane(Surface):
    """A meeting with its run-up; Space marks a step as done today. Buttons ask for the forms."""

    move_asked = Signal()
    joint_asked = Signal()
    cancel_asked = Signal()
    agenda_asked = Signal()
    run_up_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.line: YearLine | None = None
        self.title = Text("", "item", wrap=True)
        self.when = Text("", "base", tone="t2", wrap=True)
        self.clash = Message("risk")
        self.agenda = Button("Open the agenda", icon="meeting")
        self.shift = Button("Move", icon="calendar")
        self.joint = Button("Joint with", icon="group")
        self.cancel = Button("Cancel it")
        self.cancel.setAccessibleName("Cancel this meeting")
        asks = (self.agenda_asked, self.move_asked, self.joint_asked, self.cancel_asked)
        self.buttons = (self.agenda, self.shift, self.joint, self.cancel)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, ask in zip(self.buttons, asks, strict=True):
            button.clicked.connect(ask)
            row.addWidget(button)
        row.addStretch(1)
        self.run_up = Button("Change the run-up", "quiet", icon="edit", icon_only=True)
        self.run_up.clicked.connect(self.run_up_asked)
        row.addWidget(self.run_up)
        self.steps = TableView(
            (
                Column("Done", lambda _step: "", 60, tick=lambda step: step.done is not None),
                Column("Day", lambda step: show_day_year(step.on), 140),
                Column(
                    "Step", lambda step: step.title, lines=2, second=lambda s: step_words(s.days)
                ),
                Column("Status", lambda _step: "", 130, status=self._status, drop_below=420),
            ),
            "Run-up",
            height=TWO_LINE,
            empty=_NO_STEPS,
            key=lambda step: step.step_id,
            gutter=16,
        )
        self.steps.ticked.connect(self.mark)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(6)
        for part in (self.title, self.when, self.clash):
            head.addWidget(part)
        head.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.steps, 1)

    def show_line(self, line: YearLine) -> None:
        """Show a meeting, and ask for its run-up."""
        self.line = line
        meeting = line.meeting
        self.title.setText(meeting.title)
        times = show_times(meeting.start, meeting.end)
        status = STATUS_WORDS.get(meeting.status, meeting.status)
        moved = ""
        if meeting.slot and meeting.slot != meeting.on:
            moved = f"planned for {show_day_year(meeting.slot)}"
        said = (show_long_day(meeting.on), times, meeting.venue, meeting.chair, status, moved)
        self.when.setText(" · ".join(part for part in said if part))
        self.clash.tell("risk", line.clash)
        self.clash.setVisible(bool(line.clash))
        for button in (self.shift, self.cancel):
            button.setEnabled(meeting.status in ("planned", "agenda out"))
        self.joint.setEnabled(meeting.goes_ahead)
        self.desk.ask(self, run_up, meeting.id, then=self.steps.set_rows, key="run-up")

    def _status(self, step: RunUpLine) -> Status | None:
        if step.done:
            return Status("done", "Done")
        meeting = self.line.meeting if self.line else None
        if meeting is None or not meeting.goes_ahead or step.on >= self.desk.today:
            return None
        return Status("late", "Late") if meeting.status == "planned" else None

    def mark(self, step: RunUpLine) -> None:
        """Note that a step was done today, or take the note away."""
        if self.line is None:
            return
        line, on = self.line, None if step.done else self.desk.today
        meeting_id = line.meeting.id

        def again(_changes: object) -> None:
            self.desk.ask(self, run_up, meeting_id, then=self.steps.set_rows, key="run-up")

        self.desk.run(self, mark_step, meeting_id, step.step_id, on, then=again)
