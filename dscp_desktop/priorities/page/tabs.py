"""Priorities with their outcomes, measures, and golden threads: each a tab of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.priorities.commands import measures as measuring
from dscp_desktop.priorities.commands import plans as planning
from dscp_desktop.priorities.page.forms import MeasureForm, OutcomeForm, PriorityForm, ThreadForm
from dscp_desktop.priorities.page.parts import Part
from dscp_desktop.priorities.rules.plans import (
    HOWS,
    MeasureLine,
    OutcomeLine,
    PlanLine,
    PriorityLine,
    ThreadLine,
    how_words,
    story_of,
)
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.status import Status

NO_OUTCOME = "No outcome"
_NO_PRIORITY = Empty("No priority yet", "Add the first one with Ctrl+N.", "priority")
_NO_MEASURE = Empty("No measure yet", "Add the first one with Ctrl+N.", "chart")
_NO_THREAD = Empty("No golden thread yet", "Add the first one with Ctrl+N.", "link")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the first tab: a priority, or an outcome under it."""

    priority: PriorityLine
    outcome: OutcomeLine | None
    measures: int

    @property
    def id(self) -> str:
        """Return the id of the outcome, or of the priority."""
        return self.outcome.id if self.outcome else self.priority.id

    @property
    def number(self) -> str:
        """Return '1' or '1.1'."""
        return self.outcome.number if self.outcome else str(self.priority.number)

    @property
    def title(self) -> str:
        """Return the words."""
        return self.outcome.title if self.outcome else self.priority.title

    @property
    def lead(self) -> str:
        """Return the code of the group that leads."""
        return self.outcome.lead if self.outcome else self.priority.lead


def plan_rows(plan: PlanLine) -> tuple[PlanRow, ...]:
    """Return each priority with its outcomes below it."""
    found = []
    for one in plan.priorities:
        found.append(PlanRow(one, None, len(plan.measures_of(one))))
        for outcome in one.outcomes:
            count = sum(outcome.id in measure.outcome_ids for measure in plan.measures)
            found.append(PlanRow(one, outcome, count))
    return tuple(found)


class PrioritiesPart(Part):
    """The priorities, each with its outcomes."""

    def __init__(self, desk: Desk) -> None:
        columns = [
            Column("No.", lambda r: r.number, 62, role=_role),
            Column("Priority or outcome", lambda r: r.title, lines=3, stretch=4, role=_role),
            Column("Led by", lambda r: r.lead, 84, tone="t2", drop_below=430),
            Column(
                "Measures",
                lambda r: str(r.measures) if r.measures else "None",
                92,
                align="right",
                tone=lambda r: "t1" if r.measures else "t2",
                drop_below=520,
            ),
        ]
        titles = ("Priorities and outcomes", "Priority or outcome")
        super().__init__(desk, "priorities", titles, columns, _NO_PRIORITY)
        self.table.on_paste = lambda: desk.place_asked.emit("records", "paste:plan")
        self.form, self.outcome_form = PriorityForm(), OutcomeForm()
        self.add_form(self.form, self._save)
        self.add_form(self.outcome_form, self._save_outcome)

    def own_buttons(self) -> tuple[Button, ...]:
        """Return the button of a new outcome."""
        self.new_outcome = Button("Add outcome", icon="add", dense=True, keys="Ctrl+Shift+N")
        self.new_outcome.clicked.connect(lambda: self.add_outcome())
        return (self.new_outcome,)

    def rows_of(self, plan: PlanLine) -> Sequence[Any]:
        """Return the priorities of a plan."""
        return plan_rows(plan)

    def show_row(self, row: PlanRow) -> None:
        """Show a priority with its reasons, or an outcome with its measures."""
        assert self.shown is not None
        assert self.plan is not None
        names = dict(self.shown.groups)
        plan, one = self.plan, row.priority
        if row.outcome is None:
            facts = [
                ("Why", "\n".join(f"• {reason}" for reason in one.reasons)),
                ("Led by", names.get(one.lead_id or "", one.lead)),
                ("Outcomes", str(len(one.outcomes) or "No numbered outcomes")),
                ("Measures", str(row.measures or "")),
                ("Activities", "\n".join(f"• {activity.title}" for activity in one.activities)),
            ]
            self.view.show_words(f"Priority {one.label}", facts)
        else:
            outcome = row.outcome
            own = [m.title for m in plan.measures if outcome.id in m.outcome_ids]
            facts = [
                ("Priority", one.label),
                ("Led by", names.get(outcome.lead_id or "", outcome.lead)),
                ("Measures", "\n".join(f"• {title}" for title in own)),
            ]
            warning = "" if own else "No measure points at it"
            self.view.show_words(f"Outcome {outcome.label}", facts, warning)

    def add(self) -> None:
        """Open the form of a new priority."""
        if self.shown and self.shown.plan:
            self.bring_form(self.form)
            self.form.open(self.shown.plan, None, self.shown.groups)

    def add_outcome(self) -> None:
        """Open the form of a new outcome of the priority that is chosen."""
        row = self.table.value()
        if self.shown and row is not None:
            self.bring_form(self.outcome_form)
            self.outcome_form.open(row.priority, None, self.shown.groups)

    def edit(self) -> None:
        """Open the form of the priority or outcome that is chosen."""
        row = self.table.value()
        if self.shown is None or self.shown.plan is None or row is None:
            return
        if row.outcome is None:
            self.bring_form(self.form)
            self.form.open(self.shown.plan, row.priority, self.shown.groups)
        else:
            self.bring_form(self.outcome_form)
            self.outcome_form.open(row.priority, row.outcome, self.shown.groups)

    def _save(self) -> None:
        form = self.form
        if form.priority:
            self.run(planning.change_priority, form.priority.id, form.details())
        else:
            self.run(planning.add_priority, form.plan_id, form.details())

    def _save_outcome(self) -> None:
        form = self.outcome_form
        said = (form.words.value(), form.lead.value())
        if form.outcome:
            self.run(planning.change_outcome, form.outcome.id, *said)
        else:
            self.run(planning.add_outcome, form.priority_id, *said)

    def remove(self) -> None:
        """Take the priority or outcome that is chosen away."""
        row = self.table.value()
        if row is not None:
            command = planning.remove_outcome if row.outcome else planning.remove_priority
            self.run_on(row.priority.id if row.outcome else "", command, row.id)

    def move_row(self, row: Any, step: int) -> None:
        """Move a priority, or an outcome within its priority."""
        if row is not None:
            command = planning.move_outcome if row.outcome else planning.move_priority
            self.run_on(row.id, command, row.id, step)


def _role(row: PlanRow) -> str:
    return "base" if row.outcome else "strong"


class MeasuresPart(Part):
    """The measures, and which outcomes each points at."""

    def __init__(self, desk: Desk) -> None:
        columns = [
            Column("Measure", lambda m: m.title, lines=3, stretch=4),
            Column("Outcomes", lambda m: m.shown, 124, status=_no_outcome),
            Column("Activity", lambda m: m.activity, 190, lines=2, tone="t2", drop_below=520),
        ]
        super().__init__(desk, "measures", ("Measures", "Measure"), columns, _NO_MEASURE)
        self.table.on_paste = lambda: desk.place_asked.emit("records", "paste:plan-measures")
        self.form = MeasureForm()
        self.add_form(self.form, self._save)

    def rows_of(self, plan: PlanLine) -> Sequence[Any]:
        """Return the measures of a plan."""
        return plan.measures

    def show_row(self, row: MeasureLine) -> None:
        """Show a measure with the outcomes it points at."""
        assert self.plan is not None
        own = [one.label for one in self.plan.outcomes if one.id in row.outcome_ids]
        facts = [("Outcomes", "\n".join(own)), ("Activity", row.activity)]
        self.view.show_words(row.title, facts, "" if own else "It points at no outcome")

    def add(self) -> None:
        """Open the form of a new measure."""
        if self.shown and self.shown.plan:
            self.bring_form(self.form)
            self.form.open(self.shown.plan, None)

    def edit(self) -> None:
        """Open the form of the measure that is chosen."""
        row = self.table.value()
        if self.shown and self.shown.plan and row is not None:
            self.bring_form(self.form)
            self.form.open(self.shown.plan, row)

    def _save(self) -> None:
        form = self.form
        said = (form.words.value(), form.outcomes.value(), form.activity.value())
        if form.measure:
            self.run(measuring.change_measure, form.measure.id, *said)
        elif form.plan:
            self.run(measuring.add_measure, form.plan.id, *said)

    def remove(self) -> None:
        """Take the measure that is chosen away."""
        _remove(self, measuring.remove_measure)

    def move_row(self, row: Any, step: int) -> None:
        """Move a measure."""
        if row is not None:
            self.run_on(row.id, measuring.move_measure, row.id, step)


def _no_outcome(measure: MeasureLine) -> Status | None:
    return None if measure.outcome_ids else Status("waiting", NO_OUTCOME, icon="risk")


def _remove(part: Part, command: Callable[..., Any]) -> None:
    row = part.table.value()
    if row is not None:
        part.run_on("", command, row.id)


class ThreadsPart(Part):
    """The golden threads, and the story of each over the plans."""

    def __init__(self, desk: Desk) -> None:
        columns = [
            Column("Golden thread", lambda t: t.title, lines=3, stretch=4),
            Column("How it came", lambda t: HOWS.get(t.how, "Not said"), 132, drop_below=430),
        ]
        titles = ("Golden threads", "Golden thread")
        super().__init__(desk, "golden threads", titles, columns, _NO_THREAD)
        self.table.on_paste = lambda: desk.place_asked.emit("records", "paste:plan-threads")
        self.form = ThreadForm()
        self.add_form(self.form, self._save)

    def rows_of(self, plan: PlanLine) -> Sequence[Any]:
        """Return the threads of a plan."""
        return plan.threads

    def show_row(self, row: ThreadLine) -> None:
        """Show a thread with its story over the plans."""
        plans: Sequence[PlanLine] = self.shown.plans if self.shown else ()
        story = [(step.term, step.title) for step in story_of(plans, row.id)]
        unsaid = row.how in ("same", "reworded") and not row.continues_id
        warning = "Say from which thread it goes on" if unsaid else ""
        facts = [("How it came", how_words(row)), *(story if len(story) > 1 else ())]
        self.view.show_words(row.title, facts, warning)

    def add(self) -> None:
        """Open the form of a new thread."""
        if self.shown and self.shown.plan:
            self.bring_form(self.form)
            self.form.open(self.shown.plan, None, self.shown.plans)

    def edit(self) -> None:
        """Open the form of the thread that is chosen."""
        row = self.table.value()
        if self.shown and self.shown.plan and row is not None:
            self.bring_form(self.form)
            self.form.open(self.shown.plan, row, self.shown.plans)

    def _save(self) -> None:
        form = self.form
        if form.thread_line:
            self.run(measuring.change_thread, form.thread_line.id, form.details())
        else:
            self.run(measuring.add_thread, form.plan_id, form.details())

    def remove(self) -> None:
        """Take the thread that is chosen away."""
        _remove(self, measuring.remove_thread)

    def move_row(self, row: Any, step: int) -> None:
        """Move a thread."""
        if row is not None:
            self.run_on(row.id, measuring.move_thread, row.id, step)
