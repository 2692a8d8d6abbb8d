"""The blocks of a document as strips, in the order they are read."""

from __future__ import annotations

from collections.abc import Iterator

from dscp_desktop.paper.document import (
    Block,
    Box,
    Bullets,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Rule,
    Run,
    Table,
    Wording,
)
from dscp_desktop.paper.fonts import BOLD, width
from dscp_desktop.paper.look import (
    BODY,
    COVER_NAME,
    COVER_SUBTITLE,
    COVER_TITLE,
    HEADINGS,
    SMALL,
    SUBTITLE,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    THICK,
    THIN,
    TITLE,
    Face,
)
from dscp_desktop.paper.strips import Line, Stack, Strip
from dscp_desktop.paper.tables import table_strips
from dscp_desktop.paper.wording import Typesetter

_BULLET_ROOM = 16.0
_FACT_LABEL = 72.0
_FACT_GAP = 12.0


def document_strips(document: Document, typesetter: Typesetter) -> Iterator[Strip]:
    """Yield every strip of the document, its title first."""
    yield from _title(document, typesetter)
    for block in document.blocks:
        yield from _block(block, typesetter)


def _block(block: Block, typesetter: Typesetter) -> Iterator[Strip]:
    match block:
        case Heading():
            yield _words(block.text, HEADINGS[block.level], typesetter, heading=block)
        case Paragraph():
            yield _words(block.text, SMALL if block.small else BODY, typesetter)
        case Bullets():
            yield from _bullets(block, typesetter)
        case Facts():
            yield from _facts(block, typesetter)
        case Table():
            yield from table_strips(block, typesetter)
        case Box():
            yield _box(block, typesetter)
        case Rule():
            yield Strip(room=TEXT_WIDTH, above=8, under=8, rule_above=Line(THIN))
        case PageBreak():
            yield Strip(new_page=True)


def _title(document: Document, typesetter: Typesetter) -> Iterator[Strip]:
    on_cover = bool(document.cover)
    if on_cover:
        yield Strip(room=TEXT_WIDTH, pad_top=THICK / 2, rule_above=Line(THICK), keep=True)
        yield _words(document.cover, COVER_NAME, typesetter, keep=True)
    title = Heading(1, document.title)
    yield _words(
        title.text, COVER_TITLE if on_cover else TITLE, typesetter, heading=title, keep=True
    )
    if document.subtitle:
        face = COVER_SUBTITLE if on_cover else SUBTITLE
        yield _words(document.subtitle, face, typesetter, keep=bool(document.blocks))


def _words(
    wording: Wording,
    face: Face,
    typesetter: Typesetter,
    *,
    heading: Heading | None = None,
    keep: bool = False,
) -> Strip:
    text = typesetter.place(
        wording, TEXT_WIDTH, size=face.size, leading=face.leading, bold=face.bold
    )
    return Strip(
        stacks=(Stack(0, (text,)),),
        room=TEXT_WIDTH,
        above=face.above,
        under=face.under,
        keep=keep or heading is not None,
        flows=heading is None and not keep,
        heading=heading,
    )


def _bullets(block: Bullets, typesetter: Typesetter) -> Iterator[Strip]:
    last = len(block.items)
    for number, item in enumerate(block.items, 1):
        sign = f"{number}." if block.numbered else "•"
        room = _BULLET_ROOM + (8 if block.numbered and last > 9 else 0)
        yield Strip(
            stacks=(
                Stack(2, (typesetter.place(sign, room, size=BODY.size, leading=BODY.leading),)),
                Stack(
                    room,
                    (
                        typesetter.place(
                            item, TEXT_WIDTH - room, size=BODY.size, leading=BODY.leading
                        ),
                    ),
                ),
            ),
            room=TEXT_WIDTH,
            under=BODY.under if number == last else 3,
            flows=True,
        )


def _facts(block: Facts, typesetter: Typesetter) -> Iterator[Strip]:
    room = TEXT_WIDTH / block.columns
    label_rooms = []
    for column in range(block.columns):
        labels = [label for label, _ in block.pairs[column :: block.columns]]
        widest = max((width(label, BOLD, BODY.size) for label in labels), default=0.0)
        label_rooms.append(min(max(widest + _FACT_GAP, _FACT_LABEL), room * 0.6))
    for start in range(0, len(block.pairs), block.columns):
        stacks = []
        for column, (label, value) in enumerate(block.pairs[start : start + block.columns]):
            x, beside = column * room, label_rooms[column]
            bold = typesetter.place(
                label, beside - 4, size=BODY.size, leading=BODY.leading, bold=True
            )
            plain = typesetter.place(
                value, room - beside - _FACT_GAP, size=BODY.size, leading=BODY.leading
            )
            stacks += [Stack(x, (bold,)), Stack(x + beside, (plain,))]
        is_last = start + block.columns >= len(block.pairs)
        yield Strip(stacks=tuple(stacks), room=TEXT_WIDTH, under=12 if is_last else 1.5)


def _box(block: Box, typesetter: Typesetter) -> Strip:
    ends = block.title.rstrip()[-1] in ".:!?"
    title = block.title if ends else f"{block.title}."
    pad = 9.0
    text = typesetter.place(
        (Run(title, bold=True), Run(f" {block.text}")),
        TEXT_WIDTH - 2 * pad,
        size=SMALL.size,
        leading=13.5,
    )
    fits = text.height + 2 * pad <= TEXT_HEIGHT
    return Strip(
        stacks=(Stack(pad, (text,)),),
        room=TEXT_WIDTH,
        above=12,
        under=12,
        pad_top=pad - 2,
        pad_foot=pad,
        frame=fits,
        flows=not fits,
    )
