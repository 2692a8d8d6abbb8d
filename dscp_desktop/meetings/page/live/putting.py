"""Putting decisions, actions and challenges down from the notes, and what the end leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day
from dscp_desktop.core.faults import Trouble
from dscp_desktop.diary.queries.meetings import next_meeting_of
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.commands.agenda import add_item
from dscp_desktop.meetings.commands.issuing import carry_over
from dscp_desktop.meetings.page.live.deeds import Said, block_for, call_of, said_in
from dscp_desktop.meetings.page.live.seatforms import SmallForm
from dscp_desktop.meetings.page.live.words import TO_COME, state_of
from dscp_desktop.meetings.queries.logs import ballots_at
from dscp_desktop.meetings.rules.capture import Captured, parse_line
from dscp_desktop.meetings.rules.record import (
    ChallengeLine,
    DecisionLine,
    ItemRecord,
    MeetingRecord,
)
from dscp_desktop.partnership.queries.parties import list_holders, load_names
from dscp_desktop.partnership.rules.parties import Names, Party
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.notelines import NoteLine

if TYPE_CHECKING:
    from dscp_desktop.meetings.page.live.page import LivePage


class Putting:
    """The bar below the notes and the lines that are typed, turned into records."""

    def __init__(self, page: LivePage) -> None:
        self.page, self.capture = page, page.middle.capture
        self.names = Names()
        self.parties: tuple[Party, ...] = ()
        self.roles: tuple[str, ...] = ()
        self._reopen = ""
        self._line = ""  # what was typed in the notes and opened the bar
        self._numbers = count(1)
        self.capture.submitted.connect(lambda: self.put(self.capture.said()))
        self.capture.left.connect(self.leave)
        self.capture.opened.connect(self._fit_primary)
        page.seats.foot.currentChanged.connect(self._fit_primary)
        page.middle.asked.connect(self.begin)
        page.middle.notes.takes = self.take_line
        page.middle.notes.block_opened.connect(self.open_block)

    def _fit_primary(self) -> None:
        """Let one button be primary: that of the bar or a seat's form before the page's own."""
        asked = isinstance(self.page.seats.foot.currentWidget(), SmallForm)
        taken = asked or not self.capture.isHidden()
        self.page.finish.set_kind("secondary" if taken else "primary")

    def load(self) -> None:
        """Ask for the names that may own an action."""
        desk, page = self.page.desk, self.page
        desk.ask(page, load_names, then=self._take_names, key="names")
        desk.ask(page, ballots_at, page.meeting_id, then=self.capture.vote.set_ballots, key="votes")
        desk.ask(page, list_holders, then=self._take_parties, key="holders")

    def _take_names(self, names: Names) -> None:
        self.names = names

    def _take_parties(self, parties: tuple[Party, ...]) -> None:
        self.parties = parties
        self.capture.set_owners(parties, self.roles)

    def show_record(self, record: MeetingRecord) -> None:
        """Know the roles of the seats: they may own actions."""
        roles = tuple(dict.fromkeys(seat.role for seat in record.seats if seat.role))
        if roles != self.roles:
            self.roles = roles
            self.capture.set_owners(self.parties, roles)
        kind, self._reopen = self._reopen, ""
        if kind:
            self.begin(kind)

    # The bar --------------------------------------------------------------------------------

    def begin(self, kind: str) -> None:
        """Open the bar for a decision, an action or a challenge."""
        page, item = self.page, self.page.item()
        if item is None or page.is_frozen():
            return
        self._line = ""
        locked = page.middle.notes.current().restricted
        self.capture.begin(kind, page.meeting_id, item.id, restricted=locked)

    def reopen(self, about: Mapping[str, str]) -> None:
        """Open the bar again, with what was typed, as soon as its item is shown."""
        self._reopen = about.get("kind", "")
        self.page._wanted = about.get("item", "")

    def leave(self) -> None:
        """Go back to the notes; a line that was typed there goes back with the keys."""
        self.capture.hide()
        line, self._line = self._line, ""
        if line:
            self.page.middle.notes.put_words(line)
        self.page.middle.notes.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_line(self, words: str) -> bool:
        """Turn a typed line into a record; where it is not clear, the bar asks."""
        item = self.page.item()
        found = parse_line(words, self.names, self.page.desk.today, self.roles)
        if found is None or item is None or self.page.is_frozen():
            return False
        locked = self.page.middle.notes.current().restricted
        self.page.middle.notes.clear_line()
        if found.clear:
            self.put(said_in(found, restricted=locked), found, words)
        else:
            self._ask(found, locked, words)
        return True

    def _ask(self, found: Captured, locked: bool, line: str) -> None:
        self.begin(found.kind)
        self._line = line
        self.capture.restricted = locked
        self.capture.fill(found)

    def put(self, said: Said, found: Captured | None = None, line: str = "") -> None:
        """Have the store keep it, and show it where the keys are."""
        page, item = self.page, self.page.item()
        if item is None:
            return
        at = page.now()
        command, given, options = call_of(said, item.id, at)
        key = "" if said.record_id else f"new {next(self._numbers)}"
        if key:
            page.middle.put(NoteLine(key=key, at=at, restricted=said.restricted), block_for(said))

        def done(changes: Changes) -> None:
            page.refresh()
            if key:
                page.middle.settle(key, str(changes.result))
            if page.item_id != item.id or not page.isEnabled():
                page.saving.save()  # the item was left while the record was on its way
            if found is None:
                self._line = ""
                self.leave()

        def failed(trouble: Trouble) -> None:
            if key:
                page.middle.settle(key, "")
            if found is not None:
                self._ask(found, said.restricted, line)
            self.capture.show_trouble(trouble.words)

        page.desk.run(page, command, *given, then=done, failed=failed, **options)

    def open_block(self, key: str) -> None:
        """Open what stands in a block: a decision or challenge in the bar, an action in its log."""
        item = self.page.item()
        records = [note.record for note in (item.notes if item else ()) if note.record]
        record = next((each for each in records if each.id == key), None)
        if isinstance(record, DecisionLine | ChallengeLine) and not self.page.is_frozen():
            self.begin("decision" if isinstance(record, DecisionLine) else "challenge")
            self.capture.edit(record)
        elif record is not None:
            self.page.desk.place_asked.emit("actions", record.id)

    # Items ----------------------------------------------------------------------------------

    def add_item(self) -> None:
        """Add an item before any other business, to be named in the agenda."""
        page = self.page

        def done(changes: Changes) -> None:
            page._wanted = str(changes.result)
            page.refresh()

        page.desk.run(page, add_item, page.meeting_id, "Urgent item", then=done)

    def tell_end(self, ended: time) -> None:
        """Say what the end of the meeting leaves open, and offer to carry it over."""
        page = self.page
        assert page.record is not None
        left = [item for item in page.record.items if state_of(item) == TO_COME]
        fact = f"The meeting ended at {ended:%H:%M}"
        if not left:
            page.tell(Banner(fact, "Every item was reached.", tone="grn"))
            return
        meeting = page.record.meeting

        def offer(following: MeetingLine | None) -> None:
            self._offer(fact, left, following)

        page.desk.ask(page, next_meeting_of, meeting.group_id, meeting.on, then=offer)

    def _offer(self, fact: str, left: list[ItemRecord], following: MeetingLine | None) -> None:
        words = ", ".join(f"{item.label} {item.title}" for item in left)
        reached = f"{len(left)} item{' was' if len(left) == 1 else 's were'} not reached"
        buttons = []
        if following is not None:
            do = Button(f"Carry over to {show_day(following.on)}")
            do.clicked.connect(partial(self._carry, [item.id for item in left], following.id))
            buttons = [do]
        else:
            words += ". No later meeting of the group is planned yet."
        self.page.tell(Banner(f"{fact}; {reached}", words, buttons=buttons))

    def _carry(self, item_ids: list[str], meeting_id: str, _on: bool = False) -> None:
        """Carry the first one over, then the rest; the banner goes when all are there."""
        page = self.page
        first, rest = item_ids[0], item_ids[1:]

        def done(_changes: Changes) -> None:
            if rest:
                self._carry(rest, meeting_id)
            else:
                page.tell(None)
                page.refresh()

        page.desk.run(page, carry_over, first, meeting_id, then=done)
