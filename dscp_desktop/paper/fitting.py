"""A paper's page inside head and foot: its own content is scaled, and all that points into it.

The content is wrapped where it stands (`q … cm … Q`), never put into a form object, so that
tags and fields live on. A turned page is turned for good, so that head and foot read upright.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pikepdf import (
    Array,
    Dictionary,
    Name,
    ObjectSet,
    PdfError,
    Stream,
    TokenFilter,
    TokenType,
)

from dscp_desktop.paper.look import A4, FOOT, MM, TOP
from dscp_desktop.paper.outlines import Destinations, Point, Target
from dscp_desktop.paper.reading import rotation, seen_box, user_unit

Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_SIDE = 12 * MM  # a paper has margins of its own
# A q or Q that stands alone. What comes before it is looked at afterwards: a pattern that begins
# with its letter is found several times as fast.
_STATE = re.compile(rb"[qQ](?![^\s\x00()<>\[\]{}/%])")
_LETTER_Q = ord("q")
_OLD_BOXES = ("/Rotate", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/UserUnit")
_APART = frozenset(b" \t\r\n\f\v\x00()<>[]{}/%")


@dataclass(frozen=True, slots=True)
class Fit:
    """How a page is moved: its matrix, the box it shows, the size of the page it lands on."""

    matrix: Matrix
    box: tuple[float, float, float, float]
    size: tuple[float, float]
    turned: int


def plan_fit(page: Any) -> Fit:
    """Work out how a page fits inside head and foot of A4, upright or landscape as it is seen."""
    x0, y0, x1, y1 = box = seen_box(page)
    unit, turned = user_unit(page), rotation(page)
    across, high = (x1 - x0) * unit, (y1 - y0) * unit
    if turned in (90, 270):
        across, high = high, across
    size = A4 if across <= high else (A4[1], A4[0])
    room_across, room_high = size[0] - 2 * _SIDE, size[1] - TOP - FOOT
    scale = min(room_across / across, room_high / high, 1.0)
    left = (size[0] - across * scale) / 2
    low = FOOT + (room_high - high * scale) / 2
    s = scale * unit
    wide, tall = x1 - x0, y1 - y0
    a, b, c, d, e, f = {
        0: (1, 0, 0, 1, -x0, -y0),
        90: (0, -1, 1, 0, -y0, wide + x0),
        180: (-1, 0, 0, -1, wide + x0, tall + y0),
        270: (0, 1, -1, 0, tall + y0, -x0),
    }[turned]
    matrix = (s * a, s * b, s * c, s * d, s * e + left, s * f + low)
    return Fit(matrix, box, size, turned)


def move_point(matrix: Matrix, x: float, y: float) -> Point:
    """Return where a point of the paper stands on the new page."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def fit_pages(pdf: Any, fits: Sequence[Fit]) -> None:
    """Scale the content of every page, and make it a page of its new size.

    Pages that are moved alike share the streams before and after their content.
    """
    begins: dict[bytes, Any] = {}
    end = pdf.make_stream(b"\nQ\n")
    for page, fit in zip(pdf.pages, fits, strict=True):
        obj = page.obj
        x0, y0, x1, y1 = fit.box
        numbers = " ".join(_plain(value) for value in fit.matrix)
        clip = " ".join(_plain(value) for value in (x0, y0, x1 - x0, y1 - y0))
        begin = f"q {numbers} cm {clip} re W n\n".encode("ascii")
        if begin not in begins:
            begins[begin] = pdf.make_stream(begin)
        obj.Contents = Array([begins[begin], *_balanced(pdf, page), end])
        for key in _OLD_BOXES:
            if key in obj:
                del obj[key]
        obj.MediaBox = Array([0, 0, round(fit.size[0], 3), round(fit.size[1], 3)])


def content_streams(page: Any) -> list[Any]:
    """Return the streams of a page's content, in order; none where it is empty."""
    contents = page.get("/Contents")
    parts = list(contents) if isinstance(contents, Array) else [contents]
    return [part for part in parts if isinstance(part, Stream)]


def _plain(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".") or "0"


def _balanced(pdf: Any, page: Any) -> list[Any]:
    """Return a page's content with every `q` met by its `Q`: nothing leaks into head and foot."""
    streams = content_streams(page.obj)
    try:
        raw = b"\n".join(part.read_bytes() for part in streams)
    except PdfError:  # a stream that cannot be unpacked shows nothing
        return streams
    depth = lowest = 0
    for found in _STATE.finditer(raw):
        at = found.start()
        if at and raw[at - 1] not in _APART:
            continue
        depth += 1 if raw[at] == _LETTER_Q else -1
        lowest = min(lowest, depth)
    if depth == 0 and lowest == 0:
        return streams
    balance = _Balance()
    try:
        kept = page.get_filtered_contents(balance)
    except PdfError:
        return streams
    return [pdf.make_stream(kept + b"\nQ" * balance.depth)]


class _Balance(TokenFilter):
    """Leaves out each `Q` that meets no `q`, and counts those that are left open.

    It goes word by word: a page of megabytes taken apart as a whole would take gigabytes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def handle_token(self, token: Any = None) -> Any:
        if token.type_ is TokenType.word:
            if token.raw_value == b"q":
                self.depth += 1
            elif token.raw_value == b"Q":
                if not self.depth:
                    return None
                self.depth -= 1
        return token


def move_annotations(page: Any, fit: Fit, fits: list[Fit], where: Destinations) -> None:
    """Move a page's annotations with its content, and their destinations with their pages.

    `fits` are those of all pages of the paper. Names of destinations become the destinations
    themselves, so that two papers may use the same name.
    """
    notes = page.obj.get("/Annots")
    if not isinstance(notes, Array):
        return
    turned = ObjectSet()
    for note in notes:
        _move_note(note, fit, turned)
        action = note.get("/A")
        if isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
            note.Dest = action.get("/D")
            del note["/A"]
        if "/Dest" in note:
            target = where.find(note.Dest)
            if target is None:
                del note["/Dest"]
            else:
                note.Dest = Array(_destination(where, target, fits[target.page]))


def _destination(where: Destinations, target: Target, fit: Fit) -> list[Any]:
    page = where.page(target.page)
    if target.point is None:
        return [page, Name.Fit]
    left, top = move_point(fit.matrix, *target.point)
    return [page, Name.XYZ, round(left, 3), round(top, 3), 0]


def _move_note(note: Any, fit: Fit, turned: ObjectSet) -> None:
    if "/Rect" in note:
        x0, y0, x1, y1 = (float(value) for value in note.Rect)
        (xa, ya), (xb, yb) = move_point(fit.matrix, x0, y0), move_point(fit.matrix, x1, y1)
        note.Rect = _numbers([min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)])
    for key in ("/QuadPoints", "/Vertices", "/L", "/CL"):
        points = note.get(key)
        if isinstance(points, Array):
            note[key] = _numbers(_moved(points, fit.matrix))
    strokes = note.get("/InkList")
    if isinstance(strokes, Array):
        note.InkList = Array([_numbers(_moved(stroke, fit.matrix)) for stroke in strokes])
    if fit.turned:
        _turn_looks(note, fit.turned, turned)


def _moved(points: Any, matrix: Matrix) -> list[float]:
    values = [float(value) for value in points]
    out: list[float] = []
    for x, y in zip(values[::2], values[1::2], strict=False):
        out.extend(move_point(matrix, x, y))
    return out


def _numbers(values: list[float]) -> Any:
    return Array([round(value, 3) for value in values])


def _turn_looks(note: Any, turned: int, done: ObjectSet) -> None:
    """Turn what an annotation looks like by as much as its page was turned.

    A reader fits the appearance into the rectangle by itself; only the turn must be added.
    """
    looks = note.get("/AP")
    if not isinstance(looks, Dictionary):
        return
    p, q, r, s = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}[turned]
    for look in _streams(looks):
        if not done.add(look):
            continue
        a, b, c, d, e, f = (float(value) for value in look.get("/Matrix", [1, 0, 0, 1, 0, 0]))
        look.Matrix = _numbers(
            [
                a * p + b * r, a * q + b * s,
                c * p + d * r, c * q + d * s,
                e * p + f * r, e * q + f * s,
            ]
        )  # fmt: skip


def _streams(looks: Any) -> list[Any]:
    found: list[Any] = []
    for look in dict(looks.items()).values():
        if isinstance(look, Stream):
            found.append(look)
        elif isinstance(look, Dictionary):
            found += [state for state in dict(look.items()).values() if isinstance(state, Stream)]
    return found
