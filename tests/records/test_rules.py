"""What an import says of itself, before and after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.offers import RowOutcome
from dscp_desktop.records.rules.planning import (
    FilePlan,
    SheetPlan,
    choose_field,
    plan_file,
    put_sheet,
    without,
)
from dscp_desktop.records.rules.results import (
    ImportRefused,
    SheetResult,
    Tally,
    accept_words,
    count_words,
    feature_of,
    note_words,
    preview_cells,
    refusal_of,
    result_values,
    results_words,
    tally,
    tally_words,
)
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet

OFFERS = workbook_offers()


@pytest.fixture
def office(data: Path) -> tuple[Sheet, ...]:
    name = "contributions-2022-23.xlsx"
    return read_workbook((data / name).read_bytes(), name).sheets


@pytest.fixture
def plan(office: tuple[Sheet, ...]) -> FilePlan:
    return plan_file("c.xlsx", office, OFFERS)


def fault(row: int | None, column: str | None = "Amount") -> Fault:
    return Fault("S", row, column, "x", "Type a number.")


def result(*states: str, faults: tuple[Fault, ...] = ()) -> SheetResult:
    rows = tuple(RowOutcome(n, state, f"R{n}") for n, state in enumerate(states, 5))
    return SheetResult("c.xlsx", "S", "contributions", rows, faults)


def test_a_workbook_is_recognised_sheet_by_sheet(plan: FilePlan) -> None:
    assert [(s.sheet, s.offer.kind) for s in plan.sheets] == [("Budget 2022-23", "contributions")]
    assert plan.refusal == ""


def test_a_sheet_of_no_kind_is_named_and_a_file_of_none_refused(
    office: tuple[Sheet, ...],
) -> None:
    odd = Sheet("Ideas", True, (("Colour", "Smell"),))
    hidden = replace(office[0], name="Old", visible=False)
    mixed = plan_file("c.xlsx", (odd, hidden, office[0]), OFFERS)
    assert mixed.notes == (
        "Sheet 'Ideas' is of no known kind and was left out.",
        "Sheet 'Old' is hidden and was left out.",
    )
    refused = plan_file("odd.xlsx", (odd,), OFFERS)
    assert refused.refusal.startswith("odd.xlsx holds no sheet of a known kind. Known kinds:")
    assert "as meetings" in plan_file("c.xlsx", office, OFFERS, "meetings").refusal
    assert refusal_of(refused).faults[0].row is None


def test_a_sheet_that_is_too_long_is_refused(office: tuple[Sheet, ...]) -> None:
    short = [replace(offer, row_limit=3) for offer in OFFERS]
    words = plan_file("c.xlsx", office, short).refusal
    assert "c.xlsx, sheet " in words
    assert "rows below its headings; up to 3 can be taken at once. Split it" in words


def test_a_refusal_counts_files_sheets_and_rows() -> None:
    """Of a sheet that fails before its first row the line said 'are refused', and not what."""
    whole = result(faults=(Fault("Incidents", None, None, None, "No home is recorded."),))
    assert ImportRefused((whole,)).words == "Nothing was imported: 1 sheet is refused."
    odd = refusal_of(FilePlan("odd.xlsx", refusal="odd.xlsx is no workbook."))
    some = result("new", faults=(fault(9), fault(9), fault(10)))
    said = ImportRefused((odd, whole, some)).words
    assert said == "Nothing was imported: 1 file and 1 sheet and 2 rows are refused."


def test_rows_are_counted_and_a_row_with_two_faults_counts_once() -> None:
    found = tally(
        [
            result("new", "new", "changed", "same", faults=(fault(9), fault(9), fault(10))),
            refusal_of(FilePlan("odd.xlsx", refusal="odd.xlsx is no workbook.")),
        ]
    )
    assert found == Tally(2, 1, 1, 2, 1)
    assert (found.written, found.sound) == (3, 4)


@pytest.mark.parametrize(
    ("counted", "found", "means"),
    [
        (
            Tally(2, 1, 0, 7),
            "3 rows are sound, 7 are refused",
            "Accepting writes 3 rows in one step, which can be undone. "
            "The 7 refused rows stay out.",
        ),
        (
            Tally(1, 0, 1, 1),
            "2 rows are sound, 1 is refused",
            "Accepting writes 1 row in one step, which can be undone. 1 row is the same. "
            "The 1 refused row stays out.",
        ),
        (
            Tally(0, 0, 6, 0),
            "6 rows are sound, none is refused",
            "Every sound row stands in the store already. There is nothing to write.",
        ),
        (
            Tally(0, 0, 0, 2),
            "0 rows are sound, 2 are refused",
            "No row is sound. There is nothing to write.",
        ),
        (
            Tally(1, 0, 2, 0),
            "3 rows are sound, none is refused",
            "Accepting writes 1 row in one step, which can be undone. 2 rows are the same.",
        ),
    ],
)
def test_the_numbers_are_said_in_words(counted: Tally, found: str, means: str) -> None:
    assert tally_words(counted) == found
    assert accept_words(counted) == means


def test_large_numbers_and_other_nouns() -> None:
    assert count_words(1204) == "1,204 rows"
    assert count_words(1, "value") == "1 value"


def test_a_column_goes_to_one_field_only(plan: FilePlan) -> None:
    sheet = plan.sheets[0]
    assert fields(sheet) == ["partner", "amount"]
    assert fields(choose_field(sheet, 1, "amount")) == ["amount", ""]
    assert fields(choose_field(sheet, 2, "")) == ["partner", ""]


def fields(sheet: SheetPlan) -> list[str]:
    return [field for _, _, field in sheet.recognised.columns]


def test_a_sheet_can_be_put_back_or_left_out(plan: FilePlan) -> None:
    other = choose_field(plan.sheets[0], 2, "")
    assert put_sheet(plan, other).sheets == (other,)
    assert without([plan], set()) == [plan]
    assert without([plan], {("c.xlsx", "Budget 2022-23")}) == []
    refused = FilePlan("odd.xlsx", refusal="It is no workbook.")
    assert without([refused], {("c.xlsx", "Budget 2022-23")}) == [refused]


def test_the_label_leads_where_the_cells_leave_it_out() -> None:
    headings = ("Partner", "Amount", "Note")
    assert preview_cells(RowOutcome(5, "new", "CDDFT", ("£1", "")), headings) == (
        "CDDFT",
        "£1",
        "",
    )
    whole = RowOutcome(5, "new", "x", ("CDDFT", "£1", "So"))
    assert preview_cells(whole, headings) == ("CDDFT", "£1", "So")
    assert preview_cells(RowOutcome(5, "new", "CDDFT"), headings) == ("CDDFT", "", "")


def test_a_kind_opens_the_place_of_its_feature() -> None:
    places = {offer.kind: feature_of(offer) for offer in OFFERS}
    assert places["contributions"] == "budget"
    assert places["actions"] == "actions"


def test_results_are_told_in_words_and_values() -> None:
    found = result("new", "changed", faults=(fault(9),))
    assert results_words([found]) == "Imported 1 workbook: contributions 1 new, 1 changed"
    assert results_words([result("new", "new")]) == "Imported 1 workbook: contributions 2 new"
    assert results_words([result("same")]) == "Imported 1 workbook: all the same"
    values = result_values(found)
    assert (values["new"], values["changed"], values["refused"]) == (1, 1, 1)
    assert values["faults"][0]["why"] == "Type a number."
    assert note_words(fault(9)) == "S, row 9, Amount: Type a number."
    assert note_words(Fault(None, None, None, None, "No workbook.")) == "No workbook."
