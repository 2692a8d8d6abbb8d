from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart

from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.sheets import marking, tasks
from dscp_desktop.sheets.marking import mark_faults
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import from_values
from tests.sheets import broken

FAULTS = (
    Fault("Q1", 8, "Date", "31/02/2022", "February 2022 has 28 days. Correct the day."),
    Fault("Q1", 7, "Injury level", "4", "Use 0 to 3."),
    Fault("Q1", 7, "Injury level", "4", "And say how."),
    Fault("Q1", 12, "Incident ref", '=HYPERLINK("x")', "A formula, not a reference."),
    Fault("Q1", 9, "No such column", "", "A second look is needed."),
    Fault("Q1", 10, None, None, "The row is twice there."),
    Fault("Elsewhere", 3, "Date", "x", "No such sheet."),
    Fault(None, None, None, None, "The whole file is odd."),
)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_problem_cells_are_filled_and_commented(data: Path) -> None:
    source = (data / "restraint-return-with-faults.xlsx").read_bytes()
    marked = mark_faults(source, FAULTS, "return.xlsx")
    book = opened(marked)
    assert book.sheetnames == ["Faults", "Q1"]
    sheet = book["Q1"]
    assert sheet["B8"].comment.text == FAULTS[0].why
    assert sheet["B8"].fill.fgColor.rgb == "FFFCECEA"
    assert sheet["J7"].comment.text == "Use 0 to 3.\nAnd say how."
    assert sheet["A9"].comment.text == "A second look is needed."
    assert sheet["A10"].comment.text == "The row is twice there."
    assert sheet["B7"].comment is None
    # Everything else stands as it stood.
    before = opened(source)["Q1"]
    assert [[c.value for c in row] for row in sheet] == [[c.value for c in row] for row in before]


def test_the_list_of_faults_comes_first_and_holds_no_formula(data: Path) -> None:
    source = (data / "restraint-return-with-faults.xlsx").read_bytes()
    book = opened(mark_faults(source, FAULTS))
    rows = list(book["Faults"].values)
    assert rows[0] == ("Sheet", "Row", "Column", "Value", "Why")
    assert rows[4] == ("Q1", 12, "Incident ref", '=HYPERLINK("x")', "A formula, not a reference.")
    assert rows[8] == (None, None, None, None, "The whole file is odd.")
    assert len(rows) == 9
    assert book["Faults"]["D5"].data_type == "s"
    assert mark_faults(source, FAULTS) == mark_faults(source, FAULTS)


def test_merged_cells_charts_and_a_sheet_named_faults() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Faults"
    sheet["A1"], sheet["B1"] = "Ref", "Date"
    sheet["A2"] = "x"
    sheet.merge_cells("A2:B3")
    book.create_chartsheet("Chart").add_chart(BarChart())
    marked = opened(
        mark_faults(
            broken.saved(book),
            [Fault("Faults", 3, "Date", "", "Empty."), Fault("Chart", 1, "x", "", "No.")],
        )
    )
    assert marked.sheetnames == ["Faults (2)", "Faults", "Chart"]
    assert marked["Faults"]["A2"].comment.text == "Empty."


def test_a_large_workbook_gives_the_list_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "CELLS_MARKED", 3)
    book = opened(mark_faults(broken.workbook(), [Fault("Q1", 2, "Date", "x", "No.")]))
    assert book.sheetnames == ["Faults"]
    assert "too large" in str(book["Faults"]["A4"].value)


def test_a_file_that_cannot_be_copied_gives_the_list_alone() -> None:
    xml = broken.rows_xml('<row r="1"><c r="A1" t="s"><v>99</v></c><c r="B1"><v>1</v></c></row>')
    source = broken.hand_made(xml.replace(' t="s"', ""))
    assert opened(mark_faults(source, [Fault("Q1", 1, None, "", "No.")])).sheetnames == ["Faults"]


def test_no_workbook_is_refused() -> None:
    with pytest.raises(Refused, match="protected with a password"):
        mark_faults(broken.with_password(), FAULTS)


def test_every_file_of_the_corpus_can_be_marked(corpus: Path) -> None:
    for path in sorted((corpus / "workbooks").glob("*.xls[xm]")):
        name = read_workbook(path.read_bytes(), path.name).sheets[0].name
        marked = mark_faults(path.read_bytes(), [Fault(name, 1, None, None, "Look.")], path.name)
        assert "Faults" in read_workbook(marked, "marked").sheets[0].name


def test_the_tasks_of_the_process_for_files(data: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    source = (data / "restraint-return-with-faults.xlsx").read_bytes()
    values, blobs = tasks.read({"name": "r.xlsx"}, [source], lambda *step: heard.append(step))
    assert from_values(json.loads(json.dumps(values)), blobs) == read_workbook(source, "r.xlsx")
    asked = {"faults": [["Q1", 8, "Date", "31/02/2022", "No."]], "name": "r.xlsx"}
    _, marked = tasks.mark(asked, [source], lambda *step: heard.append(step))
    assert opened(marked[0])["Q1"]["B8"].comment.text == "No."
    assert [words for words, _, _ in heard] == ["Reading Q1", "Marking the problem cells"]
