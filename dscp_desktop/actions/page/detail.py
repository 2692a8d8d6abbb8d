"""One action: where it came from, how it stands, its story, its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.actions import queries
from dscp_desktop.actions.commands import log as commands
from dscp_desktop.actions.page.form import ActionForm
from dscp_desktop.actions.page.look import kind_and_words
from dscp_desktop.actions.page.story import Changes, Story, UpdateField
from dscp_desktop.actions.rules import (
    CLOSED,
    STATUSES,
    ActionChange,
    ActionLine,
    ActionStory,
    slipped_words,
)
from dscp_desktop.core.changes import Changes as Written
from dscp_desktop.core.days import show_day_year, show_long_day
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership import queries as partnership
from dscp_desktop.partnership.rules import AGENCY_GROUP, GroupLine, Party
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import Text

_NONE = Empty("No action is chosen", "Choose one in the list, or add one with Ctrl+N.", "action")


class ActionPane(QStackedWidget):
    """The detail of the action chosen; the form takes its place while it is open."""

    saved = Signal(str)  # the id of the action that was added or changed
    form_opened = Signal(bool)
    left = Signal()  # the keys go back to the list

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.line: ActionLine | None = None
        self.meeting_id = ""
        self._add_parts()
        self._lay_out()
        self.form = ActionForm()
        self.none = EmptyState(_NONE)
        for part in (self.none, self.view, self.form):
            self.addWidget(part)
        self.form.submitted.connect(self._save)
        self.form.cancelled.connect(self.show_view)
        self.form.group_chosen.connect(self._ask_number)
        self.setAccessibleName("Action")

    def _add_parts(self) -> None:
        self.number = Text("", "caption strong")
        self.owner = Text("", "base", tone="t2", wrap=True)
        self.edit = Button("Edit action", "quiet", icon="edit", icon_only=True)
        self.text = Text("", "item", wrap=True, selectable=True)
        self.meeting = Button("", "link", icon="link")
        self.origin = Text("", "base", tone="t2", wrap=True)
        self.stands = StatusLabel(Status("plain", ""))
        self.due = Text("", "base", wrap=True)
        self.first = Text("", "caption", wrap=True)
        self.done = Button("Mark done", icon="tick", dense=True)
        self.status = Button("Status", icon="down", dense=True)
        self.story = Story()
        self.update_field = UpdateField()
        self.add = Button("Add update", icon="add", dense=True, keys="Ctrl+Enter")
        self.history = Changes()
        self.edit.clicked.connect(lambda: self.edit_action())
        self.meeting.clicked.connect(self._open_meeting)
        self.done.clicked.connect(self.toggle_done)
        self.status.clicked.connect(self._open_statuses)
        self.add.clicked.connect(self.add_update)
        self.history.put_back.connect(self._put_back)

    def _lay_out(self) -> None:
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 10, GUTTER, 16)
        box.setSpacing(6)
        box.addLayout(_row(self.number, (self.owner, 1), self.edit))
        for part in (self.text, self.meeting, self.origin):
            box.addWidget(part)
        box.addSpacing(6)
        box.addWidget(Text("How it stands", "section"))
        box.addLayout(_row(self.stands, None))
        for part in (self.due, self.first):
            box.addWidget(part)
        box.addLayout(_row(self.done, self.status, None))
        box.addSpacing(6)
        box.addWidget(Text("Story", "section"))
        box.addWidget(self.story)
        box.addSpacing(2)
        box.addWidget(self.update_field)
        box.addLayout(_row(self.add, None))
        box.addSpacing(6)
        box.addWidget(self.history)
        box.addStretch()
        self.view = scrolling(inside, "Action")

    # Showing ----------------------------------------------------------------------------

    def show_action(self, line: ActionLine | None) -> None:
        """Show an action, and ask for its origin and history; None where none is chosen."""
        anew = line is None or self.line is None or line.id != self.line.id
        self.line = line
        if line is None:
            if not self.is_editing():
                self._show(self.none)
            return
        self.update_field.show_for(line.id, line.number)
        if anew:
            self.meeting.hide()
            self.history.show_changes((), anew=True)
        self._show_line(line)
        if self.currentWidget() is self.none or (anew and not self._keeps_form()):
            self._show(self.view)
        today = self.desk.today
        self.desk.ask(
            self, queries.get_action, line.id, today, then=self._show_origin, key="origin"
        )
        self.desk.ask(self, queries.list_changes, line.id, then=self._show_changes, key="changes")

    def _show_line(self, line: ActionLine) -> None:
        today = self.desk.today
        self.number.setText(line.number)
        self.owner.setText(f"· {line.owner}" if line.owner else "· No owner")
        self.text.setText(line.text)
        self.origin.setText(_origin(line))
        self.stands.set_status(kind_and_words(line, today))
        self.due.setText(f"Due {show_long_day(line.due)}" if line.due else "")
        self.due.setVisible(line.due is not None and line.status not in CLOSED)
        moved = line.first_due and line.first_due != line.due and line.due is not None
        first = f"First due {show_day_year(line.first_due)}" if line.first_due else ""
        self.first.setText(f"{first}, slipped by {slipped_words(line)}" if moved else "")
        self.first.setVisible(bool(moved))
        self.done.set_words("Open again" if line.status in CLOSED else "Mark done")
        self.done.icon_name = "undo" if line.status in CLOSED else "tick"
        self.status.set_words(line.status.capitalize())
        self.status.setAccessibleName(f"Status: {line.status}")
        self.story.show_updates(line.updates)

    def _show_origin(self, story: ActionStory | None) -> None:
        if story is None or self.line is None or story.line.id != self.line.id:
            return
        raised = story.raised_at
        self.meeting_id = raised.id if raised else ""
        self.meeting.setVisible(raised is not None)
        self.origin.setVisible(raised is None)
        if raised:
            item = f", item {story.line.item}" if story.line.item else ""
            self.meeting.set_words(f"{raised.code}, {show_long_day(raised.on)}{item}")

    def _show_changes(self, changes: tuple[ActionChange, ...]) -> None:
        self.history.show_changes(changes, anew=False)

    def _open_meeting(self) -> None:
        self.desk.place_asked.emit("meetings", self.meeting_id)

    def is_editing(self) -> bool:
        """Return whether the form is open."""
        return self.currentWidget() is self.form

    def _keeps_form(self) -> bool:
        """Return whether the form stays when another action is chosen: nothing typed is lost."""
        return self.is_editing() and (self.form.action is None or self.form.touched)

    def _show(self, part: QWidget) -> None:
        was = self.is_editing()
        self.setCurrentWidget(part)
        if was != self.is_editing():
            self.form_opened.emit(self.is_editing())

    def show_view(self) -> None:
        """Leave the form; nothing is saved."""
        self._show(self.view if self.line else self.none)
        self.left.emit()

    # Writing ----------------------------------------------------------------------------

    def toggle_done(self) -> None:
        """Mark the action done, or open it again; undo is offered."""
        if self.line is None:
            return
        if self.line.status in CLOSED:
            self._run(commands.reopen, self.line.id)
        else:
            self._run(commands.mark_done, self.line.id, self.desk.today)

    def make_menu(self) -> QMenu:
        """Return the menu of the other statuses."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = self.line.status if self.line else ""
        for status in STATUSES:
            if status != now:
                choice = menu.addAction(status.capitalize())
                choice.triggered.connect(lambda _on=False, s=status: self._set_status(s))
        return menu

    def _open_statuses(self) -> None:
        below = self.status.mapToGlobal(self.status.rect().bottomLeft())
        self.make_menu().popup(below)

    def _set_status(self, status: str) -> None:
        if self.line:
            self._run(commands.set_status, self.line.id, status, self.desk.today)

    def add_update(self) -> None:
        """Add what was typed to the story, dated today."""
        if self.line and self.update_field.check():
            text = self.update_field.value()
            self._run(commands.add_update, self.line.id, text, self.desk.today)
            self.update_field.set_value("")
        else:
            self.update_field.editor.setFocus()

    def _run(self, command: Any, *args: Any) -> None:
        self.desk.run(self, command, *args, then=self._written)

    def _written(self, changes: Written) -> None:
        wanted = str(changes.result) if changes.result else ""
        self.saved.emit(wanted)

    def _put_back(self, entry: str) -> None:
        def refused(trouble: Trouble) -> None:
            self.history.refuse(entry, trouble.words)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

        self.desk.undo(self, entry, then=self._was_put_back, failed=refused)

    def _was_put_back(self, _changes: Written) -> None:
        """Give the keys to the list: the button that had them goes with its change."""
        self.left.emit()

    # The form ---------------------------------------------------------------------------

    def new_action(self, group_id: str) -> None:
        """Open the form of a new action, of a group if one is chosen."""

        def opened(found: tuple[tuple[GroupLine, ...], tuple[Party, ...]]) -> None:
            self._show(self.form)
            groups = [group for group in found[0] if group.kind != AGENCY_GROUP]
            self.form.open_new(groups, found[1], group_id, self.desk.today)

        self.desk.ask(self, _load_choices, then=opened, key="choices")

    def reopen(self, record: str, gone: Callable[[], object]) -> None:
        """Open the form of an action again; `gone` is called where it is no longer there."""

        def found(story: ActionStory | None) -> None:
            if story is None:
                gone()
            else:
                self.edit_action(story.line)

        self.desk.ask(self, queries.get_action, record, self.desk.today, then=found)

    def reopen_story(self, record: str, gone: Callable[[], object]) -> None:
        """Show an action whose story somebody was adding to, the keys in the field."""

        def found(story: ActionStory | None) -> None:
            if story is None:
                gone()
            else:
                self.show_action(story.line)
                self.update_field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

        self.desk.ask(self, queries.get_action, record, self.desk.today, then=found)

    def edit_action(self, line: ActionLine | None = None) -> None:
        """Open the form of an action, by default of the one shown."""
        line = line or self.line
        if line is None:
            return

        def opened(found: tuple[tuple[GroupLine, ...], tuple[Party, ...]]) -> None:
            self._show(self.form)
            self.form.open_action(line, found[1])

        self.desk.ask(self, _load_choices, then=opened, key="choices")

    def _ask_number(self, group_id: str) -> None:
        if group_id:
            next_number = queries.find_next_number
            self.desk.ask(self, next_number, group_id, then=self.form.show_number, key="number")

    def _save(self) -> None:
        form, failed = self.form, self._form_refused
        if form.action:
            change = commands.change_action
            args = (form.action.id, form.details())
            self.desk.run(self, change, *args, then=self._form_saved, failed=failed)
        else:
            args = (form.group.value(), form.details())
            self.desk.run(self, commands.add_action, *args, then=self._form_saved, failed=failed)

    def _form_saved(self, changes: Written) -> None:
        self.show_view()
        self._written(changes)

    def _form_refused(self, trouble: Trouble) -> None:
        self.form.show_trouble(trouble.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter in the field of the story adds what was typed; Esc goes to the list."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.add_update()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _origin(line: ActionLine) -> str:
    on = f", {show_long_day(line.raised_on)}" if line.raised_on else ""
    item = f", item {line.item}" if line.item else ""
    return f"{line.group}{on}{item}"


def _load_choices(session: Any) -> tuple[tuple[GroupLine, ...], tuple[Party, ...]]:
    return partnership.list_groups(session), partnership.list_holders(session)


def _row(*parts: Any) -> QHBoxLayout:
    """Return a row; None is the room left over, (widget, 1) takes it."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        elif isinstance(part, tuple):
            row.addWidget(*part)
        else:
            row.addWidget(part)
    return row
