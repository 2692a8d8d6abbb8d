"""What a profile says of audits: into a new store, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.commands.findings import new_theme
from dscp_desktop.audits.queries.settings import get_settings
from dscp_desktop.audits.rules.settings import (
    SETTING,
    profile_of,
    settings_from,
    settings_text,
)
from dscp_desktop.audits.tables import AuditTheme
from dscp_desktop.store.settings import put_setting

SECTIONS = ("audits", "audit_kind", "audit_status", "audit_grade")


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Keep what a profile says of audits, and put its themes in."""
    settings = settings_from(profile)
    put_setting(session, SETTING, settings_text(settings))
    for title in settings.themes:
        new_theme(session, title)


def keep(session: Session, _today: date) -> Mapping[str, Any]:
    """Return what the store says of audits as a profile holds it, with the themes as they are."""
    found = profile_of(get_settings(session))
    titles = select(AuditTheme.title).order_by(AuditTheme.id)
    found["audits"]["themes"] = list(session.scalars(titles))
    return found
