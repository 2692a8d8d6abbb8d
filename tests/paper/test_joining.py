from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from dscp_desktop.core.faults import Refused
from dscp_desktop.paper.document import Document, Heading, PageBreak, Paragraph
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.joining import Joined, Label, Part, join
from dscp_desktop.paper.look import A4
from dscp_desktop.paper.outlines import Bookmark
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.reading import inspect_pdf

MakePaper = Callable[..., bytes]
Texts = Callable[[bytes], list[str]]
Places = Callable[[bytes, int, str], list[tuple[float, float, float, float]]]


def pack(parts: list[Part], furniture: Furniture, **more: Any) -> Joined:
    return join(parts, furniture=furniture, title="Pack", **more)


def outline(data: bytes) -> list[tuple[str, int, list[Any]]]:
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

        def shape(items: Any) -> list[Any]:
            return [
                (item.title, pages[item.destination[0].objgen], shape(item.children))
                for item in items
            ]

        return shape(pdf.open_outline().root)


@pytest.fixture
def corpus_parts(corpus: Path, every_block: Document) -> list[Part]:
    parts = [Part(render_pdf(every_block).data, "Agenda and action log", ours=True)]
    for path in sorted((corpus / "pdf").glob("*.pdf")):
        data = path.read_bytes()
        try:
            inspect_pdf(data, path.name)
        except Refused:
            continue
        parts.append(Part(data, path.name))
    return parts


def test_the_whole_corpus_is_one_sound_pack(
    corpus_parts: list[Part],
    furniture: Furniture,
    page_texts: Texts,
    check_pdf: Callable[[bytes], None],
) -> None:
    joined = pack(corpus_parts, furniture)
    assert len(corpus_parts) == 29
    check_pdf(joined.data)
    pages = [inspect_pdf(part.data, part.title).pages for part in corpus_parts]
    assert joined.pages == sum(pages)
    assert joined.first_pages == tuple(1 + sum(pages[:n]) for n in range(len(pages)))
    assert set(sum(joined.removed, ())) == {"attached files", "buttons that send or fetch data"}
    texts = page_texts(joined.data)
    for number, text in enumerate(texts, 1):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert f"Pack page {number} of {joined.pages}" in text
    assert joined.warnings == ()
    assert [title for title, _, _ in outline(joined.data)] == [p.title for p in corpus_parts]
    assert pack(corpus_parts, furniture).data == joined.data


def test_what_the_pack_says_of_itself(corpus_parts: list[Part], furniture: Furniture) -> None:
    joined = join(corpus_parts, furniture=furniture, title="Papers", language="cy")
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        assert str(pdf.docinfo.Title) == "Papers"
        assert set(pdf.docinfo.keys()) == {"/Title"}
        assert str(pdf.Root.Lang) == "cy"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert not {"/Names", "/OpenAction", "/AA", "/Metadata", "/Dests"} & set(pdf.Root.keys())
        for page in pdf.pages:
            size = sorted(float(number) for number in page.mediabox[2:])
            assert size == pytest.approx(list(A4), abs=0.01)
            assert not {"/Rotate", "/CropBox"} & set(page.obj.keys())
        assert len(pdf.Root.AcroForm.Fields) > 5


def test_every_link_inside_the_papers_leads_to_a_page_of_the_pack(
    corpus_parts: list[Part], furniture: Furniture
) -> None:
    joined = pack(corpus_parts, furniture)
    links = 0
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        pages = {page.obj.objgen for page in pdf.pages}
        for page in pdf.pages:
            for note in page.obj.get("/Annots", []):
                if "/Dest" in note:
                    links += 1
                    assert note.Dest[0].objgen in pages
    assert links > 400


def test_markings_blank_pages_and_labels(
    make_paper: MakePaper, furniture: Furniture, page_texts: Texts
) -> None:
    joined = pack(
        [
            Part(make_paper(3), "First"),
            Part(make_paper(1), "Part 2", marking="OFFICIAL-SENSITIVE: PART 2", blanks=1),
            Part(make_paper(1), "Third", blanks=1),
            Part(make_paper(1), "Fourth"),
        ],
        furniture,
        labels=[Label(5, "112", 1)],
    )
    assert joined.first_pages == (1, 5, 7, 8)
    assert joined.pages == 8
    texts = page_texts(joined.data)
    assert "This page is blank" in texts[3]
    assert (texts[3].count("PART 2"), texts[4].count("PART 2")) == (0, 2)
    assert "PART 2" not in texts[6]
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        assert [page.label for page in pdf.pages][:6] == ["1", "2", "3", "4", "1121", "1122"]


def test_bookmarks_nest_and_ours_do_not_repeat_their_title(
    make_paper: MakePaper, furniture: Furniture
) -> None:
    def change(pdf: Any) -> None:
        with pdf.open_outline() as out:
            chapter = pikepdf.OutlineItem("Chapter", 1, "FitH", top=400)
            chapter.children.append(pikepdf.OutlineItem("Section", 1))
            lost = pikepdf.OutlineItem("Lost", action=Dictionary(S=Name.URI, URI=String("x")))
            lost.children.append(
                pikepdf.OutlineItem(
                    " Found \n again ",
                    action=Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit])),
                )
            )
            out.root.extend([chapter, lost])

    ours = render_pdf(
        Document("Agenda", blocks=(Heading(2, "One"), PageBreak(), Heading(2, "Two")))
    )
    parts = [Part(ours.data, "Agenda", ours=True), Part(make_paper(2, change=change), "Paper")]
    own = [("Chapter", 4, [("Section", 4, [])]), ("Found again", 3, [])]
    assert outline(pack(parts, furniture).data) == [
        ("Agenda", 1, [("One", 1, []), ("Two", 2, [])]),
        ("Paper", 3, own),
    ]
    given = [Bookmark("Part 1", 1, (Bookmark("2 Paper", 3),))]
    assert outline(pack(parts, furniture, bookmarks=given).data) == [
        ("Part 1", 1, [("2 Paper", 3, own), ("One", 1, []), ("Two", 2, [])])
    ]
    assert outline(pack(parts, furniture, bookmarks=[]).data) == [
        ("One", 1, []), ("Two", 2, []), *own,
    ]  # fmt: skip


def test_marked_words_in_what_is_taken_out_are_nowhere_in_the_pack(
    make_paper: MakePaper, furniture: Furniture
) -> None:
    marker = "Zanzibar-Marker"

    def change(pdf: Any) -> None:
        pdf.docinfo["/Title"] = marker
        pdf.docinfo["/Author"] = marker
        with pdf.open_metadata() as meta:
            meta["dc:title"] = marker
        pdf.attachments[marker] = pikepdf.AttachedFileSpec(pdf, marker.encode())
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(marker))
        pdf.pages[0].obj.Metadata = pdf.make_stream(marker.encode())
        pdf.pages[0].obj.PieceInfo = Dictionary(X=String(marker))

    paper = make_paper(change=change)

    def unpacked(data: bytes) -> bytes:
        out = BytesIO()
        with pikepdf.open(BytesIO(data)) as pdf:
            pdf.save(
                out,
                qdf=True,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                stream_decode_level=pikepdf.StreamDecodeLevel.all,
            )
        return out.getvalue()

    assert marker.encode() in unpacked(paper)
    joined = pack([Part(paper, "p")], furniture)
    assert marker.encode() not in unpacked(joined.data)
    assert joined.removed == (("attached files", "scripts"),)


def test_progress_and_refusals(make_paper: MakePaper, furniture: Furniture) -> None:
    told: list[tuple[str, int, int]] = []
    pack(
        [Part(make_paper(), "A"), Part(make_paper(), "B")],
        furniture,
        progress=lambda words, done, of: told.append((words, done, of)),
    )
    assert told == [("A", 0, 4), ("B", 1, 4), ("Head and foot", 2, 4), ("Saving", 3, 4)]
    with pytest.raises(Refused, match="nothing to put in the pack"):
        pack([], furniture)
    with pytest.raises(Refused, match="B is not a PDF"):
        pack([Part(make_paper(), "A"), Part(b"", "B")], furniture)


def test_the_stamp_takes_no_name_that_a_paper_uses(
    make_paper: MakePaper, furniture: Furniture, page_texts: Texts
) -> None:
    def change(pdf: Any) -> None:
        form = pdf.make_stream(
            b"BT /F1 20 Tf 50 50 Td (Inner words) Tj ET",
            {"/Type": Name.XObject, "/Subtype": Name.Form},
        )
        form.BBox = Array([0, 0, 500, 500])
        form.Resources = pdf.pages[0].obj.Resources
        shared = pdf.make_indirect(
            Dictionary(Font=pdf.pages[0].obj.Resources.Font, XObject=Dictionary(Furniture=form))
        )
        for page in pdf.pages:
            page.obj.Resources = shared
            page.obj.Contents = pdf.make_stream(b"/Furniture Do")

    joined = pack([Part(make_paper(2, change=change), "p")], furniture)
    for number, text in enumerate(page_texts(joined.data), 1):
        assert "Inner words" in text
        assert f"Pack page {number} of 2" in text


def test_pages_without_resources_are_stamped(
    make_paper: MakePaper, furniture: Furniture, page_texts: Texts
) -> None:
    def change(pdf: Any) -> None:
        del pdf.pages[0].obj.Resources
        del pdf.pages[0].obj.Contents

    joined = pack([Part(make_paper(change=change), "p")], furniture)
    assert "Pack page 1 of 1" in page_texts(joined.data)[0]


def test_qpdf_is_asked_about_a_broken_file_too(check_pdf: Callable[[bytes], None]) -> None:
    """The control: the check that the other tests rely on does find what is broken."""
    import shutil

    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not on this machine")
    with pytest.raises(AssertionError):
        check_pdf(b"%PDF-1.4 nothing")
    assert subprocess.run(["qpdf", "--version"], check=False, capture_output=True).returncode == 0


def test_ours_keep_their_size_and_place(furniture: Furniture, word_places: Places) -> None:
    ours = render_pdf(Document("Agenda", blocks=(Paragraph("Placed words"),))).data
    joined = pack([Part(ours, "Agenda", ours=True)], furniture)
    assert word_places(joined.data, 0, "Placed words") == word_places(ours, 0, "Placed words")
