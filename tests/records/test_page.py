"""The import page: look, check, accept, undo; export; the history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from dscp_desktop.budget.queries.contributions import get_year, list_years
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.records.page.importing import ACCEPT, CHECK, LOOK, ImportPage
from dscp_desktop.widgets.wholetable import WholeTable

CONTRIBUTIONS = "contributions-2022-23.xlsx"
FAULTY = "contributions-with-faults.xlsx"
SHEET = "Budget 2022-23"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[ImportPage]:
    made = ImportPage(desk)
    qtbot.addWidget(made)
    desk.changed.connect(lambda _changes: made.refresh())
    made.resize(1232, 812)
    made.show()
    made.refresh()
    settle(qtbot, made)
    yield made
    settle(qtbot, made)


def settle(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.waitUntil(page.desk.idle, timeout=20_000)


def look(qtbot: QtBot, page: ImportPage, *paths: Path) -> None:
    page.look_at(paths)
    qtbot.waitUntil(lambda: page.step == CHECK and page.desk.idle(), timeout=20_000)
    qtbot.waitUntil(page.check.outcome.done)


def shown(table: Any) -> list[list[str]]:
    rows = table.rows
    return [
        [str(rows.index(row, column).data()) for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def heads(page: ImportPage) -> list[str]:
    return [head.accessibleName() for head in page.check.outcome.heads]


def named(page: ImportPage, name: str) -> WholeTable:
    return next(t for t in page.check.outcome.tables if t.name == name)


def test_the_first_step_names_the_kinds_and_the_history(page: ImportPage) -> None:
    assert page.step == LOOK
    assert "contributions" in page.look.area.kinds.text()
    assert [row[3] for row in shown(page.look.table)] == ["The store was made"]
    assert not page.look.undo.isEnabled()
    assert page.look.count.text() == "1 change"
    assert page.panes() == [page.look.area.choose, page.look.table]


def test_a_check_names_every_fault_and_counts_what_it_would_write(
    page: ImportPage, qtbot: QtBot, faulty: Path
) -> None:
    look(qtbot, page, faulty)
    assert page.title.text() == "Import a workbook"
    assert page.context.text() == FAULTY
    assert page.said.status.words == "Nothing is saved yet"
    assert heads(page)[:4] == [
        "Refused, 2 rows",
        "New, 4 rows",
        "Changed, 0 rows",
        "The same, 0 rows",
    ]
    refused = shown(named(page, "Refused rows"))
    assert refused[0][:4] == [SHEET, "6", "Contribution 2022-23 (£)", "about 105k"]
    assert "as row 5 is already" in refused[1][4]
    foot = page.check.foot
    assert foot.found.text() == "4 rows are sound, 2 are refused"
    assert foot.accept.words == "Accept 4 sound rows"
    assert page.check.sheets.count.text() == "1 of 1 recognised"
    assert page.check.sheets.taken.text() == "2 of 3 taken"
    assert page.desk.store.ask(list_years) == ()


def test_accept_writes_and_one_undo_takes_it_back(
    page: ImportPage, qtbot: QtBot, data: Path
) -> None:
    look(qtbot, page, data / CONTRIBUTIONS)
    assert page.check.foot.mark.isHidden()
    page.check.foot.accept.setFocus()
    qtbot.keyClick(page.check.foot.accept, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.step == ACCEPT)
    settle(qtbot, page)
    assert page.accepted.fact.text() == "6 rows written"
    assert page.desk.store.ask(get_year).published == 34706000
    opened: list[tuple[str, str]] = []
    page.desk.place_asked.connect(lambda *asked: opened.append(asked))
    page.accepted.table.setFocus()
    qtbot.keyClick(page.accepted.table, Qt.Key.Key_Return)
    assert opened == [("budget", "")]
    page.accepted.undo.click()
    qtbot.waitUntil(lambda: page.accepted.undo.isHidden(), timeout=5_000)
    settle(qtbot, page)
    assert page.accepted.fact.text() == "The import was taken back"
    assert page.desk.store.ask(list_years) == ()
    states = [row[3] for row in shown(page.look.table)]
    assert states == ["Took a change back", "Undone", "The store was made"]


def test_the_second_time_every_row_is_the_same(page: ImportPage, qtbot: QtBot, data: Path) -> None:
    look(qtbot, page, data / CONTRIBUTIONS)
    page.check.foot.accept.click()
    qtbot.waitUntil(lambda: page.step == ACCEPT)
    look(qtbot, page, data / CONTRIBUTIONS)
    assert "The same, 6 rows" in heads(page)
    assert page.check.foot.accept.words == "Nothing to accept"
    assert not page.check.foot.accept.isEnabled()
    assert page.check.first_focus() is page.check.outcome.tables[0]


def test_what_changed_is_shown_old_and_new(
    page: ImportPage, qtbot: QtBot, data: Path, tmp_path: Path
) -> None:
    look(qtbot, page, data / CONTRIBUTIONS)
    page.check.foot.accept.click()
    qtbot.waitUntil(lambda: page.step == ACCEPT)
    book = openpyxl.load_workbook(data / CONTRIBUTIONS)
    book.worksheets[0]["B8"] = 5000
    book.save(tmp_path / "later.xlsx")
    look(qtbot, page, tmp_path / "later.xlsx")
    changed = shown(named(page, "Changed rows"))
    assert changed[0][2:] == ["8", "Probation 2022-23", "Amount", "£4,873", "£5,000"]
    column = named(page, "Changed rows").rows.columns[5]
    row = named(page, "Changed rows").rows.at(0)
    assert column.struck is not None
    assert column.struck(row)


def test_a_column_can_be_left_in_the_workbook(page: ImportPage, qtbot: QtBot, data: Path) -> None:
    look(qtbot, page, data / CONTRIBUTIONS)
    choosers = page.check.sheets.table.choosers
    chooser = choosers[2]
    chooser.setFocus()
    qtbot.keyClick(chooser, Qt.Key.Key_End)
    chooser.activated.emit(chooser.currentIndex())
    qtbot.waitUntil(lambda: page.check.sheets.taken.text() == "1 of 2 taken")
    qtbot.waitUntil(lambda: "New, 0 rows" in heads(page), timeout=5_000)
    settle(qtbot, page)
    assert chooser.value() == ""
    assert page.check.sheets.table.choosers[2] is chooser  # it keeps the keys
    assert "will" not in page.check.foot.means.text()
    assert page.check.foot.means.text().startswith("No row is sound")
    choosers[1].set_value("amount")
    choosers[1].activated.emit(1)
    settle(qtbot, page)
    assert choosers[2].value() == ""


def test_a_sheet_can_be_left_out_and_taken_again(
    page: ImportPage, qtbot: QtBot, data: Path
) -> None:
    look(qtbot, page, data / CONTRIBUTIONS, data / "membership.xlsx")
    card = page.check.sheets.cards[CONTRIBUTIONS, SHEET]
    before = page.check.foot.found.text()
    qtbot.mouseClick(card.turn, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert card.what.text() == f"{SHEET} is left out"
    assert page.check.foot.found.text() != before
    assert not page.check.sheets.table.choosers[1].isEnabled()
    assert card.turn.words == "Take it"
    card.turn.click()
    settle(qtbot, page)
    assert page.check.foot.found.text() == before
    other = page.check.sheets.cards["membership.xlsx", "Membership"]
    other.setFocus()
    qtbot.keyClick(other, Qt.Key.Key_Space)
    assert page.check.sheets.now == ("membership.xlsx", "Membership")
    assert other.isChecked()


def test_escape_leaves_and_saves_nothing(page: ImportPage, qtbot: QtBot, data: Path) -> None:
    look(qtbot, page, data / CONTRIBUTIONS)
    assert len(page.panes()) == 3
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.step == LOOK
    assert page.looked == ()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.desk.store.ask(list_years) == ()


def test_a_file_that_is_no_workbook_is_refused_by_name(
    page: ImportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "notes.xlsx"
    path.write_text("no workbook")
    look(qtbot, page, path)
    assert page.check.sheets.count.text() == "0 of 0 recognised"
    rows = shown(named(page, "Refused rows"))
    assert rows[0][0] == "notes.xlsx"
    assert not page.check.foot.accept.isEnabled()


def test_a_marked_copy_is_saved_where_it_is_asked_for(
    page: ImportPage, qtbot: QtBot, faulty: Path, tmp_path: Path
) -> None:
    look(qtbot, page, faulty)
    page.check.foot.mark.click()
    dialog = page.dialog
    assert isinstance(dialog, QFileDialog)
    assert "plain copy" in dialog.windowTitle()
    target = tmp_path / "marked.xlsx"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    qtbot.waitUntil(target.exists, timeout=15_000)
    settle(qtbot, page)
    assert openpyxl.load_workbook(target).sheetnames[0] == "Faults"
    assert page.said.status.words == "Saved marked.xlsx as a plain copy"


def test_the_button_and_the_palette_lead_to_the_exports(page: ImportPage, qtbot: QtBot) -> None:
    commands = {words: run for words, _keys, run in page.commands()}
    for press in (page.export.click, commands["Export lists, documents or everything"]):
        with qtbot.waitSignal(page.desk.place_asked) as asked:
            press()
        assert asked.args == ["export", ""]


def test_workbooks_are_chosen_in_a_dialog_that_does_not_block(
    page: ImportPage, qtbot: QtBot, data: Path
) -> None:
    page.look.area.choose.click()
    dialog = page.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([str(data / CONTRIBUTIONS)])
    dialog.reject()
    qtbot.waitUntil(lambda: page.step == CHECK, timeout=15_000)


def test_files_are_dropped_on_the_area(page: ImportPage, qtbot: QtBot, data: Path) -> None:
    area = page.look.area
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(data / CONTRIBUTIONS))])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    area.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), action, mime, button, keys))
    assert area.over
    area.grab()
    area.dragLeaveEvent(QDragLeaveEvent())
    assert not area.over
    nothing = QMimeData()
    area.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), action, nothing, button, keys))
    assert not area.over
    area.dropEvent(QDropEvent(QPointF(9, 9), action, mime, button, keys))
    qtbot.waitUntil(lambda: page.step == CHECK, timeout=15_000)


def test_a_change_is_undone_from_the_history(page: ImportPage, qtbot: QtBot, data: Path) -> None:
    look(qtbot, page, data / CONTRIBUTIONS)
    page.check.foot.accept.click()
    qtbot.waitUntil(lambda: page.step == ACCEPT)
    settle(qtbot, page)
    table = page.look.table
    table.choose_first()
    assert page.look.undo.isEnabled()
    menu = table.make_menu()
    assert menu.actions()[0].text() == "Undo this change"
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: page.accepted.undo.isHidden(), timeout=5_000)
    settle(qtbot, page)
    assert page.desk.store.ask(list_years) == ()
    table.choose_first()
    assert not page.look.undo.isEnabled()
    page.look.filter.setText("started from")
    assert len(shown(table)) == 1


def test_other_changes_are_judged_again_while_rows_are_checked(
    page: ImportPage, qtbot: QtBot, data: Path
) -> None:
    from dscp_desktop.records.commands import import_workbooks

    look(qtbot, page, data / CONTRIBUTIONS)
    page.desk.run(page, import_workbooks, [one.plan for one in page.looked])
    qtbot.waitUntil(lambda: "The same, 6 rows" in heads(page), timeout=5_000)


def test_work_can_be_stopped(page: ImportPage, qtbot: QtBot, data: Path) -> None:
    page.look_at([data / "meetings-and-actions-2023-24.xlsx"])
    page.progress.cancel.click()
    qtbot.waitUntil(lambda: page.banner is not None, timeout=15_000)
    assert page.step == LOOK
    assert page.banner is not None
    assert page.banner.fact.text() == "The reading was stopped."
    assert page.banner.help.text() == "Nothing was saved."
    look(qtbot, page, data / CONTRIBUTIONS)
    assert page.banner is None


def test_a_narrow_window_shows_sheets_and_rows_as_tabs(
    page: ImportPage, qtbot: QtBot, data: Path
) -> None:
    page.resize(700, 580)
    look(qtbot, page, data / "meetings-and-actions-2023-24.xlsx")
    assert page.check.halves.is_tabbed()
    assert page.check.first_focus() is page.check.foot.accept
    assert page.width() <= 976
    assert "New, 238 rows" in heads(page)
    assert len(shown(named(page, "New: Action log"))) == 60
    page.grab()
