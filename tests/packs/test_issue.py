"""A pack goes out; papers come late, change and go; no page number moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import select

from dscp_desktop.app.features import document_offers
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.meetings.commands.agenda import receive_paper
from dscp_desktop.meetings.commands.papers import bring_back_paper, withdraw_paper
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.tables import PaperVersion
from dscp_desktop.packs.commands.issuing import CHANGED_SINCE, issue_pack, issue_supplement
from dscp_desktop.packs.commands.options import move_part, set_options
from dscp_desktop.packs.commands.register import give_copies
from dscp_desktop.packs.documents.building import build_pack
from dscp_desktop.packs.documents.issuing import ready_issue, ready_supplement
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.documents.standing import build_changes, build_issued
from dscp_desktop.packs.queries.issues import is_issued, load_issued
from dscp_desktop.packs.rules.issued import IssuedPack
from dscp_desktop.packs.rules.parts import (
    EDITIONS,
    FULL,
    PART_2,
    PUBLIC,
    WITHHELD,
    WITHOUT_PART_2,
    BuiltPack,
    PackContents,
)
from dscp_desktop.packs.rules.ready import Ready
from dscp_desktop.packs.rules.register import Given
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.packs.conftest import BUILT_AT, TODAY, labels_of, outline_of, plain_pdf, texts_of

Gathered = Callable[..., PackContents]
Bring = Callable[..., None]
LATER = datetime(2023, 7, 10, 9, 0, tzinfo=UTC)
PASSWORD = "harbour lamp violet"


@pytest.fixture
def papers(bring: Bring) -> None:
    bring("First paper", plain_pdf("First one", "First two", "First three"))
    bring("Second paper", plain_pdf("Second one", "Second two"))
    bring("Awaited paper")
    bring("Case review", plain_pdf("HUSH one", "HUSH two", title="HUSH"), restricted=True)


@pytest.fixture
def kept() -> Kept:
    return Kept()


def issued(office: Store, meeting_id: str) -> IssuedPack:
    found = office.ask(load_issued, meeting_id)
    assert found is not None
    return found


def paper_id(office: Store, meeting_id: str, title: str) -> str:
    found = office.ask(agenda, meeting_id)
    return next(paper.id for paper in found.papers if paper.title == title)


def numbers_of(texts: list[str]) -> list[str]:
    """What each page calls itself."""
    found = []
    for text in texts:
        words = text.split("Pack page ")
        found.append(words[1].split(" ")[0] if len(words) > 1 else "")
    return found


def by_number(built: BuiltPack) -> dict[str, str]:
    """The text of each page by its own number, without the foot."""
    texts = texts_of(built.data)
    assert len(texts) == built.pages
    return {n: t for n, t in zip(numbers_of(texts), texts, strict=True) if n}


@pytest.mark.usefixtures("papers")
def test_after_issue_nothing_moves(
    office: Store, meeting_id: str, gathered: Gathered, worker: FileWorker, bring: Bring, kept: Kept
) -> None:
    """Replaced, late and withdrawn: numbers stay, the sheet is right, only changed pages go out."""
    ready = ready_issue(gathered(), worker.ask, built_at=BUILT_AT, kept=kept)
    assert [built.edition for built in ready.built] == list(EDITIONS)
    assert not office.ask(is_issued, meeting_id)
    entry = office.run(issue_pack, meeting_id, ready).entry
    assert office.ask(is_issued, meeting_id)
    check_as_issued(issued(office, meeting_id), ready, worker)

    change_papers(office, meeting_id, bring)
    with pytest.raises(Refused, match="issued already"):
        office.run(issue_pack, meeting_id, ready)
    before = issued(office, meeting_id)
    supplement = ready_supplement(before, gathered(), worker.ask, built_at=LATER, kept=kept)
    office.run(issue_supplement, meeting_id, supplement)
    after = issued(office, meeting_id)
    check_as_issued(after, ready, worker)  # as it went out it still comes out, byte for byte
    check_stands(after, ready, supplement, worker)
    check_sheet(after, worker)
    check_hidden(after, worker)
    with pytest.raises(Refused, match="Nothing was added"):
        ready_supplement(after, gathered(), worker.ask, built_at=LATER, kept=kept)
    with pytest.raises(Refused, match="its pages keep their numbers"):
        office.run(undo, entry)
    assert check_store(office).problems == ()
    sheet = next(offer for offer in document_offers() if offer.kind == "change-sheet")
    scope = Scope(TODAY, meeting_id=meeting_id, version="1")
    assert office.ask(sheet.make, scope).title == "Supplement 1: change sheet"
    assert office.ask(sheet.is_restricted, scope)
    with pytest.raises(Refused, match="has no supplement 2"):
        office.ask(sheet.make, Scope(TODAY, meeting_id=meeting_id, version="2"))


def change_papers(office: Store, meeting_id: str, bring: Bring) -> None:
    first, second, late, case = (
        paper_id(office, meeting_id, title)
        for title in ("First paper", "Second paper", "Awaited paper", "Case review")
    )
    new = plain_pdf(*(f"Renewed {n}" for n in range(1, 6)))
    office.run(receive_paper, first, new, 5, date(2023, 7, 10), changed="The table is new")
    office.run(withdraw_paper, second, "Sent by mistake", date(2023, 7, 10))
    office.run(receive_paper, late, plain_pdf("Come at last"), 1, date(2023, 7, 10))
    secret = plain_pdf("HUSH again", title="HUSH")
    office.run(receive_paper, case, secret, 1, date(2023, 7, 10), changed="HUSH shortened")
    bring("Late paper", plain_pdf("Late one", "Late two"))
    bring("Late secret", plain_pdf("HUSH late"), restricted=True)


def check_as_issued(pack: IssuedPack, ready: Ready, worker: FileWorker) -> None:
    digests = {edition: digest for at, edition, _, digest in pack.editions if at == 0}
    assert list(digests) == sorted(EDITIONS)
    for built in ready.built:
        again = build_issued(pack, worker.ask, built.edition, upto=0)
        assert sha256(again.data).hexdigest() == digests[built.edition]
        assert again.data == built.data


def check_stands(pack: IssuedPack, ready: Ready, supplement: Ready, worker: FileWorker) -> None:
    first = ready.built[0].parts
    where = {part.title: part for part in first}
    old, new = by_number(ready.built[0]), by_number(build_issued(pack, worker.ask, FULL))
    assert set(old) <= set(new), "every number that was given out still has a page"
    a, b, c, z = (
        where[title] for title in ("First paper", "Second paper", "Awaited paper", "Case review")
    )
    touched = {str(page) for part in (a, b, c, z) for page in range(part.first, part.last + 1)}
    for number in set(old) - touched:
        assert new[number] == old[number], number
    more = [f"{a.last}{letter}" for letter in "ab"]
    shown = [new[str(n)] for n in range(a.first, a.last + 1)] + [new[n] for n in more]
    assert all(f"Renewed {n}" in text for n, text in enumerate(shown, 1))
    assert all("as issued · replaced Mon 10 Jul" in text for text in shown)
    withdrawn = f"Pages {b.first} to {b.last}: this paper was withdrawn on Mon 10 Jul."
    assert withdrawn in new[str(b.first)]
    assert withdrawn in new[str(b.last)]
    assert "Come at last" in new[str(c.first)]
    assert "Late one" in new[f"{c.first}a"]
    assert f"Pack page {c.first}a of {pack.issue.pages} as issued" in new[f"{c.first}a"]
    assert f"Page {z.last}: the paper that came" in new[str(z.last)]
    assert "HUSH late" in new[f"{z.last}a"]
    built = build_issued(pack, worker.ask, FULL)
    shown_numbers = [n for n in numbers_of(texts_of(built.data)) if n]
    assert [label for label in labels_of(built.data) if not label.startswith("S1-")] == (
        shown_numbers
    )
    marks = {title: page for _, title, page in outline_of(built.data)}
    assert marks["Change sheet of supplement 1"] == 1
    assert labels_of(built.data)[marks["Late secret"] - 1 if "Late secret" in marks else 0]
    assert {b.edition: b.data for b in supplement.built}[FULL] == built.data


def check_sheet(pack: IssuedPack, worker: FileWorker) -> None:
    """The file for printing holds the sheet and the changed pages, in order, and nothing else."""
    built = build_changes(pack, 1, worker.ask, FULL)
    texts = texts_of(built.data)
    sheet = texts[0]
    assert "Supplement 1: change sheet" in sheet
    for words in ("First paper", "The table is new", "Withdrawn", "Sent by mistake", "Late secret"):
        assert words in sheet
    whole = by_number(build_issued(pack, worker.ask, FULL))
    pages = [(n, text) for n, text in zip(numbers_of(texts), texts, strict=True) if n]
    assert [n for n, _ in pages] == [n for n in whole if n in dict(pages)], "in their order"
    changed = {n for n, text in whole.items() if "as issued" in text}
    put = {str(n) for row in pack.parts if row.supplement for n in row.numbers}
    assert put <= {n for n, _ in pages} <= changed
    left = [n for n, text in pages if n not in put]
    assert len(left) == 2, "one page for each stretch that holds nothing any more"
    for number, text in pages:
        assert text == whole[number]


def check_hidden(pack: IssuedPack, worker: FileWorker) -> None:
    """Part 2 shows in its own file and nowhere else."""
    full = build_issued(pack, worker.ask, FULL)
    for edition in (WITHOUT_PART_2, PUBLIC):
        for built in (
            build_issued(pack, worker.ask, edition),
            build_changes(pack, 1, worker.ask, edition),
        ):
            every = " ".join(texts_of(built.data))
            assert "HUSH" not in every
            assert "Case review" not in every
            assert "Late secret" not in every
            assert WITHHELD in every
        stands = build_issued(pack, worker.ask, edition)
        assert stands.pages == full.pages
        assert labels_of(stands.data) == labels_of(full.data)
    with pytest.raises(Refused, match="at least 10 letters"):
        build_issued(pack, worker.ask, PART_2, password="short")
    alone = build_issued(pack, worker.ask, PART_2, password=PASSWORD)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(alone.data))
    with pikepdf.open(BytesIO(alone.data), password=PASSWORD) as pdf:
        assert pdf.encryption.bits == 256
        out = BytesIO()
        pdf.save(out)
    words = texts_of(out.getvalue())
    assert "Late secret" in words[0]
    assert "HUSH again" in words[1]
    with pytest.raises(WrongUse, match="no supplement 3"):
        build_changes(pack, 3, worker.ask)
    with pytest.raises(WrongUse, match="There is no edition"):
        build_issued(pack, worker.ask, "secret")


@pytest.mark.usefixtures("papers")
def test_an_issue_may_be_undone_until_somebody_has_a_copy(
    office: Store, meeting_id: str, gathered: Gathered, worker: FileWorker, kept: Kept
) -> None:
    contents = gathered()
    ready = ready_issue(contents, worker.ask, built_at=BUILT_AT, kept=kept)
    with pytest.raises(Refused, match="not issued yet"):
        office.run(issue_supplement, meeting_id, ready)
    office.run(set_options, meeting_id, right_hand=False, placeholders=True)
    with pytest.raises(Refused) as stale:
        office.run(issue_pack, meeting_id, ready)
    assert stale.value.words == CHANGED_SINCE
    ready = ready_issue(gathered(), worker.ask, built_at=BUILT_AT, kept=kept)
    entry = office.run(issue_pack, meeting_id, ready).entry
    days = office.ask(lambda session: list(session.scalars(select(PaperVersion.issued_on))))
    assert days.count(TODAY) == 3
    with pytest.raises(Refused, match="was issued: its pages keep their numbers"):
        office.run(set_options, meeting_id, right_hand=True, placeholders=True)
    office.run(undo, entry)
    assert not office.ask(is_issued, meeting_id)
    assert office.ask(load_issued, meeting_id) is None
    ready = ready_issue(gathered(), worker.ask, built_at=BUILT_AT, kept=kept)
    changes = office.run(issue_pack, meeting_id, ready)
    office.run(give_copies, changes.result, FULL, [Given("Ann", "hand")], TODAY)
    with pytest.raises(Refused, match="went out on"):
        office.run(undo, changes.entry)
    pack = issued(office, meeting_id)
    stale_supplement = ready_supplement_after(office, meeting_id, pack, gathered, worker)
    with pytest.raises(Refused, match="was built"):
        office.run(issue_supplement, meeting_id, stale_supplement)


def ready_supplement_after(
    office: Store, meeting_id: str, pack: IssuedPack, gathered: Gathered, worker: FileWorker
) -> Ready:
    """A supplement that was made ready before something else changed."""
    gone = paper_id(office, meeting_id, "Second paper")
    office.run(withdraw_paper, gone, "By mistake", TODAY)
    ready = ready_supplement(pack, gathered(), worker.ask, built_at=LATER)
    office.run(bring_back_paper, gone)
    return ready


@pytest.mark.usefixtures("papers")
def test_options_and_order_hold_for_every_build(
    office: Store, meeting_id: str, gathered: Gathered, worker: FileWorker, kept: Kept
) -> None:
    built = build_pack(gathered(), worker.ask, built_at=BUILT_AT, kept=kept)
    keys = [part.key for part in built.parts]
    titles = [part.title for part in built.parts]
    at = titles.index("Second paper")
    office.run(move_part, meeting_id, keys[at], -1, built.parts)
    again = build_pack(gathered(), worker.ask, built_at=BUILT_AT, kept=kept)
    moved = [part.title for part in again.parts]
    assert moved[at - 1 : at + 1] == ["Second paper", "First paper"]
    assert {p.title: p.item for p in again.parts} == {p.title: p.item for p in built.parts}
    assert outline_of(again.data)[0] == (0, "Cover and contents", 1)
    for key, step in ((keys[-1], -1), (keys[0], 1), (keys[2], -1), ("nothing", 1)):
        assert office.run(move_part, meeting_id, key, step, again.parts).words == ""
    office.run(set_options, meeting_id, right_hand=True, placeholders=False)
    right = build_pack(gathered(), worker.ask, built_at=BUILT_AT, kept=kept)
    assert "Awaited paper" not in [part.title for part in right.parts]
    assert all(part.first % 2 for part in right.parts if part.kind != "agenda")
    texts = texts_of(right.data)
    blank = [n for n, text in enumerate(texts, 1) if "This page is blank so that" in text]
    used = {page for part in right.parts for page in range(part.first, part.last + 1)}
    assert set(blank) == set(range(1, right.pages + 1)) - used
    office.run(issue_pack, meeting_id, ready_issue(gathered(), worker.ask, built_at=BUILT_AT))
    out = build_issued(issued(office, meeting_id), worker.ask, FULL)
    assert out.data == right.data
