"""How long the window stands still in each thing that a person does, beside the idle loop."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.lines import Line, in_child

if TYPE_CHECKING:
    from tests.bench.acts import Round

LONG_LOG, PAPERS = 20_000, 30
LONGEST, P99 = 0.050, 0.020
IDLE = "nothing"


def measure_gaps() -> list[Line]:
    """The longest gap of each act, and the 99th of a hundred, against the aims."""
    measured = in_child("tests.bench.gaps:run_acts")
    assert isinstance(measured.result, dict)
    found: dict[str, dict[str, float]] = measured.result
    idle = found.pop(IDLE)
    lines = []
    for act, gaps in found.items():
        for words, key, aim in (("longest", "longest", LONGEST), ("p99", "p99", P99)):
            line = Line(
                f"{words} gap of the loop: {act}",
                "the idle loop",
                idle[key],
                f"the aim of {aim * 1000:.0f} ms",
                aim,
                gaps[key],
                aim="1",
                at_most=1,
                memory=measured.memory if key == "longest" else 0,
            )
            lines.append(line)
    return lines


def run_acts() -> dict[str, dict[str, float]]:
    """Drive the window through a round of work, in a process of its own."""
    from PySide6.QtWidgets import QApplication

    from tests.bench.acts import Round, action_log

    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log = folder / "log.xlsx"
        log.write_bytes(action_log(LONG_LOG))
        round_ = Round(app, folder)
        _short_acts(round_)
        _long_acts(round_, log)
        round_.close()
    for act, gaps in round_.found.items():
        print(f"{act}: {gaps.words()}", file=sys.stderr)
    return {
        act: {"longest": gaps.longest.own, "p99": gaps.p99} for act, gaps in round_.found.items()
    }


def _short_acts(round_: Round) -> None:
    """What is done each day."""
    from tests.bench.acts import DATA, OFFICE
    from tests.bench.loop import wait

    round_.show_door()
    round_.load_ahead()
    with round_.watched(IDLE):
        wait(1)
    with round_.watched("unlocking"):
        round_.unlock()
    with round_.watched("the pages made ahead, while nobody does anything"):
        round_.make_ahead()
    with round_.watched("each page for the first time"):
        for key in (*round_.shell.features, "settings"):
            round_.go(key)
            wait(0.1)
    round_.go("records")
    with round_.watched("three workbooks, until the preview is shown"):
        round_.look(*(DATA / file for file in OFFICE))
    with round_.watched("accepting them"):
        round_.accept()
    with round_.watched("each page again"):
        for key in (*round_.shell.features, "settings"):
            round_.go(key)
            wait(0.1)
    with round_.watched("building a pack"):
        round_.build()


def _long_acts(round_: Round, log: Path) -> None:
    """What is done with twenty thousand rows."""
    from tests.bench.loop import wait

    round_.go("records")
    with round_.watched(f"{LONG_LOG:,} rows, until the preview is shown"):
        round_.look(log)
    with round_.watched(f"accepting {LONG_LOG:,} rows"):
        round_.accept()
    with round_.watched(f"search as it is typed, {LONG_LOG:,} actions"):
        round_.search("agency audit")
    with round_.watched(f"the page of {LONG_LOG:,} actions"):
        round_.go("actions")
    with round_.watched("taking the import back"):
        round_.shell.undo_last()
        wait(0.1)
        round_.rest()
    round_.bring_papers(PAPERS)
    with round_.watched(f"{PAPERS} papers of 30 pages read for the search"):
        round_.read_papers()
    round_.go("settings")
    with round_.watched("another theme"):
        round_.change_look("dark")
    with round_.watched("locking"):
        round_.lock()
