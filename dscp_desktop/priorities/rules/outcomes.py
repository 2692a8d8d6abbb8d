"""The outcomes a measure points at, as plans write them: '1.1, 1.2', 'All of 2.1-2.4'."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dscp_desktop.core.faults import Refused

if TYPE_CHECKING:
    from dscp_desktop.priorities.rules.plans import PlanLine

_NUMBER = re.compile(r"(\d{1,3})\.(\d{1,3})")
_RANGE = re.compile(r"(\d{1,3}\.\d{1,3})\s*(?:-|–|—|\bto\b)\s*(\d{1,3}\.\d{1,3})", re.IGNORECASE)
_ALL = re.compile(r"\s*all\b(?:\s+(?:of|in)\b)?\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;&\n]\s*|\s+and\s+", re.IGNORECASE)
_NONE = frozenset(("", "none", "-", "–", "—", "n/a"))
_HOW = "Write them as in '1.1, 1.2' or '1.1-1.4'."
_AS_RANGE = 3  # so many numbers in a row are written as a range


def number_key(number: str) -> tuple[int, int]:
    """Return by what outcomes are in order: 1.2 comes before 1.10."""
    found = _NUMBER.fullmatch(number)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def parse_number(text: str) -> str:
    """Return an outcome's number as it is kept, such as '1.1'. Raises Refused in words."""
    found = _NUMBER.fullmatch(text.strip().rstrip("."))
    if found is None:
        raise Refused(f"'{text.strip()}' is no number of an outcome. Write it as in 1.1.")
    return f"{int(found[1])}.{int(found[2])}"


def parse_outcomes(text: str) -> tuple[str, ...]:
    """Return the numbers that a text names, in order, each once; () where it names none.

    Raises Refused, in words, for a range that runs backwards or over two priorities, and for
    what is no number.
    """
    plain = _ALL.sub("", text, count=1) if _ALL.match(text) else text
    if plain.strip().casefold() in _NONE:
        if _ALL.match(text):
            raise Refused(f"'{text.strip()}' does not say which outcomes. {_HOW}")
        return ()
    found: set[str] = set()
    for part in _BETWEEN.split(plain.strip().rstrip(".,;")):
        found.update(_part(part.strip()))
    return tuple(sorted(found, key=number_key))


def _part(part: str) -> Iterable[str]:
    whole = _RANGE.fullmatch(part)
    if whole is None:
        if not _NUMBER.fullmatch(part):
            raise Refused(f"'{part}' is no number of an outcome. {_HOW}")
        return [parse_number(part)]
    first, last = parse_number(whole[1]), parse_number(whole[2])
    (of, begins), (of_last, ends) = number_key(first), number_key(last)
    if of != of_last:
        raise Refused(f"'{part}' runs from one priority into another. Write a range for each.")
    if begins > ends:
        raise Refused(f"'{part}' runs backwards. Write {last}-{first}, if that is meant.")
    return [f"{of}.{place}" for place in range(begins, ends + 1)]


def show_outcomes(numbers: Iterable[str]) -> str:
    """Return numbers as a plan writes them: '1.1, 1.2', '2.1-2.4'; '' for none.

    `parse_outcomes` gives the same numbers again.
    """
    runs: list[list[tuple[int, int]]] = []
    for of, place in sorted({number_key(number) for number in numbers}):
        if runs and runs[-1][-1] == (of, place - 1):
            runs[-1].append((of, place))
        else:
            runs.append([(of, place)])
    return ", ".join(part for run in runs for part in _shown(run))


def _shown(run: list[tuple[int, int]]) -> list[str]:
    numbers = [f"{of}.{place}" for of, place in run]
    return [f"{numbers[0]}-{numbers[-1]}"] if len(run) >= _AS_RANGE else numbers


def outcomes_of(text: str, plan: PlanLine) -> tuple[str, ...]:
    """Return the ids of the outcomes of a plan that a text names, () for none.

    Raises Refused in words, also where the plan has no such outcome.
    """
    numbers = parse_outcomes(text)
    known = {outcome.number: outcome.id for outcome in plan.outcomes}
    missing = [number for number in numbers if number not in known]
    if missing:
        verb = "outcome" if len(missing) == 1 else "outcomes"
        has = show_outcomes(known) or "none"
        raise Refused(
            f"The plan {plan.term} has no {verb} {show_outcomes(missing)}. Its outcomes: {has}."
        )
    return tuple(known[number] for number in numbers)
