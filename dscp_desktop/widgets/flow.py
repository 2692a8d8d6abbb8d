"""Parts side by side that go on in the next line where there is no room for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSpacerItem, QWidget, QWidgetItem

from dscp_desktop.widgets import fonts


@dataclass(frozen=True, slots=True)
class _Shown:
    """A part that is shown, measured once: Qt asks for sizes again and again."""

    part: QLayoutItem
    room: bool
    wants: QSize
    smallest: QSize
    bends: bool  # whether it is higher where it is narrower

    @property
    def least(self) -> int:
        """How narrow it may be: one that may shrink gives way before the line breaks."""
        return min(self.smallest.width(), self.wants.width()) or self.wants.width()

    def tall(self, room: int) -> int:
        """How high it is in so much room."""
        if self.room:
            return 0
        tall = self.wants.height()
        if self.bends:
            tall = self.part.heightForWidth(min(self.wants.width(), room))
        return max(tall, self.smallest.height())


class FlowRow(QLayout):
    """A row that wraps. A spacer takes the room that is left in its line.

    Each part has the width it wants, at least its smallest; one that wants more than a whole
    line gets the line. They stand in the middle of its height, at its `top` or its `foot`. A
    widget of which this is all keeps the height of the lines, and at `least` some pixels at a
    text size of 100%.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = 8,
        top: bool = False,
        foot: bool = False,
        least: int = 0,
    ) -> None:
        super().__init__(parent)
        self._top, self._foot, self._at_least = top, foot, least
        if parent is not None:
            parent.setMinimumHeight(fonts.scaled(least))
        self._parts: list[QLayoutItem] = []
        self._gap = gap
        self._high: dict[int, int] = {}  # how high for which width: Qt asks for two in turn
        self._measured: tuple[_Shown, ...] | None = None

    def add_room(self) -> None:
        """Push what follows to the right."""
        self.addItem(QSpacerItem(0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        """Add a part at the end."""
        self._parts.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return how many parts there are."""
        return len(self._parts)

    def itemAt(self, place: int) -> QLayoutItem | None:
        """Return a part, None where there is none."""
        return self._parts[place] if 0 <= place < len(self._parts) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        """Take a part out."""
        self._high, self._measured = {}, None  # what was measured of it would outlive it
        return self._parts.pop(place) if 0 <= place < len(self._parts) else None

    def widgets(self) -> list[QWidget]:
        """Return the widgets among the parts, in their order."""
        found = (part.widget() for part in self._parts)
        return [widget for widget in found if widget is not None]

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget at a place among the parts."""
        self.addChildWidget(widget)
        self._parts.insert(place, QWidgetItem(widget))
        self.invalidate()

    def invalidate(self) -> None:
        """Forget what was measured."""
        self._high, self._measured = {}, None
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """It is as wide as its room, no higher than its lines."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        if width not in self._high:
            around = self.contentsMargins()
            room = width - around.left() - around.right()
            lines = list(self._lines(room))
            tall = sum(_tall(line, room) for line in lines) + self._gap * max(len(lines) - 1, 0)
            self._high[width] = tall + around.top() + around.bottom()
        return self._high[width]

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = [part.wants for part in self._shown() if not part.room]
        around = self.contentsMargins()
        wide = sum(size.width() for size in shown) + self._gap * max(len(shown) - 1, 0)
        tall = max((size.height() for size in shown), default=0)
        return QSize(wide + around.left() + around.right(), tall + around.top() + around.bottom())

    def minimumSize(self) -> QSize:
        """The widest part alone in its line."""
        least = QSize(0, 0)
        for part in self._shown():
            least = least.expandedTo(part.smallest)
        around = self.contentsMargins()
        return least + QSize(around.left() + around.right(), around.top() + around.bottom())

    def setGeometry(self, box: QRect) -> None:
        """Put each part into its line."""
        super().setGeometry(box)
        whole = self.parentWidget()
        if self._at_least and whole is not None:
            need = max(fonts.scaled(self._at_least), self.heightForWidth(box.width()))
            if whole.minimumHeight() != need:
                whole.setMinimumHeight(need)
        inside = box.marginsRemoved(self.contentsMargins())
        lines = list(self._lines(inside.width()))
        talls = [_tall(line, inside.width()) for line in lines]
        spare = inside.height() - sum(talls) - self._gap * max(len(lines) - 1, 0)
        top = inside.top() + max(spare, 0) // 2
        for line, tall in zip(lines, talls, strict=True):
            self._place(line, QRect(inside.left(), top, inside.width(), tall))
            top += tall + self._gap

    def _shown(self) -> tuple[_Shown, ...]:
        if self._measured is None:
            shown = (part for part in self._parts if _is_room(part) or not part.isEmpty())
            self._measured = tuple(map(_measure, shown))
        return self._measured

    def _lines(self, room: int) -> Iterator[list[_Shown]]:
        line: list[_Shown] = []
        used = 0
        for part in self._shown():
            need = 0 if part.room else part.least
            gap = self._gap if need and used else 0
            if need and used and used + gap + need > room:
                yield line
                line, used, gap = [], 0, 0
            line.append(part)
            used += gap + need
        if line:
            yield line

    def _place(self, line: list[_Shown], box: QRect) -> None:
        parts = [one for one in line if not one.room]
        widths = {id(one): one.least for one in parts}
        left = box.width() - sum(widths.values()) - self._gap * max(len(parts) - 1, 0)
        # First what each would like, and last what can give way most; then one may grow.
        for one in sorted(parts, key=_gives_way):
            more = min(max(one.wants.width() - widths[id(one)], 0), max(left, 0))
            widths[id(one)] += more
            left -= more
        rooms = len(line) - len(parts)
        across = Qt.Orientation.Horizontal
        greedy = [one for one in parts if one.part.expandingDirections() & across]
        if greedy and not rooms:
            most = greedy[0].part.maximumSize().width()
            widths[id(greedy[0])] = min(widths[id(greedy[0])] + max(left, 0), most)
        at = box.left()
        for one in line:
            if one.room:
                at += max(left, 0) // rooms
                continue
            wide = min(widths[id(one)], box.width())
            tall = one.part.heightForWidth(wide) if one.bends else one.wants.height()
            tall = min(tall, box.height())
            above = 0 if self._top else (box.height() - tall) // (1 if self._foot else 2)
            one.part.setGeometry(QRect(at, box.top() + above, wide, tall))
            at += wide + self._gap


def _measure(part: QLayoutItem) -> _Shown:
    wants, smallest = part.sizeHint(), part.minimumSize()
    return _Shown(part, _is_room(part), wants, smallest, part.hasHeightForWidth())


def _gives_way(one: _Shown) -> float:
    return 1 - one.least / max(one.wants.width(), 1)


def _is_room(part: QLayoutItem) -> bool:
    return isinstance(part, QSpacerItem)


def _tall(line: list[_Shown], room: int) -> int:
    return max((one.tall(room) for one in line), default=0)
