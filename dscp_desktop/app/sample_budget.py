"""The budget of the fictional county: spend, orders, a grant, steps and scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.contributions import put_step
from dscp_desktop.budget.commands.fairness import put_figure, put_scenario
from dscp_desktop.budget.commands.grants import begin_grant, put_grant_year
from dscp_desktop.budget.commands.spend import (
    add_heading,
    add_transaction,
    put_budget,
    put_order,
)
from dscp_desktop.budget.commands.years import put_reserve
from dscp_desktop.budget.queries.spend import list_headings
from dscp_desktop.budget.rules.fairness import CHILDREN, FigureDetails, ScenarioDetails
from dscp_desktop.budget.rules.spend import OrderDetails, TransactionDetails
from dscp_desktop.core.periods import year_bounds


def add_budget(session: Session, entry: Mapping[str, Any], partners: Sequence[str]) -> None:
    """Put the sample's spend into the year of its contributions; `partners` are their ids."""
    year = entry["year"]
    first = year_bounds(year)[0]
    headings = {each.title: each.id for each in list_headings(session)}
    for place, (title, (budget, words, months)) in enumerate(entry["headings"].items(), 1):
        if title not in headings:
            headings[title] = str(add_heading(session, title).result)
        put_budget(session, year, headings[title], budget * 100)
        for month, pounds in enumerate(months):
            if pounds:
                on = first.replace(month=first.month + month, day=entry["paid_on"])
                said = (words, f"{place}0{month + 1:02d}")
                details = TransactionDetails(on, pounds * 100, *said, heading_id=headings[title])
                add_transaction(session, year, details)
    for order in entry["order"]:
        put_order(session, year, _order(order, headings[order["heading"]]))
    for paid in entry["unplaced"]:
        on = date.fromisoformat(paid["on"])
        words = (paid["description"], paid["reference"])
        add_transaction(session, year, TransactionDetails(on, paid["pounds"] * 100, *words))
    for grant in entry["grant"]:
        _add_grant(session, year, grant)
    level, source = entry["level"] * 100, entry["level_source"]
    put_reserve(session, year, entry["brought"] * 100, level, source)
    put_figure(session, FigureDetails(unit=CHILDREN, **entry["children"]))
    for line in entry["step"]:
        for kind, day, pounds, reference in line["steps"]:
            partner, on = partners[line["partner"]], date.fromisoformat(day)
            put_step(session, year, partner, kind, on, pounds * 100, reference)
    for made in entry["scenario"]:
        target = made["target"] * 100 if "target" in made else None
        way = ScenarioDetails(made["title"], made["kind"], made.get("rate"), target)
        put_scenario(session, year, way)


def _order(entry: Mapping[str, Any], heading_id: str) -> OrderDetails:
    words = (entry["description"], entry["reference"])
    on = date.fromisoformat(entry["on"])
    return OrderDetails(on, entry["pounds"] * 100, *words, heading_id=heading_id)


def _add_grant(session: Session, year: str, entry: Mapping[str, Any]) -> None:
    words = (entry["title"], entry["funder"], entry["conditions"])
    grant_id = str(begin_grant(session, year, *words).result)
    put_grant_year(session, year, grant_id, entry["received"] * 100)
    for day, pounds, said in entry["spent"]:
        on = date.fromisoformat(day)
        details = TransactionDetails(on, pounds * 100, said, grant_id=grant_id)
        add_transaction(session, year, details)
