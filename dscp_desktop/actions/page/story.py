"""The story of an action in dated updates, and its history with 'Put back'."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.actions.rules.log import ActionChange, UpdateLine
from dscp_desktop.core.days import show_day_year
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.painting import paint_rule
from dscp_desktop.widgets.texts import Text

FEW = 3  # how many changes are shown before 'All n changes' is pressed


class Story(QWidget):
    """Dated updates, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_updates(self, updates: Sequence[UpdateLine]) -> None:
        """Show the updates in the order they were made."""
        empty_layout(self.grid)
        for row, update in enumerate(updates):
            words = show_day_year(update.on)[4:] if update.on else "No date"
            day = Text(words, "caption")
            day.setMinimumWidth(fonts.scaled(78))
            self.grid.addWidget(day, row, 0, Qt.AlignmentFlag.AlignTop)
            said = Text(update.text, "base", wrap=True, selectable=True)
            self.grid.addWidget(said, row, 1)
        if not updates:
            self.grid.addWidget(Text("Nothing has been added yet", "base", tone="t2"), 0, 0, 1, 2)


class ChangeRow(QWidget):
    """One change: what, when and who, and 'Put back' or why that cannot be."""

    put_back = Signal(str)

    def __init__(self, change: ActionChange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.change = change
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 0, 6)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Text(change.words, "base", wrap=True))
        at = f"{show_day_year(change.at.date())[4:]}, {change.at:%H:%M} · {change.who}"
        if change.others:
            at += f" · with {change.others} other record{'s' if change.others > 1 else ''}"
        words.addWidget(Text(at, "caption", wrap=True))
        row.addLayout(words, 1)
        self.button = Button(
            "Put all back" if change.others else "Put back", icon="undo", dense=True
        )
        self.button.setAccessibleName(f"{self.button.words}: {change.words}")
        self.button.clicked.connect(lambda: self.put_back.emit(change.entry))
        self.reason = Text("Put back since", "caption", wrap=True)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.reason, 0 if change.undone else 1)
        self.button.setVisible(not change.undone)
        self.reason.setVisible(change.undone)

    def refuse(self, words: str) -> None:
        """Say in the place of the button why it cannot be put back."""
        self.button.hide()
        self.reason.setText(words)
        self.reason.set_tone("red")
        self.reason.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline below."""
        painter = QPainter(self)
        paint_rule(painter, QPointF(0, self.height() - 1), self.width(), "hair")


class Changes(QWidget):
    """The history of a record: the newest few, and all of it on demand."""

    put_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes: tuple[ActionChange, ...] = ()
        self.all = False
        self.rows: list[ChangeRow] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Text("History", "section"))
        head.addStretch()
        self.more = Button("All changes", "link")
        self.more.clicked.connect(self._show_all)
        head.addWidget(self.more)
        box.addLayout(head)
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        box.addLayout(self.list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_changes(self, changes: tuple[ActionChange, ...], *, anew: bool) -> None:
        """Show the history of a record; `anew` where it is another record than before."""
        self.changes = changes
        self.all = self.all and not anew
        self._fill()

    def _show_all(self) -> None:
        self.all = not self.all
        self._fill()

    def _fill(self) -> None:
        empty_layout(self.list)
        shown = self.changes if self.all else self.changes[:FEW]
        self.rows = [ChangeRow(change) for change in shown]
        for row in self.rows:
            row.put_back.connect(self.put_back)
            self.list.addWidget(row)
        self.more.setVisible(len(self.changes) > FEW)
        count = len(self.changes)
        self.more.set_words(f"The newest {FEW}" if self.all else f"All {count} changes")

    def refuse(self, entry: str, words: str) -> None:
        """Say at a change why it cannot be put back."""
        for row in self.rows:
            if row.change.entry == entry:
                row.refuse(words)
