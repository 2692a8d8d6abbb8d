"""Tagged PDFs: sound as they are made, and each broken rule is found by the same reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from pikepdf import Array, Dictionary, Name, String

from dscp_desktop.paper.document import Document
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.look import LARGE, NORMAL, Look
from dscp_desktop.paper.pdf import render_pdf
from tests.paper.documents import documents, every_part
from tests.paper.structure import outline, problems, read_content, read_tree


@pytest.mark.parametrize("look", [NORMAL, LARGE], ids=["normal", "large"])
@pytest.mark.parametrize("furniture", [None, Furniture("OFFICIAL", "Left", "Right", "Foot")])
def test_every_part_of_a_document_is_tagged(look: Look, furniture: Furniture | None) -> None:
    made = render_pdf(every_part(), furniture, look)
    assert problems(made.data) == []
    assert made.warnings == ()


@settings(max_examples=25, deadline=None)
@given(documents())
def test_any_document_is_tagged(document: Document) -> None:
    assert problems(render_pdf(document).data) == []


def test_it_is_read_in_the_order_it_was_written() -> None:
    text = outline(render_pdf(every_part()).data)
    wanted = [
        "P: Example partnership", "H1: Agenda and action log", "Lbl: Time", "LBody: 10:00",
        "Caption: Contributions", "TH (Column): Partner", "TH (Row, 3): Statutory partners",
        "P: County Council", "P: Paid in April", "TD: £39,285*", "Lbl: *", "H3: In words",
        "Link: the guidance", "L (Disc)", "L (Decimal)", "P: Handling. Do not copy.", "H3: Left",
        "H3: Right", "Figure (alt: A green field)", "P: Contributions by year",
        "Figure (alt: The council gives most.)", "TH (Column): Total", "H2: The end",
    ]  # fmt: skip
    at = 0
    for words in wanted:
        at = text.find(words, at)
        assert at >= 0, words


def test_a_repeated_head_is_an_artifact_and_a_split_cell_stays_one_element() -> None:
    data = render_pdf(every_part(rows=60)).data
    assert outline(data).count("TH (Column): Money") == 1
    with pikepdf.open(BytesIO(data)) as pdf:
        split = [
            element
            for element in read_tree(pdf).walk()
            if len({kid[0] for kid in element.kids if isinstance(kid, tuple)}) > 1
        ]
    texts = read_content(data)
    assert [element.kind for element in split] == ["P"]
    words = "".join(texts[kid] for kid in split[0].kids if isinstance(kid, tuple))
    assert words.split() == ("A long paragraph that goes over the page. " * 120).split()


def _find(pdf: Any, kind: str) -> Any:
    return next(e.obj for e in read_tree(pdf).walk() if e.kind == kind)


def _change(page: int, old: bytes, new: bytes) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        stream = pdf.pages[page].obj.Contents
        raw = stream.read_bytes()
        assert re.search(old, raw)
        stream.write(re.sub(old, new, raw, count=1))

    return change


def _parents(pdf: Any) -> Any:
    return pdf.Root.StructTreeRoot.ParentTree.Nums


BREAKS: dict[str, tuple[Callable[[Any], None], str]] = {
    "not marked": (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), "does not say that it is tagged"),
    "no language": (lambda pdf: pdf.Root.__delitem__("/Lang"), "no language"),
    "no title": (lambda pdf: pdf.docinfo.__delitem__("/Title"), "no title"),
    "no name of PDF/UA": (lambda pdf: pdf.Root.__delitem__("/Metadata"), "do not name PDF/UA-1"),
    "title hidden": (lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"), "title is not shown"),
    "an emptied ParentTree": (
        lambda pdf: pdf.Root.StructTreeRoot.ParentTree.__setitem__("/Nums", Array()),
        "has no parent in the ParentTree",
    ),
    "a parent is another": (
        lambda pdf: _parents(pdf)[1].__setitem__(0, _parents(pdf)[1][5]),
        "has another parent",
    ),
    "content of no element": (
        lambda pdf: _find(pdf, "H1").__delitem__("/K"),
        "is in no element",
    ),
    "content in two elements": (
        lambda pdf: _find(pdf, "H1").__setitem__("/K", _find(pdf, "P").K),
        "is in two elements",
    ),
    "drawn without a mark": (_change(0, rb"/H1 <</MCID \d+>> BDC", b"/H1 BMC"), "is not drawn"),
    "loose text": (
        _change(0, rb"/Artifact BMC", b"(loose) Tj\n/Artifact BMC"),
        "neither content nor artifact",
    ),
    "a number twice": (_change(0, rb"/MCID 1>>", b"/MCID 0>>"), "marks a number twice"),
    "a skipped heading": (
        lambda pdf: _find(pdf, "H2").__setitem__("/S", Name.H4),
        "H4 follows H1",
    ),
    "a figure without words": (lambda pdf: _find(pdf, "Figure").__delitem__("/Alt"), "alternative"),
    "a head without scope": (lambda pdf: _find(pdf, "TH").__delitem__("/A"), "has no scope"),
    "a cell without head": (
        lambda pdf: [
            e.obj.__setitem__("/S", Name.TD) for e in read_tree(pdf).walk() if e.kind == "TH"
        ],
        "has no head",
    ),
    "a row too short": (lambda pdf: _find(pdf, "TR").K.__delitem__(0), "the rows of a table have"),
    "an item without body": (
        lambda pdf: _find(pdf, "LBody").__setitem__("/S", Name.Lbl),
        "has no body",
    ),
    "a list with a paragraph": (
        lambda pdf: _find(pdf, "LI").__setitem__("/S", Name.P),
        "something that is no item",
    ),
    "a link of no element": (
        lambda pdf: [p.obj.Annots[0].__delitem__("/StructParent") for p in pdf.pages
                     if "/Annots" in p.obj],
        "an annotation is in no element",
    ),
    "a link without words": (
        lambda pdf: [p.obj.Annots[0].__delitem__("/Contents") for p in pdf.pages
                     if "/Annots" in p.obj],
        "a link has no words",
    ),
    "a link that leads nowhere": (
        lambda pdf: _find(pdf, "Link").__setitem__("/K", Array([0])),
        "a link leads nowhere",
    ),
    "a note without ID": (lambda pdf: _find(pdf, "Note").__delitem__("/ID"), "a note has no ID"),
    "tabs in another order": (
        lambda pdf: pdf.pages[0].obj.__delitem__("/Tabs"),
        "the tab order",
    ),
    "another parent": (
        lambda pdf: _find(pdf, "H1").__setitem__("/P", _find(pdf, "H2")),
        "names another parent",
    ),
    "a font outside": (
        lambda pdf: [
            f.FontDescriptor.__delitem__("/FontFile2")
            for f in pdf.objects
            if isinstance(f, Dictionary) and f.get("/Type") == Name.Font
        ],
        "is not embedded",
    ),
    "signs without meaning": (
        lambda pdf: [
            f.__delitem__("/ToUnicode")
            for f in pdf.objects
            if isinstance(f, Dictionary) and f.get("/Type") == Name.Font
        ],
        "does not say what its signs mean",
    ),
    "two of a name": (
        lambda pdf: [
            e.obj.__setitem__("/ID", String("same"))
            for e in read_tree(pdf).walk()
            if e.kind == "Note"
        ],
        "two elements are called",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_a_deliberate_break_of_each_rule_is_found(name: str) -> None:
    change, words = BREAKS[name]
    data = render_pdf(every_part()).data
    assert problems(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    assert any(words in problem for problem in problems(out.getvalue()))
