"""The budget: contributions of a year, both totals side by side, and the years as bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.budget import commands, queries
from dscp_desktop.budget.page.figures import NO_LINE, NO_YEAR, columns_of, partner_of, rows_of
from dscp_desktop.budget.page.forms import Form, LineEditor, NewLine, NewYear, Published, Reason
from dscp_desktop.budget.page.years import YearsPane
from dscp_desktop.budget.rules import ContributionLine, YearValues, difference_words
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.periods import year_named, year_of
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.queries.parties import list_holders
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.forms import Field
from dscp_desktop.widgets.page import Page, Surface, TwoPanes, bar, scrolling
from dscp_desktop.widgets.tables import MONEY
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable


class BudgetPage(Page):
    """Contributions by year. Every change is a command; nothing overwrites either total."""

    help_topic = (
        "The table adds up the lines of a year. The published total stands below the sum, and "
        "where they differ both are kept and printed until someone records the reason."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Budget", parent=parent)
        self.desk = desk
        self.years: tuple[YearValues, ...] = ()
        self.partners: tuple[Party, ...] = ()
        self._wanted = ""  # the record to show once it is there
        self._new_partner = ""  # whose line to choose once it is there
        self._filling = False  # whether the table is being filled by the program
        self.year = Chooser()
        self.year.setAccessibleName("Year")
        self.year.activated.connect(lambda _place: self._change_year())
        label = self.year_label = Text("Year", "base", tone="t2")
        self.add_beside_title(self.year)
        self.add_beside_title(label)
        label.setBuddy(self.year)
        self.print = self.add_print_button(self.share)
        self.add_year = self.add_button(Button("Add year", "primary", icon="add"))
        self.add_year.clicked.connect(self._start_year)
        self.put_body(self._body())
        self._connect()
        self._show_year()

    # What it is made of ---------------------------------------------------------------------

    def _body(self) -> QWidget:
        self.bars = YearsPane()
        self.halves = TwoPanes(
            "budget",
            self._left(),
            self.bars,
            titles=("Contributions", "By year"),
            share=0.6,
            limit=900,
        )
        return self.halves

    def _left(self) -> QWidget:
        self.heading = Text("Contributions", "section")
        self.set_total = Button("Published total", "quiet", icon="edit", dense=True)
        self.add_line = Button("Add line", "quiet", icon="add", dense=True)
        self.table = WholeTable(
            columns_of(""), "Contributions", height=MONEY, empty=NO_YEAR, key=partner_of
        )
        self.editor = LineEditor()
        self.new_line, self.new_year = NewLine(), NewYear()
        self.published, self.reason = Published(), Reason()
        self.forms: tuple[Form, ...] = (self.new_line, self.new_year, self.published, self.reason)
        self.sheet = self._sheet()
        self.area = scrolling(self.sheet, "Contributions")
        left = Surface()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar(self.heading, None, self.set_total, self.add_line))
        box.addWidget(self.area, 1)
        return left

    def _sheet(self) -> QWidget:
        """Return what scrolls: the whole table, and below it the fields of a line or a form."""
        sheet = Surface()
        box = QVBoxLayout(sheet)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table)
        box.addWidget(self.editor)
        for form in self.forms:
            box.addWidget(form)
            form.hide()
        box.addStretch(1)
        return sheet

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose_line)
        self.table.opened.connect(lambda _line: self._edit_amount())
        self.add_line.clicked.connect(self._start_line)
        self.set_total.clicked.connect(self._start_total)
        self.bars.chosen.connect(self._choose_bar)
        self.editor.saved.connect(self._save_line)
        self.editor.payment_chosen.connect(self._save_payment)
        self.editor.removed.connect(self._remove_line)
        self.new_line.submitted.connect(self._add_line)
        self.new_year.submitted.connect(self._add_year)
        self.published.submitted.connect(self._save_total)
        self.reason.submitted.connect(self._save_reason)
        for form in self.forms:
            form.cancelled.connect(self._close_forms)
            form.stopped.connect(self._scroll_to)
        QShortcut(QKeySequence("Ctrl+N"), self, self._start_line)

    # What a page says of itself -------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for every year again."""
        self.desk.ask(self, queries.list_history, then=self._show, key="years")
        self.desk.ask(self, list_holders, then=self._keep_partners, key="partners")

    def first_focus(self) -> QWidget:
        """Return the table: its first line, or the one that was chosen."""
        return self.table if self.years else self.add_year

    def panes(self) -> list[QWidget]:
        """Return banner, table, fields and chart."""
        fields = next((form for form in self.forms if form.isVisible()), self.editor)
        every = (self.banner, self.table, fields, self.bars.chart)
        return [pane for pane in every if pane is not None and pane.isVisible()]

    def open_record(self, record_id: str) -> None:
        """Show a year of contributions."""
        self._wanted = record_id
        self._show(self.years)

    def commands(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """Return what the palette offers of this page."""
        return (
            ("Add a year of contributions", "", self._start_year),
            ("Add a contribution", "Ctrl+N", self._start_line),
            ("Set the published total", "", self._start_total),
            ("Print or save the contributions", "Ctrl+P", self.share),
        )

    def share(self) -> None:
        """Show the contributions of the year as they are printed."""
        if self.shown:
            scope = Scope(self.desk.today, year=self.shown.year)
            self.document_wanted.emit("contributions", scope)

    # What it shows --------------------------------------------------------------------------

    @property
    def shown(self) -> YearValues | None:
        """The year that is shown."""
        return next((year for year in self.years if year.year == self.year.value()), None)

    def _keep_partners(self, partners: tuple[Party, ...]) -> None:
        self.partners = partners

    def _show(self, years: tuple[YearValues, ...]) -> None:
        # The keys wait on the button while nothing has come; then they belong to the table.
        came = not self.years and bool(years) and self.add_year.hasFocus()
        self.years = years
        self.year.set_options([(year.year, year.year) for year in reversed(years)])
        for year in years:
            if year.id == self._wanted:
                self.year.set_value(year.year)
                self._wanted = ""
        self._show_year()
        if came:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_year(self) -> None:
        self.editor.save()
        self._leave_forms()
        self._show_year()

    def _show_year(self) -> None:
        year = self.shown
        for part in (self.year, self.year_label):
            part.setVisible(bool(self.years))
        for button in (self.add_line, self.set_total, self.print):
            button.setEnabled(year is not None)
        self.heading.setText(f"Contributions {year.year}" if year else "Contributions")
        self.table.set_empty(NO_LINE if year else NO_YEAR)
        self._fill(year)
        self._show_editor()
        self.bars.show_years(self.years, year.year if year else "")
        self._show_difference(year)

    def _fill(self, year: YearValues | None) -> None:
        self._filling = True
        self.table.set_columns(columns_of(year.year if year else ""))
        self.table.set_rows(rows_of(year) if year and (year.lines or year.published) else [])
        if self._new_partner and self.table.choose(self._new_partner):
            self._new_partner = ""
        if self.table.value() is None:
            self.table.choose_first()
        self._filling = False
        self.editor.show_line(year.year if year else "", self.table.value())

    def _show_difference(self, year: YearValues | None) -> None:
        if year is None or not year.unexplained:
            self.show_banner(None)
            return
        source = f"{year.source}. " if year.source else ""
        help_words = f"{source}Both figures are kept and printed until someone records the reason."
        if self.banner is not None:
            self.banner.set_words(difference_words(year), help_words)
            return
        show = Button("Show source", icon="file")
        show.clicked.connect(self._show_source)
        record = Button("Record the reason")
        record.clicked.connect(self._start_reason)
        self.show_banner(Banner(difference_words(year), help_words, buttons=[show, record]))

    def _choose_line(self, line: ContributionLine | None) -> None:
        if not self._filling:
            self.editor.save()
            self.editor.show_line(self.year.value(), line)
            self._leave_forms()

    def _choose_bar(self, year: str) -> None:
        self.year.set_value(year)
        self._change_year()

    # Forms ----------------------------------------------------------------------------------

    def _open(self, form: Form, field: QWidget) -> None:
        self.halves.show_first()
        self.editor.save()
        self.editor.hide()
        for other in self.forms:
            other.setVisible(other is form)
        self._scroll_to(form)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _scroll_to(self, widget: QWidget) -> None:
        """Show a form or field, once it has its place."""
        QTimer.singleShot(0, widget, lambda: self.area.ensureWidgetVisible(widget))

    def _close_forms(self) -> None:
        """Put the fields of the line in the place of a form, and the keys back into the table."""
        for form in self.forms:
            form.hide()
        self._show_editor()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_forms(self) -> None:
        """Close a form because something else was chosen, unless something was entered there."""
        for form in self.forms:
            form.setHidden(form.isHidden() or not form.touched)
        self._show_editor()

    def _show_editor(self) -> None:
        """Show the fields of the line, unless a form stands in their place."""
        form_is_open = any(not form.isHidden() for form in self.forms)
        self.editor.setVisible(self.editor.line is not None and not form_is_open)

    def _start_line(self) -> None:
        if self.shown:
            self.new_line.start(self.shown, self.partners)
            self._open(self.new_line, self.new_line.partner.editor)

    def _start_year(self) -> None:
        last = self.years[-1].year if self.years else ""
        proposed = year_named(int(last[:4]) + 1) if last else year_of(self.desk.today)
        self.new_year.start(proposed)
        self._open(self.new_year, self.new_year.year.editor)
        self.new_year.year.editor.selectAll()

    def _start_total(self) -> None:
        if self.shown:
            self.published.start(self.shown)
            self._open(self.published, self.published.total.editor)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form or a line again; `gone` is called where its year or line is not there."""
        starts = {
            "new line": self._start_line,
            "new year": self._start_year,
            "published": self._start_total,
            "reason": self._start_reason,
        }

        def ready(years: tuple[YearValues, ...]) -> None:
            self._show(years)
            year, partner = about.get("year") or self.year.value(), about.get("partner")
            self.year.set_value(year)
            self._change_year()
            if self.year.value() != year or (partner and not self.table.choose(partner)):
                gone()
            elif name in starts:
                starts[name]()
            else:
                self.editor.show_line(year, self.table.value())
                self._edit_amount()

        self.desk.ask(self, list_holders, then=self._keep_partners, key="partners")
        self.desk.ask(self, queries.list_history, then=ready, key="years")

    def _show_source(self) -> None:
        self._start_total()
        self.published.source.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start_reason(self) -> None:
        if self.shown:
            self.reason.start(self.shown)
            self._open(self.reason, self.reason.reason.editor)

    def _edit_amount(self) -> None:
        self.editor.amount.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.amount.editor.selectAll()

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
        self._submit(field, commands.add_year, field.value(), then=done)

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
