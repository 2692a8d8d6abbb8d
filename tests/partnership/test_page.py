"""The page of groups, driven by its keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.commands.groups import add_group
from dscp_desktop.partnership.commands.seats import add_seat
from dscp_desktop.partnership.page.groups import GROUPS, ORGANISATIONS, SEATS, GroupsPage
from dscp_desktop.partnership.queries.parties import list_groups, list_organisations
from dscp_desktop.partnership.rules.parties import GroupDetails, GroupLine, OrganisationLine
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import Section, is_line
from dscp_desktop.widgets.forms import Field, TextField
from dscp_desktop.widgets.tables import TableView
from tests.partnership.conftest import Find

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[GroupsPage]:
    made = GroupsPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 808)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.refresh()
    settle(made, qtbot)
    yield made
    settle(made, qtbot)


def settle(page: GroupsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.desk.idle)


def shown(table: TableView, column: int = 0) -> list[str]:
    places = range(table.rows.rowCount())
    return [str(table.rows.index(n, column).data()) for n in places if is_line(table.rows.at(n))]


def headings(table: TableView) -> list[str]:
    rows = (table.rows.at(n) for n in range(table.rows.rowCount()))
    return [f"{row.title} {row.words}" for row in rows if isinstance(row, Section)]


def press(
    qtbot: QtBot, widget: QWidget, key: Qt.Key, how: Qt.KeyboardModifier | None = None
) -> None:
    qtbot.keyClick(widget, key, how or Qt.KeyboardModifier.NoModifier)


def enter(qtbot: QtBot, field: TextField, words: str) -> None:
    field.editor.clear()
    qtbot.keyClicks(field.editor, words)


def wrong(fields: list[Field]) -> list[str]:
    return [field.error.text() for field in fields if not field.error.isHidden()]


def group_of(store: Store, code: str) -> GroupLine:
    return next(g for g in store.ask(list_groups) if g.code == code)


def organisation_of(store: Store, name: str) -> OrganisationLine:
    return next(o for o in store.ask(list_organisations) if o.name == name)


def empty_group(page: GroupsPage, durham: Store, qtbot: QtBot) -> str:
    """Add a group without seats; return its id."""
    made = durham.run(add_group, GroupDetails("Domestic Abuse Group", "DAG"))
    page.refresh()
    settle(page, qtbot)
    return str(made.result)


def test_the_groups_and_the_seats_of_the_first_are_shown(page: GroupsPage) -> None:
    assert page.context.text() == "14 groups · 33 organisations · 49 seats"
    assert headings(page.list) == ["Groups that meet 9", "Agency groups 4", "No longer there 1"]
    assert shown(page.list, 1)[:3] == ["EXEC", "EXT", "PLG"]
    assert page.pane.name.text() == "Safeguarding Executive Group"
    assert page.pane.seats_title.text().startswith("Seats 4")
    assert shown(page.pane.seats)[0] == "Durham County Council"
    assert "Executive" in " ".join(page.pane.facts.words())
    assert page.first_focus() is page.list
    assert page.panes() == [page.filter, page.list, page.pane]


def test_keys_move_through_the_list_and_filter_it(page: GroupsPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    press(qtbot, page.list, Key.Key_Down)
    press(qtbot, page.list, Key.Key_Down)
    settle(page, qtbot)
    assert page.pane.line.text() == "PLG · Subgroup"
    assert page.pane.seats_title.text() == "Seats 5"
    press(qtbot, page, Key.Key_F, Ctrl)
    qtbot.keyClicks(page.filter, "plg")
    assert page.shown.text() == "3 of 14 shown"
    assert shown(page.list, 1) == ["PLG", "IDG", "WLD"]
    press(qtbot, page.filter, Key.Key_Return)
    assert page.list.hasFocus()
    press(qtbot, page.list, Key.Key_Return)
    assert page.pane.seats.hasFocus()


def test_a_group_is_added_by_keys(page: GroupsPage, durham: Store, qtbot: QtBot) -> None:
    press(qtbot, page, Key.Key_N, Ctrl)
    form = page.pane.form
    assert page.pane.is_editing()
    assert page.new.kind == "secondary"
    press(qtbot, form.name.editor, Key.Key_Return, Ctrl)
    assert wrong(form.fields()) == ["Enter the group's name", "Enter a short code, such as TFG"]
    enter(qtbot, form.name, "Domestic Abuse Group")
    enter(qtbot, form.code, "PLG")
    form.submit()
    settle(page, qtbot)
    assert form.trouble.text().startswith("PLG means Performance and Learning Group")
    enter(qtbot, form.code, "DAG")
    form.reports_to.set_value(group_of(durham, "EXEC").id)
    form.do.click()
    settle(page, qtbot)
    assert not page.pane.is_editing()
    assert page.new.kind == "primary"
    assert page.list.value().code == "DAG"
    assert group_of(durham, "DAG").reports_to == "EXEC"


def test_a_group_is_changed_and_esc_leaves_it(
    page: GroupsPage, durham: Store, qtbot: QtBot
) -> None:
    page.list.choose(group_of(durham, "IDG").id)
    page.pane.edit.click()
    form = page.pane.form
    assert form.reports_to.editor.currentText() == "Performance and Learning Group"
    enter(qtbot, form.cadence, "Never")
    press(qtbot, form.cadence.editor, Key.Key_Escape)
    assert form.question is not None
    form.question.do.click()
    assert not page.pane.is_editing()
    page.pane.edit.click()
    assert form.cadence.value() == "Every month (AR)"
    enter(qtbot, form.cadence, "Every six weeks")
    form.submit()
    settle(page, qtbot)
    assert group_of(durham, "IDG").cadence == "Every six weeks"
    assert page.list.value().code == "IDG"
    assert "Every six weeks" in page.pane.facts.words()


def test_a_seat_is_added_changed_and_removed(
    page: GroupsPage, durham: Store, organisation: Find, qtbot: QtBot
) -> None:
    page.list.choose(empty_group(page, durham, qtbot))
    settle(page, qtbot)
    assert not page.pane.remove.isEnabled()
    page.pane.remove_seat()
    page.pane.change_seat()
    page.pane.add.click()
    settle(page, qtbot)
    form = page.pane.seat_form
    form.submit()
    assert wrong(form.fields()) == ["Choose who holds it"]
    form.holder.set_value("role")
    form.submit()
    assert wrong(form.fields()) == ["Enter the role that holds it"]
    enter(qtbot, form.role, "Chair")
    form.submit()
    settle(page, qtbot)
    page.pane.add_seat()
    settle(page, qtbot)
    form.holder.set_value(organisation("HDFT"))
    form.submit()
    settle(page, qtbot)
    assert shown(page.pane.seats) == ["Chair", "HDFT"]
    assert page.pane.seats_title.text() == "Seats 2"
    page.pane.seats.choose_first()
    press(qtbot, page.pane.seats, Key.Key_Return)
    assert form.holder.isHidden()
    form.role.set_value("")
    form.submit()
    assert wrong(form.fields()) == ["Enter the role that holds it"]
    form.role.set_value("Deputy chair")
    form.kind.set_value("virtual")
    form.submit()
    settle(page, qtbot)
    assert page.pane.seats_title.text() == "Seats 2, 1 of them core"
    page.pane.seats.choose_first()
    press(qtbot, page.pane.seats, Key.Key_Delete)
    settle(page, qtbot)
    assert shown(page.pane.seats) == ["HDFT"]
    assert group_of(durham, "DAG").seats == 1


def test_what_was_typed_is_kept_while_another_row_is_chosen(
    page: GroupsPage, durham: Store, qtbot: QtBot
) -> None:
    page.list.choose(group_of(durham, "CEG").id)
    page.pane.add_seat()
    settle(page, qtbot)
    page.list.choose(group_of(durham, "WLD").id)
    assert not page.pane.is_editing()
    page.list.choose(group_of(durham, "CEG").id)
    page.pane.add_seat()
    settle(page, qtbot)
    qtbot.keyClicks(page.pane.seat_form.role.editor, "Chair")
    page.pane.seat_form.holder.set_value("role")
    page.list.choose(group_of(durham, "WLD").id)
    settle(page, qtbot)
    assert page.pane.is_editing()
    page.pane.seat_form.submit()
    settle(page, qtbot)
    assert group_of(durham, "CEG").seats == 4
    part = page.organisation_part
    page.tabs.setCurrentIndex(ORGANISATIONS)
    part.edit()
    qtbot.keyClicks(part.form.short_name.editor, "X")
    part.table.choose_row(4)
    assert part.is_editing()


def test_what_the_store_refuses_is_said(
    page: GroupsPage, durham: Store, organisation: Find, qtbot: QtBot
) -> None:
    ceg = group_of(durham, "CEG").id
    durham.run(add_seat, ceg, organisation("HDFT"))
    page.list.choose(ceg)
    page.pane.add_seat()
    settle(page, qtbot)
    page.pane.seat_form.holder.set_value(organisation("HDFT"))
    page.pane.seat_form.submit()
    settle(page, qtbot)
    assert "has this seat on CEG already" in page.pane.seat_form.trouble.text()
    page.pane.seat_form.cancel.click()
    for role in ("One", "Two"):
        durham.run(add_seat, ceg, organisation("CDDFT"), role)
    with qtbot.waitSignal(page.desk.troubled) as said:
        page.matrix_part.table.seat_toggled.emit(organisation("CDDFT"), ceg)
    assert "holds 2 seats on CEG" in said.args[0]


def test_organisations_are_listed_by_kind(page: GroupsPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(ORGANISATIONS)
    part = page.organisation_part
    assert headings(part.table)[0] == "Statutory partners 3"
    assert headings(part.table)[-1] == "No longer there 1"
    assert page.new.words == "Add organisation"
    part.table.choose_first(lambda line: bool(line.ends))
    assert "Until 30 June 2022" in part.facts.words()
    assert page.panes()[1:] == [part.table, part.detail]
    press(qtbot, page, Key.Key_F, Ctrl)
    qtbot.keyClicks(page.filter, "college")
    assert page.shown.text() == "4 of 33 shown"
    page.tabs.setCurrentIndex(GROUPS)
    assert page.filter.text() == ""


def test_an_organisation_is_added_and_changed(
    page: GroupsPage, durham: Store, group: Find, qtbot: QtBot
) -> None:
    page.tabs.setCurrentIndex(SEATS)
    page.new.click()
    part = page.organisation_part
    assert page.tabs.currentIndex() == ORGANISATIONS
    assert part.is_editing()
    assert page.new.kind == "secondary"
    enter(qtbot, part.form.name, "Schools")
    part.form.submit()
    settle(page, qtbot)
    assert "known already, as Schools" in part.form.trouble.text()
    enter(qtbot, part.form.name, "Local Radio")
    part.form.submit()
    settle(page, qtbot)
    assert part.table.value().name == "Local Radio"
    assert organisation_of(durham, "Local Radio").kind == "relevant agency"
    press(qtbot, part.table, Key.Key_Return)
    part.form.agency_group.set_value(group("Voluntary sector"))
    enter(qtbot, part.form.short_name, "LR")
    part.form.known_as.set_value("Radio\nCounty Radio")
    part.form.submit()
    settle(page, qtbot)
    made = organisation_of(durham, "Local Radio")
    assert (made.agency_group, made.known_as) == ("Voluntary sector", ("Radio", "County Radio"))
    part.edit_button.click()
    assert part.form.agency_group.editor.currentText() == "Voluntary sector"
    part.table.choose_first()
    assert not part.is_editing()
    part.add()
    part.form.cancel.click()
    assert not part.is_editing()


def test_space_ticks_a_seat_in_the_matrix(page: GroupsPage, durham: Store, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(SEATS)
    table = page.matrix_part.table
    assert page.first_focus() is table
    assert page.panes() == [page.filter, table]
    assert "Space ticks a seat" in page.shown.text()
    assert [c.title for c in table.rows.columns][:3] == ["Organisation", "EXEC", "EXT"]
    table.setFocus()
    assert table.currentIndex().column() == 1
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Right):
        press(qtbot, table, key)
    assert (table.value().name, table.currentIndex().column()) == ("Integrated Care Board (ICB)", 3)
    press(qtbot, table, Key.Key_Space)
    settle(page, qtbot)
    settle(page, qtbot)
    assert "PLG" not in organisation_of(durham, "Integrated Care Board (ICB)").groups
    press(qtbot, table, Key.Key_Space)
    settle(page, qtbot)
    settle(page, qtbot)
    assert "PLG" in organisation_of(durham, "Integrated Care Board (ICB)").groups
    assert table.rows.columns[3].tick is not None
    assert table.currentIndex().column() == 3
    assert table.rows.columns[3].spoken(table.value()) == "ticked"
    table.grab()


def test_a_new_group_is_a_new_column(page: GroupsPage, durham: Store, qtbot: QtBot) -> None:
    before = page.matrix_part.table
    durham.run(add_group, GroupDetails("Domestic Abuse Group", "DAG"))
    page.refresh()
    settle(page, qtbot)
    assert page.matrix_part.table is not before
    assert page.matrix_part.table.rows.columns[-1].title == "DAG"


def test_a_record_is_opened_from_elsewhere(
    page: GroupsPage, group: Find, organisation: Find, qtbot: QtBot
) -> None:
    page.open_record(organisation("HDFT"))
    settle(page, qtbot)
    assert page.tabs.currentIndex() == ORGANISATIONS
    assert page.organisation_part.table.value().id == organisation("HDFT")
    page.open_record(group("WLD"))
    settle(page, qtbot)
    assert page.tabs.currentIndex() == GROUPS
    assert page.pane.line.text() == "WLD · Subgroup"
    page.open_record("nothing")
    settle(page, qtbot)
    assert page.pane.line.text() == "WLD · Subgroup"


def test_the_palette_is_offered_what_the_page_does(page: GroupsPage) -> None:
    offered = {words: do for words, _, do in page.commands()}
    offered["Who sits where"]()
    assert page.tabs.currentIndex() == SEATS
    assert page.focusWidget() is page.table()
    assert (
        page.tabs.tabBar().accessibleName()
        == "Groups, organisations, seats, people, structure, check"
    )
    assert page.tabs.tabBar().focusPolicy() is Qt.FocusPolicy.TabFocus
    offered["Add group"]()
    assert page.pane.is_editing()
    offered["Add organisation"]()
    assert page.organisation_part.is_editing()


def test_an_empty_store_says_what_to_do(store: Store, qtbot: QtBot) -> None:
    desk = Desk(store)
    page = GroupsPage(desk)
    qtbot.addWidget(page)
    page.refresh()
    qtbot.waitUntil(desk.idle)
    assert page.list.empty.fact == "No group yet"
    assert page.pane.currentWidget() is page.pane.none
    assert page.organisation_part.detail.currentWidget() is page.organisation_part.none
    page.pane.edit_group()
    page.pane.add_seat()
    page.pane.show_view()
    page.organisation_part.edit()
    page.organisation_part.show_view()
    assert not page.pane.is_editing()
    assert not page.organisation_part.is_editing()
    desk.close()
