"""Copies of a finished pack, and papers that are made ready once."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper import tasks
from dscp_desktop.paper.copying import Copy, make_copies
from dscp_desktop.paper.document import Document, Heading, PageBreak, Paragraph
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.joining import Part, join
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.preparing import prepare
from tests.paper.structure import Element, problems, read_tree

MakePaper = Callable[..., bytes]
Texts = Callable[[bytes], list[str]]
FURNITURE = Furniture("OFFICIAL", "Partnership", "Group", "Built today", "Page {page} of {pages}")


def quiet(_words: str, _done: int, _of: int) -> None:
    """Say nothing."""


def ours(pages: int = 2) -> bytes:
    breaks = (PageBreak(), Heading(2, "On"), Paragraph("Words")) * (pages - 1)
    return render_pdf(Document("Ours", blocks=(Paragraph("First"), *breaks))).data


def test_each_copy_has_its_number_and_name_and_the_rest_is_the_same(
    make_paper: MakePaper, page_texts: Texts
) -> None:
    wide = make_paper(1, box=(0, 0, 842, 595))
    parts = [Part(ours(), "Ours", ours=True), Part(wide, "Wide"), Part(make_paper(2), "Paper")]
    base = join(parts, furniture=FURNITURE, title="Pack").data
    copies = [Copy("Copy 1 of 2", "Copy 1 · Ann"), Copy("Copy 2 of 2", "Copy 2 · Bo Łęcki")]
    made = list(make_copies(base, copies))
    for number, (data, name) in enumerate(zip(made, ("Ann", "Bo Łęcki"), strict=True), 1):
        texts = page_texts(data)
        assert len(texts) == 5
        for text, plain in zip(texts, page_texts(base), strict=True):
            said = " ".join(text.split())
            assert f"Copy {number} of 2 · Built today" in said
            assert f"Copy {number} · {name}" in said
            assert all(word in said for word in plain.split())
        assert (f"Copy {3 - number}" in " ".join(texts)) is False, "nothing of another copy"
    again = list(make_copies(base, copies))
    assert again == made
    tagged = join(parts[:1], furniture=FURNITURE, title="Pack").data
    (copy,) = make_copies(tagged, copies[:1])
    assert problems(copy) == []
    with pikepdf.open(BytesIO(copy)) as pdf, pikepdf.open(BytesIO(tagged)) as was:
        assert kinds(read_tree(pdf)) == kinds(read_tree(was))
        raw = b"".join(c.read_bytes() for c in pdf.pages[0].obj.Contents)
        assert b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC" in raw


def kinds(element: Element) -> list[str]:
    return [one.kind for one in element.walk()]


def test_a_pack_in_a_pack_has_its_own_number(make_paper: MakePaper, page_texts: Texts) -> None:
    inner = join([Part(make_paper(1), "P")], furniture=FURNITURE, title="Old").data
    (old,) = make_copies(inner, [Copy("Copy 9 of 9", "Old Ann")])
    base = join([Part(old, "Old pack")], furniture=FURNITURE, title="New").data
    (copy,) = make_copies(base, [Copy("Copy 1 of 1", "New Bo")])
    (text,) = page_texts(copy)
    words = " ".join(text.split())
    assert "Copy 1 of 1 · Built today" in words
    assert "Copy 9 of 9 · Built today" in words


def test_a_password_keeps_a_pack_shut(make_paper: MakePaper) -> None:
    base = join([Part(make_paper(1), "P")], furniture=FURNITURE, title="Pack").data
    (shut,) = make_copies(base, [], "violet harbour")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(shut))
    with pikepdf.open(BytesIO(shut), password="violet harbour") as pdf:
        assert (pdf.encryption.bits, pdf.encryption.R) == (256, 6)
        assert str(pdf.docinfo["/Title"]) == "Pack"
    values = {"copies": [["Copy 1 of 1", "Ann"]], "password": "violet harbour"}
    facts, blobs = tasks.copies(json.loads(json.dumps(values)), [base], quiet)
    assert facts == {}
    with pikepdf.open(BytesIO(blobs[0]), password="violet harbour") as pdf:
        assert len(pdf.pages) == 1


def test_what_was_made_ready_joins_as_the_paper_itself(
    corpus: Path, data: Path, page_texts: Texts
) -> None:
    names = (
        "pdf/024-annotations__annotated_pdf.pdf",
        "pdf/006-pdflatex-outline__pdflatex-outline.pdf",
        "pdf/010-pdflatex-forms__pdflatex-forms.pdf",
    )
    papers = [(corpus / name).read_bytes() for name in names]
    papers += [(data / "tagged" / name).read_bytes() for name in ("headings.pdf", "form.pdf")]
    titles = [f"Paper {n}" for n in range(len(papers))]
    facts, blobs = tasks.prepare({"names": titles}, papers, quiet)
    plain, (at_once,) = tasks.join(
        {"parts": [{"title": title} for title in titles], "title": "Pack"}, papers, quiet
    )
    parts = [
        {"title": t, "ready": True, "wrapped": p["wrapped"], "bookmarks": p["bookmarks"]}
        for t, p in zip(titles, facts["papers"], strict=True)
    ]
    values = json.loads(json.dumps({"parts": parts, "title": "Pack"}))
    ready, (later,) = tasks.join(values, blobs, quiet)
    assert [p["removed"] for p in facts["papers"]] == plain["removed"]
    assert (ready["pages"], ready["untagged"]) == (plain["pages"], plain["untagged"])
    assert page_texts(later) == page_texts(at_once)
    with pikepdf.open(BytesIO(later)) as a, pikepdf.open(BytesIO(at_once)) as b:
        assert kinds(read_tree(a)) == kinds(read_tree(b))
        assert notes(a) == notes(b)
        assert titles_of(a) == titles_of(b)
        assert len(a.Root.AcroForm.Fields) == len(b.Root.AcroForm.Fields)


def notes(pdf: pikepdf.Pdf) -> list[list[str]]:
    return [[str(note.Rect[0]) for note in page.obj.get("/Annots", [])] for page in pdf.pages]


def titles_of(pdf: pikepdf.Pdf) -> list[str]:
    def read(items: list[pikepdf.OutlineItem]) -> list[str]:
        return [t for item in items for t in (item.title, *read(item.children))]

    with pdf.open_outline() as outline:
        return read(list(outline.root))


def test_only_some_pages_of_a_part(page_texts: Texts) -> None:
    part = Part(ours(4), "Ours", ours=True, only=(1, 3), foot_right="Page {page} as issued")
    joined = join([part], furniture=FURNITURE, title="Some", names=["7a", "9"])
    texts = page_texts(joined.data)
    assert ["Page 7a as issued" in texts[0], "Page 9 as issued" in texts[1]] == [True, True]
    assert joined.pages == 2
    assert problems(joined.data) == []
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        assert titles_of(pdf) == ["Ours", "On", "On"]


def test_a_paper_that_cannot_be_read_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="Half a paper"):
        prepare(b"%PDF-1.7 and no more", "Half a paper")
