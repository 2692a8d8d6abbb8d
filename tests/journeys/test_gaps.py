"""The window goes on while the program works: no act of a person makes it stand still.

The bound is generous, for a machine that does other things too: `dev.py bench gaps` measures.
What a heavy call in the window's thread does is shown by `test_a_heavy_call_is_found`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dscp_desktop.widgets.theme import Theme, apply_theme
from tests.bench.acts import DATA, OFFICE, Round
from tests.bench.loop import Gaps, Watch, wait

MOST = 0.25  # seconds


@pytest.fixture
def round_(qapp: QApplication, tmp_path: Path) -> Iterator[Round]:
    quits = qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    made = Round(qapp, tmp_path, quiet=0.03)
    yield made
    made.close()
    apply_theme(qapp, Theme.LIGHT)
    qapp.setQuitOnLastWindowClosed(quits)


def too_long(found: dict[str, Gaps]) -> list[str]:
    """Say which acts made the window stand still for longer than it may."""
    return [f"{act}: {gaps.words()}" for act, gaps in found.items() if gaps.longest.own > MOST]


def drive(round_: Round) -> None:
    round_.show_door()
    round_.load_ahead()
    with round_.watched("unlocking"):
        round_.unlock()
    for key in (*round_.shell.features, "settings", "records"):
        with round_.watched(f"the page {key}"):
            round_.go(key)
    with round_.watched("looking at three workbooks"):
        round_.look(*(DATA / name for name in OFFICE))
    with round_.watched("accepting them"):
        round_.accept()
    with round_.watched("building a pack"):
        round_.build()
    with round_.watched("search as it is typed"):
        round_.search("agency")
    with round_.watched("undo"):
        round_.shell.undo_last()
        wait(0.1)
        round_.rest()
    round_.go("settings")
    with round_.watched("another theme"):
        round_.change_look("dark")
    with round_.watched("locking"):
        round_.lock()


@pytest.mark.timeout(400)  # on a machine with other work
def test_no_act_makes_the_window_stand_still(round_: Round) -> None:
    drive(round_)
    assert len(round_.found) >= 15
    assert too_long(round_.found) == []


def test_a_heavy_call_is_found(qapp: QApplication) -> None:
    assert qapp is not None
    watch = Watch()
    watch.start()
    wait(0.02)
    time.sleep(MOST + 0.4)
    wait(0.02)
    gaps = watch.stop()
    assert gaps.longest.own > MOST
    assert gaps.longest.worked < MOST / 2  # it slept
    assert too_long({"sleeping": gaps})[0].startswith("sleeping: the window stood still for ")
