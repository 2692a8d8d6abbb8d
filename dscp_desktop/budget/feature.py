"""Budget: what the contributions offer to the rest of the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.budget import commands, queries, workbook
from dscp_desktop.budget.documents import TITLE, contributions_document
from dscp_desktop.budget.rules import difference_words
from dscp_desktop.core.money import plain_pounds
from dscp_desktop.core.offers import DocumentOffer, Due, DueOffer, Feature, Scope, WorkbookOffer
from dscp_desktop.paper.document import Document
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.sheets.writing import SheetOut


def _write(session: Session, scope: Scope) -> SheetOut:
    return workbook.contributions_sheet(queries.get_year(session, scope.year))


def _values(session: Session, scope: Scope) -> dict[str, Any]:
    year = queries.get_year(session, scope.year)
    return {
        "year": year.year,
        "lines": [
            {"partner": line.partner, "amount": plain_pounds(line.amount), "note": line.note}
            for line in year.lines
        ],
        "sum": plain_pounds(year.sum),
        "published": _plain(year.published),
        "difference": _plain(year.difference),
    }


def _plain(pence: int | None) -> str | None:
    return None if pence is None else plain_pounds(pence)


def _document(session: Session, scope: Scope) -> Document:
    marking = printed_marking(session)
    return contributions_document(queries.scope_year(session, scope), marking)


def _due(session: Session, today: date) -> tuple[Due, ...]:
    """A difference that nobody explained is due on the day it is looked at."""
    return tuple(
        Due(
            on=today,
            what=difference_words(year),
            feature=commands.FEATURE,
            days="Not explained",
            detail=f"Contributions {year.year}",
            record_id=year.id,
            heading="Totals that differ",
        )
        for year in queries.list_history(session)
        if year.unexplained
    )


FEATURE = Feature(
    name=commands.FEATURE,
    title="Budget",
    icon="budget",
    optional=True,
    page="dscp_desktop.budget.page.budget:BudgetPage",
    nav_group="Partnership",
    tables=("contribution_year", "contribution"),
    kinds={"contribution year": "Contributions of a year"},
    due=DueOffer(_due),
    documents=(DocumentOffer("contributions", TITLE, _document),),
    workbooks=(
        WorkbookOffer(
            kind=workbook.KIND,
            title="Contributions",
            order=25,
            recognise=workbook.recognise_contributions,
            read=workbook.read_contributions,
            take=commands.take_contributions,
            write=_write,
            values=_values,
            headings=("Partner", "Amount", "Note", "Payment"),
            fields=workbook.FIELDS,
        ),
    ),
)
