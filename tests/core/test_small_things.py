"""Identifiers, names, years, places, faults and offers."""

import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core import places
from dscp_desktop.core.faults import CannotOpen, Fault, Refused, Trouble, WrongUse
from dscp_desktop.core.ids import new_id
from dscp_desktop.core.names import near_names, slug, tidy_name
from dscp_desktop.core.offers import ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.core.periods import parse_year, year_before, year_bounds, year_named, year_of


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2100, 1, 1)),
    st.binary(min_size=10, max_size=10),
)
def test_an_id_is_a_uuid_of_version_7_that_sorts_by_time(moment: datetime, noise: bytes) -> None:
    now = moment.replace(tzinfo=UTC)
    made = uuid.UUID(new_id(now, lambda _: noise))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == int(now.timestamp() * 1000)


def test_names_are_the_same_but_for_case_and_spaces() -> None:
    assert tidy_name("  Durham\u00a0 County\nCOUNCIL ") == "durham county council"
    assert tidy_name("Cafe\u0301") == tidy_name("CAFÉ")
    assert near_names("Durham Constabulry", ["Durham Constabulary", "HDFT"]) == (
        "Durham Constabulary",
    )
    assert near_names("zzz", ["HDFT"]) == ()


def test_names_of_our_files_hold_nothing_that_came_from_outside() -> None:
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("Neglect plan on a page – 2023") == "neglect-plan-on-a-page-2023"
    assert slug("***") == "file"


@pytest.mark.parametrize("text", ["2022-23", "2022/23", "2022-2023", "DSCP Budget 2022-2023 (£)"])
def test_a_financial_year_as_people_write_it(text: str) -> None:
    assert parse_year(text) == "2022-23"


@pytest.mark.parametrize("text", ["2022", "2022-24", "year"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2022-23"):
        parse_year(text)


def test_years_run_from_april_to_march() -> None:
    assert year_of(date(2023, 3, 31)) == "2022-23"
    assert year_of(date(2023, 4, 1)) == "2023-24"
    assert year_bounds("1999-00") == (date(1999, 4, 1), date(2000, 3, 31))
    assert year_named(1999) == "1999-00"
    assert year_before("2022-23") == "2021-22"


def test_places_are_found_or_named() -> None:
    assert places.find_place("db/versions").is_dir()
    with pytest.raises(FileNotFoundError, match="resources/nowhere"):
        places.find_place("resources/nowhere")


def test_troubles_carry_their_exit_code() -> None:
    assert [t.exit_code for t in (Trouble, Refused, WrongUse, CannotOpen)] == [1, 1, 2, 3]
    assert Refused("The file is empty.").words == "The file is empty."


def test_a_line_makes_faults_at_its_cells() -> None:
    line = ReadLine("Q1", 7, None, {"level": ("Injury level", "4")})
    assert line.fault("level", "why") == Fault("Q1", 7, "Injury level", "4", "why")
    assert line.fault("other", "why") == Fault("Q1", 7, None, None, "why")
    outcome = SheetOutcome((RowOutcome(1, "new", "a"), RowOutcome(2, "same", "b")))
    assert (outcome.count("new"), outcome.count("changed")) == (1, 0)
