"""Plans come from the profile, each with its priorities, outcomes and threads."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.priorities.feature import FEATURE
from dscp_desktop.priorities.queries import list_plans
from dscp_desktop.store.opening import Store


def begun(store: Store, key: str) -> Store:
    def begin(session: Session) -> Changes:
        assert FEATURE.begin is not None
        FEATURE.begin(session, load_profile(key).values)
        return Changes("Begun", ("*",))

    store.run(begin)
    return store


def test_plans_overlap_and_keep_their_priorities(store: Store) -> None:
    plans = begun(store, "durham-2022-23").ask(list_plans)
    assert [plan.term for plan in plans] == ["2022-23", "2023-26"]
    assert [p.title for p in plans[1].priorities] == [
        "Domestic abuse",
        "Harm outside the home",
        "First 1001 days",
        "Mental health and wellbeing",
    ]
    assert plans[0].values == ("Tenacity", "Curiosity", "Openness")
    assert (len(plans[0].threads), len(plans[1].threads)) == (0, 7)


def test_outcomes_are_numbered_and_a_priority_may_have_none(store: Store) -> None:
    plan = begun(store, "durham-2025-27").ask(list_plans)[-1]
    numbers = [[outcome.number for outcome in p.outcomes] for p in plan.priorities]
    assert numbers[0][:2] == ["1.1", "1.2"]
    assert numbers[-1] == []
    assert plan.source


def test_every_profile_begins(store: Store) -> None:
    plans = begun(store, "derby-derbyshire-2021-22").ask(list_plans)
    assert all(plan.priorities for plan in plans)
    assert set(FEATURE.tables) == {"plan", "priority", "outcome", "thread"}
