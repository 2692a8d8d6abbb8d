"""What was done to the store, as a person reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.contributions import list_years
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import (
    AGENCIES,
    GROUPS,
    ORGANISATIONS,
    PARTIES,
    FileWork,
    Scope,
    WorkbookOffer,
)
from dscp_desktop.core.periods import year_of
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.partnership.queries.parties import (
    list_groups,
    list_meeting_groups,
    list_organisations,
)
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP
from dscp_desktop.records.rules.planning import LAYOUT, Layout
from dscp_desktop.store.history import list_entries
from dscp_desktop.store.redact import Place, files_holding, find_places
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import Record, Setting

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


def list_layouts(session: Session) -> tuple[Layout, ...]:
    """Return the sources whose columns were set by hand when they were imported."""
    rows = session.execute(
        select(Setting.name, Setting.value).where(Setting.name.startswith(LAYOUT, autoescape=True))
    )
    found = []
    for row in rows:
        said = json.loads(row.value or "{}")
        if said:
            key = row.name.removeprefix(LAYOUT)
            found.append(Layout(key, str(said["kind"]), tuple(map(str, said["fields"]))))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class BlankParts:
    """What an empty sheet of a kind is made of: the sheets that go out as it does, none where
    the store has no such records yet, and the lists of the store that its drop-downs show.
    """

    sheets: tuple[Any, ...]
    lists: Mapping[str, tuple[str, ...]]


def blank_parts(session: Session, offer: WorkbookOffer, scope: Scope) -> BlankParts:
    """Return what an empty sheet of a kind is made of."""
    try:
        out = offer.write(session, scope)
    except WrongUse:  # there is no such year or plan yet: it is to come by this very sheet
        out = ()
    organisations = tuple(one.name for one in list_organisations(session))
    agencies = tuple(one.name for one in list_groups(session) if one.kind == AGENCY_GROUP)
    lists = {
        GROUPS: tuple(one.name for one in list_meeting_groups(session)),
        AGENCIES: agencies,
        ORGANISATIONS: organisations,
        PARTIES: (*organisations, *agencies),
    }
    return BlankParts(out if isinstance(out, tuple) else (out,), lists)


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


def list_named(session: Session, kind: str) -> tuple[tuple[str, str], ...]:
    """Return (id, title) of every record of a kind that may be chosen, by title."""
    query = select(Record.id, Record.title).where(Record.kind == kind, Record.restricted.is_(False))
    found = session.execute(query.order_by(Record.title, Record.id))
    return tuple((row.id, row.title) for row in found)


def list_choices(session: Session) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return the groups, and the years that contributions or meetings are of, the latest first."""
    groups = tuple((group.id, group.name) for group in list_meeting_groups(session))
    days = (year_of(meeting.on) for meeting in list_meetings(session))
    return groups, tuple(sorted({*days, *list_years(session)}, reverse=True))
