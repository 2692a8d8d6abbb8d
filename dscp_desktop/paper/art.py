"""Pictures and charts on the printed page, in black and white."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from dscp_desktop.core.charts import AnyChart
from dscp_desktop.core.drawing import PATTERNS, Area, Box, Dot, Drawing, Stroke, Words
from dscp_desktop.core.plotting import plot
from dscp_desktop.paper.document import BuiltWrong, Chart, Figure
from dscp_desktop.paper.fonts import BOLD, REGULAR, open_canvas
from dscp_desktop.paper.fonts import width as text_width
from dscp_desktop.paper.look import GREY, TEXT_HEIGHT, TEXT_WIDTH
from dscp_desktop.paper.tags import Node, Pen
from dscp_desktop.paper.wording import Typesetter

_HIGHEST = TEXT_HEIGHT * 0.8
_MOST_PIXELS = 40_000_000
_STRIPE, _GRAIN = 4.0, 3.0  # points between the lines and the dots of a pattern


@dataclass(frozen=True, slots=True)
class Art:
    """A picture or a drawing of a size, and the element that its alternative text is on."""

    width: float
    height: float
    node: Node
    picture: bytes = b""
    drawing: Drawing | None = None
    typesetter: Typesetter | None = None

    def draw(self, pen: Pen, x: float, top: float, *, artifact: bool = False) -> None:
        """Draw it with its upper left corner at (x, top)."""
        canvas, low = pen.canvas, top - self.height
        self.node.box = (x, low, x + self.width, top)
        pen.begin(None if artifact else self.node)
        if self.drawing is not None and self.typesetter is not None:
            _draw_shapes(canvas, self.drawing, x, top, self.typesetter)
        else:
            image = ImageReader(BytesIO(self.picture))
            canvas.drawImage(image, x, low, self.width, self.height, mask="auto")
        pen.end()

    def split(self, height: float) -> None:
        """It stays whole."""


def picture_art(figure: Figure, into: Node, room: float) -> Art:
    """Return a picture as wide as it wants and no higher than a page.

    Raises BuiltWrong where the bytes are not a picture that can be drawn.
    """
    try:
        with Image.open(BytesIO(figure.picture), formats=("PNG", "JPEG")) as image:
            wide, high = image.size
            if wide * high > _MOST_PIXELS:
                raise BuiltWrong(f"figure '{figure.alternative}' has more than 40 million dots")
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as wrong:
        raise BuiltWrong(f"figure '{figure.alternative}': its picture cannot be read") from wrong
    scale = min(room * figure.width / wide, _HIGHEST / high)
    node = into.add("Figure", alternative=figure.alternative)
    return Art(wide * scale, high * scale, node, picture=figure.picture)


def chart_art(block: Chart, typesetter: Typesetter, into: Node, room: float) -> Art:
    """Return a chart as wide as the room."""
    drawing = plot(block.chart, room, typesetter.look.small.size, _measure)
    node = into.add("Figure", alternative=block.alternative)
    return Art(drawing.width, drawing.height, node, drawing=drawing, typesetter=typesetter)


def chart_pdf(chart: AnyChart) -> bytes:
    """Return a chart alone as a PDF of one page, without tags: for a picture of it."""
    typesetter = Typesetter()
    drawing = plot(chart, TEXT_WIDTH, typesetter.look.small.size, _measure)
    out = BytesIO()
    canvas = open_canvas(out, (drawing.width, drawing.height))
    _draw_shapes(canvas, drawing, 0, drawing.height, typesetter)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _measure(text: str, size: float, bold: bool) -> float:
    return text_width(text, BOLD if bold else REGULAR, size)


def _draw_shapes(
    canvas: Any, drawing: Drawing, left: float, top: float, typesetter: Typesetter
) -> None:
    canvas.saveState()
    canvas.setStrokeGray(0)
    for shape in drawing.shapes:
        match shape:
            case Area():
                _draw_area(canvas, shape, left + shape.x, top - shape.y - shape.height)
            case Box():
                _draw_box(canvas, shape, left + shape.x, top - shape.y - shape.height)
            case Stroke():
                canvas.setStrokeGray(GREY if shape.quiet else 0)
                canvas.setLineWidth(shape.weight)
                canvas.setDash([3, 2] if shape.dashed else [])
                path = canvas.beginPath()
                path.moveTo(left + shape.points[0][0], top - shape.points[0][1])
                for x, y in shape.points[1:]:
                    path.lineTo(left + x, top - y)
                canvas.drawPath(path)
                canvas.setDash([])
                canvas.setStrokeGray(0)
            case Dot():
                canvas.setLineWidth(1)
                canvas.setFillGray(1 if shape.hollow else 0)
                canvas.circle(left + shape.x, top - shape.y, shape.radius, fill=1)
                canvas.setFillGray(0)
            case Words():
                font = BOLD if shape.bold else REGULAR
                canvas.setFont(font, shape.size)
                draw = {
                    "left": canvas.drawString,
                    "middle": canvas.drawCentredString,
                    "right": canvas.drawRightString,
                }[shape.stand]
                canvas.setFillGray(1 if shape.light else 0)
                draw(left + shape.x, top - shape.y, typesetter.line(shape.text, font))
                canvas.setFillGray(0)
    canvas.restoreState()


def _draw_box(canvas: Any, box: Box, x: float, y: float) -> None:
    """Fill so that states are told apart in black and white; a wash is left out."""
    if box.fill == "wash":
        return
    if box.fill == "stripes":
        _draw_area(canvas, Area(0, 0, box.width, box.height, PATTERNS.index("stripes")), x, y)
    canvas.saveState()
    canvas.setFillGray({"strong": 0.15, "grey": 0.85}.get(box.fill, 1))
    canvas.setStrokeGray(GREY if box.quiet else 0)
    canvas.setLineWidth(0.5 if box.quiet else 0.75)
    canvas.setDash([2, 1.5] if box.dashed else [])
    filled = 0 if box.fill == "stripes" else 1
    line = 0 if box.fill == "paper" else 1
    canvas.roundRect(x, y, box.width, box.height, 1.5, stroke=line, fill=filled)
    canvas.restoreState()


def _draw_area(canvas: Any, area: Area, x: float, y: float) -> None:
    """Fill with a pattern that holds in black and white, and outline."""
    kind = PATTERNS[area.pattern] if area.pattern >= 0 else "plain"
    canvas.saveState()
    canvas.setFillGray({"solid": 0.15, "light": 0.75}.get(kind, 1))
    canvas.rect(x, y, area.width, area.height, stroke=0, fill=1)
    if kind in ("stripes", "lines", "dots"):
        path = canvas.beginPath()
        path.rect(x, y, area.width, area.height)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setLineWidth(1)
        if kind == "dots":
            canvas.setDash([0.8, _GRAIN - 0.8])
        slope = area.height if kind == "stripes" else 0
        at = -slope
        while kind == "stripes" and at < area.width:
            canvas.line(x + at, y, x + at + slope, y + area.height)
            at += _STRIPE
        at = _GRAIN / 2
        while kind != "stripes" and at < area.height:
            canvas.line(x, y + at, x + area.width, y + at)
            at += _GRAIN
    canvas.restoreState()
    canvas.setLineWidth(0.75)
    canvas.rect(x, y, area.width, area.height, stroke=1, fill=0)
