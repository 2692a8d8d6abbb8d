"""One group: what it is for, who sits on it, and the forms that change both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership import commands, queries
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.partnership.page.forms import GroupForm, SeatForm
from dscp_desktop.partnership.rules import GroupLine, Party, SeatLine, in_time
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.empty import Empty, EmptyState
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_NOBODY = Empty("Nobody has a seat yet", "Add the first one below.", "person")


class GroupPane(QStackedWidget):
    """The detail of the group chosen; its forms take its place while they are open."""

    saved = Signal(str)  # the id of the group that was added or changed
    form_opened = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.group: GroupLine | None = None
        self.groups: tuple[GroupLine, ...] = ()
        self._add_view()
        self.form, self.seat_form = GroupForm(), SeatForm()
        self.none = EmptyState(Empty("No group is chosen", "Choose one in the list.", "group"))
        for part in (self.none, self.view, self.form, self.seat_form):
            self.addWidget(part)
        self.form.submitted.connect(self._save_group)
        self.seat_form.submitted.connect(self._save_seat)
        for form in (self.form, self.seat_form):
            form.cancelled.connect(self.show_view)
        self.setAccessibleName("Group")

    def _add_view(self) -> None:
        self.name = Text("", "item", wrap=True)
        self.line = Text("", "base", tone="t2", wrap=True)
        self.edit = Button("Edit group", "quiet", icon="edit", icon_only=True)
        self.edit.clicked.connect(self.edit_group)
        self.facts = Facts()
        self.seats_title = Text("Seats", "section")
        self.seats = TableView(
            [
                Column("Held by", lambda s: s.holder, lines=3, stretch=3),
                Column("Role", _role_of, lines=2, stretch=3, tone="t2"),
                Column("Kind", lambda s: s.kind.capitalize(), 100),
            ],
            "Seats",
            empty=_NOBODY,
        )
        self.add = Button("Add seat", icon="add", dense=True)
        self.change = Button("Change seat", icon="edit", dense=True)
        self.remove = Button("Remove seat", icon="delete", dense=True, keys="Del")
        self.add.clicked.connect(self.add_seat)
        self.change.clicked.connect(self.change_seat)
        self.remove.clicked.connect(self.remove_seat)
        self.seats.opened.connect(lambda _seat: self.change_seat())
        self.seats.chosen.connect(self._fit_buttons)
        self.seats.installEventFilter(self)
        self._lay_out_view()

    def _lay_out_view(self) -> None:
        self.view = Surface()
        box = QVBoxLayout(self.view)
        box.setContentsMargins(0, 14, 0, 12)
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(GUTTER, 0, GUTTER, 0)
        head.addWidget(self.name, 1)
        head.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        for part, below in ((self.line, 12), (self.facts, 12), (self.seats_title, 6)):
            row = QHBoxLayout()
            row.setContentsMargins(GUTTER, 0, GUTTER, below)
            row.addWidget(part, 1)
            box.addLayout(row)
        box.addWidget(self.seats, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(GUTTER, 10, GUTTER, 0)
        foot.setSpacing(8)
        for button in (self.add, self.change, self.remove):
            foot.addWidget(button)
        foot.addStretch()
        box.addLayout(foot)

    # Showing ----------------------------------------------------------------------------

    def show_group(self, group: GroupLine | None, groups: Sequence[GroupLine]) -> None:
        """Show a group and ask for its seats; None where no group is chosen."""
        other = group is None or self.group is None or group.id != self.group.id
        self.group, self.groups = group, tuple(groups)
        if group is None:
            self._show(self.none)
            return
        self.name.setText(group.name)
        self.line.setText(f"{group.code} · {group.kind.capitalize()}")
        self.facts.set_facts(_facts_of(group, groups))
        if other:
            self.seats.set_rows(())
        form = self.currentWidget()
        if not isinstance(form, FormPane) or (other and not form.touched):
            self._show(self.view)
        self.desk.ask(self, queries.list_seats, group.id, then=self._show_seats, key="seats")

    def _show_seats(self, seats: tuple[SeatLine, ...]) -> None:
        self.seats.set_rows(seats)
        core = sum(seat.kind == "core" for seat in seats)
        words = f"Seats {len(seats)}"
        self.seats_title.setText(words if core == len(seats) else f"{words}, {core} of them core")
        self._fit_buttons(self.seats.value())

    def _fit_buttons(self, seat: SeatLine | None) -> None:
        for button in (self.change, self.remove):
            button.setEnabled(seat is not None)

    def is_editing(self) -> bool:
        """Return whether one of the forms is open."""
        return self.currentWidget() in (self.form, self.seat_form)

    def _show(self, part: QWidget) -> None:
        was = self.is_editing()
        self.setCurrentWidget(part)
        if was != self.is_editing():
            self.form_opened.emit(self.is_editing())

    def show_view(self) -> None:
        """Leave a form; nothing is saved."""
        self._show(self.view if self.group else self.none)
        self.seats.setFocus()

    # Forms ------------------------------------------------------------------------------

    def add_group(self) -> None:
        """Open the form of a new group."""
        self._show(self.form)
        self.form.open(None, self.groups)

    def edit_group(self) -> None:
        """Open the form of the group shown."""
        if self.group:
            self._show(self.form)
            self.form.open(self.group, self.groups)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again, the groups being known; `gone` is called where its own is not."""
        record = about.get("record", "")
        wanted = record if name == "group" else about.get("group", "")
        group = next((one for one in self.groups if one.id == wanted), None)
        if name == "group" and not record:
            self.add_group()
            return
        if group is None:
            gone()
            return
        self.show_group(group, self.groups)
        if name == "group":
            self.edit_group()
        elif not record:
            self.add_seat()
        else:
            self._reopen_seat(group, record, gone)

    def _reopen_seat(self, group: GroupLine, record: str, gone: Callable[[], object]) -> None:
        def ready(seats: tuple[SeatLine, ...]) -> None:
            seat = next((one for one in seats if one.id == record), None)
            if seat is None:
                gone()
            else:
                self._show(self.seat_form)
                self.seat_form.open_seat(group, seat)

        self.desk.ask(self, queries.list_seats, group.id, then=ready, key="seat again")

    def _save_group(self) -> None:
        details, group = self.form.details(), self.form.group
        then, failed = self._saved, self._form_refused
        if group:
            change = commands.change_group
            self.desk.run(self, change, group.id, details, then=then, failed=failed)
        else:
            self.desk.run(self, commands.add_group, details, then=then, failed=failed)

    def _saved(self, changes: Changes) -> None:
        self.show_view()
        self.saved.emit(str(changes.result))

    def _form_refused(self, trouble: Trouble) -> None:
        form = self.currentWidget()
        if isinstance(form, GroupForm | SeatForm):
            form.show_trouble(trouble.words)

    def add_seat(self) -> None:
        """Open the form of a new seat."""
        if self.group:
            self.desk.ask(self, queries.list_holders, then=self._open_seat_form, key="holders")

    def _open_seat_form(self, holders: tuple[Party, ...]) -> None:
        if self.group:
            self._show(self.seat_form)
            self.seat_form.open_new(self.group, holders)

    def change_seat(self) -> None:
        """Open the form of the seat that is current."""
        seat = self.seats.value()
        if self.group and seat is not None:
            self._show(self.seat_form)
            self.seat_form.open_seat(self.group, seat)

    def _save_seat(self) -> None:
        form = self.seat_form
        if form.seat:
            self._run_seat(commands.change_seat, form.seat.id, *form.role_and_kind())
        else:
            self._run_seat(
                commands.add_seat, form.group_id, form.holder_id(), *form.role_and_kind()
            )

    def remove_seat(self) -> None:
        """Take the seat that is current away; undo brings it back."""
        seat = self.seats.value()
        if seat is not None:
            self._run_seat(commands.remove_seat, seat.id)

    def _run_seat(self, command: object, *args: object) -> None:
        assert callable(command)
        self.desk.run(self, command, *args, then=self._seat_saved, failed=self._seat_refused)

    def _seat_saved(self, _changes: Changes) -> None:
        self.show_view()
        if self.group:
            self.saved.emit(self.group.id)

    def _seat_refused(self, trouble: Trouble) -> None:
        if self.currentWidget() is self.seat_form:
            self.seat_form.show_trouble(trouble.words)
        else:
            self.desk.troubled.emit(trouble.words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remove the current seat at Del in the list."""
        if watched is self.seats and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            if pressed and event.key() == Qt.Key.Key_Delete:
                self.remove_seat()
                return True
        return super().eventFilter(watched, event)


def _role_of(seat: SeatLine) -> str:
    """Return the role, unless it stands as the holder already."""
    return seat.role if seat.holder_id else ""


def _facts_of(group: GroupLine, groups: Sequence[GroupLine]) -> list[tuple[str, str]]:
    names = {other.code: other.name for other in groups}
    return [
        ("For", group.purpose),
        ("Meets", group.cadence),
        ("Reports to", names.get(group.reports_to, group.reports_to)),
        ("Joint with", group.joint_with),
        ("In time", in_time(group.starts, group.ends)),
        ("Also called", ", ".join(group.known_as)),
    ]
