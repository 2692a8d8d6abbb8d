"""Cycles in the store: the profile's five, chains, slips, warnings, and what may not be done."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.learning.commands import cycles as commands
from dscp_desktop.learning.commands.record import write_phase
from dscp_desktop.learning.commands.template import save_list, save_route, save_template
from dscp_desktop.learning.feature import FEATURE
from dscp_desktop.learning.queries import cycles as queries
from dscp_desktop.learning.queries.record import get_phase, get_record
from dscp_desktop.learning.rules.cycles import CycleDetails
from dscp_desktop.learning.rules.plan import PhaseShape
from dscp_desktop.learning.rules.record import PhaseWords
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.learning.conftest import CAPVA, HARM, MASH, TODAY, cycles, months, phase


def group_id(store: Store, code: str) -> str:
    found = store.ask(find_group, code)
    assert found is not None
    return found.id


def test_the_profile_plans_four_cycles_and_keeps_the_finished_one(durham: Store) -> None:
    offer = FEATURE.workbooks[0]
    values = durham.ask(offer.values, Scope(TODAY))
    assert [each["topic"] for each in values] == [
        CAPVA, HARM, "First 1001 days", "Mental health and wellbeing", MASH,
    ]  # fmt: skip
    assert [each["priority"] for each in values] == [
        "Domestic abuse", HARM, "First 1001 days", "Mental health and wellbeing", None,
    ]  # fmt: skip
    first = values[0]["phases"]
    assert [each["number"] for each in first] == [1, 2, 3, 4, 5, 6]
    assert [each["lead"] for each in first] == ["PLG", *["IDG"] * 5]
    assert [(each["starts"], each["ends"]) for each in first] == [
        ("2023-04-01", "2023-04-30"),
        ("2023-04-01", "2023-04-30"),
        ("2023-05-01", "2023-05-31"),
        ("2023-06-01", "2023-06-30"),
        ("2023-07-01", "2023-07-31"),
        ("2024-03-01", "2024-03-31"),
    ]
    assert values[3]["phases"][4]["ends"] == "2024-07-31"
    reviews = [each["phases"][5]["starts"][:7] for each in values[:4]]
    assert reviews == ["2024-03", "2024-07", "2024-11", "2025-03"]
    assert {each["starts"] for each in values[4]["phases"]} == {None}
    lines = cycles(durham)
    assert (lines[MASH].state, lines[MASH].words) == ("finished", "Finished")
    assert {line.state for line in lines[MASH].phases} == {"done"}
    follows = lines[HARM].follows
    assert follows is not None
    assert follows.title == CAPVA


def test_slipping_alone_with_the_later_ones_and_with_the_chain(durham: Store) -> None:
    plan = {topic: months(durham, topic) for topic in cycles(durham)}
    fourth = phase(durham, CAPVA, 4)
    durham.run(commands.slip_phase, fourth.id, 1)
    assert months(durham, CAPVA)[3:5] == ["2023-07", "2023-07"]
    with pytest.raises(Refused, match="after phase 5"):
        durham.run(commands.slip_phase, fourth.id, 1)
    durham.run(commands.slip_phase, fourth.id, -1)
    assert months(durham, CAPVA) == plan[CAPVA]
    durham.run(commands.slip_phase, fourth.id, 2, True)
    assert months(durham, CAPVA) == [*plan[CAPVA][:3], "2023-08", "2023-09", "2024-05"]
    assert months(durham, HARM) == plan[HARM]
    slipped = phase(durham, CAPVA, 4)
    assert slipped.first is not None
    assert (slipped.slip, slipped.first.starts) == (2, date(2023, 6, 1))
    durham.run(commands.slip_phase, fourth.id, -2, True)
    done = durham.run(commands.slip_phase, fourth.id, 1, True, True)
    assert months(durham, HARM)[0] == "2023-09"
    assert months(durham, "Mental health and wellbeing")[5] == "2025-04"
    assert cycles(durham)[HARM].starts == date(2023, 8, 1)
    durham.run(undo, done.entry)
    assert {topic: months(durham, topic) for topic in plan} == plan


def test_a_finished_cycle_and_phase_of_the_chain_stay(durham: Store) -> None:
    lines = cycles(durham)
    durham.run(commands.finish_phase, lines[HARM].phases[0].id, date(2023, 8, 31))
    third = lines["First 1001 days"]
    details = CycleDetails(third.topic, None, None, lines[HARM].id, "stopped")
    durham.run(commands.change_cycle, third.id, details)
    durham.run(commands.slip_phase, lines[CAPVA].phases[4].id, 1, True, True)
    assert months(durham, HARM)[:3] == ["2023-08", "2023-09", "2023-10"]
    assert months(durham, third.topic)[0] == "2023-12"
    assert months(durham, "Mental health and wellbeing")[0] == "2024-05"


def test_a_chain_moves_with_the_start_of_its_first_cycle(durham: Store) -> None:
    line = cycles(durham)[CAPVA]
    details = CycleDetails(CAPVA, line.priority.id if line.priority else None, date(2024, 11, 9))
    durham.run(commands.change_cycle, line.id, details)
    assert months(durham, CAPVA)[4] == "2025-02"
    assert months(durham, HARM)[0] == "2025-03"
    durham.run(commands.change_cycle, line.id, CycleDetails(CAPVA))
    assert months(durham, HARM) == [""] * 6
    assert cycles(durham)[HARM].words == "Not planned yet"


def test_a_cycle_is_refused_with_what_to_do(durham: Store) -> None:
    lines = cycles(durham)
    first, second = lines[CAPVA], lines[HARM]
    for details, words in (
        (CycleDetails(" "), "Type the topic"),
        (CycleDetails(HARM.upper()), "already"),
        (CycleDetails("New", priority_id="none"), "priority is no longer there"),
        (CycleDetails("New", state="lost"), "A cycle is one of"),
        (CycleDetails("New", follows_id="none"), "no longer there"),
        (CycleDetails("New", starts=date(1900, 1, 1)), "Choose a month"),
    ):
        with pytest.raises(Refused, match=words):
            durham.run(commands.add_cycle, details)
    for follows in (first.id, second.id):
        with pytest.raises(Refused, match="cannot follow itself"):
            durham.run(commands.change_cycle, first.id, CycleDetails(CAPVA, follows_id=follows))


def test_a_template_keeps_to_cycles_made_before(durham: Store) -> None:
    plg = group_id(durham, "PLG")
    shapes = [
        PhaseShape("Look", plg, 1, ("Ask",), ("What?",)),
        PhaseShape("Look again", plg, 14, review=True),
    ]
    durham.run(save_template, shapes)
    durham.run(save_route, [(plg, "agrees", True)])
    durham.run(save_list, "briefing", ["One", "", "Two", "One"])
    made = str(
        durham.run(commands.add_cycle, CycleDetails("Neglect", None, date(2024, 2, 9))).result
    )
    record = durham.ask(get_record, made, TODAY)
    assert record is not None
    assert [p.phase.title for p in record.phases] == ["Look", "Look again"]
    assert months(durham, "Neglect") == ["2024-02", "2025-03"]
    assert [check.text for check in record.phases[0].checks] == ["Ask"]
    assert record.phases[0].questions == ("What?",)
    assert [step.does for step in record.route] == ["agrees"]
    assert record.briefing == (("One", ""), ("Two", ""))
    assert len(cycles(durham)[CAPVA].phases) == 6
    template = durham.ask(queries.get_template)
    assert [p.review for p in template.phases] == [False, True]
    assert [step.group.code for step in template.route] == ["PLG"]


def test_a_template_or_a_route_at_fault_is_refused(durham: Store) -> None:
    plg = group_id(durham, "PLG")
    with pytest.raises(Refused, match="Phase 1 has no lead group"):
        durham.run(save_template, [PhaseShape("Look", "", 1)])
    with pytest.raises(Refused, match="before month 4"):
        durham.run(save_template, [PhaseShape("A", plg, 4), PhaseShape("B", plg, 2)])
    with pytest.raises(Refused, match="has no group"):
        durham.run(save_route, [("", "agrees", False)])
    with pytest.raises(Refused, match="what the group does"):
        durham.run(save_route, [(plg, " ", False)])
    assert len(durham.ask(queries.get_template).phases) == 6


def test_without_a_template_no_cycle_is_planned(store: Store) -> None:
    with pytest.raises(Refused, match="Set up the phases"):
        store.run(commands.add_cycle, CycleDetails("Neglect"))


def test_a_cycle_planned_by_mistake_goes_and_comes_back(durham: Store) -> None:
    last = cycles(durham)["Mental health and wellbeing"]
    gone = durham.run(commands.remove_cycle, last.id)
    assert last.topic not in cycles(durham)
    durham.run(undo, gone.entry)
    assert cycles(durham)[last.topic] == last
    with pytest.raises(Refused, match="follows this cycle"):
        durham.run(commands.remove_cycle, cycles(durham)[CAPVA].id)
    written = durham.run(write_phase, last.phases[0].id, PhaseWords(question="Who is asked?"))
    with pytest.raises(Refused, match="Mark it as stopped"):
        durham.run(commands.remove_cycle, last.id)
    durham.run(undo, written.entry)
    durham.run(commands.start_phase, last.phases[0].id, date(2024, 4, 2))
    with pytest.raises(Refused, match="Mark it as stopped"):
        durham.run(commands.remove_cycle, last.id)


def _meet(session: Session, group: str, on: date) -> Changes:
    return add_meeting(session, group, MeetingDetails(on, time(9), time(11)))


def test_a_phase_is_warned_about(durham: Store) -> None:
    idg = group_id(durham, "IDG")
    spring = date(2023, 4, 1)
    durham.run(_meet, idg, date(2023, 6, 14))
    assert phase(durham, CAPVA, 4, spring).warnings == ()
    assert phase(durham, CAPVA, 3, spring).warnings == ("IDG has no meeting in May 2023.",)
    said = " ".join(phase(durham, HARM, 1, spring).warnings)
    assert "PLG has no meeting in August 2023." in said
    assert "It falls in August, when many people are away." in said
    assert "It falls in December" in " ".join(phase(durham, "First 1001 days", 2).warnings)
    both = " ".join(phase(durham, "First 1001 days", 5).warnings)
    assert f"IDG also leads phase 6 of ‘{CAPVA}’ in March 2024." in both
    assert phase(durham, CAPVA, 3, date(2023, 6, 1)).warnings == ()
    durham.run(commands.finish_phase, phase(durham, HARM, 1).id, date(2023, 4, 1))
    assert phase(durham, HARM, 1, spring).warnings == ()


def test_real_dates_stand_beside_the_plan(durham: Store) -> None:
    one = phase(durham, HARM, 1)
    assert (one.state, one.words) == ("late", "35 working days late")
    assert phase(durham, HARM, 4).state == "now"
    assert phase(durham, HARM, 5).state == "ahead"
    for number in (1, 2, 3):
        durham.run(commands.finish_phase, phase(durham, HARM, number).id, date(2023, 10, 2))
    durham.run(commands.start_phase, phase(durham, HARM, 4).id, date(2023, 10, 3))
    line = cycles(durham)[HARM]
    assert line.words == "Phase 4, sharing learning and collecting feedback"
    assert line.current is not None
    assert (line.current.number, line.current.words) == (4, "In progress")
    durham.run(commands.reopen_phase, line.phases[2].id)
    assert phase(durham, HARM, 3).finished_on is None
    dates = (date(2023, 9, 4), date(2023, 9, 29))
    durham.run(commands.set_phase_dates, line.phases[2].id, *dates)
    third = phase(durham, HARM, 3)
    assert (third.started_on, third.finished_on) == dates
    with pytest.raises(Refused, match="Enter a later day"):
        durham.run(commands.finish_phase, line.phases[3].id, date(2023, 10, 2))
    assert cycles(durham)["First 1001 days"].words == "Starts 1 December 2023"


def test_a_cycle_says_where_it_stands_after_its_work(durham: Store) -> None:
    first = cycles(durham)[CAPVA]
    for line in first.phases[:5]:
        durham.run(commands.finish_phase, line.id, date(2023, 8, 11))
    assert cycles(durham)[CAPVA].words == "Action plan not agreed yet"
    durham.run(commands.finish_phase, first.phases[5].id, date(2024, 3, 20))
    assert cycles(durham)[CAPVA].words == "Reviewed"
    durham.run(commands.change_cycle, first.id, CycleDetails(CAPVA, state="stopped"))
    assert {line.words for line in cycles(durham)[CAPVA].phases} == {
        "Finished 11 August 2023",
        "Finished 20 March 2024",
    }
    lines = cycles(durham)[HARM]
    durham.run(commands.change_cycle, lines.id, CycleDetails(HARM, state="stopped"))
    assert {line.words for line in cycles(durham)[HARM].phases} == {"Stopped"}


def test_finishing_lists_what_is_undone_and_still_finishes(durham: Store) -> None:
    one = phase(durham, CAPVA, 4)
    done = durham.run(commands.finish_phase, one.id, date(2023, 7, 3))
    assert isinstance(done.result, tuple)
    assert "Not ticked: Collect feedback from families" in done.result
    assert "The report says nothing yet of what was found." in done.result
    assert done.words == f"Phase 4 finished; {len(done.result)} left undone"
    assert phase(durham, CAPVA, 4).state == "done"


def test_a_phase_is_renamed_and_needs_its_group(durham: Store) -> None:
    one, plg = phase(durham, CAPVA, 4), group_id(durham, "PLG")
    durham.run(commands.change_phase, one.id, "Sharing", plg)
    assert (phase(durham, CAPVA, 4).title, phase(durham, CAPVA, 4).lead.code) == ("Sharing", "PLG")
    for given, words in ((("", plg), "Type what phase 4"), (("X", ""), "has no lead group")):
        with pytest.raises(Refused, match=words):
            durham.run(commands.change_phase, one.id, *given)


def test_cycles_are_found_by_topic_and_what_can_be_chosen(durham: Store) -> None:
    capva = cycles(durham)[CAPVA]
    assert durham.ask(queries.find_cycle, "capva") == capva.id
    assert durham.ask(queries.find_cycle, HARM) == cycles(durham)[HARM].id
    assert durham.ask(queries.get_cycle, capva.id, TODAY) == capva
    assert durham.ask(queries.find_phase, capva.id, 2) == capva.phases[1].id
    with pytest.raises(WrongUse, match="There is no learning cycle 'Harm at home'"):
        durham.ask(queries.find_cycle, "Harm at home")
    with pytest.raises(WrongUse, match="It has the phases 1, 2, 3, 4, 5, 6"):
        durham.ask(queries.find_phase, capva.id, 7)
    page = durham.ask(queries.cycles_page, TODAY)
    assert "Focus group" in page.methods
    assert page.sources == ("Children", "Young people", "Families", "Practitioners")
    assert {"PLG", "IDG"} <= {group.code for group in page.groups}
    assert page.priorities[0].code >= page.priorities[-1].code
    assert len(durham.ask(queries.list_words, "briefing")) == 7


def test_what_is_not_there_is_none(durham: Store) -> None:
    missing: Any = "no such record"
    assert durham.ask(get_phase, missing, TODAY) is None
    assert durham.ask(get_record, missing, TODAY) is None
    assert durham.ask(queries.get_cycle, missing, TODAY) is None


def test_the_planner_of_the_year_has_the_phases(durham: Store) -> None:
    marks = durham.ask(queries.list_days, date(2023, 4, 15), date(2023, 5, 1))
    assert [(mark.starts, mark.what) for mark in marks] == [
        (date(2023, 4, 1), f"{CAPVA}: phase 1"),
        (date(2023, 4, 1), f"{CAPVA}: phase 2"),
        (date(2023, 5, 1), f"{CAPVA}: phase 3"),
    ]
    assert marks[0].detail == "Scoping of the theme (PLG)"
