"""Empty workbooks, and sources that were set by hand, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.records.commands import import_workbooks
from dscp_desktop.records.rules.planning import FilePlan, choose_field, plan_file
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import open_store
from tests.app.conftest import Dscp
from tests.moulds import PASSPHRASE


def test_an_empty_workbook_goes_out_is_filled_in_and_comes_in(
    dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    out = tmp_path / "blank.xlsx"
    said = dscp("export", office, "actions", "--blank", "-o", out)
    assert (said.code, said.err) == (0, f"Wrote {out}.\n")
    book = openpyxl.load_workbook(out)
    sheet: Any = book.worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    for heading, text in (("No", "Z9"), ("Group", "PLG"), ("Action", "Do it"), ("Owner", "HDFT")):
        sheet.cell(5, heads.index(heading) + 1).value = text
    book.save(out)
    (result,) = dscp("import", office, out, "--json").json
    assert (result["new"], result["refused"], result["notes"]) == (1, 0, [])


def test_what_is_no_empty_workbook_is_refused_in_words(
    dscp: Dscp, office: Path, tmp_path: Path
) -> None:
    for words, why in (
        (("budget-year", "--blank", "-o", tmp_path / "b.xlsx"), "There is no empty workbook of"),
        (("actions", "--blank", "-o", tmp_path / "b.csv"), "goes out with -o OUT.xlsx"),
        (("actions", "--blank", "--json"), "goes out with -o OUT.xlsx"),
    ):
        said = dscp("export", office, *words)
        assert said.code == 2
        assert why in said.err
    assert (
        dscp(
            "export", office, "spend", "--blank", "--year", "2031-32", "-o", tmp_path / "b.xlsx"
        ).code
        == 0
    )
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames[0].endswith("2031-32")


def test_a_source_that_was_set_by_hand_is_read_so_here_too(
    dscp: Dscp, office: Path, data: Path
) -> None:
    name = "contributions-2022-23.xlsx"
    (plan,) = plan_file(
        name, read_workbook((data / name).read_bytes(), name).sheets, workbook_offers()
    ).sheets
    plan = choose_field(plan, 2, "note")
    with open_store(office, PASSPHRASE) as store:
        store.run(import_workbooks, [FilePlan(name, (plan,))], accept_good=True)
    (result,) = dscp("import", office, data / name, "--dry-run", "--json").json
    assert result["refused"] == 7  # the six partners and their total
