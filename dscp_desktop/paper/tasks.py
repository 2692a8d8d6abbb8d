"""What the child process for files does with papers: JSON values and bytes in, the same out."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeAlias

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper import copying, joining, preparing
from dscp_desktop.paper.attaching import attach
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.html import render_html
from dscp_desktop.paper.inspection import look_inside
from dscp_desktop.paper.look import LARGE, NORMAL
from dscp_desktop.paper.outlines import Bookmark
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.photo import picture_paper
from dscp_desktop.paper.picture import draw_page
from dscp_desktop.paper.reading import extract_text, inspect_pdf
from dscp_desktop.paper.source import left_in
from dscp_desktop.paper.values import from_values
from dscp_desktop.paper.word.returned import Line, read_returned
from dscp_desktop.paper.word.writing import render_word

Progress: TypeAlias = Callable[[str, int, int], None]
Answer: TypeAlias = tuple[dict[str, Any], list[bytes]]


def render(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Render `document` (values of a document) with `furniture` (values or None) to a PDF.

    With `large`, in large print; `attached` are pairs of a file's name and its text, which travel
    inside. Gives `pages`, `headings` as [text, level, page],
    `warnings`; one blob.
    """
    del blobs  # a document carries all it needs
    progress("Making the PDF", 0, 1)
    look = LARGE if values.get("large") else NORMAL
    made = render_pdf(from_values(values["document"]), _furniture(values.get("furniture")), look)
    facts = {
        "pages": made.pages,
        "headings": [list(heading) for heading in made.headings],
        "warnings": list(made.warnings),
    }
    files = {str(name): str(text).encode() for name, text in values.get("attached", ())}
    return facts, [attach(made.data, files)]


def write(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Write `document` as `form` 'docx' or 'html'; the first blob, if any, is a Word template.

    Gives nothing but one blob. `furniture` is for Word: a page of HTML has neither head nor foot.
    `marks` are pairs of a block's place and its name, for Word too.
    """
    progress("Making the document", 0, 1)
    document = from_values(values["document"])
    if values["form"] == "html":
        return {}, [render_html(document)]
    template = blobs[0] if blobs else b""
    marks = {int(place): str(name) for place, name in values.get("marks", ())}
    return {}, [render_word(document, _furniture(values.get("furniture")), template, marks)]


def returned(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Read the Word documents of the blobs, called by `names`, as they came back.

    `prefix` begins the names of the bookmarks that count. Gives `lines`, a list for each blob,
    as `word.returned.Line`.
    """
    lines = []
    for number, (name, data) in enumerate(zip(values["names"], blobs, strict=True)):
        progress(name, number, len(blobs))
        lines.append([asdict(line) for line in read_returned(data, name, values["prefix"])])
    return {"lines": lines}, []


def inspect(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Look at each blob, called by `names`; gives `papers`, one a blob, as `PdfFacts`.

    A paper that cannot be taken is `{"refused": words}`. Each is joined by itself to see: one
    that only fails in the pack would hold up every other. `try_join` false leaves that out, where
    they are joined next. With `inside`, the facts of `Inside` too.
    """
    papers: list[dict[str, Any]] = []
    names = values["names"]
    for number, (name, data) in enumerate(zip(names, blobs, strict=True)):
        progress(name, number, len(blobs))
        try:
            facts = asdict(inspect_pdf(data, name))
            if values.get("inside"):
                facts |= asdict(look_inside(data, name))
            if values.get("try_join", True):
                joining.join([joining.Part(data, name)], furniture=Furniture(), title=name)
            papers.append(facts)
        except Refused as refused:
            papers.append({"refused": refused.words})
    return {"papers": papers}, []


def from_picture(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Make a PDF of the blob, a picture called `name`; gives nothing but one blob."""
    progress(f"Making a page of {values['name']}", 0, 1)
    try:
        return {}, [picture_paper(blobs[0], values["name"])]
    finally:
        gc.collect()  # dots that only a ring of things still holds would be missing to the next one


def source(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Look at the blob, a Word or OpenDocument file called `name`, before it is made a PDF.

    Gives its `ending` and what was `left_in` it, in words.
    """
    progress(values["name"], 0, 1)
    ending, found = left_in(blobs[0], values["name"])
    return {"ending": ending, "left_in": list(found)}, []


def picture(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Draw `page` (from 1) of the blob, `width` pixels wide; `name` is used in words.

    Gives `page`, `pages`, `width`, `height`, `stride`; one blob, four bytes a pixel.
    """
    del progress  # one page is drawn at once
    name = str(values.get("name") or "The file")
    made = draw_page(blobs[0], int(values["page"]), int(values["width"]), name)
    facts = {
        "page": int(values["page"]),
        "pages": made.pages,
        "width": made.width,
        "height": made.height,
        "stride": made.stride,
    }
    return facts, [made.data]


def text(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Read the text of each blob, called by `names`; gives `texts`, a list of pages for each.

    A Word document counts as one page, with its comments and what was taken out of it.
    """
    texts: list[list[str]] = []
    for number, (name, data) in enumerate(zip(values["names"], blobs, strict=True)):
        progress(name, number, len(blobs))
        if data.startswith(b"PK"):
            texts.append(["\n".join(_all_words(line) for line in read_returned(data, name))])
        else:
            texts.append(list(extract_text(data, name)))
    return {"texts": texts}, []


def _all_words(line: Line) -> str:
    said = (f"{remark.who} {remark.text}" for remark in line.remarks)
    return " ".join((line.text, line.original, *line.tracked, *said))


def prepare(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Make each blob, a paper called by `names`, ready for any pack.

    Gives `papers`, one a blob: `sizes`, `removed`, `bookmarks`, `wrapped` and `bare` as in
    `Prepared`; a blob for each. Refused, naming it, where one cannot be read.
    """
    papers, made = [], []
    for number, (name, data) in enumerate(zip(values["names"], blobs, strict=True)):
        progress(name, number, len(blobs))
        ready = preparing.prepare(data, name)
        made.append(ready.data)
        papers.append(
            {
                "sizes": ready.sizes,
                "removed": list(ready.removed),
                "bookmarks": [asdict(mark) for mark in ready.bookmarks],
                "wrapped": ready.wrapped,
                "bare": ready.bare,
            }
        )
    return {"papers": papers}, made


def join(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Join the blobs as `parts` (values of `Part` without data) into one pack.

    Also takes `furniture`, `title`, `language`, `bookmarks` (title, page, children) or None,
    `labels` (page, prefix, first), `names` (of all pages). Gives `pages`, `first_pages`,
    `removed`, `warnings`, `untagged`; one blob.
    """
    given = values.get("bookmarks")
    joined = joining.join(
        [_part(part, data) for part, data in zip(values["parts"], blobs, strict=True)],
        furniture=_furniture(values.get("furniture")) or Furniture(),
        title=values["title"],
        language=values.get("language", "en-GB"),
        bookmarks=None if given is None else [_bookmark(mark) for mark in given],
        labels=[joining.Label(**label) for label in values.get("labels", ())],
        names=values.get("names", ()),
        progress=progress,
    )
    facts = {
        "pages": joined.pages,
        "first_pages": list(joined.first_pages),
        "removed": [list(kinds) for kinds in joined.removed],
        "warnings": list(joined.warnings),
        "untagged": list(joined.untagged),
    }
    return facts, [joined.data]


def copies(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    """Make copies of a pack, the one blob: `copies` are [words of the foot, watermark].

    With `password` each is encrypted; `copies` may be empty then, and the pack itself is. Gives
    a blob a copy.
    """
    given = [copying.Copy(words, mark) for words, mark in values["copies"]]
    password = str(values.get("password", ""))
    made = []
    for number, data in enumerate(copying.make_copies(blobs[0], given, password), 1):
        progress("Making the copies", number, len(given) or 1)
        made.append(data)
    return {}, made


def _part(values: dict[str, Any], data: bytes) -> joining.Part:
    marks = tuple(_bookmark(mark) for mark in values.get("bookmarks", ()))
    only = values.get("only")
    sizes = tuple((wide, high) for wide, high in values.get("sizes", ()))
    apart = ("bookmarks", "only", "sizes")
    rest = {name: value for name, value in values.items() if name not in apart}
    taken = None if only is None else tuple(only)
    return joining.Part(data=data, bookmarks=marks, only=taken, sizes=sizes, **rest)


def _furniture(values: dict[str, Any] | None) -> Furniture | None:
    return None if values is None else Furniture(**values)


def _bookmark(values: dict[str, Any]) -> Bookmark:
    children = tuple(_bookmark(child) for child in values.get("children", ()))
    point = values.get("point")
    at = None if point is None else (float(point[0]), float(point[1]))
    return Bookmark(values["title"], values["page"], children, at)
