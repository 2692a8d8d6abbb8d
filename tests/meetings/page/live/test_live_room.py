"""Live minutes: items and their times, who is here, the end, and what stands still."""

from __future__ import annotations

from datetime import date, time

from pytestqt.qtbot import QtBot

from dscp_desktop.meetings.commands.agenda import remove_item
from dscp_desktop.meetings.commands.minutes import agree_minutes, approve_minutes
from dscp_desktop.meetings.page.live.page import LivePage
from dscp_desktop.meetings.page.live.words import item_pieces, spoken_item
from tests.meetings.page.liveroom import (
    ALT,
    CTRL,
    Hands,
    Key,
    Settle,
    plan,
    record_of,
    texts,
    type_notes,
)

# Items and time -----------------------------------------------------------------------------------


def test_next_item_ends_the_one_that_runs_and_begins_the_next_and_back_changes_no_time(
    begun: LivePage, qtbot: QtBot, clock: Hands, settle: Settle
) -> None:
    clock.put("10:06")
    qtbot.keyClick(begun, Key.Key_Down, ALT)
    settle()
    clock.put("10:09")
    qtbot.keyClick(begun, Key.Key_Up, ALT)
    settle()
    clock.put("10:10")
    qtbot.keyClick(begun, Key.Key_Down, ALT)  # back to the item that runs
    settle()
    clock.put("10:20")
    qtbot.keyClick(begun, Key.Key_Down, ALT)
    settle()
    first, second, third = record_of(begun.desk.store, begun.meeting_id).items[:3]
    assert (first.started, first.ended) == (time(10, 0), time(10, 6))
    assert (second.started, second.ended) == (time(10, 6), time(10, 20))
    assert (third.started, third.ended) == (time(10, 20), None)
    assert begun.item_id == third.id


def test_the_agenda_says_planned_and_taken_minutes_and_how_far_behind_it_is(
    begun: LivePage, qtbot: QtBot, clock: Hands, settle: Settle
) -> None:
    clock.put("10:09")
    qtbot.keyClick(begun, Key.Key_Down, ALT)
    settle()
    clock.put("10:12")
    begun.tick()
    first, second = record_of(begun.desk.store, begun.meeting_id).items[:2]
    assert [(p.words, p.ink) for p in item_pieces(first, time(10, 12))] == [
        ("10:00 · 5 min planned, ", "t2"),
        ("took 9 min", "amb"),
    ]
    assert spoken_item(second, time(10, 12)).endswith("now, 10:05 · 5 min planned · 3 min so far")
    assert begun.room.behind.status.words == "4 min behind"
    assert begun.middle.time.words() == "3 of 5 minutes"
    assert begun.context.text() == "10:12 · 1 h 48 min left"


def test_before_the_start_no_time_is_left_or_over(
    page: LivePage, clock: Hands, settle: Settle
) -> None:
    clock.put("15:47")
    page.tick()
    assert page.context.text() == "15:47"
    page.finish.click()
    settle()
    assert page.context.text() == "15:47 · 3 h 47 min over"


def test_enter_in_the_agenda_begins_an_item_out_of_turn(
    begun: LivePage, qtbot: QtBot, clock: Hands, settle: Settle
) -> None:
    clock.put("10:07")
    begun.items.setFocus()
    for _ in range(3):
        qtbot.keyClick(begun.items, Key.Key_Down)
    settle()
    found = record_of(begun.desk.store, begun.meeting_id).items
    assert found[3].started is None
    qtbot.keyClick(begun.items, Key.Key_Return)
    settle()
    found = record_of(begun.desk.store, begun.meeting_id).items
    assert (found[3].started, found[0].ended) == (time(10, 7), time(10, 7))
    assert begun.middle.notes.field.hasFocus()


def test_a_break_stands_in_the_notes_with_its_times(
    begun: LivePage, clock: Hands, settle: Settle
) -> None:
    clock.put("10:30")
    begun.pause.click()
    assert begun.pause.words == "Go on"
    assert begun.context.text() == "Break since 10:30"
    clock.put("10:40")
    begun.pause.click()
    begun.saving.save()
    settle()
    found = record_of(begun.desk.store, begun.meeting_id).items[0].notes
    assert [(n.text, n.at) for n in found] == [
        ("Break.", time(10, 30)),
        ("The meeting went on.", time(10, 40)),
    ]


def test_the_end_says_what_was_not_reached_and_carries_it_over(
    begun: LivePage, qtbot: QtBot, clock: Hands, settle: Settle
) -> None:
    later = plan(begun.desk.store, date(2023, 12, 7), more=0)
    count = len(record_of(begun.desk.store, begun.meeting_id).items)
    for _ in range(count - 3):
        qtbot.keyClick(begun, Key.Key_Down, ALT)
        settle()
    clock.put("12:04")
    begun.finish.click()
    settle()
    record = record_of(begun.desk.store, begun.meeting_id)
    assert record.meeting.status == "held"
    assert record.items[count - 3].ended == time(12, 4)
    assert begun.banner is not None
    assert begun.banner.fact.text() == "The meeting ended at 12:04; 2 items were not reached"
    assert record.items[-1].title in begun.banner.help.text()
    carry = next(b for b in begun.banner.findChildren(type(begun.finish)) if "Carry" in b.words)
    assert carry.words == "Carry over to Thu 7 Dec"
    carry.click()
    settle()
    assert begun.banner is None
    found = {item.title for item in record_of(begun.desk.store, later).items if item.carried_from}
    assert found == {item.title for item in record.items[-2:]}
    assert not begun.finish.isVisible()


# Attendance and quorum ----------------------------------------------------------------------------


def test_space_goes_through_here_apologies_not_here_and_the_quorum_follows(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    table = begun.seats.table
    table.setFocus()
    for _ in range(4):
        qtbot.keyClick(table, Key.Key_Space)
        settle()
        qtbot.keyClick(table, Key.Key_Down)
    record = record_of(begun.desk.store, begun.meeting_id)
    assert [each.mark for each in record.seats[:4]] == ["present"] * 4
    assert begun.seats.quorum.tone == "grn"
    assert begun.seats.quorum.fact.text() == "Quorate for item 1"
    assert begun.seats.count.text() == f"4 of {record.core} here"
    table.choose_first()
    for mark in ("apologies", "no reply", "present"):
        qtbot.keyClick(table, Key.Key_Space)
        settle()
        assert record_of(begun.desk.store, begun.meeting_id).seats[0].mark == mark
        assert begun.seats.quorum.tone == ("grn" if mark == "present" else "amb")


def test_who_leaves_makes_the_panel_amber_from_that_item_on_and_names_who_is_needed(
    begun: LivePage, qtbot: QtBot, clock: Hands, settle: Settle
) -> None:
    table = begun.seats.table
    table.setFocus()
    for _ in range(4):
        qtbot.keyClick(table, Key.Key_Space)
        settle()
        qtbot.keyClick(table, Key.Key_Down)
    qtbot.keyClick(table, Key.Key_Down, ALT)
    settle()
    table.setFocus()
    table.choose_first()
    clock.put("11:10")
    qtbot.keyClick(table, Key.Key_L)
    form = begun.seats.move_form
    assert form.at.value() == time(11, 10)
    qtbot.keyClick(form.at.editor, Key.Key_Return)
    settle()
    gone = table.value()
    assert gone is not None
    assert begun.seats.quorum.tone == "amb"
    assert gone.shown in begun.seats.quorum.help.text()
    assert table.hasFocus()
    assert begun.seats.count.text().startswith("3 of")
    qtbot.keyClick(begun, Key.Key_Up, ALT)
    settle()
    assert begun.seats.quorum.tone == "grn"  # for item 1 it still was


def test_a_late_arrival_a_deputy_and_a_guest_by_key(
    begun: LivePage, qtbot: QtBot, clock: Hands, settle: Settle
) -> None:
    table = begun.seats.table
    table.setFocus()
    table.choose_first()
    clock.put("10:14")
    qtbot.keyClick(table, Key.Key_A)
    qtbot.keyClick(begun.seats.move_form.at.editor, Key.Key_Return)
    settle()
    table.choose_row(1)
    qtbot.keyClick(table, Key.Key_D)
    qtbot.keyClicks(begun.seats.name_form.name.editor, "Deputy director")
    qtbot.keyClick(begun.seats.name_form.name.editor, Key.Key_Return)
    settle()
    qtbot.keyClick(table, Key.Key_G)
    qtbot.keyClicks(begun.seats.guest_form.name.editor, "Data analyst")
    qtbot.keyClick(begun.seats.guest_form.name.editor, Key.Key_Return)
    settle()
    record = record_of(begun.desk.store, begun.meeting_id)
    assert record.seats[0].mark == "present"
    assert [move.at for move in record.seats[0].moves] == [time(10, 14)]
    assert (record.seats[1].mark, record.seats[1].name) == ("deputy", "Deputy director")
    assert [guest.name for guest in record.guests] == ["Data analyst"]
    words = [str(table.rows.index(n, 1).data()) for n in range(2)]
    assert words == ["Here, 10:14", "Deputy"]
    table.choose(record.guests[0].id)
    qtbot.keyClick(table, Key.Key_Delete)
    settle()
    table.choose_first()
    qtbot.keyClick(table, Key.Key_Delete)
    settle()
    record = record_of(begun.desk.store, begun.meeting_id)
    assert record.guests == ()
    assert record.seats[0].moves == ()


def test_a_move_that_cannot_be_says_so_in_its_form_and_esc_leaves_it(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    table = begun.seats.table
    table.setFocus()
    table.choose_first()
    qtbot.keyClick(table, Key.Key_L)
    form = begun.seats.move_form
    qtbot.keyClick(form.at.editor, Key.Key_Return)
    settle()
    assert "Mark them as here first" in form.trouble.text()
    assert begun.finish.kind == "secondary"
    qtbot.keyClick(form.at.editor, Key.Key_Escape)
    assert not form.isVisible()
    assert begun.finish.kind == "primary"
    assert table.hasFocus()


# What stands still --------------------------------------------------------------------------------


def test_approved_minutes_can_be_read_and_not_changed(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    later = plan(begun.desk.store, date(2023, 12, 7), more=0)
    type_notes(qtbot, begun, "Said.")
    begun.saving.save()
    settle()
    begun.desk.store.run(agree_minutes, begun.meeting_id, date(2023, 10, 20))
    begun.desk.store.run(approve_minutes, begun.meeting_id, later)
    begun.refresh()
    settle()
    notes = begun.middle.notes
    notes.setFocus()
    type_notes(qtbot, begun, "More.")
    qtbot.keyClick(begun, Key.Key_D, CTRL)
    assert not begun.middle.capture.isVisible()
    begun.saving.save()
    settle()
    assert texts(record_of(begun.desk.store, begun.meeting_id).items[0]) == ["Said."]
    assert not any(button.isEnabled() for button in begun.middle.tools.values())
    assert not begun.finish.isVisible()


def test_minutes_of_another_day_stamp_no_times_on_items(
    page: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    before = plan(page.desk.store, date(2023, 9, 7))
    page.open_record(before)
    settle()
    assert not page.finish.isVisible()
    assert page.context.text() == "Thu 7 Sep 2023"
    type_notes(qtbot, page, "Written up later.")
    qtbot.keyClick(page, Key.Key_Down, ALT)
    settle()
    found = record_of(page.desk.store, before).items
    assert texts(found[0]) == ["Written up later."]
    assert all(item.started is None for item in found)


def test_an_item_that_is_taken_off_while_it_is_shown_leaves_the_page_whole(
    page: LivePage, settle: Settle
) -> None:
    gone = page.item_id
    page.desk.run(page, remove_item, gone, then=lambda _changes: page.refresh())
    settle()
    assert page.item_id != gone
    assert page.item() is not None


def test_narrow_puts_the_attendance_into_a_tab_and_wide_brings_it_back(
    begun: LivePage, qtbot: QtBot
) -> None:
    begun.resize(976, 560)
    qtbot.waitUntil(lambda: begun.room.tabs is not None)
    assert begun.room.tabs is not None
    assert begun.room.tabs.tabText(1) == "Attendance"
    assert begun.title.text() == "PLG"
    begun.room.show_seats()
    qtbot.waitUntil(begun.seats.table.isVisible)
    begun.resize(1232, 812)
    qtbot.waitUntil(lambda: begun.room.tabs is None)
    qtbot.waitUntil(begun.seats.isVisible)
    qtbot.waitUntil(begun.items.isVisible)


def test_a_decision_stands_once_when_the_page_is_opened_again(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    meeting_id = begun.meeting_id
    type_notes(qtbot, begun, "One.", "D: Agreed", "Two.")
    settle()
    begun.open_record(plan(begun.desk.store, date(2023, 9, 7)))
    settle()
    begun.open_record(meeting_id)
    settle()
    assert ["block" if line.key else line.text for line in begun.middle.notes.lines()] == [
        "One.",
        "block",
        "Two.",
    ]
    assert texts(record_of(begun.desk.store, meeting_id).items[0]) == [
        "One.",
        "Decision 1.1",
        "Two.",
    ]
