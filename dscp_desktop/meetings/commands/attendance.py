"""Recording who was at a meeting; `take_attendance` brings a workbook's matrix in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.commands.presence import put_mark
from dscp_desktop.meetings.rules.agenda import (
    NO_REPLY,
    NOT_EXPECTED,
    AttendanceValues,
    meeting_named,
)
from dscp_desktop.meetings.rules.year import best_mark
from dscp_desktop.meetings.tables import Attendance, frozen_words
from dscp_desktop.partnership.commands.organisations import ensure_party
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.queries.seats import seated_on
from dscp_desktop.partnership.rules.parties import Names, Party
from dscp_desktop.partnership.tables import Seat

CARES = ("meetings", "packs")


def record_attendance(session: Session, meeting_id: str, attendee_id: str, mark: str) -> Changes:
    """Record whether somebody was at a meeting; a mark of '' takes it back."""
    said = put_mark(session, meeting_id, attendee_id, mark)
    name = session.get_one(Meeting, meeting_id).shown(session)
    return Changes(f"Attendance recorded: {name}{said}", CARES, meeting_id)


@dataclass(slots=True)
class _Taking:
    """What an import of attendance has seen so far."""

    names: Names
    meetings: dict[tuple[str, date], list[MeetingLine]]
    known: dict[tuple[str, str], Attendance]
    headings: dict[str, MeetingLine | None] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    seated: dict[str, frozenset[str]] = field(default_factory=dict)
    seats: dict[tuple[str, str], list[Attendance]] = field(default_factory=dict)
    frozen: dict[str, str] = field(default_factory=dict)
    said: set[tuple[str, ...]] = field(default_factory=set)
    outcomes: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def take_attendance(session: Session, reading: Reading) -> SheetOutcome:
    """Take the cells of an attendance matrix. The same mark is meeting and attendee.

    A heading that names no meeting of the diary is a fault. An unknown attendee is added as an
    organisation, one without a seat is kept, each with a note. A blank takes nothing away.
    """
    meetings: dict[tuple[str, date], list[MeetingLine]] = {}
    for meeting in list_meetings(session):
        meetings.setdefault((meeting.group_id, meeting.on), []).append(meeting)
    known = {(row.meeting_id, row.attendee_id): row for row in session.scalars(select(Attendance))}
    taking = _Taking(load_names(session), meetings, known)
    _gather_seats(session, taking)
    for line in reading.lines:
        found = _meeting_of(taking, line)
        party = _attendee_of(session, taking, line) if found is not None else None
        if found is not None and party is not None and line.value.mark is not None:
            _take(session, taking, line, found, party)
    return SheetOutcome(tuple(taking.outcomes), tuple(taking.faults), tuple(taking.notes))


def _meeting_of(taking: _Taking, line: ReadLine) -> MeetingLine | None:
    values: AttendanceValues = line.value
    if values.heading not in taking.headings:
        group = taking.names.group(values.group)
        if group is None:
            near = taking.names.near(values.group)
            meeting, why = None, f"No group is called {values.group}.{near}"
        else:
            there = taking.meetings.get((group.id, values.on), [])
            meeting, why = meeting_named(values, group.name, there)
        # Two headings may name one meeting; two columns of one heading read_attendance refuses.
        if meeting is not None:
            first = taking.columns.setdefault(meeting.id, values.heading)
            if first != values.heading:
                why = f"‘{first}’ is the same meeting. Leave one of the two columns."
                meeting = None
        taking.headings[values.heading] = meeting
        if meeting is None:
            heading = values.heading
            taking.faults.append(Fault(line.sheet, values.heading_row, heading, heading, why))
    return taking.headings[values.heading]


def _attendee_of(session: Session, taking: _Taking, line: ReadLine) -> Party | None:
    text = line.value.attendee
    party, taking.names, added = ensure_party(session, taking.names, text)
    if added:
        others = {k: p for k, p in taking.names.organisations.items() if k != tidy_name(text)}
        near = Names(others).near(text)
        why = f"No organisation is called this.{near} It was added as new."
        taking.notes.append(line.fault("attendee", why))
    first = taking.rows.setdefault(party.id, line.row)
    if first == line.row:
        return party
    if ("row", str(line.row)) not in taking.said:
        taking.said.add(("row", str(line.row)))
        why = f"{party.name} stands in row {first} already. Leave one of the two."
        taking.faults.append(line.fault("attendee", why))
    return None


def _gather_seats(session: Session, taking: _Taking) -> None:
    """Put the marks of seats under who holds them: those of a body's only seat are its own."""
    query = select(Seat.id, Seat.organisation_id, Seat.agency_group_id)
    held = {seat_id: body or group for seat_id, body, group in session.execute(query)}
    for (meeting_id, attendee_id), row in taking.known.items():
        if body := held.get(attendee_id):
            taking.seats.setdefault((meeting_id, body), []).append(row)


def _take(
    session: Session, taking: _Taking, line: ReadLine, meeting: MeetingLine, party: Party
) -> None:
    _note_seat(session, taking, line, meeting, party)
    values: AttendanceValues = line.value
    seats = taking.seats.get((meeting.id, party.id), [])
    row = taking.known.get((meeting.id, party.id))
    before = best_mark([seat.mark for seat in seats]) if seats else row.mark if row else ""
    mark = values.mark or NO_REPLY
    if mark == NOT_EXPECTED:
        if not before:
            return
        mark = ""
    state = "same"
    changes: tuple[tuple[str, str, str], ...] = ()
    if mark == NO_REPLY and before not in ("", NO_REPLY):
        taking.notes.append(line.fault("mark", f"The cell is blank; ‘{before}’ is kept."))
    elif mark != before and len(seats) > 1:
        why = f"{party.shown} has several seats here: mark each of them on the page of meetings."
        taking.faults.append(line.fault("mark", why))
        return
    elif mark != before:
        if why := _frozen(session, taking, meeting):
            taking.faults.append(line.fault("mark", why))
            return
        put_mark(session, meeting.id, seats[0].attendee_id if seats else party.id, mark)
        state = "changed" if before else "new"
        changes = (("Attendance", before, mark or NOT_EXPECTED),) if before else ()
    cells = (party.shown, values.heading, mark or NOT_EXPECTED)
    label = f"{party.shown}, {values.heading}"
    taking.outcomes.append(RowOutcome(line.row, state, label, cells, changes))


def _frozen(session: Session, taking: _Taking, meeting: MeetingLine) -> str:
    if meeting.id not in taking.frozen:
        taking.frozen[meeting.id] = frozen_words(session, meeting.id)
    return taking.frozen[meeting.id]


def _note_seat(
    session: Session, taking: _Taking, line: ReadLine, meeting: MeetingLine, party: Party
) -> None:
    if meeting.group_id not in taking.seated:
        taking.seated[meeting.group_id] = seated_on(session, meeting.group_id)
    key = (meeting.group_id, party.id)
    if party.id not in taking.seated[meeting.group_id] and key not in taking.said:
        taking.said.add(key)
        why = f"{party.shown} has no seat on {meeting.group}; its attendance is kept."
        taking.notes.append(line.fault("attendee", why))
