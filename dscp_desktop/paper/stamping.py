"""Head and foot on pages that exist: one overlay PDF for all of them, in the embedded font."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from pikepdf import Dictionary, Name, Pdf

from dscp_desktop.paper.finishing import name_subsets
from dscp_desktop.paper.fonts import REGULAR, open_canvas
from dscp_desktop.paper.furniture import Furniture, draw_furniture
from dscp_desktop.paper.look import NORMAL
from dscp_desktop.paper.wording import Typesetter

BLANK_WORDS = "This page is blank so that the next paper begins on a right-hand page."


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one page is given: its size in points, its own marking ('' is that of the pack)."""

    size: tuple[float, float]
    marking: str = ""
    blank: bool = False


def stamp_pages(pdf: Any, stamps: Sequence[Stamp], furniture: Furniture) -> tuple[str, ...]:
    """Draw head and foot on every page of an open PDF, as artifacts; return warnings."""
    typesetter = Typesetter()
    overlay_data = _overlay(stamps, furniture, typesetter)
    with Pdf.open(BytesIO(overlay_data)) as overlay:
        name_subsets(overlay)
        for page, drawn in zip(pdf.pages, overlay.pages, strict=True):
            form = pdf.copy_foreign(drawn.as_form_xobject())
            name = _add_form(page.obj, form)
            # Before the paper's own content: what is broken there cannot swallow the marking.
            page.contents_add(
                f"/Artifact <</Type /Pagination>> BDC q {name} Do Q EMC\n".encode("ascii"),
                prepend=True,
            )
    return typesetter.warnings


def _overlay(stamps: Sequence[Stamp], furniture: Furniture, typesetter: Typesetter) -> bytes:
    out = BytesIO()
    canvas = open_canvas(out, stamps[0].size)
    for number, stamp in enumerate(stamps, 1):
        canvas.setPageSize(stamp.size)
        own = replace(furniture, marking=stamp.marking) if stamp.marking else furniture
        draw_furniture(
            canvas,
            own,
            typesetter,
            page=number,
            pages=len(stamps),
            size=stamp.size,
            with_head=number > 1 or not furniture.skip_head_on_first,
        )
        if stamp.blank:
            canvas.setFont(REGULAR, NORMAL.body.size)
            canvas.drawCentredString(stamp.size[0] / 2, stamp.size[1] / 2, BLANK_WORDS)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _add_form(page: Any, form: Any) -> str:
    """Give a page a form under a name that it does not use; return the name.

    The dictionaries are copied first: pages of one paper may share them.
    """
    resources = page.get("/Resources")
    own = dict(resources.items()) if isinstance(resources, Dictionary) else {}
    objects = own.get("/XObject")
    named = dict(objects.items()) if isinstance(objects, Dictionary) else {}
    name = "/Furniture"
    while name in named:
        name += "x"
    named[name] = form
    own["/XObject"] = Dictionary(named)
    page[Name.Resources] = Dictionary(own)
    return name
