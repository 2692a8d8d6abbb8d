"""Many PDFs as one pack: fitted, numbered, marked, with bookmarks, and with nothing active."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from pikepdf import Pdf

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.finishing import save_finished, set_page_labels
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.layers import copy_layers
from dscp_desktop.paper.look import A4
from dscp_desktop.paper.outlines import Bookmark, read_outline, write_outline
from dscp_desktop.paper.preparing import fit_paper
from dscp_desktop.paper.reading import open_paper, refusing, seen_size
from dscp_desktop.paper.stamping import Stamp, stamp_pages
from dscp_desktop.paper.trees import Tree


@dataclass(frozen=True, slots=True)
class Part:
    """One PDF of a pack. `title` names it in a bookmark and where it must be refused.

    `ours` is already laid out with free head and foot, `ready` was made ready before (see
    `preparing`), and its `bookmarks` are given; any other paper is fitted now. `sizes`, `wrapped`
    and `bare` as in `Prepared`. `only` are the pages, from 0, that are taken of it.

    `marking` stands in place of the pack's own, `foot_left` and `foot_right` in place of what
    stands at its foot; so many `blanks` of the pack's own come before it; a `cover` has no
    running head.
    """

    data: bytes
    title: str
    ours: bool = False
    ready: bool = False
    wrapped: bool = False
    bare: bool = False
    sizes: tuple[tuple[float, float], ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    only: tuple[int, ...] | None = None
    marking: str = ""
    blanks: int = 0
    foot_left: str = ""
    foot_right: str = ""
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """From this page of the pack on (counted from 1), pages are called prefix and number.

    A `first` of 0 leaves the number out: the page is called by the prefix alone.
    """

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
    names: Sequence[str] = (),
    progress: Callable[[str, int, int], None] | None = None,
) -> Joined:
    """Join the parts into one PDF of A4 pages with head and foot on every page.

    `bookmarks` are the top level (without them, one for each part); a paper's own stand below
    the bookmark of the page it begins on. `names` are what the pages are called, blank ones too;
    without them they are counted. Refused, naming the part, where one cannot be read. The same
    parts give the same bytes.
    """
    if not parts:
        raise Refused("There is nothing to put in the pack. Add a paper first.")
    say = progress or (lambda _words, _done, _of: None)
    with ExitStack() as open_files:
        work = _Joining(open_files.enter_context(Pdf.new()), open_files)
        for number, part in enumerate(parts):
            say(part.title, number, len(parts) + 2)
            work.add(part)
        say("Head and foot", len(parts), len(parts) + 2)
        stamps = work.stamps
        if names:
            stamps = [stamp.named(name) for stamp, name in zip(stamps, names, strict=True)]
        warnings = stamp_pages(work.pdf, stamps, furniture)
        top = _default_bookmarks(parts, work.starts) if bookmarks is None else bookmarks
        write_outline(work.pdf, _nested(list(top), work.starts, work.own))
        set_page_labels(work.pdf, _labels(labels))
        work.tree.write()
        say("Saving", len(parts) + 1, len(parts) + 2)
        untagged = tuple(work.tree.untagged)
        data = save_finished(work.pdf, title=title, language=language, accessible=not untagged)
    return Joined(data, len(stamps), tuple(work.starts), tuple(work.removed), warnings, untagged)


class _Joining:
    """A pack that grows part by part: its pages, what each is stamped with, its bookmarks."""

    def __init__(self, pdf: Any, open_files: ExitStack) -> None:
        self.pdf = pdf
        self.open_files = open_files
        self.tree = Tree(pdf)
        self.stamps: list[Stamp] = []
        self.starts: list[int] = []
        self.removed: list[tuple[str, ...]] = []
        self.own: list[list[Bookmark]] = []

    def add(self, part: Part) -> None:
        """Add a part. Refused, naming it, where it cannot be read."""
        for _ in range(part.blanks):
            self.pdf.add_blank_page(page_size=A4)
            self.stamps.append(Stamp(A4, blank=True))
        first = len(self.stamps)
        source = self.open_files.enter_context(open_paper(part.data, part.title, ready=part.ready))
        with refusing(part.title):
            removed, marks = _prepare(source, part)
            sizes = part.sizes or tuple(seen_size(page) for page in source.pages)
            if part.only is not None:
                for page in sorted(set(range(len(source.pages))) - {*part.only}, reverse=True):
                    del source.pages[page]
                marks = _those_of(marks, part.only)
                sizes = tuple(sizes[page] for page in sorted(part.only))
            if part.bare:
                self.pdf.pages.extend(source.pages)  # no names and no fields to look after
            else:
                self.pdf.add_pages_from(source)
            copy_layers(source, self.pdf)
            self.tree.add(source, part.title, first, wrapped=part.wrapped)
        self.starts.append(first + 1)
        self.removed.append(removed)
        self.own.append([_shifted(mark, first) for mark in marks])
        for place, size in enumerate(sizes):
            head = not (part.cover and place == 0)
            left, right = part.foot_left, part.foot_right
            self.stamps.append(Stamp(size, part.marking, left=left, right=right, head=head))


def _prepare(source: Any, part: Part) -> tuple[tuple[str, ...], list[Bookmark]]:
    """Make an open part ready to be copied; return what was taken out, and its bookmarks."""
    if part.ready:
        return (), list(part.bookmarks)
    if part.ours:
        marks = read_outline(source)
        # Our own documents begin with their title, which is the bookmark of the part already.
        return (), list(marks[0].children) if len(marks) == 1 else marks
    return fit_paper(source)


def _those_of(marks: Sequence[Bookmark], only: Sequence[int]) -> list[Bookmark]:
    """Return the bookmarks of the pages that are taken; those below one that goes move up."""
    places = {page + 1: place for place, page in enumerate(sorted(only), 1)}
    found: list[Bookmark] = []
    for mark in marks:
        below = _those_of(mark.children, only)
        if mark.page in places:
            found.append(Bookmark(mark.title, places[mark.page], tuple(below), mark.point))
        else:
            found += below
    return found


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
