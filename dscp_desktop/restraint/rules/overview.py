"""What the quarterly overview and the yearly paper show, put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dscp_desktop.restraint.rules.clocks import ClockCount
from dscp_desktop.restraint.rules.figures import PublishedCheck, SafeFigures, YearFigures
from dscp_desktop.restraint.rules.incidents import ReturnLine
from dscp_desktop.restraint.rules.results import DrawResult
from dscp_desktop.restraint.rules.review import ReviewLine


@dataclass(frozen=True, slots=True)
class FootageCount:
    """How many incidents of a period stand how with their footage, in words."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A quarter: its returns, counts by level, clocks, footage, draws and their reviews.

    `months` run from the first with incidents to the end of the quarter, for the run chart.
    """

    home: str
    first: date
    last: date
    levels: tuple[int, ...]
    before: tuple[int, ...]
    without: int
    returns: tuple[ReturnLine, ...]
    months: tuple[tuple[str, int], ...]
    clocks: tuple[ClockCount, ...]
    footage: tuple[FootageCount, ...]
    results: tuple[DrawResult, ...]
    reviews: tuple[ReviewLine, ...]
    marking: str = ""

    @property
    def total(self) -> int:
        """How many incidents there were."""
        return sum(self.levels) + self.without


@dataclass(frozen=True, slots=True)
class YearOverview:
    """A year: its figures, what was published of it, its draws, and what may be published."""

    home: str
    figures: YearFigures
    checks: tuple[PublishedCheck, ...]
    results: tuple[DrawResult, ...]
    safe: SafeFigures
    marking: str = ""
