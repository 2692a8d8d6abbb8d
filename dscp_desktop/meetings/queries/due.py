"""What of meetings is late beside their agendas: challenges, and items that have no meeting."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from dscp_desktop.core.days import add_working_days, days_words
from dscp_desktop.core.offers import Due
from dscp_desktop.meetings.queries.forward import list_forward
from dscp_desktop.meetings.queries.logs import list_challenges
from dscp_desktop.meetings.rules.forward import ON_AGENDA, PLANNED, ForwardLine
from dscp_desktop.meetings.rules.record import OPEN, ChallengeLine
from dscp_desktop.store.settings import get_setting

FEATURE = "meetings"
CHALLENGES, FORWARD = "Challenges without a reply", "Forward plan"
REPLY, REPLY_DAYS = "meetings.reply_days", 20  # working days within which a challenge is answered
SOON = 10  # working days
_LOOK_BACK = timedelta(days=366)  # what was open longer ago is no longer asked about


def list_loose_ends(session: Session, today: date) -> tuple[Due, ...]:
    """Return the challenges that nobody answered in time, and what is planned for no meeting."""
    said = get_setting(session, REPLY)
    days = int(said) if said.isdecimal() else REPLY_DAYS
    soon = add_working_days(today, SOON)
    challenges = [
        _challenge_due(line, add_working_days(line.on, days), today)
        for line in list_challenges(session)
        if line.state == OPEN and line.on >= today - _LOOK_BACK
    ]
    forward = [
        _forward_due(line, line.due, today)
        for line in list_forward(session, today)
        if line.state in (PLANNED, ON_AGENDA)
        and line.warning
        and line.due
        and today - _LOOK_BACK <= line.due <= soon
    ]
    found = [due for due in challenges if due.on <= soon] + forward
    return tuple(sorted(found, key=lambda due: (due.on, due.what)))


def _challenge_due(line: ChallengeLine, on: date, today: date) -> Due:
    return Due(
        on=on,
        what=f"{line.shown} (Part 2)" if line.restricted else f"{line.shown}: {line.text}",
        feature=FEATURE,
        days=days_words(on, today),
        detail=" · ".join(
            part for part in (line.group, line.raised_to and f"to {line.raised_to}") if part
        ),
        record_id=line.id,
        heading=CHALLENGES,
    )


def _forward_due(line: ForwardLine, on: date, today: date) -> Due:
    return Due(
        on=on,
        what=f"An item for {line.group} (Part 2)" if line.restricted else line.title,
        feature=FEATURE,
        days=days_words(on, today),
        detail=f"{line.group} · {line.warning}",
        record_id=line.id,
        heading=FORWARD,
    )
