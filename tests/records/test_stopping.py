"""An import that is stopped while it is written: the store stays, and so does the check."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.core.faults import Stopped
from dscp_desktop.core.pace import Pace
from dscp_desktop.records.commands import import_workbooks, take_workbooks
from dscp_desktop.records.page.importing import ACCEPT, CHECK
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import head_words
from dscp_desktop.store.opening import Store
from tests.records.test_long_imports import log, rows_of
from tests.records.test_page import look, settle
from tests.records.test_page import page as page  # its fixture

PLANS = [log(rows_of(0, 60)), log(rows_of(60, 30), name="Second log", file="second.xlsx")]


def test_an_import_stopped_at_any_time_leaves_the_chain_as_it_was(durham: Store) -> None:
    before, looks = durham.ask(head_words), 0

    def count() -> bool:
        nonlocal looks
        looks += 1
        return False

    durham.rehearse(take_workbooks, PLANS, Pace(stopped=count))
    every = looks
    assert every > 8
    for most in (0, every // 4, every // 2, every - 1, every):
        left = most

        def stop() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        with pytest.raises(Stopped):
            durham.run(import_workbooks, PLANS, pace=Pace(stopped=stop))
        assert durham.ask(head_words) == before, most
    assert check_store(durham).problems == ()
    told: list[float] = []
    durham.run(import_workbooks, PLANS, pace=Pace(lambda _words, part: told.append(part)))
    assert told == sorted(told)
    assert 0 < told[-1] < 1
    assert durham.ask(head_words) != before


def test_cancel_while_it_is_written_stays_at_the_check(page, qtbot: QtBot, data: Path) -> None:
    look(qtbot, page, data / "contributions-2022-23.xlsx")
    before, shown = page.desk.store.ask(head_words), page.context.text()
    page.check.foot.accept.click()
    page.progress.show()  # short work is not shown
    page.progress.cancel.setFocus()
    qtbot.keyClick(QApplication.focusWidget() or page.progress.cancel, Qt.Key.Key_Escape)
    assert page.progress.cancel.words == "Stopping"
    qtbot.waitUntil(page.desk.idle, timeout=20_000)
    settle(qtbot, page)
    assert page.step == CHECK
    assert page.context.text() == shown
    assert page.desk.store.ask(head_words) == before
    assert page.banner is not None
    assert page.banner.fact.text() == "The writing was stopped."
    assert not page.progress.isVisible()
    qtbot.waitUntil(page.check.foot.accept.isEnabled, timeout=20_000)
    page.check.foot.accept.click()
    qtbot.waitUntil(lambda: page.step == ACCEPT, timeout=20_000)
    settle(qtbot, page)
    assert page.desk.store.ask(head_words) != before
