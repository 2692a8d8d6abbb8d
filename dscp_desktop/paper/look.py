"""Sizes of the printed page, in points (72 to the inch); 1 px of the design is 0.75 pt."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
SIDE = 20 * MM
TOP = FOOT = 27 * MM
TEXT_WIDTH = A4[0] - 2 * SIDE
TEXT_HEIGHT = A4[1] - TOP - FOOT


@dataclass(frozen=True, slots=True)
class Face:
    """Size and line height of a kind of text, and the space above and under it."""

    size: float
    leading: float
    above: float = 0
    under: float = 0
    bold: bool = False


BODY = Face(11, 14.5, under=7)
SMALL = Face(10, 13, under=5)
TABLE_HEAD = Face(10, 13, bold=True)
CAPTION = Face(11, 14.5, above=8, under=2, bold=True)
COVER_NAME = Face(12, 16, above=10, under=26, bold=True)
COVER_TITLE = Face(24, 29, under=2, bold=True)
COVER_SUBTITLE = Face(15, 20, under=14)
TITLE = Face(19, 24, above=2, under=6, bold=True)
SUBTITLE = Face(12, 16, under=6)
HEADINGS = {
    1: Face(19, 24, above=20, under=6, bold=True),
    2: Face(14, 18, above=16, under=4, bold=True),
    3: Face(12, 15.5, above=12, under=3, bold=True),
    4: Face(11, 14.5, above=10, under=2, bold=True),
}

GUTTER = 8.0  # between the columns of a table
CELL_PAD = 4.0  # above and under the text of a row
THICK, MEDIUM, THIN = 3.75, 1.5, 0.75  # rules; the head of a table has 1.1
HEAD_RULE = 1.1
GREY = 0.6  # the hairline between rows: the only thing not black, and nothing depends on it
