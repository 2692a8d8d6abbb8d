"""Documents as Word: read back as what they were, the same bytes, nothing that runs or fetches."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.document import (
    Block,
    Box,
    Bullets,
    Cell,
    Chart,
    Column,
    Columns,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Row,
    Table,
    chart_table,
)
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.picture import chart_picture
from dscp_desktop.paper.word.reading import read_word
from dscp_desktop.paper.word.writing import render_word
from tests.paper.documents import documents, every_part

HOSTILE = '<img src="file://h/x"> & <5 =1+1'


def as_read(document: Document) -> Document:
    """Return what a document is after Word: a chart is a figure and its table."""

    def block(part: Block) -> tuple[Block, ...]:
        if isinstance(part, Chart):
            figure = Figure(chart_picture(part.chart), part.alternative, part.caption)
            return figure, chart_table(part)
        return (part,)

    return replace(document, blocks=tuple(made for part in document.blocks for made in block(part)))


def test_every_part_comes_back() -> None:
    document = every_part()
    assert read_word(render_word(document)) == as_read(document)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_any_document_comes_back(document: Document) -> None:
    assert read_word(render_word(document)) == as_read(document)


def test_the_same_document_gives_the_same_bytes() -> None:
    furniture = Furniture("OFFICIAL", "Left", "Right", "Foot")
    first = render_word(every_part(), furniture)
    assert first == render_word(every_part(), furniture)
    with zipfile.ZipFile(BytesIO(first)) as box:
        assert {part.date_time for part in box.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_headings_heads_fields_and_alternative_texts_are_word_s_own() -> None:
    word = docx.Document(BytesIO(render_word(every_part(), Furniture("OFFICIAL", "L", "R", "F"))))
    names = [line.style.name for line in word.paragraphs]
    assert names[:4] == ["Cover name", "Title", "Subtitle", "Table note"]
    assert "Heading 2" in names
    assert "List Bullet" in names
    title = word.styles["Title"].element.pPr.find(qn("w:outlineLvl"))
    assert title.get(qn("w:val")) == "0"
    table = word.tables[1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    section = word.sections[0]
    fields = [f.get(qn("w:instr")) for f in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "OFFICIAL" in [line.text for line in section.header.paragraphs]
    words = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert words[0] == "A green field"
    assert all(words)
    assert word.core_properties.language == "en-GB"


def test_a_new_list_begins_at_one_again() -> None:
    lists = (Bullets(("a", "b"), numbered=True), Bullets(("c",), numbered=True))
    data = render_word(Document("T", blocks=lists))
    word = docx.Document(BytesIO(data))
    numbers = [line._p.pPr.numPr.numId.val for line in word.paragraphs[1:]]
    assert numbers[0] == numbers[1] != numbers[2]
    assert read_word(data).blocks == lists


def test_hostile_text_stands_as_it_is_and_nothing_leads_outside() -> None:
    h = HOSTILE
    document = Document(
        h,
        h,
        blocks=(
            Heading(2, h),
            Paragraph(h),
            Bullets((h,)),
            Facts(((h, h),), columns=1),
            Box(h, h),
            Table((Column(h),), (Row((Cell(h, h),)),), h),
        ),
        cover=h,
    )
    data = render_word(document, Furniture(h, h, h, h, h))
    assert read_word(data) == document
    with zipfile.ZipFile(BytesIO(data)) as box:
        for name in box.namelist():
            text = box.read(name).decode("utf-8", "replace")
            assert 'TargetMode="External"' not in text
            assert "<img" not in text
            assert "vbaProject" not in name


def test_signs_that_xml_cannot_hold_become_a_visible_mark() -> None:
    made = render_word(Document("T", blocks=(Paragraph("a\x00b\x1bc\ufffe"),)))
    assert read_word(made).blocks == (Paragraph("a\ufffdb\ufffdc\ufffd"),)


def test_languages_the_partnership_offers_go_through() -> None:
    texts = ("Zażółć gęślą jaźń", "حماية الطفل", "ਬੱਚਿਆਂ ਦੀ ਸੁਰੱਖਿਆ", "保护儿童")
    document = Document("Words", blocks=tuple(Paragraph(text) for text in texts))
    assert read_word(render_word(document)) == document


def test_a_template_gives_its_styles_and_furniture_and_none_of_its_text() -> None:
    template = docx.Document()
    template.add_paragraph("Old words of the template")
    template.styles["Heading 2"].font.name = "Georgia"
    template.sections[0].header.paragraphs[0].text = "The letterhead"
    out = BytesIO()
    template.save(out)
    data = render_word(every_part(), Furniture("OFFICIAL"), template=out.getvalue())
    word = docx.Document(BytesIO(data))
    assert "Old words" not in "".join(line.text for line in word.paragraphs)
    assert word.sections[0].header.paragraphs[0].text == "The letterhead"
    assert read_word(data) == as_read(every_part())


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04broken"])
def test_what_is_no_word_document_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(Refused, match=r"minutes\.docx is no Word document"):
        read_word(data, "minutes.docx")
    if data:
        with pytest.raises(Refused, match="template is no Word document"):
            render_word(Document("T"), template=data)


def test_text_that_somebody_added_in_word_comes_back_as_paragraphs() -> None:
    word = docx.Document(BytesIO(render_word(Document("Title", blocks=(Paragraph("One"),)))))
    word.add_paragraph("Two", style="Quote")
    word.add_heading("Three", level=2)
    out = BytesIO()
    word.save(out)
    blocks = read_word(out.getvalue()).blocks
    assert blocks == (Paragraph("One"), Paragraph("Two"), Heading(2, "Three"))


def test_a_heading_skipped_in_word_is_named() -> None:
    word = docx.Document(BytesIO(render_word(Document("Title"))))
    word.add_heading("Deep", level=4)
    out = BytesIO()
    word.save(out)
    with pytest.raises(Refused, match=re.escape("paper.docx: block 1, heading 'Deep': level 4")):
        read_word(out.getvalue(), "paper.docx")


def test_columns_keep_what_stands_around_them() -> None:
    document = Document(
        "T",
        blocks=(
            Paragraph("before"),
            Columns(((Paragraph("left"),), (Paragraph("right"), Figure(_dot(), "dot", width=0.5)))),
            Paragraph("after"),
        ),
    )
    assert read_word(render_word(document)) == document


def _dot() -> bytes:
    from tests.paper.documents import picture

    return picture(8, 8)
