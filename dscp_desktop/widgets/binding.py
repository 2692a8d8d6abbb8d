"""How keys are bound: each with its words, so that the list of keys can name it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(
    widget: QWidget, keys: str, words: str, do: Callable[[], object], *, inside: bool = False
) -> QShortcut:
    """Let keys do something in the window of a widget while it is shown.

    With `inside` they work only while the widget itself has the keys. Without words they are
    those of the page's or the window's command with the same keys.
    """
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setWhatsThis(words)
    if inside:
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(lambda: do())
    return shortcut
