"""Small things that several widgets paint: text that wraps or is cut, boxes, keycaps, rings."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.theme import color

RADIUS = 4.0
ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "centre": Qt.AlignmentFlag.AlignHCenter,
}
_LINE = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
# Put together once: a page paints hundreds of lines.
_FLAGS = {name: int(ALIGN[name] | Qt.AlignmentFlag.AlignVCenter | _LINE) for name in ALIGN}


@lru_cache(maxsize=4096)
def _broken(words: str, role: str, width: float, lines: int, _scale: float) -> tuple[str, ...]:
    face = fonts.metrics(role)
    if "\n" not in words and face.horizontalAdvance(words) <= width:
        return (words,)
    if lines == 1:
        return (face.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, width),)
    out: list[str] = []
    for part in words.split("\n"):
        layout = QTextLayout(part, fonts.font(role))
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            if len(out) == lines - 1:
                rest = part[line.textStart() :]
                out.append(face.elidedText(rest, Qt.TextElideMode.ElideRight, width))
                layout.endLayout()
                return tuple(out)
            out.append(part[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
    return tuple(out)


def break_text(words: str, role: str, width: float, lines: int = 1) -> tuple[str, ...]:
    """Return the words as at most `lines` lines of that width; the last one is cut with '…'."""
    return _broken(words, role, max(width, 1.0), lines, fonts.text_scale())


def text_width(words: str, role: str = "base") -> float:
    """Return the width of one line of words."""
    return fonts.metrics(role).horizontalAdvance(words)


def line_height(role: str = "base") -> float:
    """Return the height of one line as the design sets it: the font's size and a third."""
    return round(fonts.ROLES[role][0] * fonts.text_scale() * 96 / 72 * 1.3)


def paint_line(
    painter: QPainter,
    box: QRectF,
    words: str,
    role: str,
    ink: QColor,
    align: str = "left",
    struck: bool = False,
) -> None:
    """Paint one line of plain words, in the middle of the height of a box, cut to its width."""
    face = fonts.font(role)
    if struck:
        face = type(face)(face)
        face.setStrikeOut(True)
    painter.setFont(face)
    painter.setPen(ink)
    shown = break_text(words, role, box.width() + 1)[0]
    painter.drawText(box, _FLAGS[align], shown)


def paint_box(
    painter: QPainter,
    box: QRectF,
    fill: QColor | None,
    line: QColor | None = None,
    radius: float = RADIUS,
    width: float = 1.0,
    dashed: bool = False,
) -> None:
    """Paint a rounded box whose line lies inside `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(line or QColor(Qt.GlobalColor.transparent), width)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen if line else Qt.PenStyle.NoPen)
    painter.setBrush(fill or Qt.BrushStyle.NoBrush)
    inset = width / 2 if line else 0
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def paint_ring(painter: QPainter, box: QRectF) -> None:
    """Paint the focus ring, 2 px, inside a box."""
    paint_box(painter, box, None, color("focus"), RADIUS + 1, 2.0)


def paint_rule(
    painter: QPainter, left: QPointF, width: float, token: str, thick: float = 1
) -> None:
    """Fill a horizontal rule to the right of a point."""
    painter.fillRect(QRectF(left.x(), left.y(), width, thick), color(token))


def keycap_width(keys: str) -> float:
    """Return how wide the keycap of 'Ctrl+K' is."""
    return QFontMetricsF(fonts.font("caption")).horizontalAdvance(keys) + 12


def paint_keycap(painter: QPainter, box: QRectF, keys: str, ink: QColor, line: QColor) -> None:
    """Paint a keycap such as 'Ctrl+K' at the right end of a box; the box gives its middle."""
    width, height = keycap_width(keys), line_height("caption") + 3
    cap = QRectF(box.right() - width, box.center().y() - height / 2, width, height)
    paint_box(painter, cap, None, line, 3)
    paint_line(painter, cap, keys, "caption", ink, "centre")
