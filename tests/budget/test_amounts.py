"""Amounts as they come: read right, or asked about at the cell; never merged or guessed."""

from __future__ import annotations

import pytest

from dscp_desktop.budget.rules.contributions import ContributionValues
from dscp_desktop.budget.rules.ledger import LedgerValues
from dscp_desktop.budget.workbook.contributions import read_contributions, recognise_contributions
from dscp_desktop.budget.workbook.transactions import (
    pasted_sheet,
    read_transactions,
    recognise_transactions,
)
from dscp_desktop.core.money import parse_pounds
from dscp_desktop.core.offers import Reading
from dscp_desktop.sheets.parsing import CellFault, as_entry
from dscp_desktop.sheets.values import Sheet, Value


def contributions(*rows: tuple[Value, ...], name: str = "Budget") -> Reading:
    sheet = Sheet(name, True, (("Partner", "Contribution 2022-23 (£)"), *rows))
    recognised = recognise_contributions(sheet)
    assert recognised is not None
    return read_contributions(sheet, recognised)


@pytest.mark.parametrize(
    ("written", "pence", "mark"),
    [
        ("39,285*", 3_928_500, "*"),
        (39285, 3_928_500, ""),
        ("£39,285.50", 3_928_550, ""),
        ("12 345", 1_234_500, ""),
        ("12\u00a0345.60", 1_234_560, ""),
    ],
)
def test_a_contribution_is_read_right(written: Value, pence: int, mark: str) -> None:
    reading = contributions(("Police", written))
    value = reading.lines[0].value
    assert isinstance(value, ContributionValues)
    assert (value.amount, value.mark) == (pence, mark)
    assert bool(reading.notes) is (mark == "*" or " 345" in str(written).replace("\u00a0", " "))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("£1.2k", "is shortened. Type the whole amount"),
        ("(1,234.50)", "not below nothing"),
        ("-5", "not below nothing"),
        ("1.234,50", "the other way round"),
        ("1,23", "the other way round"),
        ("12 34", "may be two amounts"),
        ("1,234.50 CR", "says CR or DR"),
        ("12 345 678,9", "is not an amount"),
    ],
)
def test_a_contribution_is_asked_about(written: str, why: str) -> None:
    reading = contributions(("Police", written))
    assert reading.lines == ()
    (fault,) = reading.faults
    assert (fault.row, fault.column, fault.value) == (2, "Contribution 2022-23 (£)", written)
    assert why in fault.why


def test_two_years_in_one_sheet_are_asked_about() -> None:
    reading = contributions(("Police", 5), name="Budget 2021-22")
    assert reading.lines == ()
    assert "names 2 years: 2022-23 and 2021-22" in reading.faults[0].why


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ("(1,234.50)", -123_450),
        ("1,234.50-", -123_450),
        ("1,234.50 −", -123_450),
        ("-1,234.50", -123_450),
        ("1,234.50 CR", -123_450),
        ("1,234.50cr.", -123_450),
        ("1,234.50 DR", 123_450),
        ("1 234.50", 123_450),
        (-1234.5, -123_450),
        (None, None),
    ],
)
def test_an_entry_of_a_list_is_read_right(written: Value, pence: int | None) -> None:
    assert as_entry(written).value == pence


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("(5) CR", "two signs"),
        ("-5-", "two signs"),
        ("1.2k CR", "is not an amount"),
        ("5,00 CR", "the other way round"),
        ("tbc", "is not an amount"),
    ],
)
def test_an_entry_of_a_list_is_asked_about(written: str, why: str) -> None:
    with pytest.raises(CellFault, match=why):
        as_entry(written)


@pytest.mark.parametrize("text", ["12 34", "1 2345", "1,23", "1.234,50", "5 5"])
def test_what_is_typed_is_never_run_together(text: str) -> None:
    with pytest.raises(ValueError, match="such as 1,234"):
        parse_pounds(text)


@pytest.mark.parametrize(("text", "pence"), [("12 345", 1_234_500), ("£ 1 234.50", 123_450)])
def test_spaces_part_thousands(text: str, pence: int) -> None:
    assert parse_pounds(text) == pence


PASTED = (
    "Posting date\tSupplier\tInvoice\tCost centre\tDebit\tCredit\n"
    '04/05/2023\t"Smith\nand Co"\tA1\tC100\t1,200.00\t\n'
    "05/05/2023\tRefund\tA2\tC100\t\t(50.00)\n"
    "05/05/2023\tNothing\tA2\t\t0\t\n"
    "05/05/2023\tBoth\tA3\t\t5\t6\n"
    "05/05/2023\tNone\tA4\t\t\t\n"
    "\tTotal\t\t\t1,150.00\t\n"
    "soon\tWhen\tA5\t\t5\t\n"
)


def test_what_was_copied_from_excel_is_read_row_by_row() -> None:
    sheet = pasted_sheet(PASTED)
    recognised = recognise_transactions(sheet)
    assert recognised is not None
    assert recognised.why == (
        "Because row 1 has the headings 'Posting date' and 'Supplier' and 'Debit' and 'Credit'."
    )
    reading = read_transactions(sheet, recognised)
    values = [line.value for line in reading.lines]
    assert all(isinstance(each, LedgerValues) and not each.signed for each in values)
    assert [(each.amount, each.reference) for each in values] == [(120_000, "A1"), (-5_000, "A2")]
    assert [(fault.row, fault.why.split(".")[0]) for fault in reading.faults] == [
        (5, "Both debit and credit are filled"),
        (6, "The cell is empty"),
        (8, "“soon” is not a date"),
    ]
    assert [note.row for note in reading.notes] == [4, 7]
    assert values[0].description == "Smith\nand Co"


def test_comma_separated_text_is_a_list_too() -> None:
    sheet = pasted_sheet('\ufeffDate,Details,Amount\n01/04/2023,"Room, hire","1,200.00 CR"\n')
    assert sheet.rows[1] == ("01/04/2023", "Room, hire", "1,200.00 CR")
    assert pasted_sheet("Date;Details\n1;2,5").rows[1] == ("1", "2,5")
    assert pasted_sheet("").rows == ()
    recognised = recognise_transactions(sheet)
    assert recognised is not None
    assert read_transactions(sheet, recognised).lines[0].value.amount == -120_000
