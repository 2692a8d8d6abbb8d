from __future__ import annotations

import datetime as d
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.sheets import reading
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import from_values, to_values
from tests.sheets import broken


@pytest.mark.parametrize("kind", broken.REFUSED)
def test_a_broken_file_is_refused_in_words_that_name_it(kind: str) -> None:
    with pytest.raises(Refused) as caught:
        read_workbook(broken.REFUSED[kind](), "return ../Q1.xlsx")
    words = caught.value.words
    assert words.startswith("return ../Q1.xlsx")
    assert words.endswith(".")
    assert "\n" not in words
    assert len(words) < 300
    assert not {"invalid", "please", "oops", "error"} & set(words.casefold().split())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("password", "protected with a password"),
        ("old xls", "old format"),
        ("ods", "OpenDocument"),
        ("xlsb", "binary workbook"),
        ("word", "Word document"),
        ("pdf", "is a PDF"),
        ("bomb", "would unfold to 400 MB"),
        ("cell in the last row", "reaches row 1,048,576"),
        ("16,384 columns", "reaches column XFD"),
        ("many sheets", "101 sheets"),
        ("far and wide", "3,000,000 cells"),
        ("xml bomb in the sheet", "not safe to read"),
        ("much text", "64 MB of text"),
        ("long row", "a row holds too much"),
        ("long contents", "list of contents"),
        ("other zip", "no workbook in it"),
    ],
)
def test_the_words_say_what_it_is(kind: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        read_workbook(broken.REFUSED[kind](), "x.xlsx")
    assert words in caught.value.words


def test_a_file_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(Refused, match="larger than 100 MB"):
        read_workbook(b"PK" + bytes(100_000_000), "x.xlsx")


def test_values_come_as_what_they_are() -> None:
    data = broken.workbook(
        [
            ["Ref", 12, 1.5, True, d.date(2022, 4, 1), d.datetime(2022, 4, 1, 9, 30)],
            [d.time(9, 30), None, "", " a\u00a0b ", "e\u0301", 39285.0],
        ]
    )
    sheet = read_workbook(data, "x.xlsx").sheets[0]
    assert sheet.rows == (
        ("Ref", 12, 1.5, True, d.date(2022, 4, 1), d.datetime(2022, 4, 1, 9, 30)),
        (d.time(9, 30), None, None, " a\u00a0b ", "é", 39285),
    )
    assert type(sheet.rows[1][5]) is int
    assert sheet.visible
    assert sheet.name == "Q1"


def test_rows_and_columns_keep_excels_numbers() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["C4"] = "Ref"
    sheet["E6"] = 5
    read = read_workbook(broken.saved(book), "x.xlsx").sheets[0]
    assert len(read.rows) == 6
    assert {len(row) for row in read.rows} == {5}
    assert read.cell(4, 3).value == "Ref"
    assert read.cell(6, 5).value == 5
    assert read.cell(99, 99).value is None


def test_durations() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row, hours in enumerate((0.5, 26.5, -2), 1):
        sheet.cell(row, 1, d.timedelta(hours=hours)).number_format = "[h]:mm:ss"
    rows = read_workbook(broken.saved(book), "x.xlsx").sheets[0].rows
    assert rows[0] == (d.time(0, 30),)
    assert rows[1] == ("26:30:00",)
    assert rows[2][0] in ("-2:00:00", pytest.approx(-2 / 24))


def test_the_return_with_faults(data: Path) -> None:
    path = data / "restraint-return-with-faults.xlsx"
    workbook = read_workbook(path.read_bytes(), path.name)
    sheet = workbook.sheets[0]
    assert sheet.errors == {(11, 10): "#N/A"}
    assert sheet.formulas == {(12, 1): '=HYPERLINK("x")'}
    assert sheet.uncalculated
    assert sheet.cell(13, 2).value == 44690
    assert sheet.cell(8, 2).value == "31/02/2022"
    assert "without results" in workbook.notes[0]


def test_the_published_contributions(data: Path) -> None:
    path = data / "contributions-2022-23.xlsx"
    sheet = read_workbook(path.read_bytes(), path.name).sheets[0]
    assert sheet.rows[3] == ("Partner", "Contribution 2022-23 (£)")
    assert sheet.rows[6] == ("Durham Constabulary", "39,285*")
    assert sheet.rows[10] == ("Total", 347060)


def test_results_left_at_nothing_are_not_taken_for_numbers() -> None:
    xml = broken.rows_xml(
        '<row r="1"><c r="A1"><f>SUM(B1:C1)</f><v>0</v></c><c r="B1"><v>0</v></c></row>'
    )
    told = read_workbook(broken.hand_made(xml, '<calcPr fullCalcOnLoad="1"/>'), "x").sheets[0]
    assert told.uncalculated
    assert told.rows == ((None, 0),)
    assert told.cell(1, 1).formula == "=SUM(B1:C1)"
    kept = read_workbook(broken.hand_made(xml), "x").sheets[0]
    assert not kept.uncalculated
    assert kept.rows == ((0, 0),)


def test_shared_formulas_errors_and_cells_with_no_number() -> None:
    xml = broken.rows_xml(
        '<row><c t="e"><f>A&amp;B</f><v>#REF!</v></c><c><v>2</v></c></row>',
        "<row r='3' hidden='1'><c r='B3'><f t='shared' si='0'/><v>3</v></c><c r='C3' t='e'/></row>",
        '<row><c r="A4" t="e"></c><c r="B4"><v>NaN</v></c></row>',
    )
    sheet = read_workbook(broken.hand_made(xml), "x").sheets[0]
    assert sheet.errors[1, 1] == "#REF!"
    assert sheet.errors[4, 1] == "#VALUE!"
    assert sheet.formulas == {(1, 1): "=A&B", (3, 2): "=…"}
    assert sheet.hidden_rows == (3,)
    assert sheet.cell(1, 2).value == 2
    assert sheet.cell(4, 2).value is None


def test_a_number_below_nothing_in_the_form_of_a_time_is_no_time() -> None:
    """Excel shows it as #####; as 19:12 it would be a wrong value that nobody sees."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row, (value, form) in enumerate(
        ((-1.2, "hh:mm"), (-1.2, "0.0"), (0.8, "hh:mm"), (-1.2, "dd/mm/yyyy")), 1
    ):
        sheet.cell(row, 1).value = value
        sheet.cell(row, 1).number_format = form
    read = read_workbook(broken.saved(book), "x.xlsx").sheets[0]
    assert read.errors == {(1, 1): "#####", (4, 1): "#####"}
    assert [row[0] for row in read.rows] == [None, -1.2, d.time(19, 12), None]


def test_formats_without_values_do_not_stretch_a_sheet() -> None:
    xml = broken.rows_xml(
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>',
        *(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 3000)),
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>',
    )
    pad = "<!--" + "-x" * 300_000 + "-->"
    for data in (broken.hand_made(xml.replace('<row r="2">', pad + '<row r="2">')),):
        sheet = read_workbook(data, "x").sheets[0]
        assert sheet.rows == ((1,),)


def test_hidden_things_are_said() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Q1"
    for n in range(1, 6):
        sheet.append([n, n])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("Old")
    other.append([1])
    other.sheet_state = "hidden"
    workbook = read_workbook(broken.saved(book), "x.xlsx")
    assert workbook.sheets[0].hidden_rows == (3,)
    assert workbook.sheets[0].hidden_columns == (2,)
    assert not workbook.sheets[1].visible
    assert workbook.notes == (
        "Q1: 1 row is hidden.",
        "Q1: 1 column is hidden.",
        "Old is a hidden sheet.",
    )


def test_days_counted_from_1904(corpus: Path) -> None:
    path = corpus / "workbooks" / "1904__1904.xlsx"
    workbook = read_workbook(path.read_bytes(), path.name)
    assert workbook.sheets[0].from_1904
    assert workbook.sheets[0].cell(1, 2).value == d.date(1904, 1, 2)
    assert workbook.sheets[0].cell(1, 2).from_1904
    assert "1904" in workbook.notes[0]


def test_a_sheet_whose_part_is_missing_is_not_read_as_empty() -> None:
    data = broken.repacked(
        broken.workbook(), lambda name, content: None if name.endswith("sheet1.xml") else content
    )
    with pytest.raises(Refused, match="cannot be read"):
        read_workbook(data, "x.xlsx")


def test_links_from_the_top_of_the_package_are_followed() -> None:
    data = broken.repacked(
        broken.workbook(),
        lambda _, content: content.replace(b'Target="worksheets/', b'Target="/xl/worksheets/'),
    )
    assert read_workbook(data, "x.xlsx").sheets[0].cell(1, 1).value == "Ref"


def test_many_different_words_are_all_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WORDS_KEPT", 1)
    assert read_workbook(broken.workbook(), "x").sheets[0].rows[0] == ("Ref", "Date")


def test_macros_and_odd_part_names_are_ignored() -> None:
    assert read_workbook(broken.macros(), "x.xlsm").notes == (
        "Macros are in the file and were ignored.",
    )
    assert read_workbook(broken.dotted_names(), "x.xlsx").sheets[0].cell(1, 1).value == "Ref"


def test_a_chart_sheet_beside_a_table_is_noted() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Ref"])
    book.create_chartsheet("Chart")
    workbook = read_workbook(broken.saved(book), "x.xlsx")
    assert [sheet.name for sheet in workbook.sheets] == ["Sheet"]
    assert workbook.notes == ("Chart is a chart or macro sheet and was not read.",)


def test_progress_names_the_sheets() -> None:
    heard: list[tuple[str, int, int]] = []
    read_workbook(broken.many_sheets(3), "x", lambda *step: heard.append(step))
    assert heard == [("Reading Sheet", 0, 3), ("Reading S0", 1, 3), ("Reading S1", 2, 3)]


def test_every_file_of_the_corpus_is_read_or_refused(corpus: Path) -> None:
    files = sorted((corpus / "workbooks").iterdir())
    assert files
    for path in files:
        words, workbook = "", None
        try:
            workbook = read_workbook(path.read_bytes(), path.name)
        except Refused as refused:
            words = refused.words
        if path.suffix in (".xls", ".ods", ".xlsb"):
            assert words.startswith(path.name)
        else:
            assert workbook is not None, words
            assert from_values(*to_values(workbook)) == workbook


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_the_values_of_the_corpus_are_those_of_another_reader(corpus: Path) -> None:
    """Plain numbers, words and dates of two readers agree, cell by cell."""
    compared = 0
    for name in ("AutoFilter.xlsx", "interview.xlsx", "merge_cells.xlsx", "column_width.xlsx"):
        content = (corpus / "workbooks" / name).read_bytes()
        peer = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        for sheet in read_workbook(content, name).sheets:
            for row in peer[sheet.name].iter_rows():
                for cell in row:
                    if isinstance(cell.value, str | int | float):
                        ours = sheet.cell(cell.row, cell.column).value
                        assert ours == pytest.approx(cell.value) or ours == cell.value
                        compared += 1
    assert compared > 1000
