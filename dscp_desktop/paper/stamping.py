"""Head and foot on pages that exist: drawn once for each look, in the embedded font."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.pdfbase import pdfmetrics

from dscp_desktop.paper.finishing import name_subsets
from dscp_desktop.paper.fitting import content_streams
from dscp_desktop.paper.fonts import BOLD, REGULAR, open_canvas
from dscp_desktop.paper.furniture import (
    RUNNING_UP,
    Furniture,
    Number,
    draw_foot,
    draw_still,
    set_number,
)
from dscp_desktop.paper.look import NORMAL
from dscp_desktop.paper.wording import Typesetter

BLANK_WORDS = "This page is blank so that the next paper begins on a right-hand page."
# Where a page keeps its head and foot, and what of it a copy changes.
FURNITURE, FOOT = "/Furniture", "/Foot"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one page is given: its size in points, its own marking ('' is that of the pack).

    `name` is what the page is called, '' its place from 1; `left` and `right` stand at the foot
    in place of the furniture's own; `head` is false where there is no running head.
    """

    size: tuple[float, float]
    marking: str = ""
    blank: bool = False
    name: str = ""
    left: str = ""
    right: str = ""
    head: bool = True

    def named(self, name: str) -> Stamp:
        """Return the same for a page that is called so."""
        return Stamp(self.size, self.marking, self.blank, name, self.left, self.right, self.head)


def stamp_pages(pdf: Any, stamps: Sequence[Stamp], furniture: Furniture) -> tuple[str, ...]:
    """Draw head and foot on every page of an open PDF, as artifacts; return warnings.

    What is the same on many pages is one form that they share; a page adds its number alone.
    What stands left at the foot is a form of its own, which copies of the pack change.
    """
    typesetter = Typesetter()
    overlay = _draw_overlay(stamps, furniture, typesetter)
    calls: dict[str, Any] = {}
    with Pdf.open(BytesIO(overlay.data)) as drawn:
        name_subsets(drawn)
        forms = [pdf.copy_foreign(page.as_form_xobject()) for page in drawn.pages]
    for place, (words, room) in overlay.feet.items():
        forms[place].Words = String(words)
        forms[place].Room = round(room, 3)
    shared = {pair: _shared(pdf, forms, pair) for pair in dict.fromkeys(overlay.looks)}
    for page, stamp, look, code in zip(
        pdf.pages, stamps, overlay.looks, overlay.numbers, strict=True
    ):
        form = pdf.make_stream(
            b"/Still Do\n/Foot Do\n" + code,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, *(round(side, 3) for side in stamp.size)]),
            Resources=shared[look],
        )
        name = add_form(page.obj, form, FURNITURE)
        if name not in calls:
            calls[name] = pdf.make_stream(
                f"/Artifact <</Type /Pagination>> BDC q {name} Do Q EMC\n".encode("ascii")
            )
        # Before the paper's own content: what is broken there cannot swallow the marking.
        page.obj.Contents = Array([calls[name], *content_streams(page.obj)])
    return typesetter.warnings


class _Look(NamedTuple):
    """Which pages of the overlay a page is given: what stands still, and the foot left."""

    still: int
    foot: int


@dataclass(frozen=True, slots=True)
class _Overlay:
    """A PDF of forms; for each page of the pack its look and number; each foot's words and room."""

    data: bytes
    looks: list[_Look]
    numbers: list[bytes]
    feet: dict[int, tuple[str, float]]


def _draw_overlay(
    stamps: Sequence[Stamp], furniture: Furniture, typesetter: Typesetter
) -> _Overlay:
    out = BytesIO()
    canvas = open_canvas(out, stamps[0].size)
    numbers = _numbers(stamps, furniture, typesetter)
    widest = max(number.long for number in numbers)
    places: dict[Any, int] = {}
    looks = []
    feet: dict[int, tuple[str, float]] = {}
    for page, stamp in enumerate(stamps, 1):
        head = stamp.head and (page > 1 or not furniture.skip_head_on_first)
        still = stamp.size, stamp.marking, stamp.blank, head
        if still not in places:
            places[still] = len(places)
            _draw_look(canvas, furniture, typesetter, replace(stamp, head=head), widest)
        left = stamp.left or furniture.foot_left
        foot = stamp.size, left
        if foot not in places:
            places[foot] = len(places)
            feet[places[foot]] = left, widest
            canvas.setPageSize(stamp.size)
            draw_foot(canvas, left, typesetter, beside=widest, size=stamp.size)
            canvas.showPage()
        looks.append(_Look(places[still], places[foot]))
    # Their characters belong to the fonts of the canvas, so this comes before it is saved.
    write = _Writer(canvas)
    codes = [write.code(number) for number in numbers]
    canvas.save()
    return _Overlay(out.getvalue(), looks, codes, feet)


def _numbers(stamps: Sequence[Stamp], furniture: Furniture, typesetter: Typesetter) -> list[Number]:
    found = []
    for page, stamp in enumerate(stamps, 1):
        own = replace(furniture, foot_right=stamp.right) if stamp.right else furniture
        name = stamp.name or str(page)
        found.append(
            set_number(own, typesetter, page=name, pages=len(stamps), across=stamp.size[0])
        )
    return found


def _draw_look(
    canvas: Any, furniture: Furniture, typesetter: Typesetter, look: Stamp, beside: float
) -> None:
    own = replace(furniture, marking=look.marking) if look.marking else furniture
    canvas.setPageSize(look.size)
    draw_still(canvas, own, typesetter, beside=beside, size=look.size, with_head=look.head)
    if look.blank:
        canvas.setFont(REGULAR, NORMAL.body.size)
        canvas.drawCentredString(look.size[0] / 2, look.size[1] / 2, BLANK_WORDS)
    canvas.showPage()


class _Writer:
    """Writes many short lines in the bold face: each character is looked up once."""

    def __init__(self, canvas: Any) -> None:
        self._document = canvas._doc
        self._font = pdfmetrics.getFont(BOLD)
        self._known: dict[str, tuple[str, str]] = {}

    def code(self, number: Number) -> bytes:
        """Return what draws a page number at its place."""
        parts = [f"BT 1 0 0 1 {number.left:.4f} {RUNNING_UP:g} Tm"]
        for font, signs in groupby(map(self._sign, number.text), key=itemgetter(0)):
            text = "".join(sign for _, sign in signs)
            parts.append(f"{font} {NORMAL.running:g} Tf ({text}) Tj")
        return " ".join((*parts, "ET")).encode("latin-1")

    def _sign(self, sign: str) -> tuple[str, str]:
        """Return the name of a font with the character, and its code there, escaped."""
        if sign not in self._known:
            ((subset, code),) = self._font.splitString(sign, self._document)
            escaped = "".join(f"\\{byte:03o}" for byte in code)
            name = self._font.getSubsetInternalName(subset, self._document)
            self._known[sign] = name, escaped
        return self._known[sign]


def _shared(pdf: Any, forms: Sequence[Any], look: _Look) -> Any:
    """Return the resources of a page number's form: what is the same on its pages, the fonts."""
    still, foot = forms[look.still], forms[look.foot]
    objects = Dictionary(Still=still, Foot=foot)
    return pdf.make_indirect(Dictionary(Font=still.Resources.Font, XObject=objects))


def add_form(page: Any, form: Any, name: str) -> str:
    """Give a page a form under a name that it does not use; return the name.

    The dictionaries are copied first: pages of one paper may share them.
    """
    resources = page.get("/Resources")
    own = dict(resources.items()) if isinstance(resources, Dictionary) else {}
    objects = own.get("/XObject")
    named = dict(objects.items()) if isinstance(objects, Dictionary) else {}
    while name in named:
        name += "x"
    named[name] = form
    own["/XObject"] = Dictionary(named)
    page[Name.Resources] = Dictionary(own)
    return name
