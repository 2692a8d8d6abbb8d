"""What was frozen and drawn, as values: for pages, certificates and slips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.sampling.rules.draw import (
    Drawn,
    Plan,
    Replacement,
    Stratum,
    draw,
    parse_plan,
    reviewed,
)
from dscp_desktop.sampling.rules.frame import (
    FrameRow,
    LeftOut,
    Period,
    frame_faults,
    left_out_text,
    ref_fault,
)

ROOM, COMMAND_LINE, MACHINE = "room", "command line", "machine"
HOW = (ROOM, COMMAND_LINE, MACHINE)
REHEARSAL = "Rehearsal: no freeze was recorded before."
FEWEST_PEOPLE = 2  # who roll dice in the room, so that no one alone makes the seed
OTHER = "other"
# Why something of the sample cannot be viewed; 'other' wants words.
REASONS = ("overwritten", "not recorded", "camera out of order", "cannot be opened", OTHER)


@dataclass(frozen=True, slots=True)
class FrameKind:
    """What a list holds: its name, one of it and several, its strata ('' for free labels)."""

    name: str
    one: str
    many: str
    strata: tuple[str, ...] = ()
    always_all: tuple[str, ...] = ()
    stratum: str = "Stratum"


RESTRAINT, AUDIT = "restraint", "audit"
KINDS: Mapping[str, FrameKind] = MappingProxyType(
    {
        RESTRAINT: FrameKind(
            RESTRAINT, "incident", "incidents", ("0", "1", "2", "3"), ("3",), "Injury level"
        ),
        AUDIT: FrameKind(AUDIT, "case", "cases"),
    }
)


@dataclass(frozen=True, slots=True)
class FrozenList:
    """A list that was frozen, as its slip says it; `draw_id` is empty until it was drawn from.

    `head` is where the history stood just before. `counts` are in the plan's order.
    """

    id: str
    kind: str
    title: str
    period: Period
    text: str
    hash: str
    left_out: str
    left_out_hash: str
    plan: str
    commitment: str
    frozen_at: datetime
    frozen_by: str
    supplied_by: str
    declared: int | None
    head: str
    counts: tuple[tuple[str, int], ...]
    draw_id: str = ""

    @property
    def size(self) -> int:
        """How many things stand in the list."""
        return sum(count for _, count in self.counts)

    @property
    def left_out_count(self) -> int:
        """How many were left out."""
        return self.left_out.count("\n")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier draw from a list that shares something with this one, and what is shared."""

    draw_id: str
    title: str
    period: str
    plan: str
    commitment: str
    seed: str
    seed_from: str
    made_at: datetime
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """A draw with its list, what it gives, what was replaced, and every earlier one."""

    id: str
    frame: FrozenList
    rows: tuple[FrameRow, ...]
    seed: str
    how: str
    seed_from: str
    rehearsal: bool
    made_at: datetime
    software: str
    drawn: Drawn
    replaced: tuple[Replacement, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    def lost(self, level: str) -> tuple[Replacement, ...]:
        """Return what was replaced in one stratum, in order."""
        return tuple(one for one in self.replaced if one.level == level)

    def sample(self, level: str) -> tuple[str, ...]:
        """Return what is reviewed of one stratum now."""
        return reviewed(self.drawn.strata[level], self.lost(level))


def rows_of(text: str) -> tuple[FrameRow, ...]:
    """Return the rows of a frozen list's text."""
    parted = (line.rsplit(",", 2) for line in text.split("\n")[:-1])
    return tuple(FrameRow(ref, date.fromisoformat(on), stratum) for ref, on, stratum in parted)


def refs_of(text: str) -> set[str]:
    """Return the references of a frozen list's text."""
    return {line.rsplit(",", 2)[0] for line in text.split("\n")[:-1]}


@lru_cache(maxsize=64)
def strata_of(text: str, plan: str, seed: str) -> Mapping[str, Stratum]:
    """Return the strata of a draw from a frozen list's text.

    Of the same three texts it is always the same: it is kept, for thousands of tickets take long.
    """
    return draw(rows_of(text), parse_plan(plan), seed).strata


def left_out_of(text: str) -> tuple[LeftOut, ...]:
    """Return what was left out, from its text."""
    parted = (line.partition(",") for line in text.split("\n")[:-1])
    return tuple(LeftOut(ref, reason) for ref, _, reason in parted)


def is_longer(period: Period) -> bool:
    """Say whether a period is longer than three months: footage is overwritten meanwhile."""
    first = period.first
    year, month = divmod(first.year * 12 + first.month - 1 + 3, 12)
    try:
        after = date(year, month + 1, first.day)
    except ValueError:  # no such day in that month: the month is over
        after = date(year, month + 1, 28) + timedelta(days=4)
        after = after.replace(day=1)
    return period.last >= after


def frame_plan(kind: str, text: str) -> Plan:
    """Read a plan for a kind of list. Raises WrongUse where the kind has no such stratum."""
    if kind not in KINDS:
        raise WrongUse(f"There is no list of ‘{kind}’. There are: {', '.join(KINDS)}.")
    of = KINDS[kind]
    plan = parse_plan(text, of.always_all)
    for stratum in plan:
        if of.strata and stratum not in of.strata:
            raise WrongUse(
                f"‘{stratum}’ is no {of.stratum.casefold()}. There are: {', '.join(of.strata)}."
            )
        if why := ref_fault(stratum):
            raise WrongUse(f"The plan names ‘{stratum}’. {why}")
    return plan


def freeze_faults(
    rows: Sequence[FrameRow], left_out: Sequence[LeftOut], period: Period, plan: Plan
) -> tuple[str, ...]:
    """Return in words all that keeps a list from being frozen, row by row.

    Raises WrongUse where the list has a sound stratum that the plan does not name.
    """
    found = []
    for fault in frame_faults(rows, period, tuple(plan)):
        ref = rows[fault.place].ref
        found.append(f"{ref or 'A row without reference'}: {fault.why}")
    for row in left_out:
        if why := ref_fault(row.ref):
            found.append(f"Left out {row.ref}: {why}")
        try:
            left_out_text([row])
        except WrongUse as wrong:
            found.append(wrong.words)
    return tuple(found)


def seed_words(how: str, by: str, *, rehearsal: bool) -> str:
    """Return how a seed came: 'In the room, by A and B', or as a rehearsal."""
    where = {ROOM: "In the room", COMMAND_LINE: "On the command line", MACHINE: "By the machine"}
    words = where[how] + (f", by {by}" if by else "")
    return f"{words}. {REHEARSAL}" if rehearsal else words
