"""The keys of the window, and the way from pane to pane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell

_KEYS = """Ctrl+K  search or run a command
Ctrl+1 to 9  the places at the left
Ctrl+N, Ctrl+P, Ctrl+F  new, print, filter this list
Alt+Left, Esc  back from a page that was opened from another
F6, Shift+F6  next pane, pane before
Ctrl+Z  undo my last change
Ctrl+L  lock the store"""


def general_help(words: str) -> str:
    """Return a page's help words, if it has a sentence, with the keys that work everywhere."""
    if " " not in words:
        return _KEYS
    return f"{words}\n\n{_KEYS}".strip()


def bind_keys(shell: Shell) -> None:
    """Bind the keys that work on every page."""
    bound = {
        "Ctrl+K": shell.palette_box.open,
        "Ctrl+Z": shell.undo_last,
        "Ctrl+L": lambda: shell.leave("lock"),
        "F1": shell.show_help,
        "Alt+Left": shell.go_back,
        "F6": lambda: shell.move_pane(1),
        "Shift+F6": lambda: shell.move_pane(-1),
    }
    for keys, act in bound.items():
        QShortcut(QKeySequence(keys), shell).activated.connect(act)
    for number in range(1, 10):
        key = QShortcut(QKeySequence(f"Ctrl+{number}"), shell)
        key.activated.connect(lambda number=number: shell.go_number(number))


def move_pane(panes: Sequence[QWidget], now: QWidget | None, step: int) -> None:
    """Put the keys into the pane after the one that has them; round from the last to the first."""
    usable = [pane for pane in panes if pane.isVisible() and way_in(pane) is not None]
    if not usable:
        return
    place = next((n for n, pane in enumerate(usable) if _holds(pane, now)), None)
    first = 0 if step > 0 else len(usable) - 1
    target = usable[first if place is None else (place + step) % len(usable)]
    inside = way_in(target)
    if inside is not None:
        inside.setFocus(Qt.FocusReason.TabFocusReason)


def way_in(pane: QWidget) -> QWidget | None:
    """Return the first widget of a pane that takes the keys: itself, or one inside it."""
    for widget in [pane, *pane.findChildren(QWidget)]:
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if takes and widget.isVisible() and widget.isEnabled():
            return widget
    return None


def _holds(pane: QWidget, now: QWidget | None) -> bool:
    return now is not None and (pane is now or pane.isAncestorOf(now))
