"""Taking rows that were pasted, as one entry of the history."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.years import FEATURE
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Reading, SheetOutcome


def take_pasted(
    session: Session, take: Callable[[Session, Reading], SheetOutcome], reading: Reading
) -> Changes:
    """Take the sound rows of what was pasted; those with faults are left out.

    Raises Refused where none of them is new or changed.
    """
    outcome = take(session, reading)
    new, changed = outcome.count("new"), outcome.count("changed")
    if not new + changed:
        raise Refused("None of the rows is new or changed, so nothing was taken.")
    return Changes(f"Rows pasted: {new} new, {changed} changed", (FEATURE,))
