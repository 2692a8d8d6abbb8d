"""The monitoring report and the year-end statement: everything of a year, both totals together."""

from __future__ import annotations

from datetime import date

from dscp_desktop.budget.documents.contributions import contribution_blocks, no_year
from dscp_desktop.budget.documents.spend import (
    grant_blocks,
    month_blocks,
    reserve_blocks,
    spend_blocks,
)
from dscp_desktop.budget.rules.contributions import (
    PAYMENTS,
    ContributionLine,
    YearValues,
    notes_of,
)
from dscp_desktop.budget.rules.spend import BudgetYear
from dscp_desktop.core.days import show_date, show_long_day
from dscp_desktop.core.money import show_pounds
from dscp_desktop.paper.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    Table,
    cells,
)

MONITORING, YEAR_END = "Budget monitoring report", "Year-end statement"
_STEPS = {**PAYMENTS, "invoiced": "Invoiced"}


def monitoring_document(year: BudgetYear | None, today: date, marking: str = "") -> Document:
    """Return where a year stands on a day: contributions, spend, grants, reserve."""
    if year is None:
        return no_year(MONITORING, marking)
    blocks = (
        Heading(2, "Contributions"),
        *contribution_blocks(year.contributions),
        *received_blocks(year.contributions),
        Heading(2, "Spend against budget"),
        *spend_blocks(year.spend),
        *month_blocks(year.spend),
        *_money_kept(year),
    )
    title = f"{MONITORING} {year.contributions.year}"
    return Document(title, f"As at {show_long_day(today)}", marking=marking, blocks=blocks)


def statement_document(
    year: BudgetYear | None,
    figures: tuple[tuple[str, int | None, str], ...] = (),
    marking: str = "",
) -> Document:
    """Return a year as it ended: every figure, each step of each contribution, corrections."""
    if year is None:
        return no_year(YEAR_END, marking)
    given = year.contributions
    closed = given.closed_on
    state = f"Closed on {show_long_day(closed)}" if closed else "Not closed: figures may still move"
    columns = (Column("What", width=3), Column("Figure", "right", 1.3), Column("Words", width=3))
    rows = tuple(
        Row(cells(what, "Not recorded" if figure is None else show_pounds(figure), words))
        for what, figure, words in figures
    )
    blocks = (
        Heading(2, "The year in figures"),
        Table(columns, rows, head_column=0),
        Heading(2, "Contributions"),
        *contribution_blocks(given),
        *received_blocks(given),
        *_step_blocks(given),
        Heading(2, "Spend against budget"),
        *spend_blocks(year.spend),
        *month_blocks(year.spend),
        *_money_kept(year),
        *_correction_blocks(given),
    )
    return Document(f"{YEAR_END} {given.year}", state, marking=marking, blocks=blocks)


def _money_kept(year: BudgetYear) -> tuple[Block, ...]:
    return (
        Heading(2, "Ring-fenced grants"),
        *grant_blocks(year.grants),
        Heading(2, "Reserve"),
        *reserve_blocks(year.reserve),
    )


def received_blocks(year: YearValues) -> tuple[Block, ...]:
    """Return what was invoiced and received of each contribution, and what is outstanding."""
    if not year.lines:
        return ()
    heads = ("Contribution", "Invoiced", "Received", "Outstanding")
    columns = (
        Column("Partner", width=2.6),
        *(Column(head, "right", 1.3) for head in heads),
        Column("Payment", width=1.4),
    )
    rows = [_received_row(line) for line in year.lines]
    invoiced = sum(line.invoiced for line in year.lines)
    sums = (year.sum, invoiced, year.received, year.outstanding)
    rows.append(Row(cells("Sum of lines", *map(show_pounds, sums), ""), "total"))
    notes = tuple(Note(mark, text) for mark, text in notes_of(year.lines))
    table = Table(columns, tuple(rows), notes=notes)
    return (Heading(3, "What was received"), table)


def _received_row(line: ContributionLine) -> Row:
    return Row(
        (
            Cell(line.partner),
            Cell(show_pounds(line.amount), mark=line.mark),
            Cell(show_pounds(line.invoiced)),
            Cell(show_pounds(line.received)),
            Cell(show_pounds(line.outstanding)),
            Cell(PAYMENTS[line.payment] or "Not recorded"),
        )
    )


def _step_blocks(year: YearValues) -> tuple[Block, ...]:
    rows = tuple(
        Row(
            cells(
                line.partner,
                _STEPS[step.kind],
                show_date(step.on),
                show_pounds(step.amount),
                step.reference,
            )
        )
        for line in year.lines
        for step in line.steps
    )
    if not rows:
        return ()
    columns = (
        *(Column("Partner", width=2.4), Column("Step", width=1.2), Column("Date", width=1.6)),
        *(Column("Amount", "right", 1.2), Column("Reference", width=1.6)),
    )
    return (Heading(3, "Steps of the contributions"), Table(columns, rows, head_column=0))


def _correction_blocks(year: YearValues) -> tuple[Block, ...]:
    if year.closed_on is None:
        return ()
    if not year.corrections:
        none = Paragraph("Nothing was corrected since the year was closed.")
        return (Heading(2, "Corrections"), none)
    columns = (
        *(Column("Date", width=1.5), Column("About", width=1.5), Column("What", width=3)),
        Column("Higher by", "right", 1.2),
    )
    rows = tuple(
        Row(
            cells(
                show_date(each.on),
                each.about,
                each.text,
                "" if each.amount is None else show_pounds(each.amount),
            )
        )
        for each in year.corrections
    )
    words = "The figures above stay as the year was closed. What was found since stands here."
    table = Table(columns, rows, head_column=0)
    return (Heading(2, "Corrections"), Paragraph(words), table)
