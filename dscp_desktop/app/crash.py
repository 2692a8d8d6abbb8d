"""The crash page: a bug in the program. It loses nothing, sends nothing and shows no record."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from dscp_desktop.app.badge import program_icon
from dscp_desktop.app.own_settings import PROGRAM
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.page import Surface, scrolling
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import dress

_OURS = Path(__file__).resolve().parent.parent
_MOST = 12


def crash_details(error: BaseException) -> str:
    """Return what can be told without showing a record: the kind of error and our own lines.

    The words of the error are left out: they may hold a value.
    """
    places = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(_OURS):
            places.append(f"{path.relative_to(_OURS).as_posix()}:{frame.lineno}")
    return "\n".join([type(error).__name__, *places[-_MOST:]])


class CrashWindow(QMainWindow):
    """Says calmly what happened and what to do."""

    start_again = Signal()

    def __init__(self, details: str) -> None:
        super().__init__()
        self.setWindowTitle(f"Something went wrong – {PROGRAM}")
        self.setWindowIcon(program_icon())
        self.resize(620, 460)
        page = Surface()
        box = QVBoxLayout(page)
        box.setContentsMargins(32, 24, 32, 24)
        box.setSpacing(12)
        box.addWidget(Text("Something went wrong in DSCP Desktop", "title", wrap=True))
        words = (
            "What was saved is in the store. What you were typing is kept as a draft and is "
            "offered back when you open the store again. Nothing was sent anywhere."
        )
        box.addWidget(Banner("Your records are safe", words, tone="inf"))
        steps = (
            "Start again and open the store. If the same step fails again, leave it, go on with "
            "something else, and give the lines below to whoever looks after the program. They "
            "hold no record."
        )
        box.addWidget(Text(steps, "base", wrap=True))
        self.details = Text(details, "mono", selectable=True)
        self.details.setAccessibleName("Details of the fault")
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop)
        box.addWidget(scrolling(self.details, "Details of the fault"), 1)
        self.again = Button("Start again", "primary")
        self.again.clicked.connect(self.start_again)
        self.close_button = Button("Close")
        self.close_button.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.again)
        row.addWidget(self.close_button)
        row.addStretch()
        box.addLayout(row)
        self.setCentralWidget(page)
        self.again.setFocus()
        dress(self)

    def first_focus(self) -> QWidget:
        """Start again."""
        return self.again


def catch_crashes(show: Callable[[BaseException], object]) -> None:
    """Have `show` called for each error that nobody caught, once at a time."""
    showing = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal showing
        if showing or not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        showing = True
        try:
            show(error)
        except Exception as second:
            print(crash_details(second), file=sys.stderr)  # not its words, nor anybody's values
        finally:
            showing = False

    sys.excepthook = hook
