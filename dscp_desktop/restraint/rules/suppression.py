"""A table of counts with its totals, as it may be published: nothing small can be worked out.

Counts below the limit are kept back, 0 among them, so that nobody can tell how small they are;
and with them further counts, until no sum or difference of what is shown gives one away. A
kept-back table is a network: a count can be told only where no circle of kept-back cells leads
through it along which figures could be moved.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

Place = tuple[int, int]
Table = Sequence[Sequence[int]]
_Node = tuple[str, int]


def with_totals(rows: Table) -> tuple[tuple[int, ...], ...]:
    """Return counts with a total at the end of each row and a row of totals below."""
    summed = [(*row, sum(row)) for row in rows]
    return (*summed, tuple(map(sum, zip(*summed, strict=True))))


def suppress_table(
    table: Table, limit: int, also: Collection[Place] = ()
) -> tuple[tuple[int | None, ...], ...]:
    """Return a table with None for what is kept back. Its last row and column are totals.

    `also` are places that are kept back in any case. A count below the limit could afterwards be
    the limit or more, as far as the table tells; any other that is kept back could be another.
    """
    places = [(i, j) for i, row in enumerate(table) for j in range(len(row))]
    hidden = {place for place in places if _at(table, place) < limit} | set(also)
    while open_place := _given_away(table, hidden, limit):
        hidden |= _cheapest(table, hidden, open_place, limit)
    return tuple(
        tuple(None if (i, j) in hidden else count for j, count in enumerate(row))
        for i, row in enumerate(table)
    )


def _at(table: Table, place: Place) -> int:
    return table[place[0]][place[1]]


def _given_away(table: Table, hidden: Collection[Place], limit: int) -> Place | None:
    for place in sorted(hidden):
        if not _is_safe(table, hidden, place, limit):
            return place
    return None


def _is_safe(table: Table, hidden: Collection[Place], place: Place, limit: int) -> bool:
    """Say whether a kept-back count could be another; a small one, as much as the limit."""
    count = _at(table, place)
    if count < limit:
        return _moved(table, hidden, place, 1, limit - count) == limit - count
    return any(_moved(table, hidden, place, step, 1) for step in (1, -1))


def _cheapest(table: Table, hidden: Collection[Place], place: Place, limit: int) -> set[Place]:
    """Return the least that is kept back besides, so that one count is not given away.

    There always is one: a count can grow without end where its totals, or the counts that it is
    the total of, are kept back with it.
    """
    circles = (more - set(hidden) for more in _circles(table, place))
    cheap_first = sorted(circles, key=lambda added: sum(_at(table, one) for one in added))
    return next(
        added for added in cheap_first if added and _is_safe(table, {*hidden, *added}, place, limit)
    )


def _circles(table: Table, place: Place) -> Iterator[set[Place]]:
    row, column = place
    for i, j in product(range(len(table)), range(len(table[0]))):
        yield {(i, j)}
        if i != row and j != column:
            yield {(row, j), (i, column), (i, j)}


def _moved(table: Table, hidden: Collection[Place], place: Place, step: int, most: int) -> int:
    """Return by how much a count could move, at most so far, with all that is shown as it is."""
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    now = {one: _at(table, one) for one in hidden}
    # A total stands on the other side of its sum.
    signs = {one: -1 if (one[0] == last_row) != (one[1] == last_column) else 1 for one in hidden}
    for moved in range(most):
        circle = _circle(now, signs, place, step * signs[place])
        if circle is None or now[place] + step < 0:
            return moved
        now[place] += step
        for one, change in circle:
            now[one] += change * signs[one]
    return most


def _circle(
    now: Mapping[Place, int], signs: Mapping[Place, int], place: Place, flow: int
) -> list[tuple[Place, int]] | None:
    """Find the way on which others move, so that every sum stays: None where there is none."""
    row, column = ("row", place[0]), ("column", place[1])
    start, end = (column, row) if flow > 0 else (row, column)
    came: dict[_Node, tuple[_Node, Place, int] | None] = {start: None}
    queue = deque([start])
    while queue and end not in came:
        node = queue.popleft()
        for one, count in now.items():
            ends = (("row", one[0]), ("column", one[1]))
            if one == place or node not in ends:
                continue
            change, other = (1, ends[1]) if node == ends[0] else (-1, ends[0])
            if other not in came and count + change * signs[one] >= 0:
                came[other] = (node, one, change)
                queue.append(other)
    if end not in came:
        return None
    path, at = [], came[end]
    while at is not None:
        path.append((at[1], at[2]))
        at = came[at[0]]
    return path
