"""What a store holds, as plain values: to be compared with the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.tables import Action
from dscp_desktop.budget.tables import Contribution, ContributionYear
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.partnership.tables import Group, KnownAs, Organisation
from dscp_desktop.store.drafts import list_drafts

Key = tuple[str, ...]
Picture = dict[Key, Any]


@dataclass
class Model:
    """What the store should hold: records by key, drafts by place, and what each entry did."""

    records: Picture = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    entries: list[tuple[str, dict[Key, tuple[Any, Any]]]] = field(default_factory=list)


def picture_of(session: Session) -> Picture:
    """Return every organisation, group, meeting, action and contribution by its key."""
    known: dict[str, list[str]] = {}
    for name in session.scalars(select(KnownAs).order_by(KnownAs.name)):
        known.setdefault(name.record_id, []).append(name.name)
    found: Picture = {}
    for o in session.scalars(select(Organisation)):
        found["organisation", o.id] = (o.name, o.short_name, tuple(known.pop(o.id, ())))
    for g in session.scalars(select(Group)):
        found["group", g.id] = (g.name, g.code, g.purpose)
    for m in session.scalars(select(Meeting)):
        found["meeting", m.id] = (m.group_id, m.on.isoformat(), m.venue, m.status)
    for a in session.scalars(select(Action)):
        found["action", a.group_id, a.number] = (a.text, a.owner_id, a.status)
    for c, year in session.execute(select(Contribution, ContributionYear.year).join(
        ContributionYear, ContributionYear.id == Contribution.year_id
    )):  # fmt: skip
        found["contribution", year, c.partner_id] = (c.amount, c.note)
    assert not known, "names of something that is not there"
    return found


def drafts_of(session: Session) -> dict[str, str]:
    """Return the drafts of the one person there is."""
    return dict(list_drafts(session, "Ann"))
