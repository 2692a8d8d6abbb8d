"""What the window shows, keeps and copies while secrets are typed: none of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from dscp_desktop.app.crash import catch_crashes
from dscp_desktop.app.settings_page import SettingsPage
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program
from dscp_desktop.store.opening import Birth, create_store
from dscp_desktop.widgets.passphrase import PassphraseField
from tests.app.window.drafting import settle
from tests.secrets.planted import PHRASE, WRONG, found_below, found_in, shapes

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "s.dscp"
    create_store(place, Birth("Test", "Ann", PHRASE)).close()
    return place


@pytest.fixture
def _hook() -> Iterator[None]:
    kept = sys.excepthook
    yield
    sys.excepthook = kept


def shown_words() -> bytes:
    """Every word a person, a screen reader or a pointer could get out of any widget."""
    found: list[str] = []
    for widget in QApplication.allWidgets():
        found += [widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription()]
        found += [widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.objectName()]
        if isinstance(widget, QLabel):
            found.append(widget.text())
        if isinstance(widget, QLineEdit):
            found += [widget.displayText(), widget.placeholderText()]
            heard = QAccessible.queryAccessibleInterface(widget)
            if heard is not None:
                texts = (QAccessible.Text.Value, QAccessible.Text.Name, QAccessible.Text.Help)
                found += [heard.text(text) for text in texts]
    return "\n".join(found).encode()


@pytest.mark.usefixtures("_hook")
def test_unlocking_failing_and_crashing_show_and_leave_no_secret(
    program: Program,
    path: Path,
    tmp_path: Path,
    qtbot: QtBot,
    capfd: pytest.CaptureFixture[str],
) -> None:
    catch_crashes(program.show_crash)
    QGuiApplication.clipboard().setText("before")
    program.begin(str(path))
    assert program.start is not None
    page = program.start.page()
    assert isinstance(page, UnlockPage)
    secrets = shapes(PHRASE, WRONG)
    qtbot.keyClicks(page.phrase.editor, WRONG)
    assert found_in(shown_words(), secrets) == []
    qtbot.keyClick(page.phrase.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.phrase.error.isVisible(), timeout=20_000)
    assert found_in(shown_words(), secrets) == []
    page.phrase.forget()
    qtbot.keyClicks(page.phrase.editor, PHRASE)
    qtbot.keyClick(page.phrase.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.shell is not None, timeout=20_000)
    assert program.shell is not None
    settle(program.shell, qtbot)
    key = program.shell.desk.store.key
    secrets |= shapes(key=key)
    program.shell.go("settings")
    settings = program.shell.pages["settings"]
    assert isinstance(settings, SettingsPage)
    settle(program.shell, qtbot)
    qtbot.keyClicks(settings.form.phrase.editor, PHRASE)
    assert found_in(shown_words(), secrets) == []

    def fail() -> None:
        phrase, held = PHRASE, key  # locals of the frame that fails
        raise ValueError(f"{phrase} {held.hex()}")

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: program.crash is not None)
    assert found_in(shown_words(), secrets) == []
    assert program.crash is not None
    assert "ValueError" in program.crash.details.text()
    said = capfd.readouterr()
    assert found_in((said.out + said.err).encode(), secrets) == []
    assert found_below([tmp_path], secrets) == []
    assert QGuiApplication.clipboard().text() == "before"
    assert QSettings().allKeys() == [] or not any(PHRASE in k for k in QSettings().allKeys())


@pytest.mark.usefixtures("_hook")
def test_trouble_while_the_crash_is_shown_says_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    def show(_error: BaseException) -> None:
        raise RuntimeError(PHRASE)

    catch_crashes(show)
    sys.excepthook(ValueError, ValueError(PHRASE), None)
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert PHRASE not in said


@pytest.fixture
def field(qtbot: QtBot) -> PassphraseField:
    made = PassphraseField()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.keyClicks(made.editor, PHRASE)
    return made


@pytest.mark.parametrize("seen", [False, True])
def test_a_passphrase_is_never_copied_but_can_be_pasted(
    field: PassphraseField, qtbot: QtBot, seen: bool
) -> None:
    clipboard = QGuiApplication.clipboard()
    field.eye.setChecked(seen)
    for key, how in (
        (Qt.Key.Key_C, CTRL),
        (Qt.Key.Key_X, CTRL),
        (Qt.Key.Key_Insert, CTRL),
        (Qt.Key.Key_Delete, SHIFT),
    ):
        clipboard.setText("before")
        field.editor.selectAll()
        qtbot.keyClick(field.editor, key, how)
        assert clipboard.text() == "before", key
        assert field.value() == PHRASE
    assert field.editor.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
    assert not field.editor.dragEnabled()
    clipboard.setText("pasted words of mine")
    field.editor.selectAll()
    qtbot.keyClick(field.editor, Qt.Key.Key_V, CTRL)
    assert field.value() == "pasted words of mine"


def test_what_was_forgotten_cannot_be_undone(field: PassphraseField, qtbot: QtBot) -> None:
    field.eye.setChecked(True)
    field.forget()
    assert field.editor.echoMode() is QLineEdit.EchoMode.Password
    field.eye.setChecked(True)
    qtbot.keyClick(field.editor, Qt.Key.Key_Z, CTRL)
    assert field.value() == ""
    assert not field.editor.isUndoAvailable()
    assert not field.editor.isRedoAvailable()


def test_a_passphrase_is_no_part_of_a_draft(field: PassphraseField) -> None:
    assert field.raw() == ""
    field.put_raw("something kept")
    assert field.value() == PHRASE
