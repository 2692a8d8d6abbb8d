"""What is shown of a record at the right, with a form in its place while one is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.page import Surface

Done = Callable[[Changes], object]
F = TypeVar("F", bound=FormPane)


class Side(QStackedWidget):
    """A view, or the form that stands in its place. A form is made when it is first opened."""

    typing_changed = Signal()
    made = Signal()  # a form stands there that did not before

    def __init__(self, desk: Desk, view: QWidget, back: Callable[[], QWidget]) -> None:
        super().__init__()
        self.desk, self.view, self._back = desk, view, back
        self._about: object = None  # what is chosen
        self.addWidget(view)

    def form(self) -> FormPane | None:
        """Return the form that is open, None for none."""
        shown = self.currentWidget()
        return shown if isinstance(shown, FormPane) else None

    def put(self, form: F, submit: Callable[[], object]) -> F:
        """Take a form in and return it; `submit` is called when its fields are right."""
        form.submitted.connect(submit)
        form.cancelled.connect(self.leave)
        self.addWidget(form)
        self.made.emit()
        return form

    def open(self, form: FormPane, title: str, do: str = "") -> None:
        """Show a form; the keys go into its first field."""
        self.setCurrentWidget(form)
        form.begin(title, do)
        self.typing_changed.emit()

    def leave(self) -> None:
        """Show the view again; what was typed is given up, and the keys go back to the list."""
        form = self.form()
        if form is not None:
            form.touched = False
        self.setCurrentWidget(self.view)
        self.typing_changed.emit()
        self._back().setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self, about: object) -> None:
        """Show the view where something else was chosen, unless something was typed."""
        same, self._about = about == self._about, about
        form = self.form()
        if form is not None and not form.touched and not same:
            self.setCurrentWidget(self.view)
            self.typing_changed.emit()

    def run(
        self,
        form: FormPane,
        command: Callable[..., Changes],
        *args: object,
        then: Done | None = None,
        **options: object,
    ) -> None:
        """Run the command of a form: then the form closes, or says what was refused."""

        def done(changes: Changes) -> None:
            self.leave()
            if then is not None:
                then(changes)

        def refused(trouble: Trouble) -> None:
            form.show_trouble(trouble.words)

        self.desk.run(self, command, *args, then=done, failed=refused, **options)


class Pane(Surface):
    """One part of the page: it asks for its own values, and knows where the keys begin."""

    typing_changed = Signal()
    document_wanted = Signal(str, object)
    made = Signal()  # a form was made that was not there before
    forms: tuple[str, ...] = ()  # the names of its forms, which are made when they are asked for

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(name)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)

    def refresh(self) -> None:
        """Ask for the values again and show them."""

    def make_forms(self) -> None:
        """Make every form that is not there yet: one of them may be opened again."""
        for name in self.forms:
            getattr(self, name)

    def first_focus(self) -> QWidget:
        """Return what gets the keys when the part is opened."""
        return self

    def stops(self) -> list[QWidget]:
        """Return the stops of F6 in the part, in order."""
        return [self.first_focus()]

    def sides(self) -> list[Side]:
        """Return the places where a form may stand."""
        return []

    def take_side(self, side: Side) -> Side:
        """Pass on what a place of forms tells."""
        side.typing_changed.connect(self.typing_changed)
        side.made.connect(self.made)
        return side

    def is_typing(self) -> bool:
        """Say whether a form with a primary button of its own is open."""
        return any(side.form() is not None for side in self.sides())
