"""What the tabs of the page are made of: a table with its buttons, and forms in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.personal import name_in
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.queries.page import RecordPage
from dscp_desktop.learning.rules.cycles import CyclesPage
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.page import Surface, bar
from dscp_desktop.widgets.tables import TWO_LINE, TableView

_SURE = "It names nobody: keep it as it is"


class NamingForm(FormPane):
    """A form whose words name nobody: where they seem to, it asks before it is sent.

    A form says in `told` which of its texts are looked at; `keep_asked` says whether the person
    is sure that none of them names anybody.
    """

    keep_asked = Signal(bool)

    def __init__(
        self, title: str, parts: Sequence[QWidget], do: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parts, do, parent)
        self.sure = Button(_SURE, dense=True)
        self.sure.hide()
        box = self.inside.layout()
        assert isinstance(box, QBoxLayout)
        box.insertWidget(box.indexOf(self.trouble) + 1, self.sure)
        self.submitted.connect(self._ask)
        self.sure.clicked.connect(lambda: self.keep_asked.emit(True))

    def told(self) -> Iterable[str]:
        """Return the texts that are to name nobody."""
        raise NotImplementedError

    def begin(self, title: str, do: str = "") -> None:
        """Show the form anew."""
        self.sure.hide()
        super().begin(title, do)

    def _ask(self) -> None:
        self.sure.hide()
        found = next(filter(None, map(name_in, self.told())), "")
        if not found:
            self.keep_asked.emit(False)
            return
        self.show_trouble(f"“{found}” looks like a name. Say it without naming anybody.")
        self.sure.show()
        self.sure.setFocus(Qt.FocusReason.OtherFocusReason)


class StandingForm(NamingForm):
    """A form that stays open: its buttons show while something is typed, Cancel puts back.

    A form says in `show_kept` how what is kept is put into its fields.
    """

    changed_live = Signal(bool)  # whether something is typed that is not kept yet

    def __init__(self, title: str, parts: Sequence[QWidget], do: str) -> None:
        super().__init__(title, parts, do)
        self.put_in()  # it is open from the start, and a page puts the keys into it
        self.title.hide()
        self._given_about: Mapping[str, str] = {}
        self.cancelled.connect(self.put_back)
        self._fit()

    def show_kept(self) -> None:
        """Put what is kept into the fields."""
        raise NotImplementedError

    def is_live(self) -> bool:
        """Say whether something was typed that is not kept yet, whatever tab is in front."""
        return self.touched

    def _touch(self) -> None:
        self.touched = True
        self._fit()

    def _fit(self) -> None:
        """Show the buttons while there is something to keep."""
        for button in (self.do, self.cancel):
            button.setVisible(self.touched)
        self.changed_live.emit(self.touched)

    def give_back(self, about: Mapping[str, str], values: Mapping[str, Any]) -> None:
        """Keep values until what they are about is shown, and put them in then."""
        super().give_back(about, values)
        self._given_about = dict(about)

    def put_back(self) -> None:
        """Show what is kept, and what was half typed where that is offered back."""
        self.show_kept()
        self.trouble.hide()
        self.sure.hide()
        self.touched = False
        if self.given_back is not None and self._given_about == self.draft_about():
            values, self.given_back = self.given_back, None
            self.put_typed(values)
            self.touched = True
        self._fit()

    def take_back(self) -> None:
        """Put in what was half typed, unless that was done as its record was shown."""
        if self.given_back is not None:
            self.put_back()

    def saved(self) -> None:
        """Say that what was typed is kept."""
        self.touched = False
        self.sure.hide()
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Esc to the window where nothing was typed: there is nothing to cancel."""
        if self.touched or event.text() != "\x1b":
            super().keyPressEvent(event)
        else:
            event.ignore()


class Tab(QStackedWidget):
    """What is read, and the forms that stand in its place while one is open."""

    saved = Signal()
    form_opened = Signal(bool)

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.front = Surface()
        self.box = QVBoxLayout(self.front)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        self.addWidget(self.front)
        self.setAccessibleName(name)

    def put_table(
        self, columns: Sequence[Column], name: str, empty: Empty, buttons: Sequence[Button]
    ) -> TableView:
        """Put a table below its buttons, and return it."""
        table = TableView(columns, name, height=TWO_LINE, empty=empty)
        self.box.addWidget(bar(*buttons))
        self.box.addWidget(table, 1)
        return table

    def fill(self, table: TableView, rows: Sequence[Any]) -> None:
        """Show rows; the first is chosen where none is."""
        table.set_rows(tuple(rows))
        if table.value() is None:
            table.choose_first()

    def add_form(self, form: FormPane) -> None:
        """Take in a form."""
        self.addWidget(form)
        form.cancelled.connect(self.leave)

    def first_focus(self) -> QWidget:
        """Return what gets the keys."""
        raise NotImplementedError

    def show_record(self, shown: RecordPage, page: CyclesPage) -> None:
        """Show what the tab has of a phase."""
        raise NotImplementedError

    def put_away(self) -> None:
        """Put a form away in which nothing was typed: it may be about another phase."""
        form = self.form()
        if form is not None and not form.touched:
            self.bring(self.front)

    def form(self) -> FormPane | None:
        """Return the form that is open."""
        front = self.currentWidget()
        return front if isinstance(front, FormPane) else None

    def is_editing(self) -> bool:
        """Say whether a form is open."""
        return self.form() is not None

    def bring(self, part: QWidget) -> None:
        """Put a form, or what is read, to the front."""
        was = self.is_editing()
        self.setCurrentWidget(part)
        if was != self.is_editing():
            self.form_opened.emit(self.is_editing())

    def leave(self) -> None:
        """Leave a form; nothing is saved."""
        form = self.form()
        if form is not None:
            form.touched = False
            self.bring(self.front)
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def run(self, command: Callable[..., Changes], *args: Any) -> None:
        """Run a command; what is refused is said in the form that is open, else to the window."""
        self.desk.run(self, command, *args, then=self._done, failed=self._refused)

    def _done(self, _changes: Changes) -> None:
        self.leave()
        self.saved.emit()

    def _refused(self, trouble: Trouble) -> None:
        form = self.form()
        if form is not None:
            form.show_trouble(trouble.words)
        else:
            self.desk.troubled.emit(trouble.words)
