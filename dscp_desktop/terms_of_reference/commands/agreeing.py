"""How a draft is agreed: by one body, or by several in turn. From then on it is frozen."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules.meetings import CANCELLED
from dscp_desktop.diary.tables import Meeting, MeetingBody
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.store.session import fresh_id
from dscp_desktop.terms_of_reference.commands.drafting import (
    CARES,
    add_part,
    clear_standing,
    draft,
    put_standing,
    why_no_quorum,
)
from dscp_desktop.terms_of_reference.queries.terms import list_versions, made_parts, standing_of
from dscp_desktop.terms_of_reference.rules.quorum_text import quorum_of
from dscp_desktop.terms_of_reference.rules.versions import (
    PARTS,
    TERMS,
    months_after,
    why_not_from,
)
from dscp_desktop.terms_of_reference.tables import (
    DocumentVersion,
    GoverningDocument,
    VersionApproval,
    VersionPart,
)


def put_to(
    session: Session, version_id: str, body_id: str, meeting_id: str = "", item: str = ""
) -> Changes:
    """Put a draft to a body, at a meeting where that is known; bodies agree in this order.

    Raises Refused where the draft was put to that body already, or the meeting is another's.
    """
    row = draft(session, version_id)
    body = _body(session, body_id)
    held = _approvals(session, version_id)
    same = next((each for each in held if each.body_id == body_id), None)
    if same is not None and same.on is not None:
        raise Refused(f"{body} agreed to this draft on {show_day_year(same.on)} already.")
    meeting = _meeting(session, body_id, meeting_id)
    if same is None:
        same = VersionApproval(
            id=fresh_id(session),
            version_id=version_id,
            position=max((each.position for each in held), default=-1) + 1,
            body_id=body_id,
        )
        session.add(same)
    same.meeting_id, same.item = meeting.id if meeting else None, item.strip()
    where = f", {show_day_year(meeting.on)}" if meeting else ""
    return Changes(f"{_title(session, row)}: put to {body}{where}", CARES, row.id)


def take_back(session: Session, version_id: str, body_id: str) -> Changes:
    """Ask a body no longer to agree a draft. Raises Refused where it has agreed already."""
    row = draft(session, version_id)
    for each in _approvals(session, version_id):
        if each.body_id == body_id:
            if each.on is not None:
                raise Refused(f"{_body(session, body_id)} has agreed already. Undo that first.")
            session.delete(each)
    return Changes(
        f"{_title(session, row)}: no longer put to {_body(session, body_id)}", CARES, row.id
    )


def agree(
    session: Session,
    version_id: str,
    body_id: str,
    meeting_id: str = "",
    on: date | None = None,
    item: str = "",
    from_day: date | None = None,
) -> Changes:
    """Keep that a body agreed a draft; the last one in turn brings it in force and freezes it.

    It is in force from the day of that last approval, or from a later `from_day`. `on` is the
    day of the meeting where it is left out. Raises Refused, and keeps nothing, where it is not
    that body's turn, the day cannot be, or another version comes into force then or later.
    """
    row = draft(session, version_id)
    meeting = _meeting(session, body_id, meeting_id)
    day = _day(on, meeting)
    held = _approvals(session, version_id)
    mine = _turn(session, held, body_id, day)
    if mine is None:
        put_to(session, version_id, body_id, meeting_id, item)
        session.flush()
        held = _approvals(session, version_id)
        mine = held[-1]
    mine.on, mine.item = day, item.strip() or mine.item
    mine.meeting_id = meeting.id if meeting else mine.meeting_id
    body, waiting = _body(session, body_id), [each for each in held if each.on is None]
    if waiting:
        if from_day is not None:
            raise Refused("The body that agrees last says from when the version is in force.")
        who = ", ".join(_body(session, each.body_id) for each in waiting)
        words = f"agreed by {body} on {show_day_year(day)}, still to agree: {who}"
    else:
        begins = _bring_in_force(session, row, day, from_day or day)
        words = f"agreed by {body}, in force from {show_day_year(begins)}"
    return Changes(f"{_title(session, row)}: {words}", CARES, row.id)


def _bring_in_force(session: Session, row: DocumentVersion, day: date, begins: date) -> date:
    if begins < day:
        raise Refused(
            f"It was agreed on {show_day_year(day)} and cannot be in force before. "
            "Choose a later day."
        )
    versions = list_versions(session, row.document_id, begins)
    if found := why_not_from(row.number, begins, versions):
        number, taken = found
        raise Refused(
            f"Version {number} comes into force on {show_day_year(taken)}, and only one is in "
            f"force on a day. Choose a day after {show_day_year(taken)}."
        )
    document = session.get_one(GoverningDocument, row.document_id)
    if row.quorum and document.group_id:
        why = why_no_quorum(session, document.group_id, quorum_of(row.quorum), begins)
        if why:
            raise Refused(why)
    row.review_on = row.review_on or months_after(begins, document.review_months)
    freeze(session, document, row, begins)
    row.agreed, row.in_force_from, document.agreed_last = True, begins, row.id
    return begins


def freeze(session: Session, document: GoverningDocument, row: DocumentVersion, on: date) -> None:
    """Keep the texts of every part as they are on a day.

    The rows are written anew, so that undoing a change to the draft finds that they changed since.
    """
    query = select(VersionPart).where(VersionPart.version_id == row.id)
    held = session.scalars(query.order_by(VersionPart.position, VersionPart.id)).all()
    texts = {part.part: part.text for part in held}
    if document.kind == TERMS:
        texts |= made_parts(session, document, row, on)
        texts = {key: texts.get(key, "") for key, _ in PARTS}
    for part in held:
        session.delete(part)
    session.flush()
    for position, (key, text) in enumerate(texts.items()):
        add_part(session, row.id, position, key, text)
    if document.group_id:
        lines = standing_of(session, document.group_id, row.id)
        clear_standing(session, row.id)
        put_standing(session, document.group_id, row.id, lines)
    session.flush()


def _turn(
    session: Session, held: list[VersionApproval], body_id: str, day: date
) -> VersionApproval | None:
    """Return the row of the body whose turn it is, None where it was not asked before."""
    mine = next((each for each in held if each.body_id == body_id), None)
    if mine is not None and mine.on is not None:
        who = _body(session, body_id)
        raise Refused(f"{who} agreed to this draft on {show_day_year(mine.on)} already.")
    before = held[: held.index(mine)] if mine else held
    if first := next((each for each in before if each.on is None), None):
        raise Refused(f"{_body(session, first.body_id)} has to agree first.")
    last = max((each.on for each in before if each.on), default=day)
    if day < last:
        raise Refused(
            f"The body before it agreed on {show_day_year(last)}. Choose that day or a later one."
        )
    return mine


def _day(on: date | None, meeting: Meeting | None) -> date:
    if meeting is not None:
        if meeting.status == CANCELLED:
            raise Refused(f"The meeting on {show_day_year(meeting.on)} was cancelled.")
        if on is not None and on != meeting.on:
            raise Refused(
                f"The meeting was on {show_day_year(meeting.on)}. Leave the day out, or choose "
                "the meeting of the day."
            )
        return meeting.on
    if on is None:
        raise Refused("Choose the meeting that agreed it, or the day.")
    return on


def _meeting(session: Session, body_id: str, meeting_id: str) -> Meeting | None:
    if not meeting_id:
        return None
    row = session.get(Meeting, meeting_id)
    if row is None:
        raise Refused("This meeting is no longer there. Choose another one.")
    joint = select(MeetingBody.body_id).where(MeetingBody.meeting_id == meeting_id)
    if body_id != row.group_id and body_id not in session.scalars(joint).all():
        who, shown = _body(session, body_id), row.shown(session)
        raise Refused(f"{shown} is no meeting of {who}. Choose one of its meetings, or none.")
    return row


def _approvals(session: Session, version_id: str) -> list[VersionApproval]:
    query = select(VersionApproval).where(VersionApproval.version_id == version_id)
    return list(session.scalars(query.order_by(VersionApproval.position, VersionApproval.id)))


def _body(session: Session, body_id: str) -> str:
    party = load_parties(session).get(body_id)
    if party is None:
        raise Refused("Choose the group or the organisation that agrees it.")
    return party.name


def _title(session: Session, row: DocumentVersion) -> str:
    document = session.get_one(GoverningDocument, row.document_id)
    return f"{document.title}, version {row.number}"
