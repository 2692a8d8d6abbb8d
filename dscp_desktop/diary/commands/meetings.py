"""What a person can do to the diary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year, show_times
from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.diary.rules.meetings import (
    CANCELLED,
    MEETING_STATUSES,
    MeetingDetails,
    MeetingRow,
    MeetingValues,
    faults_of_times,
    off_day,
)
from dscp_desktop.diary.tables import Meeting, fixed_words
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.rules.parties import Names, Party
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.adding import add_rows
from dscp_desktop.store.session import fresh_id, fresh_ids

FEATURE = "diary"
# Dues that say 'next meeting', agendas and packs follow the diary.
CARES = (FEATURE, "meetings", "actions", "packs")


def add_meeting(session: Session, group_id: str, details: MeetingDetails) -> Changes:
    """Put a meeting of a group into the diary. Raises Refused where it is there already."""
    row = Meeting(id=fresh_id(session), group_id=group_id)
    _put(session, row, details)
    session.add(row)
    session.flush()
    return Changes(f"Meeting added: {row.shown(session)}", CARES, row.id)


def change_meeting(session: Session, meeting_id: str, details: MeetingDetails) -> Changes:
    """Give a meeting another day, time, venue, chair or status.

    Raises Refused where its group has another meeting at that time, the times cannot be, or it
    stays as it was held.
    """
    row = session.get_one(Meeting, meeting_id)
    said = (details.on, details.start, details.end, details.status)
    if said != (row.on, row.start, row.end, row.status):
        refuse_fixed(session, meeting_id)
    moved, was = row.on != details.on, _for_calendars(row)
    _put(session, row, details)
    row.sequence += was != _for_calendars(row)
    what = "moved" if moved else "cancelled" if details.status == "cancelled" else "changed"
    return Changes(f"Meeting {what}: {row.shown(session)}", CARES, meeting_id)


def set_meeting_status(session: Session, meeting_id: str, status: str) -> Changes:
    """Say that a meeting is planned, its agenda is out, it was held or is cancelled."""
    row = session.get_one(Meeting, meeting_id)
    _check_status(status)
    if status != row.status:
        refuse_fixed(session, meeting_id)
    if CANCELLED in (status, row.status) and status != row.status:
        row.sequence += 1
    row.status = status
    return Changes(f"Meeting {row.shown(session)}: {status}", CARES, meeting_id)


def refuse_fixed(session: Session, meeting_id: str) -> None:
    """Refuse a command where a meeting stays as it was held. Part of a command."""
    if why := fixed_words(session, meeting_id):
        raise Refused(why)


def _put(session: Session, row: Meeting, details: MeetingDetails) -> None:
    _check_status(details.status)
    if why := faults_of_times(details.start, details.end):
        raise Refused(why)
    with session.no_autoflush:
        group = session.get_one(Group, row.group_id)
        same = select(Meeting.start).where(
            Meeting.group_id == row.group_id, Meeting.on == details.on, Meeting.id != row.id
        )
        if details.start in session.scalars(same).all():
            at = f" at {details.start:%H:%M}" if details.start else ""
            raise Refused(
                f"{group.name} has a meeting on {show_day_year(details.on)}{at} already. "
                "Choose another time."
            )
    row.on, row.start, row.end = details.on, details.start, details.end
    row.venue, row.chair = tidy(details.venue), tidy(details.chair)
    if details.minute_taker is not None:
        row.minute_taker = tidy(details.minute_taker)
    row.status = details.status


def _for_calendars(row: Meeting) -> tuple[Any, ...]:
    """Return what a calendar shows of a meeting: a change of it must reach them."""
    return row.on, row.start, row.end, row.venue, row.status == CANCELLED


def _check_status(status: str) -> None:
    if status not in MEETING_STATUSES:
        raise Refused(f"A meeting is one of: {', '.join(MEETING_STATUSES)}.")


def tidy(text: str) -> str:
    """Return a text without spaces at its ends and doubled ones."""
    return " ".join(text.split())


@dataclass(slots=True)
class _Taking:
    """What an import of meetings has seen so far."""

    names: Names
    known: dict[tuple[str, date, time | None], Meeting]
    ids: Iterator[str]
    days: dict[tuple[str, date], list[time | None]]
    fixed: Callable[[str], str]  # why a meeting may not change any more, by its id
    rows: dict[tuple[str, date, time | None], int] = field(default_factory=dict)
    new: list[MeetingRow] = field(default_factory=list)
    outcomes: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def take_meetings(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a sheet of meetings. The same meeting is group, date and start.

    An unknown group is a fault; a blank cell takes nothing away.
    """
    known = {(m.group_id, m.on, m.start): m for m in session.scalars(select(Meeting))}
    days: dict[tuple[str, date], list[time | None]] = {}
    for group_id, on, start in known:
        days.setdefault((group_id, on), []).append(start)
    ids = iter(fresh_ids(session, len(reading.lines)))
    taking = _Taking(load_names(session), known, ids, days, partial(fixed_words, session))
    for line in reading.lines:
        _take(taking, line)
    add_rows(session, Meeting, map(vars, taking.new))
    return SheetOutcome(tuple(taking.outcomes), tuple(taking.faults), tuple(taking.notes))


def _take(taking: _Taking, line: ReadLine) -> None:
    values: MeetingValues = line.value
    group = taking.names.group(values.group)
    if group is None:
        if values.group:
            near = taking.names.near(values.group)
            taking.faults.append(line.fault("group", f"No group is called this.{near}"))
        return
    if values.on is None:
        return
    key = (group.id, values.on, values.start)
    first = taking.rows.setdefault(key, line.row)
    if first != line.row:
        why = f"The same group, date and start stand in row {first}. Leave one of the two."
        taking.faults.append(line.fault("on", why))
        return
    if not values.sound:
        return
    _write(taking, line, group, key)


def _write(
    taking: _Taking,
    line: ReadLine,
    group: Party,
    key: tuple[str, date, time | None],
) -> None:
    values: MeetingValues = line.value
    row: Meeting | MeetingRow | None = taking.known.get(key)
    day, changes = (key[0], key[1]), list[tuple[str, str, str]]()
    if row is None:
        row = MeetingRow(next(taking.ids), group.id, key[1], key[2], values.end)
        row.venue, row.chair = values.venue or "", values.chair or ""
        row.status = values.status or "planned"
        taking.new.append(row)
        _note_new(taking, line, group, day, key[2])
        state = "new"
    else:
        fixed = taking.fixed(row.id) if isinstance(row, Meeting) else ""
        if fixed and _moves(row, values):
            taking.faults.append(line.fault("status" if values.status else "end", fixed))
            return
        changes = _changes(row, values)
        state = "changed" if changes else "same"
    taking.outcomes.append(
        RowOutcome(line.row, state, f"{group.name} {key[1]}", _cells(group, row), tuple(changes))
    )


def _note_new(
    taking: _Taking, line: ReadLine, group: Party, day: tuple[str, date], start: time | None
) -> None:
    there = taking.days.setdefault(day, [])
    if there:
        times = " and ".join(f"at {t:%H:%M}" if t else "with no time" for t in there)
        why = f"{group.name} has another meeting on that day, {times}; both are kept."
        taking.notes.append(line.fault("start" if "start" in line.cells else "on", why))
    there.append(start)
    if why := off_day(day[1]):
        taking.notes.append(line.fault("on", why))


def _changes(row: Meeting | MeetingRow, values: MeetingValues) -> list[tuple[str, str, str]]:
    changes: list[tuple[str, str, str]] = []
    for name, title in (
        ("end", "End"),
        ("venue", "Venue"),
        ("chair", "Chair"),
        ("status", "Status"),
    ):
        old, new = getattr(row, name), getattr(values, name)
        if new is not None and new != old:
            changes.append((title, _said(old), _said(new)))
            setattr(row, name, new)
            if isinstance(row, Meeting) and _reaches_calendars(name, old, new):
                row.sequence += 1
    return changes


def _moves(row: Meeting | MeetingRow, values: MeetingValues) -> bool:
    """Say whether a row gives a meeting another end or status."""
    pairs = ((values.end, row.end), (values.status, row.status))
    return any(new is not None and new != old for new, old in pairs)


def _reaches_calendars(name: str, old: Any, new: Any) -> bool:
    return CANCELLED in (old, new) if name == "status" else name != "chair"


def _said(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _cells(group: Party, row: Meeting | MeetingRow) -> tuple[str, ...]:
    times = show_times(row.start, row.end)
    return group.name, show_day_year(row.on), times, row.venue, row.chair, row.status
