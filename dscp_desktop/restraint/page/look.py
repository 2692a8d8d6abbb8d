"""How the page of restraint sampling says things; pure, so that no Qt is needed to test it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from dscp_desktop.core.days import show_date, show_day, show_day_year
from dscp_desktop.restraint.rules.footage import (
    ASKED,
    GONE,
    HELD,
    KEPT,
    NONE,
    SOON,
    days_left,
    days_left_words,
    footage_state,
    urgency_of,
)
from dscp_desktop.restraint.rules.incidents import PARTLY, STRATA, IncidentLine
from dscp_desktop.sampling.rules.bounds import least_sample
from dscp_desktop.sampling.rules.draw import Drawn, Plan, Replacement, reviewed
from dscp_desktop.sampling.rules.frame import FrameRow, Period, frame_faults
from dscp_desktop.widgets.status import Status

STEPS = ("Freeze the list", "Set the sample", "Enter the seed", "Draw", "Check CCTV", "Certificate")
FREEZE, PLAN, SEED, DRAW, CHECK, CERTIFICATE = range(6)
SHORT_LEVELS: Mapping[str, str] = {
    "0": "0 No injury",
    "1": "1 Minor, no treatment",
    "2": "2 Treatment",
    "3": "3 Hospital treatment",
}
REASONS: tuple[tuple[str, str], ...] = (
    ("overwritten", "Overwritten"),
    ("not recorded", "Not recorded"),
    ("camera out of order", "Camera out of order"),
    ("cannot be opened", "Cannot be opened"),
    ("other", "Another reason"),
)
USUAL_PLAN: Mapping[str, str] = {"0": "8", "1": "5", "2": "all", "3": "all"}
_HELPED = 10  # per cent that the helper speaks of
_SHARED = 4  # characters of a hash that stand together


@dataclass(frozen=True, slots=True)
class FaultRow:
    """What keeps one row of a list from being frozen; its `id` is its place in the list."""

    id: str
    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One line of the drawn list: its number, '' for a replacement, and what became of it."""

    id: str
    number: str
    ref: str
    level: str
    incident: IncidentLine | None
    footage: Status
    result: str
    lost: bool = False
    instead_of: str = ""


def months_and_quarters(days: Sequence[date]) -> tuple[Period, ...]:
    """Return the quarters that hold these days, each followed by its months, the latest first."""
    found: list[Period] = []
    for first in sorted({quarter_first(day) for day in days}, reverse=True):
        starts = [_months_on(first, n) for n in range(4)]
        found.append(Period(first, starts[3] - timedelta(days=1)))
        found += [
            Period(starts[n], starts[n + 1] - timedelta(days=1))
            for n in reversed(range(3))
            if any(starts[n] <= day < starts[n + 1] for day in days)
        ]
    return tuple(found)


def quarter_first(day: date) -> date:
    """Return the first day of the quarter that holds a day."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def _months_on(first: date, n: int) -> date:
    month = first.month - 1 + n
    return date(first.year + month // 12, month % 12 + 1, 1)


def is_quarter(period: Period) -> bool:
    """Say whether a period is longer than a month."""
    return (period.last - period.first).days > 31


def period_words(period: Period) -> str:
    """Return 'Quarter: 1 April 2022 to 30 June 2022'."""
    kind = "Quarter" if is_quarter(period) else "Month"
    return f"{kind}: {span_words(period)}"


def span_words(period: Period) -> str:
    """Return '1 April 2022 to 30 June 2022'."""
    return f"{show_date(period.first)} to {show_date(period.last)}"


def when_words(on: date, at: time | None) -> str:
    """Return 'Sat 16 Apr 2022, 11:53'."""
    return show_day_year(on) + (f", {at:%H:%M}" if at else "")


def faults_of(
    rows: Sequence[FrameRow],
    no_level: Sequence[str],
    period: Period,
    left_out: Mapping[str, str],
) -> tuple[FaultRow, ...]:
    """Return what is wrong with a list, without what was left out of it with a reason."""
    kept = [row for row in rows if row.ref not in left_out]
    found = [
        FaultRow(f"{kept[fault.place].ref}/{number}", kept[fault.place].ref, fault.why)
        for number, fault in enumerate(frame_faults(kept, period, STRATA))
    ]
    why = "It has no injury level. Mend it in the register, or leave it out with a reason."
    found += [FaultRow(f"{ref}/level", ref, why) for ref in no_level if ref not in left_out]
    return tuple(found)


def sizes_of(rows: Sequence[FrameRow]) -> dict[str, int]:
    """Return how many incidents each level has."""
    return {level: sum(row.stratum == level for row in rows) for level in STRATA}


def plan_words(n: int | None, size: int) -> str:
    """Return how many of a level are drawn: '8', 'All, 1', 'All, 0'."""
    return f"All, {size}" if n is None or n >= size else str(n)


def drawn_count(plan: Plan, sizes: Mapping[str, int]) -> int:
    """Return how many a plan draws."""
    return sum(sizes.get(s, 0) if n is None else min(n, sizes.get(s, 0)) for s, n in plan.items())


def helper_words(size: int, percent: int = _HELPED) -> str:
    """Return how many of a level would be needed to say something if nothing is found."""
    if not size:
        return ""
    least = least_sample(size, percent)
    said = "all" if least >= size else str(least)
    return f"To say fewer than {percent}% if nothing is found, draw {said}"


def hash_words(value: str) -> str:
    """Return a hash in groups of eight digits, four to a line, so that it can be read aloud."""
    groups = [value[n : n + 8] for n in range(0, len(value), 8)]
    lines = [groups[n : n + _SHARED] for n in range(0, len(groups), _SHARED)]
    return "\n".join(" ".join(line) for line in lines)


def footage_status(line: IncidentLine | None, today: date) -> Status:
    """Return in a few words how it stands with the footage, red and amber by days left."""
    if line is None:
        return Status("plain", "Not in the register now")
    state = footage_state(line, today)
    part = ", one part only" if line.values.footage == PARTLY else ""
    if state == NONE:
        return Status("missing", "No footage")
    if line.overwritten_on:
        return Status("missing", "Overwritten")
    if state == HELD:
        return Status("risk" if part else "done", f"Held{part}")
    if line.kept_until is None:
        return Status("risk", f"How long is not known{part}")
    if state == GONE:
        return Status("missing", f"May be gone, kept to {till_words(line.kept_until, today)}")
    left = days_left(line, today)
    if state == SOON:
        kind = "late" if urgency_of(left) == "late" else "waiting"
        asked = ", hold asked" if line.hold_asked_on else ""
        return Status(kind, f"{days_left_words(left)}{asked}{part}", chip=True)
    if state in (ASKED, KEPT):
        kind = "risk" if part else "later" if state == ASKED else "not due"
        words = "Hold asked, kept" if state == ASKED else "Kept"
        return Status(kind, f"{words} to {till_words(line.kept_until, today)}{part}")
    return Status("plain", "Not recorded")


def short_date(day: date) -> str:
    """Return '16 Apr 2022'."""
    return show_day_year(day).partition(" ")[2]


def till_words(day: date, today: date) -> str:
    """Return '16 Apr' of this year, '16 Apr 2022' of another."""
    return show_day(day).partition(" ")[2] if day.year == today.year else short_date(day)


def drawn_rows(
    drawn: Drawn,
    replaced: Sequence[Replacement],
    incidents: Mapping[str, IncidentLine],
    today: date,
) -> tuple[DrawnRow, ...]:
    """Return the drawn list: what was taken, and beneath each lost one what replaces it."""
    found: list[DrawnRow] = []
    lost = {one.lost: one for one in replaced}
    number = 0
    for level, stratum in drawn.strata.items():
        for ref in stratum.taken:
            number += 1
            found += _chain(str(number), ref, level, lost, incidents, today)
    return tuple(found)


def _chain(
    number: str,
    ref: str,
    level: str,
    lost: Mapping[str, Replacement],
    incidents: Mapping[str, IncidentLine],
    today: date,
) -> list[DrawnRow]:
    """Return one that was taken, what replaces it, what replaces that, and so on."""
    rows: list[DrawnRow] = []
    before = ""
    here: str | None = ref
    while here is not None:
        line = incidents.get(here)
        gone = lost.get(here)
        if gone is None:
            footage = footage_status(line, today)
            result = "Next in draw order" if before else "In sample"
        else:
            footage = Status("missing", dict(REASONS).get(gone.reason, gone.reason))
            by = f"Replaced by {gone.by}" if gone.by else "Not replaced: level used up"
            result = by
        rows.append(
            DrawnRow(here, number, here, level, line, footage, result, gone is not None, before)
        )
        before, number = here, ""
        here = gone.by if gone else None
    return rows


def sample_of(drawn: Drawn, replaced: Sequence[Replacement]) -> tuple[str, ...]:
    """Return the sample as it is reviewed, level by level."""
    found: list[str] = []
    for level, stratum in drawn.strata.items():
        found += reviewed(stratum, [one for one in replaced if one.level == level])
    return tuple(found)


def drawn_words(rows: Sequence[DrawnRow]) -> str:
    """Return '15 drawn · 3 replaced'."""
    taken = sum(bool(row.number) for row in rows)
    lost = sum(row.lost for row in rows)
    if not lost:
        return f"{taken} drawn · none replaced"
    return f"{taken} drawn · {lost} could not be viewed"


def rest_words(rows: Sequence[DrawnRow], today: date) -> str:
    """Return what of the sample stands in danger: footage that is gone or will be."""
    risky = [row.ref for row in rows if not row.lost and row.footage.kind in ("missing", "late")]
    if not risky:
        return ""
    named = ", ".join(risky[:4]) + (f" and {len(risky) - 4} more" if len(risky) > 4 else "")
    has = "has" if len(risky) == 1 else "have"
    return f"{named} {has} footage that is gone, or will be within days (on {show_date(today)})"
