"""A store of a partnership with its terms, and short ways to draft and agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from dscp_desktop.terms_of_reference.commands.agreeing import agree
from dscp_desktop.terms_of_reference.commands.drafting import begin_document, begin_version
from dscp_desktop.terms_of_reference.queries.terms import list_versions, version_text
from dscp_desktop.terms_of_reference.rules.versions import TERMS, Version
from dscp_desktop.terms_of_reference.tables import DocumentVersion, VersionPart

TODAY = date(2023, 10, 19)


@pytest.fixture
def group(durham: Store) -> Callable[[str], str]:
    """Return the id of a group by its code."""

    def find(code: str) -> str:
        found = durham.ask(find_group, code)
        assert found is not None
        return found.id

    return find


@pytest.fixture
def draft(durham: Store, group: Callable[[str], str]) -> Callable[..., str]:
    """Begin a draft of a group's terms, or of a policy; gives the version's id."""

    def begin(code: str = "IDG", title: str = "") -> str:
        kind, group_id = ("policy", "") if title else (TERMS, group(code))
        document = durham.run(begin_document, kind, title, group_id).result
        return str(durham.run(begin_version, document, TODAY).result)

    return begin


@pytest.fixture
def versions(durham: Store) -> Callable[..., tuple[Version, ...]]:
    """Return the versions of a document on a day."""

    def ask(document_id: str, on: date = TODAY) -> tuple[Version, ...]:
        return durham.ask(list_versions, document_id, on)

    return ask


@pytest.fixture
def agreed(durham: Store, group: Callable[[str], str]) -> Callable[..., None]:
    """Have the Executive agree a draft on a day."""

    def run(version_id: str, on: date, from_day: date | None = None) -> None:
        durham.run(agree, version_id, group("EXEC"), "", on, "", from_day)

    return run


def texts(store: Store, version_id: str, on: date = TODAY) -> dict[str, str]:
    return {p.part: p.text for p in store.ask(version_text, version_id, on).parts}


def refused(store: Store, command: Any, *args: Any) -> str:
    """Return the words of the refusal; nothing was written."""
    before = store.ask(_everything)
    with pytest.raises(Refused) as said:
        store.run(command, *args)
    assert store.ask(_everything) == before
    return said.value.words


def _everything(session: Any) -> list[Any]:
    versions = select(DocumentVersion.id, DocumentVersion.agreed, DocumentVersion.quorum)
    parts = select(VersionPart.id, VersionPart.text)
    return [sorted(map(str, session.execute(query))) for query in (versions, parts)]
