"""The template of cycles, the route and the lists: what a partnership sets, and its profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.learning.commands.cycles import CARES, add_cycle, change_cycle
from dscp_desktop.learning.queries.cycles import get_template, list_cycles, list_words
from dscp_desktop.learning.queries.due import tell_back_days
from dscp_desktop.learning.rules.cycles import CycleDetails
from dscp_desktop.learning.rules.plan import PhaseShape, faults_of_template
from dscp_desktop.learning.rules.settings import LISTS, TELL_BACK
from dscp_desktop.learning.tables import PhaseTemplate, RouteTemplate
from dscp_desktop.partnership.tables import Group
from dscp_desktop.priorities.tables import Plan, Priority
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import put_setting

Step = tuple[str, str, bool]  # group, what it does, whether it agrees the action plan


def save_template(session: Session, phases: Sequence[PhaseShape]) -> Changes:
    """Keep the phases of the cycles to come; those that are planned keep theirs.

    Raises Refused with all that is wrong: a phase without a lead group, an offset backwards.
    """
    if faults := faults_of_template(phases):
        raise Refused(" ".join(fault.why for fault in faults))
    there = session.scalars(select(PhaseTemplate).order_by(PhaseTemplate.number)).all()
    for place, phase in enumerate(phases):
        row = there[place] if place < len(there) else PhaseTemplate(id=fresh_id(session))
        row.number, row.title = place + 1, " ".join(phase.title.split())
        row.lead_id, row.month, row.review = phase.lead_id, phase.month, phase.review
        row.checklist, row.questions = _lines(phase.checklist), _lines(phase.questions)
        session.add(row)
    for row in there[len(phases) :]:
        session.delete(row)
    return Changes("Phases of the learning cycle kept", CARES)


def save_route(session: Session, steps: Sequence[Step]) -> Changes:
    """Keep the way that recommendations of the cycles to come take. Raises Refused where a step
    has no group or says nothing.
    """
    for number, (group_id, does, _) in enumerate(steps, 1):
        if not group_id:
            raise Refused(f"Step {number} of the route has no group. Choose one.")
        if not does.strip():
            raise Refused(f"Say what the group does at step {number} of the route.")
    there = session.scalars(select(RouteTemplate).order_by(RouteTemplate.position)).all()
    for place, (group_id, does, agrees) in enumerate(steps):
        row = there[place] if place < len(there) else RouteTemplate(id=fresh_id(session))
        row.position, row.group_id = place, group_id
        row.does, row.agrees = " ".join(does.split()), agrees
        session.add(row)
    for row in there[len(steps) :]:
        session.delete(row)
    return Changes("Route of the learning cycle kept", CARES)


def save_list(session: Session, name: str, lines: Sequence[str]) -> Changes:
    """Keep one of the lists to choose from: methods, people, sources, occasions, briefing."""
    setting, words = LISTS[name]
    put_setting(session, setting, _lines(dict.fromkeys(line.strip() for line in lines)))
    return Changes(f"{words} kept", CARES)


def keep_template(
    session: Session,
    phases: Sequence[PhaseShape],
    steps: Sequence[Step],
    lists: Mapping[str, Sequence[str]],
) -> Changes:
    """Keep phases, route and lists in one, each as its own command does."""
    save_template(session, phases)
    save_route(session, steps)
    for name, lines in lists.items():
        save_list(session, name, lines)
    return Changes("Set-up of the learning cycle kept", CARES)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Put a profile's phases, route, lists and cycles into a new store."""
    session.flush()
    groups = {row.code: row.id for row in session.scalars(select(Group))}
    if entries := profile.get("phase", ()):
        save_template(session, [_shape(entry, groups) for entry in entries])
    steps = [
        (groups.get(entry["group"], ""), entry["does"], bool(entry.get("agrees", False)))
        for entry in profile.get("route", ())
    ]
    save_route(session, steps)
    for name, lines in profile.get("learning", {}).items():
        if name in LISTS:
            save_list(session, name, lines)
        elif name == "tell_back_days":
            put_setting(session, TELL_BACK, str(lines))
    session.flush()
    made: dict[str, tuple[str, CycleDetails]] = {}
    for entry in profile.get("cycle", ()):
        starts = entry.get("starts", "")
        details = CycleDetails(
            topic=entry["topic"],
            priority_id=_priority(session, entry.get("plan", ""), entry.get("priority", 0)),
            starts=date.fromisoformat(f"{starts[:7]}-01") if starts else None,
            state=entry.get("state", "planned"),
        )
        made[entry["topic"]] = str(add_cycle(session, details).result), details
        session.flush()
    for entry in profile.get("cycle", ()):
        if before := made.get(entry.get("follows", "")):
            cycle_id, details = made[entry["topic"]]
            change_cycle(session, cycle_id, replace(details, follows_id=before[0]))


def _shape(entry: Mapping[str, Any], groups: Mapping[str, str]) -> PhaseShape:
    return PhaseShape(
        title=entry["title"],
        lead_id=groups.get(entry.get("lead_group", ""), ""),
        month=int(entry["month"]),
        checklist=tuple(entry.get("checklist", ())),
        questions=tuple(entry.get("questions", ())),
        review=bool(entry.get("review", False)),
    )


def _priority(session: Session, term: str, number: int) -> str | None:
    query = select(Priority.id).join(Plan, Plan.id == Priority.plan_id)
    return session.scalars(query.where(Plan.term == term, Priority.number == number)).first()


def keep(session: Session, today: date) -> Mapping[str, Any]:
    """Return the phases, the route, the lists and the cycles as a profile holds them."""
    template = get_template(session)
    return {
        "phase": [
            {
                "number": phase.number,
                "title": phase.title,
                "lead_group": phase.lead.code,
                "month": phase.month,
                "review": phase.review or None,
                "checklist": list(phase.checklist),
                "questions": list(phase.questions),
            }
            for phase in template.phases
        ],
        "route": [
            {"group": step.group.code, "does": step.does, "agrees": step.agrees or None}
            for step in template.route
        ],
        "learning": {
            **{name: list(list_words(session, name)) for name in LISTS},
            "tell_back_days": tell_back_days(session),
        },
        "cycle": _cycles(session, today),
    }


def _cycles(session: Session, today: date) -> list[dict[str, Any]]:
    numbers = dict(session.execute(select(Priority.id, Priority.number)).all())
    return [
        {
            "topic": cycle.topic,
            "plan": cycle.priority.code if cycle.priority else "",
            "priority": numbers[cycle.priority.id] if cycle.priority else None,
            "starts": f"{cycle.starts:%Y-%m}" if cycle.starts and not cycle.follows else "",
            "follows": cycle.follows.title if cycle.follows else "",
            "state": cycle.state,
        }
        for cycle in list_cycles(session, today)
    ]
