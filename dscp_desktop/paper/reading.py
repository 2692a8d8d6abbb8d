"""PDF files from outside: what they are, what they hold, and why one cannot be taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
from pikepdf import PasswordError as PdfPasswordError
from pikepdf import Pdf, PdfError, PikepdfError

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.active import take_out_active
from dscp_desktop.paper.bounds import check_bounds
from dscp_desktop.paper.outlines import read_outline

MOST_BYTES = 100 * 1024 * 1024
MOST_PAGES = 5_000
_ODD = (RuntimeError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
_BEGINS_WITHIN = 1024  # readers accept a few lines before the mark of a PDF


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF is: `sizes` are width and height as seen, in points, of each page.

    `encrypted` is true where it opens without a password but forbids some uses. `removed` names
    the kinds of active content that joining would take out. `repaired` is true where the file
    was damaged and could still be read.
    """

    pages: int
    sizes: tuple[tuple[float, float], ...]
    encrypted: bool
    removed: tuple[str, ...]
    has_bookmarks: bool
    title: str = ""
    repaired: bool = False


def inspect_pdf(data: bytes, name: str) -> PdfFacts:
    """Return the facts of a PDF; Refused, naming the file, where it cannot be taken."""
    with open_paper(data, name) as pdf, refusing(name):
        title = str(pdf.docinfo.get("/Title", "")) if "/Info" in pdf.trailer else ""
        sizes = tuple(seen_size(page) for page in pdf.pages)
        check_bounds(pdf, sizes, name)
        has_bookmarks = bool(read_outline(pdf))
        removed = take_out_active(pdf)
        return PdfFacts(
            pages=len(sizes),
            sizes=sizes,
            encrypted=bool(pdf.is_encrypted),
            removed=removed,
            has_bookmarks=has_bookmarks,
            title=title.strip(),
            repaired=bool(pdf.get_warnings()),
        )


@contextmanager
def open_paper(data: bytes, name: str, *, ready: bool = False) -> Iterator[Any]:
    """Open a PDF from outside for as long as the block lasts; Refused where it cannot be read.

    One that was made `ready` before has on each page what pages may have in common.

    A file that only forbids printing or copying (an owner's password) opens without asking, as
    it does in every reader; its facts say so.
    """
    if len(data) > MOST_BYTES:
        raise Refused(
            f"{name} is larger than {MOST_BYTES // 1024 // 1024} MB. "
            "Save it with smaller pictures, or split it."
        )
    if b"%PDF-" not in data[:_BEGINS_WITHIN]:
        raise Refused(f"{name} is not a PDF. Save it as a PDF and add that.")
    with refusing(name):
        pdf = Pdf.open(BytesIO(data), suppress_warnings=True, inherit_page_attributes=not ready)
    with pdf:
        with refusing(name):
            pages = len(pdf.pages)
        if not pages:
            raise Refused(f"{name} has no pages. Ask its author for it again.")
        if pages > MOST_PAGES:
            raise Refused(f"{name} has {pages:,} pages, more than {MOST_PAGES:,}. Split it.")
        yield pdf


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """Turn whatever a damaged file makes of its readers into Refused, in words."""
    damaged = Refused(f"{name} is damaged and cannot be read. Ask its author for it again.")
    try:
        yield
    except Refused:
        raise
    except PdfPasswordError as locked:
        raise Refused(f"{name} needs a password. Save a copy without one and add that.") from locked
    except (PdfError, PikepdfError, pypdfium2.PdfiumError) as broken:
        raise damaged from broken
    except _ODD as broken:
        # Parts of a damaged file are not of the type that they should be: anything can follow.
        raise damaged from broken


def seen_size(page: Any) -> tuple[float, float]:
    """Return width and height of a page as a reader shows it, in points."""
    x0, y0, x1, y1 = seen_box(page)
    unit = user_unit(page)
    wide, high = (x1 - x0) * unit, (y1 - y0) * unit
    return (high, wide) if rotation(page) in (90, 270) else (wide, high)


def seen_box(page: Any) -> tuple[float, float, float, float]:
    """Return the part of the page that is shown: the crop box inside the media box."""
    media, crop = _box(page.mediabox), _box(page.cropbox)
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    if x1 - x0 < 1 or y1 - y0 < 1:
        x0, y0, x1, y1 = media
    if x1 - x0 < 1 or y1 - y0 < 1:
        raise ValueError("a page without size")
    return x0, y0, x1, y1


def _box(values: Any) -> tuple[float, float, float, float]:
    left, low, right, high = (float(value) for value in values)
    return min(left, right), min(low, high), max(left, right), max(low, high)


def user_unit(page: Any) -> float:
    """Return how many points one unit of the page is; 1 where nothing is said."""
    unit = float(page.obj.get("/UserUnit", 1))
    return unit if unit > 0 else 1.0


def rotation(page: Any) -> int:
    """Return by how much the page is turned clockwise when shown: 0, 90, 180 or 270."""
    return int(float(page.obj.get("/Rotate", 0))) // 90 * 90 % 360


def extract_text(data: bytes, name: str = "The file") -> tuple[str, ...]:
    """Return the text of each page, for search; Refused where the file cannot be read."""
    texts = []
    with refusing(name):
        document = pypdfium2.PdfDocument(data)
        try:
            for page in document:
                words = page.get_textpage()
                texts.append(words.get_text_range().replace("\r\n", "\n").replace("\x00", ""))
                words.close()
                page.close()
        finally:
            document.close()
    return tuple(texts)
