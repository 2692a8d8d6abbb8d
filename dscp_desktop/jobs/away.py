"""Work in another thread that never holds the last of what belongs to the window.

A thread that still held a part of the window when the window let go of it would delete the part in
that thread, and the program would end. So the work and who hears of it stay with the window's
thread: the other thread is handed a number, and has let go of everything before it says it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid


@dataclass(slots=True)
class _Errand:
    work: Callable[[], Any]
    done: Callable[[Any, BaseException | None], object]
    value: Any = None
    error: BaseException | None = None


class Away(QObject):
    """Sends work to threads and hears in the window's thread what came of it."""

    _came = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands: dict[int, _Errand] = {}
        self._number = 0
        self._came.connect(self._hear)

    def send(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], Any],
        done: Callable[[Any, BaseException | None], object],
    ) -> bool:
        """Do the work in a thread of the pool, then call `done(value, error)` in the window's.

        Gives False, and calls nothing, where the pool takes no more work.
        """
        self._number += 1
        number = self._number
        self._errands[number] = _Errand(work, done)
        try:
            pool.submit(self._do, number)
        except RuntimeError:
            del self._errands[number]
            return False
        return True

    def idle(self) -> bool:
        """Say whether nothing is under way: everybody heard."""
        return not self._errands

    def _do(self, number: int) -> None:
        errand = self._errands[number]
        try:
            errand.value = errand.work()
        except BaseException as error:
            errand.error = error
        del errand
        if isValid(self):
            self._came.emit(number)

    def _hear(self, number: int) -> None:
        errand = self._errands.pop(number)
        errand.done(errand.value, errand.error)
