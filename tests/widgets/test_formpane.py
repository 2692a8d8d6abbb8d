"""The form in the place of a detail."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import TextField

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(qtbot: QtBot) -> FormPane:
    name = TextField("Name", missing="Enter a name")
    made = FormPane("New thing", (name, TextField("Note", optional=True)), "Add thing")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_it_begins_in_its_first_field(form: FormPane) -> None:
    form.begin("Change thing", "Save changes")
    assert form.title.text() == "Change thing"
    assert form.do.words == "Save changes"
    assert form.fields()[0].editor.hasFocus()


def test_ctrl_enter_does_it_only_when_nothing_is_wrong(form: FormPane, qtbot: QtBot) -> None:
    name = form.fields()[0]
    with qtbot.assertNotEmitted(form.submitted):
        qtbot.keyClick(name.editor, Key.Key_Return, CTRL)
    assert name.error.text() == "Enter a name"
    qtbot.keyClicks(name.editor, "Clock")
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(name.editor, Key.Key_Return, CTRL)
    qtbot.keyClick(name.editor, Key.Key_Tab)


def test_a_hidden_field_is_not_asked_for(form: FormPane, qtbot: QtBot) -> None:
    form.fields()[0].hide()
    with qtbot.waitSignal(form.submitted):
        form.do.click()


def test_esc_leaves_it(form: FormPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.cancelled):
        qtbot.keyClick(form.fields()[0].editor, Key.Key_Escape)
    with qtbot.waitSignal(form.cancelled):
        form.cancel.click()


def test_esc_asks_before_what_was_typed_is_lost(form: FormPane, qtbot: QtBot) -> None:
    name = form.fields()[0]
    qtbot.keyClicks(name.editor, "Clock")
    with qtbot.assertNotEmitted(form.cancelled):
        qtbot.keyClick(name.editor, Key.Key_Escape)
        assert form.question is not None
        qtbot.waitUntil(form.question.safe.hasFocus)
        qtbot.keyClick(form.question, Key.Key_Escape)
    qtbot.keyClick(name.editor, Key.Key_Escape)
    with qtbot.waitSignal(form.cancelled):
        form.question.do.click()
    form.begin("New thing", "Add thing")
    with qtbot.waitSignal(form.cancelled):
        qtbot.keyClick(name.editor, Key.Key_Escape)


def test_what_was_refused_is_said_until_the_next_try(form: FormPane) -> None:
    form.show_trouble("The name is taken.")
    assert form.trouble.text() == "The name is taken."
    assert not form.trouble.isHidden()
    form.begin("New thing", "Add thing")
    assert form.trouble.isHidden()


def test_what_is_in_it_waits_until_it_is_shown(qtbot: QtBot) -> None:
    """A hidden form costs its window no styled parts; what was typed in it goes with it."""
    window = QWidget()
    qtbot.addWidget(window)
    name = TextField("Name")
    made = FormPane("New thing", (name,), "Add thing")
    made.setParent(window)
    made.hide()
    window.show()
    assert not window.isAncestorOf(name)
    assert made.fields() == [name]
    made.show()
    assert window.isAncestorOf(name)
    qtbot.waitUntil(name.isVisible)

    other = FormPane("Another", (left := TextField("Note"),), "Add it")
    other.deleteLater()
    qtbot.waitUntil(lambda: not isValid(left))


def test_a_field_makes_no_words_that_nobody_wants(form: FormPane) -> None:
    name = form.fields()[0]
    name.set_value("Clock")
    assert name.check()
    assert not {"hint", "error", "note"} & vars(name).keys()
    name.show_error("Enter another name")
    assert name.error.isVisible()
    assert name.error.y() < name.editor.y()
    name.clear_error()
    assert not name.error.isVisible()
