"""The one door by which text enters ReportLab's paragraphs.

ReportLab reads the text of a paragraph as markup, and a tag for an image would open a file. So
nothing else in the house makes a `Paragraph` of ReportLab; a test holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph as _Paragraph

from dscp_desktop.paper.document import Align, Run, Wording
from dscp_desktop.paper.fonts import face, printable
from dscp_desktop.paper.fonts import width as text_width

_SQUARE, _SQUARE_SIZE = "■", 0.6  # the font's own square is higher than a capital


class Typesetter:
    """Makes paragraphs and remembers which characters the font could not show."""

    def __init__(self) -> None:
        self._lacking: dict[str, set[str]] = {}
        self._styles: dict[tuple[str, float, float, str], ParagraphStyle] = {}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader will not see as it was written, in words."""
        return tuple(
            f"‘{_start(text)}’ holds {' '.join(sorted(signs))}, which the font cannot show. "
            "It is printed as [?]."
            for text, signs in self._lacking.items()
        )

    def line(self, text: str, font: str) -> str:
        """Return text for one line that is drawn as it stands, not read as markup."""
        shown, lacking = printable(text.replace("\n", " "), font)
        self._remember(lacking, text)
        return shown

    def markup(self, wording: Wording, *, bold: bool = False) -> str:
        """Return the wording as ReportLab's markup: the only escaping of the house."""
        runs = (Run(wording),) if isinstance(wording, str) else wording
        parts = []
        for run in runs:
            font = face(bold=bold or run.bold, italic=run.italic)
            shown, lacking = printable(run.text, font)
            if lacking and run.italic:
                upright = face(bold=bold or run.bold)
                shown_upright, lacking_upright = printable(run.text, upright)
                if len(lacking_upright) < len(lacking):
                    font, shown, lacking = upright, shown_upright, lacking_upright
            self._remember(lacking, run.text)
            text = escape(shown, quote=True).replace("\n", "<br/>")
            parts.append(f'<font name="{font}">{text}</font>')
        return "".join(parts)

    def place(
        self,
        wording: Wording,
        room: float,
        *,
        size: float,
        leading: float,
        bold: bool = False,
        align: Align = "left",
    ) -> SetText:
        """Return the wording set in lines of at most `room` points.

        A short plain text is one line that is drawn as it stands: most cells of a table are
        that, and ReportLab's paragraphs take many times as long.
        """
        font = face(bold=bold)
        if isinstance(wording, str) and "\n" not in wording:
            shown = self.line(" ".join(wording.split()), font)
            long = text_width(shown, font, size)
            if long <= room:
                return OneLine(shown, font, size, leading, room, long, align)
        paragraph = _Paragraph(
            self.markup(wording, bold=bold), self._style(size, leading, font, align)
        )
        return Lines(paragraph, room)

    def _style(self, size: float, leading: float, font: str, align: Align) -> ParagraphStyle:
        key = (font, size, leading, align)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = ParagraphStyle(
                "-".join(map(str, key)),
                fontName=font,
                fontSize=size,
                leading=leading,
                alignment=TA_RIGHT if align == "right" else TA_LEFT,
                splitLongWords=1,
                allowWidows=0,
                allowOrphans=0,
            )
        return style

    def _remember(self, lacking: frozenset[str], text: str) -> None:
        if lacking:
            self._lacking.setdefault(text, set()).update(lacking)


@dataclass(frozen=True, slots=True)
class OneLine:
    """A text that fits in one line, made printable."""

    text: str
    font: str
    size: float
    height: float
    room: float
    long: float
    align: Align

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner at (x, top), in points."""
        if self.text:
            left = x + self.room - self.long if self.align == "right" else x
            rest = self.text.removeprefix(_SQUARE)
            if rest != self.text:
                small = self.size * _SQUARE_SIZE
                canvas.setFont(self.font, small)
                canvas.drawString(left, top - self.size * 0.95, _SQUARE)
                left += text_width(_SQUARE, self.font, small)
            canvas.setFont(self.font, self.size)
            canvas.drawString(left, top - self.size, rest)

    def split(self, height: float) -> None:
        """A line is never split."""


class Lines:
    """A text of several lines or faces, set by ReportLab."""

    __slots__ = ("_paragraph", "_room", "height")

    def __init__(self, paragraph: Any, room: float) -> None:
        self._paragraph = paragraph
        self._room = room
        self.height = float(paragraph.wrap(room, 1e6)[1])

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner at (x, top), in points."""
        self._paragraph.drawOn(canvas, x, top - self.height)

    def split(self, height: float) -> tuple[SetText, SetText] | None:
        """Return what fits into `height` points and the rest, or None where nothing fits."""
        parts = self._paragraph.split(self._room, height)
        if len(parts) != 2:
            self._paragraph.wrap(self._room, 1e6)  # a split that failed forgets its lines
            return None
        return Lines(parts[0], self._room), Lines(parts[1], self._room)


SetText: TypeAlias = OneLine | Lines


def _start(text: str, most: int = 40) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"
