"""The page of packs: the office's Executive of July 2023, driven by keys, built for real."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.packs.page.packs import PacksPage
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import Section
from tests.packs.conftest import plain_pdf
from tests.packs.page.deeds import (
    ALT,
    CTRL,
    Bring,
    Key,
    Settle,
    choose,
    rows,
    stored,
    titles,
)


@pytest.mark.usefixtures("papers")
def test_the_list_is_the_pack(page: PacksPage) -> None:
    assert titles(page) == [
        "Cover and contents",
        "Agenda",
        "Attendance",
        "Minutes",
        "Action log",
        "Contributions of the partners 2022-23",
        "Forward plan",
        "Audit of strategy meetings",
        "Workforce report",
        "Rapid review SI-2023-06",
    ]
    heads = [row for row in page.table.rows.rows if isinstance(row, Section)]
    assert [head.title for head in heads] == ["Part 1", "Part 2, restricted"]
    assert heads[1].icon == "lock"
    firsts = [row.part.first for row in rows(page)]
    assert firsts[0] == 1
    assert firsts == sorted(firsts)
    assert page.context.text().startswith("3 papers, ")
    assert page.building.marking.editor.text() == "OFFICIAL-SENSITIVE"
    assert page.first_focus() is page.table
    assert page.banner in page.panes()
    assert [words for words, _, _ in page.commands()][:2] == ["Build pack", "Add paper"]


@pytest.mark.usefixtures("papers")
def test_a_missing_paper_is_said_and_its_file_added(
    page: PacksPage, meeting_id: str, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    missing = next(row for row in rows(page) if row.part.is_missing)
    assert page.banner is not None
    assert page.banner.fact.text() == "1 paper is missing: Workforce report"
    assert f"page {missing.part.first} will say" in page.banner.help.text()
    choose(page, "Workforce report", settle)
    qtbot.keyClick(page.table, Key.Key_Return)
    assert page.tab.incoming.dialog is not None
    file = tmp_path / "wld.pdf"
    file.write_bytes(plain_pdf("Workforce"))
    page.tab.incoming.dialog.filesSelected.emit([str(file)])
    page.tab.incoming.dialog.reject()
    settle()
    paper = next(p for p in stored(page, meeting_id).papers if p.title == "Workforce report")
    assert paper.file_id is not None
    assert page.banner is not None
    assert page.banner.fact.text() == "1 paper came late"
    row = page.table.value()
    assert row.part.title == "Workforce report"
    assert row.status.words.startswith("Came ")
    assert row.status.words.endswith(" late")


def test_a_meeting_without_agenda_offers_to_start_one(
    page: PacksPage, meeting_id: str, settle: Settle, qtbot: QtBot
) -> None:
    assert page.banner is not None
    assert page.banner.fact.text() == "This meeting has no agenda of its own yet"
    before = titles(page)
    choose(page, "Minutes", settle)
    qtbot.keyClick(page.table, Key.Key_Down, ALT)
    settle()
    assert titles(page)[3:5] == [before[4], before[3]]
    assert not stored(page, meeting_id).stored  # the pack alone is in another order
    page.tab.start_now()
    settle()
    assert stored(page, meeting_id).stored
    assert page.banner is None
    assert page.trouble.isHidden()


@pytest.mark.usefixtures("papers")
def test_parts_move_by_keys_within_their_part(
    page: PacksPage, qtbot: QtBot, settle: Settle
) -> None:
    before = titles(page)
    choose(page, "Workforce report", settle)
    qtbot.keyClick(page.table, Key.Key_Up, ALT)
    settle()
    place = before.index("Workforce report")
    assert titles(page)[place - 1 : place + 1] == ["Workforce report", before[place - 1]]
    assert page.table.value().part.title == "Workforce report"
    choose(page, "Rapid review SI-2023-06", settle)
    qtbot.keyClick(page.table, Key.Key_Up, ALT)
    qtbot.keyClick(page.table, Key.Key_Down, ALT)
    choose(page, "Cover and contents", settle)
    qtbot.keyClick(page.table, Key.Key_Down, ALT)
    settle()
    assert titles(page)[-1] == "Rapid review SI-2023-06"
    assert titles(page)[0] == "Cover and contents"


def test_papers_of_one_item_change_places(
    bring: Bring, page: PacksPage, meeting_id: str, qtbot: QtBot, settle: Settle
) -> None:
    for title in ("First", "Second"):
        bring(title, plain_pdf(title), item=2)
    page.refresh()
    settle()
    choose(page, "First", settle)
    qtbot.keyClick(page.table, Key.Key_Down, ALT)
    settle()
    assert [title for title in titles(page) if title in ("First", "Second")] == ["Second", "First"]
    kept = [paper.title for paper in stored(page, meeting_id).items[1].papers]
    assert kept == ["First", "Second"]  # the agenda went its own way before
    words = [words for words, _ in page.table.actions_for(page.table.value())]
    assert words == [
        "Move up (Alt+Up)",
        "Move down (Alt+Down)",
        "Bring a newer version",
        "Withdraw",
        "Take the paper out",
    ]


@pytest.mark.usefixtures("papers")
def test_each_quick_press_moves_on(page: PacksPage, qtbot: QtBot, settle: Settle) -> None:
    """The second press came before the first was shown, and moved to the same place again."""
    before = titles(page)
    choose(page, "Workforce report", settle)
    place = before.index("Workforce report")
    for _ in range(3):
        qtbot.keyClick(page.table, Key.Key_Up, ALT)
    settle()
    moved = ["Workforce report", *before[place - 3 : place]]
    assert titles(page)[place - 3 : place + 1] == moved
    assert page.table.value().part.title == "Workforce report"
    for _ in range(3):
        qtbot.keyClick(page.table, Key.Key_Down, ALT)
    settle()
    assert titles(page) == before


@pytest.mark.usefixtures("papers")
def test_delete_takes_a_paper_out(
    page: PacksPage, meeting_id: str, qtbot: QtBot, settle: Settle
) -> None:
    choose(page, "Agenda", settle)
    qtbot.keyClick(page.table, Key.Key_Delete)
    settle()
    assert len(stored(page, meeting_id).papers) == 3
    choose(page, "Workforce report", settle)
    words = [words for words, _ in page.table.actions_for(page.table.value())]
    assert words[0] == "Add its file"
    qtbot.keyClick(page.table, Key.Key_Delete)
    settle()
    assert "Workforce report" not in titles(page)
    assert len(stored(page, meeting_id).papers) == 2


def test_pdfs_are_added_and_bad_ones_refused_in_words(
    page: PacksPage, meeting_id: str, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    good, bad = tmp_path / "Neglect audit.pdf", tmp_path / "letter.pdf"
    good.write_bytes(plain_pdf("Neglect"))
    bad.write_bytes(b"%PDF-1.7 broken")
    qtbot.keyClick(page.table, Key.Key_N, CTRL)
    assert page.tab.incoming.dialog is not None
    assert page.tab.incoming.dialog.windowTitle() == "Choose papers"
    page.tab.incoming.dialog.reject()
    page.tab.incoming.take_files([bad])
    settle()
    assert "letter.pdf is damaged" in page.trouble.text()
    page.tab.incoming.take_files([good])
    settle()
    assert page.trouble.isHidden()
    assert stored(page, meeting_id).papers[0].title == "Neglect audit"
    assert page.table.value().part.title == "Neglect audit"


def test_an_empty_diary_says_what_to_do(durham: Store, qtbot: QtBot) -> None:
    desk = Desk(durham)
    page = PacksPage(desk)
    qtbot.addWidget(page)
    page.refresh()
    page.open_record("")
    page.add_papers()
    page.tab.start_now()
    page.building.build_now()
    qtbot.waitUntil(desk.idle)
    qtbot.waitUntil(lambda: not page.add.isEnabled())
    assert page.table.empty.fact == "No meeting is in the diary"
    assert not page.building.build.isEnabled()
    assert page.tab.incoming.dialog is None
    desk.close()


def test_another_meeting_is_chosen(page: PacksPage, settle: Settle, office: Store) -> None:
    assert page.chooser.currentText() == "Thu 13 Jul 2023 · Safeguarding Executive Group"
    other = office.ask(find_meeting, "PLG 2023-11-01")
    page.chooser.set_value(other.id)
    page.chooser.activated.emit(page.chooser.currentIndex())
    settle()
    assert page.contents is not None
    assert page.contents.meeting.id == other.id


@pytest.mark.usefixtures("papers")
def test_a_part_is_dragged_and_owners_are_written_to(
    page: PacksPage, settle: Settle, tmp_path: Path
) -> None:
    listed = rows(page)
    before = titles(page)
    held, on = listed[8], listed[5]
    page.table.dropped.emit(held, on)
    settle()
    assert titles(page)[5] == held.part.title
    assert titles(page)[6:9] == before[5:8]
    page.table.dropped.emit(rows(page)[2], rows(page)[0])  # the cover stays first
    settle()
    assert titles(page)[0] == before[0]
    page.write_to_owners()
    dialog = page.tab.incoming.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    settle()
    (draft,) = tmp_path.glob("*.eml")
    assert b"Workforce report" in draft.read_bytes()
    assert page.trouble.text().startswith("1 draft message saved in ")
    choose(page, "Agenda", settle)
    page.tab.on_current("Withdraw")
    assert page.trouble.text() == "Choose a paper that this can be done to: withdraw."
    choose(page, "Workforce report", settle)
    page.tab.on_current("Withdraw")
    form = page.tab.side.open_form()
    assert form is not None
    assert form in page.panes()
    form.cancel.click()
    assert page.tab.side.open_form() is None
    page.tab.add_missing()
    dialog = page.tab.incoming.dialog
    assert dialog is not None
    assert dialog.windowTitle() == "Choose the paper"
    dialog.reject()
