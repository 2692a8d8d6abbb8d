"""How the store stands: what the status bar and the counts of the rail say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dscp_desktop.app.parts import switched_off
from dscp_desktop.app.places import rail_key
from dscp_desktop.core.days import show_date
from dscp_desktop.core.offers import Due, Feature
from dscp_desktop.store.opening import Store
from dscp_desktop.store.places import SHARE, SYNCED, place_kind
from dscp_desktop.store.settings import get_setting
from dscp_desktop.widgets.footbar import FootBar
from dscp_desktop.widgets.rail import NavItem

_WHERE = {
    SHARE: "in a shared folder",
    SYNCED: "in a synchronised folder",
    "": "on this computer only",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store says of itself: its marking, its zone, the day a sample stands at, and which
    parts of the program are switched off.
    """

    marking: str
    zone: str
    as_at: date | None
    off: frozenset[str] = frozenset()


def read_facts(session: Session) -> Facts:
    """Read them from the settings of the store."""
    as_at = get_setting(session, "sample.as_at")
    return Facts(
        get_setting(session, "partnership.marking", "OFFICIAL-SENSITIVE"),
        get_setting(session, "partnership.zone", "Europe/London"),
        date.fromisoformat(as_at) if as_at else None,
        switched_off(session),
    )


def count_due(
    dues: Sequence[Due], features: Mapping[str, Feature] | None = None
) -> dict[str, tuple[str, bool]]:
    """Return for each place the count beside it, and whether it is urgent.

    Today has how many things need attention; a place how many are late of its own, and of the
    features whose pages stand under it.
    """
    counts: dict[str, tuple[str, bool]] = {}
    if dues:
        counts["today"] = (str(len(dues)), False)
    known = features or {}
    late = Counter(rail_key(due.feature, known) for due in dues if due.days.endswith("late"))
    for feature, number in late.items():
        counts[feature] = (f"{number} late", True)
    return counts


def list_places(
    features: Iterable[Feature], counts: Mapping[str, tuple[str, bool]]
) -> list[NavItem]:
    """Return the places of the rail with what stands beside each; pages under one are not."""
    return [
        NavItem(one.name, one.title, one.icon, one.nav_group, *counts.get(one.name, ("", False)))
        for one in features
        if not one.under
    ]


class Standing:
    """Keeps the status bar true."""

    def __init__(self, bar: FootBar, store: Store) -> None:
        self.bar, self._store = bar, store
        self._zone = ZoneInfo("Europe/London")
        where = _WHERE[place_kind(store.path)]
        bar.set_offline(f"Offline: records are {where}")
        bar.set_saved("" if store.read_only else "All saved")
        if store.read_only:
            who = f": {store.held_by.person} has it open to write" if store.held_by else ""
            bar.set_reading(f"Open to read{who}")

    def show_facts(self, facts: Facts) -> None:
        """Show the marking, and that records are a sample."""
        self._zone = ZoneInfo(facts.zone)
        self.bar.set_marking(facts.marking)
        if facts.as_at:
            self.bar.set_sample(f"SAMPLE records as at {show_date(facts.as_at)}")

    def now(self) -> datetime:
        """Return the local time of the store's zone."""
        return self._store.clock().astimezone(self._zone)

    def saved(self) -> None:
        """Say that all was saved just now."""
        self.bar.set_saved(f"Saved {self.now():%H:%M:%S}")
