"""What is typed into the budget stays until it is saved or given up on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.budget.commands.contributions import put_contribution, record_reason
from dscp_desktop.budget.page.budget import BudgetPage
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.workbook.contributions import read_contributions, recognise_contributions
from dscp_desktop.core.offers import Reading, SheetOutcome
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.buttons import Button


@pytest.fixture
def page(
    durham: Store, office: Sheet, take: Callable[[Reading], SheetOutcome], qtbot: QtBot
) -> Iterator[BudgetPage]:
    recognised = recognise_contributions(office)
    assert recognised is not None
    take(read_contributions(office, recognised))
    desk = Desk(durham)
    made = BudgetPage(desk)
    desk.changed.connect(lambda _changes: made.refresh())
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    qtbot.waitUntil(desk.idle)
    yield made
    qtbot.waitUntil(desk.idle)
    desk.close()


def type_amount(page: BudgetPage, qtbot: QtBot, words: str) -> None:
    editor = page.editor.amount.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, words)


def test_escape_asks_before_a_typed_reason_is_lost(page: BudgetPage, qtbot: QtBot) -> None:
    assert page.banner is not None
    record = next(b for b in page.banner.findChildren(Button) if b.words == "Record the reason")
    record.click()
    reason = page.reason
    qtbot.keyClicks(reason.reason.editor, "Rounded in the report")
    qtbot.keyClick(reason.reason.editor, Qt.Key.Key_Escape)
    assert reason.question is not None
    reason.question.safe.click()
    assert not reason.isHidden()
    assert reason.reason.value() == "Rounded in the report"
    qtbot.keyClick(reason.reason.editor, Qt.Key.Key_Escape)
    reason.question.do.click()
    assert reason.isHidden()
    assert page.focusWidget() is page.table


def test_escape_leaves_a_form_in_which_nothing_was_typed(page: BudgetPage, qtbot: QtBot) -> None:
    page.add_line.click()
    qtbot.keyClick(page.new_line, Qt.Key.Key_Escape)
    assert page.new_line.question is None
    assert page.new_line.isHidden()


def test_escape_after_a_saved_amount_shows_what_is_kept(page: BudgetPage, qtbot: QtBot) -> None:
    type_amount(page, qtbot, "190000.50")
    qtbot.keyClick(page.editor.amount.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(page.desk.idle)
    assert page.desk.store.ask(get_year).lines[0].amount == 19000050
    assert not page.editor.changed()
    type_amount(page, qtbot, "17")
    qtbot.keyClick(page.editor.amount.editor, Qt.Key.Key_Escape)
    assert page.editor.amount.value() == 19000050


def test_a_change_from_elsewhere_comes_in_beside_what_is_typed(
    page: BudgetPage, qtbot: QtBot
) -> None:
    line = page.editor.line
    assert line is not None
    page.editor.note.editor.setFocus()
    qtbot.keyClicks(page.editor.note.editor, "Half a note")
    page.desk.store.run(put_contribution, "2022-23", line.partner_id, 100, "")
    page.refresh()
    qtbot.waitUntil(page.desk.idle)
    assert page.editor.note.value() == "Half a note"
    assert page.editor.amount.value() == 100


def test_a_note_from_elsewhere_comes_in_beside_a_typed_amount(
    page: BudgetPage, qtbot: QtBot
) -> None:
    line = page.editor.line
    assert line is not None
    type_amount(page, qtbot, "9")
    page.desk.store.run(put_contribution, "2022-23", line.partner_id, line.amount, "A note")
    page.refresh()
    qtbot.waitUntil(page.desk.idle)
    assert page.editor.note.value() == "A note"
    assert page.editor.amount.value() == 900


def test_a_new_line_is_chosen_once_it_is_there(page: BudgetPage, qtbot: QtBot) -> None:
    page.add_line.click()
    partner = page.new_line.partner
    partner.set_value(page.partners[-1].id)
    page.new_line.amount.editor.setFocus()
    qtbot.keyClicks(page.new_line.amount.editor, "1000")
    qtbot.keyClick(page.new_line.amount.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(page.desk.idle)
    qtbot.waitUntil(lambda: page.table.value().partner_id == page.partners[-1].id)
    assert page.focusWidget() is page.table


def test_a_store_without_years_says_so_where_the_bars_would_be(durham: Store, qtbot: QtBot) -> None:
    desk = Desk(durham)
    page = BudgetPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 812)
    page.show()
    page.refresh()
    qtbot.waitUntil(desk.idle)
    assert page.bars.none.isVisible()
    assert page.bars.none.accessibleName().startswith("No year to compare yet")
    desk.close()


def test_an_amount_that_moves_the_difference_asks_for_the_reason_again(
    page: BudgetPage, qtbot: QtBot
) -> None:
    page.desk.store.run(record_reason, "2022-23", "A grant")
    page.refresh()
    qtbot.waitUntil(page.desk.idle)
    assert page.banner is None
    said: list[str] = []
    page.desk.changed.connect(lambda changes: said.append(changes.words))
    type_amount(page, qtbot, "190000")
    qtbot.keyClick(page.editor.amount.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.banner is not None)
    assert said[0].endswith("is taken away, for the difference is another one")
    assert any(b.words == "Record the reason" for b in page.banner.findChildren(Button))
