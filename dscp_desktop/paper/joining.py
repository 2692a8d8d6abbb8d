"""Many PDFs as one pack: fitted, numbered, marked, with bookmarks, and with nothing active."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from pikepdf import Pdf

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.active import take_out_active
from dscp_desktop.paper.finishing import save_finished, set_page_labels
from dscp_desktop.paper.fitting import Fit, fit_pages, move_annotations, move_point, plan_fit
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.layers import copy_layers
from dscp_desktop.paper.look import A4
from dscp_desktop.paper.outlines import (
    Bookmark,
    Destinations,
    Point,
    Target,
    read_outline,
    write_outline,
)
from dscp_desktop.paper.reading import open_paper, refusing, seen_size
from dscp_desktop.paper.stamping import Stamp, stamp_pages
from dscp_desktop.paper.trees import Tree


@dataclass(frozen=True, slots=True)
class Part:
    """One PDF of a pack. `title` names it in a bookmark and where it must be refused.

    `ours` is already laid out with free head and foot; any other paper is fitted between them.
    `marking` stands in place of the pack's own; `right_hand` begins it on an odd page.
    """

    data: bytes
    title: str
    ours: bool = False
    marking: str = ""
    right_hand: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """From this page of the pack on (counted from 1), pages are called prefix and number."""

    page: int
    prefix: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True)
class Joined:
    """A pack: its bytes and pages, the first page of each part, and what was taken out of it.

    `first_pages` count from 1; `removed` has the kinds of active content for each part;
    `untagged` names the papers that a screen reader can only read page by page.
    """

    data: bytes
    pages: int
    first_pages: tuple[int, ...]
    removed: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...]
    untagged: tuple[str, ...] = ()


def join(
    parts: Sequence[Part],
    *,
    furniture: Furniture,
    title: str,
    language: str = "en-GB",
    bookmarks: Sequence[Bookmark] | None = None,
    labels: Sequence[Label] = (),
    progress: Callable[[str, int, int], None] | None = None,
) -> Joined:
    """Join the parts into one PDF of A4 pages with head and foot on every page.

    `bookmarks` are the top level (without them, one for each part); a paper's own stand below
    the bookmark of the page it begins on. Refused, naming the part, where one cannot be read.
    The same parts give the same bytes.
    """
    if not parts:
        raise Refused("There is nothing to put in the pack. Add a paper first.")
    say = progress or (lambda _words, _done, _of: None)
    stamps: list[Stamp] = []
    starts: list[int] = []
    removed: list[tuple[str, ...]] = []
    own: list[list[Bookmark]] = []
    with ExitStack() as open_files:
        pdf = open_files.enter_context(Pdf.new())
        tree = Tree(pdf)
        for number, part in enumerate(parts):
            say(part.title, number, len(parts) + 2)
            if part.right_hand and len(stamps) % 2:
                pdf.add_blank_page(page_size=A4)
                stamps.append(Stamp(A4, part.marking, blank=True))
            starts.append(len(stamps) + 1)
            source = open_files.enter_context(open_paper(part.data, part.title))
            with refusing(part.title):
                gone, marks, sizes = _prepare(source, part)
                pdf.add_pages_from(source)
                copy_layers(source, pdf)
                tree.add(source, part.title, len(stamps))
            removed.append(gone)
            own.append([_shifted(mark, starts[-1] - 1) for mark in marks])
            stamps.extend(Stamp(size, part.marking) for size in sizes)
        say("Head and foot", len(parts), len(parts) + 2)
        warnings = stamp_pages(pdf, stamps, furniture)
        top = _default_bookmarks(parts, starts) if bookmarks is None else bookmarks
        write_outline(pdf, _nested(list(top), starts, own))
        set_page_labels(pdf, _labels(labels))
        tree.write()
        say("Saving", len(parts) + 1, len(parts) + 2)
        data = save_finished(pdf, title=title, language=language, accessible=not tree.untagged)
    return Joined(data, len(stamps), tuple(starts), tuple(removed), warnings, tuple(tree.untagged))


def _prepare(
    source: Any, part: Part
) -> tuple[tuple[str, ...], list[Bookmark], list[tuple[float, float]]]:
    """Make an open part ready to be copied; return what was taken out, bookmarks and sizes."""
    if part.ours:
        sizes = [seen_size(page) for page in source.pages]
        marks = read_outline(source)
        # Our own documents begin with their title, which is the bookmark of the part already.
        return (), list(marks[0].children) if len(marks) == 1 else marks, sizes
    fits = [plan_fit(page) for page in source.pages]
    marks = read_outline(source, lambda target: _moved(target, fits))
    where = Destinations(source)
    removed = take_out_active(source)
    for page, fit in zip(source.pages, fits, strict=True):
        move_annotations(page, fit, fits, where)
    fit_pages(source, fits)
    return removed, marks, [fit.size for fit in fits]


def _moved(target: Target, fits: list[Fit]) -> Point | None:
    if target.point is None:
        return None
    return move_point(fits[target.page].matrix, *target.point)


def _shifted(mark: Bookmark, by: int) -> Bookmark:
    below = tuple(_shifted(child, by) for child in mark.children)
    return Bookmark(mark.title, mark.page + by, below, mark.point)


def _default_bookmarks(parts: Sequence[Part], starts: Sequence[int]) -> list[Bookmark]:
    return [Bookmark(part.title, start) for part, start in zip(parts, starts, strict=True)]


def _nested(
    top: list[Bookmark], starts: Sequence[int], own: Sequence[list[Bookmark]]
) -> list[Bookmark]:
    """Put each part's own bookmarks below the deepest given one of the page it begins on."""
    left = {start: marks for start, marks in zip(starts, own, strict=True) if marks}

    def filled(mark: Bookmark) -> Bookmark:
        children = tuple(filled(child) for child in mark.children)
        return Bookmark(mark.title, mark.page, (*children, *left.pop(mark.page, [])), mark.point)

    blocks = [(mark.page, [filled(mark)]) for mark in top]
    blocks += left.items()  # of parts that no given bookmark begins with
    return [mark for _, marks in sorted(blocks, key=lambda block: block[0]) for mark in marks]


def _labels(labels: Sequence[Label]) -> list[tuple[int, str, int]]:
    given = [(label.page - 1, label.prefix, label.first) for label in labels]
    return sorted(given) if any(index == 0 for index, _, _ in given) else [(0, "", 1), *given]
