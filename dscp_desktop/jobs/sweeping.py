"""When Python looks for litter: not in the middle of work, when it would hold up the window.

To look through everything takes as long as there are things: with twenty thousand records in
memory half a second, in which no thread runs, the window's least of all. So only young things are
looked through by themselves, which takes no time; the old ones when nothing is under way.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

YOUNG, MIDDLE, NEVER = 1000, 10, 1_000_000
PAUSE = 20_000  # milliseconds between two looks


class Sweeper(QObject):
    """Looks through everything while `idle` says that nothing is under way."""

    def __init__(self, idle: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._idle = idle
        gc.set_threshold(YOUNG, MIDDLE, NEVER)
        timer = QTimer(self)
        timer.setInterval(PAUSE)
        timer.timeout.connect(self.sweep)
        timer.start()

    def sweep(self) -> int:
        """Look now, unless something is under way; return how many things were litter."""
        return gc.collect() if self._idle() else 0


def keep_for_good() -> None:
    """Leave what is loaded now out of every later look: modules and classes stay to the end."""
    gc.freeze()
