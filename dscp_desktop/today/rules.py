"""Today: how what is due is put together, and what a day's lists say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dscp_desktop.core.days import show_long_day, working_days_between
from dscp_desktop.core.offers import Due, YearLine
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.learning.rules.cycles import DONE, LATE, NOW, UNKNOWN, CycleLine, PhaseLine
from dscp_desktop.meetings.rules.agenda import Readiness

# Within so many working days a date is near enough to be marked.
NEAR = 5
CYCLES = "learning"  # the feature that may be switched off, and its cycles with it


@dataclass(frozen=True, slots=True)
class Coming:
    """A group's next meeting, and how far it is prepared."""

    meeting: MeetingLine
    readiness: Readiness

    @property
    def id(self) -> str:
        """The meeting's id."""
        return self.meeting.id


@dataclass(frozen=True, slots=True)
class Running:
    """A phase of a learning cycle that runs now, or should be over; `checked` is '3 of 6 done'."""

    topic: str
    phase: PhaseLine
    phases: int
    checked: str = ""

    @property
    def id(self) -> str:
        """The phase's id."""
        return self.phase.id

    @property
    def words(self) -> str:
        """Return 'Phase 4 of 6, Sharing'."""
        return f"Phase {self.phase.number} of {self.phases}, {self.phase.title}"

    @property
    def ends(self) -> str:
        """Return 'ends Tuesday 31 October 2023', '' where it has no month."""
        planned = self.phase.planned
        return f"ends {show_long_day(planned.ends)}" if planned else ""

    @property
    def stands(self) -> tuple[str, str]:
        """Return how it stands, as a kind of status and in words: late, or its checklist."""
        if self.phase.state != NOW:
            return "late", self.phase.words
        return "running", self.checked or self.phase.words


@dataclass(frozen=True, slots=True)
class Duties:
    """What is due under one heading, most urgent first."""

    heading: str
    lines: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class TodayValues:
    """Everything that the page of today shows, the year apart."""

    duties: tuple[Duties, ...]
    open_actions: int
    coming: tuple[Coming, ...]
    running: tuple[Running, ...] = ()

    @property
    def count(self) -> int:
        """How many things need attention: as many as there are rows."""
        return sum(len(duties.lines) for duties in self.duties)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase in the year: its days, what stands in it, and whether it is done, now or to come.

    Phases that share their month share out its days.
    """

    starts: date
    ends: date
    words: str
    state: str
    id: str


@dataclass(frozen=True, slots=True)
class YearLane:
    """One line of a year: the meetings of a group, each held, today, next or planned; or the
    phases of a cycle.
    """

    group_id: str
    name: str
    code: str
    meetings: tuple[tuple[MeetingLine, str], ...] = ()
    phases: tuple[Stretch, ...] = ()


def few_lanes(lanes: Sequence[YearLane], wanted: str = "") -> tuple[YearLane, ...]:
    """Return the lanes that matter most: the cycles that run now, and one group.

    That is the one `wanted`, else the one that meets next, else the first.
    """
    groups = [lane for lane in lanes if lane.meetings]
    soon = [
        (meeting.on, lane.group_id)
        for lane in groups
        for meeting, state in lane.meetings
        if state in ("today", "next")
    ]
    first = min(soon)[1] if soon else next((lane.group_id for lane in groups), "")
    return tuple(
        lane
        for lane in lanes
        if (lane.meetings and lane.group_id == (wanted or first))
        or any(phase.state == "now" for phase in lane.phases)
    )


def by_heading(dues: Sequence[Due]) -> tuple[Duties, ...]:
    """Put what is due under its headings; the heading of the earliest date comes first."""
    found: dict[str, list[Due]] = {}
    for due in dues:
        found.setdefault(due.heading or due.feature.capitalize(), []).append(due)
    return tuple(Duties(heading, tuple(lines)) for heading, lines in found.items())


def urgency(due: Due, today: date) -> str:
    """Say how near something is: late, near, later, or open where its words name no days."""
    if due.urgency:
        return due.urgency
    if not due.days[:1].isdigit() and not due.days.startswith("Due"):
        return "open"
    if due.on < today:
        return "late"
    return "near" if working_days_between(today, due.on) <= NEAR else "later"


def attention_words(count: int) -> str:
    """Return '8 things need attention'."""
    if not count:
        return "Nothing needs attention"
    return "1 thing needs attention" if count == 1 else f"{count} things need attention"


def lanes_of(
    groups: Sequence[tuple[str, str, str]],
    meetings: Sequence[MeetingLine],
    today: date,
    upcoming: frozenset[str],
) -> tuple[YearLane, ...]:
    """Return a lane for each group that meets in a year, in the order of the groups.

    `groups` are (id, name, code); `upcoming` the ids of each group's next meeting. Cancelled
    meetings are left out.
    """
    lanes = []
    for group_id, name, code in groups:
        own = [m for m in meetings if m.group_id == group_id and m.goes_ahead]
        marks = tuple((m, _state(m, today, upcoming)) for m in own)
        if marks:
            lanes.append(YearLane(group_id, name, code, marks))
    return tuple(lanes)


def _state(meeting: MeetingLine, today: date, upcoming: frozenset[str]) -> str:
    if meeting.on == today:
        return "today"
    if meeting.on < today:
        return "held"
    return "next" if meeting.id in upcoming else "planned"


def running_in(cycles: Iterable[CycleLine], checked: Mapping[str, str]) -> tuple[Running, ...]:
    """Return the phases that run now or are late, each with its checklist in words by its id.

    Of a cycle's own work it is the first that is not done; a review stands for itself.
    """
    found = []
    for cycle in cycles:
        work = next((phase for phase in cycle.phases if phase.open and not phase.review), None)
        reviews = [phase for phase in cycle.phases if phase.open and phase.review]
        found += [
            Running(cycle.topic, phase, len(cycle.phases), checked.get(phase.id, ""))
            for phase in ([work] if work else []) + reviews
            if is_running(phase)
        ]
    return tuple(found)


def is_running(phase: PhaseLine) -> bool:
    """Say whether a phase runs now, or somebody began it and it should be over."""
    return phase.state == NOW or (phase.state == LATE and phase.started_on is not None)


def phase_lanes(cycles: Iterable[CycleLine], first: date, last: date) -> tuple[YearLane, ...]:
    """Return a lane for each cycle with phases between two days, both in."""
    lanes = []
    for cycle in cycles:
        within = [
            (phase.planned.starts, phase.planned.ends, phase)
            for phase in cycle.phases
            if phase.state != UNKNOWN
            and phase.planned
            and phase.planned.starts <= last
            and phase.planned.ends >= first
        ]
        if within:
            lanes.append(YearLane(cycle.id, cycle.topic, "", phases=_stretches(within)))
    return tuple(lanes)


def _stretches(phases: Sequence[tuple[date, date, PhaseLine]]) -> tuple[Stretch, ...]:
    by_window: dict[tuple[date, date], list[PhaseLine]] = {}
    for starts, ends, phase in phases:
        by_window.setdefault((starts, ends), []).append(phase)
    found = []
    for (starts, ends), sharing in sorted(by_window.items()):
        days = ((ends - starts).days + 1) // len(sharing)
        for place, phase in enumerate(sharing):
            begins = starts + timedelta(days=days * place)
            until = ends if place == len(sharing) - 1 else begins + timedelta(days=days - 1)
            words = str(phase.number)
            if len(sharing) == 1:  # there is little room: the first word of its title
                words += f" {phase.title.partition(' ')[0].rstrip(',')}"
            state = _BLOCKS.get(phase.state, "to come")
            found.append(Stretch(begins, until, words, state, phase.id))
    return tuple(found)


_BLOCKS = {DONE: "done", NOW: "now", LATE: "now"}


@dataclass(frozen=True, slots=True)
class YearStart:
    """What a year that begins would get: the lines of each part, in the order they are taken.

    `parts` are (number of the offer, its lines).
    """

    year: str
    parts: tuple[tuple[int, tuple[YearLine, ...]], ...] = ()

    @property
    def lines(self) -> tuple[YearLine, ...]:
        """Every line."""
        return tuple(line for _, lines in self.parts for line in lines)


@dataclass(frozen=True, slots=True)
class YearRow:
    """A line as the preview shows it: from which offer, as it is now, whether it is to come."""

    part: int
    line: YearLine
    ticked: bool = True
    changed: bool = False

    @property
    def key(self) -> str:
        """The key of its line."""
        return self.line.key

    @property
    def may_change(self) -> bool:
        """Say whether it has a day or an amount."""
        return self.line.on is not None or self.line.amount is not None


def year_rows(
    found: YearStart, left: Collection[str], changed: Mapping[str, YearLine]
) -> tuple[YearRow, ...]:
    """Return the lines under their headings as they were changed; ticked unless left out."""
    by_place: dict[tuple[int, str], list[YearRow]] = {}
    for part, lines in found.parts:
        for line in lines:
            row = YearRow(part, changed.get(line.key, line), line.key not in left)
            row = replace(row, changed=line.key in changed)
            by_place.setdefault((part, line.heading), []).append(row)
    return tuple(row for rows in by_place.values() for row in rows)


def count_lines(taken: int, whole: int) -> str:
    """Return '58 of 60 lines are ticked'."""
    if not whole:
        return "Nothing is missing"
    are = "line is" if whole == 1 else "lines are"
    return f"{taken} of {whole} {are} ticked" if taken < whole else f"{whole} {are} ticked"
