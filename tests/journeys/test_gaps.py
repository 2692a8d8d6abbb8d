"""The window goes on while the program works: no act of a person makes it stand still.

The bound is generous, for a machine that does other things too: `dev.py bench gaps` measures. What
other programs take shows once, here or there: a disk that was busy, a processor that was lent. So
where an act was too long the whole round is driven a second time, on a new store, and what is too
long both times is found. What the thread waited counts though it was not at work: to wait for a
file, a lock or another thread is what the window's thread must not do. Seconds depend on the
machine, so the round itself is a slow test.
What a heavy call in the window's thread does is shown by `test_a_heavy_call_is_found`.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dscp_desktop.widgets.theme import Theme, apply_theme
from tests.bench.acts import DATA, OFFICE, Round
from tests.bench.loop import Gap, Gaps, Watch, wait

MOST = 0.25  # seconds


@pytest.fixture
def rounds(qapp: QApplication, tmp_path: Path) -> Iterator[Iterator[dict[str, Gaps]]]:
    """What was found in a round of all acts, each on a new store; driven when it is asked for."""
    quits = qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    yield every_round(qapp, tmp_path)
    apply_theme(qapp, Theme.LIGHT)
    qapp.setQuitOnLastWindowClosed(quits)


def every_round(app: QApplication, folder: Path) -> Iterator[dict[str, Gaps]]:
    for number in itertools.count(1):
        apply_theme(app, Theme.LIGHT)
        place = folder / f"round {number}"
        place.mkdir()
        made = Round(app, place, quiet=0.03)
        try:
            drive(made)
        finally:
            made.close()
        assert len(made.found) >= 15
        yield made.found


def slow_acts(found: dict[str, Gaps]) -> dict[str, str]:
    """Say which acts made the window stand still for longer than it may."""
    slow = {act: gaps for act, gaps in found.items() if gaps.longest.own > MOST}
    return {act: f"{act}: {gaps.words()}" for act, gaps in slow.items()}


def too_long_twice(rounds: Iterator[dict[str, Gaps]]) -> list[str]:
    """Say which acts were too long in two rounds; the second is driven only where one was."""
    first = slow_acts(next(rounds))
    if not first:
        return []
    second = slow_acts(next(rounds))
    return [words for act, words in second.items() if act in first]


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


@pytest.mark.slow
@pytest.mark.timeout(400)  # on a machine with other work
@pytest.mark.usefixtures("full_cost")  # of a passphrase: it must not be paid in the window's thread
def test_no_act_makes_the_window_stand_still(rounds: Iterator[dict[str, Gaps]]) -> None:
    assert too_long_twice(rounds) == []


def watched(deed: Callable[[], object]) -> dict[str, Gaps]:
    """The gaps of one deed in the window's thread."""
    watch = Watch()
    watch.start()
    wait(0.02)
    deed()
    wait(0.02)
    return {"a deed": watch.stop()}


@pytest.fixture
def sleeping(qapp: QApplication) -> dict[str, Gaps]:
    """What is found of a call that waits in the window's thread."""
    assert qapp is not None
    return watched(lambda: time.sleep(MOST + 0.4))


def test_a_heavy_call_is_found(sleeping: dict[str, Gaps]) -> None:
    longest = sleeping["a deed"].longest
    assert longest.own > MOST
    assert longest.worked < MOST / 2  # it slept
    assert slow_acts(sleeping)["a deed"].startswith("a deed: the window stood still for ")


def test_what_is_heavy_in_both_rounds_is_found(sleeping: dict[str, Gaps]) -> None:
    again = watched(lambda: time.sleep(MOST + 0.4))
    (found,) = too_long_twice(iter((sleeping, again)))
    assert found.startswith("a deed: the window stood still for ")


def test_what_stood_still_once_is_not_and_another_act_does_not_count(
    sleeping: dict[str, Gaps],
) -> None:
    still = Gaps((Gap(0.001, 0.001, 0, ""),))
    assert too_long_twice(iter((sleeping, {"a deed": still}))) == []
    assert too_long_twice(iter(({"a deed": still},))) == []  # no second round
    other = {"a deed": still, "another": sleeping["a deed"]}
    assert too_long_twice(iter((sleeping, other))) == []
