"""The page of today over the office's own year, driven by its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.queries.log import get_action
from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.features import due_offers
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.opening import Store
from dscp_desktop.today.page import TodayPage
from dscp_desktop.today.queries import list_due
from dscp_desktop.widgets.columns import Section, is_line

Settle = Callable[[], None]
TODAY = date(2023, 10, 19)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, settle: Settle) -> Iterator[TodayPage]:
    made = TodayPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    settle()
    yield made
    settle()


def places(desk: Desk) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    desk.place_asked.connect(lambda feature, record: heard.append((feature, record)))
    return heard


def lines(page: TodayPage) -> list[Any]:
    return [row for row in page.due.rows.rows if is_line(row)]


def headings(page: TodayPage) -> list[Section]:
    return [row for row in page.due.rows.rows if isinstance(row, Section)]


def test_the_count_equals_the_rows(page: TodayPage, office: Store) -> None:
    found = office.ask(list_due, due_offers(), TODAY)
    assert page.title.text() == "Thursday 19 October 2023"
    assert page.context.text() == f"{len(found)} things need attention"
    assert len(lines(page)) == len(found)
    said = headings(page)
    assert said[0].title == "Overdue actions"
    assert [int(h.words) for h in said] == [
        sum(due.heading == h.title for due in found) for h in said
    ]
    assert sum("Open all" in h.link for h in said) == 1
    assert page.first_focus() is page.due
    assert page.panes() == [page.due, page.coming, page.strip]


def test_space_marks_an_action_done_and_undo_brings_it_back(
    page: TodayPage, desk: Desk, office: Store, qtbot: QtBot, settle: Settle
) -> None:
    first, before = lines(page)[0], len(lines(page))
    page.due.setFocus()
    with qtbot.waitSignal(desk.changed) as heard:
        qtbot.keyClick(page.due, Qt.Key.Key_Space)
    settle()
    story = office.ask(get_action, first.record_id, TODAY)
    assert story is not None
    assert (story.line.status, story.line.done_on) == ("complete", TODAY)
    assert len(lines(page)) == before - 1
    assert first.record_id not in {due.record_id for due in lines(page)}
    with qtbot.waitSignal(desk.changed):
        desk.undo(page, heard.args[0].entry)
    page.refresh()
    settle()
    assert len(lines(page)) == before


def test_other_lines_have_no_box_to_tick(
    page: TodayPage, desk: Desk, qtbot: QtBot, settle: Settle
) -> None:
    other = next(due for due in lines(page) if due.feature == "budget")
    assert page.due.choose(page.due.key(other))
    page.due.setFocus()
    heard: list[object] = []
    desk.changed.connect(heard.append)
    qtbot.keyClick(page.due, Qt.Key.Key_Space)
    settle()
    assert heard == []
    assert "Not explained" in page.due.currentIndex().siblingAtColumn(3).data()


def test_enter_opens_the_place(page: TodayPage, desk: Desk, qtbot: QtBot) -> None:
    heard, first = places(desk), lines(page)[0]
    page.due.setFocus()
    qtbot.keyClick(page.due, Qt.Key.Key_Return)
    page.due.section_opened.emit(headings(page)[0])
    page.coming.setFocus()
    qtbot.keyClick(page.coming, Qt.Key.Key_Return)
    coming = page.coming.value()
    assert heard == [("actions", first.record_id), ("actions", ""), ("meetings", coming.id)]


def test_the_next_meetings_say_how_far_they_are(page: TodayPage) -> None:
    shown = [row for row in page.coming.rows.rows if is_line(row)]
    assert [row.meeting.code for row in shown] == ["IDG", "PLG", "EXEC"]
    cells = [str(page.coming.rows.index(1, n).data()) for n in range(3)]
    assert cells == ["Wed", "Improvement Delivery Group", "Held"]
    spoken = page.coming.rows.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "09:30 to 11:30 · Microsoft Teams" in spoken


def test_a_meeting_of_today_says_so(page: TodayPage, office: Store, settle: Settle) -> None:
    group = office.ask(load_names).group("NEG")
    assert group is not None
    office.run(add_meeting, group.id, MeetingDetails(TODAY, venue="County Hall"))
    page.refresh()
    settle()
    spoken = page.coming.rows.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"{group.name}, Today · County Hall"
    assert [lane.name for lane in page.strip.lanes].count(group.name) == 1


def test_the_year_turns_and_says_when_it_is_empty(
    page: TodayPage, desk: Desk, qtbot: QtBot, settle: Settle
) -> None:
    assert page.year_words.text() == "Year 2023 to 2024"
    assert [lane.code for lane in page.strip.lanes] == ["EXEC", "PLG", "IDG"]
    heard = places(desk)
    page.strip.setFocus()
    qtbot.keyClick(page.strip, Qt.Key.Key_Return)
    assert heard[0][0] == "meetings"
    page.back.click()
    settle()
    assert page.year_words.text() == "Year 2022 to 2023"
    assert page.none.isVisible()
    page.forward.click()
    settle()
    assert not page.none.isVisible()


def test_one_group_of_the_year_can_be_chosen(page: TodayPage) -> None:
    page.group.setCurrentIndex(2)
    page.group.activated.emit(2)
    assert [lane.code for lane in page.strip.lanes] == ["PLG"]
    page.group.setCurrentIndex(0)
    page.group.activated.emit(0)
    assert len(page.strip.lanes) == 3


def test_a_small_window_has_codes_and_one_line_of_the_year(page: TodayPage, qtbot: QtBot) -> None:
    page.resize(QSize(976, 612))
    qtbot.waitUntil(lambda: len(page.strip.lanes) == 1)
    assert page.strip.codes
    assert page.group.currentText() == "EXEC"
    assert str(page.coming.rows.index(1, 1).data()) == "IDG"
    assert page.lane_area.mapTo(page, QPoint(0, page.lane_area.height())).y() <= page.height()
    page.resize(QSize(1232, 812))
    qtbot.waitUntil(lambda: len(page.strip.lanes) == 3)


def test_nothing_due_is_said_in_words(store: Store, qtbot: QtBot) -> None:
    store.run(begin_from, load_profile("any-partnership"))
    desk = Desk(store, due=due_offers())
    page = TodayPage(desk)
    qtbot.addWidget(page)
    page.refresh()
    qtbot.waitUntil(lambda: page.context.text() == "Nothing needs attention")
    qtbot.waitUntil(desk.idle)
    assert page.due.empty.fact == "Nothing needs attention"
    assert page.coming.rows.rowCount() == 0
    desk.close()
