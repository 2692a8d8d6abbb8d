"""The forms of the contributions, and the commands that they run."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QWidget

from dscp_desktop.budget.commands import contributions as commands
from dscp_desktop.budget.commands.taking import take_contributions
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.budget.page.forms import Form, LineEditor, NewLine, NewYear, Published, Reason
from dscp_desktop.budget.page.paste import PastePane
from dscp_desktop.budget.page.steps import StepsPane
from dscp_desktop.budget.rules.contributions import ContributionLine
from dscp_desktop.budget.workbook.contributions import (
    read_contributions,
    recognise_contributions,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.forms import Field
from dscp_desktop.widgets.page import Page


class KeepingPage(Page):
    """The page as far as it writes: what is typed becomes a command, and faults stay at fields."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Budget", parent=parent)
        self.desk = desk
        self._wanted = ""  # the record to show once it is there
        self._new_partner = ""  # whose line to choose once it is there

    def make_forms(self) -> None:
        """Make the fields of a line and every form."""
        self.editor = LineEditor()
        self.editor.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.new_line, self.new_year = NewLine(), NewYear()
        self.published, self.reason = Published(), Reason()
        self.steps = StepsPane(self.desk)
        self.pasted = PastePane(
            self.desk,
            take_contributions,
            recognise_contributions,
            read_contributions,
            {"partner": ("Partner",), "amount": ("Contribution 2022-23",)},
        )
        plain = (self.new_line, self.new_year, self.published, self.reason)
        self.forms: tuple[Form | PastePane, ...] = (*plain, *self.steps.forms, self.pasted)

    def open_record(self, record_id: str) -> None:
        """Show a year of contributions."""
        raise NotImplementedError

    def _close_forms(self) -> None:
        raise NotImplementedError

    def connect_forms(self) -> None:
        """Have each form run its command."""
        self.editor.saved.connect(self._save_line)
        self.editor.payment_chosen.connect(self._save_payment)
        self.editor.removed.connect(self._remove_line)
        self.new_line.submitted.connect(self._add_line)
        self.new_year.submitted.connect(self._add_year)
        self.published.submitted.connect(self._save_total)
        self.reason.submitted.connect(self._save_reason)

    # What is written ------------------------------------------------------------------------

    def _done(self, _changes: Changes) -> None:
        self._close_forms()

    def _submit(
        self,
        field: Field,
        command: Callable[..., Changes],
        *args: object,
        then: Callable[[Changes], object] | None = None,
    ) -> None:
        """Run the command of a form; what is wrong is said at a field."""
        self.desk.run(
            self,
            command,
            *args,
            then=then or self._done,
            failed=lambda trouble: field.show_error(trouble.words),
        )

    def _add_line(self) -> None:
        form, year = self.new_line, self.new_line.about
        partner = form.partner.value()

        def done(changes: Changes) -> None:
            self._new_partner = partner
            self._done(changes)

        values = (year, partner, form.amount.value(), form.note.value())
        self._submit(form.amount, commands.put_contribution, *values, then=done)

    def _add_year(self) -> None:
        def done(changes: Changes) -> None:
            self._done(changes)
            self.open_record(str(changes.result))

        field = self.new_year.year
        self._submit(field, add_year, field.value(), then=done)

    def _save_total(self) -> None:
        form = self.published
        values = (form.about, form.total.value(), form.source.value())
        self._submit(form.total, commands.set_published, *values)

    def _save_reason(self) -> None:
        form = self.reason
        self._submit(form.reason, commands.record_reason, form.about, form.reason.value())

    def _save_line(self, year: str, line: ContributionLine, amount: int, note: str) -> None:
        self.desk.run(
            self,
            commands.put_contribution,
            year,
            line.partner_id,
            amount,
            note,
            line.mark if note else "",
            failed=lambda trouble: self.editor.refused(trouble.words),
        )

    def _save_payment(self, year: str, line: ContributionLine, payment: str) -> None:
        self.desk.run(self, commands.set_payment, year, line.partner_id, payment)

    def _remove_line(self, year: str, line: ContributionLine) -> None:
        self.desk.run(self, commands.remove_contribution, year, line.partner_id)
