"""Head and foot of many pages: drawn once, and cheap however many papers there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from dscp_desktop.paper.document import Document, PageBreak, Paragraph
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.joining import Part, join
from dscp_desktop.paper.pdf import render_pdf
from tests.bench.lines import in_child

MakePaper = Callable[..., bytes]
Texts = Callable[[bytes], list[str]]
Places = Callable[[bytes, int, str], list[tuple[float, float, float, float]]]
MEGABYTE = 1024 * 1024


def stills(pdf: Any) -> set[tuple[int, int]]:
    """The forms that hold what does not change, as pages call them."""
    forms = [page.obj.Resources.XObject.Furniture for page in pdf.pages]
    return {form.Resources.XObject.Still.objgen for form in forms}


def test_what_pages_have_in_common_is_drawn_once(
    make_paper: MakePaper, furniture: Furniture
) -> None:
    parts = [
        Part(make_paper(30), "First"),
        Part(make_paper(30), "Second", marking="OFFICIAL"),
    ]
    whole = replace(furniture, skip_head_on_first=True)
    data = join(parts, furniture=whole, title="Pack").data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(stills(pdf)) == 3  # the first page without head, and two markings
        first = [page.obj.Contents[0].objgen for page in pdf.pages]
        assert len(set(first)) == 1
        marks = [{page.obj.Contents[n].objgen for page in pdf.pages} for n in (1, -1)]
        assert [len(each) for each in marks] == [2, 2]  # a pair a paper: neither has tags
        before, after = ({page.obj.Contents[n].objgen for page in pdf.pages} for n in (2, -2))
        assert len(before) == len(after) == 2  # one for each paper
        streams = sum(isinstance(each, pikepdf.Stream) for each in pdf.objects)
        assert streams <= 2 * len(pdf.pages) + 30


def test_the_foot_is_cut_alike_on_every_page(
    make_paper: MakePaper, furniture: Furniture, page_texts: Texts
) -> None:
    long = replace(furniture, foot_left="Built from the records of that day " * 6)
    texts = page_texts(join([Part(make_paper(101), "p")], furniture=long, title="Pack").data)
    cut = {text[text.rindex("Built") : text.index("…")] for text in texts}
    assert len(cut) == 1
    assert all(f"Pack page {page} of 101" in text for page, text in enumerate(texts, 1))


def test_the_number_stands_where_a_document_of_our_own_has_it(
    furniture: Furniture, word_places: Places
) -> None:
    document = Document("T", blocks=(Paragraph("One"), PageBreak(), Paragraph("Two")))
    printed = render_pdf(document, furniture).data
    parts = [Part(render_pdf(document).data, "T", ours=True)]
    joined = join(parts, furniture=furniture, title="Pack").data
    for words in ("Pack page 2 of 2", "Copy 7 of 14", "Executive, 26 October 2023"):
        assert word_places(joined, 1, words) == word_places(printed, 1, words)


@pytest.mark.parametrize("contents", [Array([]), Dictionary(), Array([Dictionary(), 4])])
def test_content_that_is_none_is_an_empty_page(
    make_paper: MakePaper, furniture: Furniture, page_texts: Texts, contents: Any
) -> None:
    def change(pdf: Any) -> None:
        pdf.pages[0].obj[Name.Contents] = contents

    joined = join([Part(make_paper(1, change=change), "p")], furniture=furniture, title="Pack")
    assert "Pack page 1 of 1" in page_texts(joined.data)[0]


@pytest.mark.slow
def test_a_thousand_pages_take_little_more_memory_than_a_hundred(
    make_paper: MakePaper, tmp_path: Path
) -> None:
    taken = {}
    for papers in (10, 100):
        folder = tmp_path / str(papers)
        folder.mkdir()
        for number in range(papers):
            (folder / f"{number:03}.pdf").write_bytes(make_paper(10))
        measured = in_child("tests.bench.packs:join_folder", str(folder))
        assert measured.result == papers * 10
        taken[papers] = measured.memory
    assert (taken[100] - taken[10]) / MEGABYTE < 30, taken
