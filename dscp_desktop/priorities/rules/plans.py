"""Strategic plans as values: priorities, numbered outcomes, measures and golden threads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.rules.spans import Span
from dscp_desktop.priorities.rules.outcomes import show_outcomes

HOWS = {"same": "Same words", "reworded": "Reworded", "new": "New"}
_TERM = re.compile(r"(\d{4})\s*[-–/]\s*(?:\d{2})?(\d{2})")
_TERM_IN = re.compile(r"(?<!\d)(\d{4})\s*[-–/_]\s*(?:\d{2})?(\d{2})(?!\d)")
MOST_TITLE = 400


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """A numbered outcome, such as 1.1, and the code of the group that leads it."""

    id: str
    number: str
    title: str
    lead: str = ""
    lead_id: str | None = None
    priority_id: str = ""

    @property
    def label(self) -> str:
        """Return '1.1 Awareness of exploitation'."""
        return f"{self.number} {self.title}"


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """What is done under a priority."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """A priority of a plan, with its reasons; a priority may have no outcomes."""

    id: str
    number: int
    title: str
    outcomes: tuple[OutcomeLine, ...] = ()
    reasons: tuple[str, ...] = ()
    activities: tuple[ActivityLine, ...] = ()
    lead: str = ""
    lead_id: str | None = None

    @property
    def label(self) -> str:
        """Return '1 Harm outside the home'."""
        return f"{self.number} {self.title}"


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure, the activity that serves it, and the outcomes it points at: none is a warning."""

    id: str
    title: str
    activity: str = ""
    outcome_ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Return its outcomes as a plan writes them, '' for none."""
        return show_outcomes(self.numbers)


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A golden thread, which runs through all priorities of a plan.

    `continues` is the title of the thread of an earlier plan that it goes on from.
    """

    id: str
    title: str
    how: str = ""
    continues_id: str | None = None
    continues: str = ""
    continues_term: str = ""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A strategic plan with its term, such as 2025-27."""

    id: str
    term: str
    vision: str
    values: tuple[str, ...]
    source: str
    priorities: tuple[PriorityLine, ...] = ()
    threads: tuple[ThreadLine, ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    starts: str = ""
    ends: str = ""
    note: str = ""

    @property
    def outcomes(self) -> tuple[OutcomeLine, ...]:
        """Return the outcomes of all priorities, in order."""
        return tuple(outcome for one in self.priorities for outcome in one.outcomes)

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of the plan and of all that stands in it."""
        found = {self.id, *(one.id for one in self.priorities)}
        found |= {one.id for one in self.outcomes} | {one.id for one in self.measures}
        return frozenset(found | {one.id for one in self.threads})

    @property
    def when(self) -> str:
        """Say from when to when it goes, '' where that is not published."""
        return Span(self.starts, self.ends).words

    def holds(self, on: date) -> bool:
        """Say whether the plan goes on that day; one whose dates are not known may."""
        return Span(self.starts, self.ends).holds(on)

    def overlaps(self, other: PlanLine) -> bool:
        """Say whether some day belongs to both plans."""
        return Span(self.starts, self.ends).overlaps(Span(other.starts, other.ends))

    def priority(self, priority_id: str) -> PriorityLine | None:
        """Return one of its priorities."""
        return next((one for one in self.priorities if one.id == priority_id), None)

    def measures_of(self, priority: PriorityLine) -> tuple[MeasureLine, ...]:
        """Return the measures that point at an outcome of a priority."""
        own = {outcome.id for outcome in priority.outcomes}
        return tuple(one for one in self.measures if own & set(one.outcome_ids))

    @property
    def loose(self) -> tuple[MeasureLine, ...]:
        """Return the measures that point at no outcome."""
        return tuple(one for one in self.measures if not one.outcome_ids)


@dataclass(frozen=True, slots=True)
class PlanDetails:
    """What a person says of a plan; values and lists one a line."""

    term: str
    starts: str = ""
    ends: str = ""
    vision: str = ""
    values: tuple[str, ...] = ()
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PriorityDetails:
    """What a person says of a priority; reasons and activities one a line."""

    title: str
    reasons: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    lead_id: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadDetails:
    """What a person says of a thread: its title, and which one it goes on from, and how."""

    title: str
    how: str = ""
    continues_id: str | None = None


def parse_term(text: str) -> str:
    """Return a term as it is kept, '2025-27'. Raises Refused where it is none."""
    found = _TERM.fullmatch(text.strip())
    if found is None:
        raise Refused("A term is written as its first and last year, such as 2025-27.")
    begins, ends = int(found[1]), int(found[1][:2] + found[2])
    if ends <= begins:
        raise Refused(f"{found[1]}-{found[2]} ends before it begins. Write such as 2025-27.")
    return f"{found[1]}-{found[2]}"


def terms_in(text: str) -> tuple[str, ...]:
    """Return the terms that a name or a title says: 'business-plan-2025-27.xlsx' says 2025-27."""
    found = []
    for begins, ends in _TERM_IN.findall(text):
        if int(begins[2:]) < int(ends):
            found.append(f"{begins}-{ends}")
    return tuple(dict.fromkeys(found))


def warnings_of(plan: PlanLine) -> tuple[tuple[str, str], ...]:
    """Return what a plan does not say and should: the id of what it is about, and the words."""
    found = [(one.id, f"No outcome: {one.title}") for one in plan.loose]
    found += [
        (one.id, f"Reworded, and nobody said from which thread: {one.title}")
        for one in plan.threads
        if one.how in ("same", "reworded") and one.continues_id is None
    ]
    return tuple(found)


def position_words(plan: PlanLine) -> str:
    """Return '4 priorities · 13 outcomes · 15 measures · 7 golden threads'."""
    counted = (
        (len(plan.priorities), "priority", "priorities"),
        (len(plan.outcomes), "outcome", "outcomes"),
        (len(plan.measures), "measure", "measures"),
        (len(plan.threads), "golden thread", "golden threads"),
    )
    return " · ".join(f"{n} {one if n == 1 else many}" for n, one, many in counted)


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One plan of a thread's story: its term, the thread's words in it, how it came."""

    term: str
    title: str
    how: str
    thread_id: str


def story_of(plans: Sequence[PlanLine], thread_id: str) -> tuple[StoryStep, ...]:
    """Return a thread over the plans, the earliest first: what it went on from, what went on."""
    known = {thread.id: (plan, thread) for plan in plans for thread in plan.threads}
    first, seen = thread_id, {thread_id}
    while first in known and (before := known[first][1].continues_id) and before not in seen:
        first = before
        seen.add(before)
    found: list[StoryStep] = []
    wanted = [first]
    for plan, thread in sorted(known.values(), key=lambda pair: pair[0].term):
        if thread.id == first or thread.continues_id in wanted:
            wanted.append(thread.id)
            found.append(StoryStep(plan.term, thread.title, thread.how, thread.id))
    return tuple(found)


def how_words(thread: ThreadLine) -> str:
    """Say in words how a thread goes on: 'Reworded from ‘Reflective practice’ (2023-26)'."""
    if thread.continues_id:
        start = "Same as" if thread.how == "same" else "Reworded from"
        return f"{start} ‘{thread.continues}’ ({thread.continues_term})"
    if thread.how in ("same", "reworded"):
        return f"{HOWS[thread.how]}: nobody said yet from which thread"
    return "New in this plan" if thread.how == "new" else "Nothing said of an earlier plan"
