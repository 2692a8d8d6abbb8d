"""A paper made ready for any pack: fitted between head and foot, with nothing active in it.

That is most of the work of joining, and depends on the paper alone: what was made ready once is
joined again and again.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pikepdf import ObjectStreamMode

from dscp_desktop.paper.active import take_out_active
from dscp_desktop.paper.fitting import Fit, fit_pages, move_annotations, move_point, plan_fit
from dscp_desktop.paper.outlines import Bookmark, Destinations, Point, Target, read_outline
from dscp_desktop.paper.reading import open_paper, refusing, seen_size
from dscp_desktop.paper.trees import is_tagged, wrap_plain


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper that is ready: its bytes, its pages, its own bookmarks, what was taken out of it.

    `sizes` are width and height of each page as it is seen, in points. `wrapped` says that it
    has no tags, and that what each page draws is marked as one paragraph; `bare` that its pages
    hold nothing that points elsewhere: links, fields, notes.
    """

    data: bytes
    sizes: tuple[tuple[float, float], ...]
    removed: tuple[str, ...]
    bookmarks: tuple[Bookmark, ...]
    wrapped: bool
    bare: bool


def prepare(data: bytes, title: str) -> Prepared:
    """Make a paper ready to be joined. Refused, naming it, where it cannot be read."""
    with open_paper(data, title) as source, refusing(title):
        removed, marks = fit_paper(source)
        wrapped = not is_tagged(source)
        if wrapped:
            wrap_plain(source, [page.obj for page in source.pages])
        out = BytesIO()
        # Object streams would only have to be taken apart again when it is joined.
        source.save(out, object_stream_mode=ObjectStreamMode.disable, static_id=True)
        sizes = tuple(seen_size(page) for page in source.pages)
        bare = "/AcroForm" not in source.Root and not any("/Annots" in p.obj for p in source.pages)
        return Prepared(out.getvalue(), sizes, removed, tuple(marks), wrapped, bare)


def fit_paper(source: Any) -> tuple[tuple[str, ...], list[Bookmark]]:
    """Fit the pages of an open paper; return what was taken out of it, and its own bookmarks."""
    fits = [plan_fit(page) for page in source.pages]
    marks = read_outline(source, lambda target: _moved(target, fits))
    where = Destinations(source)
    removed = take_out_active(source)
    for page, fit in zip(source.pages, fits, strict=True):
        move_annotations(page, fit, fits, where)
    fit_pages(source, fits)
    return removed, marks


def _moved(target: Target, fits: list[Fit]) -> Point | None:
    if target.point is None:
        return None
    return move_point(fits[target.page].matrix, *target.point)
