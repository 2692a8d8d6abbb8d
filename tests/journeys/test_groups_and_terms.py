"""Groups, terms of reference and a work plan by the keyboard alone; then a second partnership."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from dscp_desktop.app.cli import run
from dscp_desktop.app.making import NewStore, start_store
from dscp_desktop.partnership.queries.parties import list_groups
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.rules.seats import SeatHolder
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Store, open_store
from dscp_desktop.terms_of_reference.queries.terms import document_of, list_versions, terms_on
from dscp_desktop.work_plans.queries import find_plan
from tests.journeys.keyboard import Hands, Wall
from tests.moulds import PASSPHRASE
from tests.paper.structure import problems

PURPOSE = "To learn from what children tell the partnership"
BEGINS = "2023-10-19 09:00"


def group_id(store: Store, code: str) -> str:
    return next(group.id for group in store.ask(list_groups) if group.code == code)


def sitting(hands: Hands, code: str) -> tuple[SeatHolder, ...]:
    store = hands.shell.desk.store
    return store.ask(seats_on, group_id(store, code), hands.shell.desk.today)


def to_group(hands: Hands, code: str) -> None:
    hands.run("Go to Groups and terms")
    hands.pane("Groups")
    hands.row(lambda row: getattr(row, "code", "") == code)


def test_a_chair_is_changed_once_and_shows_on_both_groups(hands: Hands) -> None:
    hands.unlock()
    to_group(hands, "EXEC")
    hands.do("Add seat")
    hands.choose("Held by", "A role alone")
    hands.fill("Role (optional)", "Chair of the learning group")
    hands.choose("Filled by office (optional)", "By the chair of Performance and Learning")
    hands.press("Ctrl+Return")
    to_group(hands, "PLG")
    hands.do("Change chair")
    hands.tab_to("Seat")
    chooser = hands.focus()
    assert isinstance(chooser, QComboBox)
    before = next(seat for seat in sitting(hands, "PLG") if seat.office == "chair")
    names = {seat.organisation for seat in sitting(hands, "PLG") if not seat.office}
    new = next(name for name in sorted(names) if name and name != before.organisation)
    hands.choose("Seat", new)
    hands.press("Ctrl+Return")
    now = next(seat for seat in sitting(hands, "PLG") if seat.office == "chair")
    assert now.organisation == new
    held = [seat.organisation for seat in sitting(hands, "EXEC")]
    assert new in held
    hands.press("Ctrl+Z")
    back = next(seat for seat in sitting(hands, "PLG") if seat.office == "chair")
    assert back.seat_id == before.seat_id


def draft_three(hands: Hands, plg: str) -> None:
    """Begin version three, change its purpose, and build its quorum."""
    store = hands.shell.desk.store
    to_group(hands, "PLG")
    hands.do("Terms of reference")
    assert hands.here() == "Versions"
    hands.press("Ctrl+N")
    versions = store.ask(list_versions, store.ask(document_of, plg), hands.shell.desk.today)
    assert [version.state for version in versions] == ["superseded", "agreed", "draft"]
    # the draft alone, to change a part of it
    hands.pane("Versions")
    hands.row(lambda row: row.version.number != 3 and row.ticked)  # type: ignore[attr-defined]
    hands.press("Space")
    hands.pane("Parts")
    hands.row(lambda row: "Purpose" in row.title)  # type: ignore[attr-defined]
    hands.press("Return")
    hands.press("Ctrl+A", "Delete")
    hands.type(PURPOSE)
    hands.press("Ctrl+Return")
    # its quorum
    hands.do("Add condition")
    hands.choose("Of which seats", "each statutory partner")
    hands.press("Tab")


def test_version_three_is_drafted_put_to_the_group_agreed_and_compared(
    hands: Hands, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.unlock()
    store = hands.shell.desk.store
    plg = group_id(store, "PLG")
    draft_three(hands, plg)
    # both again, and from change to change
    hands.pane("Versions")
    hands.row(lambda row: row.version.number == 2)  # type: ignore[attr-defined]
    hands.press("Space")
    page = hands.shell.page()
    compare = page.middle.reading.compare  # type: ignore[union-attr]
    assert compare.view.count() >= 1
    first = compare.count.text()
    hands.press("F7")
    assert compare.view.count() == 1 or compare.count.text() != first
    hands.press("Ctrl+P")
    assert hands.here().startswith("Preview.")  # what changed, as it is printed
    hands.press("Esc")
    assert hands.here() == "Versions"
    hands.do("Put to the group")
    hands.press("Ctrl+Return")
    hands.do("Agree")
    hands.fill("Agreed on (optional)", "19/10/2023")
    hands.press("Ctrl+Return")
    versions = store.ask(list_versions, store.ask(document_of, plg), hands.shell.desk.today)
    assert [version.state for version in versions][-1] == "agreed"
    terms = store.ask(terms_on, plg, hands.shell.desk.today)
    assert terms is not None
    assert terms.version.number == 3
    hands.leave()
    monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
    out = tmp_path / "changes.pdf"
    words = ["export", str(path), "terms-changes", "--group", "PLG", "--from", "2", "--to", "3"]
    assert run([*words, "-o", str(out)]) == 0
    assert problems(out.read_bytes()) == []
    monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
    page_out = tmp_path / "terms.html"
    assert run(["export", str(path), "terms", "--group", "PLG", "-o", str(page_out)]) == 0
    assert PURPOSE in page_out.read_text("utf-8")


def test_a_line_of_the_work_plan_and_a_quarter(hands: Hands) -> None:
    hands.unlock()
    to_group(hands, "IDG")
    hands.do("Work plan")
    hands.press("Ctrl+N")  # begins the plan
    hands.press("Ctrl+N")
    hands.fill("Outcome", "Each audit leads to a change that staff can name")
    hands.fill("Owner (optional)", "Business manager")
    hands.fill("Due date (optional)", "31/12/2023")
    hands.press("Ctrl+Return")
    hands.tab("Quarter 2")
    hands.fill("What was achieved (optional)", "Four audits were read together")
    hands.press("Ctrl+Return")
    store = hands.shell.desk.store
    plan = store.ask(find_plan, group_id(store, "IDG"), "2023-24", hands.shell.desk.today)
    assert [line.outcome for line in plan.lines] == [
        "Each audit leads to a change that staff can name"
    ]
    assert plan.quarters[1].words.achieved == "Four audits were read together"


def test_a_profile_is_saved_and_a_second_partnership_starts_from_it(
    hands: Hands, tmp_path: Path, wall: Wall
) -> None:
    hands.unlock()
    first = hands.shell.desk.store
    groups = [(g.code, g.name, g.seats) for g in first.ask(list_groups)]
    hands.run("Go to Settings")
    hands.do("Save as profile")
    target = tmp_path / "ours.toml"
    hands.bot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=5_000)
    hands.press("Ctrl+A")
    hands.type(str(target))
    hands.bot.keyClick(hands.focus(), Qt.Key.Key_Return)
    hands.bot.waitUntil(target.exists, timeout=10_000)
    hands.leave()
    second = tmp_path / "second.dscp"
    start_store(NewStore(str(target), "Second", "Officer", second, PASSPHRASE), wall).close()
    with open_store(second, PASSPHRASE, clock=wall) as store:
        assert [(g.code, g.name, g.seats) for g in store.ask(list_groups)] == groups
        assert check_store(store).problems == ()
