"""The page of terms over a group with a version in force and a draft, and ways to drive it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from dscp_desktop.terms_of_reference.commands.agreeing import agree
from dscp_desktop.terms_of_reference.commands.drafting import begin_version, change_part, set_quorum
from dscp_desktop.terms_of_reference.page.terms import TermsPage
from dscp_desktop.terms_of_reference.queries.terms import document_of, list_versions
from dscp_desktop.terms_of_reference.rules.quorum import AtLeast, Quorum
from dscp_desktop.terms_of_reference.rules.versions import Version

TODAY = date(2023, 10, 19)
GROUP = "WLD"


class Terms:
    """The terms of one group in the store, for tests to look at."""

    def __init__(self, store: Store, group_id: str) -> None:
        self.store, self.group_id = store, group_id

    def versions(self) -> tuple[Version, ...]:
        return self.store.ask(list_versions, self.store.ask(document_of, self.group_id), TODAY)


@pytest.fixture
def terms(durham: Store, group: Callable[[str], str], draft: Callable[..., str]) -> Terms:
    """Version 1 agreed in March 2023, version 2 a draft that differs in two parts."""
    group_id = group(GROUP)
    first = draft(GROUP)
    durham.run(change_part, first, "purpose", "The group plans training for all agencies.")
    durham.run(set_quorum, first, Quorum(AtLeast(1)), TODAY)
    durham.run(agree, first, group_id, on=date(2023, 3, 1), item="4")
    document = durham.ask(document_of, group_id)
    second = str(durham.run(begin_version, document, date(2023, 10, 2)).result)
    words = "The group plans and buys training for all agencies, and asks what it changed."
    durham.run(change_part, second, "purpose", words)
    durham.run(change_part, second, "confidentiality", "Papers stay with the members.")
    return Terms(durham, group_id)


@pytest.fixture
def page(terms: Terms, durham: Store, qtbot: QtBot) -> Iterator[TermsPage]:
    desk = Desk(durham)
    made = TermsPage(desk)
    qtbot.addWidget(made)
    made.resize(1240, 840)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open_record(terms.group_id)
    settle(made, qtbot)
    yield made
    settle(made, qtbot)
    desk.close()


def settle(page: TermsPage, qtbot: QtBot) -> None:
    """Wait until all that was asked for has been answered, and what that asked for too."""
    for _ in range(3):
        qtbot.waitUntil(page.desk.idle)
