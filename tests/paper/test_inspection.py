"""What stands in a PDF beside its pages: remarks, layers, fields, files, tags."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper import tasks
from dscp_desktop.paper.document import Document, Paragraph
from dscp_desktop.paper.inspection import Inside, look_inside
from dscp_desktop.paper.pdf import render_pdf
from tests.hard.papers import paper
from tests.paper.test_tasks import quiet


def test_a_plain_paper_holds_nothing_else() -> None:
    assert look_inside(paper(2), "a.pdf") == Inside()


def test_a_document_of_ours_is_tagged() -> None:
    made = render_pdf(Document("Title", blocks=(Paragraph("Words"),)))
    inside = look_inside(made.data, "a.pdf")
    assert inside.tagged
    assert inside.blank == ()


def test_remarks_layers_fields_files_and_the_author_are_seen() -> None:
    data = paper(3, everything)
    inside = look_inside(data, "a.pdf")
    assert inside.remarks == (1, 1, 3)
    assert inside.layers == ("Draft", "without a name")
    assert inside.fields == 2
    assert inside.attached == ("children.xlsx", "note.txt", "without a name")
    assert inside.author == "A. Person"
    assert inside.program == "Writer of another place"
    assert inside.blank == (2,)


def everything(pdf: Any) -> None:
    notes = [
        *(Dictionary(Subtype=Name(kind), Rect=Array([0, 0, 9, 9])) for kind in ("/Text", "/Ink")),
        Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9])),
    ]
    files = [
        Dictionary(Subtype=Name.FileAttachment, FS=Dictionary(UF=String("note.txt"))),
        Dictionary(Subtype=Name.FileAttachment, FS=Array([])),
    ]
    pdf.pages[0].obj.Annots = Array(notes)
    pdf.pages[2].obj.Annots = Array([Dictionary(Subtype=Name.Highlight), *files])
    pdf.pages[1].obj.Contents = Array([])
    pdf.docinfo["/Author"] = "  A.\nPerson "
    pdf.docinfo["/Creator"] = "Writer of another place"
    pdf.attachments["children.xlsx"] = b"PK"
    layers = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))]
    layers.append(pdf.make_indirect(Dictionary(Type=Name.OCG)))
    layers.append(pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Shown"))))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array(layers), D=Dictionary(OFF=Array(layers[:2]), Order=Array())
    )
    kid = pdf.make_indirect(Dictionary(T=String("b"), FT=Name.Tx))
    parent = pdf.make_indirect(Dictionary(T=String("a"), Kids=Array([kid, Dictionary(), 7])))
    lone = pdf.make_indirect(Dictionary(T=String("c"), FT=Name.Btn))
    pdf.Root.AcroForm = Dictionary(Fields=Array([parent, lone, lone, 3]))


def test_a_page_that_breaks_off_is_named() -> None:
    def change(pdf: Any) -> None:
        pdf.pages[1].Contents = pdf.make_stream(b"no flate at all", Filter=Name.FlateDecode)

    assert look_inside(paper(3, change), "a.pdf").spoiled == (2,)


@pytest.mark.parametrize("layers", [Dictionary(), Dictionary(OCGs=Array(), D=Array())])
def test_odd_layers_and_forms_are_none(layers: Any) -> None:
    def change(pdf: Any) -> None:
        pdf.Root.OCProperties = layers
        pdf.Root.AcroForm = Array([])

    inside = look_inside(paper(1, change), "a.pdf")
    assert (inside.layers, inside.fields) == ((), 0)


def test_a_file_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"^a\.pdf is not a PDF"):
        look_inside(b"PK", "a.pdf")


def test_the_corpus_is_seen_as_it_is(corpus: Path) -> None:
    def seen(start: str) -> Inside:
        (path,) = (corpus / "pdf").glob(f"{start}*")
        return look_inside(path.read_bytes(), path.name)

    assert set(seen("024").remarks) == {1}
    assert seen("025").attached != ()
    assert seen("010").fields > 0
    assert not any(look_inside(p.read_bytes(), p.name).tagged for p in sorted(_open(corpus))[:6])


def _open(corpus: Path) -> list[Path]:
    return [path for path in (corpus / "pdf").iterdir() if not path.name.startswith("005")]


def test_the_task_gives_it_as_values() -> None:
    values = {"names": ["a.pdf"], "inside": True, "try_join": False}
    answer, blobs = tasks.inspect(values, [paper(3, everything)], quiet)
    facts = answer["papers"][0]
    assert (facts["pages"], list(facts["remarks"]), blobs) == (3, [1, 1, 3], [])
    plain, _ = tasks.inspect({**values, "inside": False}, [paper()], quiet)
    assert "remarks" not in plain["papers"][0]


def test_what_is_looked_at_is_left_as_it_was() -> None:
    data = paper(3, everything)
    look_inside(data, "a.pdf")
    with pikepdf.open(BytesIO(data)) as pdf:
        assert list(pdf.attachments) == ["children.xlsx"]
