"""What the diary holds, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.diary.rules.meetings import MeetingLine, next_meeting, parse_meeting_name
from dscp_desktop.diary.tables import Meeting, MeetingBody
from dscp_desktop.partnership.queries.parties import group_names_by_day, load_names
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.partnership.tables import Group, Organisation
from dscp_desktop.store.session import once

# Columns, not objects: a list of all meetings is read with every list of actions. After the ids
# they stand in the order of a line.
_FIELDS = (
    Meeting.id,
    Meeting.group_id,
    Group.code,
    Meeting.on,
    Meeting.start,
    Meeting.end,
    Meeting.venue,
    Meeting.chair,
    Meeting.status,
    Meeting.minute_taker,
    Meeting.slot,
    Meeting.sequence,
)


def list_meetings(
    session: Session, group_id: str = "", since: date | None = None, until: date | None = None
) -> tuple[MeetingLine, ...]:
    """Return the meetings of a group, or of all, in order of time; both days are included.

    Each stands under the name that its group had on that day.
    """
    query = select(*_FIELDS).join(Group, Group.id == Meeting.group_id)
    if group_id:
        query = query.where(Meeting.group_id == group_id)
    if since is not None:
        query = query.where(Meeting.on >= since)
    if until is not None:
        query = query.where(Meeting.on <= until)
    ordered = query.order_by(Meeting.on, Meeting.start, Group.position, Meeting.id)
    asked = ("meetings", group_id, since, until)
    return once(session, asked, lambda: _lines(session, session.execute(ordered).all()))


def get_meeting(session: Session, meeting_id: str) -> MeetingLine | None:
    """Return a meeting by its id, None where there is none."""
    query = select(*_FIELDS).join(Group, Group.id == Meeting.group_id)
    one = query.where(Meeting.id == meeting_id)
    asked = ("meeting", meeting_id)
    found = once(session, asked, lambda: _lines(session, session.execute(one).all()))
    return found[0] if found else None


def meetings_by_id(session: Session, ids: Collection[str]) -> dict[str, MeetingLine]:
    """Return the meetings of these ids, by them."""
    query = select(*_FIELDS).join(Group, Group.id == Meeting.group_id).where(Meeting.id.in_(ids))
    return {line.id: line for line in _lines(session, session.execute(query).all())}


def _lines(session: Session, rows: Sequence[Any]) -> tuple[MeetingLine, ...]:
    name_of = once(session, "names of groups", lambda: group_names_by_day(session))
    joint = once(session, "joint", lambda: _joint(session))
    found = []
    for own_id, group_id, code, on, *said in rows:
        group = name_of(group_id, on)
        others = joint.get(own_id, ())
        bodies = tuple(_body_name(session, body, on, name_of) for body in others) if others else ()
        line = (own_id, group_id, group, code, on, *said, bodies)
        found.append(MeetingLine(*line))
    return tuple(found)


def _joint(session: Session) -> dict[str, list[str]]:
    """Return the other bodies of each joint meeting, as they were named."""
    found: dict[str, list[str]] = defaultdict(list)
    query = select(MeetingBody.meeting_id, MeetingBody.body_id).order_by(MeetingBody.id)
    for meeting_id, body_id in session.execute(query):
        found[meeting_id].append(body_id)
    return found


def _body_name(
    session: Session, body_id: str, on: date, name_of: Callable[[str, date], str]
) -> str:
    if name := name_of(body_id, on):
        return name
    body = session.get(Organisation, body_id)
    return body.name if body else ""


def joint_bodies(session: Session, meeting_id: str) -> tuple[str, ...]:
    """Return the ids of the other groups and organisations of a joint meeting."""
    query = select(MeetingBody.body_id).where(MeetingBody.meeting_id == meeting_id)
    return tuple(session.scalars(query.order_by(MeetingBody.id)))


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


def meetings_by_group(
    session: Session, since: date | None = None
) -> dict[str, tuple[MeetingLine, ...]]:
    """Return all meetings, or those from a day on, by the id of their group, in order of time."""
    found: dict[str, list[MeetingLine]] = defaultdict(list)
    for meeting in list_meetings(session, since=since):
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
