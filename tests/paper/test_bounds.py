from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper import bounds
from dscp_desktop.paper.reading import inspect_pdf
from tests.hard import papers


def with_content(data: bytes, filters: str) -> bytes:
    return papers.one_page(papers.stream(data, f"/Filter{filters}"), page="/Contents 4 0 R")


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        inspect_pdf(data, "a.pdf")
    return caught.value.words


def test_each_way_of_packing_is_seen_through() -> None:
    bomb = zlib.compress(bytes(70_000_000), 9)
    for data, filters in (
        (bomb, "/FlateDecode"),
        (bomb, "[/Fl]"),
        (zlib.compress(bomb), "[/FlateDecode/FlateDecode]"),
        (bomb.hex().encode(), "[/ASCIIHexDecode/FlateDecode]"),
    ):
        words = refusal(with_content(data, filters))
        assert words.startswith("a.pdf, page 1: what is drawn unfolds to more than 32 MB"), filters


def test_what_is_damaged_or_small_is_no_bomb() -> None:
    cut = zlib.compress(bytes(70_000_000), 9)[:900]
    broken = zlib.compress(b"q Q " * 300_000) + b"rubbish"
    for data, filters in (
        (cut * 2_000, "/FlateDecode"),
        (b"\x00" * 60_000, "/FlateDecode"),
        (broken, "/FlateDecode"),
        (b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 900, "/LZWDecode"),
        (b"q Q " * 900, "/Unknown"),
    ):
        assert inspect_pdf(with_content(data, filters), "a.pdf").pages == 1, filters


def test_several_streams_of_a_page_count_together() -> None:
    part = papers.stream(zlib.compress(b" " * 20_000_000), "/Filter/FlateDecode")
    data = papers.one_page(part, page="/Contents[4 0 R 4 0 R]")
    assert "page 1: what is drawn unfolds" in refusal(data)
    assert inspect_pdf(papers.one_page(part, page="/Contents[4 0 R null]"), "a.pdf").pages == 1


def test_notes_of_all_pages_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_NOTES", 5)

    def change(pdf: Any) -> None:
        for page in pdf.pages:
            notes = [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])] * 2
            page.obj.Annots = pikepdf.Array(notes)

    assert inspect_pdf(papers.paper(2, change), "a.pdf").pages == 2
    assert refusal(papers.paper(4, change)).startswith("a.pdf, page 3: up to it the file holds 6")


def test_content_of_megabytes_left_open_is_closed_word_by_word() -> None:
    from dscp_desktop.paper.furniture import Furniture
    from dscp_desktop.paper.joining import Part, join

    content = b"Q " + b"(q Q) Tj BI /W 1 /H 1 /BPC 8 /CS /G ID Q EI q " * 20_000
    data = papers.one_page(papers.stream(content), page="/Contents 4 0 R")
    joined = join([Part(data, "a.pdf")], furniture=Furniture(), title="T")
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        words = [str(one.operator) for one in pikepdf.parse_content_stream(pdf.pages[0])]
    assert words.count("q") == words.count("Q") > 20_000
