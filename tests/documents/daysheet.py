"""A day with late and near things, meetings and a phase that runs, for the sheet of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from dscp_desktop.core.offers import Due
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.learning.rules.cycles import NOW, Named, PhaseLine
from dscp_desktop.learning.rules.plan import Window
from dscp_desktop.meetings.rules.agenda import Readiness
from dscp_desktop.paper.document import Document
from dscp_desktop.today.documents import DAY_SHEET, day_sheet
from dscp_desktop.today.rules import Coming, Running, TodayValues, by_heading

DAY_KINDS = (DAY_SHEET,)
TODAY = date(2023, 10, 19)
_DUES = (
    Due(date(2023, 10, 6), "EXEC005 Agree a family feedback method", "actions",
        "9 working days late", "Executive · County Council", heading="Overdue actions"),
    Due(TODAY, "Published total £348,420 differs from the sum of lines £348,153 by £267",
        "budget", "Not explained", heading="Totals that differ"),
    Due(date(2023, 10, 24), "Agenda of Child Exploitation Group", "meetings",
        "3 working days left", "09:30 to 11:30 · Town Hall", heading="Meetings without an agenda"),
)  # fmt: skip
_MEETING = MeetingLine(
    "1", "g", "Child Exploitation Group", "CEG", date(2023, 10, 24), time(9, 30), time(11, 30),
    "Town Hall",
)  # fmt: skip
_PHASE = PhaseLine(
    id="p", cycle_id="c", number=4, title="Sharing learning", lead=Named("g", "Group", "IDG"),
    month=3, review=False, slip=0, first=None,
    planned=Window(date(2023, 10, 1), date(2023, 10, 31)),
    started_on=date(2023, 10, 2), finished_on=None, state=NOW, words="In progress",
)  # fmt: skip


def day_values() -> TodayValues:
    """Everything a day can show."""
    held = replace(_MEETING, id="2", group="Executive", code="EXEC", on=date(2023, 10, 26))
    return TodayValues(
        by_heading(_DUES),
        21,
        (
            Coming(_MEETING, Readiness("No agenda", "risk")),
            Coming(held, Readiness("1 paper missing", "late")),
        ),
        (Running("Harm outside the home", _PHASE, 6, "3 of 6 done"),),
    )


def day_kinds() -> dict[str, Document]:
    """The sheet of that day."""
    return {DAY_SHEET: day_sheet(day_values(), TODAY)}
