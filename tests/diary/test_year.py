"""The year of meetings in the store: cadences, planning, moving, joint ones, the run-up."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.commands.meetings import (
    add_meeting,
    change_meeting,
    set_meeting_status,
)
from dscp_desktop.diary.commands.planning import (
    cancel_meeting,
    mark_step,
    move_meeting,
    plan_meetings,
    set_cadence,
    set_joint,
    set_run_up,
)
from dscp_desktop.diary.feature import FEATURE
from dscp_desktop.diary.queries.meetings import (
    find_meeting,
    get_meeting,
    joint_bodies,
    list_meetings,
)
from dscp_desktop.diary.queries.planning import (
    cadence_for,
    list_cadences,
    list_due,
    list_steps,
    list_year,
    plan_preview,
    run_up,
)
from dscp_desktop.diary.rules.cadence import TIMES, WEEKDAY, CadenceRule, cadence_words
from dscp_desktop.diary.rules.meetings import MeetingDetails, MeetingLine
from dscp_desktop.diary.rules.runup import Step, step_words
from dscp_desktop.diary.rules.year import CadenceLine
from dscp_desktop.meetings.commands.agenda import add_item
from dscp_desktop.paper.document import Document, Table
from dscp_desktop.partnership.queries.parties import find_group, list_groups, list_organisations
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.diary.naming import rename

YEAR = "2023-24"
START, END = time(9, 30), time(11, 30)


def group_id(store: Store, name: str) -> str:
    group = store.ask(find_group, name)
    assert group is not None
    return group.id


def cadence(store: Store, name: str, **rule: Any) -> CadenceLine:
    made = CadenceRule(**rule) if rule else CadenceRule()
    return CadenceLine(group_id(store, name), made, START, END, "County Hall")


def plan(store: Store, line: CadenceLine, start: date | None = None) -> Any:
    found = store.ask(plan_preview, line, YEAR, start)
    add = tuple((each.on, each.slot) for each in found.add)
    return store.run(plan_meetings, line, add, tuple(each.id for each in found.remove))


def meeting(store: Store, name: str) -> MeetingLine:
    return store.ask(find_meeting, name)


def again(store: Store, meeting_id: str) -> MeetingLine:
    found = store.ask(get_meeting, meeting_id)
    assert found is not None
    return found


def test_a_profile_s_cadences_and_run_ups_are_there_from_the_start(durham: Store) -> None:
    found = durham.ask(list_cadences)
    groups = {group.id: group for group in durham.ask(list_groups)}
    words = {groups[line.group_id].code: cadence_words(line.rule) for line in found.values()}
    skipped = ", not in August or at Christmas"
    assert words["PLG"] == f"Every six to eight weeks{skipped}"
    assert words["IDG"] == f"Every month{skipped}"
    assert words["EXEC"].startswith("The second Thursday of every two months, and three more")
    assert words["ISP"] == f"Twice a year{skipped}"
    assert not {groups[group].kind for group in found} & {"agency group"}
    steps = durham.ask(list_steps, group_id(durham, "PLG"))
    assert [(s.title, s.days) for s in steps] == [
        ("Call for items", -20),
        ("Agenda agreed with the chair", -10),
        ("Papers due", -5),
        ("Agenda and papers sent out", -5),
        ("Action list sent out", 5),
        ("Draft minutes", 10),
    ]


def test_a_year_is_planned_in_one_command_and_taken_back_by_undo(durham: Store) -> None:
    line = cadence(durham, "PLG")
    done = plan(durham, line, date(2023, 4, 6))
    found = durham.ask(list_meetings, line.group_id)
    assert done.words == f"Performance and Learning Group: {len(found)} meetings planned"
    assert [m.on for m in found] == [m.slot for m in found]
    assert {(m.start, m.end, m.venue, m.status) for m in found} == {
        (START, END, "County Hall", "planned")
    }
    kept = durham.ask(cadence_for, line.group_id)
    assert kept == line
    nothing = durham.ask(plan_preview, line, YEAR, date(2023, 4, 6))
    assert (nothing.add, nothing.remove, len(nothing.keep)) == ((), (), len(found))
    durham.run(undo, done.entry)
    assert durham.ask(list_meetings, line.group_id) == ()


def test_a_moved_meeting_keeps_its_slot_and_the_rest_stays(durham: Store) -> None:
    line = cadence(durham, "PLG")
    plan(durham, line, date(2023, 4, 6))
    before = durham.ask(list_meetings, line.group_id)
    second = before[1]
    durham.run(move_meeting, second.id, date(2023, 5, 23))
    moved = again(durham, second.id)
    assert (moved.on, moved.slot, moved.sequence) == (date(2023, 5, 23), second.slot, 1)
    assert (moved.start, moved.end) == (START, END)
    durham.run(move_meeting, second.id, date(2023, 5, 23), time(13), time(15))
    assert again(durham, second.id).sequence == 2
    durham.run(move_meeting, second.id, date(2023, 5, 23), time(13), time(15))
    assert again(durham, second.id).sequence == 2
    plan(durham, line, date(2023, 4, 6))
    after = durham.ask(list_meetings, line.group_id)
    assert [m.id for m in after] == [m.id for m in before]
    assert [m.on for m in after[2:]] == [m.on for m in before[2:]]


def test_planning_again_takes_away_only_what_nobody_touched(durham: Store) -> None:
    line = cadence(durham, "PLG")
    plan(durham, line, date(2023, 4, 6))
    first, second, third, fourth, fifth, *rest = durham.ask(list_meetings, line.group_id)
    durham.run(set_meeting_status, first.id, "held")
    durham.run(cancel_meeting, second.id)
    durham.run(move_meeting, third.id, date(2023, 7, 3))
    durham.run(add_item, fourth.id, "Neglect", "Chair", 10, "discussion", "", False)
    durham.run(set_joint, fifth.id, (group_id(durham, "IDG"),))
    other = cadence(durham, "PLG", kind=TIMES, times=2)
    found = durham.ask(plan_preview, other, YEAR)
    assert {each.id for each in found.remove} == {m.id for m in rest}
    plan(durham, other)
    left = {m.id for m in durham.ask(list_meetings, line.group_id)}
    assert {first.id, second.id, third.id, fourth.id, fifth.id} <= left
    assert not left & {m.id for m in rest}


def test_what_was_touched_since_is_not_taken_away(durham: Store) -> None:
    line = cadence(durham, "PLG")
    plan(durham, line, date(2023, 4, 6))
    last = durham.ask(list_meetings, line.group_id)[-1]
    durham.run(move_meeting, last.id, date(2024, 3, 20))
    with pytest.raises(Refused, match="was changed since"):
        durham.run(plan_meetings, line, (), (last.id,))
    with pytest.raises(Refused, match="is a weekend"):
        durham.run(plan_meetings, line, ((date(2024, 3, 23), date(2024, 3, 21)),))
    taken_twice = ((date(2023, 4, 20), date(2023, 4, 6)),)
    assert durham.run(plan_meetings, line, taken_twice).words.endswith("0 meetings planned")


def test_what_cannot_be_moved_is_refused(durham: Store) -> None:
    group = group_id(durham, "PLG")
    one = str(durham.run(add_meeting, group, MeetingDetails(date(2023, 11, 9), START)).result)
    durham.run(add_meeting, group, MeetingDetails(date(2023, 11, 10), START))
    for day, times, said in (
        (date(2023, 11, 11), (), "is a weekend"),
        (date(2023, 12, 25), (), "Christmas Day"),
        (date(2023, 11, 10), (), "already"),
        (date(2023, 11, 13), (time(10), time(9)), "not after the start"),
    ):
        with pytest.raises(Refused, match=said):
            durham.run(move_meeting, one, day, *times)
    durham.run(set_meeting_status, one, "held")
    with pytest.raises(Refused, match="is held"):
        durham.run(move_meeting, one, date(2023, 11, 13))
    with pytest.raises(Refused, match="was held"):
        durham.run(cancel_meeting, one)
    with pytest.raises(Refused, match="the fewer first"):
        durham.run(set_cadence, cadence(durham, "PLG", weeks_at_least=8, weeks_at_most=6))


def test_the_sequence_rises_with_what_a_calendar_shows(durham: Store) -> None:
    group = group_id(durham, "PLG")
    day = date(2023, 11, 9)
    one = str(durham.run(add_meeting, group, MeetingDetails(day, START)).result)
    assert again(durham, one).sequence == 0
    durham.run(change_meeting, one, MeetingDetails(day, START, chair="Chair"))
    assert again(durham, one).sequence == 0
    durham.run(change_meeting, one, MeetingDetails(day, START, venue="Hall", minute_taker="Ann"))
    assert (again(durham, one).sequence, again(durham, one).minute_taker) == (1, "Ann")
    durham.run(change_meeting, one, MeetingDetails(day, START, venue="Hall"))
    assert (again(durham, one).sequence, again(durham, one).minute_taker) == (1, "Ann")
    durham.run(set_meeting_status, one, "agenda out")
    assert again(durham, one).sequence == 1
    durham.run(cancel_meeting, one)
    durham.run(cancel_meeting, one)
    assert (again(durham, one).sequence, again(durham, one).status) == (2, "cancelled")
    durham.run(set_meeting_status, one, "planned")
    assert again(durham, one).sequence == 3


def test_an_import_that_changes_a_meeting_tells_calendars(bring: Any, durham: Store) -> None:
    head = ("Group", "Date", "Start", "End", "Venue", "Chair", "Status")
    row = ("PLG", date(2023, 7, 26), START, END, "Online", "Chair", "Planned")
    bring([head, row])
    bring([head, (*row[:4], "County Hall", "Another", "Planned")])
    assert meeting(durham, "PLG 2023-07-26").sequence == 1
    bring([head, (*row[:4], "County Hall", "Another", "Cancelled")])
    assert meeting(durham, "PLG 2023-07-26").sequence == 2


def test_groups_that_share_seats_clash(durham: Store) -> None:
    day = date(2023, 11, 9)
    for name, start, end in (
        ("EXEC", START, END),
        ("EXT", time(11), time(12)),
        ("PLG", time(11, 30), time(12)),
    ):
        durham.run(add_meeting, group_id(durham, name), MeetingDetails(day, start, end))
    found = {line.meeting.code: line.clash for line in durham.ask(list_year, YEAR)}
    shared = [code for code, clash in found.items() if clash]
    assert not found["EXEC"] or "At the same time as" in found["EXEC"]
    assert set(shared) <= {"EXEC", "EXT", "PLG"}
    cancelled = meeting(durham, f"EXEC {day}")
    durham.run(cancel_meeting, cancelled.id)
    later = {line.meeting.code: line.clash for line in durham.ask(list_year, YEAR)}
    assert later["EXEC"] == ""
    only = durham.ask(list_year, YEAR, group_id(durham, "PLG"))
    assert [line.meeting.code for line in only] == ["PLG"]


def test_a_joint_meeting_names_the_others(durham: Store) -> None:
    one = str(
        durham.run(add_meeting, group_id(durham, "EXEC"), MeetingDetails(date(2023, 11, 9))).result
    )
    body = durham.ask(list_organisations)[0]
    durham.run(set_joint, one, (group_id(durham, "PLG"), body.id))
    found = again(durham, one)
    assert found.title == f"{found.group} with Performance and Learning Group and {body.name}"
    assert found.sequence == 1
    assert durham.ask(joint_bodies, one) == (group_id(durham, "PLG"), body.id)
    durham.run(set_joint, one, (body.id,))
    assert again(durham, one).joint == (body.name,)
    durham.run(set_joint, one, (body.id,))
    assert again(durham, one).sequence == 2
    durham.run(set_joint, one, ())
    assert again(durham, one).title == found.group
    with pytest.raises(Refused, match="of this group already"):
        durham.run(set_joint, one, (group_id(durham, "EXEC"),))
    with pytest.raises(Refused, match="in the store"):
        durham.run(set_joint, one, ("nobody",))


def test_the_run_up_is_in_working_days_and_its_steps_fall_due(durham: Store) -> None:
    group = group_id(durham, "PLG")
    one = str(durham.run(add_meeting, group, MeetingDetails(date(2023, 11, 9), START)).result)
    found = durham.ask(run_up, one)
    assert [(line.title, line.on) for line in found] == [
        ("Call for items", date(2023, 10, 12)),
        ("Agenda agreed with the chair", date(2023, 10, 26)),
        ("Papers due", date(2023, 11, 2)),
        ("Agenda and papers sent out", date(2023, 11, 2)),
        ("Action list sent out", date(2023, 11, 16)),
        ("Draft minutes", date(2023, 11, 23)),
    ]

    def due(on: date) -> list[tuple[str, str]]:
        return [(d.what.partition(":")[0], d.days) for d in durham.ask(list_due, on)]

    today = date(2023, 10, 19)
    assert due(today) == [
        ("Call for items", "5 working days late"),
        ("Agenda agreed with the chair", "5 working days left"),
        ("Papers due", "10 working days left"),
        ("Agenda and papers sent out", "10 working days left"),
    ]
    first = durham.ask(list_due, today)[0]
    assert first.detail == "20 working days before the meeting of Thu 9 Nov 2023"
    durham.run(mark_step, one, found[0].step_id, today)
    assert next(title for title, _ in due(today)) == "Agenda agreed with the chair"
    assert durham.ask(run_up, one)[0].done == today
    assert due(date(2023, 11, 3)) == [("Agenda and papers sent out", "1 working day late")]
    assert due(date(2023, 11, 10))[0][0] == "Action list sent out"
    durham.run(set_meeting_status, one, "agenda out")
    assert due(date(2023, 11, 3)) == []
    durham.run(mark_step, one, found[0].step_id, None)
    assert durham.ask(run_up, one)[0].done is None
    durham.run(cancel_meeting, one)
    assert due(date(2023, 11, 10)) == []


def test_a_run_up_is_changed_for_one_group_alone(durham: Store) -> None:
    group = group_id(durham, "PLG")
    one = str(durham.run(add_meeting, group, MeetingDetails(date(2023, 11, 9), START)).result)
    first, second, *_rest = durham.ask(list_steps, group)
    durham.run(mark_step, one, first.id, date(2023, 10, 12))
    with pytest.raises(Refused, match="was done for a meeting"):
        durham.run(set_run_up, group, (second,))
    steps = (Step("Items", -15, first.id), Step("Papers", -7), Step("Notes", 0))
    done = durham.run(set_run_up, group, steps)
    assert done.words.endswith("3 steps")
    assert [(s.title, s.days) for s in durham.ask(list_steps, group)] == [
        ("Items", -15),
        ("Papers", -7),
        ("Notes", 0),
    ]
    assert len(durham.ask(list_steps, group_id(durham, "IDG"))) == 6
    other = durham.ask(list_steps, group_id(durham, "IDG"))[0]
    with pytest.raises(Refused, match="another group"):
        durham.run(mark_step, one, other.id, date(2023, 10, 12))
    for wrong, said in (
        ((Step("", 1),), "needs words"),
        ((Step("A", 1), Step(" a ", 2)), "same words"),
        ((Step("A", 99),), "at most 60"),
    ):
        with pytest.raises(Refused, match=said):
            durham.run(set_run_up, group, wrong)
    assert [step_words(days) for days in (-5, 0, 1)] == [
        "5 working days before",
        "on the day",
        "1 working day after",
    ]


def test_the_year_on_paper(durham: Store) -> None:
    offer = FEATURE.documents[0]
    with durham.reading() as session:
        empty = offer.make(session, Scope(durham.today(), year=YEAR))
    assert isinstance(empty, Document)
    assert not any(isinstance(block, Table) for block in empty.blocks)
    plan(durham, cadence(durham, "PLG", kind=WEEKDAY, nth=2))
    line = durham.ask(list_meetings, group_id(durham, "PLG"))[0]
    durham.run(cancel_meeting, line.id)
    with durham.reading() as session:
        made = offer.make(session, Scope(durham.today(), group_id=group_id(durham, "PLG")))
    table = next(block for block in made.blocks if isinstance(block, Table))
    words = [cell.text for row in table.rows for cell in row.cells]
    assert ("April 2023" in words, "Cancelled" in words, "Thu 13 Apr" in words) == (True,) * 3
    assert made.subtitle == "Performance and Learning Group, 2023-24"


def test_an_old_meeting_stands_under_its_group_s_old_name(durham: Store) -> None:
    group = group_id(durham, "PLG")
    old = str(durham.run(add_meeting, group, MeetingDetails(date(2022, 5, 12), START)).result)
    new = str(durham.run(add_meeting, group, MeetingDetails(date(2023, 11, 9), START)).result)
    durham.run(rename, group, "Learning Group", "2022-12-31")
    assert again(durham, old).group == "Learning Group"
    assert again(durham, new).group == "Performance and Learning Group"
