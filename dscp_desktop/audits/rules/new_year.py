"""Which audits the targets of a year ask for, and which of them it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.audits.rules.programme import quarter_bounds
from dscp_desktop.audits.rules.settings import SINGLE, AuditKind
from dscp_desktop.core.days import add_working_days


@dataclass(frozen=True, slots=True)
class Place:
    """An audit that a year is to have: of which kind, in which quarter, returned by which day."""

    key: str
    kind: str
    title: str
    why: str
    quarter: int | None = None
    due: date | None = None


def places_of(
    kind: AuditKind, year: str, there: Sequence[int | None], returned_within: int
) -> tuple[Place, ...]:
    """Return the audits of a kind that a year lacks; `there` are the quarters of those it has.

    A kind that agencies return has one in each quarter; one that comes round has its quarters;
    of the others as many are wanted as are promised, and their topics are chosen later.
    """
    if kind.way == SINGLE:
        return tuple(
            _returned(kind, year, quarter, returned_within)
            for quarter in range(1, 5)
            if quarter not in there
        )
    if kind.each_months:
        months = range(kind.each_months, 13, kind.each_months)
        quarters = dict.fromkeys((month - 1) // 3 + 1 for month in months)
        return tuple(
            Place(
                f"audit:{kind.name}:quarter {quarter}",
                kind.name,
                f"{kind.name}, quarter {quarter}",
                f"Every {kind.each_months} months",
                quarter,
            )
            for quarter in quarters
            if quarter not in there
        )
    return tuple(
        Place(
            f"audit:{kind.name}:number {number}",
            kind.name,
            f"{kind.name} audit {number}, topic to be chosen",
            f"Promised: {kind.a_year} a year",
        )
        for number in range(len(there) + 1, kind.a_year + 1)
    )


def _returned(kind: AuditKind, year: str, quarter: int, returned_within: int) -> Place:
    due = add_working_days(quarter_bounds(year, quarter)[1], returned_within)
    return Place(
        f"audit:{kind.name}:quarter {quarter}",
        kind.name,
        f"{kind.name} audits, quarter {quarter}",
        "Returned each quarter",
        quarter,
        due,
    )
