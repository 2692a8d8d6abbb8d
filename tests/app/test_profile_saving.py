"""Profiles saved and loaded: another store begins with the same, and saves the same bytes."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.features import FEATURES
from dscp_desktop.app.parts import switch_part, switched_off
from dscp_desktop.app.profile_saving import profile_bytes, profile_name
from dscp_desktop.core.profiles import list_profiles, load_profile
from dscp_desktop.partnership.queries.parties import list_groups, list_organisations
from dscp_desktop.store.opening import Birth, Store, create_store
from dscp_desktop.terms_of_reference.queries.terms import standing_items_on
from dscp_desktop.work_plans import commands, queries
from dscp_desktop.work_plans.rules import LineDetails
from tests.app.conftest import Dscp
from tests.moulds import PASSPHRASE

KEYS = [card.key for card in list_profiles()]
TODAY = date(2023, 10, 19)
Begun = Callable[[str], Store]


@pytest.fixture
def begun(tmp_path: Path) -> Begun:
    """Makes a store from the profile of a key or a file."""
    numbers = itertools.count()

    def make(key: str) -> Store:
        ticks = itertools.count()
        start = datetime(2023, 10, 19, 8, 52, 14, tzinfo=UTC)
        path = tmp_path / f"{next(numbers)}.dscp"
        birth = Birth("Test partnership", "Ann", PASSPHRASE)
        store = create_store(path, birth, lambda: start + timedelta(seconds=next(ticks)))
        store.run(begin_from, load_profile(key))
        return store

    return make


@pytest.mark.parametrize("key", KEYS)
def test_a_store_from_a_saved_profile_saves_the_same_bytes(
    key: str, begun: Begun, tmp_path: Path
) -> None:
    with begun(key) as first:
        saved = first.ask(profile_bytes, TODAY)
        path = tmp_path / "saved.toml"
        path.write_bytes(saved)
        with begun(str(path)) as second:
            assert second.ask(profile_bytes, TODAY).decode() == saved.decode()
            for query in (list_groups, list_organisations):
                ours = sorted(_told(line) for line in first.ask(query))
                assert sorted(_told(line) for line in second.ask(query)) == ours
            pairs = zip(first.ask(list_groups), second.ask(list_groups), strict=True)
            for one, other in pairs:
                items = [store.ask(standing_items_on, line.id, TODAY)
                         for store, line in ((first, one), (second, other))]  # fmt: skip
                assert items[0] == items[1]


def _told(line: object) -> tuple[str, ...]:
    names = ("name", "code", "short_name", "kind", "purpose", "seats", "reports_to")
    known = sorted(getattr(line, "known_as", ()))
    return (*(str(getattr(line, name, "")) for name in names), *known)


def test_what_a_person_changed_is_saved_and_no_person_is(begun: Begun, tmp_path: Path) -> None:
    with begun("durham-2022-23") as store:
        group = next(line for line in store.ask(list_groups) if line.code == "PLG")
        plan = str(store.run(commands.start_plan, group.id, "2024-25").result)
        page = store.ask(queries.plan_page, group.id, "2024-25", TODAY)
        details = LineDetails(
            "Neglect is named early",
            page.priorities[0].id,
            (page.threads[0].id,),
            "Jo Bloggs",
            date(2023, 12, 1),
        )
        store.run(commands.add_line, plan, details)
        budget = next(feature for feature in FEATURES if feature.name == "budget")
        store.run(switch_part, budget, False)
        saved = store.ask(profile_bytes, TODAY)
        threads, priorities = page.threads, page.priorities
    assert b"Jo Bloggs" not in saved
    path = tmp_path / "saved.toml"
    path.write_bytes(saved)
    with begun(str(path)) as other:
        assert other.ask(switched_off) == {"budget"}
        group = next(line for line in other.ask(list_groups) if line.code == "PLG")
        found = other.ask(queries.get_plan, group.id, "2024-25", TODAY)
        assert found is not None
        (line,) = found.lines
        assert (line.outcome, line.owner, line.due) == (
            "Neglect is named early",
            "",
            date(2023, 12, 1),
        )
        assert line.priority is not None
        assert line.priority.title == priorities[0].title
        assert [one.title for one in line.threads] == [threads[0].title]
        assert other.ask(profile_bytes, TODAY) == saved


def test_what_no_part_of_the_program_reads_yet_goes_on(begun: Begun) -> None:
    given = load_profile("durham-2022-23").values
    with begun("durham-2022-23") as store:
        values = tomllib.loads(store.ask(profile_bytes, TODAY).decode())
        assert store.ask(profile_name) == "durham-safeguarding-children-partnership"
    assert len(values["promise"]) == len(given["promise"])
    assert values["summary"]["title"] == given["summary"]["title"]
    first = ["summary", "partnership", "organisation", "group", "seat"]
    assert [name for name in values if name in first] == first
    assert list(values)[-1] == "features"


def test_a_store_without_a_profile_saves_one_that_can_be_read(
    store: Store, begun: Begun, tmp_path: Path
) -> None:
    path = tmp_path / "empty.toml"
    path.write_bytes(store.ask(profile_bytes, TODAY))
    with begun(str(path)) as other:
        assert other.ask(list_groups) == ()


def test_the_command_line_saves_and_begins(dscp: Dscp, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "ours.toml"
    said = dscp("profile", office, "-o", out)
    assert said.code == 0, said.err
    assert said.err.strip() == f"Wrote {out}."
    assert dscp("profile", office, "-o", out).code == 2
    assert dscp("profile", office, "-o", out, "--force").code == 0
    said = dscp("profile", office, "-o", tmp_path / "ours.txt")
    assert (said.code, "a profile goes out as .toml" in said.err) == (2, True)
    new = tmp_path / "new.dscp"
    said = dscp("new", new, "--profile", out, "--by", "Ann")
    assert said.code == 0, said.err
    again = tmp_path / "again.toml"
    assert dscp("profile", new, "-o", again).code == 0
    assert again.read_bytes() == out.read_bytes()
    said = dscp("new", tmp_path / "x.dscp", "--profile", tmp_path / "none.toml", "--by", "Ann")
    assert (said.code, "none.toml is not there." in said.err) == (2, True)
    (tmp_path / "bad.toml").write_text("= broken", encoding="utf-8")
    said = dscp("new", tmp_path / "x.dscp", "--profile", tmp_path / "bad.toml", "--by", "Ann")
    assert (said.code, "does not read as TOML" in said.err) == (1, True)
    assert not (tmp_path / "x.dscp").exists()
