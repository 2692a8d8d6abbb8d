"""The forms of the year of meetings: a plan and a move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import is_working_day
from dscp_desktop.core.periods import year_bounds, year_named
from dscp_desktop.diary.rules.cadence import (
    LAST,
    TIMES,
    WEEKDAY,
    WEEKDAYS,
    WEEKS,
    CadenceRule,
    cadence_words,
    fault_of_cadence,
    number_words,
)
from dscp_desktop.diary.rules.meetings import MeetingLine, faults_of_times, off_day
from dscp_desktop.diary.rules.year import CadenceLine
from dscp_desktop.partnership.rules.parties import GroupLine
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.datefields import DateField, TimeField, read_date
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, TextField, fields_beside
from dscp_desktop.widgets.texts import Text

_MOST_WEEKS, _MOST_TIMES, _MOST_BESIDES = 26, 12, 6
_NTH = (
    (1, "First"),
    (2, "Second"),
    (3, "Third"),
    (4, "Fourth"),
    (LAST, "Last"),
    (0, "As the first meeting"),
)


def numbers(least: int, most: int) -> list[tuple[int, str]]:
    """Return whole numbers to choose from, as (value, words)."""
    return [(number, str(number)) for number in range(least, most + 1)]


def _month_steps() -> list[tuple[int, str]]:
    return [(1, "Every month"), *((n, f"Every {number_words(n)} months") for n in (2, 3, 4, 6, 12))]


def read_weeks(text: str) -> tuple[date, ...]:
    """Return the days written with commas or semicolons between them.

    Raises ValueError, in words, at the first that is no date.
    """
    parts = [part.strip() for part in text.replace(";", ",").split(",")]
    return tuple(read_date(part) for part in parts if part)


class PlanForm(FormPane):
    """How often a group meets, and what a year of it comes to. `altered`: look at it again."""

    draft_name = "plan"
    altered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.group = ChoiceField("Group")
        self.year = ChoiceField("Year")
        ways = [(WEEKS, "Every so many weeks"), (WEEKDAY, "On a weekday of the month")]
        self.kind = ChoiceField("How often", [*ways, (TIMES, "So many times a year")])
        self.least = ChoiceField("Weeks, at least", numbers(1, _MOST_WEEKS))
        self.most = ChoiceField("Weeks, at most", numbers(1, _MOST_WEEKS))
        self.nth = ChoiceField("Which", _NTH)
        self.weekday = ChoiceField("Weekday", list(enumerate(WEEKDAYS)))
        self.months = ChoiceField("Months", _month_steps())
        self.times = ChoiceField("Times a year", numbers(1, _MOST_TIMES))
        self.besides = ChoiceField("More besides, a year", numbers(0, _MOST_BESIDES))
        self.skip_august = TickBox("Not in August")
        self.skip_christmas = TickBox("Not at Christmas", help_words="21 December to 3 January.")
        self.left_out = TextField(
            "Weeks left out", optional=True, hint="A day of each, such as 12/02/2024, 27/05/2024"
        )
        self.first = DateField("First meeting", optional=True)
        self.start = TimeField("Starts", optional=True, width=104)
        self.end = TimeField("Ends", optional=True, width=104)
        self.venue = TextField("Place", optional=True)
        self.sentence = Text("", "strong", wrap=True)
        self.sentence.setAccessibleName("The cadence in words")
        self._rows = (
            fields_beside(self.least, self.most),
            fields_beside(self.nth, self.weekday),
            fields_beside(self.months, self.besides),
        )
        times = fields_beside(self.start, self.end)
        parts = (
            *(fields_beside(self.group, self.year), self.kind, *self._rows, self.times),
            *(self.sentence, self.skip_august, self.skip_christmas, self.left_out),
            *(self.first, times, self.venue),
        )
        super().__init__("Plan the year", parts, "Plan these meetings", parent)
        self.named: tuple[int, ...] = ()
        self._watch()

    def _watch(self) -> None:
        self.end.problem_of = lambda: faults_of_times(self.start.value(), self.end.value())
        self.left_out.problem_of = self._weeks_problem
        self.most.problem_of = lambda: fault_of_cadence(self.rule())
        for field in self.fields():
            field.changed.connect(self.follow)
        for box in (self.skip_august, self.skip_christmas):
            box.clicked.connect(self.follow)

    def _weeks_problem(self) -> str:
        try:
            read_weeks(self.left_out.value())
        except ValueError as why:
            return str(why)
        return ""

    def draft_about(self) -> dict[str, str]:
        """Return the group and the year."""
        return {"group": str(self.group.value() or ""), "year": str(self.year.value() or "")}

    def begin_plan(
        self, groups: Sequence[GroupLine], group_id: str, year: str, cadence: CadenceLine | None
    ) -> None:
        """Ask for the plan of a group's year; its cadence stands there to begin with."""
        first = int(year[:4])
        years = [year_named(number) for number in range(first - 1, first + 3)]
        self.group.set_options([(group.id, group.name) for group in groups])
        self.group.set_value(group_id)
        self.year.set_options([(name, name) for name in years])
        self.year.set_value(year)
        self.put_cadence(cadence)
        self.begin("Plan the year", "Plan these meetings")
        self.follow()

    def put_cadence(self, cadence: CadenceLine | None) -> None:
        """Show a group's cadence, or one to begin with."""
        known = cadence or CadenceLine("", CadenceRule(skip_august=True, skip_christmas=True))
        rule = known.rule
        for field, value in (
            (self.kind, rule.kind),
            (self.least, rule.weeks_at_least),
            (self.most, rule.weeks_at_most),
            (self.nth, rule.nth),
            (self.weekday, rule.weekday),
            (self.months, rule.months),
            (self.times, rule.times),
            (self.besides, rule.besides),
        ):
            field.set_value(value)
        self.named = rule.named
        self.skip_august.setChecked(rule.skip_august)
        self.skip_christmas.setChecked(rule.skip_christmas)
        self.left_out.set_value(", ".join(f"{day:%d/%m/%Y}" for day in rule.left_out))
        self.first.set_value(None)
        self.start.set_value(known.start)
        self.end.set_value(known.end)
        self.venue.set_value(known.venue)

    def follow(self) -> None:
        """Show the fields that count, the cadence in words, and ask for its dates."""
        kind = self.kind.value()
        weeks, weekday, months = self._rows
        weeks.setVisible(kind == WEEKS)
        weekday.setVisible(kind == WEEKDAY)
        months.setVisible(kind == WEEKDAY)
        self.times.setVisible(kind == TIMES)
        rule = self.rule()
        self.sentence.setText(fault_of_cadence(rule) or f"{cadence_words(rule)}.")
        self.altered.emit()

    def rule(self) -> CadenceRule:
        """Return the cadence as it is chosen now."""
        try:
            left_out = read_weeks(self.left_out.value())
        except ValueError:
            left_out = ()
        kind = self.kind.value() or WEEKS
        return CadenceRule(
            kind=kind,
            weeks_at_least=self.least.value() or 1,
            weeks_at_most=self.most.value() or 1,
            nth=self.nth.value() or 0,
            weekday=self.weekday.value() or 0,
            months=self.months.value() or 1,
            named=self.named if kind == WEEKDAY else (),
            times=self.times.value() or 1,
            besides=(self.besides.value() or 0) if kind == WEEKDAY else 0,
            skip_august=self.skip_august.isChecked(),
            skip_christmas=self.skip_christmas.isChecked(),
            left_out=left_out,
        )

    def cadence(self) -> CadenceLine:
        """Return the cadence of the group, with its times and place."""
        start, end = self.start.value(), self.end.value()
        if faults_of_times(start, end):
            start, end = None, None
        return CadenceLine(
            str(self.group.value() or ""), self.rule(), start, end, self.venue.value()
        )

    def first_day(self) -> date | None:
        """Return the first meeting's day, where one of the year was given."""
        first, last = year_bounds(str(self.year.value()))
        day = self.first.value()
        return day if day is not None and first <= day <= last else None


class MoveForm(FormPane):
    """Another day, or other times, for a meeting."""

    draft_name = "move"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.on = DateField("New date")
        self.start = TimeField("Starts", optional=True, width=104)
        self.end = TimeField("Ends", optional=True, width=104)
        times = fields_beside(self.start, self.end)
        super().__init__("Move meeting", (self.on, times), "Move the meeting", parent)
        self.meeting_id = ""
        self.on.problem_of = self._day_problem
        self.end.problem_of = lambda: faults_of_times(self.start.value(), self.end.value())

    def _day_problem(self) -> str:
        day = self.on.value()
        if day is None or is_working_day(day):
            return ""
        return f"{off_day(day)} Choose another day."

    def draft_about(self) -> dict[str, str]:
        """Return the meeting."""
        return {"record": self.meeting_id}

    def begin_move(self, meeting: MeetingLine) -> None:
        """Ask where to; the meeting stays where it is until it is sent."""
        self.meeting_id = meeting.id
        self.on.set_value(meeting.on)
        self.start.set_value(meeting.start)
        self.end.set_value(meeting.end)
        self.begin(f"Move meeting: {meeting.group}")

    def times(self) -> tuple[time | None, time | None]:
        """Return start and end."""
        return self.start.value(), self.end.value()
