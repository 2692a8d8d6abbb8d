"""A quarter of incidents, frozen and drawn in a real store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dscp_desktop.sampling.commands import freeze, record_draw
from dscp_desktop.sampling.rules.frame import FrameRow, LeftOut, Period
from dscp_desktop.sampling.rules.records import RESTRAINT
from dscp_desktop.store.opening import Store

QUARTER = Period(date(2022, 4, 1), date(2022, 6, 30))
PLAN = "0:4,1:2,2:all,3:all"
SEED = "418203-096714-552970"
SOFTWARE = "DSCP Desktop, of a test"
OUT = (LeftOut("RST-900", "no level given by the home"),)
LEVELS = "001003010201000100"

Freeze = Callable[..., str]
DrawIt = Callable[..., str]


def quarter_rows() -> list[FrameRow]:
    """Eighteen incidents of the quarter: twelve without injury, and all other levels."""
    return [
        FrameRow(f"RST-{n:03d}", QUARTER.first + timedelta(days=5 * n), level)
        for n, level in enumerate(LEVELS, 1)
    ]


@pytest.fixture
def frozen(store: Store) -> Freeze:
    """Freezes the quarter, or what is said otherwise; gives the list's id."""

    def do(**said: Any) -> str:
        values: dict[str, Any] = {
            "kind": RESTRAINT,
            "title": "First quarter",
            "period": QUARTER,
            "rows": quarter_rows(),
            "left_out": OUT,
            "plan": PLAN,
            "by": "Business manager",
            "supplied_by": "Head of the home",
            "declared": 19,
            **said,
        }
        return str(store.run(freeze, **values).result)

    return do


@pytest.fixture
def drawn(store: Store, frozen: Freeze) -> DrawIt:
    """Freezes and draws in the room; gives the draw's id."""

    def do(seed: str = SEED, **said: Any) -> str:
        frame_id = frozen(**said)
        who = "independent scrutineer and lay member"
        made = store.run(record_draw, frame_id, seed, "room", who, software=SOFTWARE)
        return str(made.result)

    return do
