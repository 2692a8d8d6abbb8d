"""Bringing the forward plan of a workbook in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.diary.rules.meetings import CANCELLED, MeetingLine
from dscp_desktop.meetings.commands.forward import add_forward, change_forward
from dscp_desktop.meetings.queries.forward import list_forward, meetings_for
from dscp_desktop.meetings.rules.forward import (
    DONE,
    ON_AGENDA,
    ForwardDetails,
    ForwardLine,
    ForwardValues,
)
from dscp_desktop.partnership.queries.parties import list_meeting_groups, load_names
from dscp_desktop.store.session import work_of

Key = tuple[str, str, date | None]
Words = tuple[str, str, str]
_TITLES = {
    "why": "Why",
    "lead": "Lead",
    "minutes": "Minutes",
    "purpose": "Purpose",
    "restricted": "Restricted",
}


def take_forward(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a forward plan. The same thing is its group, its words and its due day.

    An unknown group, or a day on which it has no meeting, is a fault; what is on an agenda stays
    there. A blank cell takes nothing away.
    """
    session.flush()
    names, meetings = load_names(session), meetings_for(session)
    groups = {group.id for group in list_meeting_groups(session)}
    today = work_of(session).clock().date()
    known: dict[Key, ForwardLine] = {
        (line.group_id, tidy_name(line.title), line.due): line
        for line in list_forward(session, today)
    }
    seen: dict[Key, int] = {}
    rows: list[RowOutcome] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    for line in reading.lines:
        values: ForwardValues = line.value
        group = names.group(values.group) if values.group else None
        if group is None or group.id not in groups:
            if values.group:
                why = f"No group that meets is called this.{names.near(values.group)}"
                faults.append(line.fault("group", why))
            continue
        key = (group.id, tidy_name(values.title), values.due)
        if not values.sound:
            continue
        where, why = _meeting(meetings.get(group.id, ()), values, group.name)
        if why:
            faults.append(line.fault("on", why))
            continue
        if (first := seen.setdefault(key, line.row)) != line.row:
            faults.append(line.fault("title", f"Row {first} says this already. Leave one out."))
            continue
        rows.append(_take(session, line, group.id, where, known.get(key), notes))
    return SheetOutcome(tuple(rows), tuple(faults), tuple(notes))


def _meeting(
    meetings: tuple[MeetingLine, ...], values: ForwardValues, group: str
) -> tuple[str, str]:
    """Return the id of the meeting that a row names, '' for none, and what is wrong with it."""
    if values.on is None:
        return "", ""
    there = [one for one in meetings if one.on == values.on and one.status != CANCELLED]
    if not there:
        return "", f"{group} has no meeting on {show_day_year(values.on)}. Bring that in first."
    return there[0].id, ""


def _take(
    session: Session,
    line: ReadLine,
    group_id: str,
    meeting_id: str,
    known: ForwardLine | None,
    notes: list[Fault],
) -> RowOutcome:
    values: ForwardValues = line.value
    before = known.details if known else ForwardDetails(group_id, values.title)
    details = replace(
        before,
        due=values.due,
        meeting_id=meeting_id or before.meeting_id,
        why=before.why if values.why is None else values.why,
        lead=before.lead if values.lead is None else values.lead,
        minutes=before.minutes if values.minutes is None else values.minutes,
        purpose=before.purpose if values.purpose is None else values.purpose,
        restricted=before.restricted if values.restricted is None else values.restricted,
    )
    changes: list[Words] = [
        (title, _shown(getattr(before, name)), _shown(getattr(details, name)))
        for name, title in _TITLES.items()
        if getattr(before, name) != getattr(details, name)
    ]
    if before.meeting_id != details.meeting_id:
        changes.insert(0, ("Meeting", "another" if before.meeting_id else "", _day(values.on)))
    if known is None:
        add_forward(session, details)
    elif changes and known.state in (ON_AGENDA, DONE):
        notes.append(line.fault("title", "It is on an agenda, so nothing of it was changed."))
        changes = []
    elif changes:
        change_forward(session, known.id, details)
    state = "new" if known is None else "changed" if changes else "same"
    cells = (values.group, _day(values.on), values.title, _day(values.due))
    shown = tuple(changes) if state == "changed" else ()
    return RowOutcome(line.row, state, values.title, cells, shown)


def _day(day: date | None) -> str:
    return show_day_year(day) if day else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else ""
    return str(value or "")
