"""Plans come from the profile, overlap, and their threads go on from one to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.priorities.feature import FEATURE
from dscp_desktop.priorities.queries.keeping import keep
from dscp_desktop.priorities.queries.plans import (
    find_plan,
    find_priority,
    get_plan,
    list_outcomes,
    list_plans,
    list_steps,
    plan_on,
    plans_page,
)
from dscp_desktop.priorities.queries.plans import plan_of as asked_plan
from dscp_desktop.priorities.rules.plans import (
    ThreadLine,
    how_words,
    parse_term,
    position_words,
    story_of,
    terms_in,
    warnings_of,
)
from dscp_desktop.store.opening import Store
from tests.priorities.conftest import plan_of


def test_plans_overlap_and_keep_their_priorities(durham: Store) -> None:
    plans = durham.ask(list_plans)
    assert [plan.term for plan in plans] == ["2022-23", "2023-26"]
    assert [p.title for p in plans[1].priorities][2] == "First 1001 days"
    assert plans[0].values == ("Tenacity", "Curiosity", "Openness")
    assert (len(plans[0].threads), len(plans[1].threads)) == (0, 7)
    assert not plans[0].overlaps(plans[1])
    assert plans[0].holds(date(2023, 3, 31))
    assert not plans[0].holds(date(2023, 4, 1))


def test_a_plan_carries_reasons_outcomes_measures_and_threads_that_go_on(plans: Store) -> None:
    plan, before = plan_of(plans), plan_of(plans, "2023-26")
    assert plan.overlaps(before)
    assert plan.when == "April 2025 to March 2027"
    assert position_words(plan) == "4 priorities · 13 outcomes · 14 measures · 7 golden threads"
    assert [len(one.outcomes) for one in plan.priorities] == [4, 4, 5, 0]
    assert all(one.reasons and one.activities for one in plan.priorities)
    assert plan.priorities[3].lead == "PLG"
    assert len(plan.loose) == 1
    assert [words for _id, words in warnings_of(plan)] == [
        "No outcome: Clear pathway for young people approaching adulthood"
    ]
    assert [thread.how for thread in plan.threads].count("same") == 2
    reflective = plan.threads[5]
    assert how_words(reflective) == "Reworded from ‘Reflective practice’ (2023-26)"
    story = story_of(plans.ask(list_plans), reflective.id)
    assert [(step.term, step.title) for step in story] == [
        ("2023-26", "Reflective practice"),
        ("2025-27", "Reflective Strengths Based Practice"),
    ]
    assert story_of(plans.ask(list_plans), before.threads[5].id) == story
    assert story_of((), "nobody") == ()
    measures = plan.measures_of(plan.priorities[1])
    assert {one.shown for one in measures} == {"2.1-2.4"}


def test_a_thread_says_how_it_came() -> None:
    same = ThreadLine("a", "A", "same", "b", "A", "2023-26")
    assert how_words(same) == "Same as ‘A’ (2023-26)"
    unsaid = replace(same, continues_id=None)
    assert how_words(unsaid) == "Same words: nobody said yet from which thread"
    assert how_words(replace(unsaid, how="new")) == "New in this plan"
    assert how_words(replace(unsaid, how="")) == "Nothing said of an earlier plan"


@pytest.mark.parametrize("text", ["2025-27", "2025–27", "2025/2027", " 2025 - 27 "])
def test_a_term_is_kept_in_one_way(text: str) -> None:
    assert parse_term(text) == "2025-27"


@pytest.mark.parametrize("text", ["2025", "2027-25", "25-27", "next year"])
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="2025-27"):
        parse_term(text)


def test_terms_are_found_in_names() -> None:
    assert terms_in("business-plan-2025-27.xlsx") == ("2025-27",)
    assert terms_in("Plan 2023_26 and 2025-2027") == ("2023-26", "2025-27")
    assert terms_in("on 2025-10-19, or 2027-25") == ()


def test_what_a_profile_says_is_kept_for_the_next(plans: Store) -> None:
    kept = plans.ask(keep, plans.today())["plan"]
    said = load_profile("durham-2025-27").values["plan"]
    assert [each["term"] for each in kept] == [each["term"] for each in said]
    for mine, theirs in zip(kept, said, strict=True):
        for name in ("from", "to", "vision", "source"):
            assert mine[name] == theirs[name], name
        measures = [(one["title"], one["outcomes"]) for one in mine["measure"]]
        given = [(one["title"], one.get("outcomes", "")) for one in theirs.get("measure", ())]
        assert measures == given
        for one, other in zip(mine["priority"], theirs["priority"], strict=True):
            assert one["reasons"] == list(other.get("reasons", ()))
            assert one["activities"] == list(other.get("activities", ()))
            assert one["lead_group"] == other.get("lead_group", "")
        for one, other in zip(mine["threads"], theirs.get("threads", ()), strict=True):
            assert one["continues"] == other.get("continues", "")
            assert one["how"] == other.get("how", "")


def test_plans_are_found(plans: Store) -> None:
    plan = plan_of(plans)
    assert plans.ask(get_plan, plan.id) == plan
    assert plans.ask(get_plan, "nobody") is None
    assert plans.ask(find_plan) == plan
    assert plans.ask(find_plan, "2025/27") == plan
    with pytest.raises(WrongUse, match="There are: 2023-26, 2025-27"):
        plans.ask(find_plan, "2019-21")
    found = plans.ask(find_priority, "2025-27", 2)
    assert found is not None
    assert found == plan.priority(found.id)
    assert plans.ask(find_priority, "2025-27", 9) is None
    assert plans.ask(find_priority, "1999-01", 1) is None
    choice = plans.ask(list_outcomes)[0]
    assert choice.words == "1.1 Awareness of exploitation (2025-27)"
    assert (choice.plan_id, choice.term) == (plan.id, "2025-27")


def test_a_scope_asks_for_a_plan(plans: Store) -> None:
    before = plan_of(plans, "2023-26")
    on = Scope(date(2024, 1, 8))
    assert plans.ask(asked_plan, on) == before
    assert plans.ask(asked_plan, replace(on, year="2025-27")).term == "2025-27"
    assert plans.ask(asked_plan, replace(on, today=date(2026, 1, 8))).term == "2025-27"
    assert plans.ask(asked_plan, replace(on, today=date(2030, 1, 8))).term == "2025-27"
    thread = before.threads[0].id
    assert plans.ask(asked_plan, replace(on, year="2025-27", record_id=thread)) == before
    assert plans.ask(asked_plan, replace(on, record_id="nobody")) == before
    page = plans.ask(plans_page, "", date(2024, 1, 8), thread)
    assert page.plan == before
    assert "Performance and Learning Group" in dict(page.groups).values()
    assert plans.ask(plans_page, plan_of(plans).id, date(2024, 1, 8)).plan == plan_of(plans)


def test_without_a_plan_the_words_say_so(store: Store) -> None:
    assert plan_on((), date(2024, 1, 8)) is None
    with pytest.raises(WrongUse, match="There is no plan yet"):
        store.ask(find_plan)


def test_outcomes_begin_the_golden_threads(plans: Store) -> None:
    plan = plan_of(plans)
    steps = {step.id: step for step in plans.ask(list_steps, date(2025, 10, 1))}
    assert set(steps) == {one.id for one in plan.outcomes}
    first = steps[plan.outcomes[0].id]
    assert (first.kind, first.title, first.of) == (
        "outcome",
        "1.1 Awareness of exploitation",
        (plan.priorities[0].id,),
    )
    assert first.state == "4 measures"
    assert FEATURE.steps is not None


def test_every_profile_begins(store: Store) -> None:
    store.run(begin_from, load_profile("derby-derbyshire-2021-22"))
    assert all(plan.priorities for plan in store.ask(list_plans))
    assert set(FEATURE.tables) >= {"plan", "plan_measure", "measure_outcome", "thread"}
