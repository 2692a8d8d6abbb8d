"""How far long work is, and whether somebody asked it to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from dscp_desktop.core.faults import Stopped

STOPPED = "Stopped. Nothing was changed."


def _to_nobody(_words: str, _part: float) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Pace:
    """What long work is handed. `told` hears the step in words and the part done, from 0 to 1.

    A part of 1 means that from here on the work cannot be stopped.
    """

    told: Callable[[str, float], object] = _to_nobody
    stopped: Callable[[], bool] = _never

    def at(self, words: str, done: int | float, whole: int | float = 1) -> None:
        """Tell how far the work is. Raises Stopped where somebody asked for it."""
        self.look()
        self.told(words, min(done / whole, 1.0) if whole else 0.0)

    def look(self) -> None:
        """Raise Stopped where somebody asked for it."""
        if self.stopped():
            raise Stopped(STOPPED)

    def close(self, words: str) -> None:
        """Say that the work cannot be stopped any more. Raises Stopped where it still could."""
        self.at(words, 1)

    def step(self, begin: float, end: float) -> Pace:
        """Return the pace of one step, which goes from one part of the whole to another."""

        def told(words: str, part: float) -> None:
            self.told(words, begin + (end - begin) * part)

        return Pace(told, self.stopped)


UNWATCHED = Pace()  # of work that nobody watches, and nobody stops


class Task:
    """Work that is under way: `cancel()` asks it to stop; it then leaves nothing half done."""

    def __init__(self) -> None:
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Say whether somebody asked it to stop."""
        return self._stop.is_set()
