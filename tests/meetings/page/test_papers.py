"""Papers on the page of meetings: a newer version, withdrawn ones, reminders, what is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.meetings.commands.papers import mark_issued
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.meetings.queries.papers import versions_of
from dscp_desktop.meetings.rules.agenda import PaperLine
from tests.meetings.page.deeds import Settle, plain_pdf, start, stored, type_in


@pytest.fixture
def paper(page: MeetingsPage, settle: Settle) -> PaperLine:
    """A paper of the meeting that is shown, current in its list."""
    start(page, settle)
    item = stored(page).items[1].id
    data, owner = plain_pdf("One"), "Business manager"
    more = {"owner": owner, "item_id": item, "received_on": date(2023, 10, 1)}
    store, meeting = page.desk.store, page.detail.meeting_id
    store.run(add_paper, meeting, "Neglect", data, 1, **more)
    page.refresh()
    settle()
    page.detail.agenda.table.choose_first(lambda row: isinstance(row, PaperLine))
    (line,) = stored(page).papers
    return line


def act(page: MeetingsPage, words: str) -> None:
    """Take an action from the menu of the current line."""
    pane = page.detail.agenda
    dict(pane.table.actions_for(pane.table.value()))[words]()


def issue(session: Session, paper_id: str) -> Changes:
    return Changes(f"{mark_issued(session, [paper_id], date(2023, 10, 2))} out", ("*",))


def test_a_newer_version_says_what_changed(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, paper: PaperLine, tmp_path: Path
) -> None:
    page.desk.store.run(issue, paper.id)
    page.refresh()
    settle()
    act(page, "Bring a newer version")
    form, pane = page.detail.version_form, page.detail.agenda
    assert page.detail.currentWidget() is form
    assert form.help.text().startswith("It went out")
    form.submit()
    assert "Enter the line of what changed" in form.words.error.text()
    type_in(qtbot, form.words, "The table on page 3")
    form.submit()
    assert pane.dialog is not None
    bad, good = tmp_path / "bad.pdf", tmp_path / "good.pdf"
    bad.write_bytes(b"no PDF")
    good.write_bytes(plain_pdf("Two"))
    pane.dialog.filesSelected.emit([str(bad)])
    settle()
    assert "bad.pdf is not a PDF" in form.trouble.text()
    pane.dialog.filesSelected.emit([str(good)])
    settle()
    assert page.detail.currentWidget() is page.detail.whole
    versions = page.desk.store.ask(versions_of, paper.id)
    assert [version.changed for version in versions] == ["", "The table on page 3"]
    assert stored(page).papers[0].version == 2
    pane.dialog.reject()


def test_a_paper_is_withdrawn_and_brought_back(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, paper: PaperLine
) -> None:
    act(page, "Withdraw")
    form, pane = page.detail.withdraw_form, page.detail.agenda
    type_in(qtbot, form.words, "Goes to the next meeting")
    form.submit()
    settle()
    assert stored(page).papers[0].withdrawn == "Goes to the next meeting"
    assert pane.table.rows.index(2, 3).data() == "Withdrawn"
    pane.table.choose(paper.id)
    act(page, "Bring back")
    settle()
    assert stored(page).papers[0].withdrawn == ""


def test_each_owner_gets_a_draft_message(
    page: MeetingsPage, settle: Settle, paper: PaperLine, tmp_path: Path
) -> None:
    pane = page.detail.agenda
    assert pane.remind.isHidden()
    for title in ("First", "Second"):
        page.desk.store.run(
            add_paper, page.detail.meeting_id, title, owner="Chair, WLD", item_id=paper.item_id
        )
    page.refresh()
    settle()
    assert not pane.remind.isHidden()
    pane.remind.click()
    assert pane.dialog is not None
    pane.dialog.fileSelected.emit(str(tmp_path))
    settle()
    (saved,) = tmp_path.glob("*.eml")
    assert saved.name == "reminder-chair-wld.eml"
    assert b"- Second" in saved.read_bytes()
    assert pane.trouble.text() == f"1 draft message saved in {tmp_path.name}."
    pane.dialog.reject()
    pane.save_drafts(page.detail.meeting_id, tmp_path / "gone")
    settle()
    assert "could not be saved" in pane.trouble.text()


def test_its_day_and_marking_are_said(
    page: MeetingsPage, qtbot: QtBot, settle: Settle, paper: PaperLine
) -> None:
    page.detail.edit_paper(paper)
    settle()
    form = page.detail.paper_form
    assert form.marking.value() == ""
    type_in(qtbot, form.due, "20/10/2023")
    form.marking.set_value("OFFICIAL")
    form.submit()
    settle()
    (line,) = stored(page).papers
    assert (line.own_due, line.marking) == (date(2023, 10, 20), "OFFICIAL")
    page.detail.edit_paper(line)
    settle()
    assert form.marking.value() == "OFFICIAL"
