"""The blocks of a document as strips, in the order they are read, each with its element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dscp_desktop.paper.art import Art, chart_art, picture_art
from dscp_desktop.paper.document import (
    Block,
    Box,
    Bullets,
    Chart,
    Columns,
    Document,
    Facts,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Rule,
    Run,
    Table,
    Wording,
    chart_table,
)
from dscp_desktop.paper.fonts import BOLD, width
from dscp_desktop.paper.look import FOOT, GUTTER, PAGES, SIDE, THICK, THIN, TOP, Face
from dscp_desktop.paper.strips import Line, Stack, Strip, beside
from dscp_desktop.paper.tables import table_strips
from dscp_desktop.paper.tags import Node
from dscp_desktop.paper.wording import Typesetter

_BULLET_ROOM = 1.46  # in sizes of the text, as are the next three
_NUMBER_ROOM = 0.73
_FACT_LABEL = 6.55
_FACT_GAP = 1.1
_BETWEEN_COLUMNS = 3 * GUTTER


def document_strips(document: Document, typesetter: Typesetter, root: Node) -> Iterator[Strip]:
    """Yield every strip of the document, its title first; their elements go into `root`."""
    wide, high = PAGES[document.page]
    room = wide - 2 * SIDE
    yield from _title(document, typesetter, root, room)
    for block in document.blocks:
        yield from _block(block, typesetter, root, room, high - TOP - FOOT)


def _block(
    block: Block, typesetter: Typesetter, into: Node, room: float, high: float
) -> Iterator[Strip]:
    look = typesetter.look
    match block:
        case Heading():
            face = look.headings[block.level]
            node = into.add(f"H{block.level}")
            yield _words(block.text, face, typesetter, node, room, heading=block)
        case Paragraph():
            face = look.small if block.small else look.body
            yield _words(block.text, face, typesetter, into.add("P"), room)
        case Bullets():
            yield from _bullets(block, typesetter, into, room)
        case Facts():
            yield from _facts(block, typesetter, into, room)
        case Table():
            yield from table_strips(block, typesetter, into, room)
        case Figure():
            yield from _art(picture_art(block, into, room), block.caption, typesetter, into, room)
        case Chart():
            art = chart_art(block, typesetter, into, room)
            yield from _art(art, block.caption, typesetter, into, room, keep=True)
            yield from table_strips(chart_table(block), typesetter, into, room)
        case Columns():
            yield from _columns(block, typesetter, into, room, high)
        case Box():
            yield _box(block, typesetter, into, room, high)
        case Rule():
            yield Strip(room=room, above=8, under=8, rule_above=Line(THIN))
        case PageBreak():
            yield Strip(new_page=True)


def _title(document: Document, typesetter: Typesetter, root: Node, room: float) -> Iterator[Strip]:
    look, on_cover = typesetter.look, bool(document.cover)
    if on_cover:
        yield Strip(room=room, pad_top=THICK / 2, rule_above=Line(THICK), keep=True)
        yield _words(document.cover, look.cover_name, typesetter, root.add("P"), room, keep=True)
    title = Heading(1, document.title)
    face = look.cover_title if on_cover else look.title
    yield _words(title.text, face, typesetter, root.add("H1"), room, heading=title, keep=True)
    if document.subtitle:
        face = look.cover_subtitle if on_cover else look.subtitle
        keep = bool(document.blocks)
        yield _words(document.subtitle, face, typesetter, root.add("P"), room, keep=keep)


def _words(
    wording: Wording,
    face: Face,
    typesetter: Typesetter,
    node: Node,
    room: float,
    *,
    heading: Heading | None = None,
    keep: bool = False,
) -> Strip:
    text = typesetter.place(
        wording, room, size=face.size, leading=face.leading, bold=face.bold, node=node
    )
    return Strip(
        stacks=(Stack(0, (text,)),),
        room=room,
        above=face.above,
        under=face.under,
        keep=keep or heading is not None,
        flows=heading is None and not keep,
        heading=heading,
    )


def _bullets(block: Bullets, typesetter: Typesetter, into: Node, room: float) -> Iterator[Strip]:
    body = typesetter.look.body
    whole = into.add("L", numbering="Decimal" if block.numbered else "Disc")
    last = len(block.items)
    hang = body.size * (_BULLET_ROOM + (_NUMBER_ROOM if block.numbered and last > 9 else 0))
    for number, item in enumerate(block.items, 1):
        line = whole.add("LI")
        sign = typesetter.place(
            f"{number}." if block.numbered else "•",
            hang,
            size=body.size,
            leading=body.leading,
            node=line.add("Lbl"),
        )
        words = typesetter.place(
            item,
            room - hang,
            size=body.size,
            leading=body.leading,
            node=line.add("LBody", empty=True),
        )
        yield Strip(
            stacks=(Stack(2, (sign,)), Stack(hang, (words,))),
            room=room,
            under=body.under if number == last else 3,
            flows=True,
        )


def _facts(block: Facts, typesetter: Typesetter, into: Node, room: float) -> Iterator[Strip]:
    body = typesetter.look.body
    whole = into.add("L", numbering="None")
    gap, each = body.size * _FACT_GAP, room / block.columns
    label_rooms = []
    for column in range(block.columns):
        labels = [label for label, _ in block.pairs[column :: block.columns]]
        widest = max((width(label, BOLD, body.size) for label in labels), default=0.0)
        label_rooms.append(min(max(widest + gap, body.size * _FACT_LABEL), each * 0.6))
    for start in range(0, len(block.pairs), block.columns):
        stacks = []
        for column, (label, value) in enumerate(block.pairs[start : start + block.columns]):
            x, aside = column * each, label_rooms[column]
            line = whole.add("LI")
            bold = typesetter.place(
                label,
                aside - 4,
                size=body.size,
                leading=body.leading,
                bold=True,
                node=line.add("Lbl"),
            )
            plain = typesetter.place(
                value,
                each - aside - gap,
                size=body.size,
                leading=body.leading,
                node=line.add("LBody", empty=True),
            )
            stacks += [Stack(x, (bold,)), Stack(x + aside, (plain,))]
        is_last = start + block.columns >= len(block.pairs)
        yield Strip(stacks=tuple(stacks), room=room, under=12 if is_last else 1.5)


def _art(
    art: Art, caption: str, typesetter: Typesetter, into: Node, room: float, *, keep: bool = False
) -> Iterator[Strip]:
    """Yield the caption and the drawing, on one page."""
    if caption:
        face = typesetter.look.caption
        text = typesetter.place(
            caption,
            room,
            size=face.size,
            leading=face.leading,
            bold=True,
            node=_before(into, art.node),
        )
        yield Strip(stacks=(Stack(0, (text,)),), room=room, above=face.above, under=4, keep=True)
    yield Strip(stacks=(Stack(0, (art,)),), room=room, under=8, keep=keep)


def _before(into: Node, node: Node) -> Node:
    """Return a new paragraph that is read before an element that is there already."""
    words = Node("P")
    into.kids.insert(into.kids.index(node), words)
    return words


def _columns(
    block: Columns, typesetter: Typesetter, into: Node, room: float, high: float
) -> Iterator[Strip]:
    """Yield the columns beside each other, or one after the other where a page is too low."""
    count = len(block.columns)
    each = (room - _BETWEEN_COLUMNS * (count - 1)) / count
    div = Node("Div")
    columns = [
        [strip for part in column for strip in _block(part, typesetter, div, each, high)]
        for column in block.columns
    ]
    whole = beside(columns, each + _BETWEEN_COLUMNS, room)
    if whole.height <= high:
        into.kids.append(div)
        yield whole
        return
    for column in block.columns:
        for part in column:
            yield from _block(part, typesetter, into, room, high)


def _box(block: Box, typesetter: Typesetter, into: Node, room: float, high: float) -> Strip:
    small = typesetter.look.small
    ends = block.title.rstrip()[-1] in ".:!?"
    title = block.title if ends else f"{block.title}."
    pad = 9.0
    text = typesetter.place(
        (Run(title, bold=True), Run(f" {block.text}")),
        room - 2 * pad,
        size=small.size,
        leading=small.leading + 0.5,
        node=into.add("Div").add("P"),
    )
    strip = Strip(
        stacks=(Stack(pad, (text,)),),
        room=room,
        above=12,
        under=12,
        pad_top=pad - 2,
        pad_foot=pad,
        frame=True,
    )
    fits = text.height + 2 * pad <= high
    return strip if fits else replace(strip, frame=False, flows=True)
