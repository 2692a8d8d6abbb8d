"""The numbers of items: 1, 2, 3, and 7A for what comes in after the agenda went out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_LABEL = re.compile(r"(?P<number>\d+)(?P<letters>[A-Z]*)")


def shown_labels(kept: Sequence[str]) -> tuple[str, ...]:
    """Return the number that each item shows. `kept` are those that went out, '' for a new item.

    While none went out they follow the order. A new item after 7 is 7A, after 7A it is 7B; no
    two items ever show the same.
    """
    if not any(kept):
        return tuple(str(number) for number in range(1, len(kept) + 1))
    used = {label for label in kept if label}
    shown, last = [], "0"
    for label in kept:
        last = label or _free_after(last, used)
        used.add(last)
        shown.append(last)
    return tuple(shown)


def place_for_new(kept: Sequence[str], at: int) -> int:
    """Return where a new item stands that should come at a place (from 0).

    Once numbers went out it comes behind the first one, and behind 7A where it should follow 7.
    """
    at = max(0, min(at, len(kept)))
    if not any(kept):
        return at
    at = max(at, 1)
    while at < len(kept) and _letters(kept[at]):
        at += 1
    return at


def why_not_so(kept: Sequence[str]) -> str:
    """Return why items cannot stand in this order, '' where they can.

    Those whose number went out keep their order, and what is new stands behind one of them.
    """
    if not any(kept):
        return ""
    if not kept[0]:
        first = next(label for label in kept if label)
        return f"What is added after the agenda went out stands behind item {first}."
    out = [label for label in kept if label]
    for label, after in pairwise(out):
        if label_order(after) < label_order(label):
            return f"Item {after} went out behind item {label}: their numbers stay as they are."
    shown = shown_labels(kept)
    for label, after in pairwise(shown):
        if label_order(after) < label_order(label):
            return f"Item {after} went out under that number: put the new item behind it."
    return ""


def label_order(label: str) -> tuple[int, int, str]:
    """Return what puts labels in order: 7, 7A, 7B, 8; one that is no such number stands last."""
    found = _LABEL.fullmatch(label)
    if found is None:
        return 1_000_000, 0, label
    return int(found["number"]), len(found["letters"]), found["letters"]


def next_in(stem: str, numbers: Sequence[str]) -> str:
    """Return the next number of a row: '4.3' where '4.1' and '4.2' are taken."""
    start = f"{stem}."
    rests = (number.removeprefix(start) for number in numbers if number.startswith(start))
    used = [int(rest) for rest in rests if rest.isascii() and rest.isdigit()]
    return f"{start}{max(used, default=0) + 1}"


def next_of_year(year: int, numbers: Sequence[str], letter: str = "") -> str:
    """Return the next number of a year: '2023-02', or '2023-U2' with a letter."""
    start = f"{year}-{letter}"
    rests = (number.removeprefix(start) for number in numbers if number.startswith(start))
    used = [int(rest) for rest in rests if rest.isascii() and rest.isdigit()]
    nth = max(used, default=0) + 1
    return f"{start}{nth}" if letter else f"{start}{nth:02d}"


def _letters(label: str) -> str:
    found = _LABEL.fullmatch(label)
    return found["letters"] if found else ""


def _free_after(label: str, used: set[str]) -> str:
    found = _LABEL.fullmatch(label)
    stem, letters = (found["number"], found["letters"]) if found else (label, "")
    while True:
        letters = _after(letters)
        if f"{stem}{letters}" not in used:
            return f"{stem}{letters}"


def _after(letters: str) -> str:
    """Return the letters that follow: A after none, B after A, AA after Z."""
    if not letters:
        return "A"
    if letters[-1] != "Z":
        return letters[:-1] + chr(ord(letters[-1]) + 1)
    return _after(letters[:-1]) + "A"
