"""What the page of the budget shows of a year: the table's columns and rows, and the bars."""

from __future__ import annotations

from dscp_desktop.budget.rules.contributions import (
    PAYMENTS,
    ContributionLine,
    YearValues,
    explanation,
    show_change,
    total_share,
)
from dscp_desktop.core.money import show_pounds, show_share
from dscp_desktop.core.periods import year_before
from dscp_desktop.widgets.columns import Column, Empty, Total
from dscp_desktop.widgets.status import Status

NO_YEAR = Empty(
    "No contributions yet", "Add a year here, or import the sheet of contributions.", "budget"
)
NO_LINE = Empty("No lines in this year yet", "Add a line for each partner who gives.", "budget")
_KINDS = {
    "proposed": "not due",
    "agreed": "later",
    "invoiced": "waiting",
    "part": "running",
    "received": "done",
}


def partner_of(line: object) -> object:
    """Return whose line it is, None for a total."""
    return getattr(line, "partner_id", None)


def payment_status(payment: str) -> Status | None:
    """Return how a payment stands; None where nobody has said."""
    return Status(_KINDS[payment], PAYMENTS[payment]) if payment else None


def columns_of(year: str) -> tuple[Column, ...]:
    """Return the columns of the table of a year."""
    return (
        Column("Partner", lambda line: line.partner, lines=2),
        Column(
            year,
            lambda line: show_pounds(line.amount),
            100,
            align="right",
            mark=lambda line: line.mark,
            sort=lambda line: line.amount,
        ),
        Column(
            "Share",
            lambda line: show_share(line.share),
            72,
            align="right",
            tone="t2",
            sort=lambda line: line.share,
        ),
        Column(
            year_before(year) if year else "Year before",
            lambda line: "" if line.last_year is None else show_pounds(line.last_year),
            100,
            align="right",
            tone="t2",
            sort=lambda line: line.last_year or 0,
            drop_below=640,
        ),
        Column(
            "Change",
            lambda line: show_change(line.change),
            92,
            align="right",
            tone="t2",
            sort=lambda line: line.change or 0,
            drop_below=560,
        ),
        Column(
            "Payment",
            lambda line: PAYMENTS[line.payment],
            166,
            status=lambda line: payment_status(line.payment),
        ),
    )


def rows_of(year: YearValues) -> list[ContributionLine | Total]:
    """Return the lines, then the sum, and the published total and difference where there are."""
    last = "" if year.last_sum is None else show_pounds(year.last_sum)
    sums = ("Sum of lines", show_pounds(year.sum), total_share(year), last, _change(year))
    rows: list[ContributionLine | Total] = [*year.lines, Total(sums)]
    if year.published is None or year.difference is None:
        return rows
    published = show_pounds(year.published)
    rows.append(Total(("Published total", published, "", "", "", year.source), rule=False))
    said = explanation(year) or "The totals agree"
    cells = ("Difference", show_pounds(year.difference), "", "", "", said)
    wrong = year.unexplained
    tone, icon = ("amb", "risk") if wrong else ("", "")
    rows.append(Total(cells, rule=False, tone=tone, icon=icon))
    return rows


def _change(year: YearValues) -> str:
    """Return how the sum moved; '' unless the year before is known of every partner."""
    changes = [line.change for line in year.lines]
    known = [change for change in changes if change is not None]
    return show_change(sum(known)) if known and len(known) == len(changes) else ""
