"""Litter is looked for when nothing is under way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Thread, get_ident

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.jobs.sweeping import YOUNG, Sweeper, keep_for_good


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    on = gc.isenabled()
    yield
    if on:
        gc.enable()
    gc.unfreeze()


def litter() -> None:
    for _ in range(50):
        one: list[object] = []
        one.append(one)


def test_it_sweeps_only_while_nothing_is_under_way(qapp: QApplication) -> None:
    idle = False
    sweeper = Sweeper(lambda: idle, qapp)
    assert not gc.isenabled()  # a full look in mid-work stopped the window for 0.4 s
    litter()
    assert sweeper.sweep() == 0
    idle = True
    assert sweeper.sweep() >= 1
    sweeper.deleteLater()


def test_a_part_of_a_window_never_dies_in_another_thread(qapp: QApplication, qtbot: QtBot) -> None:
    """Its clock would go on without it, and the program would end."""
    died: list[int] = []
    sweeper = Sweeper(lambda: False, qapp)

    class Ring:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            died.append(get_ident())

    def work() -> None:
        for _ in range(40 * YOUNG):
            kept.append([])

    kept: list[list[object]] = []
    for _ in range(3):
        Ring()
    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert died == []
    qtbot.waitUntil(lambda: len(died) == 3)
    assert set(died) == {get_ident()}
    assert sweeper.look() == 0  # nothing young is left
    sweeper.deleteLater()


def test_what_is_loaded_is_kept_out() -> None:
    keep_for_good()
    assert gc.get_freeze_count() > 1000
