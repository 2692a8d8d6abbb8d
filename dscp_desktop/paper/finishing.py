"""The last touch to every PDF we make: title, language, how it opens, and the same bytes again."""

from __future__ import annotations

from hashlib import sha256
from html import escape
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter

from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, PageCopyWarning, String


def save_finished(pdf: Any, *, title: str, language: str, accessible: bool = False) -> bytes:
    """Return an open PDF as bytes that depend on nothing but what is in it (no time, no chance).

    One that is `accessible`, tagged from end to end, says that it follows PDF/UA-1.
    """
    root = pdf.Root
    for key in ("/Metadata", "/OpenAction", "/AA"):
        if key in root:
            del root[key]
    root.Lang = String(language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    pdf.docinfo["/Title"] = String(title)
    if accessible:
        root.Metadata = pdf.make_stream(
            accessible_metadata(title, language), Type=Name.Metadata, Subtype=Name.XML
        )
    return save_plain(pdf)


def save_plain(pdf: Any, password: str = "") -> bytes:
    """Return an open PDF as bytes; with a password, encrypted by AES with 256 bits.

    Without one the same pages give the same bytes.
    """
    out = BytesIO()
    with catch_warnings():
        # A field of a paper that its form never listed: it is kept as it came.
        simplefilter("ignore", PageCopyWarning)
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=not password,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
            encryption=Encryption(owner=password, user=password, R=6) if password else None,
        )
    return out.getvalue()


def accessible_metadata(title: str, language: str) -> bytes:
    """Return the metadata (XMP) by which a PDF says that it follows PDF/UA-1, ISO 14289-1."""
    words = escape("".join(sign for sign in title if sign.isprintable()))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        "<pdfuaid:part>1</pdfuaid:part>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def name_subsets(pdf: Any) -> None:
    """Give each subset of a font a tag of its own, made from what is in it.

    ReportLab calls every first subset AAAAAA; printers that keep fonts by name would mix up the
    letters of two documents in one pack.
    """
    for font in pdf.objects:
        if not isinstance(font, Dictionary) or font.get("/Type") != Name.Font:
            continue
        described = font.get("/FontDescriptor")
        if not isinstance(described, Dictionary) or "/FontFile2" not in described:
            continue
        digest = sha256(described.FontFile2.read_raw_bytes()).digest()
        tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        name = Name(f"/{tag}+{str(font.BaseFont).partition('+')[2]}")
        font.BaseFont = name
        described.FontName = name


def set_page_labels(pdf: Any, labels: list[tuple[int, str, int]]) -> None:
    """Number the pages: (first page counted from 0, prefix, first number) of each stretch.

    A first number of 0 leaves the number out: the prefix is the whole name of the page.
    """
    numbers = Array()
    for index, prefix, first in labels:
        label = Dictionary(S=Name.D, St=first) if first else Dictionary()
        if prefix:
            label.P = String(prefix)
        numbers.append(index)
        numbers.append(label)
    pdf.Root.PageLabels = Dictionary(Nums=numbers)
