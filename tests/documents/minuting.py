"""A meeting with everything that minutes can hold, for the documents made from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.agenda import add_item, start_agenda
from dscp_desktop.meetings.commands.minutes import add_correction, agree_minutes, approve_minutes
from dscp_desktop.meetings.commands.notes import save_item_notes, start_item
from dscp_desktop.meetings.commands.presence import add_guest, move, record_seat
from dscp_desktop.meetings.commands.raising import (
    ChallengeDetails,
    add_challenge,
    add_decision,
    raise_action,
)
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.store.opening import Store

OWN_KINDS = (
    "attendance-year", "challenges", "decisions", "last-minutes", "minutes", "minutes-part-1",
)  # fmt: skip
HELD = date(2023, 9, 7)


def put_minutes(session: Session, code: str = "PLG") -> Changes:
    """Put a held and minuted meeting of a group into the store; the result is its id."""
    group = find_group(session, code)
    assert group is not None
    details = MeetingDetails(HELD, time(10), time(12), "Committee room 2", "A. Chair", "held")
    meeting = str(add_meeting(session, group.id, details).result)
    session.flush()
    start_agenda(session, meeting)
    session.flush()
    for title, hidden in (("Audit of neglect", False), ("One family", True)):
        add_item(session, meeting, title, minutes=20, lead="Audit officer", restricted=hidden)
        session.flush()
    _attend(session, meeting, group.id)
    items = [line.id for line in agenda(session, meeting).items]
    audit, family = items[-3:-1]
    _minute(session, items[0], audit, family)
    return Changes("Minuted: the meeting of a test", ("*",), meeting)


def _attend(session: Session, meeting: str, group_id: str) -> None:
    seats = seats_on(session, group_id, HELD)
    for seat, mark, name in zip(
        seats, ("present", "deputy", "apologies", "present", "no reply"),
        ("N. Nurse", "D. Deputy", "", "T. Teacher", ""), strict=False,
    ):  # fmt: skip
        record_seat(session, meeting, seat.seat_id, mark, name)
        session.flush()
    add_guest(session, meeting, "G. Guest", "University")
    items = [line.id for line in agenda(session, meeting).items]
    move(session, meeting, seats[0].seat_id, False, time(10, 40), items[-3])
    session.flush()


def _minute(session: Session, first: str, audit: str, family: str) -> None:
    save_item_notes(session, first, (NoteDraft("Everybody was welcomed by the chair."),))
    start_item(session, audit, time(10, 20))
    words = ("The audit looked at fifteen cases in the spring.", "One of them is known here.")
    drafts = (NoteDraft(words[0]), NoteDraft(words[1], restricted=True))
    save_item_notes(session, audit, drafts)
    session.flush()
    add_decision(session, audit, "The findings go to every school.", how="By agreement of all")
    session.flush()
    details = ActionDetails("Send the findings out.", owner_role="Officer", due=date(2023, 10, 26))
    raise_action(session, audit, details)
    session.flush()
    add_challenge(session, audit, ChallengeDetails("The sample is small.", "Scrutineer"))
    save_item_notes(session, family, (NoteDraft("What was said of one family."),))
    session.flush()


def approve(session: Session, meeting: str, group_id: str) -> Changes:
    """Have the minutes agreed, approved by a later meeting and corrected; gives that meeting."""
    later = str(add_meeting(session, group_id, MeetingDetails(date(2023, 10, 12))).result)
    session.flush()
    agree_minutes(session, meeting, date(2023, 9, 20), "A. Chair")
    session.flush()
    approve_minutes(session, meeting, later)
    session.flush()
    audit = [line.id for line in agenda(session, meeting).items][-3]
    add_correction(session, meeting, "Sixteen cases, not fifteen", date(2023, 10, 12), audit, later)
    return Changes("Approved: the meeting of a test", ("*",), later)


def own_kinds(store: Store, offers: tuple[DocumentOffer, ...]) -> dict[str, Any]:
    """Return the documents of a minuted and approved meeting."""
    meeting = str(store.run(put_minutes).result)
    group = store.ask(find_group, "PLG")
    assert group is not None
    later = str(store.run(approve, meeting, group.id).result)
    scope = Scope(store.today(), meeting_id=meeting, group_id=group.id, year="2023-24")
    return {
        offer.kind: store.ask(
            offer.make, replace(scope, meeting_id=later) if offer.kind == "last-minutes" else scope
        )
        for offer in offers
        if offer.kind in OWN_KINDS
    }
