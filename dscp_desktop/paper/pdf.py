"""A document as PDF: black on white, embedded font, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import NamedTuple

from pikepdf import Name, Pdf

from dscp_desktop.paper.document import Document
from dscp_desktop.paper.finishing import name_subsets, save_finished, set_page_labels
from dscp_desktop.paper.flow import document_strips
from dscp_desktop.paper.fonts import open_canvas
from dscp_desktop.paper.furniture import Furniture, draw_furniture
from dscp_desktop.paper.look import FOOT, NORMAL, PAGES, SIDE, TOP, Look
from dscp_desktop.paper.strips import Page, paginate
from dscp_desktop.paper.structure import add_structure, prepare_structure
from dscp_desktop.paper.tags import Node, Pen
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


def render_pdf(
    document: Document, furniture: Furniture | None = None, look: Look = NORMAL
) -> Rendered:
    """Return the document as tagged PDF (PDF/UA-1, ISO 14289-1).

    Without furniture, head and foot stay free: joining stamps them. A furniture without marking
    takes that of the document.
    """
    typesetter, root = Typesetter(look), Node("Document")
    whole = 0
    if furniture is not None and "{pages}" in furniture.foot_right:
        # Set twice rather than held: a long document would take hundreds of megabytes.
        whole = sum(1 for _ in _pages(document, Typesetter(look), Node("Document")))
    if furniture is not None and not furniture.marking:
        furniture = replace(furniture, marking=document.marking)
    out = BytesIO()
    size = PAGES[document.page]
    pen = Pen(open_canvas(out, size))
    headings: list[HeadingPlace] = []
    for number, page in enumerate(_pages(document, typesetter, root), 1):
        if number > 1:
            pen.turn()
        _draw_page(pen, page, number, headings, size[1] - TOP)
        if furniture is not None:
            pen.begin(None)
            draw_furniture(
                pen.canvas,
                furniture,
                typesetter,
                page=number,
                pages=whole,
                size=size,
                with_head=number > 1 or not furniture.skip_head_on_first,
            )
            pen.end()
    pen.canvas.showPage()
    pen.canvas.save()
    data = _finish(out.getvalue(), document, root, pen)
    return Rendered(data, len(pen.pages), tuple(headings), typesetter.warnings)


def _pages(document: Document, typesetter: Typesetter, root: Node) -> Iterator[Page]:
    return paginate(
        document_strips(document, typesetter, root), PAGES[document.page][1] - TOP - FOOT
    )


def _draw_page(pen: Pen, page: Page, number: int, headings: list[HeadingPlace], top: float) -> None:
    canvas = pen.canvas
    canvas.setStrokeGray(0)
    canvas.setFillGray(0)
    for placed in page:
        heading = placed.strip.heading
        if heading is not None:
            key = f"h{len(headings)}"
            canvas.bookmarkHorizontal(key, SIDE, top - placed.down + 6)
            canvas.addOutlineEntry(heading.text, key, heading.level - 1)
            headings.append(HeadingPlace(heading.text, heading.level, number))
        placed.strip.draw(pen, SIDE, top - placed.down, artifact=placed.repeated)


def _finish(data: bytes, document: Document, root: Node, pen: Pen) -> bytes:
    with Pdf.open(BytesIO(data)) as pdf:
        pdf.Root.PageMode = Name.UseOutlines if len(pdf.pages) > 1 else Name.UseNone
        set_page_labels(pdf, [(0, "", 1)])
        name_subsets(pdf)
        for page in pdf.pages:
            del page.obj["/Rotate"], page.obj["/Trans"]  # ReportLab writes both, empty
        prepare_structure(pdf, pen)
        title, language = document.title, document.language
        finished = save_finished(pdf, title=title, language=language, accessible=True)
    return add_structure(finished, root, pen)
