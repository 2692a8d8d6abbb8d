"""People, chairs, history, the structure and what does not agree, on the page of groups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.commands.groups import add_group
from dscp_desktop.partnership.commands.people import add_person, seat_person
from dscp_desktop.partnership.commands.seats import add_seat
from dscp_desktop.partnership.page.groups import CHECK, GROUPS, PEOPLE, STRUCTURE, GroupsPage
from dscp_desktop.partnership.page.spanfield import WhenField, read_when
from dscp_desktop.partnership.queries.parties import list_groups
from dscp_desktop.partnership.queries.people import list_people
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.rules.parties import GroupDetails
from dscp_desktop.partnership.rules.people import PersonDetails
from dscp_desktop.partnership.rules.seats import Office, SeatHolder
from dscp_desktop.store.opening import Store
from dscp_desktop.terms_of_reference.rules.lint import LintLine
from dscp_desktop.widgets.boxchart import BoxChart
from tests.partnership.conftest import Find

Key = Qt.Key
TODAY = date(2023, 10, 19)


class Place:
    """A group with two seats, two people, and another group where its chair sits by office."""

    def __init__(self, store: Store, organisation: Find) -> None:
        def run(command: Any, *args: Any, **more: Any) -> str:
            return str(store.run(command, *args, **more).result)

        self.group = run(add_group, GroupDetails("Board of Tests", "BOT"))
        self.above = run(add_group, GroupDetails("Council of Tests", "COT"))
        self.one = run(add_seat, self.group, organisation("HDFT"))
        self.two = run(add_seat, self.group, organisation("CDDFT"))
        self.office = run(
            add_seat, self.above, None, "Chair of BOT", office=Office(chair_of=self.group)
        )
        self.ann = run(add_person, PersonDetails("Ann Reed", organisation("HDFT"), "Named nurse"))
        self.bob = run(add_person, PersonDetails("Bob Stone", organisation("CDDFT")))


@pytest.fixture
def place(durham: Store, organisation: Find) -> Place:
    return Place(durham, organisation)


@pytest.fixture
def page(place: Place, desk: Desk, qtbot: QtBot) -> Iterator[GroupsPage]:
    made = GroupsPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 808)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open_record(place.group)
    settle(made, qtbot)
    yield made
    settle(made, qtbot)


def settle(page: GroupsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.desk.idle)
    qtbot.waitUntil(page.desk.idle)


def held(store: Store, group_id: str, on: date = TODAY) -> dict[str, SeatHolder]:
    return {seat.seat_id: seat for seat in store.ask(seats_on, group_id, on)}


def test_somebody_is_put_on_a_seat(
    page: GroupsPage, durham: Store, place: Place, qtbot: QtBot
) -> None:
    pane = page.pane
    assert not pane.view.sit.isEnabled()
    pane.seats.choose(place.one)
    pane.view.sit.click()
    form = pane.holder_form
    assert form.person.editor.itemText(1) == "Ann Reed, Named nurse, HDFT"
    form.submit()
    assert form.person.error.text() == "Choose who sits here"
    form.person.set_value(place.ann)
    form.starts.editor.setText("soon")
    form.submit()
    assert "Enter a day such as" in form.starts.error.text()
    form.starts.set_value("2023-09-01")
    form.submit()
    settle(page, qtbot)
    assert held(durham, place.group)[place.one].person == "Ann Reed"
    row = pane.seats.rows.at(0)
    assert "Ann Reed" in [pane.seats.rows.columns[1].text(row)]
    pane.seats.choose(place.one)
    pane.seat_person()
    form.person.set_value(place.bob)
    form.place.set_value(True)
    form.submit()
    settle(page, qtbot)
    assert held(durham, place.group)[place.one].deputy == "Bob Stone"


def test_the_day_shows_who_sat_on_what_then(
    page: GroupsPage, durham: Store, place: Place, qtbot: QtBot
) -> None:
    durham.run(seat_person, place.one, place.ann, "2023-09-01")
    page.day.set_value(date(2023, 8, 31))
    page.day.editor.editingFinished.emit()
    settle(page, qtbot)
    people = [page.pane.seats.rows.at(n).held.person for n in range(2)]
    assert people == ["", ""]
    assert page.pane.seats_title.text() == "Seats 2, on 31 August 2023"
    page.day.set_value(None)
    page.day.editor.editingFinished.emit()
    settle(page, qtbot)
    assert "Ann Reed" in [page.pane.seats.rows.at(n).held.person for n in range(2)]


def test_a_change_of_chair_made_once_shows_on_both_groups(
    page: GroupsPage, durham: Store, place: Place, qtbot: QtBot
) -> None:
    durham.run(seat_person, place.one, place.ann, "2023-01-01")
    durham.run(seat_person, place.two, place.bob, "2023-01-01")
    for seat, starts, name in (
        (place.one, "2023-02-01", "Ann Reed"),
        (place.two, "2023-10-01", "Bob Stone"),
    ):
        page.pane.view.chair.click()
        form = page.pane.chair_form
        form.seat.set_value(seat)
        form.starts.set_value(starts)
        form.submit()
        settle(page, qtbot)
        assert held(durham, place.group)[seat].office == "chair"
        assert held(durham, place.above)[place.office].person == name
    assert "Chair: CDDFT, from 1 October 2023" in page.pane.view.story.text()
    page.pane.view.chair.click()
    form.seat.set_value(place.one)
    form.starts.set_value("2023-10-01")
    form.submit()
    settle(page, qtbot)
    assert form.starts.error.text(), "two chairs on one day"
    assert held(durham, place.above)[place.office].person == "Bob Stone"
    form.cancel.click()
    page.list.choose(place.above)
    settle(page, qtbot)
    row = page.pane.seats.rows.at(0)
    assert (row.holder, row.held.person) == ("Chair of BOT", "Bob Stone")
    assert "filled by office" in page.pane.seats.rows.columns[0].spoken(row)
    page.pane.seats.choose_first()
    assert not page.pane.view.sit.isEnabled()
    page.pane.seat_person()
    assert not page.pane.is_editing()


def test_a_seat_that_ends_before_it_starts_is_said_at_the_field(
    page: GroupsPage, durham: Store, place: Place, qtbot: QtBot
) -> None:
    page.pane.seats.choose(place.one)
    page.pane.change_seat()
    form = page.pane.seat_form
    form.starts.set_value("2023-10")
    form.ends.set_value("2023-09-30")
    form.submit()
    assert form.ends.error.text().startswith("It ends before it starts")
    form.ends.set_value("")
    form.office.set_value(place.above)
    form.submit()
    settle(page, qtbot)
    page.pane.show_view()
    seat = held(durham, place.group)[place.one]
    assert (seat.starts, seat.by_office) == ("2023-10", True)


def test_a_group_is_renamed_merged_and_ended(
    page: GroupsPage, durham: Store, place: Place, group: Find, qtbot: QtBot
) -> None:
    menu = page.pane.view.make_menu()
    words = [action.text() for action in menu.actions()]
    assert words == ["Rename…", "Merge into another group…", "End…"]
    menu.actions()[0].trigger()
    form = page.pane.rename_form
    form.name.set_value("Board of Trials")
    form.starts.set_value("2023-10-01")
    form.submit()
    settle(page, qtbot)
    assert page.pane.name.text() == "Board of Trials"
    assert "Called Board of Tests: until 30 September 2023" in page.pane.view.story.text()
    page.pane.change_story("merge")
    page.pane.merge_form.submit()
    assert page.pane.merge_form.into.error.text() == "Choose the group it goes on in"
    page.pane.merge_form.into.set_value(group("WLD"))
    page.pane.merge_form.starts.set_value("2023-12-01")
    page.pane.merge_form.submit()
    settle(page, qtbot)
    ends = {line.code: line.ends for line in durham.ask(list_groups)}
    assert ends["BOT"] == "2023-11-30"
    page.list.choose(place.above)
    settle(page, qtbot)
    page.pane.change_story("end")
    page.pane.end_form.ends.set_value("2023-10")
    page.pane.end_form.submit()
    settle(page, qtbot)
    assert {line.code: line.ends for line in durham.ask(list_groups)}["COT"] == "2023-10"


def test_people_are_added_changed_and_leave(
    page: GroupsPage, durham: Store, place: Place, qtbot: QtBot
) -> None:
    page.tabs.setCurrentIndex(PEOPLE)
    assert page.new.words == "Add person"
    page.new.click()
    part = page.people_part
    part.form.name.set_value("Cy Young")
    part.form.email.set_value("nowhere")
    part.form.submit()
    assert "An email address" in part.form.email.error.text()
    part.form.email.set_value("cy@example.org")
    part.form.submit()
    settle(page, qtbot)
    page.people_part.table.choose_first(lambda person: person.name == "Cy Young")
    qtbot.keyClick(part.table, Key.Key_Return)
    part.form.role.set_value("Analyst")
    part.form.submit()
    settle(page, qtbot)
    found = {p.name: p for p in durham.ask(list_people, TODAY)}
    assert (found["Cy Young"].role, found["Cy Young"].email) == ("Analyst", "cy@example.org")
    part.table.choose(place.ann)
    part.left_button.click()
    part.leaving.ends.set_value("2023-10-18")
    part.leaving.submit()
    settle(page, qtbot)
    assert {p.name: p.ends for p in durham.ask(list_people, TODAY)}["Ann Reed"] == "2023-10-18"
    page.reopen("person", {"record": place.bob}, lambda: None)
    settle(page, qtbot)
    assert part.form.name.value() == "Bob Stone"
    gone: list[int] = []
    page.reopen("leaving", {"record": "no one"}, lambda: gone.append(1))
    settle(page, qtbot)
    assert gone == [1]


def test_forms_of_a_group_come_back(page: GroupsPage, place: Place, qtbot: QtBot) -> None:
    for name, form in (
        ("chair", page.pane.chair_form),
        ("rename", page.pane.rename_form),
        ("merge", page.pane.merge_form),
        ("end", page.pane.end_form),
    ):
        page.reopen(name, {"group": place.group}, lambda: None)
        settle(page, qtbot)
        assert page.pane.currentWidget() is form
        assert form.draft_about() == {"group": place.group}
        form.cancel.click()
    page.reopen("holder", {"group": place.group, "record": place.one}, lambda: None)
    settle(page, qtbot)
    assert page.pane.currentWidget() is page.pane.holder_form
    assert page.pane.holder_form.draft_about()["record"] == place.one


def test_the_structure_is_walked_by_arrows(page: GroupsPage, group: Find, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(STRUCTURE)
    chart = page.structure_part.chart
    assert page.first_focus() is chart
    chart.setFocus()
    chart.choose(group("EXEC"))
    qtbot.keyClick(chart, Key.Key_Right)
    first = chart.now
    assert first != group("EXEC")
    qtbot.keyClick(chart, Key.Key_Down)
    assert chart.now not in (first, group("EXEC"))
    qtbot.keyClick(chart, Key.Key_Up)
    qtbot.keyClick(chart, Key.Key_Left)
    assert chart.now == group("EXEC")
    chart.choose(group("PLG"))
    said = chart.accessibleDescription()
    assert said.startswith("Performance and Learning Group, PLG, reports to Safeguarding Executive")
    assert "chair" in said
    chart.grab()
    qtbot.keyClick(chart, Key.Key_Return)
    settle(page, qtbot)
    assert page.tabs.currentIndex() == GROUPS
    assert page.list.value().code == "PLG"
    with qtbot.waitSignal(page.document_wanted) as asked:
        page.tabs.setCurrentIndex(STRUCTURE)
        page.print.click()
    assert asked.args[0] == "structure"


def test_a_chart_keeps_its_place_and_takes_the_mouse(qtbot: QtBot) -> None:
    chart = BoxChart("Nothing")
    qtbot.addWidget(chart)
    chart.show()
    assert chart.accessibleDescription() == "Nothing here yet"
    qtbot.keyClick(chart, Key.Key_Right)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert chart.now == ""


def test_what_does_not_agree_is_counted_and_opened(
    page: GroupsPage, group: Find, qtbot: QtBot
) -> None:
    lines = (
        LintLine("Executive", "Nobody holds a seat", "Police", group("EXEC"), "vacant"),
        LintLine("Policy", "Review passed", "", "another record", "review"),
    )
    page.desk.checks = lambda _session, _day: lines
    page.refresh()
    settle(page, qtbot)
    assert page.tabs.tabText(CHECK) == "Check 2"
    page.tabs.setCurrentIndex(CHECK)
    table = page.check_part.table
    table.choose_row(1)
    with qtbot.waitSignal(page.desk.place_asked) as asked:
        qtbot.keyClick(table, Key.Key_Return)
    assert asked.args == ["terms_of_reference", "another record"]
    table.choose_row(0)
    qtbot.keyClick(table, Key.Key_Return)
    settle(page, qtbot)
    assert page.list.value().code == "EXEC"


def test_terms_and_work_plan_are_reached_from_the_group(
    page: GroupsPage, place: Place, qtbot: QtBot
) -> None:
    for button, feature in (
        (page.pane.view.terms, "terms_of_reference"),
        (page.pane.view.plan, "work_plans"),
    ):
        with qtbot.waitSignal(page.desk.place_asked) as asked:
            button.click()
        assert asked.args == [feature, place.group]


def test_every_control_has_a_name(page: GroupsPage) -> None:
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        for widget in page.findChildren(QWidget):
            takes = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            if takes and widget.isVisible() and widget.focusProxy() is None:
                said = widget.accessibleName() or getattr(widget, "text", str)()
                assert said, widget


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("19/10/2023", "2023-10-19"), ("10/2023", "2023-10"), ("2023-10", "2023-10")],
)
def test_a_day_or_a_month_is_read(typed: str, kept: str, qtbot: QtBot) -> None:
    assert read_when(typed) == kept
    field = WhenField("From", optional=True)
    qtbot.addWidget(field)
    field.set_value(kept)
    assert field.value() == kept
    field.editor.setText("13/2023")
    assert field.problem().startswith("Enter a day")
    assert field.value() == ""
