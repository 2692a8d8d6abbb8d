"""Putting a profile into a new store."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dscp_desktop.app.features import BEGINNING
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.profiles import Profile
from dscp_desktop.store.settings import put_setting


def begin_from(session: Session, profile: Profile, sample_day: str = "") -> Changes:
    """Put everything a profile holds into a new store: the first entry of its history.

    `sample_day` (ISO) marks the store as a sample whose clock stands on that day, for ever.
    """
    put_setting(session, "profile", profile.key)
    if sample_day:
        put_setting(session, "sample.as_at", sample_day)
    for feature in BEGINNING:
        if feature.begin:
            feature.begin(session, profile.values)
    return Changes(f"Started from the profile {profile.title}", ("*",))
