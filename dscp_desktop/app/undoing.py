"""The last command of this person, by its words, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.history import Entry, last_undoable

NOTHING = "Nothing of yours to undo since the store was opened"


class Undoing(QObject):
    """Knows what Ctrl+Z would undo, and undoes it. `nothing` tells that there is no such thing."""

    nothing = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._last: Entry | None = None
        desk.changed.connect(lambda _changes: self.look())
        self.look()

    def words(self) -> str:
        """Return what Ctrl+Z does now: 'Undo: action EXEC044 marked done'."""
        return f"Undo: {lower_first(self._last.words)}" if self._last else "Undo my last change"

    def look(self) -> None:
        """Find out what would be undone."""
        self._ask(self._found, "undoable")

    def undo(self) -> None:
        """Undo the last command of this person since the store was opened."""
        self._ask(self._undo, "undo")

    def _ask(self, then: Callable[[Entry | None], object], key: str) -> None:
        store = self._desk.store
        person, since = store.person, store.opened_at
        self._desk.ask(self, last_undoable, person, since, then=then, key=key)

    def _found(self, entry: Entry | None) -> None:
        self._last = entry

    def _undo(self, entry: Entry | None) -> None:
        if entry is None:
            self.nothing.emit(NOTHING)
        else:
            self._desk.undo(self, entry.id)


def lower_first(words: str) -> str:
    """Return words as they stand within a sentence; a code such as 'EXEC' keeps its letters."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words
