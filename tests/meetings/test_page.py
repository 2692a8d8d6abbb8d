"""The page of meetings over the office's own year, driven by its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import document_offers
from dscp_desktop.diary.queries import find_meeting, list_meetings
from dscp_desktop.diary.rules import MeetingLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.agenda import add_paper, start_agenda
from dscp_desktop.meetings.page.attendance import ROUND, next_mark
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.meetings.queries import agenda, attendance_at
from dscp_desktop.meetings.rules import Agenda, AgendaLine, PaperLine
from dscp_desktop.paper.document import Document, Paragraph
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.partnership.queries import load_names
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import Section, is_line
from dscp_desktop.widgets.forms import Field

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Settle = Callable[[], None]


@pytest.fixture
def desk(durham: Store, bring: Any, office: bytes, qtbot: QtBot) -> Iterator[Desk]:
    bring(office)
    made = Desk(durham, documents=document_offers())
    yield made
    made.close()


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Settle:
    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(desk.idle, timeout=20_000)
            qtbot.wait(5)

    return wait


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, settle: Settle) -> Iterator[MeetingsPage]:
    made = MeetingsPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    settle()
    yield made
    settle()


def plain_pdf(*pages: str) -> bytes:
    return render_pdf(Document(pages[0], blocks=tuple(Paragraph(words) for words in pages))).data


def shown(page: MeetingsPage) -> list[MeetingLine]:
    return [row for row in page.table.rows.rows if is_line(row)]


def listed(page: MeetingsPage) -> list[AgendaLine | PaperLine]:
    return [row for row in page.detail.agenda.table.rows.rows if is_line(row)]


def stored(page: MeetingsPage) -> Agenda:
    return page.desk.store.ask(agenda, page.detail.meeting_id)


def titles(page: MeetingsPage) -> list[str]:
    return [item.title for item in stored(page).items]


def type_in(qtbot: QtBot, field: Field, words: str) -> None:
    field.editor.setFocus()
    field.editor.clear()  # type: ignore[attr-defined]
    qtbot.keyClicks(field.editor, words)


def start(page: MeetingsPage, settle: Settle) -> None:
    page.detail.agenda.start.click()
    settle()


# The list ---------------------------------------------------------------------------------


def test_meetings_to_come_stand_first(page: MeetingsPage) -> None:
    heads = [row for row in page.table.rows.rows if isinstance(row, Section)]
    assert [(head.title, head.words) for head in heads] == [("To come", "13"), ("Before", "12")]
    meetings = shown(page)
    assert meetings[0].on == date(2023, 10, 25)
    assert [m.on for m in meetings[13:]] == sorted((m.on for m in meetings[13:]), reverse=True)
    assert page.context.text() == "25 meetings, next IDG Wed 25 Oct"
    assert page.table.value() == meetings[0]
    assert page.detail.title.text() == "Improvement Delivery Group"
    assert "Wednesday 25 October 2023 · 09:30 to 11:30 · Microsoft Teams" in page.detail.when.text()
    assert page.panes() == [page.table, page.detail]
    assert page.first_focus() is page.table


def test_group_year_and_words_narrow_the_list(page: MeetingsPage, qtbot: QtBot) -> None:
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


# A meeting --------------------------------------------------------------------------------


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
    assert page.detail.currentWidget() is page.detail.whole
    assert page.table.hasFocus()
    assert shown(page)[0].on == date(2023, 10, 25)


def test_the_pack_of_a_meeting_is_one_press_away(page: MeetingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.desk.place_asked) as asked:
        page.detail.pack.click()
    assert asked.args == ["packs", shown(page)[0].id]


def test_a_narrow_page_shows_the_meeting_as_a_tab(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    page.resize(800, 612)
    qtbot.waitUntil(page.two.is_tabbed)
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_Return)
    assert page.two.tabs is not None
    assert page.two.tabs.currentIndex() == 1
    assert [words for words, _, _ in page.commands()] == ["New meeting"]


# Its agenda -------------------------------------------------------------------------------


def test_standing_items_become_the_meetings_own(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    pane = page.detail.agenda
    assert pane.table.rows.index(0, 3).data() == "Standing"
    pane.table.setFocus()
    qtbot.keyClick(pane.table, Key.Key_Return)
    assert "Start the agenda first" in pane.trouble.text()
    qtbot.keyClick(pane.table, Key.Key_Up, ALT)
    assert [words for words, _ in pane.table.actions_for(pane.table.value())] == ["Start agenda"]
    assert not pane.edit.isEnabled()
    start(page, settle)
    assert stored(page).stored
    assert pane.start.isHidden()
    assert pane.trouble.isHidden()
    assert pane.table.rows.index(0, 3).data() == "Automatic"
    pane.start_now()
    settle()
    assert pane.trouble.isHidden()


def test_an_item_is_added_before_any_other_business(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    start(page, settle)
    page.detail.agenda.add.click()
    form = page.detail.item_form
    form.submit()
    assert "Enter the subject" in form.subject.error.text()
    type_in(qtbot, form.subject, "Neglect: plan on a page")
    type_in(qtbot, form.minutes, "twenty")
    form.submit()
    assert form.minutes.error.text() == "Enter whole minutes from 0 to 600"
    type_in(qtbot, form.minutes, "20")
    form.purpose.set_value("decision")
    form.restricted.setChecked(True)
    qtbot.keyClick(form.minutes.editor, Key.Key_Return, CTRL)
    settle()
    item = stored(page).items[-2]
    assert (item.title, item.minutes, item.purpose, item.restricted) == (
        "Neglect: plan on a page",
        20,
        "decision",
        True,
    )
    assert page.detail.agenda.table.value().id == item.id
    assert page.detail.agenda.table.rows.index(item.number - 1, 3).data() == "Part 2"
    assert page.detail.agenda.table.hasFocus()


def test_an_item_is_edited_moved_and_removed_by_keys(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    start(page, settle)
    pane, before = page.detail.agenda, titles(page)
    pane.table.setFocus()
    qtbot.keyClick(pane.table, Key.Key_Down, ALT)
    settle()
    assert titles(page)[:2] == [before[1], before[0]]
    assert pane.table.value().title == before[0]
    qtbot.keyClick(pane.table, Key.Key_Return)
    form = page.detail.item_form
    assert form.subject.value() == before[0]
    type_in(qtbot, form.subject, "Apologies")
    form.submit()
    settle()
    assert titles(page)[1] == "Apologies"
    qtbot.keyClick(pane.table, Key.Key_Delete)
    settle()
    assert "Apologies" not in titles(page)
    actions = [words for words, _ in pane.table.actions_for(pane.table.value())]
    assert actions == ["Edit", "Move up (Alt+Up)", "Move down (Alt+Down)", "Remove"]


def test_pdfs_become_papers_and_a_bad_file_is_refused_in_words(
    page: MeetingsPage, settle: Settle, tmp_path: Path
) -> None:
    start(page, settle)
    pane = page.detail.agenda
    good, bad = tmp_path / "Neglect audit.pdf", tmp_path / "Notes.pdf"
    good.write_bytes(plain_pdf("Neglect audit"))
    bad.write_bytes(b"not a PDF at all")
    pane.table.choose_row(1)
    item = pane.table.value()
    pane.take_files([good, bad])
    settle()
    assert "Notes.pdf is not a PDF" in pane.trouble.text()
    assert stored(page).papers == ()
    pane.take_files([good, tmp_path / "gone.pdf"])
    settle()
    assert "gone.pdf could not be read" in pane.trouble.text()
    pane.take_files([good])
    settle()
    (paper,) = stored(page).papers
    assert (paper.title, paper.item_id, paper.pages) == ("Neglect audit", item.id, 1)
    assert pane.trouble.isHidden()
    assert pane.table.value() == paper
    assert pane.table.rows.index(2, 3).data() == "Received"


def test_papers_without_an_item_become_items(
    page: MeetingsPage, settle: Settle, tmp_path: Path
) -> None:
    pane = page.detail.agenda
    pane.table.selectionModel().clear()
    paths = [tmp_path / f"Report {n}.pdf" for n in (1, 2)]
    for path in paths:
        path.write_bytes(plain_pdf(path.stem, path.stem))
    pane.take_files(paths)
    settle()
    assert [paper.title for paper in stored(page).papers] == ["Report 1", "Report 2"]
    assert titles(page)[-3:] == ["Report 1", "Report 2", "Any other business"]
    history = page.desk.store
    assert history.ask(list_meetings)


def test_an_awaited_paper_gets_its_file(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    start(page, settle)
    pane, form = page.detail.agenda, page.detail.paper_form
    pane.table.choose_row(1)
    pane.expect.click()
    type_in(qtbot, form.name, "Workforce report")
    type_in(qtbot, form.owner, "Chair, WLD")
    form.submit()
    settle()
    (paper,) = stored(page).papers
    assert (paper.file_id, paper.owner) == (None, "Chair, WLD")
    assert pane.paper.words == "Add its file"
    assert pane.table.rows.index(2, 3).data() == "Not received"
    pane.choose_papers()
    assert pane.dialog is not None
    assert pane.dialog.windowTitle() == "Choose the paper"
    pane.dialog.reject()
    file = tmp_path / "wld.pdf"
    file.write_bytes(plain_pdf("Workforce"))
    pane.take_files([file])
    settle()
    (paper,) = stored(page).papers
    assert (paper.title, bool(paper.file_id), paper.pages) == ("Workforce report", True, 1)


def test_a_paper_is_edited_moved_on_and_removed(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    start(page, settle)
    pane, form, store = page.detail.agenda, page.detail.paper_form, page.desk.store
    items = stored(page).items
    for title in ("First", "Second"):
        store.run(add_paper, page.detail.meeting_id, title, item_id=items[1].id)
    page.refresh()
    settle()
    pane.table.choose_row(2)
    pane.table.setFocus()
    qtbot.keyClick(pane.table, Key.Key_Down, ALT)
    settle()
    assert [paper.title for paper in stored(page).items[1].papers] == ["Second", "First"]
    qtbot.keyClick(pane.table, Key.Key_Down, ALT)
    settle()
    assert [paper.title for paper in stored(page).items[2].papers] == ["First"]
    qtbot.keyClick(pane.table, Key.Key_Up, ALT)
    settle()
    assert [paper.title for paper in stored(page).items[1].papers] == ["Second", "First"]
    qtbot.keyClick(pane.table, Key.Key_Return)
    assert form.name.value() == "First"
    type_in(qtbot, form.name, "First report")
    form.item.set_value(items[0].id)
    form.submit()
    settle()
    assert [paper.title for paper in stored(page).items[0].papers] == ["First report"]
    pane.table.choose_first(lambda row: isinstance(row, PaperLine))
    pane.remove.click()
    settle()
    assert [paper.title for paper in stored(page).papers] == ["Second"]


def test_a_form_says_what_was_refused(page: MeetingsPage, settle: Settle) -> None:
    start(page, settle)
    form = page.detail.item_form
    page.detail.edit_item(stored(page).items[0])
    form.purpose.editor.addItem("Otherwise", ("otherwise",))
    form.purpose.set_value("otherwise")
    form.submit()
    settle()
    assert "A purpose is one of" in form.trouble.text()
    form.cancelled.emit()
    assert page.detail.agenda.table.hasFocus()


def test_a_command_that_is_refused_is_told_below_the_agenda(
    page: MeetingsPage, settle: Settle
) -> None:
    page.desk.store.run(start_agenda, page.detail.meeting_id)
    page.detail.agenda.start_now()
    settle()
    assert "has an agenda already" in page.detail.agenda.trouble.text()


# Attendance -------------------------------------------------------------------------------


def marks(page: MeetingsPage) -> dict[str, str]:
    lines = page.desk.store.ask(attendance_at, page.detail.meeting_id)
    return {line.attendee: line.mark for line in lines}


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
    assert isinstance(pane, QWidget)
