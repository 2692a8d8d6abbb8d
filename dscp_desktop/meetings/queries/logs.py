"""The logs over all groups: decisions, with how they were taken, and challenges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.periods import parse_year, year_bounds
from dscp_desktop.diary.queries.meetings import get_meeting, list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine, last_meeting, next_meeting
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.rules.record import ChallengeLine, DecisionLine, ViewLine
from dscp_desktop.meetings.rules.votes import (
    SETTING,
    STATUTORY,
    Ballot,
    DecisionRule,
    approvals_words,
    judge_vote,
    rules_of,
    vote_words,
)
from dscp_desktop.meetings.tables import AgendaItem, Challenge, Decision, View
from dscp_desktop.partnership.queries.parties import (
    group_names_by_day,
    load_parties,
    statutory_partners,
)
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.partnership.tables import Seat
from dscp_desktop.store.settings import get_setting


def list_decisions(
    session: Session, group_id: str = "", year: str = "", words: str = ""
) -> tuple[DecisionLine, ...]:
    """Return the decisions of a group, or of all, the newest first.

    `year` is '2023-24'; of `words` each one must stand in the decision. Raises WrongUse where the
    year is written otherwise.
    """
    query = _bounded(select(Decision), Decision, group_id, year)
    rows = session.scalars(query.order_by(Decision.on.desc(), Decision.id.desc())).all()
    lines = decision_lines(session, rows)
    return tuple(
        line
        for line in lines
        if _says(words, line.text, line.how, line.number, line.title, line.group)
    )


def list_challenges(
    session: Session, group_id: str = "", year: str = "", words: str = ""
) -> tuple[ChallengeLine, ...]:
    """Return the challenges of a group, or of all, the newest first; see `list_decisions`."""
    query = _bounded(select(Challenge), Challenge, group_id, year)
    rows = session.scalars(query.order_by(Challenge.on.desc(), Challenge.id.desc())).all()
    lines = challenge_lines(session, rows)
    return tuple(
        line
        for line in lines
        if _says(
            words,
            line.text,
            line.reply,
            line.outcome,
            line.number,
            line.raised_by,
            line.raised_to,
            line.group,
        )
    )


def get_decision(session: Session, decision_id: str) -> DecisionLine | None:
    """Return a decision with its views, None where there is none of this id."""
    row = session.get(Decision, decision_id)
    return decision_lines(session, [row])[0] if row else None


def get_challenge(session: Session, challenge_id: str) -> ChallengeLine | None:
    """Return a challenge, None where there is none of this id."""
    row = session.get(Challenge, challenge_id)
    return challenge_lines(session, [row])[0] if row else None


def _bounded(query: Any, table: Any, group_id: str, year: str) -> Any:
    if group_id:
        query = query.where(table.group_id == group_id)
    if year:
        try:
            since, until = year_bounds(parse_year(year))
        except ValueError as error:
            raise WrongUse(str(error)) from error
        query = query.where(table.on >= since, table.on <= until)
    return query


def _says(words: str, *texts: str) -> bool:
    wanted = tidy_name(words).split()
    said = tidy_name(" ".join(texts))
    return all(word in said for word in wanted)


def decision_lines(session: Session, rows: Sequence[Decision]) -> tuple[DecisionLine, ...]:
    """Return decisions as lists show them, in the order given."""
    if not rows:
        return ()
    parties, name_of = load_parties(session), group_names_by_day(session)
    views = _views(session, parties)
    rules = {rule.name: rule for rule in decision_rules(session)}
    places = _places(session, rows)
    told = select(Meeting.id, Meeting.on).where(
        Meeting.id.in_({row.reported_at_id for row in rows})
    )
    days: dict[str, date] = dict(session.execute(told).all())
    return tuple(
        DecisionLine(
            id=row.id,
            group_id=row.group_id,
            group=name_of(row.group_id, row.on) or parties[row.group_id].name,
            code=parties[row.group_id].code,
            number=row.number,
            on=row.on,
            text=row.text,
            meeting_id=row.meeting_id or "",
            item_id=row.item_id or "",
            item=places.get(row.item_id or "", ("", ""))[0],
            title=places.get(row.item_id or "", ("", ""))[1],
            how=row.how,
            rule=row.rule,
            votes=tuple(view for view in views[row.id] if not view.position),
            approvals=tuple(view for view in views[row.id] if view.position),
            result=_result(session, row, views[row.id], rules),
            reported_at_id=row.reported_at_id or "",
            reported_on=days.get(row.reported_at_id or ""),
            restricted=row.restricted,
        )
        for row in rows
    )


def challenge_lines(session: Session, rows: Sequence[Challenge]) -> tuple[ChallengeLine, ...]:
    """Return challenges as lists show them, in the order given."""
    if not rows:
        return ()
    parties, name_of = load_parties(session), group_names_by_day(session)
    places = _places(session, rows)
    return tuple(
        ChallengeLine(
            id=row.id,
            group_id=row.group_id,
            group=name_of(row.group_id, row.on) or parties[row.group_id].name,
            code=parties[row.group_id].code,
            number=row.number,
            on=row.on,
            text=row.text,
            meeting_id=row.meeting_id or "",
            item_id=row.item_id or "",
            item=places.get(row.item_id or "", ("", ""))[0],
            title=places.get(row.item_id or "", ("", ""))[1],
            raised_by=row.raised_by,
            raised_to_id=row.raised_to_id or "",
            raised_to=body_name(session, row.raised_to_id, parties),
            reply=row.reply,
            replied_on=row.replied_on,
            outcome=row.outcome,
            ended_on=row.ended_on,
            restricted=row.restricted,
        )
        for row in rows
    )


def _places(
    session: Session, rows: Sequence[Decision] | Sequence[Challenge]
) -> dict[str, tuple[str, str]]:
    """Return label and title of the items that decisions or challenges stand at, by id."""
    query = select(AgendaItem.id, AgendaItem.label, AgendaItem.title)
    query = query.where(AgendaItem.id.in_({row.item_id for row in rows}))
    return {item_id: (label, title) for item_id, label, title in session.execute(query)}


def body_name(session: Session, body_id: str | None, parties: dict[str, Party]) -> str:
    """Return how lists name an organisation, a group or a seat; '' for none."""
    if not body_id:
        return ""
    if body_id in parties:
        return parties[body_id].shown
    seat = session.get(Seat, body_id)
    if seat is None:
        return ""
    holder = parties.get(seat.organisation_id or seat.agency_group_id or "")
    return seat.role or (holder.shown if holder else "")


def _views(session: Session, parties: dict[str, Party]) -> dict[str, list[ViewLine]]:
    found: dict[str, list[ViewLine]] = defaultdict(list)
    for row in session.scalars(select(View).order_by(View.position, View.id)):
        body = body_name(session, row.body_id, parties)
        found[row.decision_id].append(
            ViewLine(row.id, row.body_id, body, row.view, row.on, row.reason, row.position)
        )
    return found


def _result(
    session: Session, row: Decision, views: Sequence[ViewLine], rules: dict[str, DecisionRule]
) -> str:
    votes = [view for view in views if not view.position]
    said = []
    if row.rule in rules:
        rule = rules[row.rule]
        voters = list_voters(session, row.group_id, row.on, rule)
        said.append(f"{judge_vote(rule, votes, len(voters)).words}.")
    if votes:
        said.append(vote_words(votes))
    if asked := approvals_words([view for view in views if view.position]):
        said.append(f"{asked}.")
    return " ".join(part for part in said if part)


def decision_rules(session: Session) -> tuple[DecisionRule, ...]:
    """Return the rules by which decisions may be voted here; none unless the profile states one."""
    return rules_of(get_setting(session, SETTING))


def list_voters(
    session: Session, group_id: str, on: date, rule: DecisionRule
) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of each body that votes under a rule on a day."""
    if rule.of == STATUTORY:
        return tuple((party.id, party.shown) for party in statutory_partners(session, on))
    seats = seats_on(session, group_id, on)
    return tuple((seat.seat_id, seat.shown) for seat in seats if seat.kind == "core")


def ballots_of(session: Session, group_id: str, on: date) -> tuple[Ballot, ...]:
    """Return each rule by which a group may vote, with the bodies that vote under it that day."""
    return tuple(
        Ballot(rule, list_voters(session, group_id, on, rule)) for rule in decision_rules(session)
    )


def ballots_at(session: Session, meeting_id: str) -> tuple[Ballot, ...]:
    """Return the rules and voters of a meeting's day; none where it is gone."""
    meeting = session.get(Meeting, meeting_id)
    return ballots_of(session, meeting.group_id, meeting.on) if meeting else ()


def urgent_at(session: Session, meeting_id: str) -> tuple[DecisionLine, ...]:
    """Return the urgent decisions that a meeting is told of, in the order they were taken.

    Those that were reported to it, and those taken before it and after the meeting before, that
    were not reported yet.
    """
    meeting = get_meeting(session, meeting_id)
    if meeting is None:
        return ()
    query = select(Decision).where(
        Decision.group_id == meeting.group_id, Decision.meeting_id.is_(None)
    )
    query = query.where(
        or_(Decision.reported_at_id == meeting_id, Decision.reported_at_id.is_(None))
    )
    taken = session.scalars(query.order_by(Decision.on, Decision.number)).all()
    open_since = min((row.on for row in taken if row.reported_at_id is None), default=None)
    meetings = list_meetings(session, meeting.group_id, open_since) if open_since else ()
    rows = [row for row in taken if row.reported_at_id or _told_at(meetings, row.on) == meeting_id]
    return decision_lines(session, rows)


def _told_at(meetings: Sequence[MeetingLine], on: date) -> str:
    """Return the meeting that a decision of a day is told to: the next one that goes ahead."""
    told = next_meeting(meetings, on)
    return told.id if told else ""


def last_before(session: Session, meeting: MeetingLine) -> MeetingLine | None:
    """Return the meeting of the same group before this one, None where there is none."""
    return last_meeting(list_meetings(session, meeting.group_id), meeting.on)
