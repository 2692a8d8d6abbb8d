"""Calendar files, read back by icalendar and by vobject: moved, cancelled, folded, local times."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.commands.meetings import MeetingDetails, add_meeting
from dscp_desktop.diary.commands.planning import cancel_meeting, move_meeting, set_joint
from dscp_desktop.diary.feature import FEATURE, make_calendar
from dscp_desktop.meetings.commands.agenda import add_item
from dscp_desktop.paper.calendar import CalendarFile, Event, calendar_bytes
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store

LONDON = ZoneInfo("Europe/London")
MADE = datetime(2023, 10, 19, 8, 52, tzinfo=UTC)


def file_of(*events: Event, zone: str = "Europe/London") -> bytes:
    return calendar_bytes(CalendarFile("Meetings", zone, MADE, "A partnership", events))


def parts(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data, multiple=True))


class Diary:
    """A calendar program: takes files one after the other, as RFC 5546 says."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}

    def take(self, data: bytes) -> None:
        for part in parts(data):
            for event in part.walk("VEVENT"):
                self._take(str(part["METHOD"]), event)

    def _take(self, method: str, event: Any) -> None:
        uid, known = str(event["UID"]), self.events.get(str(event["UID"]))
        if known is not None and int(known["SEQUENCE"]) > int(event["SEQUENCE"]):
            return
        if method == "CANCEL":
            self.events.pop(uid, None)
        else:
            self.events[uid] = event


def by_vobject(data: bytes) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a library that only the tests use
        import vobject

        # It remembers the rules of a zone by name, from whichever file came first.
        vars(vobject.icalendar)["__tzidMap"].clear()
        return [
            event
            for part in vobject.readComponents(data.decode())
            for event in getattr(part, "vevent_list", [])
        ]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200)
EVENTS = st.builds(
    Event,
    uid=st.uuids().map(lambda uid: f"{uid}@x"),
    summary=WORDS,
    on=st.dates(date(2000, 1, 1), date(2037, 12, 1)),
    start=st.times(time(7), time(12)).map(lambda at: at.replace(second=0, microsecond=0)),
    end=st.times(time(13), time(21)).map(lambda at: at.replace(second=0, microsecond=0)),
    location=WORDS,
    sequence=st.integers(0, 99),
    cancelled=st.booleans(),
)


SOME = st.lists(EVENTS, max_size=4, unique_by=lambda event: event.uid)


@pytest.mark.parametrize("examples", [8, pytest.param(300, marks=pytest.mark.slow)])
def test_what_is_written_is_read_by_two_others(examples: int) -> None:
    settings(max_examples=examples, deadline=None)(given(SOME)(is_read_by_two_others))()


def is_read_by_two_others(events: list[Event]) -> None:
    data = file_of(*events)
    read = {str(e["UID"]): e for part in parts(data) for e in part.walk("VEVENT")}
    assert set(read) == {event.uid for event in events}
    other = {event.uid.value: event for event in by_vobject(data)}
    assert set(other) == set(read)
    for event in events:
        found = read[event.uid]
        assert str(found["SUMMARY"]) == event.summary
        assert str(found.get("LOCATION", "")) == event.location
        assert int(found["SEQUENCE"]) == event.sequence
        local = datetime.combine(event.on, event.start or time())
        for value in (found.decoded("DTSTART"), other[event.uid].dtstart.value):
            assert value.replace(tzinfo=None) == local
            assert value.utcoffset() == local.replace(tzinfo=LONDON).utcoffset()
        assert other[event.uid].summary.value == event.summary
        assert not found.walk("VALARM")


@settings(max_examples=20, deadline=None)
@given(st.lists(EVENTS, min_size=1, max_size=2))
def test_lines_end_in_crlf_and_fold_at_75_octets(events: list[Event]) -> None:
    data = file_of(*events)
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no letter is cut in two


def test_each_method_has_a_calendar_of_its_own() -> None:
    day = date(2023, 10, 26)
    both = parts(file_of(Event("1", "One", day, time(9)), Event("2", "Two", day, cancelled=True)))
    assert [str(part["METHOD"]) for part in both] == ["REQUEST", "CANCEL"]
    assert [str(part.walk("VEVENT")[0]["STATUS"]) for part in both] == ["CONFIRMED", "CANCELLED"]
    assert [str(p["METHOD"]) for p in parts(file_of(Event("2", "", day, cancelled=True)))] == [
        "CANCEL"
    ]
    assert [str(part["METHOD"]) for part in parts(file_of())] == ["REQUEST"]
    found = both[0].walk("VEVENT")[0]
    assert "DTEND" not in found
    assert found["ORGANIZER"].params["CN"] == "A partnership"
    assert found.decoded("DTSTAMP") == MADE
    assert "VALARM" not in file_of(Event("1", "One", day, time(9))).decode()


def test_a_meeting_without_times_lasts_the_day() -> None:
    found = parts(file_of(Event("1", "One", date(2023, 10, 26))))[0]
    event = found.walk("VEVENT")[0]
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        date(2023, 10, 26),
        date(2023, 10, 27),
    )
    assert not found.walk("VTIMEZONE")


@pytest.mark.parametrize("name", ["Europe/London", "America/New_York", "Europe/Dublin", "UTC"])
def test_the_file_carries_the_changes_of_the_clocks(name: str) -> None:
    """Any day of the years covered has the offset of the zone, reckoned from the file alone."""
    data = file_of(Event("1", "One", date(2023, 10, 26), time(9)), zone=name)
    rules = parts(data)[0].walk("VTIMEZONE")[0]
    onsets = sorted(
        (part.decoded("DTSTART"), part.decoded("TZOFFSETFROM"), part.decoded("TZOFFSETTO"))
        for part in rules.subcomponents
    )
    instant, last = datetime(2022, 1, 2, tzinfo=UTC), datetime(2024, 12, 30, tzinfo=UTC)
    while instant < last:
        passed = [to for at, before, to in onsets if (at - before).replace(tzinfo=UTC) <= instant]
        assert passed[-1] == instant.astimezone(ZoneInfo(name)).utcoffset()
        instant += timedelta(hours=1)


def test_the_clocks_change_at_the_hour_they_do() -> None:
    text = file_of(Event("1", "One", date(2023, 10, 26), time(9))).decode()
    assert "DTSTART:20230326T010000\r\n" in text
    assert "DTSTART:20231029T020000\r\n" in text


def test_an_instant_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        calendar_bytes(CalendarFile("", "UTC", datetime(2023, 1, 1), "", ()))


def made(store: Store, **scope: Any) -> bytes:
    with store.reading() as session:
        return make_calendar(session, Scope(store.today(), **scope))


def add(store: Store, name: str, day: date, start: time | None = time(9, 30)) -> str:
    group = store.ask(find_group, name)
    assert group is not None
    details = MeetingDetails(day, start, time(11, 30) if start else None, "County Hall")
    return str(store.run(add_meeting, group.id, details).result)


def test_a_moved_meeting_stays_one_event_and_a_cancelled_one_goes(durham: Store) -> None:
    one, two = add(durham, "EXEC", date(2023, 10, 26)), add(durham, "PLG", date(2023, 11, 2))
    diary = Diary()
    early = made(durham)
    diary.take(early)
    assert len(diary.events) == 2
    uid = f"{one}@meetings.dscp-desktop"
    assert diary.events[uid].decoded("DTSTART") == datetime(2023, 10, 26, 9, 30, tzinfo=LONDON)
    durham.run(move_meeting, one, date(2023, 11, 1))
    durham.run(cancel_meeting, two)
    diary.take(made(durham))
    assert list(diary.events) == [uid]
    moved = diary.events[uid].decoded("DTSTART")
    assert moved == datetime(2023, 11, 1, 9, 30, tzinfo=LONDON)
    assert moved.utcoffset() == timedelta(0)  # after the change of the clocks, the same wall time
    diary.take(early)
    assert diary.events[uid].decoded("DTSTART") == moved


def test_one_group_or_all_one_year_or_all(durham: Store) -> None:
    add(durham, "EXEC", date(2023, 10, 26))
    add(durham, "EXEC", date(2024, 5, 9))
    add(durham, "PLG", date(2023, 11, 2), None)
    group = durham.ask(find_group, "EXEC")
    assert group is not None

    def count(**scope: Any) -> int:
        return len(by_vobject(made(durham, **scope)))

    assert count() == 3
    assert count(year="2023-24") == 2
    assert count(group_id=group.id) == 2
    assert count(group_id=group.id, year="2023-24") == 1
    name = parts(made(durham, group_id=group.id))[0]["X-WR-CALNAME"]
    assert str(name) == f"Meetings: {group.name}"
    assert FEATURE.calendar is make_calendar


def test_who_it_is_joint_with_is_told_and_nothing_restricted(durham: Store) -> None:
    one = add(durham, "EXEC", date(2023, 10, 26))
    group = durham.ask(find_group, "PLG")
    assert group is not None
    durham.run(set_joint, one, (group.id,))
    durham.run(add_item, one, "Child K", "Chair", 10, "discussion", "", True)
    data = made(durham)
    found = parts(data)[0].walk("VEVENT")[0]
    assert str(found["SUMMARY"]).endswith("with Performance and Learning Group")
    assert "Child K" not in data.decode()
