"""A document as PDF: A4 portrait, black on white, embedded font, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, NamedTuple

from pikepdf import Name, Pdf

from dscp_desktop.paper.document import Document
from dscp_desktop.paper.finishing import name_subsets, save_finished, set_page_labels
from dscp_desktop.paper.flow import document_strips
from dscp_desktop.paper.fonts import open_canvas
from dscp_desktop.paper.furniture import Furniture, draw_furniture
from dscp_desktop.paper.look import A4, SIDE, TEXT_HEIGHT, TOP
from dscp_desktop.paper.strips import Page, paginate
from dscp_desktop.paper.wording import Typesetter


class HeadingPlace(NamedTuple):
    """A heading and the page it stands on, counted from 1."""

    text: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF, its headings with their pages, and what a reader will not see as it was written."""

    data: bytes
    pages: int
    headings: tuple[HeadingPlace, ...]
    warnings: tuple[str, ...]


def render_pdf(document: Document, furniture: Furniture | None = None) -> Rendered:
    """Return the document as PDF.

    Without furniture, head and foot stay free: joining stamps them. A furniture without marking
    takes that of the document.
    """
    typesetter = Typesetter()
    pages = paginate(document_strips(document, typesetter), TEXT_HEIGHT)
    if furniture is not None and not furniture.marking:
        furniture = replace(furniture, marking=document.marking)
    out = BytesIO()
    canvas = open_canvas(out, A4)
    headings: list[HeadingPlace] = []
    for number, page in enumerate(pages, 1):
        _draw_page(canvas, page, number, headings)
        if furniture is not None:
            draw_furniture(
                canvas,
                furniture,
                typesetter,
                page=number,
                pages=len(pages),
                with_head=number > 1 or not furniture.skip_head_on_first,
            )
        canvas.showPage()
    canvas.save()
    data = _finish(out.getvalue(), document)
    return Rendered(data, len(pages), tuple(headings), typesetter.warnings)


def _draw_page(canvas: Any, page: Page, number: int, headings: list[HeadingPlace]) -> None:
    canvas.setStrokeGray(0)
    canvas.setFillGray(0)
    top = A4[1] - TOP
    for placed in page:
        heading = placed.strip.heading
        if heading is not None:
            key = f"h{len(headings)}"
            canvas.bookmarkHorizontal(key, SIDE, top - placed.down + 6)
            canvas.addOutlineEntry(heading.text, key, heading.level - 1)
            headings.append(HeadingPlace(heading.text, heading.level, number))
        placed.strip.draw(canvas, SIDE, top - placed.down)


def _finish(data: bytes, document: Document) -> bytes:
    with Pdf.open(BytesIO(data)) as pdf:
        pdf.Root.PageMode = Name.UseOutlines if len(pdf.pages) > 1 else Name.UseNone
        set_page_labels(pdf, [(0, "", 1)])
        name_subsets(pdf)
        for page in pdf.pages:
            del page.obj["/Rotate"], page.obj["/Trans"]  # ReportLab writes both, empty
        return save_finished(pdf, title=document.title, language=document.language)
