"""The page that starts a year: what every part of the program would bring, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import add_working_days, show_day_year
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.offers import YearLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.today.commands import start_year
from dscp_desktop.today.page.lineform import LineForm
from dscp_desktop.today.queries import year_start, years_to_start
from dscp_desktop.today.rules import YearRow, YearStart, count_lines, year_rows
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import Page, TwoPanes, pane
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text

TAKE_ALL, LEAVE_ALL = "Take all", "Leave all out"
_EMPTY = Empty(
    "Nothing is missing",
    "What the year before has, this year has too, or nothing was planned yet.",
    "done",
)
_LOOKING = Empty("Looking at the year before", "This takes a moment.", "calendar")
_WORDS = (
    "These lines come from the year before: meetings by the cadence of each group, work plans, "
    "contributions as proposed, the audits that are promised, and reviews of terms. Untick what "
    "is not to come.",
    "Everything that is ticked comes in as one change, and Ctrl+Z takes all of it back. What is "
    "agreed, approved or closed stays as it is. Looked at again later, only what is missing is "
    "proposed.",
)


class NewYearPage(Page):
    """One preview of a year that begins: each line can be left out, or its day or amount changed.

    What was unticked or changed stays so while the window is open, until the year is started.
    """

    help_topic = (
        "Start a new year shows what the year before would bring into the next. Space leaves a "
        "line out or takes it in, Enter changes its day or amount, Alt+Left and Alt+Right move a "
        "day by a working day, Enter on a heading takes or leaves all of its lines. Ctrl+Enter "
        "starts the year: one change, which Ctrl+Z takes back."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Start a new year", parent=parent)
        self.desk = desk
        self.found = YearStart("")
        self.rows: tuple[YearRow, ...] = ()
        self._left: set[str] = set()
        self._changed: dict[str, YearLine] = {}
        self._reopening: tuple[str, Callable[[], object]] | None = None
        self.year = Chooser()
        self.year.setAccessibleName("Year to start")
        now, following = years_to_start(desk.today)
        self.year.set_options([(now, now), (following, following)])
        self.year.set_value(following)
        self.year.activated.connect(lambda _place: self._turn())
        self.add_beside_title(self.year)
        self.start = self.add_button(Button("Start the year", "primary", keys="Ctrl+Enter"))
        self.start.clicked.connect(self.begin_year)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            bind(self, keys, "Go on", self._go_on)
        self.table = self._make_table()
        self.form = LineForm()
        self.form.submitted.connect(self._change)
        self.form.cancelled.connect(self._leave_form)
        self.said = Message("risk")
        self.said.hide()
        self.words = pane(*(Text(words, wrap=True, tone="t2") for words in _WORDS), self.said)
        self.side = QStackedWidget()
        self.side.addWidget(self.words)
        self.side.addWidget(self.form)
        self.both = TwoPanes(
            "new year", self.table, self.side, titles=("What is to come", "Change"), share=0.68
        )
        self.put_body(self.both)

    def _make_table(self) -> TableView:
        columns = (
            Column("Take it", lambda _row: "", 76, tick=lambda row: row.ticked),
            Column(
                "What",
                lambda row: row.line.what,
                second=_why,
                tone=lambda row: "t1" if row.ticked else "t3",
                icon=lambda row: "risk" if row.line.warning else "",
            ),
            Column("When or how much", _given, 170, second=_said),
        )
        table = TableView(
            columns, "What is to come", height=TWO_LINE, empty=_LOOKING, key=lambda row: row.key
        )
        table.ticked.connect(self._tick)
        table.opened.connect(self._open)
        table.section_opened.connect(self._turn_all)
        table.actions_for = self._ways_of
        table.chosen.connect(self._tell)
        for keys, step in (("Alt+Left", -1), ("Alt+Right", 1)):
            words = "A day later" if step > 0 else "A day earlier"
            do = partial(self._move_now, step)
            bind(table, keys, words, do, inside=True)
        return table

    # What it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again what the year would get."""
        args = (self.desk.years, str(self.year.value()), self.desk.today)
        self.desk.ask(self, year_start, *args, then=self._show, key="new year")

    def first_focus(self) -> QWidget | None:
        """The lines."""
        return self.table

    def panes(self) -> list[QWidget]:
        """The lines, and what stands beside them."""
        front = self.form if self.side.currentWidget() is self.form else self.words
        return [self.table, front]

    def _turn(self) -> None:
        self._left, self._changed = set(), {}
        self.table.set_empty(_LOOKING)
        self.refresh()

    def _show(self, found: YearStart) -> None:
        self.found = found
        self.table.set_empty(_EMPTY)
        self._arrange()
        self._go_on_reopening()

    def _arrange(self) -> None:
        self.rows = year_rows(self.found, self._left, self._changed)
        shown: list[YearRow | Section] = []
        heading = ""
        for row in self.rows:
            if row.line.heading != heading:
                heading = row.line.heading
                of = [one for one in self.rows if one.line.heading == heading]
                taken = sum(one.ticked for one in of)
                link = LEAVE_ALL if taken else TAKE_ALL
                shown.append(Section(heading, f"{taken} of {len(of)}", link=link))
            shown.append(row)
        self.table.set_rows(shown)
        if self.table.value() is None:
            self.table.choose_first()
        taken = sum(row.ticked for row in self.rows)
        self.context.setText(count_lines(taken, len(self.rows)))
        self.start.set_words(f"Start {self.found.year}" if self.found.year else "Start the year")
        self._allow()
        self._tell(self.table.value())

    def _allow(self) -> None:
        """Let the year be started while something is ticked and no line is being changed."""
        may = any(row.ticked for row in self.rows) and not self.desk.store.read_only
        self.start.setEnabled(may and self.side.currentWidget() is not self.form)

    def _tell(self, row: YearRow | None) -> None:
        warning = row.line.warning if row is not None else ""
        self.said.setVisible(bool(warning))
        if warning:
            self.said.tell("risk", warning)

    # What a person does ---------------------------------------------------------------------

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette offers."""
        return ((self.start.words, "Ctrl+Enter", self.start.click),)

    def _go_on(self) -> None:
        """Ctrl+Enter: finish the form that is open, else start the year."""
        if self.side.currentWidget() is self.form:
            self.form.submit()
        else:
            self.start.click()

    def begin_year(self) -> None:
        """Bring every line that is ticked into the year, as one command."""
        accepted: dict[int, list[YearLine]] = {}
        for row in self.rows:
            if row.ticked:
                accepted.setdefault(row.part, []).append(row.line)
        args = (self.desk.years, self.found.year, accepted, self.desk.today)
        self.desk.run(self, start_year, *args, then=self._started)

    def _started(self, _changes: Changes) -> None:
        self._left, self._changed = set(), {}
        self.refresh()

    def _tick(self, row: YearRow) -> None:
        self._left ^= {row.key}
        self._arrange()

    def _turn_all(self, section: Section) -> None:
        keys = {row.key for row in self.rows if row.line.heading == section.title}
        self._left = self._left | keys if section.link == LEAVE_ALL else self._left - keys
        self._arrange()

    def _ways_of(self, row: YearRow) -> Sequence[tuple[str, Callable[[], Any]]]:
        words = "Leave it out (Space)" if row.ticked else "Take it in (Space)"
        found: list[tuple[str, Callable[[], Any]]] = [(words, lambda: self._tick(row))]
        if row.may_change:
            found.append(("Change it (Enter)", lambda: self._open(row)))
        if row.line.on is not None:
            found.append(("A day earlier (Alt+Left)", lambda: self._move(row, -1)))
            found.append(("A day later (Alt+Right)", lambda: self._move(row, 1)))
        return found

    def _open(self, row: YearRow) -> None:
        if row.may_change:
            self.side.setCurrentWidget(self.form)
            self.both.show_second()
            self._allow()
            self.form.open(self.found.year, row.line)

    def _move_now(self, step: int) -> None:
        self._move(self.table.value(), step)

    def _move(self, row: YearRow | None, step: int) -> None:
        if row is not None and row.line.on is not None:
            self._put(replace(row.line, on=add_working_days(row.line.on, step), warning=""))

    def _change(self) -> None:
        row = next((one for one in self.rows if one.key == self.form.key), None)
        if row is not None:
            on = self.form.on.value() if row.line.on is not None else None
            amount = self.form.amount.value() if row.line.amount is not None else None
            self._put(replace(row.line, on=on, amount=amount, warning=""))
        self._leave_form()

    def _put(self, line: YearLine) -> None:
        self._changed[line.key] = line
        self._left.discard(line.key)
        self._arrange()

    def _leave_form(self) -> None:
        self.form.touched = False
        self.side.setCurrentWidget(self.words)
        self._allow()
        self.both.show_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reopen(self, _name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Change a line again; `gone` is called where the year has it by now."""
        self.year.set_value(about.get("year", ""))
        self._reopening = (about.get("key", ""), gone)
        self.refresh()

    def _go_on_reopening(self) -> None:
        if self._reopening is None:
            return
        (key, gone), self._reopening = self._reopening, None
        row = next((one for one in self.rows if one.key == key and one.may_change), None)
        if row is None:
            gone()
            return
        self.table.choose(key)
        self._open(row)


def _given(row: YearRow) -> str:
    if row.line.on is not None:
        return show_day_year(row.line.on)
    return show_pounds(row.line.amount) if row.line.amount is not None else ""


def _why(row: YearRow) -> str:
    return " · ".join(part for part in (row.line.warning, row.line.why) if part)


def _said(row: YearRow) -> str:
    if not row.ticked:
        return "Left out"
    return "Changed here" if row.changed else ""
