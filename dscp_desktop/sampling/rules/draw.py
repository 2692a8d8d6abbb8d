"""The draw: tickets, the order of each stratum, what is taken, and what replaces it.

Each thing has a ticket, the SHA-256 of `seed,frame_hash,ref`; the order of a stratum is by
ticket. Nobody can steer it who did not know the seed before the list was frozen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.sampling.rules.frame import FrameRow, frame_text, sha256_of

ALL = "all"
_SEED = re.compile(r"[0-9]{1,12}(?:-[0-9]{1,12})*")


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum of a draw: everything in it in the order drawn, and the first ones taken."""

    order: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """One of the sample that could not be viewed: by what it is replaced, None when used up.

    `reason` is one of a list, `words` are what a person adds.
    """

    level: str
    lost: str
    by: str | None
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw gives: the ticket of each reference, and each stratum of the plan."""

    tickets: Mapping[str, str]
    strata: Mapping[str, Stratum]
    notes: tuple[str, ...] = ()


Plan = Mapping[str, int | None]  # how many of each stratum, None for all, in the plan's order


def parse_plan(text: str, always_all: Sequence[str] = ()) -> Plan:
    """Read a plan such as '0:8,1:5,2:all,3:all'.

    Raises WrongUse where it is written otherwise, names a stratum twice, or would take only some
    of a stratum that is always taken whole.
    """
    plan: dict[str, int | None] = {}
    for part in text.split(","):
        stratum, colon, said = part.partition(":")
        number = said.isascii() and said.isdigit() and (said == "0" or said[0] != "0")
        if not stratum or not colon or not (said == ALL or (number and len(said) < 7)):
            raise WrongUse(f"‘{part}’ is no part of a plan. Write it as 0:8,1:5,2:all,3:all.")
        if stratum in plan:
            raise WrongUse(f"The plan names {stratum} twice. Name it once.")
        if stratum in always_all and said != ALL:
            raise WrongUse(f"Of {stratum} all are always taken. Write {stratum}:all.")
        plan[stratum] = None if said == ALL else int(said)
    return MappingProxyType(plan)


def plan_text(plan: Plan) -> str:
    """Return a plan as it stands in the certificate."""
    return ",".join(f"{stratum}:{ALL if n is None else n}" for stratum, n in plan.items())


def tidy_seed(text: str) -> str:
    """Return a seed without typed spaces: parts of one to twelve digits joined with '-'.

    Leading zeros stay. Raises WrongUse where it holds anything else.
    """
    seed = "".join(text.split(" "))
    if not _SEED.fullmatch(seed):
        raise WrongUse(
            "A seed is parts of one to twelve digits with hyphens between, such as "
            "418203-096714-552970."
        )
    return seed


def ticket_of(seed: str, frame_hash: str, ref: str) -> str:
    """Return the ticket of one reference."""
    return sha256_of(f"{seed},{frame_hash},{ref}")


def draw(rows: Sequence[FrameRow], plan: Plan, seed: str) -> Drawn:
    """Draw a sample from the rows of a frozen frame, in any order.

    Raises WrongUse where the frame has a stratum that the plan does not name.
    """
    frame_hash = sha256_of(frame_text(rows))
    inside: dict[str, list[str]] = {stratum: [] for stratum in plan}
    tickets = {}
    for row in sorted(rows, key=lambda row: row.ref.encode("utf-8")):
        if row.stratum not in inside:
            raise WrongUse(f"The list has {row.stratum}, which the plan does not name. Add it.")
        tickets[row.ref] = ticket_of(seed, frame_hash, row.ref)
        inside[row.stratum].append(row.ref)
    strata, notes = {}, []
    for stratum, n in plan.items():
        order = tuple(sorted(inside[stratum], key=tickets.__getitem__))
        strata[stratum] = Stratum(order, order[:n])
        if n is not None and n > len(order):
            notes.append(f"{stratum}: {n} were asked for and there are {len(order)}: all taken.")
    return Drawn(tickets, strata, tuple(notes))


def next_of(stratum: Stratum, replaced: Sequence[Replacement]) -> str | None:
    """Return what replaces the next lost one of a stratum; None where it is used up."""
    place = len(stratum.taken) + len(replaced)
    return stratum.order[place] if place < len(stratum.order) else None


def reviewed(stratum: Stratum, replaced: Sequence[Replacement]) -> tuple[str, ...]:
    """Return the sample as it is reviewed: the shortest run that holds enough that can be seen."""
    lost = {one.lost for one in replaced}
    return tuple(ref for ref in stratum.order[: _reach(stratum, replaced)] if ref not in lost)


def replace(
    drawn: Drawn, replaced: Sequence[Replacement], level: str, lost: str, reason: str, words: str
) -> Replacement:
    """Return the replacement of one of the sample that cannot be viewed.

    Raises Refused where it is not in the sample that is reviewed now, or no reason is given.
    """
    stratum = drawn.strata.get(level)
    before = [one for one in replaced if one.level == level]
    if stratum is None or lost not in reviewed(stratum, before):
        raise Refused(f"{lost} is not in the sample of {level} that is reviewed now.")
    if not reason.strip():
        raise Refused("Choose why it cannot be viewed.")
    return Replacement(level, lost, next_of(stratum, before), reason, words.strip())


def _reach(stratum: Stratum, replaced: Sequence[Replacement]) -> int:
    return min(len(stratum.taken) + len(replaced), len(stratum.order))
