"""The field for a passphrase: hidden, with an eye, and Caps Lock said in words."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import LineEdit
from dscp_desktop.widgets.forms import Field
from dscp_desktop.widgets.status import Message


def caps_lock_of(event: QKeyEvent) -> bool | None:
    """Return whether a key press shows that Caps Lock is on; None where it does not tell."""
    letter = event.text()
    if len(letter) != 1 or letter.upper() == letter.lower():
        return None
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return letter.isupper() != shift


def caps_lock_now() -> bool | None:
    """Return what the system says of Caps Lock; None where it is not asked (not on Windows)."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetKeyState(0x14) & 1)
    return None


_KEY = QKeySequence.StandardKey
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class PassphraseField(Field):
    """A passphrase. `value()` is as typed, spaces included.

    It never goes to the clipboard, shown or hidden; it can be pasted from there.
    """

    editor: LineEdit

    def __init__(self, label: str = "Passphrase", **more: Any) -> None:
        super().__init__(label, LineEdit(), **more)
        self.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.caps = Message("risk", "Caps Lock is on", icon="caps")
        self.caps.hide()
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertWidget(box.indexOf(self.editor), self.caps)
        self.eye = Button("Show what is typed", "quiet", icon="eye", icon_only=True)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._reveal)
        self.editor.put_inside(self.eye)
        self.editor.textEdited.connect(self._typed)
        self.editor.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.editor.installEventFilter(self)

    def value(self) -> str:
        """Return what was typed."""
        return self.editor.text()

    def set_value(self, value: str | None) -> None:
        """Put words in, or empty it."""
        self.editor.setText(value or "")
        self.clear_error()

    def forget(self) -> None:
        """Empty the field, hide what will be typed, and leave nothing to undo."""
        self.eye.setChecked(False)
        self.set_value("")

    def raw(self) -> str:
        """Give nothing: a passphrase is never kept as a draft."""
        return ""

    def put_raw(self, _typed: object) -> None:
        """Take nothing."""

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.editor.setEchoMode(mode.Normal if shown else mode.Password)
        self.eye.icon_name = "eye shut" if shown else "eye"
        self.eye.set_words("Hide what is typed" if shown else "Show what is typed")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at Caps Lock at each key and when the keys come here."""
        if watched is self.editor:
            if _takes_copy(event):
                event.accept()
                return True
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_CapsLock and self.caps.isVisibleTo(self):
                    self.caps.hide()
                self._say_caps(caps_lock_of(event))
            elif event.type() is QEvent.Type.FocusIn:
                self._say_caps(caps_lock_now())
        return super().eventFilter(watched, event)

    def _say_caps(self, on: bool | None) -> None:
        if on is not None:
            self.caps.setVisible(on)


def _takes_copy(event: QEvent) -> bool:
    """Say whether a key would copy or cut what is chosen."""
    if not isinstance(event, QKeyEvent) or event.type() not in _KEYS:
        return False
    return event.matches(_KEY.Copy) or event.matches(_KEY.Cut)
