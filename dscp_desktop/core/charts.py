"""Charts as values, and their figures as rows: what is drawn and what stands in the table below.

A chart refuses, as it is built, what could not be read: nothing to show, a series of another
length than its categories, a period that ends before it begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from dscp_desktop.core.days import show_date
from dscp_desktop.core.hierarchy import Hierarchy
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.timetable import Timetable

Unit: TypeAlias = Literal["number", "pounds", "percent"]
UNITS = ("number", "pounds", "percent")
MOST_SERIES = 6  # as many as there are patterns


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one thing, one for each category; None where there is none.

    Pounds are pence, percent are tenths of one; other numbers are as they are.
    """

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class StackedBars:
    """A bar for each category, made of a part for each series; notes stand below the categories."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = "number"
    first_head: str = "Year"
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_series(self.categories, self.series, self.unit)
        if self.notes and len(self.notes) != len(self.categories):
            raise ValueError(f"{len(self.notes)} notes for {len(self.categories)} categories")
        for series in self.series:
            if any(value is not None and value < 0 for value in series.values):
                raise ValueError(f"series '{series.name}': a part of a bar is below 0")


@dataclass(frozen=True, slots=True)
class RunChart:
    """One series over time, with its middle line, if there is one, and a target."""

    categories: tuple[str, ...]
    series: Series
    unit: Unit = "number"
    middle: int | None = None
    target: int | None = None
    first_head: str = "Month"

    def __post_init__(self) -> None:
        _check_series(self.categories, (self.series,), self.unit)


@dataclass(frozen=True, slots=True)
class Period:
    """A bar of a calendar: from its first to its last day."""

    label: str
    starts: date
    ends: date
    note: str = ""

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise ValueError(f"period '{self.label}' ends before it begins")


@dataclass(frozen=True, slots=True)
class Mark:
    """A day of a calendar that is marked, such as today."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Gantt:
    """A strip of a calendar: a bar for each period, in rows, and days that are marked."""

    periods: tuple[Period, ...]
    marks: tuple[Mark, ...] = ()
    first_head: str = "Phase"

    def __post_init__(self) -> None:
        if not self.periods:
            raise ValueError("a calendar has no periods")


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A small line without axes."""

    categories: tuple[str, ...]
    series: Series
    unit: Unit = "number"
    first_head: str = "Month"

    def __post_init__(self) -> None:
        _check_series(self.categories, (self.series,), self.unit)


AnyChart: TypeAlias = StackedBars | RunChart | Gantt | Sparkline | Hierarchy | Timetable


def show_number(value: int | None, unit: Unit) -> str:
    """Return a value in words: '£191,604', '12.5%', '1,204'; an en dash where there is none."""
    if value is None:
        return "–"
    if unit == "pounds":
        return show_pounds(value)
    if unit == "percent":
        return f"{value / 10:.1f}%"
    return f"{value:,}"


def show_short(value: int, unit: Unit, most: int) -> str:
    """Return a value in few words, beside others of which the largest is `most`: '£346k'.

    Thousands from 10,000 on and millions from 10,000,000 on, with a tenth below a hundred of them.
    """
    whole = 100 if unit == "pounds" else 1
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if unit != "percent" and abs(most) >= 10 * size * whole:
            places = 0 if abs(most) >= 100 * size * whole else 1
            shown = f"{abs(value) / size / whole:,.{places}f}".removesuffix(".0")
            sign = "-" if value < 0 and shown != "0" else ""
            pound = "£" if unit == "pounds" else ""
            return f"{sign}{pound}{shown}{letter if shown != '0' else ''}"
    return show_number(value, unit)


def column_total(chart: StackedBars, number: int) -> int | None:
    """Return the whole of a bar; None where none of its parts is known."""
    known = [one.values[number] for one in chart.series if one.values[number] is not None]
    return sum(value for value in known if value is not None) if known else None


def spoken(chart: AnyChart) -> tuple[str, ...]:
    """Return what is said of each bar, point, period or marked day, in the order of the rows."""
    match chart:
        case StackedBars():
            return tuple(_said_bar(chart, number) for number in range(len(chart.categories)))
        case Gantt():
            said = [
                f"{p.label}: {show_date(p.starts)} to {show_date(p.ends)}"
                + (f"; {p.note}" if p.note else "")
                for p in chart.periods
            ]
            return (*said, *(f"{mark.label}: {show_date(mark.on)}" for mark in chart.marks))
        case Hierarchy() | Timetable():
            return chart.said()
        case _:  # a run chart or a sparkline
            pairs = zip(chart.categories, chart.series.values, strict=True)
            return tuple(f"{name}: {_said(value, chart.unit)}" for name, value in pairs)


def _said(value: int | None, unit: Unit) -> str:
    return "no figure" if value is None else show_number(value, unit)


def _said_bar(chart: StackedBars, number: int) -> str:
    note = f" {chart.notes[number]}" if chart.notes and chart.notes[number] else ""
    head = f"{chart.categories[number]}{note}: "
    total = _said(column_total(chart, number), chart.unit)
    if len(chart.series) == 1 or column_total(chart, number) is None:
        return head + total
    parts = (f"{one.name} {_said(one.values[number], chart.unit)}" for one in chart.series)
    return f"{head}{total} in all; {'; '.join(parts)}"


def chart_rows(chart: AnyChart) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the heads and the rows of a chart's figures."""
    match chart:
        case StackedBars():
            return _stacked_rows(chart)
        case Gantt():
            periods = tuple(
                (p.label, show_date(p.starts), show_date(p.ends), p.note) for p in chart.periods
            )
            marks = tuple((m.label, show_date(m.on), show_date(m.on), "") for m in chart.marks)
            heads, rows = (chart.first_head, "Begins", "Ends", "Note"), (*periods, *marks)
            if not any(row[3] for row in rows):
                return heads[:3], tuple(row[:3] for row in rows)
            return heads, rows
        case Hierarchy() | Timetable():
            return chart.heads, chart.rows()
        case _:  # a run chart or a sparkline
            values = list(zip(chart.categories, chart.series.values, strict=True))
            if isinstance(chart, RunChart):
                lines = (("Middle line", chart.middle), ("Target", chart.target))
                values += [line for line in lines if line[1] is not None]
            shown = tuple((name, show_number(value, chart.unit)) for name, value in values)
            return (chart.first_head, chart.series.name), shown


def _stacked_rows(chart: StackedBars) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    several, noted = len(chart.series) > 1, any(chart.notes)
    heads = [chart.first_head, *(series.name for series in chart.series)]
    heads += [*(["Total"] if several else []), *(["Note"] if noted else [])]
    rows = []
    for number, category in enumerate(chart.categories):
        values = [series.values[number] for series in chart.series]
        values += [column_total(chart, number)] if several else []
        note = [chart.notes[number]] if noted else []
        rows.append((category, *(show_number(value, chart.unit) for value in values), *note))
    return tuple(heads), tuple(rows)


def _check_series(categories: tuple[str, ...], series: tuple[Series, ...], unit: str) -> None:
    if not categories or not series:
        raise ValueError("a chart has nothing to show")
    if len(series) > MOST_SERIES:
        raise ValueError(f"a chart has {len(series)} series; {MOST_SERIES} can be told apart")
    if unit not in UNITS:
        raise ValueError(f"'{unit}' is not one of {', '.join(UNITS)}")
    for one in series:
        if not one.name.strip():
            raise ValueError("a series has no name")
        if len(one.values) != len(categories):
            raise ValueError(
                f"series '{one.name}' has {len(one.values)} values for {len(categories)} categories"
            )
