"""What stands in a PDF beside its pages, so that a person looks before it goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, ObjectSet, PdfError

from dscp_desktop.paper.bounds import contents_of
from dscp_desktop.paper.layers import hidden_layers
from dscp_desktop.paper.reading import open_paper, refusing

# Annotations that people write into a file; links and form fields are none.
REMARKS = (
    *("/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Ink"),
    *("/Stamp", "/Caret", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Redact"),
)
_MOST_NAMES = 20
_MOST_PLACES = 200
_LONGEST = 120
_MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Inside:
    """What a PDF holds beside its pages.

    `tagged` says whether it has a structure for those who read by ear; `remarks` are the pages
    with notes and marks that somebody made, a page for each; `fields` counts those of a form;
    `layers` are the names of hidden layers, `attached` those of files inside; `author` and
    `program` are what its own data say. `blank` are the pages on which nothing is drawn,
    `spoiled` those whose drawing breaks off: they show only in part.
    """

    tagged: bool = False
    remarks: tuple[int, ...] = ()
    fields: int = 0
    layers: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    author: str = ""
    program: str = ""
    blank: tuple[int, ...] = ()
    spoiled: tuple[int, ...] = ()


def look_inside(data: bytes, name: str) -> Inside:
    """Return what a PDF holds beside its pages. Raises Refused, naming it, where it is damaged."""
    with open_paper(data, name) as pdf, refusing(name):
        about = pdf.docinfo if "/Info" in pdf.trailer else {}
        return Inside(
            tagged=_is_tagged(pdf.Root),
            remarks=tuple(_remarks(pdf))[:_MOST_PLACES],
            fields=_count_fields(pdf.Root),
            layers=tuple(_short(each) for each in hidden_layers(pdf)[:_MOST_NAMES]),
            attached=tuple(_short(each) for each in _attached(pdf))[:_MOST_NAMES],
            author=_short(about.get("/Author", "")),
            program=_short(about.get("/Creator", "")),
            blank=tuple(_blank(pdf))[:_MOST_PLACES],
            spoiled=tuple(_spoiled(pdf))[:_MOST_PLACES],
        )


def _short(value: Any) -> str:
    return " ".join(str(value).split())[:_LONGEST]


def _is_tagged(root: Any) -> bool:
    marks, tree = root.get("/MarkInfo"), root.get("/StructTreeRoot")
    marked = isinstance(marks, Dictionary) and bool(marks.get("/Marked", False))
    return marked and isinstance(tree, Dictionary) and "/K" in tree


def _notes(page: Any) -> Iterator[Any]:
    held = page.obj.get("/Annots")
    if isinstance(held, Array):
        yield from (note for note in held if isinstance(note, Dictionary))


def _remarks(pdf: Any) -> Iterator[int]:
    for number, page in enumerate(pdf.pages, 1):
        for note in _notes(page):
            if str(note.get("/Subtype", "")) in REMARKS:
                yield number


def _count_fields(root: Any) -> int:
    form = root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, Dictionary) else None
    waiting, seen, count = list(fields) if isinstance(fields, Array) else [], ObjectSet(), 0
    while waiting and count < _MOST_FIELDS:
        field = waiting.pop()
        if not isinstance(field, Dictionary) or not seen.add(field):
            continue
        kids = field.get("/Kids")
        below = (
            [kid for kid in kids if isinstance(kid, Dictionary) and "/T" in kid]
            if (isinstance(kids, Array))
            else []
        )
        waiting += below
        count += not below
    return count


def _attached(pdf: Any) -> Iterator[str]:
    yield from (str(key) for key in pdf.attachments)
    for page in pdf.pages:
        for note in _notes(page):
            if str(note.get("/Subtype", "")) == "/FileAttachment":
                file = note.get("/FS")
                said = file.get("/UF", file.get("/F", "")) if isinstance(file, Dictionary) else ""
                yield str(said) or "without a name"


def _spoiled(pdf: Any) -> Iterator[int]:
    for number, page in enumerate(pdf.pages, 1):
        try:
            for part in contents_of(page.obj):
                part.read_bytes()
        except PdfError:
            yield number


def _blank(pdf: Any) -> Iterator[int]:
    for number, page in enumerate(pdf.pages, 1):
        contents = page.obj.get("/Contents")
        empty = contents is None or (isinstance(contents, Array) and not len(contents))
        if empty and not any(_notes(page)):
            yield number
