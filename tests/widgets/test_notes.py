"""The editor of notes by its keys: times, paragraphs, blocks, padlocks, and how it is painted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.widgets.notelines import BULLET, NoteBlock, NoteLine
from dscp_desktop.widgets.notepaint import Shape, wrapped
from dscp_desktop.widgets.notes import NotesEdit
from dscp_desktop.widgets.theme import Theme, apply_theme

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DECISION = NoteBlock("decision", "Decision 4.1", "It was agreed", "Without a vote", strong=True)


class Wall:
    """A clock on the wall."""

    at = time(10, 42)

    def __call__(self) -> time:
        return self.at


@pytest.fixture
def notes(show: Callable[..., object]) -> NotesEdit:
    made = NotesEdit("Notes of item 4", Wall(), lock_words="Locked")
    show(made, 620, 420)
    made.setFocus()
    return made


def press(qtbot: QtBot, *keys: Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def write(qtbot: QtBot, words: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), words)


def texts(notes: NotesEdit) -> list[str]:
    return [line.key or line.text for line in notes.lines()]


def test_the_time_is_that_of_the_first_key_and_stays(notes: NotesEdit, qtbot: QtBot) -> None:
    wall = notes.clock
    assert isinstance(wall, Wall)
    write(qtbot, "a")
    wall.at = time(10, 43)
    write(qtbot, "b")
    press(qtbot, Key.Key_Return)
    wall.at = time(10, 50)
    write(qtbot, "c")
    assert [(line.text, line.at) for line in notes.lines()] == [
        ("ab", time(10, 42)),
        ("c", time(10, 50)),
    ]


def test_enter_splits_and_backspace_joins_and_undo_takes_both_back(
    notes: NotesEdit, qtbot: QtBot
) -> None:
    write(qtbot, "onetwo")
    press(qtbot, *[Key.Key_Left] * 3, Key.Key_Return)
    assert texts(notes) == ["one", "two"]
    press(qtbot, Key.Key_Backspace)
    assert texts(notes) == ["one two"]
    qtbot.keyClick(notes.field, Key.Key_Z, CTRL)
    assert texts(notes) == ["one", "two"]
    qtbot.keyClick(notes.field, Key.Key_Z, CTRL)
    assert texts(notes) == ["onetwo"]


def test_no_key_can_take_a_block_out_or_type_into_it(notes: NotesEdit, qtbot: QtBot) -> None:
    write(qtbot, "before")
    press(qtbot, Key.Key_Return)
    notes.put_block(NoteLine(key="k", at=time(10, 44)), DECISION)
    write(qtbot, "after")
    press(qtbot, Key.Key_Home, Key.Key_Backspace, Key.Key_Backspace)
    assert texts(notes) == ["before", "k", "after"]
    press(qtbot, Key.Key_Up)
    assert notes.hasFocus()
    press(qtbot, Key.Key_Delete, Key.Key_Backspace)
    assert texts(notes) == ["before", "k", "after"]
    write(qtbot, "x")
    assert texts(notes) == ["before", "k", "x", "after"]
    assert notes.field.hasFocus()


def test_enter_on_a_block_and_a_double_click_ask_to_open_it(notes: NotesEdit, qtbot: QtBot) -> None:
    opened: list[str] = []
    notes.block_opened.connect(opened.append)
    notes.put_block(NoteLine(key="k"), DECISION)
    press(qtbot, Key.Key_Up)
    assert "Decision 4.1. It was agreed. Without a vote. Enter opens it" in notes.accessibleName()
    press(qtbot, Key.Key_Return)
    middle = QPoint(200, round(notes.stand.tops[0]) + 12)
    qtbot.mouseDClick(notes.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert opened == ["k", "k"]


def test_what_is_typed_can_be_taken_as_something_else(notes: NotesEdit, qtbot: QtBot) -> None:
    heard: list[str] = []

    def take(words: str) -> bool:
        heard.append(words)
        if words.startswith("D:"):
            notes.clear_line()
            return True
        return False

    notes.takes = take
    write(qtbot, "plain")
    press(qtbot, Key.Key_Return)
    write(qtbot, "D: agreed")
    press(qtbot, Key.Key_Return)
    assert heard == ["plain", "D: agreed"]
    assert texts(notes) == ["plain"]


def test_padlock_and_list_are_put_on_and_taken_off(notes: NotesEdit, qtbot: QtBot) -> None:
    write(qtbot, "one")
    notes.toggle_restricted()
    assert notes.lines()[0].restricted
    assert "Locked" in notes.field.accessibleName()
    notes.toggle_list()
    assert notes.lines()[0].text == BULLET + "one"
    write(qtbot, "!")
    assert notes.lines()[0].text == BULLET + "one!"
    notes.toggle_list()
    notes.toggle_restricted()
    assert notes.lines() == (NoteLine("one!", time(10, 42)),)


def test_whole_paragraphs_are_chosen_copied_and_removed_by_keys(
    notes: NotesEdit, qtbot: QtBot
) -> None:
    for words in ("one", "two", "three"):
        write(qtbot, words)
        press(qtbot, Key.Key_Return)
    press(qtbot, Key.Key_Up)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Up, SHIFT)
    assert "2 lines chosen" in notes.accessibleName()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "two\nthree"
    press(qtbot, Key.Key_Delete)
    assert texts(notes) == ["one"]
    qtbot.keyClick(notes.field, Key.Key_Z, CTRL)
    assert texts(notes) == ["one", "two", "three"]


def test_pasted_lines_become_paragraphs(notes: NotesEdit) -> None:
    data = QMimeData()
    data.setText("one\ntwo\n")
    notes.field.insertFromMimeData(data)
    data.setText(" more\n")
    notes.field.insertFromMimeData(data)
    assert texts(notes) == ["one", "two more"]
    assert all(line.at == time(10, 42) for line in notes.lines())


def test_the_field_stands_where_the_words_were_painted(notes: NotesEdit, qtbot: QtBot) -> None:
    words = "The group accepted the findings and agreed to look again. " * 6
    notes.set_lines([NoteLine(words.strip(), time(10))], {})
    press(qtbot, Key.Key_Up)
    shape = Shape(float(notes.viewport().width()))
    rows = len(wrapped(words.strip(), shape.words))
    assert rows > 2
    assert notes.field.document().size().height() == rows
    assert notes.field.geometry().top() == round(notes.stand.tops[0])
    assert notes.field.height() >= rows * notes.field.fontMetrics().lineSpacing()


def test_a_long_meeting_scrolls_to_the_line_with_the_keys(notes: NotesEdit, qtbot: QtBot) -> None:
    notes.set_lines([NoteLine(f"Paragraph {n}", time(10)) for n in range(200)], {})
    bar = notes.verticalScrollBar()
    assert bar.value() == bar.maximum() > 1000
    qtbot.keyClick(notes.field, Key.Key_Home, CTRL)
    assert bar.value() == 0
    press(qtbot, Key.Key_PageDown)
    assert notes.field.toPlainText() != "Paragraph 0"
    qtbot.keyClick(notes.field, Key.Key_End, CTRL)
    assert bar.value() == bar.maximum()
    assert notes.field.geometry().bottom() <= notes.viewport().height()


def test_the_mouse_puts_the_keys_into_a_line(notes: NotesEdit, qtbot: QtBot) -> None:
    notes.set_lines([NoteLine("one"), NoteLine("two")], {})
    place = QPoint(300, round(notes.stand.tops[0]) + 4)
    qtbot.mouseClick(notes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    write(qtbot, "!")
    assert texts(notes) == ["one!", "two"]


def test_read_only_notes_can_be_walked_and_not_changed(notes: NotesEdit, qtbot: QtBot) -> None:
    notes.set_lines([NoteLine("one"), NoteLine(key="k")], {"k": DECISION})
    notes.set_read_only(True)
    press(qtbot, Key.Key_Up, Key.Key_Up)
    write(qtbot, "x")
    press(qtbot, Key.Key_Return, Key.Key_Backspace)
    notes.toggle_restricted()
    assert notes.lines() == (NoteLine("one"), NoteLine(key="k"))


class Counting(NotesEdit):
    """Counts how often the sheet below the field is painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        super().paintEvent(event)


def test_a_key_paints_no_line_but_its_own(show: Callable[..., object], qtbot: QtBot) -> None:
    made = Counting("Notes", Wall())
    show(made, 620, 420)
    made.window().setStyleSheet("QPlainTextEdit { background: #ffffff; }")
    made.field.hide()
    made.field.show()  # as when a window is dressed before it is shown
    made.set_lines([NoteLine(f"Paragraph {n}", time(10)) for n in range(30)], {})
    made.setFocus()
    write(qtbot, "a")  # the first key stamps the time beside the field
    qtbot.wait(50)
    before = made.painted
    for letter in "bcd":
        write(qtbot, letter)
        qtbot.wait(20)
    assert made.painted == before


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("width", [320, 620])
def test_every_kind_of_line_is_painted_in_each_theme(
    notes: NotesEdit, qapp: QApplication, theme: Theme, width: int
) -> None:
    lines = [
        NoteLine("Words", time(10, 1)),
        NoteLine("Locked words", time(10, 2), restricted=True),
        NoteLine(key="k", at=time(10, 3)),
    ]
    notes.set_lines(lines, {"k": DECISION})
    notes.resize(width, 300)
    before = notes.grab().toImage()
    apply_theme(qapp, theme)
    after = notes.grab().toImage()
    assert after.size() == before.size()
    assert (after == before) is (theme is Theme.LIGHT)
