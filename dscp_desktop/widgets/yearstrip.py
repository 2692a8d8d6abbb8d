"""A year in one strip: a line for each group, a mark for each meeting, blocks for phases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dscp_desktop.core.days import show_long_day
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.painting import (
    line_height,
    paint_box,
    paint_line,
    paint_ring,
    paint_rule,
    text_width,
)
from dscp_desktop.widgets.spoken import tell_part
from dscp_desktop.widgets.theme import color

HEAD, LANE = 22, 21
STATES = {"held": "Held", "today": "Today", "next": "Next", "planned": "Planned"}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A meeting on its day. `state`: held, today, next or planned. `key` opens it."""

    day: date
    state: str
    words: str = ""
    key: Any = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of days. `state`: done, now or to come. `words` are printed inside.

    `said` is what is said instead of them, `code` what is printed where they have no room. Blocks
    of the same days can share them: `share` is the place of one among them, and how many.
    """

    start: date
    end: date
    words: str
    state: str
    key: Any = None
    said: str = ""
    code: str = ""
    share: tuple[int, int] = (0, 1)


@dataclass(frozen=True, slots=True)
class _Stop:
    """What the keys stop at: its day, where it stands, what is said of it, and what it opens."""

    day: date
    left: float
    right: float
    words: str
    key: Any


@dataclass(frozen=True, slots=True)
class Lane:
    """One line: a group's name and, for little room, its code."""

    name: str
    marks: tuple[Mark, ...] = ()
    blocks: tuple[Block, ...] = ()
    code: str = ""


def paint_mark(painter: QPainter, middle: QPointF, state: str) -> None:
    """Paint a mark: solid, ringed dot, thick ring or thin ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state == "held":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("t3"))
        painter.drawEllipse(middle, 4.0, 4.0)
    elif state == "today":
        painter.setPen(QPen(color("acc"), 3))
        painter.setBrush(color("surface"))
        painter.drawEllipse(middle, 4.5, 4.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("acc"))
        painter.drawEllipse(middle, 1.6, 1.6)
    elif state == "next":
        painter.setPen(QPen(color("acc"), 2.4))
        painter.setBrush(color("surface"))
        painter.drawEllipse(middle, 4.2, 4.2)
    else:
        painter.setPen(QPen(color("t3"), 1.3))
        painter.setBrush(color("surface"))
        painter.drawEllipse(middle, 4.2, 4.2)
    painter.restore()


class YearStrip(QWidget):
    """Twelve months from the first of one. Arrows move between marks, Enter opens one."""

    opened = Signal(object)  # the key of a mark or block
    own_keys = (
        ("Left, Right, Home, End", "Along the line"),
        ("Up, Down", "Another line"),
        ("Enter", "Open what is marked"),
    )

    def __init__(self, name: str = "The year", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.first, self.today = date(2000, 1, 1), date(2000, 1, 1)
        self.lanes: tuple[Lane, ...] = ()
        self.now: tuple[int, int] | None = None
        self.codes = False
        self._names_end = 0.0
        self.setProperty("ownRing", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_year(self.first, self.today, ())

    def set_year(self, first: date, today: date, lanes: Sequence[Lane]) -> None:
        """Show the twelve months from the month of `first`, with a line at `today`."""
        self.first, self.today = first.replace(day=1), today
        self.lanes = tuple(lanes)
        self._named: tuple[bool, int] | None = None
        self.now = None
        self._speak()
        self.updateGeometry()
        self.update()

    def month(self, place: int) -> date:
        """Return the first day of the month at a place, 12 being the end."""
        months = self.first.month - 1 + place
        return date(self.first.year + months // 12, months % 12 + 1, 1)

    # Where things are -----------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Its lines and the head."""
        lanes = max(len(self.lanes), 1)
        return QSize(fonts.scaled(700), fonts.scaled(HEAD) + fonts.scaled(LANE) * lanes + 2)

    def minimumSizeHint(self) -> QSize:
        """All its lines, at half the width."""
        return QSize(fonts.scaled(400), self.sizeHint().height())

    def _left(self) -> float:
        look = (self.codes, fonts.scaled(1000))
        if self._named != look:  # measured once: every mark of every paint asks for it
            names = (lane.code or lane.name if self.codes else lane.name for lane in self.lanes)
            wide = max((text_width(n, "caption") for n in names), default=0)
            self._named, self._names_end = look, min(wide + 12, fonts.scaled(230))
        return self._names_end

    def at(self, day: date) -> float:
        """Return where a day stands, in pixels from the left."""
        whole = (self.month(12) - self.first).days
        wide = self.width() - self._left() - 8  # a mark of the last day stays whole
        return self._left() + wide * ((day - self.first).days + 0.5) / whole

    def _middle(self, lane: int) -> float:
        return fonts.scaled(HEAD) + fonts.scaled(LANE) * (lane + 0.5)

    def _ends(self, block: Block) -> tuple[float, float]:
        """Return from where to where a block goes, at most to the ends of the year."""
        last = self.month(12) - timedelta(days=1)
        left, right = self.at(max(block.start, self.first)), self.at(min(block.end, last))
        place, count = block.share
        each = (right - left) / count
        gap = 2 if count > 1 else 0
        return left + each * place, left + each * (place + 1) - gap

    def _stops(self, lane: int) -> list[_Stop]:
        """Return what the keys stop at in a line, from left to right."""
        held, stops = self.lanes[lane], []
        for m in held.marks:
            words = m.words or STATES.get(m.state, m.state).lower()
            stops.append(_Stop(m.day, self.at(m.day), self.at(m.day), words, m.key))
        for b in held.blocks:
            stops.append(_Stop(b.start, *self._ends(b), f"{b.said or b.words}, {b.state}", b.key))
        end = self.month(12)
        inside = (stop for stop in stops if self.first <= stop.day < end)
        return sorted(inside, key=lambda stop: (stop.day, stop.left))

    def spoken(self, lane: int, place: int) -> str:
        """Return what a mark says: 'Board, Thursday 7 December 2023, planned'."""
        stop = self._stops(lane)[place]
        return f"{self.lanes[lane].name}, {show_long_day(stop.day)}, {stop.words}"

    def spoken_parts(self) -> list[str]:
        """Return each mark in words, line by line."""
        lanes = range(len(self.lanes))
        return [self.spoken(lane, n) for lane in lanes for n in range(len(self._stops(lane)))]

    def _speak(self) -> None:
        self.setAccessibleName(self.name)
        said = self.spoken(*self.now) if self.now else f"{len(self.lanes)} lines"
        self.setAccessibleDescription(said)
        if self.now:
            lane, place = self.now
            tell_part(self, sum(len(self._stops(n)) for n in range(lane)) + place)

    # Keys and mouse -------------------------------------------------------------------------

    def choose(self, lane: int, place: int) -> None:
        """Put the keys on a mark."""
        self.now = (lane, place)
        self._speak()
        self.update()

    def _choose_near(self, lane: int, day: date) -> None:
        stops = self._stops(lane)
        near = min(range(len(stops)), key=lambda n: abs((stops[n].day - day).days))
        self.choose(lane, near)

    def _filled(self) -> list[int]:
        return [n for n in range(len(self.lanes)) if self._stops(n)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, right, Home and End along a line, up and down between lines, Enter opens."""
        key, lanes = event.key(), self._filled()
        if self.now is None or not lanes:
            super().keyPressEvent(event)
            return
        lane, place = self.now
        stops = self._stops(lane)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self.choose(lane, min(max(place + step, 0), len(stops) - 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(lane, 0 if key == Qt.Key.Key_Home else len(stops) - 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            to = min(max(lanes.index(lane) + step, 0), len(lanes) - 1)
            self._choose_near(lanes[to], stops[place].day)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(stops[place].key)
        else:
            super().keyPressEvent(event)

    def _under(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the mark near a point, or the block that it is in."""
        for lane in self._filled():
            if abs(self._middle(lane) - y) > fonts.scaled(LANE) / 2:
                continue
            for place, stop in enumerate(self._stops(lane)):
                least = 8 if stop.left == stop.right else 0  # a mark is as wide as a finger
                if stop.left - least <= x <= stop.right + least:
                    return lane, place
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to a mark."""
        found = self._under(event.position().x(), event.position().y())
        if found:
            self.choose(*found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens one."""
        found = self._under(event.position().x(), event.position().y())
        if found:
            self.opened.emit(self._stops(found[0])[found[1]].key)

    def event(self, event: QEvent) -> bool:
        """Say the mark where the mouse rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            found = self._under(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self.spoken(*found) if found else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first mark from today on."""
        super().focusInEvent(event)
        lanes = self._filled()
        if self.now is None and lanes:
            self._choose_near(lanes[0], self.today)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    # Painting -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint months, lines, blocks, marks and today: of the lanes those that are seen."""
        painter = QPainter(self)
        self._paint_months(painter)
        seen, tall = event.rect(), fonts.scaled(LANE)
        for number, lane in enumerate(self.lanes):
            if seen.top() - tall <= self._middle(number) <= seen.bottom() + tall:
                self._paint_lane(painter, number, lane)
        if self.now and self.hasFocus():
            stop, y = self._stops(self.now[0])[self.now[1]], self._middle(self.now[0])
            aside = 10 if stop.left == stop.right else 2
            wide = stop.right - stop.left + 2 * aside
            paint_ring(painter, QRectF(stop.left - aside, y - 10, wide, 20))

    def _paint_months(self, painter: QPainter) -> None:
        head, whole = fonts.scaled(HEAD), float(self.height())
        for place in range(12):
            month = self.month(place)
            left = self.at(month) - 0.5
            right = self.at(self.month(place + 1)) - 0.5
            now = (month.year, month.month) == (self.today.year, self.today.month)
            if now:
                painter.fillRect(QRectF(left, 0, right - left, whole), color("subtle"))
            painter.fillRect(QRectF(left, head - 4, 1, whole - head + 4), color("hair"))
            year = f" {month.year}" if place == 0 or month.month == 1 else ""
            words = _MONTHS[month.month - 1]
            role = "caption strong" if now else "caption"
            box = QRectF(left + 6, 0, right - left - 6, head - 4)
            if text_width(words + year, role) <= box.width():
                words += year
            paint_line(painter, box, words, role, color("t1" if now else "t2"))
        if self.first <= self.today < self.month(12):
            x = self.at(self.today)
            painter.fillRect(QRectF(x - 0.5, head - 4, 1, whole - head + 4), color("t3"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("t1"))
            tip = [QPointF(x - 4, head - 9), QPointF(x + 4, head - 9), QPointF(x, head - 3)]
            painter.drawPolygon(QPolygonF(tip))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_lane(self, painter: QPainter, number: int, lane: Lane) -> None:
        middle, tall = self._middle(number), fonts.scaled(LANE)
        paint_rule(painter, QPointF(0, middle - tall / 2), self.width(), "hair")
        name = (lane.code or lane.name) if self.codes else lane.name
        box = QRectF(0, middle - tall / 2, self._left() - 8, tall)
        paint_line(painter, box, name, "caption", color("t1"))
        for block in lane.blocks:
            self._paint_block(painter, middle, block)
        for mark in lane.marks:
            if not self.first <= mark.day < self.month(12):
                continue
            x = self.at(mark.day)
            paint_mark(painter, QPointF(x, middle), mark.state)
            if mark.state == "next":
                box = QRectF(x + 9, middle - tall / 2, fonts.scaled(24), tall)
                paint_line(painter, box, str(mark.day.day), "caption strong", color("acc"))

    def _paint_block(self, painter: QPainter, middle: float, block: Block) -> None:
        if block.end < self.first or block.start >= self.month(12):
            return
        (left, right), high = self._ends(block), line_height("caption") + 2
        box = QRectF(left, middle - high / 2, right - left, high)
        fill = {"done": color("neubg"), "now": color("acc")}.get(block.state)
        line = color("acc") if block.state == "now" else color("ctl")
        paint_box(painter, box, fill, line, 3, dashed=block.state == "to come")
        ink = color("onacc" if block.state == "now" else "t1")
        role = "caption strong" if block.state == "now" else "caption"
        room = box.adjusted(3, 0, -3, 0)
        fits = not block.code or text_width(block.words, role) <= room.width()
        paint_line(painter, room, block.words if fits else block.code, role, ink, "centre")


class StripLegend(QWidget):
    """What the marks mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Marks: " + ", ".join(STATES.values()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        wide = sum(text_width(words, "caption") + 40 for words in STATES.values())
        return QSize(round(wide), fonts.scaled(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint each mark with its word."""
        painter = QPainter(self)
        x = 8.0
        for state, words in STATES.items():
            paint_mark(painter, QPointF(x, self.height() / 2), state)
            box = QRectF(x + 10, 0, text_width(words, "caption") + 2, self.height())
            paint_line(painter, box, words, "caption", color("t2"))
            x = box.right() + 28
