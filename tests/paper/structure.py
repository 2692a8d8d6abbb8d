"""Reads the structure of a tagged PDF, and says what is wrong with it.

Made apart from the code that writes it: from ISO 32000-1 (14.6 to 14.8) and ISO 14289-1.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name

Piece = tuple[int, int]  # page from 0, number of the marked content


@dataclass
class Element:
    """An element of the tree: its type, what is in it, and its dictionary."""

    kind: str
    obj: Any
    kids: list[Element | Piece | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield it and all below, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def below(self, *kinds: str) -> list[Element]:
        """Return the elements right below, of these types."""
        return [k for k in self.kids if isinstance(k, Element) and k.kind in kinds]

    def attribute(self, name: str) -> Any:
        """Return an attribute, whichever dictionary it stands in."""
        given = self.obj.get("/A")
        for one in list(given) if isinstance(given, Array) else [given]:
            if isinstance(one, Dictionary) and name in one:
                return one[name]
        return None


def read_tree(pdf: Any) -> Element:
    """Return the root of the structure tree."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    roles = pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary())

    def read(obj: Any, page: int | None) -> Element:
        page = pages[obj.Pg.objgen] if "/Pg" in obj else page
        kind = obj.get("/S", Name.Root)
        for _ in range(5):
            kind = roles.get(kind, kind)
        made = Element(str(kind)[1:], obj)
        kids = obj.get("/K")
        for kid in list(kids) if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                assert page is not None, "content without a page"
                made.kids.append((page, kid))
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                own = pages[kid.Pg.objgen] if "/Pg" in kid else page
                assert own is not None
                made.kids.append((own, int(kid.MCID)))
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                made.kids.append("annotation")
            elif isinstance(kid, Dictionary):
                made.kids.append(read(kid, page))
        return made

    return read(pdf.Root.StructTreeRoot, None)


def read_content(data: bytes) -> dict[Piece, str]:
    """Return the text of every marked piece of content, as PDFium reads it."""
    texts: dict[Piece, str] = {}
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        words = page.get_textpage()
        for part in page.get_objects(max_depth=1):
            if part.type != pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            mark = pdfium.FPDFPageObj_GetMarkedContentID(part.raw)
            if mark < 0:
                continue
            size = pdfium.FPDFTextObj_GetText(part.raw, words.raw, None, 0)
            buffer = ctypes.create_string_buffer(size)
            cast = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            pdfium.FPDFTextObj_GetText(part.raw, words.raw, cast, size)
            text = buffer.raw.decode("utf-16-le").rstrip("\0")
            texts[number, mark] = texts.get((number, mark), "") + text
        words.close()
        page.close()
    document.close()
    return texts


def outline(data: bytes) -> str:
    """Return the tree with its words, a line for each element: what is read aloud."""
    texts = read_content(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        lines: list[str] = []
        _outline(read_tree(pdf), texts, 0, lines)
    return "\n".join(lines) + "\n"


def _is_own(kid: object) -> bool:
    return isinstance(kid, tuple)


def _outline(element: Element, texts: dict[Piece, str], deep: int, lines: list[str]) -> None:
    facts = []
    for name in ("/Scope", "/ColSpan", "/ListNumbering", "/TextDecorationType"):
        if (value := element.attribute(name)) is not None:
            facts.append(str(value).lstrip("/"))
    if "/Alt" in element.obj:
        facts.append(f"alt: {element.obj.Alt}")
    shown = f" ({', '.join(facts)})" if facts else ""
    lines.append(f"{'  ' * deep}{element.kind}{shown}")
    first = True
    for _, found in groupby(element.kids, _is_own):
        kids = list(found)
        words = "".join(texts.get(kid, "") for kid in kids if isinstance(kid, tuple)).strip()
        if first and words:
            lines[-1] += f": {words}"
        elif words:  # goes on after an element inside it
            lines.append(f"{'  ' * (deep + 1)}…: {words}")
        for kid in kids:
            if isinstance(kid, Element):
                _outline(kid, texts, deep + 1, lines)
        first = False


def problems(data: bytes, *, ours: bool = True) -> list[str]:
    """Return what is wrong with the structure of a PDF, each in a sentence.

    With `ours` the file as a whole must say that it follows PDF/UA-1.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        found = list(_file(pdf, ours=ours))
        if "/StructTreeRoot" not in pdf.Root:
            return [*found, "there is no structure tree"]
        root = read_tree(pdf)
        found += _content(pdf, root)
        found += _elements(root)
        for table in root.walk():
            if table.kind == "Table":
                found += _table(table)
        found += _fonts(pdf)
    return found


def _file(pdf: Any, *, ours: bool) -> Iterator[str]:
    if not pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "the file does not say that it is tagged"
    if not str(pdf.Root.get("/Lang", "")):
        yield "the file has no language"
    if "/Title" not in pdf.docinfo or not str(pdf.docinfo.Title):
        yield "the file has no title"
    if not pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "the title is not shown"
    meta = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    if ours and b"<pdfuaid:part>1</pdfuaid:part>" not in meta:
        yield "the metadata do not name PDF/UA-1"


def _content(pdf: Any, root: Element) -> Iterator[str]:
    """Compare what pages draw, what the elements hold, and what the ParentTree says."""
    owned: dict[Piece, Element] = {}
    for element in root.walk():
        for kid in element.kids:
            if isinstance(kid, tuple):
                if kid in owned:
                    yield f"content {kid} is in two elements"
                owned[kid] = element
    parents = dict(_numbers(pdf.Root.StructTreeRoot.get("/ParentTree")))
    for number, page in enumerate(pdf.pages):
        marks, loose = _marks(page)
        if loose:
            yield f"page {number + 1} draws {loose} things that are neither content nor artifact"
        if len(marks) != len(set(marks)):
            yield f"page {number + 1} marks a number twice"
        listed = parents.get(int(page.obj.get("/StructParents", -1)))
        refs = list(listed) if isinstance(listed, Array) else []
        for mark in set(marks):
            element = owned.get((number, mark))
            if element is None:
                yield f"content {(number, mark)} is in no element"
            elif mark >= len(refs) or refs[mark] is None:
                yield f"content {(number, mark)} has no parent in the ParentTree"
            elif refs[mark].objgen != element.obj.objgen:
                yield f"content {(number, mark)} has another parent in the ParentTree"
        for piece in owned:
            if piece[0] == number and piece[1] not in marks:
                yield f"content {piece} is not drawn"
        yield from _notes(page, number, parents)
        if page.obj.get("/Tabs") != Name.S:
            yield f"page {number + 1}: the tab order is not that of the structure"


def _marks(page: Any) -> tuple[list[int], int]:
    """Return the numbers of a page's content, and how much is drawn outside of any mark."""
    marks: list[int] = []
    stack: list[str] = []
    loose = 0
    drawing = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            stack.append(str(operands[0]))
            if name == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                marks.append(int(operands[1].MCID))
        elif name == "EMC":
            stack.pop()
        elif name in drawing and not stack:
            loose += 1
    return marks, loose


def _notes(page: Any, number: int, parents: dict[int, Any]) -> Iterator[str]:
    for note in page.obj.get("/Annots", Array()):
        if note.get("/Subtype") == Name.Popup:
            continue
        element = parents.get(int(note.get("/StructParent", -1)))
        if element is None:
            yield f"page {number + 1}: an annotation is in no element"
        elif note.get("/Subtype") == Name.Link and element.get("/S") != Name.Link:
            yield f"page {number + 1}: a link is in an element {element.S}"
        if "/Contents" not in note and note.get("/Subtype") == Name.Link:
            yield f"page {number + 1}: a link has no words"


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    if not isinstance(tree, Dictionary):
        return
    flat = list(tree.get("/Nums", Array()))
    yield from ((int(key), value) for key, value in zip(flat[::2], flat[1::2], strict=True))
    for kid in tree.get("/Kids", Array()):
        yield from _numbers(kid)


def _elements(root: Element) -> Iterator[str]:
    level, names = 0, set()
    for element in root.walk():
        for kid in element.kids:
            if isinstance(kid, Element) and kid.obj.P.objgen != element.obj.objgen:
                yield f"{kid.kind} names another parent"
        kind = element.kind
        if kind in ("H1", "H2", "H3", "H4", "H5", "H6"):
            if int(kind[1]) > level + 1:
                yield f"{kind} follows H{level}"
            level = int(kind[1])
        if kind in ("Figure", "Formula") and not str(element.obj.get("/Alt", "")).strip():
            yield f"{kind} has no alternative text"
        if kind == "L" and len(element.below("LI", "Caption", "L")) != len(element.kids):
            yield "a list holds something that is no item"
        if kind == "LI" and not element.below("LBody"):
            yield "an item of a list has no body"
        if kind == "Link" and "annotation" not in element.kids:
            yield "a link leads nowhere"
        if kind == "Note":
            if "/ID" not in element.obj:
                yield "a note has no ID"
            elif (name := bytes(element.obj.ID)) in names:
                yield f"two elements are called {name!r}"
            else:
                names.add(name)


def _table(table: Element) -> Iterator[str]:
    """Say which rows are of another length, and which cells have no head."""
    rows = [row for part in table.below("THead", "TBody", "TFoot") for row in part.below("TR")]
    rows += table.below("TR")
    if not rows:
        yield "a table has no rows"
        return
    widths = {sum(int(c.attribute("/ColSpan") or 1) for c in r.below("TH", "TD")) for r in rows}
    if len(widths) != 1:
        yield f"the rows of a table have {sorted(widths)} columns"
    heads: set[int] = set()
    for row in rows:
        at, row_head = 0, False
        for cell in row.below("TH", "TD"):
            wide = int(cell.attribute("/ColSpan") or 1)
            scope = cell.attribute("/Scope")
            if cell.kind == "TH" and scope not in (Name.Row, Name.Column, Name.Both):
                yield "a head of a table has no scope"
            if cell.kind == "TH" and scope in (Name.Column, Name.Both):
                heads |= set(range(at, at + wide))
            row_head = row_head or (cell.kind == "TH" and scope in (Name.Row, Name.Both))
            if cell.kind == "TD" and not row_head and at not in heads:
                yield "a cell of a table has no head"
            at += wide


def _fonts(pdf: Any) -> Iterator[str]:
    for font in pdf.objects:
        if not isinstance(font, Dictionary) or font.get("/Type") != Name.Font:
            continue
        told = font.get("/FontDescriptor")
        if told is not None and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(told.keys()):
            yield f"the font {font.BaseFont} is not embedded"
        if "/ToUnicode" not in font and font.get("/Subtype") == Name.TrueType:
            yield f"the font {font.BaseFont} does not say what its signs mean"
