"""A learning cycle with a phase written, for the documents made from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.learning.commands.cycles import finish_phase, set_phase_dates, slip_phase
from dscp_desktop.learning.commands.feedback import add_feedback, tell_back
from dscp_desktop.learning.commands.record import (
    add_paper,
    add_phase_action,
    agree_plan,
    tick,
    write_briefing,
    write_phase,
)
from dscp_desktop.learning.queries.cycles import find_cycle, get_cycle
from dscp_desktop.learning.queries.record import get_phase
from dscp_desktop.learning.rules.record import FeedbackDetails, People, PhaseWords
from dscp_desktop.paper.document import Document
from dscp_desktop.store.opening import Store

LEARNT_KINDS = (
    "cycles",
    "cycles-a4",
    "cycles-a3",
    "cycle-report",
    "phase-report",
    "briefing",
    "feedback",
)
_WORDS = PhaseWords(
    question="How well do partners respond when a child or adolescent is violent to a parent?",
    methods=("Survey", "Focus group"),
    took_part=(People("Practitioners", 46), People("Parents and carers", None)),
    purpose="To improve practice over all agencies",
    legal_basis="Working Together to Safeguard Children, chapter on improvement",
    findings="Practitioners know the programme; few families are offered it early.",
    learnt="Few children and families took part. We ask them earlier in the next cycle.",
    changed="The question is agreed word for word before the work begins.",
)
_POINTS = (
    "Violence to parents is often hidden.",
    "A survey, a focus group and the records of fifteen families.",
    "Agencies talk openly with each other.",
    "Recording differs between systems.",
    "Families want to be believed.",
    "Ask early, and offer the programme.",
    "The training calendar and the procedures.",
)


def learnt_kinds(store: Store, offers: Sequence[DocumentOffer]) -> dict[str, Document]:
    """Write, finish and slip phases of a cycle, and make each paper of it."""
    today = store.today()
    cycle = store.ask(get_cycle, store.ask(find_cycle, "capva"), today)
    assert cycle is not None
    for phase in cycle.phases[:3]:
        store.run(finish_phase, phase.id, date(2023, 6, 9))
    fourth = cycle.phases[3].id
    store.run(slip_phase, fourth, 1, True)
    store.run(set_phase_dates, fourth, date(2023, 7, 3), date(2023, 7, 28))
    store.run(write_phase, fourth, _WORDS)
    store.run(add_paper, fourth, "Survey of practitioners, answers")
    record = store.ask(get_phase, fourth, today)
    assert record is not None
    store.run(tick, record.checks[0].id, date(2023, 7, 14))
    given = FeedbackDetails(
        date(2023, 7, 12), "Families", "We were asked late.", "Focus group", "In person", 6,
        phase_id=fourth,
    )  # fmt: skip
    store.run(add_feedback, given)
    heard = FeedbackDetails(date(2023, 9, 4), "Young people", "Nobody told us why.", "Agenda day")
    made = store.run(add_feedback, heard).result
    store.run(tell_back, made, date(2023, 10, 2), "Letter", "A leaflet says why.")
    action = ActionDetails("Offer it early", owner_role="Head of help", due=date(2023, 12, 1))
    store.run(add_phase_action, fourth, action)
    store.run(agree_plan, cycle.id, date(2023, 9, 14))
    store.run(write_briefing, cycle.id, _POINTS)
    found = {}
    for offer in offers:
        if offer.kind in LEARNT_KINDS:
            about = fourth if offer.kind == "phase-report" else cycle.id
            found[offer.kind] = store.ask(offer.make, Scope(today, record_id=about))
    return found
