"""Shares of the partners: how they moved, per child, and with what is given in kind."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.budget.commands.fairness import put_figure
from dscp_desktop.budget.documents.charts import shares_chart
from dscp_desktop.budget.documents.fairness import NO_ADVICE, fair_words, show_moved
from dscp_desktop.budget.page.part import ChartPane, Part, YearForm, money
from dscp_desktop.budget.queries.fairness import fairness
from dscp_desktop.budget.rules.fairness import CHILDREN, Fairness, FigureDetails
from dscp_desktop.core.money import show_pounds, show_share
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Total
from dscp_desktop.widgets.forms import TextField, fields_beside
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.tables import MONEY
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

_NONE = Empty("No shares yet", "They are counted once the year has contributions.", "budget")
_NO_PICTURE = Empty("No shares to draw yet", "Each year stands here as a bar.", "chart")
_WORDS = "Each bar is 100.0% of the money of its year. Gifts in kind are not in it."
_TITLE = "Children and young people"


class FigureForm(YearForm):
    """How many children and young people there are, and who says so."""

    draft_name = "figure of the area"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.value = TextField("How many", width=136, missing="Enter how many there are")
        self.ages = TextField("Ages", optional=True, width=136, hint="Such as 0 to 17.")
        self.at = TextField(
            "Counted in", width=136, hint="Such as 2022-06.", missing="Enter when it was counted"
        )
        self.source = TextField("Source", missing="Enter where it was published")
        beside = fields_beside(self.value, self.ages, self.at)
        super().__init__(_TITLE, "Keep the figure", (beside, self.source), parent)


class FairPart(Part):
    """Shares and how they moved. Nothing is judged here."""

    kind, title = "budget-fairness", "Shares"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.fair: Fairness | None = None
        self.table = WholeTable(
            _columns(), "Shares of the partners", height=MONEY, empty=_NONE, key=_partner_of
        )
        self.words = Text("", "caption", wrap=True)
        self.form = FigureForm()
        below = Surface()
        box = QVBoxLayout(below)
        box.setContentsMargins(GUTTER, 12, GUTTER, 0)
        box.setSpacing(8)
        for words in (self.words, Text(NO_ADVICE, "caption", wrap=True)):
            box.addWidget(words)
        self.count = Button("Children and young people", "quiet", icon="edit", dense=True)
        pane = ChartPane("Shares by year", _WORDS, _NO_PICTURE)
        self.lay_out((self.count,), (self.table, below, self.form), pane)
        self.count.clicked.connect(self.new)
        self.form.submitted.connect(self._save)

    def ask(self) -> None:
        """Ask for the shares of the year."""
        if self.year:
            self.desk.ask(self, fairness, self.year, then=self._show, key="fair")
        else:
            self._show(None)

    def _show(self, fair: Fairness | None) -> None:
        self.fair = fair
        self.table.set_rows(fair_rows(fair) if fair and fair.lines else [])
        self.words.setText("\n".join(fair_words(fair)) if fair else "")
        self.count.setEnabled(fair is not None)
        if self.picture is not None:
            self.picture.show_chart(shares_chart(fair) if fair else None)
        self.came()

    def first_focus(self) -> QWidget:
        """Return the shares."""
        return self.table

    def new(self) -> None:
        """Change the figure that 'per child' is counted with, or keep a first one."""
        held = self.fair.population if self.fair else None
        if self.given is None:
            return
        self.form.value.set_value(f"{held.value:,}" if held else "")
        self.form.ages.set_value(held.ages if held else "")
        self.form.at.set_value(held.as_at if held else "")
        self.form.source.set_value(held.source if held else "")
        self.open(self.form, _TITLE)

    def start(self, _name: str, _about: Mapping[str, str]) -> bool:
        """Open the form again."""
        self.new()
        return True

    def _save(self) -> None:
        """Keep the figure as one of its own: the one of another day stays."""
        form, held = self.form, self.fair.population if self.fair else None
        same = held is not None and held.as_at == form.at.value()
        details = FigureDetails(
            title=held.title if held and same and held.title else _TITLE,
            value=form.value.value(),
            unit=CHILDREN,
            ages=form.ages.value(),
            as_at=form.at.value(),
            source=form.source.value(),
        )
        self.submit(form, put_figure, details, held.id if held and same else "")


def fair_rows(fair: Fairness) -> list[object]:
    """Return the partners, then the sum."""
    cells = (
        "Sum of lines",
        show_pounds(fair.cash),
        show_share(sum(line.share for line in fair.lines)),
        "",
        show_pounds(fair.with_in_kind - fair.cash),
        show_share(sum(line.share_with for line in fair.lines)),
        money(fair.per_head),
    )
    return [*fair.lines, Total(cells)]


def _partner_of(line: object) -> object:
    return getattr(line, "partner_id", None)


def _columns() -> tuple[Column, ...]:
    return (
        Column("Partner", lambda x: x.partner, lines=2),
        Column("Money", lambda x: money(x.cash), 96, align="right", mark=lambda x: x.mark),
        Column("Share", lambda x: show_share(x.share), 68, align="right"),
        Column(
            "Moved",
            lambda x: show_moved(x.moved),
            100,
            align="right",
            tone="t2",
            sort=lambda x: x.moved or 0,
            tip="Since the year before, in points of a percent",
        ),
        Column(
            "In kind",
            lambda x: money(x.in_kind_value or None),
            84,
            align="right",
            tone="t2",
            drop_below=640,
        ),
        Column(
            "With in kind",
            lambda x: show_share(x.share_with),
            116,
            align="right",
            tone="t2",
            drop_below=640,
        ),
        Column("Per child", lambda x: money(x.per_head), 96, align="right", drop_below=520),
    )
