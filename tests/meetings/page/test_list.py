"""The page of meetings over the office's own year, driven by its keys."""

from __future__ import annotations

from datetime import date, time

from pytestqt.qtbot import QtBot

from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.meetings.queries.agenda import meeting_of
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import Section
from tests.meetings.page.deeds import (
    CTRL,
    Key,
    Settle,
    shown,
    stored,
    type_in,
)


def test_meetings_to_come_stand_first(page: MeetingsPage) -> None:
    heads = [row for row in page.table.rows.rows if isinstance(row, Section)]
    assert [(head.title, head.words) for head in heads] == [("To come", "12"), ("Before", "13")]
    meetings = shown(page)
    assert meetings[0].on == date(2023, 10, 25)
    assert [m.on for m in meetings[12:]] == sorted((m.on for m in meetings[12:]), reverse=True)
    assert page.context.text() == "25 meetings, next IDG Wed 25 Oct"
    assert page.table.value() == meetings[0]
    assert page.detail.title.text() == "Improvement Delivery Group"
    assert "Wednesday 25 October 2023 · 09:30 to 11:30 · Microsoft Teams" in page.detail.when.text()
    assert page.panes() == [page.table, page.detail]
    assert page.first_focus() is page.table


def test_group_year_and_words_narrow_the_list(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    page.group.setCurrentIndex(page.group.findText("Performance and Learning Group"))
    page.group.activated.emit(0)
    assert {m.code for m in shown(page)} == {"PLG"}
    page.year.setCurrentIndex(1)
    page.year.activated.emit(1)
    assert page.year.currentText() == "2023-24"
    assert len(shown(page)) == 7
    qtbot.keyClick(page.table, Key.Key_F, CTRL)
    assert page.filter.hasFocus()
    qtbot.keyClicks(page.filter, "county")
    assert page.table.rows.count_lines() == (1, 7)
    page.group.set_value("")
    page.open_record(shown(page)[0].id)
    settle()
    assert page.filter.text() == ""
    assert len(shown(page)) == 25


def test_a_group_without_meetings_says_so(page: MeetingsPage) -> None:
    page.group.setCurrentIndex(page.group.findText("Child Death Overview Panel"))
    page.group.activated.emit(0)
    assert page.table.empty.fact == "No meeting of this group in this year"
    assert page.detail.currentWidget() is page.detail.empty


def test_a_meeting_of_the_past_that_was_not_marked_held_is_a_risk(
    page: MeetingsPage, settle: Settle
) -> None:
    meeting = shown(page)[-1]
    page.open_record(meeting.id)
    settle()
    page.detail.edit.click()
    page.detail.meeting_form.status.set_value("planned")
    page.detail.meeting_form.submit()
    settle()
    assert page._status(next(m for m in shown(page) if m.id == meeting.id)).words == (
        "Not marked held"
    )


def test_an_empty_diary_says_what_to_do(durham: Store, qtbot: QtBot) -> None:
    desk = Desk(durham)
    page = MeetingsPage(desk)
    qtbot.addWidget(page)
    page.refresh()
    page.open_record("")
    qtbot.waitUntil(lambda: page.context.text() == "0 meetings")
    qtbot.waitUntil(desk.idle)
    assert page.table.empty.fact == "No meeting is in the diary"
    assert page.detail.currentWidget() is page.detail.empty
    desk.close()


def test_ctrl_n_adds_a_meeting(page: MeetingsPage, qtbot: QtBot, settle: Settle) -> None:
    qtbot.keyClick(page.table, Key.Key_N, CTRL)
    form = page.detail.meeting_form
    assert page.detail.currentWidget() is form
    assert not form.group.isHidden()
    form.submit()
    assert "Enter the date" in form.on.error.text()
    assert form.on.editor.hasFocus()
    type_in(qtbot, form.on, "21/12/2023")
    type_in(qtbot, form.start, "1400")
    type_in(qtbot, form.end, "13:00")
    form.submit()
    assert "not after the start" in form.end.error.text()
    type_in(qtbot, form.end, "15:30")
    type_in(qtbot, form.venue, "County Hall")
    qtbot.keyClick(form.venue.editor, Key.Key_Return, CTRL)
    settle()
    added = page.desk.store.ask(find_meeting, "EXEC 2023-12-21")
    assert (added.start, added.end, added.venue) == (time(14), time(15, 30), "County Hall")
    assert page.table.value().id == added.id
    assert page.detail.title.text() == "Safeguarding Executive Group"


def test_what_the_diary_refuses_stands_in_the_form(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    page.detail.edit.click()
    form = page.detail.meeting_form
    assert form.group.isHidden()
    type_in(qtbot, form.on, "29/11/2023")
    form.submit()
    settle()
    assert "has a meeting on Wed 29 Nov 2023 at 09:30 already" in form.trouble.text()
    qtbot.keyClick(form.on.editor, Key.Key_Escape)
    assert form.question is not None
    form.question.do.click()
    assert page.detail.currentWidget() is page.detail.whole
    assert page.table.hasFocus()
    assert shown(page)[0].on == date(2023, 10, 25)


def test_the_pack_of_a_meeting_is_one_press_away(page: MeetingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.desk.place_asked) as asked:
        page.detail.pack.click()
    assert asked.args == ["packs", shown(page)[0].id]


def test_a_narrow_page_shows_the_meeting_as_a_tab(page: MeetingsPage, qtbot: QtBot) -> None:
    page.resize(800, 612)
    qtbot.waitUntil(page.two.is_tabbed)
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_Return)
    assert page.two.tabs is not None
    assert page.two.tabs.currentIndex() == 1
    assert [words for words, _, _ in page.commands()] == [
        "New meeting",
        "Print or save the agenda",
        "Print or save the attendance",
        "Print or save the minutes",
        "Forward plan",
        "Decisions",
        "Challenges",
        "The year",
    ]


def test_a_paper_opens_its_meeting_and_itself(
    page: MeetingsPage, settle: Settle, durham: Store
) -> None:
    meeting = durham.ask(find_meeting, "PLG 2023-11-01")
    paper_id = str(durham.run(add_paper, meeting.id, "Audit report").result)
    assert durham.ask(meeting_of, "nothing of ours") == ""
    page.open_record(paper_id)
    settle()
    assert page.table.value().id == meeting.id
    assert page.detail.agenda.table.value().id == paper_id
    page.open_record(stored(page).items[0].id)
    settle()
    assert page.detail.agenda.table.value().number == 1


def test_a_meeting_that_was_taken_back_leaves_quietly(
    page: MeetingsPage, settle: Settle, durham: Store
) -> None:
    heard: list[str] = []
    page.desk.troubled.connect(heard.append)
    durham.run(undo, durham.ask(list_entries, "", 1)[0].id)
    page.refresh()
    settle()
    assert heard == []
    assert shown(page) == []
    assert page.detail.currentWidget() is page.detail.empty
