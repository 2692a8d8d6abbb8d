"""The parts of the budget's page: each is worked as a person does, and read back from the store."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.budget.page.budget import (
    PAYMENTS,
    SPEND,
    BudgetPage,
)
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.spend import (
    list_headings,
    list_orders,
    list_rules,
    list_sources,
    list_transactions,
    spend_year,
)
from dscp_desktop.budget.rules.ledger import MINUS
from tests.budget.pages import cells, part_at, settle

YEAR = "2022-23"


def test_steps_part_payments_payer_and_in_kind(page: BudgetPage, qtbot: QtBot) -> None:
    store, steps = page.desk.store, page.steps
    page.table.choose_first(lambda line: line.partner == "Probation")
    assert steps.words.text() == "Paid by Durham County Council. In kind: Rooms (£400)"
    assert cells(steps.table)[-1] == ["Received", "", "£2,000", "£2,873 outstanding"]
    assert cells(page.table)[3][5] == "Received in part"
    steps.start_step()
    form = steps.step_form
    assert (form.step.value(), form.amount.value()) == ("proposed", 2_873_00)
    form.step.set_value("received")
    form.on.set_value(date(2022, 6, 1))
    form.amount.set_value(2_873_00)
    qtbot.keyClick(form.amount.editor, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert cells(steps.table)[-1] == ["Received", "", "£4,873", "Nothing outstanding"]
    assert cells(page.table)[3][5] == "Received"
    steps.table.choose_row(0)
    qtbot.keyClick(steps.table, Qt.Key.Key_Return)
    assert form.isVisible()
    form.step.set_value("agreed")
    form.amount.set_value(-1)
    form.submit()
    settle(page, qtbot)
    assert "not below nothing" in form.trouble.text()
    form.remove.click()
    settle(page, qtbot)
    assert len(next(x for x in store.ask(get_year).lines if x.partner == "Probation").steps) == 3
    steps.start_gift()
    gift = steps.gift_form
    gift.payer.set_value("")
    gift.in_kind.set_value("")
    gift.value.set_value(None)
    gift.submit()
    settle(page, qtbot)
    line = next(x for x in store.ask(get_year).lines if x.partner == "Probation")
    assert (line.payer, line.in_kind, line.in_kind_value) == ("", "", None)
    assert steps.words.text() == ""


def test_spend_by_heading_and_month_against_budget(page: BudgetPage, qtbot: QtBot) -> None:
    part = part_at(page, SPEND, qtbot)
    store = page.desk.store
    assert cells(part.table)[0][:3] == ["Staff", "£210,000", "£52,650.50"]
    assert cells(part.table)[-1][:3] == ["All headings", "£250,000", "£53,890.50"]
    assert cells(part.months)[1] == ["May", "£17,500", "£17,500.50", "£35,000", "£35,000.50"]
    assert cells(part.months)[-1][:3] == ["Year", "£210,000", "£52,650.50"]
    assert part.how.text() == (
        "Forecast. Computed: spent £52,650.50, ordered £0, £0 for the 0 months to come."
    )
    assert part.picture.chart.said[0].startswith("Staff: ")
    part.drawn.set_value("month")
    part._draw()
    assert part.picture.chart.said[0] == "Apr: £17,500"
    part.picture.copy.click()
    assert QGuiApplication.clipboard().text().startswith("Month\tSpent so far\nApr\t£17,500")
    part.table.choose_row(1)
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    form = part.budget_form
    assert form.weights.value() == "0 1 1 1 0 2 2 1 1 1 1 1"
    form.weights.set_value("1 2 3")
    form.submit()
    assert form.weights.error.text().startswith("Say a share for each of the twelve months")
    form.weights.set_value("")
    form.forecast.set_value(None)
    form.amount.set_value(12_000_00)
    form.submit()
    settle(page, qtbot)
    line = store.ask(spend_year, YEAR, store.today()).lines[1]
    assert (line.budget, line.weights, line.typed_forecast) == (12_000_00, (), None)
    assert line.budget_months == (1_000_00,) * 12
    page.new_record()
    part.heading_form.name.set_value("staff")
    part.heading_form.submit()
    settle(page, qtbot)
    assert "already" in part.heading_form.name.error.text()
    part.heading_form.name.set_value("Young people")
    part.heading_form.submit()
    settle(page, qtbot)
    assert "Young people" in [each.title for each in store.ask(list_headings)]
    part.table.choose_row(0)
    part.change_heading()
    part.heading_form.name.set_value("Staffing")
    part.heading_form.submit()
    settle(page, qtbot)
    assert cells(part.table)[0][0] == "Staffing"


def test_payments_are_entered_placed_and_kept_by_rule(page: BudgetPage, qtbot: QtBot) -> None:
    part = part_at(page, PAYMENTS, qtbot)
    store = page.desk.store
    part.which.set_value("unplaced")
    part._show_rows()
    assert [row[1] for row in cells(part.table)] == ["A room"]
    part.table.choose_row(0)
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    form = part.payment
    form.show_place(store.ask(list_headings)[1].id, "")
    form.rule.set_value("words")
    form._fit()
    form.text.set_value("room")
    form.submit()
    settle(page, qtbot)
    assert cells(part.rules) == [["Words", "room", "Training"]]
    assert part.table.rows.rowCount() == 0
    part.which.set_value("")
    part.add.click()
    form.on.set_value(date(2023, 5, 1))
    form.amount.set_value(100_00)
    form.description.set_value("A second room")
    form.submit()
    settle(page, qtbot)
    assert "is not in 2022-23" in form.trouble.text()
    form.on.set_value(date(2022, 5, 1))
    form.submit()
    settle(page, qtbot)
    made = next(x for x in store.ask(list_transactions, YEAR) if x.description == "A second room")
    assert made.heading == "Training"  # by its rule
    part.change(made.id)
    form.amount.set_value(90_00)
    form.submit()
    settle(page, qtbot)
    part.change(made.id)
    form.remove.click()
    settle(page, qtbot)
    assert len(store.ask(list_transactions, YEAR)) == 5
    part.drop_rule.click()
    settle(page, qtbot)
    assert store.ask(list_rules) == ()


def test_orders_are_entered_changed_and_closed(page: BudgetPage, qtbot: QtBot) -> None:
    part = part_at(page, PAYMENTS, qtbot)
    store, form = page.desk.store, part.order
    assert cells(part.orders)[0][1:] == ["A course", "£900", "Training", "Open"]
    part.add_order.click()
    form.on.set_value(date(2022, 5, 1))
    form.amount.set_value(40_00)
    form.description.set_value("Printing")
    form.submit()
    settle(page, qtbot)
    part.change_order(store.ask(list_orders, YEAR)[0].id)
    form.amount.set_value(45_00)
    form.submit()
    settle(page, qtbot)
    part.change_order(store.ask(list_orders, YEAR)[0].id)
    form.closed.set_value(date(2022, 6, 1))
    form.submit()
    settle(page, qtbot)
    assert cells(part.orders)[0][2:] == ["£45", "Not placed yet", "Closed 1 June 2022"]
    part.change_order(store.ask(list_orders, YEAR)[0].id)
    form.remove.click()
    settle(page, qtbot)
    assert len(store.ask(list_orders, YEAR)) == 1
    assert not part.change_order("gone")


def copy(*lines: str) -> None:
    QGuiApplication.clipboard().setText("\n".join(lines))


def test_rows_are_pasted_with_faults_by_cell(page: BudgetPage, qtbot: QtBot) -> None:
    part = part_at(page, PAYMENTS, qtbot)
    store, pane = page.desk.store, part.pasted
    copy(
        "Date\tDescription\tReference\tAmount",
        "05/10/2022\tTraining day\tA1\t(1,234.50)",
        "12/04/2022\tSalaries\t\t17,500.00",
        "07/10/2022\tCopying\tA3\t£1.2k",
        "08/10/2022\tHall\tA4\t1.234,50",
    )
    part.table.setFocus()
    qtbot.keyClick(part.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert pane.isVisible()
    shown = cells(pane.table)
    assert [row[:3] for row in shown[:4]] == [
        ["4", "Amount: £1.2k", "Not taken"],
        ["5", "Amount: 1.234,50", "Not taken"],
        ["2", "05/10/2022 -£1,234.50, Training day", "New"],
        ["3", "12/04/2022 £17,500, Salaries", "The same"],
    ]
    assert "2 cells cannot be read or taken. Nothing is taken yet." in pane.words.text()
    assert len(store.ask(list_transactions, YEAR)) == 5
    assert pane.do.words == "Take 1 row"
    qtbot.keyClick(pane.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert pane.isHidden()
    made = next(x for x in store.ask(list_transactions, YEAR) if x.reference == "A1")
    assert (made.amount, made.on) == (-1_234_50, date(2022, 10, 5))
    copy("5\t6", "7\t8")
    part.paste()
    assert "no headings that are known here" in pane.words.text()
    assert not pane.do.isEnabled()
    QGuiApplication.clipboard().clear()
    part.paste()
    assert pane.words.text().startswith("Nothing was copied.")
    qtbot.keyClick(pane.table, Qt.Key.Key_Escape)
    assert pane.isHidden()


def test_contributions_are_pasted_and_a_closed_year_takes_none(
    page: BudgetPage, qtbot: QtBot
) -> None:
    store = page.desk.store
    copy(
        "Partner\tContribution 2023-24 (£)\tNote",
        "Probation\t5,000\t",
        "Probatoin\t-40\t",
    )
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    shown = cells(page.pasted.table)
    assert [row[2] for row in shown].count("New") == 1
    assert any("Probat" in row[1] or "-40" in row[1] for row in shown if row[2] == "Not taken")
    page.pasted.take()
    settle(page, qtbot)
    assert store.ask(get_year, "2023-24").sum == 5_000_00


def test_a_list_that_shows_spend_with_a_minus_is_asked_about(
    page: BudgetPage, qtbot: QtBot
) -> None:
    part = part_at(page, PAYMENTS, qtbot)
    store = page.desk.store
    copy("Date\tDescription\tAmount", "05/10/2022\tHall\t-50", "06/10/2022\tRoom\t-60")
    part.paste()
    settle(page, qtbot)
    assert "spend may be what has it" in cells(part.pasted.table)[0][3]
    part.lists.click()
    part.reading.sign.set_value(MINUS)
    part.reading.submit()
    settle(page, qtbot)
    assert [each.sign for each in store.ask(list_sources)] == [MINUS]
    part.paste()
    settle(page, qtbot)
    part.pasted.take()
    settle(page, qtbot)
    amounts = [x.amount for x in store.ask(list_transactions, YEAR) if x.description == "Hall"]
    assert amounts == [50_00]
