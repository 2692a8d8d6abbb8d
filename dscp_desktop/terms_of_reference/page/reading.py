"""The middle of the page of terms: two versions compared, or one as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.terms_of_reference.rules.versions import PartText, Version
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.compare import SHIFT, ComparedPart, CompareView, text_left
from dscp_desktop.widgets.empty import Empty, EmptyState
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import Text

_HEAD = 40
_NARROW = 760
_FROM_SEATS = ("membership", "chair and deputy")
_SEATS = ("Open the seats", "group")


class ComparePane(Surface):
    """Two versions side by side, with their states above and the way through the changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.view = CompareView()
        self.old, self.new = Text("", "strong"), Text("", "strong")
        self.old_state = StatusLabel(Status("plain", ""))
        self.new_state = StatusLabel(Status("plain", ""))
        self.back = Button("Change before", "quiet", icon="up", icon_only=True, dense=True)
        self.on = Button("Next change", "quiet", icon="down", icon_only=True, dense=True)
        self.back.setToolTip("Change before (Shift+F7)")
        self.on.setToolTip("Next change (F7)")
        self.count = Text("", "base")
        self.back.clicked.connect(lambda: self.view.step(-1))
        self.on.clicked.connect(lambda: self.view.step(1))
        self.view.moved.connect(self._moved)
        head = Surface("bottom", "subtle")
        head.setFixedHeight(fonts.scaled(_HEAD))
        halves = QHBoxLayout(head)
        halves.setContentsMargins(text_left(), 0, 12, 0)
        halves.setSpacing(8)
        self._left = QWidget()
        left = QHBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        for part in (self.old, self.old_state):
            left.addWidget(part)
        left.addStretch(1)
        halves.addWidget(self._left)
        for part in (self.new, self.new_state):
            halves.addWidget(part)
        halves.addStretch(1)
        way = QHBoxLayout()
        way.setSpacing(2)
        for step in (self.back, self.count, self.on):
            way.addWidget(step)
        halves.addLayout(way)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addWidget(scrolling(self.view, "Comparison"), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the name of each version above its text."""
        super().resizeEvent(event)
        self._left.setFixedWidth(max(round(self.width() / 2) - SHIFT - 8, 60))
        self._say_where()

    def show_pair(
        self,
        old: Version,
        new: Version,
        states: tuple[Status, Status],
        parts: Sequence[ComparedPart],
    ) -> None:
        """Show what changed from one version to another."""
        self.old.setText(f"Version {old.number}")
        self.new.setText(f"Version {new.number}")
        self.old_state.set_status(states[0])
        self.new_state.set_status(states[1])
        name = f"Version {old.number} compared with version {new.number}"
        self.view.set_parts(parts, name)

    def _say_where(self) -> None:
        """Say which change is the present one; in few words where the versions need the room."""
        count = self.view.count()
        where = f"{self.view.now + 1} of {count}"
        whole = f"Change {where}" if count else "No change"
        short = count and self.width() < fonts.scaled(_NARROW)
        self.count.setText(where if short else whole)
        self.count.setAccessibleName(whole)
        self.count.setToolTip(whole if short else "")

    def _moved(self, now: int) -> None:
        count = self.view.count()
        self._say_where()
        self.back.setEnabled(now > 0)
        self.on.setEnabled(now < count - 1)


class WholePane(Surface):
    """One version as a whole; of a draft each part can be changed."""

    change_asked = Signal(str)  # the key of a part

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title = Text("", "strong")
        self.state = StatusLabel(Status("plain", ""))
        self.note = Text("", "caption")
        self.buttons: dict[str, Button] = {}
        self._heads: dict[str, QWidget] = {}
        head = Surface("bottom", "subtle")
        head.setFixedHeight(fonts.scaled(_HEAD))
        row = QHBoxLayout(head)
        row.setContentsMargins(GUTTER, 0, GUTTER, 0)
        row.setSpacing(8)
        for part in (self.title, self.state):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self.note)
        row.addStretch(1)
        self.inside = Surface()
        self.grid = QGridLayout(self.inside)
        self.grid.setContentsMargins(GUTTER, 8, GUTTER, 12)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(1, 1)
        self.area = scrolling(self.inside, "The whole version")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addWidget(self.area, 1)

    def show_version(
        self, version: Version, state: Status, note: str, parts: Sequence[PartText]
    ) -> None:
        """Show the parts of a version; a draft has a button beside each."""
        self.title.setText(f"Version {version.number}")
        self.state.set_status(state)
        self.note.setText(note)
        self._clear()
        for number, part in enumerate(parts, start=1):
            row = (number - 1) * 2
            count = Text(str(number), "strong")
            count.setMinimumWidth(fonts.scaled(18))
            name = Text(part.title, "strong")
            self._heads[str(number)] = name
            self.grid.addWidget(count, row, 0)
            self.grid.addWidget(name, row, 1)
            if not version.agreed:
                self.grid.addWidget(self._button(part), row, 2, Qt.AlignmentFlag.AlignRight)
            words = part.text or "Nothing stands here yet"
            text = Text(words, "minutes", wrap=True, selectable=True)
            if not part.text:
                text.set_tone("t2")
            text.setContentsMargins(0, 0, 0, 10)
            self.grid.addWidget(text, row + 1, 1, 1, 2)
        self.grid.setRowStretch(2 * len(parts), 1)

    def _button(self, part: PartText) -> Button:
        words, icon = _SEATS if part.part in _FROM_SEATS else ("Change", "edit")
        button = Button(words, "quiet", icon=icon, dense=True)
        button.setAccessibleName(f"{words}: {part.title}")
        button.clicked.connect(lambda: self.change_asked.emit(part.part))
        self.buttons[part.part] = button
        return button

    def _clear(self) -> None:
        for row in range(self.grid.rowCount()):
            self.grid.setRowStretch(row, 0)
        empty_layout(self.grid)
        self.buttons, self._heads = {}, {}

    def bring(self, number: str) -> None:
        """Bring a part into view."""
        head = self._heads.get(number)
        if head is not None:
            bar = self.area.verticalScrollBar()
            bar.setValue(max(head.y() - 8, 0))


class ReadingPane(QStackedWidget):
    """Whichever is asked for: the comparison, the whole version, or that there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.compare, self.whole = ComparePane(), WholePane()
        self.none = EmptyState(Empty("No terms of reference yet", "", "terms"))
        for part in (self.none, self.compare, self.whole):
            self.addWidget(part)
        self.setAccessibleName("Terms")
