from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

from dscp_desktop.paper.document import Document, Paragraph, Run
from dscp_desktop.paper.fonts import (
    BOLD,
    BOLD_ITALIC,
    ITALIC,
    REGULAR,
    face,
    open_canvas,
    printable,
    width,
)
from dscp_desktop.paper.pdf import render_pdf

PRINTED = "✓ ○ ■ □ – — ’ ‘ “ ” · • … £ € ŵ ŷ ń ł ż ó é ç ≤ ≥ × → *"


@pytest.mark.parametrize("font", [REGULAR, BOLD])
@pytest.mark.parametrize("sign", PRINTED.split())
def test_every_sign_that_we_print_is_in_the_font(font: str, sign: str) -> None:
    assert printable(sign, font) == (sign, frozenset())
    assert width(sign, font, 10) > 0


@pytest.mark.parametrize("font", [REGULAR, BOLD, ITALIC, BOLD_ITALIC])
def test_digits_are_of_one_width(font: str) -> None:
    assert len({width(digit, font, 100) for digit in "0123456789"}) == 1


@pytest.mark.parametrize(
    ("bold", "italic", "font"),
    [
        (False, False, REGULAR),
        (True, False, BOLD),
        (False, True, ITALIC),
        (True, True, BOLD_ITALIC),
    ],
)
def test_faces(bold: bool, italic: bool, font: str) -> None:
    assert face(bold=bold, italic=italic) == font


@pytest.mark.parametrize(
    ("text", "shown", "lacking"),
    [
        ("Zażółć gęślą jaźń", "Zażółć gęślą jaźń", ""),
        ("w\u0302 ẃ", "ŵ ẃ", ""),
        ("a\u2009b\u2011c", "a b\u2011c", ""),
        ("soft\u00adhyphen\u200b\ufeff", "softhyphen", ""),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree four", ""),
        ("مرحبا", "[?]", "مرحبا"),
        ("a 漢字 b", "a [?] b", "漢字"),
        ("nul\x00l", "nul[?]l", "\x00"),
        ("]^-\\漢", "]^-\\[?]", "漢"),
    ],
)
def test_text_is_made_printable(text: str, shown: str, lacking: str) -> None:
    assert printable(text, REGULAR) == (shown, frozenset(lacking))


def test_stand_ins_are_drawn_and_read_as_the_sign_that_was_meant(
    page_texts: Callable[[bytes], list[str]],
) -> None:
    made = render_pdf(Document("T", blocks=(Paragraph("○ On time □ open A\u2011B"),)))
    text = page_texts(made.data)[0]
    assert "○ On time □ open" in text
    assert made.warnings == ()


def test_signs_that_slanted_text_lacks_are_printed_upright(
    page_texts: Callable[[bytes], list[str]],
) -> None:
    made = render_pdf(Document("T", blocks=(Paragraph((Run("Привет ○", italic=True),)),)))
    assert "Привет ○" in page_texts(made.data)[0]
    assert made.warnings == ()


def test_a_canvas_needs_no_font_loaded_before() -> None:
    canvas = open_canvas(BytesIO(), (100, 100))
    canvas.drawString(10, 10, "x")
    assert canvas.getpdfdata().startswith(b"%PDF-")
