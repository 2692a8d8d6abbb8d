"""Grants, shares, scenarios, letters and the end of a year, worked as a person does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from dscp_desktop.budget.page.budget import (
    CONTRIBUTIONS,
    GRANTS,
    LETTERS,
    PAYMENTS,
    SCENARIOS,
    SHARES,
    YEAR_END,
    BudgetPage,
)
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.fairness import list_populations, list_scenarios
from dscp_desktop.budget.queries.letters import letter_words
from dscp_desktop.budget.queries.spend import (
    list_grants,
    reserve_of,
)
from dscp_desktop.core.offers import Scope
from dscp_desktop.store.opening import Store
from tests.budget.pages import cells, page_of, part_at, settle

YEAR = "2022-23"


def test_grants_keep_their_own_carry_and_the_reserve_its_level(
    page: BudgetPage, qtbot: QtBot
) -> None:
    part = part_at(page, GRANTS, qtbot)
    store = page.desk.store
    assert cells(part.table)[0][1:] == ["£0", "£25,000", "£6,200", "£0", "£18,800"]
    part.start_money()
    part.money.received.set_value(26_000_00)
    part.money.brought.set_value(1_000_00)
    part.money.submit()
    settle(page, qtbot)
    assert store.ask(list_grants, YEAR)[0].carried == 20_800_00
    part.change_chosen()
    part.grant.conditions.set_value("In two areas")
    part.grant.submit()
    settle(page, qtbot)
    part.add.click()
    part.grant.name.set_value("Another")
    part.grant.submit()
    settle(page, qtbot)
    assert [each.title for each in store.ask(list_grants, YEAR)] == ["Family help pilot", "Another"]
    part.start_reserve()
    part.reserve_form.brought.set_value(70_000_00)
    part.reserve_form.level.set_value(-1)
    part.reserve_form.submit()
    settle(page, qtbot)
    assert "not below nothing" in part.reserve_form.trouble.text()
    part.reserve_form.level.set_value(50_000_00)
    part.reserve_form.submit()
    settle(page, qtbot)
    reserve = store.ask(reserve_of, YEAR, store.today())
    assert (reserve.brought, reserve.level) == (70_000_00, 50_000_00)
    assert cells(part.reserve)[0] == ["Brought forward", "£70,000 (as recorded)"]


def test_shares_and_what_is_counted_per_child(page: BudgetPage, qtbot: QtBot) -> None:
    part = part_at(page, SHARES, qtbot)
    assert cells(part.table)[0][1:3] == ["£191,604", "55.3%"]
    assert cells(part.table)[-1] == [
        *("Sum of lines", "£346,257", "100.0%", "", "£400", "100.0%", "£3.44"),
    ]
    assert "100,540 children and young people" in part.words.text()
    assert "Durham Constabulary" in part.words.text()  # its gift has no value
    part.new()
    form = part.form
    form.value.set_value("many")
    form.submit()
    settle(page, qtbot)
    assert "such as 100,540" in form.trouble.text()
    form.value.set_value("101,000")
    form.at.set_value("2022-06")
    form.submit()
    settle(page, qtbot)
    found = page.desk.store.ask(list_populations)
    assert [each.as_at for each in found][-1] == "2022-06"
    assert len(found) >= 2
    assert "101,000" in part.words.text()


def test_scenarios_stand_side_by_side_without_advice(page: BudgetPage, qtbot: QtBot) -> None:
    part = part_at(page, SCENARIOS, qtbot)
    store, form = page.desk.store, part.form
    assert [row[0] for row in cells(part.list)] == ["Freeze", "2.5% more", "Fixed sum"]
    sums = ["Sum of lines", "£346,257", "£346,257", "£354,913.43", "£370,000"]
    assert cells(part.table)[-1] == sums
    part.new()
    form.name.set_value("A new partner")
    form.way.set_value("new partner")
    form.fit()
    assert not form.rate.isVisible()
    form.submit()
    assert form.partner.error.isVisible()
    form.partner.set_value(form.partner.editor.itemData(1)[0])
    form.amount.set_value(10_000_00)
    form.submit()
    settle(page, qtbot)
    last = store.ask(list_scenarios, YEAR)[-1]
    assert last.then == 356_257_00
    part.change(store.ask(list_scenarios, YEAR)[1].id)
    assert form.rate.value() == "2.5"
    form.rate.set_value("two")
    form.submit()
    assert form.rate.error.text().startswith("Enter a percentage")
    form.rate.set_value("-1.25%")
    form.submit()
    settle(page, qtbot)
    assert store.ask(list_scenarios, YEAR)[1].details.rate == -125
    part.change(last.id)
    form.remove.click()
    settle(page, qtbot)
    assert len(store.ask(list_scenarios, YEAR)) == 3
    assert not part.change("gone")


def test_letters_are_written_into_a_folder_and_worded_here(
    page: BudgetPage, qtbot: QtBot, tmp_path: Path
) -> None:
    part = part_at(page, LETTERS, qtbot)
    folder = tmp_path / "letters"
    folder.mkdir()
    assert part.do.words == "Write 6 letters"
    part.save_in(folder)
    assert not part.do.isEnabled()
    settle(page, qtbot)
    assert len(list(folder.iterdir())) == 12
    assert "12 files in" in part.said.text()
    part.which.set_value("invoice")
    part.which.changed.emit()
    settle(page, qtbot)
    assert part.do.words == "Write 5 letters"  # Probation was invoiced all of it
    part.save_in(tmp_path / "no such folder")
    part.stop()
    settle(page, qtbot)
    assert part.said.text().endswith("stay in the folder.")
    part.choose_folder()
    assert part.dialog is not None
    part.dialog.reject()
    part.wording.click()
    part.words.signed.set_value("The unit, {nowhere}")
    part.words.submit()
    settle(page, qtbot)
    assert "Nothing is put in for {nowhere}" in part.words.trouble.text()
    part.words.signed.set_value("The unit")
    part.words.submit()
    settle(page, qtbot)
    assert page.desk.store.ask(letter_words)["signed"] == "The unit"


def test_a_closed_year_stays_and_is_corrected_beside(page: BudgetPage, qtbot: QtBot) -> None:
    part = part_at(page, YEAR_END, qtbot)
    store = page.desk.store
    assert part.state.text() == "Not closed"
    assert not part.add.isEnabled()
    part.close_year.click()
    assert part.question is not None
    part.question.do.click()
    settle(page, qtbot)
    assert part.state.text() == "Closed on Thursday 19 October 2023"
    before = cells(part.table)
    page.new_record()
    form = part.form
    form.words.set_value("An invoice came late")
    form.figure.set_value("Spent")
    form.amount.set_value(12_00)
    form.on.set_value(date(2023, 1, 1))
    form.submit()
    settle(page, qtbot)
    assert "Type a later day" in form.trouble.text()
    form.on.set_value(date(2023, 10, 19))
    form.submit()
    settle(page, qtbot)
    assert cells(part.corrections)[0] == ["19 October 2023", "An invoice came late", "£12"]
    assert cells(part.table)[: len(before)] == before
    page.show_tab(CONTRIBUTIONS)
    settle(page, qtbot)
    assert not page.editor.isEnabled()
    assert not page.steps.record.isEnabled()
    assert not page.add_line.isEnabled()
    for tab, button in ((PAYMENTS, "add"), (GRANTS, "set_reserve")):
        assert not getattr(part_at(page, tab, qtbot), button).isEnabled()
    assert store.ask(get_year, YEAR).closed_on == date(2023, 10, 19)


def test_each_part_prints_its_document_and_has_its_panes(page: BudgetPage, qtbot: QtBot) -> None:
    wanted: list[tuple[str, Scope]] = []
    page.document_wanted.connect(lambda kind, scope: wanted.append((kind, scope)))
    for tab in range(page.tabs.count()):
        page.show_tab(tab)
        settle(page, qtbot)
        page.share()
        assert page.panes()[0] is page.banner
        assert all(pane.isVisible() for pane in page.panes())
    assert [kind for kind, _scope in wanted] == [
        *("contributions", "budget-monitoring", "budget-monitoring", "budget-monitoring"),
        *("budget-fairness", "budget-scenarios", "contributions", "budget-statement"),
    ]
    assert {scope.year for _kind, scope in wanted} == {YEAR}


def test_without_a_year_every_part_says_what_to_do(durham: Store, qtbot: QtBot) -> None:
    with page_of(durham, qtbot) as page:
        for tab in range(1, page.tabs.count()):
            part = part_at(page, tab, qtbot)
            part.new()
            assert not any(form.isVisible() for form in part.forms)
            assert not part.totals.isVisible()
