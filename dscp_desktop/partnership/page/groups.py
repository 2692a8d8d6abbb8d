"""The page of groups: the groups, the organisations, and who sits where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership import queries
from dscp_desktop.partnership.page.group_pane import GroupPane
from dscp_desktop.partnership.page.matrix import MatrixPart
from dscp_desktop.partnership.page.organisations import OrganisationsPart
from dscp_desktop.partnership.rules import AGENCY_GROUP, GroupLine, OrganisationLine
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.editors import LineEdit
from dscp_desktop.widgets.page import Page, TwoPanes, bar
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

GROUPS, ORGANISATIONS, SEATS = range(3)
_NEW = {GROUPS: "Add group", ORGANISATIONS: "Add organisation", SEATS: "Add organisation"}
_EMPTY = Empty("No group yet", "Add the first one with Ctrl+N.", "group")


class GroupsPage(Page):
    """Groups with their seats, organisations, and a matrix of both, as three tabs."""

    help_topic = (
        "The groups with their seats, the organisations, and who sits where. In the table of who "
        "sits where the arrows move from cell to cell and Space gives or takes a seat."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Groups", parent=parent)
        self.desk = desk
        self.groups: tuple[GroupLine, ...] = ()
        self.organisations: tuple[OrganisationLine, ...] = ()
        self._wanted = ""
        self.new = self.add_button(Button(_NEW[GROUPS], "primary", icon="add"))
        self.new.clicked.connect(self.add)
        self._add_bar()
        self._add_tabs()
        for keys, do in (("Ctrl+N", self.add), ("Ctrl+F", self._to_filter)):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    def _add_bar(self) -> None:
        self.filter = LineEdit("Filter this list (Ctrl+F)", icon="filter")
        self.filter.setFixedWidth(240)
        self.filter.setAccessibleName("Filter this list")
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(lambda: self.table().setFocus())
        self.shown = Text("", "base", tone="t2")
        self.add_bar(bar(self.filter, None, self.shown))

    def _add_tabs(self) -> None:
        self.list = TableView(
            [
                Column("Group", lambda g: g.name, lines=2, stretch=3),
                Column("Code", lambda g: g.code, 76),
                Column("Kind", lambda g: g.kind.capitalize(), 150, tone="t2", drop_below=620),
                Column("Seats", lambda g: str(g.seats), 70, align="right", sort=lambda g: g.seats),
                Column("Reports to", lambda g: g.reports_to, 110, drop_below=480),
            ],
            "Groups",
            empty=_EMPTY,
        )
        self.pane = GroupPane(self.desk)
        titles = ("Groups", "Group")
        both = TwoPanes("groups", self.list, self.pane, titles=titles, share=0.55, limit=760)
        self.group_part = both
        self.organisation_part = OrganisationsPart(self.desk)
        self.matrix_part = MatrixPart(self.desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the bar takes the keys itself
        self.tabs.setAccessibleName("Groups, organisations, seats")
        self.tabs.tabBar().setAccessibleName("Groups, organisations, seats")
        self.tabs.addTab(both, "Groups")
        self.tabs.addTab(self.organisation_part, "Organisations")
        self.tabs.addTab(self.matrix_part, "Who sits where")
        self.tabs.currentChanged.connect(self._tab_changed)
        self.list.chosen.connect(self._group_chosen)
        self.list.opened.connect(self._group_opened)
        self.pane.saved.connect(self._saved_group)
        self.pane.form_opened.connect(self._form_opened)
        self.organisation_part.saved.connect(self._saved_organisation)
        self.organisation_part.form_opened.connect(self._form_opened)
        self.matrix_part.saved.connect(self.refresh)
        for table in (self.list, self.organisation_part.table):
            table.shown_changed.connect(lambda _shown, _all: self._tell_shown())
        self.put_body(self.tabs)

    # Values -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the groups and organisations again."""
        self.desk.ask(self, _load, then=self._show, key="lists")

    def _show(self, found: tuple[tuple[GroupLine, ...], tuple[OrganisationLine, ...]]) -> None:
        self.groups, self.organisations = found
        met = [g for g in self.groups if g.kind != AGENCY_GROUP]
        others = [g for g in self.groups if g.kind == AGENCY_GROUP]
        rows: list[Any] = [Section("Groups that meet", str(len(met))), *met] if met else []
        if others:
            rows += [Section("Agency groups", str(len(others))), *others]
        seats = sum(group.seats for group in self.groups)
        counts = f"{len(self.groups)} groups · {len(self.organisations)} organisations"
        self.context.setText(f"{counts} · {seats} seats")
        self.list.set_rows(rows)
        self.organisation_part.show_lines(self.organisations, self.groups)
        self.matrix_part.show_lines(self.organisations, self.groups)
        if self._wanted:
            self._choose(self._wanted)
        if self.list.value() is None:
            self.list.choose_first()
        self._wanted = ""
        self._group_chosen(self.list.value())
        self._tell_shown()

    def _choose(self, record_id: str) -> bool:
        if self.list.choose(record_id):
            self.tabs.setCurrentIndex(GROUPS)
            return True
        if self.organisation_part.table.choose(record_id):
            self.tabs.setCurrentIndex(ORGANISATIONS)
            return True
        return False

    def open_record(self, record_id: str) -> None:
        """Show a group or an organisation."""
        self.filter.clear()
        self._wanted = record_id
        self.refresh()

    def _group_chosen(self, group: GroupLine | None) -> None:
        self.pane.show_group(group, self.groups)

    def _group_opened(self, _group: GroupLine) -> None:
        self.group_part.show_second()
        self.pane.seats.setFocus()

    def _saved_group(self, group_id: str) -> None:
        self._wanted = group_id
        self.refresh()

    def _saved_organisation(self, organisation_id: str) -> None:
        self._wanted = organisation_id
        self.refresh()

    # Keys and tabs ----------------------------------------------------------------------

    def add(self) -> None:
        """Open the form of a new group, or of a new organisation where those are shown."""
        if self.tabs.currentIndex() == GROUPS:
            self.group_part.show_second()
            self.pane.add_group()
            return
        self.tabs.setCurrentIndex(ORGANISATIONS)
        self.organisation_part.add()

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is not there."""

        def ready(found: tuple[tuple[GroupLine, ...], tuple[OrganisationLine, ...]]) -> None:
            self._show(found)
            self.tabs.setCurrentIndex(ORGANISATIONS if name == "organisation" else GROUPS)
            if name == "organisation":
                self.organisation_part.reopen(about.get("record", ""), gone)
                return
            self.list.choose(about.get("group") or about.get("record", ""))
            self.group_part.show_second()
            self.pane.groups = self.groups
            self.pane.reopen(name, about, gone)

        self.desk.ask(self, _load, then=ready, key="lists")

    def table(self) -> TableView:
        """Return the list of the tab shown."""
        tables = (self.list, self.organisation_part.table, self.matrix_part.table)
        return tables[self.tabs.currentIndex()]

    def _tab_changed(self, tab: int) -> None:
        self.new.set_words(_NEW[tab])
        self.filter.clear()
        self._form_opened(False)
        self._tell_shown()

    def _filter(self, words: str) -> None:
        self.table().set_filter(words)
        self._tell_shown()

    def _to_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _tell_shown(self) -> None:
        shown, count = self.table().rows.count_lines()
        words = f"{shown} of {count} shown"
        if self.tabs.currentIndex() == SEATS:
            words += " · Space ticks a seat"
        self.shown.setText(words)

    def _form_opened(self, _opened: bool) -> None:
        """One primary button at a time: that of a form while one is open."""
        tab = self.tabs.currentIndex()
        editing = tab == GROUPS and self.pane.is_editing()
        editing |= tab == ORGANISATIONS and self.organisation_part.is_editing()
        self.new.kind = "secondary" if editing else "primary"
        self.new.updateGeometry()
        self.new.update()

    def first_focus(self) -> QWidget | None:
        """Go to the list shown."""
        return self.table()

    def panes(self) -> list[QWidget]:
        """Return the filter, the list and the detail."""
        details = {GROUPS: self.pane, ORGANISATIONS: self.organisation_part.detail}
        detail = details.get(self.tabs.currentIndex())
        return [self.filter, self.table(), *([detail] if detail else [])]

    def commands(self) -> tuple[tuple[str, str, Any], ...]:
        """Return what the palette offers."""
        return (
            ("Add group", "", self._add_group),
            ("Add organisation", "", self._add_organisation),
            ("Who sits where", "", self._show_seats),
        )

    def _show_seats(self) -> None:
        self.tabs.setCurrentIndex(SEATS)
        self.table().setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_group(self) -> None:
        self.tabs.setCurrentIndex(GROUPS)
        self.add()

    def _add_organisation(self) -> None:
        self.tabs.setCurrentIndex(ORGANISATIONS)
        self.add()


def _load(session: Any) -> tuple[tuple[GroupLine, ...], tuple[OrganisationLine, ...]]:
    return queries.list_groups(session), queries.list_organisations(session)
