"""One group: what it is for, who sits on it, and the forms that change both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.commands.chairs import change_chair
from dscp_desktop.partnership.commands.groups import add_group, change_group
from dscp_desktop.partnership.commands.history import end, merge, rename
from dscp_desktop.partnership.commands.people import seat_person
from dscp_desktop.partnership.commands.seats import add_seat, change_seat, remove_seat
from dscp_desktop.partnership.page.forms import GroupForm, SeatForm
from dscp_desktop.partnership.page.group_view import GroupView
from dscp_desktop.partnership.page.history_forms import (
    ChairForm,
    EndForm,
    HolderForm,
    MergeForm,
    RenameForm,
)
from dscp_desktop.partnership.queries.gathering import GroupSeats, load_seats
from dscp_desktop.partnership.queries.parties import list_holders
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.partnership.rules.people import PersonLine
from dscp_desktop.widgets.empty import Empty, EmptyState
from dscp_desktop.widgets.formpane import FormPane


class GroupPane(QStackedWidget):
    """The detail of the group chosen; its forms take its place while they are open."""

    saved = Signal(str)  # the id of the group that was added or changed
    form_opened = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.group: GroupLine | None = None
        self.groups: tuple[GroupLine, ...] = ()
        self.people: tuple[PersonLine, ...] = ()
        self.on = desk.today
        self._add_view()
        self.form, self.seat_form = GroupForm(), SeatForm()
        self.holder_form, self.chair_form = HolderForm(), ChairForm()
        self.rename_form, self.merge_form, self.end_form = RenameForm(), MergeForm(), EndForm()
        self.none = EmptyState(Empty("No group is chosen", "Choose one in the list.", "group"))
        saves: dict[FormPane, Callable[[], None]] = {
            self.form: self._save_group,
            self.seat_form: self._save_seat,
            self.holder_form: self._save_holder,
            self.chair_form: self._save_chair,
            self.rename_form: self._save_name,
            self.merge_form: self._save_merger,
            self.end_form: self._save_end,
        }
        for part in (self.none, self.view, *saves):
            self.addWidget(part)
        for form, save in saves.items():
            form.submitted.connect(save)
            form.cancelled.connect(self.show_view)
        self.setAccessibleName("Group")

    def _add_view(self) -> None:
        self.view = view = GroupView()
        self.name, self.line, self.facts = view.name, view.line, view.facts
        self.seats, self.seats_title = view.seats, view.seats_title
        self.edit, self.add, self.change = view.edit, view.add, view.change
        self.remove = view.remove
        view.edit.clicked.connect(self.edit_group)
        view.add.clicked.connect(self.add_seat)
        view.change.clicked.connect(self.change_seat)
        view.remove.clicked.connect(self.remove_seat)
        view.remove_asked.connect(self.remove_seat)
        view.sit.clicked.connect(self.seat_person)
        view.chair.clicked.connect(self.change_chair)
        view.story_asked.connect(self.change_story)
        view.terms.clicked.connect(lambda: self._go("terms_of_reference"))
        view.plan.clicked.connect(lambda: self._go("work_plans"))
        view.seats.opened.connect(lambda _seat: self.change_seat())

    def _go(self, feature: str) -> None:
        if self.group:
            self.desk.place_asked.emit(feature, self.group.id)

    # Showing ----------------------------------------------------------------------------

    def show_group(self, group: GroupLine | None, groups: Sequence[GroupLine]) -> None:
        """Show a group and ask for its seats; None where no group is chosen."""
        other = group is None or self.group is None or group.id != self.group.id
        self.group, self.groups = group, tuple(groups)
        if group is None:
            self._show(self.none)
            return
        self.view.show_group(group, groups)
        if other:
            self.seats.set_rows(())
        form = self.currentWidget()
        if not isinstance(form, FormPane) or (other and not form.touched):
            self._show(self.view)
        self.ask_seats()

    def ask_seats(self) -> None:
        """Ask again who sits on the group on the day that is shown."""
        if self.group:
            args = (self.group.id, self.on)
            self.desk.ask(self, load_seats, *args, then=self._show_seats, key="seats")

    def _show_seats(self, found: GroupSeats) -> None:
        self.view.show_seats(found, found.on == self.desk.today)

    def is_editing(self) -> bool:
        """Return whether one of the forms is open."""
        return isinstance(self.currentWidget(), FormPane)

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
        elif name in ("rename", "merge", "end"):
            self.change_story(name)
        elif name == "chair":
            self._reopen_seat(name, group, "", gone)
        elif not record:
            self.add_seat()
        else:
            self._reopen_seat(name, group, record, gone)

    def _reopen_seat(
        self, name: str, group: GroupLine, record: str, gone: Callable[[], object]
    ) -> None:
        def ready(found: GroupSeats) -> None:
            self._show_seats(found)
            if name == "chair":
                self.change_chair()
            elif not self.seats.choose(record):
                gone()
            elif name == "seat":
                self.change_seat()
            else:
                self.seat_person()

        self.desk.ask(self, load_seats, group.id, self.on, then=ready, key="seat again")

    def _save_group(self) -> None:
        details, group = self.form.details(), self.form.group
        then, failed = self._saved, self._refused
        if group:
            change = change_group
            self.desk.run(self, change, group.id, details, then=then, failed=failed)
        else:
            self.desk.run(self, add_group, details, then=then, failed=failed)

    def _saved(self, changes: Changes) -> None:
        self.show_view()
        self.saved.emit(str(changes.result))

    def add_seat(self) -> None:
        """Open the form of a new seat."""
        if self.group:
            self.desk.ask(self, list_holders, then=self._open_seat_form, key="holders")

    def _open_seat_form(self, holders: tuple[Party, ...]) -> None:
        if self.group:
            self._show(self.seat_form)
            self.seat_form.open_new(self.group, holders, self.groups)

    def change_seat(self) -> None:
        """Open the form of the seat that is current."""
        seat = self.seats.value()
        if self.group and seat is not None:
            self._show(self.seat_form)
            self.seat_form.open_seat(self.group, seat.line, self.groups, seat.office)

    def _save_seat(self) -> None:
        form = self.seat_form
        times, office = form.times(), form.office_chosen()
        if form.seat:
            self._run(change_seat, form.seat.id, *form.role_and_kind(), times, office)
        else:
            said = (*form.role_and_kind(), times, office)
            self._run(add_seat, form.group_id, form.holder_id(), *said)

    def remove_seat(self) -> None:
        """Take the seat that is current away; undo brings it back."""
        seat = self.seats.value()
        if seat is not None:
            self._run(remove_seat, seat.id)

    def _run(self, command: object, *args: object) -> None:
        assert callable(command)
        self.desk.run(self, command, *args, then=self._done, failed=self._refused)

    def _done(self, _changes: Changes) -> None:
        self.show_view()
        if self.group:
            self.saved.emit(self.group.id)

    def _refused(self, trouble: Trouble) -> None:
        form = self.currentWidget()
        if isinstance(form, HolderForm | ChairForm | RenameForm | MergeForm):
            form.starts.show_error(trouble.words)
            form.starts.editor.setFocus()
        elif isinstance(form, FormPane):
            form.show_trouble(trouble.words)
        else:
            self.desk.troubled.emit(trouble.words)

    # Who sits, who chairs, what becomes of a group --------------------------------------

    def seat_person(self) -> None:
        """Ask who sits on the seat that is current."""
        seat = self.seats.value()
        if self.group and seat is not None and seat.office is None:
            self._show(self.holder_form)
            self.holder_form.open(self.group.id, seat, self.people, self._day())

    def _save_holder(self) -> None:
        form = self.holder_form
        who = (form.seat_id, str(form.person.value()), form.starts.value(), form.place.value())
        self._run(seat_person, *who)

    def change_chair(self) -> None:
        """Ask which seat takes the chair."""
        if self.group:
            seats = [self.seats.rows.at(n) for n in range(self.seats.rows.rowCount())]
            now = self.seats.value()
            self._show(self.chair_form)
            self.chair_form.open(self.group, seats, now.id if now else "", self._day())

    def _save_chair(self) -> None:
        form = self.chair_form
        chair = (form.group_id, str(form.seat.value()), form.starts.value(), form.office.value())
        self._run(change_chair, *chair)

    def change_story(self, how: str) -> None:
        """Open the form in which the group is renamed, merged or ended."""
        if self.group is None:
            return
        if how == "rename":
            self._show(self.rename_form)
            self.rename_form.open(self.group, self._day())
        elif how == "merge":
            self._show(self.merge_form)
            self.merge_form.open(self.group, self.groups, self._day())
        else:
            self._show(self.end_form)
            self.end_form.open(self.group, self._day())

    def _day(self) -> str:
        return self.on.isoformat()

    def _save_name(self) -> None:
        form = self.rename_form
        said = (form.name.value(), form.code.value(), form.starts.value())
        self._run(rename, form.group_id, *said)

    def _save_merger(self) -> None:
        form = self.merge_form
        self._run(merge, [form.group_id], str(form.into.value()), form.starts.value())

    def _save_end(self) -> None:
        self._run(end, self.end_form.group_id, self.end_form.ends.value())
