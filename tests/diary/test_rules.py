from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.diary.rules.meetings import (
    MEETING_STATUSES,
    MeetingLine,
    MeetingName,
    faults_of_times,
    last_meeting,
    next_meeting,
    off_day,
    parse_meeting_name,
    read_status,
)

START = date(2023, 1, 1)
DAYS = st.dates(START, date(2024, 12, 31))


def line(on: date, status: str = "planned", start: time | None = None) -> MeetingLine:
    return MeetingLine(f"{on}{start}", "g", "Executive", "EXEC", on, start, status=status)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("EXEC 2023-07-13", MeetingName("EXEC", date(2023, 7, 13))),
        (
            " Safeguarding Executive Group  2023-07-13 9:30 ",
            MeetingName("Safeguarding Executive Group", date(2023, 7, 13), time(9, 30)),
        ),
        ("Group 2 2023-07-13", MeetingName("Group 2", date(2023, 7, 13))),
    ],
)
def test_a_meeting_is_named_by_group_date_and_time(text: str, name: MeetingName) -> None:
    assert parse_meeting_name(text) == name


@pytest.mark.parametrize(
    "text",
    ["", "EXEC", "2023-07-13", "EXEC 13/07/2023", "EXEC 2023-02-30", "EXEC 2023-07-13 25:00"],
)
def test_what_names_no_meeting_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse, match="does not name a meeting"):
        parse_meeting_name(text)


def test_its_name_finds_it_again() -> None:
    assert line(START).name == "Executive 2023-01-01"
    assert parse_meeting_name(line(START).name) == MeetingName("Executive", START)


@given(st.lists(st.tuples(DAYS, st.sampled_from(MEETING_STATUSES))), DAYS, DAYS)
def test_the_next_meeting_moves_forward_only(
    days: list[tuple[date, str]], one: date, other: date
) -> None:
    meetings = [line(on, status) for on, status in days]
    early, late = sorted((one, other))
    first, second = next_meeting(meetings, early), next_meeting(meetings, late)
    if first is None:
        assert second is None
    else:
        assert first.on > early
        assert first.goes_ahead
        assert second is None or second.on >= first.on
        before = last_meeting(meetings, first.on)
        assert before is None or before.on <= early


def test_a_cancelled_meeting_is_not_the_next_one() -> None:
    meetings = [line(START + timedelta(1), "cancelled"), line(START + timedelta(2))]
    found = next_meeting(meetings, START)
    assert found is not None
    assert found.on == START + timedelta(2)
    assert last_meeting(meetings, START + timedelta(2)) is None


def test_two_on_one_day_come_in_order_of_time() -> None:
    meetings = [line(START, start=time(14)), line(START, start=time(9))]
    first = next_meeting(meetings, START - timedelta(1))
    last = last_meeting(meetings, START + timedelta(1))
    assert first is not None
    assert last is not None
    assert (first.start, last.start) == (time(9), time(14))


def test_statuses_are_read_in_any_case() -> None:
    assert read_status(" Agenda  OUT") == "agenda out"
    assert read_status("done") is None


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (None, None, ""),
        (time(9), None, ""),
        (time(9), time(11), ""),
        (None, time(11), "no start"),
        (time(11), time(11), "not after the start, 11:00"),
    ],
)
def test_an_end_follows_a_start(start: time | None, end: time | None, why: str) -> None:
    said = faults_of_times(start, end)
    assert why in said
    assert bool(why) == bool(said)


def test_a_day_without_work_is_said() -> None:
    assert off_day(date(2023, 7, 13)) == ""
    assert off_day(date(2023, 7, 8)) == "Sat 8 Jul 2023 is a weekend."
    assert "Boxing Day" in off_day(date(2023, 12, 26))
