"""What goes out of a store, and what must be said of it first."""

from __future__ import annotations

from datetime import date

import pytest

from dscp_desktop.app.features import document_offers, workbook_offers
from dscp_desktop.core.offers import Scope
from dscp_desktop.records.rules.going_out import EVERYTHING, GoesOut, goes_out, open_rows

TODAY = date(2023, 10, 19)
FOUND = {row.key: row for row in goes_out(workbook_offers(), document_offers())}


@pytest.mark.parametrize(
    ("key", "scope"),
    [
        ("document agenda", Scope(TODAY, meeting_id="one")),
        ("document terms", Scope(TODAY, group_id="one", year="2022-23")),
        ("document audit-report", Scope(TODAY, record_id="one", group_id="G", year="2022-23")),
        ("list decisions", Scope(TODAY, group_id="G", year="2022-23")),
    ],
)
def test_what_was_chosen_is_asked_for(key: str, scope: Scope) -> None:
    row = FOUND[key]
    assert row.scope(Scope(TODAY), "one" if row.about else "", "G", "2022-23") == scope


def test_each_says_what_it_can_be_had_as_and_narrowed_by() -> None:
    assert FOUND[EVERYTHING].forms == "One locked file, or a folder"
    assert FOUND["list actions"].forms.startswith("Excel")
    assert FOUND["document agenda"].forms.startswith("PDF")
    by = {key: (row.by_group, row.by_year) for key, row in FOUND.items()}
    assert by["list actions"] == (True, False)
    assert by["list decisions"] == by["document decisions"] == (True, True)
    assert by["list contributions"] == (False, True)
    assert by["list plan"] == (False, False)
    assert list(FOUND)[-1] == EVERYTHING
    assert isinstance(FOUND["document owner-sheet"], GoesOut)


def test_rows_that_are_restricted_stay_out() -> None:
    rows = (("a", True), ("b", None), ("c", False))
    assert open_rows(("What", "Restricted"), rows) == (("b", None), ("c", False))
    assert open_rows(("What", "Other"), rows) == rows
