"""Planning cycles: the form of one below the calendar, and that of the template in its place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.commands.cycles import add_cycle, change_cycle
from dscp_desktop.learning.commands.template import keep_template
from dscp_desktop.learning.page.forms import CycleForm
from dscp_desktop.learning.page.template import TemplateForm
from dscp_desktop.learning.queries.page import TemplatePage, template_page
from dscp_desktop.learning.rules.cycles import CycleLine, CyclesPage
from dscp_desktop.widgets.formpane import FormPane


class Planning(QObject):
    """The two forms, made when they are first opened. `whole` holds the page, `below` its foot."""

    made = Signal()
    fronted = Signal()  # a form came to the front, or was left
    left = Signal()
    saved = Signal(str)  # the id of the cycle, '' for the template

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        whole: QStackedWidget,
        main: QWidget,
        below: QStackedWidget,
    ) -> None:
        super().__init__(page)
        self.desk, self.whole, self.main, self.below = desk, whole, main, below
        self.cycle_form: CycleForm | None = None
        self.template_form: TemplateForm | None = None

    def form(self) -> FormPane | None:
        """Return the form that is open."""
        front = self.whole.currentWidget()
        if front is self.main:
            front = self.below.currentWidget()
        return front if isinstance(front, FormPane) else None

    def first_field(self) -> QWidget:
        """Return the first field of the form that is open."""
        form = self.form()
        assert form is not None
        return form.fields()[0].editor

    def make_parts(self) -> None:
        """Make both forms."""
        self._cycle_form()
        self._template_form()

    def _cycle_form(self) -> CycleForm:
        if self.cycle_form is None:
            self.cycle_form = form = CycleForm()
            self.below.addWidget(form)
            form.submitted.connect(self._save_cycle)
            form.cancelled.connect(self.leave)
            self.made.emit()
        return self.cycle_form

    def _template_form(self) -> TemplateForm:
        if self.template_form is None:
            self.template_form = form = TemplateForm()
            self.whole.addWidget(form)
            form.submitted.connect(self._save_template)
            form.cancelled.connect(self.leave)
            self.made.emit()
        return self.template_form

    def open_cycle(self, cycle: CycleLine | None, page: CyclesPage) -> None:
        """Open the form of a cycle, of a new one without."""
        form = self._cycle_form()
        self.whole.setCurrentWidget(self.main)
        self.below.setCurrentWidget(form)
        form.open(cycle, page)
        self.fronted.emit()

    def edit_template(self) -> None:
        """Open the form of the template."""

        self.desk.ask(self, template_page, then=self._open_template, key="template")

    def _open_template(self, page: TemplatePage) -> None:
        form = self._template_form()
        self.whole.setCurrentWidget(form)
        form.open(page)
        self.fronted.emit()

    def leave(self) -> None:
        """Leave the form that is open; nothing is saved."""
        form = self.form()
        if form is not None:
            form.touched = False
            self.below.setCurrentIndex(0)
            self.whole.setCurrentWidget(self.main)
            self.fronted.emit()
            self.left.emit()

    def put_away(self) -> None:
        """Leave the form that is open, unless something was entered in it."""
        form = self.form()
        if form is not None and not form.touched:
            self.leave()

    def _save_cycle(self) -> None:
        form = self._cycle_form()

        def done(changes: Changes) -> None:
            self.leave()
            self.saved.emit(str(changes.result or ""))

        def failed(trouble: Trouble) -> None:
            form.show_trouble(trouble.words)

        command: tuple[Any, ...] = (add_cycle, form.details())
        if form.cycle is not None:
            command = (change_cycle, form.cycle.id, form.details())
        self.desk.run(self, *command, then=done, failed=failed)

    def _save_template(self) -> None:
        form = self._template_form()

        def done(_changes: Changes) -> None:
            self.leave()
            self.saved.emit("")

        def failed(trouble: Trouble) -> None:
            form.show_trouble(trouble.words)

        said = (form.shapes(), form.route(), form.kept_lists())
        self.desk.run(self, keep_template, *said, then=done, failed=failed)
