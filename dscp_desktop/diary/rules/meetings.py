"""When groups meet: how a meeting is named, which one comes next, and what its day should be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from dscp_desktop.core.days import bank_holiday, is_working_day, show_day_year
from dscp_desktop.core.faults import WrongUse

MEETING_STATUSES = ("planned", "agenda out", "held", "cancelled")
CANCELLED = "cancelled"

_NAME = re.compile(r"(?P<group>.*\S)\s+(?P<on>\d{4}-\d{2}-\d{2})(?:\s+(?P<start>\d{1,2}:\d{2}))?")


@dataclass(frozen=True, slots=True)
class MeetingDetails:
    """What is said of a meeting beside whose it is; times are wall time where it is held.

    A `minute_taker` of None leaves whoever is known.
    """

    on: date
    start: time | None = None
    end: time | None = None
    venue: str = ""
    chair: str = ""
    status: str = "planned"
    minute_taker: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting as a list shows it. `group` is the name the group had on that day, `code` its code.

    `slot` is the day its cadence gave it; `sequence` rises with each change that calendars learn
    of; `joint` are the other groups and bodies whose meeting it is too.
    """

    id: str
    group_id: str
    group: str
    code: str
    on: date
    start: time | None = None
    end: time | None = None
    venue: str = ""
    chair: str = ""
    status: str = "planned"
    minute_taker: str = ""
    slot: date | None = None
    sequence: int = 0
    joint: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the group, and the others of a joint meeting: 'One with Two and Three'."""
        return f"{self.group} with {joined(self.joint)}" if self.joint else self.group

    @property
    def name(self) -> str:
        """Return 'Group 2023-07-13', the name by which commands find it."""
        return f"{self.group} {self.on.isoformat()}"

    @property
    def goes_ahead(self) -> bool:
        """Say whether it was or will be held; a cancelled one counts for nothing."""
        return self.status != CANCELLED


@dataclass(frozen=True, slots=True)
class MeetingName:
    """A meeting's name taken apart; the group may be called by any of its names."""

    group: str
    on: date
    start: time | None = None


@dataclass
class MeetingRow:
    """A meeting as the store keeps it, by the names of its columns; an import works on these."""

    id: str
    group_id: str
    on: date
    start: time | None
    end: time | None
    venue: str = ""
    chair: str = ""
    status: str = "planned"


@dataclass(frozen=True, slots=True)
class MeetingValues:
    """One row of a sheet of meetings. Fields that the sheet leaves blank are None.

    A row with a fault has `sound` False: the store is asked about it only for further faults.
    """

    group: str
    on: date | None = None
    start: time | None = None
    end: time | None = None
    venue: str | None = None
    chair: str | None = None
    status: str | None = None
    sound: bool = True


def joined(words: Sequence[str], last: str = "and") -> str:
    """Return words in a row: 'one, two and three'."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def parse_meeting_name(text: str) -> MeetingName:
    """Take 'GROUP YYYY-MM-DD [HH:MM]' apart. Raises WrongUse where it is written otherwise."""
    found = _NAME.fullmatch(text.strip())
    try:
        if found:
            start = time.fromisoformat(found["start"].zfill(5)) if found["start"] else None
            return MeetingName(found["group"], date.fromisoformat(found["on"]), start)
    except ValueError:
        pass
    raise WrongUse(
        f"'{text}' does not name a meeting. Write the group and the date, such as "
        "'Executive 2023-07-13', and the time too where there are two on a day."
    )


def next_meeting(meetings: Iterable[MeetingLine], after: date) -> MeetingLine | None:
    """Return the first meeting after a day; cancelled ones do not count."""
    later = (m for m in meetings if m.on > after and m.goes_ahead)
    return min(later, key=lambda m: (m.on, m.start or time.min), default=None)


def last_meeting(meetings: Iterable[MeetingLine], before: date) -> MeetingLine | None:
    """Return the last meeting before a day; cancelled ones do not count."""
    earlier = (m for m in meetings if m.on < before and m.goes_ahead)
    return max(earlier, key=lambda m: (m.on, m.start or time.min), default=None)


def read_status(text: str) -> str | None:
    """Return the status that a cell or an option names, None where it names none."""
    plain = " ".join(text.casefold().split())
    return plain if plain in MEETING_STATUSES else None


def faults_of_times(start: time | None, end: time | None) -> str:
    """Return what is wrong with a start and an end, with its remedy; '' where nothing is."""
    if end is not None and start is None:
        return "There is an end and no start. Type the time it starts too."
    if start is not None and end is not None and end <= start:
        return f"The end is not after the start, {start:%H:%M}. Correct one of the two."
    return ""


def off_day(on: date) -> str:
    """Return why no meeting should stand on a day ('Sat 8 Jul 2023 is a weekend'), or ''."""
    if is_working_day(on):
        return ""
    return f"{show_day_year(on)} is {bank_holiday(on) or 'a weekend'}."
