"""The keys of the window, and the way from pane to pane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.keylist import KeyLine, KeyList, list_keys

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell


def bind_keys(shell: Shell) -> None:
    """Bind the keys that work on every page."""
    bound: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("Ctrl+K", "Search or run a command", shell.palette_box.open),
        ("Ctrl+/", "Every key that works here", shell.show_keys),
        ("F1", "Help for this page", shell.show_help),
        ("Ctrl+Z", "Undo my last change", shell.undo_last),
        ("Alt+Left", "Back to the page this one was opened from", shell.go_back),
        ("F6", "Next pane", lambda: shell.move_pane(1)),
        ("Shift+F6", "Pane before", lambda: shell.move_pane(-1)),
        ("Ctrl+L", "Lock the store", lambda: shell.leave("lock")),
    )
    for keys, words, act in bound:
        bind(shell, keys, words, act)
    for number in range(1, 10):
        bind(shell, f"Ctrl+{number}", "", partial(shell.go_number, number))


def keys_here(shell: Shell) -> list[KeyLine]:
    """Return every key that works now: where the keys are, on the page, everywhere."""
    said = {each.keys: each.words for each in reversed(shell.list_commands()) if each.keys}
    return list_keys(shell, said, shell.focusWidget())


def show_keys(shell: Shell) -> None:
    """List every key that works here; leaving the list gives the keys back."""
    KeyList(keys_here(shell), shell).open()


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
