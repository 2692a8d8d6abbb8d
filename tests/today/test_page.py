"""The page of today over the office's own year, driven by its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.queries.log import get_action
from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.features import FEATURES, due_offers
from dscp_desktop.core.offers import NEW
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.commands.cycles import change_cycle, start_phase
from dscp_desktop.learning.queries.cycles import list_cycles
from dscp_desktop.learning.rules.cycles import CycleDetails
from dscp_desktop.partnership.queries.parties import list_groups, load_names
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP
from dscp_desktop.store.opening import Store
from dscp_desktop.today.page.today import TodayPage
from dscp_desktop.today.queries import list_due
from dscp_desktop.today.rules import Running
from dscp_desktop.widgets.buttons import Button
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
    assert page.foot.year_words.text() == "Year 2023 to 2024"
    assert [lane.code for lane in page.strip.lanes] == ["EXEC", "PLG", "IDG"]
    heard = places(desk)
    page.strip.setFocus()
    qtbot.keyClick(page.strip, Qt.Key.Key_Return)
    assert heard[0][0] == "meetings"
    page.foot.back.click()
    settle()
    assert page.foot.year_words.text() == "Year 2022 to 2023"
    assert page.foot.none.isVisible()
    page.foot.forward.click()
    settle()
    assert not page.foot.none.isVisible()


def test_one_group_of_the_year_can_be_chosen(page: TodayPage) -> None:
    page.foot.group.setCurrentIndex(2)
    page.foot.group.activated.emit(2)
    assert [lane.code for lane in page.strip.lanes] == ["PLG"]
    page.foot.group.setCurrentIndex(0)
    page.foot.group.activated.emit(0)
    assert len(page.strip.lanes) == 3


def test_a_small_window_has_codes_and_one_line_of_the_year(page: TodayPage, qtbot: QtBot) -> None:
    page.resize(QSize(976, 612))
    qtbot.waitUntil(lambda: len(page.strip.lanes) == 1)
    assert page.strip.codes
    assert page.foot.group.currentText() == "IDG"  # which meets next
    assert str(page.coming.rows.index(1, 1).data()) == "IDG"
    assert page.foot.area.mapTo(page, QPoint(0, page.foot.area.height())).y() <= page.height()
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


def test_f2_puts_an_action_off_and_keeps_the_first_day(
    page: TodayPage, desk: Desk, office: Store, qtbot: QtBot, settle: Settle
) -> None:
    first = lines(page)[0]
    assert [words for words, _ in page.due.actions_for(first)] == [
        "Open (Enter)",
        "Mark done (Space)",
        "Put off (F2)",
    ]
    page.due.setFocus()
    qtbot.keyClick(page.due, Qt.Key.Key_F2)
    assert page.panes()[1] is page.form
    assert page.form.draft_about() == {"feature": "actions", "record": first.record_id}
    qtbot.keyClicks(page.form.on.editor, "18/10/2023")
    qtbot.keyClick(page.form.on.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Enter a date from" in page.form.on.error.text()
    page.form.on.editor.selectAll()
    qtbot.keyClicks(page.form.on.editor, "21/12/2023")
    with qtbot.waitSignal(desk.changed) as heard:
        qtbot.keyClick(page.form.on.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert heard.args[0].words.endswith("put off to Thu 21 Dec 2023")
    assert page.due.hasFocus()
    assert page.side.currentWidget() is page.coming
    story = office.ask(get_action, first.record_id, TODAY)
    assert story is not None
    assert (story.line.due, story.line.first_due) == (date(2023, 12, 21), first.on)
    assert first.record_id not in {due.record_id for due in lines(page)}


def test_the_buttons_do_what_the_keys_do_for_the_line_that_is_chosen(
    page: TodayPage, desk: Desk, qtbot: QtBot, settle: Settle
) -> None:
    heard = places(desk)
    page.open.click()
    assert heard == [("actions", lines(page)[0].record_id)]
    page.later.click()
    assert page.side.currentWidget() is page.form
    page.form.cancelled.emit()
    assert page.due.hasFocus()
    assert page.side.currentWidget() is page.coming
    other = next(due for due in lines(page) if due.feature == "budget")
    page.due.choose(page.due.key(other))
    assert (page.open.isEnabled(), page.done.isEnabled(), page.later.isEnabled()) == (
        True,
        False,
        False,
    )
    page.due.choose_first()
    before = len(lines(page))
    with qtbot.waitSignal(desk.changed):
        page.done.click()
    settle()
    assert len(lines(page)) == before - 1


def test_what_was_being_put_off_is_opened_again_or_is_gone(page: TodayPage, settle: Settle) -> None:
    gone: list[str] = []
    first = lines(page)[1]
    about = {"feature": first.feature, "record": first.record_id}
    page.reopen("put off", about, lambda: gone.append("gone"))
    settle()
    assert page.form.draft_about() == about
    page.reopen("put off", {"feature": "actions", "record": "no"}, lambda: gone.append("gone"))
    settle()
    assert gone == ["gone"]


def test_the_palette_offers_the_day_sheet_a_new_year_and_the_ways_of_the_line(
    page: TodayPage, desk: Desk
) -> None:
    heard, wanted = places(desk), []
    page.document_wanted.connect(lambda kind, scope: wanted.append((kind, scope.today)))
    found = {words: do for words, _keys, do in page.commands()}
    assert [*found] == [
        "Print or save the day sheet",
        "Start a new year",
        "New action",
        "New meeting",
        "Open (Enter)",
        "Mark done (Space)",
        "Put off (F2)",
    ]
    found["Print or save the day sheet"]()
    page.foot.start.click()
    assert wanted == [("day-sheet", TODAY)]
    assert heard == [("new_year", "")]


def test_new_offers_what_is_made_most_and_opens_it_by_keys(
    page: TodayPage, desk: Desk, qtbot: QtBot
) -> None:
    heard = places(desk)
    assert page.new.kind == "primary"  # there is no meeting to start today
    page.due.setFocus()
    for steps in range(4):
        qtbot.keyClick(page.due, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        menu = QApplication.activePopupWidget()
        for _ in range(steps):
            qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert heard == [("actions", NEW), ("meetings", NEW), ("new_year", ""), ("records", "")]


def test_the_year_has_a_line_for_every_group_that_meets_also_for_an_agency_group(
    page: TodayPage, office: Store, settle: Settle
) -> None:
    groups = office.ask(list_groups)
    agency = next(group for group in groups if group.kind == AGENCY_GROUP)
    office.run(add_meeting, agency.id, MeetingDetails(date(2023, 11, 8)))
    page.refresh()
    settle()
    met = {m.group_id for m in office.ask(list_meetings, "", *year_bounds("2023-24"))}
    assert agency.id in met
    assert {lane.name for lane in page.strip.lanes} >= {g.name for g in groups if g.id in met}
    assert page.foot.area.height() >= page.strip.sizeHint().height()  # none is out of sight


def test_on_its_day_a_meeting_can_be_begun(
    page: TodayPage, desk: Desk, office: Store, qtbot: QtBot, settle: Settle
) -> None:
    group = office.ask(load_names).group("NEG")
    assert group is not None
    made = office.run(add_meeting, group.id, MeetingDetails(TODAY))
    page.refresh()
    settle()
    assert page.new.kind == "secondary"  # one primary button on a screen
    (start,) = [b for b in page.coming.findChildren(Button) if b.words == "Start minutes"]
    heard = places(desk)
    qtbot.keyClick(start, Qt.Key.Key_Space)
    assert heard == [("live", made.result)]


def test_running_phases_stand_below_the_meetings_and_in_the_year(
    page: TodayPage, desk: Desk, office: Store, qtbot: QtBot, settle: Settle
) -> None:
    desk.planned = tuple(one for one in FEATURES if one.days)
    cycle = office.ask(list_cycles, TODAY)[0]
    phase = cycle.phases[0]
    office.run(start_phase, phase.id, TODAY)
    office.run(change_cycle, cycle.id, CycleDetails(cycle.topic, starts=date(2023, 10, 1)))
    page.refresh()
    settle()
    running = [row for row in page.coming.rows.rows if isinstance(row, Running)]
    assert running[0].words.startswith("Phase 1 of 6, ")
    page.coming.choose(running[0].id)
    spoken = page.coming.currentIndex().siblingAtColumn(1)
    assert "ends Tuesday 31 October 2023" in spoken.data(Qt.ItemDataRole.AccessibleTextRole)
    heard = places(desk)
    qtbot.keyClick(page.coming, Qt.Key.Key_Return)
    assert heard == [("learning", running[0].id)]
    lane = page.strip.lanes[0]
    assert lane.name == cycle.topic
    assert [block.words for block in lane.blocks][:2] == ["1", "2"]
    assert lane.blocks[0].state == "now"
    assert page.foot.group.findText(cycle.topic) == -1  # groups alone can be chosen
