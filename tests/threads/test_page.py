"""The page of golden threads by keyboard alone: fold, filter, only these, open, print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import FEATURES, document_offers
from dscp_desktop.app.gathering import give_gathered
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from dscp_desktop.threads.page import ThreadsPage
from dscp_desktop.threads.rules import MapLine
from dscp_desktop.widgets.columns import Section, is_line
from tests.threads.weaving import Woven

Settle = Callable[[], None]
_ROLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def desk(woven_store: tuple[Store, Woven], qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(woven_store[0], documents=document_offers())
    give_gathered(made, FEATURES)
    yield made
    qtbot.waitUntil(made.idle, timeout=20_000)
    made.close()


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Settle:
    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(desk.idle, timeout=20_000)
            qtbot.wait(5)

    return wait


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, settle: Settle) -> Iterator[ThreadsPage]:
    made = ThreadsPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    settle()
    made.table.setFocus()
    yield made
    settle()


def shown(page: ThreadsPage) -> list[MapLine]:
    return [row for row in page.table.rows.rows if is_line(row)]


def titles(page: ThreadsPage) -> list[str]:
    return [line.step.title.partition(" of ")[0] for line in shown(page)]


def test_the_tree_folds_and_opens_by_keys(
    page: ThreadsPage, qtbot: QtBot, desk: Desk, woven_store: tuple[Store, Woven]
) -> None:
    ids, table = woven_store[1], page.table
    whole = len(shown(page))
    assert page.context.text().endswith("with a difference recorded")
    now = table.value()
    assert now is not None
    assert now.step.id == ids.priority
    qtbot.keyClick(table, Qt.Key.Key_Right)  # into the first outcome
    assert table.value().step.id == ids.outcome
    said = table.rows.index(1, 0).data(_ROLE)
    assert said == "1.1 Children are heard early, Outcome, level 2, unfolded"
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert len(shown(page)) == whole - 8
    assert table.rows.index(1, 0).data(_ROLE).endswith("level 2, folded")
    qtbot.keyClick(table, Qt.Key.Key_Left)  # up to the priority
    assert table.value().step.id == ids.priority
    qtbot.keyClicks(table, "-")
    assert {line.depth for line in shown(page)} == {0}
    qtbot.keyClicks(table, "*")
    assert len(shown(page)) == whole
    heard: list[tuple[str, str]] = []
    desk.place_asked.connect(lambda feature, record: heard.append((feature, record)))
    places = [line.step.kind for line in shown(page)]
    for kind in ("outcome", "finding", "evidence"):
        table.choose_row(places.index(kind))
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard == [
        ("priorities", ids.outcome), ("audits", ids.audit), ("actions", ids.told)
    ]  # fmt: skip


def test_activity_with_no_difference_stands_out_and_can_stand_alone(
    page: ThreadsPage, qtbot: QtBot, woven_store: tuple[Store, Woven]
) -> None:
    ids, table = woven_store[1], page.table
    assert page.said.isVisible()
    assert page.said.accessibleName() == "Activity but no difference recorded"
    assert page.only.accessibleName().startswith("Only these")
    line = next(line for line in shown(page) if line.step.id == ids.silent)
    row = shown(page).index(line)
    assert table.rows.index(row, 2).data(_ROLE) == "No difference recorded"
    qtbot.keyClick(page.only, Qt.Key.Key_Space)
    left = shown(page)
    assert {one.step.id for one in left if one.stands_out} >= {ids.silent}
    assert all(one.stands_out or one.branch for one in left)
    assert any(isinstance(row, Section) for row in table.rows.rows)
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.filter, "12 months plg002")
    assert titles(page)[-1] == "Review at 12 months"
    assert len(shown(page)) == 5
    qtbot.keyClicks(page.filter, " nowhere")
    assert shown(page) == []
    assert "No line has" in table.empty.fact
    page.filter.clear()
    qtbot.keyClick(page.only, Qt.Key.Key_Space)


def test_another_plan_is_chosen_and_a_record_brings_its_own(
    page: ThreadsPage, settle: Settle, woven_store: tuple[Store, Woven]
) -> None:
    ids = woven_store[1]
    other = page.shown.plans[-1][0]
    page.chooser.set_value(other)
    page.chooser.activated.emit(0)
    settle()
    assert page.shown.plan_id == other
    assert not any(line.step.id == ids.priority for line in shown(page))
    page.open_record(ids.outcome)
    settle()
    assert page.shown.plan_id == ids.plan
    assert page.table.value().step.id == ids.outcome
    page.table.fold_all()
    page.open_record(ids.outcome)
    settle()
    assert page.table.value().step.id == ids.outcome  # what it was folded under is unfolded


def test_it_is_printed_and_run_from_the_palette(page: ThreadsPage, settle: Settle) -> None:
    asked: list[tuple[str, Any]] = []
    page.document_wanted.connect(lambda kind, scope: asked.append((kind, scope)))
    for words, _keys, do in page.commands():
        if words.startswith("Print"):
            do()
    assert asked == [("golden-thread", Scope(page.desk.today, record_id=page.shown.plan_id))]
    assert page.panes() == [page.chooser, page.filter, page.table]
    assert page.first_focus() is page.table
    menu = page.table.make_menu()
    assert [one.text() for one in menu.actions() if one.text()] == [
        "Open its place (Enter)", "Copy with headings", "Unfold all (*)", "Fold all (-)"
    ]  # fmt: skip
    menu.close()
    settle()


def test_a_click_on_the_sign_folds(page: ThreadsPage, qtbot: QtBot) -> None:
    table, before = page.table, len(shown(page))
    box = table.visualRect(table.rows.index(0, 0))
    sign = QPoint(box.left() + 24 + 6, box.center().y())
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    assert len(shown(page)) < before
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    assert len(shown(page)) == before


def test_without_a_plan_it_says_what_to_do(store: Store, qtbot: QtBot) -> None:
    desk = Desk(store)
    give_gathered(desk, FEATURES)
    page = ThreadsPage(desk)
    qtbot.addWidget(page)
    page.refresh()
    qtbot.waitUntil(desk.idle, timeout=20_000)
    qtbot.wait(5)
    assert page.table.empty.fact == "No plan yet"
    assert not page.print.isEnabled()
    page.share()  # nothing to print, and nothing happens
    desk.close()
