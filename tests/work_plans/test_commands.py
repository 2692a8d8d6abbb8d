"""What is done to a work plan, over a real store, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import find
from dscp_desktop.store.settings import change_setting
from dscp_desktop.store.tables import Link
from dscp_desktop.work_plans import commands, queries
from dscp_desktop.work_plans.rules import REPORT_SETTING, LineDetails, QuarterWords, WorkPlanValues
from tests.work_plans.conftest import TODAY, YEAR

Plan = Callable[..., WorkPlanValues]
Add = Callable[..., str]


def outcomes(plan: WorkPlanValues) -> list[str]:
    return [line.outcome for line in plan.lines]


def choices(store: Store) -> queries.PlanPage:
    return store.ask(queries.plan_page, "", YEAR, TODAY)


def test_a_plan_is_started_once_for_a_group_and_year(
    durham: Store, group: str, plan_id: str, plan: Plan
) -> None:
    assert plan().id == plan_id
    assert (plan().code, plan().year, plan().lines) == ("PLG", YEAR, ())
    with pytest.raises(Refused, match="has a work plan for 2023-24 already"):
        durham.run(commands.start_plan, group, "2023/24")
    with pytest.raises(Refused, match="Write the year as 2022-23"):
        durham.run(commands.start_plan, group, "2023")
    durham.run(commands.start_plan, group, "2024-25")
    assert durham.ask(queries.list_years, group) == (YEAR, "2024-25")
    durham.run(commands.remove_plan, plan().id)
    assert durham.ask(queries.list_years, group) == ("2024-25",)


def test_a_plan_with_lines_or_reports_is_not_removed(durham: Store, plan_id: str, add: Add) -> None:
    line = add("Learning reaches the front line")
    with pytest.raises(Refused, match="has lines or reports"):
        durham.run(commands.remove_plan, plan_id)
    durham.run(commands.remove_line, line)
    durham.run(commands.report_quarter, plan_id, 1, QuarterWords(achieved="Much"))
    with pytest.raises(Refused, match="has lines or reports"):
        durham.run(commands.remove_plan, plan_id)


def test_a_line_has_outcome_priority_threads_owner_due_and_progress(
    durham: Store, add: Add, plan: Plan
) -> None:
    page = choices(durham)
    assert {one.term for one in page.threads} == {"2023-26"}
    assert page.priorities[0].term == "2023-26"
    first, second, *_ = page.threads
    line_id = add(
        "  Learning reaches the front line ",
        priority_id=page.priorities[1].id,
        threads=(second.id, first.id),
        owner=" Designated   nurse",
        due=date(2023, 12, 1),
    )
    (line,) = plan().lines
    assert line.id == line_id
    assert line.outcome == "Learning reaches the front line"
    assert line.priority == page.priorities[1]
    assert line.threads == (first, second)
    assert (line.owner, line.due, line.late) == ("Designated nurse", date(2023, 12, 1), False)
    details = LineDetails("Other", threads=(second.id,), status="in progress", progress="Begun")
    durham.run(commands.change_line, line_id, details)
    (line,) = plan().lines
    assert (line.outcome, line.threads, line.priority) == ("Other", (second,), None)
    durham.run(commands.set_progress, line_id, "done", " All of it ")
    assert (plan().lines[0].status, plan().lines[0].progress) == ("done", "All of it")


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (LineDetails("  "), "Type the outcome"),
        (LineDetails("A", priority_id="gone"), "This priority is no longer there"),
        (LineDetails("A", threads=("gone",)), "This golden thread is no longer there"),
        (LineDetails("A", status="late"), "A line is one of: not started, in progress"),
    ],
)
def test_what_cannot_be_a_line_is_refused_and_nothing_is_saved(
    durham: Store, plan_id: str, plan: Plan, details: LineDetails, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        durham.run(commands.add_line, plan_id, details)
    assert plan().lines == ()


def test_a_plan_has_an_end(durham: Store, plan_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "MOST_LINES", 1)
    durham.run(commands.add_line, plan_id, LineDetails("One"))
    with pytest.raises(Refused, match="at most 1 lines"):
        durham.run(commands.add_line, plan_id, LineDetails("Two"))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from((-1, 1))), max_size=6))
def test_moving_keeps_every_line_and_undo_brings_each_place_back(
    durham: Store, group: str, moves: list[tuple[int, int]]
) -> None:
    plan = durham.ask(queries.get_plan, group, YEAR, TODAY)
    if plan is None:
        plan_id = str(durham.run(commands.start_plan, group, YEAR).result)
        for name in "ABCD":
            durham.run(commands.add_line, plan_id, LineDetails(name))
    expected = outcomes(durham.ask(queries.get_plan, group, YEAR, TODAY))
    for place, step in moves:
        now = durham.ask(queries.get_plan, group, YEAR, TODAY)
        before = outcomes(now)
        changes = durham.run(commands.move_line, now.lines[place].id, step)
        expected.insert(min(max(place + step, 0), 3), expected.pop(place))
        assert outcomes(durham.ask(queries.get_plan, group, YEAR, TODAY)) == expected
        if before != expected:
            durham.run(undo, changes.entry)
            assert outcomes(durham.ask(queries.get_plan, group, YEAR, TODAY)) == before
            durham.run(commands.move_line, now.lines[place].id, step)


def test_a_line_goes_with_its_threads_and_comes_back_by_undo(
    durham: Store, add: Add, plan: Plan
) -> None:
    thread = choices(durham).threads[0]
    line_id = add("Learning reaches the front line", threads=(thread.id,))
    before = plan()
    changes = durham.run(commands.remove_line, line_id)
    assert plan().lines == ()
    assert durham.ask(lambda s: s.scalar(select(func.count()).select_from(Link))) == 0
    durham.run(undo, changes.entry)
    assert plan() == before
    assert check_store(durham).problems == ()


def test_a_quarter_says_what_was_achieved_and_what_difference_it_made(
    durham: Store, plan_id: str, plan: Plan
) -> None:
    words = QuarterWords("Two audits", "Fewer repeat referrals", "31 of 40 cases", "A third audit")
    durham.run(commands.report_quarter, plan_id, 2, words)
    assert [quarter.words.said for quarter in plan().quarters] == [False, True, False, False]
    assert plan().quarters[1].words == words
    changes = durham.run(commands.report_quarter, plan_id, 2, QuarterWords(achieved=" "))
    assert not plan().quarters[1].words.said
    durham.run(undo, changes.entry)
    assert plan().quarters[1].words == words
    with pytest.raises(Refused, match="the quarters 1 to 4"):
        durham.run(commands.report_quarter, plan_id, 5, words)


def test_open_lines_of_the_year_before_are_copied_once(
    durham: Store, group: str, add: Add, plan: Plan
) -> None:
    thread = choices(durham).threads[0]
    due, done = date(2023, 12, 1), {"status": "done"}
    add("Open", threads=(thread.id,), owner="Nurse", due=due, progress="Half")
    add("Done", **done)
    add("Dropped", status="dropped")
    following = str(durham.run(commands.start_plan, group, "2024-25").result)
    assert durham.ask(queries.plan_page, group, "2024-25", TODAY).before == 1
    changes = durham.run(commands.copy_open_lines, following)
    assert changes.words == "1 line copied from 2023-24"
    (line,) = plan("2024-25").lines
    assert (line.outcome, line.owner, line.threads) == ("Open", "Nurse", (thread,))
    assert (line.due, line.progress, line.status) == (None, "", "not started")
    assert outcomes(plan()) == ["Open", "Done", "Dropped"]
    with pytest.raises(Refused, match="no open line of 2023-24 that is not here yet"):
        durham.run(commands.copy_open_lines, following)
    first = str(durham.run(commands.start_plan, group, "2020-21").result)
    with pytest.raises(Refused, match="no open line of 2019-20"):
        durham.run(commands.copy_open_lines, first)


def test_a_plan_that_is_not_there_is_refused_with_the_list(
    durham: Store, group: str, plan_id: str
) -> None:
    assert durham.ask(queries.find_plan, group, "", TODAY).id == plan_id
    with pytest.raises(WrongUse, match=r"no work plan for 2024-25. It has plans for: 2023-24\."):
        durham.ask(queries.find_plan, group, "2024-25", TODAY)
    with pytest.raises(WrongUse, match="Write the year as"):
        durham.ask(queries.find_plan, group, "next", TODAY)
    with pytest.raises(WrongUse, match="Say which group"):
        durham.ask(queries.find_plan, "", "", TODAY)
    other = durham.ask(find_group, "EXEC")
    assert other is not None
    with pytest.raises(WrongUse, match=r"has no work plan. It has none yet\."):
        durham.ask(queries.find_plan, other.id, "", TODAY)


def test_search_finds_a_line_and_the_page_opens_it(durham: Store, group: str, add: Add) -> None:
    line_id = add("Neglect is named early", progress="Toolkit bought")
    (hit,) = durham.ask(find, "toolkit", 10)
    assert hit.record_id == line_id
    page = durham.ask(queries.plan_page, "", "", TODAY, line_id)
    assert (page.group_id, page.year) == (group, YEAR)
    assert page.plan is not None
    assert durham.ask(queries.plan_of, "no such record") is None
    assert durham.ask(queries.plan_of, group) == (group, "")
    assert durham.ask(queries.plan_page, "", "", TODAY, group).group_id == group


def test_what_is_late_is_due(durham: Store, group: str, plan_id: str, add: Add) -> None:
    late = add("Late", due=date(2023, 10, 6), owner="Nurse")
    add("Soon", due=date(2023, 11, 2))
    add("Later", due=date(2023, 11, 3))
    add("Done", due=date(2023, 10, 6), status="done")
    durham.run(commands.report_quarter, plan_id, 1, QuarterWords(achieved="Much"))
    dues = durham.ask(queries.list_due, TODAY)
    assert [(due.what, due.days) for due in dues] == [
        ("Late", "9 working days late"),
        ("Report of Performance and Learning Group, quarter 2 of 2023-24", "4 working days late"),
        ("Soon", "10 working days left"),
    ]
    assert dues[0].record_id == late
    assert dues[0].detail == "Work plan of Performance and Learning Group · Nurse"
    durham.run(change_setting, REPORT_SETTING, "20")
    report = durham.ask(queries.list_due, TODAY)[1]
    assert report.days == "6 working days left"
    # A plan that another followed asks for its reports alone, and only for a year.
    durham.run(commands.start_plan, group, "2024-25")
    after = durham.ask(queries.list_due, date(2024, 4, 16))
    assert {due.what[:6] for due in after} == {"Report"}
    assert len(after) == 3
    assert not [
        due for due in durham.ask(queries.list_due, date(2025, 6, 30)) if "of 2023" in due.what
    ]
