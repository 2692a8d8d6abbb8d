"""Sizes of the printed page, in points (72 to the inch); 1 px of the design is 0.75 pt."""

from __future__ import annotations

from dataclasses import dataclass, field

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
SIDE = 20 * MM
TOP = FOOT = 27 * MM
TEXT_WIDTH = A4[0] - 2 * SIDE
TEXT_HEIGHT = A4[1] - TOP - FOOT
# The pages a document may be printed on: width and height.
PAGES = {
    "A4": A4,
    "A4 landscape": (A4[1], A4[0]),
    "A3": (A4[1], 2 * A4[0]),
    "A3 landscape": (2 * A4[0], A4[1]),
}


@dataclass(frozen=True, slots=True)
class Face:
    """Size and line height of a kind of text, and the space above and under it."""

    size: float
    leading: float
    above: float = 0
    under: float = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The sizes of every kind of text; `marking` and `running` stand at head and foot."""

    body: Face = Face(11, 14.5, under=7)
    small: Face = Face(10, 13, under=5)
    table_head: Face = Face(10, 13, bold=True)
    caption: Face = Face(11, 14.5, above=8, under=2, bold=True)
    cover_name: Face = Face(12, 16, above=10, under=26, bold=True)
    cover_title: Face = Face(24, 29, under=2, bold=True)
    cover_subtitle: Face = Face(15, 20, under=14)
    title: Face = Face(19, 24, above=2, under=6, bold=True)
    subtitle: Face = Face(12, 16, under=6)
    headings: dict[int, Face] = field(
        default_factory=lambda: {
            1: Face(19, 24, above=20, under=6, bold=True),
            2: Face(14, 18, above=16, under=4, bold=True),
            3: Face(12, 15.5, above=12, under=3, bold=True),
            4: Face(11, 14.5, above=10, under=2, bold=True),
        }
    )
    marking: float = 11
    running: float = 10


NORMAL = Look()

# Nothing is smaller than 16 pt, as clear print for people with low sight wants it.
LARGE = Look(
    body=Face(16, 21, under=10),
    small=Face(16, 21, under=8),
    table_head=Face(16, 20, bold=True),
    caption=Face(16, 21, above=10, under=3, bold=True),
    cover_name=Face(16, 21, above=10, under=26, bold=True),
    cover_title=Face(28, 34, under=4, bold=True),
    cover_subtitle=Face(20, 26, under=16),
    title=Face(24, 30, above=2, under=8, bold=True),
    subtitle=Face(18, 23, under=8),
    headings={
        1: Face(24, 30, above=22, under=8, bold=True),
        2: Face(20, 26, above=18, under=6, bold=True),
        3: Face(18, 23, above=14, under=4, bold=True),
        4: Face(16, 21, above=12, under=3, bold=True),
    },
    marking=16,
    running=16,
)

GUTTER = 8.0  # between the columns of a table, and between text that stands side by side
CELL_PAD = 4.0  # above and under the text of a row
THICK, MEDIUM, THIN = 3.75, 1.5, 0.75  # rules; the head of a table has 1.1
HEAD_RULE = 1.1
GREY = 0.6  # the hairline between rows: the only thing not black, and nothing depends on it
