"""The keys that work now, found where they are bound, so that no key is left out of the list.

A window's shortcuts are its registry: each one has its words, from `bind`, from the button that
shows the same key, or from the page's commands. Widgets that answer keys themselves say which in
`own_keys`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Section
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

HERE, PAGE, EVERYWHERE = "Where the keys are now", "On this page", "Everywhere"
_AROUND = Qt.ShortcutContext.WindowShortcut
_TABS = (("Left, Right", "Another tab"),)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key: what it does, and where it works (HERE, PAGE, EVERYWHERE, or in a named part)."""

    keys: str
    words: str
    where: str

    @property
    def id(self) -> tuple[str, str]:
        """Return what tells it from others."""
        return self.where, self.keys


def working(window: QWidget) -> Iterator[QShortcut]:
    """Give every shortcut of a window that can be pressed now, or where the keys may go."""
    for shortcut in window.findChildren(QShortcut):
        parent = shortcut.parent()
        shown = isinstance(parent, QWidget) and parent.isVisible() and parent.window() is window
        if shown and shortcut.isEnabled() and not shortcut.key().isEmpty():
            yield shortcut


def keys_words(shortcut: QShortcut) -> str:
    """Return the keys of a shortcut as they are written: 'Ctrl+K'."""
    written = shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
    return written.replace("Return", "Enter")


def list_keys(window: QWidget, said: Mapping[str, str], now: QWidget | None) -> list[KeyLine]:
    """Return every key that works in a window: where the keys are, on its page, everywhere.

    `said` gives the words of keys that the page or the window offers as commands.
    """
    found = [KeyLine(keys, words, HERE) for keys, words in own_keys(now)]
    buttons = {
        button.keys: button.words
        for button in window.findChildren(Button)
        if button.keys and button.isVisible() and button.isEnabled()
    }
    for shortcut in working(window):
        keys = keys_words(shortcut)
        own, of_command = shortcut.whatsThis() or buttons.get(keys, ""), said.get(keys, "")
        around = shortcut.context() == _AROUND
        words = (of_command or own) if around else (own or of_command)
        found.append(KeyLine(keys, words, _where(shortcut, window, now)))
    bound = {line.keys for line in found}
    found += [KeyLine(keys, words, PAGE) for keys, words in buttons.items() if keys not in bound]
    order = (HERE, PAGE)
    return sorted(
        {line.id: line for line in found}.values(),
        key=lambda line: (
            order.index(line.where) if line.where in order else 2 + (line.where == EVERYWHERE)
        ),
    )


def _where(shortcut: QShortcut, window: QWidget, now: QWidget | None) -> str:
    parent = shortcut.parent()
    assert isinstance(parent, QWidget)
    if shortcut.context() == _AROUND:
        return EVERYWHERE if parent is window else PAGE
    inside = now is not None and (parent is now or parent.isAncestorOf(now))
    return HERE if inside else f"In {parent.accessibleName() or 'this part'}"


def own_keys(widget: QWidget | None) -> Sequence[tuple[str, str]]:
    """Return the keys that a widget answers itself, with what they do."""
    if isinstance(widget, QTabBar):
        return _TABS
    told = getattr(widget, "own_keys", ())
    answer: Sequence[tuple[str, str]] = told() if callable(told) else told
    return answer


class KeyList(QDialog):
    """Every key that works here, as a list; Esc leaves it."""

    def __init__(self, lines: Sequence[KeyLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys on this page")
        self.setModal(True)
        self.setAccessibleName("Keys on this page")
        columns = [
            Column("Key", lambda line: line.keys, 190, role="strong"),
            Column("What it does", lambda line: line.words, lines=2),
        ]
        self.table = TableView(columns, "Keys on this page")
        rows: list[KeyLine | Section] = []
        for line in lines:
            if not rows or line.where != getattr(rows[-1], "where", ""):
                rows.append(Section(line.where))
            rows.append(line)
        self.table.set_rows(rows)
        self.close_button = Button("Close", keys="Esc")
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 20, 0, 16)
        box.setSpacing(8)
        title = Text("Keys on this page", "item")
        title.setContentsMargins(24, 0, 24, 0)
        foot.setContentsMargins(24, 8, 24, 0)
        box.addWidget(title)
        box.addWidget(self.table, 1)
        box.addLayout(foot)
        room = parent.height() if parent is not None else 640
        self.resize(fonts.scaled(560), min(fonts.scaled(560), room - 40))
        self.table.setFocus()
