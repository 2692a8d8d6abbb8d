"""Litter is looked for when nothing is under way."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from dscp_desktop.jobs.sweeping import NEVER, Sweeper, keep_for_good


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def litter() -> None:
    for _ in range(50):
        one: list[object] = []
        one.append(one)


def test_it_sweeps_only_while_nothing_is_under_way(qapp: QApplication) -> None:
    idle = False
    sweeper = Sweeper(lambda: idle, qapp)
    assert gc.get_threshold()[2] == NEVER  # a full look in mid-work stopped the window for 0.4 s
    litter()
    assert sweeper.sweep() == 0
    idle = True
    assert sweeper.sweep() >= 1
    sweeper.deleteLater()


def test_what_is_loaded_is_kept_out() -> None:
    keep_for_good()
    assert gc.get_freeze_count() > 1000
