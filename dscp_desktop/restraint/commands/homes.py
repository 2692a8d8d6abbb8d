"""Homes: from a profile into the store and back, how long footage is kept, and words allowed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.profiles import plain
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.tables import Group, Organisation
from dscp_desktop.restraint.queries.incidents import CARES
from dscp_desktop.restraint.rules.clocks import clocks_from, clocks_text
from dscp_desktop.restraint.rules.settings import (
    CLOCKS,
    FOOTAGE_DAYS,
    NOT_NAMES,
    OVERVIEW_TO,
    PUBLISHED,
    SMALLEST,
    words_of,
    words_text,
)
from dscp_desktop.restraint.tables import Home
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import get_setting, put_setting

SECTIONS = ("home", "restraint_clock", "restraint_figure")
_LONGEST = 3_660


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Put the homes of a profile into a new store, with clocks and published figures if it has any.

    Raises Refused where a home's organisation is none of the profile's.
    """
    names = load_names(session)
    days = profile.get("settings", {}).get("footage_days", FOOTAGE_DAYS)
    for entry in profile.get("home", ()):
        organisation = names.organisation(entry["organisation"])
        if organisation is None:
            raise Refused(f"The home {entry['organisation']} is no organisation of the profile.")
        row = Home(id=fresh_id(session), organisation_id=organisation.id)
        row.kind, row.ages = entry.get("kind", ""), entry.get("ages", "")
        row.source, row.footage_days = entry.get("source", ""), entry.get("footage_days", days)
        session.add(row)
    if clocks := clocks_from(profile.get("restraint_clock", ())):
        put_setting(session, CLOCKS, clocks_text(clocks))
    if figures := profile.get("restraint_figure", ()):
        put_setting(session, PUBLISHED, json.dumps(plain(figures), ensure_ascii=False))
    if limit := profile.get("settings", {}).get("suppress_under", 0):
        put_setting(session, SMALLEST, str(limit))
    group = names.group(_heard_by(profile))
    if group is not None:
        put_setting(session, OVERVIEW_TO, group.id)


def _heard_by(profile: Mapping[str, Any]) -> str:
    """Return the group that hears the overview: as a home says, else as it was promised."""
    said = [entry["overview_to"] for entry in profile.get("home", ()) if "overview_to" in entry]
    promised = [
        promise.get("group", "")
        for promise in profile.get("promise", ())
        if "restraint" in str(promise.get("title", "")).casefold()
    ]
    return str(next(iter((*said, *promised)), ""))


def keep(session: Session, _today: date) -> Mapping[str, Any]:
    """Return the homes as a profile holds them, with clocks and published figures."""
    query = select(Home, Organisation.name).join(
        Organisation, Organisation.id == Home.organisation_id
    )
    group = session.get(Group, get_setting(session, OVERVIEW_TO))
    homes = [
        {
            "organisation": name,
            "kind": row.kind,
            "ages": row.ages,
            "footage_days": row.footage_days,
            "source": row.source,
            "overview_to": group.code if group else "",
        }
        for row, name in session.execute(query.order_by(Home.id))
    ]
    found: dict[str, Any] = {"home": homes}
    for name, setting in (("restraint_clock", CLOCKS), ("restraint_figure", PUBLISHED)):
        if text := get_setting(session, setting):
            found[name] = json.loads(text)
    return found


def add_home(session: Session, organisation_id: str, footage_days: int = FOOTAGE_DAYS) -> Changes:
    """Say that an organisation is a home that returns its incidents.

    Raises Refused where it is one already, or the days cannot be.
    """
    organisation = session.get_one(Organisation, organisation_id)
    there = select(Home.id).where(Home.organisation_id == organisation_id)
    if session.scalars(there).first():
        raise Refused(f"{organisation.name} is recorded already.")
    row = Home(id=fresh_id(session), organisation_id=organisation_id)
    row.kind = row.ages = row.source = ""
    row.footage_days = _days(footage_days)
    session.add(row)
    return Changes(f"Home added: {organisation.name}", CARES, row.id)


def change_home(session: Session, home_id: str, footage_days: int, ages: str = "") -> Changes:
    """Say for how many days of the calendar a home keeps its footage, and the ages it looks after.

    Raises Refused where the days cannot be.
    """
    row = session.get_one(Home, home_id)
    row.footage_days, row.ages = _days(footage_days), ages.strip()
    return Changes(f"Home changed: footage is kept for {footage_days} days", CARES, home_id)


def _days(days: int) -> int:
    if not 1 <= days <= _LONGEST:
        raise Refused(f"Footage is kept for 1 to {_LONGEST:,} days. Type how many.")
    return days


def allow_words(session: Session, words: str) -> Changes:
    """Say that words which look like a name are none, such as a house called after a person.

    Raises Refused where nothing is said.
    """
    if not words.strip():
        raise Refused("Type the words that are no name.")
    known = words_of(get_setting(session, NOT_NAMES))
    put_setting(session, NOT_NAMES, words_text((*known, words)))
    return Changes("Words added that are no name", CARES)


def set_smallest(session: Session, smallest: int) -> Changes:
    """Set the smallest count that published editions show. Raises Refused below 2 or above 50."""
    if not 2 <= smallest <= 50:
        raise Refused("The smallest count that is published is from 2 to 50.")
    put_setting(session, SMALLEST, str(smallest))
    return Changes(f"Counts below {smallest} are not published", CARES)
