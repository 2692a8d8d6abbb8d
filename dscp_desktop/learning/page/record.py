"""The record of the phase that is chosen: its head, and a tab for each kind of what it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.commands.record import keep_phase, write_briefing
from dscp_desktop.learning.page.details import PhaseForm
from dscp_desktop.learning.page.feedback import FeedbackTab
from dscp_desktop.learning.page.history import HistoryTab
from dscp_desktop.learning.page.parts import StandingForm, Tab
from dscp_desktop.learning.page.route import BriefingForm, RouteTab
from dscp_desktop.learning.page.sources import PapersTab, WorkTab
from dscp_desktop.learning.queries.page import RecordPage
from dscp_desktop.learning.rules.cycles import STATE_KINDS, CyclesPage
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import CutText, Text

DETAILS, FEEDBACK, PAPERS, WORK, ROUTE, BRIEFING, HISTORY = range(7)
_TITLES = ("Details", "Feedback log", "Papers", "Meetings and actions", "Route", "Briefing",
           "History")  # fmt: skip


_SHORT = {FEEDBACK: "Feedback", WORK: "Meetings, actions"}
_NARROW = 680  # pixels


class RecordPane(Surface):
    """A phase with everything that is known of it; its parts are made when first shown."""

    saved = Signal()
    live_changed = Signal()  # a form was opened or left, or something is typed
    print_asked = Signal(str, str)  # a kind of document and the record it is of
    cycle_asked = Signal()
    phase_asked = Signal(str)  # a phase of a cycle without months was chosen

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.shown: RecordPage | None = None
        self.page: CyclesPage | None = None
        self._after: Callable[[], object] | None = None  # once what is typed is kept
        self.title = Text("", "item")
        self.chooser = Chooser()
        self.chooser.setAccessibleName("Phase")
        self.chooser.activated.connect(lambda _n: self.phase_asked.emit(self.chooser.value()))
        self.status = StatusLabel(Status("plain", ""))
        self.about = CutText("", "base", tone="t2")
        self.tabs = LaterTabs("Record of the phase")
        self.form = PhaseForm()
        self.form.keep_asked.connect(self._keep)
        self.form.changed_live.connect(lambda _live: self.live_changed.emit())
        makes: tuple[Callable[[], QWidget], ...] = (
            *(lambda: self.form, self._make_feedback, self._make_papers, self._make_work),
            *(self._make_route, self._make_briefing, self._make_history),
        )
        for make, title in zip(makes, _TITLES, strict=True):
            self.tabs.add_later(make, title)
        self.tabs.currentChanged.connect(lambda _tab: self._tab_shown())
        self._lay_out()
        self.tabs.part(DETAILS)
        self.setAccessibleName("Record of the phase")

    def _lay_out(self) -> None:
        head = FlowRow(gap=12)
        head.setContentsMargins(GUTTER, 12, GUTTER, 4)
        for part in (self.title, self.chooser, self.status, self.about):
            head.addWidget(part)
        self.status.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.tabs, 1)

    # Parts that are made when they are shown ------------------------------------------------

    def _take_in(self, tab: Tab) -> Tab:
        tab.saved.connect(self.saved)
        tab.form_opened.connect(lambda _open: self.live_changed.emit())
        if self.shown is not None and self.page is not None:
            tab.show_record(self.shown, self.page)
        return tab

    def _make_feedback(self) -> QWidget:
        return self._take_in(FeedbackTab(self.desk))

    def _make_papers(self) -> QWidget:
        return self._take_in(PapersTab(self.desk))

    def _make_work(self) -> QWidget:
        return self._take_in(WorkTab(self.desk))

    def _make_history(self) -> QWidget:
        return self._take_in(HistoryTab(self.desk))

    def _make_route(self) -> QWidget:
        tab = RouteTab(self.desk)
        tab.cycle_asked.connect(self.cycle_asked)
        tab.report_asked.connect(lambda: self._print("cycle-report"))
        return self._take_in(tab)

    def _make_briefing(self) -> QWidget:
        form = BriefingForm()
        form.keep_asked.connect(self._keep_briefing)
        form.changed_live.connect(lambda _live: self.live_changed.emit())
        form.print_asked.connect(lambda: self._print("briefing"))
        if self.shown is not None:
            form.show_record(self.shown.cycle)
        return form

    def part(self, tab: int) -> Any:
        """Return the part of a tab, made if it is not there yet."""
        return self.tabs.part(tab)

    def show_tab(self, tab: int) -> Any:
        """Bring a tab to the front, and return its part."""
        self.tabs.setCurrentIndex(tab)
        return self.tabs.part(tab)

    def made(self) -> list[tuple[int, QWidget]]:
        """Return the parts that were made so far, with their tabs."""
        return [(tab, part) for tab in range(self.tabs.count()) if (part := self.tabs.there(tab))]

    # Showing ----------------------------------------------------------------------------------

    @property
    def phase_id(self) -> str:
        """Return the phase that is shown, '' for none."""
        return self.shown.phase.phase.id if self.shown else ""

    def show_record(self, shown: RecordPage, page: CyclesPage) -> None:
        """Show a phase."""
        self.shown, self.page = shown, page
        phase, cycle = shown.phase.phase, shown.phase.cycle
        undated = phase.planned is None
        self.title.setText(f"Phase {phase.number}: {phase.title[:1].lower()}{phase.title[1:]}")
        self.title.setVisible(not undated)
        self.chooser.setVisible(undated)
        if undated:
            named = [(one.id, f"Phase {one.number}: {one.title}") for one in cycle.phases]
            self.chooser.set_options(named)
            self.chooser.set_value(phase.id)
        kind = STATE_KINDS[phase.state]
        self.status.set_status(Status(kind, phase.words, chip=phase.state in ("now", "late")))
        month = "" if undated else f" · month {_number(phase.month + phase.slip)}"
        self.about.setText(f"{cycle.topic}{month}")
        self.form.show_record(shown.phase, page)
        for tab, part in self.made():
            if isinstance(part, BriefingForm):
                part.show_record(shown.cycle)
            elif isinstance(part, Tab):
                part.put_away()
                part.show_record(shown, page)
            self._count(tab)
        for tab in (FEEDBACK, PAPERS, WORK):
            self._count(tab)

    def _count(self, tab: int) -> None:
        if self.shown is None:
            return
        phase = self.shown.phase
        counts = {
            FEEDBACK: len(phase.feedback),
            PAPERS: len(phase.papers),
            WORK: len(phase.meetings) + len(phase.actions),
        }
        if tab in counts:
            count = f" ({counts[tab]})" if counts[tab] else ""
            short = self.width() < fonts.scaled(_NARROW)
            title = _SHORT.get(tab, _TITLES[tab]) if short else _TITLES[tab]
            self.tabs.setTabText(tab, f"{title}{count}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less in the tabs where they have little room."""
        super().resizeEvent(event)
        for tab in _SHORT:
            self._count(tab)

    def _tab_shown(self) -> None:
        self.live_changed.emit()

    def first_focus(self) -> QWidget:
        """Return what gets the keys in the tab that is shown."""
        part = self.tabs.part(self.tabs.currentIndex())
        return part.first_focus() if isinstance(part, Tab) else self.form.lead.editor

    def has_primary(self) -> bool:
        """Say whether the tab that is shown has a primary button of its own now."""
        part = self.tabs.part(self.tabs.currentIndex())
        return part.is_editing() if isinstance(part, Tab) else bool(getattr(part, "touched", False))

    def live(self) -> StandingForm | None:
        """Return a form that stays open in which something is typed that is not kept."""
        forms = [part for _tab, part in self.made() if isinstance(part, StandingForm)]
        return next((form for form in forms if form.is_live()), None)

    # What is written --------------------------------------------------------------------------

    def _keep(self, sure: bool) -> None:
        record = self.form.record
        if record is not None:
            self._run(self.form, keep_phase, record.phase.id, self.form.entry(), sure)

    def _keep_briefing(self, sure: bool) -> None:
        form = self.part(BRIEFING)
        if form.record is not None:
            self._run(form, write_briefing, form.record.cycle.id, form.texts(), sure)

    def _run(self, form: Any, command: Callable[..., Changes], *args: Any) -> None:
        def kept(_changes: Changes) -> None:
            form.saved()
            after, self._after = self._after, None
            self.saved.emit()
            if after is not None:
                after()

        def refused(trouble: Trouble) -> None:
            self._after = None
            form.show_trouble(trouble.words)

        self.desk.run(self, command, *args, then=kept, failed=refused)

    def keep_first(self, then: Callable[[], object]) -> bool:
        """Keep what is typed, then go on; say False where it cannot be kept as it is.

        What cannot is shown with the reason, and the keys are in it.
        """
        form = self.live()
        if form is None:
            then()
            return True
        going: list[bool] = []
        self._after = then
        form.keep_asked.connect(going.append)
        form.submit()
        form.keep_asked.disconnect(going.append)
        if not going:
            self._after = None
            self.tabs.setCurrentIndex(next(tab for tab, part in self.made() if part is form))
        return bool(going)

    def _print(self, kind: str) -> None:
        if self.shown is not None:
            self.print_asked.emit(kind, self.shown.phase.cycle.id)


def _number(month: int) -> str:
    words = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
             "eleven", "twelve")  # fmt: skip
    return words[month - 1] if 1 <= month <= len(words) else str(month)
