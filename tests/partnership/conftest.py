"""A desk over the partnership of the profile, and its groups and organisations by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Reading, SheetOutcome
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.commands.membership import take_membership
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.opening import Store

Find = Callable[[str], str]


@pytest.fixture
def desk(durham: Store, qapp: QApplication) -> Iterator[Desk]:
    assert qapp is not None
    made = Desk(durham)
    yield made
    made.close()


@pytest.fixture
def group(durham: Store) -> Find:
    """The id of a group by any of its names."""

    def found(name: str) -> str:
        party = durham.ask(load_names).group(name)
        assert party is not None
        return party.id

    return found


@pytest.fixture
def organisation(durham: Store) -> Find:
    """The id of an organisation by any of its names."""

    def found(name: str) -> str:
        party = durham.ask(load_names).organisation(name)
        assert party is not None
        return party.id

    return found


@pytest.fixture(scope="session")
def membership(data: Any) -> Sheet:
    """The office's matrix of organisations and groups."""
    name = "membership.xlsx"
    return read_workbook((data / name).read_bytes(), name).sheets[0]


@pytest.fixture
def take(durham: Store) -> Callable[[Reading], SheetOutcome]:
    """Take a reading into the store for good, by command."""

    def taken(reading: Reading) -> SheetOutcome:
        def import_sheet(session: Session) -> Changes:
            return Changes("Imported", ("*",), take_membership(session, reading))

        outcome = durham.run(import_sheet).result
        assert isinstance(outcome, SheetOutcome)
        return outcome

    return taken
