"""The page of a returned copy, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import document_offers
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.minutes import agree_minutes, approve_minutes
from dscp_desktop.meetings.commands.notes import save_item_notes
from dscp_desktop.meetings.commands.raising import add_decision
from dscp_desktop.meetings.page.returned.page import ReturnedPage
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import is_line
from tests.meetings.edits import Editor
from tests.meetings.page.deeds import Settle

Key = Qt.Key
FIRST = "The audit looked at fifteen cases in the spring."
SECOND = "Schools asked to see the findings before the summer."


@pytest.fixture
def desk(durham: Store, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(durham, documents=document_offers())
    yield made
    qtbot.waitUntil(made.idle, timeout=20_000)
    made.close()


@pytest.fixture
def meeting(durham: Store) -> str:
    """A meeting with two paragraphs and a decision."""
    from datetime import date, time

    from dscp_desktop.diary.commands.meetings import add_meeting
    from dscp_desktop.diary.rules.meetings import MeetingDetails
    from dscp_desktop.meetings.commands.agenda import start_agenda

    group = durham.ask(find_group, "PLG")
    assert group is not None
    details = MeetingDetails(date(2023, 7, 6), time(10), time(12))
    made = str(durham.run(add_meeting, group.id, details).result)
    durham.run(start_agenda, made)
    items = [item.id for item in durham.ask(agenda, made).items]
    durham.run(save_item_notes, items[0], (NoteDraft(FIRST), NoteDraft(SECOND)))
    durham.run(add_decision, items[1], "The spending of the year is agreed.")
    return made


@pytest.fixture
def page(desk: Desk, meeting: str, qtbot: QtBot, settle: Settle) -> ReturnedPage:
    made = ReturnedPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.open_record(meeting)
    settle()
    return made


@pytest.fixture
def back(page: ReturnedPage, settle: Settle, tmp_path: Path) -> Any:
    """Saves a copy by the dialog, has it edited, and takes it in."""

    def take(edit: Any) -> ReturnedPage:
        path = tmp_path / "minutes.docx"
        page.save.click()
        settle()
        dialog = page.findChild(QFileDialog)
        assert dialog is not None
        assert dialog.selectedFiles()[0].endswith("2023-07-06-minutes.docx")
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        settle()
        assert path.exists()
        editor = Editor(path.read_bytes())
        edit(editor)
        edited = tmp_path / "edited.docx"
        edited.write_bytes(editor.save())
        page.take.click()
        choose = next(d for d in page.findChildren(QFileDialog) if d.isVisible())
        choose.fileSelected.emit(str(edited))
        choose.reject()
        settle()
        page.activateWindow()
        settle()
        return page

    return take


def shown(page: ReturnedPage) -> list[str]:
    return [row.kind for row in page.table.rows.rows if is_line(row)]


def said(page: ReturnedPage) -> list[str]:
    record = page.desk.store.ask(meeting_record, page.meeting_id)
    return [n.record.text if n.record else n.text for i in record.items for n in i.notes]


def several(editor: Editor) -> None:
    editor.replace("The audit", "fifteen", "sixteen")
    editor.insert_after("Schools asked", "They will have them in June.")
    editor.replace("Decision", "of the year", "of this year")
    editor.comment("Schools asked", "Which schools?")


def test_before_anything_went_out_it_says_what_to_do(page, settle):
    assert page.table._blank.empty.fact == "No Word copy went out yet"
    assert page.save.isEnabled()
    assert not page.take.isEnabled()
    assert page.first_focus() is page.take
    page.open_record("no-such-meeting")
    settle()
    assert page.banner is not None
    assert "no longer there" in page.banner.accessibleName()


def test_differences_are_accepted_and_left_by_keys_alone(page, back, qtbot, settle):
    back(several)
    assert shown(page) == ["changed", "comment", "inserted", "record"]
    assert page.counted.text() == "2 clear, 2 questions"
    assert page.take.kind == "secondary"
    assert page.table.hasFocus() or page.first_focus() is page.table
    page.table.setFocus()
    assert page.detail.difference.kind == "changed"
    assert page.detail.old.accessibleName() == (
        "Here: The audit looked at [cut: fifteen] cases in the spring."
    )
    assert "[new: sixteen]" in page.detail.new.accessibleName()
    qtbot.keyClick(page.table, Key.Key_Return)
    settle()
    assert said(page)[0] == FIRST.replace("fifteen", "sixteen")
    assert shown(page) == ["comment", "inserted", "record"]
    assert page.table.hasFocus()
    assert page.detail.difference.kind == "comment"
    qtbot.keyClick(page.table, Key.Key_Delete)
    settle()
    assert shown(page) == ["inserted", "record"]
    qtbot.keyClick(page.table, Key.Key_F7)
    assert page.detail.difference.kind == "record"
    qtbot.keyClick(page.table, Key.Key_Return)
    chosen = page.detail.ways.rows()[-1]
    assert chosen.hasFocus()
    qtbot.keyClick(chosen, Key.Key_Up)
    assert page.detail.ways.value() == 0
    qtbot.keyClick(page.window().focusWidget(), Key.Key_Return)
    settle()
    assert "The spending of this year is agreed." in said(page)
    assert shown(page) == ["inserted"]
    page.all.click()
    settle()
    assert "They will have them in June." in said(page)
    assert shown(page) == []
    assert page.table._blank.empty.fact == "Nothing is left to look at"
    assert page.take.kind == "primary"
    page.aside.click()
    settle()
    assert page.table._blank.empty.fact == "The Word copy is out"


def test_a_bad_file_is_refused_in_words(page, back, settle, tmp_path):
    back(lambda _editor: None)
    assert shown(page) == []
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"%PDF-1.4 no word at all")
    page.take_in(bad)
    settle()
    assert page.banner.accessibleName().startswith("bad.docx is a PDF. Ask for the Word document")


def test_another_document_is_told(page, back):
    def other(editor: Editor) -> None:
        for line in list(editor.word.paragraphs):
            line._p.getparent().remove(line._p)
        editor.word.add_paragraph("A letter about something else.")

    back(other)
    assert page.banner.accessibleName().startswith("This file does not hold these minutes")


def test_approved_minutes_take_nothing_in(page, back, durham, meeting, settle, qtbot):
    from datetime import date

    from dscp_desktop.diary.commands.meetings import add_meeting
    from dscp_desktop.diary.rules.meetings import MeetingDetails

    back(several)
    group = durham.ask(find_group, "PLG")
    later = str(durham.run(add_meeting, group.id, MeetingDetails(date(2023, 9, 7))).result)
    durham.run(agree_minutes, meeting, date(2023, 7, 20))
    durham.run(approve_minutes, meeting, later)
    page.refresh()
    settle()
    assert "approved" in page.banner.accessibleName()
    assert not page.take.isEnabled()
    assert not page.detail.accept.isEnabled()
    qtbot.keyClick(page.table, Key.Key_Return)
    settle()
    assert said(page)[0] == FIRST


def test_in_little_room_the_texts_stand_below_each_other(page, back, qtbot):
    from PySide6.QtWidgets import QBoxLayout

    back(several)
    page.resize(800, 560)
    page.body.show_second()
    qtbot.wait(20)
    page.detail.resize(400, 500)
    assert page.detail.sides.direction() == QBoxLayout.Direction.TopToBottom
    page.resize(1600, 812)
    qtbot.wait(20)
    page.detail.resize(700, 500)
    assert page.detail.sides.direction() == QBoxLayout.Direction.LeftToRight
