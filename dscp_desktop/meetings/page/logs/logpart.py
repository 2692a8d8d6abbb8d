"""A log of meetings over all groups: a list with its filters, beside it one record or a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.periods import year_named, year_of
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.partnership.queries.parties import list_holders, list_meeting_groups
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.editors import Chooser, LineEdit
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes, bar, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_YEARS = 6
_WAIT = 150  # milliseconds after the last letter


class LogPart(Surface):
    """Group, year and words narrow the list. Subclasses give query, columns, facts and forms."""

    meeting_asked = Signal(str)
    document_wanted = Signal(str, object)
    document = ""
    noun = ""

    def __init__(
        self,
        desk: Desk,
        table: TableView,
        forms: Sequence[FormPane],
        none: Empty,
        buttons: Sequence[Button],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.desk, self.table, self.forms = desk, table, tuple(forms)
        self.groups: tuple[GroupLine, ...] = ()
        self.bodies: tuple[Party, ...] = ()
        self._wanted = ""
        self._add_filters()
        self._add_detail(buttons)
        self.right = QStackedWidget()
        self.none = EmptyState(none)
        for part in (self.none, self.view, *self.forms):
            self.right.addWidget(part)
        titles = ("List", self.noun)
        self.two = TwoPanes(self.document, table, self.right, titles=titles, share=0.6, limit=900)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 1, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar(self.group, self.year, self.filter, self.said, None))
        box.addWidget(self.two, 1)
        table.chosen.connect(self._choose)
        table.opened.connect(lambda _line: self.edit())
        for form in self.forms:
            form.cancelled.connect(self.leave)

    def _add_filters(self) -> None:
        self.group = Chooser([("", "All groups")])
        self.group.setAccessibleName(f"Group of the {self.document}")
        first = int(year_of(self.desk.today)[:4])
        years = [year_named(year) for year in range(first, first - _YEARS, -1)]
        self.year = Chooser([("", "All years"), *((year, year) for year in years)])
        self.year.setAccessibleName(f"Year of the {self.document}")
        self.filter = LineEdit("Words (Ctrl+F)", icon="filter")
        self.filter.setAccessibleName(f"Words in the {self.document}")
        self.filter.setMinimumWidth(fonts.scaled(150))
        self.said = Text("", "base", tone="t2")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.ask_lines)
        self.filter.textChanged.connect(lambda _words: self._timer.start())
        for chooser in (self.group, self.year):
            chooser.activated.connect(lambda _place: self.ask_lines())

    def _add_detail(self, buttons: Sequence[Button]) -> None:
        self.title = Text("", "item", wrap=True, selectable=True)
        self.stands = StatusLabel(Status("plain", ""))
        self.words = Text("", "base", wrap=True, selectable=True)
        self.facts = Facts()
        self.buttons = tuple(buttons)
        ways = FlowRow()
        for button in self.buttons:
            ways.addWidget(button)
        stands = QHBoxLayout()
        stands.addWidget(self.stands)
        stands.addStretch(1)
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(8)
        box.addWidget(self.title)
        box.addLayout(stands)
        box.addWidget(self.words)
        box.addWidget(self.facts)
        box.addSpacing(4)
        box.addLayout(ways)
        box.addStretch(1)
        self.view = scrolling(inside, self.noun)

    # What subclasses say --------------------------------------------------------------------

    def query(self) -> Callable[..., tuple[Any, ...]]:
        """Return the query of the list: group, year, words."""
        raise NotImplementedError

    def show_line(self, line: Any) -> None:
        """Show one record beside the list."""
        raise NotImplementedError

    def add_record(self) -> None:
        """Open the form of a new record."""
        raise NotImplementedError

    def edit(self) -> None:
        """Open the form of the record that is current."""
        raise NotImplementedError

    # What it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the groups, the bodies and the list again."""
        self.desk.ask(self, list_meeting_groups, then=self._take_groups, key="log groups")
        self.desk.ask(self, list_holders, then=self._take_bodies, key="log bodies")
        self.ask_lines()

    def _take_groups(self, groups: tuple[GroupLine, ...]) -> None:
        self.groups = groups
        self.group.set_options([("", "All groups"), *((g.id, g.name) for g in groups)])

    def _take_bodies(self, bodies: tuple[Party, ...]) -> None:
        self.bodies = bodies

    def ask_lines(self) -> None:
        """Ask for the lines that pass the filters."""
        args = (str(self.group.value() or ""), str(self.year.value() or ""), self.filter.text())
        self.desk.ask(self, self.query(), *args, then=self._take_lines, key="log")

    def _take_lines(self, lines: tuple[Any, ...]) -> None:
        self.table.set_rows(lines)
        count = len(lines)
        noun = self.noun.casefold()
        self.said.setText(f"{count} {noun}{'' if count == 1 else 's'}")
        if self._wanted and self.table.choose(self._wanted):
            self._wanted = ""
            QTimer.singleShot(0, self.table, self._show_current)  # its rows have no heights yet
        elif self.table.value() is None:
            self.table.choose_first()
        self._choose(self.table.value())

    def _show_current(self) -> None:
        self.table.scrollTo(self.table.currentIndex())

    def _choose(self, line: Any) -> None:
        if line is not None:
            self.show_line(line)
        form = self.right.currentWidget()
        if not (isinstance(form, FormPane) and form.touched):
            self.right.setCurrentWidget(self.none if line is None else self.view)

    def bodies_and_groups(self) -> list[Party]:
        """Return the groups that meet, then the organisations and agency groups."""
        groups = [Party(g.id, g.kind, g.name, g.name, is_group=True) for g in self.groups]
        known = {party.id for party in groups}
        return [*groups, *(body for body in self.bodies if body.id not in known)]

    def open_record(self, record_id: str) -> None:
        """Show a record, whatever the filters were."""
        self._wanted = record_id
        self.group.set_value("")
        self.year.set_value("")
        self.filter.clear()
        self.refresh()

    def first_focus(self) -> QWidget:
        """Return the list."""
        return self.table

    def panes(self) -> list[QWidget]:
        """Return the stops of F6."""
        return [self.filter, self.table, self.right]

    def is_editing(self) -> bool:
        """Say whether a form is open."""
        return isinstance(self.right.currentWidget(), FormPane)

    def share(self) -> None:
        """Show the log as it is printed, of the group and year that are shown."""
        group_id, year = str(self.group.value() or ""), str(self.year.value() or "")
        scope = Scope(self.desk.today, group_id=group_id, year=year)
        self.document_wanted.emit(self.document, scope)

    # Forms ----------------------------------------------------------------------------------

    def show_form(self, form: FormPane) -> None:
        """Bring a form to the front; open it afterwards."""
        self.right.setCurrentWidget(form)
        self.two.show_second()

    def leave(self) -> None:
        """Leave the form."""
        self.right.setCurrentWidget(self.none if self.table.value() is None else self.view)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def run(self, form: FormPane | None, command: Callable[..., Changes], *args: Any) -> None:
        """Have a command done; what it made is shown, what is refused is told at the form."""
        here = self.table.value()

        def done(changes: Changes) -> None:
            if form is not None:
                self.leave()
            self._wanted = str(changes.result or (here.id if here else ""))
            self.ask_lines()

        def failed(trouble: Trouble) -> None:
            if form is not None:
                form.show_trouble(trouble.words)
            else:
                self.desk.troubled.emit(trouble.words)

        self.desk.run(self, command, *args, then=done, failed=failed)
