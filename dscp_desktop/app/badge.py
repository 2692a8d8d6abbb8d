"""The program's own icon, painted: a doorway on a square of the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

_GROUND, _LINE = "#0E5A6E", "#FFFFFF"
_SIZES = (16, 24, 32, 48, 256)


def program_icon() -> QIcon:
    """Return the icon at the usual sizes."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_badge(size))
    return made


def _badge(size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 16, size / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_GROUND))
    painter.drawRoundedRect(QRectF(0, 0, 16, 16), 3, 3)
    arch = QPainterPath()
    arch.moveTo(5, 12)
    arch.lineTo(5, 7)
    arch.arcTo(QRectF(5, 4, 6, 6), 180, -180)
    arch.lineTo(11, 12)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(_LINE), 1.8, c=Qt.PenCapStyle.RoundCap))
    painter.drawPath(arch)
    painter.end()
    return picture
