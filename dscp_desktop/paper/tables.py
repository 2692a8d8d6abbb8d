"""Tables as strips: heads that repeat, rows that never split, notes that stay with them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dscp_desktop.paper.document import Cell, Column, Note, Row, Table
from dscp_desktop.paper.fonts import BOLD, REGULAR, printable, width
from dscp_desktop.paper.look import (
    CELL_PAD,
    GUTTER,
    HEAD_RULE,
    MEDIUM,
    TEXT_HEIGHT,
    THIN,
    Look,
)
from dscp_desktop.paper.strips import Line, Stack, Strip
from dscp_desktop.paper.tags import Node, Pen
from dscp_desktop.paper.wording import Typesetter

_MOST_WHOLE = 40  # strips; so many are never that low
_STAYS_WHOLE = 0.35  # a table no higher than this share of the page is kept on one page
_LONGEST_WORDS = 12  # how many of the longest words of a column are measured


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands: its left edge and the room for text; marks hang to its right."""

    column: Column
    x: float
    room: float


def table_strips(table: Table, typesetter: Typesetter, into: Node, room: float) -> Iterator[Strip]:
    """Yield the caption, the head, each row and the notes as strips; the elements go `into`.

    They are made as they are asked for: a long table is never held whole.
    """
    strips = _strips(table, typesetter, into, room)
    first = list(itertools.islice(strips, _MOST_WHOLE + 1))
    low = sum(strip.above + strip.height for strip in first) <= TEXT_HEIGHT * _STAYS_WHOLE
    if low and len(first) <= _MOST_WHOLE:
        first = [replace(strip, keep=True) for strip in first]
    held = first[0]
    for strip in itertools.chain(first[1:], strips):
        yield held
        held = strip
    yield replace(held, under=10, keep=False)


def _strips(table: Table, typesetter: Typesetter, into: Node, room: float) -> Iterator[Strip]:
    look, whole = typesetter.look, into.add("Table")
    places, names = _places(table, look, room), table.names_row
    if table.caption:
        face, node = look.caption, whole.add("Caption")
        caption = typesetter.place(
            table.caption, room, size=face.size, leading=face.leading, bold=True, node=node
        )
        yield Strip(stacks=(Stack(0, (caption,)),), above=face.above, under=face.under, keep=True)
    head = _head(places, typesetter, whole.add("THead").add("TR"), room)
    yield head
    repeated = replace(head, keep=False)
    last, body = len(table.rows) - 1, None
    for number, row in enumerate(table.rows):
        following = table.rows[number + 1].kind if number < last else ""
        keep = row.kind == "section" or following in ("total", "difference")
        if number == last:
            keep = bool(table.notes)
        after = table.rows[number - 1].kind if number else ""
        if body is None or row.kind == "section":
            body = whole.add("TBody")
        setter = _RowSetter(places, typesetter, body.add("TR"), names)
        yield replace(setter.strip(row, after, room), keep=keep, head=repeated)
    for number, note in enumerate(table.notes):
        yield _note(note, number, len(table.notes), typesetter, into, room)


def _note(
    note: Note, number: int, count: int, typesetter: Typesetter, into: Node, room: float
) -> Strip:
    small = typesetter.look.small
    hang = small.size * 1.4
    element = into.add("Note", key=typesetter.next_note())
    sign = typesetter.place(
        note.mark, hang, size=small.size, leading=small.leading, node=element.add("Lbl")
    )
    words = typesetter.place(
        note.text, room - hang, size=small.size, leading=small.leading, node=element.add("P")
    )
    return Strip(
        stacks=(Stack(0, (sign,)), Stack(hang, (words,))),
        room=room,
        above=5 if number == 0 else 2,
        keep=number < count - 1,
    )


def _head(places: Sequence[_Place], typesetter: Typesetter, into: Node, room: float) -> Strip:
    face = typesetter.look.table_head
    texts = [
        typesetter.place(
            place.column.title,
            place.room,
            size=face.size,
            leading=face.leading,
            bold=True,
            align=place.column.align,
            node=into.add("TH", scope="Column"),
        )
        for place in places
    ]
    lowest = max(text.height for text in texts)
    # Heads stand on the rule.
    stacks = tuple(
        Stack(place.x, (_Gap(lowest - text.height), text))
        for place, text in zip(places, texts, strict=True)
    )
    return Strip(
        stacks=stacks,
        room=room,
        above=4,
        pad_top=CELL_PAD,
        pad_foot=CELL_PAD,
        rule_under=Line(HEAD_RULE),
        keep=True,
    )


@dataclass(frozen=True, slots=True)
class _Gap:
    """Nothing, so many points high."""

    height: float

    def draw(self, pen: Pen, x: float, top: float, *, artifact: bool = False) -> None:
        """Draw nothing."""

    def split(self, height: float) -> None:
        """There is nothing to split."""


@dataclass(frozen=True, slots=True)
class _RowSetter:
    """Sets the cells of one row; the cell in the column `names_row` is the head of the row."""

    places: Sequence[_Place]
    typesetter: Typesetter
    into: Node
    names_row: int

    def strip(self, row: Row, after: str, room: float) -> Strip:
        """Return the row as a strip; `after` is the kind of the row before."""
        strong = row.kind in ("section", "total", "difference")
        stacks: list[Stack] = []
        if row.kind == "section" and len(row.cells) == 1:
            node = self.into.add("TH", scope="Row", across=len(self.places))
            stacks += self._stacks(row.cells[0], _across(self.places), node, bold=True)
        else:
            for number, (cell, place) in enumerate(zip(row.cells, self.places, strict=True)):
                heads = number == (0 if strong else self.names_row) and bool(cell.text.strip())
                node = self.into.add("TH", scope="Row") if heads else self.into.add("TD")
                node.empty = True
                stacks += self._stacks(cell, place, node, bold=strong)
        first_total = row.kind == "total" and after not in ("total", "difference")
        return Strip(
            stacks=tuple(stacks),
            room=room,
            pad_top=CELL_PAD + (6 if row.kind == "section" and after else 0),
            pad_foot=CELL_PAD,
            rule_above=Line(MEDIUM) if first_total else None,
            rule_under=Line(THIN, grey=row.kind != "section"),
        )

    def _stacks(self, cell: Cell, place: _Place, node: Node, *, bold: bool) -> Iterator[Stack]:
        look, align = self.typesetter.look, place.column.align
        body, small = look.body, look.small
        hangs = cell.mark and align == "right"
        words = cell.text if hangs or not cell.mark else f"{cell.text} {cell.mark}"
        bold = bold or cell.bold
        parts = [
            self.typesetter.place(
                words,
                place.room,
                size=body.size,
                leading=body.leading,
                bold=bold,
                align=align,
                node=node.add("P") if cell.below else node,
            )
        ]
        if cell.below:
            parts.append(
                self.typesetter.place(
                    cell.below,
                    place.room,
                    size=small.size,
                    leading=small.leading,
                    align=align,
                    node=node.add("P"),
                )
            )
        yield Stack(place.x, tuple(parts))
        if hangs:
            sign = self.typesetter.place(
                cell.mark, 40, size=body.size, leading=body.leading, bold=bold, node=node
            )
            yield Stack(place.x + place.room, (sign,))


def _across(places: Sequence[_Place]) -> _Place:
    return _Place(Column("section"), 0, places[-1].x + places[-1].room)


def _places(table: Table, look: Look, across: float) -> tuple[_Place, ...]:
    """Share the width out by weight, but give each column room for its longest word."""
    columns = table.columns
    rows = [row for row in table.rows if len(row.cells) == len(columns)]
    marks = [0.0] * len(columns)
    for row in rows:
        for index, cell in enumerate(row.cells):
            if cell.mark and columns[index].align == "right":
                marks[index] = max(marks[index], _wide(cell.mark, BOLD, look.body.size) + 1)
    gutters = [
        2 * GUTTER if (here.align, after.align) == ("right", "left") else GUTTER
        for here, after in itertools.pairwise(columns)
    ]
    room = across - sum(gutters) - sum(marks)
    least = [
        _least(column, (row.cells[i] for row in rows), look) for i, column in enumerate(columns)
    ]
    widths = _share(room, [column.width for column in columns], least)
    places, x = [], 0.0
    for column, wide, mark, gutter in zip(columns, widths, marks, [*gutters, 0], strict=True):
        places.append(_Place(column, x, wide))
        x += wide + mark + gutter
    return tuple(places)


def _least(column: Column, cells: Iterable[Cell], look: Look) -> float:
    """Return the width of the longest word of a column, in points."""
    words: set[str] = set()
    for cell in cells:
        words.update(cell.text.split())
    longest = sorted(words, key=len, reverse=True)[:_LONGEST_WORDS]
    in_cells = max((_wide(word, BOLD, look.body.size) for word in longest), default=0.0)
    in_head = max(_wide(word, BOLD, look.table_head.size) for word in column.title.split())
    return max(in_cells, in_head) + 0.5


def _wide(word: str, font: str, size: float) -> float:
    return max(width(printable(word, face)[0], face, size) for face in (font, REGULAR))


def _share(room: float, weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """Share `room` by weight with at least `least` each; where that is too much, by `least`."""
    if sum(least) >= room:
        return _share_tight(room, least)
    fixed: dict[int, float] = {}
    while True:
        free = room - sum(fixed.values())
        weight = sum(w for index, w in enumerate(weights) if index not in fixed)
        widths = [
            fixed.get(index, free * w / weight if weight else 0.0)
            for index, w in enumerate(weights)
        ]
        narrow = {
            index: low
            for index, low in enumerate(least)
            if index not in fixed and widths[index] < low
        }
        if not narrow:
            return widths
        fixed.update(narrow)


def _share_tight(room: float, least: Sequence[float]) -> list[float]:
    """Share too little room: short columns keep what they need, long words are broken."""
    left, open_columns = room, len(least)
    widths = [0.0] * len(least)
    for index in sorted(range(len(least)), key=lambda number: least[number]):
        widths[index] = min(least[index], left / open_columns)
        left -= widths[index]
        open_columns -= 1
    return widths
