"""Head and foot on pages that exist: drawn once for each look, in the embedded font."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from dscp_desktop.paper.finishing import name_subsets
from dscp_desktop.paper.fitting import content_streams
from dscp_desktop.paper.fonts import BOLD, REGULAR, open_canvas
from dscp_desktop.paper.furniture import (
    RUNNING_UP,
    Furniture,
    Number,
    draw_still,
    set_number,
)
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
    """Draw head and foot on every page of an open PDF, as artifacts; return warnings.

    What is the same on many pages is one form that they share; a page adds its number alone.
    """
    typesetter = Typesetter()
    overlay = _draw_overlay(stamps, furniture, typesetter)
    calls: dict[str, Any] = {}
    with Pdf.open(BytesIO(overlay.data)) as drawn:
        name_subsets(drawn)
        shared = [_shared(pdf, page) for page in drawn.pages]
    for page, stamp, look, code in zip(
        pdf.pages, stamps, overlay.looks, overlay.numbers, strict=True
    ):
        form = pdf.make_stream(
            b"/Still Do\n" + code,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, *(round(side, 3) for side in stamp.size)]),
            Resources=shared[look],
        )
        name = _add_form(page.obj, form)
        if name not in calls:
            calls[name] = pdf.make_stream(
                f"/Artifact <</Type /Pagination>> BDC q {name} Do Q EMC\n".encode("ascii")
            )
        # Before the paper's own content: what is broken there cannot swallow the marking.
        page.obj.Contents = Array([calls[name], *content_streams(page.obj)])
    return typesetter.warnings


@dataclass(frozen=True, slots=True)
class _Overlay:
    """A PDF with one page for each look; for each page of the pack its look, and its number."""

    data: bytes
    looks: list[int]
    numbers: list[bytes]


def _draw_overlay(
    stamps: Sequence[Stamp], furniture: Furniture, typesetter: Typesetter
) -> _Overlay:
    out = BytesIO()
    canvas = open_canvas(out, stamps[0].size)
    numbers = [
        set_number(furniture, typesetter, page=page, pages=len(stamps), across=stamp.size[0])
        for page, stamp in enumerate(stamps, 1)
    ]
    widest = max(number.long for number in numbers)
    places: dict[tuple[Stamp, bool], int] = {}
    looks = []
    for page, stamp in enumerate(stamps, 1):
        look = stamp, page > 1 or not furniture.skip_head_on_first
        if look not in places:
            places[look] = len(places)
            _draw_look(canvas, furniture, typesetter, look, widest)
        looks.append(places[look])
    # Their characters belong to the fonts of the canvas, so this comes before it is saved.
    codes = [_number_code(canvas, number) for number in numbers]
    canvas.save()
    return _Overlay(out.getvalue(), looks, codes)


def _draw_look(
    canvas: Any,
    furniture: Furniture,
    typesetter: Typesetter,
    look: tuple[Stamp, bool],
    beside: float,
) -> None:
    stamp, with_head = look
    own = replace(furniture, marking=stamp.marking) if stamp.marking else furniture
    canvas.setPageSize(stamp.size)
    draw_still(canvas, own, typesetter, beside=beside, size=stamp.size, with_head=with_head)
    if stamp.blank:
        canvas.setFont(REGULAR, NORMAL.body.size)
        canvas.drawCentredString(stamp.size[0] / 2, stamp.size[1] / 2, BLANK_WORDS)
    canvas.showPage()


def _number_code(canvas: Any, number: Number) -> bytes:
    words = canvas.beginText(number.left, RUNNING_UP)
    words.setFont(BOLD, NORMAL.running)
    words.textOut(number.text)
    return str(words.getCode()).encode("latin-1")


def _shared(pdf: Any, drawn: Any) -> Any:
    """Return the resources of a page number's form: what is the same on its pages, the fonts."""
    still = pdf.copy_foreign(drawn.as_form_xobject())
    return pdf.make_indirect(Dictionary(Font=still.Resources.Font, XObject=Dictionary(Still=still)))


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
