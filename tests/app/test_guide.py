"""The guide: a chapter for each page, read strictly, and out as web page and PDF."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.app.features import FEATURES
from dscp_desktop.app.guide import find_chapter, guide_document, the_guide
from dscp_desktop.app.guide_reader import read_guide
from dscp_desktop.core.places import find_place
from dscp_desktop.paper.document import (
    BuiltWrong,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    Run,
    Table,
)
from dscp_desktop.paper.reading import extract_text
from tests.app.conftest import Dscp
from tests.paper.structure import problems, read_tree

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x50\0\0\0\x64"
BEFORE_A_STORE = ("first-run", "unlock", "recovery", "restore")
ELSEWHERE = ("settings", "share", "found", "keys")
MOST = 150_000  # bytes of a picture


def read(*lines: str) -> tuple[object, ...]:
    """The blocks of a guide of one chapter with these lines."""
    text = "\n".join(("# T", "", "## Chapter {#chapter}", "", *lines, ""))
    return read_guide(text, lambda _name: PNG).chapters[0].blocks


def test_every_page_has_a_chapter_and_no_chapter_is_of_nothing() -> None:
    wanted = {feature.name for feature in FEATURES if feature.page}
    wanted |= {*BEFORE_A_STORE, *ELSEWHERE}
    assert {chapter.key for chapter in the_guide().chapters} == wanted
    assert all(chapter.blocks for chapter in the_guide().chapters)
    assert find_chapter("nowhere") is None


def test_every_picture_is_there_light_and_none_is_left_over() -> None:
    folder = find_place("resources/help")
    named = set(re.findall(r"\]\((pictures/[^)]+)\)", (folder / "guide.md").read_text("utf-8")))
    there = {path.relative_to(folder).as_posix(): path for path in folder.glob("pictures/*")}
    assert named == set(there)
    assert len(named) >= 8
    assert {name: p.stat().st_size for name, p in there.items() if p.stat().st_size > MOST} == {}


def test_each_part_is_read_as_it_was_meant() -> None:
    blocks = read(
        "### Below", "", "One **bold** line", "and *slanted* `c[o]de`.", "", "- a", "- b", "",
        "1. one", "2. two", "", "| Keys | Do |", "|---|---|", "| F1 | help |", "",
        "![A tall one](pictures/tall.png)",
    )  # fmt: skip
    heading, paragraph, bullets, numbers, table, figure = blocks
    assert heading == Heading(3, "Below")
    slanted, code = Run("slanted", italic=True), Run("c[o]de", italic=True)
    runs = (Run("One "), Run("bold", bold=True), Run(" line and "), slanted, Run(" "), code)
    assert paragraph == Paragraph((*runs, Run(".")))
    assert (bullets, numbers) == (Bullets(("a", "b")), Bullets(("one", "two"), numbered=True))
    assert isinstance(table, Table)
    assert [c.text for c in table.rows[0].cells] == ["F1", "help"]
    assert isinstance(figure, Figure)
    assert (figure.alternative, figure.width) == ("A tall one", 0.5)


def test_the_help_leaves_pictures_out_and_a_key_is_not_shown() -> None:
    text = "# T\n\nBefore.\n\n## C *d* {#c}\n\nOne.\n\n![P](pictures/p.png)\n\n- two\n- three\n"
    guide = read_guide(text, lambda _name: PNG)
    assert guide.opening == (Paragraph("Before."),)
    (chapter,) = guide.chapters
    assert (chapter.title, chapter.text) == ("C d", "One.\n\n- two\n- three\n")


@pytest.mark.parametrize(
    ("lines", "place", "words"),
    [
        (("fine", " indented"), 6, "begins or ends with a space"),
        (("fine ",), 5, "begins or ends with a space"),
        (("#### Too deep",), 5, "a heading is"),
        (("## No key",), 5, "a heading is"),
        (("### Heading", "and more"), 5, "a heading is"),
        (("## Again {#chapter}",), 5, "two chapters 'chapter'"),
        (("![](pictures/p.png)",), 5, "a picture is"),
        (("![words](elsewhere.png)",), 5, "a picture is"),
        (("- a", "b"), 6, "does not go on"),
        (("1. a", "3. b"), 6, "does not go on"),
        (("words", "- a"), 6, "an empty line is missing"),
        (("words", "---"), 6, "an empty line is missing"),
        (("* a",), 5, "an empty line is missing"),
        (("one **two",), 5, "'*' opens what nothing closes"),
        (("one `two",), 5, "'`' opens what nothing closes"),
        (("a * b * c",), 5, "'*' opens what nothing closes"),
        (("a <b>c</b>",), 5, "'<' is not known"),
        (("[a](b)",), 5, "'[' is not known"),
        (("snake_case",), 5, "'_' is not known"),
        (("> said",), 5, "'>' is not known"),
        (("a \\* b",), 5, "'\\' is not known"),
        (("a &amp; b",), 5, "'&amp;' is not known"),
        (("| a | b |", "| c | d |", "| e | f |"), 5, "a table has heads"),
        (("| a | b |", "|---|---|", "c"), 7, "no row of the table"),
        (("| a | b |", "|---|---|", "| c |"), 5, "1 cells for 2 columns"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_its_line(
    lines: tuple[str, ...], place: int, words: str
) -> None:
    with pytest.raises(BuiltWrong, match=f"line {place}: .*{re.escape(words)}"):
        read(*lines)


def test_a_guide_begins_with_its_title() -> None:
    for text in ("", "Words", "## C {#c}"):
        with pytest.raises(BuiltWrong, match="line 1: a guide begins"):
            read_guide(text, lambda _name: PNG)


@settings(max_examples=40)
@given(st.text(st.sampled_from("ab *`-#|![](){}_1.\n"), max_size=40))
def test_anything_is_read_or_refused_with_a_line(text: str) -> None:
    said = "line "
    try:
        read(*text.split("\n"))
    except BuiltWrong as wrong:
        said = str(wrong)
    assert said.startswith("line ")


def test_it_goes_out_as_one_web_page(dscp: Dscp, tmp_path: Path) -> None:
    out = tmp_path / "guide.html"
    assert dscp("guide", "-o", out, passphrase=None).code == 0
    page = ElementTree.fromstring(_closed(out.read_text("utf-8")))
    assert [h.text for h in page.iter("h2")] == [c.title for c in the_guide().chapters]
    figures = [b for b in guide_document().blocks if isinstance(b, Figure)]
    assert [i.get("alt") for i in page.iter("img")] == [f.alternative for f in figures]
    assert all(str(i.get("src")).startswith("data:image/png;base64,") for i in page.iter("img"))
    said = dscp("guide", "-o", out, passphrase=None)
    assert said.code == 2
    assert "already there" in said.err
    said = dscp("guide", "-o", tmp_path / "guide.docx", passphrase=None)
    assert (said.code, "-o GUIDE.pdf or -o GUIDE.html" in said.err) == (2, True)


def test_it_goes_out_as_tagged_pdf(dscp: Dscp, tmp_path: Path) -> None:
    out = tmp_path / "guide.pdf"
    assert dscp("guide", "-o", out, passphrase=None).code == 0
    data = out.read_bytes()
    assert problems(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        elements = list(read_tree(pdf).walk())
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root[0].children]
    assert titles[: len(the_guide().chapters)] == [c.title for c in the_guide().chapters]
    told = [str(e.obj.Alt) for e in elements if e.kind == "Figure"]
    assert told == [b.alternative for b in guide_document().blocks if isinstance(b, Figure)]
    words = " ".join(" ".join(extract_text(data)).split())
    assert "Space leaves a line out or takes it in" in words


def _closed(html: str) -> str:
    """The page as XML: what HTML leaves open is closed."""
    page = html.removeprefix("<!DOCTYPE html>")
    return re.sub(r"<(meta|img|hr)([^>]*)>", r"<\1\2/>", page)
