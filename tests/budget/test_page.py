"""The page of the budget: both totals, the notes, and every change by command."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.budget.commands.contributions import put_contribution
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.budget.page.budget import BudgetPage
from dscp_desktop.budget.page.forms import Form
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.rules.contributions import ContributionLine
from dscp_desktop.budget.workbook.contributions import read_contributions, recognise_contributions
from dscp_desktop.core.offers import Reading, SheetOutcome
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import Total

Take = Callable[[Reading], SheetOutcome]


@pytest.fixture
def filled(durham: Store, office: Sheet, take: Take) -> Store:
    recognised = recognise_contributions(office)
    assert recognised is not None
    take(read_contributions(office, recognised))
    return durham


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Callable[[Store], BudgetPage]]:
    desks: list[Desk] = []

    def made(store: Store) -> BudgetPage:
        desk = Desk(store)
        desks.append(desk)
        page = BudgetPage(desk)
        desk.changed.connect(lambda _changes: page.refresh())
        qtbot.addWidget(page)
        page.resize(1232, 812)
        page.show()
        page.refresh()
        settle(qtbot, page)
        return page

    yield made
    for desk in desks:
        qtbot.waitUntil(desk.idle)
        desk.close()


@pytest.fixture
def page(make: Callable[[Store], BudgetPage], filled: Store) -> BudgetPage:
    return make(filled)


def settle(qtbot: QtBot, page: BudgetPage) -> None:
    qtbot.waitUntil(page.desk.idle)


def shown(page: BudgetPage) -> list[list[str]]:
    rows = page.table.rows
    return [
        [str(rows.index(row, column).data()) for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def choose(page: BudgetPage, partner: str) -> ContributionLine:
    assert page.table.choose_first(lambda line: line.partner == partner)
    line = page.editor.line
    assert line is not None
    return line


def line_of(store: Store, partner: str, year: str = "") -> ContributionLine:
    return next(line for line in store.ask(get_year, year).lines if line.partner == partner)


def open_form(page: BudgetPage) -> Form | None:
    return next((form for form in page.forms if form.isVisible()), None)


def test_both_totals_stand_in_banner_and_table(page: BudgetPage) -> None:
    assert page.banner is not None
    fact = "Published total £347,060 differs from the sum of lines £346,257 by £803"
    assert page.banner.fact.text() == fact
    rows = shown(page)
    assert rows[0][:3] == ["Durham County Council", "£191,604", "55.3%"]
    assert rows[6][:3] == ["Sum of lines", "£346,257", "100.0%"]
    assert rows[7][:2] == ["Published total", "£347,060"]
    assert rows[8][1] == "£803"
    assert rows[8][5] == "Not explained"
    difference = page.table.rows.at(8)
    assert isinstance(difference, Total)
    assert (difference.tone, difference.icon) == ("amb", "risk")
    assert page.heading.text() == "Contributions 2022-23"
    page.grab()


def test_the_mark_hangs_at_its_figure_and_its_note_is_below(page: BudgetPage) -> None:
    line = choose(page, "Durham Constabulary")
    column = page.table.rows.columns[1]
    assert column.mark is not None
    assert column.mark(line) == "*"
    assert column.spoken(line) == "£39,285*"
    assert page.editor.note.label.text() == "Note to Durham Constabulary *"
    assert "analyst" in page.editor.note.value()


def test_a_note_is_saved_when_the_keys_leave_it(page: BudgetPage, qtbot: QtBot) -> None:
    choose(page, "Probation")
    page.editor.note.editor.setFocus()
    qtbot.keyClicks(page.editor.note.editor, "Paid by the region")
    assert page.editor.changed()
    page.refresh()
    settle(qtbot, page)
    assert page.editor.note.value() == "Paid by the region"  # typing is not overwritten
    page.table.setFocus()
    settle(qtbot, page)
    line = line_of(page.desk.store, "Probation")
    assert (line.note, line.mark) == ("Paid by the region", "†")
    assert page.editor.note.label.text() == "Note to Probation †"


def test_escape_takes_back_what_was_typed(page: BudgetPage, qtbot: QtBot) -> None:
    choose(page, "Probation")
    page.editor.amount.editor.setFocus()
    page.editor.amount.editor.selectAll()
    qtbot.keyClicks(page.editor.amount.editor, "17")
    qtbot.keyClick(page.editor, Qt.Key.Key_Escape)
    assert page.editor.amount.value() == 487300
    qtbot.keyClick(page.editor, Qt.Key.Key_Escape)
    settle(qtbot, page)
    assert line_of(page.desk.store, "Probation").amount == 487300


def test_an_amount_is_corrected_by_keys_and_undone(page: BudgetPage, qtbot: QtBot) -> None:
    choose(page, "Probation")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.editor.amount.editor.hasFocus()
    with qtbot.waitSignal(page.desk.changed) as done:
        qtbot.keyClicks(page.editor.amount.editor, "5,676")
        qtbot.keyClick(page.editor.amount.editor, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert shown(page)[8][1] == "£0"
    assert shown(page)[8][5] == "The totals agree"
    assert page.banner is None
    changes = done.args[0]
    page.desk.run(page, undo, changes.entry)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: shown(page)[8][1] == "£803")
    assert page.banner is not None


def test_an_amount_that_cannot_be_read_stays_with_the_reason(
    page: BudgetPage, qtbot: QtBot
) -> None:
    choose(page, "Probation")
    page.editor.amount.editor.setFocus()
    qtbot.keyClicks(page.editor.amount.editor, "about ten")
    page.table.setFocus()
    settle(qtbot, page)
    assert page.editor.amount.error.isVisible()
    assert line_of(page.desk.store, "Probation").amount == 487300
    page.editor.amount.set_value(-100)
    page.editor.save()
    settle(qtbot, page)
    assert "not below nothing" in page.editor.amount.error.text()


def test_a_payment_is_chosen_and_shown_in_words(page: BudgetPage, qtbot: QtBot) -> None:
    choose(page, "Probation")
    page.editor.payment.set_value("invoiced")
    page.editor.payment.editor.activated.emit(3)
    settle(qtbot, page)
    assert line_of(page.desk.store, "Probation").payment == "invoiced"
    qtbot.waitUntil(lambda: shown(page)[3][5] == "Invoice sent")


def test_the_reason_is_recorded_and_the_banner_goes(page: BudgetPage, qtbot: QtBot) -> None:
    page._start_reason()
    form = page.reason
    assert open_form(page) is form
    assert "£803 in 2022-23" in form.title.text()
    form.do.click()
    assert form.reason.error.text() == "Enter why the totals differ"
    qtbot.keyClicks(form.reason.editor, "A grant was counted in.")
    form.do.click()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.banner is None)
    assert shown(page)[8][5] == "A grant was counted in."
    assert page.desk.store.ask(get_year).published == 34706000
    assert open_form(page) is None


def test_a_reason_for_nothing_is_refused_at_its_field(page: BudgetPage, qtbot: QtBot) -> None:
    page._start_reason()
    page.reason.reason.set_value("So it is.")
    page.desk.run(page, put_contribution, "2022-23", choose(page, "Probation").partner_id, 567600)
    page.reason.submit()
    settle(qtbot, page)
    assert "do not differ" in page.reason.reason.error.text()


def test_the_source_is_shown_and_the_total_can_be_set(page: BudgetPage, qtbot: QtBot) -> None:
    page._show_source()
    form = page.published
    assert open_form(page) is form
    assert form.source.editor.hasFocus()
    assert form.source.value().startswith("Contributions of the strategic partners")
    form.total.set_value(34625700)
    form.source.set_value("Annual report, page 28")
    qtbot.keyClick(form.total.editor, Qt.Key.Key_Return)
    settle(qtbot, page)
    year = page.desk.store.ask(get_year)
    assert (year.difference, year.source) == (0, "Annual report, page 28")
    page._start_total()
    page.published.total.set_value(None)
    page.published.submit()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: len(shown(page)) == 7)
    assert page.bars.chart.chart.notes == ("Entered",)


def test_a_line_is_added_by_keys_and_removed(page: BudgetPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = page.new_line
    assert open_form(page) is form
    assert form.partner.editor.hasFocus()
    offered = [form.partner.editor.itemText(n) for n in range(form.partner.editor.count())]
    assert offered[0] == "Choose a partner"
    assert "Probation" not in offered
    form.do.click()
    assert form.partner.error.text() == "Choose a partner"
    assert form.amount.error.text() == "Enter the contribution in pounds"
    assert form.partner.editor.hasFocus()
    partner = offered[1]
    form.partner.set_value(form.partner.editor.itemData(1)[0])
    form.amount.set_value(-5)
    form.submit()
    settle(qtbot, page)
    assert "not below nothing" in form.amount.error.text()
    form.amount.set_value(100000)
    qtbot.keyClick(form.amount.editor, Qt.Key.Key_Return)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: len(shown(page)) == 10)
    assert line_of(page.desk.store, partner).amount == 100000
    choose(page, partner)
    page.editor.remove.click()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: len(shown(page)) == 9)


def test_escape_and_another_row_leave_a_form(page: BudgetPage, qtbot: QtBot) -> None:
    page._start_line()
    assert page.editor.isHidden()
    qtbot.keyClick(page.new_line, Qt.Key.Key_Escape)
    assert open_form(page) is None
    assert page.table.hasFocus()
    assert page.editor.isVisible()
    page._start_total()
    qtbot.keyClick(page.published, Qt.Key.Key_A)
    page.refresh()
    settle(qtbot, page)
    assert open_form(page) is page.published  # a refresh leaves it open
    choose(page, "HDFT")
    assert open_form(page) is None


def test_what_was_typed_in_a_form_outlives_another_row_and_year(
    page: BudgetPage, qtbot: QtBot
) -> None:
    page.desk.store.run(add_year, "2023-24")
    page.refresh()
    settle(qtbot, page)
    page.year.set_value("2022-23")
    page.year.activated.emit(1)
    page._start_reason()
    qtbot.keyClicks(page.reason.reason.editor, "A grant.")
    choose(page, "HDFT")
    page.bars.chart.choose(1)
    assert page.year.value() == "2023-24"
    assert open_form(page) is page.reason
    page.reason.submit()
    settle(qtbot, page)
    assert page.desk.store.ask(get_year, "2022-23").reason == "A grant."


def test_a_year_is_added_and_shown(page: BudgetPage, qtbot: QtBot) -> None:
    page.add_year.click()
    form = page.new_year
    assert form.year.value() == "2023-24"
    form.year.set_value("2022-23")
    form.submit()
    settle(qtbot, page)
    assert "are there already" in form.year.error.text()
    form.year.set_value("2023-24")
    qtbot.keyClick(form.year.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.year.value() == "2023-24")
    settle(qtbot, page)
    assert page.table.empty.fact == "No lines in this year yet"
    assert page.editor.isHidden()
    page.bars.chart.setFocus()
    qtbot.keyClick(page.bars.chart, Qt.Key.Key_Left)
    assert page.year.value() == "2022-23"
    assert len(shown(page)) == 9
    page.year.set_value("2023-24")
    page.year.activated.emit(0)
    assert shown(page) == []


def test_an_empty_store_says_what_to_do(
    make: Callable[[Store], BudgetPage], durham: Store, qtbot: QtBot
) -> None:
    page = make(durham)
    assert page.table.empty.fact == "No contributions yet"
    assert page.first_focus() is page.add_year
    assert not page.add_line.isEnabled()
    for run in (page._start_line, page._start_total, page._start_reason):
        run()
    assert open_form(page) is None
    page._start_year()
    assert page.new_year.year.value() == "2023-24"
    page.new_year.submit()
    qtbot.waitUntil(lambda: page.year.value() == "2023-24")
    assert page.first_focus() is page.table
    page.grab()


def test_a_record_opens_its_year(page: BudgetPage, qtbot: QtBot) -> None:
    store = page.desk.store
    store.run(add_year, "2021-22")
    old = store.ask(get_year, "2021-22")
    page.open_record(old.id)
    page.refresh()
    settle(qtbot, page)
    assert page.year.value() == "2021-22"
    page.refresh()
    settle(qtbot, page)
    assert page.year.value() == "2021-22"


def test_last_year_stands_beside_this_one(page: BudgetPage, qtbot: QtBot) -> None:
    store = page.desk.store
    store.run(add_year, "2021-22")
    for line in store.ask(get_year).lines:
        store.run(put_contribution, "2021-22", line.partner_id, line.amount - 4000)
    page.refresh()
    settle(qtbot, page)
    page.year.set_value("2022-23")
    page.year.activated.emit(0)
    assert shown(page)[0][3:5] == ["£191,564", "+£40"]
    assert shown(page)[6][3:5] == ["£346,017", "+£240"]
    assert page.table.rows.columns[3].title == "2021-22"


def test_panes_and_commands(page: BudgetPage) -> None:
    assert page.panes() == [page.banner, page.table, page.editor, page.bars.chart]
    offered = [words for words, _keys, _run in page.commands()]
    assert offered[:4] == [
        "Add a year of contributions",
        "Add a contribution",
        "Set the published total",
        "Show spend of the budget",
    ]
    assert "Print or save the year-end statement" in offered


def test_a_narrow_window_holds(page: BudgetPage, qtbot: QtBot) -> None:
    page.resize(976, 580)
    assert page.width() == 976
    page._start_line()
    page.resize(976, 579)
    page.new_line.submit()
    bar = page.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert page.height() == 579
    page.resize(800, 580)
    assert page.halves.is_tabbed()
    page.halves.show_second()
    page._start_total()
    assert page.published.isVisible()
