"""The sample's learning cycles: phases with what was found, feedback, and the way of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.app.sample.county import County
from dscp_desktop.learning.commands.cycles import (
    add_cycle,
    set_phase_dates,
    slip_phase,
)
from dscp_desktop.learning.commands.feedback import add_feedback
from dscp_desktop.learning.commands.record import (
    add_phase_action,
    link_meeting,
    record_step,
    tick,
    write_briefing,
    write_phase,
)
from dscp_desktop.learning.queries.record import get_record
from dscp_desktop.learning.rules.cycles import FINISHED, PLANNED, CycleDetails
from dscp_desktop.learning.rules.record import (
    CycleRecord,
    FeedbackDetails,
    People,
    PhaseRecord,
    PhaseWords,
)
from dscp_desktop.priorities.queries.plans import list_plans


def add_cycles(session: Session, county: County) -> None:
    """Put in the cycles one after the other, with their phases as far as they went."""
    plans = {plan.term: plan for plan in list_plans(session)}
    made: list[str] = []
    for more in range(county.times):
        before = ""
        for entry in county.years["cycle"]:
            priorities = plans[entry["plan"]].priorities
            priority = next(one.id for one in priorities if one.number == entry["priority"])
            starts = county.day(entry["starts"]).replace(day=1) if "starts" in entry else None
            told = f" ({more + 1})" if more else ""
            state = FINISHED if entry.get("done") == 6 else PLANNED
            details = CycleDetails(
                entry["topic"] + told, priority, starts, None if starts else before, state
            )
            before = str(add_cycle(session, details).result)
            session.flush()
            made.append(before)
            _add_phases(session, county, before, entry)
    _add_feedback(session, county, made)
    session.flush()


def _add_phases(session: Session, county: County, cycle_id: str, entry: Mapping[str, Any]) -> None:
    record = get_record(session, cycle_id, county.today)
    assert record is not None
    done = entry.get("done", 0)
    if "late" in entry:
        slip_phase(session, record.phases[-1].phase.id, entry["late"])
        session.flush()
        record = get_record(session, cycle_id, county.today)
        assert record is not None
    for phase, said in zip(record.phases, entry.get("phase", ()), strict=False):
        _write(session, county, phase, said, done)
    if done >= 5:
        _agree(session, county, record)
    for check, (on, note) in zip(
        record.phases[done].checks if done < 6 else (), entry.get("ticked", ()), strict=False
    ):
        tick(session, check.id, county.day(on), note)
    session.flush()


def _write(
    session: Session, county: County, record: PhaseRecord, said: Mapping[str, Any], done: int
) -> None:
    planned, finished = record.phase.planned, record.phase.number <= done
    assert planned is not None
    begun = planned.starts + timedelta(days=record.phase.number + 1)
    ended = planned.ends - timedelta(days=(record.phase.number * 3) % 7)
    if record.phase.number == 1 and finished:  # the first two phases share a month
        ended = planned.starts + timedelta(days=15)
    set_phase_dates(session, record.phase.id, begun, ended if finished else None)
    people = tuple(People(*one) for one in said.get("took_part", ()))
    words = PhaseWords(
        question=said["question"],
        methods=tuple(said["methods"]) if "methods" in said else (),
        took_part=people,
        purpose="To learn how partners work together. No case is named.",
        legal_basis="Working Together to Safeguard Children",
        findings=said["findings"],
        learnt=said.get("learnt", ""),
        changed=said.get("changed", ""),
    )
    write_phase(session, record.phase.id, words, sure=True)
    for check in record.checks if finished else ():
        tick(session, check.id, ended)
    lead = "PLG" if record.phase.number == 1 else "IDG"
    for group, on in county.meetings:
        if group == lead and planned.starts <= on <= min(planned.ends, county.today):
            link_meeting(session, record.phase.id, county.meetings[group, on])
            break
    session.flush()


def _agree(session: Session, county: County, record: CycleRecord) -> None:
    """Take the action plan along its route, with what came of the cycle and its briefing."""
    planned = record.phases[4].phase.planned
    assert planned is not None
    owners = county.records["contributions"]["partners"]
    texts = county.years["after_cycle"]["actions"]
    for n in range(2):
        owner = county.next_of("cycle owner", owners)
        text = county.next_of("cycle action", texts).format(topic=record.cycle.topic.casefold())
        due = planned.ends + timedelta(days=90 + 40 * n)
        details = ActionDetails(text, county.party(owner), raised_on=planned.ends, due=due)
        made = add_phase_action(session, record.phases[4].phase.id, details)
        county.actions.append((str(made.result), "IDG", planned.ends, due))
    session.flush()
    at = planned.starts
    for step in record.route:
        on = _next_held(county, step.group.code, at)
        if on is not None:
            record_step(session, step.id, county.meetings[step.group.code, on])
            at = on
    topic = record.cycle.topic
    texts = [line.format(topic=topic) for line in county.years["after_cycle"]["briefing"]]
    write_briefing(session, record.cycle.id, texts, sure=True)


def _next_held(county: County, code: str, after: date) -> date | None:
    held = (on for group, on in county.meetings if group == code and after <= on < county.today)
    return min(held, default=None)


def _add_feedback(session: Session, county: County, made: Sequence[str]) -> None:
    for line in county.years["feedback"]["lines"]:
        cycle, number, on, source, occasion, method, count, said, changed, told = line
        phase_id = None
        if cycle:
            record = get_record(session, made[cycle - 1], county.today)
            assert record is not None
            phase_id = record.phases[number - 1].phase.id
        details = FeedbackDetails(
            county.day(on), source, said, occasion, method, count, changed,
            county.day(told) if told else None, "A letter of one page" if told else "",
            phase_id=phase_id,
        )  # fmt: skip
        for _ in range(county.times):
            add_feedback(session, details, sure=True)
