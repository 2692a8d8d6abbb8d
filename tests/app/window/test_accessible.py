"""Every page for those who do not see it, see it large, or use no mouse.

The ordinary run opens each page once, with text at 150%. The slow ones go into every tab and
form, look at the colours that are painted, and make text twice as large.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.app.ahead import let_go
from dscp_desktop.app.keys import keys_here
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.keylist import EVERYWHERE, KeyList, keys_words, working
from dscp_desktop.widgets.remembering import remembered
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import Theme, apply_theme
from tests.app.window import listening, looking
from tests.app.window.drafting import open_shell, settle
from tests.app.window.halves import ROUNDS
from tests.app.window.test_drafts import worked_through as worked_through  # its fixture
from tests.app.window.test_tab_round import go_round

# What Windows and its programs mean by a key: ours must mean it too, or leave it alone.
CUSTOM = {
    "Ctrl+A": ("Choose every",),
    "Ctrl+C": ("Copy",),
    "Ctrl+V": ("Paste",),
    "Ctrl+Z": ("Undo",),
    "Ctrl+N": ("New", "Add", "Begin", "Plan", "Start", "Another"),
    "Ctrl+O": ("Open", "Choose", "Bring", "Import"),
    "Ctrl+P": ("Print",),
    "Ctrl+S": ("Save",),
    "Ctrl+F": ("Filter", "Find", "Search"),
    "F1": ("Help",),
    "F6": ("Next pane",),
    "Shift+F6": ("Pane before",),
    "Alt+Left": ("Back", "A day", "A working day", "Go back"),
    "Del": ("Remove", "Drop", "Take"),
    "Esc": ("Cancel", "Back", "Done", "Leave", "Close"),
}
NEVER = {"Alt+F4", "Alt+Space", "Alt+Tab", "Ctrl+Esc", "F10", "Shift+F10", "Ctrl+X"}
WIDE, SMALL = (1440, 900), (1024, 640)


def places(shell: Shell) -> list[str]:
    return [*shell.features, "settings"]


def tabs_of(page: QWidget, done: set[tuple[str, str]]) -> Iterator[tuple[QTabBar, int]]:
    """Give each tab that was not shown yet, also those that come up with another one."""
    for bar in page.findChildren(QTabBar):
        for tab in range(bar.count()):
            name = bar.accessibleName(), bar.tabText(tab)
            shown = bar.isVisible() and bar.isTabVisible(tab) and bar.isTabEnabled(tab)
            if shown and name not in done:
                done.add(name)
                yield bar, tab


def walk(shell: Shell, qtbot: QtBot, *, tabs: bool) -> Iterator[str]:
    """Open every page, and every tab of it, one after the other; give what is shown."""
    for key in places(shell):
        shell.go_and_focus(key)
        settle(shell, qtbot)
        yield key
        page, done = shell.pages[key], set[tuple[str, str]]()
        while tabs and (found := next(tabs_of(page, done), None)) is not None:
            bar, tab = found
            if bar.currentIndex() != tab:
                bar.setCurrentIndex(tab)
                settle(shell, qtbot)
                yield f"{key}, {bar.tabText(tab)}"


def begin(shell: Shell) -> None:
    """Put the keys into the rail, where they are on nothing that Tab stops at."""
    now = QApplication.focusWidget()
    stops = now is not None and now.isVisible() and now.focusPolicy().value & 1
    if not stops:
        shell.rail.top.setFocus()


def key_faults(shell: Shell) -> list[str]:
    """Name each key without words, bound twice, or against the custom of Windows."""
    found = [f"{line.keys} has no words" for line in keys_here(shell) if not line.words]
    around = Qt.ShortcutContext.WindowShortcut
    bound = Counter(one.key().toString() for one in working(shell) if one.context() == around)
    found += [f"{keys} is bound {count} times" for keys, count in bound.items() if count > 1]
    for line in keys_here(shell):
        wanted = CUSTOM.get(line.keys, (line.words,))
        if line.keys in NEVER or not line.words.startswith(wanted):
            found.append(f"{line.keys} means something else in Windows than '{line.words}'")
    return found


def faults_of(shell: Shell) -> list[str]:
    """What has no name, is cut, lies out of reach or would not be heard."""
    seen = (*looking.unnamed(shell), *looking.cut(shell), *looking.unreachable(shell))
    return [*seen, *listening.unheard(shell)]


@pytest.fixture
def large(qapp: QApplication) -> None:
    """Text at 150%."""
    apply_theme(qapp, Theme.LIGHT, 1.5)


@pytest.mark.usefixtures("listened")
def test_every_page_has_names_whole_words_and_known_keys(
    large: None, shell: Shell, qtbot: QtBot
) -> None:
    assert large is None  # before the window
    faults = {}
    for where in walk(shell, qtbot, tabs=False):
        found = faults_of(shell)
        if found := [*found, *key_faults(shell)]:
            faults[where] = found
    assert faults == {}


@pytest.fixture
def worked(worked_through: Store) -> Store:
    """Durham with a year in it."""
    return worked_through


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.usefixtures("listened")
def test_every_tab_has_names_whole_words_and_known_keys_at_150(
    worked: Store, own: OwnSettings, qapp: QApplication, qtbot: QtBot
) -> None:
    apply_theme(qapp, Theme.LIGHT, 1.5)
    shell = open_shell(worked, own, qtbot)
    shell.resize(*WIDE)
    faults = {}
    for where in walk(shell, qtbot, tabs=True):
        found = faults_of(shell)
        if found := [*found, *key_faults(shell)]:
            faults[where] = found
    assert faults == {}


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("scale", "size"), [(2.0, WIDE), (1.0, SMALL)])
def test_everything_can_be_reached_with_large_text_and_in_a_small_window(
    worked: Store,
    own: OwnSettings,
    qapp: QApplication,
    qtbot: QtBot,
    scale: float,
    size: tuple[int, int],
) -> None:
    apply_theme(qapp, Theme.LIGHT, scale)
    shell = open_shell(worked, own, qtbot)
    shell.resize(*size)
    faults = {}
    for where in walk(shell, qtbot, tabs=True):
        if found := looking.unreachable(shell):
            faults[where] = found
    assert faults == {}


@pytest.mark.slow
@pytest.mark.timeout(500)
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
def test_words_stand_out_from_what_is_behind_them(
    worked: Store, own: OwnSettings, qapp: QApplication, qtbot: QtBot, theme: Theme
) -> None:
    apply_theme(qapp, theme, 1.5)
    shell = open_shell(worked, own, qtbot)
    shell.resize(*WIDE)
    faults = {}
    for where in walk(shell, qtbot, tabs=True):
        if found := looking.faint(shell):
            faults[where] = found
    assert faults == {}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("listened")
def test_every_form_has_names_and_whole_words_and_keeps_no_keys(
    worked: Store, own: OwnSettings, qapp: QApplication, qtbot: QtBot
) -> None:
    apply_theme(qapp, Theme.LIGHT, 1.5)
    shell = open_shell(worked, own, qtbot)
    shell.resize(*WIDE)
    faults = {}
    for case in (case for one in ROUNDS for case in one):
        shell.go("settings")
        with qtbot.waitCallback() as gone:
            let_go(shell.pages, shell.stack, shell.drafts.forget, gone)
        remembered.keep_in({})  # each form is opened on a page that is new
        assert shell.go(case.page)
        settle(shell, qtbot)
        case.open(shell.pages[case.page])
        settle(shell, qtbot)
        found = faults_of(shell)
        begin(shell)
        go_round(qtbot, Qt.Key.Key_Tab)
        if found:
            faults[f"{case.page}: {case.name}"] = found
    assert faults == {}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_tab_goes_round_every_tab(worked: Store, own: OwnSettings, qtbot: QtBot) -> None:
    shell = open_shell(worked, own, qtbot)
    for where in walk(shell, qtbot, tabs=True):
        begin(shell)
        # A list that is gone through has a current line, and then what is done with one can be.
        asleep = {part for part in looking.seen(shell) if not part.isEnabled()}
        stops = go_round(qtbot, Qt.Key.Key_Tab)
        assert any(shell.rail.isAncestorOf(stop) for stop in stops), where
        back = go_round(qtbot, Qt.Key.Key_Backtab)
        assert any(shell.rail.isAncestorOf(stop) for stop in back), where
        assert set(stops) <= set(back), where
        assert set(back) - set(stops) <= asleep, where


# What would be found ------------------------------------------------------------------------


def test_a_control_without_a_name_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    nameless, named = QPushButton("", window), QPushButton("Save", window)
    window.show()
    assert len(looking.unnamed(window)) == 1
    nameless.setAccessibleName("Print")
    assert looking.unnamed(window) == []
    assert named.isVisible()


def test_words_that_are_cut_or_out_of_reach_are_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    words = Text("Safeguarding Executive Group", parent=window)
    words.setGeometry(0, 0, 60, 20)
    wrapped = QLabel("One sentence that needs many lines in here", window)
    wrapped.setWordWrap(True)
    wrapped.setGeometry(0, 40, 80, 18)
    outside = Text("Outside", parent=window)
    outside.move(290, 100)
    area = QScrollArea(window)
    area.setGeometry(0, 120, 100, 60)
    long = QLabel("Below the edge, but it scrolls")
    long.setFixedSize(400, 300)
    area.setWidget(long)
    window.show()
    assert [each.partition(":")[0] for each in looking.cut(window)] == [
        "Text 'Safeguarding Executive Group' in QWidget",
        "QLabel 'One sentence that needs many lines in here' in QWidget",
    ]
    assert [each.partition(":")[0] for each in looking.unreachable(window)] == [
        "Text 'Outside' in QWidget"
    ]
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    assert len(looking.unreachable(window)) == 2


def test_faint_words_are_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 100)
    colours = window.palette()
    colours.setColor(QPalette.ColorRole.Window, QColor("#FFFFFF"))
    colours.setColor(QPalette.ColorRole.WindowText, QColor("#9A9A9A"))
    window.setPalette(colours)
    words = QLabel("Safeguarding Executive Group", window)
    words.resize(280, 40)
    window.show()
    [fault] = looking.faint(window)
    assert fault.startswith("QLabel 'Safeguarding Executive Group'")
    colours.setColor(QPalette.ColorRole.WindowText, QColor("#5F6670"))
    window.setPalette(colours)
    assert looking.faint(window) == []


def test_a_key_that_is_bound_twice_or_means_something_else_is_found(shell: Shell) -> None:
    assert key_faults(shell) == []
    bind(shell, "Ctrl+L", "Lend a paper", lambda: None)
    assert key_faults(shell) == ["Ctrl+L is bound 2 times"]
    bind(shell, "F9", "", lambda: None)
    bind(shell, "F10", "Answer", lambda: None)
    bind(shell, "Ctrl+S", "Send", lambda: None)
    assert key_faults(shell) == [
        "F9 has no words",
        "Ctrl+L is bound 2 times",
        "F10 means something else in Windows than 'Answer'",
        "Ctrl+S means something else in Windows than 'Send'",
    ]


# The list of keys ---------------------------------------------------------------------------


def test_the_list_of_keys_holds_every_key_that_works_here(shell: Shell, qtbot: QtBot) -> None:
    shell.go_and_focus("actions")
    settle(shell, qtbot)
    page = shell.pages["actions"]
    page.setFocus()
    qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_Slash, CTRL)
    [shown] = shell.findChildren(KeyList)
    listed = {row.keys for row in shown.table.rows.rows if hasattr(row, "keys")}
    bound = {keys_words(one) for one in shell.findChildren(QShortcut) if not _asleep(one)}
    assert listed >= bound
    assert {"Ctrl+N", "Ctrl+E", "Ctrl+K", "Ctrl+/", "Ctrl+1", "F6"} <= listed
    rows = [row for row in shown.table.rows.rows if getattr(row, "where", "") == EVERYWHERE]
    assert "Go to Today" in {row.words for row in rows}
    qtbot.keyClick(shown.table, Qt.Key.Key_Escape)
    assert not shown.isVisible()


CTRL = Qt.KeyboardModifier.ControlModifier


def _asleep(shortcut: QShortcut) -> bool:
    parent = shortcut.parent()
    return not isinstance(parent, QWidget) or not parent.isVisible()
