"""Page numbers of a pack, and of what comes between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.packs.rules.numbers import (
    PageNumber,
    next_numbers,
    numbers_words,
    pages_words,
    parse_number,
    parse_numbers,
    run_of,
    stretches,
    written,
)

NUMBERS = st.builds(PageNumber, st.integers(1, 900), st.integers(0, 2000))


@given(NUMBERS)
def test_a_number_reads_back_as_it_was_written(number: PageNumber) -> None:
    assert parse_number(str(number)) == number


def test_letters_go_on_behind_z() -> None:
    shown = [str(PageNumber(112, n)) for n in (0, 1, 2, 26, 27, 52, 53)]
    assert shown == ["112", "112a", "112b", "112z", "112aa", "112az", "112ba"]


@pytest.mark.parametrize("text", ["", "0", "a", "12A", "12-1", "012", "12 a"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no page number"):
        parse_number(text)


def test_numbers_in_words() -> None:
    numbers = parse_numbers("15 16 17 17a 17b 17d 20")
    assert written(numbers) == "15 16 17 17a 17b 17d 20"
    assert numbers_words(numbers) == "15 to 17, 17a to 17b, 17d, 20"
    assert [len(run) for run in stretches(numbers)] == [3, 2, 1, 1]
    assert pages_words(run_of(93, 1)) == "page 93"
    assert pages_words(run_of(15, 2)) == "pages 15 to 16"
    assert numbers_words(()) == ""


def test_new_numbers_stand_behind_all_that_were_given_out() -> None:
    used = parse_numbers("111 112 112a 113 113c")
    assert written(next_numbers(used, PageNumber(112), 2)) == "112b 112c"
    assert written(next_numbers(used, PageNumber(113, 1), 1)) == "113d"
    assert written(next_numbers((), PageNumber(9, 2), 1)) == "9c"
