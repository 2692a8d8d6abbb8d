"""Pages made ahead: one at a time, while nothing is under way and nobody is typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

BEAT = 400  # milliseconds between two pages


class PagesAhead(QObject):
    """Has each place's page made before somebody goes there, which then only shows it.

    `make(key)` makes the page of a place unless it is there; `quiet()` says whether now is a
    good time, None that the window is being left and no page is wanted any more.
    """

    def __init__(
        self,
        places: Sequence[str],
        make: Callable[[str], object],
        quiet: Callable[[], bool | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._places, self._make, self._quiet = list(places), make, quiet
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._next)
        self._timer.start()

    def is_done(self) -> bool:
        """Say whether all pages are made, or none is wanted any more."""
        return not self._timer.isActive()

    def _next(self) -> None:
        quiet = self._quiet()
        if quiet is None or not self._places:
            self._timer.stop()
        elif quiet:
            self._make(self._places.pop(0))
