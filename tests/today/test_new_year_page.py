"""The page that starts a year, driven by its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.core.days import add_working_days
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from dscp_desktop.today.page.new_year import LEAVE_ALL, TAKE_ALL, NewYearPage
from dscp_desktop.widgets.columns import Section, is_line
from tests.today.years import TODAY, YEAR, year_offers

Settle = Callable[[], None]
Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(year_behind: Store, desk: Desk, qtbot: QtBot, settle: Settle) -> Iterator[NewYearPage]:
    assert year_behind
    desk.today = TODAY
    desk.years = year_offers("diary", "budget")
    made = NewYearPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    settle()
    yield made
    settle()


def rows(page: NewYearPage) -> list[Any]:
    return [row for row in page.table.rows.rows if is_line(row)]


def sections(page: NewYearPage) -> list[Section]:
    return [row for row in page.table.rows.rows if isinstance(row, Section)]


def test_each_line_stands_under_its_part_and_is_ticked(page: NewYearPage) -> None:
    assert page.first_focus() is page.table
    assert page.panes() == [page.table, page.words]
    assert page.context.text() == f"{len(rows(page))} lines are ticked"
    assert page.start.words == f"Start {YEAR}"
    assert page.commands()[0][:2] == (f"Start {YEAR}", "Ctrl+Enter")
    parts = [one.title for one in sections(page)]
    assert parts[0].startswith("Meetings of ")
    assert parts[-1] == f"Contributions {YEAR}"
    money = rows(page)[-1]
    assert page.table.choose(money.key)
    index = page.table.currentIndex().siblingAtColumn(2)
    assert index.data() == "£2,680"
    assert [words for words, _ in page.table.actions_for(money)] == [
        "Leave it out (Space)",
        "Change it (Enter)",
    ]
    assert len(page.table.actions_for(rows(page)[0])) == 4


def test_by_keys_a_line_is_left_out_moved_and_changed_and_the_year_started(
    page: NewYearPage, year_behind: Store, desk: Desk, qtbot: QtBot, settle: Settle
) -> None:
    first, second, money = rows(page)[0], rows(page)[1], rows(page)[-1]
    whole = len(rows(page))
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_Space)
    assert page.context.text() == f"{whole - 1} of {whole} lines are ticked"
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert page.table.currentIndex().siblingAtColumn(2).data(spoken).endswith(", Left out")
    page.table.choose(second.key)
    qtbot.keyClick(page.table, Key.Key_Right, ALT)
    qtbot.keyClick(page.table, Key.Key_Right, ALT)
    qtbot.keyClick(page.table, Key.Key_Left, ALT)
    moved = add_working_days(second.line.on, 1)
    assert page.table.value().line.on == moved
    assert page.table.currentIndex().siblingAtColumn(2).data(spoken).endswith(", Changed here")
    page.table.choose(money.key)
    qtbot.keyClick(page.table, Key.Key_Return)
    assert page.side.currentWidget() is page.form
    assert not page.form.on.isVisible()
    page.form.amount.editor.selectAll()
    qtbot.keyClicks(page.form.amount.editor, "3000")
    assert not page.start.isEnabled()  # a line is being changed
    qtbot.keyClick(page.form.amount.editor, Key.Key_Return, CONTROL)
    assert page.start.isEnabled()
    assert page.table.hasFocus()
    assert page.table.value().line.amount == 3_000_00
    for section in sections(page)[1:-1]:
        page.table.section_opened.emit(section)
    taken = sum(row.ticked for row in rows(page))
    with qtbot.waitSignal(desk.changed) as heard:
        qtbot.keyClick(page.table, Key.Key_Return, CONTROL)
    settle()
    assert heard.args[0].words.startswith(f"Year {YEAR} started: ")
    meetings = year_behind.ask(list_meetings, "", date(2024, 4, 1), date(2025, 3, 31))
    lines = year_behind.ask(get_year, YEAR).lines
    assert len(meetings) + len(lines) == taken
    assert moved in {meeting.on for meeting in meetings}
    assert first.line.on not in {m.on for m in meetings if m.group_id in first.key}
    assert lines[-1].amount == 3_000_00
    assert first.key in {row.key for row in rows(page)}  # what was left out can still be taken


def test_a_heading_takes_or_leaves_all_of_its_lines(page: NewYearPage) -> None:
    whole = len(rows(page))
    for section in sections(page):
        assert section.link == LEAVE_ALL
        page.table.section_opened.emit(section)
    assert page.context.text() == f"0 of {whole} lines are ticked"
    assert not page.start.isEnabled()
    last = sections(page)[-1]
    assert (last.link, last.words) == (TAKE_ALL, "0 of 6")
    page.table.section_opened.emit(last)
    assert page.context.text() == f"6 of {whole} lines are ticked"


def test_another_year_is_looked_at_and_a_clash_is_told(page: NewYearPage, settle: Settle) -> None:
    clash = next(row for row in rows(page) if row.line.warning)
    page.table.choose(clash.key)
    assert page.said.isVisible()
    assert page.said.text() == clash.line.warning
    page.year.setCurrentIndex(0)
    page.year.activated.emit(0)
    settle()
    assert page.start.words == "Start 2023-24"
    assert sections(page)[-1].title == "Contributions 2023-24"


def test_what_was_being_changed_is_opened_again_or_is_gone(
    page: NewYearPage, settle: Settle
) -> None:
    gone: list[str] = []
    line = rows(page)[0]
    page.reopen("", {"year": YEAR, "key": line.key}, lambda: gone.append("gone"))
    settle()
    assert (page.form.draft_about(), gone) == ({"year": YEAR, "key": line.key}, [])
    assert page.form.on.isVisible()
    page.form.cancelled.emit()
    assert page.side.currentWidget() is page.words
    page.reopen("", {"year": YEAR, "key": "meeting:no"}, lambda: gone.append("gone"))
    settle()
    assert gone == ["gone"]


def test_where_nothing_is_missing_it_says_so(page: NewYearPage, desk: Desk, settle: Settle) -> None:
    desk.years = ()
    page.refresh()
    settle()
    assert page.context.text() == "Nothing is missing"
    assert page.table.empty.fact == "Nothing is missing"
    assert not page.start.isEnabled()
