"""What a sample can say of the whole: exact bounds, and how many to draw.

The upper bound is hypergeometric, one-sided and exact: the largest number of concerns in the
whole that would still show no more of them than were found, at least once in twenty samples.
Bounds are never added over strata or draws as if they were one sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import comb

ONE_STRATUM = (5, 100)  # the chance that is left: 5% for one stratum
TWO_STRATA = (25, 1000)  # 2.5% each where two are read together


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may be said of `size` things when `found` of `seen` were of concern.

    `at_most` is the bound as found; `with_missing` counts what could not be seen as of concern.
    """

    size: int
    seen: int
    found: int
    missing: int
    at_most: int
    with_missing: int


@lru_cache(maxsize=1024)  # the same few numbers are asked for again with every list of draws
def most_of_concern(size: int, n: int, k: int, chance: tuple[int, int] = ONE_STRATUM) -> int:
    """Return the largest K with P(at most k in n | K in size) of at least the chance.

    All in whole numbers. Raises ValueError where k of n of size cannot be.
    """
    if not 0 <= k <= n <= size:
        raise ValueError("found at most what was seen, seen at most what there is")
    share, of = chance
    every = comb(size, n)
    # The probability falls as K grows: the last K that still reaches it is found by halving.
    low, high = k, size - (n - k)
    while low < high:
        middle = (low + high + 1) // 2
        ways = sum(comb(middle, i) * comb(size - middle, n - i) for i in range(k + 1))
        if ways * of >= every * share:
            low = middle
        else:
            high = middle - 1
    return low


def bounds_of(
    size: int, seen: int, found: int, missing: int = 0, chance: tuple[int, int] = ONE_STRATUM
) -> Bounds:
    """Return both bounds: as found, and with what could not be seen counted as of concern."""
    return Bounds(
        size,
        seen,
        found,
        missing,
        most_of_concern(size, seen, found, chance),
        most_of_concern(size, seen + missing, found + missing, chance),
    )


def least_sample(size: int, percent: int) -> int:
    """Return how many to draw so that, if nothing is found, fewer than so many percent may be
    said; `size` itself where only all would do.
    """
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if most_of_concern(size, middle, 0) * 100 < percent * size:
            high = middle
        else:
            low = middle + 1
    return low
