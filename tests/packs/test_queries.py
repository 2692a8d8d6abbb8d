"""What is gathered for a pack."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.meetings.commands.agenda import add_item
from dscp_desktop.packs.feature import FEATURE
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.packs.rules.parts import PackContents
from dscp_desktop.store.history import head_words
from dscp_desktop.store.opening import Store
from tests.packs.conftest import TODAY, plain_pdf

Gathered = Callable[..., PackContents]


def test_an_agenda_nobody_started_still_makes_a_pack(gathered: Gathered, office: Store) -> None:
    contents = gathered()
    assert not contents.agenda.stored
    assert [piece.part.item for piece in contents.pieces] == [1, 2, 3, 4, 5]
    assert all(piece.document is not None for piece in contents.pieces)
    assert contents.marking == "OFFICIAL-SENSITIVE"
    assert contents.zone == "Europe/London"
    assert contents.check_code == office.ask(head_words)


def test_papers_come_with_their_bytes_or_without(
    gathered: Gathered, bring: Callable[..., None]
) -> None:
    data = plain_pdf("one", "two")
    bring("A paper", data)
    bring("An awaited one")
    paper, awaited = gathered().pieces[-2:]
    assert (paper.data, paper.part.pages, paper.part.owner) == (data, 2, "Business manager")
    assert (awaited.data, awaited.part.pages, awaited.part.is_missing) == (None, 1, True)
    light = gathered(with_files=False).pieces[-2]
    assert (light.data, light.part) == (None, paper.part)


def test_a_document_that_nobody_makes_is_told(
    gathered: Gathered, office: Store, meeting_id: str
) -> None:
    office.run(add_item, meeting_id, "Scorecard", document="scorecard")
    assert gathered().notes == ("Item 6: nothing makes a document 'scorecard'.",)


def test_a_meeting_that_is_gone_is_wrong_use(office: Store) -> None:
    with pytest.raises(WrongUse):
        office.ask(gather, "nowhere", (), TODAY)
    assert FEATURE.page == "dscp_desktop.packs.page.packs:PacksPage"
