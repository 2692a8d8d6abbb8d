"""Several actions are changed at once: one command, one undo, by keys alone."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.commands.many import change_many
from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.actions.rules.log import CLOSED, ActionLine, ManyChange
from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.queries.parties import list_holders
from dscp_desktop.store.history import last_undoable, list_entries, undo
from dscp_desktop.store.opening import Store
from tests.actions.driving import TODAY, open_page, press, settle

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def open_ones(store: Store, count: int = 3) -> list[ActionLine]:
    return [line for line in store.ask(list_actions, TODAY) if line.status not in CLOSED][:count]


def now(store: Store, lines: list[ActionLine]) -> list[ActionLine]:
    wanted = [line.id for line in lines]
    found = {line.id: line for line in store.ask(list_actions, TODAY)}
    return [found[one] for one in wanted]


def test_status_owner_and_date_are_given_to_each_and_undone_at_once(office_year: Store) -> None:
    lines = open_ones(office_year)
    holder = office_year.ask(list_holders)[0]
    ids, before = [line.id for line in lines], len(office_year.ask(list_entries))
    change = ManyChange("complete", holder.id, "Designated nurse", date(2024, 1, 12))
    done = office_year.run(change_many, ids, change, TODAY)
    assert done.words == "3 actions: complete, another owner, due Fri 12 Jan 2024"
    changed = now(office_year, lines)
    assert {line.status for line in changed} == {"complete"}
    assert {line.done_on for line in changed} == {TODAY}
    assert {line.owner_id for line in changed} == {holder.id}
    assert {line.due for line in changed} == {date(2024, 1, 12)}
    assert [line.first_due for line in changed] == [line.first_due or line.due for line in lines]
    assert len(office_year.ask(list_entries)) == before + 1
    office_year.run(undo, done.entry)
    assert now(office_year, lines) == lines


def test_what_is_left_out_stays_as_it_is(office_year: Store) -> None:
    lines = open_ones(office_year)
    ids = [line.id for line in lines]
    office_year.run(change_many, ids, ManyChange(due=date(2024, 1, 12)), TODAY)
    for was, line in zip(lines, now(office_year, lines), strict=True):
        assert (line.status, line.owner, line.text) == (was.status, was.owner, was.text)
    one = office_year.run(change_many, ids[:1], ManyChange("withdrawn"), TODAY)
    assert one.words == f"Action {lines[0].number}: withdrawn"
    office_year.run(change_many, ids, ManyChange("open"), TODAY)
    assert {line.done_on for line in now(office_year, lines)} == {None}
    again = now(office_year, lines)
    office_year.run(change_many, ids, ManyChange("complete"), TODAY)
    office_year.run(change_many, ids, ManyChange("complete"), date(2024, 2, 2))
    assert {line.done_on for line in now(office_year, again)} == {TODAY}  # the day it was first


@pytest.mark.parametrize(
    ("count", "change", "why"),
    [
        (0, ManyChange("open"), "Choose the actions that are to be changed."),
        (2, ManyChange(), "Choose a status, an owner or a due date to give them."),
        (2, ManyChange("lost"), "An action is one of: "),
        (2, ManyChange(due=date(1999, 1, 1)), "Raised after that day: "),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    office_year: Store, count: int, change: ManyChange, why: str
) -> None:
    lines = open_ones(office_year)
    with pytest.raises(Refused) as refused:
        office_year.run(change_many, [line.id for line in lines[:count]], change, TODAY)
    assert str(refused.value).startswith(why)
    assert now(office_year, lines) == lines


def test_several_rows_are_changed_with_the_keyboard(office_year: Store, qtbot: QtBot) -> None:
    page = open_page(office_year, qtbot)
    page.table.setFocus()
    assert page.change.isHidden()
    press(qtbot, page.table, Qt.Key.Key_Down, SHIFT)
    chosen = page.table.values()
    assert len(chosen) == 2
    assert page.change.isVisible()
    assert page.change.words == "Change 2 chosen"
    assert ("Change 2 actions", "Ctrl+E") in [each[:2] for each in page.commands()]
    menu = page.table.make_menu()
    assert menu.actions()[0].text() == "Change 2 actions (Ctrl+E)"
    menu.close()
    press(qtbot, page.table, Qt.Key.Key_E, CTRL)
    settle(page, qtbot)
    form = page.pane.several
    assert page.pane.currentWidget() is form
    assert form.title.text() == f"Change 2 actions: {chosen[0].number}, {chosen[1].number}"
    form.submit()
    assert form.status.error.text() == "Choose a status, an owner or a due date"
    press(qtbot, QApplication.focusWidget() or form, Qt.Key.Key_Down)
    form.status.set_value("in progress" if form.status.editor.offers("in progress") else "complete")
    press(qtbot, form.status.editor, Qt.Key.Key_Return, CTRL)
    settle(page, qtbot)
    assert not page.pane.is_editing()
    assert {line.status for line in now(office_year, chosen)} == {form.change().status}
    entry = office_year.ask(last_undoable, office_year.person, office_year.opened_at)
    assert entry is not None
    assert entry.words.startswith("2 actions: ")
    office_year.run(undo, entry.id)
    assert now(office_year, chosen) == chosen
