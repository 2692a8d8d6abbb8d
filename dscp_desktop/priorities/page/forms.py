"""The forms of a plan and of what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.page.spanfield import WhenField
from dscp_desktop.priorities.rules.outcomes import outcomes_of, show_outcomes
from dscp_desktop.priorities.rules.plans import (
    HOWS,
    MeasureLine,
    OutcomeLine,
    PlanDetails,
    PlanLine,
    PriorityDetails,
    PriorityLine,
    ThreadDetails,
    ThreadLine,
    parse_term,
)
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField, fields_beside

Groups = Sequence[tuple[str, str]]
_NO_LEAD = (None, "No group")


def _refusal(read: Callable[[str], object], text: str) -> str:
    """Return in words why a text is not taken, '' where it is."""
    try:
        read(text)
    except Refused as error:
        return error.words
    return ""


class PlanForm(FormPane):
    """Term, time, vision and values of a plan, and where it is published."""

    draft_name = "plan"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.plan: PlanLine | None = None
        self.term = TextField("Term", hint="Its first and last year, such as 2025-27", width=136)
        self.term.problem_of = self._wrong_term
        self.starts = WhenField("From", optional=True)
        self.ends = WhenField("To", optional=True)
        self.vision = AreaField("Vision", lines=2, optional=True)
        self.values = AreaField("Values", lines=3, optional=True, hint="One a line")
        self.source = TextField("Source", optional=True, hint="Where it is published")
        self.note = AreaField("Note", lines=2, optional=True)
        times = fields_beside(self.starts, self.ends)
        parts = (self.term, times, self.vision, self.values, self.source, self.note)
        super().__init__("New plan", parts, "Add plan", parent)

    def _wrong_term(self) -> str:
        if self.plan is not None and self.term.value() == self.plan.term:
            return ""
        return _refusal(parse_term, self.term.value())

    def draft_about(self) -> dict[str, str]:
        """Return the plan, nothing for a new one."""
        return {"record": self.plan.id} if self.plan else {}

    def open(self, plan: PlanLine | None) -> None:
        """Show a plan's values, or empty fields for a new one."""
        self.plan = plan
        self.term.set_value(plan.term if plan else "")
        self.starts.set_value(plan.starts if plan else "")
        self.ends.set_value(plan.ends if plan else "")
        self.vision.set_value(plan.vision if plan else "")
        self.values.set_value("\n".join(plan.values) if plan else "")
        self.source.set_value(plan.source if plan else "")
        self.note.set_value(plan.note if plan else "")
        title = f"Change the plan {plan.term}" if plan else "New plan"
        self.begin(title, "Save changes" if plan else "Add plan")

    def details(self) -> PlanDetails:
        """Return what the fields say."""
        return PlanDetails(
            self.term.value(),
            self.starts.value(),
            self.ends.value(),
            self.vision.value(),
            tuple(self.values.value().splitlines()),
            self.source.value(),
            self.note.value(),
        )


class PriorityForm(FormPane):
    """A priority: why it is one, what is done under it, who leads."""

    draft_name = "priority"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.plan_id = ""
        self.priority: PriorityLine | None = None
        self.words = AreaField("Priority", lines=2, missing="Enter the priority")
        self.reasons = AreaField("Why", lines=4, optional=True, hint="A reason a line")
        self.activities = AreaField("Activities", lines=4, optional=True, hint="One a line")
        self.lead = ChoiceField("Led by", [_NO_LEAD], optional=True)
        parts = (self.words, self.reasons, self.activities, self.lead)
        super().__init__("New priority", parts, "Add priority", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the priority, or the plan that a new one is for."""
        return {"record": self.priority.id} if self.priority else {"plan": self.plan_id}

    def open(self, plan: PlanLine, priority: PriorityLine | None, groups: Groups) -> None:
        """Show a priority's values, or empty fields for a new one."""
        self.plan_id, self.priority = plan.id, priority
        self.lead.set_options([_NO_LEAD, *groups])
        self.words.set_value(priority.title if priority else "")
        self.reasons.set_value("\n".join(priority.reasons) if priority else "")
        titles = [one.title for one in priority.activities] if priority else []
        self.activities.set_value("\n".join(titles))
        self.lead.set_value(priority.lead_id if priority else None)
        title = f"Change priority {priority.number}" if priority else "New priority"
        self.begin(title, "Save changes" if priority else "Add priority")

    def details(self) -> PriorityDetails:
        """Return what the fields say."""
        return PriorityDetails(
            self.words.value(),
            tuple(self.reasons.value().splitlines()),
            tuple(self.activities.value().splitlines()),
            self.lead.value(),
        )


class OutcomeForm(FormPane):
    """An outcome of a priority, and the group that leads it; its number comes by itself."""

    draft_name = "plan outcome"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.priority_id = ""
        self.outcome: OutcomeLine | None = None
        self.words = AreaField("Outcome", lines=2, missing="Enter what is to come of it")
        self.lead = ChoiceField("Led by", [_NO_LEAD], optional=True)
        super().__init__("New outcome", (self.words, self.lead), "Add outcome", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the outcome, or the priority that a new one is for."""
        return {"record": self.outcome.id} if self.outcome else {"priority": self.priority_id}

    def open(self, priority: PriorityLine, outcome: OutcomeLine | None, groups: Groups) -> None:
        """Show an outcome's values, or empty fields for a new one."""
        self.priority_id, self.outcome = priority.id, outcome
        self.lead.set_options([_NO_LEAD, *groups])
        self.words.set_value(outcome.title if outcome else "")
        self.lead.set_value(outcome.lead_id if outcome else None)
        new = f"New outcome of priority {priority.number}"
        title = f"Change outcome {outcome.number}" if outcome else new
        self.begin(title, "Save changes" if outcome else "Add outcome")


class MeasureForm(FormPane):
    """A measure, the outcomes it points at, and the activity that serves it."""

    draft_name = "measure"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.plan: PlanLine | None = None
        self.measure: MeasureLine | None = None
        self.words = AreaField("Measure", lines=2, missing="Enter the measure")
        self.outcomes = TextField("Outcomes", optional=True, hint="As in 1.1, 1.2 or 2.1-2.4")
        self.outcomes.problem_of = self._wrong_outcomes
        self.activity = TextField("Activity", optional=True, hint="What is done for it")
        parts = (self.words, self.outcomes, self.activity)
        super().__init__("New measure", parts, "Add measure", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the measure, or the plan that a new one is for."""
        if self.measure:
            return {"record": self.measure.id}
        return {"plan": self.plan.id if self.plan else ""}

    def _wrong_outcomes(self) -> str:
        plan = self.plan
        if plan is None:
            return ""
        return _refusal(lambda text: outcomes_of(text, plan), self.outcomes.value())

    def open(self, plan: PlanLine, measure: MeasureLine | None) -> None:
        """Show a measure's values, or empty fields for a new one."""
        self.plan, self.measure = plan, measure
        self.words.set_value(measure.title if measure else "")
        self.outcomes.set_value(measure.shown if measure else "")
        self.activity.set_value(measure.activity if measure else "")
        known = show_outcomes(one.number for one in plan.outcomes)
        has = f"As in 1.1, 1.2 or 2.1-2.4. This plan has {known}." if known else "None yet"
        self.outcomes.hint.setText(has)
        title = "Change measure" if measure else "New measure"
        self.begin(title, "Save changes" if measure else "Add measure")


class ThreadForm(FormPane):
    """A golden thread, and which thread of an earlier plan it goes on from."""

    draft_name = "golden thread"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.plan_id = ""
        self.thread_line: ThreadLine | None = None
        self.words = AreaField("Golden thread", lines=2, missing="Enter the golden thread")
        options = [("", "Nothing is said"), *HOWS.items()]
        self.how = ChoiceField("How it came", options, width=200)
        self.before = ChoiceField("Goes on from", [(None, "None")], optional=True)
        self.how.optional = True
        self.how.problem_of = self._wrong_how
        parts = (self.words, self.how, self.before)
        super().__init__("New golden thread", parts, "Add thread", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the thread, or the plan that a new one is for."""
        return {"record": self.thread_line.id} if self.thread_line else {"plan": self.plan_id}

    def open(self, plan: PlanLine, thread: ThreadLine | None, earlier: Sequence[PlanLine]) -> None:
        """Show a thread's values, or empty fields for a new one."""
        self.plan_id, self.thread_line = plan.id, thread
        threads = [
            (t.id, f"{t.title} ({p.term})")
            for p in reversed(earlier)
            if p.term < plan.term
            for t in p.threads
        ]
        self.before.set_options([(None, "None"), *threads])
        self.words.set_value(thread.title if thread else "")
        self.how.set_value(thread.how if thread else "")
        self.before.set_value(thread.continues_id if thread else None)
        title = "Change golden thread" if thread else "New golden thread"
        self.begin(title, "Save changes" if thread else "Add thread")

    def _wrong_how(self) -> str:
        if self.before.value() and self.how.value() not in ("same", "reworded"):
            return "It goes on from another: choose Same words or Reworded."
        return ""

    def details(self) -> ThreadDetails:
        """Return what the fields say."""
        return ThreadDetails(self.words.value(), self.how.value(), self.before.value())
