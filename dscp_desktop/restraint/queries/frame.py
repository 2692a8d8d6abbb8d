"""The list that a sample is drawn from, and what is wrong with its footage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.restraint.queries.incidents import list_incidents
from dscp_desktop.restraint.rules.footage import FootageWarning, warnings_of
from dscp_desktop.sampling.rules.frame import FrameRow


def frame_rows(
    session: Session, first: date, last: date, home_id: str = ""
) -> tuple[tuple[FrameRow, ...], tuple[str, ...]]:
    """Return the incidents between two days, both in, by level, and those without a level.

    The second part are references: each is mended, or left out of the list with a reason.
    """
    lines = list_incidents(session, first, last, home_id=home_id)
    rows = tuple(FrameRow(line.ref, line.on, line.stratum) for line in lines if line.stratum)
    return rows, tuple(line.ref for line in lines if not line.stratum)


def footage_warnings(
    session: Session, rows: Sequence[FrameRow], today: date
) -> tuple[FootageWarning, ...]:
    """Return what is gone, or soon will be, of the footage of a frame, in its order."""
    if not rows:
        return ()
    refs = {row.ref for row in rows}
    first, last = min(row.on for row in rows), max(row.on for row in rows)
    return warnings_of(list_incidents(session, first, last, refs), today)
