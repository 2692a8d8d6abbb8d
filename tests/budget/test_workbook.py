"""The office's sheet of contributions in, and ours out and in again."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.rules.contributions import (
    PAYMENTS,
    ContributionLine,
    ContributionValues,
    TotalValues,
    YearValues,
    with_marks,
)
from dscp_desktop.budget.workbook.contributions import (
    contributions_sheet,
    read_contributions,
    recognise_contributions,
)
from dscp_desktop.core.offers import Reading, SheetOutcome
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.opening import Store

Take = Callable[[Reading], SheetOutcome]
HEADS: tuple[Value, ...] = ("Partner", "Contribution 2022-23 (£)")


def sheet(*rows: tuple[Value, ...], name: str = "Sheet1") -> Sheet:
    wide = max(len(row) for row in rows)
    return Sheet(name, True, tuple((*row, *[None] * (wide - len(row))) for row in rows))


def read(found: Sheet) -> Reading:
    recognised = recognise_contributions(found)
    assert recognised is not None
    return read_contributions(found, recognised)


def read_again(year: YearValues) -> Reading:
    data = write_workbook([contributions_sheet(year)])
    return read(read_workbook(data, "out.xlsx").sheets[0])


def lines_of(reading: Reading) -> list[ContributionValues]:
    return [x.value for x in reading.lines if isinstance(x.value, ContributionValues)]


def test_the_office_sheet_says_why_it_was_recognised(office: Sheet) -> None:
    recognised = recognise_contributions(office)
    assert recognised is not None
    assert recognised.why == (
        "Because row 4 has the headings 'Partner' and 'Contribution 2022-23 (£)'."
    )
    assert recognised.columns == (
        (1, "Partner", "partner"),
        (2, "Contribution 2022-23 (£)", "amount"),
    )


def test_the_office_sheet_is_read_with_star_total_and_source(office: Sheet) -> None:
    reading = read(office)
    assert reading.faults == ()
    assert [(x.partner, x.amount) for x in lines_of(reading)] == [
        ("Durham County Council", 19160400),
        ("Integrated Care Board (ICB)", 10513500),
        ("Durham Constabulary", 3928500),
        ("Probation", 487300),
        ("HDFT", 268000),
        ("CDDFT", 268000),
    ]
    starred = lines_of(reading)[2]
    assert starred.mark == "*"
    assert starred.note.startswith("Durham Constabulary also provides a full-time")
    assert reading.lines[-1].value == TotalValues(
        "2022-23",
        34706000,
        "Contributions of the strategic partners, as printed in the annual report",
    )
    assert [x.row for x in reading.lines] == [5, 6, 7, 8, 9, 10, 11]


def test_other_sheets_are_not_taken() -> None:
    assert recognise_contributions(sheet(("Partner", "Seats"), ("Police", 2))) is None


@pytest.mark.parametrize(
    ("rows", "name", "why"),
    [
        ((("Partner", "Contribution (£)"), ("Police", 1)), "Sheet1", "does not say which year"),
        ((HEADS, ("Police", 1)), "Budget 2021-22", "names 2 years: 2022-23 and 2021-22"),
        (
            ((*HEADS, "Contribution 2021-22"), ("Police", 1, 2)),
            "Sheet1",
            "names 2 years: 2022-23 and 2021-22",
        ),
    ],
)
def test_a_sheet_is_of_one_year(rows: tuple[tuple[Value, ...], ...], name: str, why: str) -> None:
    reading = read(sheet(*rows, name=name))
    assert reading.lines == ()
    assert why in reading.faults[0].why
    assert reading.faults[0].row == 1


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (("Police", "£1.2k"), "Contribution 2022-23 (£)", "shortened"),
        (("Police", "1.234,50"), "Contribution 2022-23 (£)", "other way round"),
        (("Police", "(1,234.50)"), "Contribution 2022-23 (£)", "not below nothing"),
        (("Police", None), "Contribution 2022-23 (£)", "Type the amount"),
        ((None, 5), "Partner", "Type the partner"),
        (("Police", 5, "", "", "lost"), "Payment", "A payment is one of: Proposed"),
    ],
)
def test_each_fault_names_its_cell(row: tuple[Value, ...], column: str, why: str) -> None:
    reading = read(sheet((*HEADS, "Mark", "Note", "Payment"), ("Health", 1), row))
    assert [x.partner for x in lines_of(reading)] == ["Health"]
    fault = reading.faults[0]
    assert (fault.row, fault.column) == (3, column)
    assert why in fault.why


def test_errors_of_excel_and_second_totals_are_faults() -> None:
    rows = (HEADS, ("Police", 1), ("Total", 1), ("Total", 2), (None, None))
    wrong = sheet(*rows)
    found = Sheet("Sheet1", True, wrong.rows, errors={(5, 1): "#REF!"})
    whys = [fault.why for fault in read(found).faults]
    assert "Row 3 is a total already. Leave one of the two." in whys
    assert any("#REF!" in why for why in whys)


def test_an_error_in_a_note_is_a_fault_there() -> None:
    rows = sheet((*HEADS, "Note"), ("Police", 1, None))
    found = Sheet("Sheet1", True, rows.rows, errors={(2, 3): "#N/A"})
    fault = read(found).faults[0]
    assert (fault.row, fault.column, fault.value) == (2, "Note", "#N/A")


def test_what_is_not_taken_is_noted() -> None:
    reading = read(
        sheet(
            HEADS,
            ("Police", "5*"),
            ("Health", "nil"),
            ("Sum of lines", 9),
            ("Total", 5),
            ("Checked by the treasurer", None),
            ("† A note to nothing", None),
        )
    )
    whys = [note.why for note in reading.notes]
    assert any("read as nothing" in why for why in whys)
    assert any("Words under the total are not taken" in why for why in whys)
    assert any("No note under the table begins with *" in why for why in whys)
    assert any("No figure carries the mark †" in why for why in whys)
    assert "The lines add up to £5, which is what counts." in whys
    assert [x.amount for x in lines_of(reading)] == [500, 0]


def test_a_column_set_to_not_taken_is_left_alone() -> None:
    found = sheet((*HEADS, "Note"), ("Police", 1, "A note"))
    recognised = recognise_contributions(found)
    assert recognised is not None
    columns = tuple((c, h, "" if f == "note" else f) for c, h, f in recognised.columns)
    chosen = type(recognised)(recognised.kind, "", recognised.header_row, columns)
    assert lines_of(read_contributions(found, chosen))[0].note == ""


def test_an_export_comes_in_all_the_same(office: Sheet, take: Take, durham: Store) -> None:
    first = take(read(office))
    assert first.count("new") == len(first.rows) == 6
    assert [note.why for note in first.notes] == [
        "Published total £347,060 differs from the sum of lines £346,257 by £803. Both are kept."
    ]
    again = take(read(office))
    assert again.count("same") == len(again.rows) == 6
    out = take(read_again(durham.ask(get_year)))
    assert out.count("same") == len(out.rows) == 6
    assert out.faults == ()


texts = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), exclude_characters="*†‡"),
    max_size=20,
).map(lambda text: normalize("NFC", " ".join(text.split())))
given_lines = st.lists(
    st.tuples(
        st.integers(0, 10**9), texts, st.sampled_from(["", "*"]), st.sampled_from([*PAYMENTS])
    ),
    max_size=6,
)


@given(given_lines, st.none() | st.integers(0, 10**9), texts)
def test_any_year_goes_out_and_comes_in_the_same(
    given_values: list[tuple[int, str, str, str]], published: int | None, reason: str
) -> None:
    lines = with_marks(
        [
            ContributionLine("", "", f"Partner {n}", amount, mark, note, payment)
            for n, (amount, note, mark, payment) in enumerate(given_values)
        ]
    )
    year = YearValues("", "2022-23", lines, published, "Report", reason)
    reading = read_again(year)
    assert reading.faults == ()
    assert [(x.partner, x.amount, x.mark, x.note, x.payment) for x in lines_of(reading)] == [
        (x.partner, x.amount, x.mark, x.note, x.payment) for x in lines
    ]
    totals = [x.value for x in reading.lines if isinstance(x.value, TotalValues)]
    explains = (year.difference or 0) if reason else 0
    assert totals == (
        [TotalValues("2022-23", published, "Report", reason, explains)]
        if published is not None
        else []
    )


def test_a_sheet_without_total_still_says_where_it_is_from(take: Take, durham: Store) -> None:
    reading = read(sheet(("As agreed in March", None), HEADS, ("HDFT", 5)))
    assert reading.lines[-1].value == TotalValues("2022-23", None, "As agreed in March")
    assert take(reading).count("new") == 1
    year = durham.ask(get_year)
    assert (year.published, year.source) == (None, "As agreed in March")


def test_the_mark_of_a_footnote_may_stand_behind_the_name() -> None:
    found = read(
        sheet(
            HEADS,
            ("HDFT*", 5),
            ("Police †", 6),
            ("Total", 11),
            ("* in kind", None),
            ("† a half", None),
        )
    )
    said = [(line.partner, line.mark, line.note) for line in lines_of(found)]
    assert said == [("HDFT", "*", "in kind"), ("Police", "†", "a half")]
    assert (found.faults, found.notes) == ((), ())


def test_a_name_that_is_no_name_is_a_fault() -> None:
    (wrong,) = read(sheet(HEADS, ("word " * 6000, 5), ("HDFT", 6))).faults
    assert (wrong.row, wrong.column) == (2, "Partner")
    assert "at most 200 letters" in wrong.why
