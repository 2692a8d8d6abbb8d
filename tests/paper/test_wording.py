from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

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
from dscp_desktop.paper.wording import Typesetter
from tests.contracts.tree import imports, python_files, told

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


def test_nothing_uses_paragraphs_of_reportlab() -> None:
    wanted = {"Paragraph", "XPreformatted", "platypus", "Preformatted"}
    used = [
        f"{told(path)}:{line} {name}"
        for path in python_files("dscp_desktop")
        for line, name in imports(path)
        if name.startswith("reportlab") and wanted & set(name.split("."))
    ]
    assert used == []


@settings(max_examples=200)
@given(
    st.lists(
        st.builds(Run, st.text(max_size=30), st.booleans(), st.booleans()), min_size=1, max_size=4
    ),
    st.floats(12, 200),
)
def test_set_lines_hold_the_text_that_went_in_and_no_line_is_too_long(
    runs: list[Run], room: float
) -> None:
    placed = Typesetter().place(tuple(runs), room, size=10, leading=12)
    shown = "".join(piece.text for line in placed.lines for piece in line.pieces)
    wanted = "".join(Typesetter()._shown(run, False)[1] for run in runs)
    assert "".join(shown.split()) == "".join(wanted.split())
    for line in placed.lines:
        assert line.long == pytest.approx(sum(piece.long for piece in line.pieces))
        assert line.long <= room + 0.01


def test_lacking_signs_are_reported_by_the_text_they_stand_in() -> None:
    typesetter = Typesetter()
    typesetter.place((Run("Hello 漢字"),), 100, size=10, leading=12)
    typesetter.line("Hello 漢字", "Paper")
    typesetter.place("x" * 60 + "字", 100, size=10, leading=12)
    assert typesetter.warnings == (
        "‘Hello 漢字’ holds 字 漢, which the font cannot show. It is printed as [?].",
        "‘" + "x" * 39 + "…’ holds 字, which the font cannot show. It is printed as [?].",
    )


def test_languages_the_partnership_offers_are_shown_or_marked_never_silent(
    page_texts: Callable[[bytes], list[str]],
) -> None:
    polish, arabic, punjabi, chinese = (
        "Zażółć gęślą jaźń", "حماية الطفل", "ਬੱਚਿਆਂ ਦੀ ਸੁਰੱਖਿਆ", "保护儿童",
    )  # fmt: skip
    texts = (polish, arabic, punjabi, chinese)
    made = render_pdf(Document("Words", blocks=tuple(Paragraph(text) for text in texts)))
    shown = page_texts(made.data)[0]
    assert polish in shown
    assert shown.count("[?]") >= 3
    assert [any(text[:4] in warning for warning in made.warnings) for text in texts] == [
        False, True, True, True,
    ]  # fmt: skip
    assert all("It is printed as [?]." in warning for warning in made.warnings)


def test_short_text_is_one_line_and_long_text_is_several() -> None:
    typesetter = Typesetter()
    short = typesetter.place("short", 100, size=10, leading=12)
    long = typesetter.place("a long text " * 10, 100, size=10, leading=12)
    assert len(short.lines) == 1
    assert len(long.lines) > 4
    assert short.height == 12
    assert short.split(100) is None
    parts = long.split(40)
    assert parts is not None
    assert parts[0].height + parts[1].height == long.height
    assert long.split(5) is None
    assert long.split(13) is None  # a first line alone at the foot of a page


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
