"""The route of what comes out of a cycle, and the briefing on what it taught."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.core.days import show_date
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.commands.record import record_step
from dscp_desktop.learning.page.parts import StandingForm, Tab
from dscp_desktop.learning.queries.page import RecordPage, step_choices
from dscp_desktop.learning.queries.record import decisions_of
from dscp_desktop.learning.rules.cycles import CyclesPage, Named
from dscp_desktop.learning.rules.record import CycleRecord, RouteLine
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, Field
from dscp_desktop.widgets.page import bar
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import Text

_EMPTY = Empty("No route yet", "The route is set up with the phases, for the cycles to come.")


class StepForm(FormPane):
    """The meeting at which a step was taken, and what it decided."""

    draft_name = "route step"
    group_asked = Signal(str)  # the id of a meeting: its decisions are wanted

    def __init__(self) -> None:
        self.cycle_id = ""
        self.step: RouteLine | None = None
        self.meeting = ChoiceField("Meeting", optional=True)
        self.decision = ChoiceField("Decision", optional=True)
        super().__init__("Step of the route", (self.meeting, self.decision), "Keep the step")
        self.meeting.changed.connect(lambda: self.group_asked.emit(self.meeting.value() or ""))

    def draft_about(self) -> dict[str, str]:
        """Return the cycle and the step."""
        return {"cycle": self.cycle_id, "record": self.step.id if self.step else ""}

    def open(
        self, cycle_id: str, step: RouteLine, meetings: Sequence[Named], decided: Sequence[Named]
    ) -> None:
        """Show what is recorded of a step."""
        self.cycle_id, self.step = cycle_id, step
        known = [(one.id, one.title) for one in meetings]
        if step.meeting and step.meeting.id not in {id_ for id_, _words in known}:
            known.insert(0, (step.meeting.id, step.meeting.title))
        self.meeting.set_options([("", "Not yet"), *known])
        self.meeting.set_value(step.meeting.id if step.meeting else "")
        self.offer(decided)
        self.decision.set_value(step.decision.id if step.decision else "")
        self.begin(f"{step.group.title}: {step.does}")

    def offer(self, decided: Sequence[Named]) -> None:
        """Offer the decisions of the meeting that is chosen."""
        kept = self.decision.value()
        known = [(one.id, f"{one.title}: {one.code}") for one in decided]
        self.decision.set_options([("", "None"), *known])
        self.decision.set_value(kept if kept in {id_ for id_, _words in known} else "")


class RouteTab(Tab):
    """Who does what with the recommendations, at which meeting, and what was decided."""

    cycle_asked = Signal()  # the form of the cycle is wanted
    report_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Route")
        self.shown: RecordPage | None = None
        self.record = Button("Meeting and decision…", icon="decision", dense=True)
        self.change = Button("Change the cycle", icon="edit", dense=True)
        self.report = Button("Cycle report", icon="print", dense=True)
        columns = [
            Column("Group", lambda s: s.group.title, stretch=2, second=lambda s: s.does, lines=2),
            Column("Meeting", lambda s: s.meeting.title if s.meeting else "Not yet", stretch=2,
                   lines=2, tone=lambda s: "t1" if s.meeting else "t2"),
            Column("Decision", _decided, stretch=3, lines=2, drop_below=480),
        ]  # fmt: skip
        buttons = (self.record, self.change, self.report)
        self.table = self.put_table(columns, "Route", _EMPTY, buttons)
        self.agreed = StatusLabel(Status("plain", ""))
        self.box.addWidget(bar(self.agreed, line="top"))
        self.step_form = StepForm()
        self.add_form(self.step_form)
        self.step_form.submitted.connect(self._save)
        self.step_form.group_asked.connect(self._ask_decisions)
        self.record.clicked.connect(lambda: self.open_step())
        self.change.clicked.connect(self.cycle_asked)
        self.report.clicked.connect(self.report_asked)
        self.table.opened.connect(lambda _row: self.open_step())

    def first_focus(self) -> QWidget:
        """Return the route."""
        return self.table if self.table.rows.rowCount() else self.change

    def show_record(self, shown: RecordPage, page: CyclesPage) -> None:
        """Show the route of the cycle."""
        self.shown = shown
        self.fill(self.table, shown.cycle.route)
        self.record.setEnabled(bool(shown.cycle.route))
        on = shown.cycle.cycle.agreed_on
        words = f"Action plan agreed {show_date(on)}" if on else "The action plan is not agreed yet"
        self.agreed.set_status(Status("done" if on else "not due", words))

    def open_step(self, record_id: str = "") -> bool:
        """Ask for meetings and decisions, then open the form; say whether the step is there."""
        if record_id and not self.table.choose(record_id):
            return False
        step = self.table.value()
        if step is None or self.shown is None:
            return False
        cycle_id = self.shown.cycle.cycle.id

        def ready(found: tuple[tuple[Named, ...], tuple[Named, ...]]) -> None:
            self.bring(self.step_form)
            self.step_form.open(cycle_id, step, *found)

        meeting = step.meeting.id if step.meeting else ""
        self.desk.ask(self, step_choices, step.group.id, meeting, then=ready, key="step")
        return True

    def _ask_decisions(self, meeting_id: str) -> None:
        step = self.step_form.step
        if step is not None:
            ready = self.step_form.offer
            group = step.group.id
            self.desk.ask(self, decisions_of, group, meeting_id, then=ready, key="decisions")

    def _save(self) -> None:
        form = self.step_form
        if form.step is not None:
            said = (form.meeting.value() or None, form.decision.value() or None)
            self.run(record_step, form.step.id, *said)


def _decided(step: RouteLine) -> str:
    decision = step.decision
    return f"{decision.code}: {decision.title}" if decision else "–"


class BriefingForm(StandingForm):
    """The points of the briefing. It stays open: Cancel puts back what is kept."""

    draft_name = "briefing"
    print_asked = Signal()

    def __init__(self) -> None:
        self.record: CycleRecord | None = None
        self.headings: tuple[str, ...] = ()
        self.points: list[AreaField] = []
        self.room = QWidget()
        self._rows = QVBoxLayout(self.room)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        words = "On one page, for practitioners: what this cycle taught."
        self.print = Button("Print the briefing", icon="print", dense=True)
        parts = (Text(words, "base", tone="t2", wrap=True), self.print, self.room)
        super().__init__("Briefing", parts, "Keep the briefing")
        self.print.clicked.connect(self.print_asked)

    def told(self) -> Iterable[str]:
        """Return every point."""
        return self.texts()

    def texts(self) -> tuple[str, ...]:
        """Return what stands under each heading."""
        return tuple(point.value() for point in self.points)

    def draft_about(self) -> dict[str, str]:
        """Return the cycle."""
        return {"cycle": self.record.cycle.id if self.record else ""}

    def draft_title(self) -> str:
        """Return the topic."""
        return f"Briefing on {self.record.cycle.topic}" if self.record else ""

    def _inputs(self) -> dict[str, Any]:
        inputs: dict[str, Field] = {}
        inputs |= {f"point {number}": point for number, point in enumerate(self.points, 1)}
        return inputs

    def show_record(self, record: CycleRecord) -> None:
        """Show the points of a cycle; of the same one, what somebody is typing stays."""
        same = self.record is not None and self.record.cycle.id == record.cycle.id
        self.record = record
        headings = tuple(heading for heading, _text in record.briefing)
        if headings != self.headings:
            self._make(headings)
        if not (same and self.touched):
            self.put_back()

    def _make(self, headings: tuple[str, ...]) -> None:
        for point in self.points:
            self._rows.removeWidget(point)
            point.hide()
            point.deleteLater()
        self.headings = headings
        self.points = [AreaField(heading, lines=2, optional=True) for heading in headings]
        for point in self.points:
            point.changed.connect(self._touch)
            self._rows.addWidget(point)

    def show_kept(self) -> None:
        """Show what is kept of the briefing."""
        record = self.record
        if record is None:
            return
        for point, (_heading, text) in zip(self.points, record.briefing, strict=True):
            point.set_value(text)
