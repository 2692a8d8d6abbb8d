"""What a PDF from outside may ask of this computer: checked before it is worked with.

A file of a few kilobytes can unfold to gigabytes, or hold more notes than fit in memory.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from pikepdf import Array, PdfError, Stream, settings

from dscp_desktop.core.faults import Refused

_MEGABYTE = 1024 * 1024
PAGE_UNFOLDED = 32 * _MEGABYTE  # a map or a drawing with every street has 10
PAPER_UNFOLDED = 300 * _MEGABYTE
MOST_NOTES = 20_000
LARGEST_SIDE = 1_000_000.0  # points: 350 metres
# Deflating saves at most 1,032 times; the others that are in use save less or nothing.
_STEEPEST = 1_032
# What the reader itself unfolds to find its way: tables, objects in streams, a page's content.
settings.set_qpdf_limits(
    flate_max_memory=2 * PAGE_UNFOLDED,
    run_length_max_memory=2 * PAGE_UNFOLDED,
    png_max_memory=2 * PAGE_UNFOLDED,
    tiff_max_memory=2 * PAGE_UNFOLDED,
)
_DEFLATED = ("/FlateDecode", "/Fl")
_STEEP = (*_DEFLATED, "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL")
_PIECE = 1 << 20
_AS_PDF = "Open it, print it to a new PDF, and add that."


def check_bounds(pdf: Any, sizes: Sequence[tuple[float, float]], name: str) -> None:
    """Raise Refused, naming file and page, where a page is larger than any paper, or the file
    would take more memory or time than it may. `sizes` are those of its pages, as seen.
    """
    unfolded = notes = 0
    for number, (page, size) in enumerate(zip(pdf.pages, sizes, strict=True), 1):
        where = f"{name}, page {number:,}"
        if not all(math.isfinite(side) and side <= LARGEST_SIDE for side in size):
            raise Refused(f"{where}: it says that it is larger than any page. {_AS_PDF}")
        here = sum(_unfolds_to(part, PAGE_UNFOLDED) for part in contents_of(page.obj))
        unfolded += here
        if here > PAGE_UNFOLDED or unfolded > PAPER_UNFOLDED:
            most = PAGE_UNFOLDED if here > PAGE_UNFOLDED else PAPER_UNFOLDED
            raise Refused(
                f"{where}: what is drawn unfolds to more than {most // _MEGABYTE} MB, more than a "
                f"paper holds. {_AS_PDF}"
            )
        held = page.obj.get("/Annots")
        notes += len(held) if isinstance(held, Array) else 0
        if notes > MOST_NOTES:
            raise Refused(
                f"{where}: up to it the file holds {notes:,} notes, links and fields; up to "
                f"{MOST_NOTES:,} can be taken. {_AS_PDF}"
            )


def contents_of(page: Any) -> Iterator[Any]:
    """Yield the streams in which what is drawn on a page stands."""
    held = page.get("/Contents")
    for part in held if isinstance(held, Array) else (held,):
        if isinstance(part, Stream):
            yield part


def _unfolds_to(part: Any, most: int) -> int:
    """Return to how many bytes a stream unfolds at most; over `most` it may say less."""
    filters = _filters(part)
    steep = [name for name in filters if name in _STEEP]
    packed = int(part.stream_dict.get("/Length", 0))
    # What cannot come over a small part of the bound is not unfolded to see.
    if not steep or (packed * _STEEPEST ** len(steep) <= most // 64):
        return packed
    if filters == steep[:1] and steep[0] in _DEFLATED:
        return _inflates_to(bytes(part.read_raw_bytes()), most)
    try:
        return len(part.read_bytes())
    except PdfError:  # over the limits above; or damaged in a way that nobody writes
        return most + 1


def _filters(part: Any) -> list[str]:
    held = part.stream_dict.get("/Filter")
    return [str(name) for name in held] if isinstance(held, Array) else [str(held or "")]


def _inflates_to(data: bytes, most: int) -> int:
    """Return to how many bytes deflated ones unfold, or a number over `most`."""
    unpack, size = zlib.decompressobj(), 0
    try:
        while data and not unpack.eof and size <= most:
            size += len(unpack.decompress(data, _PIECE))
            data = unpack.unconsumed_tail
    except zlib.error:
        pass  # what is damaged shows as far as it goes
    return size
