"""Documents and PDFs that the tests of the paper kit share."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from dscp_desktop.paper.document import (
    Box,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Run,
    Table,
    cells,
)
from dscp_desktop.paper.furniture import Furniture

FURNITURE = Furniture(
    marking="OFFICIAL-SENSITIVE",
    head_left="Example Partnership",
    head_right="Executive, 26 October 2023",
    foot_left="Copy 7 of 14",
    foot_right="Pack page {page} of {pages}",
)


@pytest.fixture
def furniture() -> Furniture:
    return FURNITURE


@pytest.fixture(scope="session")
def every_block() -> Document:
    """A document with each kind of block."""
    table = Table(
        (Column("Partner", width=3), Column("2022-23", "right"), Column("Payment", width=2)),
        (
            Row(cells("Statutory partners"), "section"),
            Row((Cell("County Council", below="Paid in April"), Cell("£191,604"), Cell("✓ Done"))),
            Row((Cell("Constabulary"), Cell("£39,285", mark="*"), Cell("■ Late", bold=True))),
            Row(cells("Sum of lines", "£230,889", ""), "total"),
            Row(cells("Difference", "£803", "○ Not explained"), "difference"),
        ),
        caption="Contributions",
        notes=(Note("*", "Also shares an analyst."),),
    )
    return Document(
        "Agenda and action log",
        "Papers for Thursday 26 October 2023",
        marking="OFFICIAL",
        blocks=(
            Facts((("Time", "10:00 to 12:30"), ("Chair", "The chair"), ("Place", "Room 2"))),
            Heading(2, "Contributions"),
            table,
            Heading(3, "In words"),
            Paragraph((Run("Plain, "), Run("bold", bold=True), Run(" and slanted", italic=True))),
            Paragraph("A hint", small=True),
            Bullets(("One", (Run("Two", bold=True),))),
            Bullets(("First", "Second"), numbered=True),
            Rule(),
            Box("Handling", "Do not copy."),
            PageBreak(),
            Heading(2, "The end"),
            Paragraph("Last words"),
        ),
    )


@pytest.fixture(scope="session")
def page_texts() -> Callable[[bytes], list[str]]:
    """Read the text of each page as another program reads it."""

    def read(data: bytes) -> list[str]:
        document = pypdfium2.PdfDocument(data)
        texts = []
        for page in document:
            words = page.get_textpage()
            texts.append(words.get_text_range().replace("\r\n", "\n"))
            words.close()
            page.close()
        document.close()
        return texts

    return read


@pytest.fixture(scope="session")
def word_places() -> Callable[[bytes, int, str], list[tuple[float, float, float, float]]]:
    """Find words on a page: left, foot, right, top of each, in points."""

    def find(data: bytes, index: int, words: str) -> list[tuple[float, float, float, float]]:
        document = pypdfium2.PdfDocument(data)
        page = document[index]
        text = page.get_textpage()
        search = text.search(words, match_case=True)
        found = []
        while (hit := search.get_next()) is not None:
            boxes = [text.get_charbox(hit[0] + offset) for offset in range(hit[1])]
            found.append(
                (
                    min(box[0] for box in boxes),
                    min(box[1] for box in boxes),
                    max(box[2] for box in boxes),
                    max(box[3] for box in boxes),
                )
            )
        search.close()
        text.close()
        page.close()
        document.close()
        return found

    return find


@pytest.fixture(scope="session")
def check_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], None]:
    """Ask qpdf whether a PDF is sound, where qpdf is on the machine."""

    def check(data: bytes) -> None:
        program = shutil.which("qpdf")
        if program is None:
            return
        path: Path = tmp_path_factory.mktemp("pdf") / "made.pdf"
        path.write_bytes(data)
        done = subprocess.run(
            [program, "--check", str(path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return check


@pytest.fixture(scope="session")
def make_paper() -> Callable[..., bytes]:
    """Make a small paper with pikepdf: pages with a word at a known place."""

    def make(
        pages: int = 1,
        *,
        box: tuple[float, float, float, float] = (0, 0, 595, 842),
        rotate: int = 0,
        content: bytes | None = None,
        change: Callable[[Any], None] | None = None,
    ) -> bytes:
        out = BytesIO()
        with pikepdf.Pdf.new() as pdf:
            for number in range(1, pages + 1):
                pdf.add_blank_page(page_size=(595, 842))
                page = pdf.pages[-1]
                page.obj.MediaBox = pikepdf.Array(list(box))
                if rotate:
                    page.obj.Rotate = rotate
                font = pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name.Helvetica,
                )
                page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
                x, y = box[0] + 100, box[1] + 200
                words = f"BT /F1 20 Tf {x} {y} Td (Paper page {number}) Tj ET".encode()
                page.obj.Contents = pdf.make_stream(words if content is None else content)
            if change is not None:
                change(pdf)
            pdf.save(out, deterministic_id=True)
        return out.getvalue()

    return make
