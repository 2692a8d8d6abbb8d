"""Makes workbooks that are hard to take: more of those in `tests.sheets.broken`."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl

from tests.sheets import broken
from tests.sheets.broken import hand_made, package, repacked, rows_xml, saved, workbook

HEADS = ("Partner", "Contribution 2022-23 (£)")
SOUND = (HEADS, ("Durham County Council", 191604), ("Probation", 4873))
LOG = ("No", "Group", "Date raised", "Agenda item", "Action", "Owner", "Due", "Status", "Update")
GROUP = "Safeguarding Executive Group"
_SHEET = "xl/worksheets/sheet1.xml"


def sums(*rows: Sequence[Any], above: Sequence[Sequence[Any]] = ()) -> bytes:
    """A workbook of contributions: what stands above the headings, then partners and amounts."""
    return workbook([*above, HEADS, *rows])


def log(*rows: Sequence[Any]) -> bytes:
    """A workbook of actions of one group."""
    return workbook([LOG, *rows])


def action(number: int, raised: Any = None, due: Any = None, words: str = "Do it") -> list[Any]:
    raised = datetime(2023, 5, 11) if raised is None else raised
    due = datetime(2023, 7, 13) if due is None else due
    return [f"EXEC{number:03}", GROUP, raised, "1.", words, "Education", due, "In progress", None]


def changed(change: Callable[[Any, Any], None], rows: Sequence[Sequence[Any]] = SOUND) -> bytes:
    """A workbook of contributions after `change(book, sheet)`."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Q1"
    for row in rows:
        sheet.append(list(row))
    change(book, sheet)
    return saved(book)


def in_sheet(old: str, new: str, data: bytes | None = None) -> bytes:
    """A workbook of contributions with the XML of its sheet changed."""

    def change(name: str, content: bytes) -> bytes:
        if name != _SHEET:
            return content
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode())

    return repacked(data or workbook(SOUND), change)


def with_parts(**parts: str | bytes) -> bytes:
    """A workbook of contributions with further parts; '__' stands for a slash, '_' for a dot."""
    with zipfile.ZipFile(BytesIO(workbook(SOUND))) as source:
        held = {name: source.read(name) for name in source.namelist()}
    more = {name.replace("__", "/").replace("_", "."): text for name, text in parts.items()}
    return package({**held, **more})


def text_beyond_the_list() -> bytes:
    """A cell points at a shared text that is not there."""
    return in_sheet('t="s"><v>0</v>', 't="s"><v>999999</v>', shared())


def shared() -> bytes:
    rows = rows_xml(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>191604</v></c></row>',
    )
    texts = "".join(f"<si><t>{text}</t></si>" for text in (*HEADS, "Durham County Council"))
    return hand_made(rows, parts=_texts(texts))


def _texts(items: str) -> Mapping[str, str]:
    name = "http://schemas.openxmlformats.org"
    links = f"{name}/officeDocument/2006/relationships"
    return {
        "xl/sharedStrings.xml": f'<sst xmlns="{name}/spreadsheetml/2006/main">{items}</sst>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/relationships"><Relationship Id="r1" Type="{links}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{links}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
    }


def one_text_everywhere(rows: int = 20_000, letters: int = 32_767) -> bytes:
    """One long text, and thousands of cells that point at it: a small file, gigabytes of words."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, rows))
    return hand_made(rows_xml(cells), parts=_texts(f"<si><t>{'w' * letters}</t></si>"))


def external_entity() -> bytes:
    dtd = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return hand_made("", parts={"xl/sharedStrings.xml": f"{dtd}<sst><si><t>&a;</t></si></sst>"})


def deep(levels: int = 1_000_000) -> bytes:
    return hand_made("<a>" * levels + "</a>" * levels)


def deep_contents(levels: int = 200_000) -> bytes:
    text = "<workbook>" + "<a>" * levels + "</a>" * levels + "</workbook>"
    return hand_made("", parts={"xl/workbook.xml": text})


@cache
def ten_million_cells() -> bytes:
    """One row of ten million cells, no two of them apart."""
    cells = b"<c><v>%d</v></c>"
    body = b"".join(cells % (n % 97) for n in range(1_000)) * 10_000
    return hand_made(b'<sheetData><row r="1">' + body + b"</row></sheetData>")


def far(reference: str) -> bytes:
    """A cell far out, its number written as few programs do."""
    cell = f"<c {reference}><v>1</v></c>"
    return hand_made(
        rows_xml('<row r="1"><c r="A1"><v>1</v></c></row>', f'<row r="2">{cell}</row>')
    )


def far_in_row_one() -> bytes:
    """The row says 1 and its cells say something else."""
    return hand_made(
        rows_xml('<row r="1"><c r="A1"><v>1</v></c><c r="SF1048576"><v>1</v></c></row>')
    )


def hidden_columns(times: int = 100_000) -> bytes:
    """Every column is said to be hidden, a hundred thousand times over."""
    cols = '<cols><col min="1" max="16384" hidden="1"/></cols>' * times
    return in_sheet("<sheetData>", f"{cols}<sheetData>")


def many_errors(rows: int = 30_000) -> bytes:
    cells = (f'<row r="{n}"><c r="B{n}" t="e"><v>#N/A</v></c></row>' for n in range(3, rows))
    return hand_made(rows_xml(*cells))


def many_formulas(rows: int = 60_000) -> bytes:
    cells = (f'<row r="{n}"><c r="C{n}"><f>A{n}+B{n}</f></c></row>' for n in range(2, rows))
    return hand_made(rows_xml(*cells))


def endless_formula() -> bytes:
    """Formulas that are opened and never closed."""
    return hand_made(rows_xml('<row r="1"><c r="A1">' + "<f>" * 20_000 + "</c></row>"))


def blank_rows(declared: int = 1_048_576) -> bytes:
    """The sheet says that it reaches the last row; behind the table the rows are blank."""
    rows = "".join(f'<row r="{n}" ht="15"/>' for n in range(5, 200_000))
    rows += f'<row r="{declared}"><c r="A{declared}" s="0"/></row>'
    made = in_sheet("</sheetData>", f"{rows}</sheetData>")
    return in_sheet("A1:B3", f"A1:B{declared}", made)


def same_sheet_twice() -> bytes:
    def change(name: str, content: bytes) -> bytes:
        if not name.endswith("workbook.xml"):
            return content
        start = content.index(b"<sheet ")
        one = content[start : content.index(b">", start) + 1]
        return content.replace(one, one + one)

    return repacked(workbook(SOUND), change)


def same_part_twice() -> bytes:
    """Two entries of the zip have the very same name."""
    data = workbook(SOUND)
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a") as target:
        at = target.getinfo(_SHEET)
        other = zipfile.ZipInfo("xl/worksheets/sheet2.xml", at.date_time)
        target.writestr(other, target.read(_SHEET))
    return out.getvalue().replace(b"sheet2.xml", b"sheet1.xml")


def zip64() -> bytes:
    """A sound workbook whose entries carry the long form of their sizes."""
    with zipfile.ZipFile(BytesIO(workbook(SOUND))) as source:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                with target.open(name, "w", force_zip64=True) as part:
                    part.write(source.read(name))
    return out.getvalue()


def zip_of_zips(levels: int = 6) -> bytes:
    data = workbook(SOUND)
    for level in range(levels):
        data = package({f"level{level}.xlsx": data})
    return data


def rubbish_around() -> bytes:
    return workbook(SOUND) + bytes(range(256)) * 100


def merged() -> bytes:
    def change(_book: Any, sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Contributions 2022-23"
        sheet.merge_cells("A1:B1")

    return changed(change)


def two_headings() -> bytes:
    return sums(("Probation", 4873), HEADS, ("Durham County Council", 191604))


def hidden_sheet() -> bytes:
    def change(book: Any, sheet: Any) -> None:
        book.create_sheet("Notes")
        sheet.sheet_state = "veryHidden"
        book.active = 1

    return changed(change)


def hidden_rows() -> bytes:
    def change(_book: Any, sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    return changed(change)


def from_1904() -> bytes:
    def change(book: Any, _sheet: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    return changed(change, [LOG, action(1)])


def dde() -> bytes:
    def change(_book: Any, sheet: Any) -> None:
        sheet["A4"] = "=cmd|'/C calc'!A0"
        sheet["B4"] = '=HYPERLINK("file:///etc/passwd","x")'

    return changed(change)


def long_table(rows: int) -> bytes:
    """A log of actions of so many rows, as a long-standing office might keep."""
    return hand_made(b"".join(_long_rows(rows)))


def _long_rows(rows: int) -> Iterator[bytes]:
    def cells(number: int, texts: Sequence[Any]) -> str:
        made = []
        for letter, text in zip("ABCDEFGHI", texts, strict=True):
            if isinstance(text, int):
                made.append(f'<c r="{letter}{number}"><v>{text}</v></c>')
            elif text:
                made.append(f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>')
        return f'<row r="{number}">{"".join(made)}</row>'

    yield b"<sheetData>"
    yield cells(1, LOG).encode()
    for n in range(2, rows + 2):
        words = f"Action {n} is to be done"
        status = "In progress"
        line = (f"EXEC{n}", GROUP, 45057, "1.", words, "Education", 45120, status, None)
        yield cells(n, line).encode()
    yield b"</sheetData>"


BROKEN = broken.REFUSED
