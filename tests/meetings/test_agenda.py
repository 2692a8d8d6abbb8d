from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.commands.meetings import add_meeting, set_meeting_status
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.agenda import (
    add_item,
    add_paper,
    change_item,
    change_paper,
    move_item,
    move_paper,
    receive_paper,
    remove_item,
    remove_paper,
    start_agenda,
)
from dscp_desktop.meetings.documents.agenda import agenda_document
from dscp_desktop.meetings.feature import FEATURE
from dscp_desktop.meetings.queries.agenda import agenda, list_due, list_papers, readiness
from dscp_desktop.meetings.rules.agenda import ItemDetails
from dscp_desktop.partnership.commands.naming import FEATURE as PARTNERSHIP
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.files import get_file
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.tables import Record

TODAY = date(2023, 10, 19)
STANDING = [
    "Apologies and declarations of interest",
    "Minutes of the last meeting",
    "Matters arising and action log",
    "Partner contributions",
    "Forward plan",
    "Any other business",
]


@pytest.fixture
def meeting_id(durham: Store) -> str:
    group = durham.ask(find_group, "EXEC")
    assert group is not None
    details = MeetingDetails(date(2023, 10, 26), time(9, 30), time(11, 30), "County Hall", "Chair")
    return str(durham.run(add_meeting, group.id, details).result)


def titles(store: Store, meeting_id: str) -> list[str]:
    return [item.title for item in store.ask(agenda, meeting_id).items]


def is_restricted(store: Store, record_id: object) -> bool:
    with store.reading() as session:
        return bool(session.scalars(select(Record.restricted).where(Record.id == record_id)).one())


def test_an_agenda_begins_with_the_standing_items(durham: Store, meeting_id: str) -> None:
    before = durham.ask(agenda, meeting_id)
    assert [item.title for item in before.items] == STANDING
    assert not before.stored
    assert {item.id for item in before.items} == {""}
    assert [item.document for item in before.items] == [
        *("attendance", "last-minutes", "action-log", "contributions", "forward-plan", "")
    ]
    made = durham.run(start_agenda, meeting_id)
    assert made.words.startswith("Agenda started with 6 items: Safeguarding Executive Group")
    after = durham.ask(agenda, meeting_id)
    assert after.stored
    assert [(i.number, i.title, i.starts) for i in after.items] == [
        (i.number, i.title, i.starts) for i in before.items
    ]
    assert after.items[2].starts == time(9, 40)
    assert after.closes == time(10, 10)
    with pytest.raises(Refused, match="has an agenda already"):
        durham.run(start_agenda, meeting_id)
    durham.run(undo, made.entry)
    assert not durham.ask(agenda, meeting_id).stored
    with pytest.raises(WrongUse, match="no longer there"):
        durham.ask(agenda, "nothing")


def test_items_are_added_changed_moved_and_removed(durham: Store, meeting_id: str) -> None:
    made = durham.run(add_item, meeting_id, " Neglect  plan ", "Chair, Neglect", 20, "decision")
    assert made.words == "Item 6 added: Safeguarding Executive Group, Thu 26 Oct 2023"
    item_id = str(made.result)
    assert titles(durham, meeting_id)[5:] == ["Neglect plan", "Any other business"]
    durham.run(move_item, item_id, 2)
    assert titles(durham, meeting_id)[1] == "Neglect plan"
    changed = durham.run(change_item, item_id, ItemDetails("Neglect", 15, restricted=True))
    assert changed.words.startswith("Item 2 changed")
    assert is_restricted(durham, item_id)
    durham.run(add_paper, meeting_id, "Plan", item_id=item_id)
    removed = durham.run(remove_item, item_id)
    assert removed.words.endswith("with 1 paper")
    assert titles(durham, meeting_id) == STANDING
    durham.run(undo, removed.entry)
    assert titles(durham, meeting_id)[1] == "Neglect"
    assert [p.title for p in durham.ask(list_papers, meeting_id)] == ["Plan"]


@pytest.mark.parametrize(
    ("details", "why"),
    [
        (ItemDetails(" "), "subject"),
        (ItemDetails("x", -1), "minutes"),
        (ItemDetails("x", 601), "minutes"),
        (ItemDetails("x", purpose="fun"), "decision, discussion, assurance, information"),
    ],
)
def test_what_an_item_cannot_be(
    durham: Store, meeting_id: str, details: ItemDetails, why: str
) -> None:
    item_id = str(durham.run(add_item, meeting_id, "x").result)
    with pytest.raises(Refused, match=why):
        durham.run(change_item, item_id, details)


def test_papers_without_an_item_become_items_of_their_own(durham: Store, meeting_id: str) -> None:
    for name in ("First", "Second"):
        durham.run(add_paper, meeting_id, name, name.encode(), 3, "Chair, PLG", TODAY, ("a form",))
    assert titles(durham, meeting_id) == [*STANDING[:5], "First", "Second", STANDING[5]]
    first, second = durham.ask(list_papers, meeting_id)
    assert (first.title, first.pages, first.owner, first.removed) == (
        *("First", 3, "Chair, PLG", "a form"),
    )
    assert durham.ask(get_file, str(second.file_id)) == b"Second"
    assert durham.ask(agenda, meeting_id).items[5].papers == (first,)


def test_a_paper_goes_to_an_item_by_number_or_id(durham: Store, meeting_id: str) -> None:
    durham.run(add_paper, meeting_id, "Log", b"x", 1, item_number=3, restricted=True)
    found = durham.ask(agenda, meeting_id)
    paper = found.items[2].papers[0]
    assert (paper.title, paper.restricted, found.items[2].restricted) == ("Log", True, False)
    assert is_restricted(durham, paper.id)
    durham.run(add_paper, meeting_id, "More", b"y", 1, item_id=found.items[2].id)
    assert [p.title for p in durham.ask(agenda, meeting_id).items[2].papers] == ["Log", "More"]
    with pytest.raises(WrongUse, match=r"no item 9\. Its items are 1 to 6"):
        durham.run(add_paper, meeting_id, "x", item_number=9)
    with pytest.raises(WrongUse, match="no item 0"):
        durham.run(add_paper, meeting_id, "x", item_number=0)
    with pytest.raises(Refused, match="title of the paper"):
        durham.run(add_paper, meeting_id, " ")


def test_a_restricted_paper_of_its_own_makes_a_restricted_item(
    durham: Store, meeting_id: str
) -> None:
    paper_id = durham.run(add_paper, meeting_id, "Review", b"z", 2, restricted=True).result
    found = durham.ask(agenda, meeting_id)
    assert found.items[5].restricted
    assert is_restricted(durham, found.items[5].id)
    durham.run(change_item, found.items[5].id, ItemDetails("Review"))
    assert is_restricted(durham, paper_id)
    durham.run(change_paper, str(paper_id), "Review, final", "Reviewer", False)
    assert not is_restricted(durham, paper_id)
    assert durham.ask(list_papers, meeting_id)[0].title == "Review, final"
    with pytest.raises(Refused, match="title"):
        durham.run(change_paper, str(paper_id), "", "", False)


def test_an_awaited_paper_is_received(durham: Store, meeting_id: str) -> None:
    paper_id = str(durham.run(add_paper, meeting_id, "Late one", owner="Chair, WLD").result)
    meeting = durham.ask(agenda, meeting_id).meeting
    assert durham.ask(readiness, TODAY, [meeting])[meeting_id].words == "1 paper missing"
    durham.run(receive_paper, paper_id, b"here", 4, TODAY)
    assert durham.ask(readiness, TODAY, [meeting])[meeting_id].words == "Papers: 1"
    (paper,) = durham.ask(list_papers, meeting_id)
    assert (paper.pages, paper.received_on) == (4, TODAY)


def test_papers_are_moved_and_removed(durham: Store, meeting_id: str) -> None:
    ids = {
        name: str(durham.run(add_paper, meeting_id, name, b"x", item_number=2).result)
        for name in ("A", "B", "C")
    }
    items = durham.ask(agenda, meeting_id).items
    durham.run(move_paper, ids["C"], items[1].id, 1)
    assert [p.title for p in durham.ask(list_papers, meeting_id)] == ["C", "A", "B"]
    durham.run(move_paper, ids["C"], items[3].id)
    assert [p.title for p in durham.ask(agenda, meeting_id).items[3].papers] == ["C"]
    removed = durham.run(remove_paper, ids["A"])
    assert [p.title for p in durham.ask(list_papers, meeting_id)] == ["B", "C"]
    durham.run(undo, removed.entry)
    assert [p.title for p in durham.ask(list_papers, meeting_id)] == ["A", "B", "C"]
    group = durham.ask(find_group, "PLG")
    assert group is not None
    other = str(durham.run(add_meeting, group.id, MeetingDetails(TODAY)).result)
    durham.run(start_agenda, other)
    with pytest.raises(Refused, match="stays with its meeting"):
        durham.run(move_paper, ids["B"], durham.ask(agenda, other).items[0].id)


def test_a_meeting_near_without_an_agenda_is_due(durham: Store, meeting_id: str) -> None:
    (due,) = durham.ask(list_due, TODAY)
    assert (due.on, due.days, due.record_id) == (
        *(date(2023, 10, 26), "5 working days left", meeting_id),
    )
    assert due.what == "Agenda of Safeguarding Executive Group"
    assert due.detail == "09:30 to 11:30 · County Hall"
    started = durham.run(start_agenda, meeting_id)
    assert durham.ask(list_due, TODAY) == ()
    durham.run(undo, started.entry)
    durham.run(set_meeting_status, meeting_id, "cancelled")
    assert durham.ask(list_due, TODAY) == ()


def test_the_agenda_on_paper(durham: Store, meeting_id: str) -> None:
    durham.run(add_item, meeting_id, "Rapid review", "Reviewer", restricted=True)
    offer = FEATURE.documents[0]
    with durham.reading() as session:
        made = offer.make(session, Scope(TODAY, meeting_id=meeting_id))
    facts, table = made.blocks
    assert facts.pairs == (
        ("Date", "Thursday 26 October 2023"),
        ("Time", "09:30 to 11:30"),
        ("Place", "County Hall"),
        ("Chair", "Chair"),
    )
    assert [c.title for c in table.columns] == ["Time", "Item", "Subject", "Lead"]
    assert [c.text for c in table.rows[2].cells] == [
        *("09:40", "3", "Matters arising and action log", "Business manager")
    ]
    assert table.rows[2].cells[2].below == "For assurance"
    assert table.rows[5].cells[2].below == "Part 2, restricted"
    found = durham.ask(agenda, meeting_id)
    paged = agenda_document(found, {3: 7}, withheld=True).blocks[1]
    assert [row.cells[4].text for row in paged.rows] == ["", "", "7", "", "", "", ""]
    assert paged.rows[5].cells[2].text == "Part 2: withheld from this edition"
    assert "Rapid" not in str(paged)


def test_a_group_without_standing_items_has_an_empty_agenda(durham: Store) -> None:
    group = durham.ask(find_group, "Health")
    assert group is not None
    assert PARTNERSHIP == "partnership"
    empty = str(durham.run(add_meeting, group.id, MeetingDetails(TODAY)).result)
    made = agenda_document(durham.ask(agenda, empty))
    assert made.blocks[-1].text == "This meeting has no agenda yet."
    assert made.blocks[0].pairs == (("Date", "Thursday 19 October 2023"),)
    durham.run(add_item, empty, "Only one")
    assert [i.starts for i in durham.ask(agenda, empty).items] == [None]


STEPS = st.lists(st.tuples(st.sampled_from(("add", "move", "remove")), st.integers(0, 20)))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_numbers_stay_in_step_whatever_is_done(durham: Store, meeting_id: str, steps: Any) -> None:
    def do_all(session: Any) -> list[tuple[int, bool]]:
        for what, number in steps:
            items = agenda(session, meeting_id).items
            kept = [item.id for item in items if item.id]
            if what == "add" or not kept:
                add_item(session, meeting_id, f"Item {number}")
            elif what == "move":
                move_item(session, kept[number % len(kept)], number)
            else:
                remove_item(session, kept[number % len(kept)])
            session.flush()
        return [(item.number, bool(item.id)) for item in agenda(session, meeting_id).items]

    found = durham.rehearse(do_all)
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    assert len({kept for _, kept in found}) == 1
