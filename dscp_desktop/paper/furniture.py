"""What stands at head and foot of every page: the marking, the running head, the page number."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from dscp_desktop.paper.fonts import BOLD, REGULAR, width
from dscp_desktop.paper.look import A4, SIDE, THIN
from dscp_desktop.paper.wording import Typesetter

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
    across, high = size
    right = across - SIDE
    if furniture.marking:
        large = typesetter.look.marking
        words = typesetter.line(furniture.marking, BOLD)
        canvas.setFont(BOLD, large)
        marking = _cut(words, BOLD, large, 0.9 * (right - SIDE))
        for y in (high - MARKING_DOWN, MARKING_UP):
            canvas.drawCentredString(across / 2, y, marking)
    canvas.setLineWidth(THIN)
    if with_head and (furniture.head_left or furniture.head_right):
        y = high - RUNNING_DOWN
        _pair(canvas, typesetter, (furniture.head_left, furniture.head_right), (right, y), REGULAR)
        canvas.line(SIDE, high - RULE_DOWN, right, high - RULE_DOWN)
    numbered = furniture.foot_right.replace("{pages}", str(pages)).replace("{page}", str(page))
    if furniture.foot_left or numbered:
        _pair(canvas, typesetter, (furniture.foot_left, numbered), (right, RUNNING_UP), BOLD)
        canvas.line(SIDE, RULE_UP, right, RULE_UP)


def _pair(
    canvas: Any,
    typesetter: Typesetter,
    words: tuple[str, str],
    place: tuple[float, float],
    right_font: str,
) -> None:
    """Draw words at the left and the right of a line; the left ones are cut before they meet."""
    (right, y), size = place, typesetter.look.running
    at_right = _cut(typesetter.line(words[1], right_font), right_font, size, right - SIDE)
    room = right - SIDE - width(at_right, right_font, size) - 12
    canvas.setFont(REGULAR, size)
    canvas.drawString(SIDE, y, _cut(typesetter.line(words[0], REGULAR), REGULAR, size, room))
    canvas.setFont(right_font, size)
    canvas.drawRightString(right, y, at_right)


def _cut(text: str, font: str, size: float, room: float) -> str:
    """Return the text, or as much of it as fits before an ellipsis."""
    if width(text, font, size) <= room:
        return text
    while text and width(text + "…", font, size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
