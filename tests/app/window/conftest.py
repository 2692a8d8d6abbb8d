"""The program with a window, driven on a screen that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app import features
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.window import Program
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.spoken import speak_painted
from dscp_desktop.widgets.theme import Theme, apply_theme


def has_page(name: str) -> bool:
    """Say whether the page of a feature is written."""
    try:
        return find_spec(name.partition(":")[0]) is not None
    except ModuleNotFoundError:
        return False


WITH_PAGES = tuple(f for f in features.FEATURES if not f.page or has_page(f.page))


@pytest.fixture(autouse=True)
def _plain(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, Theme.LIGHT)
    yield
    apply_theme(qapp, Theme.LIGHT)


@pytest.fixture
def listened() -> Iterator[None]:
    """As with a screen reader: lists tell it when they are filled anew."""
    speak_painted()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def still() -> Callable[[], datetime]:
    """A clock that stands at 15:47:03 in Durham, Thursday 19 October 2023."""
    return lambda: datetime(2023, 10, 19, 14, 47, 3, tzinfo=UTC)


@pytest.fixture
def own(tmp_path: Path) -> OwnSettings:
    """A person's settings with nothing in them."""
    return OwnSettings(tmp_path / "own")


@pytest.fixture
def desk(durham: Store, qapp: QApplication) -> Iterator[Desk]:
    """The store of Durham 2022-23, open for writing by Ann."""
    assert qapp is not None
    made = Desk(
        durham,
        workbooks=features.workbook_offers(),
        documents=features.document_offers(),
        due=features.due_offers(),
    )
    yield made
    made.close()


@pytest.fixture
def shell(desk: Desk, own: OwnSettings, qtbot: QtBot) -> Shell:
    """The window of that store, on its first page."""
    made = Shell(desk, WITH_PAGES, own)
    qtbot.addWidget(made, before_close_func=lambda window: window.drop())
    made.take_place()
    made.begin()
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(desk.idle)
    return made


@pytest.fixture
def program(
    qapp: QApplication, own: OwnSettings, tmp_path: Path, still: Callable[[], datetime]
) -> Iterator[Program]:
    """The program, with no window yet; the sample's place is empty."""
    made = Program(qapp, own, tmp_path / "own" / "sample.dscp", still)
    yield made
    for window in (made.start, made.shell, made.crash):
        if isinstance(window, Shell):
            window.drop()
        elif window is not None:
            window.close()
    if made.start is not None:
        made.start.errands.close()
    made.deleteLater()
