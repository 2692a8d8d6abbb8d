"""The budget: contributions, spend, grants, shares, scenarios, letters and the end of a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dscp_desktop.budget.page.contributions import ContributionsPage
from dscp_desktop.budget.page.fair import FairPart
from dscp_desktop.budget.page.grants import GrantsPart
from dscp_desktop.budget.page.letters import LettersPart
from dscp_desktop.budget.page.part import Part
from dscp_desktop.budget.page.payments import PaymentsPart
from dscp_desktop.budget.page.scenarios import ScenariosPart
from dscp_desktop.budget.page.spend import SpendPart
from dscp_desktop.budget.page.yearend import YearEndPart
from dscp_desktop.budget.rules.contributions import YearValues
from dscp_desktop.core.offers import Scope
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.typed import Typed

_PARTS: tuple[type[Part], ...] = (
    *(SpendPart, PaymentsPart, GrantsPart, FairPart, ScenariosPart, LettersPart, YearEndPart),
)
CONTRIBUTIONS, SPEND, PAYMENTS, GRANTS, SHARES, SCENARIOS, LETTERS, YEAR_END = range(8)
_PRINTS = (
    ("contributions", "Print or save the contributions"),
    ("budget-monitoring", "Print or save the monitoring report"),
    ("budget-statement", "Print or save the year-end statement"),
    ("budget-fairness", "Print or save the shares of the partners"),
    ("budget-scenarios", "Print or save the scenarios"),
)


class BudgetPage(ContributionsPage):
    """A year of the budget, part by part. Every change is a command; no total is typed."""

    help_topic = (
        "The table adds up the lines of a year. The published total stands below the sum, and "
        "where they differ both are kept and printed until someone records the reason. The other "
        "tabs hold spend, payments, grants and the reserve, shares, scenarios, letters to the "
        "partners, and the end of the year. What was copied in Excel is pasted with Ctrl+V."
    )

    def _make_body(self) -> None:
        self.tabs = LaterTabs("Parts of the budget")
        self.tabs.addTab(self._body(), "Contributions")
        for kind in _PARTS:
            self.tabs.add_later(partial(self._make_part, kind), kind.title)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.made.connect(self.parts_made)
        self.put_body(self.tabs)

    def _make_part(self, kind: type[Part]) -> Part:
        return kind(self.desk)

    def part(self) -> Part | None:
        """Return the part that is shown; None for the contributions."""
        part = self.tabs.part(self.tabs.currentIndex())
        return part if isinstance(part, Part) else None

    def _tab_changed(self, _tab: int) -> None:
        if part := self.part():
            part.show_year(self.shown)

    def _show_year(self) -> None:
        super()._show_year()
        self._tab_changed(0)

    def show_tab(self, tab: int) -> None:
        """Show a part, with the keys in it."""
        self.tabs.setCurrentIndex(tab)
        if (first := self.first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # What a page says of itself -------------------------------------------------------------

    def first_focus(self) -> QWidget:
        """Return what the part that is shown begins with."""
        part = self.part()
        first = part.first_focus() if part else None
        return first or super().first_focus()

    def panes(self) -> list[QWidget]:
        """Return the banner, then the panes of the part that is shown."""
        part = self.part()
        if part is None:
            return super().panes()
        banner = [self.banner] if self.banner is not None else []
        return [*banner, *part.panes()]

    def make_parts(self) -> None:
        """Make every tab."""
        self.tabs.make_all()

    def open_record(self, record_id: str) -> None:
        """Show a year of contributions; '' leaves all as it is."""
        if record_id:
            self.tabs.setCurrentIndex(CONTRIBUTIONS)
        super().open_record(record_id)

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette offers of this page."""
        tabs = (
            (f"Show {kind.title.lower()} of the budget", "", partial(self.show_tab, tab))
            for tab, kind in enumerate(_PARTS, 1)
        )
        prints = ((words, "", partial(self.share, kind)) for kind, words in _PRINTS)
        return (
            ("Add a year of contributions", "", self._start_year),
            ("Add a contribution", "", self._start_line),
            ("Set the published total", "", self._start_total),
            *tabs,
            *prints,
        )

    def share(self, kind: str = "") -> None:
        """Show the document of the part that is shown, or of a kind, as it is printed."""
        if self.shown:
            part = self.part()
            wanted = kind or (part.kind if part else "contributions")
            self.document_wanted.emit(wanted, Scope(self.desk.today, year=self.shown.year))

    def new_record(self) -> None:
        """Do what Ctrl+N does in the part that is shown."""
        if part := self.part():
            part.new()
        else:
            self._start_line()

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is not there."""
        for tab in range(1, self.tabs.count()):
            part = self.tabs.part(tab)
            if isinstance(part, Part) and name in _drafts_of(part):
                self._reopen_in(tab, part, name, about, gone)
                return
        self.tabs.setCurrentIndex(CONTRIBUTIONS)
        super().reopen(name, about, gone)

    def _reopen_in(
        self,
        tab: int,
        part: Part,
        name: str,
        about: Mapping[str, str],
        gone: Callable[[], object],
    ) -> None:
        def ready(years: tuple[YearValues, ...]) -> None:
            self._show(years)
            self.year.set_value(about.get("year") or self.year.value())
            self.tabs.setCurrentIndex(tab)
            self._change_year()
            part.reopen(name, about, gone)

        self.ask_years(ready)


def _drafts_of(part: Part) -> set[str]:
    """Return the names of the drafts that can come from a part."""
    return {form.draft_name for form in part.forms if isinstance(form, Typed)}
