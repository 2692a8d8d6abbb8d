"""Ends once a window is painted: `python starting.py bare` or `door STORE`, in a copied program."""

import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow


def end_when_painted(app: QApplication, kind: type[Any]) -> QObject:
    """End the process when a widget of a kind was painted."""

    class Eye(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and isinstance(watched, kind):
                app.removeEventFilter(self)
                QTimer.singleShot(0, lambda: os._exit(0))  # after the painting
            return False

    eye = Eye(app)
    app.installEventFilter(eye)
    return eye


def bare() -> None:
    """A window with one line of words."""
    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("A window"))
    eye = end_when_painted(app, QLabel)
    window.show()
    assert eye
    app.exec()


def door() -> None:
    """The program, until the page that asks for the passphrase is painted."""
    app = QApplication([])
    eye = end_when_painted(app, QLineEdit)
    from dscp_desktop.app.main import main

    assert eye
    main(["open", sys.argv[2]])


WAYS: dict[str, Callable[[], None]] = {"bare": bare, "door": door}

if __name__ == "__main__":
    WAYS[sys.argv[1]]()
    sys.exit(3)  # it ended without painting
