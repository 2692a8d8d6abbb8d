"""With whom a meeting is held: groups and organisations to tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_NONE = Empty("Nobody to meet with", "Add groups or organisations on the page of groups.", "group")


class JointPane(Surface):
    """Groups and organisations; Space ticks one, which is kept at once. Esc leaves the list."""

    changed = Signal(str, tuple)  # the meeting, and the ids of all it is joint with
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.meeting_id = ""
        self.known: tuple[str, ...] = ()
        self.title = Text("", "item", wrap=True)
        self.hint = Text("Space ticks a group or an organisation", "caption")
        self.table = TableView(
            (
                Column("Joint", lambda _party: "", 72, tick=lambda p: p.id in self.known),
                Column("Group or organisation", lambda party: party.name, lines=2),
            ),
            "Joint with",
            empty=_NONE,
            gutter=16,
        )
        self.table.ticked.connect(self._tick)
        self.done = Button("Done", keys="Esc")
        self.done.clicked.connect(self.left)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.hint)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.addWidget(self.done)
        foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addLayout(foot)

    def show_meeting(
        self, meeting: MeetingLine, bodies: Sequence[Party], with_whom: tuple[str, ...]
    ) -> None:
        """Show with whom a meeting can be held; those it is held with are ticked."""
        self.meeting_id, self.known = meeting.id, with_whom
        self.title.setText(f"Joint meeting: {meeting.group}")
        self.table.set_rows([body for body in bodies if body.id != meeting.group_id])
        self.table.choose_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tick(self, party: Party) -> None:
        if party.id in self.known:
            self.known = tuple(body for body in self.known if body != party.id)
        else:
            self.known = (*self.known, party.id)
        self.table.viewport().update()
        self.changed.emit(self.meeting_id, self.known)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
