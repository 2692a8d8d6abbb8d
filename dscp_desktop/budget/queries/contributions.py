"""What the store knows of contributions, as values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.rules.contributions import (
    ContributionLine,
    CorrectionValues,
    StepValues,
    YearValues,
    reason_setting,
    with_marks,
    with_shares,
    year_up_to,
)
from dscp_desktop.budget.tables import (
    BudgetCorrection,
    Contribution,
    ContributionStep,
    ContributionYear,
)
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.periods import parse_year, year_before, year_of
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.store.settings import get_setting


def list_years(session: Session) -> tuple[str, ...]:
    """Return the years with contributions, the latest first."""
    query = select(ContributionYear.year).order_by(ContributionYear.year.desc())
    return tuple(session.scalars(query))


def get_year(session: Session, year: str = "") -> YearValues:
    """Return a year, by default the latest. Raises WrongUse, naming the known ones."""
    known = list_years(session)
    if year:
        try:
            year = parse_year(year)
        except ValueError as error:
            raise WrongUse(str(error)) from error
    elif known:
        year = known[0]
    if year not in known:
        has = f"There are: {', '.join(known)}." if known else "Import or add a year first."
        named = f" for {year}" if year else ""
        raise WrongUse(f"There are no contributions{named}. {has}")
    return next(values for values in list_history(session) if values.year == year)


def list_history(session: Session) -> tuple[YearValues, ...]:
    """Return every year with its lines, the oldest first: also what the chart shows."""
    parties = load_parties(session)
    rows: dict[str, list[Contribution]] = defaultdict(list)
    query = select(Contribution).order_by(Contribution.position, Contribution.id)
    for row in session.scalars(query):
        rows[row.year_id].append(row)
    years = session.scalars(select(ContributionYear).order_by(ContributionYear.year)).all()
    steps, corrections = _steps(session), _corrections(session)
    amounts = {(year.year, row.partner_id): row.amount for year in years for row in rows[year.id]}
    found = []
    for year in years:
        before = year_before(year.year)
        lines = [
            ContributionLine(
                id=row.id,
                partner_id=row.partner_id,
                partner=parties[row.partner_id].shown,
                amount=row.amount,
                mark=row.mark,
                note=row.note,
                typed=row.payment,
                last_year=amounts.get((before, row.partner_id)),
                payer_id=row.payer_id or "",
                payer=parties[row.payer_id].shown if row.payer_id else "",
                in_kind=row.in_kind,
                in_kind_value=row.in_kind_value,
                steps=tuple(steps[row.id]),
            )
            for row in rows[year.id]
        ]
        shown = with_marks(with_shares(lines))
        values = YearValues(
            year.id,
            year.year,
            shown,
            year.published,
            year.source,
            year.reason,
            year.closed_on,
            tuple(corrections[year.id]),
        )
        found.append(_with_fitting_reason(session, values))
    return tuple(found)


def _steps(session: Session) -> dict[str, list[StepValues]]:
    """Return the steps of every contribution, in the order of their days."""
    found: dict[str, list[StepValues]] = defaultdict(list)
    query = select(ContributionStep).order_by(ContributionStep.on, ContributionStep.id)
    for row in session.scalars(query):
        step = StepValues(row.id, row.kind, row.on, row.amount, row.reference)
        found[row.contribution_id].append(step)
    return found


def _corrections(session: Session) -> dict[str, list[CorrectionValues]]:
    """Return the corrections of every closed year, in the order of their days."""
    found: dict[str, list[CorrectionValues]] = defaultdict(list)
    query = select(BudgetCorrection).order_by(BudgetCorrection.on, BudgetCorrection.id)
    for row in session.scalars(query):
        values = CorrectionValues(row.id, row.on, row.text, row.about, row.amount)
        found[row.year_id].append(values)
    return found


def _with_fitting_reason(session: Session, year: YearValues) -> YearValues:
    """Return the year without a reason that was recorded for another difference.

    A command that moves the difference takes the reason away; putting an older change back
    moves it too, and knows nothing of reasons.
    """
    if not year.reason:
        return year
    now = str(year.difference)
    fits = get_setting(session, reason_setting(year.id), now) == now
    return year if fits else replace(year, reason="")


def scope_year(session: Session, scope: Scope) -> YearValues | None:
    """Return the year that a document is about: the one named, else the latest begun by then.

    'By then' is the day of the scope's meeting, or the scope's today. None where the store has
    no such year.
    """
    if scope.year:
        return get_year(session, scope.year)
    meeting = session.get(Meeting, scope.meeting_id) if scope.meeting_id else None
    year = year_up_to(list_years(session), year_of(meeting.on if meeting else scope.today))
    return get_year(session, year) if year else None
