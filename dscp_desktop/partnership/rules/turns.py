"""One after another: on any day a seat has one holder, and a group one chair."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.rules.spans import (
    Span,
    end_before,
    first_day,
    last_day,
    show_when,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn: the row it is kept in ('' for a new one), their name, and the time."""

    id: str
    who: str
    span: Span


@dataclass(frozen=True, slots=True)
class Taking:
    """What it means that somebody takes over: the new turn's time, and the row that ends, when."""

    span: Span
    cut_id: str = ""
    cut_ends: str = ""


def take_turn(turns: Sequence[Turn], what: str, starts: str = "", ends: str = "") -> Taking:
    """Return how a new turn fits among others: the one before ends the day before it begins, and
    it ends before the next one begins.

    Raises Refused, in words that name `what` ('seat', 'chair'), where two would share a day.
    """
    ordered = sorted(turns, key=lambda turn: first_day(turn.span.starts))
    new = Span(starts, ends)
    before = [t for t in ordered if first_day(t.span.starts) < first_day(starts)]
    later = [t for t in ordered if t not in before]
    if not ends and later:
        new = Span(starts, _end_for(later[0], starts, what))
    clash = next((t for t in later if t.span.overlaps(new)), None)
    if clash:
        raise Refused(_both(clash, what))
    last = before[-1] if before else None
    if last is None or not last.span.overlaps(new):
        return Taking(new)
    if ends and last_day(last.span.ends) > last_day(ends) and last.span.ends:
        raise Refused(_both(last, what))
    cut = end_before(starts)
    if last_day(cut) >= first_day(starts):
        raise Refused(
            f"{last.who} has the {what} in that month too. Enter the day on which it changes hands."
        )
    return Taking(new, last.id, cut)


def _end_for(following: Turn, starts: str, what: str) -> str:
    ends = end_before(following.span.starts)
    if not following.span.starts or last_day(ends) < first_day(starts) or len(ends) != 10:
        raise Refused(_both(following, what))
    return ends


def check_turns(turns: Sequence[Turn], what: str) -> None:
    """Raise Refused, naming both, where two turns share a day."""
    ordered = sorted(turns, key=lambda turn: (first_day(turn.span.starts), turn.id))
    for at, turn in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if turn.span.overlaps(other.span):
                raise Refused(f"{_both(turn, what)} {other.who} has it then, too.")


def _both(turn: Turn, what: str) -> str:
    time = turn.span.said or "on every day, for no dates are known"
    held = f"{turn.who} has the {what} {time}."
    return f"{held} Choose other days, or end that first."


def rotate(order: Sequence[str], starts: date, months: int) -> tuple[tuple[str, Span], ...]:
    """Return the turns of each in order, one after the other, each for so many months.

    Raises Refused where nobody stands in the order, or a turn would last no month.
    """
    if not order:
        raise Refused("Choose the seats that take the chair in turn.")
    if months < 1:
        raise Refused("Each turn lasts a month at the least.")
    firsts = [_months_on(starts, months * place) for place in range(len(order) + 1)]
    return tuple(
        (one, Span(first.isoformat(), (after - timedelta(days=1)).isoformat()))
        for one, first, after in zip(order, firsts, firsts[1:], strict=False)
    )


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def ends_words(span: Span, what: str, on: str) -> str:
    """Say that something does not stand on a day: 'The seat ended on 30 June 2022.'; '' if so."""
    if on and last_day(span.ends) < first_day(on):
        return f"{what} ended: {show_when(span.ends)} is its last. Choose an earlier day."
    if on and last_day(on) < first_day(span.starts):
        return f"{what} begins later: {show_when(span.starts)}. Choose a day from then on."
    return ""
