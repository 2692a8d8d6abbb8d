"""Who was given which copy, and who holds what must come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from dscp_desktop.app.features import document_offers
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.packs.commands.issuing import issue_pack
from dscp_desktop.packs.commands.register import (
    give_copies,
    mark_destroyed,
    recall_all,
    recall_copies,
)
from dscp_desktop.packs.documents.issuing import ready_issue
from dscp_desktop.packs.queries.contents import paper_file
from dscp_desktop.packs.queries.register import list_copies, recall_list
from dscp_desktop.packs.rules.parts import FULL, PART_2, PUBLIC, PackContents
from dscp_desktop.packs.rules.register import CopyLine, Given
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.packs.conftest import BUILT_AT, TODAY, plain_pdf

Gathered = Callable[..., PackContents]
Bring = Callable[..., None]
NEXT = TODAY + timedelta(days=1)


def recipients(lines: tuple[CopyLine, ...]) -> list[str]:
    return [line.recipient for line in lines]


def printed(office: Store, kind: str, scope: Scope) -> str:
    offer = next(offer for offer in document_offers() if offer.kind == kind)
    return str(office.ask(offer.make, scope))


def test_copies_are_given_asked_back_and_destroyed(
    office: Store, meeting_id: str, gathered: Gathered, worker: FileWorker, bring: Bring
) -> None:
    bring("Open paper", plain_pdf("Open"))
    bring("Case review", plain_pdf("Hush"), restricted=True)
    scope = Scope(TODAY, meeting_id=meeting_id)
    assert "No copy was given" in printed(office, "pack-register", scope)
    assert "Nobody holds a copy" in printed(office, "recall-list", scope)
    ready = ready_issue(gathered(), worker.ask, built_at=BUILT_AT)
    issue_id = str(office.run(issue_pack, meeting_id, ready).result)
    partners = [Given("Ann  Lee", "hand"), Given("Bo Ray", "secure e-mail")]
    assert office.run(give_copies, issue_id, FULL, partners, TODAY).words.startswith("2 copies")
    office.run(give_copies, issue_id, PUBLIC, [Given("Cy", "post")], TODAY, numbered=False)
    office.run(give_copies, issue_id, PART_2, [Given("Di", "meeting")], NEXT)
    lines = office.ask(list_copies, meeting_id)
    assert [(line.recipient, line.copy_words, line.edition_words) for line in lines] == [
        ("Cy", "", "Public"),
        ("Ann Lee", "1 of 2", "Full"),
        ("Bo Ray", "2 of 2", "Full"),
        ("Di", "3 of 3", "Part 2 alone"),
    ]
    assert [line.channel_words for line in lines][1:3] == ["By hand", "Secure e-mail"]
    found = {p.title: p.id for p in office.ask(agenda, meeting_id).papers}
    of_case = office.ask(recall_list, paper_id=found["Case review"])
    assert recipients(of_case) == ["Ann Lee", "Bo Ray", "Di"]
    of_open = office.ask(recall_list, paper_id=found["Open paper"])
    assert recipients(of_open) == ["Cy", "Ann Lee", "Bo Ray"]
    assert office.ask(recall_list, paper_id="nothing") == ()
    assert recipients(office.ask(recall_list, issue_id=issue_id)) == recipients(lines)

    changes = office.run(recall_all, NEXT, paper_id=found["Case review"], why="A name  was left in")
    assert changes.words == "Copies asked back: 3"
    states = {line.recipient: line.state_words for line in office.ask(list_copies, meeting_id)}
    assert states["Ann Lee"] == "Asked back Fri 7 Jul 2023: A name was left in"
    assert states["Cy"] == "Held"
    office.run(undo, changes.entry)
    assert {line.state for line in office.ask(list_copies, meeting_id)} == {"held"}
    office.run(recall_copies, [lines[1].id, lines[2].id], NEXT)
    office.run(mark_destroyed, [lines[1].id], NEXT, "shredded")
    now = {line.recipient: line for line in office.ask(list_copies, meeting_id)}
    assert now["Ann Lee"].state_words == "Destroyed Fri 7 Jul 2023: shredded"
    assert now["Bo Ray"].state == "recalled"
    left = office.ask(recall_list, meeting_id=meeting_id)
    assert recipients(left) == ["Cy", "Bo Ray", "Di"]
    check_prints(office, scope, Scope(TODAY, meeting_id, record_id=found["Case review"]))
    check_refusals(office, issue_id, lines)
    paper = next(p for p in office.ask(agenda, meeting_id).papers if p.title == "Open paper")
    assert office.ask(paper_file, str(paper.file_id)).startswith(b"%PDF")


def check_prints(office: Store, scope: Scope, case: Scope) -> None:
    words = printed(office, "pack-register", scope)
    assert all(name in words for name in ("Ann Lee", "shredded", "By post, signed for", "3 of 3"))
    words = printed(office, "recall-list", case)
    assert "Because of: Case review" in words
    assert "Bo Ray" in words
    assert "Ann Lee" not in words


def check_refusals(office: Store, issue_id: str, lines: tuple[CopyLine, ...]) -> None:
    with pytest.raises(Refused, match="Type who is given"):
        office.run(give_copies, issue_id, FULL, [Given(" ", "hand")], TODAY)
    with pytest.raises(Refused, match="Type who is given"):
        office.run(give_copies, issue_id, FULL, [], TODAY)
    with pytest.raises(WrongUse, match="no way to give a copy"):
        office.run(give_copies, issue_id, FULL, [Given("Ed", "pigeon")], TODAY)
    with pytest.raises(WrongUse, match="There is no edition"):
        office.run(give_copies, issue_id, "secret", [Given("Ed", "hand")], TODAY)
    with pytest.raises(Refused, match="not asked back already"):
        office.run(recall_copies, [lines[1].id, lines[2].id], NEXT)
    with pytest.raises(Refused, match="as destroyed already"):
        office.run(mark_destroyed, [lines[1].id], NEXT)
    with pytest.raises(Refused, match="after that day"):
        office.run(mark_destroyed, [lines[0].id], date(2020, 1, 1))
    with pytest.raises(WrongUse, match="which meeting"):
        printed(office, "pack-register", Scope(TODAY))
