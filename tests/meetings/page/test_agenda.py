"""The page of meetings over the office's own year, driven by its keys."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from dscp_desktop.meetings.commands.agenda import add_paper, start_agenda
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.meetings.rules.agenda import PaperLine
from tests.meetings.page.deeds import (
    ALT,
    CTRL,
    Key,
    Settle,
    plain_pdf,
    shown,
    start,
    stored,
    titles,
    type_in,
)


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


def test_presses_that_follow_at_once_all_count(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    start(page, settle)
    pane = page.detail.agenda
    pane.table.choose(stored(page).items[0].id)
    first = titles(page)[0]
    for _ in range(3):
        qtbot.keyClick(pane.table, Key.Key_Down, ALT)
    settle()
    assert titles(page).index(first) == 3
    assert pane.table.value().title == first


def test_a_form_belongs_to_the_meeting_it_was_opened_for(
    page: MeetingsPage, qtbot: QtBot, settle: Settle
) -> None:
    start(page, settle)
    first, other = shown(page)[:2]
    page.detail.agenda.add.click()
    type_in(qtbot, page.detail.item_form.subject, "Neglect: plan on a page")
    page.table.choose(other.id)
    settle()
    assert page.detail.currentWidget() is page.detail.item_form
    page.detail.item_form.submit()
    settle()
    assert page.detail.meeting_id == first.id
    assert page.table.value().id == first.id
    assert "Neglect: plan on a page" in titles(page)
    page.detail.agenda.add.click()
    page.table.choose(other.id)
    settle()
    assert page.detail.currentWidget() is page.detail.whole


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
    assert actions == [
        "Edit",
        "Move up (Alt+Up)",
        "Move down (Alt+Down)",
        "Remove",
        "Carry over to the next meeting",
    ]


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
    form.purpose.set_options([("otherwise", "Otherwise")])
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
