"""Contributions of a year: both totals side by side, the steps, and the years as bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.budget.page.figures import NO_LINE, NO_YEAR, columns_of, partner_of, rows_of
from dscp_desktop.budget.page.forms import Form
from dscp_desktop.budget.page.keeping import KeepingPage
from dscp_desktop.budget.page.paste import PastePane
from dscp_desktop.budget.page.years import YearsPane
from dscp_desktop.budget.queries import contributions as queries
from dscp_desktop.budget.rules.contributions import ContributionLine, YearValues, difference_words
from dscp_desktop.core.periods import year_named, year_of
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.queries.parties import list_holders
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import Surface, TwoPanes, bar, scrolling
from dscp_desktop.widgets.tables import MONEY
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable


class ContributionsPage(KeepingPage):
    """The page as far as contributions go: nothing overwrites either total."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.years: tuple[YearValues, ...] = ()
        self.partners: tuple[Party, ...] = ()
        self._filling = False  # whether the table is being filled by the program
        self.year = Chooser()
        self.year.setAccessibleName("Year")
        self.year.activated.connect(lambda _place: self._change_year())
        label = self.year_label = Text("Year", "base", tone="t2")
        self.add_beside_title(self.year)
        self.add_beside_title(label)
        label.setBuddy(self.year)
        self.print = self.add_print_button(lambda: self.share())
        self.add_year = self.add_button(Button("Add year", "primary", icon="add"))
        self.add_year.clicked.connect(self._start_year)
        self._make_body()
        self._connect()
        self._show_year()

    # What it is made of ---------------------------------------------------------------------

    def _make_body(self) -> None:
        self.put_body(self._body())

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
        self.make_forms()
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
        box.addWidget(self.steps)
        box.addStretch(1)
        return sheet

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose_line)
        self.table.opened.connect(lambda _line: self._edit_amount())
        self.add_line.clicked.connect(self._start_line)
        self.set_total.clicked.connect(self._start_total)
        self.bars.chosen.connect(self._choose_bar)
        self.connect_forms()
        for form in self.forms:
            form.cancelled.connect(self._close_forms)
            form.stopped.connect(self._scroll_to)
        self.steps.opened.connect(self._show_form)
        self.steps.done.connect(self._close_forms)
        self.pasted.done.connect(self._close_forms)
        bind(self.table, "Ctrl+V", "Paste rows from a workbook", self.paste)
        bind(self, "Ctrl+N", "New record of the part that is shown", self.new_record)

    # What a page says of itself -------------------------------------------------------------

    def new_record(self) -> None:
        """Add a line."""
        self._start_line()

    def ask_years(self, then: Callable[[tuple[YearValues, ...]], object]) -> None:
        """Ask for every year, and for who can give."""
        self.desk.ask(self, list_holders, then=self._keep_partners, key="partners")
        self.desk.ask(self, queries.list_history, then=then, key="years")

    def refresh(self) -> None:
        """Ask for every year again."""
        self.ask_years(self._show)

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

    # What it shows --------------------------------------------------------------------------

    @property
    def shown(self) -> YearValues | None:
        """The year that is shown."""
        return next((year for year in self.years if year.year == self.year.value()), None)

    def _keep_partners(self, partners: tuple[Party, ...]) -> None:
        self.partners = self.steps.partners = partners

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
        self.print.setEnabled(year is not None)
        for button in (self.add_line, self.set_total):
            button.setEnabled(year is not None and year.closed_on is None)
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
        self._show_line(year, self.table.value())

    def _show_line(self, year: YearValues | None, line: ContributionLine | None) -> None:
        self.editor.show_line(year.year if year else "", line)
        self.editor.setEnabled(year is None or year.closed_on is None)
        self.steps.show_line(year, line)
        self.steps.setVisible(line is not None)

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
            self._show_line(self.shown, line)
            self._leave_forms()

    def _choose_bar(self, year: str) -> None:
        self.year.set_value(year)
        self._change_year()

    # Forms ----------------------------------------------------------------------------------

    def share(self, kind: str = "") -> None:
        """Show a document of the year as it is printed."""
        raise NotImplementedError

    def _open(self, form: Form, field: QWidget) -> None:
        self._show_form(form)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, form: Form | PastePane) -> None:
        self.halves.show_first()
        self.editor.save()
        self.editor.hide()
        for other in self.forms:
            other.setVisible(other is form)
        self._scroll_to(form)

    def paste(self) -> None:
        """Show the contributions that were copied in Excel before any of them is taken."""
        self._show_form(self.pasted)
        self.pasted.begin("Contributions to be taken")

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
            self.steps.step_form.draft_name: self.steps.start_step,
            self.steps.gift_form.draft_name: self.steps.start_gift,
        }

        def ready(years: tuple[YearValues, ...]) -> None:
            self._show(years)
            year, partner = about.get("year") or self.year.value(), about.get("partner")
            self.year.set_value(year)
            self._change_year()
            if self.year.value() != year or (partner and not self.table.choose(partner)):
                gone()
            elif about.get("record"):
                if not self.steps.choose_step(about["record"]):
                    gone()
            elif name in starts:
                starts[name]()
            else:
                self.editor.show_line(year, self.table.value())
                self._edit_amount()

        self.ask_years(ready)

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
