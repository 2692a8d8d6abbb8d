"""How far long work is: parts of the whole in their order, and stopping at any of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused, Stopped
from dscp_desktop.core.names import marked_name
from dscp_desktop.core.pace import UNWATCHED, Pace

PARTS = st.floats(0, 1)


@given(st.tuples(PARTS, PARTS).map(sorted), st.integers(0, 40), st.integers(0, 40))
def test_a_step_stays_between_its_ends(ends: list[float], done: int, whole: int) -> None:
    told: list[tuple[str, float]] = []
    Pace(lambda *said: told.append(said)).step(*ends).at("Copying", done, whole)
    [(words, part)] = told
    assert words == "Copying"
    assert ends[0] - 1e-9 <= part <= ends[1] + 1e-9


def test_stopping_is_a_refusal_that_tells_nobody_further() -> None:
    told: list[tuple[str, float]] = []
    pace = Pace(lambda *said: told.append(said), lambda: len(told) > 1)
    pace.at("One", 1, 4)
    pace.step(0.5, 1).at("Two", 1, 2)
    with pytest.raises(Stopped, match="Nothing was changed") as said:
        pace.close("Three")
    assert isinstance(said.value, Refused)
    assert told == [("One", 0.25), ("Two", 0.75)]
    UNWATCHED.close("Nobody hears")


def test_the_name_of_a_file_carries_the_mark() -> None:
    assert marked_name("actions.csv", "SAMPLE") == "SAMPLE-actions.csv"
    assert marked_name("actions.csv", "") == "actions.csv"
