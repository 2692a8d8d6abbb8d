"""When Python looks for litter: in the window's thread alone, and not in the middle of work.

Left to itself Python looks in whichever thread is at work just then. Where a part of a window is
litter it would die in that thread, its clock would go on without it, and the program would end.
So nothing looks by itself: a clock of the window's thread does, often and only through young
things, which takes no time. To look through everything takes as long as there are things: with
twenty thousand records in memory half a second; that is left to a moment when nothing is under way.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

YOUNG, MIDDLE = 1000, 10  # things made since the last look; young looks for one at older ones
BREATH, PAUSE = 200, 20_000  # milliseconds between two young looks, and between two full ones


class Sweeper(QObject):
    """Looks for litter; through everything while `idle` says that nothing is under way."""

    def __init__(self, idle: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._idle = idle
        self._looks = 0
        gc.disable()
        for interval, do in ((BREATH, self.look), (PAUSE, self.sweep)):
            timer = QTimer(self)
            timer.setInterval(interval)
            timer.timeout.connect(do)
            timer.start()

    def look(self) -> int:
        """Look through what is young, if there is enough of it; return how much was litter."""
        if gc.get_count()[0] < YOUNG:
            return 0
        self._looks += 1
        return gc.collect(0 if self._looks % MIDDLE else 1)

    def sweep(self) -> int:
        """Look through everything now, unless something is under way; return what was litter."""
        return gc.collect() if self._idle() else 0


def keep_for_good() -> None:
    """Leave what is loaded now out of every later look: modules and classes stay to the end."""
    gc.freeze()
