"""Small counts kept out of published editions, with the further ones that would give them away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LIMIT_SETTING, LIMIT = "suppress_under", 5  # the profile may say another limit
HIDDEN = "suppressed"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Counts as they may be published: None where one is kept back."""

    counts: tuple[int | None, ...]
    total: int | None

    def shown(self, place: int) -> str:
        """Return one count as it is printed."""
        return shown_count(self.counts[place])


def shown_count(count: int | None) -> str:
    """Return a count, or the word for one that is kept back."""
    return HIDDEN if count is None else str(count)


def suppress(counts: Sequence[int], limit: int) -> Suppressed:
    """Keep back each count under the limit, 0 among them, and what would give it away.

    What is left of the total would say the sum of those kept back: so there are at least two,
    and together they reach the limit; where all of them do not, the total is kept back too.
    """
    hidden = {place for place, count in enumerate(counts) if count < limit}
    rest = sorted(set(range(len(counts))) - hidden, key=lambda place: counts[place])
    while hidden and rest and (len(hidden) < 2 or _sum(counts, hidden) < limit):
        hidden.add(rest.pop(0))
    total: int | None = sum(counts)
    if hidden and (len(hidden) < 2 or _sum(counts, hidden) < limit):
        total = None
    return Suppressed(
        tuple(None if place in hidden else count for place, count in enumerate(counts)), total
    )


def _sum(counts: Sequence[int], places: set[int]) -> int:
    return sum(counts[place] for place in places)
