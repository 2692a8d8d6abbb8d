"""The keys of a page: where they go as it opens, and how they come into it from the rail."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.focus import keep_reading_order
from dscp_desktop.widgets.page import Page

_LOOK, _LOOKS = 40, 100  # milliseconds between two looks, and how many at most


def give_keys(page: Page) -> None:
    """Put the keys where the page wants them first."""
    first = page.first_focus()
    if first is not None:
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def give_keys_when_filled(page: Page, desk: Desk) -> None:
    """Put the keys where a page wants them once its lists are filled.

    Until then it may name a button that stands for an empty list. Where a person went on in the
    meantime the keys stay.
    """
    before = QApplication.focusWidget()
    left = _LOOKS
    timer = QTimer(page, interval=_LOOK)

    def look() -> None:
        nonlocal left
        left -= 1
        now = QApplication.focusWidget()
        went_on = not page.isVisible() or (now is not before and now is not None)
        if went_on or left <= 0 or desk.idle():
            timer.stop()
            timer.deleteLater()
            if not went_on and page.isVisible() and now is not page.first_focus():
                give_keys(page)

    timer.timeout.connect(look)
    timer.start()


def keep_order_from_outside(page: Page | None, now: QWidget | None) -> None:
    """Put a page in its reading order while the keys stand outside; inside, it does so itself."""
    if page is not None and (now is None or not page.isAncestorOf(now)):
        keep_reading_order(page)
