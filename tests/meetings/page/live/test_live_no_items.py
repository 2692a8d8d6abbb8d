"""Live minutes of a meeting that has no agenda yet: words, and one key to begin."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.diary.commands.meetings import add_meeting, set_meeting_status
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.page.live.page import LivePage
from dscp_desktop.meetings.queries.record import meeting_under_way
from dscp_desktop.partnership.queries.parties import list_groups
from tests.meetings.page.liveroom import CODE, TODAY, Key, Settle


def test_a_meeting_without_items_says_so_and_begins_with_the_standing_ones(
    page: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    store = page.desk.store
    group = next(group for group in store.ask(list_groups) if group.code == CODE)
    details = MeetingDetails(TODAY, time(14, 0), time(16, 0))
    page.open_record(str(store.run(add_meeting, group.id, details).result))
    settle()
    assert page.empty.isVisible()
    assert not page.room.isVisible()
    assert page.empty.empty.fact == "This meeting has no items yet"
    assert QApplication.focusWidget() is page.finish
    qtbot.keyClick(page.finish, Key.Key_Return)
    settle()
    assert page.room.isVisible()
    assert not page.empty.isVisible()
    assert page.record is not None
    assert len(page.record.items) > 2


def test_the_page_opened_by_itself_shows_the_meeting_that_goes_on(
    page: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    """'Go to Live minutes' of the palette opened an empty page while a meeting went on."""
    under_way = page.meeting_id
    store = page.desk.store
    group = next(group for group in store.ask(list_groups) if group.code == CODE)
    early = store.run(add_meeting, group.id, MeetingDetails(TODAY, time(7, 0), time(8, 0))).result
    assert store.ask(meeting_under_way, TODAY) == early  # the next one, where none has begun
    page.finish.click()
    settle()
    assert store.ask(meeting_under_way, TODAY) == under_way
    other = LivePage(page.desk)
    qtbot.addWidget(other)
    other.refresh()
    settle()
    assert other.meeting_id == under_way
    assert not other.empty.isVisibleTo(other)
    for each in (early, under_way):
        store.run(set_meeting_status, str(each), "held")
    assert store.ask(meeting_under_way, TODAY) == ""
    assert store.ask(meeting_under_way, date(2001, 1, 1)) == ""


def test_a_narrow_window_keeps_the_attendance_within_reach_of_the_keys(
    begun: LivePage, qtbot: QtBot
) -> None:
    begun.resize(976, 560)
    qtbot.waitUntil(lambda: begun.room.tabs is not None)
    assert begun.room.tabs is not None
    bar = begun.room.tabs.tabBar()
    assert bar in begun.panes()
    bar.setFocus()
    assert QApplication.focusWidget() is bar
    qtbot.keyClick(bar, Key.Key_Right)
    qtbot.waitUntil(begun.seats.isVisible)
