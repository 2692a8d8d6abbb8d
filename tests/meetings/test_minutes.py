"""Minutes: draft, agreed by the chair, approved at a later meeting; then frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import change_action
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.commands.meetings import add_meeting, set_meeting_status
from dscp_desktop.diary.commands.planning import set_joint
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands import (
    agenda,
    attendance,
    deciding,
    issuing,
    minutes,
    notes,
    presence,
    raising,
)
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules.agenda import ItemDetails
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.partnership.commands.people import add_person, change_person, seat_person
from dscp_desktop.partnership.queries.parties import find_group, load_names
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.rules.people import PersonDetails
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import read_rows, tracked_tables
from tests.meetings.conftest import Held

DAY = date(2023, 7, 6)
Approve = Callable[[], Changes]


def every_row(session: Session) -> dict[str, Any]:
    """Return every row of every table that the history keeps."""
    found = {}
    for name, table in tracked_tables().items():
        ids = session.execute(select(table.c.id)).scalars().all()
        found[name] = read_rows(session, table, ids)
    return found


def party(store: Store, name: str) -> str:
    found = store.ask(load_names).party(name)
    assert found is not None
    return found.id


@pytest.fixture
def kept(durham: Store, july: str, items: list[str]) -> dict[str, str]:
    """July's record: a paragraph, a decision, an action, a challenge, a guest, a mark."""
    run = durham.run
    run(notes.save_item_notes, items[1], [NoteDraft("The group heard.", at=time(10, 5))])
    seat = durham.ask(seats_on, _group(durham, july), DAY)[0].seat_id
    run(presence.record_seat, july, seat, "present")
    owner = party(durham, "Education")
    details = ActionDetails("Ask schools", owner_id=owner, due=date(2023, 9, 1))
    challenge = raising.ChallengeDetails("Reports come late", "A. Chair", owner)
    return {
        "seat": seat,
        "decision": str(run(raising.add_decision, items[1], "The plan is agreed").result),
        "action": str(run(raising.raise_action, items[1], details).result),
        "challenge": str(run(raising.add_challenge, items[1], challenge).result),
        "guest": str(run(presence.add_guest, july, "B. Guest", "A college").result),
        "move": str(run(presence.move, july, seat, False, time(11, 10), items[2]).result),
    }


def _group(store: Store, meeting_id: str) -> str:
    return store.ask(meeting_record, meeting_id).meeting.group_id


@pytest.mark.usefixtures("kept")
def test_minutes_go_from_draft_to_approved(durham: Store, july: str, september: str) -> None:
    assert durham.ask(meeting_record, july).minutes.words == "Draft"
    with pytest.raises(Refused, match="chair has not agreed"):
        durham.run(minutes.approve_minutes, july, september)
    durham.run(minutes.agree_minutes, july, date(2023, 7, 20), "A. Chair")
    assert durham.ask(meeting_record, july).minutes.words == (
        "Agreed by the chair on Thu 20 Jul 2023 (A. Chair)"
    )
    with pytest.raises(Refused, match="already"):
        durham.run(minutes.agree_minutes, july, date(2023, 7, 21))
    durham.run(minutes.approve_minutes, july, september)
    state = durham.ask(meeting_record, july).minutes
    assert state.frozen
    assert state.words == "Approved on Thu 7 Sep 2023"
    assert state.approved_at_id == september


@pytest.mark.usefixtures("kept")
def test_what_is_changed_after_the_chair_is_a_draft_again(
    durham: Store, july: str, items: list[str]
) -> None:
    durham.run(minutes.agree_minutes, july, date(2023, 7, 20))
    changes = durham.run(notes.save_item_notes, items[0], [NoteDraft("Welcome.")])
    assert changes.words.endswith("; the minutes are a draft again")
    assert durham.ask(meeting_record, july).minutes.state == "draft"
    with pytest.raises(Refused, match="a draft"):
        durham.run(minutes.redraft_minutes, july)
    durham.run(minutes.agree_minutes, july, date(2023, 7, 20))
    durham.run(minutes.redraft_minutes, july)
    assert durham.ask(meeting_record, july).minutes.state == "draft"


@pytest.mark.usefixtures("kept")
def test_only_a_later_meeting_of_the_same_group_approves(
    durham: Store, july: str, september: str, held: Held
) -> None:
    durham.run(minutes.agree_minutes, july, date(2023, 7, 20))
    with pytest.raises(Refused, match="not later"):
        durham.run(minutes.approve_minutes, july, held(date(2023, 7, 5)))
    with pytest.raises(Refused, match="not later"):
        durham.run(minutes.approve_minutes, july, july)
    with pytest.raises(Refused, match="another group"):
        durham.run(minutes.approve_minutes, july, held(date(2023, 9, 8), "EXEC"))
    durham.run(set_meeting_status, september, "cancelled")
    with pytest.raises(Refused, match="cancelled"):
        durham.run(minutes.approve_minutes, july, september)
    joint = durham.ask(find_group, "EXEC")
    assert joint is not None
    own = _group(durham, july)
    details = MeetingDetails(date(2023, 9, 14), time(14))
    both = str(durham.run(add_meeting, joint.id, details).result)
    durham.run(set_joint, both, (own,))
    durham.run(minutes.approve_minutes, july, both)
    assert durham.ask(meeting_record, july).minutes.frozen


def changing(
    kept: dict[str, str], july: str, items: list[str], owner: str
) -> list[tuple[Any, ...]]:
    """Every command that would change what is kept of a meeting."""
    details = ActionDetails("More", owner_id=owner, due=date(2023, 9, 1))
    concern = raising.ChallengeDetails("Other words")
    return [
        (notes.save_item_notes, items[1], [NoteDraft("Other words")]),
        (notes.start_item, items[1], time(10)),
        (notes.end_item, items[1], time(11)),
        (notes.set_item_times, items[1], None, None),
        (raising.add_decision, items[1], "Another one"),
        (raising.change_decision, kept["decision"], "Other words"),
        (raising.remove_decision, kept["decision"]),
        (raising.raise_action, items[1], details),
        (raising.add_challenge, items[1], concern),
        (raising.change_challenge, kept["challenge"], concern),
        (raising.remove_challenge, kept["challenge"]),
        (presence.record_seat, july, kept["seat"], "apologies"),
        (presence.name_attendee, july, kept["seat"], "Somebody"),
        (presence.move, july, kept["seat"], False, time(11)),
        (presence.remove_move, kept["move"]),
        (presence.add_guest, july, "C. Guest"),
        (presence.change_guest, kept["guest"], "C. Guest"),
        (presence.remove_guest, kept["guest"]),
        (attendance.record_attendance, july, owner, "present"),
        (agenda.add_item, july, "Late item"),
        (agenda.change_item, items[1], ItemDetails("Other words")),
        (agenda.move_item, items[1], 3),
        (agenda.remove_item, items[3]),
        (agenda.add_paper, july, "A paper of its own"),
        (issuing.issue_agenda, july),
        (minutes.agree_minutes, july, date(2023, 9, 8)),
        (minutes.redraft_minutes, july),
        (minutes.approve_minutes, july, july),
    ]


def test_approved_minutes_are_frozen_for_every_command(
    durham: Store, july: str, items: list[str], kept: dict[str, str], approve: Approve
) -> None:
    approve()
    before = durham.ask(every_row)
    for command, *values in changing(kept, july, items, party(durham, "Education")):
        with pytest.raises(Refused) as refused:
            durham.run(command, *values)
        assert refused.value.words == (
            "The minutes of Performance and Learning Group, Thu 6 Jul 2023 were approved on "
            "7 September 2023: add a correction instead."
        ), command
    assert durham.ask(every_row) == before
    assert check_store(durham).problems == ()


def test_what_comes_later_may_still_be_kept(
    durham: Store, july: str, items: list[str], kept: dict[str, str], approve: Approve
) -> None:
    body = party(durham, "Education")
    durham.run(deciding.ask_approvals, kept["decision"], [body])
    approve()
    run = durham.run
    run(raising.reply_to_challenge, kept["challenge"], "They come in time", date(2023, 9, 10))
    run(raising.end_challenge, kept["challenge"], "Settled", date(2023, 10, 1))
    run(deciding.answer_approval, kept["decision"], body, "approved", date(2023, 10, 2))
    run(minutes.add_correction, july, "It was two schools.", date(2023, 10, 3), items[1])
    record = durham.ask(meeting_record, july)
    assert record.items[1].challenges[0].state == "ended"
    assert [(c.item, c.text) for c in record.corrections] == [("2", "It was two schools.")]


@pytest.mark.usefixtures("kept")
def test_corrections_are_only_of_approved_minutes_and_dated(
    durham: Store, july: str, approve: Approve
) -> None:
    with pytest.raises(Refused, match="not approved yet"):
        durham.run(minutes.add_correction, july, "Words", date(2023, 9, 9))
    approve()
    with pytest.raises(Refused, match="approved on 7 September 2023"):
        durham.run(minutes.add_correction, july, "Words", date(2023, 9, 1))
    with pytest.raises(Refused, match="Type what"):
        durham.run(minutes.add_correction, july, " ", date(2023, 9, 9))


def test_no_undo_reaches_behind_the_approval(
    durham: Store, july: str, items: list[str], kept: dict[str, str], approve: Approve
) -> None:
    wrote = durham.run(notes.save_item_notes, items[2], [NoteDraft("It was said.")])
    guest = durham.run(presence.remove_guest, kept["guest"])
    item = durham.run(agenda.change_item, items[0], ItemDetails("Welcome and apologies", 5))
    replied = durham.run(raising.reply_to_challenge, kept["challenge"], "In time", date(2023, 7, 9))
    approved = approve()
    before = durham.ask(every_row)
    for changes in (wrote, guest, item):
        with pytest.raises(Refused, match="were approved on 7 September 2023"):
            durham.run(undo, changes.entry)
    assert durham.ask(every_row) == before
    durham.run(undo, replied.entry)
    again = durham.run(undo, approved.entry)
    assert durham.ask(meeting_record, july).minutes.state == "agreed"
    durham.run(undo, wrote.entry)
    assert durham.ask(meeting_record, july).items[2].notes == ()
    durham.run(undo, again.entry)
    assert durham.ask(meeting_record, july).minutes.frozen
    assert check_store(durham).problems == ()


def test_approved_minutes_keep_their_people_and_actions(
    durham: Store, july: str, kept: dict[str, str], approve: Approve
) -> None:
    ann = str(durham.run(add_person, PersonDetails("Ann Able")).result)
    held = str(durham.run(seat_person, kept["seat"], ann, "2023-01-01").result)
    assert held
    approve()
    before = durham.ask(meeting_record, july)
    assert [seat.who for seat in before.seats if seat.mark] == ["Ann Able"]
    owner = party(durham, "Health")
    details = ActionDetails("Something else", owner_id=owner, due=date(2024, 1, 1))
    durham.run(change_action, kept["action"], details)
    durham.run(change_person, ann, PersonDetails("Ann Other"))
    after = durham.ask(meeting_record, july)
    assert [seat.who for seat in after.seats] == ["Ann Able"]
    action = after.items[1].actions[0]
    assert (action.text, action.owner, action.due) == (
        "Ask schools",
        "Education",
        "1 September 2023",
    )
