"""What a person can do to groups, organisations and seats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.commands.groups import add_group, change_group
from dscp_desktop.partnership.commands.organisations import add_organisation, change_organisation
from dscp_desktop.partnership.commands.seats import add_seat, change_seat, remove_seat, toggle_seat
from dscp_desktop.partnership.queries.parties import (
    find_group,
    list_groups,
    list_holders,
    list_meeting_groups,
    list_organisations,
    load_parties,
    statutory_partners,
)
from dscp_desktop.partnership.queries.seats import list_seats, seated_on
from dscp_desktop.partnership.rules.parties import (
    AGENCY_GROUP,
    GroupDetails,
    GroupLine,
    OrganisationDetails,
)
from dscp_desktop.partnership.rules.seats import SeatLine
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.partnership.conftest import Find

COUNCIL = "Durham County Council"


def line(store: Store, name: str) -> GroupLine:
    found = store.ask(find_group, name)
    assert found is not None
    return found


def seats(store: Store, group_id: str) -> dict[str, SeatLine]:
    return {seat.holder: seat for seat in store.ask(list_seats, group_id)}


def test_a_profile_begins_with_its_groups_and_seats(durham: Store, group: Find) -> None:
    executive = line(durham, "Executive")
    assert (executive.code, executive.kind, executive.reports_to) == ("EXEC", "executive", "")
    assert executive.seats == len(seats(durham, executive.id)) == 4
    assert line(durham, "IDG").reports_to == "PLG"
    assert line(durham, "Embedding Learning Group").code == "PLG"
    assert durham.ask(find_group, "No such group") is None
    meeting = durham.ask(list_meeting_groups)
    assert {g.kind for g in durham.ask(list_groups)} - {g.kind for g in meeting} == {AGENCY_GROUP}
    first = list(seats(durham, group("EXEC")).values())
    assert [seat.holder for seat in first][:3] == [
        COUNCIL,
        "Integrated Care Board (ICB)",
        "Durham Constabulary",
    ]
    assert first[3].holder_id == ""


def test_statutory_partners_are_those_of_today(durham: Store) -> None:
    partners = [party.name for party in durham.ask(statutory_partners)]
    assert partners == [COUNCIL, "Integrated Care Board (ICB)", "Durham Constabulary"]
    listed = durham.ask(list_organisations)
    assert [o.kind for o in listed[:4]] == ["statutory partner"] * 4
    assert {o.ends for o in listed[:4]} == {"", "2022-06-30"}


def test_who_can_hold_a_seat(durham: Store) -> None:
    holders = durham.ask(list_holders)
    names = [party.name for party in holders]
    assert "County Durham Clinical Commissioning Groups" not in names
    assert [party.name for party in holders if party.is_group] == [
        "Criminal justice",
        "Health",
        "Education",
        "Voluntary sector",
    ]


def test_an_agency_groups_seat_is_one_of_each_of_its_organisations(
    durham: Store, group: Find, organisation: Find
) -> None:
    isp = group("ISP")
    assert durham.ask(seated_on, isp) == frozenset()
    durham.run(add_seat, isp, group("Health"))
    seated = durham.ask(seated_on, isp)
    assert {group("Health"), organisation("CDDFT"), organisation("ICB")} <= seated
    assert organisation(COUNCIL) not in seated
    assert "Health" in seats(durham, isp)
    title = durham.ask(load_parties)[group("Health")].name
    assert title == "Health"


def test_an_organisation_is_added_once(durham: Store) -> None:
    changes = durham.run(add_organisation, "  Local   Radio ", "other")
    assert changes.words == "Organisation added: Local Radio"
    assert "Local Radio" in [o.name for o in durham.ask(list_organisations)]
    with pytest.raises(Refused, match="known already, as Local Radio"):
        durham.run(add_organisation, "local radio")
    with pytest.raises(Refused, match="Type the organisation's name"):
        durham.run(add_organisation, "  ")


def test_an_organisation_is_renamed_and_still_found(
    durham: Store, group: Find, organisation: Find
) -> None:
    was = organisation("CDDFT")
    details = OrganisationDetails(
        "County Trust", "CT", "relevant agency", group("Health"), ("CDDFT", "Trust", " trust ")
    )
    durham.run(change_organisation, was, details)
    assert organisation("County Trust") == organisation("ct") == was
    assert organisation("County Durham and Darlington NHS Foundation Trust") == was
    found = {o.id: o for o in durham.ask(list_organisations)}[was]
    assert found.known_as.count("Trust") == 1
    assert found.agency_group == "Health"
    durham.run(change_organisation, was, replace(details, known_as=()))
    assert [o.known_as for o in durham.ask(list_organisations) if o.id == was] == [()]


@pytest.mark.parametrize(
    ("details", "why"),
    [
        (OrganisationDetails(" "), "Type the organisation's name"),
        (OrganisationDetails("ICB"), "ICB means Integrated Care Board"),
        (OrganisationDetails("Trust", "HDFT"), "HDFT means Harrogate"),
        (OrganisationDetails("Trust", known_as=("Schools",)), "Schools means"),
    ],
)
def test_an_organisation_keeps_a_name_of_its_own(
    durham: Store, organisation: Find, details: OrganisationDetails, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        durham.run(change_organisation, organisation("CDDFT"), details)


def test_a_group_is_added_below_the_others(durham: Store, group: Find) -> None:
    details = GroupDetails(
        "Domestic Abuse Group",
        "DAG",
        purpose="Oversees the plan",
        reports_to_id=group("EXEC"),
        known_as=("DA group", "dag"),
    )
    changes = durham.run(add_group, details)
    made = durham.ask(list_groups)[-1]
    assert made.id == changes.result
    assert (made.code, made.reports_to, made.known_as) == ("DAG", "EXEC", ("DA group",))
    durham.run(undo, changes.entry)
    assert durham.ask(find_group, "DAG") is None


def test_the_first_group_of_a_store_is_added(store: Store) -> None:
    store.run(add_group, GroupDetails("Executive", "EXEC"))
    assert [g.name for g in store.ask(list_groups)] == ["Executive"]


def test_a_renamed_group_is_found_by_its_old_name_and_code(durham: Store, group: Find) -> None:
    was = line(durham, "WLD")
    details = GroupDetails("Workforce Group", "WG", was.kind, known_as=was.known_as)
    durham.run(change_group, was.id, details)
    assert group("WLD") == group("Workforce Learning and Development") == group("WG") == was.id
    assert line(durham, "WG").reports_to == ""


@pytest.mark.parametrize(
    ("name", "code", "known_as", "why"),
    [
        ("", "X", (), "Type the group's name"),
        ("X", " ", (), "Type a short code"),
        ("Neglect", "X", (), "Neglect means Neglect Group"),
        ("X", "plg", (), "plg means Performance"),
        ("X", "Y", ("IDG",), "IDG means Improvement"),
    ],
)
def test_a_group_keeps_names_of_its_own(
    durham: Store, name: str, code: str, known_as: tuple[str, ...], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        durham.run(add_group, GroupDetails(name, code, known_as=known_as))


def test_a_group_never_reports_to_itself(durham: Store, group: Find) -> None:
    details = GroupDetails("Executive", "EXEC", reports_to_id=group("IDG"))
    with pytest.raises(Refused, match="cannot report to itself"):
        durham.run(change_group, group("EXEC"), details)


def test_a_seat_is_added_changed_and_removed(
    durham: Store, group: Find, organisation: Find
) -> None:
    exec_id = group("EXEC")
    added = durham.run(add_seat, exec_id, organisation("HDFT"), " Named  nurse ")
    assert added.words.endswith("on EXEC")
    seat = seats(durham, exec_id)["HDFT"]
    assert (seat.role, seat.kind) == ("Named nurse", "core")
    with pytest.raises(Refused, match="has this seat on EXEC already"):
        durham.run(add_seat, exec_id, organisation("HDFT"), "Named nurse")
    durham.run(change_seat, seat.id, "", "virtual")
    assert seats(durham, exec_id)["HDFT"].kind == "virtual"
    durham.run(remove_seat, seat.id)
    assert "HDFT" not in seats(durham, exec_id)


def test_a_seat_of_a_role_alone_needs_the_role(durham: Store, group: Find) -> None:
    exec_id = group("EXEC")
    with pytest.raises(Refused, match="Choose who holds the seat"):
        durham.run(add_seat, exec_id, None)
    durham.run(add_seat, exec_id, None, "Lay member")
    seat = seats(durham, exec_id)["Lay member"]
    with pytest.raises(Refused, match="needs a role"):
        durham.run(change_seat, seat.id, "  ", "core")
    with pytest.raises(Refused, match="Lay member has this seat"):
        durham.run(add_seat, exec_id, None, "Lay member")
    durham.run(change_seat, seat.id, "Lay adviser", "co-opted")
    assert "Lay adviser" in seats(durham, exec_id)


def test_a_tick_gives_a_seat_and_takes_it_away(
    durham: Store, group: Find, organisation: Find
) -> None:
    exec_id, trust = group("EXEC"), organisation("HDFT")
    durham.run(toggle_seat, trust, exec_id)
    assert "HDFT" in seats(durham, exec_id)
    durham.run(toggle_seat, trust, exec_id)
    assert "HDFT" not in seats(durham, exec_id)
    for role in ("Nurse", "Doctor"):
        durham.run(add_seat, exec_id, trust, role)
    with pytest.raises(Refused, match="holds 2 seats on EXEC"):
        durham.run(toggle_seat, trust, exec_id)
