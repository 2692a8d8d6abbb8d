"""What stands at head and foot of every page: the marking, the running head, the page number."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from dscp_desktop.paper.fonts import BOLD, REGULAR, width
from dscp_desktop.paper.look import A4, SIDE, THIN
from dscp_desktop.paper.wording import Typesetter

_APART = 12  # points between what stands left and right in one line
# Distances from the upper and lower edge of the page to the line of writing, in points.
MARKING_DOWN, RUNNING_DOWN, RULE_DOWN = 37.5, 57.5, 65.6
MARKING_UP, RUNNING_UP, RULE_UP = 29.0, 49.0, 64.5


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words at head and foot. `{page}` and `{pages}` in `foot_right` become the numbers.

    `skip_head_on_first` leaves the running head (never the marking) out on the first page.
    """

    marking: str = ""
    head_left: str = ""
    head_right: str = ""
    foot_left: str = ""
    foot_right: str = "Page {page} of {pages}"
    skip_head_on_first: bool = False


def furniture_values(furniture: Furniture | None) -> dict[str, Any] | None:
    """Return the furniture as JSON values; `Furniture(**values)` is the way back."""
    return None if furniture is None else asdict(furniture)


def draw_furniture(
    canvas: Any,
    furniture: Furniture,
    typesetter: Typesetter,
    *,
    page: int,
    pages: int,
    size: tuple[float, float] = A4,
    with_head: bool = True,
) -> None:
    """Draw head and foot of one page; it is an artifact, not part of the text."""
    number = set_number(furniture, typesetter, page=page, pages=pages, across=size[0])
    draw_still(canvas, furniture, typesetter, beside=number.long, size=size, with_head=with_head)
    draw_foot(canvas, furniture.foot_left, typesetter, beside=number.long, size=size)
    canvas.setFont(BOLD, typesetter.look.running)
    canvas.drawString(number.left, RUNNING_UP, number.text)


class Number(NamedTuple):
    """The words of a page number as printed, where they begin and how long they are, in points."""

    text: str
    left: float
    long: float


def set_number(
    furniture: Furniture,
    typesetter: Typesetter,
    *,
    page: int | str,
    pages: int,
    across: float = A4[0],
) -> Number:
    """Return the number of a page that is so wide, made printable and cut to its room."""
    words = furniture.foot_right.replace("{pages}", str(pages)).replace("{page}", str(page))
    size = typesetter.look.running
    text = typesetter.line(words, BOLD)
    long = width(text, BOLD, size)
    if long > across - 2 * SIDE:
        text = _cut(text, BOLD, size, across - 2 * SIDE)
        long = width(text, BOLD, size)
    return Number(text, across - SIDE - long, long)


def draw_still(
    canvas: Any,
    furniture: Furniture,
    typesetter: Typesetter,
    *,
    beside: float,
    size: tuple[float, float] = A4,
    with_head: bool = True,
) -> None:
    """Draw what is the same on every page; `beside` points at the foot are the page number's.

    What stands left at the foot is apart: `draw_foot`.
    """
    across, high = size
    right = across - SIDE
    if furniture.marking:
        large = typesetter.look.marking
        words = typesetter.line(furniture.marking, BOLD)
        marking = _cut(words, BOLD, large, 0.9 * (right - SIDE))
        canvas.setFont(BOLD, large)
        for y in (high - MARKING_DOWN, MARKING_UP):
            canvas.drawCentredString(across / 2, y, marking)
    canvas.setLineWidth(THIN)
    if with_head and (furniture.head_left or furniture.head_right):
        y = high - RUNNING_DOWN
        running = typesetter.look.running
        words = typesetter.line(furniture.head_right, REGULAR)
        head = _cut(words, REGULAR, running, right - SIDE)
        before = right - width(head, REGULAR, running)
        _draw_left(canvas, typesetter, furniture.head_left, y, before)
        canvas.drawRightString(right, y, head)
        canvas.line(SIDE, high - RULE_DOWN, right, high - RULE_DOWN)
    if furniture.foot_left or beside:
        canvas.line(SIDE, RULE_UP, right, RULE_UP)


def draw_foot(
    canvas: Any, words: str, typesetter: Typesetter, *, beside: float, size: tuple[float, float]
) -> None:
    """Draw what stands left at the foot, before the page number that is `beside` points long."""
    _draw_left(canvas, typesetter, words, RUNNING_UP, size[0] - SIDE - beside)


def _draw_left(canvas: Any, typesetter: Typesetter, words: str, y: float, before: float) -> None:
    """Draw words at the left of a line, cut before they meet what begins at `before`."""
    size = typesetter.look.running
    canvas.setFont(REGULAR, size)
    room = before - SIDE - _APART
    canvas.drawString(SIDE, y, _cut(typesetter.line(words, REGULAR), REGULAR, size, room))


def _cut(text: str, font: str, size: float, room: float) -> str:
    """Return the text, or as much of it as fits before an ellipsis."""
    if width(text, font, size) <= room:
        return text
    while text and width(text + "…", font, size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
