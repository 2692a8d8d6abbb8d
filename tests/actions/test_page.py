"""The page of actions, driven by its keys, over the office's own log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.actions.page.look import due_text, kind_and_words, slip_text
from dscp_desktop.actions.queries import log as queries
from dscp_desktop.actions.rules.log import ActionLine
from dscp_desktop.store.opening import Store
from tests.actions.driving import (
    CTRL,
    TODAY,
    Key,
    action,
    changes,
    headings,
    numbers,
    open_page,
    press,
    settle,
    wrong,
)


def line(**more: object) -> ActionLine:
    values: dict[str, object] = {
        "id": "1", "group_id": "g", "group": "Group", "code": "G", "number": "G001", "text": "Do",
        "owner": "", "owner_name": "", "owner_id": None, "owner_role": "", "raised_on": None,
        "item": "", "due_rule": "date", "due": None, "first_due": None, "status": "open",
        "done_on": None, "overdue": False, "slipped": 0,
    }  # fmt: skip
    return ActionLine(**{**values, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "kind", "words"),
    [
        (line(status="complete"), "done", "Done"),
        (line(status="withdrawn"), "away", "Withdrawn"),
        (line(due=date(2023, 10, 6), overdue=True), "late", "9 working days late"),
        (line(due=date(2023, 10, 26)), "risk", "5 working days left"),
        (line(due=date(2023, 10, 27)), "not due", "6 working days left"),
        (line(due_rule="next meeting"), "not due", "Next meeting, not set"),
        (line(due_rule="next meeting", due=date(2023, 11, 14)), "not due", "Next meeting of G"),
        (line(due_rule="none"), "not due", "No due date"),
    ],
)
def test_how_an_action_stands_is_said_in_words(one: ActionLine, kind: str, words: str) -> None:
    status = kind_and_words(one, TODAY)
    assert (status.kind, status.words) == (kind, words)


def test_dates_of_other_years_say_so() -> None:
    assert due_text(line(), TODAY) == "Not set"
    assert due_text(line(due=date(2023, 10, 26)), TODAY) == "Thu 26 Oct"
    assert due_text(line(due=date(2024, 1, 5)), TODAY) == "Fri 5 Jan 2024"
    assert slip_text(line(raised_on=TODAY), TODAY) == "New today"
    assert slip_text(line(), TODAY) == "Not moved"


def test_late_actions_come_first_and_the_first_is_shown(page: ActionsPage) -> None:
    assert headings(page) == ["Late 13", "Open 12"]
    assert page.context.text() == "25 open in 3 groups · 13 late"
    assert page.late.count == "13"
    assert page.shown.text() == "25 of 60 shown · most urgent first"
    assert page.pane.number.text() == numbers(page)[0] == "PLG035"
    assert page.pane.stands.status.words == "109 working days late"
    assert page.pane.meeting.words == "PLG, Wednesday 19 April 2023, item 5"
    assert page.pane.due.text() == "Due Wednesday 17 May 2023"
    assert page.first_focus() is page.table
    assert page.panes() == [page.filter, page.table, page.pane]


def test_the_list_is_narrowed_by_words_group_owner_and_ticks(
    page: ActionsPage, qtbot: QtBot
) -> None:
    press(qtbot, page, Key.Key_F, CTRL)
    qtbot.keyClicks(page.filter, "probation")
    assert set(numbers(page)) == {"EXEC041", "EXEC053", "PLG029"}
    assert page.shown.text().startswith("3 of 60 shown")
    press(qtbot, page.filter, Key.Key_Return)
    assert page.table.hasFocus()
    page.filter.clear()
    page.late.click()
    assert headings(page) == ["Late 13"]
    page.late.click()
    page.done.click()
    settle(page, qtbot)
    assert headings(page) == ["Late 13", "Open 12", "Done 35"]
    page.group.set_value(next(a.group_id for a in page.log if a.code == "EXEC"))
    page.group.activated.emit(0)
    assert {number[:4] for number in numbers(page)} == {"EXEC"}
    page.owner.set_value("Probation")
    page.owner.activated.emit(0)
    assert "EXEC041" in numbers(page)
    page.done.click()
    page.owner.set_value("Schools")
    page.table.set_order((0, True))
    assert "urgent" not in page.shown.text()


def test_what_is_done_is_read_when_it_is_asked_for(
    page: ActionsPage, logged: Store, qtbot: QtBot
) -> None:
    """Nearly all of a log of years is done: 10,000 actions may not take ten times 1,000."""
    assert not page.whole
    assert {line.part for line in page.log} == {"late", "open"}
    light = logged.ask(queries.get_log, TODAY, False)
    whole = logged.ask(queries.get_log, TODAY)
    assert len(light.lines) == 25
    assert len(whole.lines) == 60
    assert replace(light, lines=whole.lines, whole=True) == whole
    page.done.click()
    settle(page, qtbot)
    assert page.whole
    page.done.click()
    page.refresh()
    settle(page, qtbot)
    assert not page.whole
    assert page.shown.text() == "25 of 60 shown · most urgent first"


def test_choices_that_leave_nothing_say_so(page: ActionsPage) -> None:
    page.late.setChecked(True)
    page.group.set_options([("nothing", "A group without actions")])
    page.group.activated.emit(0)
    assert numbers(page) == []
    assert page.table.empty.fact == "No action fits these choices"
    assert page.pane.line is None


def test_an_action_is_marked_done_and_put_back(
    page: ActionsPage, logged: Store, qtbot: QtBot
) -> None:
    page.pane.done.click()
    settle(page, qtbot)
    assert action(logged, "PLG035").status == "complete"
    assert action(logged, "PLG035").done_on == TODAY
    assert "PLG035" not in numbers(page)
    assert page.pane.number.text() == "IDG023"
    page.open_record(action(logged, "PLG035").id)
    settle(page, qtbot)
    assert page.done.isChecked()
    assert page.pane.number.text() == "PLG035"
    assert page.pane.done.words == "Open again"
    rows = page.pane.history.rows
    assert rows[0].change.words == "Status: in progress, now complete"
    rows[0].button.click()
    settle(page, qtbot)
    assert action(logged, "PLG035").status == "in progress"
    assert changes(logged, "PLG035")[0] == "Put back. Status: complete, now in progress"
    page.pane.done.click()
    settle(page, qtbot)
    page.open_record(action(logged, "PLG035").id)
    settle(page, qtbot)
    page.pane.done.click()
    settle(page, qtbot)
    assert action(logged, "PLG035").status == "open"


def test_an_update_is_added_to_the_story(page: ActionsPage, logged: Store, qtbot: QtBot) -> None:
    press(qtbot, page.table, Key.Key_Return)
    field = page.pane.update_field
    assert field.editor.hasFocus()
    press(qtbot, field.editor, Key.Key_Return, CTRL)
    assert wrong([field]) == ["Enter what happened"]
    qtbot.keyClicks(field.editor, "Sent to 12 agencies")
    press(qtbot, field.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    updates = action(logged, "PLG035").updates
    assert [(u.on, u.text) for u in updates] == [(TODAY, "Sent to 12 agencies")]
    assert field.value() == ""
    assert changes(logged, "PLG035")[0] == "Update added"
    assert page.pane.story.grid.count() == 2
    press(qtbot, field.editor, Key.Key_Escape)
    assert page.table.hasFocus()


def test_a_status_is_chosen_from_a_menu(page: ActionsPage, logged: Store, qtbot: QtBot) -> None:
    menu = page.pane.make_menu()
    words = [one.text() for one in menu.actions()]
    assert words == ["Not started", "Open", "Complete", "Withdrawn"]
    menu.actions()[-1].trigger()
    settle(page, qtbot)
    assert action(logged, "PLG035").status == "withdrawn"
    assert "PLG035" not in numbers(page)
    page.pane.status.click()
    assert page.pane.status.accessibleName().startswith("Status: ")


def test_the_meeting_that_raised_it_is_opened(page: ActionsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.desk.place_asked) as asked:
        page.pane.meeting.click()
    assert asked.args == ["meetings", page.pane.meeting_id]


def test_the_menu_and_the_palette_offer_the_same(page: ActionsPage, qtbot: QtBot) -> None:
    offered = {words: do for words, _, do in page.commands()}
    assert list(offered) == [
        "New action",
        "Print or save the action log",
        "Sheets for owners",
        "Mark done: PLG035",
        "Edit PLG035",
    ]
    menu = page.table.make_menu()
    assert [one.text() for one in menu.actions()][:2] == ["Mark done", "Edit action"]
    offered["Edit PLG035"]()
    settle(page, qtbot)
    assert page.pane.is_editing()


def test_an_unknown_record_changes_nothing(page: ActionsPage, qtbot: QtBot) -> None:
    page.open_record("nothing")
    settle(page, qtbot)
    assert page.pane.number.text() == "PLG035"


def test_an_empty_log_says_what_to_do(durham: Store, qtbot: QtBot) -> None:
    page = open_page(durham, qtbot)
    assert page.table.empty.fact == "No action yet"
    assert page.pane.currentWidget() is page.pane.none
    words = [words for words, _, _ in page.commands()]
    assert words == ["New action", "Print or save the action log", "Sheets for owners"]
    page.pane.toggle_done()
    page.pane.add_update()
    page.pane.edit_action()
    page.pane.show_view()
    assert not page.pane.is_editing()
    page.new_action()
    settle(page, qtbot)
    assert page.pane.is_editing()
    page.refresh()
    settle(page, qtbot)
    assert page.pane.is_editing()
    page.desk.close()


def test_when_narrow_the_detail_is_a_tab(page: ActionsPage, qtbot: QtBot) -> None:
    page.resize(940, 560)
    qtbot.waitUntil(page.both.is_tabbed)
    press(qtbot, page.table, Key.Key_Return)
    assert page.both.tabs is not None
    assert page.both.tabs.currentIndex() == 1
    press(qtbot, page.pane.update_field.editor, Key.Key_Escape)
    assert page.both.tabs.currentIndex() == 0
