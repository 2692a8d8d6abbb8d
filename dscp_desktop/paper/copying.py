"""Copies of a finished pack: each with its number at the foot and its recipient on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeAlias

from pikepdf import Array, Dictionary, Name, Pdf

from dscp_desktop.paper.finishing import name_subsets, save_plain
from dscp_desktop.paper.fitting import content_streams
from dscp_desktop.paper.fonts import BOLD, open_canvas, width
from dscp_desktop.paper.furniture import draw_foot
from dscp_desktop.paper.stamping import FOOT, FURNITURE, add_form
from dscp_desktop.paper.wording import Typesetter

Size: TypeAlias = tuple[float, float]

_MARK = "/Recipient"
_LARGEST, _SHARE = 64.0, 0.62  # points; of the page's diagonal
_FAINT = 0.16  # readable over a picture, and what lies below stays readable too
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: what stands first at the foot of its pages, and what is drawn across them."""

    words: str
    watermark: str


def make_copies(data: bytes, copies: Sequence[Copy], password: str = "") -> Iterator[bytes]:
    """Yield each copy of a finished pack; without any, the pack itself with the password on it.

    What is drawn is an artifact: a reader aloud leaves it out.
    """
    with Pdf.open(BytesIO(data)) as pdf:
        if not copies:
            yield save_plain(pdf, password)
            return
        feet = _feet(pdf)
        marks = _put_marks(pdf)
        words = [str(foot.Words) for foot, _ in feet]
        for copy in copies:
            with Pdf.open(BytesIO(_draw(copy, feet, words, list(marks)))) as drawn:
                name_subsets(drawn)
                forms = [page.as_form_xobject() for page in drawn.pages]
                changed = [*(foot for foot, _ in feet), *marks.values()]
                for old, new in zip(changed, forms, strict=True):
                    copied = pdf.copy_foreign(new)
                    old.write(copied.read_bytes())
                    old.Resources = copied.Resources
                yield save_plain(pdf, password)


def _feet(pdf: Any) -> list[tuple[Any, Size]]:
    """Return every form that stands left at the foot of pages, and the size of its pages."""
    found: dict[tuple[int, int], tuple[Any, Size]] = {}
    for page in pdf.pages:
        named = page.obj.Resources.XObject
        # The last one is ours: a paper that came out of a pack has its old one below.
        name = FURNITURE
        while name + "x" in named:
            name += "x"
        foot = named[name].Resources.XObject[FOOT]
        found.setdefault(foot.objgen, (foot, _size(page)))
    return list(found.values())


def _size(page: Any) -> Size:
    return float(page.mediabox[2]), float(page.mediabox[3])


def _put_marks(pdf: Any) -> dict[Size, Any]:
    """Give every page a form for its recipient, over its own content; return them by size."""
    forms: dict[Size, Any] = {}
    calls: dict[str, Any] = {}
    for page in pdf.pages:
        size = _size(page)
        if size not in forms:
            box = Array([0, 0, *size])
            forms[size] = pdf.make_stream(
                b"", Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary()
            )
        name = add_form(page.obj, forms[size], _MARK)
        if name not in calls:
            code = f"\n/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q {name} Do Q EMC\n"
            calls[name] = pdf.make_stream(code.encode("ascii"))
        page.obj.Contents = Array([*content_streams(page.obj), calls[name]])
    return forms


def _draw(
    copy: Copy, feet: Sequence[tuple[Any, Size]], words: Sequence[str], sizes: Sequence[Size]
) -> bytes:
    """Draw what a copy has of its own: a page for each foot, then one for each size of page."""
    out = BytesIO()
    canvas = open_canvas(out, sizes[0])
    typesetter = Typesetter()
    for (foot, size), left in zip(feet, words, strict=True):
        canvas.setPageSize(size)
        said = _BETWEEN.join(filter(None, (copy.words, left)))
        draw_foot(canvas, said, typesetter, beside=float(foot.Room), size=size)
        canvas.showPage()
    for size in sizes:
        canvas.setPageSize(size)
        _draw_mark(canvas, typesetter.line(copy.watermark, BOLD), size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_mark(canvas: Any, words: str, size: Size) -> None:
    across, high = size
    diagonal = (across**2 + high**2) ** 0.5
    large = min(_LARGEST, _SHARE * diagonal / max(width(words, BOLD, 1.0), 0.01))
    canvas.translate(across / 2, high / 2)
    canvas.rotate(52 if high >= across else 38)
    canvas.setFillAlpha(_FAINT)
    canvas.setFont(BOLD, large)
    canvas.drawCentredString(0, -large / 3, words)
