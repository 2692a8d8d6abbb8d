"""Who sits on what, on any day: holders, deputies, chairs, and the seats that follow them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.commands.chairs import (
    change_chair,
    change_chairing,
    remove_chairing,
    rotate_chair,
)
from dscp_desktop.partnership.commands.people import (
    add_person,
    change_holding,
    change_person,
    end_person,
    remove_holding,
    remove_person,
    seat_person,
)
from dscp_desktop.partnership.commands.seats import (
    add_seat,
    change_seat,
    end_seat,
    remove_seat,
    toggle_seat,
)
from dscp_desktop.partnership.queries.people import list_chairings, list_holdings, list_people
from dscp_desktop.partnership.queries.seats import (
    chair_of,
    list_seats,
    seats_on,
)
from dscp_desktop.partnership.rules.people import PersonDetails
from dscp_desktop.partnership.rules.seats import Office, SeatHolder
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.partnership.conftest import Find

DAY = date(2023, 10, 19)
Who = Callable[[str], str]


@pytest.fixture
def who(durham: Store) -> Who:
    """The id of a person of this name, added where nobody has it."""
    known: dict[str, str] = {}

    def found(name: str) -> str:
        if name not in known:
            known[name] = str(durham.run(add_person, PersonDetails(name)).result)
        return known[name]

    return found


def seat(store: Store, group_id: str, role: str, on: date = DAY) -> SeatHolder:
    return next(each for each in store.ask(seats_on, group_id, on) if each.role == role)


def nurse_of(store: Store, group: Find) -> str:
    return seat(store, group("EXEC"), "Director of Nursing").seat_id


# -------------------------------------------------------------------------------- holders


def test_who_takes_over_a_seat_ends_the_one_before(durham: Store, group: Find, who: Who) -> None:
    nurse = nurse_of(durham, group)
    durham.run(seat_person, nurse, who("Nora"), "2022-07-01")
    changes = durham.run(seat_person, nurse, who("Ned"), "2023-09-01")
    words = "Ned sits as Integrated Care Board (ICB) on EXEC from 1 September 2023"
    assert changes.words == words
    durham.run(seat_person, nurse, who("Dora"), "2023-01-01", True)
    for on, person, deputy in (
        (date(2022, 6, 30), "", ""),
        (date(2023, 8, 31), "Nora", "Dora"),
        (date(2023, 9, 1), "Ned", "Dora"),
    ):
        found = durham.ask(seats_on, group("EXEC"), on)
        (held,) = [each for each in found if each.seat_id == nurse]
        assert (held.person, held.deputy) == (person, deputy)
    assert [line.words for line in durham.ask(list_holdings, nurse)] == [
        "From 1 September 2023",
        "From 1 January 2023",
        "1 July 2022 to 31 August 2023",
    ]
    durham.run(undo, changes.entry)
    assert seat(durham, group("EXEC"), "Director of Nursing").person == "Nora"


def test_overlapping_holders_are_refused(durham: Store, group: Find, who: Who) -> None:
    nurse = nurse_of(durham, group)
    run = durham.run
    run(seat_person, nurse, who("Nora"), "2022-07-01", False, "2023-12-31")
    with pytest.raises(Refused, match="Nora has the seat 1 July 2022 to 31 December 2023"):
        run(seat_person, nurse, who("Ned"), "2023-01-01", False, "2023-03-31")
    with pytest.raises(Refused, match="Nora has the seat 1 July 2022"):
        run(seat_person, nurse, who("Ned"), "2022-07-01")
    with pytest.raises(Refused, match=r"in that month too. Enter the day"):
        run(seat_person, nurse, who("Ned"), "2023-02")
    with pytest.raises(Refused, match="The time of Ned ends before it starts"):
        run(seat_person, nurse, who("Ned"), "2024-02-02", False, "2024-02-01")
    run(seat_person, nurse, who("Ned"), "2024-02-01")
    (ned, nora) = durham.ask(list_holdings, nurse)
    with pytest.raises(Refused, match="has the seat"):
        run(change_holding, nora.id, ("2022-07-01", "2024-03-31"))
    run(change_holding, ned.id, ("2024-01-01", ""))
    run(remove_holding, nora.id)
    assert [line.person for line in durham.ask(list_holdings, nurse)] == ["Ned"]


def test_who_came_before_ends_before_the_next(durham: Store, group: Find, who: Who) -> None:
    nurse = nurse_of(durham, group)
    durham.run(seat_person, nurse, who("Ned"), "2023-09-01")
    durham.run(seat_person, nurse, who("Nora"), "")
    (_, nora) = durham.ask(list_holdings, nurse)
    assert (nora.starts, nora.ends) == ("", "2023-08-31")
    with pytest.raises(Refused, match="Nora has the seat until 31 August 2023"):
        durham.run(seat_person, nurse, who("Nell"), "")


def test_nobody_deputises_for_themselves(durham: Store, group: Find, who: Who) -> None:
    nurse = nurse_of(durham, group)
    durham.run(seat_person, nurse, who("Dora"), "2022-07-01", True)
    durham.run(seat_person, nurse, who("Dora"), "2023-09-01")
    held = [(line.deputy, line.ends) for line in durham.ask(list_holdings, nurse)]
    assert held == [(False, ""), (True, "2023-08-31")]
    with pytest.raises(Refused, match="cannot deputise for themselves"):
        durham.run(seat_person, nurse, who("Dora"), "2023-10-01", True)


def test_nobody_sits_where_or_when_there_is_no_seat(durham: Store, group: Find, who: Who) -> None:
    run, nurse = durham.run, nurse_of(durham, group)
    run(end_seat, nurse, "2023-12-31")
    with pytest.raises(Refused, match="The seat ended: 31 December 2023 is its last"):
        run(seat_person, nurse, who("Nora"), "2024-01-01")
    run(seat_person, nurse, who("Nora"), "2023-01-01")
    assert durham.ask(list_holdings, nurse)[0].ends == "2023-12-31"
    late = str(run(add_person, PersonDetails("Late", times=("2024-01", ""))).result)
    with pytest.raises(Refused, match="Late begins later: January 2024"):
        run(seat_person, nurse, late, "2023-02-01", True)
    office = seat(durham, group("EXT"), "Chair of PLG").seat_id
    with pytest.raises(Refused, match="is filled by office"):
        run(seat_person, office, who("Nora"), "2023-01-01")


# --------------------------------------------------------------------------------- people


def test_a_person_is_kept_with_their_seats(durham: Store, group: Find, organisation: Find) -> None:
    board = organisation("ICB")
    said = PersonDetails(" Nora  Nurse ", board, "Director", "nora@board.nhs.uk", ("2022-07", ""))
    nora = str(durham.run(add_person, said).result)
    durham.run(seat_person, nurse_of(durham, group), nora, "2022-08-01")
    (line,) = durham.ask(list_people, DAY)
    assert (line.name, line.organisation) == ("Nora Nurse", "Integrated Care Board (ICB)")
    assert line.seats == ("Director of Nursing on EXEC",)
    assert durham.ask(list_people, date(2022, 7, 31))[0].seats == ()
    with pytest.raises(Refused, match=r"has held a seat. Say when they left"):
        durham.run(remove_person, nora)
    durham.run(end_person, nora, "2023-10-18")
    assert seat(durham, group("EXEC"), "Director of Nursing").person == ""
    assert seat(durham, group("EXEC"), "Director of Nursing", date(2023, 10, 18)).person


@pytest.mark.parametrize(
    ("details", "why"),
    [
        (PersonDetails("  "), "Type the person's name"),
        (PersonDetails("nora"), "Nora of this organisation is known already"),
        (PersonDetails("Ned", email="ned at work"), "An email address is a name, @ and a domain"),
        (PersonDetails("Ned", times=("2023-02", "2023-01")), "ends before it starts"),
    ],
)
def test_a_person_that_cannot_be_is_refused(
    durham: Store, who: Who, details: PersonDetails, why: str
) -> None:
    who("Nora")
    with pytest.raises(Refused, match=why):
        durham.run(add_person, details)
    assert [line.name for line in durham.ask(list_people, DAY)] == ["Nora"]


def test_a_person_leaves_no_earlier_than_they_sat(durham: Store, group: Find, who: Who) -> None:
    nora = who("Nora")
    durham.run(seat_person, nurse_of(durham, group), nora, "2022-08-01", False, "2023-05-31")
    with pytest.raises(Refused, match="Nora holds a seat until 31 May 2023"):
        durham.run(change_person, nora, PersonDetails("Nora", times=("", "2023-04-30")))
    durham.run(change_person, nora, PersonDetails("Nora Nurse", role="Nurse"))
    with pytest.raises(Refused, match="A seat of Nora Nurse ends before it starts"):
        durham.run(end_person, nora, "2022-07-01")
    with pytest.raises(Refused, match="Choose the day"):
        durham.run(end_person, nora, "")
    other = who("Other")
    durham.run(remove_person, other)
    assert [line.name for line in durham.ask(list_people, DAY)] == ["Nora Nurse"]


# --------------------------------------------------------------------------------- chairs


def test_a_change_of_chair_is_made_once(durham: Store, group: Find, who: Who) -> None:
    learning, extended = group("PLG"), group("EXT")
    partners = [s.seat_id for s in durham.ask(seats_on, learning, DAY) if s.statutory]
    durham.run(seat_person, partners[2], who("Paula Police"), "2022-04-01")
    words = durham.run(change_chair, learning, partners[2], "2023-11-01").words
    assert words == "Chair of PLG: Durham Constabulary, Statutory partner from 1 November 2023"
    before = seat(durham, extended, "Chair of PLG", date(2023, 10, 31))
    after = seat(durham, extended, "Chair of PLG", date(2023, 11, 1))
    assert (before.person, before.statutory, before.by_office) == ("", False, True)
    assert (after.person, after.organisation) == ("Paula Police", "Durham Constabulary")
    assert after.statutory
    assert after.shown == "Chair of PLG"
    chair = durham.ask(chair_of, learning, date(2023, 11, 1))
    assert chair is not None
    assert (chair.person, chair.office) == ("Paula Police", "chair")
    ends = [line.ends for line in durham.ask(list_chairings, learning)]
    assert ends == ["", "2023-10-31"]


def test_the_chair_rotates_every_six_months(durham: Store, group: Find) -> None:
    executive = group("EXEC")
    order = [s.seat_id for s in durham.ask(seats_on, executive, DAY) if s.statutory]
    durham.run(rotate_chair, executive, order[::-1], date(2023, 12, 1), 6)
    bodies = []
    for on in (date(2023, 11, 30), date(2023, 12, 1), date(2024, 5, 31), date(2024, 6, 1)):
        chair = durham.ask(chair_of, executive, on)
        bodies.append(chair.shown if chair else "")
    assert bodies == [
        "Independent chair and scrutineer",
        "Durham Constabulary",
        "Durham Constabulary",
        "Integrated Care Board (ICB)",
    ]
    assert durham.ask(chair_of, executive, date(2025, 6, 1)) is None
    with pytest.raises(Refused, match="Choose the seats that take the chair"):
        durham.run(rotate_chair, executive, [], date(2026, 1, 1))


def test_two_chairs_on_a_day_are_refused(durham: Store, group: Find) -> None:
    run, learning = durham.run, group("PLG")
    partners = [s.seat_id for s in durham.ask(seats_on, learning, DAY) if s.statutory]
    run(change_chair, learning, partners[0], "2024-01-01", "chair", "2024-06-30")
    with pytest.raises(Refused, match="has the chair 1 January 2024 to 30 June 2024"):
        run(change_chair, learning, partners[1], "2024-02-01", "chair", "2024-03-31")
    (new, old) = durham.ask(list_chairings, learning)
    with pytest.raises(Refused, match="has it then, too"):
        run(change_chairing, old.id, ("", "2024-01-01"))
    with pytest.raises(Refused, match="The chair's time ends before it starts"):
        run(change_chairing, new.id, ("2024-02-01", "2024-01-31"))
    with pytest.raises(Refused, match="cannot deputise for itself"):
        run(change_chair, learning, partners[0], "2024-03-01", "deputy chair")
    run(change_chair, learning, partners[1], "2024-03-01", "deputy chair")
    with pytest.raises(Refused, match="Choose a seat of Performance and Learning Group"):
        run(change_chair, learning, nurse_of(durham, group), "2024-07-01")
    with pytest.raises(Refused, match="chair or the deputy chair"):
        run(change_chair, learning, partners[0], "2024-07-01", "boss")
    run(remove_chairing, new.id)
    assert durham.ask(chair_of, learning, date(2024, 2, 1)) is None


# ---------------------------------------------------------------------------------- seats


def test_a_seat_that_ends_before_it_starts_is_refused(durham: Store, group: Find) -> None:
    plg = group("PLG")
    before = durham.ask(list_seats, plg)
    times = ("2023-09-01", "2023-08-31")
    with pytest.raises(Refused, match="The seat ends before it starts: from 1 September 2023"):
        durham.run(add_seat, plg, None, "Lay member", "core", times)
    added = str(durham.run(add_seat, plg, None, "Lay member", "core", ("2023-09-01", "")).result)
    with pytest.raises(Refused, match="The seat ends before it starts"):
        durham.run(change_seat, added, "Lay member", "core", times)
    with pytest.raises(Refused, match="The seat ends before it starts"):
        durham.run(end_seat, added, "2023-08-01")
    with pytest.raises(Refused, match="Choose the last day of the seat"):
        durham.run(end_seat, added, "")
    assert len(durham.ask(list_seats, plg)) == len(before) + 1


def test_a_seat_that_was_held_is_ended_not_removed(durham: Store, group: Find, who: Who) -> None:
    nurse = nurse_of(durham, group)
    durham.run(seat_person, nurse, who("Nora"), "2022-07-01")
    with pytest.raises(Refused, match=r"has had people on it. Open the group and end the seat"):
        durham.run(remove_seat, nurse)
    with pytest.raises(Refused, match="Somebody sat here before that day"):
        durham.run(change_seat, nurse, "Nurse", "core", ("2022-08-01", ""))
    durham.run(change_seat, nurse, "Nurse", "core", ("2022-07-01", "2023-06-30"))
    assert durham.ask(list_holdings, nurse)[0].ends == "2023-06-30"


def test_a_seat_given_again_begins_after_the_one_that_ended(
    durham: Store, group: Find, organisation: Find
) -> None:
    plg, trust = group("PLG"), organisation("HDFT")
    first = str(durham.run(toggle_seat, trust, plg).result)
    durham.run(end_seat, first, "2023-06-30")
    durham.run(toggle_seat, trust, plg)
    mine = [s for s in durham.ask(list_seats, plg) if s.holder == "HDFT"]
    assert [(s.starts, s.ends) for s in mine] == [("", "2023-06-30"), ("2023-07-01", "")]
    durham.run(toggle_seat, trust, plg)
    assert [s.id for s in durham.ask(list_seats, plg) if s.holder == "HDFT"] == [first]


def test_a_seat_is_never_filled_from_itself(durham: Store, group: Find) -> None:
    isp, ext = group("ISP"), group("EXT")
    office = Office(seat_id=nurse_of(durham, group))
    added = str(durham.run(add_seat, isp, None, "Nurse", office=office).result)
    nurse = nurse_of(durham, group)
    with pytest.raises(Refused, match="cannot be filled from itself"):
        durham.run(change_seat, nurse, "Nurse", "core", office=Office(seat_id=added))
    with pytest.raises(Refused, match=r"is filled from this seat. Change that one first"):
        durham.run(remove_seat, nurse)
    with pytest.raises(Refused, match="choose one of both"):
        durham.run(add_seat, isp, None, "X", office=Office(nurse, group("PLG")))
    chair = durham.ask(chair_of, ext, DAY)
    assert chair is not None
    with pytest.raises(Refused, match="cannot be filled from itself"):
        durham.run(change_seat, chair.seat_id, "Chair", "core", office=Office(chair_of=ext))
    by_chair = seat(durham, ext, "Chair of PLG").seat_id
    durham.run(change_chair, ext, by_chair, "2024-01-01")
    learning = durham.ask(chair_of, group("PLG"), DAY)
    assert learning is not None
    with pytest.raises(Refused, match="cannot be filled from itself"):
        durham.run(change_seat, learning.seat_id, "Chair", "core", office=Office(chair_of=ext))
    durham.run(change_seat, added, "Nurse", "core", office=Office())
    assert not seat(durham, isp, "Nurse").by_office
