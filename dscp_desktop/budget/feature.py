"""Budget: what the contributions offer to the rest of the house."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.budgets import compare_statement, take_spend
from dscp_desktop.budget.commands.fairness import SECTIONS, begin, keep
from dscp_desktop.budget.commands.ledger import take_transactions
from dscp_desktop.budget.commands.new_year import take_year
from dscp_desktop.budget.commands.taking import take_contributions
from dscp_desktop.budget.commands.years import FEATURE as NAME
from dscp_desktop.budget.documents.contributions import TITLE, contributions_document
from dscp_desktop.budget.documents.fairness import (
    FAIRNESS,
    SCENARIOS,
    fairness_document,
    scenarios_document,
)
from dscp_desktop.budget.documents.reports import (
    MONITORING,
    YEAR_END,
    monitoring_document,
    statement_document,
)
from dscp_desktop.budget.queries import contributions as queries
from dscp_desktop.budget.queries.due import list_due
from dscp_desktop.budget.queries.fairness import fairness, list_scenarios
from dscp_desktop.budget.queries.new_year import propose_year
from dscp_desktop.budget.queries.spend import budget_year, list_transactions
from dscp_desktop.budget.rules import blanks
from dscp_desktop.budget.rules.ledger import FIELDS
from dscp_desktop.budget.rules.spend import BudgetYear
from dscp_desktop.budget.rules.statement import statement_rows
from dscp_desktop.budget.tables import (
    AreaFigure,
    BudgetCorrection,
    BudgetLine,
    Contribution,
    ContributionStep,
    ContributionYear,
    Grant,
    GrantYear,
    HeadingRule,
    LedgerSource,
    OpenOrder,
    Scenario,
    SpendHeading,
    Transaction,
)
from dscp_desktop.budget.workbook import contributions as workbook
from dscp_desktop.budget.workbook.spend import (
    SPEND,
    SPEND_FIELDS,
    STATEMENT,
    read_spend,
    read_statement,
    recognise_spend,
    recognise_statement,
    spend_sheet,
    spend_values,
    statement_sheet,
    statement_values,
)
from dscp_desktop.budget.workbook.transactions import (
    KIND,
    read_transactions,
    recognise_transactions,
    transaction_values,
    transactions_sheet,
)
from dscp_desktop.core.money import plain_pounds
from dscp_desktop.core.offers import (
    DocumentOffer,
    DueOffer,
    Feature,
    Reading,
    Scope,
    SheetOutcome,
    WorkbookOffer,
    YearOffer,
)
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.paper.document import Document
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.sheets.writing import SheetOut

_TABLES = (
    *(ContributionYear, Contribution, ContributionStep, SpendHeading, BudgetLine, Transaction),
    *(OpenOrder, Grant, GrantYear, BudgetCorrection, Scenario, LedgerSource, HeadingRule),
    AreaFigure,
)


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


def _contributions(session: Session, scope: Scope) -> Document:
    return contributions_document(queries.scope_year(session, scope), printed_marking(session))


def _whole(session: Session, scope: Scope) -> BudgetYear | None:
    year = queries.scope_year(session, scope)
    return budget_year(session, year.year, scope.today) if year else None


def _monitoring(session: Session, scope: Scope) -> Document:
    return monitoring_document(_whole(session, scope), scope.today, printed_marking(session))


def _statement(session: Session, scope: Scope) -> Document:
    year = _whole(session, scope)
    rows = statement_rows(year) if year else ()
    return statement_document(year, rows, printed_marking(session))


def _fairness(session: Session, scope: Scope) -> Document:
    year = queries.scope_year(session, scope)
    fair = fairness(session, year.year) if year else None
    return fairness_document(year, fair, printed_marking(session))


def _scenarios(session: Session, scope: Scope) -> Document:
    year = queries.scope_year(session, scope)
    scenarios = list_scenarios(session, year.year) if year else ()
    return scenarios_document(year, scenarios, printed_marking(session))


def _last_year(session: Session, scope: Scope) -> BudgetYear:
    return budget_year(session, queries.get_year(session, scope.year).year, scope.today)


def _write_spend(session: Session, scope: Scope) -> SheetOut:
    return spend_sheet(_last_year(session, scope).spend)


def _spend_values(session: Session, scope: Scope) -> dict[str, Any]:
    return spend_values(_last_year(session, scope).spend)


def _write_transactions(session: Session, scope: Scope) -> SheetOut:
    year = queries.get_year(session, scope.year).year
    return transactions_sheet(year, list_transactions(session, year))


def _transaction_values(session: Session, scope: Scope) -> list[dict[str, Any]]:
    year = queries.get_year(session, scope.year).year
    return transaction_values(list_transactions(session, year))


def _write_statement(session: Session, scope: Scope) -> SheetOut:
    return statement_sheet(_last_year(session, scope))


def _statement_values(session: Session, scope: Scope) -> dict[str, Any]:
    return statement_values(_last_year(session, scope))


def _compare(session: Session, reading: Reading) -> SheetOutcome:
    """Compare a statement with what is counted: its figures do not depend on the day."""
    years = {line.value.year for line in reading.lines} & {*queries.list_years(session)}
    counted = {}
    for year in years:
        rows = statement_rows(budget_year(session, year, year_bounds(year)[1]))
        counted[year] = {what: figure for what, figure, _words in rows}
    return compare_statement(reading, counted)


DOCUMENTS = (
    DocumentOffer("contributions", TITLE, _contributions),
    DocumentOffer("budget-monitoring", MONITORING, _monitoring),
    DocumentOffer("budget-statement", YEAR_END, _statement),
    DocumentOffer("budget-fairness", FAIRNESS, _fairness),
    DocumentOffer("budget-scenarios", SCENARIOS, _scenarios),
)

FEATURE = Feature(
    name=NAME,
    title="Budget",
    icon="budget",
    optional=True,
    page="dscp_desktop.budget.page.budget:BudgetPage",
    nav_group="Partnership",
    tables=tuple(table.__tablename__ for table in _TABLES),
    kinds={
        ContributionYear.record_kind: "Contributions of a year",
        SpendHeading.record_kind: "Heading of spend",
        Grant.record_kind: "Grant",
        Scenario.record_kind: "Scenario of contributions",
        AreaFigure.record_kind: "Figure of the area",
    },
    due=DueOffer(list_due),
    year=YearOffer(40, propose_year, take_year),
    documents=DOCUMENTS,
    workbooks=(
        WorkbookOffer(
            kind=workbook.KIND,
            title="Contributions",
            order=25,
            narrows=("year",),
            recognise=workbook.recognise_contributions,
            read=workbook.read_contributions,
            take=take_contributions,
            write=_write,
            values=_values,
            headings=("Partner", "Amount", "Note", "Payment"),
            fields=workbook.FIELDS,
            blanks=blanks.CONTRIBUTIONS,
        ),
        WorkbookOffer(
            kind=SPEND,
            title="Spend against budget",
            order=26,
            narrows=("year",),
            recognise=recognise_spend,
            read=read_spend,
            take=take_spend,
            write=_write_spend,
            values=_spend_values,
            headings=("Heading", "Budget"),
            fields=SPEND_FIELDS,
            blanks=blanks.SPEND,
        ),
        WorkbookOffer(
            kind=KIND,
            title="Transactions",
            order=90,
            narrows=("year",),
            recognise=recognise_transactions,
            read=read_transactions,
            take=take_transactions,
            write=_write_transactions,
            values=_transaction_values,
            headings=("Description", "Reference", "Amount"),
            fields=FIELDS,
            blanks=blanks.TRANSACTIONS,
        ),
        WorkbookOffer(
            kind=STATEMENT,
            title="Year of the budget",
            order=91,
            narrows=("year",),
            recognise=recognise_statement,
            read=read_statement,
            take=_compare,
            write=_write_statement,
            values=_statement_values,
            headings=("What",),
        ),
    ),
    begin=begin,
    sections=SECTIONS,
    keep=keep,
)
