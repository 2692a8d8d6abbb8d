"""What was done to the store, as a person reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import FileWork
from dscp_desktop.store.history import list_entries
from dscp_desktop.store.redact import Place, files_holding, find_places
from dscp_desktop.store.settings import get_setting

NEWEST = 100  # entries of the history that are listed
READ_TEXT = "dscp_desktop.paper.tasks:text"
_NAMES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the history: the local time, who, what, and how it stands.

    `state` is '' for one that can be undone, 'undone', 'undo' for one that took another back,
    'fixed' for one that stays for good, or 'first' for the making of the store.
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
        state = "fixed" if entry.fixed else state
        lines.append(
            HistoryLine(entry.id, entry.at.astimezone(zone), entry.who, entry.words, state)
        )
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class WordsFound:
    """Where words stand that are to be redacted: files that hold them, and a line for each place.

    `anywhere` is false where a redaction would change nothing.
    """

    files: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    anywhere: bool = False


def look_for(
    ask: Callable[..., Any],
    work: FileWork,
    words: str,
    tell: Callable[[str, int, int], object],
) -> WordsFound:
    """Look for words in the whole store: `ask` runs a query, `work` reads files in the child.

    Raises WrongUse where there are too few letters to look for.
    """

    def read(name: str, data: bytes) -> Sequence[str]:
        texts: list[list[str]] = work(READ_TEXT, {"names": [name]}, [data])[0]["texts"]
        return texts[0]

    files = files_holding(ask, read, words, tell)
    places: tuple[Place, ...] = ask(find_places, words, files)
    lines = tuple(_place_words(place) for place in places)
    return WordsFound(files.holding, lines, any(place.changes for place in places))


def _place_words(place: Place) -> str:
    rest = len(place.names) - _NAMES_SHOWN
    names = ", ".join(place.names[:_NAMES_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
    return f"{place.sort}: {place.count}{f' ({names})' if names else ''}"
