"""Empty workbooks: what they offer, and that what is filled in goes in without a fault."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.app.opening import SAMPLE_OPENS_WITH
from dscp_desktop.app.sample.making import make_sample_store
from dscp_desktop.core.offers import Scope, WorkbookOffer
from dscp_desktop.core.periods import year_of
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.partnership.queries.parties import list_meeting_groups
from dscp_desktop.records.commands import import_workbooks, take_workbooks
from dscp_desktop.records.queries import blank_parts
from dscp_desktop.records.rules.results import SheetResult
from dscp_desktop.records.workbook.blanks import blank_file, blank_offers
from dscp_desktop.records.workbook.looking import look_at
from dscp_desktop.sheets.blanks import EXAMPLE, HEADINGS, LISTS, NOTES
from dscp_desktop.sheets.values import Value
from dscp_desktop.sheets.writing import SheetOut
from dscp_desktop.store.opening import Store, open_store

TODAY = date(2023, 10, 19)
OFFERS = workbook_offers()
KINDS = [offer.kind for offer in blank_offers(OFFERS)]


@pytest.fixture(scope="module")
def worker() -> Iterator[FileWorker]:
    with FileWorker() as made:
        yield made


@pytest.fixture(scope="module")
def sample_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample partnership with its years of records; tests rehearse in it and leave it so."""
    path = tmp_path_factory.mktemp("sample") / "sample.dscp"
    make_sample_store(path, TODAY, SAMPLE_OPENS_WITH)
    with open_store(path, SAMPLE_OPENS_WITH) as store:
        yield store


def offer_of(kind: str) -> WorkbookOffer:
    return next(offer for offer in OFFERS if offer.kind == kind)


def blank(store: Store, kind: str, year: str = "") -> bytes:
    offer = offer_of(kind)
    parts = store.ask(blank_parts, offer, Scope(today=TODAY, year=year))
    return blank_file(offer, parts.sheets, parts.lists, year or year_of(TODAY))


def filled(data: bytes, rows: list[dict[str, Any]], path: Path) -> Path:
    """Type rows below the headings of an empty workbook, as a person does; the example stays."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet: Any = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[HEADINGS] if cell.value}
    for at, row in enumerate(rows, HEADINGS + 1):
        for heading, value in row.items():
            column = heads.get(heading) or next(heads[h] for h in heads if h.startswith(heading))
            sheet.cell(at, column).value = value
    book.save(path)
    return path


def taken(store: Store, worker: FileWorker, path: Path) -> SheetResult:
    (looked,) = look_at(worker.ask, [path], OFFERS)
    assert looked.plan.refusal == ""
    assert looked.plan.notes == ()
    (result,) = store.rehearse(take_workbooks, [looked.plan])
    return result


def typed(value: Value, money: bool) -> Value:
    return value / 100 if money and isinstance(value, int) else value


def rows_out(store: Store, kind: str) -> list[dict[str, Any]]:
    """The store's own records of a kind, by the headings of its empty workbook."""
    out = store.ask(offer_of(kind).write, Scope(today=TODAY))
    sheets: tuple[SheetOut, ...] = out if isinstance(out, tuple) else (out,)
    book = openpyxl.load_workbook(io.BytesIO(blank(store, kind)))
    heads = [cell.value for cell in book.worksheets[0][HEADINGS] if cell.value]
    sheet = next(s for s in sheets if {c.heading for c in s.columns} >= set(heads))
    kinds = {column.heading: column.kind for column in sheet.columns}
    rows = []
    for row in sheet.rows:
        named = dict(zip([column.heading for column in sheet.columns], row, strict=True))
        rows.append({head: typed(named[head], kinds[head] == "money") for head in heads})
    return rows


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_store_holds_goes_in_by_an_empty_workbook(
    kind: str, sample_year: Store, worker: FileWorker, tmp_path: Path
) -> None:
    rows = rows_out(sample_year, kind)
    assert rows, f"the sample has no {kind}"
    path = filled(blank(sample_year, kind), rows, tmp_path / f"{kind}.xlsx")
    result = taken(sample_year, worker, path)
    assert result.faults == ()
    assert (result.count("new"), result.count("changed")) == (0, 0)
    assert result.count("same")


NEW: dict[str, tuple[dict[str, Any], ...]] = {
    "organisations": ({"Organisation": "Harbour Trust", "Kind": "Relevant agency", "PLG": "Y"},),
    "plan": ({"Priority no": 9, "Priority": "Play", "Outcome no": "9.1", "Outcome": "It is seen"},),
    "plan-measures": ({"Measure": "How many play", "Outcomes": "", "Activity": ""},),
    "plan-threads": ({"Thread": "Play for all", "Also in 2022-23": "New"},),
    "meetings": (
        {"Group": "PLG", "Date": date(2024, 2, 8), "Start": "10:00", "Status": "Planned"},
    ),
    "contributions": ({"Partner": "Probation", "Contribution": 5000, "Payment": "Agreed"},),
    "spend": ({"Heading": "Training", "Budget": "12,000.50"},),
    "actions": (
        {"No": "Z1", "Group": "PLG", "Action": "Do it", "Owner": "HDFT", "Status": "Open"},
    ),
    "decisions": ({"No": "D1", "Group": "PLG", "Date": "13/07/2023", "Decision": "It is agreed"},),
    "challenges": (
        {
            "No": "C1",
            "Group": "PLG",
            "Date": "13/07/2023",
            "Challenge": "Late",
            "Raised to": "HDFT",
        },
    ),
    "cycles": ({"Topic": "Play", "Phase": 1, "Lead group": "PLG", "Month": 1, "Review": "No"},),
    "incidents": ({"Incident ref": "RST-9", "Date": date(2023, 7, 3), "Injury level": "0"},),
    "audits": ({"Audit no": "MA9", "Title": "Play", "Type": "Multi-agency", "Year": "2023-24"},),
    "forward-plan": ({"Group": "PLG", "What": "The play survey", "Why": "Asked for"},),
    "attendance": ({"Organisation": "HDFT", "EXEC 11 May 2023": "A"},),
    "audit-findings": (
        {"Audit no": "MA1", "Kind": "Good practice", "Finding": "All is well", "Year": "2022-23"},
    ),
    "audit-recommendations": (
        {
            "Audit no": "MA1",
            "Recommendation": "Go on",
            "Owner": "HDFT",
            "Due": date(2024, 1, 31),
            "Year": "2022-23",
        },
    ),
    "transactions": ({"Date": "13/07/2023", "Description": "Trainer", "Amount": "£850.00"},),
}


def test_what_is_typed_into_an_empty_workbook_goes_in(
    office_year: Store, worker: FileWorker, data: Path, tmp_path: Path
) -> None:
    assert set(NEW) == set(KINDS)
    book = look_at(worker.ask, [data / "audits-2022-23.xlsx"], OFFERS)
    office_year.run(import_workbooks, [one.plan for one in book])
    for kind in KINDS:
        path = filled(blank(office_year, kind), list(NEW[kind]), tmp_path / f"{kind}.xlsx")
        result = taken(office_year, worker, path)
        assert result.kind == kind
        assert result.faults == (), kind
        assert result.count("new") or result.count("changed"), kind


def test_an_example_that_is_left_in_is_not_taken(
    durham: Store, worker: FileWorker, tmp_path: Path
) -> None:
    for kind in KINDS:
        data = blank(durham, kind)
        sheet: Any = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        heads = [cell.column for cell in sheet[HEADINGS] if cell.value]
        assert any(str(cell.value or "").startswith("e.g. ") for cell in sheet[EXAMPLE]), kind
        assert all(sheet.cell(NOTES, column).value for column in heads), kind
        (tmp_path / f"{kind}.xlsx").write_bytes(data)
        (looked,) = look_at(worker.ask, [tmp_path / f"{kind}.xlsx"], OFFERS)
        assert [row for row in looked.sheets[0].rows[: HEADINGS - 1] if any(row)] == []
        for plan in looked.plan.sheets:
            assert plan.recognised.header_row == HEADINGS
            assert plan.reading.faults == (), kind
            assert [line for line in plan.reading.lines if line.row > HEADINGS] == []
        results = durham.rehearse(take_workbooks, [looked.plan])
        assert [result.rows for result in results] in ([()], []), kind


def test_the_drop_downs_are_those_of_the_store(durham: Store) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank(durham, "actions")))
    sheet: Any = book.worksheets[0]
    lists: Any = book[LISTS]
    assert lists.sheet_state == "veryHidden"
    offered = {
        next(iter(rule.sqref.ranges)).bounds[0]: (rule.formula1, rule.errorStyle)
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    heads = {cell.column: cell.value for cell in sheet[HEADINGS]}
    assert {heads[column] for column in offered} >= {"Group", "Owner", "Status"}
    words = {
        heads[column]: [cell.value for cell in lists[place.split("$")[1]] if cell.value]
        for column, (place, _) in offered.items()
    }
    assert words["Group"] == [group.name for group in durham.ask(list_meeting_groups)]
    assert {"Open", "Complete"} <= set(words["Status"])
    assert "Durham Constabulary" in words["Owner"]
    styles = {heads[column]: style for column, (_, style) in offered.items()}
    assert [styles[name] for name in ("Group", "Owner", "Status")] == ["stop", "warning", "stop"]
    prompts = [rule.prompt for rule in sheet.data_validations.dataValidation]
    assert any("empty for a new one" in str(prompt) for prompt in prompts)


def test_an_empty_workbook_is_the_same_each_time_and_says_its_year(durham: Store) -> None:
    assert blank(durham, "contributions") == blank(durham, "contributions")
    book = openpyxl.load_workbook(io.BytesIO(blank(durham, "contributions", "2024-25")))
    assert book.worksheets[0].title == "Contributions 2024-25"


def test_a_kind_that_is_not_filled_in_has_none() -> None:
    assert set(KINDS) == {offer.kind for offer in OFFERS} - {"budget-year"}
    for offer in blank_offers(OFFERS):
        assert set(offer.blanks) - {""} <= {name for name, _ in offer.fields}, offer.kind
