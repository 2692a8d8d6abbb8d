"""The budget of the fictional county: spend, orders, a grant, steps and scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.lives import add_months
from dscp_desktop.app.sample.county import County
from dscp_desktop.budget.commands.contributions import (
    put_contribution,
    put_step,
    set_payment,
    set_published,
)
from dscp_desktop.budget.commands.fairness import put_figure, put_scenario
from dscp_desktop.budget.commands.grants import begin_grant, put_grant_year
from dscp_desktop.budget.commands.spend import (
    add_heading,
    add_transaction,
    put_budget,
    put_order,
)
from dscp_desktop.budget.commands.years import add_year, close_year, put_reserve
from dscp_desktop.budget.queries.spend import list_headings
from dscp_desktop.budget.rules.fairness import CHILDREN, FigureDetails, ScenarioDetails
from dscp_desktop.budget.rules.spend import OrderDetails, TransactionDetails
from dscp_desktop.core.periods import year_bounds

_PAID_ON = 12  # of each month


def add_money(session: Session, county: County) -> None:
    """Put in the contributions of five years, and the spend of three."""
    _add_contributions(session, county)
    partners = [county.party(name) for name in county.records["contributions"]["partners"]]
    for entry in (*county.years["budget"], county.records["budget"]):
        _add_budget(session, county, entry, partners)


def _on(county: County, named: str, text: str) -> date:
    """Return a day of a financial year of the records, as far into that year as it is moved to."""
    first = year_bounds(county.year(named))[0]
    return first + (date.fromisoformat(text) - year_bounds(named)[0])


def _add_contributions(session: Session, county: County) -> None:
    entry = county.records["contributions"]
    latest, published = max(entry["years"]), entry["published"]
    for named, amounts in entry["years"].items():
        year = county.year(named)
        add_year(session, year)
        for name, pounds in zip(entry["partners"], amounts, strict=True):
            partner = county.party(name)
            noted = named == published["year"] and name == entry["note"]["partner"]
            words, mark = (entry["note"]["words"], "*") if noted else ("", "")
            put_contribution(session, year, partner, pounds * 100, words, mark)
            session.flush()
            invoiced = named == latest and name != entry["partners"][0]
            set_payment(session, year, partner, "invoiced" if invoiced else "received")
    year = county.year(published["year"])
    set_published(session, year, published["pounds"] * 100, entry["source"])
    session.flush()


def _add_budget(
    session: Session, county: County, entry: Mapping[str, Any], partners: Sequence[str]
) -> None:
    """Put in the spend of one year; `partners` are the ids of those who contribute."""
    year = county.year(entry["year"])
    headings = {each.title: each.id for each in list_headings(session)}
    for place, (title, (budget, words, months)) in enumerate(entry["headings"].items(), 1):
        if title not in headings:
            headings[title] = str(add_heading(session, title).result)
        put_budget(session, year, headings[title], budget * 100)
        paid = (words, headings[title], months)
        _add_spend(session, county, year, place, paid)
    for order in entry.get("order", ()):
        put_order(session, year, _order(county, entry["year"], order, headings[order["heading"]]))
    for unplaced in entry.get("unplaced", ()):
        said = (unplaced["description"], unplaced["reference"])
        details = TransactionDetails(
            _on(county, entry["year"], unplaced["on"]), unplaced["pounds"] * 100, *said
        )
        add_transaction(session, year, details)
    for grant in entry.get("grant", ()):
        _add_grant(session, county, entry["year"], grant)
    level, source = entry["level"] * 100, entry["level_source"]
    put_reserve(session, year, entry["brought"] * 100, level, source)
    if "children" in entry:
        put_figure(session, FigureDetails(unit=CHILDREN, **entry["children"]))
    for line in entry.get("step", ()):
        for kind, day, pounds, reference in line["steps"]:
            partner, on = partners[line["partner"]], _on(county, entry["year"], day)
            put_step(session, year, partner, kind, on, pounds * 100, reference)
    _add_scenarios(session, year, entry)
    if "closed" in entry:
        session.flush()
        close_year(session, year, year_bounds(year)[1] + timedelta(days=entry["closed"]))


def _add_spend(
    session: Session, county: County, year: str, place: int, paid: tuple[str, str, list[int]]
) -> None:
    """Put in what a heading paid, month by month, on the same day of each."""
    words, heading_id, months = paid
    first = year_bounds(year)[0]
    for month, pounds in enumerate(months):
        on = add_months(first.replace(day=_PAID_ON), month)
        if not pounds or on > county.today:
            continue
        for more in range(county.times):
            said = (words, f"{place}0{month + 1:02d}" + (f"-{more + 1}" if more else ""))
            details = TransactionDetails(on, pounds * 100 + more, *said, heading_id=heading_id)
            add_transaction(session, year, details)


def _add_scenarios(session: Session, year: str, entry: Mapping[str, Any]) -> None:
    for made in entry.get("scenario", ()):
        target = made["target"] * 100 if "target" in made else None
        way = ScenarioDetails(made["title"], made["kind"], made.get("rate"), target)
        put_scenario(session, year, way)


def _order(county: County, named: str, entry: Mapping[str, Any], heading_id: str) -> OrderDetails:
    words = (entry["description"], entry["reference"])
    on = _on(county, named, entry["on"])
    return OrderDetails(on, entry["pounds"] * 100, *words, heading_id=heading_id)


def _add_grant(session: Session, county: County, named: str, entry: Mapping[str, Any]) -> None:
    year = county.year(named)
    words = (entry["title"], entry["funder"], entry["conditions"])
    grant_id = str(begin_grant(session, year, *words).result)
    put_grant_year(session, year, grant_id, entry["received"] * 100)
    for day, pounds, said in entry["spent"]:
        details = TransactionDetails(_on(county, named, day), pounds * 100, said, grant_id=grant_id)
        add_transaction(session, year, details)
