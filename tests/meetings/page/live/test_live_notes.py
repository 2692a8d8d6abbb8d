"""Live minutes: the notes, the typed lines, and the bar below them."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.meetings.page.live.page import LivePage
from dscp_desktop.store.history import undo
from tests.meetings.page.liveroom import (
    ALT,
    CTRL,
    SHIFT,
    Hands,
    Key,
    Settle,
    record_of,
    texts,
    type_notes,
)

# Notes --------------------------------------------------------------------------------------------


def test_the_keys_are_in_the_notes_and_each_paragraph_has_the_time_of_its_first_key(
    begun: LivePage, qtbot: QtBot, clock: Hands, settle: Settle
) -> None:
    field = begun.middle.notes.field
    assert QApplication.focusWidget() is field
    clock.put("10:01:30")
    qtbot.keyClicks(field, "Welcome.")
    clock.put("10:02:10")
    qtbot.keyClick(field, Key.Key_Return)
    clock.put("10:03")
    qtbot.keyClicks(field, "Apologies were noted.")
    qtbot.keyClick(begun, Key.Key_Down, ALT)
    settle()
    first = record_of(begun.desk.store, begun.meeting_id).items[0]
    assert [(note.text, note.at) for note in first.notes] == [
        ("Welcome.", time(10, 1, 30)),
        ("Apologies were noted.", time(10, 3)),
    ]


def test_leaving_an_item_is_one_command_for_its_notes_and_a_second_visit_changes_nothing(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    heard: list[str] = []
    begun.desk.changed.connect(lambda changes: heard.append(changes.words))
    type_notes(qtbot, begun, "One.", "Two.", "Three.")
    qtbot.keyClick(begun, Key.Key_Down, ALT)
    settle()
    assert sum("notes kept" in words for words in heard) == 1
    ids = [note.id for note in record_of(begun.desk.store, begun.meeting_id).items[0].notes]
    qtbot.keyClick(begun, Key.Key_Up, ALT)
    settle()
    assert [line.id for line in begun.middle.notes.lines()] == ids
    qtbot.keyClick(begun, Key.Key_Down, ALT)
    settle()
    assert sum("notes kept" in words for words in heard) == 1
    assert [n.id for n in record_of(begun.desk.store, begun.meeting_id).items[0].notes] == ids


def test_what_is_typed_on_after_a_save_keeps_the_paragraphs_that_were_there(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    type_notes(qtbot, begun, "One.")
    begun.saving.save()
    settle()
    kept = record_of(begun.desk.store, begun.meeting_id).items[0].notes[0].id
    type_notes(qtbot, begun, "Two.")
    begun.saving.save()
    settle()
    found = record_of(begun.desk.store, begun.meeting_id).items[0].notes
    assert [note.text for note in found] == ["One.", "Two."]
    assert found[0].id == kept


def test_a_paragraph_is_marked_as_part_2_by_key_and_so_is_a_decision_typed_in_it(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    qtbot.keyClicks(begun.middle.notes.field, "One case.")
    qtbot.keyClick(begun, Key.Key_2, CTRL | SHIFT)
    qtbot.keyClick(begun.middle.notes.field, Key.Key_Return)
    type_notes(qtbot, begun, "D: The panel is told.")
    settle()
    begun.saving.save()
    settle()
    found = record_of(begun.desk.store, begun.meeting_id).items[0].notes
    assert [note.restricted for note in found] == [True, True]
    assert found[1].decision is not None
    assert found[1].decision.restricted


# Typed lines and the bar --------------------------------------------------------------------------


def test_a_typed_line_becomes_an_action_with_owner_and_day_in_its_place(
    begun: LivePage, qtbot: QtBot, clock: Hands, settle: Settle
) -> None:
    type_notes(qtbot, begun, "Before.")
    clock.put("10:04")
    type_notes(qtbot, begun, "A: Durham Constabulary by 3 Nov share the template")
    settle()
    type_notes(qtbot, begun, "After.")
    begun.saving.save()
    settle()
    item = record_of(begun.desk.store, begun.meeting_id).items[0]
    assert texts(item) == ["Before.", "Action PLG001", "After."]
    action = item.actions[0]
    assert (action.text, action.owner) == ("Share the template", "Durham Constabulary")
    assert action.due == "3 November 2023"
    assert item.notes[1].at == time(10, 4)


def test_a_typed_line_whose_owner_nobody_knows_opens_the_bar_filled_and_asks(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    type_notes(qtbot, begun, "A: Durham Constabularly by 3 Nov share the template")
    bar = begun.middle.capture
    assert bar.isVisible()
    assert "Nobody is called Durham Constabularly" in bar.asked.text()
    assert "Durham Constabulary" in bar.asked.text()
    assert bar.text.value() == "Share the template"
    assert bar.due.value() == date(2023, 11, 3)
    assert bar.owner.editor.hasFocus()
    bar.owner.set_value(next(f"id:{p.id}" for p in begun.putting.parties if "Const" in p.name))
    qtbot.keyClick(bar.owner.editor, Key.Key_Return, CTRL)
    settle()
    assert not bar.isVisible()
    assert begun.finish.kind == "primary"
    assert begun.middle.notes.field.hasFocus()
    begun.saving.save()
    settle()
    assert texts(record_of(begun.desk.store, begun.meeting_id).items[0]) == ["Action PLG001"]


def test_the_bar_adds_a_decision_and_a_challenge_and_esc_goes_back_with_nothing_added(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    bar = begun.middle.capture
    qtbot.keyClick(begun, Key.Key_D, CTRL)
    assert bar.text.editor.hasFocus()
    assert (bar.add.kind, begun.finish.kind) == ("primary", "secondary")
    qtbot.keyClicks(bar.text.editor, "The findings are accepted.")
    qtbot.keyClick(bar.text.editor, Key.Key_Return, CTRL)
    settle()
    qtbot.keyClick(begun, Key.Key_C, CTRL | SHIFT)
    qtbot.keyClicks(bar.text.editor, "The data came late.")
    qtbot.keyClick(bar.text.editor, Key.Key_Return, CTRL)
    settle()
    qtbot.keyClick(begun, Key.Key_J, CTRL)
    qtbot.keyClicks(bar.text.editor, "Not this one")
    qtbot.keyClick(bar.text.editor, Key.Key_Escape)
    assert not bar.isVisible()
    assert begun.middle.notes.field.hasFocus()
    begun.saving.save()
    settle()
    item = record_of(begun.desk.store, begun.meeting_id).items[0]
    assert texts(item) == ["Decision 1.1", "Challenge 2023-01"]
    assert item.decisions[0].how == "Agreed without a vote"
    assert item.actions == ()


def test_the_bar_says_what_is_missing_and_what_the_store_refuses(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    bar = begun.middle.capture
    qtbot.keyClick(begun, Key.Key_J, CTRL)
    qtbot.keyClick(bar.text.editor, Key.Key_Return, CTRL)
    assert bar.text.error.text() == "Enter what needs doing"
    qtbot.keyClicks(bar.text.editor, "Share it")
    bar.owner.set_value(next(f"id:{p.id}" for p in begun.putting.parties))
    bar.due.set_value(date(2023, 10, 1))
    bar.submit()
    settle()
    assert bar.isVisible()
    assert "Enter a due date from" in bar.trouble.text()


def test_enter_on_a_decision_opens_it_and_its_words_can_be_changed(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    type_notes(qtbot, begun, "D: The finding is accepted")
    settle()
    notes = begun.middle.notes
    qtbot.keyClick(notes.field, Key.Key_Up)
    assert notes.hasFocus()
    assert "Decision 1.1. The finding is accepted" in notes.accessibleName()
    assert "Enter opens it" in notes.accessibleName()
    qtbot.keyClick(notes, Key.Key_Return)
    bar = begun.middle.capture
    assert bar.title.text() == "Decision 1.1"
    qtbot.keyClicks(bar.text.editor, " today")
    qtbot.keyClick(bar.text.editor, Key.Key_Return, CTRL)
    settle()
    kept = record_of(begun.desk.store, begun.meeting_id).items[0].decisions
    assert [decision.text for decision in kept] == ["The finding is accepted today"]
    assert "accepted today" in notes.blocks[kept[0].id].text


def test_enter_on_an_action_asks_for_its_place_in_the_log(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    asked: list[tuple[str, str]] = []
    begun.desk.place_asked.connect(lambda *place: asked.append(place))
    type_notes(qtbot, begun, "A: Durham Constabulary by next meeting share it")
    settle()
    qtbot.keyClick(begun.middle.notes.field, Key.Key_Up)
    qtbot.keyClick(begun.middle.notes, Key.Key_Return)
    action = record_of(begun.desk.store, begun.meeting_id).items[0].actions[0]
    assert asked == [("actions", action.id)]


def test_undo_of_a_decision_takes_its_block_out_and_leaves_what_is_typed(
    begun: LivePage, qtbot: QtBot, settle: Settle
) -> None:
    entries: list[str] = []
    begun.desk.changed.connect(lambda changes: entries.append(changes.entry))
    type_notes(qtbot, begun, "Before.", "D: A mistake")
    settle()
    qtbot.keyClicks(begun.middle.notes.field, "After.")
    begun.desk.run(begun, undo, entries[-1])
    settle()
    begun.refresh()
    settle()
    assert [line.text for line in begun.middle.notes.lines()] == ["Before.", "After."]
    begun.saving.save()
    settle()
    assert texts(record_of(begun.desk.store, begun.meeting_id).items[0]) == ["Before.", "After."]
