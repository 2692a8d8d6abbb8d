"""The pictures of the budget as values: the same on screen and in print."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.budget.rules.contributions import YearValues
from dscp_desktop.budget.rules.fairness import Fairness, ScenarioValues
from dscp_desktop.budget.rules.spend import MONTHS, SpendYear
from dscp_desktop.core.charts import RunChart, Series, StackedBars

OTHERS = "Other partners"
_SERIES = 4  # more patterns than these are hard to tell apart


def bars_of(years: Sequence[YearValues]) -> StackedBars | None:
    """Return a bar for each year, with a part for the largest partners and one for the others.

    A mark stands at a partner's name where a figure of any of the years carries one. None where
    there is no year.
    """
    sums: dict[str, int] = {}
    names: dict[str, str] = {}
    for year in years:
        for line in year.lines:
            sums[line.partner_id] = sums.get(line.partner_id, 0) + line.amount
            marked = names.get(line.partner_id, "").removeprefix(line.partner)
            names[line.partner_id] = line.partner + (marked or line.mark)
    ranked, shown = _largest(sums, names)
    series = [Series(names[partner], _amounts(years, {partner})) for partner in shown]
    if len(ranked) > len(shown) or not shown:
        series.append(Series(OTHERS, _amounts(years, set(ranked) - set(shown))))
    notes = ("Entered" if year.published is None else "Published" for year in years)
    made = tuple(year.year for year in years)
    return StackedBars(made, tuple(series), "pounds", notes=tuple(notes)) if years else None


def _largest(sums: dict[str, int], names: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return all partners, the largest first, and those that have a part of their own."""
    ranked = sorted(sums, key=lambda partner: (-sums[partner], names[partner]))
    return ranked, ranked if len(ranked) <= _SERIES else ranked[: _SERIES - 1]


def _amounts(years: Sequence[YearValues], partners: set[str]) -> tuple[int | None, ...]:
    """Return what some partners give together in each year; None where they have no line."""
    found = [[x.amount for x in year.lines if x.partner_id in partners] for year in years]
    return tuple(sum(amounts) if amounts else None for amounts in found)


def spend_bars(year: SpendYear) -> StackedBars | None:
    """Return a bar for each heading: spent, ordered, and what is left of its budget.

    None where no heading has a figure, and where more came back than was spent: no bar shows that.
    """
    lines = [line for line in year.lines if line.budget or line.actual or line.committed]
    if not lines or any(line.actual < 0 for line in lines):
        return None
    series = (
        Series("Spent", tuple(line.actual for line in lines)),
        Series("Ordered", tuple(line.committed for line in lines)),
        Series("Left of the budget", tuple(max(line.remaining, 0) for line in lines)),
    )
    names = tuple(line.heading for line in lines)
    return StackedBars(names, series, "pounds", first_head="Heading")


def months_chart(year: SpendYear) -> RunChart | None:
    """Return what was spent by the end of each month that has begun, against the year's budget.

    None where nothing was spent or planned yet, and before the year begins.
    """
    begun = 12 - (year.lines[0].months_left if year.lines else 12)
    if not begun or not (year.budget or any(year.months)):
        return None
    spent = tuple(sum(year.months[: place + 1]) if place < begun else None for place in range(12))
    series = Series("Spent so far", spent)
    return RunChart(MONTHS, series, "pounds", target=year.budget or None)


def shares_chart(fair: Fairness) -> StackedBars | None:
    """Return the shares of the largest partners, year by year. None without lines."""
    if not fair.lines:
        return None
    years = (*(year for year, _ in fair.lines[0].past), fair.year)
    shares = {
        line.partner_id: (*(share for _, share in line.past), line.share) for line in fair.lines
    }
    names = {line.partner_id: f"{line.partner}{line.mark}" for line in fair.lines}
    sums = {line.partner_id: line.cash for line in fair.lines}
    ranked, shown = _largest(sums, names)
    series = [Series(names[each], shares[each]) for each in shown]
    rest = [shares[each] for each in ranked if each not in shown]
    if rest:
        columns = zip(*rest, strict=True)
        known = [[share for share in column if share is not None] for column in columns]
        series.append(Series(OTHERS, tuple(sum(each) if each else None for each in known)))
    return StackedBars(tuple(years), tuple(series), "percent")


def scenarios_chart(year: YearValues, scenarios: Sequence[ScenarioValues]) -> StackedBars | None:
    """Return a bar for the year and one for each scenario. None where there is nothing to show."""
    if not scenarios or not year.lines:
        return None
    columns = [{line.partner_id: line.amount for line in year.lines}]
    columns += [{line.partner_id: line.then for line in each.lines} for each in scenarios]
    names = {line.partner_id: f"{line.partner}{line.mark}" for line in year.lines}
    for each in scenarios:
        names = {line.partner_id: line.partner for line in each.lines} | names
    sums = {partner: max(column.get(partner, 0) for column in columns) for partner in names}
    ranked, shown = _largest(sums, names)
    series = [Series(names[each], tuple(column.get(each) for column in columns)) for each in shown]
    rest = [each for each in ranked if each not in shown]
    if rest:
        others = tuple(sum(column.get(each, 0) for each in rest) for column in columns)
        series.append(Series(OTHERS, others))
    heads = (year.year, *(each.title for each in scenarios))
    return StackedBars(heads, tuple(series), "pounds", first_head="Year or scenario")
