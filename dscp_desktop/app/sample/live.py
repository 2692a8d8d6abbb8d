"""The sample's meeting of its own day: an agenda that went out, and minutes half way through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.meetings.commands.agenda import add_item
from dscp_desktop.meetings.commands.issuing import issue_agenda
from dscp_desktop.meetings.commands.notes import save_item_notes, set_item_times
from dscp_desktop.meetings.commands.presence import move, record_seat
from dscp_desktop.meetings.commands.raising import add_decision, raise_action
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.record import item_notes
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.queries.seats import seats_on


def add_live(
    session: Session, live: Mapping[str, Any], meeting_id: str, group_id: str, moved: timedelta
) -> None:
    """Give a meeting its items, who is there, and what was minuted so far."""
    on = date.fromisoformat(live["on"]) + moved
    items = _add_items(session, live, meeting_id)
    _add_attendance(session, live, meeting_id, group_id, on, items)
    for number, at, kind, words, more, due in live["notes"]:
        item_id, when = items[number - 1], time.fromisoformat(at)
        if kind == "decision":
            add_decision(session, item_id, words, how=more, at=when)
        elif kind == "action":
            owner = load_names(session).party(more)
            assert owner is not None, more
            day = date.fromisoformat(due) + moved
            details = ActionDetails(words, owner.id, raised_on=on, due=day)
            raise_action(session, item_id, details, at=when)
        else:
            kept = [
                NoteDraft(n.text, n.id, n.at, n.restricted, n.record.id if n.record else "")
                for n in item_notes(session, item_id)
            ]
            save_item_notes(session, item_id, [*kept, NoteDraft(words, at=when)])
        session.flush()


def _add_items(session: Session, live: Mapping[str, Any], meeting_id: str) -> list[str]:
    for title, lead, minutes, purpose, restricted in live["items"]:
        add_item(session, meeting_id, title, lead, minutes, purpose, restricted=restricted)
        session.flush()
    issue_agenda(session, meeting_id)
    items = [item.id for item in agenda(session, meeting_id).items]
    for item_id, (started, ended) in zip(items, live["times"], strict=False):
        until = time.fromisoformat(ended) if ended else None
        set_item_times(session, item_id, time.fromisoformat(started), until)
    return items


def _add_attendance(
    session: Session,
    live: Mapping[str, Any],
    meeting_id: str,
    group_id: str,
    on: date,
    items: list[str],
) -> None:
    late, at, number = live["late"]
    for seat in seats_on(session, group_id, on):
        away = seat.organisation in live["apologies"]
        record_seat(session, meeting_id, seat.seat_id, "apologies" if away else "present")
        if seat.organisation == late:
            when = time.fromisoformat(at)
            move(session, meeting_id, seat.seat_id, True, when, items[number - 1])
