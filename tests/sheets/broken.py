"""Makes workbooks that are broken, odd or hostile, one function for each kind."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import openpyxl

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def workbook(rows: Sequence[Sequence[Any]] = (("Ref", "Date"), ("RST-001", "01/04/2022"))) -> bytes:
    """A sound workbook of one sheet, 'Q1'."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Q1"
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def package(parts: Mapping[str, str | bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compress) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return target.getvalue()


def hand_made(
    sheet_xml: str | bytes,
    book_extra: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    compress: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook whose one sheet is exactly this XML (what stands inside <worksheet>)."""
    body = sheet_xml.encode() if isinstance(sheet_xml, str) else sheet_xml
    return package(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{_REL}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {_NS} xmlns:r="{_REL}">{book_extra}<sheets>'
            '<sheet name="Q1" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/'
            f'package/2006/relationships"><Relationship Id="r1" Type="{_REL}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {_NS}>".encode() + body + b"</worksheet>",
            **(parts or {}),
        },
        compress,
    )


def rows_xml(*rows: str) -> str:
    return f"<sheetData>{''.join(rows)}</sheetData>"


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same workbook with parts changed; None leaves a part out."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                parts[name] = content
    return package(parts)


def truncated() -> bytes:
    data = workbook()
    return data[: len(data) // 2]


def flipped() -> bytes:
    """One byte of the packed sheet is another."""
    data = bytearray(workbook([[f"text {n}" for n in range(20)]] * 50))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as source:
        about = source.getinfo("xl/worksheets/sheet1.xml")
    data[about.header_offset + 30 + len(about.filename) + about.compress_size // 2] ^= 0x55
    return bytes(data)


@cache
def bomb() -> bytes:
    """A few hundred kilobytes that unfold to far more than is read."""
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 400_000_000
    return hand_made(row)


def steep() -> bytes:
    return hand_made(b"<sheetData>" + b" " * 40_000_000 + b"</sheetData>")


def lying(size: int = 100) -> bytes:
    """A part that says it is small and is not."""
    xml = rows_xml(*(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_000)))
    data = bytearray(hand_made(xml))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as source:
        about = source.getinfo("xl/worksheets/sheet1.xml")
    name = b"xl/worksheets/sheet1.xml"
    struct.pack_into("<I", data, about.header_offset + 22, size)
    struct.pack_into("<I", data, data.rindex(name) - 46 + 24, size)
    return bytes(data)


def with_password() -> bytes:
    start = bytes.fromhex("d0cf11e0a1b11ae1")
    return start + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


def old_xls() -> bytes:
    start = bytes.fromhex("d0cf11e0a1b11ae1")
    return start + bytes(500) + "Workbook".encode("utf-16-le") + bytes(500)


def encrypted_zip() -> bytes:
    data = bytearray(workbook())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def odd_packing() -> bytes:
    return package({"[Content_Types].xml": _TYPES, "xl/workbook.xml": "<x/>"}, zipfile.ZIP_LZMA)


def twice_the_same() -> bytes:
    return package(
        {"[Content_Types].xml": _TYPES, "xl/workbook.xml": "<x/>", "XL/Workbook.xml": "<x/>"}
    )


def xml_bomb(part: str = "xl/worksheets/sheet1.xml") -> bytes:
    dtd = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    rows = rows_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    sheet = f"{dtd}<worksheet {_NS}>{rows}</worksheet>"
    content = sheet if part.endswith("sheet1.xml") else f"{dtd}<x>&b;</x>"
    return hand_made(rows_xml(), parts={part: content})


def bad_xml(part: str) -> bytes:
    return hand_made(rows_xml(), parts={part: "<workbook><sheets"})


def utf16() -> bytes:
    text = f"<worksheet {_NS}>{rows_xml()}</worksheet>"
    return hand_made("", parts={"xl/worksheets/sheet1.xml": text.encode("utf-16")})


def no_workbook() -> bytes:
    return package({"[Content_Types].xml": _TYPES, "hello.txt": "hello"})


def many_parts() -> bytes:
    return package({"[Content_Types].xml": _TYPES} | {f"p{n}": "" for n in range(5_001)})


def many_sheets(count: int = 101) -> bytes:
    book = openpyxl.Workbook()
    for n in range(count - 1):
        book.create_sheet(f"S{n}")
    return saved(book)


def many_columns() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Q1"
    for column in range(1, 16_385):
        sheet.cell(1, column, "x")
    return saved(book)


def stray_cell(place: str = "A1048576") -> bytes:
    """A table of one cell, and another cell far out."""
    row = "".join(letter for letter in place if letter.isdigit())
    return hand_made(
        rows_xml(
            '<row r="1"><c r="A1"><v>1</v></c></row>' if row != "1" else "",
            f'<row r="{row}"><c r="{place}"><v>1</v></c></row>',
        )
    )


def far_and_wide() -> bytes:
    """Within rows and columns, but a block of far too many cells."""
    return hand_made(
        rows_xml(
            '<row r="1"><c r="RA1"><v>1</v></c></row>',
            '<row r="190000"><c r="A190000"><v>1</v></c></row>',
        )
    )


def long_row() -> bytes:
    xml = b'<sheetData><row r="1">' + bytes(range(65, 91)) * 1_400_000
    return hand_made(xml, compress=zipfile.ZIP_STORED)


def much_text() -> bytes:
    texts = {"xl/sharedStrings.xml": bytes(range(65, 91)) * 2_600_000}
    return hand_made(rows_xml(), parts=texts, compress=zipfile.ZIP_STORED)


def long_contents() -> bytes:
    book = {"xl/workbook.xml": bytes(range(65, 91)) * 400_000}
    return hand_made(rows_xml(), parts=book, compress=zipfile.ZIP_STORED)


def no_sheets() -> bytes:
    return hand_made(rows_xml(), parts={"xl/workbook.xml": f"<workbook {_NS}><sheets/></workbook>"})


def dotted_names() -> bytes:
    """A part that would land outside the folder, were it ever unpacked to a disk."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    return package({**parts, "../../outside.xml": "<x/>", "xl/../../up.xml": "<x/>"})


def macros() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    return package({**parts, "xl/vbaProject.bin": bytes.fromhex("d0cf11e0") + bytes(100)})


def chart_only() -> bytes:
    book = openpyxl.Workbook()
    book.create_chartsheet("Chart")
    book.remove(book.worksheets[0])
    return saved(book)


def cut_short_inside() -> bytes:
    """A sound zip whose sheet ends in the middle of a row."""
    xml = f'<worksheet {_NS}><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c '
    return hand_made("", parts={"xl/worksheets/sheet1.xml": xml})


REFUSED: Mapping[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"Ref,Date\r\nRST-001,01/04/2022\r\n",
    "web page": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "pdf": lambda: b"%PDF-1.7\n",
    "only a signature": lambda: b"PK\x03\x04",
    "truncated": truncated,
    "flipped": flipped,
    "bomb": bomb,
    "steep": steep,
    "lying": lying,
    "password": with_password,
    "old xls": old_xls,
    "encrypted zip": encrypted_zip,
    "odd packing": odd_packing,
    "twice the same": twice_the_same,
    "xml bomb in the sheet": xml_bomb,
    "xml bomb in the texts": lambda: xml_bomb("xl/sharedStrings.xml"),
    "xml bomb in the book": lambda: xml_bomb("xl/workbook.xml"),
    "bad xml in the book": lambda: bad_xml("xl/workbook.xml"),
    "bad xml in the links": lambda: bad_xml("xl/_rels/workbook.xml.rels"),
    "utf-16": utf16,
    "no workbook": no_workbook,
    "word": lambda: package({"[Content_Types].xml": _TYPES, "word/document.xml": "<x/>"}),
    "ods": lambda: package({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"}),
    "xlsb": lambda: package({"[Content_Types].xml": _TYPES, "xl/workbook.bin": "x"}),
    "workbook missing": lambda: package({"[Content_Types].xml": _TYPES, "xl/other.xml": "<x/>"}),
    "many parts": many_parts,
    "many sheets": many_sheets,
    "16,384 columns": many_columns,
    "cell in the last row": stray_cell,
    "cell in the last column": lambda: stray_cell("XFD1"),
    "cell in the last corner": lambda: stray_cell("XFD1048576"),
    "far and wide": far_and_wide,
    "long row": long_row,
    "much text": much_text,
    "long contents": long_contents,
    "no sheets": no_sheets,
    "an empty zip": lambda: package({}),
    "other zip": lambda: package({"hello.txt": "hello"}),
    "chart only": chart_only,
    "cut short inside": cut_short_inside,
}
