"""Makes PDFs that are broken, odd or hostile, one function for each kind."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

A4 = (595, 842)
Change = Callable[[Any], None]


def paper(pages: int = 1, change: Change = lambda _pdf: None, **saving: Any) -> bytes:
    """A sound PDF of plain pages with a line of words, changed before it is saved."""
    out = BytesIO()
    with Pdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=A4)
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            words = f"BT /F1 12 Tf 72 700 Td (Page {number} of the paper) Tj ET"
            page.Contents = pdf.make_stream(words.encode())
        change(pdf)
        pdf.save(out, **saving)
    return out.getvalue()


def on_first(**entries: Any) -> bytes:
    """A paper whose first page has these entries."""

    def change(pdf: Any) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return paper(1, change)


def on_root(**entries: Callable[[Any], Any]) -> bytes:
    """A paper whose catalogue has these entries, each made from the open PDF."""

    def change(pdf: Any) -> None:
        for key, make in entries.items():
            pdf.Root[f"/{key}"] = make(pdf)

    return paper(1, change)


def objects(*bodies: str | bytes, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of exactly these objects, numbered from 1, with a sound cross-reference table."""
    out = BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        raw = body.encode("latin-1") if isinstance(body, str) else body
        out.write(b"%d 0 obj\n" % number + raw + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    tail = f"trailer\n<</Size {len(bodies) + 1} {trailer}>>\nstartxref\n{start}\n%%EOF\n"
    out.write(tail.encode())
    return out.getvalue()


def stream(data: bytes, entries: str = "") -> bytes:
    """The body of a stream object as it stands."""
    return f"<</Length {len(data)} {entries}>>\nstream\n".encode() + data + b"\nendstream"


def one_page(*more: str | bytes, page: str = "", box: str = "0 0 595 842") -> bytes:
    """A PDF of one page written by hand; `more` are objects from number 4 on."""
    return objects(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]{page}>>",
        *more,
    )


def truncated() -> bytes:
    data = paper(20)
    return data[: len(data) // 2]


def without_table() -> bytes:
    """The cross-reference table and all after it are gone; every object is still there."""
    data = paper(3, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data[: data.rindex(b"xref\n")]


def late_header() -> bytes:
    return b"\n" * 1000 + paper()


def far_header() -> bytes:
    return b"\n" * 2000 + paper()


def rubbish_after() -> bytes:
    return paper() + bytes(range(256)) * 400


def broken_linear() -> bytes:
    """Linearised, and then shortened in its middle."""
    data = paper(30, linearize=True)
    return data[:900] + data[1000:]


def with_password(user: str = "secret") -> bytes:
    return paper(encryption=pikepdf.Encryption(user=user, owner="owner"))


def tree_in_a_loop() -> bytes:
    return objects(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 2>>",
        "<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 2>>",
    )


def same_page_twice() -> bytes:
    return objects(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )


def deep_tree(levels: int = 2_000) -> bytes:
    inner = [
        f"<</Type/Pages/Parent {n - 1} 0 R/Kids[{n + 1} 0 R]/Count 1>>"
        for n in range(3, levels + 3)
    ]
    return objects(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        *inner,
        f"<</Type/Page/Parent {levels + 2} 0 R/MediaBox[0 0 595 842]>>",
    )


def deep_values(levels: int = 100_000) -> bytes:
    """A value inside a value, a hundred thousand times."""
    return one_page("[" * levels + "]" * levels, page="/Odd 4 0 R")


def lying_count() -> bytes:
    return objects(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 2000000000>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )


def no_pages() -> bytes:
    return objects("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>")


def bookmarks_in_a_loop() -> bytes:
    return objects(
        "<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        "<</Type/Outlines/First 5 0 R/Last 6 0 R/Count 2>>",
        "<</Title(One)/Parent 4 0 R/Next 6 0 R/First 6 0 R/Last 6 0 R/Dest[3 0 R/Fit]>>",
        "<</Title(Two)/Parent 4 0 R/Next 5 0 R/First 5 0 R/Last 5 0 R/Dest[3 0 R/Fit]>>",
    )


def many_bookmarks(count: int = 30_000) -> bytes:
    def change(pdf: Any) -> None:
        with pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(f"Item {n}", 0) for n in range(count))

    return paper(1, change)


def fields_in_a_loop() -> bytes:
    return objects(
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]/Parent 5 0 R/Kids[5 0 R]>>",
        "<</T(b)/Parent 4 0 R/Kids[4 0 R]>>",
    )


def forms_in_a_loop() -> bytes:
    """A page that draws a form that draws itself."""
    own = stream(
        b"/F Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>"
    )
    return one_page(own, stream(b"/F Do"), page="/Resources<</XObject<</F 4 0 R>>>>/Contents 5 0 R")


def many_notes(count: int) -> bytes:
    """A page with so many annotations."""

    def change(pdf: Any) -> None:
        note = {"/Type": Name.Annot, "/Subtype": Name.Link, "/Rect": Array([10, 10, 90, 90])}
        notes = [Dictionary({**note, "/Dest": Array([pdf.pages[0].obj, Name.Fit])})] * count
        pdf.pages[0].obj.Annots = Array(notes)

    return paper(1, change)


def odd_notes() -> bytes:
    return one_page(
        page="/Annots[null 7 (x) <</Subtype/Link/Rect[1 2]>> <</Rect/No/QuadPoints[1 /a]>>]"
    )


def actions(kind: str, **entries: Any) -> bytes:
    """A paper that does something as soon as it is opened."""
    return on_root(OpenAction=lambda _pdf: Dictionary({"/S": Name(f"/{kind}"), **entries}))


def attached() -> bytes:
    def change(pdf: Any) -> None:
        pdf.attachments["macro.exe"] = b"MZ" + bytes(100)

    return paper(1, change)


def xfa() -> bytes:
    return on_root(AcroForm=lambda pdf: Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>")))


def odd_labels() -> bytes:
    return on_root(PageLabels=lambda _pdf: Dictionary(Nums=Array([0, Dictionary(S=Name.r), -5, 7])))


def huge_picture(filter_name: str = "JBIG2Decode") -> bytes:
    """A picture that says it is a hundred thousand dots wide and high."""
    about = (
        "/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8"
        f"/ColorSpace/DeviceRGB/Filter/{filter_name}"
    )
    return one_page(
        stream(bytes(64), about),
        stream(b"q 500 0 0 500 0 0 cm /I Do Q"),
        page="/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R",
    )


@cache
def packed(megabytes: int, *, twice: bool = False) -> bytes:
    """Blank space of so many megabytes, deflated; twice for next to nothing."""
    packer, pieces = zlib.compressobj(9), []
    for _ in range(megabytes):
        pieces.append(packer.compress(b" " * 1_000_000))
    data = b"".join([*pieces, packer.flush()])
    return zlib.compress(data, 9) if twice else data


def page_bomb(megabytes: int = 3_000, *, twice: bool = False) -> bytes:
    """A page whose content unfolds to gigabytes."""
    filters = "/Filter[/FlateDecode/FlateDecode]" if twice else "/Filter/FlateDecode"
    return one_page(stream(packed(megabytes, twice=twice), filters), page="/Contents 4 0 R")


def many_page_bombs(pages: int = 200, megabytes: int = 40) -> bytes:
    """Many pages, each of which unfolds to a good deal, from one stream."""
    kids = " ".join(f"{n} 0 R" for n in range(4, pages + 4))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"
    return objects(
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        stream(packed(megabytes), "/Filter/FlateDecode"),
        *[page] * pages,
    )


def object_bomb(megabytes: int = 3_000) -> bytes:
    """Objects in a stream that unfolds to gigabytes; the page is one of them."""
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    inner = b"2 0 3 40 "
    page = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".ljust(40)
    page += b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    packer = zlib.compressobj(9)
    pieces = [packer.compress(inner + page)]
    pieces += [packer.compress(b" " * 1_000_000) for _ in range(megabytes)]
    data = b"".join([*pieces, packer.flush()])
    four = len(head)
    body = b"4 0 obj\n" + stream(data, f"/Type/ObjStm/N 2/First {len(inner)}/Filter/FlateDecode")
    five = four + len(body) + 8
    rows = [(0, 0, 255), (1, 9, 0), (2, 4, 0), (2, 4, 1), (1, four, 0), (1, five, 0)]
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + last.to_bytes(1, "big")
        for kind, place, last in rows
    )
    ending = b"5 0 obj\n" + stream(table, "/Type/XRef/Size 6/W[1 4 1]/Root 1 0 R")
    return head + body + b"\nendobj\n" + ending + f"\nendobj\nstartxref\n{five}\n%%EOF\n".encode()


def table_bomb(megabytes: int = 3_000) -> bytes:
    """A cross-reference stream that unfolds to gigabytes."""
    head = b"%PDF-1.7\n"
    about = "/Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Filter/FlateDecode"
    body = b"5 0 obj\n" + stream(packed(megabytes), about)
    return head + body + f"\nendobj\nstartxref\n{len(head)}\n%%EOF\n".encode()


def unclosed(count: int = 200_000) -> bytes:
    """A page that opens what it never closes, hundreds of thousands of times."""

    def change(pdf: Any) -> None:
        pdf.pages[0].Contents = pdf.make_stream(b"q " * count)

    return paper(1, change)


def odd_name() -> bytes:
    def change(pdf: Any) -> None:
        pdf.docinfo["/Title"] = String("\u202efdp.exe\u0007")

    return paper(1, change)


def boxes(*values: str) -> bytes:
    return one_page(box=values[0], page="".join(values[1:]))


def turned(pages: Sequence[Any] = (90, 180, 270, 45, -90, 3600)) -> bytes:
    def change(pdf: Any) -> None:
        for page, by in zip(pdf.pages, pages, strict=True):
            page.obj.Rotate = by

    return paper(len(pages), change)
