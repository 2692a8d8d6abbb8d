"""The ceremony of a draw, driven by its keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from dscp_desktop.restraint.commands.register import set_level
from dscp_desktop.restraint.page.look import CHECK, PLAN, SEED, STEPS
from dscp_desktop.restraint.page.restraint import DRAW, RestraintPage
from dscp_desktop.restraint.queries.incidents import list_incidents
from dscp_desktop.sampling.queries import list_draws, list_frozen
from dscp_desktop.sampling.rules.records import RESTRAINT
from dscp_desktop.store.opening import Store
from tests.restraint.page.driving import (
    CTRL,
    PARTS,
    Key,
    begin,
    commit,
    draw,
    press,
    roll,
    rows,
    settle,
    spoken,
)
from tests.restraint.page.driving import PLAN as USUAL
from tests.restraint.page.driving import SEED as DIGITS


def test_the_sample_is_drawn_in_six_steps_by_two_people(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    commit(page, qtbot)
    (frozen,) = year.ask(list_frozen, RESTRAINT)
    assert frozen.plan == USUAL
    assert frozen.supplied_by == "Registered manager"
    assert frozen.declared == frozen.size
    assert page.draw.step == SEED
    shown = "".join(page.draw.facts.commitment.text().split())
    assert shown == frozen.commitment
    assert page.draw.facts.commitment.isVisible()
    form = page.draw.facts.seed_form
    assert form.people[0].role.editor.hasFocus()
    roll(page, qtbot)
    hidden = QLineEdit.EchoMode.Password
    assert {person.digits.editor.echoMode() for person in form.people} == {hidden}
    assert page.draw.foot.fact.text() == "2 of 2 people are in"
    press(qtbot, form.people[0].digits.editor, Key.Key_Return, CTRL)
    assert {person.digits.editor.echoMode() for person in form.people} == {
        QLineEdit.EchoMode.Normal
    }
    assert page.draw.foot.fact.text() == f"The seed is {DIGITS}"
    assert page.draw.foot.primary.hasFocus()
    press(qtbot, page.draw.foot.primary, Key.Key_Return)
    settle(page, qtbot)
    (made,) = year.ask(list_draws, RESTRAINT)
    assert (made.seed, made.how, made.rehearsal) == (DIGITS, "room", False)
    assert made.seed_from == f"In the room, by {PARTS[0][0]} and {PARTS[1][0]}"
    assert page.draw.step == CHECK
    assert page.draw.strip.now == STEPS.index("Check CCTV")
    taken = [ref for level in made.drawn.strata.values() for ref in level.taken]
    assert [row.ref for row in rows(page.draw.lists.drawn)] == taken
    assert page.draw.lists.drawn.hasFocus()


@pytest.mark.usefixtures("year")
def test_the_digits_of_everybody_who_joins_stay_hidden(page: RestraintPage, qtbot: QtBot) -> None:
    commit(page, qtbot)
    form = page.draw.facts.seed_form
    form.add.setFocus()
    press(qtbot, form.add, Key.Key_Space)
    assert len(form.people) == 3
    for person in form.people:
        qtbot.keyClicks(person.digits.editor, "123456")
    assert {person.digits.editor.echoMode() for person in form.people} == {
        QLineEdit.EchoMode.Password
    }


def test_one_person_alone_makes_no_seed(page: RestraintPage, qtbot: QtBot, year: Store) -> None:
    commit(page, qtbot)
    form = page.draw.facts.seed_form
    qtbot.keyClicks(form.people[0].role.editor, "Scrutineer")
    qtbot.keyClicks(form.people[0].digits.editor, "123456")
    assert form.people[0].state.status.words == "In"
    assert page.draw.foot.fact.text() == "1 of 2 people are in"
    press(qtbot, form.people[0].digits.editor, Key.Key_Return, CTRL)
    assert form.people[1].role.error.text() == "Enter the role"
    assert form.people[1].role.editor.hasFocus()
    assert page.draw.step == SEED
    assert form.people[0].digits.editor.echoMode() is QLineEdit.EchoMode.Password
    assert not year.ask(list_draws, RESTRAINT)


def test_digits_are_never_in_a_draft_and_dice_are_said(page: RestraintPage, qtbot: QtBot) -> None:
    commit(page, qtbot)
    roll(page, qtbot)
    form = page.draw.facts.seed_form
    assert form.is_live()
    assert form.typed() == {"role 1": PARTS[0][0], "role 2": PARTS[1][0]}
    form.people[1].roll.click()
    assert form.people[1].part() != "096714"
    assert len(form.people[1].part()) == 6
    assert form.given_by().endswith("Detective inspector (rolled by the program)")


def test_a_frozen_list_has_no_way_back_but_a_new_number(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    draw(page, qtbot)
    assert not page.draw.facts.list_form.isVisible()
    assert not page.draw.facts.plan_form.isVisible()
    assert page.draws.currentText().startswith("Draw 1: 1 April 2022")
    begin(page, qtbot)
    assert page.draws.currentText() == "Draw 2: new"
    assert page.draws.count() == 2
    page.draws.setCurrentIndex(1)
    page.draws.activated.emit(1)
    settle(page, qtbot)
    assert page.draw.step == CHECK
    commit(page, qtbot)
    assert len(year.ask(list_frozen, RESTRAINT)) == 2
    assert "waits for its seed" in page.draws.currentText()


def test_the_plan_helps_and_level_three_is_all(page: RestraintPage, qtbot: QtBot) -> None:
    begin(page, qtbot)
    form = page.draw.facts.list_form
    form.supplied.set_value("Registered manager")
    page.draw.go_on()
    plan = page.draw.facts.plan_form
    assert page.draw.step == PLAN
    hints = [field.hint.text() for field in plan.levels.values()]
    assert "To say fewer than 10% if nothing is found, draw" in hints[0]
    assert "all are always drawn, there are none" in plan.whole.text()
    plan.levels["0"].set_value("some")
    page.draw.go_on()
    assert plan.levels["0"].error.text() == "Enter a whole number, or all"
    assert page.draw.step == PLAN
    page.draw.foot.second.click()
    settle(page, qtbot)
    assert page.draw.step == 0


def test_a_lost_one_stays_struck_through_with_its_replacement_beneath(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    draw(page, qtbot)
    table = page.draw.lists.drawn
    before = [row.ref for row in rows(table)]
    table.choose_row(2)
    press(qtbot, table, Key.Key_Return)
    form = page.draw.facts.lost_form
    assert form.isVisible()
    assert form.reason.editor.hasFocus()
    form.send()
    assert form.reason.error.text() == "Choose why it cannot be viewed"
    form.reason.set_value("other")
    form.send()
    assert form.words.error.text() == "Say why, in words"
    form.reason.set_value("overwritten")
    press(qtbot, form.words.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    (made,) = year.ask(list_draws, RESTRAINT)
    (one,) = made.replaced
    shown = rows(table)
    assert [row.ref for row in shown] == [*before[:3], one.by, *before[3:]]
    assert (shown[2].lost, shown[2].result) == (True, f"Replaced by {one.by}")
    assert spoken(table, "No.")[2:4] == ["3", "↳"]
    assert spoken(table, "CCTV")[2] == "Overwritten"
    assert table.hasFocus()
    assert not form.isVisible()


def test_faults_are_left_out_with_a_reason(page: RestraintPage, qtbot: QtBot, year: Store) -> None:
    line = year.ask(list_incidents)[3]
    year.run(set_level, line.id, None)
    begin(page, qtbot)
    (fault,) = page.draw.faults()
    assert fault.ref == line.ref
    assert "1 fault keeps the list" in page.draw.foot.fact.text()
    page.draw.go_on()
    assert page.draw.lists.faults.hasFocus()
    form = page.draw.facts.leave_out
    assert form.isVisible()
    form.send()
    assert form.reason.error.text() == "Enter why it is left out"
    qtbot.keyClicks(form.reason.editor, "The home cannot say the level")
    press(qtbot, form.reason.editor, Key.Key_Return, CTRL)
    assert not page.draw.faults()
    assert "1 left out" in page.draw.foot.fact.text()
    page.draw.facts.list_form.supplied.set_value("Registered manager")
    page.draw.go_on()
    page.draw.go_on()
    settle(page, qtbot)
    (frozen,) = year.ask(list_frozen, RESTRAINT)
    assert frozen.left_out == f"{line.ref},The home cannot say the level\n"
    assert f"\n{line.ref}," not in f"\n{frozen.text}"


def test_a_half_typed_reason_to_leave_one_out_comes_back(
    page: RestraintPage, qtbot: QtBot, year: Store
) -> None:
    page.tabs.setCurrentIndex(DRAW)
    last = year.ask(list_incidents)[-1]
    year.run(set_level, last.id, None)
    page.begin_draw()
    settle(page, qtbot)
    form, gone = page.draw.facts.leave_out, []
    assert form.ref == last.ref
    qtbot.keyClicks(form.reason.editor, "The home cannot")
    about, values = form.draft_about(), form.typed()
    page.begin_draw()
    form.give_back(about, values)
    page.reopen(form.draft_name, about, lambda: gone.append(True))
    settle(page, qtbot)
    assert form.is_live()
    assert form.reason.value() == "The home cannot"
    page.reopen(form.draft_name, {**about, "fault": "none"}, lambda: gone.append(True))
    settle(page, qtbot)
    assert gone == [True]


def test_documents_are_asked_for_by_the_list(page: RestraintPage, qtbot: QtBot) -> None:
    wanted: list[tuple[str, str]] = []
    page.document_wanted.connect(lambda kind, scope: wanted.append((kind, scope.record_id)))
    commit(page, qtbot)
    frame_id = page.draw.frame_id
    page.draw.foot.second.click()
    assert wanted == [("freeze-slip", frame_id)]
    roll(page, qtbot)
    page.draw.go_on()
    page.draw.go_on()
    settle(page, qtbot)
    page.draw.go_on()
    settle(page, qtbot)
    assert page.draw.foot.fact.text().startswith("Verified at ")
    page.draw.go_on()
    assert wanted[-1] == ("draw-certificate", frame_id)
    assert page.tabs.currentIndex() == DRAW
