"""Returns come in: none lost, none doubled, each fault at its place, no name of a child."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.personal import name_in
from dscp_desktop.partnership.commands.organisations import add_organisation
from dscp_desktop.restraint.commands.homes import add_home, allow_words
from dscp_desktop.restraint.commands.register import (
    add_return,
    change_return,
    set_level,
)
from dscp_desktop.restraint.feature import FEATURE
from dscp_desktop.restraint.queries.frame import frame_rows
from dscp_desktop.restraint.queries.incidents import (
    last_quarter,
    list_homes,
    list_incidents,
    list_returns,
    quarter_of,
)
from dscp_desktop.restraint.rules.incidents import gaps_in, parse_footage, parse_level
from dscp_desktop.restraint.rules.names import child_fault, is_pseudonym
from dscp_desktop.restraint.rules.returns import ReturnDetails, period_in, quarter_words
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.opening import Store
from tests.restraint.conftest import HEADS, sheet_of, take_in

Q1 = "Use of restraint return, quarter 1 2022-23"


def test_four_typists_give_242_incidents_of_four_levels(home: Store) -> None:
    lines = home.ask(list_incidents)
    assert len(lines) == len({line.ref for line in lines}) == 242
    assert Counter(line.level for line in lines) == {0: 201, 1: 39, 2: 1, 3: 1}
    assert Counter(line.values.footage for line in lines).keys() == {"yes", "no", "partly"}
    returns = home.ask(list_returns)
    assert [(one.declared, one.counted) for one in returns] == [
        (53, 53),
        (60, 60),
        (64, 64),
        (65, 65),
    ]
    assert all(one.gaps == () and one.differences == () for one in returns)
    rows, without = home.ask(frame_rows, date(2022, 4, 1), date(2022, 6, 30))
    assert len(rows) == 53
    assert without == ()


def test_the_same_return_again_changes_nothing(home: Store, sheets: tuple[Sheet, ...]) -> None:
    for taken in take_in(home, *sheets):
        assert {row.state for row in taken.rows} == {"same"}
    assert len(home.ask(list_incidents)) == 242


def test_an_export_comes_in_the_same(home: Store) -> None:
    offer = FEATURE.workbooks[0]
    scope = Scope(today=home.today())
    book = read_workbook(write_workbook([home.ask(offer.write, scope)]), "out.xlsx")
    (taken,) = take_in(home, *book.sheets)
    assert taken.count("same") == 242
    assert len(taken.rows) == 242
    assert taken.faults == ()
    values = home.ask(offer.values, scope)
    assert values[0] == {"ref": "RST-001", "date": "2022-04-01", "level": 0}


def test_staff_involved_is_not_kept_and_that_is_said(
    home: Store, sheets: tuple[Sheet, ...]
) -> None:
    (taken, *_) = take_in(home, sheets[0])
    said = [note for note in taken.notes if note.column == "Staff involved"]
    assert [note.why for note in said] == ["Scrutiny has no need of it: not kept."]


def test_each_fault_is_named_by_sheet_row_and_column(durham: Store, faulty: Sheet) -> None:
    (taken,) = take_in(durham, faulty)
    assert [(f.sheet, f.row, f.column) for f in taken.faults] == [
        ("Q1", 6, "Incident ref"),
        ("Q1", 7, "Injury level"),
        ("Q1", 8, "Date"),
        ("Q1", 9, "Incident ref"),
        ("Q1", 10, "Date"),
        ("Q1", 11, "Injury level"),
        ("Q1", 12, "Incident ref"),
    ]
    why = [fault.why for fault in taken.faults]
    assert "Row 5 has RST-001 already" in why[0]
    assert "outside the return" in why[4]
    assert "#N/A" in why[5]
    assert "formula" in why[6]
    assert [row.row for row in taken.rows] == [5, 13, 14]
    serial = next(note for note in taken.notes if note.row == 13)
    assert "09/05/2022" in serial.why
    kept = {line.ref: line.on for line in durham.ask(list_incidents)}
    assert kept["RST-008"] == date(2022, 5, 9)


def test_a_later_return_shows_old_and_new(home: Store) -> None:
    later = sheet_of(["RST-001", date(2022, 4, 1), "Level 2"], title=Q1)
    (taken,) = take_in(home, later)
    (row,) = taken.rows
    assert row.state == "changed"
    assert row.changes == (("Injury", "No injury", "Level 2"),)
    kept = next(line for line in home.ask(list_incidents) if line.ref == "RST-001")
    assert kept.level == 2
    assert kept.values.child == "YP21"  # a blank takes nothing away


def test_a_total_that_the_rows_do_not_give_is_noted(durham: Store) -> None:
    (taken,) = take_in(durham, sheet_of(["R-1", date(2022, 4, 2), 0], ["Total", 3, None], title=Q1))
    assert "declares 3 and lists 1" in taken.notes[0].why
    (one,) = durham.ask(list_returns)
    assert one.differences == ("The return declares 3, the register holds 1.",)


def test_gaps_within_and_between_returns(durham: Store) -> None:
    take_in(
        durham, sheet_of(["R-01", date(2022, 4, 2), 0], ["R-03", date(2022, 5, 2), 0], title=Q1)
    )
    second = Q1.replace("quarter 1", "quarter 2")
    take_in(durham, sheet_of(["R-06", date(2022, 7, 2), 0], title=second))
    assert [one.gaps for one in durham.ask(list_returns)] == [("R-02",), ("R-04", "R-05")]


HEADS_CHILD = (*HEADS, "Young person", "Location")


@pytest.mark.parametrize(
    ("child", "place", "column"),
    [
        ("Jordan Smith", "Garden", "Young person"),
        ("JS", "Garden", "Young person"),
        ("YP07", "Corridor, with Chloe", "Location"),
        ("YP07", "Grace Miller's room", "Location"),
    ],
)
def test_what_looks_like_a_name_is_questioned_before_it_is_stored(
    durham: Store, child: str, place: str, column: str
) -> None:
    row = ["R-1", date(2022, 4, 2), 0, child, place]
    (taken,) = take_in(durham, sheet_of(row, title=Q1, heads=HEADS_CHILD))
    assert [(f.row, f.column) for f in taken.faults] == [(3, column)]
    assert "looks like a name" in taken.faults[0].why
    assert durham.ask(list_incidents) == ()


def test_words_said_to_be_no_name_are_taken(durham: Store) -> None:
    row = ["R-1", date(2022, 4, 2), 0, "Falcon", "Lewis House"]
    for words in ("falcon", "Lewis House"):
        durham.run(allow_words, words)
    (taken,) = take_in(durham, sheet_of(row, title=Q1, heads=HEADS_CHILD))
    assert taken.faults == ()
    with pytest.raises(Refused):
        durham.run(allow_words, " ")


def test_without_a_home_nothing_is_taken(store: Store) -> None:
    (taken,) = take_in(store, sheet_of(["R-1", date(2022, 4, 2), 0], title=Q1))
    assert "No secure children's home" in taken.faults[0].why


def test_with_two_homes_the_sheet_says_which(durham: Store) -> None:
    other = durham.run(add_organisation, "Second home").result
    durham.run(add_home, str(other), 30)
    with pytest.raises(Refused):
        durham.run(add_home, str(other))
    (taken,) = take_in(durham, sheet_of(["R-1", date(2022, 4, 2), 0], title=Q1))
    assert "Say above the table which home" in taken.faults[0].why
    named = sheet_of(["R-1", date(2022, 4, 2), 0], title=f"{Q1}\nHome: Second home")
    (taken,) = take_in(durham, named)
    assert taken.faults == ()
    (line,) = durham.ask(list_incidents)
    assert line.home == "Second home"
    assert line.kept_until == date(2022, 5, 2)
    wrong = sheet_of(["R-1", date(2022, 4, 2), 0], title=f"{Q1}\nHome: Nowhere")
    (taken,) = take_in(durham, wrong)
    assert "There is no home" in taken.faults[0].why


def test_a_return_is_recorded_and_its_differences_are_shown(durham: Store) -> None:
    ((home_id, _),) = durham.ask(list_homes)
    take_in(durham, sheet_of(["R-1", date(2022, 4, 2), 0]))
    details = ReturnDetails(date(2022, 7, 5), "Deputy  manager", 1, 2, 1, "by post")
    first, last = date(2022, 4, 1), date(2022, 6, 30)
    made = str(durham.run(add_return, home_id, first, last, details).result)
    (one,) = durham.ask(list_returns)
    assert (one.counted, one.supplied_by) == (1, "Deputy manager")
    assert one.differences == ("Reported to the Youth Custody Service: 2, the register holds 1.",)
    for wrong in ((last, first), (first, last)):
        with pytest.raises(Refused):
            durham.run(add_return, home_id, *wrong, details)
    with pytest.raises(Refused):
        durham.run(change_return, made, ReturnDetails(declared=-1))
    with pytest.raises(Refused):
        durham.run(change_return, made, ReturnDetails(note="Asked Chloe"))


def test_an_incident_without_level_is_told_apart_and_mended(durham: Store) -> None:
    take_in(durham, sheet_of(["R-1", date(2022, 4, 2), None], title=Q1))
    assert durham.ask(frame_rows, date(2022, 4, 1), date(2022, 6, 30)) == ((), ("R-1",))
    (line,) = durham.ask(list_incidents)
    durham.run(set_level, line.id, 3)
    rows, without = durham.ask(frame_rows, date(2022, 4, 1), date(2022, 6, 30))
    assert (rows[0].stratum, without) == ("3", ())
    with pytest.raises(Refused):
        durham.run(set_level, line.id, 4)


def test_an_incident_to_come_is_a_fault_where_no_title_says_the_period(durham: Store) -> None:
    (taken,) = take_in(durham, sheet_of(["R-1", date(2032, 4, 2), 0]))
    assert "still to come" in taken.faults[0].why


def test_lines_above_the_table_say_who_supplied_it(durham: Store) -> None:
    title = f"{Q1}\nSupplied by: Registered manager\nReported to Ofsted: 1\nReported to YCS: 2"
    take_in(durham, sheet_of(["R-1", date(2022, 4, 2), 0], ["Total", 1, None], title=title))
    (one,) = durham.ask(list_returns)
    assert (one.supplied_by, one.reported_ofsted, one.reported_ycs) == ("Registered manager", 1, 2)
    (again,) = take_in(
        durham,
        sheet_of(["R-1", date(2022, 4, 2), 0], ["Total", 2, None], title=title),
    )
    assert again.rows[0].changes == (("Declared total", "1", "2"),)


MORE = (*HEADS, "Debrief with child", "Recorded at", "Duration (mins)", "Age", "CCTV available")


def test_odd_cells_are_read_or_refused_in_words(durham: Store) -> None:
    good = ["R-1", "2 April 2022", 0, "Declined", "02/04/2022 14:05", 5, 14, "Partial"]
    before = ["R-2", "02/04/2022", 0, "01/04/2022", "02/04/2022", None, None, None]
    bad = ["R,3", "02/04/2022", "x", None, "soon", 9_999, 99, "perhaps"]
    none = ["R-4", None, 0]
    (taken,) = take_in(durham, sheet_of(good, before, bad, none, title=Q1, heads=MORE))
    assert {(f.row, f.column) for f in taken.faults} == {
        (5, "Incident ref"),
        (5, "Injury level"),
        (5, "Recorded at"),
        (5, "Duration (mins)"),
        (5, "Age"),
        (5, "CCTV available"),
        (6, "Date"),
    }
    words = {note.row: note.why for note in taken.notes}
    assert "gives no day" in words[3]
    assert "before the incident" in words[4]
    one = durham.ask(list_incidents)[0].values
    assert one.recorded_at == "2022-04-02T14:05"
    assert durham.ask(list_incidents)[1].values.recorded_at == "2022-04-02"


@pytest.mark.parametrize("text", ["None", "No injury", "0", "0.0", "nil"])
def test_no_injury_as_typists_write_it(text: str) -> None:
    assert parse_level(text) == 0


@pytest.mark.parametrize("text", ["4", "-1", "1.5", "high", "level"])
def test_no_other_level(text: str) -> None:
    with pytest.raises(ValueError, match="not an injury level"):
        parse_level(text)


def test_small_words() -> None:
    assert parse_level("Level 3") == 3
    assert parse_level("") is None
    assert parse_footage("N") == "no"
    assert is_pseudonym("YP 7")
    assert child_fault("Falcon", {"falcon"}) == ""
    assert name_in("Summer house") == ""
    assert name_in("Prevent harm to self") == ""
    assert period_in(["Year 2022/23"]) == (date(2022, 4, 1), date(2023, 3, 31))
    assert period_in(["no year"]) is None
    assert quarter_words(date(2023, 1, 1)) == "Quarter 4, 2022-23"
    assert quarter_of(date(2022, 12, 5)) == (date(2022, 10, 1), date(2022, 12, 31))


def test_the_last_quarter_over(home: Store) -> None:
    assert home.ask(last_quarter, date(2022, 12, 30)) == (date(2022, 7, 1), date(2022, 9, 30))
    assert home.ask(last_quarter, date(2020, 1, 1)) == (date(2022, 4, 1), date(2022, 6, 30))


@given(st.sets(st.integers(1, 60), min_size=1), st.integers(0, 4))
def test_gaps_are_exactly_what_is_missing(numbers: set[int], width: int) -> None:
    refs = [f"R-{number:0{width}d}" for number in numbers]
    missing = set(range(min(numbers), max(numbers) + 1)) - numbers
    assert [int(gap.rpartition("-")[2]) for gap in gaps_in(refs)] == sorted(missing)


@given(st.lists(st.text("RS-019", max_size=5), max_size=12))
def test_a_reference_is_parted_where_its_last_digits_begin(refs: list[str]) -> None:
    series: dict[str, set[int]] = {}
    wide: dict[str, int] = {}
    for found in filter(None, (re.fullmatch(r"(.*?)(\d+)", ref) for ref in refs)):
        head, number = found.groups()
        series.setdefault(head, set()).add(int(number))
        wide[head] = max(wide.get(head, 0), len(number) if number.startswith("0") else 0)
    missing = [
        f"{head}{lost:0{wide[head]}d}"
        for head, numbers in sorted(series.items())
        for lost in range(min(numbers), max(numbers))
        if lost not in numbers
    ]
    assert gaps_in(refs) == tuple(missing[:200])


def test_what_is_no_series_has_no_gap() -> None:
    assert gaps_in(["alpha", "R-1", "S-9"]) == ()
    assert len(gaps_in(["R-1", "R-9000"])) == 200
