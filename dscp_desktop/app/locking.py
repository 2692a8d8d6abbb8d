"""When the store locks by itself: nobody was at the keyboard, or the session was locked."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable
from ctypes import wintypes
from datetime import timedelta

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QEvent,
    QKeyCombination,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPixmapCache, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from dscp_desktop.app.opening import Clock
from dscp_desktop.app.own_settings import PROGRAM, OwnSettings

LOCK_AFTER = "lock_after"  # minutes, by name in a person's settings
MINUTES = 10
NEW_KEY = (
    "Removing a person's key was finished just now. The key of the store is another one: print "
    "a new recovery sheet in Settings, and destroy the old one."
)
_LOOK = 5_000
_LOCK_KEYS = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)
_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
# What Windows sends to a window that asked for it.
WTS_MESSAGE, WTS_LOCKED = 0x02B1, 0x7
WTS_GONE = frozenset({WTS_LOCKED, 0x2, 0x4, 0x6})  # locked, disconnected, or logged off
_THIS_SESSION = 0


def lock_after(own: OwnSettings) -> timedelta:
    """Return after how long without a key or the mouse the store locks."""
    minutes = own.get(LOCK_AFTER, MINUTES)
    sound = isinstance(minutes, int | float) and not isinstance(minutes, bool) and minutes > 0
    return timedelta(minutes=min(minutes, 24 * 60) if sound else MINUTES)


class Watch(QObject):
    """Tells `due` when the store is to be locked. The clock is passed in, never read here.

    Keys, the mouse and the wheel count as somebody's being there; a machine that slept through
    the time has nobody at it either. `session_locked` may be emitted by whatever knows it.

    It listens to the windows as the system knows them, where each key and move of the mouse
    comes in once. A filter of the whole application would be called for every event of every
    part of a page, tens of thousands of times while one is made.
    """

    due = Signal()
    session_locked = Signal()

    def __init__(
        self, app: QApplication, own: OwnSettings, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._own, self._clock = own, clock
        self._last = clock()
        self.session_locked.connect(self.due)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.focusWindowChanged.connect(self._listen)
        self._listen(app.focusWindow())

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # one that is there already is not put in twice

    def seen(self) -> None:
        """Count from now: somebody is there."""
        self._last = self._clock()

    def look(self) -> None:
        """Tell if nobody was there for too long."""
        for window in QGuiApplication.topLevelWindows():
            self._listen(window)  # one that never had the keys: a menu, or one behind another
        if self._clock() - self._last >= lock_after(self._own):
            self.seen()
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there; hear Ctrl+L where a dialog or menu holds the keys."""
        if event.type() in _ACTIVITY:
            self.seen()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if over is not None and event.keyCombination() == _LOCK_KEYS:
                QTimer.singleShot(0, self, lambda: self.due.emit())
                return True
        return False


class SessionFilter(QAbstractNativeEventFilter):
    """Hears from Windows that the session was locked, and tells the watch."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        """Look at each message; none is kept from anybody else."""
        name = kind.data() if isinstance(kind, QByteArray) else kind
        if name in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            found = wintypes.MSG.from_address(int(message))
            if found.message == WTS_MESSAGE and found.wParam in WTS_GONE:
                self._watch.session_locked.emit()
        return False, 0


def hear_session(app: QApplication, watch: Watch) -> SessionFilter:
    """Have the watch hear when the session is locked; keep what is returned."""
    heard = SessionFilter(watch)
    app.installNativeEventFilter(heard)
    return heard


def ask_for_session(window: QWidget) -> None:
    """Ask Windows to tell a window when the session is locked; elsewhere nobody is asked."""
    if sys.platform == "win32":  # pragma: no cover
        ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), _THIS_SESSION)


def clear_screen(window: QMainWindow, parts: Iterable[QWidget]) -> None:
    """Take what shows records off a window: dialogs (their safe answer), menus, these parts."""
    popup = QApplication.activePopupWidget()
    while popup is not None and popup.close():
        popup = QApplication.activePopupWidget()
    for dialog in window.findChildren(QDialog):
        dialog.reject()
        dialog.deleteLater()
    for part in parts:
        part.hide()
        part.deleteLater()  # out of its window first, each part would be styled anew
    window.setWindowTitle(f"Locking – {PROGRAM}")
    QPixmapCache.clear()
