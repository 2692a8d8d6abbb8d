"""Locking by itself, and what is left on the screen: nothing of the store."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from dscp_desktop.app.recovery_page import RecoveryPage
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program
from dscp_desktop.core.changes import Changes
from dscp_desktop.partnership.commands.organisations import add_organisation
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.dialogs import Question, Tell
from dscp_desktop.widgets.page import Page
from tests.app.window.drafting import Case, again, delete_now, part_of, settle, type_half

MARK = "Zebrafinch Outreach"
ACTION = Case("actions", "action", lambda page: page.new_action(), "text", MARK)


# The screen ---------------------------------------------------------------------------------


@pytest.fixture
def open_program(program: Program, three_books: Store, qtbot: QtBot) -> Shell:
    """The program with Durham's year open; its clock stands."""
    durham = three_books
    durham.run(add_organisation, MARK)
    program._opened(durham, False)
    assert program.shell is not None
    program.shell.activateWindow()
    settle(program.shell, qtbot)
    return program.shell


def words_on_screen() -> str:
    """Every word that any widget of the program holds, hidden ones too."""
    found = []
    for widget in QApplication.allWidgets():
        if not isValid(widget):
            continue
        found += [widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription()]
        found += [widget.toolTip(), widget.statusTip(), widget.whatsThis()]
        if isinstance(widget, QLabel | QLineEdit):
            found.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
    return "\n".join(found)


def press_lock(_program: Program, qtbot: QtBot) -> None:
    """Press Ctrl+L as the system sends it: to the window that has the keys, here a dialog."""

    def its_window() -> QWindow | None:
        over = QApplication.activeModalWidget()
        return over.windowHandle() if over is not None else None

    qtbot.waitUntil(lambda: its_window() is not None and its_window() is focus_window())
    # Only pressed: the window may be gone before the key is let go, and that reaches another one.
    QTest.keyPress(focus_window(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def focus_window() -> QWindow | None:
    return QGuiApplication.focusWindow()


WAYS: dict[str, Callable[[Program, QtBot], object]] = {
    "Ctrl+L": press_lock,
    "idle": lambda program, _qtbot: program.watch.due.emit(),
    "session": lambda program, _qtbot: program.watch.session_locked.emit(),
}


@pytest.mark.parametrize("way", ["Ctrl+L", "session", pytest.param("idle", marks=pytest.mark.slow)])
def test_a_lock_keeps_the_draft_and_clears_the_screen(
    way: str, program: Program, open_program: Shell, durham: Store, qtbot: QtBot
) -> None:
    shell = open_program
    for key in list(shell.features):
        shell.go(key)
        settle(shell, qtbot)
    type_half(shell, ACTION, qtbot)
    pages = [weak for page in shell.pages.values() for weak in (page,)]
    Tell("Durham Constabulary", MARK, parent=shell).open()
    Question(f"Delete {MARK}?", "", safe="No", do="Yes", parent=shell.page()).ask(
        lambda: durham.run(add_organisation, "Deleted by accident")
    )
    menu = QMenu(MARK, shell)
    menu.popup(shell.mapToGlobal(shell.rect().center()))
    shell.toast.tell(f"{MARK} added")
    QGuiApplication.clipboard().setText("copied before")
    assert MARK in words_on_screen()
    WAYS[way](program, qtbot)
    qtbot.waitUntil(lambda: program.start is not None, timeout=20_000)
    delete_now()
    assert not any(isValid(page) for page in pages)
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [program.start]
    shown = words_on_screen()
    for word in (MARK, "Constabulary", "EXEC0", "191,604"):
        assert word not in shown, word
    assert QGuiApplication.clipboard().text() == "copied before"
    assert program.start.windowTitle() == "Unlock – DSCP Desktop"
    with again(durham) as store:
        assert not (store.path.with_suffix(".lock").exists() and store.lock is None)
        assert "Deleted by accident" not in str(store.ask(_organisations))
    unlock_and_go_on(program, qtbot)


def _organisations(session: Any) -> list[str]:
    from dscp_desktop.partnership.queries.parties import list_organisations

    return [line.name for line in list_organisations(session)]


def unlock_and_go_on(program: Program, qtbot: QtBot) -> None:
    """Unlock as a person does, and take the draft that is offered."""
    from tests.app.window.test_window import unlock

    unlock(program, qtbot)
    shell = program.shell
    assert shell is not None
    assert "New action, Actions" in shell.drafts.banner.fact.text()
    shell.drafts.on.click()
    settle(shell, qtbot)
    assert part_of(shell, ACTION).text.value() == MARK


def test_the_screen_is_clear_while_the_backup_is_still_being_made(
    program: Program, open_program: Shell, qtbot: QtBot
) -> None:
    shell = open_program
    shell.go("actions")
    settle(shell, qtbot)
    program.lock()
    delete_now()  # at once: nothing is waited for
    assert shell.windowTitle() == "Locking – DSCP Desktop"
    assert not shell.findChildren(Page)
    assert "Constabulary" not in words_on_screen()
    shell.desk.changed.emit(Changes(MARK, ("*",)))
    assert MARK not in words_on_screen()
    program.lock()  # a second time: it is under way
    qtbot.waitUntil(lambda: program.start is not None, timeout=20_000)


def test_a_page_that_may_not_be_left_is_locked_all_the_same(
    program: Program, open_program: Shell, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(open_program.page(), "may_leave", lambda: False)
    program.watch.session_locked.emit()
    qtbot.waitUntil(lambda: program.start is not None, timeout=20_000)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_lock_without_a_backup_still_locks_and_says_so(
    program: Program, open_program: Shell, durham: Store, qtbot: QtBot
) -> None:
    folder = durham.path.with_name("backups")
    if folder.is_dir():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    folder.write_text("a file in the folder's place")
    open_program.desk.run(open_program, add_organisation, "One more")
    settle(open_program, qtbot)
    program.lock()
    qtbot.waitUntil(lambda: program.start is not None, timeout=20_000)
    assert program.start is not None
    page = program.start.page()
    assert isinstance(page, UnlockPage)
    assert page.notice.text().startswith("The store was locked without a backup. ")


# At the door --------------------------------------------------------------------------------


def test_what_was_typed_at_the_door_is_forgotten(
    program: Program, durham: Store, qtbot: QtBot
) -> None:
    durham.close()
    program.begin(str(durham.path))
    assert program.start is not None
    page = program.start.page()
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page.phrase.editor, "correct horse")
    page.phrase.eye.setChecked(True)
    program.lock()
    assert page.phrase.value() == ""
    assert not page.phrase.eye.isChecked()
    page.phrase.eye.setChecked(True)
    assert not page.phrase.editor.isUndoAvailable()
    program.start.show_recovery()
    recovery = program.start.page()
    assert isinstance(recovery, RecoveryPage)
    qtbot.keyClicks(recovery.code.editor, "ABCD-EFGH")
    program.lock()
    recovery.code.editor.undo()
    assert recovery.code.value() == ""


def test_with_no_window_there_is_nothing_to_lock(program: Program) -> None:
    program.lock()
    assert program.start is None


def test_a_widget_without_a_session_is_not_asked_for(qtbot: QtBot) -> None:
    from dscp_desktop.app.locking import ask_for_session

    widget = QWidget()
    qtbot.addWidget(widget)
    ask_for_session(widget)
    assert not widget.isVisible()
