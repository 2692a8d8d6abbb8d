"""A page of a PDF as a picture, for the preview and for the printer."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pypdfium2

from dscp_desktop.core.charts import AnyChart
from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.art import chart_pdf
from dscp_desktop.paper.reading import refusing

MOST_PIXELS = 40_000_000  # a page of A3 at 400 dots an inch; larger ones are drawn coarser


@dataclass(frozen=True, slots=True)
class Picture:
    """A page drawn on white: rows of `stride` bytes, four bytes a pixel (blue, green, red, -)."""

    data: bytes
    width: int
    height: int
    stride: int
    pages: int


def draw_page(data: bytes, page: int, width: int, name: str = "The file") -> Picture:
    """Draw a page (from 1) of a PDF so many pixels wide; Refused where it cannot be drawn."""
    with refusing(name):
        document = pypdfium2.PdfDocument(data)
        try:
            pages = len(document)
            if not 1 <= page <= pages:
                raise Refused(f"{name} has no page {page}.")
            drawn = document[page - 1]
            wide, high = drawn.get_size()
            scale = width / wide
            scale *= min(1.0, (MOST_PIXELS / (width * high * scale)) ** 0.5)
            bitmap = drawn.render(scale=scale, prefer_bgrx=True, rev_byteorder=False)
            made = Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, pages)
            bitmap.close()
            drawn.close()
        finally:
            document.close()
    return made


def chart_picture(chart: AnyChart, dots: int = 200) -> bytes:
    """Return a chart as PNG, so many dots to the inch."""
    document = pypdfium2.PdfDocument(chart_pdf(chart))
    try:
        page = document[0]
        bitmap = page.render(scale=dots / 72, grayscale=True)
        out = BytesIO()
        bitmap.to_pil().save(out, "PNG", dpi=(dots, dots))
        bitmap.close()
        page.close()
    finally:
        document.close()
    return out.getvalue()
