"""The record of a phase, the route of what comes out, the briefing, and the log of feedback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.actions.rules.log import ActionLine
from dscp_desktop.core.days import add_working_days, days_words, show_date
from dscp_desktop.core.faults import Refused
from dscp_desktop.learning.rules.cycles import CycleLine, Named, PhaseLine

TELL_BACK_DAYS = 60  # working days after which people should have been told what changed
SOON = 10


@dataclass(frozen=True, slots=True)
class Check:
    """A line of a phase's checklist; `done_on` is None while it is to be done."""

    id: str
    text: str
    note: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Who took part, by kind, and how many; None where nobody counted."""

    people: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper of a phase; `paper_id` where it was a paper of a meeting."""

    id: str
    title: str
    paper_id: str | None = None


@dataclass(frozen=True, slots=True)
class PhaseWords:
    """What a person writes of a phase: asked, done by which methods, by whom, found and learnt."""

    question: str = ""
    methods: tuple[str, ...] = ()
    took_part: tuple[People, ...] = ()
    purpose: str = ""
    legal_basis: str = ""
    findings: str = ""
    learnt: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class PhaseEntry:
    """What the form of a phase holds: its lead group, when it took place, and the words."""

    lead_id: str
    started_on: date | None
    finished_on: date | None
    words: PhaseWords


@dataclass(frozen=True, slots=True)
class FeedbackDetails:
    """What was said, by what kind of people and how; `said` names nobody."""

    on: date
    source: str
    said: str
    occasion: str = ""
    method: str = ""
    count: int | None = None
    changed: str = ""
    told_on: date | None = None
    told_how: str = ""
    cycle_id: str | None = None
    phase_id: str | None = None


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """Feedback as the log shows it; `about` names the cycle and phase it belongs to."""

    id: str
    details: FeedbackDetails
    about: str = ""

    @property
    def told(self) -> bool:
        """Say whether people were told what changed."""
        return self.details.told_on is not None


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A step of the route: the group, what it does, the meeting, and what it decided."""

    id: str
    group: Named
    does: str
    agrees: bool = False
    meeting: Named | None = None
    decision: Named | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PhaseRecord:
    """Everything of one phase. `asked` is the question of an earlier phase where it has none.

    `undone` lists in words what is open before it is finished; `questions` are the template's.
    """

    phase: PhaseLine
    cycle: CycleLine
    words: PhaseWords
    asked: str = ""
    questions: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    papers: tuple[PaperLine, ...] = ()
    meetings: tuple[Named, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    feedback: tuple[FeedbackLine, ...] = ()
    undone: tuple[str, ...] = ()

    @property
    def done_words(self) -> str:
        """Return '3 of 6 done' of its checklist."""
        return checked_words(sum(c.done_on is not None for c in self.checks), len(self.checks))


def checked_words(done: int, whole: int) -> str:
    """Return '3 of 6 done'."""
    return f"{done} of {whole} done"


@dataclass(frozen=True, slots=True)
class CycleRecord:
    """Everything of one cycle: its phases, its route, its briefing and all feedback on it."""

    cycle: CycleLine
    phases: tuple[PhaseRecord, ...] = ()
    route: tuple[RouteLine, ...] = ()
    briefing: tuple[tuple[str, str], ...] = ()
    feedback: tuple[FeedbackLine, ...] = ()


def undone_words(
    checks: Sequence[Check],
    actions: Sequence[ActionLine],
    feedback: Sequence[FeedbackLine],
    words: PhaseWords,
    reported: bool,
) -> tuple[str, ...]:
    """Return what is open before a phase is finished: checklist, report, actions, feedback."""
    found = [f"Not ticked: {check.text}" for check in checks if check.done_on is None]
    if not words.findings.strip():
        found.append("The report says nothing yet of what was found.")
    elif not reported:
        found.append("The report of the phase was before no meeting yet.")
    for action in actions:
        if action.part == "late":
            found.append(f"Action {action.number} is late.")
        elif action.part == "open":
            found.append(f"Action {action.number} is open.")
    silent = sum(not line.told for line in feedback)
    if silent:
        said = "1 piece of feedback was" if silent == 1 else f"{silent} pieces of feedback were"
        found.append(f"{said} not answered: say what changed, and tell those who gave it.")
    return tuple(found)


def judge_people(people: Sequence[People]) -> None:
    """Raise Refused where a line of who took part says nothing, or counts below nothing."""
    for line in people:
        if not line.people.strip():
            raise Refused("Say what kind of people took part, or take the line out.")
        if line.count is not None and line.count < 0:
            raise Refused(f"{line.people}: a number of people is 0 or more.")


def parse_people(text: str) -> tuple[People, ...]:
    """Return who took part, from lines such as 'Practitioners: 46' or 'Parents and carers'.

    Raises Refused where what stands behind the last colon is no number of people.
    """
    found = []
    for line in text.splitlines():
        people, colon, count = line.rpartition(":")
        if not line.strip():
            continue
        if not colon:
            found.append(People(line.strip()))
            continue
        number = count.strip()
        if not (number.isascii() and number.isdigit()) or not people.strip():
            raise Refused(f"‘{line.strip()}’: write who, a colon, and how many: Practitioners: 46")
        found.append(People(people.strip(), int(number)))
    return tuple(found)


def show_people(people: Sequence[People]) -> str:
    """Return who took part, a line each, as `parse_people` reads it."""
    return "\n".join(p.people if p.count is None else f"{p.people}: {p.count}" for p in people)


def judge_feedback(details: FeedbackDetails) -> None:
    """Raise Refused, naming the field, where feedback does not say enough to be kept."""
    if not details.source.strip():
        raise Refused("Say whose feedback it is, such as young people.")
    if not details.said.strip():
        raise Refused("Type what was said, with no names.")
    if details.count is not None and details.count < 1:
        raise Refused("Type how many said so: 1 or more, or leave it empty.")
    if details.told_on is not None and details.told_on < details.on:
        raise Refused(f"It was said on {show_date(details.on)}. Enter a later day of telling back.")


def judge_dates(started_on: date | None, finished_on: date | None) -> None:
    """Raise Refused where a phase would be finished before it was started."""
    if started_on and finished_on and finished_on < started_on:
        raise Refused(f"The phase was started on {show_date(started_on)}. Enter a later day.")


def tell_back_by(said_on: date, days: int = TELL_BACK_DAYS) -> date:
    """Return the day by which those who gave feedback are told what came of it."""
    return add_working_days(said_on, days)


def feedback_state(line: FeedbackLine, today: date, days: int = TELL_BACK_DAYS) -> tuple[str, str]:
    """Return how feedback stands, as a kind of status and in words."""
    if line.details.told_on is not None:
        return "done", f"Told back {show_date(line.details.told_on)}"
    by = tell_back_by(line.details.on, days)
    return ("late" if by < today else "waiting"), f"Not told back, {days_words(by, today).lower()}"


def sum_of_people(feedback: Sequence[FeedbackLine]) -> tuple[tuple[str, int, int, int], ...]:
    """Return for each source: entries, people as far as counted, entries that were told back."""
    sources = dict.fromkeys(line.details.source for line in feedback)
    return tuple(
        (
            source,
            sum(line.details.source == source for line in feedback),
            sum(line.details.count or 0 for line in feedback if line.details.source == source),
            sum(line.told for line in feedback if line.details.source == source),
        )
        for source in sources
    )
