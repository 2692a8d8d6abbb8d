"""Plans are changed by commands, each of which undo takes back whole."""

from __future__ import annotations

from typing import Any

import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.priorities.commands import measures as measuring
from dscp_desktop.priorities.commands import plans as planning
from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.priorities.rules.plans import PlanDetails, PriorityDetails, ThreadDetails
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.priorities.conftest import plan_of


def done_and_undone(store: Store, command: Any, *args: Any) -> Any:
    """Run a command, see that undo takes it back, and run it again; return its changes."""
    before = store.ask(list_plans)
    changes = store.run(command, *args)
    assert store.ask(list_plans) != before
    store.run(undo, changes.entry)
    assert store.ask(list_plans) == before
    return store.run(command, *args)


def test_a_plan_is_written_from_nothing(durham: Store) -> None:
    details = PlanDetails("2027/29", "2027-04", "2029-03", " See ", (" One ", "", "Two"), "Ours")
    plan_id = done_and_undone(durham, planning.add_plan, details).result
    plan = plan_of(durham, "2027-29")
    assert (plan.vision, plan.values, plan.when) == (
        "See",
        ("One", "Two"),
        "April 2027 to March 2029",
    )
    group = durham.ask(find_group, "PLG")
    assert group is not None
    said = PriorityDetails(" Early  help ", ("Why not", ""), ("Audits", "Audits"), group.id)
    done_and_undone(durham, planning.add_priority, plan_id, said)
    (priority,) = plan_of(durham, "2027-29").priorities
    assert (priority.label, priority.reasons, priority.lead) == (
        "1 Early help",
        ("Why not",),
        "PLG",
    )
    assert [one.title for one in priority.activities] == ["Audits"]
    done_and_undone(durham, planning.add_outcome, priority.id, "Seen early", group.id)
    done_and_undone(durham, planning.add_outcome, priority.id, "Heard early")
    assert [one.label for one in plan_of(durham, "2027-29").outcomes] == [
        "1.1 Seen early",
        "1.2 Heard early",
    ]
    done_and_undone(durham, measuring.add_measure, plan_id, "Fewer", "1.1-1.2", "Audits")
    assert plan_of(durham, "2027-29").measures[0].shown == "1.1, 1.2"
    done_and_undone(durham, measuring.add_thread, plan_id, ThreadDetails("Voice", "new"))
    done_and_undone(durham, planning.remove_plan, plan_id)
    assert [plan.term for plan in durham.ask(list_plans)] == ["2022-23", "2023-26"]


def test_what_is_said_of_a_plan_changes(plans: Store) -> None:
    plan = plan_of(plans)
    details = PlanDetails(plan.term, "2025-04-01", "2027-03-31", "Other", ("One",), "Ours", "Note")
    done_and_undone(plans, planning.change_plan, plan.id, details)
    assert plan_of(plans).note == "Note"
    for wrong, why in (
        (PlanDetails("2023-26"), "There is a plan 2023-26 already"),
        (PlanDetails("2025-27", "2027-04", "2025-03"), "ends before it starts"),
        (PlanDetails("soon"), "such as 2025-27"),
    ):
        with pytest.raises(Refused, match=why):
            plans.run(planning.change_plan, plan.id, wrong)


def test_a_priority_changes_and_keeps_the_activities_that_stay(plans: Store) -> None:
    one = plan_of(plans).priorities[0]
    details = PriorityDetails("Harm outside", (), ("Audits", one.activities[1].title))
    done_and_undone(plans, planning.change_priority, one.id, details)
    changed = plan_of(plans).priorities[0]
    assert changed.activities[1] == one.activities[1]
    assert [activity.title for activity in changed.activities] == [
        "Audits",
        "Performance monitoring",
    ]
    for wrong, why in (
        (PriorityDetails("  "), "Type the priority"),
        (PriorityDetails("x" * 401), "up to 400 fit"),
        (PriorityDetails("Fine", lead_id="nobody"), "no longer there"),
    ):
        with pytest.raises(Refused, match=why):
            plans.run(planning.change_priority, one.id, wrong)


def test_a_moved_priority_takes_its_numbers_and_measures_along(plans: Store) -> None:
    first, second = plan_of(plans).priorities[:2]
    done_and_undone(plans, planning.move_priority, second.id, -1)
    moved = plan_of(plans)
    assert [one.title for one in moved.priorities[:2]] == [second.title, first.title]
    assert [one.number for one in moved.priorities] == [1, 2, 3, 4]
    assert moved.outcomes[0].label == "1.1 Practitioners identify risk with confidence"
    named = {measure.title: measure.shown for measure in moved.measures}
    assert named["Dispersal orders"] == "2.3"
    plans.run(planning.move_priority, second.id, -1)
    assert plan_of(plans) == moved


def test_an_outcome_changes_moves_and_goes(plans: Store) -> None:
    outcome = plan_of(plans).outcomes[2]
    done_and_undone(plans, planning.change_outcome, outcome.id, "Places")
    done_and_undone(plans, planning.move_outcome, outcome.id, 1)
    plan = plan_of(plans)
    assert [one.title for one in plan.outcomes[2:4]] == ["Transition to adulthood", "Places"]
    named = {measure.title: measure.shown for measure in plan.measures}
    assert named["Dispersal orders"] == "1.4"
    done_and_undone(plans, planning.remove_outcome, outcome.id)
    plan = plan_of(plans)
    assert [one.number for one in plan.priorities[0].outcomes] == ["1.1", "1.2", "1.3"]
    assert "Dispersal orders" in {measure.title for measure in plan.loose}
    plans.run(planning.remove_outcome, plan.outcomes[0].id)
    added = plans.run(planning.add_outcome, plan.priorities[0].id, "Another")
    assert added.words == "Outcome 1.4 added"
    done_and_undone(plans, planning.remove_priority, plan.priorities[0].id)
    assert [one.number for one in plan_of(plans).priorities] == [2, 3, 4]


def test_measures_change_move_and_go(plans: Store) -> None:
    plan = plan_of(plans)
    one, two = plan.measures[:2]
    done_and_undone(plans, measuring.change_measure, one.id, "Forms", "2.1", "Training")
    assert plan_of(plans).measures[0].shown == "2.1"
    done_and_undone(plans, measuring.move_measure, one.id, 1)
    assert [m.id for m in plan_of(plans).measures[:2]] == [two.id, one.id]
    done_and_undone(plans, measuring.remove_measure, two.id)
    with pytest.raises(Refused, match="has no outcome"):
        plans.run(measuring.change_measure, one.id, "Forms", "9.1")
    with pytest.raises(Refused, match="Type the measure"):
        plans.run(measuring.add_measure, plan.id, " ")
    with pytest.raises(Refused, match="no longer there"):
        plans.run(measuring.add_measure, "nobody", "Forms")


def test_threads_change_move_and_go(plans: Store) -> None:
    plan, before = plan_of(plans), plan_of(plans, "2023-26")
    new, last = plan.threads[3], plan.threads[6]
    said = ThreadDetails("Pieces", "reworded", before.threads[3].id)
    done_and_undone(plans, measuring.change_thread, new.id, said)
    assert plan_of(plans).threads[3].continues == "Fathers roles and hidden males"
    done_and_undone(plans, measuring.move_thread, last.id, -1)
    assert plan_of(plans).threads[5].id == last.id
    done_and_undone(plans, measuring.remove_thread, last.id)
    for wrong, why in (
        (ThreadDetails("A", "newish"), "A thread is one of"),
        (ThreadDetails("A", "new", before.threads[0].id), "same words or reworded"),
        (ThreadDetails("A", "same", "nobody"), "no longer there"),
        (ThreadDetails("A", "same", new.id), "from a plan before 2025-27"),
        (ThreadDetails("", "new"), "Type the golden thread"),
    ):
        with pytest.raises(Refused, match=why):
            plans.run(measuring.add_thread, plan.id, wrong)
    with pytest.raises(Refused, match="Pieces"):
        plans.run(measuring.remove_thread, before.threads[3].id)


def test_what_others_point_at_stays(durham: Store) -> None:
    """A line of a work plan is aligned to a priority: it cannot go from under it."""
    plan = plan_of(durham, "2023-26")
    with pytest.raises(Refused, match="still used in"):
        durham.run(planning.remove_priority, plan.priorities[0].id)
    assert plan_of(durham, "2023-26") == plan
