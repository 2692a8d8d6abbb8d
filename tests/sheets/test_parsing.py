from __future__ import annotations

import datetime as d
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.money import show_pounds
from dscp_desktop.sheets.parsing import (
    CellFault,
    Read,
    as_date,
    as_pence,
    as_text,
    as_time,
    as_whole,
    as_yes,
    required,
)
from dscp_desktop.sheets.values import Cell, Value
from tests.sheets.test_values import ANY_VALUE

ALL: tuple[Callable[..., Read[Any]], ...] = (
    *(as_text, as_date, as_time, as_pence, as_whole, as_yes),
)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (d.date(2022, 4, 2), d.date(2022, 4, 2)),
        (d.datetime(2022, 4, 2, 9, 30), d.date(2022, 4, 2)),
        ("04/07/2022", d.date(2022, 7, 4)),
        (" 4.7.22 ", d.date(2022, 7, 4)),
        ("4-7-99", d.date(1999, 7, 4)),
        ("2022-07-04", d.date(2022, 7, 4)),
        ("2022-07-04 00:00:00", d.date(2022, 7, 4)),
        ("11 May 23", d.date(2023, 5, 11)),
        ("09 Nov 23", d.date(2023, 11, 9)),
        ("Thursday 26 October 2023", d.date(2023, 10, 26)),
        ("Thu, 26 Oct 2023", d.date(2023, 10, 26)),
        ("1st Sept. 2023", d.date(2023, 9, 1)),
        ("26-Oct-2023", d.date(2023, 10, 26)),
        ("26\u00a0October\u00a02023", d.date(2023, 10, 26)),
        ("29/02/2024", d.date(2024, 2, 29)),
    ],
)
def test_dates(value: Value, day: d.date) -> None:
    assert as_date(value) == Read(day)


def test_a_serial_number_is_read_with_a_note() -> None:
    read = as_date(44690)
    assert read.value == d.date(2022, 5, 9)
    assert "44690" in read.note
    assert "09/05/2022" in read.note
    assert as_date(44690.75).value == d.date(2022, 5, 9)
    assert as_date(Cell(43228, from_1904=True)).value == d.date(2022, 5, 9)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("31/02/2022", "February 2022 has 28 days."),
        ("0/1/2022", "January 2022 has 31 days."),
        ("01/13/2022", "There is no month 13."),
        ("01/01/0022", "The year 22 cannot be right."),
        ("5 Brumaire 2022", "is not a date"),
        ("soon", "is not a date"),
        ("x" * 500, "…"),
        (12, "A number, not a date."),
        (1e300, "A number, not a date."),
        (True, "This is not a date."),
        (d.time(9, 30), "This is not a date."),
    ],
)
def test_what_is_no_date(value: Value, why: str) -> None:
    with pytest.raises(CellFault) as caught:
        as_date(value)
    assert why in caught.value.why
    assert len(caught.value.why) < 140


@given(st.dates(d.date(2000, 1, 1), d.date(2069, 12, 31)))
def test_every_way_to_write_a_day(day: d.date) -> None:
    written = (f"{day:%d/%m/%Y}", f"{day:%d %b %y}", f"{day:%A %d %B %Y}", day.isoformat())
    assert {as_date(text).value for text in written} == {day}
    assert as_date((day - d.date(1899, 12, 30)).days).value == day


@pytest.mark.parametrize(
    ("value", "clock"),
    [
        (d.time(9, 30), d.time(9, 30)),
        (d.time(9, 29, 59, 999_000), d.time(9, 30)),
        (d.datetime(2022, 1, 1, 14, 5), d.time(14, 5)),
        (0.5, d.time(12)),
        (0, d.time(0)),
        (0.3958333333, d.time(9, 30)),
        ("09:30", d.time(9, 30)),
        ("9.30", d.time(9, 30)),
        ("9:30:15", d.time(9, 30, 15)),
        ("9.30am", d.time(9, 30)),
        ("12 p.m.", d.time(12)),
        ("12:10 AM", d.time(0, 10)),
        ("7pm", d.time(19)),
        ("Noon", d.time(12)),
    ],
)
def test_times(value: Value, clock: d.time) -> None:
    assert as_time(value) == Read(clock)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("9", "is not a time"),
        ("late", "is not a time"),
        ("25:00", "from 00:00 to 23:59"),
        ("9:75", "from 00:00 to 23:59"),
        ("13:00 pm", "no such hour"),
        (9, "This is not a time."),
        (True, "This is not a time."),
        (1.5, "This is not a time."),
        (d.date(2022, 1, 1), "This is not a time."),
    ],
)
def test_what_is_no_time(value: Value, why: str) -> None:
    with pytest.raises(CellFault, match=why):
        as_time(value)


@pytest.mark.parametrize(
    ("value", "pence", "mark"),
    [
        (191604, 19_160_400, ""),
        (1234.5, 123_450, ""),
        (0.1 + 0.2, 30, ""),
        (-803, -80_300, ""),
        ("39,285*", 3_928_500, "*"),
        ("* 39,285", 3_928_500, "*"),
        ("£1,234.50", 123_450, ""),
        ("£ 1234.5", 123_450, ""),
        ("(1,234.50)", -123_450, ""),
        ("(£1,234.50)†", -123_450, "†"),
        ("-£5", -500, ""),
        ("£-5", -500, ""),
        ("−5.00", -500, ""),
        ("4,873\u00a0", 487_300, ""),
    ],
)
def test_amounts(value: Value, pence: int, mark: str) -> None:
    assert as_pence(value) == Read(pence, "", mark)


def test_a_dash_is_nothing_and_said() -> None:
    assert as_pence("-") == Read(0, "“-” was read as nothing.")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("£1.2k", "Type the whole amount"),
        ("1.2 million", "Type the whole amount"),
        ("1.234,50", "the other way round"),
        ("234,50", "the other way round"),
        ("€50", "not in pounds"),
        ("1,23", "the other way round"),
        ("1,2345", "is not an amount"),
        ("tbc", "is not an amount"),
        ("1.234", "is not an amount"),
        ("9" * 6000, "is not an amount"),
        (1.005, "parts of a penny"),
        (1e15, "larger than any budget"),
        (float("nan"), "larger than any budget"),
        (True, "This is not an amount."),
        (d.date(2022, 1, 1), "This is not an amount."),
    ],
)
def test_what_is_no_amount(value: Value, why: str) -> None:
    with pytest.raises(CellFault, match=why):
        as_pence(value)


@given(st.integers(-(10**11), 10**11))
def test_every_amount_shown_is_read_back(pence: int) -> None:
    assert as_pence(show_pounds(pence)).value == pence
    assert as_pence(pence / 100).value == pence


@pytest.mark.parametrize(
    ("value", "number"),
    [(12, 12), (12.0, 12), ("12", 12), ("1,200", 1200), ("-3", -3), ("−3", -3), ("007", 7)],
)
def test_whole_numbers(value: Value, number: int) -> None:
    assert as_whole(value) == Read(number)


@pytest.mark.parametrize(
    "value",
    [1.5, "1.5", "a", "1,23", "²", "9" * 6000, True, d.date(2022, 1, 1), float("inf")],
)
def test_what_is_no_whole_number(value: Value) -> None:
    with pytest.raises(CellFault, match="whole"):
        as_whole(value)


def test_yes_and_no() -> None:
    assert {as_yes(v).value for v in ("Yes", "y", " YES ", True, 1, "x", "✓")} == {True}
    assert {as_yes(v).value for v in ("No", "n", False, 0)} == {False}
    with pytest.raises(CellFault, match="neither Yes nor No"):
        as_yes("Partial")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  a\u00a0\u00a0b ", "a b"),
        ("a \r\n b\rc", "a\nb\nc"),
        ("e\u0301\u200b", "é"),
        (5, "5"),
        (1.5, "1.5"),
        (True, "Yes"),
        (False, "No"),
        (d.date(2022, 4, 1), "01/04/2022"),
        (d.datetime(2022, 4, 1, 9, 30), "01/04/2022 09:30"),
        (d.time(9, 30), "09:30"),
        ("=1+1", "=1+1"),
        ("\ufeff", ""),
    ],
)
def test_text(value: Value, text: str) -> None:
    assert as_text(value) == Read(text)


@pytest.mark.parametrize("read", ALL)
def test_an_empty_cell_is_no_fault_and_an_error_is(read: Callable[..., Read[Any]]) -> None:
    assert not read(Cell(None)).value
    assert not read(" \u00a0").value
    with pytest.raises(CellFault, match=r"The cell holds Excel's error #N/A\. Type the incident"):
        read(Cell(None, error="#N/A"), "incident")


def test_a_formula_without_a_result() -> None:
    cell = Cell(None, formula='=HYPERLINK("x")')
    with pytest.raises(CellFault, match=r"^A formula, not a reference\."):
        as_text(cell, "reference")
    with pytest.raises(CellFault, match=r"^A formula, not an amount\."):
        as_pence(cell)
    with pytest.raises(CellFault, match=r"^A formula, not text\."):
        as_text(cell)
    assert as_pence(Cell(5, formula="=A1")).value == 500


def test_what_must_be_there() -> None:
    assert required(as_whole, Cell("3"), "level").value == 3
    assert required(as_yes, False, "answer").value is False
    assert required(as_whole, 0, "level").value == 0
    for empty in (Cell(None), "", " "):
        with pytest.raises(CellFault, match=r"The cell is empty\. Type the reference\."):
            required(as_text, empty, "reference")


@given(ANY_VALUE)
def test_any_value_is_read_or_is_a_fault_in_words(value: Value) -> None:
    for read in ALL:
        why = "."
        try:
            assert isinstance(read(Cell(value)), Read)
        except CellFault as fault:
            why = fault.why
        assert why.endswith(".")


def test_signs_that_hide_or_cannot_go_out_again_do_not_come_in() -> None:
    assert as_text("a\x00b\x1b[31m\x85c").value == "a\ufffdb\ufffd[31m c"
    assert as_text("abc\u202egnp.exe\u2066").value == "abcgnp.exe"
    assert as_text("tab\tin\u2028next").value == "tab in next"
    assert as_text("تقرير 保护 🙂").value == "تقرير 保护 🙂"


@pytest.mark.parametrize(
    "text", ["Mon 1 Sep 2023", "Sunday, 1st September 2023", "Someday 1 Sep 23"]
)
def test_a_weekday_that_is_not_the_one_of_the_date_is_a_fault(text: str) -> None:
    with pytest.raises(CellFault, match=r"01/09/2023 is a Friday"):
        as_date(text)
    assert as_date("Fri 1 Sep 2023").value == d.date(2023, 9, 1)


@pytest.mark.parametrize(
    "day", [d.date(9999, 12, 31), d.datetime(1899, 12, 31), d.date(2200, 1, 1)]
)
def test_a_date_of_the_workbook_that_cannot_be_right_is_a_fault(day: d.date) -> None:
    with pytest.raises(CellFault, match="cannot be right"):
        as_date(day)
