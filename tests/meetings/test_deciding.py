"""Votes by a profile's rule, bodies that approve in turn, and decisions between meetings."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.commands.meetings import set_meeting_status
from dscp_desktop.meetings.commands.deciding import (
    add_urgent_decision,
    answer_approval,
    ask_approvals,
    record_vote,
    report_decision,
)
from dscp_desktop.meetings.commands.minutes import agree_minutes, approve_minutes
from dscp_desktop.meetings.commands.raising import add_decision, change_decision
from dscp_desktop.meetings.queries.logs import (
    decision_rules,
    get_decision,
    list_decisions,
    list_voters,
    urgent_at,
)
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules.record import DecisionLine, ViewLine
from dscp_desktop.meetings.rules.votes import (
    CORE,
    STATUTORY,
    DecisionRule,
    approvals_words,
    judge_vote,
    next_to_approve,
    rules_from,
    rules_of,
    rules_text,
)
from dscp_desktop.partnership.queries.parties import find_group, load_names
from dscp_desktop.store.opening import Store
from tests.meetings.conftest import Held

DAY = date(2023, 7, 6)


def line(store: Store, decision: str) -> DecisionLine:
    found = store.ask(get_decision, decision)
    assert found is not None
    return found


def group(store: Store, name: str = "PLG") -> str:
    found = store.ask(find_group, name)
    assert found is not None
    return found.id


def body(store: Store, name: str) -> str:
    found = store.ask(load_names).party(name)
    assert found is not None
    return found.id


def test_a_rule_of_the_profile_decides(durham: Store, items: list[str]) -> None:
    rule = durham.ask(decision_rules)[0]
    assert rule.words == "At least 2 of the statutory partners must be for it"
    one = str(durham.run(add_decision, items[1], "A review is needed", rule=rule.name).result)
    voters = durham.ask(list_voters, group(durham), DAY, rule)
    assert len(voters) == 3
    assert line(durham, one).result == "Open: 0 of 3 statutory partners for it, 2 needed."
    durham.run(record_vote, one, voters[0][0], "for")
    durham.run(record_vote, one, voters[1][0], "against", "The criteria are not met")
    assert line(durham, one).result.startswith("Open: 1 of 3")
    durham.run(record_vote, one, voters[2][0], "for")
    said = line(durham, one).result
    assert said.startswith("Carried: 2 of 3 statutory partners for it, 2 needed. For: ")
    assert line(durham, one).votes[1].reason == "The criteria are not met"
    durham.run(record_vote, one, voters[0][0], "against")
    assert line(durham, one).result.startswith("Not carried: 1 of 3")
    durham.run(record_vote, one, voters[0][0], "")
    assert len(line(durham, one).votes) == 2
    with pytest.raises(Refused, match="Only the statutory partners"):
        durham.run(record_vote, one, body(durham, "Education"), "for")
    with pytest.raises(Refused, match="A vote is one of"):
        durham.run(record_vote, one, voters[0][0], "perhaps")
    durham.run(change_decision, one, "A review is needed")
    with pytest.raises(Refused, match="No rule says"):
        durham.run(record_vote, one, voters[0][0], "for")


def test_a_profile_without_a_rule_has_no_votes(store: Store) -> None:
    store.run(begin_from, load_profile("derby-derbyshire-2021-22"))
    assert store.ask(decision_rules) == ()


def test_rules_are_data_and_sound() -> None:
    rules = rules_from([{"name": "Majority", "of": CORE}, {"name": "Two", "at_least": 2}])
    assert rules_of(rules_text(rules)) == rules
    assert rules_of("") == ()
    assert rules[0].words == "More than half of the core seats must be for it"
    for wrong in ({}, {"name": "x", "of": "anybody"}, {"name": "x", "at_least": -1}):
        with pytest.raises(Refused, match="decision rule"):
            rules_from([wrong])


views = st.lists(st.sampled_from(["for", "against", "abstained", ""]), max_size=7)


@given(views, st.integers(0, 4), st.sampled_from([STATUTORY, CORE]))
def test_a_vote_that_is_settled_stays_so(said: list[str], least: int, of: str) -> None:
    rule, count = DecisionRule("Rule", of, least), len(said)
    lines = [ViewLine(str(n), str(n), "", view) for n, view in enumerate(said)]
    carried = judge_vote(rule, lines, count).carried
    needed = least or count // 2 + 1
    assert (carried is True) == (said.count("for") >= needed)
    open_ones = [n for n, view in enumerate(said) if not view]
    for view in ("for", "against"):
        later = [ViewLine(v.id, v.id, "", v.view or view) for v in lines]
        then = judge_vote(rule, later, count).carried
        assert then is not None
        assert carried is None or then == carried or not open_ones


def test_bodies_approve_in_turn(durham: Store, items: list[str]) -> None:
    one = str(durham.run(add_decision, items[1], "The arrangements").result)
    a, b, c = (body(durham, name) for name in ("Education", "Health", "Durham Constabulary"))
    with pytest.raises(Refused, match="approves once"):
        durham.run(ask_approvals, one, [a, a])
    durham.run(ask_approvals, one, [a, b])
    with pytest.raises(Refused, match="was not asked"):
        durham.run(answer_approval, one, c, "approved", DAY)
    with pytest.raises(Refused, match="not its turn"):
        durham.run(answer_approval, one, b, "approved", DAY)
    with pytest.raises(Refused, match="from Thu 6 Jul 2023 on"):
        durham.run(answer_approval, one, a, "approved", date(2023, 7, 5))
    with pytest.raises(Refused, match="An answer is one of"):
        durham.run(answer_approval, one, a, "for", DAY)
    durham.run(answer_approval, one, a, "approved", date(2023, 8, 1))
    assert line(durham, one).result == (
        "Approved by Education on 1 August 2023; waiting for Health."
    )
    with pytest.raises(Refused, match="from Tue 1 Aug 2023 on"):
        durham.run(answer_approval, one, b, "approved", date(2023, 7, 31))
    with pytest.raises(Refused, match="keep their place"):
        durham.run(ask_approvals, one, [b, a])
    durham.run(ask_approvals, one, [a, c, b])
    assert [v.body for v in line(durham, one).approvals] == [
        "Education",
        "Durham Constabulary",
        "Health",
    ]
    turn = next_to_approve(line(durham, one).approvals)
    assert turn is not None
    assert turn.body_id == c
    durham.run(answer_approval, one, c, "against", date(2023, 8, 2), "Too early")
    assert next_to_approve(line(durham, one).approvals) is None
    with pytest.raises(Refused, match="answered already"):
        durham.run(answer_approval, one, a, "", None)
    durham.run(answer_approval, one, c, "", None)
    durham.run(ask_approvals, one, [a])
    assert approvals_words(line(durham, one).approvals) == "Approved by Education on 1 August 2023"


def test_an_urgent_decision_is_reported_to_the_next_meeting(
    durham: Store, july: str, september: str, items: list[str], held: Held
) -> None:
    plg = group(durham)
    one = str(durham.run(add_urgent_decision, plg, date(2023, 8, 3), "Go on", "Telephone").result)
    durham.run(add_urgent_decision, plg, date(2023, 9, 20), "Later")
    assert (line(durham, one).number, line(durham, one).urgent) == ("2023-U1", True)
    assert [d.number for d in durham.ask(urgent_at, september)] == ["2023-U1"]
    assert durham.ask(urgent_at, july) == ()
    with pytest.raises(Refused, match="was before the decision"):
        durham.run(report_decision, one, july)
    with pytest.raises(Refused, match="another group"):
        durham.run(report_decision, one, held(date(2023, 9, 8), "EXEC"))
    at_item = str(durham.run(add_decision, items[1], "Agreed").result)
    with pytest.raises(Refused, match="taken between meetings"):
        durham.run(report_decision, at_item, september)
    november = held(date(2023, 11, 2))
    durham.run(report_decision, one, november)
    assert line(durham, one).reported_on == date(2023, 11, 2)
    assert [d.number for d in durham.ask(urgent_at, november)] == ["2023-U1", "2023-U2"]
    durham.run(report_decision, one, None)
    durham.run(set_meeting_status, september, "cancelled")
    assert [d.number for d in durham.ask(urgent_at, november)] == ["2023-U1", "2023-U2"]


def test_approved_minutes_keep_what_was_reported(durham: Store, september: str, held: Held) -> None:
    plg = group(durham)
    one = str(durham.run(add_urgent_decision, plg, date(2023, 8, 3), "Go on").result)
    item = durham.ask(meeting_record, september).items[0].id
    durham.run(add_decision, item, "The urgent decision is noted")
    november = held(date(2023, 11, 2))
    durham.run(agree_minutes, september, date(2023, 9, 20))
    durham.run(approve_minutes, september, november)
    assert line(durham, one).reported_at_id == september
    with pytest.raises(Refused, match="add a correction instead"):
        durham.run(change_decision, one, "Stop")
    for meeting in (november, None):
        with pytest.raises(Refused, match="add a correction instead"):
            durham.run(report_decision, one, meeting)


@pytest.mark.usefixtures("july", "held")
def test_the_log_goes_over_all_groups(durham: Store, items: list[str]) -> None:
    durham.run(add_decision, items[1], "The plan is agreed", "Without a vote")
    durham.run(add_urgent_decision, group(durham, "EXEC"), date(2024, 5, 2), "Money moves")
    every = durham.ask(list_decisions)
    assert [d.code for d in every] == ["EXEC", "PLG"]
    assert [d.text for d in durham.ask(list_decisions, group(durham))] == ["The plan is agreed"]
    assert [d.code for d in durham.ask(list_decisions, "", "2024-25")] == ["EXEC"]
    assert [d.code for d in durham.ask(list_decisions, "", "", "VOTE plan")] == ["PLG"]
    assert durham.ask(list_decisions, "", "", "plan money") == ()
    with pytest.raises(WrongUse, match="2022-23"):
        durham.ask(list_decisions, "", "last year")
