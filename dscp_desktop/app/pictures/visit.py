"""A visit to the open sample: the window, its desk, and what every picture has in common."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from dscp_desktop.app import features
from dscp_desktop.app.errands import Errands
from dscp_desktop.app.opening import SAMPLE_DAY, SAMPLE_OPENS_WITH
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import open_store

_BEAT, _QUIET, _PATIENCE = 0.02, 8, 3000  # seconds; beats without work; beats at most

Show = Callable[["Visit"], QWidget | None]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, the place it is taken at, and what is done there before.

    `show` returns what the picture is of, None where it is of the whole window.
    """

    name: str
    place: str
    show: Show | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """The window over an open store, and a folder for what a picture needs."""

    shell: Shell
    desk: Desk
    folder: Path

    def settle(self, widget: QWidget | None = None) -> None:
        """Wait until everything that was asked for has been shown."""
        settle(widget or self.shell, self.desk)

    def page(self, key: str) -> Any:
        """Return the page of a place."""
        return self.shell.pages[key]

    def take(self, shot: Shot) -> QWidget:
        """Go where a shot is taken, do what it asks for, and return what the picture is of."""
        if shot.place:
            self.shell.go_and_focus(shot.place)
            self.settle()
        shown = shot.show(self) if shot.show else None
        self.settle(shown)
        return shown or self.shell

    def close(self) -> None:
        """Close the window and the store."""
        self.shell.drop()
        self.shell.deleteLater()


def picture_clock() -> datetime:
    """Return the instant at which every picture stands: 15:47:03 on the sample's day."""
    return datetime(SAMPLE_DAY.year, SAMPLE_DAY.month, SAMPLE_DAY.day, 14, 47, 3, tzinfo=UTC)


def open_visit(
    own: OwnSettings, path: Path, size: tuple[int, int], clock: Callable[[], datetime]
) -> Visit:
    """Open the window over the sample as the business manager sees it."""
    desk = Desk(
        open_store(path, SAMPLE_OPENS_WITH, person="Business manager", clock=clock),
        workbooks=features.workbook_offers(),
        documents=features.document_offers(),
        due=features.due_offers(),
    )
    shell = Shell(desk, features.FEATURES, own)
    shell.resize(*size)
    shell.begin()
    shell.show()
    shell.activateWindow()
    visit = Visit(shell, desk, path.parent)
    visit.settle()
    return visit


def settle(window: QWidget, desk: Desk | Errands | None = None) -> None:
    """Wait until everything that was asked for has been shown."""
    quiet, waited = 0, 0
    while quiet < _QUIET:
        QTest.qWait(1)
        time.sleep(_BEAT)  # while it waits by itself, Qt lets no other thread work
        waited += 1
        quiet = quiet + 1 if desk is None or desk.idle() else 0
        if waited > _PATIENCE:
            raise WrongUse("A page did not come to rest within a minute.")
    window.repaint()
