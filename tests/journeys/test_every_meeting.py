"""Every meeting of a year of three groups, by the keyboard alone: about 30 of them; long."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from icalendar import Calendar

from dscp_desktop.app.cli import run
from dscp_desktop.core.days import show_date
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import open_store
from tests.journeys.deeds import agree, approve
from tests.journeys.keyboard import Hands, Wall
from tests.journeys.test_year_of_meetings import (
    DECIDED,
    GROUPS,
    SAID,
    TO_DO,
    YEAR,
    minute,
    plan_year,
    prepare,
    words_of,
)
from tests.moulds import PASSPHRASE

NEXT_YEAR = "2024-25"
SIZES = ((1024, 640), (1440, 900), (1280, 720))
Planned = dict[str, tuple[MeetingLine, ...]]


def round_of(planned: Planned, meeting: MeetingLine) -> str:
    """Return the words that tell what was said at one meeting from all others."""
    return f" in round {planned[meeting.code].index(meeting) + 1} of {meeting.code}"


def hold_the_year(hands: Hands, wall: Wall, planned: Planned) -> None:
    """Prepare, hold and agree each meeting on its day; approve there the minutes before."""
    last: dict[str, MeetingLine] = {}
    every = sorted((m for found in planned.values() for m in found), key=lambda m: (m.on, m.id))
    for n, meeting in enumerate(every):
        hands.another_day(f"{meeting.on} 09:00")
        hands.shell.resize(*SIZES[n % len(SIZES)])
        prepare(hands, meeting)
        wall.put(f"{meeting.on} 10:00")
        minute(hands, meeting, round_of(planned, meeting))
        wall.put(f"{meeting.on} 14:00")
        agree(hands, meeting)
        if before := last.get(meeting.code):
            approve(hands, before, meeting)
        last[meeting.code] = meeting
    hands.another_day("2024-03-29 10:00")
    hands.run("Go to Diary")
    following = {code: plan_year(hands, code, NEXT_YEAR)[0] for code in GROUPS}
    for code, meeting in sorted(following.items(), key=lambda found: found[1].on):
        hands.another_day(f"{meeting.on} 13:00")
        approve(hands, last[code], meeting)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_every_meeting_of_a_year_is_held_by_the_keyboard_alone(
    hands: Hands,
    path: Path,
    wall: Wall,
    export: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall.put("2023-04-03 09:00")
    hands.unlock()
    hands.run("Go to Diary")
    planned = {code: plan_year(hands, code) for code in GROUPS}
    hold_the_year(hands, wall, planned)
    hands.leave()
    with open_store(path, PASSPHRASE, clock=wall) as store:
        for found in planned.values():
            records = [store.ask(meeting_record, meeting.id) for meeting in found]
            assert {record.meeting.status for record in records} == {"held"}
            assert {record.minutes.state for record in records} == {"approved"}
            for record, following in pairwise(records):
                assert record.minutes.approved_on == following.meeting.on
        assert check_store(store).problems == ()
    look_at_minutes(export, planned)
    look_at_logs(export, planned)
    monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
    look_at_values(path, planned, capsys)
    look_at_the_rest(export, planned)


def look_at_minutes(export: Callable[..., Path], planned: Planned) -> None:
    for code, found in planned.items():
        for n, meeting in enumerate(found, 1):
            name = f"{code} {meeting.on}"
            out = f"{code}-{n}.{'docx' if n % 2 else 'pdf'}"
            minutes = words_of(export("minutes", out, "--meeting", name))
            mark = round_of(planned, meeting)
            for said in (SAID[code] + mark, DECIDED[code] + mark, f"{code}{n:03}", "11:10"):
                assert said in minutes, (said, name)
            assert f"{TO_DO}{mark}".casefold() in minutes.casefold()
            assert "Apologies" in minutes
            assert "Approved" in minutes


def look_at_logs(export: Callable[..., Path], planned: Planned) -> None:
    decisions = words_of(export("decisions", "decisions.docx", "--year", YEAR))
    actions = words_of(export("action-log", "actions.docx")).casefold()
    for code, found in planned.items():
        for n, meeting in enumerate(found, 1):
            mark = round_of(planned, meeting)
            assert DECIDED[code] + mark in decisions
            assert f"{code}{n:03}".casefold() in actions
            assert f"{TO_DO}{mark}".casefold() in actions


def look_at_values(path: Path, planned: Planned, capsys: pytest.CaptureFixture[str]) -> None:
    """The same in the shape that scripts read."""
    capsys.readouterr()
    assert run(["export", str(path), "actions", "--json"]) == 0
    actions = capsys.readouterr().out
    for code, found in planned.items():
        assert all(f'"{code}{n:03}"' in actions for n in range(1, len(found) + 1))
        assert f'"{code}{len(found) + 1:03}"' not in actions


def look_at_the_rest(export: Callable[..., Path], planned: Planned) -> None:
    for code, found in planned.items():
        year = ("--group", code, "--year", YEAR)
        attended = words_of(export("attendance-year", f"{code}-attended.docx", *year))
        assert f"{len(found)} of {len(found)}" in attended
        assert f"0 of {len(found)}" in attended  # the one that sends apologies each time
        file = export("calendar", f"{code}.ics", "--group", code).read_bytes()
        days = [event["DTSTART"].dt.date() for event in Calendar.from_ical(file).walk("VEVENT")]
        assert {meeting.on for meeting in found} <= set(days)
        assert len(days) == len(set(days))
        plan = words_of(export("forward-plan", f"{code}-forward.docx", "--group", code))
        assert show_date(found[0].on) not in plan  # what is over is no longer to come
