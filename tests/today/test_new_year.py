"""A year that begins: what is proposed, taken as one command, and put back by one undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, text

from dscp_desktop.app.features import FEATURES
from dscp_desktop.audits.queries.programme import programme_page
from dscp_desktop.audits.queries.settings import get_settings
from dscp_desktop.budget.commands.contributions import put_contribution, put_gift
from dscp_desktop.budget.commands.years import add_year, close_year
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.core.days import is_working_day
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.diary.commands.planning import set_run_up
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.queries.planning import list_steps, sharing
from dscp_desktop.diary.rules.bounds import overlap
from dscp_desktop.diary.tables import Cadence, RunUpStep
from dscp_desktop.meetings.queries.forward import list_forward
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import tracked_tables
from dscp_desktop.terms_of_reference.queries.terms import list_documents
from dscp_desktop.today.commands import start_year
from dscp_desktop.today.queries import year_start
from dscp_desktop.work_plans.commands import set_progress
from dscp_desktop.work_plans.queries import get_plan, list_years
from tests.today.years import TODAY, YEAR, keyed, propose, start, year_offers

FIRST, LAST = year_bounds(YEAR)


def counts(store: Store) -> dict[str, int]:
    """How many rows each table holds."""
    return {
        name: store.ask(lambda s, t=table: s.execute(select(t.c.id)).all().__len__())
        for name, table in tracked_tables().items()
    }


def group_id(store: Store, code: str) -> str:
    group = store.ask(find_group, code)
    assert group is not None
    return group.id


def test_a_year_is_proposed_part_by_part_and_nothing_is_written(year_behind: Store) -> None:
    before = counts(year_behind)
    found = propose(year_behind)
    assert counts(year_behind) == before
    parts = ("meeting", "work-plan", "work-plan-line", "audit", "audit-programme", "contribution")
    assert all(keyed(found, kind) for kind in parts)
    assert keyed(found, "review")  # late since October: it comes along
    assert len({line.key for line in found.lines}) == len(found.lines)
    for line in keyed(found, "meeting"):
        assert line.on is not None
        assert FIRST <= line.on <= LAST
        assert is_working_day(line.on)
        assert "Call for items" in line.why


def test_it_is_one_command_one_undo_and_the_second_time_only_what_is_missing(
    year_behind: Store,
) -> None:
    before, found = counts(year_behind), propose(year_behind)
    held_back = [keyed(found, "meeting")[3], keyed(found, "contribution")[1]]
    wanted = [line for line in found.lines if line not in held_back]
    changes = start(year_behind, found, wanted)
    planned = len(keyed(found, "meeting")) - 1
    assert changes.words.startswith(f"Year {YEAR} started: {planned} meetings")
    assert year_behind.ask(list_entries)[0].command == "start_year"
    assert len(year_behind.ask(list_meetings, "", FIRST, LAST)) == planned
    plg = group_id(year_behind, "PLG")
    plan = year_behind.ask(get_plan, plg, YEAR, TODAY)
    assert plan is not None
    assert len(plan.lines) == len(keyed(found, "work-plan-line"))
    assert all(line.status == "not started" and line.due is None for line in plan.lines)
    assert {line.payment for line in year_behind.ask(get_year, YEAR).lines} == {"proposed"}
    programme = year_behind.ask(programme_page, YEAR, TODAY)
    assert programme.id
    assert programme.agreed_on is None
    assert all(count.short == 0 for count in programme.counts)
    again = propose(year_behind)
    assert [line.key for line in again.lines] == [line.key for line in held_back]
    second = start(year_behind, again)
    nothing = propose(year_behind)
    assert nothing.lines == ()
    with pytest.raises(Refused, match="Nothing was brought into 2024-25"):
        start(year_behind, found)  # accepted before all of it was there
    year_behind.run(undo, second.entry)
    year_behind.run(undo, changes.entry)
    assert counts(year_behind) == before
    assert propose(year_behind) == found


def test_a_line_is_taken_as_it_was_changed(year_behind: Store) -> None:
    found = propose(year_behind)
    meeting = replace(keyed(found, "meeting")[0], on=date(2024, 5, 14))
    money = replace(keyed(found, "contribution")[0], amount=200_000_00)
    audit = replace(next(line for line in keyed(found, "audit") if line.on), on=date(2024, 7, 31))
    review = replace(keyed(found, "review")[0], on=date(2024, 9, 30))
    start(year_behind, found, [meeting, money, audit, review])
    (made,) = year_behind.ask(list_meetings, "", FIRST, LAST)
    slot = keyed(found, "meeting")[0].on
    assert (made.on, made.slot) == (date(2024, 5, 14), slot)
    year = year_behind.ask(get_year, YEAR)
    assert [(line.partner, line.amount) for line in year.lines] == [(money.what, 200_000_00)]
    assert year.lines[0].steps[0].on == TODAY
    (line,) = year_behind.ask(programme_page, YEAR, TODAY).audits
    assert line.details.returns_due == date(2024, 7, 31)
    assert line.agencies or not year_behind.ask(get_settings).returning
    (item,) = [one for one in year_behind.ask(list_forward, TODAY) if one.source == review.key]
    assert item.due == date(2024, 9, 30)


def test_a_day_that_cannot_be_is_refused_and_nothing_is_taken(year_behind: Store) -> None:
    before, found = counts(year_behind), propose(year_behind, "budget", "diary")
    sunday = replace(keyed(found, "meeting")[0], on=date(2024, 5, 12))
    money = keyed(found, "contribution")[0]
    with pytest.raises(Refused, match="weekend"):
        start(year_behind, found, [money, sunday])
    assert counts(year_behind) == before


def test_groups_with_shared_seats_are_told_of_a_clash_in_the_same_preview(
    year_behind: Store,
) -> None:
    found = keyed(propose(year_behind, "diary"), "meeting")
    with_whom = year_behind.ask(sharing, FIRST)
    times = {
        row.group_id: (row.start, row.end)
        for row in year_behind.ask(lambda s: s.scalars(select(Cadence)).all())
    }
    for at, line in enumerate(found):
        own = line.key.split(":")[1]
        clashing = [
            one.what
            for one in found[:at]
            for other in [one.key.split(":")[1]]
            if one.on == line.on
            and other in with_whom.get(own, {})
            and overlap(*times[own], *times[other])
        ]
        assert bool(clashing) == bool(line.warning), line
    assert any(line.warning for line in found)


def test_no_meeting_is_proposed_in_the_past(year_behind: Store) -> None:
    late = date(2024, 12, 2)
    found = propose(year_behind, "diary", today=late)
    assert keyed(found, "meeting")
    assert all(line.on and line.on >= late for line in keyed(found, "meeting"))


def test_a_group_without_a_run_up_is_offered_the_usual_one(year_behind: Store) -> None:
    plg = group_id(year_behind, "PLG")
    usual = [(one.title, one.days) for one in year_behind.ask(list_steps, plg)]
    year_behind.run(set_run_up, plg, ())
    found = propose(year_behind, "diary")
    (line,) = keyed(found, "run-up")
    assert line.why == f"It has none; most groups have {len(usual)} steps"
    assert start(year_behind, found, [line]).words == f"Year {YEAR} started: 1 run-up"
    assert [(one.title, one.days) for one in year_behind.ask(list_steps, plg)] == usual
    assert not keyed(propose(year_behind, "diary"), "run-up")
    groups = year_behind.ask(lambda s: s.scalars(select(RunUpStep.group_id).distinct()).all())
    for one in groups:
        year_behind.run(set_run_up, one, ())
    assert not keyed(propose(year_behind, "diary"), "run-up")


def test_what_was_done_is_not_carried_into_the_next_work_plan(year_behind: Store) -> None:
    lines = keyed(propose(year_behind, "work_plans"), "work-plan-line")
    year_behind.run(set_progress, lines[0].key.partition(":")[2], "done", "")
    whole = propose(year_behind, "work_plans")
    found = keyed(whole, "work-plan-line")
    assert [line.key for line in found] == [line.key for line in lines[1:]]
    year_behind.run(set_progress, found[0].key.partition(":")[2], "done", "")
    changes = start(year_behind, whole)  # one of it was done since: it is passed over
    assert changes.words.endswith("1 work plan, 1 line of work plans")
    plg = group_id(year_behind, "PLG")
    assert year_behind.ask(list_years, plg)[-1] == YEAR
    for line in found:
        year_behind.run(set_progress, line.key.partition(":")[2], "done", "")
    assert not propose(year_behind, "work_plans").lines


def test_a_closed_year_gets_no_contribution(year_behind: Store) -> None:
    year_behind.run(add_year, "2021-22")
    year_behind.run(close_year, "2021-22", TODAY)
    assert propose(year_behind, "budget", year="2021-22").lines == ()
    assert propose(year_behind, "budget", year="2020-21").lines == ()


def test_who_pays_and_what_is_given_in_kind_comes_along(year_behind: Store) -> None:
    lines = year_behind.ask(get_year, "2022-23").lines
    payer, partner = lines[0], lines[4]
    args = (partner.partner_id, payer.partner_id, "A room", 400_00)
    year_behind.run(put_gift, "2022-23", *args)
    found = propose(year_behind, "budget")
    line = found.lines[4]
    assert line.why == f"Proposed as it was in 2022-23, paid by {payer.partner}, in kind: A room"
    start(year_behind, found, [line])
    (made,) = year_behind.ask(get_year, YEAR).lines
    assert (made.payer_id, made.in_kind, made.in_kind_value) == (payer.partner_id, "A room", 400_00)
    # Typed in meanwhile by somebody else: what was accepted is passed over.
    other = propose(year_behind, "budget").lines[0]
    accepted = {40: [other]}
    year_behind.run(put_contribution, YEAR, other.key.partition(":")[2], 5_00)
    other_kind = {40: [replace(other, key="grant:x")], 10: [replace(other, key="room:x")]}
    for nothing in (accepted, other_kind, other_kind | {20: [replace(other, key="work-plan:x")]}):
        with pytest.raises(Refused, match="Nothing was brought"):
            year_behind.run(start_year, year_offers(), YEAR, nothing, TODAY)


def test_a_review_comes_before_the_last_meeting_of_its_group_by_its_day(year_behind: Store) -> None:
    found = propose(year_behind, "meetings", "diary")
    review = keyed(found, "review")[0]
    assert review.warning == "Late since 26 October 2023"
    by = replace(review, on=date(2024, 10, 1))
    name = by.why.rpartition("; to ")[2]
    meetings = [line for line in keyed(found, "meeting") if line.what == name]
    start(year_behind, found, [by, *meetings])
    (item,) = [one for one in year_behind.ask(list_forward, TODAY) if one.source == by.key]
    before = [line.on for line in meetings if line.on and line.on <= date(2024, 10, 1)]
    assert item.meeting is not None
    assert item.meeting.on == max(before)


def test_what_is_agreed_stays_as_it_is(year_behind: Store) -> None:
    documents = year_behind.ask(list_documents, TODAY)
    frozen = text("SELECT group_concat(id || review_on || agreed) FROM document_version")
    before = year_behind.ask(lambda s: s.execute(frozen).scalar())
    last = year_behind.ask(get_year, "2022-23")
    start(year_behind, propose(year_behind, "meetings", "budget"))
    assert year_behind.ask(list_documents, TODAY) == documents
    assert year_behind.ask(lambda s: s.execute(frozen).scalar()) == before
    assert year_behind.ask(get_year, "2022-23") == last


def test_where_nobody_plans_audits_none_is_proposed(office_year: Store) -> None:
    assert propose(office_year, "audits").lines == ()


def test_only_the_offers_of_features_are_asked(year_behind: Store) -> None:
    """What is started is what features offer: without one, none of it comes."""
    alone = tuple(one.year for one in FEATURES if one.year and one.name == "budget")
    found = year_behind.ask(year_start, alone, YEAR, TODAY)
    assert {line.key.partition(":")[0] for line in found.lines} == {"contribution"}
