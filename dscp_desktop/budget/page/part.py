"""A tab of the budget: what it shows of a year, its forms, and where the keys go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.budget.page.paste import PastePane
from dscp_desktop.budget.rules.contributions import YearValues, difference_words
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.charts import AnyChart, chart_rows
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.money import show_pounds
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.charts import ChartView
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import Field
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes, bar, scrolling
from dscp_desktop.widgets.texts import Text

Gone = Callable[[], object]


class YearForm(FormPane):
    """A form within a tab, for a year and perhaps a record. Enter does it, Esc goes back."""

    year = ""
    record = ""

    def __init__(
        self, title: str, do: str, parts: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parts, do, parent, within=True)

    def draft_about(self) -> dict[str, str]:
        """Return the year, and the record that it changes."""
        return {"year": self.year, "record": self.record}


class ChartPane(Surface):
    """A picture with its words; its figures can be copied."""

    def __init__(
        self,
        title: str,
        words: str,
        empty: Empty,
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.chart = ChartView(None, title, fills=True)
        self.copy = Button("Copy the figures", "quiet", icon="sheet", dense=True)
        self.copy.clicked.connect(self.copy_figures)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 12)
        box.setSpacing(12)
        more = [beside] if beside is not None else []
        box.addWidget(bar(Text(title, "section"), None, *more, self.copy))
        sheet, self.figures = Surface(), QWidget()
        room = QVBoxLayout(sheet)
        room.setContentsMargins(GUTTER, 0, GUTTER, 0)
        room.addWidget(self.chart)
        area = scrolling(sheet, title)
        area.setMaximumHeight(fonts.scaled(540))
        below = QVBoxLayout()
        below.setContentsMargins(GUTTER, 0, GUTTER, 0)
        below.addWidget(Text(words, "caption", wrap=True))
        inner = QVBoxLayout(self.figures)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(area, 1)
        inner.addLayout(below)
        box.addWidget(self.figures, 1000)
        self.none = EmptyState(empty)
        box.addWidget(self.none)
        box.addStretch(1)
        self.show_chart(None)

    def show_chart(self, chart: AnyChart | None, now: int = -1) -> None:
        """Show a chart, one place of it marked; without one say why there is none."""
        self.figures.setVisible(chart is not None)
        self.none.setVisible(chart is None)
        self.copy.setEnabled(chart is not None)
        self.chart.set_chart(chart, now)

    def copy_figures(self) -> None:
        """Put the figures of the chart on the clipboard, with their heads, tabs between cells."""
        if self.chart.chart is not None:
            heads, rows = chart_rows(self.chart.chart)
            QGuiApplication.clipboard().setText("\n".join("\t".join(r) for r in (heads, *rows)))


class Part(Surface):
    """A tab: `show_year` asks for what it shows. `kind` is the document that Print shows."""

    kind: ClassVar[str] = "contributions"
    title: ClassVar[str] = ""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.given: YearValues | None = None
        self.forms: tuple[FormPane | PastePane, ...] = ()
        self.heading = Text(self.title, "section")
        self.totals = Text("", "caption", wrap=True)
        self._wanted: tuple[str, Mapping[str, str], Gone] | None = None
        self.setAccessibleName(self.title)

    # What it is made of ---------------------------------------------------------------------

    def lay_out(
        self,
        buttons: Sequence[QWidget],
        parts: Sequence[QWidget],
        picture: ChartPane | None = None,
    ) -> None:
        """Put a bar with buttons over the totals and the parts, which scroll; forms are hidden."""
        sheet = Surface()
        box = QVBoxLayout(sheet)
        box.setContentsMargins(0, 0, 0, 12)
        box.setSpacing(0)
        words = QVBoxLayout()
        words.setContentsMargins(GUTTER, 8, GUTTER, 8)
        words.addWidget(self.totals)
        box.addLayout(words)
        self.forms = tuple(part for part in parts if isinstance(part, FormPane | PastePane))
        for part in parts:
            box.addWidget(part)
        for form in self.forms:
            form.hide()
            form.cancelled.connect(self.close_forms)
            form.stopped.connect(self.scroll_to)
        box.addStretch(1)
        self.area = scrolling(sheet, self.title)
        left = Surface()
        whole = QVBoxLayout(left)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar(self.heading, None, *buttons))
        whole.addWidget(self.area, 1)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        self.picture = picture
        self.halves: TwoPanes | None = None
        if picture is None:
            room.addWidget(left)
            return
        self.halves = TwoPanes(
            f"budget {self.title}", left, picture, titles=(self.title, "Picture"), share=0.62
        )
        room.addWidget(self.halves)

    # What it shows --------------------------------------------------------------------------

    def show_year(self, year: YearValues | None) -> None:
        """Show a year, or that there is none."""
        if self.given is not None and (year is None or year.year != self.given.year):
            self._leave_forms()
        self.given = year
        name = f" {year.year}" if year else ""
        self.heading.setText(f"{self.title}{name}")
        self.totals.setText(totals_words(year))
        self.totals.setVisible(year is not None)
        self.ask()

    @property
    def year(self) -> str:
        """The year that is shown, '' for none."""
        return self.given.year if self.given else ""

    def ask(self) -> None:
        """Ask the store for what is shown of the year."""
        raise NotImplementedError

    def came(self) -> None:
        """What was asked for is shown: open a form that waits for it."""
        if self._wanted is not None:
            (name, about, gone), self._wanted = self._wanted, None
            if about.get("year", self.year) != self.year or not self.start(name, about):
                gone()

    def reopen(self, name: str, about: Mapping[str, str], gone: Gone) -> None:
        """Open a form again by its name, once what it is about is there."""
        self._wanted = (name, about, gone)
        self.ask()

    def start(self, name: str, about: Mapping[str, str]) -> bool:
        """Open a form by its name; say whether what it is about is there."""
        raise NotImplementedError

    def new(self) -> None:
        """Do what Ctrl+N does here."""

    def first_focus(self) -> QWidget | None:
        """Return what gets the keys."""
        return None

    def panes(self) -> list[QWidget]:
        """Return the stops of F6."""
        first = self.first_focus()
        form = next((form for form in self.forms if form.isVisible()), None)
        every = (first, form, self.picture.chart if self.picture else None)
        return [pane for pane in every if pane is not None and pane.isVisible()]

    # Forms ----------------------------------------------------------------------------------

    def open(
        self, form: FormPane | PastePane, title: str, do: str = "", *, record: str = ""
    ) -> None:
        """Show a form in which nothing is touched, the keys in its first field."""
        if self.halves is not None:
            self.halves.show_first()
        if isinstance(form, YearForm):
            form.year, form.record = self.year, record
        for other in self.forms:
            other.setVisible(other is form)
        form.begin(title, do)
        self.scroll_to(form)

    def scroll_to(self, widget: QWidget) -> None:
        """Show a form or field, once it has its place."""
        QTimer.singleShot(0, widget, lambda: self.area.ensureWidgetVisible(widget))

    def close_forms(self) -> None:
        """Leave every form, the keys where they are first."""
        for form in self.forms:
            form.hide()
        first = self.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_forms(self) -> None:
        for form in self.forms:
            form.setHidden(form.isHidden() or not form.touched)

    def submit(
        self,
        at: Field | FormPane,
        command: Callable[..., Changes],
        *args: Any,
        then: Callable[[Changes], object] | None = None,
    ) -> None:
        """Run the command of a form; what is refused is said at a field, or in the form."""

        def failed(trouble: Trouble) -> None:
            if isinstance(at, Field):
                at.show_error(trouble.words)
            else:
                at.show_trouble(trouble.words)

        def done(changes: Changes) -> None:
            self.close_forms()
            if then is not None:
                then(changes)

        self.desk.run(self, command, *args, then=done, failed=failed)


def totals_words(year: YearValues | None) -> str:
    """Return both totals and the difference, or the sum of lines where none was published."""
    if year is None:
        return ""
    both = difference_words(year)
    closed = f" The year was closed on {year.closed_on:%d/%m/%Y}." if year.closed_on else ""
    return f"{both or f'Contributions, sum of lines {show_pounds(year.sum)}'}.{closed}"


def caption(words: Text) -> Surface:
    """Return quiet words as a part of a tab, in line with its tables."""
    part = Surface()
    box = QVBoxLayout(part)
    box.setContentsMargins(GUTTER, 0, GUTTER, 8)
    box.addWidget(words)
    return part


def money(pence: int | None) -> str:
    """Return an amount as it is shown, '' for none."""
    return "" if pence is None else show_pounds(pence)
