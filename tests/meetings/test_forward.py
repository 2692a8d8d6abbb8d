"""The forward plan on a real store: accepted, moved, put on agendas, printed, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.app.features import FEATURES
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Proposal, Scope
from dscp_desktop.diary.commands.meetings import add_meeting, set_meeting_status
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.agenda import remove_item
from dscp_desktop.meetings.commands.deciding import add_urgent_decision
from dscp_desktop.meetings.commands.forward import (
    accept_proposals,
    add_forward,
    change_forward,
    drop_forward,
    drop_proposals,
    move_forward,
    put_on_agenda,
    shift_forward,
)
from dscp_desktop.meetings.commands.notes import save_item_notes
from dscp_desktop.meetings.commands.touching import save_item
from dscp_desktop.meetings.documents.forward import forward_document
from dscp_desktop.meetings.feature import FEATURE
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.forward import (
    PROPOSED_BY,
    list_forward,
    list_proposals,
    meetings_for,
    plan_ahead,
)
from dscp_desktop.meetings.queries.place import place_of_record
from dscp_desktop.meetings.queries.touching import touching
from dscp_desktop.meetings.rules.agenda import ItemDetails
from dscp_desktop.meetings.rules.forward import DONE, DROPPED, ON_AGENDA, PLANNED, ForwardDetails
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.meetings.tables import AgendaItem
from dscp_desktop.meetings.workbook.forward import forward_sheet, forward_values
from dscp_desktop.paper.html import render_html
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.tables import Link

TODAY = date(2023, 10, 19)
Held = Callable[..., str]


@pytest.fixture
def plg(durham: Store) -> str:
    group = durham.ask(find_group, "PLG")
    assert group is not None
    return group.id


@pytest.fixture
def november(held: Held) -> str:
    return held(date(2023, 11, 1))


@pytest.fixture
def january(held: Held) -> str:
    return held(date(2024, 1, 10))


def proposal(group_id: str, key: str = "k", **more: object) -> Proposal:
    made = Proposal(key, group_id, "Review of terms", "A year has gone", date(2023, 12, 1))
    return replace(made, **more)  # type: ignore[arg-type]


def proposed(store: Store) -> dict[str, str]:
    return {p.key: p.proposal.title for p in store.ask(list_proposals, TODAY, FEATURES)}


@pytest.mark.usefixtures("january")
def test_reviews_propose_themselves_for_the_first_meeting(
    durham: Store, plg: str, november: str
) -> None:
    lines = durham.ask(list_proposals, TODAY, FEATURES)
    own = [line for line in lines if line.proposal.group_id == plg]
    (mine,) = [line for line in own if line.part == "Terms of reference"]
    assert mine.place.meeting is not None
    assert mine.place.meeting.id == november
    assert mine.place.warning == "No meeting by Thu 26 Oct 2023"
    durham.run(accept_proposals, [(mine.proposal, november)])
    assert mine.key not in proposed(durham)
    (line,) = durham.ask(list_forward, TODAY)
    assert (line.meeting_id, line.state, line.record_id) == (
        november, PLANNED, mine.proposal.record_id,
    )  # fmt: skip
    assert line.warning == "Due Thu 26 Oct, before its meeting"


@pytest.mark.usefixtures("november")
def test_what_was_dropped_stays_quiet_and_undo_brings_it_back(durham: Store) -> None:
    lines = durham.ask(list_proposals, TODAY, FEATURES)
    assert lines
    done = durham.run(drop_proposals, [line.proposal for line in lines])
    assert proposed(durham) == {}
    assert durham.ask(list_forward, TODAY) == ()
    assert {line.state for line in durham.ask(_with_dropped)} == {DROPPED}
    durham.run(undo, done.entry)
    assert set(proposed(durham)) == {line.key for line in lines}
    assert durham.run(accept_proposals, [(line.proposal, None) for line in lines]).words == (
        f"{len(lines)} proposals accepted"
    )
    assert durham.run(accept_proposals, [(lines[0].proposal, None)]).words.startswith("0 prop")


def _with_dropped(session: Session) -> tuple[object, ...]:
    return list_forward(session, TODAY, dropped=True)


def test_an_item_comes_to_the_agenda_and_is_done_when_it_was_held(
    durham: Store, plg: str, november: str
) -> None:
    made = str(durham.run(accept_proposals, [(proposal(plg), november)]).result)
    put = durham.run(put_on_agenda, [made])
    assert "put on the agenda of" in put.words
    items = durham.ask(agenda, november).items
    assert [item.title for item in items][-2:] == ["Review of terms", "Any other business"]
    (line,) = durham.ask(list_forward, TODAY)
    assert (line.state, line.item_id, line.item) == (ON_AGENDA, put.result, items[-2].label)
    with pytest.raises(Refused, match="take it off there first"):
        durham.run(move_forward, made, None)
    with pytest.raises(Refused, match="is on the agenda of"):
        durham.run(put_on_agenda, [made])
    with pytest.raises(Refused, match="is on the agenda of"):
        durham.run(change_forward, made, replace(line.details, meeting_id=None))
    durham.run(set_meeting_status, november, "held")
    assert durham.ask(list_forward, TODAY)[0].state == DONE
    assert durham.ask(plan_ahead, TODAY) == ()
    durham.run(set_meeting_status, november, "planned")
    durham.run(remove_item, line.item_id)
    assert durham.ask(list_forward, TODAY)[0].state == PLANNED


def test_putting_on_an_agenda_is_taken_back_whole(durham: Store, plg: str, november: str) -> None:
    before = durham.ask(agenda, november)
    keys = [
        str(durham.run(accept_proposals, [(proposal(plg, key), november)]).result) for key in "ab"
    ]
    put = durham.run(put_on_agenda, keys)
    assert len(durham.ask(agenda, november).items) == len(before.items) + 2
    durham.run(undo, put.entry)
    assert durham.ask(agenda, november) == before
    assert {line.state for line in durham.ask(list_forward, TODAY)} == {PLANNED}


def test_it_keeps_what_it_is_about(durham: Store, plg: str, november: str) -> None:
    made = str(durham.run(accept_proposals, [(proposal(plg, record_id=plg), november)]).result)
    item = str(durham.run(put_on_agenda, [made]).result)
    with durham.reading() as session:
        query = select(Link.from_id).where(Link.to_id == plg, Link.role == PROPOSED_BY)
        assert set(session.scalars(query)) == {made, item}


def test_items_move_between_meetings_that_go_ahead(
    durham: Store, plg: str, november: str, january: str, held: Held
) -> None:
    off = held(date(2023, 12, 6))
    durham.run(set_meeting_status, off, "cancelled")
    made = str(durham.run(add_forward, ForwardDetails(plg, "Audit report", november)).result)

    def where() -> str:
        return durham.ask(list_forward, TODAY)[0].meeting_id

    durham.run(shift_forward, made, 1, TODAY)
    assert where() == january
    assert durham.run(shift_forward, made, 1, TODAY).words == ""
    durham.run(shift_forward, made, -1, TODAY)
    assert where() == november
    with pytest.raises(Refused, match="was cancelled"):
        durham.run(move_forward, made, off)
    other = durham.ask(find_group, "EXEC")
    assert other is not None
    theirs = str(durham.run(add_meeting, other.id, MeetingDetails(date(2023, 11, 9))).result)
    with pytest.raises(Refused, match="is no meeting of"):
        durham.run(move_forward, made, theirs)
    durham.run(set_meeting_status, november, "cancelled")
    assert durham.ask(list_forward, TODAY)[0].warning == "Its meeting was cancelled"
    assert place_of_record_is(durham, made) == "forward item"


def place_of_record_is(store: Store, record_id: str) -> str:
    return store.ask(place_of_record, record_id)[0]


def test_a_cancelled_meeting_lets_go_of_its_items(
    durham: Store, plg: str, november: str, january: str
) -> None:
    made = str(durham.run(add_forward, ForwardDetails(plg, "Audit report", november)).result)
    durham.run(put_on_agenda, [made])
    durham.run(set_meeting_status, november, "cancelled")
    durham.run(move_forward, made, january)
    durham.run(put_on_agenda, [made])
    assert "Audit report" in [item.title for item in durham.ask(agenda, january).items]


def test_what_cannot_be_planned_is_refused_in_words(durham: Store, plg: str, november: str) -> None:
    for details, why in (
        (ForwardDetails(plg, "  "), "Type what is to come"),
        (ForwardDetails("nobody", "One"), "Choose the group"),
        (ForwardDetails(plg, "One", minutes=601), "from 0 to 600"),
        (ForwardDetails(plg, "One", purpose="fun"), "A purpose is one of"),
    ):
        with pytest.raises(Refused, match=why):
            durham.run(add_forward, details)
    made = str(durham.run(add_forward, ForwardDetails(plg, "One")).result)
    with pytest.raises(Refused, match="Choose the meeting"):
        durham.run(put_on_agenda, [made])
    with pytest.raises(Refused, match="Choose what is to come"):
        durham.run(put_on_agenda, [])
    durham.run(change_forward, made, ForwardDetails(plg, " Two ", november, why="Because"))
    assert durham.ask(list_forward, TODAY)[0].title == "Two"
    assert durham.run(drop_forward, [made]).words == "Forward plan: Two dropped"
    with pytest.raises(Refused, match="was dropped"):
        durham.run(put_on_agenda, [made])


@pytest.mark.usefixtures("september")
def test_urgent_decisions_minutes_and_what_was_not_reached_propose_themselves(
    durham: Store, plg: str, july: str, november: str
) -> None:
    durham.run(add_urgent_decision, plg, date(2023, 10, 2), "Share the report")
    items = [item for item in durham.ask(agenda, july).items if item.title.startswith("Subject")]
    durham.run(save_item_notes, items[0].id, [NoteDraft("Said")])
    found = proposed(durham)
    assert "Urgent decision 2023-U1, to be reported" in found.values()
    assert "Minutes of 6 July 2023, to be approved" in found.values()
    assert {"Subject 2", "Subject 3"} <= set(found.values())
    assert "Subject 1" not in found.values()
    carry = next(
        line for line in durham.ask(list_proposals, TODAY, FEATURES)
        if line.proposal.title == "Subject 2"
    )  # fmt: skip
    made = str(durham.run(accept_proposals, [(carry.proposal, november)]).result)
    item = str(durham.run(put_on_agenda, [made]).result)
    with durham.reading() as session:
        assert session.get_one(AgendaItem, item).carried_from_id == items[1].id
    durham.run(set_meeting_status, november, "held")
    assert "Subject 2" not in proposed(durham).values()


def test_quarterly_reports_come_once_the_quarter_is_over(durham: Store, plg: str) -> None:
    assert plg  # its profile begins with a plan of 2023-24
    exec_ = durham.ask(find_group, "EXEC")
    assert exec_ is not None
    early = str(durham.run(add_meeting, exec_.id, MeetingDetails(date(2023, 12, 7))).result)
    late = str(durham.run(add_meeting, exec_.id, MeetingDetails(date(2024, 1, 18))).result)
    third = next(
        line for line in durham.ask(list_proposals, TODAY, FEATURES)
        if "report of quarter 3" in line.proposal.title
    )  # fmt: skip
    assert third.part == "Work plans"
    assert third.place.meeting is not None
    if third.proposal.group_id == exec_.id:
        assert third.place.meeting.id == late != early
    assert third.place.meeting.on > date(2023, 12, 31)


def test_the_plan_is_printed_and_goes_out(durham: Store, plg: str, november: str) -> None:
    said = {"why": "It was agreed in July", "lead": "Auditor", "purpose": "assurance"}
    details = ForwardDetails(plg, "Audit report", november, date(2023, 11, 30), minutes=15, **said)
    durham.run(add_forward, details)
    durham.run(add_forward, ForwardDetails(plg, "Secret", november, restricted=True))
    durham.run(add_forward, ForwardDetails(plg, "Someday"))
    (offer,) = [one for one in FEATURE.documents if one.kind == "forward-plan"]
    every = render_html(durham.ask(offer.make, Scope(TODAY))).decode()
    for words in (
        "Performance and Learning Group",
        "Wednesday 1 November 2023",
        "Audit report",
        "It was agreed in July",
        "30 November 2023",
        "No meeting chosen yet",
        "Secret",
    ):
        assert words in every
    assert durham.ask(offer.is_restricted, Scope(TODAY, group_id=plg))
    pack = Scope(TODAY, meeting_id=november)
    in_pack = render_html(durham.ask(offer.make, pack)).decode()
    assert "Secret" not in in_pack
    assert "Part 2: withheld from this edition" in in_pack
    assert not durham.ask(offer.is_restricted, pack)
    lines = durham.ask(plan_ahead, TODAY)
    assert forward_values(lines)[0] == {
        "group": "Performance and Learning Group", "meeting": "2023-11-01",
        "what": "Audit report", "why": "It was agreed in July", "lead": "Auditor", "minutes": 15,
        "purpose": "assurance", "due": "2023-11-30", "state": "planned", "item": None,
        "restricted": False, "warning": None,
    }  # fmt: skip
    assert [row[2] for row in forward_sheet(lines).rows] == ["Audit report", "Secret", "Someday"]
    assert "Nothing is planned" in render_html(forward_document(())).decode()


def test_a_joint_meeting_is_one_of_both_groups(durham: Store, plg: str, november: str) -> None:
    found = durham.ask(meetings_for)
    assert november in {meeting.id for meeting in found[plg]}


def test_an_item_touches_threads_and_priorities(durham: Store, november: str) -> None:
    plan = next(one for one in durham.ask(list_plans) if one.threads and one.priorities)
    thread, priority = plan.threads[0].id, plan.priorities[0].id
    details = ItemDetails("Voice of the child", 10, "discussion", verbal=True)
    made = durham.run(save_item, november, "", details, [thread], [priority])
    item = str(made.result)
    assert durham.ask(touching, (item,)).of(item) == {thread, priority}
    durham.run(save_item, november, item, details, [], [priority])
    assert durham.ask(touching, (item,)).of(item) == {priority}
    with pytest.raises(Refused, match="no longer there"):
        durham.run(save_item, november, item, details, ["gone"], [])
    assert next(i for i in durham.ask(agenda, november).items if i.id == item).verbal
