from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.joining import Joined, Part, join
from dscp_desktop.paper.look import A4, FOOT, TOP

MakePaper = Callable[..., bytes]
Texts = Callable[[bytes], list[str]]
Places = Callable[[bytes, int, str], list[tuple[float, float, float, float]]]
LANDSCAPE = (A4[1], A4[0])


def pack(parts: list[Part], furniture: Furniture, **more: Any) -> Joined:
    return join(parts, furniture=furniture, title="Pack", **more)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("crop", [False, True])
def test_a_turned_or_cropped_paper_lands_where_it_was_seen(
    make_paper: MakePaper,
    furniture: Furniture,
    word_places: Places,
    rotate: int,
    crop: bool,
) -> None:
    """The word stands at the same share of the fitted paper as of the paper itself."""
    box = (30.0, -20.0, 625.0, 822.0)

    def change(pdf: Any) -> None:
        if crop:
            pdf.pages[0].obj.CropBox = Array([80, 80, 580, 780])

    data = make_paper(box=box, rotate=rotate, change=change)
    x0, y0, x1, y1 = (80, 80, 580, 780) if crop else box
    turned = rotate % 360
    across, high = (x1 - x0, y1 - y0) if turned in (0, 180) else (y1 - y0, x1 - x0)
    joined = pack([Part(data, "p")], furniture)
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        size = tuple(float(n) for n in pdf.pages[0].mediabox[2:])
    assert size == pytest.approx(A4 if across <= high else LANDSCAPE, abs=0.01)
    (place,) = word_places(joined.data, 0, "Paper page 1")
    assert place[1] > FOOT - 1
    assert place[3] < size[1] - TOP + 1
    scale = min((size[0] - 2 * 34.016) / across, (size[1] - FOOT - TOP) / high, 1)
    u, v = (130 - x0) / (x1 - x0), (180 - y0) / (y1 - y0)  # the word begins at (130, 180)
    seen = {0: (u, v), 90: (v, 1 - u), 180: (1 - u, 1 - v), 270: (1 - v, u)}[turned]
    want_x = size[0] / 2 + (seen[0] - 0.5) * across * scale
    want_y = FOOT + (size[1] - FOOT - TOP) / 2 + (seen[1] - 0.5) * high * scale
    corner = {
        0: (place[0], place[1]), 90: (place[0], place[3]),
        180: (place[2], place[3]), 270: (place[2], place[1]),
    }[turned]  # fmt: skip
    assert corner == pytest.approx((want_x, want_y), abs=6)


def test_a_big_paper_shrinks_and_a_small_one_stays(
    make_paper: MakePaper, furniture: Furniture, word_places: Places
) -> None:
    big = make_paper(box=(0, 0, 1191, 1684))
    small = make_paper(box=(0, 0, 300, 400))

    def unit(pdf: Any) -> None:
        pdf.pages[0].obj.UserUnit = 2

    doubled = make_paper(box=(0, 0, 300, 400), change=unit)
    joined = pack([Part(big, "b"), Part(small, "s"), Part(doubled, "d")], furniture)
    (b,), (s,), (d,) = (word_places(joined.data, n, "Paper page 1") for n in range(3))
    assert s[2] - s[0] == pytest.approx(116, abs=6)
    assert b[2] - b[0] == pytest.approx(116 * 688.8 / 1684, abs=4)
    assert d[2] - d[0] == pytest.approx(2 * 116 * 527.2 / 600, abs=12)


@pytest.mark.parametrize(
    "content",
    [
        b"q q 0.1 0 0 0.1 0 0 cm BT /F1 20 Tf 9 9 Td (Paper) Tj ET",
        b"Q Q Q BT /F1 20 Tf 100 200 Td (Paper) Tj ET",
        b"Q q 3 0 0 3 900 900 cm BT /F1 20 Tf 9 9 Td (Paper Q q) Tj ET",
        b"",
    ],
)
def test_content_out_of_balance_moves_neither_head_nor_foot(
    make_paper: MakePaper,
    furniture: Furniture,
    word_places: Places,
    check_pdf: Callable[[bytes], None],
    content: bytes,
) -> None:
    joined = pack([Part(make_paper(content=content), "p")], furniture)
    check_pdf(joined.data)
    places = word_places(joined.data, 0, "OFFICIAL-SENSITIVE")
    assert [round(place[1]) for place in places] == [804, 29]
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        depth = 0
        for instruction in pikepdf.parse_content_stream(pdf.pages[0]):
            depth += {"q": 1, "Q": -1}.get(str(instruction.operator), 0)
            assert depth >= 0
        assert depth == 0


@pytest.mark.parametrize("content", [b"BT /F1 20 Tf (never closed", b"[ << (", b"\xff\x00 q q )"])
def test_broken_content_cannot_swallow_the_marking(
    make_paper: MakePaper, furniture: Furniture, word_places: Places, content: bytes
) -> None:
    joined = pack([Part(make_paper(content=content), "p")], furniture)
    places = word_places(joined.data, 0, "OFFICIAL-SENSITIVE")
    assert [round(place[1]) for place in places] == [804, 29]


def test_content_that_cannot_be_unpacked_shows_nothing_and_keeps_head_and_foot(
    make_paper: MakePaper, furniture: Furniture, page_texts: Texts
) -> None:
    def change(pdf: Any) -> None:
        stream = pdf.make_stream(b"")
        stream.write(b"not flate at all", filter=Name.FlateDecode)
        pdf.pages[0].obj.Contents = Array([stream])

    joined = pack([Part(make_paper(change=change), "p")], furniture)
    assert page_texts(joined.data)[0].count("OFFICIAL-SENSITIVE") == 2


def test_content_past_the_crop_box_is_cut_off(make_paper: MakePaper) -> None:
    import pypdfium2

    def change(pdf: Any) -> None:
        pdf.pages[0].obj.CropBox = Array([100, 100, 500, 700])

    data = make_paper(content=b"0 0 2000 2000 re f", change=change)
    joined = pack([Part(data, "p")], Furniture(foot_right=""))
    document = pypdfium2.PdfDocument(joined.data)
    image = document[0].render(scale=1).to_pil().convert("L")
    document.close()
    dark = image.point(lambda value: 255 * (value < 128)).getbbox()
    assert dark is not None
    assert (dark[2] - dark[0], dark[3] - dark[1]) == pytest.approx((400, 600), abs=2)


def test_papers_that_share_a_name_for_a_place_keep_their_own(
    make_paper: MakePaper, furniture: Furniture
) -> None:
    def change(pdf: Any) -> None:
        target = Array([pdf.pages[1].obj, Name.XYZ, 10, 700, 0])
        old = Array([pdf.pages[1].obj, Name.FitH, 700])
        names = Array([String("ch1"), Dictionary(D=target)])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
        pdf.Root.Dests = Dictionary(ch2=old)
        note = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([0, 0, 9, 9])}
        pdf.pages[0].obj.Annots = Array(
            [
                pdf.make_indirect(Dictionary(**note, Dest=String("ch1"))),
                pdf.make_indirect(Dictionary(**note, A=Dictionary(S=Name.GoTo, D=Name.ch2))),
                pdf.make_indirect(Dictionary(**note, Dest=String("gone"))),
                pdf.make_indirect(Dictionary(**note, Dest=Array([pdf.pages[0].obj, Name.Fit]))),
                pdf.make_indirect(
                    Dictionary(**note, Dest=Array([pdf.pages[1].obj, Name.FitR, 1, 2, 3, 4]))
                ),
                pdf.make_indirect(Dictionary(**note, Dest=Array([]))),
            ]
        )

    paper = make_paper(2, change=change)
    joined = pack([Part(paper, "a"), Part(paper, "b")], furniture)
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
        for start in (0, 2):
            notes = list(pdf.pages[start].obj.Annots)
            leads = [
                (pages[n.Dest[0].objgen], str(n.Dest[1])) if "/Dest" in n else None for n in notes
            ]
            two = (start + 1, "/XYZ")
            assert leads == [two, two, None, (start, "/Fit"), two, None]
            top = float(notes[0].Dest[3])
            assert top == pytest.approx(FOOT + 700 * (842 - 2 * FOOT) / 842, abs=1)


def annotated(pdf: Any) -> None:
    look = pdf.make_stream(
        b"0 0 0 rg 0 0 10 30 re f", {"/Type": Name.XObject, "/Subtype": Name.Form}
    )
    look.BBox = Array([0, 0, 40, 30])
    states = Dictionary(On=look)
    common = {"Type": Name.Annot, "Rect": Array([100, 200, 140, 230]), "F": 4}
    pdf.pages[0].obj.Annots = Array(
        [
            pdf.make_indirect(Dictionary(**common, Subtype=Name.Stamp, AP=Dictionary(N=look))),
            pdf.make_indirect(
                Dictionary(**common, Subtype=Name.Square, AP=Dictionary(N=states), AS=Name.On)
            ),
            pdf.make_indirect(
                Dictionary(
                    **common,
                    Subtype=Name.Ink,
                    InkList=Array([Array([100, 200, 140, 230])]),
                    QuadPoints=Array([100, 200, 140, 200, 100, 230, 140, 230]),
                    AP=String("odd"),
                )
            ),
        ]
    )


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_annotations_move_and_turn_with_their_page(make_paper: MakePaper, rotate: int) -> None:
    import pypdfium2

    data = make_paper(box=(0, 0, 400, 500), rotate=rotate, content=b"", change=annotated)
    joined = pack([Part(data, "p")], Furniture(foot_right=""))

    def dark(pdf: bytes) -> tuple[int, int, int, int]:
        document = pypdfium2.PdfDocument(pdf)
        image = document[0].render(scale=2).to_pil().convert("L")
        document.close()
        box = image.point(lambda value: 255 * (value < 128)).getbbox()
        assert box is not None
        left, top, right, foot = box
        return left - image.width // 2, top - image.height // 2, right - left, foot - top

    # Small enough to keep its size either way: what is seen keeps its place from the middle.
    assert dark(joined.data) == pytest.approx(dark(data), abs=3)


def test_what_a_paper_hides_in_a_layer_stays_hidden(
    make_paper: MakePaper, furniture: Furniture
) -> None:
    def change(state: str) -> Callable[[Any], None]:
        def edit(pdf: Any) -> None:
            shown = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Shown")))
            hidden = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Hidden")))
            setting = (
                Dictionary(BaseState=Name.OFF, ON=Array([shown]))
                if state == "base"
                else Dictionary(OFF=Array([hidden]))
            )
            pdf.Root.OCProperties = Dictionary(OCGs=Array([shown, hidden, 3]), D=setting)
            pdf.pages[0].obj.Resources.Properties = Dictionary(P1=shown, P2=hidden)
            pdf.pages[0].obj.Contents = pdf.make_stream(
                b"/OC /P2 BDC 100 100 300 300 re f EMC /OC /P1 BDC 10 10 9 9 re f EMC"
            )

        return edit

    parts = [Part(make_paper(change=change(state)), state) for state in ("base", "off")]
    joined = pack(parts, furniture)
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        layers = pdf.Root.OCProperties
        assert [str(layer.Name) for layer in layers.OCGs] == ["Shown", "Hidden"] * 2
        assert [str(layer.Name) for layer in layers.D.OFF] == ["Hidden"] * 2
        used = pdf.pages[1].obj.Resources.Properties.P2
        assert used.objgen == layers.D.OFF[1].objgen


def test_a_field_that_no_form_lists_is_kept(make_paper: MakePaper, furniture: Furniture) -> None:
    def change(pdf: Any) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array([]))
        widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(widget)])

    with pytest.warns(pikepdf.PageCopyWarning):
        paper = make_paper(change=change)
    joined = pack([Part(paper, "p")], furniture)
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        assert len(pdf.pages[0].obj.Annots) == 1


def test_a_form_keeps_its_fields_and_their_values(
    make_paper: MakePaper, furniture: Furniture
) -> None:
    def change(pdf: Any) -> None:
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, Rect=Array([10, 10, 90, 30]), FT=Name.Tx,
                T=String("name"), V=String("typed"),
            )
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([widget])
        pdf.Root.AcroForm = Dictionary(Fields=Array([widget]))

    paper = make_paper(change=change)
    joined = pack([Part(paper, "a"), Part(paper, "b")], furniture)
    with pikepdf.open(BytesIO(joined.data)) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field.V) for field in fields] == ["typed", "typed"]
        assert len({str(field.T) for field in fields}) == 2
