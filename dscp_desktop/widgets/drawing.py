"""Drawings on the screen: the shapes of charts in the colours of the theme."""

from __future__ import annotations

from functools import cache, lru_cache
from math import inf

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from dscp_desktop.core.drawing import PATTERNS, Area, Box, Dot, Drawing, Shape, Stroke
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.painting import paint_box
from dscp_desktop.widgets.theme import Theme, color, theme_now

_DOTS = 4 / 3  # pixels of the screen to a point
_ROUND = 3  # corners of boxes, in pixels
_STRIPE = 7  # pixels from one stripe to the next
_SHARES = {"left": 0.0, "middle": 0.5, "right": 1.0}


def text_size() -> float:
    """Return the size of the text of a chart now, in pixels."""
    return fonts.ROLES["caption"][0] * fonts.text_scale() * _DOTS


@lru_cache(20_000)  # a long timetable is drawn again at each key, and says the same words
def measure(text: str, size: float, bold: bool) -> float:
    """Return how many pixels wide a text of a size is."""
    return QFontMetricsF(_face(size, bold)).horizontalAdvance(text)


@cache
def _face(size: float, bold: bool) -> QFont:
    face = QFont(fonts.font("caption strong" if bold else "caption"))
    face.setPointSizeF(size / _DOTS)
    return face


def paint_drawing(
    painter: QPainter, drawing: Drawing, place: QRectF, seen: QRectF | None = None
) -> None:
    """Paint a drawing as wide as `place`, from its upper left corner, in the theme's colours.

    What lies wholly above or below the part that is `seen` is left out; None: all is seen.
    """
    painter.save()
    painter.translate(place.topLeft())
    scale = place.width() / drawing.width
    painter.scale(scale, scale)
    top, foot = 0.0, inf
    if seen is not None:
        top, foot = (seen.top() - place.top()) / scale, (seen.bottom() - place.top()) / scale
    for shape in drawing.shapes:
        high, low = _reach(shape)
        if low < top or high > foot:
            continue
        match shape:
            case Area():
                box = QRectF(shape.x, shape.y, shape.width, shape.height)
                paint_pattern(painter, box, shape.pattern)
            case Box():
                _paint_box(painter, shape)
            case Stroke():
                _paint_stroke(painter, shape)
            case Dot():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(color("acc"), _DOTS))
                painter.setBrush(color("surface" if shape.hollow else "acc"))
                painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
            case _:  # Words
                painter.setFont(_face(shape.size, shape.bold))
                painter.setPen(color("onacc" if shape.light else "t2" if shape.quiet else "t1"))
                wide = measure(shape.text, shape.size, shape.bold)
                left = shape.x - wide * _SHARES[shape.stand]
                painter.drawText(QPointF(left, shape.y), shape.text)
    painter.restore()


def _reach(shape: Shape) -> tuple[float, float]:
    """Return how far up and down a shape goes, with the width of its line."""
    match shape:
        case Area() | Box():
            return shape.y - _DOTS, shape.y + shape.height + _DOTS
        case Stroke():
            ends, wide = [y for _x, y in shape.points], shape.weight * _DOTS
            return min(ends) - wide, max(ends) + wide
        case Dot():
            wide = shape.radius + _DOTS
            return shape.y - wide, shape.y + wide
        case _:  # Words
            return shape.y - shape.size * 2, shape.y + shape.size


def _paint_stroke(painter: QPainter, stroke: Stroke) -> None:
    """Paint a line: those along the grid sharp, others smooth."""
    points = [QPointF(x, y) for x, y in stroke.points]
    first = points[0]
    straight = all(p.x() == first.x() for p in points) or all(p.y() == first.y() for p in points)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not straight)
    quiet = "ctl" if stroke.weight >= 1 else "hair"
    wide = stroke.weight * _DOTS
    token = quiet if stroke.quiet else "acc"
    pen = QPen(color(token), max(round(wide), 1) if straight else wide)
    if stroke.dashed:
        pen.setDashPattern([3, 2])
    elif stroke.quiet and stroke.weight < 1 and theme_now() is Theme.HIGH_CONTRAST:
        pen.setDashPattern([1, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))


def _paint_box(painter: QPainter, box: Box) -> None:
    room = QRectF(box.x, box.y, box.width, box.height)
    if box.fill in ("wash", "paper"):
        painter.fillRect(room, color("subtle" if box.fill == "wash" else "surface"))
        return
    if box.fill == "stripes":
        paint_pattern(painter, room, PATTERNS.index("stripes"))
        return
    fill = {"strong": color("acc"), "grey": color("neubg")}.get(box.fill, color("surface"))
    line = "acc" if box.fill == "strong" else "ctl"
    paint_box(painter, room, fill, color(line), _ROUND, dashed=box.dashed)


def paint_pattern(painter: QPainter, box: QRectF, number: int) -> None:
    """Fill a box with the pattern of that number (none below 0), and outline it.

    High contrast has no lighter colour: what is light elsewhere is crossed there.
    """
    kind = PATTERNS[number % len(PATTERNS)] if number >= 0 else "plain"
    acc, strong = color("acc"), theme_now() is Theme.HIGH_CONTRAST
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    under = {"solid": "acc", "light": "accline", "stripes": "sel"}.get(kind, "surface")
    painter.fillRect(box, color("surface" if strong and kind != "solid" else under))
    if kind == "stripes":
        _paint_stripes(painter, box)
    elif kind == "light" and strong:
        painter.fillRect(box, QBrush(acc, Qt.BrushStyle.DiagCrossPattern))
    elif kind in ("dots", "lines"):
        style = Qt.BrushStyle.Dense6Pattern if kind == "dots" else Qt.BrushStyle.HorPattern
        painter.fillRect(box, QBrush(color("t1"), style))
    painter.setPen(QPen(acc, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    painter.restore()


def _paint_stripes(painter: QPainter, box: QRectF) -> None:
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("acc"), 1.4))
    x = box.left() - box.height()
    x -= x % _STRIPE
    while x < box.right():
        painter.drawLine(QLineF(x, box.bottom(), x + box.height(), box.top()))
        x += _STRIPE
    painter.restore()
