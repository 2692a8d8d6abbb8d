"""A year of the budget with something in every part, for the documents that show it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.contributions import put_gift, put_step
from dscp_desktop.budget.commands.fairness import put_figure, put_scenario
from dscp_desktop.budget.commands.grants import begin_grant, put_grant_year
from dscp_desktop.budget.commands.spend import add_transaction, put_budget, put_order
from dscp_desktop.budget.commands.years import add_correction, close_year, put_reserve
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.spend import list_headings
from dscp_desktop.budget.rules.fairness import CHILDREN, FigureDetails, ScenarioDetails
from dscp_desktop.budget.rules.spend import OrderDetails, TransactionDetails
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.paper.document import Document
from dscp_desktop.store.opening import Store

BUDGET_KINDS = ("budget-monitoring", "budget-statement", "budget-fairness", "budget-scenarios")
YEAR = "2022-23"


def work_year(session: Session) -> Changes:
    """Put budgets, payments, an order, a grant, steps, a gift in kind and scenarios into a year."""
    lines = {line.partner: line.partner_id for line in get_year(session, YEAR).lines}
    staff, training = (each.id for each in list_headings(session)[:2])
    put_budget(session, YEAR, staff, 210_000_00)
    put_budget(session, YEAR, training, 40_000_00, (0, 1, 1, 1, 0, 2, 2, 1, 1, 1, 1, 1), 39_000_00)
    for month, pence in ((4, 17_500_00), (5, 17_500_50), (6, 17_650_00)):
        details = TransactionDetails(date(2022, month, 12), pence, "Salaries", heading_id=staff)
        add_transaction(session, YEAR, details)
    add_transaction(session, YEAR, TransactionDetails(date(2022, 9, 1), 1_240_00, "A room", "R 1"))
    order = OrderDetails(date(2023, 3, 1), 900_00, "A course", "PO 7", training)
    put_order(session, YEAR, order)
    grant = str(begin_grant(session, YEAR, "Family help pilot", "The department", "").result)
    put_grant_year(session, YEAR, grant, 25_000_00)
    details = TransactionDetails(date(2022, 8, 1), 6_200_00, "Pilot", grant_id=grant)
    add_transaction(session, YEAR, details)
    put_reserve(session, YEAR, 71_500_00, 60_000_00, "Executive, 12 May 2022")
    police, probation = lines["Durham Constabulary"], lines["Probation"]
    put_gift(session, YEAR, police, "", "A partnership analyst", None)
    put_gift(session, YEAR, probation, lines["Durham County Council"], "Rooms", 400_00)
    for kind, day, pence, said in (
        ("agreed", 3, 4_873_00, ""),
        ("invoiced", 10, 4_873_00, "INV 4102"),
        ("received", 20, 2_000_00, "BACS 7731"),
    ):
        put_step(session, YEAR, probation, kind, date(2022, 5, day), pence, said)
    children = ("100540", CHILDREN, "0 to 18", "2019-04", "Arrangements of April 2019")
    put_figure(session, FigureDetails("Children of the area", *children))
    for way in (
        ScenarioDetails("Freeze", "freeze"),
        ScenarioDetails("2.5% more", "percent", 250),
        ScenarioDetails("Fixed sum", "fixed", target=370_000_00, note="As the executive asked"),
    ):
        put_scenario(session, YEAR, way)
    return Changes("A year of the budget", ("budget",))


def budget_kinds(store: Store, offers: Iterable[DocumentOffer]) -> dict[str, Document]:
    """Return the documents of a year: reported while it is open, stated once it is closed."""
    store.run(work_year)
    made = {offer.kind: offer.make for offer in offers if offer.kind in BUDGET_KINDS}
    then = Scope(date(2022, 10, 19), year=YEAR)
    found = {kind: store.ask(make, then) for kind, make in made.items()}
    store.run(close_year, YEAR, store.today())
    store.run(add_correction, YEAR, store.today(), "An invoice came late", 12_00, "Spent")
    now = Scope(store.today(), year=YEAR)
    return found | {"budget-statement": store.ask(made["budget-statement"], now)}
