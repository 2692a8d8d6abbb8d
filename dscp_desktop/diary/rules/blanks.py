"""What an empty sheet of meetings says over each column."""

from __future__ import annotations

from datetime import date, time

from dscp_desktop.core.offers import GROUPS, Blank
from dscp_desktop.diary.rules.meetings import MEETING_STATUSES

_STATUSES = tuple(status.capitalize() for status in MEETING_STATUSES)
BLANKS = {
    "group": Blank("The group that meets.", "The group's name or code", GROUPS, only=True),
    "on": Blank("The day of the meeting.", date(2023, 10, 26)),
    "start": Blank("When it begins.", time(10, 0)),
    "end": Blank("When it ends.", time(12, 0)),
    "venue": Blank("Where, or how it is joined.", "Committee room 2"),
    "chair": Blank("Who takes the chair, by role.", "Independent chair"),
    "status": Blank("Leave it empty for one that is planned.", "Planned", _STATUSES, only=True),
}
