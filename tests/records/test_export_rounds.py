"""Each kind written out and taken into an empty store gives the same records."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.tables import Action
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.meetings.tables import Challenge, Decision, ForwardItem
from dscp_desktop.records.commands import take_workbooks
from dscp_desktop.records.rules.planning import plan_file
from dscp_desktop.records.workbook.going_out import sheet_bytes
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store
from dscp_desktop.store.tables import Record
from tests.records.rounds import KINDS, YEAR, World, fill, sheets_of, told, worlds

FILES = dict[str, bytes]


def differing(before: Any, after: Any) -> list[tuple[Any, Any]]:
    """What is not the same of two answers, row by row."""
    pairs = [pair for at in (0, 1) for pair in zip_longest(*map(_listed, (before[at], after[at])))]
    return [pair for pair in pairs if pair[0] != pair[1]]


def _listed(values: Any) -> list[Any]:
    if isinstance(values, dict):
        return sorted(values.items())
    return list(values)


def carry(store: Store, world: World) -> None:
    """Fill a store, write every kind out, and take the files into one that has nothing yet."""
    before: dict[str, Any] = {}
    files: FILES = {}

    def fill_and_write(session: Session) -> None:
        add_year(session, YEAR)
        fill(session, world)
        before.update(told(session))
        for offer in workbook_offers():
            sheets = tuple(sheet for sheet in sheets_of(session, offer) if sheet.rows)
            if sheets:
                files[offer.kind] = sheet_bytes(sheets, ".xlsx")

    def take(session: Session) -> None:
        add_year(session, YEAR)
        plans = [
            plan_file(f"{kind}.xlsx", read_workbook(data, f"{kind}.xlsx").sheets, workbook_offers())
            for kind, data in files.items()
        ]
        assert [plan.refusal for plan in plans if plan.refusal] == []
        for plan, kind in zip(plans, files, strict=True):
            assert kind in {sheet.offer.kind for sheet in plan.sheets}, kind
        results = take_workbooks(session, plans)
        session.flush()
        assert [(r.kind, fault) for r in results for fault in r.faults] == []
        after = told(session)
        for kind in KINDS:
            assert differing(before[kind], after[kind]) == [], kind
        for table in (Action, Challenge, Decision, ForwardItem):
            wanted = select(table.restricted, Record.restricted).join(Record, Record.id == table.id)
            for said, shown in session.execute(wanted):
                assert said == shown, "the search knows what is restricted"

    store.rehearse(fill_and_write)
    store.rehearse(take)


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate],  # to make a failure small takes minutes: the slow one does
)
@given(world=worlds())
def test_each_kind_goes_out_and_comes_into_an_empty_store_the_same(
    durham: Store, world: World
) -> None:
    carry(durham, world)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_each_kind_over_many_stores(durham: Store, world: World) -> None:
    carry(durham, world)
