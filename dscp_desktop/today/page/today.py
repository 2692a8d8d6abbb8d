"""The page of today: what is late or due, the next meetings, what runs, and the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day, show_long_day
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import DONE, NEW, PUT_OFF, Due, DueOffer, Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.today.documents import DAY_SHEET
from dscp_desktop.today.page.coming import ComingTable
from dscp_desktop.today.page.duties import ACTIONS, FIRST, duty_rows, is_folded
from dscp_desktop.today.page.making import MADE, NewButton
from dscp_desktop.today.page.putting_off import PutOffForm
from dscp_desktop.today.page.yearfoot import SHORT, YearFoot
from dscp_desktop.today.queries import NEW_YEAR, get_day
from dscp_desktop.today.rules import CYCLES, TodayValues, YearLane, attention_words, urgency
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.page import Page, Surface, TwoPanes, bar
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView

_KINDS = {"late": "late", "near": "waiting", "later": "later", "open": "risk"}
_ICONS = {
    "meetings": "meeting",
    "diary": "meeting",
    "budget": "budget",
    ACTIONS: "action",
    "audits": "audit",
    "restraint": "draw",
    CYCLES: "cycle",
    "terms_of_reference": "group",
    "work_plans": "list",
    "packs": "pack",
    "settings": "backup",
    NEW_YEAR: "calendar",
}
_PUT_OFF = "F2"
# A page lower than this shows the most urgent of each kind, so that several kinds can be seen.
_LOW = 760
_NOTHING = Empty(
    "Nothing needs attention",
    "No action is late or due soon, and the next meetings have their agendas.",
    "done",
)


def _due_key(due: Due) -> object:
    return due.feature, due.record_id, due.part, due.what


class TodayPage(Page):
    """What needs attention today, the most urgent first, and dealt with where it stands."""

    help_topic = (
        "Today lists what is late or due soon, from every part of the program. Enter opens the "
        "place of a line. Space or a click on the box marks a line with a box done, F2 puts it "
        "off to another day; Ctrl+Z takes it back. Ctrl+N makes something new, Ctrl+P prints the "
        "day on one sheet. In the "
        "year, arrows go from mark to mark."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(show_long_day(desk.today), parent=parent)
        self.desk = desk
        self._wanted: tuple[Mapping[str, str], Callable[[], object]] | None = None
        self.values: TodayValues | None = None
        self.low = False
        self.opened: set[str] = set()  # the kinds that are shown whole in a low window
        self.print = self.add_print_button(self.share)
        self.new = self.add_button(NewButton(self, self._open_place))
        self.due = self._make_due()
        self.coming = ComingTable(desk.today)
        self.coming.asked.connect(self._open_place)
        self.form = PutOffForm()
        self.form.submitted.connect(self._put_off_to)
        self.form.cancelled.connect(self._leave_form)
        self.side = QStackedWidget()
        self.side.addWidget(self.coming)
        self.side.addWidget(self.form)
        self.panes_side_by_side = TwoPanes(
            "today",
            self._with_bar(),
            self.side,
            titles=("Needs attention", "Next meetings"),
            share=0.65,
            limit=880,
        )
        self.foot = YearFoot(desk)
        self.foot.opened.connect(self._open_place)
        self.strip = self.foot.strip
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.panes_side_by_side, 1)
        box.addWidget(self.foot)
        self.put_body(body)
        self.narrow_changed.connect(self._fit)

    def _with_bar(self) -> QWidget:
        self.open = Button("Open", "quiet", keys="Enter", dense=True)
        self.done = Button("Mark done", "quiet", keys="Space", dense=True)
        self.later = Button("Put off", "quiet", keys=_PUT_OFF, dense=True)
        self.open.clicked.connect(lambda: self._with_line(self._opened))
        self.done.clicked.connect(lambda: self._with_line(self._tick))
        self.later.clicked.connect(lambda: self._with_line(self._ask_day))
        put_off = partial(self._with_line, self._ask_day)
        bind(self.due, _PUT_OFF, "Put it off to another day", put_off, inside=True)
        place = Surface()
        box = QVBoxLayout(place)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.due, 1)
        self.ways = bar(self.open, self.done, self.later, line="top")
        box.addWidget(self.ways)
        return place

    def _make_due(self) -> TableView:
        columns = (
            Column(
                "Done",
                lambda _due: "",
                52,
                tick=lambda due: False if self._can(due, DONE) else None,
                icon=lambda due: _ICONS.get(due.feature, "note"),
                tone="t2",
            ),
            Column("What", lambda due: due.what, lines=2, second=lambda due: due.detail),
            Column("Due", lambda due: show_day(due.on), 100),
            Column(
                "Status",
                lambda due: due.days,
                196,
                status=lambda due: Status(_KINDS[urgency(due, self.desk.today)], due.days),
            ),
        )
        table = TableView(
            columns,
            "What needs attention",
            head=False,
            height=TWO_LINE,
            empty=_NOTHING,
            key=_due_key,
        )
        table.actions_for = self._ways_of
        table.opened.connect(self._opened)
        table.ticked.connect(self._tick)
        table.chosen.connect(self._choose)
        table.section_opened.connect(self._open_section)
        return table

    # What it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again what is due, and for the year."""
        desk = self.desk
        self.set_title(show_long_day(desk.today))
        foot = self.foot
        foot.cycles = any(one.name == CYCLES for one in desk.planned)
        args = (desk.due, desk.today, foot.cycles, foot.year)
        desk.ask(self, get_day, *args, then=self._show_day, key="today")

    def first_focus(self) -> QWidget | None:
        """The list of what needs attention."""
        return self.due

    def panes(self) -> list[QWidget]:
        """The lists, then the year."""
        front = self.form if self.side.currentWidget() is self.form else self.coming
        return [self.due, front, self.strip]

    def _show_day(self, day: tuple[TodayValues, tuple[YearLane, ...]]) -> None:
        values, lanes = day
        self._show(values)
        self.foot.show_year(lanes)

    def _show(self, values: TodayValues) -> None:
        self.context.setText(attention_words(values.count))
        self.values = values
        self._show_due()
        if self.due.value() is None:
            self.due.choose_first()
        self._fit_ways()
        self._choose(self.due.value())
        self.coming.show_values(values, self.desk.today, self.desk.store.read_only)
        self.new.setVisible(not self.desk.store.read_only)
        self.new.set_kind("secondary" if self.coming.begins() else "primary")
        self._go_on_reopening()

    def _show_due(self) -> None:
        if self.values is not None:
            self.due.set_rows(duty_rows(self.values, self.low, self.opened))

    def _open_section(self, section: Section) -> None:
        """Show all lines of a kind, the keys on the first that was not there; or all actions."""
        for duties in self.values.duties if self.values else ():
            if duties.heading == section.title and is_folded(duties, self.low, self.opened):
                self.opened.add(duties.heading)
                self._show_due()
                self.due.choose(_due_key(duties.lines[FIRST]))
                return
        self.desk.place_asked.emit(ACTIONS, "")

    def _choose(self, due: Due | None) -> None:
        self.open.setEnabled(due is not None)
        self.done.setEnabled(due is not None and self._can(due, DONE))
        self.later.setEnabled(due is not None and self._can(due, PUT_OFF))

    def _fit_ways(self) -> None:
        """Leave the buttons out where the page is low: their keys and the menu stay."""
        room = self.height() >= fonts.scaled(SHORT)
        self.ways.setVisible(room and self.due.rows.rowCount() > 0)

    def _fit(self, narrow: bool) -> None:
        self.coming.set_narrow(narrow)
        self.foot.set_narrow(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show fewer lines of the year where the window is low."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.foot.fit(self.height())
            self._fit_ways()
            low = self.height() < fonts.scaled(_LOW)
            if low != self.low:
                self.low = low
                self._show_due()

    # What a person does ---------------------------------------------------------------------

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette offers."""
        found: list[tuple[str, str, Callable[[], object]]] = [
            ("Print or save the day sheet", "Ctrl+P", self.share),
            ("Start a new year", "", partial(self._open_place, NEW_YEAR, "")),
        ]
        if not self.desk.store.read_only:
            made = [(words.replace("&", ""), to) for words, *to in MADE if to[1] == NEW]
            found += [(words, "", partial(self._open_place, *to)) for words, to in made]
        due = self.due.value()
        ways = self._ways_of(due) if due is not None else ()
        return (*found, *((words, "", do) for words, do in ways))

    def share(self) -> None:
        """Show the day as it is printed."""
        self.document_wanted.emit(DAY_SHEET, Scope(self.desk.today))

    def _offer(self, due: Due) -> DueOffer | None:
        return next((one for one in self.desk.due if one.feature == due.feature), None)

    def _can(self, due: Due, way: str) -> bool:
        return way in due.ways and not self.desk.store.read_only and self._offer(due) is not None

    def _ways_of(self, due: Due) -> Sequence[Any]:
        found: list[tuple[str, Any]] = [("Open (Enter)", lambda: self._opened(due))]
        if self._can(due, DONE):
            found.append(("Mark done (Space)", lambda: self._tick(due)))
        if self._can(due, PUT_OFF):
            found.append((f"Put off ({_PUT_OFF})", lambda: self._ask_day(due)))
        return found

    def _with_line(self, do: Callable[[Due], object]) -> None:
        due = self.due.value()
        if due is not None:
            do(due)

    def _opened(self, due: Due) -> None:
        self._open_place(due.feature, due.record_id)

    def _open_place(self, feature: str, record_id: str) -> None:
        self.desk.place_asked.emit(feature, record_id)

    def _tick(self, due: Due) -> None:
        offer = self._offer(due)
        if self._can(due, DONE) and offer is not None and offer.done is not None:
            self.desk.run(self, offer.done, due, self.desk.today, then=self._dealt)

    def _dealt(self, _changes: Changes) -> None:
        self.refresh()
        self.due.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_day(self, due: Due) -> None:
        if self._can(due, PUT_OFF):
            self.side.setCurrentWidget(self.form)
            self.panes_side_by_side.show_second()
            self.form.open(due, self.desk.today)

    def _put_off_to(self) -> None:
        due, on = self.form.due, self.form.on.value()
        offer = self._offer(due) if due else None
        if offer is None or offer.put_off is None or on is None:
            return
        self.desk.run(self, offer.put_off, due, on, then=self._put_off_done, failed=self._refused)

    def _refused(self, trouble: Trouble) -> None:
        self.form.show_trouble(trouble.words)

    def _put_off_done(self, changes: Changes) -> None:
        self.form.touched = False
        self._leave_form()
        self._dealt(changes)

    def _leave_form(self) -> None:
        self.form.touched = False
        self.side.setCurrentWidget(self.coming)
        self.panes_side_by_side.show_first()
        self.due.setFocus(Qt.FocusReason.OtherFocusReason)

    def reopen(self, _name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Put off again what was being put off; `gone` is called where it is due no more."""
        self._wanted = (about, gone)
        self.refresh()

    def _go_on_reopening(self) -> None:
        if self._wanted is None:
            return
        (about, gone), self._wanted = self._wanted, None
        wanted = (about.get("feature"), about.get("record"))
        for duties in self.values.duties if self.values else ():
            for due in duties.lines:
                if (due.feature, due.record_id) == wanted:
                    self.opened.add(duties.heading)
                    self._show_due()
                    self.due.choose(_due_key(due))
                    self._ask_day(due)
                    return
        gone()
