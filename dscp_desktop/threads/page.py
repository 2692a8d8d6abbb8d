"""The page of golden threads: a plan's priorities and outcomes, and what came of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.threads.documents import APART
from dscp_desktop.threads.queries import MapPage, map_page
from dscp_desktop.threads.rules import (
    ACTIVITY_ONLY,
    LOOSE,
    OUTCOME,
    PRIORITY,
    MapLine,
    holds,
    narrow,
    searched,
)
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.editors import Chooser, LineEdit
from dscp_desktop.widgets.page import Page, bar
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.tables import TWO_LINE
from dscp_desktop.widgets.treetable import Branch, TreeTable

MAP = "golden-thread"
_ICONS = {
    PRIORITY: "priority",
    OUTCOME: "thread",
    "cycle": "cycle",
    "audit": "audit",
    "finding": "search",
    "action": "action",
    "training": "group",
    "evidence": "verified",
}
_MARKS = {"none": "risk", "some": "waiting", "recorded": "done", "later": "not due"}
_NO_PLAN = Empty(
    "No plan yet",
    "Golden threads begin at the outcomes of a plan. Add one under Priorities, or bring in a "
    "plan's workbook under Import.",
    "thread",
)
_NOTHING = Empty(
    "Nothing to show yet",
    "Give the plan priorities and outcomes under Priorities. Cycles, audits and the actions that "
    "come of them then stand here by themselves.",
    "thread",
)
_ALL_WELL = Empty(
    "Every step that should have made a difference says which",
    "Untick 'Only these' to see the whole map.",
    "done",
)


class ThreadsPage(Page):
    """What hangs on which outcome, from the plan to the evidence, as a tree by keys."""

    help_topic = (
        "From each priority and outcome of a plan to the cycles and audits that serve it, what "
        "they found, the actions that came of it and the evidence at six and twelve months. "
        "Right unfolds and Left folds, * unfolds all and - folds all, Enter opens the place of a "
        "line. 'Only these' leaves what is activity with no difference recorded. Ctrl+F filters, "
        "Ctrl+P prints the map."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Golden threads", parent=parent)
        self.desk = desk
        self.shown, self._out = MapPage(), 0
        self._searched: dict[str, str] = {}  # what the filter looks in, by the id of a line
        self._plan = self._wanted = ""
        self.chooser = Chooser()
        self.chooser.setAccessibleName("Plan")
        self.chooser.setMinimumWidth(fonts.scaled(104))
        self.chooser.activated.connect(lambda _place: self._choose_plan())
        self.add_beside_title(self.chooser)
        self.print = self.add_print_button(self.share)
        self._add_bar()
        self.table = self._make_table()
        self.put_body(self.table)
        self.narrow_changed.connect(self._fit_bar)
        bind(self, "Ctrl+F", "Filter the map", self._to_filter)

    def _add_bar(self) -> None:
        self.filter = LineEdit("Filter map (Ctrl+F)", icon="filter", width=180)
        self.filter.setAccessibleName("Filter this map")
        self.filter.textChanged.connect(lambda _words: self._arrange())
        self.filter.returnPressed.connect(lambda: self.table.setFocus())
        self.only = TickBox("Only these", count="0", framed=True)
        self.only.setAccessibleDescription(ACTIVITY_ONLY)
        self.only.toggled.connect(lambda _on: self._arrange())
        self.said = StatusLabel(Status("risk", ACTIVITY_ONLY))
        self.unfold = Button("Unfold all", "quiet", dense=True)
        self.fold = Button("Fold all", "quiet", dense=True)
        self.unfold.clicked.connect(lambda: self.table.fold_all(False))
        self.fold.clicked.connect(lambda: self.table.fold_all())
        self.add_bar(bar(self.filter, self.said, self.only, None, self.unfold, self.fold))

    def _fit_bar(self, narrow_window: bool) -> None:
        self.filter.set_width(130 if narrow_window else 180)
        self.filter.setPlaceholderText("Filter" if narrow_window else "Filter map (Ctrl+F)")
        self.context.setHidden(narrow_window)

    def _make_table(self) -> TreeTable:
        columns = (
            Column(
                "Golden thread",
                lambda line: line.step.title,
                stretch=3,
                lines=2,
                second=_second,
                role=lambda line: "strong" if line.step.kind in (PRIORITY, OUTCOME) else "base",
                icon=lambda line: _ICONS.get(line.step.kind, ""),
            ),
            Column(
                "How it stands", lambda line: line.stands, 208, lines=2, tone="t2", drop_below=640
            ),
            Column(
                "What difference it made",
                lambda line: line.difference,
                stretch=2,
                lines=2,
                status=_status,
            ),
        )
        table = TreeTable(
            columns,
            "Golden thread map",
            lambda line: Branch(line.depth, line.branch),
            height=TWO_LINE,
            empty=_NO_PLAN,
        )
        table.opened.connect(self._open)
        table.actions_for = self._menu
        return table

    # What a page says of itself -----------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the map again."""
        args = (self.desk.steps, self.desk.today, self._plan, self._wanted)
        self.desk.ask(self, map_page, *args, then=self._show, key="threads")

    def open_record(self, record_id: str) -> None:
        """Show the plan that a record stands in, with the record's line chosen."""
        self._wanted = record_id
        self.refresh()

    def first_focus(self) -> QWidget | None:
        """The map."""
        return self.table

    def panes(self) -> list[QWidget]:
        """The plan, the filter and the map."""
        return [self.chooser, self.filter, self.table]

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        return (
            ("Print or save the golden thread map", "Ctrl+P", self.share),
            (f"{ACTIVITY_ONLY}: only these", "", self.only.click),
            ("Unfold the whole map", "*", self.unfold.click),
            ("Fold the map", "-", self.fold.click),
        )

    def share(self) -> None:
        """Show the map of the plan as it is printed."""
        if self.shown.plan_id:
            scope = Scope(self.desk.today, record_id=self.shown.plan_id)
            self.document_wanted.emit(MAP, scope)

    # What it shows ------------------------------------------------------------------------

    def _choose_plan(self) -> None:
        self._plan, self._wanted = str(self.chooser.value() or ""), ""
        self.refresh()

    def _show(self, page: MapPage) -> None:
        same, self.shown, self._plan = page == self.shown, page, page.plan_id
        self.chooser.set_options(page.plans)
        self.chooser.set_value(page.plan_id)
        self.chooser.setVisible(bool(page.plans))
        self.print.setEnabled(bool(page.plan_id))
        if not same or not page.plan_id:  # thousands of lines: told where one has changed
            self._out, self._searched = page.map.standing_out, {}
            self.only.set_count(str(self._out))
            self.context.setText(page.map.words if page.map.every else "")
            self._arrange()
        for part in (self.only, self.said):
            part.setVisible(bool(self._out) or self.only.isChecked())
        if self._wanted and self._reveal(self._wanted):
            self._wanted = ""
        elif self.table.value() is None:
            self.table.choose_first()

    def _reveal(self, record_id: str) -> bool:
        lines = self.shown.map.every
        found = next((line for line in lines if line.step.id == record_id), None)
        return found is not None and self.table.reveal(found.id)

    def _arrange(self) -> None:
        """Show the lines that are wanted, each with those it stands under."""
        words, only = self.filter.text(), self.only.isChecked()
        asked = words.casefold().split()

        def keep(line: MapLine) -> bool:
            if only and not line.stands_out:
                return False
            if line.id not in self._searched:
                self._searched[line.id] = searched(line)
            return holds(self._searched[line.id], asked)

        every = only or bool(words.strip())
        rows: list[Section | MapLine] = []
        parts: tuple[Sequence[MapLine], ...] = (self.shown.map.lines, self.shown.map.apart)
        for number, lines in enumerate(parts):
            found = narrow(lines, keep) if every else lines
            if number and found:
                rows.append(Section(APART, str(sum(line.depth == 0 for line in found))))
            rows += found
        self.table.set_empty(self._empty(words))
        self.table.set_tree(rows)

    def _empty(self, words: str) -> Empty:
        if not self.shown.plan_id:
            return _NO_PLAN
        if words.strip():
            return Empty(f"No line has '{words.strip()}'", "Clear the filter to see all.", "search")
        return _ALL_WELL if self.only.isChecked() else _NOTHING

    # What a person does -------------------------------------------------------------------

    def _to_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _open(self, line: MapLine) -> None:
        if line.opens:
            self.desk.place_asked.emit(line.step.feature, line.opens)

    def _menu(self, line: MapLine) -> Sequence[tuple[str, Callable[[], object]]]:
        return (("Open its place (Enter)", lambda: self._open(line)),) if line.opens else ()


def _second(line: MapLine) -> str:
    if line.step.kind in (PRIORITY, LOOSE):
        return ""
    again = f"what came of it stands under {line.again}" if line.again else ""
    return " · ".join(part for part in (line.kind_words, line.serves, again) if part)


def _status(line: MapLine) -> Status | None:
    if line.step.difference or not line.difference:
        return None
    if line.stands_out:
        return Status("risk", line.difference, chip=True)
    return Status(_MARKS.get(line.mark, "plain"), line.difference)
