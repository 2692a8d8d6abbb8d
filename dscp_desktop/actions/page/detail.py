"""One action: where it came from, how it stands, its story, its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from dscp_desktop.actions.commands import lives
from dscp_desktop.actions.commands import log as commands
from dscp_desktop.actions.commands.many import change_many
from dscp_desktop.actions.page.form import ActionForm
from dscp_desktop.actions.page.parts import ActionParts
from dscp_desktop.actions.page.reviewing import PlanForm, ReviewForm
from dscp_desktop.actions.page.sending import OwnerSheets
from dscp_desktop.actions.page.several import SeveralForm
from dscp_desktop.actions.queries import log as queries
from dscp_desktop.actions.queries.origins import usual_months
from dscp_desktop.actions.rules.lives import ReviewLine
from dscp_desktop.actions.rules.log import (
    CLOSED,
    STATUSES,
    ActionChange,
    ActionLine,
    ActionStory,
    Origin,
)
from dscp_desktop.core.changes import Changes as Written
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.queries.parties import list_groups, list_holders
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP, GroupLine, Party
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.formpane import FormPane

_NONE = Empty("No action is chosen", "Choose one in the list, or add one with Ctrl+N.", "action")


class ActionPane(ActionParts):
    """The detail of the action chosen; a form takes its place while it is open."""

    saved = Signal(str)  # the id of the action that was added or changed
    form_opened = Signal(bool)
    left = Signal()  # the keys go back to the list

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.line: ActionLine | None = None
        self.meeting_id = ""
        self.form, self.plan, self.review_form = ActionForm(), PlanForm(), ReviewForm()
        self.sheets, self.several = OwnerSheets(desk), SeveralForm()
        self.none = EmptyState(_NONE)
        self.forms = (self.form, self.plan, self.review_form, self.several)
        for part in (self.none, self.view, *self.forms, self.sheets):
            self.addWidget(part)
        self._connect()
        self.setAccessibleName("Action")

    def _connect(self) -> None:
        self.edit.clicked.connect(lambda: self.edit_action())
        self.meeting.clicked.connect(self._open_meeting)
        self.done.clicked.connect(self.toggle_done)
        self.status.clicked.connect(self._open_statuses)
        self.add.clicked.connect(self.add_update)
        self.history.put_back.connect(self._put_back)
        self.form.submitted.connect(self._save)
        self.form.cancelled.connect(self.show_view)
        self.form.group_chosen.connect(self._ask_number)
        self.lives.evidence_said.connect(lambda words: self._say(lives.record_evidence, words))
        self.lives.difference_said.connect(lambda words: self._say(lives.record_difference, words))
        self.lives.plan_asked.connect(self.plan_reviews)
        self.lives.record_asked.connect(self.review)
        self.lives.remove_asked.connect(lambda one: self._run(lives.remove_review, one))
        self.plan.submitted.connect(self._plan)
        self.review_form.submitted.connect(self._record)
        self.sheets.left.connect(self.show_view)
        self.several.submitted.connect(self._change_several)
        for form in (self.plan, self.review_form, self.several):
            form.cancelled.connect(self.show_view)

    # Showing ----------------------------------------------------------------------------

    def show_action(self, line: ActionLine | None) -> None:
        """Show an action, and ask for its origin and history; None where none is chosen."""
        anew = line is None or self.line is None or line.id != self.line.id
        self.line = line
        if line is None:
            if not self.is_editing():
                self._show(self.none)
            return
        self.show_line(line, self.desk.today, anew=anew)
        if self.currentWidget() is self.none or (anew and not self._keeps_form()):
            self._show(self.view)
        today = self.desk.today
        self.desk.ask(
            self, queries.get_action, line.id, today, then=self._show_origin, key="origin"
        )
        self.desk.ask(self, queries.list_changes, line.id, then=self._show_changes, key="changes")

    def _show_origin(self, story: ActionStory | None) -> None:
        if story is None or self.line is None or story.line.id != self.line.id:
            return
        self.meeting_id = story.raised_at.id if story.raised_at else ""
        self.show_story(story, self.desk.today)

    def open_origin(self, origin: Origin) -> None:
        """Open the record that the action answers, by its kind."""
        self.desk.place_asked.emit(origin.kind, origin.id)

    def _show_changes(self, changes: tuple[ActionChange, ...]) -> None:
        self.history.show_changes(changes, anew=False)

    def _open_meeting(self) -> None:
        self.desk.place_asked.emit("meetings", self.meeting_id)

    def is_editing(self) -> bool:
        """Return whether a form is open, or owners are being chosen."""
        return self.currentWidget() in (*self.forms, self.sheets)

    def _keeps_form(self) -> bool:
        """Return whether the form stays when another action is chosen: nothing typed is lost."""
        now = self.currentWidget()
        if isinstance(now, ActionForm):
            return now.action is None or now.touched
        if isinstance(now, PlanForm | ReviewForm | SeveralForm):
            return now.touched
        return now is self.sheets

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

    # Lives and reviews ------------------------------------------------------------------

    def _say(self, command: Any, words: str) -> None:
        if self.line:
            self._run(command, self.line.id, words, self.desk.today)

    def plan_reviews(self) -> None:
        """Open the form that plans the reviews of the action shown."""
        line = self.line
        if line is None:
            return

        def opened(months: tuple[int, ...]) -> None:
            self._show(self.plan)
            counts_from = line.done_on or self.desk.today
            self.plan.open_for(line.id, line.number, counts_from, months)

        self.desk.ask(self, usual_months, then=opened, key="months")

    def review(self, review: ReviewLine) -> None:
        """Open the form that records what a review found."""
        if self.line is not None:
            self._show(self.review_form)
            about = (self.line.id, self.line.number, review, self.line.done_on)
            self.review_form.open_for(*about, self.desk.today)

    def _plan(self) -> None:
        form = self.plan
        args = (form.action_id, form.counts_from.value(), form.chosen())
        failed = self._refused_by(form)
        self.desk.run(self, lives.plan_reviews, *args, then=self._form_saved, failed=failed)

    def _record(self) -> None:
        form = self.review_form
        args = (form.review_id, form.findings(), form.on.value())
        failed = self._refused_by(form)
        self.desk.run(self, lives.record_review, *args, then=self._form_saved, failed=failed)

    def _refused_by(self, form: FormPane) -> Callable[[Trouble], object]:
        return lambda trouble: form.show_trouble(trouble.words)

    def change_several(self, lines: Sequence[ActionLine]) -> None:
        """Open the form that changes these actions at once."""

        def opened(found: tuple[tuple[GroupLine, ...], tuple[Party, ...]]) -> None:
            self._show(self.several)
            self.several.open_for(lines, found[1])

        if lines:
            self.desk.ask(self, _load_choices, then=opened, key="choices")

    def reopen_several(self, ids: Sequence[str], gone: Callable[[], object]) -> None:
        """Open the form of several actions again, of those that are still there."""

        def found(lines: tuple[ActionLine, ...]) -> None:
            if lines:
                self.change_several(lines)
            else:
                gone()

        self.desk.ask(self, _load_lines, ids, self.desk.today, then=found)

    def _change_several(self) -> None:
        form = self.several
        args, failed = (form.ids, form.change(), self.desk.today), self._refused_by(form)
        self.desk.run(self, change_many, *args, then=self._form_saved, failed=failed)

    def choose_owners(self) -> None:
        """Show the owners of open actions, for their sheets."""
        self._show(self.sheets)
        self.sheets.begin()

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

    def reopen_field(self, name: str, record: str, gone: Callable[[], object]) -> None:
        """Show an action of which somebody was saying something, the keys in the field."""

        def found(story: ActionStory | None) -> None:
            if story is None:
                gone()
                return
            self.show_action(story.line)
            self.show_story(story, self.desk.today)
            fields = (self.update_field, self.lives.difference, self.lives.evidence)
            field = next(one for one in fields if one.draft_name == name)
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

        self.desk.ask(self, queries.get_action, record, self.desk.today, then=found)

    def reopen_review(self, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open the plan of reviews of an action again, or what one found."""

        def found(story: ActionStory | None) -> None:
            wanted = about.get("review", "")
            reviews = story.lives.reviews if story else ()
            review = next((one for one in reviews if one.id == wanted), None)
            if story is None or (wanted and review is None):
                gone()
                return
            self.show_action(story.line)
            if review is None:
                self.plan_reviews()
            else:
                self.review(review)

        self.desk.ask(self, queries.get_action, about["record"], self.desk.today, then=found)

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
        form, failed = self.form, self._refused_by(self.form)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves the field that has the keys; Esc goes to the list."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not self.lives.save_focused():
                self.add_update()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _load_lines(session: Any, ids: Sequence[str], today: date) -> tuple[ActionLine, ...]:
    stories = (queries.get_action(session, one, today) for one in ids)
    return tuple(story.line for story in stories if story is not None)


def _load_choices(session: Any) -> tuple[tuple[GroupLine, ...], tuple[Party, ...]]:
    return list_groups(session), list_holders(session)
