from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from dscp_desktop.paper.document import (
    Box,
    Bullets,
    Cell,
    Column,
    Columns,
    Document,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Table,
    cells,
)
from dscp_desktop.paper.furniture import Furniture, furniture_values
from dscp_desktop.paper.look import A4, FOOT, SIDE, TOP
from dscp_desktop.paper.pdf import HeadingPlace, render_pdf

Texts = Callable[[bytes], list[str]]
Places = Callable[[bytes, int, str], list[tuple[float, float, float, float]]]


def long_table(rows: int, **more: object) -> Table:
    return Table(
        (Column("Ref"), Column("Action", width=4), Column("Amount", "right")),
        tuple(
            Row((Cell(f"E-{n:03}"), Cell("Write to each partner", f"below {n:03}"), Cell("£1")))
            for n in range(rows)
        ),
        **more,  # type: ignore[arg-type]
    )


def test_every_block_is_printed_in_reading_order(every_block: Document, page_texts: Texts) -> None:
    made = render_pdf(every_block)
    assert made.pages == 2
    text = " ".join(" ".join(page_texts(made.data)).split())
    order = [
        "Agenda and action log", "Papers for Thursday", "Time", "10:00 to 12:30", "Chair",
        "The chair", "Place", "Room 2", "Contributions", "Partner", "2022-23", "Payment",
        "Statutory partners", "County Council", "Paid in April", "£191,604", "✓ Done",
        "Constabulary", "£39,285", "*", "■ Late", "Sum of lines", "Difference",
        "○ Not explained", "Also shares an analyst.", "In words", "Plain, bold and slanted",
        "A hint", "• One", "• Two", "1. First", "2. Second", "Handling. Do not copy.",
        "The end", "Last words",
    ]  # fmt: skip
    at = 0
    for words in order:
        found = text.find(words, at)
        assert found >= 0, words
        at = found + len(words)


def test_headings_and_bookmarks_name_their_pages(every_block: Document) -> None:
    made = render_pdf(every_block)
    assert made.headings == (
        HeadingPlace("Agenda and action log", 1, 1),
        HeadingPlace("Contributions", 2, 1),
        HeadingPlace("In words", 3, 1),
        HeadingPlace("The end", 2, 2),
    )
    with pikepdf.open(BytesIO(made.data)) as pdf:
        outline = pdf.open_outline()
        (title,) = outline.root
        assert title.title == "Agenda and action log"
        assert [item.title for item in title.children] == ["Contributions", "The end"]
        assert title.children[0].children[0].title == "In words"
        assert title.children[1].destination[0].objgen == pdf.pages[1].obj.objgen


def test_what_the_file_says_of_itself(
    every_block: Document, check_pdf: Callable[[bytes], None]
) -> None:
    made = render_pdf(every_block)
    check_pdf(made.data)
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert str(pdf.docinfo.Title) == "Agenda and action log"
        assert set(pdf.docinfo.keys()) == {"/Title"}
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert [float(n) for n in pdf.pages[0].mediabox] == pytest.approx([0, 0, *A4], abs=0.01)
        fonts = [page.obj.Resources.Font for page in pdf.pages]
        tags = set()
        for named in fonts:
            for font in dict(named.items()).values():
                assert "/FontFile2" in font.FontDescriptor
                assert "SourceSansPro" in str(font.BaseFont)
                tags.add(str(font.BaseFont)[1:8])
        assert "AAAAAA+" not in tags


def test_the_same_input_gives_the_same_bytes_in_another_process(
    every_block: Document, root: Path, tmp_path: Path
) -> None:
    import json

    from dscp_desktop.paper.values import to_values

    (tmp_path / "d.json").write_text(json.dumps(to_values(every_block)), encoding="utf-8")
    script = (
        "import json,sys,hashlib;sys.path.insert(0,sys.argv[1]);"
        "from dscp_desktop.paper.values import from_values;"
        "from dscp_desktop.paper.pdf import render_pdf;"
        "d=from_values(json.load(open(sys.argv[2],encoding='utf-8')));"
        "print(hashlib.sha256(render_pdf(d).data).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(root), str(tmp_path / "d.json")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    first = render_pdf(every_block).data
    assert first == render_pdf(every_block).data
    assert done.stdout.strip() == sha256(first).hexdigest()


def test_marking_stands_bold_and_centred_at_head_and_foot_of_every_page(
    furniture: Furniture, word_places: Places, page_texts: Texts
) -> None:
    document = Document("T", blocks=(long_table(60),))
    made = render_pdf(document, furniture)
    assert made.pages == 4
    for index, text in enumerate(page_texts(made.data)):
        places = sorted(word_places(made.data, index, "OFFICIAL-SENSITIVE"), key=lambda p: p[1])
        assert len(places) == 2
        foot, head = places
        assert foot[3] < 45
        assert head[1] > A4[1] - 45
        for left, _, right, _ in places:
            assert (left + right) / 2 == pytest.approx(A4[0] / 2, abs=1.5)
        assert f"Pack page {index + 1} of 4" in text
        assert "Copy 7 of 14" in text
        assert "Executive, 26 October 2023" in text


def test_the_running_head_is_not_on_a_cover_and_marking_falls_back(page_texts: Texts) -> None:
    document = Document(
        "Executive session",
        marking="OFFICIAL",
        cover="Example Partnership",
        blocks=(Paragraph("one"), PageBreak(), Paragraph("two")),
    )
    first, second = page_texts(
        render_pdf(document, Furniture(head_left="Running", skip_head_on_first=True)).data
    )
    assert "Running" not in first
    assert "Running" in second
    assert first.count("OFFICIAL") == second.count("OFFICIAL") == 2
    assert "Page 2 of 2" in second


def test_without_furniture_head_and_foot_stay_free(word_places: Places) -> None:
    made = render_pdf(Document("T", blocks=(long_table(60),)))
    for index in range(made.pages):
        for left, foot, right, top in word_places(made.data, index, "E-"):
            assert foot > FOOT - 4
            assert top < A4[1] - TOP + 4
            assert left > SIDE - 1
            assert right < A4[0] - SIDE + 1


def test_heads_repeat_and_rows_never_split(page_texts: Texts) -> None:
    texts = page_texts(render_pdf(Document("T", blocks=(long_table(60),))).data)
    assert len(texts) == 4
    for text in texts:
        assert text.count("Action") == 1
    for number in range(60):
        (on,) = [n for n, text in enumerate(texts) if f"E-{number:03}" in text]
        assert f"below {number:03}" in texts[on]


def test_notes_totals_and_headings_keep_with_what_they_belong_to(page_texts: Texts) -> None:
    for rows in range(10, 22):
        table = long_table(rows)
        whole = Table(
            table.columns,
            (*table.rows, Row((Cell("Sum"), Cell("of lines", mark=""), Cell("£9")), "total"),
             Row((Cell("Gap"), Cell("x"), Cell("£1", mark="*")), "difference")),
            notes=(Note("*", "The note"), Note("**", "The other")),
        )  # fmt: skip
        document = Document("T", blocks=(whole, Heading(2, "Next"), Paragraph("follows " * 60)))
        texts = page_texts(render_pdf(document).data)
        (on,) = [n for n, text in enumerate(texts) if "Sum" in text]
        for words in (f"E-{rows - 1:03}", "Gap", "The note", "The other"):
            assert words in texts[on], rows
        (heading,) = [n for n, text in enumerate(texts) if "Next" in text]
        assert "follows" in texts[heading]


def test_a_row_taller_than_a_page_is_split_and_loses_nothing(page_texts: Texts) -> None:
    words = " ".join(f"w{n:04}" for n in range(1500))
    table = Table((Column("A"), Column("B", width=3)), (Row((Cell("1"), Cell(words, "end"))),))
    document = Document("T", blocks=(Paragraph("before"), table, Paragraph("after")))
    texts = page_texts(render_pdf(document).data)
    assert len(texts) >= 3
    whole = " ".join(texts)
    assert all(f"w{n:04}" in whole for n in range(1500))
    assert all("A" in text for text in texts)
    assert "after" in texts[-1]


def test_long_paragraphs_lists_and_boxes_flow_over_pages(page_texts: Texts) -> None:
    words = " ".join(f"w{n:04}" for n in range(2000))
    document = Document(
        "T", blocks=(Heading(2, "H"), Paragraph(words), Bullets((words,)), Box("B", words))
    )
    texts = page_texts(render_pdf(document).data)
    whole = " ".join(texts)
    assert all(whole.count(f"w{n:04}") == 3 for n in range(0, 2000, 7))
    assert "w0000" in texts[0]


def test_a_heading_at_the_foot_goes_to_the_next_page(page_texts: Texts) -> None:
    for lines in range(30, 46):
        filler = tuple(Paragraph(f"line {n}") for n in range(lines))
        blocks = (*filler, Heading(2, "Lonely"), Paragraph("company"))
        texts = page_texts(render_pdf(Document("T", blocks=blocks)).data)
        for text in texts:
            assert ("Lonely" in text) == ("company" in text)


def test_marks_hang_outside_so_that_digits_stay_in_line(word_places: Places) -> None:
    table = Table(
        (Column("Partner", width=3), Column("2022-23", "right")),
        (Row(cells("A", "£10,005")), Row((Cell("B"), Cell("£39,205", mark="*")))),
        notes=(Note("*", "x"),),
    )
    data = render_pdf(Document("T", blocks=(table,))).data
    (first,), (second,) = word_places(data, 0, "£10,005"), word_places(data, 0, "£39,205")
    assert first[2] == pytest.approx(second[2], abs=0.3)
    stars = word_places(data, 0, "*")
    assert any(star[0] >= second[2] - 0.5 and star[2] <= A4[0] - SIDE + 1 for star in stars)


def test_a_mark_on_words_at_the_left_follows_them(page_texts: Texts) -> None:
    table = Table(
        (Column("A"),), (Row((Cell("Constabulary", mark="*"),)),), notes=(Note("*", "n"),)
    )
    assert "Constabulary *" in page_texts(render_pdf(Document("T", blocks=(table,))).data)[0]


def test_two_page_breaks_make_no_empty_page_and_a_last_one_none() -> None:
    blocks = (PageBreak(), Paragraph("a"), PageBreak(), PageBreak(), Paragraph("b"), PageBreak())
    assert render_pdf(Document("T", blocks=blocks)).pages == 3
    assert render_pdf(Document("T")).pages == 1


def test_columns_too_high_for_a_page_on_its_side_stand_one_below_the_other(
    word_places: Places,
) -> None:
    """They would fit on an upright page: one was left blank and its words came pages later."""
    rows = tuple(Row(cells(f"R{n:02}")) for n in range(19))
    sides = (Table((Column("Left"),), rows), Table((Column("Right"),), rows))
    document = Document("Two", blocks=(Columns(tuple((side,) for side in sides)),))
    upright = render_pdf(document).data
    assert len({place[0] for place in word_places(upright, 0, "R18")}) == 2
    flat = render_pdf(replace(document, page="A4 landscape"))
    found = [word_places(flat.data, page, "R18") for page in range(flat.pages)]
    assert [len(places) for places in found] == [0, 1, 1]


def test_one_column_of_facts_and_a_title_with_its_stop(page_texts: Texts) -> None:
    document = Document(
        "T", blocks=(Facts((("A", "b"), ("C", "d")), columns=1), Box("Really?", "Yes"))
    )
    text = page_texts(render_pdf(document).data)[0]
    assert "Really? Yes" in " ".join(text.split())


def test_a_running_head_that_is_too_long_is_cut(page_texts: Texts) -> None:
    furniture = Furniture("M" * 90, "left " * 40, "right " * 40, "foot " * 40, "")
    text = page_texts(render_pdf(Document("T"), furniture).data)[0]
    assert "…" in text
    assert furniture_values(None) is None
    values = furniture_values(furniture)
    assert values is not None
    assert Furniture(**values) == furniture
