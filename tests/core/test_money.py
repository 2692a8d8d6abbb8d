"""Money: whole pence in and out, and shares that add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.money import (
    parse_pounds,
    pence_of,
    plain_pounds,
    share_out,
    show_pounds,
    show_share,
)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1,234.50", 123450),
        ("39285", 3928500),
        ("39,285", 3928500),
        (" 0.5 ", 50),
        ("-£12", None),
        ("-12", -1200),
    ],
)
def test_amounts_as_people_type_them(text: str, pence: int | None) -> None:
    if pence is None:
        pence = -1200
    assert parse_pounds(text) == pence


@pytest.mark.parametrize("text", ["", "1.2k", "1.234,50", "12.345", "1,23", "pounds"])
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="such as 1,234"):
        parse_pounds(text)


def test_a_number_of_a_workbook() -> None:
    assert pence_of(191604) == 19160400
    assert pence_of(0.1) == 10
    assert pence_of(Decimal("12.34")) == 1234
    with pytest.raises(ValueError, match="parts of a penny"):
        pence_of(1.005)


def test_how_amounts_are_written() -> None:
    assert show_pounds(19160400) == "£191,604"
    assert show_pounds(-80350) == "-£803.50"
    assert plain_pounds(34625700) == "346257.00"
    assert plain_pounds(-5) == "-0.05"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_writing_and_reading_an_amount_are_inverse(pence: int) -> None:
    assert parse_pounds(show_pounds(pence)) == pence
    assert parse_pounds(plain_pounds(pence)) == pence


@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30))
def test_shares_add_up_to_the_whole(amounts: list[int]) -> None:
    shares = share_out(amounts)
    assert sum(shares) == (1000 if sum(amounts) else 0)
    for amount, share in zip(amounts, shares, strict=True):
        exact = amount * 1000 / sum(amounts) if sum(amounts) else 0
        assert abs(share - exact) < 1 + 1e-6


def test_the_published_contributions_share_out() -> None:
    lines = [191604, 105135, 39285, 4873, 2680, 2680]
    shares = share_out(lines)
    assert [show_share(s) for s in shares] == ["55.3%", "30.4%", "11.3%", "1.4%", "0.8%", "0.8%"]
