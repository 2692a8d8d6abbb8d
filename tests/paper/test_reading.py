from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper import reading
from dscp_desktop.paper.reading import extract_text, inspect_pdf

MakePaper = Callable[..., bytes]


def locked(data: bytes, *, user: str, owner: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()


def test_facts_of_a_plain_paper(make_paper: MakePaper) -> None:
    facts = inspect_pdf(make_paper(3), "report.pdf")
    assert facts.pages == 3
    assert facts.sizes == ((595.0, 842.0),) * 3
    assert not facts.encrypted
    assert not facts.has_bookmarks
    assert not facts.repaired
    assert facts.removed == ()
    assert facts.title == ""


def test_sizes_are_as_seen(make_paper: MakePaper) -> None:
    def change(pdf: Any) -> None:
        pdf.pages[0].obj.CropBox = pikepdf.Array([400, 100, 100, 700])
        pdf.pages[1].obj.CropBox = pikepdf.Array([5000, 5000, 6000, 6000])
        pdf.pages[1].obj.UserUnit = 2

    facts = inspect_pdf(make_paper(2, rotate=90, change=change), "turned.pdf")
    assert facts.sizes == ((600.0, 300.0), (1684.0, 1190.0))


def test_title_and_bookmarks_are_seen(make_paper: MakePaper) -> None:
    def change(pdf: Any) -> None:
        pdf.docinfo["/Title"] = " Budget "
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("One", 0))

    facts = inspect_pdf(make_paper(change=change), "b.pdf")
    assert facts.title == "Budget"
    assert facts.has_bookmarks


def test_a_paper_that_only_forbids_uses_is_taken_and_said(make_paper: MakePaper) -> None:
    facts = inspect_pdf(locked(make_paper(), user="", owner="secret"), "a.pdf")
    assert facts.encrypted
    assert facts.pages == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "a.pdf is not a PDF"),
        (b"PK\x03\x04 a workbook", "a.pdf is not a PDF"),
        (b"%PDF-1.7\nnothing at all", "a.pdf is damaged"),
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]>>endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF",
            "a.pdf is damaged",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        inspect_pdf(data, "a.pdf")
    assert words in refused.value.words


def test_a_file_without_pages_is_refused() -> None:
    out = BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.save(out)
    with pytest.raises(Refused, match="a has no pages"):
        inspect_pdf(out.getvalue(), "a")


def test_a_password_is_said(make_paper: MakePaper) -> None:
    data = locked(make_paper(), user="secret", owner="other")
    with pytest.raises(Refused, match=r"a\.pdf needs a password"):
        inspect_pdf(data, "a.pdf")


def test_limits_of_size_and_pages(make_paper: MakePaper, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_paper(3)
    monkeypatch.setattr(reading, "MOST_PAGES", 2)
    with pytest.raises(Refused, match="a has 3 pages, more than 2"):
        inspect_pdf(data, "a")
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    with pytest.raises(Refused, match="a is larger than 0 MB"):
        inspect_pdf(data, "a")


@pytest.mark.parametrize("cut", range(20))
def test_twenty_damaged_papers_are_read_or_refused_by_name(cut: int, corpus: Path) -> None:
    data = bytearray((corpus / "pdf" / "024-annotations__annotated_pdf.pdf").read_bytes())
    if cut % 2:
        data = data[: len(data) * (cut + 1) // 22]
    else:
        for at in range(40 + cut * 7, len(data), 37 + cut):
            data[at] = (data[at] * 31 + cut) % 256
    words = []
    for read in (inspect_pdf, extract_text):
        try:
            read(bytes(data), "damaged.pdf")
        except Refused as refused:
            words.append(refused.words)
    assert all(said.startswith("damaged.pdf ") for said in words)


def test_a_mended_paper_is_called_repaired(make_paper: MakePaper) -> None:
    data = make_paper()
    facts = inspect_pdf(data[: data.rindex(b"startxref")], "cut.pdf")
    assert facts.repaired
    assert facts.pages == 1


def test_text_of_each_page(make_paper: MakePaper) -> None:
    assert extract_text(make_paper(2)) == ("Paper page 1", "Paper page 2")
    with pytest.raises(Refused, match=r"The file is damaged"):
        extract_text(b"%PDF-")


def test_every_corpus_paper_but_the_locked_one_is_read(corpus: Path) -> None:
    refused = []
    for path in sorted((corpus / "pdf").glob("*.pdf")):
        try:
            facts = inspect_pdf(path.read_bytes(), path.name)
        except Refused as trouble:
            refused.append(trouble.words)
        else:
            assert len(extract_text(path.read_bytes(), path.name)) == facts.pages
    (words,) = refused
    assert "password" in words
