"""The forward plan of items, and what proposes itself for it, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.offers import Feature, Proposal
from dscp_desktop.diary.queries.meetings import list_meetings, meetings_by_id
from dscp_desktop.diary.rules.meetings import CANCELLED, MeetingLine
from dscp_desktop.diary.tables import Meeting, MeetingBody
from dscp_desktop.meetings.queries.attendance import labels_of
from dscp_desktop.meetings.rules.forward import (
    AHEAD,
    DROPPED,
    ForwardLine,
    ProposalLine,
    in_order,
    not_known_yet,
    place_of,
    state_of,
    warning_of,
)
from dscp_desktop.meetings.tables import ForwardItem
from dscp_desktop.partnership.queries.parties import list_meeting_groups, load_parties
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.store.tables import Link

PROPOSED_BY = "proposed by"


@dataclass(frozen=True, slots=True)
class ForwardPlan:
    """What the page shows: the plan, what is proposed, the groups, and their meetings to come."""

    lines: tuple[ForwardLine, ...] = ()
    proposals: tuple[ProposalLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    meetings: tuple[MeetingLine, ...] = ()


def meetings_for(session: Session) -> dict[str, tuple[MeetingLine, ...]]:
    """Return the meetings of each group in order of time, those joint with others among them."""
    found: dict[str, list[MeetingLine]] = defaultdict(list)
    every = {meeting.id: meeting for meeting in list_meetings(session)}
    for meeting in every.values():
        found[meeting.group_id].append(meeting)
    for row in session.scalars(select(MeetingBody)):
        if row.meeting_id in every:
            found[row.body_id].append(every[row.meeting_id])
    return {group: tuple(in_order(meetings)) for group, meetings in found.items()}


def meeting_days(session: Session, since: date) -> dict[str, set[date]]:
    """Return the days from one on that each group meets on, in joint meetings too."""
    query = select(Meeting.group_id, Meeting.on).where(
        Meeting.on >= since, Meeting.status != CANCELLED
    )
    joint = select(MeetingBody.body_id, Meeting.on)
    joint = joint.join(Meeting, Meeting.id == MeetingBody.meeting_id)
    joint = joint.where(Meeting.on >= since, Meeting.status != CANCELLED)
    found: dict[str, set[date]] = defaultdict(set)
    for group_id, on in session.execute(query.union(joint)):
        found[group_id].add(on)
    return found


def list_forward(
    session: Session, today: date, group_id: str = "", *, dropped: bool = False
) -> tuple[ForwardLine, ...]:
    """Return the forward plan of a group, or of all: by group, then meeting, then due day.

    What was dropped is left out unless asked for.
    """
    query = select(ForwardItem)
    if group_id:
        query = query.where(ForwardItem.group_id == group_id)
    if not dropped:
        query = query.where(ForwardItem.state != DROPPED)
    rows = session.scalars(query).all()
    if not rows:
        return ()
    order = {group.id: place for place, group in enumerate(list_meeting_groups(session))}
    parties = load_parties(session)
    meetings = meetings_by_id(session, {row.meeting_id for row in rows if row.meeting_id})
    links = select(Link.from_id, Link.to_id).where(Link.role == PROPOSED_BY)
    about: dict[str, str] = dict(session.execute(links).all())
    numbers: dict[str, str] = {}
    for meeting_id in {row.meeting_id for row in rows if row.item_id and row.meeting_id}:
        numbers |= labels_of(session, meeting_id)
    lines = [
        _line(row, parties[row.group_id], meetings.get(row.meeting_id or ""), today) for row in rows
    ]
    lines = [
        replace(line, item=numbers.get(line.item_id, ""), record_id=about.get(line.id, ""))
        for line in lines
    ]
    return tuple(sorted(lines, key=lambda line: _order(line, order)))


def _line(row: ForwardItem, party: Party, meeting: MeetingLine | None, today: date) -> ForwardLine:
    state = state_of(row.state, meeting)
    return ForwardLine(
        id=row.id,
        group_id=row.group_id,
        group=party.name,
        code=party.code,
        title=row.title,
        why=row.why,
        lead=row.lead,
        minutes=row.minutes,
        purpose=row.purpose,
        due=row.due,
        restricted=row.restricted,
        state=state,
        meeting=meeting,
        item_id=row.item_id or "",
        source=row.source,
        warning=warning_of(meeting, state, row.due, today),
    )


def _order(
    line: ForwardLine, groups: Mapping[str, int]
) -> tuple[int, str, date, str, date, str, str]:
    far = date.max
    return (
        groups.get(line.group_id, len(groups)),
        line.group,
        line.meeting.on if line.meeting else far,
        line.meeting_id,
        line.due or far,
        line.title,
        line.id,
    )


def plan_ahead(session: Session, today: date, group_id: str = "") -> tuple[ForwardLine, ...]:
    """Return what is still to come: neither done nor at a meeting that is over."""
    return tuple(
        line
        for line in list_forward(session, today, group_id)
        if line.state in ("planned", "on agenda") and (line.meeting is None or _ahead(line, today))
    )


def _ahead(line: ForwardLine, today: date) -> bool:
    # What was planned for a meeting and never came to it is still to come.
    return line.state == "planned" or (line.meeting is not None and line.meeting.on >= today)


def list_proposals(
    session: Session, today: date, features: Sequence[Feature]
) -> tuple[ProposalLine, ...]:
    """Return what the parts of the program propose for the half year to come, by due day.

    What was accepted or dropped before is left out; so are groups that no longer meet.
    """
    until = today + timedelta(days=AHEAD)
    parts: dict[str, str] = {}
    found: list[Proposal] = []
    for feature in features:
        if feature.proposals is not None:
            for proposal in feature.proposals.list_proposals(session, today, until):
                parts.setdefault(proposal.key, feature.title)
                found.append(proposal)
    known = session.scalars(select(ForwardItem.source).where(ForwardItem.source != ""))
    fresh = not_known_yet(found, known)
    if not fresh:
        return ()
    meetings, parties = meetings_for(session), load_parties(session)
    return tuple(
        ProposalLine(
            proposal,
            parts[proposal.key],
            parties[proposal.group_id].name,
            parties[proposal.group_id].code,
            place_of(
                meetings.get(proposal.group_id, ()),
                max(today, proposal.comes or today),
                proposal.due,
            ),
        )
        for proposal in fresh
        if proposal.group_id in parties
    )


def forward_page(session: Session, today: date, features: Sequence[Feature]) -> ForwardPlan:
    """Return all that the page of the forward plan shows."""
    return ForwardPlan(
        plan_ahead(session, today),
        list_proposals(session, today, features),
        list_meeting_groups(session),
        list_meetings(session, since=today),
    )


def forward_of(session: Session, record_id: str) -> bool:
    """Say whether a record is an item of the forward plan."""
    return session.get(ForwardItem, record_id) is not None
