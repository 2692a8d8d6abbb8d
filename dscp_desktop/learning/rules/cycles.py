"""Learning cycles as values: how their phases stand on a day, and what is to be warned about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.days import days_words, show_date, show_month
from dscp_desktop.learning.rules.plan import Window

PLANNED, FINISHED, STOPPED = "planned", "finished", "stopped"
STATES = (PLANNED, FINISHED, STOPPED)
DONE, NOW, LATE, AHEAD, UNKNOWN = "done", "now", "late", "ahead", "not known"
STATE_KINDS = {DONE: "done", NOW: "running", LATE: "late", AHEAD: "not due", UNKNOWN: "plain"}
_AUGUST, _DECEMBER = 8, 12


@dataclass(frozen=True, slots=True)
class Named:
    """A group, a priority, a meeting or a decision, by the name it is chosen by."""

    id: str
    title: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase as the calendar shows it on a day.

    `first` is when it was first planned, `planned` when it is planned now: the same while `slip`
    is 0, and None where the cycle's start is not known. `state` is done, now, late, ahead or not
    known, `words` says it; `warnings` are what speaks against its month.
    """

    id: str
    cycle_id: str
    number: int
    title: str
    lead: Named
    month: int
    review: bool
    slip: int
    first: Window | None
    planned: Window | None
    started_on: date | None
    finished_on: date | None
    state: str
    words: str
    warnings: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Say whether something is still to be done."""
        return self.state not in (DONE, UNKNOWN)


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A cycle as the calendar shows it on a day: `words` says how it stands, in few words.

    `starts` is the month it was first planned to start in; `follows` the cycle it is chained to.
    """

    id: str
    topic: str
    priority: Named | None
    starts: date | None
    follows: Named | None
    state: str
    agreed_on: date | None
    words: str
    phases: tuple[PhaseLine, ...] = ()

    @property
    def current(self) -> PhaseLine | None:
        """Return the first phase that is not done, None where nothing is left to do."""
        return next((phase for phase in self.phases if phase.open), None)

    @property
    def last_work(self) -> PhaseLine | None:
        """Return the last phase of the cycle's own work, before any review."""
        return next((phase for phase in reversed(self.phases) if not phase.review), None)


@dataclass(frozen=True, slots=True)
class CycleDetails:
    """What a person says of a cycle: it starts in a month, or follows another, or neither."""

    topic: str
    priority_id: str | None = None
    starts: date | None = None
    follows_id: str | None = None
    state: str = PLANNED


@dataclass(frozen=True, slots=True)
class CyclesPage:
    """What the page shows: the cycles, and what can be chosen."""

    cycles: tuple[CycleLine, ...]
    priorities: tuple[Named, ...] = ()
    groups: tuple[Named, ...] = ()
    methods: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """Which group leads a phase of which cycle, in which months: to see who does two at once."""

    group_id: str
    cycle_id: str
    topic: str
    number: int
    planned: Window


@dataclass(frozen=True, slots=True)
class Facts:
    """What a phase's state follows from."""

    planned: Window | None
    started_on: date | None
    finished_on: date | None
    cycle_state: str = PLANNED


def phase_state(facts: Facts, today: date) -> tuple[str, str]:
    """Return how a phase stands on a day, and in words."""
    if facts.finished_on is not None:
        return DONE, f"Finished {show_date(facts.finished_on)}"
    if facts.cycle_state == FINISHED:
        return DONE, "Finished"
    if facts.cycle_state == STOPPED:
        return UNKNOWN, "Stopped"
    planned = facts.planned
    if planned is not None and planned.ends < today:
        return LATE, days_words(planned.ends, today)
    if facts.started_on is not None or (planned is not None and planned.holds(today)):
        return NOW, "In progress" if facts.started_on else "Now planned, not started"
    if planned is None:
        return AHEAD, "Not planned yet"
    return AHEAD, "Not started"


def cycle_words(
    state: str, phases: Sequence[PhaseLine], agreed_on: date | None, today: date
) -> str:
    """Return how a cycle stands in few words."""
    if state != PLANNED:
        return state.capitalize()
    work = [phase for phase in phases if not phase.review]
    current = next((phase for phase in work if phase.open), None)
    if current is None:
        if any(phase.open for phase in phases):
            agreed = f"Action plan agreed {show_date(agreed_on)}" if agreed_on else ""
            return agreed or "Action plan not agreed yet"
        return "Reviewed"
    if current.planned is None and current.started_on is None:
        return "Not planned yet"
    begun = any(phase.started_on or phase.finished_on for phase in work)
    if not begun and current.planned is not None and current.planned.starts > today:
        return f"Starts {show_date(current.planned.starts)}"
    return f"Phase {current.number}, {current.title[:1].lower()}{current.title[1:]}"


def phase_warnings(
    phase: Lead, others: Iterable[Lead], meeting_days: Collection[date], code: str
) -> tuple[str, ...]:
    """Return what speaks against the month of a phase: for its group, and for the time of year.

    `meeting_days` are those of its lead group that go ahead; `code` is how that group is named.
    """
    month = show_month(phase.planned.starts)
    found = []
    if not any(phase.planned.holds(day) for day in meeting_days):
        found.append(f"{code} has no meeting in {month}.")
    if phase.planned.starts.month == _AUGUST:
        found.append("It falls in August, when many people are away.")
    if phase.planned.starts.month == _DECEMBER:
        found.append("It falls in December, and Christmas shortens it.")
    found += [
        f"{code} also leads phase {other.number} of ‘{other.topic}’ in {month}."
        for other in others
        if other.group_id == phase.group_id
        and other.cycle_id != phase.cycle_id
        and other.planned.starts == phase.planned.starts
    ]
    return tuple(found)


def slip_words(slip: int) -> str:
    """Return '1 month later than first planned', '' where it was not moved."""
    if not slip:
        return ""
    count = "1 month" if abs(slip) == 1 else f"{abs(slip)} months"
    return f"{count} {'later' if slip > 0 else 'earlier'} than first planned"


def window_words(planned: Window | None) -> str:
    """Return 'October 2023', 'Not known' where no month is."""
    return show_month(planned.starts) if planned else "Not known"


@dataclass(frozen=True, slots=True)
class Template:
    """The template of cycles to come: its phases and its route, by the names of the groups."""

    phases: tuple[TemplatePhase, ...] = ()
    route: tuple[TemplateStep, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplatePhase:
    """A phase of the template, with its lead group."""

    number: int
    title: str
    lead: Named
    month: int
    checklist: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    review: bool = False


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """A step of the route: the group, and what it does with the recommendations."""

    group: Named
    does: str
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class CalendarParts:
    """What a calendar file of cycles is made of.

    `sequences` gives each phase the number of the last change that may have moved it: it rises
    with every change, also with one that is undone (RFC 5545, 3.8.7.4).
    """

    cycles: tuple[CycleLine, ...]
    sequences: Mapping[str, int]
    partnership: str = ""
    zone: str = "Europe/London"
    mark: str = ""  # that of a sample
