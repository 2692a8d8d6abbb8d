"""When the store is due to be locked: who counts as being there, and what Windows says."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dscp_desktop.app.locking import (
    LOCK_AFTER,
    MINUTES,
    WTS_GONE,
    WTS_LOCKED,
    WTS_MESSAGE,
    SessionFilter,
    Watch,
    lock_after,
)
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.settings_page import SettingsPage
from dscp_desktop.app.shell import Shell
from dscp_desktop.widgets.dialogs import Tell


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2023, 10, 19, 14, 47, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def watch(qapp: QApplication, own: OwnSettings, hand: Hand) -> Any:
    made = Watch(qapp, own, hand)
    yield made
    made.deleteLater()


def heard(watch: Watch) -> list[str]:
    said: list[str] = []
    watch.due.connect(lambda: said.append("due"))
    return said


def test_it_is_due_when_nobody_was_there_for_the_time(watch: Watch, hand: Hand) -> None:
    said = heard(watch)
    hand.pass_minutes(MINUTES - 0.1)
    watch.look()
    assert said == []
    hand.pass_minutes(0.2)
    watch.look()
    assert said == ["due"]
    watch.look()
    assert said == ["due"]


def test_keys_and_the_mouse_count_as_somebody(watch: Watch, hand: Hand, qtbot: QtBot) -> None:
    said = heard(watch)
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    watch.look()
    window = field.windowHandle()  # as the system sends them
    acts: list[Callable[[], object]] = [
        lambda: QTest.keyClick(window, Qt.Key.Key_A),
        lambda: QTest.mouseClick(window, Qt.MouseButton.LeftButton),
        lambda: QTest.mouseMove(window, QPoint(3, 3)),
    ]
    for act in acts:
        hand.pass_minutes(MINUTES - 1)
        act()
        qtbot.wait(5)
        watch.look()
    assert said == []
    field.setText("the program's own doing is nobody's")
    hand.pass_minutes(MINUTES)
    watch.look()
    assert said == ["due"]


def test_a_menu_and_a_dialog_count_too(watch: Watch, hand: Hand, qtbot: QtBot) -> None:
    said = heard(watch)
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    menu, tell = QMenu("Menu", field), Tell("Something", parent=field)
    menu.addAction("Copy")
    shows: list[tuple[QWidget, Callable[[], object]]] = [
        (menu, lambda: menu.popup(QPoint(0, 0))),
        (tell, tell.open),
    ]
    for over, show in shows:
        with qtbot.waitExposed(over):
            show()
        watch.look()
        hand.pass_minutes(MINUTES - 1)
        QTest.keyClick(over.windowHandle(), Qt.Key.Key_Down)
        qtbot.wait(5)
        hand.pass_minutes(2)
        watch.look()
        over.close()
    assert said == []


class Counting(Watch):
    """A watch that keeps what it was asked about."""

    asked: list[QObject]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.asked.append(watched)
        return super().eventFilter(watched, event)


def test_what_the_program_does_itself_costs_the_watch_nothing(
    qapp: QApplication, own: OwnSettings, hand: Hand, qtbot: QtBot
) -> None:
    """It was asked for every event of every part: tens of thousands while a page is made."""
    watch = Counting(qapp, own, hand)
    watch.asked = []
    window = QMainWindow()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    watch.look()
    page = QWidget()
    box = QVBoxLayout(page)
    for _ in range(500):
        box.addWidget(QLabel("A part of a page"))
    window.setCentralWidget(page)
    qtbot.wait(20)
    assert 0 < len(watch.asked) < 50
    watch.deleteLater()


def test_it_looks_by_itself(watch: Watch, hand: Hand, qtbot: QtBot) -> None:
    hand.pass_minutes(MINUTES + 1)
    watch._timer.setInterval(1)
    with qtbot.waitSignal(watch.due):
        pass


@pytest.mark.parametrize(
    ("kept", "minutes"),
    [(None, 10), (5, 5), (0, 10), (-1, 10), ("soon", 10), (True, 10), (10**9, 1440), (0.5, 0.5)],
)
def test_the_time_is_the_persons_or_ten_minutes(
    own: OwnSettings, kept: object, minutes: float
) -> None:
    if kept is not None:
        own.put(LOCK_AFTER, kept)
    assert lock_after(own) == timedelta(minutes=minutes)


def test_a_policy_sets_the_time(tmp_path: Path, desk: Any, qtbot: QtBot) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text('{"lock_after": 2}')
    own = OwnSettings(tmp_path / "own", (policy,))
    own.put(LOCK_AFTER, 60)
    assert lock_after(own) == timedelta(minutes=2)
    shell = Shell(desk, (), own)
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    shell.begin()
    page = shell.page()
    assert isinstance(page, SettingsPage)
    assert not page.lock_after.editor.isEnabled()
    assert page.lock_after.value() == 2


def test_the_time_is_chosen_in_the_settings(desk: Any, own: OwnSettings, qtbot: QtBot) -> None:
    shell = Shell(desk, (), own)
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    shell.begin()
    page = shell.page()
    assert isinstance(page, SettingsPage)
    assert page.lock_after.value() == MINUTES
    page.lock_after.set_value(5)
    page.lock_after.changed.emit()
    assert lock_after(own) == timedelta(minutes=5)


def windows_message(number: int, what: int) -> wintypes.MSG:
    return wintypes.MSG(hWnd=None, message=number, wParam=what)


@pytest.mark.parametrize("what", sorted(WTS_GONE))
def test_windows_says_that_the_session_is_locked(watch: Watch, what: int) -> None:
    said = heard(watch)
    listens = SessionFilter(watch)
    others = [(WTS_MESSAGE, 0x8), (WTS_MESSAGE, 0x1), (0x0100, WTS_LOCKED)]
    for number, other in others:
        message = windows_message(number, other)
        at = ctypes.addressof(message)
        assert listens.nativeEventFilter(QByteArray(b"windows_generic_MSG"), at) == (False, 0)
    assert said == []
    message = windows_message(WTS_MESSAGE, what)
    at = ctypes.addressof(message)
    listens.nativeEventFilter(b"xcb_generic_event_t", at)
    assert said == []
    listens.nativeEventFilter(b"windows_generic_MSG", at)
    assert said == ["due"]
