"""What is typed among the words of a search: a kind, a group, a year."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dscp_desktop.app.features import FEATURES
from dscp_desktop.app.narrowing import find_typed, kinds_of, read_typed
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import EVERYTHING
from dscp_desktop.store.whereabouts import Narrow

TITLES = {kind: title for kind, (_, title) in kinds_of(FEATURES).items()}


def test_a_kind_a_group_and_a_year_may_stand_among_the_words(durham: Store) -> None:
    group = durham.ask(find_group, "PLG")
    assert group is not None
    told = 'neglect kind:papers group:PLG year:2023-24 "early help" Year:2023'
    words, narrow = durham.ask(read_typed, told, TITLES)
    assert words == 'neglect "early help"'
    assert narrow == Narrow(("paper",), group.id, "2023-24")
    named = durham.ask(read_typed, f'x group:"{group.name}" kind:"agenda item"', TITLES)
    assert named == ("x", Narrow(("agenda item",), group.id))
    several = durham.ask(read_typed, "x kind:audit", TITLES)[1].kinds
    assert {"audit", "audit return", "audit tool"} <= set(several)


@pytest.mark.parametrize(
    "told", ["group:NOBODY x", "year:soon x", "year:2023-25 x", "kind: x", "group:", "mykind:paper"]
)
def test_what_names_nothing_is_a_word_like_others(durham: Store, told: str) -> None:
    assert durham.ask(read_typed, told, TITLES) == (told, EVERYTHING)


def test_what_is_chosen_counts_before_what_is_typed(office_year: Store) -> None:
    (first,) = office_year.ask(find_typed, "ex kind:action", TITLES, 1).hits
    chosen = Narrow(year=first.belongs.year)
    found = office_year.ask(find_typed, "ex year:2019 kind:action", TITLES, 30, chosen, True)
    assert found.narrow == Narrow(("action",), "", chosen.year)
    assert {hit.kind for hit in found.hits} == {"action"}
    assert all(found.where(hit).startswith("EXEC, ") for hit in found.hits)
    assert found.words == "ex"
    assert found.counted is not None
    assert found.counted.kinds["meeting"] > 0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet='kindgroupyear:" 2023-PLG()*', max_size=40))
def test_no_typed_text_is_an_error(durham: Store, told: str) -> None:
    assert durham.ask(find_typed, told, TITLES, 5).hits is not None
