"""Live minutes: agenda and time at the left, notes in the middle, who is here at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Trouble
from dscp_desktop.diary.commands.meetings import set_meeting_status
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.agenda import start_agenda
from dscp_desktop.meetings.commands.notes import end_item, start_item
from dscp_desktop.meetings.page.live.putting import Putting
from dscp_desktop.meetings.page.live.room import Room
from dscp_desktop.meetings.page.live.saving import Saving
from dscp_desktop.meetings.page.live.words import (
    TO_COME,
    behind,
    behind_words,
    left_words,
    running_item,
    state_of,
)
from dscp_desktop.meetings.queries.record import meeting_record, meeting_under_way
from dscp_desktop.meetings.rules.record import ItemRecord, MeetingRecord
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.page import Page
from dscp_desktop.widgets.status import Status, StatusLabel

_TICK = 10_000  # milliseconds between two looks at the clock
_NONE = Empty(
    "No meeting is open here",
    "Open one on the page of meetings: ‘Start minutes’ on its day, ‘Open minutes’ after it.",
    "meeting",
)
_BEGIN = "‘Start meeting’ begins with the group’s standing items, or add items to its agenda."
_NO_ITEMS = Empty("This meeting has no items yet", _BEGIN, "list")


class LivePage(Page):
    """The minutes of one meeting while it goes on, by the keyboard alone."""

    help_topic = (
        "Type what is said; Enter begins a paragraph, stamped with the time of its first key. "
        "Ctrl+D keeps a decision, Ctrl+J an action, Ctrl+Shift+C a challenge; or type ‘D: …’, "
        "‘A: who by when what’, ‘C: …’ and Enter. Ctrl+Shift+2 marks a paragraph as Part 2, "
        "Ctrl+Shift+L makes a list. Alt+Down and Alt+Up go to the next and the previous item. "
        "In the attendance Space marks a seat, D a deputy, A who came late, L who left, G a guest."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Live minutes", parent=parent)
        self.desk = desk
        self.record: MeetingRecord | None = None
        self.meeting_id, self.item_id, self._wanted = "", "", ""
        self._off = timedelta()  # from the store's clock to the time of day of the partnership
        self._break_since: time | None = None
        self.gone: Callable[[], object] = lambda: None
        self.saved = StatusLabel(Status("plain", ""))
        self.saved.hide()
        self.add_beside_title(self.saved)
        self.pause = self.add_button(Button("Break"))
        self.finish = self.add_button(Button("End meeting", "primary", icon="tick"))
        self.room = Room(desk, self.now)
        self.items, self.middle, self.seats = self.room.items, self.room.middle, self.room.seats
        self.saving = Saving(self)
        self.putting = Putting(self)
        self.empty = EmptyState(_NONE)
        self.put_body(self.room)
        self.room.hide()
        self._box.addWidget(self.empty, 1)
        self._tick = QTimer(self, interval=_TICK)
        self._tick.timeout.connect(self.tick)
        self._connect()
        self._show_buttons()

    def _connect(self) -> None:
        self.pause.clicked.connect(self.toggle_break)
        self.finish.clicked.connect(self.end_or_start)
        self.items.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.items.activated.connect(lambda _index: self.begin_item())
        self.room.next.clicked.connect(lambda: self.step(1))
        self.room.add.clicked.connect(self.putting.add_item)
        self.seats.table.move_asked.connect(lambda _row, way: self.step(way))
        self.narrow_changed.connect(self.room.set_narrow)
        self.narrow_changed.connect(lambda _narrow: self._fit_header())
        keys: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("Alt+Down", "Next item", lambda: self.step(1)),
            ("Alt+Up", "Item before", lambda: self.step(-1)),
            ("Ctrl+D", "Decision", lambda: self.putting.begin("decision")),
            ("Ctrl+J", "Action", lambda: self.putting.begin("action")),
            ("Ctrl+Shift+C", "Challenge", lambda: self.putting.begin("challenge")),
            ("Ctrl+Shift+2", "Mark as Part 2, or not", self.middle.notes.toggle_restricted),
            ("Ctrl+Shift+L", "List, or plain", self.middle.notes.toggle_list),
        )
        for each, words, do in keys:
            bind(self, each, words, do)

    # Time -----------------------------------------------------------------------------------

    def now(self) -> time:
        """Return the time of day in the partnership's zone, without a look at the store."""
        return (self.desk.store.clock() + self._off).time().replace(microsecond=0)

    def _set_clock(self, now: datetime) -> None:
        clock = self.desk.store.clock()
        self._off = now.replace(tzinfo=clock.tzinfo) - clock

    def tick(self) -> None:
        """Show the time, and what runs by it; try again what could not be saved."""
        if self.record is None or not self.isVisible():
            return
        now, meeting = self.now(), self.record.meeting
        self.items.show_items(self.record.items, now)
        self.middle.show_time(now)
        late = behind(self.record.items, now)
        running = running_item(self.record.items) is not None and self.is_live()
        self.room.show_behind(behind_words(late) if running else "", late)
        begun = any(item.started for item in self.record.items)
        left = left_words(meeting.end, now) if begun else ""
        said = [f"{now:%H:%M}", left] if self.is_live() else []
        if self._break_since:
            said = [f"Break since {self._break_since:%H:%M}"]
        self.context.setText(" · ".join(filter(None, said)) or show_day_year(meeting.on))
        self.saving.try_again()

    def is_live(self) -> bool:
        """Say whether the meeting goes on: it is of today, and was not ended."""
        if self.record is None:
            return False
        meeting = self.record.meeting
        return meeting.on == self.desk.today and meeting.status not in ("held", "cancelled")

    def is_frozen(self) -> bool:
        """Say whether nothing may be typed here."""
        return bool(self.record and self.record.minutes.frozen) or self.desk.store.read_only

    # What it shows --------------------------------------------------------------------------

    def open_record(self, record_id: str) -> None:
        """Open the minutes of a meeting, or at 'meeting/item'; what was typed elsewhere is kept."""
        meeting_id, _, item_id = record_id.partition("/")
        if meeting_id == self.meeting_id:
            self.items.choose(item_id or self.item_id)
            return
        self.saving.save()
        self.middle.let_go()
        self.meeting_id, self.item_id, self._wanted = meeting_id, "", item_id
        self.record, self._break_since = None, None
        self.pause.set_words("Break")
        self.show_banner(None)
        self.desk.ask(self, lambda _session: self.desk.store.now(), then=self._set_clock)
        self.putting.load()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the record again, or for the meeting under way; what is typed stays as it is."""
        ask, at = self.desk.ask, self.meeting_id
        if not at:
            ask(self, meeting_under_way, self.desk.today, then=self._begin, key="now")
            return
        ask(self, meeting_record, at, then=self._show, failed=self._not_there, key="record")

    def _begin(self, meeting_id: str) -> None:
        if meeting_id and not self.meeting_id:
            self.open_record(meeting_id)

    def _not_there(self, _trouble: Trouble) -> None:
        self.meeting_id, self.record = "", None
        self.room.hide()
        self.empty.set_empty(_NONE)
        self.empty.show()
        self._show_buttons()
        gone, self.gone = self.gone, lambda: None
        gone()

    def _show(self, record: MeetingRecord) -> None:
        first = self.record is None
        self.record = record
        self.gone = lambda: None
        self.empty.set_empty(_NO_ITEMS)
        self.empty.setVisible(not record.items)
        self.room.setVisible(bool(record.items))
        self.middle.meeting_id = self.meeting_id
        self._fit_header()
        given = self.middle.take_given(self.meeting_id, [item.id for item in record.items])
        self._wanted = given or self._wanted
        self.items.show_items(record.items, self.now())
        if self._wanted or not any(item.id == self.item_id for item in record.items):
            self.item_id = self._wanted or self._first_item()
            self._wanted = ""
        self.items.choose(self.item_id)
        self._show_item()
        self._show_buttons()
        self.putting.show_record(record)
        self.tick()
        if first:
            keys = self.middle.notes if record.items else self.finish
            keys.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_header(self) -> None:
        if getattr(self, "record", None) is not None and self.record is not None:
            meeting = self.record.meeting
            self.set_title(meeting.code if self.narrow and meeting.code else meeting.title)
            self.title.setToolTip(meeting.title)

    def _first_item(self) -> str:
        items = self.record.items if self.record else ()
        runs = running_item(items)
        if runs is not None:
            return runs.id
        open_ones = [item for item in items if state_of(item) == TO_COME]
        chosen = open_ones[:1] if self.is_live() else items[:1]
        return (chosen or items[:1])[0].id if items else ""

    def item(self) -> ItemRecord | None:
        """Return the item that is shown."""
        items = self.record.items if self.record else ()
        return next((item for item in items if item.id == self.item_id), None)

    def _show_item(self) -> None:
        item = self.item()
        if item is None or self.record is None:
            return
        self.middle.show_item(item, read_only=self.is_frozen())
        self.middle.show_time(self.now())
        runs = running_item(self.record.items)
        self.seats.item_for_moves = runs.id if runs and self.is_live() else item.id
        self.seats.show_record(self.record, item)

    def _show_buttons(self) -> None:
        begun = self.record is not None and any(item.started for item in self.record.items)
        live, frozen = self.is_live(), self.is_frozen()
        self.pause.setVisible(live and begun)
        self.finish.setVisible(live and not frozen)
        self.finish.set_words("End meeting" if begun else "Start meeting")
        self.room.next.setEnabled(not frozen)
        self.room.add.setEnabled(not frozen)

    def first_focus(self) -> QWidget | None:
        """The notes, once a meeting is open."""
        return self.middle.notes.field if self.meeting_id else None

    def panes(self) -> list[QWidget]:
        """The banner, the agenda (narrow: its tabs first), the notes, the bar, the attendance."""
        notes = [self.middle.notes, self.middle.capture]
        found = [self.banner, self.items, *notes, self.seats]
        if self.room.tabs is not None:
            found = [self.banner, self.room.tabs.tabBar(), self.items, self.seats, *notes]
        return [pane for pane in found if pane is not None]

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        if self.record is None or self.is_frozen():
            return ()
        return (
            ("Add decision", "Ctrl+D", lambda: self.putting.begin("decision")),
            ("Add action", "Ctrl+J", lambda: self.putting.begin("action")),
            ("Add challenge", "Ctrl+Shift+C", lambda: self.putting.begin("challenge")),
            ("Next item", "Alt+Down", lambda: self.step(1)),
            ("Previous item", "Alt+Up", lambda: self.step(-1)),
            ("Begin the item shown", "Enter", self.begin_item),
            (self.finish.words, "", self.end_or_start),
        )

    # Items ----------------------------------------------------------------------------------

    def _choose(self) -> None:
        chosen = self.items.current_id()
        if chosen and chosen != self.item_id:
            self.go_to(chosen)

    def go_to(self, item_id: str) -> None:
        """Show another item; what was typed of this one is saved."""
        self.saving.save()
        self.middle.capture_left()
        self.item_id = item_id
        self._show_item()
        self.items.choose(item_id)

    def step(self, way: int) -> None:
        """Go to the next or the previous item; from the item that runs, the next one is begun."""
        if self.record is None or self.middle.capture.opens_calendar():
            return
        ids = [item.id for item in self.record.items]
        at = ids.index(self.item_id) if self.item_id in ids else 0
        if not 0 <= at + way < len(ids):
            return
        runs = running_item(self.record.items)
        onward = way > 0 and runs is not None and runs.id == self.item_id
        following = self.record.items[at + way]
        self.go_to(following.id)
        if onward and self.is_live() and state_of(following) == TO_COME:
            self._run(start_item, following.id, self.now())
        self.middle.notes.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_item(self) -> None:
        """Begin the item that is shown; the one that runs ends."""
        item = self.item()
        if item is not None and self.is_live() and state_of(item) == TO_COME:
            self.saving.save()
            self._run(start_item, item.id, self.now())
        self.middle.notes.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_or_start(self) -> None:
        """Start the meeting with its first item, or end it."""
        if self.record is None or not self.is_live() or self.is_frozen():
            return
        if not self.record.items or not all(item.id for item in self.record.items):
            self._run(start_agenda, self.meeting_id, then=lambda _changes: self._wait_start())
        elif any(item.started for item in self.record.items):
            self._end()
        else:
            self.begin_item()

    def _wait_start(self) -> None:
        self.item_id = ""
        self.refresh()

    def _end(self) -> None:
        assert self.record is not None
        self.saving.save()
        runs = running_item(self.record.items)
        if runs is not None:
            self._run(end_item, runs.id, self.now())
        ended = self.now()
        self._run(
            set_meeting_status, self.meeting_id, "held",
            then=lambda _changes: self.putting.tell_end(ended),
        )  # fmt: skip

    def toggle_break(self) -> None:
        """Note that there is a break, or that the meeting goes on."""
        if self._break_since is None:
            self._break_since = self.now()
            self.middle.notes.add_paragraph("Break.")
        else:
            self._break_since = None
            self.middle.notes.add_paragraph("The meeting went on.")
        self.pause.set_words("Go on" if self._break_since else "Break")
        self.tick()
        self.middle.notes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _run(self, command: Callable[..., Changes], *args: Any, then: Any = None) -> None:
        def done(changes: Changes) -> None:
            self.refresh()
            if then is not None:
                then(changes)

        self.desk.run(self, command, *args, then=done)

    # Leaving and coming back ----------------------------------------------------------------

    def show_saved(self, at: str) -> None:
        """Say when all was saved last."""
        self.saved.set_status(Status("done", f"Saved {at}", icon="save"))
        self.saved.setVisible(not self.narrow or self.width() > 900)

    def tell(self, banner: Banner | None) -> None:
        """Show a banner in place of any before."""
        self.show_banner(banner)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a meeting again with what was typed there; `gone` where it is not there."""
        self.gone = gone
        meeting_id = about.get("meeting", "")
        same = meeting_id == self.meeting_id
        if name == self.middle.capture.draft_name:
            self.putting.reopen(about)
        self.open_record(meeting_id)
        if same:
            self.refresh()

    def may_leave(self) -> bool:
        """Save before another page is shown or the store closes; a lock keeps the draft alone."""
        self.saving.save()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the clock while the page is shown."""
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what was typed when another page is shown."""
        super().hideEvent(event)
        self._tick.stop()
        if self.isEnabled():
            self.saving.save()
