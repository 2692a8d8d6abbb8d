"""Actions: numbers, statuses, dues in words, what is late, and how far a due date slipped."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dscp_desktop.actions.rules.lives import Lives, ReviewLine
from dscp_desktop.core.days import days_words, working_days_between
from dscp_desktop.core.names import tidy_name
from dscp_desktop.diary.rules.meetings import MeetingLine

STATUSES = ("not started", "in progress", "open", "complete", "withdrawn")
CLOSED = frozenset(("complete", "withdrawn"))
# What a log calls a status, beside our own words. 'Overdue' follows from the due date and is
# never stored: in a file it says only that the action is not complete.
OVERDUE = "overdue"
_OTHER_WORDS = {
    "completed": "complete",
    "done": "complete",
    "closed": "complete",
    "ongoing": "in progress",
    "underway": "in progress",
    "started": "in progress",
    "late": OVERDUE,
    OVERDUE: OVERDUE,
}

BY_DATE, BY_MEETING, NO_DUE = "date", "next meeting", "none"
NOT_SET = "next meeting, not set"

_NEXT = re.compile(r"next\b\s*(?P<rest>.*)")
_MEETING_WORD = re.compile(r"\b(?:meetings?|mtg)\b")
_LEADING = re.compile(r"^(?:of|for)\b\s*|^(?:the|this)\b\s*")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """One line of an action's story; `on` is None where a workbook gave no date."""

    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ActionDetails:
    """What a person says of an action. `due` counts only where the rule is 'date'."""

    text: str
    owner_id: str | None = None
    owner_role: str = ""
    raised_on: date | None = None
    item: str = ""
    due_rule: str = BY_DATE
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ManyChange:
    """What several actions are given at once; what is empty stays as it is in each."""

    status: str = ""
    owner_id: str | None = None
    owner_role: str = ""
    due: date | None = None

    def is_empty(self) -> bool:
        """Say whether it changes nothing."""
        return not (self.status or self.owner_id or self.owner_role or self.due)


@dataclass
class ActionRow:
    """An action as the store keeps it, by the names of its columns; an import works on these."""

    id: str
    group_id: str
    number: str
    raised_on: date | None = None
    item: str = ""
    text: str = ""
    owner_id: str | None = None
    owner_role: str = ""
    due_rule: str = NO_DUE
    due: date | None = None
    first_due: date | None = None
    status: str = ""
    done_on: date | None = None
    closed_at_id: str | None = None
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action as a list shows it, reckoned on a day.

    `group` is the group's name, `code` its short one; `owner` is how lists write the owner,
    with the role where one is known, and `owner_name` the organisation alone.
    `due` is resolved: the date that was given, or that of the next meeting where it is set.
    `slipped` counts working days from the first due date. A `restricted` one belongs to part 2.
    """

    id: str
    group_id: str
    group: str
    code: str
    number: str
    text: str
    owner: str
    owner_name: str
    owner_id: str | None
    owner_role: str
    raised_on: date | None
    item: str
    due_rule: str
    due: date | None
    first_due: date | None
    status: str
    done_on: date | None
    overdue: bool
    slipped: int
    updates: tuple[UpdateLine, ...] = ()
    review: ReviewLine | None = None
    restricted: bool = False

    @property
    def part(self) -> str:
        """Return the part of the log it stands in: late, review, open or done.

        `review` is the next one where it is to be asked for now.
        """
        if self.status in CLOSED:
            return "review" if self.review else "done"
        return "late" if self.overdue else "open"


@dataclass(frozen=True, slots=True)
class Origin:
    """A record that an action comes of: an agenda item, a challenge, an audit, by its kind."""

    id: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class ActionStory:
    """An action with the meeting that raised it, where that is in the diary, and its lives.

    `dues` are the days it was due, in the order they were set; `origins` what it comes of.
    """

    line: ActionLine
    raised_at: MeetingLine | None = None
    lives: Lives = field(default_factory=Lives)
    dues: tuple[date, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionChange:
    """One entry of an action's history. `at` is local time; `others` counts the other records
    that the same command changed, and that would be put back with it.
    """

    entry: str
    at: datetime
    who: str
    words: str
    others: int = 0
    undone: bool = False


@dataclass(frozen=True, slots=True)
class ActionValues:
    """One row of an action log. Fields that the sheet leaves blank are None.

    `status` may be 'overdue'; `due_group` is the group that a due in words names ('next PLG').
    A row with a fault has `sound` False: the store is asked about it only for further faults.
    """

    group: str
    number: str
    text: str
    owner: str
    raised_on: date | None = None
    item: str | None = None
    due_rule: str | None = None
    due: date | None = None
    due_group: str = ""
    status: str | None = None
    update: str | None = None
    restricted: bool | None = None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Position:
    """How a list of actions stands: how many are done, late, on time, without a date."""

    done: int = 0
    late: int = 0
    on_time: int = 0
    undated: int = 0
    withdrawn: int = 0

    @property
    def words(self) -> str:
        """Return '3 done, 2 late, 2 on time'; what is rare is named only where there is any."""
        said = [f"{self.done} done", f"{self.late} late", f"{self.on_time} on time"]
        said += [f"{self.undated} without a date"] if self.undated else []
        said += [f"{self.withdrawn} withdrawn"] if self.withdrawn else []
        return ", ".join(said)


def is_overdue(status: str, due: date | None, today: date) -> bool:
    """Say whether an action is late: not closed, and its due date is behind us."""
    return status not in CLOSED and due is not None and due < today


def slipped_by(first_due: date | None, due: date | None) -> int:
    """Return by how many working days a due date moved on since it was first set."""
    if first_due is None or due is None:
        return 0
    return working_days_between(first_due, due)


def due_words(line: ActionLine, today: date) -> str:
    """Say how an action stands: 'Done', '9 working days late', 'Next meeting, not set'."""
    if line.status in CLOSED:
        return "Done" if line.status == "complete" else "Withdrawn"
    if line.due is not None:
        return days_words(line.due, today)
    return NOT_SET.capitalize() if line.due_rule == BY_MEETING else "No due date"


def slipped_words(line: ActionLine) -> str:
    """Return '10 working days', or 'Not moved'."""
    if not line.slipped:
        return "Not moved"
    return f"{line.slipped} working {'day' if abs(line.slipped) == 1 else 'days'}"


def sort_actions(lines: Iterable[ActionLine]) -> tuple[ActionLine, ...]:
    """Return the actions most urgent first: late, review due, open, done."""
    parts = ("late", "review", "open", "done")

    def place(line: ActionLine) -> tuple[int, date, str]:
        on = line.review.due if line.review else line.due or date.max
        return parts.index(line.part), on, line.number

    return tuple(sorted(lines, key=place))


@dataclass(frozen=True, slots=True)
class ActionLog:
    """A log as its page shows it: the lines, and what is counted and chosen from.

    `lines` are all of them, or those that are not done where it is not `whole`; `every` counts
    all. `still` and `late` count actions, `reviews` those whose review is due, `groups` those
    with an action that is not done; `named` is (name, id) of every group, `owners` every owner,
    both in order.
    """

    lines: tuple[ActionLine, ...]
    every: int
    whole: bool
    still: int
    late: int
    reviews: int
    groups: int
    named: tuple[tuple[str, str], ...]
    owners: tuple[str, ...]


def log_of(
    lines: tuple[ActionLine, ...],
    left_out: Sequence[tuple[tuple[str, str], str, int]] | None = None,
) -> ActionLog:
    """Count a log, and name what it can be narrowed to.

    `left_out` is ((group, its id), owner, how many) of the done ones that are not in the lines;
    None where all are.
    """
    parts = Counter(line.part for line in lines)
    rest = left_out or ()
    named = {(line.group, line.group_id) for line in lines} | {group for group, _, _ in rest}
    owners = {line.owner for line in lines} | {owner for _, owner, _ in rest}
    return ActionLog(
        lines,
        every=len(lines) + sum(count for _, _, count in rest),
        whole=left_out is None,
        still=parts["late"] + parts["open"],
        late=parts["late"],
        reviews=parts["review"],
        groups=len({line.group_id for line in lines if line.part in ("late", "open")}),
        named=tuple(sorted(named)),
        owners=tuple(sorted(owners - {""}, key=str.casefold)),
    )


def position_of(lines: Iterable[ActionLine]) -> Position:
    """Count how a list of actions stands."""
    done = late = on_time = undated = withdrawn = 0
    for line in lines:
        done += line.status == "complete"
        withdrawn += line.status == "withdrawn"
        late += line.part == "late"
        on_time += line.part == "open" and line.due is not None
        undated += line.part == "open" and line.due is None
    return Position(done, late, on_time, undated, withdrawn)


def next_number(code: str, existing: Iterable[str]) -> str:
    """Return a group's next free number: its code and at least three digits ('EXEC061')."""
    prefix = tidy_name(code)
    rests = (
        tidy_name(number).removeprefix(prefix).lstrip(" -/")
        for number in existing
        if tidy_name(number).startswith(prefix)
    )
    used = [int(rest) for rest in rests if rest.isascii() and rest.isdigit()]
    return f"{code}{max(used, default=0) + 1:03d}"


def letters_of(number: str) -> str:
    """Return what stands before the digits of a number: 'PLG' of 'PLG001'."""
    found = _DIGITS.search(number)
    return number[: found.start()].strip(" -/") if found else ""


def read_status(text: str) -> str | None:
    """Return the status that a cell names, 'overdue' among them; None where it names none."""
    plain = tidy_name(text)
    return plain if plain in STATUSES else _OTHER_WORDS.get(plain)


def stored_status(said: str, before: str) -> str:
    """Return what is kept of a status that a file says; `before` is '' for a new action.

    'Overdue' is read as open, and any status that is not closed is then the same.
    """
    if said != OVERDUE:
        return said
    return before if before and before not in CLOSED else "open"


def read_due_words(text: str) -> str | None:
    """Return the group that a due in words names: '' for 'next meeting', 'PLG' for 'next PLG'.

    None where the words do not say 'next'.
    """
    found = _NEXT.fullmatch(tidy_name(text).rstrip("."))
    if found is None:
        return None
    rest, before = _MEETING_WORD.sub(" ", found["rest"]).strip(), ""
    while rest != before:
        rest, before = _LEADING.sub("", rest).strip(), rest
    return " ".join(rest.split())


def plain_words(text: str) -> str:
    """Return text on one line, in NFC, without signs that take no room: for comparing."""
    if text.isascii():
        return " ".join(text.split())
    plain = unicodedata.normalize("NFC", text).replace("\u200b", "").replace("\ufeff", "")
    return " ".join(plain.split())
