"""Who was here at which item, and how the quorum stood from item to item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

from dscp_desktop.meetings.rules.record import MoveLine
from dscp_desktop.terms_of_reference.rules.quorum import Quorum, SeatPresence, Verdict, judge

NOTHING_SET = "The terms of reference of that day set no quorum."
NOT_RECORDED = "Attendance is not recorded yet."


@dataclass(frozen=True, slots=True)
class ItemTime:
    """An item as presence is reckoned by: its label, and when it was begun, if that is known."""

    id: str
    label: str
    started: time | None = None


def moves_in_order(
    moves: Sequence[MoveLine], items: Sequence[ItemTime]
) -> tuple[tuple[int, MoveLine], ...]:
    """Return the movements with the place of the item from which on each one counts.

    A movement that names no item counts by its time: who leaves is missed from the item that is
    running, who comes is counted from the next one to begin. Where no item says when it began,
    it counts from the first one.
    """
    places = {item.id: at for at, item in enumerate(items)}
    found = [(_place(move, items, places), move) for move in moves]
    return tuple(sorted(found, key=lambda one: (one[0], one[1].at or time.min, one[1].id)))


def _place(move: MoveLine, items: Sequence[ItemTime], places: Mapping[str, int]) -> int:
    if move.item_id in places:
        return places[move.item_id]
    if move.at is None:
        return 0
    known = [(at, item.started) for at, item in enumerate(items) if item.started is not None]
    if not known:
        return 0
    if move.came:
        return next((at for at, started in known if started >= move.at), len(items))
    return max((at for at, started in known if started <= move.at), default=known[0][0])


def here_by_item(here: bool, moves: Sequence[tuple[int, MoveLine]], count: int) -> tuple[bool, ...]:
    """Return for each of `count` items whether a seat is taken.

    Who first came late was not here before; who was marked here and never moved always was. One
    that is marked absent stays so, until a movement says that it came.
    """
    now = here and not (moves and moves[0][1].came)
    states, rest = [], list(moves)
    for at in range(count):
        while rest and rest[0][0] <= at:
            now = rest.pop(0)[1].came
        states.append(now)
    return tuple(states)


def quorum_by_item(
    quorum: Quorum | None,
    seats: Sequence[SeatPresence],
    moves: Sequence[MoveLine],
    items: Sequence[ItemTime],
) -> tuple[Verdict | None, ...]:
    """Judge the quorum for each item by the rule of that day; None where there is no rule.

    `seats` are those of that day with the marks of attendance; a movement is that of a seat, or
    of a body whose mark counts for its seats.
    """
    if quorum is None:
        return tuple(None for _ in items)
    ordered = moves_in_order(moves, items)
    states = {
        at: here_by_item(seat.here, _moves_of(seat, ordered), len(items))
        for at, seat in enumerate(seats)
    }
    return tuple(
        judge(quorum, [replace(seat, here=states[n][at]) for n, seat in enumerate(seats)])
        for at in range(len(items))
    )


def _moves_of(
    seat: SeatPresence, ordered: Sequence[tuple[int, MoveLine]]
) -> tuple[tuple[int, MoveLine], ...]:
    own = tuple(one for one in ordered if one[1].attendee_id == seat.seat_id)
    if own or not seat.organisation_id:
        return own
    return tuple(one for one in ordered if one[1].attendee_id == seat.organisation_id)


def quorum_note(
    verdicts: Sequence[Verdict | None], moves: Sequence[MoveLine], items: Sequence[ItemTime]
) -> str:
    """Say how the quorum stood over the items, as minutes do.

    'Not quorate for items 6 to 8: Education left at 11:10.', 'Quorate throughout.'
    """
    if not items:
        return ""
    judged = [verdict for verdict in verdicts if verdict is not None]
    if len(judged) < len(items):
        return NOTHING_SET
    if all(verdict.quorate for verdict in judged):
        return "Quorate throughout."
    ordered = moves_in_order(moves, items)
    said = []
    for first, last in _stretches(judged):
        why = _because(first, judged, ordered)
        if (first, last) == (0, len(items) - 1):
            said.append(f"Not quorate: {why}.")
        else:
            said.append(f"Not quorate for {_items_words(items, first, last)}: {why}.")
    return " ".join(said)


def _stretches(verdicts: Sequence[Verdict]) -> list[tuple[int, int]]:
    """Return the first and last place of each run of items without a quorum."""
    found: list[tuple[int, int]] = []
    for at, verdict in enumerate(verdicts):
        if verdict.quorate:
            continue
        if found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found


def _because(
    first: int, verdicts: Sequence[Verdict], ordered: Sequence[tuple[int, MoveLine]]
) -> str:
    left = [move for at, move in ordered if at == first and not move.came]
    if first > 0 and left:
        return "; ".join(_left_words(move) for move in left)
    return "; ".join(verdicts[first].reasons)


def _left_words(move: MoveLine) -> str:
    return f"{move.attendee} left" + (f" at {move.at:%H:%M}" if move.at else "")


def _items_words(items: Sequence[ItemTime], first: int, last: int) -> str:
    if first == last:
        return f"item {items[first].label}"
    return f"items {items[first].label} to {items[last].label}"
