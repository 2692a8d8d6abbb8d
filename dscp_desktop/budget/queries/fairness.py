"""What the store knows of shares, populations and scenarios, as values."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.contributions import get_year, list_history
from dscp_desktop.budget.rules.contributions import YearValues
from dscp_desktop.budget.rules.fairness import (
    CHILDREN,
    Fairness,
    Population,
    ScenarioDetails,
    ScenarioValues,
    fairness_of,
    scenario_lines,
)
from dscp_desktop.budget.tables import AreaFigure, Scenario
from dscp_desktop.partnership.queries.parties import load_parties


def list_populations(session: Session) -> tuple[Population, ...]:
    """Return the figures that count children and young people, the oldest first."""
    query = select(AreaFigure).where(AreaFigure.unit == CHILDREN)
    return tuple(
        Population(row.id, int(row.value), row.ages, row.as_at, row.source, row.title)
        for row in session.scalars(query.order_by(AreaFigure.as_at, AreaFigure.id))
        if row.value.isdecimal()
    )


def fairness(session: Session, year: str = "") -> Fairness:
    """Return the shares of a year, by default the latest, and how they moved.

    Raises WrongUse, naming the known ones, where there is no such year.
    """
    wanted = get_year(session, year)
    before = [each for each in list_history(session) if each.year < wanted.year]
    return fairness_of(wanted, before, list_populations(session))


def list_scenarios(session: Session, year: str = "") -> tuple[ScenarioValues, ...]:
    """Return the scenarios that start from the contributions of a year, in order.

    Raises WrongUse, naming the known ones, where there is no such year.
    """
    base = get_year(session, year)
    query = select(Scenario).where(Scenario.base_id == base.id)
    rows = session.scalars(query.order_by(Scenario.position, Scenario.id))
    parties = load_parties(session)
    names = {party.id: party.shown for party in parties.values()}
    return tuple(
        _scenario(row.id, base, details_of(row), names.get(row.partner_id or "", ""))
        for row in rows
    )


def details_of(row: Scenario) -> ScenarioDetails:
    """Return how a stored scenario is made."""
    return ScenarioDetails(
        row.title, row.kind, row.rate, row.target, row.amount, row.partner_id or "", row.note
    )


def _scenario(
    row_id: str, base: YearValues, details: ScenarioDetails, partner: str
) -> ScenarioValues:
    return ScenarioValues(row_id, base.year, details, scenario_lines(details, base.lines, partner))
