"""A pack by the keyboard alone: built, issued, a late paper replaced, the supplement issued."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.meetings.commands.agenda import add_paper
from dscp_desktop.packs.page.packs import PacksPage
from dscp_desktop.packs.queries.issues import load_issued
from dscp_desktop.packs.queries.register import list_copies
from dscp_desktop.packs.rules.issued import IssuedPack
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Store, open_store
from tests.journeys.keyboard import Hands, Wall
from tests.moulds import PASSPHRASE
from tests.packs.conftest import plain_pdf, texts_of

MEETING = "Safeguarding Executive Group 2023-07-13"


@pytest.fixture
def path(office_year: Store) -> Path:
    """The office's year, with three papers for the Executive: one has not come."""
    meeting = office_year.ask(find_meeting, MEETING).id
    for title, data, restricted in (
        ("Audit of strategy meetings", plain_pdf("Audit one", "Audit two"), False),
        ("Workforce report", b"", False),
        ("Rapid review SI-2023-06", plain_pdf("Hush"), True),
    ):
        pages = 2 if "two" in str(data) else int(bool(data))
        office_year.run(
            add_paper, meeting, title, data, pages, owner="Business manager", restricted=restricted
        )
    office_year.close()
    return office_year.path


def choose_file(hands: Hands, place: Path) -> None:
    """Type where a file is, or goes, into the dialog that asks for it."""
    hands.bot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=5_000)
    hands.press("Ctrl+A")
    hands.type(str(place))
    hands.press("Return")
    hands.bot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=5_000)
    hands.rest()


def issued(hands: Hands) -> IssuedPack:
    store = hands.shell.desk.store
    found = store.ask(load_issued, store.ask(find_meeting, MEETING).id, with_files=False)
    assert found is not None
    return found


def issue(hands: Hands, button: str) -> None:
    """Go to the button, and say that it is meant."""
    hands.run("Issue the pack or a supplement")
    assert hands.here() == button
    hands.press("Space")
    assert hands.here() == "Not yet"
    hands.tab_to(button)
    hands.press("Return")
    hands.rest()


def current(hands: Hands, title: str) -> Any:
    hands.pane("Parts of the pack")
    return hands.row(lambda row: row.part.title == title)  # type: ignore[attr-defined]


def build_and_save(hands: Hands, page: PacksPage, folder: Path) -> None:
    """The late paper comes, goes further up, and the pack is built and saved."""
    late = folder / "workforce.pdf"
    late.write_bytes(plain_pdf("Workforce draft"))
    current(hands, "Workforce report")
    hands.press("Return")
    choose_file(hands, late)
    assert "late" in current(hands, "Workforce report").status.words
    hands.press("Alt+Up", "Alt+Up")
    hands.run("Build pack")
    hands.bot.waitUntil(lambda: page.building.pack is not None, timeout=60_000)
    out = folder / "pack.pdf"
    hands.do("Save the pack")
    choose_file(hands, out)
    hands.bot.waitUntil(out.exists, timeout=10_000)


def give(hands: Hands, *names: str) -> None:
    """Note that people were given a copy."""
    hands.run("Give copies")
    hands.fill("Given to", names[0])
    for name in names[1:]:
        hands.press("Return")
        hands.type(name)
    hands.tick("Save the files now", on=False)
    hands.tab_to("Give copies (Ctrl+Enter)")
    hands.press("Ctrl+Return")
    copies = hands.shell.desk.store.ask(list_copies, issued(hands).meeting_id)
    assert [line.recipient for line in copies] == list(names)


def replace_paper(hands: Hands, folder: Path) -> None:
    """A longer version comes after the pack was issued."""
    newer = folder / "workforce-2.pdf"
    newer.write_bytes(plain_pdf("Workforce final", "Page two", "Page three"))
    hands.run("Go to Packs")
    hands.tab("Pack")
    current(hands, "Workforce report")
    hands.run("Bring a newer version of the paper")
    hands.fill("Line of what changed", "The figures of June are in it")
    hands.press("Ctrl+Return")
    choose_file(hands, newer)
    assert current(hands, "Workforce report").status.words == "To be replaced"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_late_paper_is_replaced_after_issue_and_no_number_moves(
    hands: Hands, wall: Wall, tmp_path: Path
) -> None:
    wall.put("2023-07-10 09:00")
    hands.unlock()
    hands.shell.resize(1024, 640)
    hands.run("Go to Packs")
    hands.choose("Meeting", "Thu 13 Jul 2023 · EXEC")
    page = hands.shell.page()
    assert isinstance(page, PacksPage)
    build_and_save(hands, page, tmp_path)
    issue(hands, "Issue the pack")
    first = issued(hands)
    numbers = {part.key: part.numbers for part in first.part_rows(0)}
    give(hands, "Ann Lee", "Bo Ray")
    wall.put("2023-07-10 14:00")
    replace_paper(hands, tmp_path)
    issue(hands, "Issue supplement 1")
    after = issued(hands)
    assert [issue.number for issue in after.issues] == [0, 1]
    assert {part.key: part.numbers for part in after.part_rows(0)} == numbers
    (changed,) = [part for part in after.parts if part.supplement == 1]
    (old,) = numbers[changed.key]
    assert [str(number) for number in changed.numbers] == [f"{old}", f"{old}a", f"{old}b"]
    # Only what changed is built for those who hold the pack.
    hands.tab("Pack")
    hands.choose("Build", "Supplement 1")
    hands.run("Build pack")
    hands.bot.waitUntil(lambda: page.building.pack is not None, timeout=60_000)
    pack = page.building.pack
    assert pack is not None
    texts = texts_of(pack.data)
    assert len(texts) == 4
    assert "The figures of June are in it" in texts[0]
    assert f"Pack page {old}a of {after.issue.pages} as issued" in texts[2]
    path = hands.shell.desk.store.path
    hands.leave()
    with open_store(path, PASSPHRASE, clock=wall) as store:
        assert check_store(store).problems == ()
