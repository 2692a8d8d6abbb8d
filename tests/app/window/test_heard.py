"""Every place that has a picture, and every dialog, for a screen reader, large text and Tab.

The walk over pages and tabs is in `test_accessible`; here are the pages before a store is open,
what is laid over a page, live minutes that are taken, and minutes that came back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.app.backups import make_backup
from dscp_desktop.app.crash import CrashWindow
from dscp_desktop.app.helping import HelpDialog
from dscp_desktop.app.keeping import BackupKeeper
from dscp_desktop.app.keeping_shown import KeepingDialog
from dscp_desktop.app.opening import SAMPLE_OPENS_WITH
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.pictures.doors import DOORS
from dscp_desktop.app.pictures.places import MINUTED, OPENED
from dscp_desktop.app.pictures.visit import Shot, open_visit, picture_clock
from dscp_desktop.app.shell import Shell
from dscp_desktop.records.page.redacting import RedactDialog
from dscp_desktop.store.opening import open_store
from dscp_desktop.widgets.boxchart import BoxChart
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.dialogs import Question, Tell
from dscp_desktop.widgets.gantt import GanttView
from dscp_desktop.widgets.keylist import KeyList
from dscp_desktop.widgets.palette import Palette
from dscp_desktop.widgets.remembering import remembered
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.theme import Theme, apply_theme, dress
from tests.app.window import listening, looking
from tests.app.window.test_tab_round import go_round
from tests.moulds import Moulds, cast_sample

WIDE = (1440, 900)
IN_SHOTS = {RedactDialog, HelpDialog, KeyList}  # the other dialogs are made here


def faults_of(window: QWidget) -> list[str]:
    """Everything that is wrong in a window, a dialog or a page."""
    return [
        *looking.unnamed(window),
        *looking.cut(window),
        *looking.unreachable(window),
        *looking.faint(window),
        *listening.unheard(window),
    ]


def tab_faults(window: QWidget, qtbot: QtBot) -> list[str]:
    """Say where Tab does not come round, or comes round another way than Shift+Tab."""
    now = QApplication.focusWidget()
    if now is None or now.window() is not window:
        return ["nothing has the keys"]
    asleep = {part for part in looking.seen(window) if not part.isEnabled()}
    try:
        stops = go_round(qtbot, Qt.Key.Key_Tab)
        back = go_round(qtbot, Qt.Key.Key_Backtab)
    except AssertionError as trap:
        return [str(trap)]
    missed = (set(stops) ^ set(back)) - asleep
    return [f"not there and back: {looking.said(each)}" for each in missed]


@pytest.fixture
def sample(moulds: Moulds, tmp_path: Path) -> Path:
    """The sample with a backup, in a folder of its own."""
    path = tmp_path / "store" / "aldershire-scp.dscp"
    path.parent.mkdir()
    moulds.copy("sample", cast_sample, path)
    with open_store(path, SAMPLE_OPENS_WITH, clock=picture_clock) as store:
        make_backup(store)
    return path


LOOKS = ((Theme.LIGHT, 1.5), (Theme.DARK, 2.0), (Theme.HIGH_CONTRAST, 1.0))


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0].value} at {look[1]:.0%}")
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    """A theme and a size of text."""
    theme, scale = request.param
    remembered.keep_in({})
    apply_theme(qapp, theme, scale)
    yield scale
    apply_theme(qapp, Theme.LIGHT)


def walk(sample: Path, own: OwnSettings) -> Iterator[tuple[str, QWidget]]:
    """Show the doors, then everything of the open store that has a picture."""
    for name, show in DOORS.items():
        with show(own, sample, WIDE[1]) as window:
            yield name, window
    yield from open_and_take(own, sample, OPENED, picture_clock)
    yield from open_and_take(own, sample, MINUTED, minuting)


def minuting() -> datetime:
    return picture_clock().replace(hour=9, minute=42)


def open_and_take(
    own: OwnSettings, path: Path, shots: tuple[Shot, ...], clock: Callable[[], datetime]
) -> Iterator[tuple[str, QWidget]]:
    visit = open_visit(own, path, WIDE, clock)
    try:
        for shot in shots:
            visit.shell.activateWindow()
            shown = visit.take(shot)
            palette = visit.shell.palette_box
            yield shot.name, palette if palette.isVisible() else shown
            if isinstance(shown, QDialog):
                shown.reject()
            palette.close_up()
    finally:
        visit.close()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("listened")
def test_every_place_with_a_picture_is_heard_whole_and_gone_round(
    sample: Path, own: OwnSettings, look: float, qtbot: QtBot
) -> None:
    faults = {}
    for name, window in walk(sample, own):
        found = faults_of(window)
        if look > 1.5:  # what gives way at 200% scrolls: that it can be reached is what counts
            found = [*looking.unnamed(window), *looking.unreachable(window)]
        qtbot.wait(60)  # a page that is new looks once more where the keys are wanted
        if not isinstance(window, Palette):  # it keeps the keys until Esc, as a menu does
            found += tab_faults(window, qtbot)
        if found:
            faults[name] = found
    assert faults == {}


# Dialogs ------------------------------------------------------------------------------------

FACT, WHY = "Take the paper out of the pack?", "Its pages are numbered anew, and the list says so."
DIALOGS: dict[type[QWidget], Callable[[Shell], QWidget]] = {
    Question: lambda shell: Question(FACT, WHY, safe="Keep it", do="Take it out", parent=shell),
    Tell: lambda shell: Tell("The file could not be read", WHY, parent=shell),
    KeepingDialog: lambda shell: kept(shell),
    CrashWindow: lambda _shell: CrashWindow("ValueError\napp/opening.py:12"),
}


def kept(shell: Shell) -> QWidget:
    """A backup that goes on for longer than anybody waits without a word."""
    made = KeepingDialog(BackupKeeper(shell.desk, shell.own, shell), shell)
    made.progress.start("Making a backup")
    made._show()
    return made


def test_every_dialog_is_made_here_or_has_a_picture() -> None:
    found: set[type] = set()
    todo: list[type] = [QDialog]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        found |= {kind} if kind.__module__.startswith("dscp_desktop.") else set()
    assert found - IN_SHOTS == {kind for kind in DIALOGS if issubclass(kind, QDialog)}


@pytest.mark.usefixtures("listened")
@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
def test_every_dialog_has_names_and_whole_words_at_150_and_keeps_no_keys(
    kind: type[QWidget], shell: Shell, qapp: QApplication, qtbot: QtBot
) -> None:
    apply_theme(qapp, Theme.LIGHT, 1.5)
    shown = DIALOGS[kind](shell)
    qtbot.addWidget(shown)
    dress(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    assert [*faults_of(shown), *tab_faults(shown, qtbot)] == []


# What would be found ------------------------------------------------------------------------


class Dumb(QWidget):
    def paintEvent(self, _event: object) -> None:
        pass


Dumb.__module__ = "dscp_desktop.dumb"  # as one of the program would be


@pytest.mark.usefixtures("listened")
def test_what_cannot_be_heard_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dumb, words = Dumb(window), QLabel("Words", window)
    table = TableView((Column("Name", str), Column("", str)), "Names", parent=window)
    table.set_rows(("a",))
    chart = GanttView("Works")
    chart.setParent(window)
    window.show()
    found = listening.unheard(window)
    assert found == [
        "Dumb '' in QWidget: is painted, and has no name",
        "TableView 'Names' in QWidget: row 0, column 1: 'a' has no heading of its column",
    ]
    dumb.setAccessibleName("A plan of the works")
    table.setColumnHidden(1, True)
    assert listening.unheard(window) == []
    assert words.isVisible()


def test_kinds_that_paint_what_qt_does_not_say() -> None:
    assert listening.paints(GanttView)
    assert listening.paints(BoxChart)
    assert not listening.paints(TableView)
    assert not listening.paints(QWidget)
