"""Shares and how they moved, per child, and scenarios that meet their totals to the penny."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.app.profile_saving import profile_values
from dscp_desktop.budget.commands.contributions import put_contribution, put_in_kind
from dscp_desktop.budget.commands.fairness import (
    put_figure,
    put_scenario,
    remove_scenario,
    set_overdue_days,
)
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.budget.queries.fairness import fairness, list_populations, list_scenarios
from dscp_desktop.budget.rules.contributions import ContributionLine, YearValues, with_shares
from dscp_desktop.budget.rules.fairness import (
    KINDS,
    FigureDetails,
    Population,
    ScenarioDetails,
    fairness_of,
    per_head,
    population_of,
    scenario_fault,
    scenario_lines,
    scenario_target,
    scenario_words,
)
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.opening import Store

YEAR = "2022-23"


def party(store: Store, name: str) -> str:
    found = store.ask(load_names).party(name)
    assert found is not None
    return found.id


@pytest.fixture
def given_year(durham: Store) -> Store:
    for year, police in (("2021-22", 100_00), (YEAR, 300_00)):
        durham.run(add_year, year)
        durham.run(put_contribution, year, party(durham, "Durham Constabulary"), police)
    durham.run(put_contribution, YEAR, party(durham, "ICB"), 100_00)
    return durham


def test_shares_moved_and_in_kind_stands_apart(given_year: Store) -> None:
    given_year.run(put_in_kind, YEAR, party(given_year, "ICB"), "Rooms", 100_00)
    given_year.run(put_in_kind, YEAR, party(given_year, "Durham County Council"), "Advice")
    found = given_year.ask(fairness)
    assert (found.cash, found.with_in_kind) == (400_00, 500_00)
    assert [(x.share, x.share_with, x.moved) for x in found.lines] == [
        (750, 600, -250),
        (250, 400, None),
        (0, 0, None),
    ]
    assert found.lines[0].past == (("2021-22", 1000),)
    assert found.unvalued == ("Durham County Council",)
    assert found.population is not None
    assert found.population.words == (
        "100,540 children and young people, ages 0 to 18, 2019-04 "
        "(Children and young people living in the area; Arrangements of April 2019)"
    )
    assert found.per_head == 0
    assert given_year.ask(fairness, "2021-22").lines[0].moved is None


def test_the_population_is_the_latest_by_the_end_of_the_year(given_year: Store) -> None:
    later = FigureDetails(
        "Children in the area", "400", "children", "under 18", "2022-06", "Census"
    )
    made = str(given_year.run(put_figure, later).result)
    assert given_year.ask(fairness).per_head == 100
    assert given_year.ask(fairness, "2021-22").per_head == 0
    changed = FigureDetails("Children in the area", "1,000", "children", "", "2022", "Census")
    given_year.run(put_figure, changed, made)
    assert [each.value for each in given_year.ask(list_populations)] == [100_540, 1000]
    early = population_of(given_year.ask(list_populations), "2010-11")
    assert early is not None
    assert early.as_at == "2019-04"
    assert population_of((), YEAR) is None
    assert (per_head(5, None), per_head(5, Population("", 0))) == (None, None)
    assert Population("", 7).words == "7 children and young people"
    for details, words in (
        (FigureDetails("", "4", "children", "", "2022", "Census"), "where it was published"),
        (FigureDetails("A", "4", "children", "", "soon", "Census"), "when it was counted"),
        (FigureDetails("A", "many", "children", "", "2022", "Census"), "how many children"),
    ):
        with pytest.raises(Refused, match=words):
            given_year.run(put_figure, details)


def test_scenarios_stand_side_by_side(given_year: Store) -> None:
    council = party(given_year, "Durham County Council")
    for details in (
        ScenarioDetails("Freeze", "freeze"),
        ScenarioDetails("Up", "percent", rate=250),
        ScenarioDetails("Sum", "fixed", target=1000_01),
        ScenarioDetails("New", "new partner", amount=50_00, partner_id=council),
        ScenarioDetails("New in all", "new partner", None, 400_00, 50_00, council, "Asked"),
    ):
        given_year.run(put_scenario, YEAR, details)
    found = given_year.ask(list_scenarios, YEAR)
    assert [(each.title, each.now, each.then) for each in found] == [
        ("Freeze", 400_00, 400_00),
        ("Up", 400_00, 410_00),
        ("Sum", 400_00, 1000_01),
        ("New", 400_00, 450_00),
        ("New in all", 400_00, 400_00),
    ]
    assert [line.then for line in found[2].lines] == [750_01, 250_00]
    assert [(x.partner, x.change) for x in found[4].lines][2] == ("Durham County Council", 50_00)
    assert {each.year for each in found} == {"2023-24"}
    assert [each.words for each in found] == [
        "Each contribution as in 2022-23",
        "The sum of 2022-23 2.5% higher, shared as it is",
        "£1,000.01 shared out as in 2022-23",
        "A new partner gives £50; the others as they are",
        "A new partner gives £50; £400 in all, the others' shares as in 2022-23",
    ]
    lower = scenario_words(ScenarioDetails("", "percent", rate=-1000), YEAR)
    assert lower == "The sum of 2022-23 10% lower, shared as it is"
    given_year.run(put_scenario, YEAR, ScenarioDetails("Up", "percent", rate=0), found[1].id)
    given_year.run(remove_scenario, found[0].id)
    again = given_year.ask(list_scenarios, YEAR)
    assert (again[0].title, again[0].then) == ("Up", 400_00)


@pytest.mark.parametrize(
    ("details", "why"),
    [
        (ScenarioDetails(" ", "freeze"), "Type a name"),
        (ScenarioDetails("A", "best"), "A scenario is one of: freeze"),
        (ScenarioDetails("A", "percent", rate=-10_001), "from -100 to 1,000"),
        (ScenarioDetails("A", "fixed"), "Type the sum"),
        (ScenarioDetails("A", "fixed", target=-1), "not below nothing"),
        (ScenarioDetails("A", "new partner", amount=1), "Choose the new partner"),
        (ScenarioDetails("A", "new partner", None, 1, 2, "x"), "more than the sum"),
    ],
)
def test_a_scenario_that_cannot_be_is_refused(
    given_year: Store, details: ScenarioDetails, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        given_year.run(put_scenario, YEAR, details)


def test_a_scenario_needs_its_partner_and_something_to_share_by(given_year: Store) -> None:
    for partner, kind, why in (
        ("nobody", WrongUse, "Add the organisation"),
        (party(given_year, "ICB"), Refused, "gives in 2022-23 already"),
    ):
        details = ScenarioDetails("A", "new partner", amount=1, partner_id=partner)
        with pytest.raises(kind, match=why):
            given_year.run(put_scenario, YEAR, details)
    assert "no contributions yet" in scenario_fault(ScenarioDetails("A", "fixed", target=1), 0)
    assert scenario_fault(ScenarioDetails("A", "fixed", target=0), 0) == ""


def test_a_saved_profile_holds_headings_figures_and_days(durham: Store) -> None:
    durham.run(set_overdue_days, 45)
    saved = durham.ask(profile_values, date(2023, 10, 19))
    assert [each["title"] for each in saved["spend_heading"]][:2] == ["Staff", "Training"]
    assert (saved["figure"][0]["value"], saved["figure"][1]["value"]) == (100540, "19.4")
    assert saved["settings"]["contribution_overdue_days"] == 45


LINES = st.lists(st.integers(0, 10**9), min_size=1, max_size=9)


@given(LINES, st.sampled_from(sorted(KINDS)), st.integers(-10_000, 100_000), st.integers(0, 10**9))
@settings(max_examples=120)
def test_scenarios_meet_their_totals_to_the_penny(
    amounts: list[int], kind: str, rate: int, extra: int
) -> None:
    lines = [ContributionLine(str(n), str(n), str(n), a) for n, a in enumerate(amounts)]
    target = sum(amounts) // 2 + extra if kind in ("fixed", "new partner") and extra % 2 else None
    target = extra if kind == "fixed" else target
    details = ScenarioDetails("A", kind, rate, target, min(extra, sum(amounts)), "new")
    if scenario_fault(details, sum(amounts)):
        return
    found = scenario_lines(details, lines, "New")
    assert sum(line.then for line in found) == scenario_target(details, sum(amounts))
    assert sum(line.now for line in found) == sum(amounts)
    assert all(line.then >= 0 for line in found)
    assert sum(line.share for line in found) in (0, 1000)


@given(LINES, LINES)
@settings(max_examples=60)
def test_shares_add_up_to_the_whole_with_and_without_in_kind(
    amounts: list[int], kinds: list[int]
) -> None:
    values = dict(enumerate(kinds))
    lines = with_shares(
        [
            ContributionLine(str(n), str(n), str(n), a, in_kind="x", in_kind_value=values.get(n))
            for n, a in enumerate(amounts)
        ]
    )
    found = fairness_of(YearValues("y", YEAR, lines), ())
    assert sum(line.share for line in found.lines) == (1000 if sum(amounts) else 0)
    assert sum(line.share_with for line in found.lines) == (1000 if found.with_in_kind else 0)
    assert found.cash == sum(amounts)
