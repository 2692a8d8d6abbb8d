"""A timetable in the window: lanes of blocks over whole months, moved about in with the keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dscp_desktop.core.drawing import Drawing
from dscp_desktop.core.monthgrid import title_rooms
from dscp_desktop.core.plotting import plot
from dscp_desktop.core.timetable import Block, Timetable
from dscp_desktop.widgets.drawing import measure, paint_drawing, text_size
from dscp_desktop.widgets.painting import paint_ring
from dscp_desktop.widgets.spoken import tell_part
from dscp_desktop.widgets.theme import color, theme_changed

ZOOMS = (12, 24, 48, 96)  # months that are shown at once
_BESIDE = 2.5  # pixels beside the words of a block, so that they can be told from the next one's
_WIDE = 40  # sizes of text


class GanttView(QWidget):
    """Lanes of blocks. Left and Right move along a lane, Up and Down between lanes.

    Enter opens a block, Alt+Left and Alt+Right ask to move it by a month, + and - zoom, Page Up
    and Page Down look earlier and later. Each block says its words to a screen reader.
    """

    chosen = Signal(str)  # the key of a block, or of a lane without blocks
    opened = Signal(str)
    move_asked = Signal(str, int)  # a key, and by how many months
    zoomed = Signal(int)  # how many months are shown now

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.timetable: Timetable | None = None
        self.now = -1  # the stop that is chosen
        self._drawn: dict[tuple[int, float], tuple[Timetable, Drawing]] = {}
        self.first, self.months = date(2000, 1, 1), ZOOMS[1]
        self._zoomed = False  # whether a person has said how many months they want to see
        self.setProperty("ownRing", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_changed().changed.connect(self.updateGeometry)
        self._speak()

    # What it shows --------------------------------------------------------------------------

    def set_timetable(self, timetable: Timetable | None, key: str = "") -> None:
        """Show other lanes; the block of the key is chosen, and months stay those that show it."""
        before = self.timetable
        self.timetable = timetable
        if timetable is not None:
            if before is None or not self._inside(timetable):
                self.first = timetable.starts
                self.months = timetable.months
                self._zoomed = False
            self.now = self._place(key)
            self._fit_months()
            self._bring()
        else:
            self.now = -1
        self._speak()
        self.updateGeometry()
        self.update()

    def _inside(self, timetable: Timetable) -> bool:
        last = timetable.month(timetable.months)
        return self._shift(self.first, self.months) > timetable.starts and self.first < last

    def _place(self, key: str) -> int:
        keys = self.keys()
        return keys.index(key) if key in keys else -1

    def keys(self) -> list[str]:
        """Return the key of each stop."""
        shown = self.timetable
        if shown is None:
            return []
        return [
            shown.lanes[lane].blocks[place].key if place >= 0 else shown.lanes[lane].key
            for lane, place in shown.stops()
        ]

    def key(self) -> str:
        """Return the key that is chosen, '' for none."""
        return self.keys()[self.now] if self.now >= 0 else ""

    def block(self) -> Block | None:
        """Return the block that is chosen."""
        if self.timetable is None or self.now < 0:
            return None
        lane, place = self.timetable.stops()[self.now]
        return self.timetable.lanes[lane].blocks[place] if place >= 0 else None

    def place(self) -> QRectF | None:
        """Return the room of what is chosen."""
        drawn = self.drawing()
        if drawn is None or self.now < 0:
            return None
        place = drawn.places[self.now]
        return QRectF(place.x, place.y, place.width, place.height)

    def set_compact(self, compact: bool) -> None:
        """Show one line in each lane, or two."""
        if self.timetable is not None and self.timetable.compact != compact:
            self.timetable = replace(self.timetable, compact=compact)
            self.updateGeometry()
            self.update()

    def choose(self, key: str) -> bool:
        """Put the keys on a block, without telling; return whether it is there."""
        place = self._place(key)
        if place >= 0:
            self.now = place
            self._bring()
            self._speak()
            self.update()
        return place >= 0

    def _go(self, place: int) -> None:
        if place != self.now and self.timetable is not None:
            self.now = min(max(place, 0), len(self.timetable.stops()) - 1)
            self._bring()
            self._speak()
            self.update()
            self.chosen.emit(self.key())

    def spoken_parts(self) -> Sequence[str]:
        """Return each block in words, and each line without one."""
        return self.timetable.said() if self.timetable else ()

    def _speak(self) -> None:
        self.setAccessibleName(self.name)
        said = self.spoken_parts()
        lanes = len(self.timetable.lanes) if self.timetable else 0
        count = "1 line" if lanes == 1 else f"{lanes} lines"
        self.setAccessibleDescription(said[self.now] if self.now >= 0 else count)
        tell_part(self, self.now)

    # Months ---------------------------------------------------------------------------------

    def _shift(self, day: date, months: int) -> date:
        whole = day.year * 12 + day.month - 1 + months
        return date(whole // 12, whole % 12 + 1, 1)

    def _bring(self) -> None:
        """Move the months so that the block that is chosen is among them."""
        block = self.block()
        if block is None:
            return
        gap = (block.starts.year - self.first.year) * 12 + block.starts.month - self.first.month
        if gap < 0:
            self.first = self._shift(self.first, gap)
        elif gap >= self.months:
            self.first = self._shift(self.first, gap - self.months + 1)

    def _fit_months(self) -> None:
        """Show all months where the words in the blocks have room, else fewer, about today."""
        whole = self.timetable
        if whole is None or self._zoomed:
            return
        fewer = [months for months in reversed(ZOOMS) if months < whole.months]
        self.first = whole.starts
        self.months = next((n for n in (whole.months, *fewer) if self._readable(n)), ZOOMS[0])
        if self.months < whole.months and whole.today is not None:
            last = self._shift(whole.month(whole.months), -self.months)
            self.first = max(min(self._shift(whole.today, -self.months // 2), last), whole.starts)

    def _readable(self, months: int) -> bool:
        """Say whether the shortest block has room for its words in so many months."""
        assert self.timetable is not None
        size = text_size()
        drawn = self._plotted(replace(self.timetable, months=months), self.width())
        stops = zip(self.timetable.stops(), drawn.places, strict=True)
        lanes = self.timetable.lanes
        return all(
            place.width >= measure(lanes[lane].blocks[at].words, size, False) + _BESIDE
            for (lane, at), place in stops
            if at >= 0
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many months as the new width has room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_months()
            self._bring()

    def pan(self, months: int) -> None:
        """Show earlier or later months."""
        moved = self._shift(self.first, months)
        if date(1990, 1, 1) <= moved <= date(2110, 1, 1):
            self.first = moved
            self.update()

    def zoom(self, way: int) -> None:
        """Show fewer months (1) or more (-1), about the block that is chosen."""
        near = min(ZOOMS, key=lambda months: abs(months - self.months))
        wanted = ZOOMS[min(max(ZOOMS.index(near) - way, 0), len(ZOOMS) - 1)]
        if wanted == self.months:
            return
        whole = self.timetable
        self.months, self._zoomed = wanted, True
        if whole is not None and whole.months <= wanted:
            self.first = whole.starts
        self._bring()
        self.zoomed.emit(self.months)
        self.update()

    def shown(self) -> Timetable | None:
        """Return the lanes with the months that are shown now."""
        if self.timetable is None:
            return None
        return replace(self.timetable, starts=self.first, months=self.months)

    # Room -----------------------------------------------------------------------------------

    def drawing(self, width: int = 0) -> Drawing | None:
        """Return what is drawn in the room there is."""
        shown = self.shown()
        if shown is None:
            return None
        return self._plotted(shown, width or self.width())

    def _plotted(self, shown: Timetable, width: int) -> Drawing:
        room = width, text_size()
        found = self._drawn.get(room)
        if found is None or found[0] != shown:
            if len(self._drawn) > 3:  # the room there is, and the room it would like
                self._drawn.clear()
            self._drawn[room] = found = shown, plot(shown, *room, measure)
        return found[1]

    def sizeHint(self) -> QSize:
        """As high as its lanes."""
        drawn = self.drawing(round(text_size() * _WIDE))
        return QSize(round(text_size() * _WIDE), round(drawn.height) + 1 if drawn else 0)

    def minimumSizeHint(self) -> QSize:
        """All its lanes."""
        return self.sizeHint()

    # Keys and mouse -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between blocks, ask to move one, zoom, look earlier and later."""
        key, block = Qt.Key(event.key()), self.block()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self.timetable is None:
            event.ignore()
        elif key in across and alt:
            if block is not None:
                self.move_asked.emit(block.key, across[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.now >= 0:
            self.opened.emit(self.key())
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.pan(-self.months // 2 if key == Qt.Key.Key_PageUp else self.months // 2)
        elif (place := self._after(key)) is not None:
            self._go(place)
        else:
            event.ignore()

    def _after(self, key: Qt.Key) -> int | None:
        """Return the stop that a key leads to; None where it leads to none."""
        assert self.timetable is not None
        stops = self.timetable.stops()
        lane = stops[self.now][0] if self.now >= 0 else 0
        mine = [number for number, (one, _place) in enumerate(stops) if one == lane]
        at = max(self.now, 0)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            return min(max(at + step, mine[0]), mine[-1])
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return mine[0] if key == Qt.Key.Key_Home else mine[-1]
        if key not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return None
        step = 1 if key == Qt.Key.Key_Down else -1
        to = min(max(lane + step, 0), len(self.timetable.lanes) - 1)
        others = [number for number, (one, _place) in enumerate(stops) if one == to]
        return at if to == lane else min(others, key=lambda number: self._far(at, number))

    def _far(self, one: int, other: int) -> int:
        starts = [self._starts(place) for place in (one, other)]
        return abs((starts[0] - starts[1]).days)

    def _starts(self, place: int) -> date:
        assert self.timetable is not None
        lane, number = self.timetable.stops()[place]
        blocks = self.timetable.lanes[lane].blocks
        return blocks[number].starts if number >= 0 else self.first

    def _under(self, point: QPointF) -> int:
        drawn = self.drawing()
        for number, place in enumerate(drawn.places if drawn else ()):
            if QRectF(place.x, place.y, place.width, place.height).contains(point):
                return number
        return -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to a block."""
        if (place := self._under(event.position())) >= 0:
            self._go(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens it."""
        if self._under(event.position()) == self.now >= 0:
            self.opened.emit(self.key())

    def event(self, event: QEvent) -> bool:
        """Say the block where the mouse rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._under(QPointF(event.pos()))
            words = escape(self.timetable.said()[place]) if self.timetable and place >= 0 else ""
            QToolTip.showText(event.globalPos(), words and f"<p>{words}</p>", self)
            return True
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                event.accept()  # a window may go back with Alt+Left elsewhere
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the block of today, or the first one."""
        super().focusInEvent(event)
        if self.now < 0 and self.timetable is not None:
            states = [
                self.timetable.lanes[lane].blocks[place].state if place >= 0 else ""
                for lane, place in self.timetable.stops()
            ]
            self._go(states.index("now") if "now" in states else 0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    # Painting -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lane that is chosen on its fill, the drawing, and a ring."""
        drawn, shown = self.drawing(), self.timetable
        if drawn is None or shown is None:
            return
        painter = QPainter(self)
        place = drawn.places[self.now] if self.now >= 0 else None
        if place is not None:
            painter.fillRect(self._label(shown.stops()[self.now][0]), color("sel"))
        whole = QRectF(0, 0, drawn.width, drawn.height)
        paint_drawing(painter, drawn, whole, QRectF(event.rect()))
        if place is not None and place.x + place.width <= drawn.width + 1:
            ring = QRectF(place.x, place.y, place.width, place.height).adjusted(-2, -2, 2, 2)
            if self.hasFocus():
                paint_ring(painter, ring)
            else:
                painter.setPen(color("t1"))
                painter.drawRoundedRect(ring.adjusted(0, 0, -1, -1), 4, 4)

    def _label(self, lane: int) -> QRectF:
        """Return the room of a lane's title."""
        shown = self.shown()
        assert shown is not None
        room = title_rooms(shown, self.width(), text_size(), measure)[lane]
        return QRectF(room.x, room.y, room.width, room.height)
