"""The page of actions, driven by its keys, over the office's own log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dscp_desktop.actions import commands, queries
from dscp_desktop.actions.commands import take_actions
from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.actions.page.look import due_text, kind_and_words, slip_text
from dscp_desktop.actions.rules import ActionDetails, ActionLine
from dscp_desktop.actions.workbook import read_actions, recognise_actions
from dscp_desktop.core.changes import Changes
from dscp_desktop.diary.commands import take_meetings
from dscp_desktop.diary.workbook import read_meetings, recognise_meetings
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.queries import load_names
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import Section, is_line
from dscp_desktop.widgets.forms import Field

Key = Qt.Key
PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
TODAY = date(2023, 10, 19)


@pytest.fixture
def office(durham: Store, data: Path) -> Store:
    """The store with the office's meetings and actions in it."""
    name = "meetings-and-actions-2023-24.xlsx"
    sheets = read_workbook((data / name).read_bytes(), name).sheets

    def import_office(session: Session) -> Changes:
        for recognise, read, take in (
            (recognise_meetings, read_meetings, take_meetings),
            (recognise_actions, read_actions, take_actions),
        ):
            for sheet in sheets:
                taken = recognise(sheet)
                if taken:
                    take(session, read(sheet, taken))
                    session.flush()
        return Changes("Imported the office's workbook: 60 actions", ("*",))

    durham.run(import_office)
    return durham


def open_page(store: Store, qtbot: QtBot) -> ActionsPage:
    made = ActionsPage(Desk(store))
    qtbot.addWidget(made)
    made.resize(1232, 808)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.desk.changed.connect(lambda _changes: made.refresh())
    made.refresh()
    settle(made, qtbot)
    return made


@pytest.fixture
def page(office: Store, qtbot: QtBot) -> Iterator[ActionsPage]:
    made = open_page(office, qtbot)
    yield made
    settle(made, qtbot)
    made.desk.close()


def settle(page: ActionsPage, qtbot: QtBot) -> None:
    for _ in range(2):
        qtbot.waitUntil(page.desk.idle)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, how: Qt.KeyboardModifier = PLAIN) -> None:
    qtbot.keyClick(widget, key, how)


def numbers(page: ActionsPage) -> list[str]:
    rows = (page.table.rows.at(n) for n in range(page.table.rows.rowCount()))
    return [row.number for row in rows if is_line(row)]


def headings(page: ActionsPage) -> list[str]:
    rows = (page.table.rows.at(n) for n in range(page.table.rows.rowCount()))
    return [f"{row.title} {row.words}" for row in rows if isinstance(row, Section)]


def wrong(fields: list[Field]) -> list[str]:
    return [field.error.text() for field in fields if not field.error.isHidden()]


def action(store: Store, number: str) -> ActionLine:
    return next(a for a in store.ask(queries.list_actions, TODAY) if a.number == number)


def changes(store: Store, number: str) -> list[str]:
    return [c.words for c in store.ask(queries.list_changes, action(store, number).id)]


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


def test_choices_that_leave_nothing_say_so(page: ActionsPage) -> None:
    page.late.setChecked(True)
    page.group.set_options([("nothing", "A group without actions")])
    page.group.activated.emit(0)
    assert numbers(page) == []
    assert page.table.empty.fact == "No action fits these choices"
    assert page.pane.line is None


def test_an_action_is_marked_done_and_put_back(
    page: ActionsPage, office: Store, qtbot: QtBot
) -> None:
    page.pane.done.click()
    settle(page, qtbot)
    assert action(office, "PLG035").status == "complete"
    assert action(office, "PLG035").done_on == TODAY
    assert "PLG035" not in numbers(page)
    assert page.pane.number.text() == "IDG023"
    page.open_record(action(office, "PLG035").id)
    settle(page, qtbot)
    assert page.done.isChecked()
    assert page.pane.number.text() == "PLG035"
    assert page.pane.done.words == "Open again"
    rows = page.pane.history.rows
    assert rows[0].change.words == "Status: in progress, now complete"
    rows[0].button.click()
    settle(page, qtbot)
    assert action(office, "PLG035").status == "in progress"
    assert changes(office, "PLG035")[0] == "Put back. Status: complete, now in progress"
    page.pane.done.click()
    settle(page, qtbot)
    page.open_record(action(office, "PLG035").id)
    settle(page, qtbot)
    page.pane.done.click()
    settle(page, qtbot)
    assert action(office, "PLG035").status == "open"


def test_what_cannot_be_put_back_says_why_in_its_place(
    page: ActionsPage, office: Store, qtbot: QtBot
) -> None:
    first = action(office, "PLG035").id
    office.run(commands.set_status, first, "open", TODAY)
    office.run(commands.set_status, first, "not started", TODAY)
    page.refresh()
    settle(page, qtbot)
    older = page.pane.history.rows[1]
    older.button.click()
    settle(page, qtbot)
    assert "cannot be undone, because these have changed since: PLG035" in older.reason.text()
    assert older.button.isHidden()
    older.grab()


def test_the_whole_import_is_put_back_at_once_and_says_so(page: ActionsPage, office: Store) -> None:
    row = page.pane.history.rows[0]
    assert row.change.words == "Imported the office's workbook"
    assert row.change.others > 60
    assert row.button.words == "Put all back"
    assert office.person in row.findChildren(type(row.reason))[1].text()


def test_an_update_is_added_to_the_story(page: ActionsPage, office: Store, qtbot: QtBot) -> None:
    press(qtbot, page.table, Key.Key_Return)
    field = page.pane.update_field
    assert field.editor.hasFocus()
    press(qtbot, field.editor, Key.Key_Return, CTRL)
    assert wrong([field]) == ["Enter what happened"]
    qtbot.keyClicks(field.editor, "Sent to 12 agencies")
    press(qtbot, field.editor, Key.Key_Return, CTRL)
    settle(page, qtbot)
    updates = action(office, "PLG035").updates
    assert [(u.on, u.text) for u in updates] == [(TODAY, "Sent to 12 agencies")]
    assert field.value() == ""
    assert changes(office, "PLG035")[0] == "Update added"
    assert page.pane.story.grid.count() == 2
    press(qtbot, field.editor, Key.Key_Escape)
    assert page.table.hasFocus()


def test_a_status_is_chosen_from_a_menu(page: ActionsPage, office: Store, qtbot: QtBot) -> None:
    menu = page.pane.make_menu()
    words = [one.text() for one in menu.actions()]
    assert words == ["Not started", "Open", "Complete", "Withdrawn"]
    menu.actions()[-1].trigger()
    settle(page, qtbot)
    assert action(office, "PLG035").status == "withdrawn"
    assert "PLG035" not in numbers(page)
    page.pane.status.click()
    assert page.pane.status.accessibleName().startswith("Status: ")


def test_a_new_action_takes_the_next_number(page: ActionsPage, office: Store, qtbot: QtBot) -> None:
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
    names = office.ask(load_names)
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
    made = action(office, "PLG049")
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
    page: ActionsPage, office: Store, qtbot: QtBot
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
    moved = action(office, "PLG035")
    assert (moved.due, moved.first_due) == (date(2023, 10, 25), date(2023, 5, 17))
    assert page.pane.number.text() == "PLG035"
    assert page.pane.first.text() == ("First due Wed 17 May 2023, slipped by 113 working days")
    words = changes(office, "PLG035")[0]
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


def test_an_owner_that_ended_can_stay(page: ActionsPage, office: Store, qtbot: QtBot) -> None:
    names = office.ask(load_names)
    old = names.organisation("North Durham CCG")
    group = names.group("CDOP")
    assert old is not None
    assert group is not None
    details = ActionDetails("Close the file", old.id, due_rule="none")
    made = str(office.run(commands.add_action, group.id, details).result)
    page.open_record(made)
    settle(page, qtbot)
    assert page.pane.meeting.isHidden()
    assert page.pane.origin.text() == "Child Death Overview Panel"
    assert page.pane.due.isHidden()
    page.pane.edit_action()
    settle(page, qtbot)
    assert page.pane.form.owner.value() == old.id
    assert page.pane.form.due.isHidden()


def test_the_meeting_that_raised_it_is_opened(page: ActionsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.desk.place_asked) as asked:
        page.pane.meeting.click()
    assert asked.args == ["meetings", page.pane.meeting_id]


def test_the_menu_and_the_palette_offer_the_same(page: ActionsPage, qtbot: QtBot) -> None:
    offered = {words: do for words, _, do in page.commands()}
    assert list(offered) == ["New action", "Mark done: PLG035", "Edit PLG035"]
    menu = page.table.make_menu()
    assert [one.text() for one in menu.actions()][:2] == ["Mark done", "Edit action"]
    offered["Edit PLG035"]()
    settle(page, qtbot)
    assert page.pane.is_editing()


def test_the_history_shows_three_and_then_all(
    page: ActionsPage, office: Store, qtbot: QtBot
) -> None:
    first = action(office, "PLG035").id
    for status in ("open", "not started", "open"):
        office.run(commands.set_status, first, status, TODAY)
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


def test_every_change_is_told_with_its_values(office: Store) -> None:
    found = action(office, "PLG035")
    owner = office.ask(load_names).organisation("HDFT")
    assert owner is not None
    details = ActionDetails(found.text, owner.id, "Nurse", None, "", "next meeting")
    office.run(commands.change_action, found.id, details)
    assert changes(office, "PLG035")[0] == (
        "Due: Wed 17 May 2023, now next meeting; Owner: Durham County Council, now HDFT; "
        "Role: none, now Nurse; Raised: Wed 19 Apr 2023, now none; Item: 5, now none"
    )


def test_a_removed_update_is_told(office: Store) -> None:
    from sqlalchemy import select

    from dscp_desktop.actions.tables import ActionUpdate

    found = action(office, "PLG035")
    office.run(commands.add_update, found.id, "By mistake", TODAY)
    update = office.ask(
        lambda s: s.scalars(select(ActionUpdate.id).order_by(ActionUpdate.id.desc())).first()
    )
    office.run(commands.remove_update, update)
    assert changes(office, "PLG035")[:2] == ["Update removed", "Update added"]


def test_an_unknown_record_changes_nothing(page: ActionsPage, qtbot: QtBot) -> None:
    page.open_record("nothing")
    settle(page, qtbot)
    assert page.pane.number.text() == "PLG035"


def test_an_empty_log_says_what_to_do(durham: Store, qtbot: QtBot) -> None:
    page = open_page(durham, qtbot)
    assert page.table.empty.fact == "No action yet"
    assert page.pane.currentWidget() is page.pane.none
    assert [words for words, _, _ in page.commands()] == ["New action"]
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
