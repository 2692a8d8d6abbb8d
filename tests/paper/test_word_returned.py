"""A Word document that came back: what its lines say, and what is refused."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.document import (
    BuiltWrong,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
    cells,
)
from dscp_desktop.paper.word import opening, returned
from dscp_desktop.paper.word.returned import Remark, read_returned
from dscp_desktop.paper.word.writing import render_word

PLAIN = Document(
    "Title",
    blocks=(
        Heading(2, "A heading"),
        Paragraph("One line."),
        Table((Column("A"), Column("B")), (Row(cells("x", "y")),)),
    ),
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(word) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def opened():
    return docx.Document(io.BytesIO(render_word(PLAIN, marks={0: "_a_head", 1: "_a_line"})))


def line(word, begins: str):
    return next(p for p in word.paragraphs if p.text.startswith(begins))


def read(word) -> dict[str, returned.Line]:
    return {found.text: found for found in read_returned(saved(word), prefix="_a_")}


def test_marks_levels_and_places_come_back():
    found = read(opened())
    assert found["A heading"].marks == ("_a_head",)
    assert found["A heading"].level == 2
    assert found["One line."].marks == ("_a_line",)
    assert found["One line."].level == 0
    assert found["x\ty"].place == "table"
    assert found["Title"].marks == ()


def test_marks_are_the_same_bytes_and_wrong_ones_are_refused():
    assert render_word(PLAIN, marks={0: "_x"}) == render_word(PLAIN, marks={0: "_x"})
    for marks in ({2: "_x"}, {0: "no name"}, {0: "_" + "x" * 40}):
        with pytest.raises(BuiltWrong, match="cannot mark"):
            render_word(PLAIN, marks=marks)


def test_a_mark_between_two_paragraphs_belongs_to_the_next():
    word = opened()
    mark = OxmlElement("w:bookmarkStart")
    mark.set(qn("w:id"), "90")
    mark.set(qn("w:name"), "_a_between")
    line(word, "One line")._p.addprevious(mark)
    assert read(word)["One line."].marks == ("_a_between", "_a_line")


def test_tracked_moves_and_ends_of_paragraphs():
    word = opened()
    first = line(word, "One line")._p
    first.get_or_add_pPr().append(parse_xml(f'<w:rPr {W}><w:del w:id="1" w:author="Ann"/></w:rPr>'))
    first.addnext(parse_xml(
        f'<w:p {W}><w:moveFrom w:id="2" w:author="Bob"><w:r><w:t>gone </w:t></w:r></w:moveFrom>'
        f'<w:moveTo w:id="3" w:author="Bob"><w:r><w:t> and more</w:t></w:r></w:moveTo></w:p>'
    ))  # fmt: skip
    found = read(word)["One line. and more"]
    assert found.original == "One line.gone"
    assert found.tracked == ("Ann", "Bob")
    assert found.marks == ("_a_line",)


def test_comments_footnotes_and_signs():
    word = opened()
    one = line(word, "One line")
    word.add_comment(one.runs, "Two\nlines of it", author="Ann")
    one._p.append(parse_xml(
        f'<w:r {W}><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:br/><w:t>b</w:t>'
        f'<w:footnoteReference w:id="7"/><w:instrText>PAGE</w:instrText></w:r>'
    ))  # fmt: skip
    found = read(word)["One line.\ta\u2011\nb"]
    assert found.remarks[0] == Remark("comment", "Ann", "Two\nlines of it", "One line.")
    assert found.remarks[1].kind == "footnote"


def test_a_comment_over_a_cell_and_one_that_never_ends():
    word = opened()
    cell = word.tables[0].rows[1].cells[0].paragraphs[0]
    word.add_comment(cell.runs, "On a cell", author="Ann")
    start = OxmlElement("w:commentRangeStart")
    start.set(qn("w:id"), "55")
    line(word, "One line")._p.insert(0, start)
    found = read(word)
    assert found["x\ty"].remarks == (Remark("comment", "Ann", "On a cell", "x"),)
    assert found["One line."].remarks[0].kind == "comment"


def test_frames_controls_and_rows_taken_out():
    word = opened()
    line(word, "One line")._p.append(parse_xml(
        f'<w:r {W}><w:pict><w:txbxContent><w:p><w:r><w:t>Framed.</w:t></w:r></w:p>'
        "</w:txbxContent></w:pict></w:r>"
    ))  # fmt: skip
    body = word.element.body
    body.insert(0, parse_xml(
        f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Held.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    ))  # fmt: skip
    about = word.tables[0]._tbl.tr_lst[1].get_or_add_trPr()
    about.append(parse_xml(f'<w:del {W} w:id="4" w:author="Ann"/>'))
    found = read(word)
    assert found["Framed."].place == "frame"
    assert "Held." in found
    assert "x\ty" not in found


def test_a_style_that_stands_on_a_heading_is_one():
    word = opened()
    made = word.styles.add_style("Own", 1)
    made.base_style = word.styles["Heading 2"]
    line(word, "One line").style = made
    assert read(word)["One line."].level == 2


def part_with(data: bytes, name: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return out.getvalue()


BODY = "word/document.xml"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"plain text", "no Word document, whatever"),
        (bytes.fromhex("d0cf11e0") + b"x", "old format"),
        (bytes.fromhex("d0cf11e0") + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK nothing behind it", "cannot be opened"),
    ],
)
def test_other_kinds_are_refused_in_words(data: bytes, words: str):
    with pytest.raises(Refused, match=words) as refused:
        read_returned(data, "minutes.docx")
    assert "minutes.docx" in refused.value.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"<not closed", "damaged inside"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "damaged inside"),
        (b"<x/>", "no Word document"),
        (f"<w:document {W}><w:body>{'<w:sdt>' * 150}{'</w:sdt>' * 150}</w:body></w:document>"
         .encode(), "nested deeper"),
    ],
)  # fmt: skip
def test_bad_insides_are_refused_in_words(text: bytes, words: str):
    with pytest.raises(Refused, match=words):
        read_returned(part_with(saved(opened()), BODY, text))


def test_bounds(monkeypatch):
    data = saved(opened())
    monkeypatch.setattr(returned, "MOST_LINES", 2)
    with pytest.raises(Refused, match="more than minutes do"):
        read_returned(data)
    monkeypatch.setattr(opening, "PART_LIMIT", 100)
    with pytest.raises(Refused, match="would unfold"):
        read_returned(data)
    monkeypatch.setattr(opening, "PARTS_LIMIT", 1)
    with pytest.raises(Refused, match="parts inside"):
        read_returned(data)
    monkeypatch.setattr(opening, "FILE_LIMIT", 10)
    with pytest.raises(Refused, match="larger than"):
        read_returned(data)


def test_other_packages_and_doubled_parts_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(Refused, match="no Word document"):
        read_returned(out.getvalue())
    with zipfile.ZipFile(out, "a") as new:
        new.writestr("XL/workbook.xml", "<x/>")
    with pytest.raises(Refused, match="two parts of the same name"):
        read_returned(out.getvalue())
