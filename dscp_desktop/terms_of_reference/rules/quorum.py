"""Quorum as a rule: chosen, said in one sentence, and judged with reasons.

Seats that are virtual or in attendance never count (arrangements of April 2019, membership), but
a seat that the rule names counts whatever its kind. More seats here never make a meeting that is
quorate not quorate: no rule asks for somebody's absence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from dscp_desktop.core.names import tidy_name

CORE = ("core",)
COUNTING = ("core", "co-opted")
NO_SEAT = "none"
DEEPEST = 4
_FRACTIONS = {(1, 2): "half", (1, 3): "one third", (2, 3): "two thirds"} | {
    (1, 4): "one quarter",
    (3, 4): "three quarters",
    (1, 1): "all",
}


@dataclass(frozen=True, slots=True)
class SeatPresence:
    """A seat on the day, and whether somebody is on it; `by_deputy` where it is the deputy.

    A statutory partner without a seat stands in the list as one of kind `none`, never here.
    """

    seat_id: str
    name: str
    organisation: str = ""
    organisation_id: str = ""
    role: str = ""
    kind: str = "core"
    statutory: bool = False
    here: bool = False
    by_deputy: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many seats of these kinds."""

    n: int
    of: tuple[str, ...] = CORE


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the seats of these kinds, rounded up, and never fewer than one."""

    numerator: int
    denominator: int
    of: tuple[str, ...] = CORE


@dataclass(frozen=True, slots=True)
class EachStatutory:
    """A seat of each of the statutory partners of that day."""


@dataclass(frozen=True, slots=True)
class NamedSeat:
    """One seat: that of `seat_id`, or where it is empty one with exactly this role."""

    role: str = ""
    seat_id: str = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of the rules holds."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the rules holds."""

    rules: tuple[Rule, ...]


Rule: TypeAlias = AtLeast | Share | EachStatutory | NamedSeat | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Quorum:
    """The quorum of a group: its rule, and whether a deputy counts for the seat."""

    rule: Rule
    deputies_count: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a meeting is quorate and why not; `words` says both.

    `here` of `of` core seats count as present; `needed` is the number that the rule asks for.
    """

    quorate: bool
    reasons: tuple[str, ...]
    words: str
    here: int
    needed: int
    of: int


def judge(quorum: Quorum, seats: Sequence[SeatPresence]) -> Verdict:
    """Return whether the seats that are here make a quorum, with the reasons where not."""
    reasons = _reasons(quorum.rule, quorum, seats)
    core = [seat for seat in seats if seat.kind in CORE]
    here = sum(_counts(seat, quorum) for seat in core)
    words = f"Quorate: {here} of {_seats(len(core), CORE)} here"
    if reasons:
        words = f"Not quorate: {'; '.join(reasons)}"
    return Verdict(not reasons, reasons, words, here, _needed(quorum.rule, seats), len(core))


def reachable(quorum: Quorum, seats: Sequence[SeatPresence]) -> str:
    """Return why these seats, all of them taken, could not make a quorum; '' where they can."""
    return "; ".join(dict.fromkeys(_lacks(quorum.rule, seats)))


def quorum_words(quorum: Quorum) -> str:
    """Return the rule as one sentence; no two rules read the same."""
    words = _say(quorum.rule)
    deputies = "count" if quorum.deputies_count else "do not count"
    return f"{words[0].upper()}{words[1:]}; deputies {deputies}."


def faults_of_quorum(quorum: Quorum) -> str:
    """Return what is wrong with a rule in itself, in words; '' where nothing is."""
    return _faults(quorum.rule, 1)


def _faults(rule: Rule, depth: int) -> str:
    if depth > DEEPEST:
        return f"Rules stand inside one another at most {DEEPEST} deep."
    if isinstance(rule, AllOf | AnyOf):
        if len(rule.rules) < 2:
            return "Choose at least two rules to join."
        return next(filter(None, (_faults(each, depth + 1) for each in rule.rules)), "")
    if isinstance(rule, AtLeast) and not 1 <= rule.n <= 999:
        return "Type the number of seats, from 1 to 999."
    if isinstance(rule, Share) and not 1 <= rule.numerator <= rule.denominator <= 99:
        return "A share of the seats lies between 1 in 99 and all of them."
    if isinstance(rule, AtLeast | Share) and rule.of not in (CORE, COUNTING):
        return "A quorum counts core seats, or core and co-opted ones."
    if isinstance(rule, NamedSeat) and not (rule.role.strip() or rule.seat_id):
        return "Choose the seat that has to be here."
    return ""


def _counts(seat: SeatPresence, quorum: Quorum) -> bool:
    return seat.here and (quorum.deputies_count or not seat.by_deputy)


def _of(seats: Iterable[SeatPresence], kinds: tuple[str, ...]) -> list[SeatPresence]:
    return [seat for seat in seats if seat.kind in kinds]


def _number(rule: AtLeast | Share, seats: Iterable[SeatPresence]) -> int:
    if isinstance(rule, AtLeast):
        return rule.n
    return max(1, -(-len(_of(seats, rule.of)) * rule.numerator // rule.denominator))


def _named(rule: NamedSeat, seats: Iterable[SeatPresence]) -> list[SeatPresence]:
    if rule.seat_id:
        return [seat for seat in seats if seat.seat_id == rule.seat_id]
    wanted = tidy_name(rule.role)
    return [seat for seat in seats if seat.seat_id and tidy_name(seat.role) == wanted]


def _partners(seats: Iterable[SeatPresence]) -> dict[str, list[SeatPresence]]:
    """Return the seats of each statutory partner by its name; those that cannot count left out."""
    found: dict[str, list[SeatPresence]] = {}
    names: dict[str, str] = {}
    for seat in seats:
        if seat.statutory:
            name = names.setdefault(seat.organisation_id, seat.organisation or seat.name)
            there = found.setdefault(name, [])
            there += [seat] if seat.kind in COUNTING else []
    return found


def _reasons(rule: Rule, quorum: Quorum, seats: Sequence[SeatPresence]) -> tuple[str, ...]:
    if isinstance(rule, AllOf):
        found = (why for each in rule.rules for why in _reasons(each, quorum, seats))
        return tuple(dict.fromkeys(found))
    if isinstance(rule, AnyOf):
        every = [_reasons(each, quorum, seats) for each in rule.rules]
        return (", nor: ".join(" and ".join(whys) for whys in every),) if all(every) else ()
    if isinstance(rule, AtLeast | Share):
        counted = sum(_counts(seat, quorum) for seat in _of(seats, rule.of))
        needed = _number(rule, seats)
        there = _seats(len(_of(seats, rule.of)), rule.of)
        return () if counted >= needed else (f"{counted} of {there} here, {needed} needed",)
    if isinstance(rule, EachStatutory):
        partners = _partners(seats)
        if not partners:
            return ("there are no statutory partners",)
        return tuple(filter(None, (_absent(n, s, quorum) for n, s in partners.items())))
    why = _absent(_named_words(rule, seats), _named(rule, seats), quorum)
    return (why,) if why else ()


def _absent(name: str, seats: Sequence[SeatPresence], quorum: Quorum) -> str:
    if any(_counts(seat, quorum) for seat in seats):
        return ""
    return f"{name} only by a deputy" if any(s.here for s in seats) else f"no seat of {name}"


def _named_words(rule: NamedSeat, seats: Sequence[SeatPresence]) -> str:
    found = _named(rule, seats)
    return rule.role or (found[0].name if found else "a seat that is no longer there")


def _needed(rule: Rule, seats: Sequence[SeatPresence]) -> int:
    if isinstance(rule, AllOf | AnyOf):
        choose: Callable[[Iterable[int]], int] = max if isinstance(rule, AllOf) else min
        return choose([_needed(each, seats) for each in rule.rules] or [0])
    if isinstance(rule, AtLeast | Share):
        return _number(rule, seats)
    return len(_partners(seats)) if isinstance(rule, EachStatutory) else 1


def _lacks(rule: Rule, seats: Sequence[SeatPresence]) -> tuple[str, ...]:
    if isinstance(rule, AllOf):
        return tuple(why for each in rule.rules for why in _lacks(each, seats))
    if isinstance(rule, AnyOf):
        every = [_lacks(each, seats) for each in rule.rules]
        return tuple(why for whys in every for why in whys) if all(every) else ()
    if isinstance(rule, AtLeast | Share):
        there, needed = len(_of(seats, rule.of)), _number(rule, seats)
        have = f"the group has {_seats(there, rule.of)}" if there else "the group has none"
        return () if there >= needed else (f"{_seats(needed, rule.of)} are asked for, and {have}",)
    if isinstance(rule, EachStatutory):
        partners = _partners(seats)
        if not partners:
            return ("there are no statutory partners",)
        return tuple(
            f"{name} has no seat that counts" for name, held in partners.items() if not held
        )
    return () if _named(rule, seats) else (f"there is no seat of {_named_words(rule, seats)}",)


def _seats(count: int, kinds: tuple[str, ...]) -> str:
    return f"{count} {' and '.join(kinds)} {'seat' if count == 1 else 'seats'}"


def _say(rule: Rule) -> str:
    if isinstance(rule, AllOf | AnyOf):
        both, every, last = ("both", "all of", "and")
        if isinstance(rule, AnyOf):
            both, every, last = ("either", "one of", "or")
        said = [_say(each) for each in rule.rules]
        first = both if len(said) == 2 else every
        return f"{first} {', '.join(said[:-1])} {last} {said[-1]}"
    if isinstance(rule, AtLeast):
        return f"at least {_seats(rule.n, rule.of)}"
    if isinstance(rule, Share):
        part = (rule.numerator, rule.denominator)
        share = _FRACTIONS.get(part, f"{part[0]} in {part[1]}")
        return f"at least {share} of the {' and '.join(rule.of)} seats (rounded up)"
    if isinstance(rule, EachStatutory):
        return "at least one seat of each statutory partner"
    return f"the seat of “{rule.role or 'a seat of the group'}”"
