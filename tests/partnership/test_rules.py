"""Names, and how a stretch of time is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.names import tidy_name
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP, Names, Party, index_names
from dscp_desktop.partnership.rules.parties import named_once as once
from dscp_desktop.partnership.rules.spans import in_time

BOARD = Party("o1", "statutory partner", "Integrated Care Board (ICB)", "ICB")
SCHOOLS = Party("o2", "relevant agency", "Schools", "Schools")
HEALTH = Party("g1", AGENCY_GROUP, "Health", "Health", is_group=True, code="HG")
PLG = Party("g2", "subgroup", "Performance and Learning Group", "PLG", is_group=True, code="PLG")
NAMES = Names(
    index_names([(BOARD, ("Integrated Care Board (ICB)", "ICB", "")), (SCHOOLS, ("Schools",))]),
    index_names([(HEALTH, ("Health", "HG", "Schools")), (PLG, (PLG.name, "PLG"))]),
)


def test_a_name_is_matched_exactly_whatever_its_case_and_spaces() -> None:
    assert NAMES.organisation("  icb ") is BOARD
    assert NAMES.organisation("integrated  care board (icb)") is BOARD
    assert NAMES.organisation("Care Board") is None
    assert NAMES.group("plg") is PLG


def test_an_owner_is_an_organisation_else_an_agency_group_never_a_subgroup() -> None:
    assert NAMES.party("Schools") is SCHOOLS
    assert NAMES.party("health") is HEALTH
    assert NAMES.party("PLG") is None
    assert NAMES.party("nobody") is None


def test_near_names_are_suggested() -> None:
    assert NAMES.near("Scools") == " Perhaps Schools."
    assert NAMES.near("xyz") == ""


def test_the_first_to_carry_a_name_keeps_it() -> None:
    assert index_names([(BOARD, ("Same",)), (SCHOOLS, ("same",))]) == {"same": BOARD}


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("", "", ""),
        ("2022-07-01", "", "From 1 July 2022"),
        ("", "2022-06-30", "Until 30 June 2022"),
        ("2019-04", "2022-06-30", "April 2019 to 30 June 2022"),
        ("2019", "", "From 2019"),
    ],
)
def test_a_stretch_of_time_is_said_in_words(starts: str, ends: str, words: str) -> None:
    assert in_time(starts, ends) == words


@given(st.lists(st.text(max_size=12)), st.lists(st.text(max_size=12)))
def test_names_are_kept_once_and_never_one_that_is_taken(
    names: list[str], taken: list[str]
) -> None:
    kept = once(names, taken)
    tidy = [tidy_name(name) for name in kept]
    assert len(set(tidy)) == len(tidy)
    assert not set(tidy) & {tidy_name(name) for name in taken}
    assert all(name == " ".join(name.split()) != "" for name in kept)
    assert once(kept) == kept
