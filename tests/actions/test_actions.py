from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import (
    add_action,
    add_update,
    change_action,
    mark_done,
    remove_update,
    reopen,
    set_status,
)
from dscp_desktop.actions.feature import FEATURE
from dscp_desktop.actions.queries.log import (
    actions_raised_at,
    find_next_number,
    get_action,
    list_actions,
    list_due,
)
from dscp_desktop.actions.rules.log import BY_MEETING, ActionDetails, UpdateLine
from dscp_desktop.actions.tables import ActionUpdate
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.commands.meetings import add_meeting, set_meeting_status
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.partnership.queries.parties import find_group, load_names
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store

TODAY = date(2023, 10, 19)


def group_id(store: Store, name: str = "EXEC") -> str:
    group = store.ask(find_group, name)
    assert group is not None
    return group.id


def owner_id(store: Store, name: str = "HDFT") -> str:
    party = store.ask(load_names).party(name)
    assert party is not None
    return party.id


def details(store: Store, **changes: Any) -> ActionDetails:
    given = {"text": "Do it", "owner_id": owner_id(store), "due": TODAY, **changes}
    return ActionDetails(**given)


def story(store: Store, action_id: object) -> Any:
    found = store.ask(get_action, str(action_id), TODAY)
    assert found is not None
    return found


def test_an_action_takes_the_next_number_of_its_group(durham: Store) -> None:
    executive = group_id(durham)
    first = durham.run(add_action, executive, details(durham))
    assert first.words == "Action EXEC001 added"
    durham.run(add_action, executive, details(durham), "EXEC060")
    assert durham.ask(find_next_number, executive) == "EXEC061"
    with pytest.raises(Refused, match="has an action exec060 already"):
        durham.run(add_action, executive, details(durham), "exec060")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": " "}, "what is to be done"),
        ({"owner_id": None}, "who owns"),
        ({"due": None}, "Choose the day"),
        ({"raised_on": TODAY + timedelta(1)}, "Enter a due date from Fri 20 Oct 2023 on"),
    ],
)
def test_what_an_action_lacks_is_said(durham: Store, changes: Any, why: str) -> None:
    with pytest.raises(Refused, match=why):
        durham.run(add_action, group_id(durham), details(durham, **changes))


def test_next_meeting_resolves_once_it_is_set(durham: Store) -> None:
    executive = group_id(durham)
    raised = {"raised_on": date(2023, 10, 2), "due_rule": BY_MEETING, "due": None}
    action_id = durham.run(add_action, executive, details(durham, **raised)).result
    assert story(durham, action_id).line.due is None
    meeting = durham.run(add_meeting, executive, MeetingDetails(date(2023, 10, 12))).result
    line = story(durham, action_id).line
    assert (line.due, line.overdue, line.part) == (date(2023, 10, 12), True, "late")
    durham.run(add_meeting, executive, MeetingDetails(date(2023, 11, 9)))
    durham.run(set_meeting_status, str(meeting), "cancelled")
    line = story(durham, action_id).line
    assert (line.due, line.overdue) == (date(2023, 11, 9), False)
    moved = details(durham, raised_on=date(2023, 10, 2), due=date(2023, 11, 16))
    durham.run(change_action, str(action_id), moved)
    line = story(durham, action_id).line
    assert (line.first_due, line.slipped) == (date(2023, 11, 9), 5)


def test_the_first_due_date_is_kept(durham: Store) -> None:
    action_id = str(durham.run(add_action, group_id(durham), details(durham)).result)
    changed = durham.run(change_action, action_id, details(durham, due=date(2023, 10, 26)))
    line = story(durham, action_id).line
    assert (line.first_due, line.due, line.slipped) == (TODAY, date(2023, 10, 26), 5)
    durham.run(undo, changed.entry)
    assert story(durham, action_id).line.slipped == 0
    durham.run(change_action, action_id, details(durham, due_rule="none", due=None))
    line = story(durham, action_id).line
    assert (line.due, line.first_due, line.slipped) == (None, TODAY, 0)


def test_an_action_is_done_and_opened_again(durham: Store) -> None:
    action_id = str(durham.run(add_action, group_id(durham), details(durham)).result)
    done = durham.run(mark_done, action_id, TODAY)
    assert done.words == "Action EXEC001 marked done"
    assert story(durham, action_id).line.done_on == TODAY
    assert durham.ask(list_actions, TODAY, include_done=False) == ()
    durham.run(reopen, action_id)
    assert story(durham, action_id).line.done_on is None
    durham.run(set_status, action_id, "withdrawn", TODAY)
    assert story(durham, action_id).line.part == "done"
    durham.run(set_status, action_id, "in progress", TODAY)
    assert story(durham, action_id).line.done_on is None
    with pytest.raises(Refused, match="not started, in progress"):
        durham.run(set_status, action_id, "overdue", TODAY)
    assert durham.ask(get_action, "nothing", TODAY) is None


def test_a_story_grows_by_dated_lines(durham: Store) -> None:
    action_id = str(durham.run(add_action, group_id(durham), details(durham)).result)
    durham.run(add_update, action_id, "Sent out", date(2023, 10, 2))
    durham.run(add_update, action_id, " All replied ", TODAY)
    updates = story(durham, action_id).line.updates
    assert updates == (UpdateLine("Sent out", date(2023, 10, 2)), UpdateLine("All replied", TODAY))
    with pytest.raises(Refused, match="what happened"):
        durham.run(add_update, action_id, "  ", TODAY)

    def first_update(session: Session) -> str:
        return session.scalars(select(ActionUpdate.id).order_by(ActionUpdate.position)).all()[0]

    durham.run(remove_update, durham.ask(first_update))
    assert len(story(durham, action_id).line.updates) == 1


def test_the_meeting_that_raised_it_is_found(durham: Store) -> None:
    executive = group_id(durham)
    durham.run(add_meeting, executive, MeetingDetails(date(2023, 9, 14)))
    raised = details(durham, raised_on=date(2023, 9, 14), item="5. ", owner_role=" Named  nurse ")
    action_id = durham.run(add_action, executive, raised).result
    found = story(durham, action_id)
    assert found.raised_at == durham.ask(find_meeting, "EXEC 2023-09-14")
    assert (found.line.item, found.line.owner) == ("5", "Named nurse, HDFT")
    assert durham.ask(actions_raised_at, found.raised_at, TODAY) == (found.line,)


def test_what_is_late_or_near_is_due(durham: Store) -> None:
    executive = group_id(durham)
    for due in (date(2023, 10, 6), date(2023, 11, 2), date(2023, 11, 3)):
        durham.run(add_action, executive, details(durham, due=due))
    found = durham.ask(list_due, TODAY)
    assert [(d.on, d.days, d.heading) for d in found] == [
        (date(2023, 10, 6), "9 working days late", "Overdue actions"),
        (date(2023, 11, 2), "10 working days left", "Actions due soon"),
    ]
    assert found[0].what == "EXEC001 Do it"
    assert found[0].detail == "Safeguarding Executive Group · HDFT"
    assert FEATURE.due is not None
    assert FEATURE.due.list_due is list_due


def test_the_log_on_paper(durham: Store) -> None:
    executive = group_id(durham)
    offer = FEATURE.documents[0]
    with durham.reading() as session:
        empty = offer.make(session, Scope(TODAY, group_id=executive))
    assert [block.text for block in empty.blocks] == ["Position at 19 October 2023: no actions."]
    late = durham.run(add_action, executive, details(durham, due=date(2023, 10, 6))).result
    durham.run(add_update, str(late), "Method\ntrialled", TODAY)
    durham.run(add_action, executive, details(durham, due=date(2024, 1, 8)))
    rule = {"due_rule": BY_MEETING, "due": None}
    durham.run(add_action, executive, details(durham, **rule))
    durham.run(add_action, executive, details(durham, due_rule="none", due=None))
    for status in ("complete", "withdrawn"):
        action_id = durham.run(add_action, executive, details(durham)).result
        durham.run(set_status, str(action_id), status, TODAY)
    meeting = durham.run(add_meeting, executive, MeetingDetails(date(2023, 7, 13))).result
    with durham.reading() as session:
        log = offer.make(session, Scope(TODAY, meeting_id=str(meeting)))
        every = offer.make(session, Scope(TODAY))
    assert log.subtitle == "Safeguarding Executive Group"
    assert every.subtitle == ""
    position, ages, table = log.blocks
    assert ages.text == (
        "Late by fewer than 10 working days: 1; by 10 to 30: 0; by more than 30: 0."
    )
    assert position.text == (
        "Position at 19 October 2023: 1 done, 1 late, 1 on time, 2 without a date, 1 withdrawn."
    )
    rows = [tuple(cell.text for cell in row.cells[3:]) for row in table.rows]
    assert rows == [
        ("6 Oct", "■ Late"),
        ("8 Jan 2024", "○ On time"),
        ("Next meeting", "○ Open"),
        ("Not set", "○ Open"),
        ("19 Oct", "✓ Done"),
        ("19 Oct", "Withdrawn"),
    ]
    assert table.rows[0].cells[1].below == "9 working days late. Method trialled"
    assert table.rows[0].cells[4].bold
