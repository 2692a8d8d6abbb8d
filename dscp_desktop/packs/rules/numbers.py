"""Numbers of pack pages that never move: '112', and behind it '112a', '112b'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SHAPE = re.compile(r"([1-9]\d{0,5})([a-z]{0,4})")


class PageNumber(NamedTuple):
    """A page as issued (`after` 0), or the n-th that came behind it later."""

    page: int
    after: int = 0

    def __str__(self) -> str:
        """Return '112' or '112a'; behind z comes aa."""
        letters, left = "", self.after
        while left:
            left, place = divmod(left - 1, 26)
            letters = chr(ord("a") + place) + letters
        return f"{self.page}{letters}"


def parse_number(text: str) -> PageNumber:
    """Return the page number that was written as '112a'. Raises ValueError for anything else."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no page number")
    after = 0
    for letter in found[2]:
        after = after * 26 + ord(letter) - ord("a") + 1
    return PageNumber(int(found[1]), after)


def parse_numbers(text: str) -> tuple[PageNumber, ...]:
    """Return the numbers of a text with spaces between."""
    return tuple(map(parse_number, text.split()))


def written(numbers: Iterable[PageNumber]) -> str:
    """Return numbers as a text with spaces between."""
    return " ".join(map(str, numbers))


def run_of(first: int, pages: int) -> tuple[PageNumber, ...]:
    """Return so many numbers of whole pages."""
    return tuple(PageNumber(page) for page in range(first, first + pages))


def next_numbers(
    used: Iterable[PageNumber], behind: PageNumber, pages: int
) -> tuple[PageNumber, ...]:
    """Return so many numbers behind a page, after all that were ever given out there."""
    highest = max((n.after for n in used if n.page == behind.page), default=behind.after)
    return tuple(PageNumber(behind.page, highest + n) for n in range(1, pages + 1))


def stretches(numbers: Iterable[PageNumber]) -> tuple[tuple[PageNumber, ...], ...]:
    """Return the numbers parted where one does not follow the one before, and before letters."""
    found: list[list[PageNumber]] = []
    for number in numbers:
        if found and _follows(number, found[-1][-1]):
            found[-1].append(number)
        else:
            found.append([number])
    return tuple(map(tuple, found))


def _follows(number: PageNumber, before: PageNumber) -> bool:
    if number.after:
        return before.after > 0 and number == (before.page, before.after + 1)
    return before.after == 0 and number.page == before.page + 1


def numbers_words(numbers: Sequence[PageNumber]) -> str:
    """Return '15 to 28, 28b to 28c'; '' for none."""
    parts = (
        str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in stretches(numbers)
    )
    return ", ".join(parts)


def pages_words(numbers: Sequence[PageNumber]) -> str:
    """Return 'page 93' or 'pages 15 to 28'."""
    return f"page{'s' if len(numbers) > 1 else ''} {numbers_words(numbers)}"
