"""Typing half a form on a real window, locking it, and coming back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from dscp_desktop.app import features
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store, open_with_key
from dscp_desktop.widgets.remembering import remembered
from dscp_desktop.widgets.typed import Typed, typed_parts

HALF = "Half a sentence about"
CHOICE = "one down in the list"  # what is done in a field that is chosen from


@dataclass(frozen=True)
class Case:
    """One part that is typed into: on which page, how it is opened, and into which field."""

    page: str
    name: str
    open: Callable[[Any], object]
    field: str
    typed: str = HALF


def part_of(shell: Shell, case: Case) -> Any:
    parts = typed_parts(shell.pages[case.page])
    return next(part for part in parts if part.draft_name == case.name)


def open_shell(store: Store, own: OwnSettings, qtbot: QtBot) -> Shell:
    """Open the window of somebody who has left no part of it anywhere yet."""
    remembered.keep_in({})
    desk = Desk(
        store,
        workbooks=features.workbook_offers(),
        documents=features.document_offers(),
        due=features.due_offers(),
    )
    shell = Shell(desk, features.FEATURES, own)
    qtbot.addWidget(shell, before_close_func=drop)
    shell.begin()
    with qtbot.waitExposed(shell):
        shell.show()
    shell.activateWindow()
    settle(shell, qtbot)
    return shell


def drop(shell: Shell) -> None:
    """Let go of a window's store, unless it has gone already."""
    if isValid(shell):
        shell.drop()


def settle(shell: Shell, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(shell.desk.idle, timeout=20_000)
        qtbot.wait(2)


def lived(page: Any, name: str) -> Any:
    """A field of the action whose review is due; its review or their plan is opened."""
    page.review.setChecked(True)
    page.pane.lives.show()
    if name == "review":  # once the action that is chosen now is shown
        lives = page.pane.lives
        page.desk.ask(page, lambda _session: None, then=lambda _none: lives.rows[0].record.click())
    return getattr(page.pane.lives, name, None)


def type_half(shell: Shell, case: Case, qtbot: QtBot) -> dict[str, Any]:
    """Open a part and type half of it; return what stands in its fields."""
    assert shell.go(case.page)
    settle(shell, qtbot)
    case.open(shell.pages[case.page])
    settle(shell, qtbot)
    part = part_of(shell, case)
    editor = part._inputs()[case.field].editor
    before = part.typed()[case.field]
    editor.setFocus()
    if case.typed == CHOICE:
        qtbot.keyClick(editor, Qt.Key.Key_Down)
    else:
        editor.selectAll()
        qtbot.keyClicks(editor, case.typed)
    assert part.is_live(), case
    typed = part.typed()
    chosen = case.typed == CHOICE and typed[case.field] != before
    assert chosen or case.typed in str(typed[case.field]), case
    return dict(typed)


def lock(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.left, timeout=20_000):
        shell.leave("lock")
    delete_now()


def delete_now() -> None:
    """Let widgets that are to be deleted go, as the event loop does."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def again(store: Store) -> Store:
    """The same store, opened anew."""
    return open_with_key(store.path, store.key, store.person, store.clock)


def every_typed() -> set[type]:
    """The kinds of part that are typed into, of every page of the program.

    What is made on a page, not what that is made of; an action of a review is a kind of action.
    """
    found, todo = set(), [Typed]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        ours = kind.__module__.startswith("dscp_desktop.") and issubclass(kind, QWidget)
        if ours and ("draft_name" in vars(kind) or not kind.__subclasses__()):
            found.add(kind)
    return found
