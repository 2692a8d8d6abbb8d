"""Values of the year of meetings: a group's cadence, a line of the year, a calendar's parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from dscp_desktop.diary.rules.cadence import CadenceRule
from dscp_desktop.diary.rules.meetings import MeetingLine


@dataclass(frozen=True, slots=True)
class CadenceLine:
    """A group's cadence, and when and where it meets as a rule."""

    group_id: str
    rule: CadenceRule
    start: time | None = None
    end: time | None = None
    venue: str = ""


@dataclass(frozen=True, slots=True)
class YearLine:
    """A meeting in the year of all groups, with what else is on at its time, in words."""

    meeting: MeetingLine
    clash: str = ""

    @property
    def id(self) -> str:
        """Return the id of the meeting."""
        return self.meeting.id


@dataclass(frozen=True, slots=True)
class CalendarParts:
    """What a calendar file is made of; `group` is empty where it is of all groups."""

    meetings: tuple[MeetingLine, ...]
    partnership: str
    zone: str
    group: str = ""
    mark: str = ""  # that of a sample
