"""The grid of moderation: questions down, agencies across, the agreed grade at the right."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from dscp_desktop.audits.page.grades import (
    Scale,
    cell_room,
    cell_words,
    paint_cell,
    paint_grade,
    paint_hatching,
    said,
    scale_of,
)
from dscp_desktop.audits.page.look import agency_status
from dscp_desktop.audits.rules.moderation import Moderation, QuestionRow
from dscp_desktop.audits.rules.programme import AgencyState
from dscp_desktop.audits.rules.tools import TEXT
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.cells import TIGHT
from dscp_desktop.widgets.columns import Column, Painted, Section
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.painting import break_text, line_height, paint_line, text_width
from dscp_desktop.widgets.status import KINDS
from dscp_desktop.widgets.theme import text_color

_LETTERS = re.compile(r"\(([A-Z]{2,6})\)")
NARROWEST, WIDEST = 50, 80


@dataclass(frozen=True, slots=True)
class CameRow:
    """The first row: what came back of each agency."""

    agencies: tuple[AgencyState, ...]
    agreed: str
    id: str = "came"


GridRow = QuestionRow | CameRow


def grid_rows(shown: Moderation) -> list[CameRow | QuestionRow | Section]:
    """Return what came back, then the questions under their sections."""
    rows: list[CameRow | QuestionRow | Section] = [CameRow(shown.agencies, shown.agreed_words)]
    many = len({one.section for one in shown.questions}) > 1
    section = None
    for one in shown.questions:
        if many and one.section != section:
            section = one.section
            rows.append(Section(section))
        rows.append(one)
    return rows


def grid_columns(shown: Moderation) -> list[Column]:
    """Return the columns: number, question, an agency each, agreed grade, moved by, comments."""
    scale = scale_of(shown.scale)
    numbers = Column("No.", _number, 60, align="right", tone="t2")
    question = Column("Question", _question, lines=3, second=_moved)
    agencies = [
        _agency(
            one, at, scale, max((cell_room(row.cells[at]) for row in shown.questions), default=0)
        )
        for at, one in enumerate(shown.agencies)
    ]
    agreed = Column(
        "Agreed grade", lambda row: _agreed_words(row, scale), 156, lines=2,
        paint=_paint_agreed(scale),
    )  # fmt: skip
    comments = Column("Said", _comments, 66, align="right", tone="t2", tip="How many comments")
    return [numbers, question, *agencies, agreed, comments]


def _number(row: GridRow) -> str:
    return "" if isinstance(row, CameRow) else str(row.number)


def _question(row: GridRow) -> str:
    return "What came back" if isinstance(row, CameRow) else row.text


def _moved(row: GridRow) -> str:
    """Return whose grades were moved."""
    if isinstance(row, CameRow) or not row.moved_by:
        return ""
    return f"Moved: {', '.join(map(short_name, row.moved_by))}"


def _comments(row: GridRow) -> str:
    return "" if isinstance(row, CameRow) or not row.comments else str(len(row.comments))


def _agreed_words(row: GridRow, scale: Scale) -> str:
    if isinstance(row, CameRow):
        return row.agreed
    if row.kind == TEXT:
        return "In words"
    return said(row.agreed, scale) if row.agreed else "Not agreed"


def _agency(agency: AgencyState, at: int, scale: Scale, room: int) -> Column:
    """Return the column of an agency; `room` is what the widest of its cells takes."""
    head = short_name(agency.name)
    wide = round(max(text_width(head, "strong"), room) / fonts.text_scale()) + 2 * TIGHT + 4

    def words(row: GridRow) -> str:
        if isinstance(row, CameRow):
            return agency_status(agency).words
        cell = row.cells[at]
        if row.kind == TEXT and cell.value:
            return "Answered"
        return cell_words(cell, scale)

    def paint(painter: QPainter, box: QRectF, row: GridRow, chosen: bool) -> None:
        if isinstance(row, CameRow):
            _paint_came(painter, box, agency, chosen)
        elif row.kind == TEXT:
            _paint_words(painter, box, row, at, chosen)
        else:
            paint_cell(painter, _whole(box), row.cells[at], scale, chosen)

    width = min(max(wide, NARROWEST), WIDEST)
    return Column(head, words, width, align="centre", paint=paint, tight=True, tip=agency.name)


def _whole(box: QRectF) -> QRectF:
    """Return the whole cell: hatching goes to its edges, letters stand in its middle."""
    return box.adjusted(-TIGHT, -1, TIGHT, 1)


def _paint_words(painter: QPainter, box: QRectF, row: QuestionRow, at: int, chosen: bool) -> None:
    cell = row.cells[at]
    if not cell.value:
        if cell.state == "not returned":
            paint_hatching(painter, _whole(box))
        return
    side = float(fonts.scaled(16))
    middle = box.center()
    square = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    paint_icon(painter, square, "comment", text_color("t2", chosen))


def _paint_came(painter: QPainter, box: QRectF, agency: AgencyState, chosen: bool) -> None:
    status = agency_status(agency)
    name, filled, token, _, _ = KINDS[status.kind]
    side, small = float(fonts.scaled(16)), line_height("caption")
    top = box.center().y() - (side + small) / 2
    if name:
        square = QRectF(box.center().x() - side / 2, top, side, side)
        paint_icon(painter, square, name, text_color(token, chosen), filled)
    words = QRectF(box.left() - 4, top + side + 1, box.width() + 8, small)
    paint_line(painter, words, agency.words, "caption", text_color("t2", chosen), "centre")


def _paint_agreed(scale: Scale) -> Painted:
    def paint(painter: QPainter, box: QRectF, row: GridRow, chosen: bool) -> None:
        words = _agreed_words(row, scale)
        if isinstance(row, CameRow) or row.kind == TEXT:
            paint_line(painter, box, words, "base", text_color("t2", chosen))
            return
        side = float(fonts.scaled(22))
        square = QRectF(box.left(), box.top(), side, box.height())
        room = box.adjusted(side + 8, 0, 0, 0)
        if not row.agreed:
            icon = QRectF(square.center().x() - 8, square.center().y() - 8, 16, 16)
            paint_icon(painter, icon, "not due", text_color("t2", chosen))
            paint_line(painter, room, words, "base", text_color("t2", chosen))
            return
        paint_grade(painter, square, row.agreed, scale, chosen)
        grade = scale.get(row.agreed)
        lines = break_text(grade.words if grade else "", "base", room.width(), 2)
        step = line_height()
        top = room.center().y() - step * len(lines) / 2
        for number, line in enumerate(lines):
            place = QRectF(room.left(), top + number * step, room.width(), step)
            paint_line(painter, place, line, "base", text_color("t1", chosen))

    return paint


def short_name(name: str) -> str:
    """Return what stands above a narrow column: of a long name its letters, or its first word."""
    if text_width(name, "strong") <= fonts.scaled(WIDEST):
        return name
    bracketed = _LETTERS.search(name)
    if bracketed:
        return bracketed[1]
    words = name.replace("-", " ").split()
    capitals = [word[0] for word in words if word[:1].isupper()]
    return "".join(capitals) if len(capitals) > 1 else words[0]
