"""What was done to an action, and putting it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from dscp_desktop.actions.commands import log as commands
from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.actions.tables import ActionUpdate
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.opening import Store
from tests.actions.driving import (
    TODAY,
    action,
    changes,
    press,
    settle,
)


def test_what_cannot_be_put_back_says_why_in_its_place(
    page: ActionsPage, logged: Store, qtbot: QtBot
) -> None:
    first = action(logged, "PLG035").id
    logged.run(commands.set_status, first, "open", TODAY)
    logged.run(commands.set_status, first, "not started", TODAY)
    page.refresh()
    settle(page, qtbot)
    older = page.pane.history.rows[1]
    older.button.click()
    settle(page, qtbot)
    assert "cannot be undone, because these have changed since: PLG035" in older.reason.text()
    assert older.button.isHidden()
    assert page.focusWidget() is page.pane.edit  # the button that had the keys is gone
    older.grab()


def test_the_keys_go_to_the_list_when_a_change_was_put_back(
    page: ActionsPage, logged: Store, qtbot: QtBot
) -> None:
    logged.run(commands.set_status, action(logged, "PLG035").id, "open", TODAY)
    page.refresh()
    settle(page, qtbot)
    button = page.pane.history.rows[0].button
    button.setFocus()
    press(qtbot, button, Qt.Key.Key_Space)
    settle(page, qtbot)
    assert action(logged, "PLG035").status != "open"
    assert page.focusWidget() is page.table


def test_the_whole_import_is_put_back_at_once_and_says_so(page: ActionsPage, logged: Store) -> None:
    row = page.pane.history.rows[0]
    assert row.change.words == "Workbook taken"
    assert row.change.others > 60
    assert row.button.words == "Put all back"
    assert logged.person in row.findChildren(type(row.reason))[1].text()


def test_the_history_shows_three_and_then_all(
    page: ActionsPage, logged: Store, qtbot: QtBot
) -> None:
    first = action(logged, "PLG035").id
    for status in ("open", "not started", "open"):
        logged.run(commands.set_status, first, status, TODAY)
    page.refresh()
    settle(page, qtbot)
    history = page.pane.history
    assert (len(history.rows), history.more.words) == (3, "All 4 changes")
    history.more.click()
    assert (len(history.rows), history.more.words) == (4, "The newest 3")
    entry = history.rows[0].change.entry
    page.desk.undo(page, entry)
    settle(page, qtbot)
    assert history.rows[1].change.undone
    assert history.rows[1].button.isHidden()
    assert history.rows[1].reason.text() == "Put back since"


def test_every_change_is_told_with_its_values(logged: Store) -> None:
    found = action(logged, "PLG035")
    owner = logged.ask(load_names).organisation("HDFT")
    assert owner is not None
    details = ActionDetails(found.text, owner.id, "Nurse", None, "", "next meeting")
    logged.run(commands.change_action, found.id, details)
    assert changes(logged, "PLG035")[0] == (
        "Due: Wed 17 May 2023, now next meeting; Owner: Durham County Council, now HDFT; "
        "Role: none, now Nurse; Raised: Wed 19 Apr 2023, now none; Item: 5, now none"
    )


def test_a_removed_update_is_told(logged: Store) -> None:
    found = action(logged, "PLG035")
    logged.run(commands.add_update, found.id, "By mistake", TODAY)
    update = logged.ask(
        lambda s: s.scalars(select(ActionUpdate.id).order_by(ActionUpdate.id.desc())).first()
    )
    logged.run(commands.remove_update, update)
    assert changes(logged, "PLG035")[:2] == ["Update removed", "Update added"]
