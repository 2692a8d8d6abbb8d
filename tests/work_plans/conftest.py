"""Work plans of a group of Durham, and what they need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from dscp_desktop.work_plans import commands, queries
from dscp_desktop.work_plans.rules import LineDetails, WorkPlanValues

TODAY = date(2023, 10, 19)
YEAR = "2023-24"


@pytest.fixture
def durham(durham: Store) -> Store:
    """The store of Durham without the work plan that its profile begins with."""
    found = durham.ask(find_group, "PLG")
    assert found is not None
    plan = durham.ask(queries.get_plan, found.id, YEAR, TODAY)
    assert plan is not None
    for line in plan.lines:
        durham.run(commands.remove_line, line.id)
    durham.run(commands.remove_plan, plan.id)
    return durham


@pytest.fixture
def group(durham: Store) -> str:
    """The id of a group that meets."""
    found = durham.ask(find_group, "PLG")
    assert found is not None
    return found.id


@pytest.fixture
def plan_id(durham: Store, group: str) -> str:
    """The id of its plan of 2023-24, without lines."""
    return str(durham.run(commands.start_plan, group, YEAR).result)


@pytest.fixture
def plan(durham: Store, group: str) -> Callable[..., WorkPlanValues]:
    """Read a plan of the group as it stands on a day."""

    def read(year: str = YEAR, today: date = TODAY) -> WorkPlanValues:
        found = durham.ask(queries.get_plan, group, year, today)
        assert found is not None
        return found

    return read


@pytest.fixture
def add(durham: Store, plan_id: str) -> Callable[..., str]:
    """Add a line to the plan and return its id."""

    def added(outcome: str, **more: object) -> str:
        details = LineDetails(outcome, **more)  # type: ignore[arg-type]
        return str(durham.run(commands.add_line, plan_id, details).result)

    return added
