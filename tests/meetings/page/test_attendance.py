"""The page of meetings over the office's own year, driven by its keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.meetings.page.attendance import ROUND, next_mark
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.opening import Store
from tests.meetings.page.deeds import (
    Key,
    Settle,
    marks,
)


def test_space_goes_round_the_marks() -> None:
    assert [next_mark(mark) for mark in ROUND] == [*ROUND[1:], ROUND[0]]


def test_space_marks_who_is_here(page: MeetingsPage, qtbot: QtBot, settle: Settle) -> None:
    page.open_record(page.desk.store.ask(find_meeting, "EXEC 2024-01-18").id)
    settle()
    page.detail.tabs.setCurrentIndex(1)
    pane = page.detail.attendance
    assert "0 of" in pane.counted.text()
    pane.table.setFocus()
    who = pane.table.value().attendee
    for expected in ("present", "apologies", "deputy", "no reply", ""):
        qtbot.keyClick(pane.table, Key.Key_Space)
        assert pane.table.value().mark == expected
        settle()
        assert marks(page)[who] == expected
    words = [words for words, _ in pane.table.actions_for(pane.table.value())]
    assert words == ["Here", "Apologies", "Deputy here", "Not here, no reply"]
    pane.table.actions_for(pane.table.value())[0][1]()
    settle()
    assert marks(page)[who] == "present"
    assert pane.counted.text().startswith("1 of")


def test_somebody_without_a_seat_can_be_added(
    page: MeetingsPage, settle: Settle, durham: Store
) -> None:
    police = durham.ask(load_names).organisation("British Transport Police")
    assert police is not None
    pane = page.detail.attendance
    assert police.shown not in marks(page)
    pane.who.set_value(police.id)
    pane.add.click()
    settle()
    assert marks(page)[police.shown] == "present"
    assert pane.table.choose(police.id)
    spoken = pane.table.rows.index(pane.table.currentIndex().row(), 0)
    assert "No seat on this group" in spoken.data(Qt.ItemDataRole.AccessibleTextRole)
    assert police.id not in [pane.who.itemData(n)[0] for n in range(pane.who.count())]


def test_a_mark_that_cannot_be_kept_is_taken_back(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    pane = page.detail.attendance
    line = pane.listed[0]
    with qtbot.waitSignal(page.desk.troubled) as told:
        pane._record(line.attendee_id, "asleep")
    settle()
    assert "Attendance is one of" in told.args[0]
    assert pane.listed[0] == line
