"""A meeting of today with an agenda, seats and a quorum, and the page of its live minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.agenda import add_item, start_agenda
from dscp_desktop.meetings.page.live.page import LivePage
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules.record import ItemRecord, MeetingRecord, SeatMark
from dscp_desktop.partnership.queries.parties import list_groups
from dscp_desktop.store.opening import Store

TODAY = date(2023, 10, 19)
CODE = "PLG"
Settle = Callable[[], None]
Key = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass
class Hands:
    """A clock that is put forward by hand; times are those of the wall in October, BST."""

    at: datetime = field(default_factory=lambda: datetime(2023, 10, 19, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def put(self, wall: str) -> None:
        """Set the time on the wall: '10:14' or '10:14:30'."""
        said = time.fromisoformat(wall)
        self.at = datetime(2023, 10, 19, said.hour - 1, said.minute, said.second, tzinfo=UTC)


def plan(store: Store, on: date = TODAY, *, more: int = 2) -> str:
    """Put a meeting into the diary with its standing items and some more; return its id."""
    group = next(group for group in store.ask(list_groups) if group.code == CODE)
    details = MeetingDetails(on, time(10, 0), time(12, 0))
    meeting_id = str(store.run(add_meeting, group.id, details).result)
    store.run(start_agenda, meeting_id)
    for number in range(more):
        store.run(add_item, meeting_id, f"Audit {number + 1}", "Audit officer", 20)
    return meeting_id


def record_of(store: Store, meeting_id: str) -> MeetingRecord:
    """Return what the store keeps of a meeting."""
    return store.ask(meeting_record, meeting_id)


def texts(item: ItemRecord) -> list[str]:
    """Return the words of an item's notes; of a record, what it is called."""
    return [note.record.shown if note.record else note.text for note in item.notes]


def seat(record: MeetingRecord, name: str) -> SeatMark:
    """Return the seat of a body."""
    return next(each for each in record.seats if each.shown == name)


def type_notes(qtbot: QtBot, page: LivePage, *paragraphs: str) -> None:
    """Type paragraphs where the keys are, Enter after each."""
    for words in paragraphs:
        qtbot.keyClicks(page.middle.notes.field, words)
        qtbot.keyClick(page.middle.notes.field, Key.Key_Return)


def press(qtbot: QtBot, key: Key, modifier: Any = None) -> None:
    """Press a key wherever the keys are."""
    at = QApplication.focusWidget()
    assert at is not None
    qtbot.keyClick(at, key, modifier) if modifier is not None else qtbot.keyClick(at, key)


def write(qtbot: QtBot, words: str) -> None:
    """Type words wherever the keys are."""
    at = QApplication.focusWidget()
    assert at is not None
    qtbot.keyClicks(at, words)
