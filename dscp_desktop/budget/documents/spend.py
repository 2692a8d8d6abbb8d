"""Spend, grants and reserve as they are printed: the parts of the reports of a year."""

from __future__ import annotations

from dscp_desktop.budget.documents.charts import months_chart, spend_bars
from dscp_desktop.budget.rules.spend import (
    BROUGHT,
    MONTHS,
    GrantLine,
    ReserveValues,
    SpendLine,
    SpendYear,
    variance_words,
)
from dscp_desktop.core.days import show_date
from dscp_desktop.core.money import show_pounds
from dscp_desktop.paper.document import (
    Block,
    Cell,
    Chart,
    Column,
    Facts,
    Paragraph,
    Row,
    Table,
    cells,
)

_HOW = (
    "A forecast that nobody typed is what was spent and ordered, with the budget of the months "
    "to come."
)


def spend_blocks(year: SpendYear) -> tuple[Block, ...]:
    """Return spend against budget by heading, what nobody has placed yet, and the picture."""
    if not year.lines:
        return (Paragraph("No heading has a budget or spend in this year yet."),)
    heads = ("Budget", "Spent", "Ordered", "Forecast")
    columns = (
        Column("Heading", width=2.6),
        *(Column(head, "right", 1.25) for head in heads),
        Column("Against budget", width=1.6),
    )
    rows = [_spend_row(line) for line in year.lines]
    sums = (year.budget, year.actual, year.committed, year.forecast)
    total = ("All headings", *map(show_pounds, sums), variance_words(year.variance))
    rows.append(Row(cells(*total), "total"))
    blocks: list[Block] = [Table(columns, tuple(rows)), Paragraph(_HOW, small=True)]
    if year.unplaced:
        many = len(year.unplaced)
        blocks.append(
            Paragraph(
                f"{show_pounds(year.unplaced_amount)} in {many} "
                f"payment{'' if many == 1 else 's'} counts, and has no heading yet."
            )
        )
    if year.doubts:
        many = len(year.doubts)
        blocks.append(
            Paragraph(f"{many} payment{' looks' if many == 1 else 's look'} as if it stood twice.")
        )
    bars = spend_bars(year)
    if bars is not None:
        blocks.append(Chart(bars, "Spent, ordered and left of the budget, by heading"))
    return tuple(blocks)


def _spend_row(line: SpendLine) -> Row:
    budget = show_pounds(line.budget) if line.budgeted else "None"
    typed = "Forecast typed" if line.typed_forecast is not None else ""
    words = ". ".join(part for part in (typed, line.note) if part)
    return Row(
        (
            Cell(line.heading, below=words),
            Cell(budget),
            Cell(show_pounds(line.actual)),
            Cell(show_pounds(line.committed)),
            Cell(show_pounds(line.forecast)),
            Cell(line.variance_words if line.budgeted else "No budget"),
        )
    )


def month_blocks(year: SpendYear) -> tuple[Block, ...]:
    """Return spend by heading and month, and the months against the budget."""
    if not year.lines:
        return ()
    halves = []
    for first, last in ((0, 6), (6, 12)):
        columns = (
            Column("Heading", width=2.2),
            *(Column(month, "right") for month in MONTHS[first:last]),
        )
        rows = [
            Row(cells(line.heading, *map(show_pounds, line.months[first:last])))
            for line in year.lines
        ]
        for what, months in (("Spent", year.months), ("Budget", year.budget_months)):
            rows.append(Row(cells(what, *map(show_pounds, months[first:last])), "total"))
        caption = f"{MONTHS[first]} to {MONTHS[last - 1]} {year.year}"
        halves.append(Table(columns, tuple(rows), caption=caption))
    chart = months_chart(year)
    words = "What was spent by the end of each month, against the budget of the year"
    return (*halves, Chart(chart, words)) if chart is not None else tuple(halves)


def grant_blocks(grants: tuple[GrantLine, ...]) -> tuple[Block, ...]:
    """Return each ring-fenced grant with what it brought, received, spent and carries."""
    if not grants:
        return (Paragraph("No ring-fenced grant is recorded for this year."),)
    heads = ("Brought forward", "Received", "Spent", "Ordered", "Carried forward")
    columns = (Column("Grant", width=2.4), *(Column(head, "right", 1.2) for head in heads))
    rows = tuple(
        Row(
            (
                Cell(line.title, below=grant_words(line)),
                Cell(show_pounds(line.brought)),
                Cell(show_pounds(line.received)),
                Cell(show_pounds(line.spent)),
                Cell(show_pounds(line.committed)),
                Cell(show_pounds(line.carried)),
            )
        )
        for line in grants
    )
    return (Table(columns, rows),)


def grant_words(line: GrantLine) -> str:
    """Say who gives a grant, what for, and by when it is spent."""
    by = f"Spend by {show_date(line.spend_by)}" if line.spend_by else ""
    return ". ".join(part for part in (line.funder, line.conditions, by) if part)


def reserve_blocks(reserve: ReserveValues) -> tuple[Block, ...]:
    """Return the reserve: brought forward, used, carried, and the agreed level."""
    pairs = reserve_pairs(reserve)
    return (Facts(pairs), *(Paragraph(words) for words in reserve.words))


def reserve_pairs(reserve: ReserveValues) -> tuple[tuple[str, str], ...]:
    """Return the figures of the reserve with their names."""
    how = BROUGHT[reserve.brought_how].lower()
    level = "Not agreed" if reserve.level is None else show_pounds(reserve.level)
    if reserve.level is not None and reserve.level_source:
        level += f" ({reserve.level_source})"
    planned = "Not planned" if reserve.planned is None else show_pounds(reserve.planned)
    return (
        ("Brought forward", f"{show_pounds(reserve.brought)} ({how})"),
        ("Contributions, sum of lines", show_pounds(reserve.contributions)),
        ("Spent", show_pounds(reserve.spent)),
        ("Added to it" if reserve.used < 0 else "Used", show_pounds(abs(reserve.used))),
        ("Planned use", planned),
        ("Carried forward", show_pounds(reserve.carried)),
        ("Carried forward, if the forecast holds", show_pounds(reserve.carried_forecast)),
        ("Agreed level", level),
    )
