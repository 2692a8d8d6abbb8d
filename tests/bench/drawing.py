"""Freeze and draw: against a bare loop of SHA-256 over the lines, and a sort."""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta
from functools import partial

from dscp_desktop.sampling.commands import commitment_for
from dscp_desktop.sampling.rules.draw import draw, parse_plan
from dscp_desktop.sampling.rules.frame import FrameRow, Period
from dscp_desktop.sampling.rules.records import RESTRAINT
from tests.bench.lines import Line, best

QUARTER = Period(date(2022, 4, 1), date(2022, 6, 30))
PLAN, SEED = "0:8,1:5,2:all,3:all", "418203-096714-552970"
A_QUARTER, MANY, AIM = 60, 100_000, 3


def incidents(count: int) -> list[FrameRow]:
    """Return so many incidents of a quarter, in no order."""
    chance = random.Random(count)
    rows = [
        FrameRow(f"RST-{n:06d}", QUARTER.first + timedelta(days=n % 91), "0001000120013000"[n % 16])
        for n in range(count)
    ]
    chance.shuffle(rows)
    return rows


def bare(rows: list[FrameRow]) -> dict[str, list[str]]:
    """Hash each line by itself and sort: the least that any draw must do."""
    inside: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        line = f"{SEED},{row.on.isoformat()},{row.ref}"
        ticket = hashlib.sha256(line.encode()).hexdigest()
        inside.setdefault(row.stratum, []).append((ticket, row.ref))
    return {stratum: [ref for _, ref in sorted(found)] for stratum, found in inside.items()}


def ours(rows: list[FrameRow]) -> int:
    """Judge every row, make both texts and the commitment, then draw."""
    commitment_for(RESTRAINT, QUARTER, rows, (), PLAN)
    return len(draw(rows, parse_plan(PLAN), SEED).tickets)


def measure_draw() -> list[Line]:
    """A quarter of incidents, and a hundred thousand."""
    lines = []
    for count, times in ((A_QUARTER, 200), (MANY, 5)):
        rows = incidents(count)
        lines.append(
            Line(
                f"freeze and draw of {count:,} incidents",
                "SHA-256 of each line, and a sort",
                best(partial(bare, rows), times),
                ours=best(partial(ours, rows), times),
                aim=f"{AIM}",
                at_most=AIM,
            )
        )
    return lines
