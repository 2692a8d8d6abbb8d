"""A plan whose outcomes have threads: an audit, its findings, actions, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dscp_desktop.actions.commands.lives import record_difference, record_review
from dscp_desktop.actions.commands.log import mark_done
from dscp_desktop.actions.queries.steps import list_steps
from dscp_desktop.actions.rules.lives import ReviewFindings
from dscp_desktop.audits.commands.findings import add_finding, add_recommendation
from dscp_desktop.audits.commands.programme import add_audit
from dscp_desktop.audits.rules.findings import FindingDetails, RecommendationDetails
from dscp_desktop.audits.rules.programme import AuditDetails
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.priorities.commands.plans import add_outcome
from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.store.opening import Store

TODAY = date(2023, 10, 19)
AGREED = date(2022, 9, 1)


@dataclass(frozen=True, slots=True)
class Woven:
    """The ids of what was woven."""

    plan: str
    priority: str
    outcome: str
    audit: str
    told: str
    silent: str
    stray: str


def weave(store: Store) -> Woven:
    """Weave into a store with the profile: one action that made a difference, one that is silent.

    Outcome 1.1 has an audit with a finding and both actions; 1.2 nothing. An audit of no plan
    has an action of its own.
    """
    plan = store.ask(list_plans)[-1]
    priority = plan.priorities[0].id
    outcome = str(store.run(add_outcome, priority, "Children are heard early").result)
    store.run(add_outcome, priority, "Plans are shared with families")
    audit = _audit(store, "Voice of the child in plans", "MA7", (outcome,))
    said = FindingDetails("improvement", "The child's view is seldom written in the plan", "Voice")
    store.run(add_finding, audit, said)
    told = _action(store, audit, "Add the child's view to the template")
    silent = _action(store, audit, "Brief every team on the template")
    for one in (told, silent):
        store.run(mark_done, one, date(2022, 12, 1))
    words = "Eight in ten plans now quote the child"
    store.run(record_difference, told, words, date(2023, 3, 1))
    for step in store.ask(list_steps, TODAY):
        if step.kind == "evidence" and step.of == (told,) and "six" in step.title:
            store.run(record_review, step.id, ReviewFindings("yes", "Twelve plans", words), AGREED7)
    lone = _audit(store, "Records of the school nurse", "MA8", ())
    stray = _action(store, lone, "Agree one form")
    return Woven(plan.id, priority, outcome, audit, told, silent, stray)


AGREED7 = date(2023, 3, 8)


def _audit(store: Store, title: str, number: str, outcomes: tuple[str, ...]) -> str:
    details = AuditDetails("2022-23", title, "Multi-agency", number, quarter=2, outcomes=outcomes)
    return str(store.run(add_audit, details).result)


def _action(store: Store, audit: str, text: str) -> str:
    owner = store.ask(load_names).party("Durham County Council")
    assert owner is not None
    details = RecommendationDetails(
        text,
        owner.id,
        due=date(2022, 12, 9),
        raised_on=AGREED,
        counts_from=AGREED,
        months=(6, 12),
    )
    store.run(add_recommendation, audit, details)
    found = [one for one in store.ask(list_steps, TODAY) if one.kind == "action"]
    return next(one.id for one in found if text in one.title)
