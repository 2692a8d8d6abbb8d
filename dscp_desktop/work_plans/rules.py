"""Work plans: quarters and when their reports fall due, how lines stand, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dscp_desktop.core.days import add_working_days, days_words, show_month
from dscp_desktop.core.periods import year_bounds

STATUSES = ("not started", "in progress", "done", "dropped")
CLOSED = frozenset(("done", "dropped"))
QUARTERS = (1, 2, 3, 4)
REPORT_DAYS = 10  # working days after the end of a quarter, unless the store says otherwise
REPORT_SETTING = "work_plans.report_days"
_TERM = re.compile(r"(?P<begins>\d{4})\s*[-–/]\s*(?P<ends>\d{4}|\d{2})")
NOT_REPORTED = "Not reported."
PARTS = (
    ("achieved", "What was achieved"),
    ("difference", "What difference it made"),
    ("evidence", "Evidence"),
    ("next_steps", "What comes next"),
)


@dataclass(frozen=True, slots=True)
class LineDetails:
    """What a person says of a line. `threads` are ids of golden threads."""

    outcome: str
    priority_id: str | None = None
    threads: tuple[str, ...] = ()
    owner: str = ""
    due: date | None = None
    status: str = "not started"
    progress: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A group, a priority or a golden thread, by the name it is chosen by, and its plan's term."""

    id: str
    title: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A line of a work plan as it stands on a day; `number` counts from 1 in the plan."""

    id: str
    number: int
    outcome: str
    priority: Named | None
    threads: tuple[Named, ...]
    owner: str
    due: date | None
    status: str
    progress: str
    late: bool

    @property
    def closed(self) -> bool:
        """Say whether nothing more is to be done."""
        return self.status in CLOSED


@dataclass(frozen=True, slots=True)
class QuarterWords:
    """What a group says of a quarter."""

    achieved: str = ""
    difference: str = ""
    evidence: str = ""
    next_steps: str = ""

    @property
    def said(self) -> bool:
        """Say whether anything is reported."""
        return any(text.strip() for text in self.texts())

    def texts(self) -> tuple[str, str, str, str]:
        """Return the four parts in the order they are read."""
        return (self.achieved, self.difference, self.evidence, self.next_steps)


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A quarter of a plan: its days, when its report is due, and what was said."""

    number: int
    starts: date
    ends: date
    due: date
    words: QuarterWords = QuarterWords()

    @property
    def title(self) -> str:
        """Return 'Quarter 1, April to June 2023'."""
        return f"Quarter {self.number}, {show_month(self.starts).split(' ')[0]} to " + show_month(
            self.ends
        )


@dataclass(frozen=True, slots=True)
class WorkPlanValues:
    """A group's work plan for a year, with its lines in order and its four quarters."""

    id: str
    group_id: str
    group: str
    code: str
    year: str
    lines: tuple[WorkLine, ...]
    quarters: tuple[QuarterLine, ...]


def covers(term: str, year: str) -> bool:
    """Say whether a strategic plan's term, such as 2023-26, covers a year named as 2023-24."""
    found = _TERM.fullmatch(term.strip())
    if not found:
        return False
    begins, ends = int(found["begins"]), int(found["ends"])
    ends += 0 if ends > 99 else begins // 100 * 100
    return begins <= int(year[:4]) and int(year[:4]) + 1 <= ends


def is_late(status: str, due: date | None, today: date) -> bool:
    """Say whether a line is late: not done or dropped, and its due date is behind us."""
    return status not in CLOSED and due is not None and due < today


def quarter_bounds(year: str, number: int) -> tuple[date, date]:
    """Return the first and the last day of a quarter of a year that begins on 1 April."""
    first, last = year_bounds(year)
    starts = [date(first.year, month, 1) for month in (4, 7, 10)] + [date(last.year, 1, 1)]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
    return starts[number - 1], ends[number - 1]


def quarters_of(
    year: str, words: dict[int, QuarterWords], report_days: int = REPORT_DAYS
) -> tuple[QuarterLine, ...]:
    """Return the four quarters of a year with what was said of each."""
    found = []
    for number in QUARTERS:
        starts, ends = quarter_bounds(year, number)
        due = add_working_days(ends, report_days)
        found.append(QuarterLine(number, starts, ends, due, words.get(number, QuarterWords())))
    return tuple(found)


def report_state(quarter: QuarterLine, today: date) -> tuple[str, str]:
    """Return how a quarter's report stands, as a kind of status and in words."""
    if quarter.words.said:
        return "done", "Reported"
    if quarter.ends >= today:
        return "plain", "Not ended yet"
    late = quarter.due < today
    return "late" if late else "waiting", f"Not reported, {_lower(days_words(quarter.due, today))}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def line_state(line: WorkLine, today: date) -> tuple[str, str]:
    """Return how a line stands, as a kind of status and in words."""
    if line.status == "done":
        return "done", "Done"
    if line.status == "dropped":
        return "plain", "Dropped"
    if line.late and line.due is not None:
        return "late", days_words(line.due, today)
    return ("running" if line.status == "in progress" else "not due"), line.status.capitalize()


def position_words(lines: Sequence[WorkLine]) -> str:
    """Return '5 lines: 2 done, 1 late, 2 on the way'; what is none is left out."""
    if not lines:
        return "No lines yet"
    late = sum(line.late for line in lines)
    done = sum(line.status == "done" for line in lines)
    dropped = sum(line.status == "dropped" for line in lines)
    others = len(lines) - late - done - dropped
    said = [
        f"{count} {words}"
        for count, words in ((done, "done"), (late, "late"), (others, "open"), (dropped, "dropped"))
        if count
    ]
    return f"{len(lines)} {'line' if len(lines) == 1 else 'lines'}: {', '.join(said)}"


def open_lines(lines: Iterable[WorkLine]) -> tuple[WorkLine, ...]:
    """Return the lines on which something is still to be done."""
    return tuple(line for line in lines if not line.closed)


def aligned_words(line: WorkLine) -> str:
    """Return the priority and the threads of a line in words."""
    named = [line.priority.title] if line.priority else []
    return "; ".join(named + [thread.title for thread in line.threads])
