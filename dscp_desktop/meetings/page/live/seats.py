"""The right of the live minutes: who is here, who came and left, guests, and the quorum."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.presence import (
    add_guest,
    move,
    record_seat,
    remove_guest,
    remove_move,
)
from dscp_desktop.meetings.page.live.seatforms import GuestForm, MoveForm, NameForm
from dscp_desktop.meetings.page.live.words import (
    here_words,
    next_mark,
    quorum_words,
    seat_first,
    seat_second,
    seat_status,
)
from dscp_desktop.meetings.rules.agenda import DEPUTY
from dscp_desktop.meetings.rules.record import GuestLine, ItemRecord, MeetingRecord, SeatMark
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text

_NONE = Empty("Nobody has a seat on this group", "Add guests with G.", "person")
_KEYS = {Qt.Key.Key_D: "deputy", Qt.Key.Key_A: "came", Qt.Key.Key_L: "left"}
_HINTS = (("deputy", "Deputy", "D"), ("came", "Came late", "A"), ("left", "Left early", "L"))


def _first(row: SeatMark | GuestLine) -> str:
    return row.name if isinstance(row, GuestLine) else seat_first(row)


def _second(row: SeatMark | GuestLine) -> str:
    return row.organisation if isinstance(row, GuestLine) else seat_second(row)


def _status(row: SeatMark | GuestLine) -> Status:
    return Status("plain", "Guest") if isinstance(row, GuestLine) else seat_status(row)


def _key(row: SeatMark | GuestLine) -> object:
    return row.id if isinstance(row, GuestLine) else row.attendee_id


class SeatTable(TableView):
    """Seats and guests. Space, D, A, L, G and Delete tell `asked` in a word."""

    asked = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the letters; they are shown on the buttons below."""
        word = _KEYS.get(Qt.Key(event.key()), "")
        if event.key() == Qt.Key.Key_G:
            word = "guest"
        elif event.key() == Qt.Key.Key_Delete:
            word = "take back"
        if word and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.asked.emit(word)
            return
        super().keyPressEvent(event)


class SeatsPane(Surface):
    """Attendance of one meeting while it goes on. `clock` gives the time of day."""

    def __init__(
        self, desk: Desk, clock: Callable[[], time], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.desk, self.clock = desk, clock
        self.record: MeetingRecord | None = None
        self.item: ItemRecord | None = None
        self.item_for_moves = ""  # the item that runs: from it on an arrival counts
        self.title, self.count = Text("Attendance", "section"), Text("", "base", tone="t2")
        self.quorum = Banner("", tone="inf")
        columns = (
            Column("Seat", _first, lines=2, second=_second),
            Column("Attendance", lambda _row: "", 128, align="right", status=_status),
        )
        self.table = SeatTable(
            columns, "Attendance", height=TWO_LINE, empty=_NONE, head=False, gutter=16, key=_key
        )
        self.table.ticked.connect(self._next)
        self.table.opened.connect(self._next)
        self.table.asked.connect(self.ask_for)
        self.table.actions_for = self._actions
        self.name_form, self.move_form, self.guest_form = NameForm(), MoveForm(), GuestForm()
        self._lay_out()

    def _lay_out(self) -> None:
        head = Surface("bottom")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 10, 16, 10)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.count)
        panel = QWidget()
        around = QVBoxLayout(panel)
        around.setContentsMargins(16, 12, 16, 8)
        around.addWidget(self.quorum)
        self.foot = QStackedWidget()
        self.foot.addWidget(self._buttons())
        forms = (self.name_form, self.move_form, self.guest_form)
        for form in forms:
            self.foot.addWidget(form)
            form.left.connect(self._close_form)
        self.name_form.submitted.connect(self._name_deputy)
        self.move_form.submitted.connect(self._keep_move)
        self.guest_form.submitted.connect(self._keep_guest)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addWidget(panel)
        box.addWidget(self.table, 1)
        box.addWidget(self.foot)
        self._fit_foot()

    def _buttons(self) -> QWidget:
        made = Surface("top")
        grid = QGridLayout(made)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setSpacing(4)
        self.buttons: dict[str, Button] = {}
        for place, (word, words, keys) in enumerate((*_HINTS, ("guest", "Add guest", "G"))):
            button = Button(words, "quiet", keys=keys, dense=True)
            button.clicked.connect(lambda _on=False, word=word: self.ask_for(word))
            self.buttons[word] = button
            left = Qt.AlignmentFlag.AlignLeft
            grid.addWidget(button, place // 2, place % 2, left)
        return made

    def _fit_foot(self) -> None:
        shown = self.foot.currentWidget()
        if shown is not None:
            self.foot.setFixedHeight(shown.sizeHint().height())

    # What it shows --------------------------------------------------------------------------

    def show_record(self, record: MeetingRecord, item: ItemRecord | None) -> None:
        """Show who is here, and the quorum of an item."""
        self.record, self.item = record, item
        self.count.setText(here_words(record.seats))
        guests = [Section("Guests", str(len(record.guests))), *record.guests]
        self.table.set_rows((*record.seats, *(guests if record.guests else ())))
        tone, fact, words = quorum_words(item.quorum if item else None, item.label if item else "")
        self.quorum.set_words(fact, words, tone)
        frozen = record.minutes.frozen or self.desk.store.read_only
        for button in self.buttons.values():
            button.setEnabled(not frozen)

    def _actions(self, row: SeatMark | GuestLine) -> list[tuple[str, Callable[[], object]]]:
        if isinstance(row, GuestLine):
            return [("Remove guest (Delete)", partial(self.ask_for, "take back"))]
        return [(f"{words} ({key})", partial(self.ask_for, word)) for word, words, key in _HINTS]

    # What a person does ---------------------------------------------------------------------

    def _next(self, row: SeatMark | GuestLine) -> None:
        if isinstance(row, SeatMark):
            self._run(record_seat, row.attendee_id, next_mark(row.mark))

    def ask_for(self, word: str) -> None:
        """Do what a key or a button asks for with the seat that is current."""
        row = self.table.value()
        if self.record is None or self.record.minutes.frozen:
            return
        if word == "guest":
            self._open(self.guest_form)
            self.guest_form.begin()
        elif word == "take back":
            self._take_back(row)
        elif isinstance(row, SeatMark) and word == "deputy":
            self._open(self.name_form)
            self.name_form.begin(row)
        elif isinstance(row, SeatMark):
            self._open(self.move_form)
            self.move_form.begin(row, word == "came", self.clock())

    def _take_back(self, row: SeatMark | GuestLine | None) -> None:
        if isinstance(row, GuestLine):
            self.desk.run(self, remove_guest, row.id)
        elif row is not None and row.moves:
            self.desk.run(self, remove_move, row.moves[-1].id)
        elif row is not None and row.mark:
            self._run(record_seat, row.attendee_id, "")

    def _name_deputy(self) -> None:
        seat = self.name_form.seat
        if seat is not None:
            self._run(record_seat, seat.attendee_id, DEPUTY, self.name_form.name.value())

    def _keep_move(self) -> None:
        form = self.move_form
        if form.seat is not None:
            item = self.item_for_moves or None
            self._run(move, form.seat.attendee_id, form.came, form.at.value(), item)

    def _keep_guest(self) -> None:
        form = self.guest_form
        self._run(add_guest, form.name.value(), form.organisation.value())

    def _run(self, command: Callable[..., Changes], *args: Any) -> None:
        assert self.record is not None
        self.desk.run(
            self, command, self.record.meeting.id, *args,
            then=lambda _changes: self._close_form(), failed=self._failed,
        )  # fmt: skip

    def _failed(self, trouble: Trouble) -> None:
        form = self.foot.currentWidget()
        if isinstance(form, NameForm | MoveForm | GuestForm):
            form.show_trouble(trouble.words)
            self._fit_foot()
        else:
            self.desk.troubled.emit(trouble.words)

    def _open(self, form: QWidget) -> None:
        self.foot.setCurrentWidget(form)
        self._fit_foot()

    def _close_form(self) -> None:
        if self.foot.currentIndex():
            self.foot.setCurrentIndex(0)
            self._fit_foot()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
