"""Putting a profile into a new store."""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from dscp_desktop.app.features import BEGINNING
from dscp_desktop.app.parts import keep_switched_off
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.pace import UNWATCHED, Pace
from dscp_desktop.core.profiles import Profile, plain
from dscp_desktop.store.settings import put_setting

# What no feature reads yet stays as the profile has it, and goes out with a saved one.
REST = "profile.rest"


def begin_from(
    session: Session, profile: Profile, sample_day: str = "", *, pace: Pace = UNWATCHED
) -> Changes:
    """Put everything a profile holds into a new store: the first entry of its history.

    `sample_day` (ISO) marks the store as a sample whose clock stands on that day, for ever.
    """
    put_setting(session, "profile", profile.key)
    if sample_day:
        put_setting(session, "sample.as_at", sample_day)
    keep_switched_off(session, profile.values.get("features", {}).get("off", ()))
    rest = {name: value for name, value in profile.values.items() if name not in read_sections()}
    put_setting(session, REST, json.dumps(plain(rest), ensure_ascii=False))
    for number, feature in enumerate(BEGINNING):
        if feature.begin:
            pace.at(f"Putting the profile in: {feature.title.lower()}", number, len(BEGINNING))
            feature.begin(session, profile.values)
    return Changes(f"Started from the profile {profile.title}", ("*",))


def read_sections() -> frozenset[str]:
    """Return the sections of a profile that are made anew when one is saved."""
    kept = [name for feature in BEGINNING if feature.keep for name in feature.sections]
    return frozenset((*kept, "features"))
