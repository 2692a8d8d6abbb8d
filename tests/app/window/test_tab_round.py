"""Tab goes round the whole window from every page, and Shift+Tab back: nothing keeps the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.app.shell import Shell
from dscp_desktop.audits.queries.programme import find_audit
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.page import Page
from dscp_desktop.widgets.palette import SearchBox
from tests.app.window.auditing import begin_audit
from tests.app.window.conftest import WITH_PAGES

MOST = 400
PAGES = tuple(feature.name for feature in WITH_PAGES if feature.page)


def settle(desk: Desk, qtbot: QtBot) -> None:
    """Wait until all that was asked is shown."""
    for _ in range(2):
        qtbot.wait(20)
        qtbot.waitUntil(desk.idle)


def go_round(qtbot: QtBot, key: Qt.Key) -> list[QWidget]:
    """Press a key until the control it began at has the keys again; give what had them."""
    first = QApplication.focusWidget()
    assert first is not None
    stops = [first]
    while len(stops) < MOST:
        qtbot.keyClick(stops[-1], key)
        now = QApplication.focusWidget()
        assert now is not None, f"After {name_of(stops[-1])} nothing has the keys."
        if now is first:
            return stops
        assert now not in stops, f"Round and round: {[name_of(stop) for stop in stops]}"
        stops.append(now)
    raise AssertionError(f"No way back to {name_of(first)}.")


def name_of(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()}"


def first_in_header(page: Page) -> QWidget:
    """The control that stands first where a page begins."""
    by_tab = Qt.FocusPolicy.TabFocus.value
    takes = [
        part
        for part in page.header.findChildren(QWidget)
        if part.isVisible() and part.isEnabled() and part.focusPolicy().value & by_tab
        and part.focusProxy() is None
    ]  # fmt: skip
    return min(takes, key=lambda part: part.mapTo(page.header, part.rect().topLeft()).x())


def come_from_rail(shell: Shell, qtbot: QtBot, where: str) -> None:
    """Press Tab in the last list of the rail, before the keys were ever in the page."""
    shell.rail.foot.setFocus()
    qtbot.keyClick(shell.rail.foot, Qt.Key.Key_Tab)
    page = shell.page()
    assert page is not None
    now, first = QApplication.focusWidget(), first_in_header(page)
    assert now is not None
    assert now is first, f"{where}: Tab came to {name_of(now)}, not to {name_of(first)}."
    qtbot.keyClick(now, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is shell.rail.foot, where


def look_round(shell: Shell, qtbot: QtBot, where: str) -> None:
    stops = go_round(qtbot, Qt.Key.Key_Tab)
    assert any(isinstance(stop, SearchBox) for stop in stops), where
    assert any(shell.rail.isAncestorOf(stop) for stop in stops), where
    back = go_round(qtbot, Qt.Key.Key_Backtab)
    assert set(back) == set(stops), where


@pytest.mark.timeout(120)
def test_tab_goes_round_every_page(shell: Shell, desk: Desk, qtbot: QtBot) -> None:
    for name in PAGES:
        shell.go(name)
        settle(desk, qtbot)
        come_from_rail(shell, qtbot, name)
        shell.go_and_focus(name)
        look_round(shell, qtbot, name)


def test_tab_goes_round_every_part_of_an_audit(shell: Shell, desk: Desk, qtbot: QtBot) -> None:
    begin_audit(desk.store)
    audit = desk.store.ask(find_audit, "MA2")
    shell.go_and_focus("audits")
    settle(desk, qtbot)
    page = shell.pages["audits"]
    for tab in range(4):
        page.open_audit(audit, tab)
        settle(desk, qtbot)
        page.pane().first_focus().setFocus()
        look_round(shell, qtbot, f"audit, part {tab}")
