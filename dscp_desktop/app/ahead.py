"""Pages made ahead, one at a time while nobody types, and let go of before another look."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedWidget

from dscp_desktop.widgets.page import Page
from dscp_desktop.widgets.typed import typed_parts

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


def let_go(
    pages: MutableMapping[str, Page],
    stack: QStackedWidget,
    forget: Callable[[str], object],
    then: Callable[[], object] = lambda: None,
) -> None:
    """Let go of the pages that are not shown and hold nothing typed; `then` comes after the last.

    Qt dresses every page that is there anew when the look changes, and the window waits: those
    that nobody sees are made again when somebody goes there. `forget` hears each one's key.
    """
    gone = []
    for key, page in list(pages.items()):
        if page is stack.currentWidget() or any(part.is_live() for part in typed_parts(page)):
            continue
        del pages[key]
        forget(key)
        stack.removeWidget(page)
        gone.append(page)
    QTimer.singleShot(0, stack, lambda: _end(gone, stack, then))


def _end(gone: list[Page], stack: QStackedWidget, then: Callable[[], object]) -> None:
    """End one page in each turn of the loop: all at once would hold the window up."""
    if gone:
        gone.pop().deleteLater()
        QTimer.singleShot(1, stack, lambda: _end(gone, stack, then))
    else:
        then()
