"""The page of groups: the groups, the organisations, and who sits where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.page.charting import CheckPart, StructurePart
from dscp_desktop.partnership.page.group_list import groups_table
from dscp_desktop.partnership.page.group_pane import GroupPane
from dscp_desktop.partnership.page.matrix import MatrixPart
from dscp_desktop.partnership.page.organisations import OrganisationsPart
from dscp_desktop.partnership.page.people import PeoplePart
from dscp_desktop.partnership.queries.gathering import Lists, load_lists
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP, GroupLine, OrganisationLine
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Section
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.editors import LineEdit
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.page import Page, TwoPanes, bar
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText, Text

GROUPS, ORGANISATIONS, SEATS, PEOPLE, STRUCTURE, CHECK = range(6)
_NEW = {
    GROUPS: "Add group",
    ORGANISATIONS: "Add organisation",
    SEATS: "Add organisation",
    PEOPLE: "Add person",
    STRUCTURE: "Add group",
    CHECK: "Add group",
}
_LATER = {
    ORGANISATIONS: "Organisations",
    SEATS: "Who sits where",
    PEOPLE: "People",
    STRUCTURE: "Structure",
    CHECK: "Check",
}
_TITLE = "Groups and terms"
_TABS = "Groups, organisations, seats, people, structure, check"


class GroupsPage(Page):
    """Groups with their seats, organisations, people, and the structure, each a tab."""

    help_topic = (
        "The groups with their seats, the organisations, who sits where, and the people. In the "
        "table of who sits where the arrows move from cell to cell and Space gives or takes a "
        "seat. In the structure the arrows move along the lines and Enter opens a group. The day "
        "at ‘On’ shows who sat on what then."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, parent=parent)
        self.desk = desk
        self.groups: tuple[GroupLine, ...] = ()
        self.organisations: tuple[OrganisationLine, ...] = ()
        self.found: Lists | None = None
        self.checks: tuple[Any, ...] = ()
        self._wanted = ""
        self.on = desk.today
        self.print = self.add_print_button(self._print)
        self.new = self.add_button(Button(_NEW[GROUPS], "primary", icon="add"))
        self.new.clicked.connect(self.add)
        self._add_bar()
        self._add_tabs()
        bind(self, "Ctrl+N", "New record of the part that is shown", self.add)
        bind(self, "Ctrl+F", "Filter the list", self._to_filter)

    def _add_bar(self) -> None:
        self.filter = LineEdit("Filter this list (Ctrl+F)", icon="filter", width=240)
        self.filter.setAccessibleName("Filter this list")
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(lambda: self.table().setFocus())
        self.shown = CutText("", "base", tone="t2")
        self.day = DateField("On", optional=True)
        self.day.label.hide()
        self.day.set_value(self.on)
        self.day.editor.setAccessibleName("On: who sat on what that day")
        self.day.editor.editingFinished.connect(self._day_chosen)
        self.day.changed.connect(self._day_typed)
        self.add_bar(bar(self.filter, Text("On", "label"), self.day, None, self.shown))

    def _add_tabs(self) -> None:
        self.list = groups_table()
        self.pane = GroupPane(self.desk)
        titles = ("Groups", "Group")
        both = TwoPanes("groups", self.list, self.pane, titles=titles, share=0.55, limit=760)
        self.group_part = both
        self.tabs = LaterTabs(_TABS)
        self.tabs.addTab(both, "Groups")
        for tab, title in _LATER.items():
            self.tabs.add_later(partial(self._make_part, tab), title)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.made.connect(self.parts_made)
        self.list.chosen.connect(self._group_chosen)
        self.list.opened.connect(self._group_opened)
        self.pane.saved.connect(self._saved)
        self.pane.form_opened.connect(self._form_opened)
        self.list.shown_changed.connect(lambda _shown, _all: self._tell_shown())
        self.put_body(self.tabs)

    def _make_part(self, tab: int) -> QWidget:
        """Make the part of a tab and show in it what is known."""
        part: Any
        if tab == STRUCTURE:
            part = StructurePart()
            part.chart.opened.connect(self._open_group)
        elif tab == CHECK:
            part = CheckPart()
            part.opened.connect(self._open_checked)
        else:
            kinds = {ORGANISATIONS: OrganisationsPart, SEATS: MatrixPart, PEOPLE: PeoplePart}
            part = kinds[tab](self.desk)
            part.saved.connect(self._saved if tab == ORGANISATIONS else self._saved_here)
        if tab in (ORGANISATIONS, PEOPLE):
            part.form_opened.connect(self._form_opened)
            part.table.shown_changed.connect(lambda _shown, _all: self._tell_shown())
        self._show_in(tab, part)
        made: QWidget = part
        return made

    def _show_in(self, tab: int, part: Any) -> None:
        found = self.found
        if tab == CHECK:
            part.show_lines(self.checks)
        elif tab == STRUCTURE:
            part.show_places(found.structure if found else ())
        elif tab == PEOPLE and found:
            part.show_people(found.people, found.organisations)
        elif found:
            part.show_lines(found.organisations, found.groups)

    @property
    def organisation_part(self) -> OrganisationsPart:
        """Return the organisations."""
        return cast(OrganisationsPart, self.tabs.part(ORGANISATIONS))

    @property
    def matrix_part(self) -> MatrixPart:
        """Return who sits where."""
        return cast(MatrixPart, self.tabs.part(SEATS))

    @property
    def people_part(self) -> PeoplePart:
        """Return the people."""
        return cast(PeoplePart, self.tabs.part(PEOPLE))

    @property
    def structure_part(self) -> StructurePart:
        """Return the chart."""
        return cast(StructurePart, self.tabs.part(STRUCTURE))

    @property
    def check_part(self) -> CheckPart:
        """Return what does not agree."""
        return cast(CheckPart, self.tabs.part(CHECK))

    def make_parts(self) -> None:
        """Make every tab."""
        self.tabs.make_all()

    # Values -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the groups and organisations again."""
        self.desk.ask(self, load_lists, self.on, then=self._show, key="lists")
        if self.desk.checks is not None:
            checks, today = self.desk.checks, self.desk.today
            self.desk.ask(self, checks, today, then=self._show_checks, key="checks")

    def _show_checks(self, lines: tuple[Any, ...]) -> None:
        self.checks = lines
        if part := self.tabs.there(CHECK):
            self._show_in(CHECK, part)
        self.tabs.setTabText(CHECK, f"Check {len(lines)}" if lines else "Check")

    def _show(self, found: Lists) -> None:
        self.groups, self.organisations = found.groups, found.organisations
        self.pane.people, self.pane.on = found.people, self.on
        self.found = found
        for tab in _LATER:
            if tab != CHECK and (part := self.tabs.there(tab)):
                self._show_in(tab, part)
        there = [g for g in self.groups if not g.ends]
        gone = [g for g in self.groups if g.ends]
        rows: list[Any] = []
        met = [g for g in there if g.kind != AGENCY_GROUP]
        agencies = [g for g in there if g.kind == AGENCY_GROUP]
        titles = ("Groups that meet", "Agency groups", "No longer there")
        for title, some in zip(titles, (met, agencies, gone), strict=True):
            rows += [Section(title, str(len(some))), *some] if some else []
        seats = sum(group.seats for group in self.groups)
        counts = f"{len(self.groups)} groups · {len(self.organisations)} organisations"
        self.context.setText(f"{counts} · {seats} seats")
        self.list.set_rows(tuple(rows))
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
        if any(one.id == record_id for one in self.organisations):
            self.tabs.setCurrentIndex(ORGANISATIONS)
            return self.organisation_part.table.choose(record_id)
        if self.found and any(person.id == record_id for person in self.found.people):
            self.tabs.setCurrentIndex(PEOPLE)
            return self.people_part.table.choose(record_id)
        return False

    def _open_group(self, group_id: str) -> None:
        self.open_record(group_id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_checked(self, record_id: str) -> None:
        known = {group.id for group in self.groups} | {one.id for one in self.organisations}
        if record_id in known:
            self.open_record(record_id)
        else:
            self.desk.place_asked.emit("terms_of_reference", record_id)

    def _day_typed(self) -> None:
        if not self.day.editor.hasFocus():  # chosen from the calendar
            self._day_chosen()

    def _day_chosen(self) -> None:
        """Show who sat on what on another day; an empty field is today."""
        if not self.day.check():
            return
        on = self.day.value() or self.desk.today
        if on != self.on:
            self.on = on
            self.refresh()

    def _print(self) -> None:
        """Ask to print the structure, or who sits on the group that is shown."""
        group = self.list.value()
        if self.tabs.currentIndex() == GROUPS and group is not None:
            scope = Scope(today=self.desk.today, group_id=group.id, on=self.on)
            self.document_wanted.emit("membership", scope)
        else:
            self.document_wanted.emit("structure", Scope(today=self.desk.today, on=self.on))

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

    def _saved(self, record_id: str) -> None:
        self._wanted = record_id
        self.refresh()

    def _saved_here(self, _record_id: str = "") -> None:
        self.refresh()

    # Keys and tabs ----------------------------------------------------------------------

    def add(self) -> None:
        """Open the form of a new group, or of a new organisation where those are shown."""
        tab = self.tabs.currentIndex()
        if tab in (GROUPS, STRUCTURE, CHECK):
            self.tabs.setCurrentIndex(GROUPS)
            self.group_part.show_second()
            self.pane.add_group()
            return
        if tab == PEOPLE:
            self.people_part.add()
            return
        self.tabs.setCurrentIndex(ORGANISATIONS)
        self.organisation_part.add()

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is not there."""

        def ready(found: Lists) -> None:
            self._show(found)
            tabs = {"organisation": ORGANISATIONS, "person": PEOPLE, "leaving": PEOPLE}
            self.tabs.setCurrentIndex(tabs.get(name, GROUPS))
            if name in ("person", "leaving"):
                self.people_part.reopen(name, about.get("record", ""), gone)
                return
            if name == "organisation":
                self.organisation_part.reopen(about.get("record", ""), gone)
                return
            self.list.choose(about.get("group") or about.get("record", ""))
            self.group_part.show_second()
            self.pane.groups = self.groups
            self.pane.reopen(name, about, gone)

        self.desk.ask(self, load_lists, self.on, then=ready, key="lists")

    def table(self) -> TableView:
        """Return the list of the tab shown; the structure has the list of groups."""
        part: Any = self.tabs.there(self.tabs.currentIndex())
        table = getattr(part, "table", self.list)
        assert isinstance(table, TableView)
        return table

    def _part(self) -> QWidget:
        """Return what has the keys first in the tab shown."""
        return self.structure_part.chart if self._is_chart() else self.table()

    def _is_chart(self) -> bool:
        return self.tabs.currentIndex() == STRUCTURE

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
        if self._is_chart():
            words = "Arrows move along the lines, Enter opens"
        self.shown.setText(words)

    def _form_opened(self, _opened: bool) -> None:
        """One primary button at a time: that of a form while one is open."""
        tab = self.tabs.currentIndex()
        editing = tab == GROUPS and self.pane.is_editing()
        part: Any = self.tabs.there(tab)
        editing |= tab in (ORGANISATIONS, PEOPLE) and part is not None and part.is_editing()
        self.new.kind = "secondary" if editing else "primary"
        self.new.updateGeometry()
        self.new.update()

    def first_focus(self) -> QWidget | None:
        """Go to the list shown."""
        return self._part()

    def panes(self) -> list[QWidget]:
        """Return the filter, the list and the detail."""
        part: Any = self.tabs.there(self.tabs.currentIndex())
        detail = self.pane if part is None else getattr(part, "detail", None)
        return [self.filter, self._part(), *([detail] if detail else [])]

    def commands(self) -> tuple[tuple[str, str, Any], ...]:
        """Return what the palette offers."""
        return (
            ("Add group", "", self._add_group),
            ("Add organisation", "", self._add_organisation),
            ("Who sits where", "", self._show_seats),
            ("Add person", "", lambda: self._add_on(PEOPLE)),
            ("Structure of the partnership", "", lambda: self.show_tab(STRUCTURE)),
            ("What does not agree", "", lambda: self.show_tab(CHECK)),
        )

    def _show_seats(self) -> None:
        self.show_tab(SEATS)

    def show_tab(self, tab: int) -> None:
        """Show a tab, with the keys in it."""
        self.tabs.setCurrentIndex(tab)
        self._part().setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_on(self, tab: int) -> None:
        self.tabs.setCurrentIndex(tab)
        self.add()

    def _add_group(self) -> None:
        self._add_on(GROUPS)

    def _add_organisation(self) -> None:
        self._add_on(ORGANISATIONS)
