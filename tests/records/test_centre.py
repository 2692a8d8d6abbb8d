"""The import centre as an officer uses it: kinds and columns by hand, some rows, paste, blanks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.app.features import FEATURES
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.records.page.importing import ACCEPT, CHECK, LOOK, ImportPage
from dscp_desktop.records.page.outcome import MORE, MOST, OutcomePane
from dscp_desktop.records.page.reading import PASTE
from dscp_desktop.records.queries import list_layouts
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.layouts import laid_out
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.wholetable import WholeTable

ODD = "odd.xlsx"
LIST = (ODD, "List")
TRAINING = ("training-2022-23.xlsx", "Training 2022-23")
BLOCK = "No\tGroup\tAction\tOwner\nZ1\tEXEC\tOne\tHDFT\nZ2\tNOPE\tTwo\tHDFT\n"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[ImportPage]:
    made = ImportPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    made.show()
    settle(qtbot, made)
    yield made
    settle(qtbot, made)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """An action log with headings that nobody knows, below a title."""
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "List"
    for row in (
        ("What we agreed",),
        ("Nr.", "Team", "To do", "By whom"),
        ("Z1", "EXEC", "Write to schools", "HDFT"),
        ("Z2", "EXEC", "Ask the homes", "CDDFT"),
    ):
        sheet.append(row)
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.save(tmp_path / ODD)
    return tmp_path / ODD


def settle(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.waitUntil(lambda: page.desk.idle() and page.check.outcome.done(), timeout=20_000)


def checked(qtbot: QtBot, page: ImportPage, do: Callable[[], object]) -> None:
    do()
    qtbot.waitUntil(lambda: page.step == CHECK, timeout=20_000)
    settle(qtbot, page)


def choose(chooser: Any, value: object) -> None:
    chooser.set_value(value)
    assert chooser.value() == value
    chooser.activated.emit(chooser.currentIndex())


def heads(page: ImportPage) -> list[str]:
    return [head.accessibleName() for head in page.check.outcome.heads]


def named(page: ImportPage, name: str) -> WholeTable:
    return next(t for t in page.check.outcome.tables if t.name == name)


def copied(text: str, html: str = "") -> None:
    held = QMimeData()
    held.setText(text)
    if html:
        held.setHtml(html)
    QGuiApplication.clipboard().setMimeData(held)


def remarks(page: ImportPage) -> list[str]:
    rows = page.check.sheets.remarks
    return [str(widget.property("text")) for widget in laid_out(rows)]


def set_by_hand(page: ImportPage, qtbot: QtBot) -> None:
    """Say what the sheet is, where its headings stand, and what each column is."""
    sheets = page.check.sheets
    choose(sheets.kind.kinds, "actions")
    settle(qtbot, page)
    choose(sheets.kind.heads, 2)
    settle(qtbot, page)
    for number, field in enumerate(("number", "group", "text", "owner"), 1):
        choose(sheets.table.choosers[number], field)
        settle(qtbot, page)


def test_a_sheet_of_no_kind_is_set_by_hand_and_read_so_the_next_time(
    page: ImportPage, qtbot: QtBot, odd: Path
) -> None:
    checked(qtbot, page, lambda: page.look_at([odd]))
    sheets = page.check.sheets
    card = sheets.cards[LIST]
    assert card.what.text() == "List is of no known kind"
    assert card.why.text() == "Say below what it is, to take it."
    assert card.turn.isHidden()
    assert sheets.cards[ODD, "Hidden"].what.text() == "Hidden is hidden and left out"
    assert sheets.kind.heads.isHidden()
    assert sheets.count.text() == "0 of 2 recognised"
    assert not page.check.foot.accept.isEnabled()
    set_by_hand(page, qtbot)
    assert card.what.text() == "List is taken as: action log"
    assert (
        card.why.text() == "As chosen by hand, with its headings in row 2. All 2 rows can be read."
    )
    assert sheets.taken.text() == "4 of 4 taken"
    assert heads(page)[:2] == ["Refused, 0 rows", "New, 2 rows"]
    page.check.foot.accept.click()
    qtbot.waitUntil(lambda: page.step == ACCEPT)
    settle(qtbot, page)
    assert len(page.desk.store.ask(list_layouts)) == 1
    checked(qtbot, page, lambda: page.look_at([odd]))
    assert "set by hand before" in page.check.sheets.cards[LIST].why.text()
    assert "The same, 2 rows" in heads(page)


def test_what_was_found_can_be_had_again(page: ImportPage, qtbot: QtBot, data: Path) -> None:
    checked(qtbot, page, lambda: page.look_at([data / "contributions-2022-23.xlsx"]))
    sheets = page.check.sheets
    assert sheets.kind.back.isHidden()
    choose(sheets.table.choosers[2], "note")
    settle(qtbot, page)
    assert not sheets.kind.back.isHidden()
    assert "New, 0 rows" in heads(page)
    sheets.kind.back.click()
    settle(qtbot, page)
    assert sheets.table.choosers[2].value() == "amount"
    assert "New, 6 rows" in heads(page)
    choose(sheets.kind.kinds, "")
    settle(qtbot, page)
    assert sheets.out == {sheets.now}
    choose(sheets.kind.kinds, "contributions")
    settle(qtbot, page)
    assert not sheets.out
    assert "New, 6 rows" in heads(page)


def test_rows_are_left_out_and_taken_again_with_the_keys(
    page: ImportPage, qtbot: QtBot, data: Path
) -> None:
    checked(qtbot, page, lambda: page.look_at([data / "contributions-2022-23.xlsx"]))
    table = named(page, "New: Contributions")
    table.choose_row(1)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert heads(page)[1] == "New, 5 rows"
    assert "Left out, 1 row" in heads(page)
    table = named(page, "New: Contributions")
    assert table.hasFocus()  # the keys stay where they were
    assert table.currentIndex().row() == 1
    assert page.check.foot.accept.words == "Accept 5 sound rows"
    assert any("left out by choice" in words for words in remarks(page))
    left = named(page, "Rows left out")
    left.choose_first()
    assert left.value().why == "By choice"
    qtbot.keyClick(left, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert heads(page)[1] == "New, 6 rows"


def test_all_rows_of_a_state_or_of_a_kind_are_left_out_at_once(
    page: ImportPage, qtbot: QtBot, data: Path
) -> None:
    checked(qtbot, page, lambda: page.look_at([data / "meetings-and-actions-2023-24.xlsx"]))
    assert "New, 238 rows" in heads(page)
    page.check.outcome._leave_all("new", "meetings")
    settle(qtbot, page)
    assert "Left out, 25 rows" in heads(page)
    new = next(head for head in page.check.outcome.heads if "New" in head.accessibleName())
    assert new.act is not None
    new.act.click()
    settle(qtbot, page)
    assert heads(page)[1] == "New, 0 rows"
    assert page.check.foot.accept.words == "Nothing to accept"
    left = next(head for head in page.check.outcome.heads if "Left" in head.accessibleName())
    assert left.act is not None
    left.act.click()
    settle(qtbot, page)
    assert "New, 238 rows" in heads(page)
    assert named(page, "New: Action log").rows.rowCount() == 60
    assert named(page, "New: Attendance").rows.rowCount() == MOST
    page.check.outcome.more_asked.emit()
    qtbot.waitUntil(page.check.outcome.done)
    assert MORE > named(page, "New: Attendance").rows.rowCount() > MOST


def test_what_changed_is_left_out_by_its_first_line(
    page: ImportPage, qtbot: QtBot, data: Path, tmp_path: Path
) -> None:
    checked(qtbot, page, lambda: page.look_at([data / "contributions-2022-23.xlsx"]))
    page.check.foot.accept.click()
    qtbot.waitUntil(lambda: page.step == ACCEPT)
    book = openpyxl.load_workbook(data / "contributions-2022-23.xlsx")
    book.worksheets[0]["B8"] = 5000
    book.save(tmp_path / "later.xlsx")
    checked(qtbot, page, lambda: page.look_at([tmp_path / "later.xlsx"]))
    table = named(page, "Changed rows")
    assert table.value() is not None
    table.ticked.emit(table.value())
    settle(qtbot, page)
    assert "Changed, 0 rows" in heads(page)
    assert page.context.text() == "later.xlsx"


def test_a_block_is_pasted_into_a_table_of_its_kind_and_checked(
    page: ImportPage, qtbot: QtBot
) -> None:
    copied(BLOCK)
    checked(qtbot, page, lambda: page.open_record(f"{PASTE}actions"))
    assert page.context.text() == "Pasted block"
    assert heads(page)[:2] == ["Refused, 1 row", "New, 1 row"]
    assert page.check.sheets.size_words.text() == "2 rows of data"
    page.check.foot.accept.click()
    qtbot.waitUntil(lambda: page.step == ACCEPT)
    settle(qtbot, page)
    found = page.desk.store.ask(list_actions, page.desk.today)
    assert [action.number for action in found] == ["Z1"]
    page.open_record("an id of no block")
    assert page.step == ACCEPT


def test_what_stayed_out_is_sent_back_marked_also_after_the_import(
    page: ImportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    copied(BLOCK)
    checked(qtbot, page, page.paste)
    page.check.foot.accept.click()
    qtbot.waitUntil(lambda: page.step == ACCEPT)
    page.accepted.mark.click()
    assert isinstance(page.dialog, QFileDialog)
    page.dialog.fileSelected.emit(str(tmp_path / "marked.xlsx"))
    page.dialog.reject()
    qtbot.waitUntil((tmp_path / "marked.xlsx").exists, timeout=15_000)
    settle(qtbot, page)
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert book.sheetnames == ["Faults", "Pasted block"]
    comment = book["Pasted block"]["B3"].comment
    assert comment is not None
    assert "No group is called this" in comment.text


def test_nothing_copied_is_said(page: ImportPage, qtbot: QtBot) -> None:
    copied("")
    page.paste()
    qtbot.waitUntil(lambda: page.banner is not None, timeout=15_000)
    assert page.banner is not None
    assert page.banner.fact.text().startswith("Nothing was copied that has rows.")
    assert page.step == LOOK


def test_files_are_dropped_at_every_step(page: ImportPage, qtbot: QtBot, data: Path) -> None:
    copied(BLOCK)
    checked(qtbot, page, page.paste)
    held = QMimeData()
    paths = [data / name for name in ("membership.xlsx", TRAINING[0])]
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    no_keys, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    drop = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, held, left, no_keys)
    assert page.drops.eventFilter(page, drop)
    qtbot.waitUntil(lambda: TRAINING in page.check.sheets.cards, timeout=15_000)
    settle(qtbot, page)
    assert page.context.text() == "membership.xlsx, training-2022-23.xlsx"
    assert page.check.sheets.count.text() == "1 of 2 recognised"
    none = QMimeData()  # held here: an event does not keep it
    nothing = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, none, left, no_keys)
    assert not page.drops.eventFilter(page, nothing)
    assert len(page.looked) == 2


def test_an_empty_workbook_is_chosen_by_kind_and_saved(
    page: ImportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.blank.click()
    menu = page.findChild(QMenu)
    assert menu is not None
    assert "Action log" in [action.text() for action in menu.actions()]
    assert "Year of the budget" not in [action.text() for action in menu.actions()]
    menu.close()
    commands = {words: run for words, _keys, run in page.commands()}
    commands["Empty workbook: action log"]()
    dialog = page.blanks.dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.windowTitle() == "Save an empty workbook to fill in: action log"
    dialog.fileSelected.emit(str(tmp_path / "actions"))
    dialog.reject()
    qtbot.waitUntil((tmp_path / "actions.xlsx").exists, timeout=15_000)
    settle(qtbot, page)
    assert page.said.status.words == "Saved actions.xlsx"


# Tables -------------------------------------------------------------------------------------


def test_a_table_is_copied_with_headings_and_never_as_a_formula(qtbot: QtBot) -> None:
    columns = (Column("=Words", lambda row: row[0]), Column("Figure", lambda row: row[1]))
    table = TableView(columns, "Things", key=lambda row: row)
    qtbot.addWidget(table)
    table.set_rows([("=1+1", "-803"), ("@a\tb", "+44 191"), ("- and so on", "-£1,204.50")])
    table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text() == (
        "'=Words\tFigure\n'=1+1\t-803\n'@a b\t'+44 191\n'- and so on\t-£1,204.50\n"
    )


def test_a_table_asks_for_what_was_copied_where_it_takes_it(qtbot: QtBot) -> None:
    table = TableView((Column("What", lambda row: row),), "Things", key=lambda row: row)
    qtbot.addWidget(table)
    table.set_rows(["one"])
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "Paste" not in " ".join(action.text() for action in table.make_menu().actions())
    asked: list[str] = []
    table.on_paste = lambda: asked.append("paste")
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    actions = {action.text(): action for action in table.make_menu().actions()}
    actions["Paste rows from Excel"].trigger()
    assert asked == ["paste", "paste"]


PASTED_ELSEWHERE = {"contributions", "transactions"}  # their pages check a block themselves
NO_TABLE = {"cycles", "forward-plan", "budget-year"}


def test_every_kind_is_pasted_into_its_table(root: Path) -> None:
    texts = [path.read_text("utf-8") for path in (root / "dscp_desktop").rglob("page/**/*.py")]
    for feature in FEATURES:
        for offer in feature.workbooks:
            if offer.kind in PASTED_ELSEWHERE | NO_TABLE:
                continue
            assert any(f'"{PASTE}{offer.kind}"' in text for text in texts), offer.kind


def test_an_outcome_whose_keys_are_elsewhere_takes_none(qtbot: QtBot) -> None:
    pane = OutcomePane((), ())
    qtbot.addWidget(pane)
    qtbot.waitUntil(pane.done)
    assert pane.has_keys() is None
