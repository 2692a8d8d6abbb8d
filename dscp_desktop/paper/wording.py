"""Text set in lines: broken between words, in up to four faces, with links.

Nothing here is read as markup, so what a user wrote is printed as it stands. (ReportLab's own
paragraphs read their text as markup, where a tag for an image would open a file; nothing in the
house uses them, and a test holds it.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from dscp_desktop.paper.document import Align, Run, Wording
from dscp_desktop.paper.fonts import face, printable
from dscp_desktop.paper.fonts import width as text_width
from dscp_desktop.paper.look import NORMAL, Look
from dscp_desktop.paper.tags import Node, Pen

_SQUARE, _SQUARE_SIZE = "■", 0.6  # the font's own square is higher than a capital


class Piece(NamedTuple):
    """A stretch of a line in one face, made printable.

    `link` counts its run where that leads somewhere or has a line through or under it.
    """

    text: str
    font: str
    long: float
    link: int = -1


class SetLine(NamedTuple):
    """A line: its pieces, their length together, and whether a space follows in the text."""

    pieces: tuple[Piece, ...]
    long: float
    goes_on: bool = False


class Typesetter:
    """Sets text in the sizes of a look, and remembers which signs the font could not show."""

    def __init__(self, look: Look = NORMAL) -> None:
        self.look = look
        self._lacking: dict[str, set[str]] = {}
        self._notes = 0

    def next_note(self) -> int:
        """Return the number of the next note of the document, from 1."""
        self._notes += 1
        return self._notes

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader will not see as it was written, in words."""
        return tuple(
            f"‘{_start(text)}’ holds {' '.join(sorted(signs))}, which the font cannot show. "
            "It is printed as [?]."
            for text, signs in self._lacking.items()
        )

    def line(self, text: str, font: str) -> str:
        """Return text for one line, made printable."""
        shown, lacking = printable(text.replace("\n", " "), font)
        self._remember(lacking, text)
        return shown

    def place(
        self,
        wording: Wording,
        room: float,
        *,
        size: float,
        leading: float,
        bold: bool = False,
        align: Align = "left",
        node: Node | None = None,
    ) -> SetText:
        """Return the wording set in lines of at most `room` points, as the content of `node`.

        A short plain text is one line at once: most cells of a table are that.
        """
        if isinstance(wording, str) and "\n" not in wording:
            font = face(bold=bold)
            shown = self.line(" ".join(wording.split()), font)
            long = text_width(shown, font, size)
            if long <= room:
                line = SetLine((Piece(shown, font, long),) if shown else (), long)
                return SetText((line,), size, leading, room, align, node)
        runs = (Run(wording),) if isinstance(wording, str) else wording
        lines = tuple(_break(self._words(runs, bold, size), room, size))
        links = tuple(_linked(node, run) for run in runs) if any(map(_own, runs)) else ()
        return SetText(lines, size, leading, room, align, node, links)

    def _words(self, runs: Sequence[Run], bold: bool, size: float) -> Iterator[_Word]:
        """Yield words and breaks: a word may go on from one run into the next."""
        word: list[Piece] = []
        for number, run in enumerate(runs):
            font, shown = self._shown(run, bold)
            link = number if _own(run) else -1
            for line_number, line in enumerate(shown.split("\n")):
                if line_number:
                    yield tuple(word), True
                    word = []
                for part_number, part in enumerate(line.split(" ")):
                    if part_number and word:
                        yield tuple(word), False
                        word = []
                    if part:
                        word.append(Piece(part, font, text_width(part, font, size), link))
        yield tuple(word), True

    def _shown(self, run: Run, bold: bool) -> tuple[str, str]:
        font = face(bold=bold or run.bold, italic=run.italic)
        shown, lacking = printable(run.text, font)
        if lacking and run.italic:
            upright = face(bold=bold or run.bold)
            shown_upright, lacking_upright = printable(run.text, upright)
            if len(lacking_upright) < len(lacking):
                font, shown, lacking = upright, shown_upright, lacking_upright
        self._remember(lacking, run.text)
        return font, shown

    def _remember(self, lacking: frozenset[str], text: str) -> None:
        if lacking:
            self._lacking.setdefault(text, set()).update(lacking)


_Word: TypeAlias = tuple[tuple[Piece, ...], bool]


def _break(words: Iterator[_Word], room: float, size: float) -> Iterator[SetLine]:
    """Share words out over lines; a word longer than a line is broken where it must be."""
    line: list[Piece] = []
    long = 0.0
    for word, ends in words:
        wide = sum(piece.long for piece in word)
        if line and word:
            space = _space(line[-1], word[0], size)
            if long + space.long + wide <= room:
                line.append(space)
                long += space.long
            else:
                yield SetLine(_merged(line), long, goes_on=True)
                line, long = [], 0.0
        for piece in _cut(word, size) if wide > room else word:
            if line and wide > room and long + piece.long > room:
                yield SetLine(_merged(line), long)
                line, long = [], 0.0
            line.append(piece)
            long += piece.long
        if ends:
            yield SetLine(_merged(line), long)
            line, long = [], 0.0


def _space(before: Piece, after: Piece, size: float) -> Piece:
    """Return the space between two pieces: in the face of the first, linked only inside one."""
    link = before.link if before.link == after.link else -1
    return Piece(" ", before.font, text_width(" ", before.font, size), link)


def _cut(word: Sequence[Piece], size: float) -> Iterator[Piece]:
    """Yield a long word letter by letter."""
    for piece in word:
        for sign in piece.text:
            yield Piece(sign, piece.font, text_width(sign, piece.font, size), piece.link)


def _merged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of one face and link, so that they are drawn in one go."""
    out: list[Piece] = []
    for piece in pieces:
        if out and (out[-1].font, out[-1].link) == (piece.font, piece.link):
            last = out[-1]
            out[-1] = Piece(last.text + piece.text, last.font, last.long + piece.long, last.link)
        else:
            out.append(piece)
    return tuple(out)


def _own(run: Run) -> bool:
    return bool(run.link) or run.strike or run.underline


def _linked(node: Node | None, run: Run) -> Link | None:
    if not _own(run):
        return None
    if run.link:
        own = Node("Link", alternative=run.text)
    elif run.strike:
        own = Node("Span", decoration="LineThrough", spoken=f"cut: {run.text}")
    else:
        own = Node("Span", decoration="Underline", spoken=f"new: {run.text}")
    return Link(run.link, own, node, run.strike, run.underline)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a run leads, and the element it becomes below that of the text around it.

    Without an address it leads nowhere, and has a line through it (`strike`) or under it.
    """

    address: str
    node: Node
    below: Node | None
    strike: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class SetText:
    """A text set in lines, ready to be drawn; `height` is that of all lines, in points."""

    lines: tuple[SetLine, ...]
    size: float
    leading: float
    room: float
    align: Align = "left"
    node: Node | None = None
    links: tuple[Link | None, ...] = ()

    @property
    def height(self) -> float:
        """Return the height of all lines."""
        return self.leading * len(self.lines)

    def draw(self, pen: Pen, x: float, top: float, *, artifact: bool = False) -> None:
        """Draw it with its upper left corner at (x, top), in points."""
        node = None if artifact else self.node
        opened = False
        for number, line in enumerate(self.lines):
            left = x + self.room - line.long if self.align == "right" else x
            base = top - self.leading * number - self.size
            last = len(line.pieces) - 1
            for place, piece in enumerate(line.pieces):
                own = self.links[piece.link] if piece.link >= 0 else None
                link = None if artifact else own
                follows = " " if line.goes_on and place == last else ""
                if own is not None and opened:
                    pen.end()
                    opened = False
                if link is not None:
                    self._draw_link(pen, piece, link, (left, base), follows)
                else:
                    if not opened:
                        pen.begin(node)
                        opened = True
                    self._draw_piece(pen, piece, follows, (left, base))
                if own is not None and (own.strike or own.underline):
                    if opened:
                        pen.end()
                        opened = False
                    self._draw_lines(pen, own, piece.long, (left, base))
                left += piece.long
        if opened:
            pen.end()

    def _draw_lines(self, pen: Pen, own: Link, long: float, at: tuple[float, float]) -> None:
        """Draw the lines of a run as artifacts: its element says in words what they mean."""
        left, base = at
        pen.begin(None)
        pen.canvas.setLineWidth(0.8)
        for wanted, rise in ((own.strike, 0.28), (own.underline, -0.14)):
            if wanted:
                level = base + self.size * rise
                pen.canvas.line(left, level, left + long, level)
        pen.end()

    def _draw_link(
        self, pen: Pen, piece: Piece, link: Link, at: tuple[float, float], follows: str
    ) -> None:
        left, base = at
        if link.below is not None and not link.node.kids:
            link.below.kids.append(link.node)
        pen.begin(link.node)
        if not link.address:
            self._draw_piece(pen, piece, follows, at)
            pen.end()
            return
        self._draw_piece(pen, piece, "", at)
        under = base - self.size * 0.12
        pen.canvas.setLineWidth(0.6)
        pen.canvas.line(left, under, left + piece.long, under)
        pen.end()
        box = (left, base - self.size * 0.25, left + piece.long, base + self.size * 0.85)
        pen.link(link.node, link.address, box)

    def _draw_piece(self, pen: Pen, piece: Piece, follows: str, at: tuple[float, float]) -> None:
        canvas, (left, base) = pen.canvas, at
        text = piece.text
        if text.startswith(_SQUARE):
            small = self.size * _SQUARE_SIZE
            canvas.setFont(piece.font, small)
            canvas.drawString(left, base + self.size * 0.05, _SQUARE)
            left += text_width(_SQUARE, piece.font, small)
            text = text.removeprefix(_SQUARE)
        canvas.setFont(piece.font, self.size)
        canvas.drawString(left, base, text + follows)

    def split(self, height: float) -> tuple[SetText, SetText] | None:
        """Return what fits into `height` points and the rest, or None where nothing fits.

        Neither part is a single line where the text has four or more.
        """
        fits = int(height / self.leading + 1e-6)
        count = len(self.lines)
        if count >= 4:
            fits = min(fits, count - 2)
            fits = 0 if fits == 1 else fits
        if fits <= 0 or fits >= count:
            return None
        return self._of(self.lines[:fits]), self._of(self.lines[fits:])

    def _of(self, lines: tuple[SetLine, ...]) -> SetText:
        return SetText(lines, self.size, self.leading, self.room, self.align, self.node, self.links)


def _start(text: str, most: int = 40) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"
