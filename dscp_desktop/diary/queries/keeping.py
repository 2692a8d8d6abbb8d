"""How often groups meet, and the run-up of their meetings, as a profile holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.diary.rules.cadence import cadence_of, cadence_table
from dscp_desktop.diary.tables import Cadence, RunUpStep
from dscp_desktop.partnership.tables import Group


def keep(session: Session, _today: date) -> Mapping[str, Any]:
    """Return the part of each group's entry that `begin` reads."""
    cadences = {row.group_id: row for row in session.scalars(select(Cadence))}
    steps: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for step in session.scalars(select(RunUpStep).order_by(RunUpStep.position, RunUpStep.title)):
        steps[step.group_id].append({"title": step.title, "days": step.days})
    found = []
    for group in session.scalars(select(Group).order_by(Group.position, Group.code)):
        cadence = {"words": group.cadence, **_rule(cadences.get(group.id))}
        found.append({"code": group.code, "cadence": cadence, "run_up": steps[group.id]})
    return {"group": found}


def _rule(row: Cadence | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        **cadence_table(cadence_of(row.rule)),
        "start": f"{row.start:%H:%M}" if row.start else "",
        "end": f"{row.end:%H:%M}" if row.end else "",
        "venue": row.venue,
    }
