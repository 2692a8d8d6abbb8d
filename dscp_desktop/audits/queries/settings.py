"""What a store says of audits in general."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.rules.settings import (
    NOT_NAMES,
    SETTING,
    AuditSettings,
    settings_of,
)
from dscp_desktop.audits.tables import Audit, AuditProgramme
from dscp_desktop.core.personal import name_in
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.settings import get_setting

FEATURE = "audits"
CARES = (FEATURE, "actions", "packs", "today")
THREAD, CYCLE = "thread", "cycle"


def get_settings(session: Session) -> AuditSettings:
    """Return what the store's profile says of audits."""
    return settings_of(get_setting(session, SETTING))


def report_group_id(session: Session, audit_id: str = "") -> str:
    """Return the group that an audit reports to: its own, its programme's, else the profile's."""
    audit = session.get(Audit, audit_id) if audit_id else None
    if audit is not None and audit.group_id:
        return audit.group_id
    of_year = programme_row(session, audit.year) if audit is not None else None
    if of_year is not None and of_year.group_id:
        return of_year.group_id
    code = get_settings(session).report_to
    group = find_group(session, code) if code else None
    return group.id if group else ""


def programme_row(session: Session, year: str) -> AuditProgramme | None:
    """Return the programme of a year, None where it was not kept yet."""
    return session.scalars(select(AuditProgramme).where(AuditProgramme.year == year)).first()


def known_words(session: Session) -> frozenset[str]:
    """Return the words that look like names and are none, as somebody has said."""
    return frozenset(get_setting(session, NOT_NAMES).split("\n")) - {""}


def name_fault(session: Session, text: str) -> str:
    """Return why a text may not be kept as it is, '' where nothing looks like a name."""
    known = known_words(session)
    for phrase in sorted((one for one in known if " " in one), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(phrase)}\b", " ", " ".join(text.split()), flags=re.I)
    found = name_in(text, known)
    if not found:
        return ""
    return (
        f"“{found}” looks like a name. Use a reference or a role instead. Is it no name? Then add "
        "it to the words that are no names, and bring it in again."
    )
