"""A plan's workbook through the command line: in, out, and in with nothing changed."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.app.conftest import Dscp

BOOK = "business-plan-2025-27.xlsx"


def test_a_plan_goes_in_and_out_and_in_and_a_wrong_range_is_refused(
    dscp: Dscp, tmp_path: Path, data: Path
) -> None:
    store, out, bad = tmp_path / "s.dscp", tmp_path / "out.xlsx", tmp_path / "bad.xlsx"
    assert dscp("new", store, "--profile", "durham-2022-23").code == 0
    first = dscp("import", store, data / BOOK, "--json")
    assert first.code == 0
    assert [(r["kind"], r["new"]) for r in first.json] == [
        ("plan", 14),
        ("plan-measures", 15),
        ("plan-threads", 7),
    ]
    assert dscp("export", store, "plan", "--year", "2025-27", "-o", out).code == 0
    names = openpyxl.load_workbook(out).sheetnames
    assert names == ["Outcomes 2025-27", "Measures 2025-27", "Golden threads 2025-27"]
    again = dscp("import", store, out, "--json")
    assert again.code == 0
    assert [(r["new"], r["changed"], r["same"], r["refused"]) for r in again.json] == [
        (0, 0, 14, 0),
        (0, 0, 15, 0),
        (0, 0, 7, 0),
    ]
    text = dscp("export", store, "plan", "-o", tmp_path / "plan.csv")
    assert text.code == 1
    assert "These are 3 sheets, and .csv holds one" in text.err
    book = openpyxl.load_workbook(out)
    book["Measures 2025-27"]["B2"] = "1.4-1.1"
    book["Measures 2025-27"]["B3"] = "1.1-1.9"
    book.save(bad)
    refused = dscp("import", store, bad, "--json")
    assert refused.code == 1
    faults = [fault for result in refused.json for fault in result["faults"]]
    assert sorted((fault["row"], fault["column"], fault["value"]) for fault in faults) == [
        (2, "Outcomes", "1.4-1.1"),
        (3, "Outcomes", "1.1-1.9"),
    ]
    assert dscp("export", store, "plan-measures", "--year", "2025-27", "--json").json[0] == {
        "measure": "More partnership intelligence forms",
        "outcomes": ["1.1", "1.2"],
        "activity": "Training and briefing",
    }
    pdf = tmp_path / "page.pdf"
    assert dscp("export", store, "plan-on-a-page", "--year", "2025-27", "-o", pdf).code == 0
    missing = dscp("export", store, "plan", "--year", "2019-21", "-o", tmp_path / "no.pdf")
    assert missing.code == 2
    assert "There is no plan of 2019-21" in missing.err
