"""Tagged papers joined into a pack keep their structure; others are read page by page.

The corpus holds no tagged PDF. Those in `data/tagged` were made by LibreOffice 7.4 with the
script beside them (headings, lists, a table over three pages, a figure, links, a form, turned
pages, landscape, Polish); the rest come from our own renderer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from dscp_desktop.paper.document import Column, Document, Row, Table, cells
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.joining import Joined, Part, join
from dscp_desktop.paper.pdf import render_pdf
from tests.paper.documents import every_part
from tests.paper.structure import outline, problems

PAPERS = (
    "figure", "form", "headings", "landscape", "links", "lists", "polish", "rotated", "table",
)  # fmt: skip
# What LibreOffice itself leaves wrong: a field's content that is never drawn.
THEIRS = ("is not drawn",)


@pytest.fixture(scope="module")
def tagged() -> Callable[[str], bytes]:
    """The tagged papers of LibreOffice, by name."""
    folder = Path(__file__).resolve().parent.parent / "data" / "tagged"
    return lambda name: (folder / f"{name}.pdf").read_bytes()


def pack(*parts: Part) -> Joined:
    return join(parts, furniture=Furniture("OFFICIAL", "L", "R", "F", "Page {page}"), title="Pack")


def paper(data: bytes, title: str = "A paper") -> Part:
    return Part(data, title)


def body(text: str) -> list[str]:
    """Return the lines of an outline without those of the file and its sections."""
    return [
        line.strip()
        for line in text.splitlines()
        if line.strip() not in ("Root", "Document", "Sect")
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_another_program_keeps_its_structure(
    name: str, tagged: Callable[[str], bytes]
) -> None:
    data = tagged(name)
    joined = pack(paper(data), paper(render_pdf(every_part()).data, "Ours"))
    wrong = [p for p in problems(joined.data) if not p.endswith(THEIRS)]
    assert wrong == []
    assert joined.untagged == ()
    text = body(outline(joined.data))
    before = body(outline(data))
    assert len(before) >= 2
    at = 0
    for line in before:
        at = text.index(line, at)


def test_all_of_them_in_one_pack(tagged: Callable[[str], bytes]) -> None:
    parts = [paper(tagged(name), name) for name in PAPERS]
    ours = Part(render_pdf(every_part()).data, "Cover", ours=True)
    polish = render_pdf(replace(every_part(), language="pl")).data
    joined = pack(ours, *parts, Part(polish, "Po polsku", ours=True))
    assert [p for p in problems(joined.data) if not p.endswith(THEIRS)] == []
    text = outline(joined.data)
    assert [line.strip() for line in text.splitlines()].count("Sect") == len(parts) + 2
    assert text.count("H1: Agenda and action log") == 2
    assert "Figure (alt: A green field)" in text
    assert text.count("TR") >= 90
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        assert len(pdf.Root.AcroForm.Fields) == 2
        names = [bytes(n) for n in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]
        assert names == sorted(names)
        assert len(names) == len(set(names)) == 4
        languages = [str(s.get("/Lang")) for s in pdf.Root.StructTreeRoot.K[0].K]
        assert languages == ["en-GB", *["en-US"] * len(parts), "pl"]


def test_a_paper_without_tags_is_read_page_by_page_and_named(
    make_paper: Callable[..., bytes],
) -> None:
    joined = pack(paper(make_paper(3), "Scan"), paper(render_pdf(every_part()).data, "Ours"))
    assert joined.untagged == ("Scan",)
    assert problems(joined.data, ours=False) == []
    assert b"pdfuaid" not in joined.data
    text = outline(joined.data)
    for number in (1, 2, 3):
        assert f"P: Paper page {number}" in text


def test_marks_without_a_tree_are_not_mistaken_for_tags() -> None:
    """Programs that split a tagged paper leave the marks in its pages, and the tree behind."""
    with pikepdf.open(BytesIO(render_pdf(every_part()).data)) as pdf:
        del pdf.Root["/StructTreeRoot"], pdf.Root["/MarkInfo"]
        out = BytesIO()
        pdf.save(out)
    joined = pack(paper(out.getvalue(), "Split"), paper(render_pdf(every_part()).data, "Ours"))
    assert joined.untagged == ("Split",)
    assert problems(joined.data, ours=False) == []


def test_tags_that_lead_in_circles_or_nowhere_end(tagged: Callable[[str], bytes]) -> None:
    def circle(tree: Any) -> None:
        first = tree.K[0] if isinstance(tree.K, Array) else tree.K
        first.K = Array([first, tree, first])

    def deep(tree: Any) -> None:
        element = tree.K[0] if isinstance(tree.K, Array) else tree.K
        for _ in range(300):
            below = Dictionary(S=Name.Div, K=element.get("/K"))
            element.K = Array([below])
            element = element.K[0]

    def nonsense(tree: Any) -> None:
        tree.K = Array([5, Name.P, Dictionary(S=Name.P, K=10**9), Dictionary(K=Array([-3]))])

    def nothing(tree: Any) -> None:
        tree.K = Array([])

    def unknown(tree: Any) -> None:
        tree.RoleMap = Dictionary(A=Name.B, B=Name.A)
        for element in tree.K if isinstance(tree.K, Array) else [tree.K]:
            element.S = Name.A

    for change in (circle, deep, nonsense, nothing, unknown):
        with pikepdf.open(BytesIO(tagged("lists"))) as pdf:
            change(pdf.Root.StructTreeRoot)
            out = BytesIO()
            pdf.save(out)
        start = time.monotonic()
        joined = pack(paper(out.getvalue()))
        assert time.monotonic() - start < 20
        assert joined.pages == 1
        with pikepdf.open(BytesIO(joined.data)) as made:
            assert "/StructTreeRoot" in made.Root


def test_types_of_a_paper_s_own_become_standard_ones(tagged: Callable[[str], bytes]) -> None:
    with pikepdf.open(BytesIO(tagged("headings"))) as pdf:
        tree = pdf.Root.StructTreeRoot
        tree.RoleMap = Dictionary(Kopf=Name("/Haupt"), Haupt=Name.H1)
        for element in pdf.objects:
            if isinstance(element, Dictionary) and element.get("/S") == Name.H1:
                element.S = Name.Kopf
        out = BytesIO()
        pdf.save(out)
    assert "H1: Annual position" in outline(pack(paper(out.getvalue())).data)


def test_the_same_papers_give_the_same_bytes(tagged: Callable[[str], bytes]) -> None:
    parts = [paper(tagged(name), name) for name in PAPERS]
    assert pack(*parts).data == pack(*parts).data


def test_a_pack_inside_a_pack_keeps_its_structure(tagged: Callable[[str], bytes]) -> None:
    inner = pack(paper(tagged("table"), "table"), paper(render_pdf(every_part()).data, "ours"))
    outer = pack(paper(inner.data, "inner"), paper(tagged("lists"), "lists"))
    assert problems(outer.data) == []
    assert outline(outer.data).count("Table") == outline(inner.data).count("Table")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_large_pack_stays_whole() -> None:
    rows = tuple(Row(cells(f"{n}", "A line of a table", "£1")) for n in range(28 * 40))
    table = Table((Column("No"), Column("What", width=4), Column("Amount", "right")), rows)
    data = render_pdf(Document("A paper", blocks=(table,))).data
    joined = pack(*(paper(data, f"Paper {n}") for n in range(12)))
    assert joined.pages > 400
    assert problems(joined.data) == []
