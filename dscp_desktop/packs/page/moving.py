"""Parts moved by quick presses: each waits until the list shows what came of the one before."""

from __future__ import annotations

from collections.abc import Callable

_WRITING, _READING = "writing", "reading"


class Moves:
    """The presses that wait. `begin(part's id, step)` begins to write one and says whether it did.

    A move is meant for the list as the one before leaves it: a place taken from the list that is
    still shown would be another part's.
    """

    def __init__(self, begin: Callable[[str, int], bool]) -> None:
        self._begin = begin
        self._waiting: list[tuple[str, int]] = []
        self._now = ""

    def ask(self, part_id: str, step: int) -> None:
        """Move a part by a step as soon as the ones before are shown."""
        self._waiting.append((part_id, step))
        self._go_on()

    def written(self) -> None:
        """Hear that it is written: the next values that are read show it."""
        if self._now == _WRITING:
            self._now = _READING

    def shown(self) -> None:
        """Hear that values that were read are shown."""
        if self._now == _READING:
            self._now = ""
            self._go_on()

    def stop(self) -> None:
        """Forget what waits: a move was refused, or the list is another one."""
        self._waiting, self._now = [], ""

    def _go_on(self) -> None:
        while self._waiting and not self._now:
            if self._begin(*self._waiting.pop(0)):
                self._now = _WRITING
