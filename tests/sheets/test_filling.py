"""Forms to be filled in: what is locked, what is offered, and that text stays text."""

from __future__ import annotations

import io

import openpyxl

from dscp_desktop.sheets.filling import FormCell, FormOut, write_form
from dscp_desktop.sheets.reading import read_workbook

FORM = FormOut(
    title="Form",
    hidden="Keys",
    cells=(
        FormCell(1, 1, "=1+1", "title"),
        FormCell(3, 1, "Head", "head"),
        FormCell(4, 1, "Question", "boxed"),
        FormCell(4, 2, "", "boxed", free=True, offers="yes"),
    ),
    widths={1: 30, 2: 12},
    head_row=3,
    choices={"yes": ("Yes", "No"), "unused": ("A",)},
    marks=(("key", "=2+2"),),
)


def test_a_form_is_locked_but_for_its_free_cells() -> None:
    data = write_form(FORM)
    assert data == write_form(FORM)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Form"]
    assert sheet.protection.sheet
    assert [c.coordinate for row in sheet for c in row if not c.protection.locked] == ["B4"]
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ("'Keys'!$C$1:$C$2", "B4")
    assert book["Keys"].sheet_state == "veryHidden"
    assert sheet.freeze_panes == "A4"


def test_text_of_a_form_is_never_a_formula() -> None:
    form, keys = read_workbook(write_form(FORM), "form.xlsx").sheets
    assert form.rows[0][0] == "=1+1"
    assert (keys.visible, keys.rows[0][:2]) == (False, ("key", "=2+2"))
    assert not form.formulas
