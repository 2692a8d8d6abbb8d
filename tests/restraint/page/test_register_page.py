"""The register: returns by quarter, what does not agree, and footage by keys."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from dscp_desktop.restraint.commands.register import change_return
from dscp_desktop.restraint.page.restraint import REGISTER, REVIEWS, RestraintPage
from dscp_desktop.restraint.queries.incidents import list_incidents, list_returns
from dscp_desktop.restraint.rules.returns import ReturnDetails
from dscp_desktop.store.opening import Store
from tests.restraint.page.driving import CTRL, Key, press, rows, settle, show, spoken


def test_returns_show_their_levels_and_the_year_adds_up(page: RestraintPage) -> None:
    table = page.register.returns
    assert spoken(table, "Return") == [f"Quarter {n}, 2022-23" for n in (4, 3, 2, 1)]
    totals = [
        sum(map(int, spoken(table, title)))
        for title in ("No injury", "Level 1", "Level 2", "Level 3", "Counted")
    ]
    assert totals == [201, 39, 1, 1, 242]
    assert page.context.text().startswith("242 incidents")
    assert page.banner is None
    assert page.first_focus() is table


def test_differences_and_gaps_stand_in_the_banner(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    first = year.ask(list_returns)[0]
    details = ReturnDetails(date(2022, 7, 8), "Registered manager", first.counted + 1, 50, 53)
    page.desk.run(page, change_return, first.id, details)
    settle(page, qtbot)
    assert page.banner is not None
    assert page.banner.fact.text() == "1 return does not agree with the register"
    assert f"The return declares {first.counted + 1}" in page.banner.help.text()
    assert spoken(page.register.returns, "Agrees")[-1] == "Differs"
    show(page, qtbot, REVIEWS)
    assert page.banner is None
    show(page, qtbot, REGISTER)
    assert page.banner is not None


def test_a_return_is_changed_by_keys(page: RestraintPage, qtbot: QtBot, year: Store) -> None:
    table, form = page.register.returns, page.register.form
    press(qtbot, table, Key.Key_Return)
    assert form.isVisible()
    assert form.received.editor.hasFocus()
    qtbot.keyClicks(form.received.editor, "11/04/2023")
    qtbot.keyClicks(form.supplied.editor, "Registered manager")
    form.declared.set_value("many")
    press(qtbot, form.declared.editor, Key.Key_Return, CTRL)
    assert form.declared.error.text() == "Enter a whole number, such as 53"
    form.declared.set_value("65")
    press(qtbot, form.declared.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    line = year.ask(list_returns)[-1]
    assert (line.received_on, line.supplied_by) == (date(2023, 4, 11), "Registered manager")
    assert line.declared == 65
    assert table.hasFocus()
    assert not form.isVisible()


def test_holds_and_overwriting_are_recorded_by_one_key_each(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    table = page.register.incidents
    table.setFocus()
    table.choose_row(0)
    ref = table.value().ref
    for key, name in (
        (Key.Key_H, "hold_asked_on"),
        (Key.Key_C, "hold_confirmed_on"),
        (Key.Key_O, "overwritten_on"),
    ):
        press(qtbot, table, key)
        settle(page, qtbot)
        (line,) = year.ask(list_incidents, None, None, [ref])
        assert getattr(line, name) == date(2023, 10, 19)
    assert spoken(table, "CCTV")[0] == "Overwritten"
    assert page.register.pane.state.status.words == "Overwritten"
    page.register.pane.clear.click()
    settle(page, qtbot)
    (line,) = year.ask(list_incidents, None, None, [ref])
    assert line.overwritten_on is None


def test_an_incident_is_opened_from_elsewhere(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    line = year.ask(list_incidents)[5]
    show(page, qtbot, REVIEWS)
    page.open_record(line.id)
    settle(page, qtbot)
    assert page.tabs.currentIndex() == REGISTER
    assert page.register.incidents.value().ref == line.ref
    assert page.register.pane.title.text() == line.ref
    clocks = page.register.pane.clocks.words()
    assert "Not recorded" in clocks
    assert "Met" in clocks or "Not met" in clocks


def test_without_a_return_the_page_says_what_to_do(empty_page: RestraintPage) -> None:
    asked: list[str] = []
    empty_page.desk.place_asked.connect(lambda name, _record: asked.append(name))
    assert empty_page.first_focus() is empty_page.new
    assert not rows(empty_page.register.returns)
    empty_page.new.click()
    assert asked == ["records"]


def test_a_draft_of_a_return_comes_back(page: RestraintPage, qtbot: QtBot, year: Store) -> None:
    first = year.ask(list_returns)[0]
    gone: list[bool] = []
    page.register.form.give_back({"return": first.id}, {"supplied": "Deputy man"})
    page.reopen("restraint return", {"return": first.id}, lambda: gone.append(True))
    settle(page, qtbot)
    assert page.register.form.supplied.value() == "Deputy man"
    assert page.register.form.is_live()
    assert not gone
    page.reopen("restraint return", {"return": "none"}, lambda: gone.append(True))
    settle(page, qtbot)
    assert gone == [True]
