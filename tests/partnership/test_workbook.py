"""The membership matrix in, and ours out and in again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from dscp_desktop.core.offers import Reading, Scope, SheetOutcome
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.partnership.commands.membership import take_membership
from dscp_desktop.partnership.commands.organisations import ensure_party
from dscp_desktop.partnership.commands.seats import add_seat, end_seat
from dscp_desktop.partnership.feature import FEATURE
from dscp_desktop.partnership.queries.parties import find_group, list_organisations, load_names
from dscp_desktop.partnership.queries.seats import list_seats
from dscp_desktop.partnership.workbook import read_membership, recognise_membership
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.opening import Store
from tests.partnership.conftest import Find

Take = Callable[[Reading], SheetOutcome]
SCOPE = Scope(date(2023, 10, 19))
HEADS = ("Organisation", "Kind", "Agency group", "PLG", "IDG")
OFFER = FEATURE.workbooks[0]


def sheet(*rows: tuple[Value, ...], heads: tuple[str, ...] = HEADS) -> Sheet:
    filled = [(*row, *[None] * (len(heads) - len(row))) for row in rows]
    return Sheet("Membership", True, (heads, *filled))


def read(found: Sheet) -> Reading:
    recognised = recognise_membership(found)
    assert recognised is not None
    return read_membership(found, recognised)


def counts(outcome: SheetOutcome) -> tuple[int, int, int]:
    return outcome.count("new"), outcome.count("changed"), outcome.count("same")


def test_the_office_matrix_comes_in_and_is_then_all_the_same(
    membership: Sheet, take: Take, durham: Store
) -> None:
    first = take(read(membership))
    assert first.faults == ()
    assert counts(first) == (0, 21, 4)
    changed = {row.label: row.changes for row in first.rows}
    assert ("Seat", "", "CEG") in changed["The Prison Service"]
    voice = next(row for row in first.rows if row.label == "Durham Voice")
    assert voice.cells == ("Relevant agency", "Voluntary sector", "")
    again = take(read(membership))
    assert counts(again) == (0, 0, 25)
    assert again.faults == ()
    seats = {o.name: o.groups for o in durham.ask(list_organisations)}
    assert seats["Faith Groups"] == ("EXT", "IDG", "PLG")


def test_what_goes_out_comes_in_all_the_same(membership: Sheet, take: Take, durham: Store) -> None:
    take(read(membership))
    data = write_workbook([durham.ask(OFFER.write, SCOPE)])
    reading = read(read_workbook(data, "out.xlsx").sheets[0])
    assert reading.faults == ()
    out = take(reading)
    assert out.faults == ()
    assert counts(out) == (0, 0, len(durham.ask(list_organisations)))


@pytest.mark.parametrize(
    "profile", ["any-partnership", "derby-derbyshire-2021-22", "durham-2025-27"]
)
def test_every_profile_goes_out_and_comes_in_the_same(profile: str, store: Store) -> None:
    from dscp_desktop.app.beginning import begin_from

    store.run(begin_from, load_profile(profile))
    data = write_workbook([store.ask(OFFER.write, SCOPE)])
    reading = read(read_workbook(data, "out.xlsx").sheets[0])
    assert reading.faults == ()
    outcome = store.rehearse(take_membership, reading)
    assert outcome.faults == ()
    assert counts(outcome) == (0, 0, len(store.ask(list_organisations)))


def test_scripts_read_organisations_with_their_groups(durham: Store) -> None:
    values = durham.ask(OFFER.values, SCOPE)
    council = next(v for v in values if v["name"] == "Durham County Council")
    assert council == {
        "name": "Durham County Council",
        "short_name": "",
        "kind": "statutory partner",
        "agency_group": "",
        "groups": ["CDOP", "CEG", "EXEC", "EXT", "IDG", "NEG", "PLG", "WLD"],
    }


def test_other_sheets_are_not_taken() -> None:
    assert recognise_membership(Sheet("S", True, (("Partner", "Amount"),))) is None


def test_a_new_organisation_is_added_with_its_seats(take: Take, durham: Store) -> None:
    outcome = take(read(sheet(("Local Radio", "Other", "Education", "Y", "y"))))
    assert counts(outcome) == (1, 0, 0)
    made = next(o for o in durham.ask(list_organisations) if o.name == "Local Radio")
    assert (made.kind, made.agency_group, made.groups) == ("other", "Education", ("IDG", "PLG"))
    assert counts(take(read(sheet(("local radio", "Other", None, "Y"))))) == (0, 0, 1)


def test_a_new_organisation_without_an_agency_group(take: Take, durham: Store) -> None:
    take(read(sheet(("Local Radio", "Other"))))
    made = next(o for o in durham.ask(list_organisations) if o.name == "Local Radio")
    assert (made.agency_group, made.groups) == ("", ())


def test_kind_and_agency_group_are_changed_and_told(take: Take) -> None:
    row = take(read(sheet(("New College Durham", "Other", "Health")))).rows[0]
    assert row.state == "changed"
    assert row.changes == (
        ("Kind", "relevant agency", "other"),
        ("Agency group", "Education", "Health"),
    )
    first = take(read(sheet(("Public Health", "Relevant agency", "Health")))).rows[0]
    assert first.changes == (("Agency group", "", "Health"),)


def test_a_blank_takes_no_seat_away_and_is_noted(
    take: Take, durham: Store, group: Find, organisation: Find
) -> None:
    for role in ("", "Deputy"):
        durham.run(add_seat, group("PLG"), organisation("CDDFT"), role)
    outcome = take(read(sheet(("CDDFT", "Relevant agency", "Health"))))
    assert counts(outcome) == (0, 0, 1)
    assert [note.why for note in outcome.notes] == [
        "The sheet leaves PLG blank; its seat there is kept."
    ]
    assert outcome.notes[0].row == 2


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ((None, "Other"), "Organisation", "needs the name"),
        (("A", "Charity"), "Kind", "A kind is one of: statutory partner"),
        (("A", None), "Kind", "A kind is one of"),
        (("A", "Other", None, "perhaps"), "PLG", ""),
    ],
)
def test_each_fault_names_its_cell(row: tuple[Value, ...], column: str, why: str) -> None:
    reading = read(sheet(("Schools", "Other"), row))
    assert [line.value.name for line in reading.lines] == ["Schools"]
    assert [(f.row, f.column) for f in reading.faults] == [(3, column)]
    assert why in reading.faults[0].why


def test_an_error_of_excel_is_the_only_fault_of_its_cell() -> None:
    plain = sheet((None, "Other"), ("B", "Other"))
    reading = read(replace(plain, errors={(2, 1): "#REF!"}))
    assert [(f.row, f.column, f.value) for f in reading.faults] == [(2, "Organisation", "#REF!")]
    assert [line.value.name for line in reading.lines] == ["B"]


def test_two_rows_without_a_name_are_not_called_the_same() -> None:
    reading = read(sheet((None, "Other", None, "Y"), (None, "Other", None, "Y")))
    assert [f.why for f in reading.faults] == [
        "Every row needs the name of an organisation.",
    ] * 2


def test_the_same_name_twice_is_a_fault_in_the_second_row() -> None:
    reading = read(sheet(("Schools", "Other"), ("  SCHOOLS", "Other")))
    assert len(reading.lines) == 1
    assert reading.faults[0].why == "SCHOOLS stands in row 2 already. Leave one of the two."


def test_a_column_set_to_not_taken_is_left_alone() -> None:
    found = sheet(("Schools", "Other", None, "Y", "what?"))
    recognised = recognise_membership(found)
    assert recognised is not None
    columns = tuple((c, h, "" if h == "IDG" else f) for c, h, f in recognised.columns)
    reading = read_membership(found, replace(recognised, columns=columns))
    assert reading.faults == ()
    assert reading.lines[0].value.groups == ("PLG",)


def test_unknown_groups_are_faults_and_near_ones_are_named(take: Take) -> None:
    heads = (*HEADS[:3], "Neglct", "IDG")
    found = sheet(
        ("Schools", "Other", None, "Y"), ("Local Radio", "Other", "Helth", None, "Y"), heads=heads
    )
    outcome = take(read(found))
    assert outcome.rows == ()
    assert [(f.row, f.column) for f in outcome.faults] == [(2, "Neglct"), (3, "Agency group")]
    assert "No group is called Neglct. Perhaps Neglect Group" in outcome.faults[0].why
    assert "Perhaps Health" in outcome.faults[1].why


def test_a_subgroup_is_no_agency_group(take: Take) -> None:
    outcome = take(read(sheet(("Schools", "Other", "PLG"))))
    assert "No agency group is called this." in outcome.faults[0].why


def test_an_unknown_owner_is_added_and_said(durham: Store) -> None:
    def ensure(session: Session) -> tuple[bool, bool, str]:
        names = load_names(session)
        _, names, was_added = ensure_party(session, names, "ICB")
        party, _, added = ensure_party(session, names, " Local  Radio")
        return was_added, added, party.name

    assert durham.rehearse(ensure) == (False, True, "Local Radio")


def test_an_organisation_under_two_names_is_a_fault(take: Take) -> None:
    full = "Harrogate and District NHS Foundation Trust"
    found = take(
        read(sheet(("HDFT", "Relevant agency", None, "Y"), (full, "Relevant agency", None, "N")))
    )
    (wrong,) = found.faults
    assert (wrong.row, wrong.column, wrong.value) == (3, "Organisation", full)
    assert "as row 2 is already" in wrong.why


@pytest.mark.parametrize("second", ["PLG", "Performance and Learning Group"])
def test_a_group_in_two_columns_is_a_fault(take: Take, second: str) -> None:
    heads = ("Organisation", "Kind", "Agency group", "PLG", second)
    found = take(read(sheet(("HDFT", "Relevant agency", None, "Y", "N"), heads=heads)))
    assert found.rows == ()
    assert {(f.row, f.column) for f in found.faults} == {(2, second)}
    assert "Leave one of the two columns" in found.faults[0].why


def test_seats_that_ended_stay_out_and_are_not_opened_again(take: Take, durham: Store) -> None:
    plg = durham.ask(find_group, "PLG")
    assert plg is not None
    council = next(s for s in durham.ask(list_seats, plg.id) if s.holder == "Durham County Council")
    durham.run(end_seat, council.id, "2023-09-30")
    line = next(o for o in durham.ask(list_organisations) if o.name == "Durham County Council")
    assert "PLG" not in line.groups
    ticked = sheet(("Durham County Council", "Statutory partner", None, "Y", "Y"))
    outcome = take(read(ticked))
    assert counts(outcome) == (0, 0, 1)
    assert [note.why for note in outcome.notes] == [
        "The seat on PLG ended: 30 September 2023 was its last. It is not opened again by a "
        "sheet; open the group to give it a new one."
    ]
    data = write_workbook([durham.ask(OFFER.write, SCOPE)])
    again = take(read(read_workbook(data, "out.xlsx").sheets[0]))
    assert counts(again)[:2] == (0, 0)
    assert again.notes == ()
    assert len(durham.ask(list_seats, plg.id)) == 5


def test_groups_that_ended_have_no_column(durham: Store) -> None:
    heads = [column.heading for column in durham.ask(OFFER.write, SCOPE).columns]
    assert "PLG" in heads
    assert "PCI" not in heads
