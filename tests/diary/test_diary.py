from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.commands.meetings import add_meeting, change_meeting, set_meeting_status
from dscp_desktop.diary.feature import FEATURE
from dscp_desktop.diary.queries.meetings import (
    find_meeting,
    get_meeting,
    list_meetings,
    next_meeting_of,
    next_meetings,
)
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.sheets.writing import write_csv, write_workbook
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store

OFFER = FEATURE.workbooks[0]
TODAY = date(2023, 10, 19)
HEAD = ("Group", "Date", "Start", "End", "Venue", "Chair", "Status")
EXEC = "Safeguarding Executive Group"


def group_id(store: Store, name: str) -> str:
    group = store.ask(find_group, name)
    assert group is not None
    return group.id


def test_the_office_s_meetings_come_in_once(bring: Any, durham: Store, office: bytes) -> None:
    first = bring(office)["meetings"]
    assert (first.count("new"), first.faults, first.notes) == (25, (), ())
    second = bring(office)["meetings"]
    assert (second.count("same"), second.faults) == (25, ())
    lines = durham.ask(list_meetings, group_id(durham, "EXEC"))
    assert [m.status for m in lines] == ["held"] * 4 + ["planned"] * 2
    assert (lines[0].start, lines[0].end) == (time(9, 30), time(11, 30))


def test_what_goes_out_comes_in_the_same(bring: Any, durham: Store, office: bytes) -> None:
    bring(office)
    with durham.reading() as session:
        sheet = OFFER.write(session, Scope(TODAY))
        values = OFFER.values(session, Scope(TODAY, group_id=group_id(durham, "EXEC")))
    again = bring(write_workbook([sheet]))["meetings"]
    assert (again.count("same"), again.faults) == (25, ())
    assert write_csv(sheet).count(b"\r\n") == 26
    assert len(values) == 6
    assert values[0] == {
        "group": EXEC,
        "date": "2023-05-11",
        "start": "09:30",
        "end": "11:30",
        "venue": "County Hall, Durham",
        "chair": "Chair of the group",
        "status": "held",
    }


def test_every_fault_of_a_row_is_named(bring: Any) -> None:
    found = bring(
        [
            HEAD,
            ("Safeguarding Executive Grp", "31/02/2023", "9", "11:30", None, None, "Postponed"),
            (None, None, time(9), time(8), "Hall", None, None),
            ("EXEC", date(2023, 7, 13), time(9), None, None, None, None),
            ("Executive", "13 July 2023", "09:00", None, None, None, None),
        ]
    )["meetings"]
    said = [(f.row, f.column, f.value) for f in found.faults]
    assert said == [
        (2, "Date", "31/02/2023"),
        (2, "Start", "9"),
        (2, "Status", "Postponed"),
        (3, "Group", ""),
        (3, "Date", ""),
        (3, "End", "08:00"),
        (2, "Group", "Safeguarding Executive Grp"),
        (5, "Date", "13 July 2023"),
    ]
    assert "Perhaps" in found.faults[6].why
    assert "row 4" in found.faults[7].why
    assert [(r.row, r.state) for r in found.rows] == [(4, "new")]


def test_a_row_at_fault_is_not_taken(bring: Any, durham: Store) -> None:
    rows = [("PLG", None, time(9), *[None] * 4), ("PLG", TODAY, time(9), time(8), *[None] * 3)]
    found = bring([HEAD, *rows])["meetings"]
    assert [(f.row, f.column) for f in found.faults] == [(2, "Date"), (3, "End")]
    assert (found.rows, durham.ask(list_meetings)) == ((), ())


def test_a_changed_row_says_what_was_and_is(bring: Any, durham: Store) -> None:
    row = ("PLG", date(2023, 7, 26), time(9, 30), time(11, 30), "Online", "Chair", "Planned")
    bring([HEAD, row])
    found = bring([HEAD, (*row[:3], time(12), "County Hall", None, "Held")])["meetings"]
    assert found.rows[0].changes == (
        ("End", "11:30", "12:00"),
        ("Venue", "Online", "County Hall"),
        ("Status", "planned", "held"),
    )
    kept = durham.ask(find_meeting, "Performance and Learning Group 2023-07-26")
    assert (kept.chair, kept.end) == ("Chair", time(12))
    added = bring([HEAD, ("PLG", date(2023, 7, 26), time(14), *[None] * 4)])["meetings"]
    assert "another meeting on that day, at 09:30" in added.notes[0].why
    off = bring([HEAD, ("PLG", 45116, None, None, "Hall", None, None)])["meetings"]
    assert ["Excel's count" in n.why or "weekend" in n.why for n in off.notes] == [True, True]
    end = bring([HEAD, ("PLG", 45116, None, None, "Hall", None, "Held")])["meetings"]
    assert end.rows[0].changes == (("Status", "planned", "held"),)


def test_an_end_is_filled_in_where_there_was_none(bring: Any) -> None:
    bring([HEAD, ("PLG", date(2023, 7, 26), time(9), *[None] * 4)])
    found = bring([HEAD, ("PLG", date(2023, 7, 26), time(9), time(10), *[None] * 3)])
    assert found["meetings"].rows[0].changes == (("End", "", "10:00"),)


def test_sheets_of_other_kinds_are_not_taken(bring: Any) -> None:
    assert bring([("Group", "Date"), ("EXEC", TODAY)]) == {}
    assert bring([("Date", "Start"), (TODAY, time(9))]) == {}


def test_a_column_that_is_not_ours_is_left_alone(bring: Any) -> None:
    rows = [(*HEAD[:3], "Notes"), ("EXEC", TODAY, time(9), "x"), (None, None, None, "a remark")]
    found = bring(rows)["meetings"]
    assert (found.count("new"), found.faults) == (1, ())


def test_meetings_are_found_by_any_name_of_the_group(durham: Store) -> None:
    executive = group_id(durham, "EXEC")
    day = MeetingDetails(date(2023, 7, 13), time(9, 30))
    durham.run(add_meeting, executive, day)
    durham.run(add_meeting, executive, MeetingDetails(date(2023, 7, 13), time(14)))
    durham.run(add_meeting, executive, MeetingDetails(date(2023, 9, 14)))
    assert durham.ask(find_meeting, "EXEC 2023-07-13 14:00").start == time(14)
    assert durham.ask(find_meeting, f"{EXEC} 2023-09-14").code == "EXEC"
    for text, said in (
        ("EXEC 2023-07-13", "2 meetings on that day. Add the time: 09:30 or 14:00"),
        ("EXEC 2023-09-15", "The nearest: .*2023-09-14"),
        ("EXEC 2023-07-13 15:00", "The nearest: .*2023-07-13 14:00"),
        ("PLG 2023-09-15", "None of its meetings"),
        ("Exekutive 2023-07-13", "No group is called Exekutive"),
    ):
        with pytest.raises(WrongUse, match=said):
            durham.ask(find_meeting, text)


def test_a_meeting_is_added_changed_cancelled_and_put_back(durham: Store) -> None:
    executive = group_id(durham, "EXEC")
    made = durham.run(add_meeting, executive, MeetingDetails(date(2023, 11, 9), time(9, 30)))
    assert made.words == f"Meeting added: {EXEC}, Thu 9 Nov 2023"
    meeting_id = str(made.result)
    details = MeetingDetails(date(2023, 11, 16), time(10), time(12), " Hall  2 ", "Chair")
    moved = durham.run(change_meeting, meeting_id, details)
    assert moved.words == f"Meeting moved: {EXEC}, Thu 16 Nov 2023"
    line = durham.ask(get_meeting, meeting_id)
    assert line is not None
    assert (line.on, line.venue, line.name) == (date(2023, 11, 16), "Hall 2", f"{EXEC} 2023-11-16")
    coming = durham.ask(next_meetings, TODAY)
    assert [m.id for m in coming] == [meeting_id]
    off = durham.run(set_meeting_status, meeting_id, "cancelled")
    assert durham.ask(next_meetings, TODAY) == ()
    assert durham.ask(next_meeting_of, executive, TODAY) is None
    durham.run(undo, off.entry)
    assert [m.id for m in durham.ask(next_meetings, TODAY)] == [meeting_id]
    assert durham.ask(get_meeting, "nothing") is None


def test_what_cannot_be_is_refused(durham: Store) -> None:
    executive = group_id(durham, "EXEC")
    details = MeetingDetails(date(2023, 11, 9), time(9, 30))
    meeting_id = str(durham.run(add_meeting, executive, details).result)
    durham.run(add_meeting, executive, MeetingDetails(date(2023, 11, 9)))
    with pytest.raises(Refused, match="at 09:30 already"):
        durham.run(add_meeting, executive, details)
    with pytest.raises(Refused, match="Thu 9 Nov 2023 already"):
        durham.run(change_meeting, meeting_id, MeetingDetails(date(2023, 11, 9)))
    with pytest.raises(Refused, match="not after the start"):
        durham.run(change_meeting, meeting_id, MeetingDetails(TODAY, time(9), time(8)))
    with pytest.raises(Refused, match="one of: planned"):
        durham.run(set_meeting_status, meeting_id, "perhaps")
    said = durham.run(change_meeting, meeting_id, MeetingDetails(date(2023, 11, 9), time(9)))
    assert said.words.startswith("Meeting changed")
