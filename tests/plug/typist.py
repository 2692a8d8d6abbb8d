"""Somebody who takes minutes in the window until the plug is pulled: each word is in the diary.

A program of its own: `python -m tests.plug.typist STORE MEETING DIARY SEED`. It says 'ready' on
its output when the minutes are open, and then types numbered words, ends paragraphs, keeps
decisions and actions, goes to the next item and back. Each line of the diary is a word and when
its last key was pressed.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dscp_desktop.app.features import FEATURES, document_offers, due_offers
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.live.page import LivePage
from dscp_desktop.store.opening import open_store
from tests.meetings.page.liveroom import Hands
from tests.moulds import PASSPHRASE

KEY_EVERY = 12  # milliseconds
Key = Qt.Key


class Clock(Hands):
    """The morning of the meeting, going on as real time does."""

    def __init__(self) -> None:
        super().__init__()
        self._begin, self._from = self.at, time.monotonic()

    def __call__(self):  # type: ignore[no-untyped-def]
        from datetime import timedelta

        return self._begin + timedelta(seconds=time.monotonic() - self._from)


class Typist:
    """Presses one key each time it is called."""

    def __init__(self, page: LivePage, diary: int, seed: int) -> None:
        self.page, self.diary = page, diary
        self.chance = random.Random(seed)
        self.number = 0
        self.left = ""

    def press(self) -> None:
        """Press the next key of a word, or do what a minute taker does between two words."""
        field = self.page.middle.notes.field
        if not self.left:
            self._between(field)
            self.number += 1
            self.left = f"w{self.number:05d} "
        key, self.left = self.left[0], self.left[1:]
        QTest.keyClicks(field, key)
        if not self.left:
            os.write(self.diary, f"w{self.number:05d}\t{time.time():.3f}\n".encode())

    def _between(self, field: QWidget) -> None:
        what = self.chance.random()
        if what < 0.06:
            QTest.keyClick(field, Key.Key_Return)
            if self.chance.random() < 0.5:
                QTest.keyClicks(field, self.chance.choice(("D: ", "A: next meeting ")))
        elif what < 0.08:
            way = Key.Key_Down if self.chance.random() < 0.7 else Key.Key_Up
            QTest.keyClick(self.page, way, Qt.KeyboardModifier.AltModifier)
        elif what < 0.09:
            QTest.qWait(1_100)  # a pause: what stands there is kept
        if self.page.middle.capture.isVisible():
            QTest.keyClick(self.page.middle.capture.text.editor, Key.Key_Escape)


def main(store: str, meeting_id: str, diary: str, seed: str) -> None:
    """Open the window on the minutes, and type until nobody stops us any more."""
    app = QApplication([])
    opened = open_store(Path(store), PASSPHRASE, clock=Clock())
    desk = Desk(opened, documents=document_offers(), due=due_offers())
    shell = Shell(desk, FEATURES, OwnSettings(Path(store).with_name("own")))
    shell.resize(1280, 720)
    shell.show()
    shell.begin()
    desk.place_asked.emit("live", meeting_id)
    page = shell.page()
    assert isinstance(page, LivePage)
    while page.record is None or not desk.idle():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    page.finish.click()
    typist = Typist(page, os.open(diary, os.O_WRONLY | os.O_CREAT | os.O_APPEND), int(seed))
    timer = QTimer()
    timer.setInterval(KEY_EVERY)
    timer.timeout.connect(typist.press)
    timer.start()
    print("ready", flush=True)
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
