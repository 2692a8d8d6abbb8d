"""Shares of the partners and what next year could be, as they are printed. Nothing is judged."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.budget.documents.charts import scenarios_chart, shares_chart
from dscp_desktop.budget.documents.contributions import no_year, totals_paragraph
from dscp_desktop.budget.rules.contributions import YearValues, notes_of, show_change
from dscp_desktop.budget.rules.fairness import FairLine, Fairness, ScenarioValues
from dscp_desktop.core.money import show_pounds, show_share
from dscp_desktop.paper.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    Table,
    cells,
)

FAIRNESS, SCENARIOS = "Shares of the partners", "Scenarios of contributions"
NO_ADVICE = "These are figures alone. What is equitable and proportionate is for the partners."


def fairness_document(
    year: YearValues | None, fair: Fairness | None, marking: str = ""
) -> Document:
    """Return each partner's share, how it moved, per child, in money and with what is in kind."""
    if year is None or fair is None:
        return no_year(FAIRNESS, marking)
    blocks: list[Block] = [totals_paragraph(year), _fair_table(year, fair)]
    blocks += [Paragraph(words) for words in fair_words(fair)]
    chart = shares_chart(fair)
    if chart is not None:
        blocks.append(Chart(chart, "The shares of the partners, year by year"))
    blocks.append(Paragraph(NO_ADVICE, small=True))
    return Document(f"{FAIRNESS} {year.year}", marking=marking, blocks=tuple(blocks))


def fair_words(fair: Fairness) -> tuple[str, ...]:
    """Say what 'per child' is counted with, and whose gifts in kind have no value."""
    counted = fair.population
    said = [
        f"For each child and young person: counted with {counted.words}."
        if counted
        else "No figure of children and young people is recorded, so nothing is said per child."
    ]
    if fair.unvalued:
        said.append(f"Given in kind without a value: {', '.join(fair.unvalued)}.")
    return tuple(said)


def show_moved(moved: int | None) -> str:
    """Return '+1.2', '-0.3', 'No change' or '' for tenths of a percent, in points."""
    if moved is None:
        return ""
    if not moved:
        return "No change"
    return f"{'+' if moved > 0 else '-'}{show_share(abs(moved))[:-1]} points"


def _fair_table(year: YearValues, fair: Fairness) -> Table:
    heads = ("Money", "Share", "Moved", "In kind", "Share with in kind", "Per child")
    widths = (1.4, 1.0, 1.5, 1.3, 1.2, 1.1)
    columns = (
        Column("Partner", width=2.6),
        *(Column(head, "right", width) for head, width in zip(heads, widths, strict=True)),
    )
    rows = [_fair_row(line) for line in fair.lines]
    whole = show_share(sum(line.share for line in fair.lines))
    with_kind = show_share(sum(line.share_with for line in fair.lines))
    in_kind = show_pounds(fair.with_in_kind - fair.cash)
    sums = ("Sum of lines", show_pounds(fair.cash), whole, "", in_kind, with_kind)
    rows.append(Row(cells(*sums, _head(fair.per_head)), "total"))
    notes = tuple(Note(mark, text) for mark, text in notes_of(year.lines))
    return Table(columns, tuple(rows), notes=notes)


def _fair_row(line: FairLine) -> Row:
    return Row(
        (
            Cell(line.partner),
            Cell(show_pounds(line.cash), mark=line.mark),
            Cell(show_share(line.share)),
            Cell(show_moved(line.moved)),
            Cell(show_pounds(line.in_kind_value) if line.in_kind_value else ""),
            Cell(show_share(line.share_with)),
            Cell(_head(line.per_head)),
        )
    )


def _head(pence: int | None) -> str:
    return "" if pence is None else show_pounds(pence)


def scenarios_document(
    year: YearValues | None, scenarios: Sequence[ScenarioValues], marking: str = ""
) -> Document:
    """Return next year's scenarios side by side with this year."""
    if year is None:
        return no_year(SCENARIOS, marking)
    blocks: list[Block] = [totals_paragraph(year)]
    if not scenarios:
        blocks.append(Paragraph(f"No scenario starts from {year.year} yet."))
    for place in range(0, len(scenarios), _BESIDE):
        blocks.append(_beside(year, scenarios[place : place + _BESIDE]))
    chart = scenarios_chart(year, scenarios[:_BARS])
    if chart is not None:
        blocks.append(Chart(chart, "What the partners give, and would give"))
    for each in scenarios:
        blocks += _one(each, year)
    blocks.append(Paragraph(NO_ADVICE, small=True))
    return Document(f"{SCENARIOS} {year.year}", marking=marking, blocks=tuple(blocks))


_BESIDE, _BARS = 4, 8  # as many as there is room for


def _beside(year: YearValues, scenarios: Sequence[ScenarioValues]) -> Table:
    titles = (year.year, *(each.title for each in scenarios))
    columns = (Column("Partner", width=2), *(Column(title, "right") for title in titles))
    rows = [
        Row((Cell(partner), *(Cell(text, below, mark=mark) for text, below, mark in figures)))
        for partner, figures in beside_rows(year, scenarios)
    ]
    sums = (year.sum, *(each.then for each in scenarios))
    rows.append(Row(cells("Sum of lines", *map(show_pounds, sums)), "total"))
    notes = tuple(Note(mark, text) for mark, text in notes_of(year.lines))
    return Table(columns, tuple(rows), caption="Side by side", notes=notes)


def beside_rows(
    year: YearValues, scenarios: Sequence[ScenarioValues]
) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """Return each partner with this year's figure and that of each scenario.

    A figure is (text, below, mark): the amount, how much more or less it is, its note's mark.
    """
    names = {line.partner_id: line.partner for line in year.lines}
    for each in scenarios:
        names |= {line.partner_id: line.partner for line in each.lines}
    now = {line.partner_id: (show_pounds(line.amount), "", line.mark) for line in year.lines}
    found = []
    for partner_id, partner in names.items():
        figures = [now.get(partner_id, ("", "", ""))]
        for each in scenarios:
            line = next((x for x in each.lines if x.partner_id == partner_id), None)
            shown = (show_pounds(line.then), show_change(line.change), "") if line else None
            figures.append(shown or ("", "", ""))
        found.append((partner, tuple(figures)))
    return tuple(found)


def _one(scenario: ScenarioValues, year: YearValues) -> tuple[Block, ...]:
    columns = (
        Column("Partner", width=2.6),
        *(Column(head, "right") for head in (year.year, scenario.year, "Change", "Share")),
    )
    marks = {line.partner_id: line.mark for line in year.lines}
    rows = [
        Row(
            (
                Cell(line.partner),
                Cell(show_pounds(line.now), mark=marks.get(line.partner_id, "")),
                Cell(show_pounds(line.then)),
                Cell(show_change(line.change)),
                Cell(show_share(line.share)),
            )
        )
        for line in scenario.lines
    ]
    whole = show_share(sum(line.share for line in scenario.lines))
    sums = (show_pounds(scenario.now), show_pounds(scenario.then))
    change = show_change(scenario.then - scenario.now)
    rows.append(Row(cells("Sum of lines", *sums, change, whole), "total"))
    notes = tuple(Note(mark, text) for mark, text in notes_of(year.lines))
    words = ". ".join(part for part in (scenario.words, scenario.details.note) if part)
    table = Table(columns, tuple(rows), notes=notes)
    return (Heading(2, scenario.title), Paragraph(f"{words}."), table)
