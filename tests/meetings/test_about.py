"""What a proposal is about goes on with it; approved meetings stay; votes come with decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Proposal
from dscp_desktop.diary.commands.meetings import change_meeting, set_meeting_status
from dscp_desktop.diary.commands.planning import cancel_meeting, move_meeting
from dscp_desktop.diary.queries.meetings import get_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.agenda import change_item
from dscp_desktop.meetings.commands.deciding import add_urgent_decision, decide, decide_anew
from dscp_desktop.meetings.commands.forward import accept_proposals, put_on_agenda
from dscp_desktop.meetings.commands.raising import add_decision
from dscp_desktop.meetings.queries.agenda import agenda, meeting_of
from dscp_desktop.meetings.queries.logs import ballots_at, get_decision
from dscp_desktop.meetings.queries.touching import stand_of
from dscp_desktop.meetings.rules.agenda import AgendaLine, ItemDetails
from dscp_desktop.meetings.tables import ForwardItem
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store


def accepted(store: Store, meeting_id: str, **more: Any) -> AgendaLine:
    """Accept a proposal and put it on the agenda; return its line."""
    group = store.ask(find_group, "PLG")
    assert group is not None
    one = Proposal(
        f"key {more}", group.id, f"A paper {more}", "It is due", date(2023, 7, 1), **more
    )
    forward = str(store.run(accept_proposals, [(one, None)]).result)
    item = str(store.run(put_on_agenda, [forward], meeting_id).result)
    return next(line for line in store.ask(agenda, meeting_id).items if line.id == item)


def test_a_proposal_names_its_paper_and_what_that_is_about(durham: Store, september: str) -> None:
    group = durham.ask(find_group, "PLG")
    assert group is not None
    line = accepted(durham, september, document="restraint-results", record_id=group.id)
    assert (line.document, line.about_id) == ("restraint-results", group.id)
    details = ItemDetails(line.title, 15, document=line.document)
    durham.run(change_item, line.id, details)
    kept = next(x for x in durham.ask(agenda, september).items if x.id == line.id)
    assert (kept.minutes, kept.about_id) == (15, group.id)
    durham.run(change_item, line.id, ItemDetails(line.title, document="action-log"))
    other = next(x for x in durham.ask(agenda, september).items if x.id == line.id)
    assert (other.document, other.about_id) == ("action-log", "")


def test_a_proposal_without_a_paper_is_about_nothing_that_is_made(
    durham: Store, september: str
) -> None:
    group = durham.ask(find_group, "PLG")
    assert group is not None
    assert accepted(durham, september, record_id=group.id).about_id == ""
    overview = accepted(durham, september, document="restraint-overview", record_id="not there")
    assert (overview.document, overview.about_id) == ("restraint-overview", "")
    query = select(ForwardItem.document).order_by(ForwardItem.id)
    kept = durham.ask(lambda session: list(session.scalars(query)))
    assert kept == ["", "restraint-overview"]


def test_a_meeting_with_approved_minutes_stays_on_its_day(
    durham: Store, july: str, september: str, items: list[str], approve: Callable[[], Changes]
) -> None:
    durham.run(add_decision, items[0], "Agreed.")
    approve()
    day = date(2023, 7, 13)
    kept = MeetingDetails(date(2023, 7, 6), time(10), time(12))
    for command in (
        partial(durham.run, move_meeting, july, day),
        partial(durham.run, cancel_meeting, july),
        partial(durham.run, set_meeting_status, july, "cancelled"),
        partial(durham.run, change_meeting, july, replace(kept, on=day)),
    ):
        with pytest.raises(Refused, match="were approved: it stays as it was held"):
            command()
    durham.run(change_meeting, july, replace(kept, venue="Room 4"))
    durham.run(move_meeting, september, date(2023, 9, 14))
    assert durham.ask(stand_of, july).meeting == durham.ask(get_meeting, july)


def test_a_decision_comes_with_its_votes_and_loses_those_of_another_rule(
    durham: Store, items: list[str]
) -> None:
    rule = durham.ask(ballots_at, durham.ask(meeting_of, items[0]))[0]
    votes = [(rule.voters[0][0], "for", ""), (rule.voters[1][0], "against", "Too early.")]
    before = len(durham.ask(list_entries))
    made = durham.run(decide, items[1], "A review", "", rule.rule.name, votes=votes)
    assert len(durham.ask(list_entries)) == before + 1
    line = durham.ask(get_decision, str(made.result))
    assert line is not None
    assert [vote.view for vote in line.votes] == ["for", "against"]
    assert line.result.endswith(f"Against: {rule.voters[1][1]} (Too early).")
    assert rule.judge({}).carried is None
    assert rule.judge({voter: "for" for voter, _ in rule.voters}).carried
    durham.run(decide_anew, line.id, "A review", "", rule.rule.name, votes=votes[:1])
    again = durham.ask(get_decision, line.id)
    assert again is not None
    assert len(again.votes) == 1
    durham.run(decide_anew, line.id, "A review", "Agreed")
    bare = durham.ask(get_decision, line.id)
    assert bare is not None
    assert (bare.votes, bare.rule) == ((), "")
    with pytest.raises(Refused, match="No rule says"):
        durham.run(decide, items[1], "Another", votes=votes)
    urgent = durham.run(
        add_urgent_decision, line.group_id, line.on, "At once", "", rule.rule.name, votes=votes
    )
    told = durham.ask(get_decision, str(urgent.result))
    assert told is not None
    assert told.result.startswith("Open: 1 of 3")
    durham.run(undo, urgent.entry)
    assert durham.ask(get_decision, told.id) is None
    assert durham.ask(ballots_at, "none") == ()
