"""A plan's workbook comes in, goes out, and comes in with nothing changed."""

from __future__ import annotations

from typing import Any

import pytest

from dscp_desktop.core.offers import Scope
from dscp_desktop.priorities.feature import FEATURE
from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.records.rules.results import note_words
from dscp_desktop.records.workbook.going_out import sheet_bytes
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store
from tests.priorities.conftest import BOOK, plan_of, rows_sheet, take_in

OUTCOMES = ("Priority no", "Priority", "Outcome no", "Outcome", "Lead group")
MEASURES = ("Measure", "Outcomes", "Activity")
THREADS = ("Thread", "Also in 2023-26")


def faults(found: Any) -> list[tuple[int | None, str | None, str]]:
    return [(fault.row, fault.column, fault.why) for fault in found.faults]


def test_it_comes_in_goes_out_and_in_with_nothing_changed(durham: Store, book: bytes) -> None:
    sheets = read_workbook(book, BOOK).sheets
    first = take_in(durham, sheets, BOOK)
    counts = {kind: (r.count("new"), r.count("changed"), r.refused) for kind, r in first.items()}
    assert counts == {"plan": (14, 0, 0), "plan-measures": (15, 0, 0), "plan-threads": (7, 0, 0)}
    assert [note.why for note in first["plan"].notes] == [
        "Taken for the plan 2025-27, which the file's name says.",
        "There was no plan 2025-27 yet: it is added.",
    ]
    warned = [note_words(note) for note in first["plan-measures"].notes]
    assert "Measures, row 4, Outcomes: This measure points at no outcome" in warned[1]
    plan = plan_of(durham)
    assert plan.outcomes[3].lead == "WLD"
    assert [one.shown for one in plan.measures][8:12] == ["2.1-2.4", "2.1-2.4", "2.4", "3.1-3.5"]
    assert len(plan.loose) == 2
    assert plan.threads[0].continues == "Child's voice and lived experience"
    reworded = plan.threads[1]
    assert (reworded.how, reworded.continues_id) == ("reworded", None)
    again = take_in(durham, sheets, BOOK)
    write = FEATURE.workbooks[0].write
    out = durham.ask(write, Scope(durham.today(), year="2025-27"))
    data = sheet_bytes(out, ".xlsx")
    back = take_in(durham, read_workbook(data, "out.xlsx").sheets, "out.xlsx")
    for found in (again, back):
        for each in found.values():
            assert {row.state for row in each.rows} == {"same"}
            assert not each.faults
    assert plan_of(durham) == plan


def test_each_kind_goes_out_alone_and_as_values(plans: Store) -> None:
    scope = Scope(plans.today(), year="2025-27")
    plan, measures, threads = FEATURE.workbooks
    values = plans.ask(plan.values, scope)
    assert values["priorities"][0]["outcomes"][1]["number"] == "1.2"
    assert values["threads"] == plans.ask(threads.values, scope)
    assert plans.ask(measures.values, scope)[0] == {
        "measure": "More partnership intelligence forms",
        "outcomes": ["1.1", "1.2"],
        "activity": None,
    }
    assert plans.ask(measures.write, scope).title == "Measures 2025-27"
    assert plans.ask(threads.write, scope).columns[1].heading == "Also in 2023-26"
    early = plans.ask(threads.write, Scope(plans.today(), year="2023-26"))
    assert early.columns[1].heading == "Also in the plan before"


def test_every_plan_goes_out_and_comes_in_the_same(plans: Store) -> None:
    before = plans.ask(list_plans)
    for plan in before:
        write = FEATURE.workbooks[0].write
        data = sheet_bytes(plans.ask(write, Scope(plans.today(), year=plan.term)), ".xlsx")
        found = take_in(plans, read_workbook(data, "a.xlsx").sheets, "a.xlsx")
        assert {row.state for each in found.values() for row in each.rows} == {"same"}
    assert plans.ask(list_plans) == before


def test_a_range_that_is_not_there_or_runs_backwards_is_refused_at_its_cell(plans: Store) -> None:
    sheet = rows_sheet(
        "Measures 2025-27",
        MEASURES,
        ("One", "1.4-1.1", None),
        ("Two", "1.1-1.6", None),
        ("Three", "2.1-3.1", None),
        ("Four", "soon", None),
        ("Five", "1.3", "Audits"),
        ("Five", "1.4", None),
        (None, "1.1", None),
    )
    found = take_in(plans, [sheet])["plan-measures"]
    assert sorted(faults(found)) == [
        (2, "Outcomes", "'1.4-1.1' runs backwards. Write 1.1-1.4, if that is meant."),
        (
            3,
            "Outcomes",
            "The plan 2025-27 has no outcomes 1.5, 1.6. Its outcomes: 1.1-1.4, 2.1-2.4, 3.1-3.5.",
        ),
        (4, "Outcomes", "'2.1-3.1' runs from one priority into another. Write a range for each."),
        (
            5,
            "Outcomes",
            "'soon' is no number of an outcome. Write them as in '1.1, 1.2' or '1.1-1.4'.",
        ),
        (7, "Measure", "Row 6 says this already. Leave one of the two."),
        (8, "Measure", "Every row needs its measure. Type it."),
    ]
    assert [row.label for row in found.rows] == ["Five"]


def test_rows_of_outcomes_that_cannot_be_right_are_refused_at_their_cell(plans: Store) -> None:
    title = "Harm Outside the Home"
    sheet = rows_sheet(
        "Outcomes 2025-27",
        OUTCOMES,
        (1, title, "1.1", "Awareness", "XYZ"),
        (1, title, "2.7", "Elsewhere", None),
        (1, title, "first", "Words", None),
        (1, title, "1.8", None, None),
        (1, title, None, "Words", None),
        (1, "Another title", "1.9", "Words", None),
        (1, title, "1.1", "Again", None),
        (None, title, None, None, None),
        (0, title, None, None, None),
        (2, None, "2.9", "Words", None),
        ("one", title, "1.9", "Words", None),
    )
    found = take_in(plans, [sheet])["plan"]
    assert {(row, column) for row, column, _why in faults(found)} == {
        (2, "Lead group"),
        (3, "Outcome no"),
        (4, "Outcome no"),
        (5, "Outcome"),
        (6, "Outcome no"),
        (7, "Priority"),
        (8, "Outcome no"),
        (9, "Priority no"),
        (10, "Priority no"),
        (11, "Priority"),
        (12, "Priority no"),
    }
    assert not found.rows


def test_a_number_may_be_left_out_where_the_outcome_has_it(plans: Store) -> None:
    rows = ((None, "Harm Outside the Home", "1.5", "A fifth", None),)
    found = take_in(plans, [rows_sheet("Outcomes 2025-27", OUTCOMES, *rows)])["plan"]
    assert [(row.state, row.label) for row in found.rows] == [("new", "Outcome 1.5")]
    (note,) = found.notes
    assert note.why.startswith("The sheet leaves out outcomes that the plan has, which are kept:")


def test_what_the_sheet_says_otherwise_is_changed_and_shown(plans: Store) -> None:
    outcomes = rows_sheet("Outcomes 2025-27", OUTCOMES, (1, "Harm elsewhere", "1.1", "Seen", "CEG"))
    measures = rows_sheet("Measures 2025-27", MEASURES, ("Dispersal orders", "1.4", "Audits"))
    threads = rows_sheet(
        "Threads 2025-27",
        THREADS,
        ("Reflective Strengths Based Practice", "new"),
        ("Intersectionality inc SEND", "reworded"),
        ("Signs of safety", "same"),
        ("A thread of ours", None),
        ("Mental Health & Wellbeing", "newish"),
    )
    found = take_in(plans, [outcomes, measures, threads])
    (row,) = found["plan"].rows
    assert row.state == "changed"
    assert row.changes == (
        ("Priority", "Harm Outside the Home", "Harm elsewhere"),
        ("Outcome", "Awareness of exploitation", "Seen"),
        ("Lead group", "", "CEG"),
    )
    (row,) = found["plan-measures"].rows
    assert row.changes == (("Activity", "", "Audits"), ("Outcomes", "1.3", "1.4"))
    states = [(row.label, row.state) for row in found["plan-threads"].rows]
    assert states == [
        ("Reflective Strengths Based Practice", "changed"),
        ("Intersectionality inc SEND", "changed"),
        ("Signs of safety", "new"),
        ("A thread of ours", "new"),
    ]
    assert faults(found["plan-threads"]) == [
        (6, "Also in 2023-26", "A thread is the same, reworded or new. Type one of the three.")
    ]
    threads_now = {one.title: one for one in plan_of(plans).threads}
    assert threads_now["Reflective Strengths Based Practice"].continues_id is None
    assert threads_now["Signs of safety"].continues_term == "2023-26"
    assert threads_now["A thread of ours"].how == ""
    notes = [note.why for note in found["plan-threads"].notes]
    assert any("Nobody said from which thread it goes on" in why for why in notes)


def test_a_blank_takes_nothing_away(plans: Store) -> None:
    before = plan_of(plans)
    measures = rows_sheet("Measures 2025-27", MEASURES, ("Dispersal orders", None, None))
    threads = rows_sheet("Threads 2025-27", THREADS, (before.threads[0].title, None))
    found = take_in(plans, [measures, threads])
    assert {row.state for each in found.values() for row in each.rows} == {"same"}
    assert plan_of(plans) == before


@pytest.mark.parametrize(
    ("name", "file", "why"),
    [
        ("Measures", "measures.xlsx", "the only one that these rows fit"),
        ("Measures", "plan 2025-27.xlsx", "which the file's name says"),
    ],
)
def test_a_sheet_without_a_term_says_which_plan_it_was_taken_for(
    plans: Store, name: str, file: str, why: str
) -> None:
    sheet = rows_sheet(name, MEASURES, ("Ours", "1.1", None))
    found = take_in(plans, [sheet], file)["plan-measures"]
    assert why in found.notes[0].why
    assert plan_of(plans).measures[-1].title == "Ours"


def test_a_plan_is_never_guessed(plans: Store) -> None:
    sheet = rows_sheet("Threads", ("Thread", "Also in the plan before"), ("Ours", "new"))
    found = take_in(plans, [sheet], "threads.xlsx")["plan-threads"]
    assert "does not say of which plan it is" in found.faults[0].why
    assert "There are: 2023-26, 2025-27." in found.faults[0].why
    two = rows_sheet("Threads 2023-26", ("Plan 2025-27",), THREADS, ("Ours", "new"))
    found = take_in(plans, [two])["plan-threads"]
    assert "names 2 plans: 2023-26 and 2025-27" in found.faults[0].why
    assert not found.rows


def test_the_only_plan_is_taken_and_so_is_one_whose_titles_all_stand_there(store: Store) -> None:
    one = rows_sheet("Outcomes 2021-22", OUTCOMES, (1, "Help", "1.1", "Seen", None))
    take_in(store, [one])
    sheet = rows_sheet("Outcomes", OUTCOMES, (1, "Help", "1.2", "Heard", None))
    found = take_in(store, [sheet], "a.xlsx")["plan"]
    assert "the only one there is" in found.notes[0].why
    take_in(store, [rows_sheet("Outcomes 2023-26", OUTCOMES, (1, "Other", None, None, None))])
    found = take_in(store, [sheet], "a.xlsx")["plan"]
    assert "Taken for the plan 2021-22, the only one that these rows fit" in found.notes[0].why
    again = rows_sheet("Threads 2023-26", ("Thread", "Also in 2019-21"), ("Ours", "same"))
    found = take_in(store, [again])["plan-threads"]
    assert [row.state for row in found.rows] == ["new"]
    assert "Nobody said from which thread" in found.notes[0].why
    assert take_in(store, [rows_sheet("Threads 2023-26", THREADS)])["plan-threads"].rows == ()
