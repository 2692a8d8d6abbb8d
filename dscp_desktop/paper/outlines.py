"""Destinations and bookmarks of a PDF: read from a paper, written into what is joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from pikepdf import Array, Dictionary, Name, NameTree, OutlineItem, PdfError, String

_DEEPEST = 12
_MOST = 5_000

Point: TypeAlias = tuple[float, float]


class Target(NamedTuple):
    """Where a link or bookmark leads: a page counted from 0, and a point of it or None."""

    page: int
    point: Point | None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: its words, the page counted from 1, how far up (points), those below it."""

    title: str
    page: int
    children: tuple[Bookmark, ...] = ()
    point: Point | None = None


class Destinations:
    """Finds where the destinations of one open PDF lead, by name or as they stand."""

    def __init__(self, pdf: Any) -> None:
        self._objects = [page.obj for page in pdf.pages]
        self._pages = {page.objgen: index for index, page in enumerate(self._objects)}
        self._root = pdf.Root
        names = pdf.Root.get("/Names")
        tree = names.get("/Dests") if isinstance(names, Dictionary) else None
        self._tree = NameTree(tree) if isinstance(tree, Dictionary) else None

    def page(self, index: int) -> Any:
        """Return the page, counted from 0, as a destination names it."""
        return self._objects[index]

    def find(self, destination: Any) -> Target | None:
        """Return where a destination leads, or None where it leads nowhere in this file."""
        for _ in range(3):
            if isinstance(destination, (String, Name)):
                destination = self._named(destination)
            if isinstance(destination, Dictionary):
                destination = destination.get("/D")
        if not isinstance(destination, Array) or not len(destination):
            return None
        page = destination[0]
        index = self._pages.get(page.objgen) if isinstance(page, Dictionary) else None
        return None if index is None else Target(index, _point(destination))

    def _named(self, name: Any) -> Any:
        if isinstance(name, Name):
            old = self._root.get("/Dests")
            return old.get(name) if isinstance(old, Dictionary) else None
        try:
            return self._tree.get(str(name)) if self._tree is not None else None
        except PdfError:  # a name tree out of order
            return None


def _point(destination: Any) -> Point | None:
    """Return the upper left point that a destination shows, where it names one."""
    kind = str(destination[1]) if len(destination) > 1 else ""
    numbers = [_number(value) for value in list(destination)[2:6]]
    numbers += [None] * (4 - len(numbers))
    match kind:
        case "/XYZ":
            left, top = numbers[0], numbers[1]
        case "/FitH" | "/FitBH":
            left, top = 0.0, numbers[0]
        case "/FitR":
            left, top = numbers[0], numbers[3]
        case _:
            return None
    return None if top is None else (left or 0.0, top)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def read_outline(pdf: Any, move: Callable[[Target], Point | None] | None = None) -> list[Bookmark]:
    """Return a paper's own bookmarks; `move` says where a point stands after fitting.

    One that leads nowhere in the file goes; those below it move up in its place.
    """
    if "/Outlines" not in pdf.Root:
        return []
    where = Destinations(pdf)
    left = _MOST

    def read(items: Sequence[Any], depth: int) -> list[Bookmark]:
        nonlocal left
        out: list[Bookmark] = []
        for item in items:
            left -= 1
            if left < 0 or depth > _DEEPEST:
                break
            below = read(item.children, depth + 1)
            target = where.find(_leads_to(item))
            if target is None:
                out.extend(below)
                continue
            point = move(target) if move else target.point
            title = " ".join(str(item.title).split()) or "Untitled"
            out.append(Bookmark(title, target.page + 1, tuple(below), point))
        return out

    return read(pdf.open_outline(max_depth=_DEEPEST).root, 1)


def _leads_to(item: Any) -> Any:
    if item.destination is not None:
        return item.destination
    action = item.action
    if isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
        return action.get("/D")
    return None


def write_outline(pdf: Any, bookmarks: Sequence[Bookmark]) -> None:
    """Give an open PDF these bookmarks."""
    with pdf.open_outline() as outline:
        outline.root[:] = [_item(bookmark) for bookmark in bookmarks]


def _item(bookmark: Bookmark) -> Any:
    if bookmark.point is None:
        item = OutlineItem(bookmark.title, bookmark.page - 1, "Fit")
    else:
        left, top = bookmark.point
        item = OutlineItem(bookmark.title, bookmark.page - 1, "XYZ", left=left, top=top, zoom=0)
    item.is_closed = True
    item.children.extend(_item(child) for child in bookmark.children)
    return item
