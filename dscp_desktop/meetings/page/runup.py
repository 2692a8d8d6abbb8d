"""The run-up of one meeting: its steps with their days, ticked by Space."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.core.days import show_day_year
from dscp_desktop.diary.commands.planning import mark_step
from dscp_desktop.diary.queries.planning import run_up
from dscp_desktop.diary.rules.runup import RunUpLine, step_words
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView

_NONE = Empty("No run-up", "This group's meetings have no steps before or after them.", "list")


class RunUpPane(Surface):
    """What is done before and after a meeting; `told` hears how many steps are done."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk, self.meeting_id = desk, ""
        self.told: Callable[[int, int], object] = lambda _done, _all: None
        self.table = TableView(
            (
                Column("Done", lambda _step: "", 60, tick=lambda step: step.done is not None),
                Column(
                    "Step", lambda step: step.title, lines=2, second=lambda s: step_words(s.days)
                ),
                Column("Day", lambda step: show_day_year(step.on), 132),
                Column("Status", lambda _step: "", 148, status=self._status, drop_below=420),
            ),
            "Run-up",
            height=TWO_LINE,
            empty=_NONE,
            key=lambda step: step.step_id,
            gutter=16,
        )
        self.table.ticked.connect(self.mark)
        self.table.opened.connect(self.mark)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 1, 0, 0)
        box.addWidget(self.table)

    def show_meeting(self, meeting_id: str) -> None:
        """Ask for the steps of a meeting."""
        self.meeting_id = meeting_id
        self.desk.ask(self, run_up, meeting_id, then=self._show, failed=_gone, key="run-up")

    def _show(self, steps: tuple[RunUpLine, ...]) -> None:
        self.table.set_rows(steps)
        self.told(sum(step.done is not None for step in steps), len(steps))

    def _status(self, step: RunUpLine) -> Status | None:
        if step.done:
            return Status("done", "Done", second=show_day_year(step.done))
        return Status("risk", "Not ticked") if step.on < self.desk.today else None

    def mark(self, step: RunUpLine) -> None:
        """Note that a step was done today, or take the note away."""
        on = None if step.done else self.desk.today
        meeting_id = self.meeting_id

        def again(_changes: object) -> None:
            self.show_meeting(meeting_id)

        self.desk.run(self, mark_step, meeting_id, step.step_id, on, then=again)


def _gone(_trouble: object) -> None:
    """The meeting was taken back by undo: its page says so."""
