"""Who was at one meeting, marked by Space."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.attendance import record_attendance
from dscp_desktop.meetings.rules.agenda import APOLOGIES, DEPUTY, NO_REPLY, PRESENT, AttendanceLine
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text

# What Space goes through, and what each is called on screen.
ROUND = ("", PRESENT, APOLOGIES, DEPUTY, NO_REPLY)
SHOWN = {
    "": Status("plain", "Not recorded"),
    PRESENT: Status("done", "Here"),
    APOLOGIES: Status("away", "Apologies"),
    DEPUTY: Status("done", "Deputy here", icon="person"),
    NO_REPLY: Status("not due", "Not here, no reply"),
}
_NONE = Empty(
    "Nobody has a seat on this group yet",
    "Add seats on the page of groups, or choose who was there below.",
    "person",
)


def next_mark(mark: str) -> str:
    """Return the mark that Space sets after this one."""
    return ROUND[(ROUND.index(mark) + 1) % len(ROUND)]


def here_words(lines: Sequence[AttendanceLine]) -> str:
    """Return '7 of 12 here', deputies among them."""
    here = sum(line.mark in (PRESENT, DEPUTY) for line in lines)
    return f"{here} of {len(lines)} here"


class AttendancePane(Surface):
    """Those with a seat on the group, and everybody else who was there."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk, self.meeting_id = desk, ""
        self.listed: tuple[AttendanceLine, ...] = ()
        self.holders: tuple[Party, ...] = ()
        self.done: Callable[[], object] = lambda: None
        self.counted = Text("", "base", tone="t2")
        hint = Text("Space changes the mark", "caption")
        columns = (
            Column(
                "Who",
                lambda line: line.attendee,
                second=lambda line: line.role if line.seated else "No seat on this group",
            ),
            Column("Mark", lambda line: line.mark, 176, status=lambda line: SHOWN[line.mark]),
        )
        self.table = TableView(
            columns,
            "Attendance",
            height=TWO_LINE,
            empty=_NONE,
            key=lambda line: line.attendee_id,
            gutter=16,
        )
        self.table.ticked.connect(lambda line: self.mark(line, next_mark(line.mark)))
        self.table.opened.connect(lambda line: self.mark(line, next_mark(line.mark)))
        self.table.actions_for = self._actions
        self.table.on_paste = lambda: self.desk.place_asked.emit("records", "paste:attendance")
        self.who = Chooser()
        self.who.setAccessibleName("Somebody else who was there")
        self.add = Button("Add attendee", icon="add")
        self.add.clicked.connect(self._add)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(self.counted, 1)
        head.addWidget(hint)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addWidget(self.who)
        foot.addWidget(self.add)
        foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 1, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addLayout(foot)

    def show_lines(self, meeting_id: str, lines: Sequence[AttendanceLine]) -> None:
        """Show who may be at a meeting; the same body stays current."""
        self.meeting_id, self.listed = meeting_id, tuple(lines)
        self.counted.setText(here_words(lines) if lines else "")
        self.table.set_rows(self.listed)
        self._offer()

    def show_holders(self, holders: Sequence[Party]) -> None:
        """Offer these bodies where they are not in the list yet."""
        self.holders = tuple(holders)
        self._offer()

    def _offer(self) -> None:
        listed = {line.attendee_id for line in self.listed}
        options = [(party.id, party.shown) for party in self.holders if party.id not in listed]
        self.who.set_options(options)
        self.add.setEnabled(bool(options))

    def _actions(self, line: AttendanceLine) -> Sequence[tuple[str, Callable[[], object]]]:
        others = [mark for mark in ROUND if mark != line.mark]
        return [(SHOWN[mark].words, partial(self.mark, line, mark)) for mark in others]

    def mark(self, line: AttendanceLine, mark: str) -> None:
        """Record a mark; it is shown at once and taken back if it could not be kept."""
        kept = tuple(
            replace(other, mark=mark) if other.attendee_id == line.attendee_id else other
            for other in self.listed
        )
        self.show_lines(self.meeting_id, kept)
        self._record(line.attendee_id, mark)

    def _add(self) -> None:
        if self.who.value():
            self._record(self.who.value(), PRESENT)

    def _record(self, attendee_id: str, mark: str) -> None:
        self.desk.run(
            self,
            record_attendance,
            self.meeting_id,
            attendee_id,
            mark,
            then=self._recorded,
            failed=self._failed,
        )

    def _recorded(self, _changes: Changes) -> None:
        self.done()

    def _failed(self, trouble: Trouble) -> None:
        self.desk.troubled.emit(trouble.words)
        self.done()
