"""What is written of a phase, the way of the recommendations, and the log of feedback."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from dscp_desktop.actions.commands.log import mark_done, reopen
from dscp_desktop.actions.queries.log import get_action
from dscp_desktop.actions.queries.steps import list_steps as action_steps
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.learning.commands import feedback as log
from dscp_desktop.learning.commands import record as commands
from dscp_desktop.learning.commands.cycles import finish_phase, remove_cycle, start_phase
from dscp_desktop.learning.queries import record as queries
from dscp_desktop.learning.queries.due import list_due, list_proposals, list_steps
from dscp_desktop.learning.rules.cycles import Named
from dscp_desktop.learning.rules.record import (
    FeedbackDetails,
    FeedbackLine,
    People,
    PhaseRecord,
    PhaseWords,
    feedback_state,
)
from dscp_desktop.meetings.commands.agenda import add_item
from dscp_desktop.meetings.commands.deciding import decide
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.learning.conftest import CAPVA, HARM, TODAY, cycles, phase
from tests.learning.test_cycles import group_id

WORDS = PhaseWords(
    question="How do we share information after a child goes missing?",
    methods=("Survey", " Focus  group ", "Survey"),
    took_part=(People("Practitioners", 46), People("Parents and carers", None)),
    purpose="To learn from practice",
    legal_basis="Children Act 2004, section 16E",
    findings="Return interviews are not always shared with schools.",
    learnt="The question was broad and lacked direction.",
    changed="The next question is agreed with the group that asks it.",
)
SAID = FeedbackDetails(
    date(2023, 10, 2), "Young people", "Nobody told us why.", "Survey", "Online", 14
)


def record(store: Store, number: int = 4, topic: str = HARM) -> PhaseRecord:
    found = store.ask(queries.get_phase, phase(store, topic, number).id, TODAY)
    assert found is not None
    return found


def meet(store: Store, code: str, on: date) -> str:
    details = MeetingDetails(on, time(9), time(11))
    return str(store.run(add_meeting, group_id(store, code), details).result)


def test_a_phase_is_written_and_put_back(durham: Store) -> None:
    one = phase(durham, HARM, 4)
    kept = durham.run(commands.write_phase, one.id, WORDS)
    found = record(durham)
    assert found.words == replace(WORDS, methods=("Survey", "Focus group"))
    assert found.asked == WORDS.question
    assert record(durham, 5).asked == WORDS.question
    assert record(durham, 3).asked == ""
    fewer = replace(WORDS, took_part=(People("Managers", 0),), question="")
    again = durham.run(commands.write_phase, one.id, fewer)
    assert record(durham).words.took_part == (People("Managers", 0),)
    durham.run(undo, again.entry)
    assert record(durham).words == found.words
    durham.run(undo, kept.entry)
    assert record(durham).words == PhaseWords()


def test_who_took_part_is_counted_and_nobody_named(durham: Store) -> None:
    one = phase(durham, HARM, 4).id
    for people, words in ((People(" "), "what kind of people"), (People("Staff", -1), "0 or more")):
        with pytest.raises(Refused, match=words):
            durham.run(commands.write_phase, one, PhaseWords(took_part=(people,)))
    named = PhaseWords(findings="We asked Oliver Smith about it.")
    with pytest.raises(Refused) as error:
        durham.run(commands.write_phase, one, named)
    assert error.value.words.startswith("“Oliver Smith” looks like a name.")
    durham.run(commands.write_phase, one, named, sure=True)
    assert record(durham).words.findings == named.findings
    with pytest.raises(Refused, match="looks like a name"):
        durham.run(commands.write_briefing, cycles(durham)[HARM].id, ["Emily", *[""] * 6])


def test_the_checklist_papers_and_meetings_of_a_phase(durham: Store) -> None:
    one = record(durham)
    assert one.done_words == "0 of 5 done"
    durham.run(commands.tick, one.checks[0].id, date(2023, 10, 13), "46  replies")
    added = str(durham.run(commands.add_check, one.phase.id, "Thank those who came").result)
    now = record(durham)
    assert (now.checks[0].note, now.checks[0].done_on) == ("46 replies", date(2023, 10, 13))
    assert now.done_words == "1 of 6 done"
    durham.run(commands.tick, one.checks[0].id, None)
    durham.run(commands.remove_check, added)
    assert record(durham).done_words == "0 of 5 done"
    with pytest.raises(Refused, match="Type what is to be done"):
        durham.run(commands.add_check, one.phase.id, " ")
    meeting = meet(durham, "IDG", date(2023, 10, 10))
    durham.run(commands.link_meeting, one.phase.id, meeting)
    with pytest.raises(Refused, match="in the list already"):
        durham.run(commands.link_meeting, one.phase.id, meeting)
    paper = str(durham.run(commands.add_paper, one.phase.id, "Notes of the session").result)
    with pytest.raises(Refused, match="what the paper is called"):
        durham.run(commands.add_paper, one.phase.id, "")
    now = record(durham)
    assert [m.title for m in now.meetings] == ["Improvement Delivery Group, Tue 10 Oct 2023"]
    assert [p.title for p in now.papers] == ["Notes of the session"]
    assert durham.ask(queries.papers_of, [meeting]) == ()
    durham.run(commands.unlink_meeting, one.phase.id, meeting)
    durham.run(commands.unlink_meeting, one.phase.id, meeting)
    durham.run(commands.remove_paper, paper)
    assert (record(durham).meetings, record(durham).papers) == ((), ())


def details(text: str) -> ActionDetails:
    return ActionDetails(text, owner_role="Team manager", due=date(2023, 12, 1))


def test_actions_of_a_phase_are_in_the_one_log_and_reviewed_from_the_agreed_day(
    durham: Store,
) -> None:
    one, five = phase(durham, HARM, 4), phase(durham, HARM, 5)
    action = str(durham.run(commands.add_phase_action, one.id, details("Share them")).result)
    story = durham.ask(get_action, action, TODAY)
    assert story is not None
    assert story.line.group_id == one.lead.id
    assert [origin.id for origin in story.origins] == [one.id]
    assert story.lives.reviews == ()
    assert [line.id for line in record(durham).actions] == [action]
    assert any(words.startswith("Action IDG") for words in record(durham).undone)
    after = durham.ask(queries.get_phase, one.id, date(2024, 1, 9))
    assert after is not None
    assert any(words.endswith(" is late.") for words in after.undone)
    durham.run(mark_done, action, date(2023, 10, 1))
    assert not any(words.startswith("Action") for words in record(durham).undone)
    durham.run(reopen, action)
    agreed = durham.run(commands.agree_plan, cycles(durham)[HARM].id, date(2023, 8, 31))
    later = str(durham.run(commands.add_phase_action, five.id, details("Train")).result)
    for found in (action, later):
        story = durham.ask(get_action, found, TODAY)
        assert story is not None
        dues = [(review.months, review.due) for review in story.lives.reviews]
        assert dues == [(6, date(2024, 2, 29)), (12, date(2024, 8, 31))]
    durham.run(undo, agreed.entry)
    assert cycles(durham)[HARM].agreed_on is None
    story = durham.ask(get_action, action, TODAY)
    assert story is not None
    assert story.lives.reviews == ()
    steps = {step.id: step for step in durham.ask(action_steps, date(2024, 3, 1))}
    assert steps[action].of == (one.id,)
    evidence = [step for step in steps.values() if step.kind == "evidence"]
    assert [(step.of, step.awaited) for step in evidence] == [((later,), True), ((later,), False)]
    last = cycles(durham)["Mental health and wellbeing"]
    durham.run(commands.add_phase_action, last.phases[0].id, details("Scope it"))
    with pytest.raises(Refused, match="Mark it as stopped"):
        durham.run(remove_cycle, last.id)


def test_the_route_names_meeting_and_decision_and_the_next_step_proposes_itself(
    durham: Store,
) -> None:
    line = cycles(durham)[CAPVA]
    for one in line.phases[:5]:
        durham.run(finish_phase, one.id, date(2023, 8, 1))
    steps = durham.ask(queries.list_route, line.id)
    assert [(s.group.code, s.agrees) for s in steps] == [
        ("IDG", False), ("PLG", True), ("EXEC", False),
    ]  # fmt: skip
    first, second = meet(durham, "IDG", date(2023, 8, 3)), meet(durham, "PLG", date(2023, 9, 14))
    durham.run(commands.record_step, steps[0].id, first)
    (proposal,) = [p for p in durham.ask(list_proposals, date(2023, 8, 20), date(2023, 12, 1))
                   if p.key == f"cycle-route:{steps[1].id}"]  # fmt: skip
    assert (proposal.due, proposal.document) == (date(2023, 9, 14), "cycle-report")
    assert proposal.group_id == steps[1].group.id
    assert proposal.why == (
        "PLG agrees the action plan; the step before was taken on 3 August 2023"
    )
    item = str(durham.run(add_item, second, "Action plan").result)
    made = durham.run(decide, item, "The action plan is agreed", "By consensus").result
    (decision,) = durham.ask(queries.decisions_of, steps[1].group.id, second)
    assert decision.code == "The action plan is agreed"
    assert decision.id == made
    with pytest.raises(Refused, match="at another meeting"):
        durham.run(commands.record_step, steps[1].id, first, decision.id)
    durham.run(commands.record_step, steps[1].id, None, decision.id)
    assert cycles(durham)[CAPVA].agreed_on == date(2023, 9, 14)
    assert cycles(durham)[CAPVA].words == "Action plan agreed 14 September 2023"
    now = durham.ask(queries.list_route, line.id)
    assert now[1].decision is not None
    assert (now[1].on, now[1].decision.title) == (date(2023, 9, 14), "The action plan is agreed")
    keys = {p.key for p in durham.ask(list_proposals, TODAY, date(2024, 4, 1))}
    assert f"cycle-route:{steps[2].id}" in keys
    assert f"cycle-phase:{line.phases[5].id}" in keys
    durham.run(commands.record_step, steps[2].id, meet(durham, "EXEC", date(2023, 9, 28)))
    after = {p.key for p in durham.ask(list_proposals, TODAY, date(2024, 4, 1))}
    assert not [key for key in after if key.startswith("cycle-route")]
    durham.run(commands.record_step, steps[1].id, None)
    assert cycles(durham)[CAPVA].agreed_on is None
    chosen = durham.ask(queries.meetings_to_choose, steps[1].group.id)
    assert chosen[0] == Named(second, "Performance and Learning Group, Thu 14 Sep 2023", "PLG")


def test_the_briefing_has_its_seven_points(durham: Store) -> None:
    cycle = cycles(durham)[CAPVA].id
    durham.run(commands.write_briefing, cycle, [f" Point {n} " for n in range(1, 8)])
    found = durham.ask(queries.get_record, cycle, TODAY)
    assert found is not None
    assert found.briefing[0] == ("Why this matters", "Point 1")
    assert len(found.briefing) == 7
    with pytest.raises(Refused, match="has 7 headings"):
        durham.run(commands.write_briefing, cycle, ["One"])


def test_feedback_is_logged_told_back_and_due_until_then(durham: Store) -> None:
    one = phase(durham, HARM, 4)
    mine = replace(SAID, phase_id=one.id)
    made = str(durham.run(log.add_feedback, mine).result)
    alone = str(durham.run(log.add_feedback, replace(SAID, occasion="Agenda day")).result)
    (line,) = durham.ask(queries.list_feedback, phase_id=one.id)
    assert (line.details.cycle_id, line.about) == (one.cycle_id, f"{HARM}, phase 4")
    assert len(durham.ask(queries.list_feedback)) == 2
    assert durham.ask(queries.place_of, made) == (one.cycle_id, one.id)
    assert durham.ask(queries.place_of, alone) == ("", "")
    assert durham.ask(queries.place_of, one.id) == (one.cycle_id, one.id)
    assert durham.ask(queries.place_of, one.cycle_id) == (one.cycle_id, "")
    assert durham.ask(queries.place_of, "none") == ("", "")
    late = date(2024, 1, 15)
    dues = [due for due in durham.ask(list_due, late) if due.record_id in (made, alone)]
    assert [due.what for due in dues] == ["Tell back what changed: young people"] * 2
    assert {due.detail for due in dues} == {f"{HARM}, phase 4", "Agenda day"}
    assert "1 piece of feedback was not answered" in " ".join(record(durham).undone)
    assert feedback_state(line, late)[0] == "late"
    with pytest.raises(Refused, match="Say what changed"):
        durham.run(log.tell_back, made, date(2023, 11, 1))
    with pytest.raises(Refused, match="later day of telling back"):
        durham.run(log.tell_back, made, date(2023, 1, 1), "Letter", "A leaflet")
    durham.run(log.tell_back, made, date(2023, 11, 1), "Letter", "A leaflet")
    (line,) = durham.ask(queries.list_feedback, phase_id=one.id)
    assert (line.details.changed, line.details.told_how) == ("A leaflet", "Letter")
    assert feedback_state(line, late) == ("done", "Told back 1 November 2023")
    durham.run(log.remove_feedback, alone)
    assert not [d for d in durham.ask(list_due, late) if d.record_id in (made, alone)]


def test_feedback_that_says_too_little_or_names_somebody_is_asked_about(durham: Store) -> None:
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"source": " "}, "whose feedback"),
        ({"said": ""}, "what was said"),
        ({"count": 0}, "how many"),
        ({"told_on": date(2023, 1, 1)}, "later day of telling back"),
        ({"said": "Charlotte told us why."}, "looks like a name"),
    )
    for given, words in wrong:
        with pytest.raises(Refused, match=words):
            durham.run(log.add_feedback, replace(SAID, **given))
    named = replace(SAID, said="Charlotte told us why.")
    made = str(durham.run(log.add_feedback, named, True).result)
    cycle = cycles(durham)[HARM].id
    durham.run(log.change_feedback, made, replace(SAID, cycle_id=cycle))
    (line,) = durham.ask(queries.list_feedback, cycle_id=cycle)
    assert line == FeedbackLine(made, replace(SAID, cycle_id=cycle), HARM)


def test_of_each_cycle_the_first_open_phase_and_the_review_are_due(durham: Store) -> None:
    asked = [(due.on, due.what[-len(CAPVA) :], due.days) for due in durham.ask(list_due, TODAY)]
    assert asked[0] == (TODAY, CAPVA, "Planned April 2023")
    assert len(asked) == 2
    (due,) = durham.ask(list_due, date(2023, 4, 30))  # on its last day it is asked for itself
    assert (due.what, due.on) == (f"{CAPVA}: phase 1", date(2023, 4, 30))
    durham.run(start_phase, phase(durham, CAPVA, 1).id, date(2023, 4, 3))
    due = {one.what: one for one in durham.ask(list_due, TODAY)}[f"{CAPVA}: phase 1"]
    assert (due.on, due.days) == (date(2023, 4, 30), "120 working days late")
    assert due.detail == "Scoping of the theme (PLG)"
    for one in cycles(durham)[CAPVA].phases[:5]:
        durham.run(finish_phase, one.id, date(2023, 8, 1))
    assert not [due for due in durham.ask(list_due, TODAY) if CAPVA in due.what]
    review = [due for due in durham.ask(list_due, date(2024, 3, 20)) if CAPVA in due.what]
    assert [(due.what, due.on) for due in review] == [(f"{CAPVA}: phase 6", date(2024, 3, 31))]
    assert not [due for due in durham.ask(list_due, date(2026, 6, 1)) if CAPVA in due.what]


def test_phases_propose_themselves_until_their_report_is_on_an_agenda(durham: Store) -> None:
    one = phase(durham, HARM, 4)
    found = {p.key: p for p in durham.ask(list_proposals, TODAY, date(2023, 12, 1))}
    mine = found[f"cycle-phase:{one.id}"]
    assert (mine.due, mine.comes) == (date(2023, 10, 31), date(2023, 10, 1))
    assert (mine.document, mine.record_id, mine.group_id) == ("phase-report", one.id, one.lead.id)
    assert f"cycle-phase:{phase(durham, CAPVA, 1).id}" in found
    assert f"cycle-phase:{phase(durham, CAPVA, 2).id}" not in found
    far = phase(durham, "Mental health and wellbeing", 1)
    assert f"cycle-phase:{far.id}" not in found
    assert not [key for key in found if key.startswith("cycle-route")]
    meeting = meet(durham, "IDG", date(2023, 10, 24))
    durham.run(_put_report, meeting, one.id)
    keys = {p.key for p in durham.ask(list_proposals, TODAY, date(2023, 12, 1))}
    assert f"cycle-phase:{one.id}" not in keys
    durham.run(commands.write_phase, one.id, WORDS)
    assert not [w for w in record(durham).undone if "report" in w]
    durham.run(commands.write_phase, phase(durham, HARM, 3).id, WORDS)
    assert "The report of the phase was before no meeting yet." in record(durham, 3).undone


def _put_report(session: Any, meeting: str, phase_id: str) -> Any:
    from dscp_desktop.meetings.tables import AgendaItem

    changes = add_item(session, meeting, "Phase 4")
    session.flush()
    row = session.get_one(AgendaItem, changes.result)
    row.document, row.about_id = "phase-report", phase_id
    return changes


def test_cycles_are_steps_of_golden_threads(durham: Store) -> None:
    first = cycles(durham)[CAPVA]
    steps = {step.title: step for step in durham.ask(list_steps, TODAY)}
    assert first.priority is not None
    assert (steps[CAPVA].of, steps[CAPVA].awaited) == ((first.priority.id,), False)
    after = {step.title: step for step in durham.ask(list_steps, date(2024, 4, 1))}
    assert (after[CAPVA].difference, after[CAPVA].awaited) == ("", True)
    durham.run(start_phase, first.phases[5].id, date(2024, 3, 4))
    durham.run(commands.write_phase, first.phases[5].id, PhaseWords(findings="Fewer repeats."))
    after = {step.title: step for step in durham.ask(list_steps, date(2024, 4, 1))}
    assert (after[CAPVA].difference, after[CAPVA].awaited) == ("Fewer repeats.", False)
    durham.run(commands.add_phase_action, first.phases[4].id, details("Share them"))
    ids = {step.id: step for step in durham.ask(list_steps, TODAY)}
    assert ids[first.phases[4].id].of == (first.id,)
