"""The form of an action: a new one, and a change of one."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from dscp_desktop.actions.commands import log as commands
from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.opening import Store
from tests.actions.driving import (
    CTRL,
    TODAY,
    Key,
    action,
    changes,
    press,
    settle,
    wrong,
)


def test_a_new_action_takes_the_next_number(page: ActionsPage, logged: Store, qtbot: QtBot) -> None:
    page.late.setChecked(True)
    press(qtbot, page, Key.Key_N, CTRL)
    settle(page, qtbot)
    form = page.pane.form
    assert page.pane.is_editing()
    assert page.new.kind == "secondary"
    press(qtbot, form.text.editor, Key.Key_Return, CTRL)
    assert wrong(form.fields()) == [
        "Choose the group that agreed it",
        "Enter what is to be done",
        "Choose who owns it",
        "Enter the day it is due",
    ]
    names = logged.ask(load_names)
    plg = names.group("PLG")
    assert plg is not None
    form.group.set_value(plg.id)
    form.group.changed.emit()
    settle(page, qtbot)
    assert form.group.note.text() == "Its number will be PLG049"
    qtbot.keyClicks(form.text.editor, "Bring the figures for quarter 2")
    form.owner.set_value("role")
    qtbot.keyClicks(form.due.editor, "18/10/2023")
    form.submit()
    assert wrong(form.fields()) == [
        "Enter the role that owns it",
        "Enter a date from Thu 19 Oct 2023 on",
    ]
    qtbot.keyClicks(form.role.editor, "Business manager")
    form.due_rule.set_value("next meeting")
    form.due_rule.changed.emit()
    form.raised_on.set_value(None)
    form.submit()
    assert wrong(form.fields()) == [
        "Enter the day it was raised: its next meeting is the one after"
    ]
    form.raised_on.set_value(TODAY)
    form.item.set_value("6")
    form.do.click()
    settle(page, qtbot)
    made = action(logged, "PLG049")
    assert (made.owner, made.due_rule, made.item) == ("Business manager", "next meeting", "6")
    assert not page.late.isChecked()
    assert page.pane.number.text() == "PLG049"
    assert not page.pane.is_editing()
    assert page.pane.history.rows[0].change.words == "Action PLG049 added"


def test_an_action_of_the_group_that_is_chosen(page: ActionsPage, qtbot: QtBot) -> None:
    group_id = next(a.group_id for a in page.log if a.code == "IDG")
    page.group.set_value(group_id)
    page.new.click()
    settle(page, qtbot)
    assert page.pane.form.group.value() == group_id
    assert page.pane.form.group.note.text().startswith("Its number will be IDG0")
    page.pane.form.cancel.click()
    assert not page.pane.is_editing()
    page.pane.form.group_chosen.emit("")


def test_an_action_is_changed_and_its_first_due_date_kept(
    page: ActionsPage, logged: Store, qtbot: QtBot
) -> None:
    page.pane.edit.click()
    settle(page, qtbot)
    form = page.pane.form
    assert form.group.isHidden()
    assert form.due.value() == date(2023, 5, 17)
    assert form.due.note.text() == "First due Wed 17 May 2023"
    form.due.set_value(date(2023, 10, 25))
    form.text.set_value("Confirm the contribution")
    form.submit()
    settle(page, qtbot)
    moved = action(logged, "PLG035")
    assert (moved.due, moved.first_due) == (date(2023, 10, 25), date(2023, 5, 17))
    assert page.pane.number.text() == "PLG035"
    assert page.pane.first.text() == ("First due Wed 17 May 2023, slipped by 113 working days")
    words = changes(logged, "PLG035")[0]
    assert words == "Due: Wed 17 May 2023, now Wed 25 Oct 2023; Words changed"


def test_what_the_store_refuses_is_said_in_the_form(page: ActionsPage, qtbot: QtBot) -> None:
    page.pane.edit_action()
    settle(page, qtbot)
    form = page.pane.form
    form.raised_on.problem_of = lambda: ""
    form.due.problem_of = lambda: ""
    form.raised_on.set_value(date(2023, 12, 1))
    form.submit()
    settle(page, qtbot)
    assert form.trouble.text() == "Enter a due date from Fri 1 Dec 2023 on."
    page.table.choose_first(lambda a: a.number == "IDG023")
    assert not page.pane.is_editing()


def test_what_was_typed_is_kept_while_another_action_is_chosen(
    page: ActionsPage, logged: Store, qtbot: QtBot
) -> None:
    page.pane.edit_action()
    settle(page, qtbot)
    qtbot.keyClicks(page.pane.form.item.editor, "b")
    page.table.choose_first(lambda a: a.number == "IDG023")
    settle(page, qtbot)
    assert page.pane.is_editing()
    assert page.pane.form.title.text() == "Change PLG035"
    page.pane.form.submit()
    settle(page, qtbot)
    assert action(logged, "PLG035").item == "5b"
    assert page.pane.number.text() == "IDG023"


def test_an_owner_that_ended_can_stay(page: ActionsPage, logged: Store, qtbot: QtBot) -> None:
    names = logged.ask(load_names)
    old = names.organisation("North Durham CCG")
    group = names.group("CDOP")
    assert old is not None
    assert group is not None
    details = ActionDetails("Close the file", old.id, due_rule="none")
    made = str(logged.run(commands.add_action, group.id, details).result)
    page.open_record(made)
    settle(page, qtbot)
    assert page.pane.meeting.isHidden()
    assert page.pane.origin.text() == "Child Death Overview Panel"
    assert page.pane.due.isHidden()
    page.pane.edit_action()
    settle(page, qtbot)
    assert page.pane.form.owner.value() == old.id
    assert page.pane.form.due.isHidden()
