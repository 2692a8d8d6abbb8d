"""Pages under another one and the way back; parts of the program that are switched off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import FEATURES, document_offers, due_offers, workbook_offers
from dscp_desktop.app.parts import off_words, switch_part, switched_off
from dscp_desktop.app.places import Trail, rail_key
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.standing import count_due
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Due, Feature, Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.buttons import Button
from tests.conftest import Bring

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
BUDGET = next(feature for feature in FEATURES if feature.name == "budget")


def settled(qtbot: QtBot, shell: Shell) -> None:
    for _ in range(3):
        qtbot.waitUntil(shell.desk.idle)


def keys(qtbot: QtBot, shell: Shell, key: Qt.Key, how: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or shell, key, how)


def railed(shell: Shell) -> str:
    index = shell.rail.top.currentIndex()
    line = shell.rail.top.places.lines[index.row()]
    assert not isinstance(line, str)
    return line.key


# Pages under another one --------------------------------------------------------------------


def test_a_page_under_another_has_no_place_but_marks_that_ones(shell: Shell, qtbot: QtBot) -> None:
    assert "work_plans" not in [item.key for item in shell.rail.items()]
    group = shell.desk.store.ask(find_group, "PLG")
    assert group is not None
    shell.go("partnership")
    settled(qtbot, shell)
    shell.desk.place_asked.emit("work_plans", group.id)
    settled(qtbot, shell)
    assert shell.place() == "work_plans"
    assert railed(shell) == "partnership"
    assert shell.windowTitle() == "Work plans – DSCP Desktop"
    page = shell.pages["work_plans"]
    assert page.isVisible()
    back = next(b for b in page.header.findChildren(Button) if b.words == "Back")
    assert back.accessibleName() == "Back (Alt+Left)"
    assert back.mapTo(page, back.rect().topLeft()).x() < page.title.x()
    back.click()
    assert shell.place() == "partnership"
    assert railed(shell) == "partnership"
    assert shell.windowTitle() == f"{shell.features['partnership'].title} – DSCP Desktop"
    assert shell.way_back() == ""


def test_back_leads_where_one_came_from_by_keys_and_by_the_palette(
    shell: Shell, qtbot: QtBot
) -> None:
    shell.go_and_focus("actions")
    settled(qtbot, shell)
    commands = {command.words: command for command in shell.list_commands()}
    assert "Go back" not in commands
    commands["Go to Work plans"].do()
    settled(qtbot, shell)
    assert shell.place() == "work_plans"
    keys(qtbot, shell, Qt.Key.Key_Left, ALT)
    assert shell.place() == "actions"
    shell.go("work_plans")
    settled(qtbot, shell)
    keys(qtbot, shell, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert shell.place() == "actions"
    shell.go("work_plans")
    next(one for one in shell.list_commands() if one.words == "Go back").do()
    assert shell.place() == "actions"
    keys(qtbot, shell, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert shell.place() == "actions"
    number = [item.key for item in shell.rail.items()].index("partnership") + 1
    shell.go("work_plans")
    shell.go_number(number)
    assert shell.place() == "partnership"


def test_esc_leaves_a_form_before_it_leaves_the_page(shell: Shell, qtbot: QtBot) -> None:
    shell.go_and_focus("partnership")
    shell.go_and_focus("work_plans")
    settled(qtbot, shell)
    page = shell.pages["work_plans"]
    page.add()
    settled(qtbot, shell)
    page.add()
    settled(qtbot, shell)
    assert page.pane.is_editing()
    keys(qtbot, shell, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert shell.place() == "work_plans"
    assert not page.pane.is_editing()
    keys(qtbot, shell, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert shell.place() == "partnership"


def test_a_page_that_cannot_be_left_keeps_its_way_back(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.go("actions")
    shell.go("work_plans")
    monkeypatch.setattr(shell.pages["work_plans"], "may_leave", lambda: False)
    shell.go_back()
    assert shell.place() == "work_plans"
    assert shell.way_back() == "actions"


def page(name: str, under: str = "") -> Feature:
    return Feature(name, name.title(), "group", page=f"{name}:Page", under=under)


def test_the_trail_forgets_what_was_left_behind() -> None:
    there = {f.name: f for f in (page("a"), page("b"), page("u", "a"), page("v", "u"))}
    trail = Trail()
    for before, now in (("", "b"), ("b", "u"), ("u", "v")):
        trail.went(before, now, there)
    assert trail.back("v", there) == "u"
    trail.went("v", "u", there)
    assert trail.back("u", there) == "b"
    trail.went("u", "a", there)
    assert trail.back("a", there) == ""
    trail.went("a", "u", there)
    del there["a"]
    assert rail_key("v", {**there, "a": page("a")}) == "a"
    assert trail.back("u", there) == "a"


def test_what_is_late_counts_at_the_place_it_stands_under() -> None:
    there = {f.name: f for f in (page("a"), page("u", "a"))}
    dues = [Due(date(2023, 10, 6), "One", name, "9 working days late") for name in ("a", "u", "u")]
    assert count_due(dues, there)["a"] == ("3 late", True)
    assert "u" not in count_due(dues, there)


# Switched off -------------------------------------------------------------------------------


def test_a_part_is_switched_off_for_a_store_and_on_again(durham: Store) -> None:
    assert durham.ask(switched_off) == frozenset()
    changes = durham.run(switch_part, BUDGET, False)
    assert changes.words == "Budget switched off"
    assert durham.ask(switched_off) == {"budget"}
    durham.run(undo, changes.entry)
    assert durham.ask(switched_off) == frozenset()
    durham.run(switch_part, BUDGET, False)
    durham.run(switch_part, BUDGET, True)
    assert durham.ask(switched_off) == frozenset()
    meetings = next(feature for feature in FEATURES if feature.name == "meetings")
    with pytest.raises(Refused, match="Meetings cannot be switched off: other parts"):
        durham.run(switch_part, meetings, False)


def test_its_place_its_commands_and_its_dues_are_left_out_at_once(
    shell: Shell, qtbot: QtBot
) -> None:
    store = shell.desk.store
    store.run(add_year, "2022-23")
    shell.go("budget")
    settled(qtbot, shell)
    shell.desk.run(shell, switch_part, BUDGET, False)
    settled(qtbot, shell)
    assert "budget" not in [item.key for item in shell.rail.items()]
    assert "Go to Budget" not in [command.words for command in shell.list_commands()]
    assert shell.place() == "today"
    assert "contributions" not in [offer.kind for offer in shell.desk.documents]
    assert shell.desk.due == due_offers({"budget"})
    shell.open_place("budget", "any")
    assert shell.place() == "today"
    shell.desk.run(shell, switch_part, BUDGET, True)
    settled(qtbot, shell)
    assert "budget" in [item.key for item in shell.rail.items()]
    assert "contributions" in [offer.kind for offer in shell.desk.documents]
    shell.go("budget")
    assert shell.place() == "budget"


def test_a_store_that_opens_with_a_part_off_never_shows_it(
    durham: Store, own: object, qtbot: QtBot
) -> None:
    durham.run(switch_part, BUDGET, False)
    desk = Desk(durham)
    shell = Shell(desk, FEATURES, own, durham.ask(switched_off))  # type: ignore[arg-type]
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    assert "budget" not in [item.key for item in shell.rail.items()]
    assert "budget" not in shell.features
    qtbot.waitUntil(desk.idle)
    assert "budget" not in [item.key for item in shell.rail.items()]


def test_its_documents_and_sheets_say_that_it_is_off(
    durham: Store, bring: Bring, data: Path
) -> None:
    book = (data / "contributions-2022-23.xlsx").read_bytes()
    durham.run(switch_part, BUDGET, False)
    taken = bring(book)["contributions"]
    assert taken.rows == ()
    assert off_words(BUDGET) in [fault.why for fault in taken.faults]
    document = next(offer for offer in document_offers() if offer.kind == "contributions")
    sheet = next(offer for offer in workbook_offers() if offer.kind == "contributions")
    scope = Scope(durham.today())
    for make in (document.make, sheet.write, sheet.values):
        with pytest.raises(Refused, match="Budget is switched off in this store"):
            durham.ask(make, scope)
    assert "contributions" not in [o.kind for o in document_offers(durham.ask(switched_off))]
    durham.run(switch_part, BUDGET, True)
    assert len(bring(book)["contributions"].rows) == 6


# Settings -----------------------------------------------------------------------------------


def test_settings_switch_a_part_and_save_a_profile(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    shell.go("settings")
    settled(qtbot, shell)
    parts = shell.pages["settings"].parts
    assert list(parts.ticks) == [f.name for f in FEATURES if f.optional]
    tick = parts.ticks["budget"]
    assert tick.isChecked()
    tick.click()
    settled(qtbot, shell)
    assert shell.desk.store.ask(switched_off) == {"budget"}
    assert not tick.isChecked()
    assert "budget" not in [item.key for item in shell.rail.items()]
    out = tmp_path / "ours.toml"
    parts.save_to(str(out))
    settled(qtbot, shell)
    assert parts.told.text() == "Profile saved as ours.toml."
    assert 'off = [\n    "budget",\n]' in out.read_text("utf-8")
    parts.save_to(str(tmp_path / "none" / "ours.toml"))
    settled(qtbot, shell)
    assert parts.told.text().startswith("ours.toml could not be saved.")
