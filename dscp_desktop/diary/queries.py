"""What the diary holds, as values."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.diary.rules import MeetingLine, next_meeting, parse_meeting_name
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.partnership.queries import load_names
from dscp_desktop.partnership.rules import Party
from dscp_desktop.partnership.tables import Group


def list_meetings(
    session: Session, group_id: str = "", since: date | None = None, until: date | None = None
) -> tuple[MeetingLine, ...]:
    """Return the meetings of a group, or of all, in order of time; both days are included."""
    query = select(Meeting, Group.name, Group.code).join(Group, Group.id == Meeting.group_id)
    if group_id:
        query = query.where(Meeting.group_id == group_id)
    if since is not None:
        query = query.where(Meeting.on >= since)
    if until is not None:
        query = query.where(Meeting.on <= until)
    ordered = query.order_by(Meeting.on, Meeting.start, Group.position, Meeting.id)
    return tuple(_line(row, name, code) for row, name, code in session.execute(ordered))


def get_meeting(session: Session, meeting_id: str) -> MeetingLine | None:
    """Return a meeting by its id, None where there is none."""
    query = select(Meeting, Group.name, Group.code).join(Group, Group.id == Meeting.group_id)
    found = session.execute(query.where(Meeting.id == meeting_id)).first()
    return _line(found[0], found[1], found[2]) if found else None


def _line(row: Meeting, group: str, code: str) -> MeetingLine:
    return MeetingLine(
        id=row.id,
        group_id=row.group_id,
        group=group,
        code=code,
        on=row.on,
        start=row.start,
        end=row.end,
        venue=row.venue,
        chair=row.chair,
        status=row.status,
    )


def find_meeting(session: Session, text: str) -> MeetingLine:
    """Return the meeting that 'GROUP YYYY-MM-DD [HH:MM]' names; the group by any of its names.

    Raises WrongUse, naming near ones, where there is none, or where the day has several.
    """
    wanted = parse_meeting_name(text)
    names = load_names(session)
    group = names.group(wanted.group)
    if group is None:
        raise WrongUse(f"No group is called {wanted.group}.{names.near(wanted.group)}")
    meetings = list_meetings(session, group.id)
    found = [m for m in meetings if m.on == wanted.on]
    if wanted.start is not None:
        found = [m for m in found if m.start == wanted.start]
    if len(found) == 1:
        return found[0]
    if found:
        times = " or ".join(f"{m.start:%H:%M}" for m in found if m.start)
        raise WrongUse(
            f"{group.name} has {len(found)} meetings on that day. Add the time: {times}."
        )
    raise WrongUse(_no_meeting(group, wanted.on, meetings))


def _no_meeting(group: Party, on: date, meetings: tuple[MeetingLine, ...]) -> str:
    near = sorted(meetings, key=lambda m: abs((m.on - on).days))[:3]
    said = f"{group.name} has no such meeting on {on.isoformat()}."
    if not near:
        return f"{said} None of its meetings is in the diary yet."
    days = sorted({m.name + (f" {m.start:%H:%M}" if m.on == on and m.start else "") for m in near})
    return f"{said} The nearest: {', '.join(days)}."


def meetings_by_group(session: Session) -> dict[str, tuple[MeetingLine, ...]]:
    """Return all meetings by the id of their group, each in order of time."""
    found: dict[str, list[MeetingLine]] = defaultdict(list)
    for meeting in list_meetings(session):
        found[meeting.group_id].append(meeting)
    return {group_id: tuple(meetings) for group_id, meetings in found.items()}


def next_meetings(session: Session, today: date) -> tuple[MeetingLine, ...]:
    """Return each group's next meeting from today on, the soonest first."""
    coming: dict[str, MeetingLine] = {}
    for meeting in list_meetings(session, since=today):
        if meeting.goes_ahead:
            coming.setdefault(meeting.group_id, meeting)
    return tuple(coming.values())


def next_meeting_of(session: Session, group_id: str, after: date) -> MeetingLine | None:
    """Return a group's first meeting after a day; cancelled ones do not count."""
    return next_meeting(list_meetings(session, group_id), after)
