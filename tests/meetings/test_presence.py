"""Who was here at which item, and the quorum from item to item by the terms of the day."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.queries.meetings import get_meeting
from dscp_desktop.meetings.commands.attendance import record_attendance
from dscp_desktop.meetings.commands.presence import (
    add_guest,
    change_guest,
    move,
    name_attendee,
    record_seat,
    remove_guest,
    remove_move,
)
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules.presence import (
    NOT_RECORDED,
    NOTHING_SET,
    ItemTime,
    here_by_item,
    moves_in_order,
    quorum_by_item,
    quorum_note,
)
from dscp_desktop.meetings.rules.record import MoveLine, SeatMark
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.rules.seats import SeatHolder
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.terms_of_reference.rules.quorum import AtLeast, Quorum, SeatPresence

DAY = date(2023, 7, 6)
ITEMS = tuple(ItemTime(f"i{n}", str(n), time(10, 10 * n)) for n in range(1, 6))
TWO = Quorum(AtLeast(2))


def seat(name: str, here: bool = True, body: str = "") -> SeatPresence:
    return SeatPresence(name, name, name, body, here=here)


def gone(who: str, at: time | None = None, item: str = "", came: bool = False) -> MoveLine:
    return MoveLine(f"{who}{at}{item}{came}", who, who.upper(), came, at, item)


def said(moves: list[MoveLine], *seats: SeatPresence) -> str:
    return quorum_note(quorum_by_item(TWO, seats, moves, ITEMS), moves, ITEMS)


def test_the_words_say_which_items_and_who_left() -> None:
    a, b = seat("a"), seat("b")
    assert said([], a, b) == "Quorate throughout."
    assert said([gone("a", time(10, 30), "i3")], a, b) == (
        "Not quorate for items 3 to 5: A left at 10:30."
    )
    moves = [gone("a", time(10, 20), "i2"), gone("a", time(10, 30), "i3", came=True)]
    assert said(moves, a, b) == "Not quorate for item 2: A left at 10:20."
    assert said([gone("a", None, "i5"), gone("b", None, "i5")], a, b) == (
        "Not quorate for item 5: A left; B left."
    )
    late = said([gone("a", time(10, 15), "i2", came=True)], a, b)
    assert late.startswith("Not quorate for item 1: ")
    assert "left" not in late
    assert said([], a, seat("b", here=False)).startswith("Not quorate: ")


def test_without_a_rule_nothing_is_set() -> None:
    verdicts = quorum_by_item(None, [seat("a")], [], ITEMS)
    assert verdicts == (None,) * 5
    assert quorum_note(verdicts, [], ITEMS) == NOTHING_SET
    assert quorum_note((), [], ()) == ""


def test_a_movement_without_an_item_counts_by_its_time() -> None:
    def place(move_: MoveLine, items: tuple[ItemTime, ...] = ITEMS) -> int:
        return moves_in_order([move_], items)[0][0]

    assert place(gone("a", time(10, 25))) == 1  # missed from the item that runs
    assert place(gone("a", time(10, 25), came=True)) == 2  # counted from the next one
    assert place(gone("a", time(9))) == 0
    assert place(gone("a", time(12), came=True)) == 5
    assert place(gone("a", time(11)), tuple(ItemTime(i.id, i.label) for i in ITEMS)) == 0
    assert place(gone("a")) == 0


def test_the_mark_of_a_body_moves_its_seats() -> None:
    seats = [seat("a", body="org"), seat("b", body="org"), seat("c")]
    verdicts = quorum_by_item(TWO, seats, [gone("org", None, "i2")], ITEMS)
    assert [v.here for v in verdicts if v] == [3, 1, 1, 1, 1]


moves_of = st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=6)


@given(st.booleans(), moves_of)
def test_presence_follows_the_last_movement(here: bool, found: list[tuple[int, bool]]) -> None:
    ordered = [(at, gone("a", came=came)) for at, came in sorted(found, key=lambda x: x[0])]
    states = here_by_item(here, ordered, 6)
    for at, state in enumerate(states):
        before = [one for place, one in ordered if place <= at]
        if before:
            assert state == before[-1].came
        else:
            assert state == (here and not (ordered and ordered[0][1].came))


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.integers(0, 5), st.integers(0, 4))
def test_who_leaves_never_helps_a_quorum(marks: list[bool], who: int, at: int) -> None:
    seats = [seat(f"s{n}", here) for n, here in enumerate(marks)]
    before = quorum_by_item(TWO, seats, [], ITEMS)
    moves = [gone(f"s{who}", None, ITEMS[at].id)]
    after = quorum_by_item(TWO, seats, moves, ITEMS)
    for one, other in zip(before, after, strict=True):
        assert one
        assert other
        assert one.quorate or not other.quorate


def seats(store: Store, meeting: str) -> tuple[SeatHolder, ...]:
    line = store.ask(get_meeting, meeting)
    assert line is not None
    return store.ask(seats_on, line.group_id, line.on)


def mark_of(store: Store, meeting: str, seat_id: str) -> SeatMark:
    found = store.ask(meeting_record, meeting).seats
    return next(one for one in found if one.seat_id == seat_id)


def test_a_deputy_is_named_and_forgotten_with_the_mark(durham: Store, july: str) -> None:
    one = seats(durham, july)[0].seat_id
    with pytest.raises(Refused, match="Mark it as here"):
        durham.run(name_attendee, july, one, "D. Deputy")
    durham.run(record_seat, july, one, "deputy", " D.  Deputy ")
    assert mark_of(durham, july, one).who == "D. Deputy"
    durham.run(name_attendee, july, one, "E. Other")
    assert mark_of(durham, july, one).name == "E. Other"
    durham.run(record_seat, july, one, "apologies")
    assert (mark_of(durham, july, one).name, mark_of(durham, july, one).here) == ("", False)
    durham.run(record_seat, july, one, "")
    assert mark_of(durham, july, one).mark == ""
    with pytest.raises(Refused, match="Attendance is one of"):
        durham.run(record_seat, july, one, "asleep")


def test_the_mark_of_an_organisation_counts_for_its_seat(durham: Store, july: str) -> None:
    party = durham.ask(load_names).party("Durham Constabulary")
    assert party is not None
    durham.run(record_attendance, july, party.id, "present")
    held = [s for s in seats(durham, july) if s.organisation_id == party.id]
    assert held
    for one in held:
        assert mark_of(durham, july, one.seat_id).attendee_id == party.id
        assert mark_of(durham, july, one.seat_id).here
    durham.run(move, july, held[0].seat_id, False, time(11))
    assert mark_of(durham, july, held[0].seat_id).moves[0].words.endswith("left at 11:00")
    durham.run(record_seat, july, held[0].seat_id, "apologies")
    assert not mark_of(durham, july, held[0].seat_id).here


def test_who_has_no_seat_stands_behind_the_seats(durham: Store, july: str) -> None:
    party = durham.ask(load_names).party("New College Durham")
    assert party is not None
    durham.run(record_attendance, july, party.id, "present")
    last = durham.ask(meeting_record, july).seats[-1]
    assert (last.seat_id, last.shown, last.counts) == ("", "New College Durham", False)


def test_who_comes_late_and_leaves_early(durham: Store, july: str, items: list[str]) -> None:
    one, other = (s.seat_id for s in seats(durham, july)[:2])
    with pytest.raises(Refused, match="cannot leave"):
        durham.run(move, july, one, False, time(10))
    with pytest.raises(Refused, match="Enter the time"):
        durham.run(move, july, one, True)
    came = durham.run(move, july, one, True, time(10, 14), items[1])
    assert mark_of(durham, july, one).mark == "present"
    assert durham.ask(meeting_record, july).moves[0].words.endswith("came at 10:14 (item 2)")
    durham.run(undo, came.entry)
    assert mark_of(durham, july, one).mark == ""
    durham.run(record_seat, july, other, "present")
    left = durham.run(move, july, other, False, time(11, 10), items[2])
    durham.run(remove_move, str(left.result))
    assert durham.ask(meeting_record, july).moves == ()
    durham.run(move, july, other, False, time(11, 10))
    durham.run(record_seat, july, other, "apologies")
    assert durham.ask(meeting_record, july).moves == ()


def test_guests_are_kept(durham: Store, july: str) -> None:
    with pytest.raises(Refused, match="Type the name"):
        durham.run(add_guest, july, " ")
    guest = str(durham.run(add_guest, july, "B. Guest", "A college").result)
    durham.run(change_guest, guest, "C. Guest")
    assert [(g.name, g.organisation) for g in durham.ask(meeting_record, july).guests] == [
        ("C. Guest", "")
    ]
    durham.run(remove_guest, guest)
    assert durham.ask(meeting_record, july).guests == ()


def test_the_record_says_how_the_quorum_stood(durham: Store, july: str, items: list[str]) -> None:
    record = durham.ask(meeting_record, july)
    assert record.quorum in (NOT_RECORDED, NOTHING_SET)
    if record.quorum == NOTHING_SET:
        pytest.fail("the profile has terms with a quorum for this group")
    core = [s for s in seats(durham, july) if s.kind == "core"]
    for one in core:
        durham.run(record_seat, july, one.seat_id, "present")
    assert durham.ask(meeting_record, july).quorum == "Quorate throughout."
    for one in core:
        durham.run(move, july, one.seat_id, False, time(11, 10), items[2])
    record = durham.ask(meeting_record, july)
    assert record.quorum.startswith(
        f"Not quorate for items 3 to {len(items)}: {core[0].shown} left"
    )
    assert [bool(i.quorum and i.quorum.quorate) for i in record.items[:3]] == [True, True, False]
    assert (record.here, record.core) == (len(core), len(core))
