"""The page of the learning cycle over the cycles of Durham, in a window of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.page.learning import LearningPage
from dscp_desktop.learning.queries.record import get_phase
from dscp_desktop.learning.rules.record import PhaseRecord
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.remembering import remembered
from tests.learning.conftest import CAPVA, TODAY, phase

Key = Qt.Key
PLAIN, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Worked:
    """A page, its desk, and what a test presses."""

    def __init__(self, page: LearningPage, store: Store, bot: QtBot) -> None:
        self.page, self.store, self.bot = page, store, bot

    def settle(self) -> None:
        """Wait until everything asked for is shown."""
        for _ in range(4):
            self.bot.waitUntil(self.page.desk.idle)
            self.bot.wait(0)

    def press(
        self, widget: QWidget, key: Qt.Key, how: Qt.KeyboardModifier = PLAIN, *, rest: bool = True
    ) -> None:
        """Press a key on a widget."""
        self.bot.keyClick(widget, key, how)
        if rest:
            self.settle()

    def go(self, topic: str, number: int) -> PhaseRecord:
        """Choose a phase, and return its record."""
        self.page.open_record(phase(self.store, topic, number).id)
        self.settle()
        return self.record(topic, number)

    def record(self, topic: str, number: int) -> PhaseRecord:
        """Return the record of a phase as it is kept."""
        found = self.store.ask(get_phase, phase(self.store, topic, number).id, TODAY)
        assert found is not None
        return found


@pytest.fixture
def worked(durham: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worked]:
    """The page, shown; what is done in it is undone after."""
    remembered.clear()
    monkeypatch.setattr(durham, "close", lambda: None)  # the store is shared
    made = LearningPage(Desk(durham))
    qtbot.addWidget(made)
    made.resize(1232, 840)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.desk.changed.connect(lambda _changes: made.refresh())
    hands = Worked(made, durham, qtbot)
    made.open_record(phase(durham, CAPVA, 1).id)
    hands.settle()
    yield hands
    hands.settle()
    made.desk.close()
