from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument
from reportlab.platypus.paraparser import ParaParser

from dscp_desktop.paper.document import (
    Box,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Row,
    Run,
    Table,
)
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.wording import Lines, OneLine, Typesetter

HOSTILE = '<img src="file://h/x"> & <5 =1+1'


def test_hostile_text_is_printed_as_it_stands_in_every_place(
    page_texts: Callable[[bytes], list[str]],
) -> None:
    h = HOSTILE
    document = Document(
        h,
        h,
        blocks=(
            Heading(2, h),
            Paragraph(h),
            Paragraph((Run(h, bold=True), Run(h, italic=True)), small=True),
            Bullets((h, (Run(h),))),
            Facts(((h, h),), columns=1),
            Box(h, h),
            Table((Column(h),), (Row((Cell(h, h, mark="*"),)),), h, (Note("*", h),)),
        ),
        cover=h,
    )
    made = render_pdf(document, Furniture(h, h, h, h, h))
    text = " ".join(" ".join(page_texts(made.data)).split())
    assert text.count("& <5 =1+1") >= 22
    assert made.warnings == ()
    assert made.headings[0].text == h


def test_only_one_module_makes_paragraphs_of_reportlab(root: Path) -> None:
    for path in (root / "dscp_desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reportlab"):
                names = {alias.name for alias in node.names}
                if names & {"Paragraph", "XPreformatted", "platypus", "Preformatted"}:
                    assert path.name == "wording.py", path


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_markup_is_read_back_as_the_text_that_went_in(text: str) -> None:
    typesetter = Typesetter()
    style = typesetter._style(10, 12, "Paper", "left")
    _, fragments, _ = ParaParser().parse(typesetter.markup(text), style)
    from dscp_desktop.paper.fonts import REGULAR, printable

    read = "".join("\n" if getattr(f, "lineBreak", False) else f.text for f in fragments)
    assert "".join(read.split()) == "".join(printable(text, REGULAR)[0].split())


def test_lacking_signs_are_reported_by_the_text_they_stand_in() -> None:
    typesetter = Typesetter()
    typesetter.markup("Hello 漢字")
    typesetter.line("Hello 漢字", "Paper")
    typesetter.markup("x" * 60 + "字")
    assert typesetter.warnings == (
        "‘Hello 漢字’ holds 字 漢, which the font cannot show. It is printed as [?].",
        "‘" + "x" * 39 + "…’ holds 字, which the font cannot show. It is printed as [?].",
    )


def test_short_text_is_one_line_and_long_text_is_several() -> None:
    typesetter = Typesetter()
    short = typesetter.place("short", 100, size=10, leading=12)
    long = typesetter.place("a long text " * 10, 100, size=10, leading=12)
    assert isinstance(short, OneLine)
    assert isinstance(long, Lines)
    assert short.height == 12
    assert short.split(100) is None
    parts = long.split(40)
    assert parts is not None
    assert parts[0].height + parts[1].height == long.height
    assert long.split(5) is None


def test_a_word_longer_than_its_column_is_broken_not_lost(
    page_texts: Callable[[bytes], list[str]],
) -> None:
    digest = "0123456789abcdef" * 8
    table = Table((Column("A"), Column("B")), (Row((Cell(digest), Cell(digest))),))
    text = page_texts(render_pdf(Document("T", blocks=(table,))).data)[0]
    assert "".join(text.split()).count(digest[:20]) >= 2


def test_the_square_of_a_late_line_is_no_higher_than_its_words(
    page_texts: Callable[[bytes], list[str]],
) -> None:
    row = Row((Cell("■ Late", bold=True),))
    made = render_pdf(Document("Log", blocks=(Table((Column("Status"),), (row,)),))).data
    assert "■ Late" in page_texts(made)[0]
    with PdfDocument(made) as opened:
        text = opened[0].get_textpage()
        signs = text.get_text_range()
        _, foot, _, head = text.get_charbox(signs.index("■"))
        _, low, _, high = text.get_charbox(signs.index("Late"))
    assert low - 2 < foot < head <= high
