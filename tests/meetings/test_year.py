"""Attendance over a year: core seats alone, deputies apart, cancelled meetings left out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.diary.commands.meetings import set_meeting_status
from dscp_desktop.meetings.commands.presence import record_seat
from dscp_desktop.meetings.queries.agenda import attendance_table
from dscp_desktop.meetings.queries.attendance import attendance_year
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules.agenda import MARKS
from dscp_desktop.meetings.rules.year import (
    SeatDay,
    YearRow,
    best_mark,
    count_year,
    rate_words,
    tenths,
)
from dscp_desktop.partnership.commands.seats import add_seat
from dscp_desktop.partnership.tables import Seat
from dscp_desktop.store.opening import Store
from tests.meetings.conftest import Held


def test_a_year_is_counted_by_seat_and_organisation(
    durham: Store, july: str, september: str, held: Held
) -> None:
    november, march = held(date(2023, 11, 2)), held(date(2023, 3, 2))
    record = durham.ask(meeting_record, july)
    group, seats = record.meeting.group_id, [s for s in record.seats if s.counts]
    one, two = seats[0], seats[1]
    body = str(durham.ask(_holder, two.seat_id))
    other = str(durham.run(add_seat, group, body, role="Second seat").result)
    guest = str(durham.run(add_seat, group, body, role="Looks on", kind="in attendance").result)
    marks = {
        july: ("present", "apologies", "present", "present"),
        september: ("deputy", "no reply", "apologies", "present"),
        november: ("present", "present", "present", "present"),
        march: ("present", "present", "present", "present"),
    }
    for meeting, found in marks.items():
        for seat, mark in zip((one.seat_id, two.seat_id, other, guest), found, strict=True):
            durham.run(record_seat, meeting, seat, mark)
    durham.run(set_meeting_status, november, "cancelled")
    year = durham.ask(attendance_year, group, "2023/24")
    assert (year.year, [m.id for m in year.meetings]) == ("2023-24", [july, september])
    rows = {row.id: row for row in year.seats}
    assert guest not in rows
    first = rows[one.seat_id]
    assert (first.present, first.deputies, first.rate, first.rate_itself) == (1, 1, 1000, 500)
    assert (rows[two.seat_id].apologies, rows[two.seat_id].rate) == (1, 0)
    together = next(row for row in year.organisations if row.id == body)
    assert together.marks == ("present", "apologies")
    assert (together.rate, rate_words(together.rate)) == (500, "50%")
    assert year.rate == tenths(3, 6)
    table = durham.ask(attendance_table, group, date(2023, 12, 31))
    assert {row.attendee_id: row.marks for row in table.rows}[body] == together.marks or (
        len(table.meetings) == 3
    )
    with pytest.raises(WrongUse, match="2022-23"):
        durham.ask(attendance_year, group, "2023")
    with pytest.raises(WrongUse, match="which group"):
        durham.ask(attendance_year, "nobody", "2023-24")


def _holder(session: Session, seat_id: str) -> str:
    return str(session.get_one(Seat, seat_id).organisation_id)


marks_of = st.lists(st.sampled_from([None, "", *MARKS]), max_size=12)


@given(marks_of)
def test_rates_are_whole_tenths_and_never_more_than_all(marks: list[str | None]) -> None:
    row = YearRow("x", "X", "", tuple(marks))
    assert row.attended + row.apologies <= row.recorded
    if row.recorded:
        assert row.rate is not None
        assert row.rate_itself is not None
        assert 0 <= row.rate_itself <= row.rate <= 1000
        assert abs(row.rate * row.recorded - 1000 * row.attended) * 2 <= row.recorded
    else:
        assert row.rate is None
        assert rate_words(row.rate) == ""


@given(st.lists(st.lists(st.sampled_from(["", *MARKS]), min_size=1, max_size=3), max_size=5))
def test_a_body_was_there_where_one_of_its_seats_was(days: list[list[str]]) -> None:
    seats = [
        [SeatDay(f"s{n}", f"S{n}", "", "b", "B", mark) for n, mark in enumerate(day)]
        for day in days
    ]
    year = count_year("g", "G", "2023-24", (), seats)
    for row in year.organisations:
        for mark, day in zip(row.marks, days, strict=True):
            assert mark == best_mark(day)
            assert ("present" in day) == (mark == "present")
    assert [rate_words(n) for n in (1000, 833, 0)] == ["100%", "83.3%", "0%"]
