"""The tabs of the page: a table of what stands in a plan, and beside it the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.priorities.queries.plans import PlansPage
from dscp_desktop.priorities.rules.plans import PlanLine
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text


class View(Surface):
    """What is chosen, as it is read: title, a warning, facts, and the buttons below them."""

    def __init__(
        self,
        name: str,
        buttons: Sequence[Button],
        own: Sequence[Button] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.title = Text("", "item", wrap=True, selectable=True)
        self.warning = StatusLabel(Status("waiting", ""))
        self.facts = Facts()
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(10)
        warned = QHBoxLayout()
        warned.addWidget(self.warning)
        warned.addStretch()
        box.addWidget(self.title)
        box.addLayout(warned)
        box.addWidget(self.facts)
        box.addSpacing(4)
        for line in (own, buttons):
            if line:
                box.addLayout(_beside(line))
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside, name))
        self.setAccessibleName(name)

    def show_words(self, title: str, facts: Sequence[tuple[str, str]], warning: str = "") -> None:
        """Show what is chosen; without a warning there is none."""
        self.title.setText(title)
        self.warning.setVisible(bool(warning))
        if warning:
            self.warning.set_status(Status("waiting", warning))
        self.facts.set_facts(facts)


def _beside(buttons: Sequence[Button]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row


class Part(TwoPanes):
    """A table and what is chosen in it; the forms stand in the place of the latter.

    A part says what it is called, its columns and forms; it fills `rows_of`, `show_row` and
    the commands.
    """

    saved = Signal(str)  # the id of what was added or changed, '' for none
    form_opened = Signal(bool)

    def __init__(
        self, desk: Desk, name: str, titles: tuple[str, str], columns: list[Column], empty: Empty
    ) -> None:
        self.desk = desk
        self.shown: PlansPage | None = None
        self.table = TableView(columns, titles[0], empty=empty)
        self.edit_button = Button("Change", icon="edit", dense=True)
        self.up = Button("Move up", icon="up", dense=True, icon_only=True, keys="Alt+Up")
        self.down = Button("Move down", icon="down", dense=True, icon_only=True, keys="Alt+Down")
        self.remove_button = Button("Remove", icon="delete", dense=True)
        self.detail = QStackedWidget()
        self.detail.setAccessibleName(titles[1])
        self.wanted = ""  # the id to choose once it is there
        super().__init__(name, self.table, self.detail, titles=titles, share=0.6, limit=800)
        own = self.own_buttons()
        buttons = (self.edit_button, self.up, self.down, self.remove_button)
        self.view = View(titles[1], buttons, own)
        hint = Empty("Nothing is chosen", "Choose a line in the list.", "list")
        self.none = EmptyState(hint)
        self.detail.addWidget(self.none)
        self.detail.addWidget(self.view)
        self._connect()

    def _connect(self) -> None:
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.edit())
        self.table.move_asked.connect(lambda row, step: self.move_row(row, step))
        self.edit_button.clicked.connect(lambda: self.edit())
        self.remove_button.clicked.connect(lambda: self.remove())
        self.up.clicked.connect(lambda: self.move_row(self.table.value(), -1))
        self.down.clicked.connect(lambda: self.move_row(self.table.value(), 1))

    def own_buttons(self) -> tuple[Button, ...]:
        """Return buttons that stand before the others."""
        return ()

    def add_form(self, form: FormPane, save: Callable[[], None]) -> None:
        """Take in a form, and what is done when it is sent."""
        self.detail.addWidget(form)
        form.submitted.connect(save)
        form.cancelled.connect(self.leave)

    # Showing ----------------------------------------------------------------------------

    @property
    def plan(self) -> PlanLine | None:
        """Return the plan that is shown."""
        return self.shown.plan if self.shown else None

    def rows_of(self, plan: PlanLine) -> Sequence[Any]:
        """Return the rows of a plan."""
        raise NotImplementedError

    def show_plan(self, shown: PlansPage) -> None:
        """Show the rows of a plan; the one that is wanted, or the same as before, is chosen."""
        self.shown = shown
        self.table.set_rows(self.rows_of(shown.plan) if shown.plan else ())
        if self.wanted and self.table.choose(self.wanted):
            self.wanted = ""
        if self.table.value() is None:
            self.table.choose_first()
        self._chosen(self.table.value())

    def _chosen(self, row: Any) -> None:
        if row is not None:
            self.show_row(row)
        if not self.is_editing() or not self._form().touched:
            self._bring(self.view if row is not None else self.none)

    def show_row(self, row: Any) -> None:
        """Show what is chosen in the view."""
        raise NotImplementedError

    def is_editing(self) -> bool:
        """Say whether a form is open."""
        return isinstance(self.detail.currentWidget(), FormPane)

    def _form(self) -> FormPane:
        form = self.detail.currentWidget()
        assert isinstance(form, FormPane)
        return form

    def bring_form(self, form: FormPane) -> None:
        """Put a form in the place of the view."""
        self.show_second()
        self._bring(form)

    def _bring(self, part: QWidget) -> None:
        was = self.is_editing()
        self.detail.setCurrentWidget(part)
        if was != self.is_editing():
            self.form_opened.emit(self.is_editing())

    def leave(self) -> None:
        """Leave a form; nothing is saved."""
        if self.is_editing():
            self._form().touched = False
        self._bring(self.view if self.table.value() is not None else self.none)
        self.show_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is written ----------------------------------------------------------------------

    def edit(self) -> None:
        """Open the form of what is chosen."""
        raise NotImplementedError

    def remove(self) -> None:
        """Take what is chosen away; undo brings it back."""
        raise NotImplementedError

    def move_row(self, row: Any, step: int) -> None:
        """Move a row by one place."""
        raise NotImplementedError

    def run(self, command: Callable[..., Changes], *args: object) -> None:
        """Run a command of the form that is open; what is refused is said in it."""
        self.desk.run(self, command, *args, then=self._done, failed=self._refused)

    def run_on(self, row_id: str, command: Callable[..., Changes], *args: object) -> None:
        """Run a command on a row, which stays chosen."""
        self.desk.run(self, command, *args, then=lambda _done: self.saved.emit(row_id))

    def _done(self, changes: Changes) -> None:
        self.leave()
        self.saved.emit(str(changes.result or ""))

    def _refused(self, trouble: Trouble) -> None:
        if self.is_editing():
            self._form().show_trouble(trouble.words)
        else:
            self.desk.troubled.emit(trouble.words)
