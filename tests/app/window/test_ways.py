"""Ways round the window without a mouse, and pages that are made ahead."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.app.ahead import PagesAhead
from dscp_desktop.app.helping import HelpDialog
from dscp_desktop.app.shell import Shell
from dscp_desktop.widgets.typed import typed_parts

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def settled(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(shell.desk.idle)


# Ways that need no mouse ----------------------------------------------------------------------


@pytest.mark.parametrize("key", ["meetings", "actions", "partnership"])
def test_new_and_filter_work_while_the_rail_has_the_keys(
    key: str, shell: Shell, qtbot: QtBot
) -> None:
    """They were bound to the page alone, and the rail is where one arrives by arrows."""
    shell.go(key)
    settled(qtbot, shell)
    for pressed in (Qt.Key.Key_F, Qt.Key.Key_N):
        shell.rail.top.setFocus()
        qtbot.keyClick(shell.rail.top, pressed, Qt.KeyboardModifier.ControlModifier)
        focus = shell.focusWidget()
        settled(qtbot, shell)
        assert focus is not None
        if pressed == Qt.Key.Key_F:
            assert focus.accessibleName() == "Filter this list"
        else:
            typed = [part for part in typed_parts(shell.pages[key]) if part.isVisible()]
            assert typed


def test_help_stands_in_the_rail(shell: Shell, qtbot: QtBot) -> None:
    rail = shell.rail
    assert [line.key for line in rail.foot.places.lines] == ["settings", "help"]
    assert "Go to Help" not in [command.words for command in shell.list_commands()]
    at = rail.foot.visualRect(rail.foot.places.index(1)).center()
    qtbot.mouseClick(rail.foot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    said = shell.findChild(HelpDialog)
    assert said is not None
    assert said.windowTitle().startswith("Help: Today")
    said.reject()
    assert shell.place() == "today"
    assert not rail.foot.selectedIndexes()
    rail.foot.setFocus()
    rail.choose("settings")
    qtbot.keyClick(rail.foot, Qt.Key.Key_Down)
    assert not [one for one in shell.findChildren(HelpDialog) if one.isVisible()]
    qtbot.keyClick(rail.foot, Qt.Key.Key_Return)
    assert [one.isVisible() for one in shell.findChildren(HelpDialog)][-1]


# Pages made ahead -----------------------------------------------------------------------------


def test_pages_are_made_while_nothing_else_happens(shell: Shell, qtbot: QtBot) -> None:
    quiet: list[bool | None] = [False]
    ahead = PagesAhead(list(shell.features), shell.make_page, lambda: quiet[0], shell)
    ahead._timer.setInterval(1)
    qtbot.wait(20)
    assert set(shell.pages) == {"today"}
    quiet[0] = True
    qtbot.waitUntil(ahead.is_done)
    assert set(shell.pages) == set(shell.features)
    assert shell.place() == "today"
    made = shell.pages["budget"]
    shell.go("budget")
    assert shell.page() is made


def test_no_page_is_made_once_the_window_is_left(shell: Shell, qtbot: QtBot) -> None:
    ahead = PagesAhead(list(shell.features), shell.make_page, lambda: None, shell)
    ahead._timer.setInterval(1)
    qtbot.waitUntil(ahead.is_done)
    assert set(shell.pages) == {"today"}
