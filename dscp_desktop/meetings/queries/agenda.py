"""What is known of meetings beside their dates, as values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import add_working_days, days_words, show_times, working_days_between
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import Due
from dscp_desktop.diary.queries.meetings import get_meeting, list_meetings
from dscp_desktop.diary.queries.planning import run_up
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.rules.agenda import (
    AGENDA_DUE_WITHIN,
    Agenda,
    AgendaLine,
    AttendanceLine,
    AttendanceRow,
    AttendanceTable,
    PaperLine,
    Readiness,
    item_times,
    readiness_of,
)
from dscp_desktop.meetings.rules.numbering import shown_labels
from dscp_desktop.meetings.rules.papers import papers_due
from dscp_desktop.meetings.rules.year import best_mark
from dscp_desktop.meetings.tables import AgendaItem, Attendance, Paper, PaperVersion
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.partnership.queries.seats import seated_on
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.partnership.tables import Seat
from dscp_desktop.terms_of_reference.queries.terms import standing_items_on
from dscp_desktop.terms_of_reference.rules.versions import StandingLine

_FEW = 300  # meetings that a query names one by one


def agenda(session: Session, meeting_id: str) -> Agenda:
    """Return a meeting's agenda with its papers; the standing items where none was started.

    Raises WrongUse where the meeting is gone.
    """
    meeting = get_meeting(session, meeting_id)
    if meeting is None:
        raise WrongUse("This meeting is no longer there. Choose another one.")
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    items = session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)).all()
    if not items:
        return Agenda(meeting, standing_items(session, meeting.group_id, meeting.on, meeting.start))
    papers: dict[str, list[PaperLine]] = defaultdict(list)
    for paper in list_papers(session, meeting_id):
        papers[paper.item_id].append(paper)
    times = item_times(meeting.start, [item.minutes for item in items])
    labels = shown_labels([item.label for item in items])
    carried = _carried_from(session, items)
    lines = (
        replace(
            _item_line(item, number, times[number - 1], papers[item.id]),
            label=labels[number - 1],
            issued=bool(item.label),
            verbal=item.verbal,
            carried_from=carried.get(item.id, ""),
        )
        for number, item in enumerate(items, 1)
    )
    return Agenda(meeting, tuple(lines), stored=True)


def _carried_from(session: Session, items: Sequence[AgendaItem]) -> dict[str, str]:
    """Return which meeting did not come to an item, by the item's id."""
    found = {}
    for item in items:
        before = session.get(AgendaItem, item.carried_from_id) if item.carried_from_id else None
        if before is not None:
            found[item.id] = session.get_one(Meeting, before.meeting_id).shown(session)
    return found


def _item_line(
    row: AgendaItem | StandingLine, number: int, starts: time | None, papers: Sequence[PaperLine]
) -> AgendaLine:
    return AgendaLine(
        id=row.id if isinstance(row, AgendaItem) else "",
        number=number,
        title=row.title,
        starts=starts,
        minutes=row.minutes,
        purpose=row.purpose,
        lead=row.lead,
        document=row.document,
        restricted=isinstance(row, AgendaItem) and row.restricted,
        last=row.last,
        papers=tuple(papers),
        label=str(number),
        about_id=(row.about_id or "") if isinstance(row, AgendaItem) else "",
    )


def standing_items(
    session: Session, group_id: str, on: date, start: time | None = None
) -> tuple[AgendaLine, ...]:
    """Return the items that stand on the agendas of a group on a day, timed from a start."""
    rows = standing_items_on(session, group_id, on)
    times = item_times(start, [row.minutes for row in rows])
    return tuple(_item_line(row, n, times[n - 1], ()) for n, row in enumerate(rows, 1))


def meeting_of(session: Session, record_id: str) -> str:
    """Return the id of the meeting that a record is, or is part of: an item or a paper; or ''."""
    paper = session.get(Paper, record_id)
    item = session.get(AgendaItem, paper.item_id if paper else record_id)
    if item is not None:
        return item.meeting_id
    return record_id if get_meeting(session, record_id) else ""


def list_papers(session: Session, meeting_id: str) -> tuple[PaperLine, ...]:
    """Return the papers of a meeting in the order of its agenda."""
    query = (
        select(Paper, AgendaItem.restricted)
        .join(AgendaItem, AgendaItem.id == Paper.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, AgendaItem.id, Paper.position, Paper.id)
    )
    found = session.execute(query).all()
    due = papers_due(run_up(session, meeting_id)) if found else None
    numbers = _versions(session, [row.id for row, _restricted in found])
    return tuple(
        PaperLine(
            id=row.id,
            item_id=row.item_id,
            title=row.title,
            owner=row.owner,
            pages=row.pages,
            file_id=row.file_id,
            received_on=row.received_on,
            removed=row.removed,
            restricted=row.restricted or item_restricted,
            due=row.due or due,
            marking=row.marking,
            withdrawn=(row.withdrawn or "Withdrawn") if row.withdrawn_on else "",
            version=numbers.get(row.id, (1, False))[0] if row.file_id else 0,
            issued=numbers.get(row.id, (1, False))[1] if row.file_id else False,
            own_due=row.due,
        )
        for row, item_restricted in found
    )


def _versions(session: Session, paper_ids: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """Return the newest version of each paper: its number, and whether it went out."""
    query = select(PaperVersion.paper_id, PaperVersion.number, PaperVersion.issued_on)
    found = session.execute(
        query.where(PaperVersion.paper_id.in_(paper_ids)).order_by(PaperVersion.number)
    )
    return {row.paper_id: (row.number, row.issued_on is not None) for row in found}


def attendance_at(session: Session, meeting_id: str) -> tuple[AttendanceLine, ...]:
    """Return who may be at a meeting: those with a seat on its group, and all with a mark."""
    meeting = get_meeting(session, meeting_id)
    if meeting is None:
        return ()
    marks = _marks(session, [meeting]).get(meeting_id, {})
    seats = select(Seat.organisation_id, Seat.agency_group_id)
    held = session.execute(seats.where(Seat.group_id == meeting.group_id))
    seated = {party_id for row in held for party_id in row if party_id}
    counted = seated_on(session, meeting.group_id)
    parties = load_parties(session)
    ordered = _in_order(parties, {*seated, *marks})
    return tuple(
        AttendanceLine(party.id, party.shown, marks.get(party.id, ""), party.id in counted)
        for party in ordered
    )


def _in_order(parties: Mapping[str, Party], wanted: Iterable[str]) -> list[Party]:
    """Return parties as lists show them: statutory partners first, each part by name."""
    found = (parties[party_id] for party_id in wanted)
    return sorted(found, key=lambda p: (p.kind != "statutory partner", p.shown.casefold(), p.id))


def attendance_table(
    session: Session, group_id: str, until: date | None = None, most: int = 0
) -> AttendanceTable:
    """Return a group's attendance over its meetings up to and with a day, at most the last few.

    Cancelled meetings, and those nobody has recorded, are left out.
    """
    meetings = [m for m in list_meetings(session, group_id, until=until) if m.goes_ahead]
    marks = _marks(session, meetings)
    meetings = [m for m in meetings if m.id in marks]
    meetings = meetings[-most:] if most else meetings
    attendees = {attendee for m in meetings for attendee in marks[m.id]}
    counted = _counted(session, group_id)
    rows = tuple(
        AttendanceRow(
            party.id,
            party.shown,
            party.id in counted,
            tuple(marks[m.id].get(party.id, "") for m in meetings),
        )
        for party in _in_order(load_parties(session), attendees)
    )
    return AttendanceTable(tuple(meetings), rows)


def attendance_matrix(session: Session, group_id: str = "") -> AttendanceTable:
    """Return every recorded mark of a group, or of all groups one after the other."""
    every = list_meetings(session, group_id)
    marks = _marks(session, every)
    groups = list(dict.fromkeys(m.group_id for m in every))
    ordered = [m for group in groups for m in every if m.group_id == group and m.id in marks]
    attendees = {attendee for found in marks.values() for attendee in found}
    rows = tuple(
        AttendanceRow(
            party.id,
            party.shown,
            True,
            tuple(marks[m.id].get(party.id, "") for m in ordered),
        )
        for party in _in_order(load_parties(session), attendees)
    )
    return AttendanceTable(tuple(ordered), rows)


def _marks(session: Session, meetings: Sequence[MeetingLine]) -> dict[str, dict[str, str]]:
    """Return the mark of each body at each meeting; that of a seat is one of who holds it."""
    held = {
        seat_id: organisation or agency_group
        for seat_id, organisation, agency_group in session.execute(
            select(Seat.id, Seat.organisation_id, Seat.agency_group_id)
        )
    }
    found: dict[str, dict[str, str]] = defaultdict(dict)
    own: dict[tuple[str, str], list[str]] = defaultdict(list)
    query = select(Attendance.meeting_id, Attendance.attendee_id, Attendance.mark)
    wanted = {m.id for m in meetings}
    if len(wanted) <= _FEW:  # of many, all are read: to name them takes longer
        query = query.where(Attendance.meeting_id.in_(wanted))
    rows = session.connection().execute(query).all()
    for meeting_id, attendee_id, mark in rows:
        if meeting_id not in wanted:
            continue
        if attendee_id not in held:
            found[meeting_id].setdefault(attendee_id, mark)
        elif body := held[attendee_id]:
            own[meeting_id, body].append(mark)
    for (meeting_id, body), marks in own.items():
        found[meeting_id][body] = best_mark(marks)
    return found


def _counted(session: Session, group_id: str) -> frozenset[str]:
    """Return who counts for attendance: holders of core seats, themselves or by their group."""
    query = select(Seat.kind, Seat.organisation_id, Seat.agency_group_id)
    held: dict[bool, set[str]] = {True: set(), False: set()}
    for kind, *holders in session.execute(query.where(Seat.group_id == group_id)):
        held[kind == "core"].update(holder for holder in holders if holder)
    return seated_on(session, group_id) - (held[False] - held[True])


def readiness(
    session: Session, today: date, meetings: Sequence[MeetingLine]
) -> dict[str, Readiness]:
    """Return how far each of the meetings is prepared, by its id."""
    counted = select(AgendaItem.meeting_id, func.count())
    query = select(AgendaItem.meeting_id, Paper.file_id)
    query = query.join(AgendaItem, AgendaItem.id == Paper.item_id)
    query = query.where(Paper.withdrawn_on.is_(None))
    if len(meetings) <= _FEW:  # of many, all are counted: to name them takes longer
        some = AgendaItem.meeting_id.in_([m.id for m in meetings])
        counted, query = counted.where(some), query.where(some)
    items = dict(session.execute(counted.group_by(AgendaItem.meeting_id)).all())
    papers: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for meeting_id, file_id in session.execute(query):
        papers[meeting_id] += 1
        missing[meeting_id] += file_id is None
    return {
        m.id: readiness_of(
            m, items.get(m.id, 0), papers[m.id], missing[m.id], working_days_between(today, m.on)
        )
        for m in meetings
    }


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return the meetings of the next ten working days that have no agenda yet."""
    soon = add_working_days(today, AGENDA_DUE_WITHIN)
    meetings = list_meetings(session, since=today, until=soon)
    states = readiness(session, today, meetings)
    return tuple(
        Due(
            on=m.on,
            what=f"Agenda of {m.group}",
            feature="meetings",
            days=days_words(m.on, today),
            detail=" · ".join(part for part in (show_times(m.start, m.end), m.venue) if part),
            record_id=m.id,
            heading="Meetings without an agenda",
        )
        for m in meetings
        if states[m.id].words == "No agenda"
    )
