"""Work over whole months as a value: a lane for each piece of work, a block for each stretch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

BlockState: TypeAlias = Literal["done", "now", "late", "to come"]
STATES: tuple[BlockState, ...] = ("done", "now", "late", "to come")
MOST_MONTHS = 600


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of work. `words` stand inside it, so they are few; `said` says all of it.

    `first` are the first and last day that were planned first, where it has moved since.
    """

    words: str
    starts: date
    ends: date
    state: BlockState = "to come"
    said: str = ""
    first: tuple[date, date] | None = None
    key: str = ""

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise ValueError(f"block '{self.words}' ends before it begins")
        if self.state not in STATES:
            raise ValueError(f"'{self.state}' is not one of {', '.join(STATES)}")


@dataclass(frozen=True, slots=True)
class Lane:
    """One piece of work: its title, a quieter line below, and its blocks from left to right.

    `note` stands in the place of the blocks where there are none.
    """

    title: str
    below: str = ""
    blocks: tuple[Block, ...] = ()
    key: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Lanes over so many months from the first day of one.

    `ends` is a day after which a rule is drawn, with `ends_words` above it. A `compact` one has
    a single line in each lane. `heads` are those of the table.
    """

    lanes: tuple[Lane, ...]
    starts: date
    months: int
    today: date | None = None
    ends: date | None = None
    ends_words: str = ""
    compact: bool = False
    heads: tuple[str, str, str] = ("Work", "Status", "Parts")

    def __post_init__(self) -> None:
        if not self.lanes:
            raise ValueError("a timetable has no lanes")
        if not 1 <= self.months <= MOST_MONTHS:
            raise ValueError(f"a timetable of {self.months} months cannot be read")
        if self.starts.day != 1:
            raise ValueError("a timetable begins on the first day of a month")

    def month(self, number: int) -> date:
        """Return the first day of a month, the first one being 0."""
        months = self.starts.year * 12 + self.starts.month - 1 + number
        return date(months // 12, months % 12 + 1, 1)

    def stops(self) -> tuple[tuple[int, int], ...]:
        """Return the lane and place of every block in reading order; -1 for an empty lane."""
        return tuple(
            (number, place)
            for number, lane in enumerate(self.lanes)
            for place in (range(len(lane.blocks)) if lane.blocks else (-1,))
        )

    def said(self) -> tuple[str, ...]:
        """Return what is said of each stop."""
        found = []
        for number, place in self.stops():
            lane = self.lanes[number]
            block = lane.blocks[place] if place >= 0 else None
            found.append(f"{lane.title}: {block.said or block.words if block else lane.note}")
        return tuple(found)

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of the table: a lane, how it stands, and its blocks with their months."""
        return tuple(
            (
                lane.title,
                lane.below,
                "; ".join(block_words(block) for block in lane.blocks) or lane.note,
            )
            for lane in self.lanes
        )


def block_words(block: Block) -> str:
    """Return '4: Oct 2023, now', with what was planned first."""
    now = _span(block.starts, block.ends)
    was = f" (first {_span(*block.first)})" if block.first else ""
    return f"{block.words}: {now}{was}, {block.state}"


def _span(starts: date, ends: date) -> str:
    first, last = f"{starts:%b %Y}", f"{ends:%b %Y}"
    return first if first == last else f"{first} to {last}"
