"""Grades as they are drawn: a letter with a shape of its own, never a colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dscp_desktop.audits.rules.moderation import BLANK, NOT_RETURNED, OFF, GradeCell
from dscp_desktop.audits.rules.settings import Grade
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.painting import paint_box, paint_line, text_width
from dscp_desktop.widgets.theme import color, text_color

Scale = Mapping[str, Grade]
_BOX = 22
_KEYS = (("moved", "Moved in moderation"), ("blank", "Left blank"), ("none", "Not returned"))


def scale_of(grades: tuple[Grade, ...]) -> Scale:
    """Return the grades by their letters."""
    return {grade.letter: grade for grade in grades}


def said(value: str, scale: Scale) -> str:
    """Return 'R, Requires improvement', or the value where it is no grade."""
    grade = scale.get(value)
    return f"{value}, {grade.words}" if grade else value


def cell_words(cell: GradeCell, scale: Scale) -> str:
    """Return what a screen reader says of a cell."""
    if cell.state == NOT_RETURNED:
        return "Not returned"
    if cell.was_moved:
        return f"{said(cell.value, scale)}, moved from {said(cell.moved_from, scale)}"
    if cell.state == BLANK:
        return "Left blank"
    if cell.state == OFF:
        return f"Off the scale: {cell.written}"
    return said(cell.value, scale)


def paint_grade(
    painter: QPainter, box: QRectF, letter: str, scale: Scale, chosen: bool = False
) -> None:
    """Paint a grade in the middle of a box: plain, underlined, dashed or boxed."""
    sign = scale[letter].sign if letter in scale else "plain"
    side = float(fonts.scaled(_BOX))
    wide = max(side, text_width(letter, "strong") + 10)
    square = QRectF(box.center().x() - wide / 2, box.center().y() - side / 2, wide, side)
    ink = text_color("t1", chosen)
    if sign == "dashed":
        paint_box(painter, square, None, ink, 3, 1.2, dashed=True)
    elif sign == "boxed":
        paint_box(painter, square, color("surface"), color("t1"), 3, 2)
        ink = color("t1")
    paint_line(painter, square, letter, "strong", ink, "centre")
    if sign == "underlined":
        under = text_width(letter, "strong")
        painter.fillRect(QRectF(box.center().x() - under / 2, square.bottom() - 4, under, 1.5), ink)


def cell_room(cell: GradeCell) -> int:
    """Return how wide a cell is where it holds more than one letter, else 0."""
    if not cell.was_moved:
        return 0
    return round(text_width(f"{cell.moved_from} →")) + 4 + fonts.scaled(_BOX)


def paint_cell(
    painter: QPainter, box: QRectF, cell: GradeCell, scale: Scale, chosen: bool = False
) -> None:
    """Paint what an agency says: its grade, both where it was moved, a triangle, or hatching."""
    if cell.state == NOT_RETURNED:
        paint_hatching(painter, box)
    elif cell.was_moved:
        before = f"{cell.moved_from} →"
        wide = text_width(before)
        side = float(fonts.scaled(_BOX))
        left = box.center().x() - (wide + 4 + side) / 2
        room = QRectF(left, box.top(), wide + 1, box.height())
        paint_line(painter, room, before, "base", text_color("t2", chosen))
        after = QRectF(room.right() + 3, box.top(), side, box.height())
        paint_grade(painter, after, cell.value, scale, chosen)
    elif cell.state in (BLANK, OFF):
        side = float(fonts.scaled(16))
        middle = box.center()
        square = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        paint_icon(painter, square, "risk", text_color("amb", chosen), filled=True)
    else:
        paint_grade(painter, box, cell.value, scale, chosen)


def paint_hatching(painter: QPainter, box: QRectF) -> None:
    """Paint the hatching of a return that is not there."""
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(color("hair2"), 1))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QLineF(x, box.bottom(), x + box.height(), box.top()))
        x += 7
    painter.restore()


class GradeMark(QWidget):
    """A grade, or the move of one, as a widget of its own."""

    def __init__(self, cell: GradeCell, scale: Scale) -> None:
        super().__init__()
        self.cell, self.scale = cell, scale
        self.setAccessibleName(cell_words(cell, scale))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for both letters."""
        side = fonts.scaled(_BOX)
        more = round(text_width(f"{self.cell.moved_from} →")) + 8 if self.cell.was_moved else 6
        return QSize(max(side, round(text_width(self.cell.value, "strong")) + 10) + more, side + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the grade."""
        paint_cell(QPainter(self), QRectF(self.rect()), self.cell, self.scale)


@dataclass(frozen=True, slots=True)
class _Key:
    """One entry of the legend."""

    cell: GradeCell
    words: str


class Legend(QWidget):
    """What the signs mean, in one line that is cut where it is too narrow."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self.scale: Scale = {}
        self.keys: list[_Key] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_scale(scale)

    def set_scale(self, scale: Scale) -> None:
        """Say what other grades mean."""
        self.scale = scale
        grades = [_Key(GradeCell("", grade.letter), grade.words) for grade in scale.values()]
        letters = [*scale, "", ""]
        cells = (
            GradeCell("", letters[-3] if scale else "", letters[-4] if len(scale) > 1 else ""),
            GradeCell("", state=BLANK),
            GradeCell("", state=NOT_RETURNED),
        )
        self.keys = [*grades, *(_Key(c, w) for c, (_, w) in zip(cells, _KEYS, strict=True))]
        self.setAccessibleName("What the signs mean: " + ", ".join(key.words for key in self.keys))
        self.setToolTip(", ".join(key.words for key in self.keys))
        self.update()

    def sizeHint(self) -> QSize:
        """One low line."""
        return QSize(fonts.scaled(300), fonts.scaled(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sign and words of each."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("subtle"))
        x, high = 24.0, float(self.height())
        for key in self.keys:
            wide = float(fonts.scaled(52 if key.cell.was_moved else 26))
            words = text_width(key.words) + 2
            if x + wide + words > self.width():
                break
            sign = QRectF(x, (high - fonts.scaled(_BOX)) / 2, wide, fonts.scaled(_BOX))
            paint_cell(painter, sign, key.cell, self.scale)
            x += wide + 4
            box = QRectF(x, 0, words, high)
            paint_line(painter, box, key.words, "base", color("t2"))
            x += words + 14
