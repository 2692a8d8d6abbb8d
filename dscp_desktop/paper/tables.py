"""Tables as strips: heads that repeat, rows that never split, notes that stay with them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dscp_desktop.paper.document import Cell, Column, Row, Table
from dscp_desktop.paper.fonts import BOLD, REGULAR, printable, width
from dscp_desktop.paper.look import (
    BODY,
    CAPTION,
    CELL_PAD,
    GUTTER,
    HEAD_RULE,
    MEDIUM,
    SMALL,
    TABLE_HEAD,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    THIN,
)
from dscp_desktop.paper.strips import Line, Stack, Strip
from dscp_desktop.paper.wording import SetText, Typesetter

_STAYS_WHOLE = 0.35  # a table no higher than this share of the page is kept on one page
_LONGEST_WORDS = 12  # how many of the longest words of a column are measured


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands: its left edge and the room for text; marks hang to its right."""

    column: Column
    x: float
    room: float


def table_strips(table: Table, typesetter: Typesetter) -> list[Strip]:
    """Return the caption, the head, each row and the notes as strips."""
    places = _places(table)
    strips = []
    if table.caption:
        caption = typesetter.place(
            table.caption, TEXT_WIDTH, size=CAPTION.size, leading=CAPTION.leading, bold=True
        )
        strips.append(
            Strip(
                stacks=(Stack(0, (caption,)),), above=CAPTION.above, under=CAPTION.under, keep=True
            )
        )
    head = _head(places, typesetter)
    strips.append(head)
    repeated = replace(head, keep=False)
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        following = table.rows[number + 1].kind if number < last else ""
        keep = row.kind == "section" or following in ("total", "difference")
        if number == last:
            keep = bool(table.notes)
        after = table.rows[number - 1].kind if number else ""
        strip = _row(row, after, places, typesetter)
        strips.append(replace(strip, keep=keep, head=repeated))
    for number, note in enumerate(table.notes):
        strips.append(_note(note.mark, note.text, number, len(table.notes), typesetter))
    if sum(strip.above + strip.height for strip in strips) <= TEXT_HEIGHT * _STAYS_WHOLE:
        strips = [replace(strip, keep=True) for strip in strips]
    strips[-1] = replace(strips[-1], under=10, keep=False)
    return strips


def _note(mark: str, text: str, number: int, count: int, typesetter: Typesetter) -> Strip:
    hang = 14.0
    sign = typesetter.place(mark, hang, size=SMALL.size, leading=SMALL.leading)
    words = typesetter.place(text, TEXT_WIDTH - hang, size=SMALL.size, leading=SMALL.leading)
    return Strip(
        stacks=(Stack(0, (sign,)), Stack(hang, (words,))),
        room=TEXT_WIDTH,
        above=5 if number == 0 else 2,
        keep=number < count - 1,
    )


def _head(places: Sequence[_Place], typesetter: Typesetter) -> Strip:
    stacks = []
    for place in places:
        text = typesetter.place(
            place.column.title,
            place.room,
            size=TABLE_HEAD.size,
            leading=TABLE_HEAD.leading,
            bold=True,
            align=place.column.align,
        )
        stacks.append(Stack(place.x, (text,)))
    lowest = max(stack.height for stack in stacks)
    level = [
        Stack(stack.x, (_gap(lowest - stack.height), *stack.texts)) for stack in stacks
    ]  # heads stand on the rule
    return Strip(
        stacks=tuple(level),
        room=TEXT_WIDTH,
        above=4,
        pad_top=CELL_PAD,
        pad_foot=CELL_PAD,
        rule_under=Line(HEAD_RULE),
        keep=True,
    )


def _gap(height: float) -> SetText:
    return Typesetter().place("", 1, size=1, leading=height)


def _row(row: Row, after: str, places: Sequence[_Place], typesetter: Typesetter) -> Strip:
    strong = row.kind in ("section", "total", "difference")
    if row.kind == "section" and len(row.cells) == 1:
        stacks = [_stack(row.cells[0], _across(places), typesetter, bold=True)]
    else:
        stacks = []
        for cell, place in zip(row.cells, places, strict=True):
            stacks.append(_stack(cell, place, typesetter, bold=strong))
            if cell.mark and place.column.align == "right":
                sign = typesetter.place(
                    cell.mark, 40, size=BODY.size, leading=BODY.leading, bold=strong or cell.bold
                )
                stacks.append(Stack(place.x + place.room, (sign,)))
    first_total = row.kind == "total" and after not in ("total", "difference")
    return Strip(
        stacks=tuple(stacks),
        room=TEXT_WIDTH,
        pad_top=CELL_PAD + (6 if row.kind == "section" and after else 0),
        pad_foot=CELL_PAD,
        rule_above=Line(MEDIUM) if first_total else None,
        rule_under=Line(THIN, grey=row.kind != "section"),
    )


def _across(places: Sequence[_Place]) -> _Place:
    return _Place(Column("section"), 0, places[-1].x + places[-1].room)


def _stack(cell: Cell, place: _Place, typesetter: Typesetter, *, bold: bool) -> Stack:
    align = place.column.align
    hangs = cell.mark and align == "right"
    words = cell.text if hangs or not cell.mark else f"{cell.text} {cell.mark}"
    texts = [
        typesetter.place(
            words,
            place.room,
            size=BODY.size,
            leading=BODY.leading,
            bold=bold or cell.bold,
            align=align,
        )
    ]
    if cell.below:
        texts.append(
            typesetter.place(
                cell.below, place.room, size=SMALL.size, leading=SMALL.leading, align=align
            )
        )
    return Stack(place.x, tuple(texts))


def _places(table: Table) -> tuple[_Place, ...]:
    """Share the width out by weight, but give each column room for its longest word."""
    columns = table.columns
    rows = [row for row in table.rows if len(row.cells) == len(columns)]
    marks = [0.0] * len(columns)
    for row in rows:
        for index, cell in enumerate(row.cells):
            if cell.mark and columns[index].align == "right":
                marks[index] = max(marks[index], _wide(cell.mark, BOLD, BODY.size) + 1)
    gutters = [
        2 * GUTTER if (here.align, after.align) == ("right", "left") else GUTTER
        for here, after in itertools.pairwise(columns)
    ]
    room = TEXT_WIDTH - sum(gutters) - sum(marks)
    least = [_least(column, (row.cells[i] for row in rows)) for i, column in enumerate(columns)]
    widths = _share(room, [column.width for column in columns], least)
    places, x = [], 0.0
    for column, wide, mark, gutter in zip(columns, widths, marks, [*gutters, 0], strict=True):
        places.append(_Place(column, x, wide))
        x += wide + mark + gutter
    return tuple(places)


def _least(column: Column, cells: Iterable[Cell]) -> float:
    """Return the width of the longest word of a column, in points."""
    words: set[str] = set()
    for cell in cells:
        words.update(cell.text.split())
    longest = sorted(words, key=len, reverse=True)[:_LONGEST_WORDS]
    in_cells = max((_wide(word, BOLD, BODY.size) for word in longest), default=0.0)
    in_head = max(_wide(word, BOLD, TABLE_HEAD.size) for word in column.title.split())
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
