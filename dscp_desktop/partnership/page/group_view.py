"""One group as it is read: what it is for, who sits on it on a day, and its story."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from dscp_desktop.core.days import show_date
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.partnership.queries.gathering import GroupSeats, SeatRow
from dscp_desktop.partnership.rules.parties import GroupLine
from dscp_desktop.partnership.rules.spans import in_time
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.empty import Empty
from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_NOBODY = Empty("Nobody has a seat yet", "Add the first one below.", "person")
_CHANGES = ("Rename…", "Merge into another group…", "End…")


class GroupView(Surface):
    """A group with its seats. What is asked by its buttons is told by signals."""

    remove_asked = Signal()
    story_asked = Signal(str)  # rename, merge or end

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.name = Text("", "item", wrap=True)
        self.line = Text("", "base", tone="t2", wrap=True)
        self.edit = Button("Edit group", "quiet", icon="edit", icon_only=True)
        self.more = Button("Rename, merge or end", "quiet", icon="more", icon_only=True)
        self.more.clicked.connect(self._open_menu)
        self.terms = Button("Terms of reference", icon="terms", dense=True)
        self.plan = Button("Work plan", icon="list", dense=True)
        self.facts = Facts()
        self.seats_title = Text("Seats", "section")
        self.seats = TableView(
            [
                Column("Held by", lambda s: s.holder, lines=3, stretch=3, second=_place),
                Column("Person", lambda s: s.held.person, lines=2, stretch=3, second=_deputy),
                Column("Kind", lambda s: s.kind.capitalize(), 96, drop_below=380),
            ],
            "Seats",
            empty=_NOBODY,
        )
        self.story = Text("", "caption", wrap=True, selectable=True)
        self.add = Button("Add seat", icon="add", dense=True)
        self.change = Button("Change seat", icon="edit", dense=True)
        self.remove = Button("Remove seat", icon="delete", dense=True, keys="Del")
        self.sit = Button("Put somebody here", icon="person", dense=True)
        self.chair = Button("Change chair", dense=True)
        self.seats.chosen.connect(self.fit_buttons)
        self.seats.installEventFilter(self)
        self._lay_out()
        self.setAccessibleName("Group")

    def _lay_out(self) -> None:
        inside = Surface()
        self.seats.setMinimumHeight(fonts.scaled(170))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolling(inside, "Group"), 1)
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 14, 0, 0)
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(GUTTER, 0, GUTTER, 0)
        head.addWidget(self.name, 1)
        for button in (self.edit, self.more):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addLayout(_row(self.line, below=8))
        box.addLayout(_row(self.terms, self.plan, None, below=10))
        for part, below in ((self.facts, 10), (self.seats_title, 6)):
            box.addLayout(_row(part, below=below))
        box.addWidget(self.seats, 1)
        self.story_row = QWidget()
        inner = QVBoxLayout(self.story_row)
        inner.setContentsMargins(GUTTER, 8, GUTTER, 0)
        inner.addWidget(self.story)
        box.addWidget(self.story_row)
        ways = FlowRow()  # below what scrolls, so that they are always there
        ways.setContentsMargins(GUTTER, 8, GUTTER, 12)
        for button in (self.add, self.change, self.chair, self.remove, self.sit):
            ways.addWidget(button)
        whole.addLayout(ways)

    # Showing ----------------------------------------------------------------------------

    def show_group(self, group: GroupLine, groups: Sequence[GroupLine]) -> None:
        """Show what the group is for."""
        self.name.setText(group.name)
        self.line.setText(f"{group.code} · {group.kind.capitalize()}")
        self.facts.set_facts(_facts_of(group, groups))

    def show_seats(self, found: GroupSeats, today: bool) -> None:
        """Show who sits on it on a day."""
        self.seats.set_rows(found.seats)
        core = sum(seat.kind == "core" for seat in found.seats)
        words = f"Seats {len(found.seats)}"
        if core != len(found.seats):
            words += f", {core} of them core"
        if not today:
            words += f", on {show_date(found.on)}"
        self.seats_title.setText(words)
        self.story.setText("\n".join(found.story))
        self.story_row.setVisible(bool(found.story))
        self.fit_buttons(self.seats.value())

    def fit_buttons(self, seat: SeatRow | None) -> None:
        """Offer what can be done with the seat that is current."""
        for button in (self.change, self.remove):
            button.setEnabled(seat is not None)
        self.sit.setEnabled(seat is not None and seat.office is None)
        self.chair.setEnabled(self.seats.rows.rowCount() > 0)

    def make_menu(self) -> QMenu:
        """Return the menu of what becomes of a group."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words in _CHANGES:
            name = words.split("…")[0].split()[0].casefold()
            menu.addAction(words).triggered.connect(
                lambda _on=False, n=name: self.story_asked.emit(n)
            )
        return menu

    def _open_menu(self) -> None:
        self.make_menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask to remove the current seat at Del in the list."""
        if watched is self.seats and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            if pressed and event.key() == Qt.Key.Key_Delete:
                self.remove_asked.emit()
                return True
        return super().eventFilter(watched, event)


def _row(*parts: QWidget | None, above: int = 0, below: int = 0) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(GUTTER, above, GUTTER, below)
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row


def _place(seat: SeatRow) -> str:
    """Return the role, unless it stands as the holder already, then office and time."""
    role = seat.line.role if seat.line.holder_id else ""
    said = [role, seat.chairs, "filled by office" if seat.office else ""]
    said.append(in_time(seat.line.starts, seat.line.ends))
    return " · ".join(filter(None, said))


def _deputy(seat: SeatRow) -> str:
    return f"Deputy: {seat.held.deputy}" if seat.held.deputy else ""


def _facts_of(group: GroupLine, groups: Sequence[GroupLine]) -> list[tuple[str, str]]:
    names = {other.code: other.name for other in groups}
    return [
        ("For", group.purpose),
        ("Meets", group.cadence),
        ("Reports to", names.get(group.reports_to, group.reports_to)),
        ("Joint with", group.joint_with),
        ("In time", in_time(group.starts, group.ends)),
        ("Also called", ", ".join(group.known_as)),
    ]
