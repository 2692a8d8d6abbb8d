"""What the reviews of a draw say of all incidents: for each level apart, never pooled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.sampling.rules.bounds import (
    TWO_STRATA,
    Bounds,
    bounds_of,
    least_sample,
    most_of_concern,
)
from dscp_desktop.sampling.rules.draw import Replacement, Stratum, reviewed


@dataclass(frozen=True, slots=True)
class StratumResult:
    """One level of a draw: how many there are, were reviewed, of concern, and could not be seen.

    `whole` is a level that was taken whole: it needs no bound. `waiting` are still to be reviewed;
    until then there is no bound. What a review left unclear counts as not seen.
    """

    level: str
    size: int
    sample: tuple[str, ...]
    seen: int
    found: int
    missing: int
    waiting: int
    whole: bool
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class DrawResult:
    """The results of one draw; `together` are the bounds of two sampled levels, each at 97.5%."""

    id: str
    title: str
    first: date
    last: date
    rehearsal: bool
    strata: tuple[StratumResult, ...]
    together: tuple[int, int] | None = None

    @property
    def is_complete(self) -> bool:
        """Whether everything that can be seen of the sample is reviewed."""
        return not any(stratum.waiting for stratum in self.strata)

    @property
    def found(self) -> int:
        """How many of the sample were of concern."""
        return sum(stratum.found for stratum in self.strata)

    @property
    def reviewed(self) -> int:
        """How many of the sample were reviewed."""
        return sum(stratum.seen for stratum in self.strata)


def stratum_result(
    level: str, stratum: Stratum, replaced: Sequence[Replacement], verdicts: Mapping[str, str]
) -> StratumResult:
    """Return the result of one level; `verdicts` say of each reviewed reference yes, no, unclear
    or '', whether it is of concern.
    """
    lost = [one for one in replaced if one.level == level]
    sample = reviewed(stratum, lost)
    said = [verdicts[ref] for ref in sample if verdicts.get(ref)]
    found, unclear = said.count("yes"), said.count("unclear")
    seen, missing = len(said) - unclear, len(lost) + unclear
    size, waiting = len(stratum.order), len(sample) - len(said)
    whole = len(stratum.taken) == size
    bounds = None
    if size and not whole and not waiting:
        bounds = bounds_of(size, seen, found, missing)
    return StratumResult(level, size, sample, seen, found, missing, waiting, whole, bounds)


def together(strata: Sequence[StratumResult]) -> tuple[int, int] | None:
    """Return both bounds of two sampled levels together: each at 97.5%, then added.

    None where not exactly two were sampled and reviewed. They are never pooled into one sample.
    """
    sampled = [stratum for stratum in strata if stratum.bounds]
    if len(sampled) != 2 or any(s.waiting for s in strata if not s.whole):
        return None
    as_found = sum(most_of_concern(s.size, s.seen, s.found, TWO_STRATA) for s in sampled)
    with_missing = sum(
        most_of_concern(s.size, s.seen + s.missing, s.found + s.missing, TWO_STRATA)
        for s in sampled
    )
    return as_found, with_missing


def stratum_words(stratum: StratumResult) -> str:
    """Return in words what may be said of one level: never a comfort where something was found."""
    if not stratum.size:
        return "There was no incident of this level."
    if stratum.waiting:
        return f"{stratum.waiting} of the sample still to be reviewed: nothing can be said yet."
    if stratum.whole:
        words = f"All {stratum.size} were taken. {_found_words(stratum)}"
        return f"{words} {_missing_words(stratum)}".strip()
    bounds = stratum.bounds
    assert bounds is not None
    words = f"{_found_words(stratum)} With 95% confidence up to {bounds.at_most} of "
    words += f"{stratum.size} may be of concern."
    if stratum.missing:
        words += f" {_missing_words(stratum)} Counting them as of concern: up to "
        words += f"{bounds.with_missing} of {stratum.size}."
    return words


def _found_words(stratum: StratumResult) -> str:
    if not stratum.seen:
        return "None could be viewed."
    if not stratum.found:
        return f"Of {stratum.seen} reviewed none was of concern."
    return f"Of {stratum.seen} reviewed {stratum.found} {_was(stratum.found)} of concern."


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _missing_words(stratum: StratumResult) -> str:
    if not stratum.missing:
        return ""
    return f"{stratum.missing} could not be viewed or judged."


def together_words(result: DrawResult) -> str:
    """Return what may be said of the two sampled levels together, '' where it is not said."""
    if result.together is None:
        return ""
    sampled = [stratum for stratum in result.strata if stratum.bounds]
    size = sum(stratum.size for stratum in sampled)
    levels = " and ".join(stratum.level for stratum in sampled)
    words = f"Levels {levels} together, each at 97.5% and then added: up to {result.together[0]}"
    words += f" of {size} may be of concern."
    if result.together[1] != result.together[0]:
        words += f" Counting what could not be viewed: up to {result.together[1]}."
    return words


def sample_words(size: int, percent: int) -> str:
    """Say how many to draw so that fewer than so many percent may be said if nothing is found."""
    count = least_sample(size, percent)
    if not size:
        return "There is nothing to draw from."
    if count >= size:
        return f"All {size} would have to be reviewed to say fewer than {percent}%."
    return (
        f"Draw {count} of {size}: if none of them is of concern, fewer than {percent}% are, with "
        "95% confidence."
    )
