"""The window: how soon it is there, long lists, pages with ten times the records, and its loop."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench.filling import OPENS_WITH
from tests.bench.lines import ROOT, Line, Measured, in_child

FEW, MANY, HUGE = 1_000, 10_000, 100_000
FRAMES = 300
FILL = "tests.bench.filling:fill"
START_AT_MOST, TEN_TIMES_AT_MOST = 1.6, 2.0


# Start --------------------------------------------------------------------------------------


def measure_start(folder: Path) -> list[Line]:
    """From the start of a process to what is painted, in turn, the best of some rounds."""
    path = folder / "few.dscp"
    key = str(in_child(FILL, str(path), FEW).result)
    ways = ("bare", "door", "bare_open", "first_page")
    found: dict[str, list[Measured]] = {way: [] for way in ways}
    for _ in range(7):
        for way in ways:
            words = () if way == "bare" else (str(path), OPENS_WITH)
            found[way].append(_started(way, *words, folder=folder, key=key))
    best = {way: min(all_of, key=lambda one: one.seconds) for way, all_of in found.items()}
    return [
        _against(
            "start to the painted page that asks for the passphrase",
            "a bare PySide6 window that imports SQLAlchemy",
            best["bare"],
            best["door"],
            START_AT_MOST,
        ),
        _against(
            "start, passphrase, until the first page shows its records",
            "a bare window that derives the key and lists sixty actions of the store",
            best["bare_open"],
            best["first_page"],
        ),
    ]


def _started(way: str, *words: str, folder: Path, key: str) -> Measured:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "BENCH_KEY": key,
    }
    command = [sys.executable, "-m", "tests.bench.starts", way, *words]
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, timeout=60
    )
    return Measured(time.perf_counter() - start, json.loads(done.stdout.splitlines()[-1]))


def _against(
    what: str, name: str, floor: Measured, ours: Measured, at_most: float = 0, aim: str = ""
) -> Line:
    return Line(
        what,
        name,
        floor.seconds,
        ours=ours.seconds,
        aim=aim or (f"{at_most:g}" if at_most else ""),
        at_most=at_most,
        memory=ours.memory,
        floor_memory=floor.memory,
    )


# A long list --------------------------------------------------------------------------------


def measure_scrolling(folder: Path) -> list[Line]:
    """The log of actions with 100,000 of them, paged to its end."""
    path = folder / "huge.dscp"
    in_child(FILL, str(path), HUGE)  # memory that was used here would count as the children's
    floor, ours = (
        in_child("tests.bench.window:scroll_bare"),
        in_child("tests.bench.window:scroll_ours", str(path)),
    )
    bare, full = _result(floor), _result(ours)
    name = "a bare QTableView over a Python list"
    return [
        _against(f"{HUGE:,} actions, {FRAMES} pages of them to the end", name, floor, ours),
        Line("the longest of these pages", name, bare["longest"], ours=full["longest"]),
        Line(
            f"until the page of {HUGE:,} actions can be used",
            "the same rows read by SQLAlchemy Core",
            full["read"],
            ours=full["opened"],
            memory=ours.memory,
        ),
        Line(
            "the longest stand of the window meanwhile",
            "50 ms",
            0.05,
            ours=full["stood"],
            aim="1",
            at_most=1,
        ),
    ]


def _result(measured: Measured) -> dict[str, float]:
    assert isinstance(measured.result, dict)
    return measured.result


def _page_down(view: Any) -> dict[str, float]:
    """Page a shown table to its end and time each repaint."""
    bar = view.verticalScrollBar()
    frames = []
    for frame in range(FRAMES + 1):
        start = time.perf_counter()
        bar.setValue(bar.maximum() * frame // FRAMES)
        view.viewport().repaint()
        frames.append(time.perf_counter() - start)
    assert view.rowAt(view.viewport().height() - 2) == view.model().rowCount() - 1
    return {"seconds": sum(frames), "longest": max(frames[1:])}


def scroll_bare() -> dict[str, float]:
    """The floor: six columns of words in a list."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QApplication, QTableView

    rows = [
        (f"PLG{n:06d}", f"Provide the single agency audit number {n}", "HDFT", "Thu 26 Oct", "", "")
        for n in range(HUGE)
    ]

    class Rows(QAbstractTableModel):
        def rowCount(self, parent: Any = None) -> int:
            return len(rows)

        def columnCount(self, parent: Any = None) -> int:
            return 6

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            if role == Qt.ItemDataRole.DisplayRole:
                return rows[index.row()][index.column()]
            return None

    app = QApplication([])
    view = QTableView()
    view.setModel(Rows(view))
    view.resize(1232, 812)
    view.show()
    app.processEvents()
    return _page_down(view)


def scroll_ours(path: str) -> dict[str, float]:
    """Ours: the page of actions over a store that is open."""
    from sqlalchemy import select

    from dscp_desktop.actions.tables import Action
    from tests.bench.loop import Watch, wait_until

    with shown_store(path) as (shell, _app):
        start = time.perf_counter()
        with shell.desk.store.reading() as session:
            assert len(session.execute(select(*Action.__table__.columns)).all()) == HUGE
        read = time.perf_counter() - start
        gc.collect()
        watch = Watch()
        watch.start()
        start = time.perf_counter()
        shell.go("actions")
        page: Any = shell.page()
        wait_until(lambda: page.table.rows.rowCount() > 0, 120)
        opened = time.perf_counter() - start
        wait_until(shell.desk.idle, 120)
        stood = watch.stop().longest.own
        page.done.setChecked(True)
        wait_until(lambda: page.table.rows.rowCount() >= HUGE, 120)
        wait_until(shell.desk.idle, 120)
        assert page.table.rows.rowCount() >= HUGE
        return {**_page_down(page.table), "read": read, "opened": opened, "stood": stood}


# Pages with ten times the records -----------------------------------------------------------


def measure_pages(folder: Path) -> list[Line]:
    """Opening each page that is made already, with 1,000 and with 10,000 actions."""
    times: dict[int, dict[str, float]] = {}
    for count in (FEW, MANY):
        path = folder / f"{count}.dscp"
        in_child(FILL, str(path), count)
        times[count] = _result(in_child("tests.bench.window:open_pages", str(path)))
    return [
        Line(
            f"open {key} with {MANY:,} actions",
            f"the same with {FEW:,}",
            times[FEW][key],
            ours=seconds,
            aim=f"{TEN_TIMES_AT_MOST:g}",
            at_most=TEN_TIMES_AT_MOST,
        )
        for key, seconds in times[MANY].items()
    ]


def open_pages(path: str) -> dict[str, float]:
    """Open every page three times, and give the shortest time until all its answers are in."""
    from tests.bench.loop import wait_until

    found: dict[str, float] = {}
    with shown_store(path) as (shell, app):
        keys = [*shell.features, "settings"]
        for key in keys:
            times = []
            for _ in range(4):
                shell.go("settings" if key != "settings" else keys[0])
                wait_until(shell.desk.idle)
                start = time.perf_counter()
                shell.go(key)
                wait_until(shell.desk.idle)
                app.processEvents()
                times.append(time.perf_counter() - start)
            found[key] = min(times)
    return found


class shown_store:
    """The shell of a store, on its first page, in a process of its own."""

    def __init__(self, path: str, opens_with: str = OPENS_WITH) -> None:
        self._path, self._opens_with = path, opens_with

    def __enter__(self) -> tuple[Any, Any]:
        from PySide6.QtWidgets import QApplication

        from dscp_desktop.app import features
        from dscp_desktop.app.own_settings import OwnSettings
        from dscp_desktop.app.shell import Shell
        from dscp_desktop.app.window import Program
        from dscp_desktop.store.opening import open_store
        from tests.bench.loop import wait_until

        app = QApplication.instance() or QApplication([])
        place = Path(self._path).with_name("own")
        self._program = Program(app, OwnSettings(place), place / "sample.dscp")
        self._program._opened(open_store(Path(self._path), self._opens_with), False)
        assert features
        shell = self._program.shell
        assert isinstance(shell, Shell)
        wait_until(shell.desk.idle, 120)
        return shell, app

    def __exit__(self, *_error: object) -> None:
        if self._program.shell is not None:
            self._program.shell.drop()
