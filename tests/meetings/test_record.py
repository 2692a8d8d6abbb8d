"""What is said at a meeting: paragraphs, decisions, actions of the one log, challenges, times."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.actions.rules.log import BY_MEETING, ActionDetails
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.meetings.commands.agenda import add_item, change_item
from dscp_desktop.meetings.commands.notes import (
    end_item,
    save_item_notes,
    set_item_times,
    start_item,
)
from dscp_desktop.meetings.commands.raising import (
    ChallengeDetails,
    add_challenge,
    add_decision,
    change_challenge,
    change_decision,
    end_challenge,
    log_challenge,
    raise_action,
    remove_challenge,
    remove_decision,
    reply_to_challenge,
)
from dscp_desktop.meetings.queries.logs import get_challenge, get_decision, list_challenges
from dscp_desktop.meetings.queries.record import item_notes, meeting_record
from dscp_desktop.meetings.rules.agenda import ItemDetails
from dscp_desktop.meetings.rules.record import NoteDraft, NoteLine, challenges_open
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import find
from tests.meetings.conftest import Held

DAY = date(2023, 7, 6)


def owner(store: Store, name: str = "Education") -> str:
    found = store.ask(load_names).party(name)
    assert found is not None
    return found.id


def stands(note: NoteLine) -> str:
    return note.record.shown if note.record else note.text


def notes(store: Store, item: str) -> list[str]:
    return [stands(note) for note in store.ask(item_notes, item)]


def test_paragraphs_are_kept_with_their_time(durham: Store, items: list[str]) -> None:
    typed = [
        NoteDraft("The first.", at=time(10, 1)),
        NoteDraft("  "),
        NoteDraft("The second.\nIt goes on.", at=time(10, 5), restricted=True),
    ]
    durham.run(save_item_notes, items[0], typed)
    first, second = durham.ask(item_notes, items[0])
    assert (first.text, first.at, first.restricted) == ("The first.", time(10, 1), False)
    assert (second.text, second.at, second.restricted) == (
        "The second.\nIt goes on.",
        time(10, 5),
        True,
    )
    changed = [NoteDraft(second.text, second.id, second.at, True), NoteDraft("New.")]
    changed.append(NoteDraft("The first, mended.", first.id, first.at))
    saved = durham.run(save_item_notes, items[0], changed)
    now = durham.ask(item_notes, items[0])
    assert [n.id for n in now][::2] == [second.id, first.id]
    assert [n.text for n in now] == ["The second.\nIt goes on.", "New.", "The first, mended."]
    same = [NoteDraft(n.text, n.id, n.at, n.restricted) for n in now]
    assert durham.run(save_item_notes, items[0], same).entry == ""
    durham.run(undo, saved.entry)
    assert [n.id for n in durham.ask(item_notes, items[0])] == [first.id, second.id]


def test_a_paragraph_of_another_item_is_a_new_one(durham: Store, items: list[str]) -> None:
    durham.run(save_item_notes, items[0], [NoteDraft("Here.")])
    there = durham.ask(item_notes, items[0])[0]
    durham.run(save_item_notes, items[1], [NoteDraft("Here.", there.id)])
    assert durham.ask(item_notes, items[1])[0].id != there.id
    assert durham.ask(item_notes, items[0]) == (there,)


def test_places_stay_though_the_notes_leave_them_out(durham: Store, items: list[str]) -> None:
    item = items[1]
    durham.run(save_item_notes, item, [NoteDraft("One."), NoteDraft("Two.")])
    one = durham.ask(item_notes, item)[0]
    made = durham.run(add_decision, item, "It is agreed", after=one.id, at=time(10, 38))
    durham.run(raise_action, item, ActionDetails("Do it", owner(durham), due=date(2023, 9, 1)))
    assert notes(durham, item) == ["One.", "Decision 2.1", "Two.", "Action PLG001"]
    durham.run(save_item_notes, item, [NoteDraft("One.", one.id), NoteDraft("Three.")])
    assert notes(durham, item) == ["One.", "Decision 2.1", "Action PLG001", "Three."] or (
        notes(durham, item) == ["One.", "Decision 2.1", "Three.", "Action PLG001"]
    )
    place = durham.ask(item_notes, item)[1]
    moved = [NoteDraft("Four."), NoteDraft(id=place.id, record_id=str(made.result))]
    durham.run(save_item_notes, item, moved)
    assert notes(durham, item)[:2] == ["Four.", "Decision 2.1"]
    assert place.at == time(10, 38)
    for wrong in (
        [NoteDraft(record_id=str(made.result))] * 2,
        [NoteDraft(record_id=owner(durham))],
    ):
        with pytest.raises(WrongUse, match="stands once"):
            durham.run(save_item_notes, item, wrong)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(st.integers(0, 5), st.text("ab ", max_size=3)), max_size=8))
def test_what_is_saved_is_what_stands_there(
    durham: Store, items: list[str], typed: list[int | str]
) -> None:
    item = items[0]
    before = durham.ask(item_notes, item)
    drafts, used = [], set()
    for one in typed:
        if isinstance(one, int) and one < len(before) and one not in used:
            used.add(one)
            drafts.append(NoteDraft(f"{before[one].text}!", before[one].id))
        elif isinstance(one, str):
            drafts.append(NoteDraft(one))
    durham.run(save_item_notes, item, drafts)
    now = durham.ask(item_notes, item)
    wanted = [draft for draft in drafts if draft.text.strip()]
    assert [note.text for note in now] == [draft.text for draft in wanted]
    for note, draft in zip(now, wanted, strict=True):
        assert not draft.id or note.id == draft.id


def test_decisions_are_numbered_by_their_item(durham: Store, july: str, items: list[str]) -> None:
    first = str(durham.run(add_decision, items[1], " Agreed ", "Without a vote").result)
    durham.run(add_decision, items[1], "Agreed too")
    durham.run(add_decision, items[2], "Agreed here")
    late = str(durham.run(add_item, july, "Late one", after=items[1]).result)
    durham.run(add_decision, late, "Agreed late")
    record = durham.ask(meeting_record, july)
    assert [d.number for item in record.items for d in item.decisions] == [
        "2.1",
        "2.2",
        "2A.1",
        "3.1",
    ]
    line = durham.ask(get_decision, first)
    assert line is not None
    assert (line.text, line.how, line.on, line.item, line.urgent) == (
        "Agreed",
        "Without a vote",
        DAY,
        "2",
        False,
    )
    durham.run(change_decision, first, "Not agreed")
    removed = durham.run(remove_decision, first)
    assert durham.ask(get_decision, first) is None
    durham.run(add_decision, items[1], "Agreed after all")
    numbers = [d.number for d in durham.ask(meeting_record, july).items[1].decisions]
    assert numbers == ["2.2", "2.3"]
    durham.run(undo, removed.entry)
    assert notes(durham, items[1])[0] == "Decision 2.1"
    with pytest.raises(Refused, match="Type what was decided"):
        durham.run(add_decision, items[1], " ")
    with pytest.raises(Refused, match="no rule called Show of hands"):
        durham.run(add_decision, items[1], "Agreed", rule="Show of hands")


def test_no_undo_takes_a_number_that_is_in_use(durham: Store, items: list[str]) -> None:
    first = durham.run(add_decision, items[1], "Agreed")
    second = durham.run(add_decision, items[2], "Agreed too")
    with pytest.raises(Refused, match="goes by its number"):
        durham.run(undo, first.entry)
    durham.run(undo, second.entry)
    durham.run(undo, first.entry)
    assert notes(durham, items[1]) == []


def test_an_action_goes_into_the_one_log(durham: Store, july: str, items: list[str]) -> None:
    details = ActionDetails("Ask schools", owner(durham), due_rule=BY_MEETING)
    made = durham.run(raise_action, items[1], details)
    line = durham.ask(list_actions, DAY)[0]
    assert (line.number, line.raised_on, line.item, line.text) == (
        "PLG001",
        DAY,
        "2",
        "Ask schools",
    )
    shown = durham.ask(meeting_record, july).items[1].actions[0]
    assert (shown.number, shown.owner, shown.due) == ("PLG001", "Education", "next meeting")
    with pytest.raises(Refused, match="Choose who owns"):
        durham.run(raise_action, items[1], ActionDetails("Ask schools", due_rule=BY_MEETING))
    durham.run(undo, made.entry)
    assert durham.ask(list_actions, DAY) == ()
    assert notes(durham, items[1]) == []


def test_a_challenge_and_its_life(durham: Store, july: str, items: list[str]) -> None:
    body = owner(durham)
    details = ChallengeDetails("Figures are late", "The chair", body)
    one = str(durham.run(add_challenge, items[1], details).result)
    two = str(durham.run(log_challenge, _group(durham, july), date(2023, 8, 1), details).result)
    assert [c.number for c in durham.ask(list_challenges)] == ["2023-02", "2023-01"]
    with pytest.raises(Refused, match="raised on Thu 6 Jul 2023"):
        durham.run(reply_to_challenge, one, "Soon", date(2023, 7, 1))
    with pytest.raises(Refused, match="day of the reply"):
        durham.run(reply_to_challenge, one, "Soon", None)
    durham.run(reply_to_challenge, one, "Soon", date(2023, 7, 10))
    with pytest.raises(Refused, match="Mon 10 Jul 2023"):
        durham.run(end_challenge, one, "Settled", date(2023, 7, 9))
    with pytest.raises(Refused, match="how the challenge ended"):
        durham.run(end_challenge, one, " ", date(2023, 7, 11))
    durham.run(end_challenge, one, "Settled", date(2023, 7, 11))
    states = {c.id: c.state for c in durham.ask(list_challenges)}
    assert states == {one: "ended", two: "open"}
    assert challenges_open(durham.ask(list_challenges)) == 1
    line = durham.ask(get_challenge, one)
    assert line is not None
    assert (line.raised_to, line.item) == ("Education", "2")
    act = ActionDetails("Send them", body, due_rule=BY_MEETING)
    durham.run(raise_action, items[1], act, origin_id=one)
    with pytest.raises(Refused, match="Action PLG001 comes of it"):
        durham.run(remove_challenge, one)
    durham.run(change_challenge, two, ChallengeDetails("Other words"))
    durham.run(remove_challenge, two)
    assert durham.ask(get_challenge, two) is None
    assert durham.ask(get_decision, two) is None
    with pytest.raises(Refused, match="what the concern is"):
        durham.run(add_challenge, items[1], ChallengeDetails(" "))


def _group(store: Store, meeting: str) -> str:
    return store.ask(meeting_record, meeting).meeting.group_id


def test_what_is_restricted_is_not_found_by_its_words(
    durham: Store, july: str, items: list[str]
) -> None:
    durham.run(add_decision, items[1], "Zebrafinch is agreed")
    assert "Zebrafinch" in durham.ask(find, "Zebrafinch")[0].place
    durham.run(change_item, items[1], ItemDetails("Subject", restricted=True))
    assert not any("Zebrafinch" in hit.place for hit in durham.ask(find, "Zebrafinch"))
    note = durham.ask(meeting_record, july).items[1].notes[0]
    assert note.restricted


def test_items_are_timed_live(durham: Store, july: str, items: list[str]) -> None:
    durham.run(start_item, items[0], time(10))
    durham.run(start_item, items[1], time(10, 9))
    with pytest.raises(Refused, match="begun at 10:09"):
        durham.run(end_item, items[1], time(10))
    durham.run(end_item, items[1], time(10, 30))
    record = durham.ask(meeting_record, july)
    assert [(i.started, i.ended, i.took) for i in record.items[:2]] == [
        (time(10), time(10, 9), 9),
        (time(10, 9), time(10, 30), 21),
    ]
    with pytest.raises(Refused, match="begun at 11:00"):
        durham.run(set_item_times, items[0], time(11), time(10))
    durham.run(set_item_times, items[0], None, None)
    assert durham.ask(meeting_record, july).items[0].took is None


def test_a_meeting_without_record_is_a_draft_with_nothing(durham: Store, held: Held) -> None:
    record = durham.ask(meeting_record, held(date(2023, 11, 2)))
    assert (record.minutes.id, record.minutes.words) == ("", "Draft")
    assert all(item.notes == () for item in record.items)
    with pytest.raises(WrongUse, match="no longer there"):
        durham.ask(meeting_record, "nothing")
