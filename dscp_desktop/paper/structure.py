"""The structure tree of a PDF, added to a finished file from the elements noted while drawing.

A table of a thousand pages has a hundred thousand elements. As objects of an open PDF they would
take hundreds of megabytes, so they are written as an update at the end of the file (ISO 32000-1,
7.5.6): packed into object streams a thousand at a time, and gone from memory.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pikepdf import Dictionary, Name, Pdf, String

from dscp_desktop.paper.tags import Content, Node, Pen

_AT_ONCE = 1000


def prepare_structure(pdf: Any, pen: Pen) -> None:
    """Give an open PDF all that it needs for a structure tree but the tree.

    Page n has the key n in the ParentTree; links have the keys after those of the pages.
    """
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    key = len(pdf.pages)
    for number, (page, links) in enumerate(zip(pdf.pages, pen.links, strict=True)):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        for place, node in enumerate(links):
            note = page.obj.Annots[place] = pdf.make_indirect(page.obj.Annots[place])
            note.Contents = String(node.alternative)
            note.F = 4  # printed
            note.StructParent = key
            key += 1


def add_structure(data: bytes, root: Node, pen: Pen) -> bytes:
    """Return a finished PDF that was prepared for it with the structure tree of `root`."""
    with Pdf.open(BytesIO(data)) as pdf:
        update = _Update(data, pdf)
        tree = pdf.Root.StructTreeRoot.objgen[0]
        writer = _Writer(update, pdf, pen)
    whole = writer.write(root, tree)
    parents = writer.parents()
    named = b"/IDTree %d 0 R" % writer.names() if writer.named else b""
    update.put(
        tree,
        b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d%s>>"
        % (whole, parents, writer.keys, named),
    )
    return update.finished()


class _Update:
    """New objects at the end of a PDF: put one by one, packed as streams of many."""

    def __init__(self, data: bytes, pdf: Any) -> None:
        self.out = BytesIO()
        self.out.write(data)
        self.out.seek(0, 2)
        self.previous = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        self.next = int(pdf.trailer.Size)
        self.trailer = b"/Root %d 0 R/Info %d 0 R/ID%s" % (
            pdf.Root.objgen[0],
            pdf.trailer.Info.objgen[0],
            pdf.trailer.ID.unparse(),
        )
        self.waiting: list[tuple[int, bytes]] = []
        # Of each object its place: of a stream where it begins, of others (stream, place in it).
        self.places: dict[int, tuple[int, int, int]] = {}

    def take(self) -> int:
        """Return the number of a new object."""
        self.next += 1
        return self.next - 1

    def put(self, number: int, body: bytes) -> None:
        """Write an object."""
        self.waiting.append((number, body))
        if len(self.waiting) == _AT_ONCE:
            self._pack()

    def _pack(self) -> None:
        stream = self.take()
        head, bodies, at = [], [], 0
        for place, (number, body) in enumerate(self.waiting):
            self.places[number] = (2, stream, place)
            head.append(b"%d %d" % (number, at))
            bodies.append(body)
            at += len(body) + 1
        first = b" ".join(head) + b"\n"
        packed = zlib.compress(first + b"\n".join(bodies))
        told = b"/Type/ObjStm/N %d/First %d" % (len(self.waiting), len(first))
        self._stream(stream, told, packed)
        self.waiting = []

    def _stream(self, number: int, told: bytes, packed: bytes) -> None:
        self.places[number] = (1, self.out.tell(), 0)
        self.out.write(
            b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n"
            % (number, told, len(packed), packed)
        )

    def finished(self) -> bytes:
        """Return the file with its new objects and their table."""
        if self.waiting:
            self._pack()
        number, start = self.take(), self.out.tell()
        self.places[number] = (1, start, 0)
        rows = bytearray()
        index: list[list[int]] = []
        for each in sorted(self.places):
            kind, first, second = self.places[each]
            rows += bytes((kind,)) + first.to_bytes(4, "big") + second.to_bytes(2, "big")
            if index and index[-1][0] + index[-1][1] == each:
                index[-1][1] += 1
            else:
                index.append([each, 1])
        told = b"/Type/XRef/Size %d/Prev %d/W[1 4 2]/Index[%s]%s" % (
            self.next,
            self.previous,
            b" ".join(b"%d %d" % (first, count) for first, count in index),
            self.trailer,
        )
        self._stream(number, told, zlib.compress(bytes(rows)))
        self.out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self.out.getvalue()


class _Writer:
    """Writes elements; what many of them have alike (attributes of cells) they share."""

    def __init__(self, update: _Update, pdf: Any, pen: Pen) -> None:
        self.update, self.pen = update, pen
        self.pages = [page.objgen[0] for page in (each.obj for each in pdf.pages)]
        self.notes = [
            [note.objgen[0] for note in each.obj.get("/Annots", ())] for each in pdf.pages
        ]
        self.named: list[tuple[bytes, int]] = []
        self.tables: dict[tuple[str, int], int] = {}
        self.keys = len(self.pages) + sum(map(len, self.notes))

    def write(self, root: Node, parent: int) -> int:
        """Write an element and all below it, and return its number; empty ones are left out."""
        root.number = self.update.take()
        waiting = [(root, parent)]
        while waiting:
            node, above = waiting.pop()
            kids = list(self._kids(node))
            told = b"<</S/%s/P %d 0 R" % (node.tag.encode(), above)
            if pages := [kid.page for kid in node.kids if isinstance(kid, Content)]:
                told += b"/Pg %d 0 R" % self.pages[pages[0]]
            if kids:
                told += b"/K " + kids[0] if len(kids) == 1 else b"/K[%s]" % b" ".join(kids)
            self.update.put(node.number, told + self._facts(node) + b">>")
            below = [kid for kid in node.kids if isinstance(kid, Node) and kid.number]
            waiting += [(kid, node.number) for kid in reversed(below)]
        return root.number

    def _kids(self, node: Node) -> Iterator[bytes]:
        home: int | None = None
        for kid in node.kids:
            if isinstance(kid, Node):
                if _holds(kid):
                    kid.number = self.update.take()
                    yield b"%d 0 R" % kid.number
            elif isinstance(kid, Content):
                home = kid.page if home is None else home
                page = self.pages[kid.page]
                here = kid.page == home
                yield (
                    b"%d" % kid.number
                    if here
                    else b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (page, kid.number)
                )
            else:
                note, page = self.notes[kid.page][kid.place], self.pages[kid.page]
                yield b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (note, page)

    def _facts(self, node: Node) -> bytes:
        """Return the keys of an element that only some have."""
        told = b""
        if node.alternative and node.tag != "Link":
            told += b"/Alt " + String(node.alternative).unparse()
        if node.spoken:
            told += b"/ActualText " + String(node.spoken).unparse()
        if node.decoration:
            told += b"/A<</O/Layout/TextDecorationType/%s>>" % node.decoration.encode()
        if node.scope or node.across > 1:
            told += b"/A %d 0 R" % self._table(node.scope, node.across)
        if node.numbering:
            told += b"/A<</O/List/ListNumbering/%s>>" % node.numbering.encode()
        if node.box is not None:
            box = " ".join(f"{value:.3f}" for value in node.box).encode()
            told += b"/A<</O/Layout/Placement/Block/BBox[%s]>>" % box
        if node.key:
            name = b"(note%06d)" % node.key
            self.named.append((name, node.number))
            told += b"/ID" + name
        return told

    def _table(self, scope: str, across: int) -> int:
        if (scope, across) not in self.tables:
            self.tables[scope, across] = number = self.update.take()
            told = b"/Scope/%s" % scope.encode() if scope else b""
            told += b"/ColSpan %d" % across if across > 1 else b""
            self.update.put(number, b"<</O/Table%s>>" % told)
        return self.tables[scope, across]

    def parents(self) -> int:
        """Write the ParentTree: for each page the elements of its content, for each link its own.

        Returns its number.
        """
        told = []
        for key, nodes in enumerate(self.pen.pages):
            number = self.update.take()
            refs = b" ".join(b"%d 0 R" % node.number for node in nodes)
            self.update.put(number, b"[%s]" % refs)
            told.append(b"%d %d 0 R" % (key, number))
        links = [node for page in self.pen.links for node in page]
        for key, node in enumerate(links, len(self.pages)):
            told.append(b"%d %d 0 R" % (key, node.number))
        number = self.update.take()
        self.update.put(number, b"<</Nums[%s]>>" % b" ".join(told))
        return number

    def names(self) -> int:
        """Write the tree of the elements that have a name, and return its number."""
        number = self.update.take()
        pairs = [b"%s %d 0 R" % pair for pair in sorted(self.named)]
        limits = b"%s %s" % (min(self.named)[0], max(self.named)[0])
        self.update.put(number, b"<</Names[%s]/Limits[%s]>>" % (b" ".join(pairs), limits))
        return number


def _holds(node: Node) -> bool:
    return node.empty or any(not isinstance(kid, Node) or _holds(kid) for kid in node.kids)
