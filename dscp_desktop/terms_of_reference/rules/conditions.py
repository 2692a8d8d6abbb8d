"""A quorum as rows to choose in: conditions joined by 'and', and ways of them joined by 'or'.

'And' binds more closely than 'or', as rows are read. Every rule can be said so; one that would
take more rows than anybody reads is not shown as rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, product
from typing import TypeAlias

from dscp_desktop.terms_of_reference.rules.quorum import (
    CORE,
    COUNTING,
    AllOf,
    AnyOf,
    AtLeast,
    EachStatutory,
    NamedSeat,
    Rule,
    Share,
)

Condition: TypeAlias = AtLeast | Share | EachStatutory | NamedSeat
Way: TypeAlias = tuple[Condition, ...]
MOST_ROWS = 12


def ways_of(rule: Rule) -> tuple[Way, ...]:
    """Return the ways in which a rule is met, each the conditions that it takes together.

    Empty where it takes more than `MOST_ROWS` rows to say.
    """
    ways = _ways(rule)
    if ways is None or sum(map(len, ways)) > MOST_ROWS:
        return ()
    return ways


def _ways(rule: Rule) -> tuple[Way, ...] | None:
    if isinstance(rule, AnyOf | AllOf):
        inside = [_ways(each) for each in rule.rules]
        known = [ways for ways in inside if ways is not None]
        if len(known) < len(inside):
            return None
        if isinstance(rule, AnyOf):
            return _once(way for ways in known for way in ways)
        count = 1
        for ways in known:
            count *= len(ways)
        if count > MOST_ROWS:
            return None
        return _once(tuple(chain.from_iterable(some)) for some in product(*known))
    return ((rule,),)


def _once(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Return ways without conditions, and without ways, that are there before."""
    tidy = (tuple(dict.fromkeys(way)) for way in ways)
    return tuple(dict.fromkeys(tidy))


def rule_of(ways: tuple[Way, ...]) -> Rule:
    """Return the rule that the rows say. Raises ValueError where there is no condition."""
    said = tuple(way[0] if len(way) == 1 else AllOf(way) for way in ways if way)
    if not said:
        raise ValueError("a quorum has at least one condition")
    return said[0] if len(said) == 1 else AnyOf(said)


def counts_co_opted(ways: tuple[Way, ...]) -> bool:
    """Say whether co-opted seats count in some condition."""
    return any(
        condition.of == COUNTING
        for way in ways
        for condition in way
        if isinstance(condition, AtLeast | Share)
    )


def with_kinds(condition: Condition, co_opted: bool) -> Condition:
    """Return a condition that counts core seats, or core and co-opted ones."""
    if isinstance(condition, AtLeast | Share):
        return replace(condition, of=COUNTING if co_opted else CORE)
    return condition
