"""A drawing as values: what every surface (window, PDF, HTML, Word) shows in the same way.

Lengths are points; x goes right and y goes down from the upper left corner. There are no
colours: a surface brings its own, and six patterns tell series apart in black and white.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

PATTERNS = ("solid", "stripes", "light", "dots", "lines", "plain")

Stand: TypeAlias = Literal["left", "middle", "right"]
Fill: TypeAlias = Literal["", "grey", "strong", "stripes", "wash", "paper"]
Measure: TypeAlias = Callable[[str, float, bool], float]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, filled with a pattern (an index of PATTERNS, -1 for none) and outlined."""

    x: float
    y: float
    width: float
    height: float
    pattern: int = -1


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle whose fill says how something stands: none, grey, strong, or striped.

    A wash is so light that words are read on it, paper is what it is drawn on: both have no
    outline. `quiet` has a thin one.
    """

    x: float
    y: float
    width: float
    height: float
    fill: Fill = ""
    dashed: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; `quiet` for the lines of a grid, `dashed` for what is expected."""

    points: tuple[tuple[float, float], ...]
    weight: float = 1.0
    dashed: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot; a hollow one stands out from its line."""

    x: float
    y: float
    radius: float
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words on a line; `x` is where they begin, have their middle, or end; `quiet` for lesser ones.

    `y` is the line they stand on. `light` words stand on a strong fill.
    """

    x: float
    y: float
    text: str
    size: float
    stand: Stand = "left"
    bold: bool = False
    quiet: bool = False
    light: bool = False


Shape: TypeAlias = Area | Box | Stroke | Dot | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order they are drawn, on a surface of this size.

    `places` are the rooms of what a chart shows (bars, points, periods), in the order in which
    they are read: what a pointer can rest on and the arrow keys move between.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    places: tuple[Area, ...] = ()
