"""Challenges that nobody answered, and items that stand before no meeting."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.commands.planning import cancel_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.forward import add_forward
from dscp_desktop.meetings.commands.raising import ChallengeDetails, log_challenge
from dscp_desktop.meetings.queries.due import CHALLENGES, FORWARD, REPLY, list_loose_ends
from dscp_desktop.meetings.rules.forward import ForwardDetails
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from dscp_desktop.store.settings import put_setting

TODAY = date(2023, 10, 19)


def group(store: Store) -> str:
    line = store.ask(find_group, "EXEC")
    assert line is not None
    return line.id


def test_a_challenge_without_a_reply_is_due_after_twenty_working_days(durham: Store) -> None:
    raised = date(2023, 9, 20)  # twenty working days before 18 October
    durham.run(log_challenge, group(durham), raised, ChallengeDetails("Papers come late."))
    (due,) = durham.ask(list_loose_ends, TODAY)
    assert (due.on, due.days, due.heading) == (date(2023, 10, 18), "1 working day late", CHALLENGES)
    assert due.what.endswith(": Papers come late.")
    assert durham.ask(list_loose_ends, date(2023, 10, 3)) == ()
    assert durham.ask(list_loose_ends, date(2024, 10, 3)) == ()
    durham.run(_reply_within, "30")
    assert durham.ask(list_loose_ends, TODAY)[0].on == date(2023, 11, 1)


def _reply_within(session: Session, days: str) -> Changes:
    put_setting(session, REPLY, days)
    return Changes("Set", ("meetings",))


def test_a_restricted_one_shows_its_number_alone(durham: Store) -> None:
    words = ChallengeDetails("Case 7 was not heard.", restricted=True)
    durham.run(log_challenge, group(durham), date(2023, 9, 20), words)
    (due,) = durham.ask(list_loose_ends, TODAY)
    assert due.what.endswith("(Part 2)")
    assert "Case 7" not in repr(due)


def test_what_is_planned_for_no_meeting_is_due_as_its_day_comes(durham: Store) -> None:
    own, on = group(durham), date(2023, 10, 30)
    made = str(durham.run(add_meeting, own, MeetingDetails(on)).result)
    durham.run(add_forward, ForwardDetails(own, "With a meeting", made, on))
    durham.run(add_forward, ForwardDetails(own, "Without", None, on))
    durham.run(add_forward, ForwardDetails(own, "Case 8", None, on, restricted=True))
    durham.run(add_forward, ForwardDetails(own, "Much later", None, date(2024, 3, 1)))
    found = durham.ask(list_loose_ends, TODAY)
    assert {due.heading for due in found} == {FORWARD}
    assert [due.what for due in found] == [
        "An item for Safeguarding Executive Group (Part 2)",
        "Without",
    ]
    assert found[1].detail.endswith(" · No meeting is chosen")
    durham.run(cancel_meeting, made)
    told = {due.what: due.detail for due in durham.ask(list_loose_ends, TODAY)}
    assert told["With a meeting"].endswith(" · Its meeting was cancelled")
