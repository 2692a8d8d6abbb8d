"""What was done to the store, as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dscp_desktop.store.history import list_entries
from dscp_desktop.store.settings import get_setting

NEWEST = 100  # entries of the history that are listed


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the history: the local time, who, what, and how it stands.

    `state` is '' for one that can be undone, 'undone', 'undo' for one that took another back,
    or 'first' for the making of the store.
    """

    id: str
    at: datetime
    who: str
    words: str
    state: str = ""


def list_history(session: Session, most: int = NEWEST) -> tuple[HistoryLine, ...]:
    """Return the newest entries first, in the local time of the partnership."""
    zone = ZoneInfo(get_setting(session, "partnership.zone", "Europe/London"))
    entries = list_entries(session, most=most)
    lines = []
    for place, entry in enumerate(entries):
        first = place == len(entries) - 1 and len(entries) < most
        state = "undone" if entry.undone else "undo" if entry.undoes else "first" if first else ""
        lines.append(
            HistoryLine(entry.id, entry.at.astimezone(zone), entry.who, entry.words, state)
        )
    return tuple(lines)
