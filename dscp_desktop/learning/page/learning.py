"""The page of the learning cycle: the calendar above, the phase that is chosen below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.commands.cycles import remove_cycle, slip_phase
from dscp_desktop.learning.page.calendar import CalendarPart
from dscp_desktop.learning.page.checklist import ChecklistPane
from dscp_desktop.learning.page.planning import Planning
from dscp_desktop.learning.page.record import BRIEFING, FEEDBACK, ROUTE, WORK, RecordPane
from dscp_desktop.learning.page.reopening import reopen_part
from dscp_desktop.learning.queries.cycles import cycles_page
from dscp_desktop.learning.queries.page import RecordPage, record_page
from dscp_desktop.learning.queries.record import place_of
from dscp_desktop.learning.rules.cycles import CycleLine, CyclesPage, PhaseLine
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.page import Page, Splitter, TwoPanes

_EMPTY = Empty("No learning cycle yet", "Plan one with Ctrl+N: its phases follow by rule.", "cycle")
PRINTS = (
    ("cycles-a4", "Calendar on A4"),
    ("cycles-a3", "Calendar on A3"),
    ("cycles", "Plan with the dates of every phase"),
    ("phase-report", "Report of this phase"),
    ("cycle-report", "Report of this cycle"),
    ("briefing", "Briefing on this cycle"),
    ("feedback", "All feedback"),
)
_LOW = 760  # a window less high than this shows one line for each cycle


class LearningPage(Page):
    """All cycles over two years; each phase opens below, with what is to be done beside it."""

    help_topic = (
        "The learning cycles over their months. Left and Right go from phase to phase, Up and Down "
        "from cycle to cycle, Enter goes into the record below. Alt+Left and Alt+Right move a "
        "phase by a month and ask whether the later ones go along; its first plan stays visible. "
        "+ and - zoom. Ctrl+N plans a cycle, Ctrl+Shift+N adds feedback, Ctrl+P prints."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Learning cycle", parent=parent)
        self.desk = desk
        self.shown: CyclesPage | None = None
        self.menu: QMenu | None = None
        self._phase = self._wanted = ""
        self._then: Callable[[], object] | None = None  # once the phase that is asked for is shown
        self.new = self.add_button(Button("New cycle", icon="add"))
        self.new.clicked.connect(self.add)
        self.print = self.add_print_button(self.share)
        self._add_parts()
        bind(self, "Ctrl+N", "New cycle", self.add)
        bind(self, "Ctrl+Shift+N", "Add feedback", self.add_feedback)
        self._fit()

    def _add_parts(self) -> None:
        self.calendar = CalendarPart()
        self.record, self.checklist = RecordPane(self.desk), ChecklistPane(self.desk)
        titles = ("Record of the phase", "Before you finish")
        self.panes_below = TwoPanes(
            "learning record", self.record, self.checklist, titles=titles, share=0.68, limit=900
        )
        self.below = QStackedWidget()
        self.below.addWidget(self.panes_below)
        self.main = Splitter("learning", self.calendar, self.below, share=0.36, upright=True)
        self.none = EmptyState(_EMPTY)
        self.stack = QStackedWidget()
        for part in (QWidget(), self.none, self.main):
            self.stack.addWidget(part)
        self.planning = Planning(self, self.desk, self.stack, self.main, self.below)
        self.put_body(self.stack)
        self._connect()

    def _connect(self) -> None:
        view = self.calendar.view
        view.chosen.connect(self._choose)
        view.opened.connect(lambda _key: self._go_below())
        view.move_asked.connect(self._ask_move)
        self.calendar.mover.answered.connect(self._move)
        self.calendar.mover.left.connect(self._leave_move)
        for part in (self.record, self.checklist):
            part.saved.connect(self.refresh)
        self.record.live_changed.connect(self._fit)
        self.record.print_asked.connect(lambda kind, _record: self.share_kind(kind))
        self.record.cycle_asked.connect(lambda: self.edit_cycle())
        self.record.phase_asked.connect(self._choose)
        self.checklist.report_asked.connect(lambda: self.share_kind("phase-report"))
        self.checklist.form_opened.connect(lambda _open: self._fit())
        self.record.tabs.made.connect(self.parts_made)
        self.planning.made.connect(self.parts_made)
        self.planning.fronted.connect(self._fit)
        self.planning.left.connect(self._form_left)
        self.planning.saved.connect(self._planned)

    # What a page says of itself -------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the cycles again."""
        self.desk.ask(self, cycles_page, self.desk.today, then=self._show, key="cycles")

    def open_record(self, record_id: str) -> None:
        """Show a phase, the phase of a cycle that is due, or that of feedback."""

        def found(place: tuple[str, str]) -> None:
            cycle, phase = place
            self._wanted = phase or cycle
            if record_id not in (cycle, phase):
                self._then = lambda: self.record.show_tab(FEEDBACK).table.choose(record_id)
            self.refresh()

        self.desk.ask(self, place_of, record_id, then=found, key="place")

    def first_focus(self) -> QWidget | None:
        """Go to the calendar, or to the button that plans the first cycle."""
        form = self.planning.form()
        if form is not None:
            return self.planning.first_field()
        return self.new if self.stack.currentWidget() is self.none else self.calendar.view

    def panes(self) -> list[QWidget]:
        """Return the calendar, the tabs, what they show, and the checklist."""
        form = self.planning.form()
        if form is not None:
            below: list[QWidget] = [self.planning.first_field()]
        else:
            below = [self.record.tabs.tabBar(), self.record.first_focus(), self.checklist.table]
        if self.stack.currentWidget() is not self.main:
            return below if form is not None else [self.none]
        every = [self.calendar.view, *below]
        return [pane for pane in every if pane.isVisible()]

    def make_parts(self) -> None:
        """Make the forms that wait until they are shown."""
        self.planning.make_parts()
        self.record.tabs.make_all()

    def commands(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """Return what the palette offers of this page."""
        always: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("Plan a learning cycle", "Ctrl+N", self.add),
            ("Set up the phases of a cycle", "", self.planning.edit_template),
        )
        if not self._phase:
            return always
        return (
            *always,
            ("Change the learning cycle", "", self.edit_cycle),
            ("Remove the learning cycle", "", self.remove),
            ("Add feedback", "Ctrl+Shift+N", self.add_feedback),
            ("Add an action of the phase", "", self.add_action),
            ("Record a step of the route", "", self.record_step),
            ("Write the briefing", "", self.write_briefing),
            ("Finish the phase", "", self.checklist.ask_finish),
            *((f"Print: {words}", "", _share(self, kind)) for kind, words in PRINTS),
        )

    def share(self) -> None:
        """Ask what is to be printed: the calendar, the phase, or its cycle."""
        self.menu = menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        for kind, words in PRINTS:
            menu.addAction(words, _share(self, kind))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.print.mapToGlobal(self.print.rect().bottomLeft()))

    def share_kind(self, kind: str) -> None:
        """Show a paper as it is printed."""
        phase = self.phase()
        about = {"phase-report": phase.id if phase else ""}
        if kind in ("cycle-report", "briefing"):
            about[kind] = phase.cycle_id if phase else ""
        self.document_wanted.emit(kind, Scope(self.desk.today, record_id=about.get(kind, "")))

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is not there."""

        def ready(shown: CyclesPage) -> None:
            self._show(shown)
            reopen_part(self, name, about, gone)

        self.desk.ask(self, cycles_page, self.desk.today, then=ready, key="cycles")

    # What it shows --------------------------------------------------------------------------

    def cycle_of(self, record_id: str) -> CycleLine | None:
        """Return the cycle of an id, or that of a phase."""
        return next(
            (
                cycle
                for cycle in (self.shown.cycles if self.shown else ())
                if record_id == cycle.id or any(record_id == one.id for one in cycle.phases)
            ),
            None,
        )

    def phase_of(self, record_id: str) -> PhaseLine | None:
        """Return the phase of an id; of a cycle, the one that is due, else its last."""
        cycle = self.cycle_of(record_id)
        if cycle is None or not cycle.phases:
            return None
        named = next((one for one in cycle.phases if one.id == record_id), None)
        undated = all(one.planned is None for one in cycle.phases)
        return named or cycle.current or cycle.phases[0 if undated else -1]

    def phase(self) -> PhaseLine | None:
        """Return the phase that is shown."""
        return self.phase_of(self._phase)

    def _show(self, shown: CyclesPage) -> None:
        self.shown = shown
        wanted, self._wanted = self._wanted, ""
        phase = self.phase_of(wanted) or self.phase() or self._due()
        self._phase = phase.id if phase else ""
        self.calendar.show_cycles(shown.cycles, self.desk.today, self._key(phase))
        self.context.setText(_position(shown))
        self._share_height()
        if phase is not None:
            self._ask_record()
        self._fit()

    def _key(self, phase: PhaseLine | None) -> str:
        """Return what is chosen in the calendar: a phase, or the lane of one without months."""
        if phase is None:
            return ""
        cycle = self.cycle_of(phase.id)
        dated = cycle is not None and any(one.planned for one in cycle.phases)
        return phase.id if dated else phase.cycle_id

    def _due(self) -> PhaseLine | None:
        """Return the phase that is late or now, else the next one, else any."""
        every = [one for cycle in (self.shown.cycles if self.shown else ()) for one in cycle.phases]
        for state in ("now", "late", "ahead"):
            if found := [one for one in every if one.state == state]:
                return found[0]
        return every[0] if every else None

    def _ask_record(self) -> None:
        today, then = self.desk.today, self._show_record
        self.desk.ask(self, record_page, self._phase, today, then=then, key="record")

    def _show_record(self, shown: RecordPage | None) -> None:
        if shown is None or self.shown is None or shown.phase.phase.id != self._phase:
            return
        self.record.show_record(shown, self.shown)
        self.checklist.show_record(shown.phase)
        then, self._then = self._then, None
        if then is not None:
            then()
        self._fit()

    def choose_phase(self, phase_id: str, then: Callable[[], object]) -> None:
        """Show a phase, then do something with its record."""
        self._wanted, self._then = phase_id, then
        if self.shown is not None:
            self._show(self.shown)

    def _choose(self, key: str) -> None:
        phase = self.phase_of(key)
        if phase is None or phase.id == self._phase:
            return

        def go() -> None:
            self._phase = phase.id
            self.planning.put_away()
            self._ask_record()

        self.calendar.mover.hide()
        if not self.record.keep_first(go):
            self.calendar.view.choose(self._key(self.phase()))

    def _go_below(self) -> None:
        self.panes_below.show_first()
        self.record.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Show what can be done: one primary button at a time, that of a form while it is open."""
        some = bool(self.shown and self.shown.cycles)
        if self.planning.form() is None and self.shown is not None:
            self.stack.setCurrentWidget(self.main if some else self.none)
        typing = self.planning.form() is not None or self.record.has_primary()
        self.checklist.set_primary(not typing)
        self.new.set_kind("secondary" if some or self.planning.form() is not None else "primary")
        self.print.setEnabled(some)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one line for each cycle where there is little height."""
        super().resizeEvent(event)
        self.calendar.set_compact(self.window().height() < _LOW)
        self._share_height()

    def _share_height(self) -> None:
        """Give the calendar the room of its lanes, up to the half, unless somebody set it."""
        high = self.main.height()
        if not self.main.was_moved() and high > 100:
            wanted = min(self.calendar.wanted(), high // 2)
            self.main.setSizes([wanted, high - wanted])

    def _form_left(self) -> None:
        self._share_height()
        self.calendar.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # Moving a phase -------------------------------------------------------------------------

    def _ask_move(self, key: str, step: int) -> None:
        phase = self.phase_of(key)
        if phase is None or phase.planned is None or self.shown is None:
            return
        follows = any(
            one.follows is not None and one.follows.id == phase.cycle_id
            for one in self.shown.cycles
        )
        self.calendar.ask_move(phase, step, follows)

    def _move(self, phase_id: str, months: int, later: bool, chained: bool) -> None:
        def failed(trouble: Trouble) -> None:
            self.calendar.mover.show_trouble(trouble.words)

        args = (phase_id, months, later, chained)
        self.desk.run(self, slip_phase, *args, then=lambda _d: self._leave_move(), failed=failed)

    def _leave_move(self) -> None:
        self.calendar.mover.hide()
        self._form_left()

    # What the palette opens -------------------------------------------------------------------

    def add(self) -> None:
        """Open the form of a new cycle."""
        if self.shown is not None:
            self.planning.open_cycle(None, self.shown)

    def edit_cycle(self) -> None:
        """Open the form of the cycle that is shown."""
        cycle = self.cycle_of(self._phase)
        if cycle is not None and self.shown is not None:
            self.planning.open_cycle(cycle, self.shown)

    def _planned(self, cycle_id: str) -> None:
        self._wanted = cycle_id
        self.refresh()

    def remove(self) -> None:
        """Take the cycle away of which nothing is recorded; undo brings it back."""
        if (cycle := self.cycle_of(self._phase)) is not None:
            self._phase = ""
            self.desk.run(self, remove_cycle, cycle.id, then=lambda _done: self.refresh())

    def add_feedback(self) -> None:
        """Open the form of new feedback on the phase."""
        self._on_tab(FEEDBACK).open_new()

    def add_action(self) -> None:
        """Open the form of an action that comes of the phase."""
        self._on_tab(WORK).open_new_action()

    def record_step(self) -> None:
        """Open the form of the step of the route that is chosen."""
        self._on_tab(ROUTE).open_step()

    def write_briefing(self) -> None:
        """Go to the points of the briefing."""
        points = self._on_tab(BRIEFING).points
        if points:
            points[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tab(self, tab: int) -> Any:
        self.planning.leave()
        self.panes_below.show_first()
        return self.record.show_tab(tab)


def _share(page: LearningPage, kind: str) -> Callable[[], None]:
    return lambda: page.share_kind(kind)


def _position(shown: CyclesPage) -> str:
    """Return how many cycles there are, and what is amiss in how many phases."""
    running = sum(cycle.state == "planned" for cycle in shown.cycles)
    late = sum(one.state == "late" for cycle in shown.cycles for one in cycle.phases)
    warned = sum(bool(one.warnings) for cycle in shown.cycles for one in cycle.phases)
    many = "1 cycle" if running == 1 else f"{running} cycles"
    parts = [f"{many} planned or under way"]
    if late:
        parts.append("1 phase is late" if late == 1 else f"{late} phases are late")
    if warned:
        parts.append("1 phase to look at" if warned == 1 else f"{warned} phases to look at")
    return " · ".join(parts)
