"""The one font family that is printed: embedded, the same on every machine, digits of one width.

Source Sans Pro comes from a dependency (SIL Open Font License). Where it lacks a sign that is
printed, a sign of the font that looks like it stands in, and text copied out of the PDF still
reads the sign that was meant. What the font cannot show is shown as `[?]` and reported.

ReportLab is loaded by what prints: the window opens without it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Paper", "Paper-Bold", "Paper-Italic", "Paper-BoldItalic"
NOT_IN_FONT = "[?]"

_FILES = {REGULAR: "Regular", BOLD: "Bold", ITALIC: "It", BOLD_ITALIC: "BoldIt"}
_STAND_INS = {"○": "◌", "□": "☐", "\u2011": "-"}
_SPACES = re.compile("[\u2000-\u200a\u3000]")
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]"
)


@cache
def _load() -> dict[str, Any]:
    """Register the four faces once in this process."""
    from reportlab import rl_config
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0  # binary streams: half the time, and a fifth smaller
    fonts = {}
    for name, style in _FILES.items():
        path = files("font_source_sans_pro") / "files" / f"SourceSansPro-{style}.ttf"
        font = TTFont(name, str(path))
        for sign, stand_in in _STAND_INS.items():
            glyph = font.face.charToGlyph.get(ord(stand_in))
            if glyph is None:  # the italics have no shapes: those are printed upright
                continue
            font.face.charToGlyph[ord(sign)] = glyph
            font.face.charWidths[ord(sign)] = font.face.charWidths[ord(stand_in)]
        pdfmetrics.registerFont(font)
        fonts[name] = font
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(REGULAR, bold, italic, face(bold=bool(bold), italic=bool(italic)))
    return fonts


def face(*, bold: bool = False, italic: bool = False) -> str:
    """Return the name of the face for text of this kind."""
    if italic:
        return BOLD_ITALIC if bold else ITALIC
    return BOLD if bold else REGULAR


def printable(text: str, font: str) -> tuple[str, frozenset[str]]:
    """Return the text as the face can print it, and the characters it cannot.

    The text is composed (NFC), special spaces become plain ones, signs without ink are left
    out; each unbroken run of characters that the face lacks becomes one visible `[?]`.
    """
    if text.isascii() and text.isprintable():
        return text, frozenset()
    known = _load()[font].face.charToGlyph
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    tidy = _UNSEEN.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", tidy)))
    lacking = frozenset(sign for sign in tidy if ord(sign) not in known and sign != "\n")
    if lacking:
        tidy = re.sub("[" + re.escape("".join(sorted(lacking))) + "]+", NOT_IN_FONT, tidy)
    return tidy, lacking


def width(text: str, font: str, size: float) -> float:
    """Return the width in points of a text that was made printable."""
    return 0.001 * size * sum(map(_widths(font).__getitem__, text))


@cache
def _widths(font: str) -> defaultdict[str, float]:
    """Return the width of each character, in thousandths of the size."""
    face = _load()[font].face
    known = {chr(code): float(wide) for code, wide in face.charWidths.items()}
    return defaultdict(lambda: float(face.defaultWidth), known)


def open_canvas(out: Any, size: tuple[float, float]) -> Any:
    """Return a canvas of ReportLab that begins in our font and writes the same bytes each time."""
    from reportlab.pdfgen.canvas import Canvas

    _load()
    return Canvas(out, pagesize=size, pageCompression=1, invariant=1, initialFontName=REGULAR)
