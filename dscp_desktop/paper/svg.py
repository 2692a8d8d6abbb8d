"""A drawing as SVG, in the colour of the text around it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from dscp_desktop.core.drawing import PATTERNS, Area, Box, Dot, Drawing, Shape, Stroke, Words

_STANDS = {"left": "start", "middle": "middle", "right": "end"}
_FILLS = {"solid": "currentColor", "plain": "none"}


def svg_of(drawing: Drawing, alternative: str, name: str) -> str:
    """Return the drawing as an SVG element with its alternative text.

    `name` makes the names of its patterns differ from those of others on the same page.
    """
    size = f"{_number(drawing.width)} {_number(drawing.height)}"
    shapes = "".join(_shape(shape, name) for shape in drawing.shapes)
    patterns = "".join(_patterns(drawing, name))
    return (
        f'<svg role="img" aria-label="{escape(alternative, quote=True)}" viewBox="0 0 {size}" '
        f'xmlns="http://www.w3.org/2000/svg" fill="currentColor" stroke="none" '
        f'font-family="inherit"><defs>{patterns}</defs>{shapes}</svg>'
    )


def _patterns(drawing: Drawing, name: str) -> Iterator[str]:
    """Yield the patterns that are used."""
    used = {shape.pattern for shape in drawing.shapes if isinstance(shape, Area)}
    fills = {shape.fill for shape in drawing.shapes if isinstance(shape, Box)}
    used |= {number for number, kind in enumerate(PATTERNS) if kind in fills}
    inner = {
        "stripes": '<path d="M-1 1L1-1M0 6L6 0M5 7L7 5" stroke="currentColor" stroke-width="1.2"/>',
        "dots": '<circle cx="2" cy="2" r="0.9"/>',
        "lines": '<path d="M0 2H6" stroke="currentColor"/>',
        "light": '<rect width="6" height="6" fill-opacity="0.25"/>',
    }
    for number, kind in enumerate(PATTERNS):
        if number in used and kind in inner:
            yield (
                f'<pattern id="{name}-{kind}" width="6" height="6" '
                f'patternUnits="userSpaceOnUse">{inner[kind]}</pattern>'
            )


def _shape(shape: Shape, name: str) -> str:
    match shape:
        case Area():
            kind = PATTERNS[shape.pattern] if shape.pattern >= 0 else "plain"
            fill = _FILLS.get(kind, f"url(#{name}-{kind})")
            return (
                f'<rect x="{_number(shape.x)}" y="{_number(shape.y)}" '
                f'width="{_number(shape.width)}" height="{_number(shape.height)}" '
                f'fill="{fill}" stroke="currentColor"/>'
            )
        case Box():
            return _box(shape, name)
        case Stroke():
            points = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
            dashed = ' stroke-dasharray="4 3"' if shape.dashed else ""
            quiet = ' stroke-opacity="0.35"' if shape.quiet else ""
            return (
                f'<polyline points="{points}" fill="none" stroke="currentColor" '
                f'stroke-width="{_number(shape.weight)}"{dashed}{quiet}/>'
            )
        case Dot():
            fill = ' fill="none" stroke="currentColor"' if shape.hollow else ""
            place = f'cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}"'
            return f"<circle {place}{fill}/>"
        case Words():
            bold = ' font-weight="600"' if shape.bold else ""
            bold += ' style="fill:var(--ground)"' if shape.light else ""
            return (
                f'<text x="{_number(shape.x)}" y="{_number(shape.y)}" '
                f'font-size="{_number(shape.size)}" text-anchor="{_STANDS[shape.stand]}"{bold}>'
                f"{escape(shape.text)}</text>"
            )


def _box(box: Box, name: str) -> str:
    fill = {"strong": "currentColor", "stripes": f"url(#{name}-stripes)", "": "none"}
    fill["paper"] = "var(--ground)"
    clear = {"grey": ' fill-opacity="0.15"', "wash": ' fill-opacity="0.05"'}.get(box.fill, "")
    line = "" if box.fill in ("wash", "paper") else ' stroke="currentColor"'
    line += ' stroke-dasharray="4 3"' if box.dashed else ""
    line += ' stroke-opacity="0.5"' if box.quiet else ""
    return (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}" rx="2" fill="{fill.get(box.fill, "currentColor")}"'
        f"{clear}{line}/>"
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
