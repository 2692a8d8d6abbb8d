"""The page of priorities: one plan at a time, with all that stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.priorities.page.parts import Part
from dscp_desktop.priorities.page.plan import PlanPart
from dscp_desktop.priorities.page.tabs import MeasuresPart, PrioritiesPart, ThreadsPart
from dscp_desktop.priorities.queries.plans import PlansPage, plans_page
from dscp_desktop.priorities.rules.plans import position_words
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.page import Page

PRIORITIES, MEASURES, THREADS, PLAN = range(4)
_NEW = ("Add priority", "Add measure", "Add thread", "Add plan")
_TAB_OF = {
    "priority": PRIORITIES,
    "plan outcome": PRIORITIES,
    "measure": MEASURES,
    "golden thread": THREADS,
    "plan": PLAN,
}
_NO_PLAN = Empty(
    "No plan yet", "Add one with Ctrl+N, or bring in a plan's workbook under Import.", "priority"
)


class PrioritiesPage(Page):
    """A plan is chosen beside the title; each kind of what stands in it has a tab."""

    help_topic = (
        "The strategic plans: priorities with their outcomes, measures and the outcomes they "
        "point at, and the golden threads that go on from plan to plan. Ctrl+N adds what the tab "
        "shows, Ctrl+Shift+N an outcome, Enter changes, Alt+Up and Alt+Down move, Ctrl+P prints."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Priorities", parent=parent)
        self.desk = desk
        self.shown: PlansPage | None = None
        self._plan = self._wanted = ""
        self.chooser = Chooser()
        self.chooser.setAccessibleName("Plan")
        self.chooser.setMinimumWidth(fonts.scaled(104))
        self.chooser.activated.connect(lambda _place: self._choose_plan())
        self.add_beside_title(self.chooser)
        self.narrow_changed.connect(self.context.setHidden)
        self.print = self.add_print_button(self.share)
        self.new = self.add_button(Button(_NEW[0], "primary", icon="add"))
        self.new.clicked.connect(self.add)
        self._add_tabs()
        bind(self, "Ctrl+N", "New record of the part that is shown", self.add)
        bind(self, "Ctrl+Shift+N", "Add outcome", self.add_outcome)
        self._fit()

    def _add_tabs(self) -> None:
        self.priorities = PrioritiesPart(self.desk)
        self.measures = MeasuresPart(self.desk)
        self.threads = ThreadsPart(self.desk)
        self.plan = PlanPart(self.desk)
        self.parts: tuple[Part, ...] = (self.priorities, self.measures, self.threads)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget in (self.tabs, self.tabs.tabBar()):
            widget.setAccessibleName("Priorities, measures, golden threads, plan")
        for part, title in zip(self.parts, ("Priorities", "Measures", "Threads"), strict=True):
            self.tabs.addTab(part, title)
            part.saved.connect(self._saved)
            part.form_opened.connect(lambda _open: self._fit())
        self.tabs.addTab(self.plan, "Plan")
        self.plan.saved.connect(self._plan_saved)
        self.plan.form_opened.connect(lambda _open: self._fit())
        self.plan.page_asked.connect(self.share_page)
        self.tabs.currentChanged.connect(lambda _tab: self._fit())
        self.none = EmptyState(_NO_PLAN)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.none)
        self.stack.addWidget(self.tabs)
        self.put_body(self.stack)

    # What a page says of itself -----------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the plans again."""
        args = (self._plan, self.desk.today, self._wanted)
        self.desk.ask(self, plans_page, *args, then=self._show, key="plans")

    def open_record(self, record_id: str) -> None:
        """Show a plan, or the priority, measure or thread of one."""
        self._wanted = record_id
        self.refresh()

    def first_focus(self) -> QWidget | None:
        """Go to the list that is shown, or to the button that adds the first plan."""
        part = self.tabs.currentWidget()
        if self.stack.currentWidget() is self.none:
            return self.new
        return part.table if isinstance(part, Part) else self.plan.edit_button

    def panes(self) -> list[QWidget]:
        """Return the tabs, the list and what is chosen."""
        part = self.tabs.currentWidget()
        shown = [part.table, part.detail] if isinstance(part, Part) else [self.plan]
        every = (self.chooser, self.tabs.tabBar(), *shown)
        return [pane for pane in every if pane.isVisible()]

    def commands(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """Return what the palette offers of this page."""
        if self.shown is None or self.shown.plan is None:
            return (("Add a plan", "Ctrl+N", self.add),)
        return (
            ("Add a priority", "", lambda: self._add_on(PRIORITIES)),
            ("Add an outcome", "Ctrl+Shift+N", self.add_outcome),
            ("Add a measure", "", lambda: self._add_on(MEASURES)),
            ("Add a golden thread", "", lambda: self._add_on(THREADS)),
            ("Add a plan", "", lambda: self._add_on(PLAN)),
            ("Print or save the plan", "Ctrl+P", self.share),
            ("Print or save the plan on a page", "", self.share_page),
        )

    def share(self) -> None:
        """Show the plan as it is printed."""
        self._share("plan")

    def share_page(self) -> None:
        """Show the plan on a page as it is printed."""
        self._share("plan-on-a-page")

    def _share(self, kind: str) -> None:
        if self.shown is not None and self.shown.plan is not None:
            plan = self.shown.plan
            scope = Scope(self.desk.today, year=plan.term, record_id=plan.id)
            self.document_wanted.emit(kind, scope)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is not there."""
        wanted = about.get("record") or about.get("priority") or about.get("plan", "")

        def ready(shown: PlansPage) -> None:
            self._wanted = wanted
            self._show(shown)
            tab = _TAB_OF[name]
            self.tabs.setCurrentIndex(tab)
            there = shown.plan is not None and wanted in shown.plan.ids
            if wanted and not there:
                gone()
            elif tab == PLAN:
                self.plan.edit() if about.get("record") else self._new_plan()
            elif about.get("record"):
                self.parts[tab].table.choose(wanted)
                self.parts[tab].edit()
            elif name == "plan outcome":
                self.priorities.table.choose(wanted)
                self.priorities.add_outcome()
            else:
                self.add()

        args = (self._plan, self.desk.today, wanted)
        self.desk.ask(self, plans_page, *args, then=ready, key="plans")

    # What it shows ------------------------------------------------------------------------

    def _show(self, shown: PlansPage) -> None:
        self.shown = shown
        plan = shown.plan
        self._plan = plan.id if plan else ""
        self.chooser.set_options([(one.id, one.term) for one in reversed(shown.plans)])
        self.chooser.set_value(self._plan)
        self.chooser.setVisible(bool(shown.plans))
        self.context.setText(position_words(plan) if plan else "")
        tab = self._wanted_tab()
        for part in self.parts:
            part.wanted = self._wanted
            part.show_plan(shown)
        self._wanted = ""
        self.plan.show_plan(shown)
        if tab is not None:
            self.tabs.setCurrentIndex(tab)
        loose = len(plan.loose) if plan else 0
        self.tabs.setTabText(
            MEASURES, f"Measures ({loose} without outcome)" if loose else "Measures"
        )
        self._fit()

    def _wanted_tab(self) -> int | None:
        """Return the tab of what is to be shown; None for the plan, or where nothing is."""
        plan, wanted = (self.shown.plan if self.shown else None), self._wanted
        if plan is None or not wanted or wanted == plan.id:
            return None
        if any(one.id == wanted for one in plan.measures):
            return MEASURES
        return THREADS if any(one.id == wanted for one in plan.threads) else PRIORITIES

    def _fit(self) -> None:
        """Show what can be done: one primary button at a time, that of a form while it is open."""
        has = self.shown is not None and self.shown.plan is not None
        front = self.tabs.currentWidget()
        typing = front.is_editing() if isinstance(front, Part) else self.plan.is_editing()
        stacked = has or self.plan.is_editing()
        self.stack.setCurrentWidget(self.tabs if stacked else self.none)
        for button in (self.print, self.chooser):
            button.setEnabled(has)
        self.new.set_words(_NEW[self.tabs.currentIndex()] if has else _NEW[PLAN])
        self.new.kind = "secondary" if typing and stacked else "primary"
        self.new.updateGeometry()
        self.new.update()

    def _choose_plan(self) -> None:
        self._plan = str(self.chooser.value())
        self.refresh()

    def _saved(self, record_id: str) -> None:
        self._wanted = record_id
        self.refresh()

    def _plan_saved(self, plan_id: str) -> None:
        self._plan = plan_id
        self.refresh()

    # What is added ------------------------------------------------------------------------

    def add(self) -> None:
        """Open the form of what the tab shows, of a plan where there is none."""
        has = self.shown is not None and self.shown.plan is not None
        tab = self.tabs.currentIndex()
        if not has or tab == PLAN:
            self._new_plan()
        elif tab == PRIORITIES:
            self.priorities.add()
        elif tab == MEASURES:
            self.measures.add()
        else:
            self.threads.add()

    def _new_plan(self) -> None:
        self.tabs.setCurrentIndex(PLAN)
        self.plan.add()

    def _add_on(self, tab: int) -> None:
        self.tabs.setCurrentIndex(tab)
        self.add()

    def add_outcome(self) -> None:
        """Open the form of a new outcome of the priority that is chosen."""
        if self.shown is not None and self.shown.plan is not None:
            self.tabs.setCurrentIndex(PRIORITIES)
            self.priorities.add_outcome()
