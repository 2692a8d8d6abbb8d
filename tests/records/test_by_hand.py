"""What a person sets right: the kind of a sheet, its headings, its columns, which rows go in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import RowOutcome
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.records.commands import import_workbooks, take_workbooks
from dscp_desktop.records.queries import list_layouts
from dscp_desktop.records.rules.planning import (
    FilePlan,
    SheetPlan,
    choose_field,
    kinds_of,
    layout_key,
    layout_of,
    leave_rows,
    left_rows,
    left_words,
    plan_file,
    put_sheet,
    reasons,
)
from dscp_desktop.records.rules.results import PASTED, SheetResult, results_words
from dscp_desktop.records.workbook.by_hand import head_rows, known_by, perhaps, plan_by_hand
from dscp_desktop.records.workbook.looking import LookedAt, look_at, look_at_block, with_rows
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store

OFFERS = workbook_offers()
TODAY = date(2023, 10, 19)
ODD = (
    ("Our list of things to do", None, None, None),
    ("Nr.", "Team", "To do", "By whom"),
    ("Z1", "EXEC", "Write to schools", "HDFT"),
    ("Z2", "EXEC", "Ask the homes", "CDDFT"),
    ("Z3", "NOPE", "Nobody knows", "HDFT"),
)
FIELDS = ("number", "group", "text", "owner")


@pytest.fixture(scope="module")
def worker() -> Iterator[FileWorker]:
    with FileWorker() as made:
        yield made


def sheet_of(*rows: tuple[Value, ...], **more: object) -> Sheet:
    return replace(Sheet("List", True, rows), **more)


def by_hand(sheet: Sheet, kind: str = "actions", row: int | None = None) -> SheetPlan:
    offer = next(offer for offer in OFFERS if offer.kind == kind)
    return plan_by_hand(FilePlan("odd.xlsx"), sheet, offer, row)


def mapped(plan: SheetPlan, sheet: Sheet) -> SheetPlan:
    for (number, _, _), name in zip(plan.recognised.columns, FIELDS, strict=True):
        plan = choose_field(plan, number, name)
    return replace(plan, reading=plan.offer.read(sheet, plan.recognised))


def states(results: tuple[SheetResult, ...]) -> dict[str, int]:
    counted = {state: sum(r.count(state) for r in results) for state in ("new", "changed", "same")}
    return counted | {"refused": sum(result.refused for result in results)}


# Kinds --------------------------------------------------------------------------------------


def test_of_several_kinds_the_one_comes_first_whose_rows_can_be_read() -> None:
    heads = ("No", "Group", "Date", "Decision", "Action", "Owner")
    decided = sheet_of(heads, *[(f"D{n}", "PLG", "13/07/2023", "Agreed", "", "") for n in range(3)])
    told = [(offer.kind, found.header_row) for offer, found in kinds_of(decided, OFFERS)]
    assert told == [("decisions", 1), ("actions", 1)]
    log = sheet_of(heads, *[(f"A{n}", "PLG", "soon", "", "Do it", "HDFT") for n in range(3)])
    (plan,) = plan_file("log.xlsx", [log], OFFERS).sheets
    assert plan.offer.kind == "actions"
    assert plan.also == ("Decisions",)
    said = "All 3 rows can be read. By its headings it could also be: decisions."
    assert reasons(plan).endswith(said)


def test_the_reasons_count_the_rows_that_cannot_be_read() -> None:
    heads = ("No", "Group", "Action", "Owner")
    (plan,) = plan_file(
        "a.xlsx", [sheet_of(heads, ("1", "PLG", "", "HDFT"), ("2", "PLG", "Do", "HDFT"))], OFFERS
    ).sheets
    assert reasons(plan).endswith("1 of 2 rows can be read.")
    (plan,) = plan_file("a.xlsx", [sheet_of(heads, ("2", "PLG", "Do", "HDFT"))], OFFERS).sheets
    assert reasons(plan).endswith("Its row can be read.")


def test_a_sheet_of_no_kind_may_be_near_one() -> None:
    assert perhaps(sheet_of(*ODD), OFFERS) == ""
    near = sheet_of(("Title",), ("Group", "Owner", "Status"))
    assert perhaps(near, OFFERS) == ("Perhaps action log: row 2 has ‘Group’, ‘Owner’, ‘Status’.")


# By hand ------------------------------------------------------------------------------------


def test_a_sheet_is_taken_for_a_kind_with_headings_that_nobody_knows() -> None:
    sheet = sheet_of(*ODD)
    assert kinds_of(sheet, OFFERS) == []
    assert head_rows(sheet)[0] == (2, "Row 2: Nr., Team, To do, By whom")
    assert head_rows(sheet)[-1] == (0, "No headings")
    plan = by_hand(sheet, row=2)
    assert plan.recognised.why == "As chosen by hand, with its headings in row 2."
    assert [name for _, _, name in plan.recognised.columns] == [""] * 4
    plan = mapped(plan, sheet)
    assert [line.value.number for line in plan.reading.lines] == ["Z1", "Z2", "Z3"]


def test_a_block_without_headings_is_taken_too() -> None:
    sheet = sheet_of(*ODD[2:4])
    plan = by_hand(sheet, row=0)
    assert [text for _, text, _ in plan.recognised.columns] == [f"Column {x}" for x in "ABCD"]
    plan = mapped(plan, sheet)
    assert [line.row for line in plan.reading.lines] == [1, 2]
    assert layout_of(plan) == ("", None)  # there is nothing to know it by


def test_words_of_a_kind_lead_to_its_headings_and_another_row_can_be_said() -> None:
    sheet = sheet_of(
        ("Owner", "Text"), (None, None), ("Number", "Group", "Due"), ("1", "PLG", None)
    )
    assert by_hand(sheet).recognised.header_row == 3
    assert [name for _, _, name in by_hand(sheet).recognised.columns] == ["number", "group", "due"]
    assert by_hand(sheet, row=1).recognised.header_row == 1
    whole = sheet_of(("No", "Action", "Owner"), ("No", "Action", "Owner"), ("1", "Do", "HDFT"))
    assert by_hand(whole).recognised.why.startswith("Because row 1")
    assert by_hand(whole, row=2).recognised.why.startswith("Because row 2")
    assert by_hand(sheet_of()).recognised.header_row == 0


def test_one_that_is_too_long_is_refused_by_hand_too() -> None:
    offer = replace(next(o for o in OFFERS if o.kind == "actions"), row_limit=1)
    with pytest.raises(Refused, match=r"odd\.xlsx, sheet List: it has 3 rows"):
        plan_by_hand(FilePlan("odd.xlsx"), sheet_of(*ODD), offer, 2)


def test_a_hidden_sheet_taken_by_hand_stands_in_its_order_and_is_no_longer_left_out() -> None:
    sheet = sheet_of(*ODD, visible=False)
    whole = FilePlan(
        "odd.xlsx", notes=("Sheet 'List' is of no known kind and was left out.",), refusal="No."
    )
    found = put_sheet(whole, by_hand(sheet, row=2), ["List"])
    assert (found.refusal, found.notes, [s.sheet for s in found.sheets]) == ("", (), ["List"])


@pytest.mark.parametrize("kind", [offer.kind for offer in OFFERS])
def test_no_kind_fails_on_columns_of_others(kind: str) -> None:
    """Whatever sheet is taken for whatever kind, each row is a value or a fault, never a crash."""
    for row in (0, 1, 2):
        plan = by_hand(sheet_of(*ODD), kind, row)
        for number, _, _ in plan.recognised.columns:
            for name, _ in (*plan.offer.fields, ("", "")):
                chosen = choose_field(plan, number, name)
                assert plan.offer.read(sheet_of(*ODD), chosen.recognised) is not None


def test_no_kind_fails_in_the_store_on_columns_of_others(durham: Store) -> None:
    sheet = sheet_of(*ODD)
    for offer in OFFERS:
        for row in (0, 2):
            plan = by_hand(sheet, offer.kind, row)
            fields = [name for name, _ in offer.fields]
            for (number, _, _), name in zip(plan.recognised.columns, fields, strict=False):
                plan = choose_field(plan, number, name)
            plan = replace(plan, reading=offer.read(sheet, plan.recognised))
            (result,) = durham.rehearse(take_workbooks, [FilePlan("odd.xlsx", (plan,))])
            assert result.kind == offer.kind


# Remembered ---------------------------------------------------------------------------------


def test_a_source_is_known_by_its_headings_whatever_year_they_name() -> None:
    assert layout_key(["Partner", "Paid 2022-23 (£)"]) == layout_key(
        ["partner", "Paid  2023-24 (£)"]
    )
    assert layout_key(["A", "B"]) != layout_key(["B", "A"])


def test_what_was_set_by_hand_is_kept_with_the_rows_and_read_so_the_next_time(
    durham: Store, worker: FileWorker, tmp_path: Path
) -> None:
    sheet = sheet_of(*ODD)
    plan = mapped(by_hand(sheet, row=2), sheet)
    done = durham.run(import_workbooks, [FilePlan("odd.xlsx", (plan,))], accept_good=True)
    (kept,) = durham.ask(list_layouts)
    assert (kept.kind, kept.fields) == ("actions", FIELDS)

    book = openpyxl.Workbook()
    for row in (*ODD[1:4], ("Z4", "EXEC", "Later", "HDFT")):
        book.worksheets[0].append(row)
    book.save(tmp_path / "next.xlsx")
    (looked,) = look_at(worker.ask, [tmp_path / "next.xlsx"], OFFERS, layouts=[kept])
    (again,) = looked.plan.sheets
    assert again.recognised.why == (
        "Because row 1 has the headings of a source that was set by hand before."
    )
    assert states(durham.rehearse(take_workbooks, [looked.plan])) == {
        "new": 1,
        "changed": 0,
        "same": 2,
        "refused": 0,
    }
    assert look_at(worker.ask, [tmp_path / "next.xlsx"], OFFERS)[0].plan.refusal
    other = look_at(worker.ask, [tmp_path / "next.xlsx"], OFFERS, "meetings", [kept])
    assert "as meetings" in other[0].plan.refusal

    durham.run(undo, done.entry)
    assert durham.ask(list_layouts) == ()


def test_a_source_set_back_to_how_it_is_found_is_forgotten(durham: Store) -> None:
    sheet = sheet_of(("No", "Group", "Action", "Owner"), ("Z1", "EXEC", "Do it", "HDFT"))
    (found,) = plan_file("log.xlsx", [sheet], OFFERS).sheets
    assert layout_of(found)[1] is None
    other = choose_field(found, 4, "")
    assert layout_of(other)[1] is not None
    plans = [FilePlan("log.xlsx", (other,))]
    durham.run(import_workbooks, plans, accept_good=True)
    assert len(durham.ask(list_layouts)) == 1
    known = known_by(durham.ask(list_layouts))
    (again,) = plan_file("log.xlsx", [sheet], OFFERS, known=known).sheets
    assert again.recognised.columns == other.recognised.columns
    assert again.found == found.recognised
    back = replace(again, recognised=found.recognised, reading=found.reading)
    durham.run(import_workbooks, [FilePlan("log.xlsx", (back,))])
    assert durham.ask(list_layouts) == ()
    assert known_by(()) is None


def test_a_layout_of_a_kind_that_is_gone_is_passed_over() -> None:
    sheet = sheet_of(("No", "Group", "Action", "Owner"), ("Z1", "EXEC", "Do it", "HDFT"))
    (found,) = plan_file("log.xlsx", [sheet], OFFERS).sheets
    key, _ = layout_of(found)
    _, layout = layout_of(choose_field(found, 4, ""))
    assert layout is not None
    known = known_by([replace(layout, kind="gone")])
    (plan,) = plan_file("log.xlsx", [sheet], OFFERS, known=known).sheets
    assert plan.recognised == found.recognised
    assert layout.key == key


def test_a_field_of_several_columns_is_not_let_go() -> None:
    sheet = sheet_of(("Organisation", "EXEC 11 May 2023", "Extra"), ("HDFT", "P", "P"))
    (plan,) = plan_file("a.xlsx", [sheet], OFFERS).sheets
    chosen = choose_field(plan, 3, "meeting")
    assert [name for _, _, name in chosen.recognised.columns] == ["attendee", "meeting", "meeting"]


# Rows ---------------------------------------------------------------------------------------


def log(*rows: tuple[Value, ...], hidden: tuple[int, ...] = ()) -> FilePlan:
    heads = ("No", "Group", "Action", "Owner")
    return plan_file("log.xlsx", [sheet_of(heads, *rows, hidden_rows=hidden)], OFFERS)


ROWS = (("Z1", "EXEC", "One", "HDFT"), ("Z2", "EXEC", "", "HDFT"), ("Z3", "EXEC", "Three", "HDFT"))


def test_hidden_rows_are_left_out_and_said_and_can_be_taken(durham: Store) -> None:
    whole = log(*ROWS, hidden=(1, 3, 4))
    (result,) = durham.rehearse(take_workbooks, [whole])
    assert [row.row for row in result.rows] == [2]
    assert result.faults == ()
    assert result.remarks == (
        "Sheet 'List': rows 3 and 4 are hidden in the workbook and left out.",
    )
    plan = leave_rows(whole.sheets[0], {4}, False)
    assert left_words(plan) == ("Sheet 'List': row 3 is hidden in the workbook and left out.",)
    (result,) = durham.rehearse(take_workbooks, [replace(whole, sheets=(plan,))])
    assert [row.row for row in result.rows] == [2, 4]


def test_rows_left_out_by_choice_are_not_written_and_their_faults_not_told(durham: Store) -> None:
    looked = LookedAt("log.xlsx", b"", (sheet_of(*ROWS),), log(*ROWS))
    (looked,) = with_rows([looked], {("log.xlsx", "List"): {3, 4}, ("other", "x"): {1}}, True)
    (plan,) = looked.plan.sheets
    assert [(row.row, row.words, row.why) for row in left_rows(plan, 5)] == [
        (3, "Z2, EXEC, HDFT", "By choice"),
        (4, "Z3, EXEC, Three, HDFT", "By choice"),
    ]
    assert left_words(plan) == ("Sheet 'List': rows 3 and 4 are left out by choice.",)
    durham.run(import_workbooks, [looked.plan])
    assert {a.number for a in durham.ask(list_actions, TODAY)} == {"Z1"}
    many = replace(plan, left=frozenset(range(2, 12)))
    assert left_words(many)[0].endswith("rows 2, 3, 4, 5, 6, 7 and 4 more are left out by choice.")


# Pasted -------------------------------------------------------------------------------------


def test_a_block_is_checked_like_a_workbook(durham: Store, worker: FileWorker) -> None:
    text = "No\tGroup\tAction\tOwner\nZ1\tEXEC\tOne\tHDFT\nZ2\tNOPE\tTwo\tHDFT\n"
    (looked,) = look_at_block(worker.ask, (text, ""), OFFERS)
    (result,) = durham.rehearse(take_workbooks, [looked.plan])
    assert states((result,)) == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    assert (result.faults[0].row, result.faults[0].column) == (3, "Group")
    words = results_words([replace(result, rows=(RowOutcome(2, "new", "Z1"),))])
    assert (looked.name, words) == (PASTED, "Pasted: actions 1 new")


def test_a_block_pasted_among_records_is_of_their_kind(worker: FileWorker) -> None:
    text = "Nr.\tTeam\tAction\nZ1\tEXEC\tOne\n"
    (looked,) = look_at_block(worker.ask, (text, ""), OFFERS, "actions")
    (plan,) = looked.plan.sheets
    assert [name for _, _, name in plan.recognised.columns] == ["", "", "text"]
    (looked,) = look_at_block(worker.ask, ("Z1\tEXEC\nZ2\tPLG", ""), OFFERS, "actions")
    assert looked.plan.sheets[0].recognised.header_row == 0
    (looked,) = look_at_block(worker.ask, (text, ""), OFFERS)
    assert looked.plan.refusal.startswith(f"{PASTED} holds no sheet of a known kind")
    with pytest.raises(Refused, match="Nothing was copied"):
        look_at_block(worker.ask, ("", ""), OFFERS)
