"""Reading workbooks for the check, marking them, and writing what goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.records.rules.planning import choose_field
from dscp_desktop.records.workbook.going_out import mark_copy, sheet_bytes
from dscp_desktop.records.workbook.looking import (
    LookedAt,
    count_rows,
    look_at,
    name_of,
    read_again,
    view_columns,
    with_sheet,
)
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

OFFERS = workbook_offers()


@pytest.fixture(scope="module")
def worker() -> Iterator[FileWorker]:
    with FileWorker() as made:
        yield made


@pytest.fixture
def looked(worker: FileWorker, faulty: Path) -> LookedAt:
    return look_at(worker.ask, [faulty, faulty], OFFERS)[0]


def test_a_file_that_cannot_be_read_is_refused_by_name(
    worker: FileWorker, data: Path, tmp_path: Path
) -> None:
    text = tmp_path / "notes.xlsx"
    text.write_text("no workbook")
    gone = tmp_path / "gone.xlsx"
    found = look_at(worker.ask, [text, gone, data / "membership.xlsx"], OFFERS)
    assert "notes.xlsx" in found[0].plan.refusal
    assert found[1].plan.refusal.startswith("gone.xlsx could not be read")
    assert [sheet.offer.kind for sheet in found[2].plan.sheets] == ["organisations"]


def test_files_of_one_name_are_told_apart() -> None:
    one, two = Path("/a/x.xlsx"), Path("/b/x.xlsx")
    assert name_of(one, [one, two]) == "a/x.xlsx"
    assert name_of(one, [one, Path("/b/y.xlsx")]) == "x.xlsx"


def test_workbooks_are_told_apart_however_they_are_called(
    worker: FileWorker, tmp_path: Path
) -> None:
    first, second = (tmp_path / name / "same" / "x.xlsx" for name in ("a", "b"))
    assert name_of(first, [first, second]) == "a/same/x.xlsx"
    assert name_of(Path("/x.xlsx"), [Path("/x.xlsx"), first]) == "/x.xlsx"
    first.parent.mkdir(parents=True)
    first.write_text("no workbook")
    again = tmp_path / "a" / "same" / ".." / "same" / "x.xlsx"
    (found,) = look_at(worker.ask, [first, again], OFFERS)
    assert found.name == "x.xlsx"


def test_each_column_has_its_field_and_samples(looked: LookedAt) -> None:
    sheet, plan = looked.sheets[0], looked.plan.sheets[0]
    views = view_columns(sheet, plan)
    assert [(v.letters, v.field, v.filled) for v in views][2] == ("C", "", 2)
    assert views[2].samples == ("bank", "cheque")
    assert count_rows(sheet, plan.recognised.header_row) >= 7


def test_samples_of_days_are_as_they_are_typed(worker: FileWorker, data: Path) -> None:
    found = look_at(worker.ask, [data / "meetings-and-actions-2023-24.xlsx"], OFFERS)[0]
    samples = view_columns(found.sheets[0], found.plan.sheets[0])[1].samples
    assert samples[0] == "11/05/2023"


def test_a_column_can_be_let_go_and_its_sheet_is_read_again(looked: LookedAt) -> None:
    plan = looked.plan.sheets[0]
    without = read_again(looked, choose_field(plan, 2, ""))
    assert len(without.reading.faults) > len(plan.reading.faults)
    both = with_sheet([looked, replace(looked, name="other")], without)
    assert both[0].plan.sheets == (without,)
    assert both[1].plan.sheets == (plan,)


@pytest.mark.parametrize("name", ["membership.xlsx", "meetings-and-actions-2023-24.xlsx"])
def test_every_column_of_every_kind_can_be_left_out(
    worker: FileWorker, data: Path, name: str
) -> None:
    found = look_at(worker.ask, [data / name], OFFERS)[0]
    assert found.plan.sheets
    for plan in found.plan.sheets:
        for number, _heading, _field in plan.recognised.columns:
            again = read_again(found, choose_field(plan, number, ""))
            assert len(again.reading.lines) <= len(plan.reading.lines)


def test_a_marked_copy_lists_the_faults(looked: LookedAt, worker: FileWorker) -> None:
    faults = looked.plan.sheets[0].reading.faults
    copy = read_workbook(mark_copy(worker.ask, looked, faults), "copy.xlsx")
    assert copy.sheets[0].name == "Faults"
    assert copy.sheets[0].rows[1][3] == "about 105k"


def test_a_sheet_goes_out_by_the_ending_of_its_name(tmp_path: Path) -> None:
    out = SheetOut("T", (ColumnOut("Name"),), (("Ann",),))
    save_file(tmp_path / "t.xlsx", sheet_bytes(out, ".xlsx"))
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]["A2"].value == "Ann"
    assert sheet_bytes(out, ".csv").endswith(b"Name\r\nAnn\r\n")


def test_a_file_that_cannot_be_saved_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").mkdir()
    with pytest.raises(Refused, match=r"t\.xlsx could not be saved"):
        save_file(tmp_path / "t.xlsx", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]
