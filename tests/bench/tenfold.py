"""The sample times ten beside an empty store: opening pages, scrolling, typing in a filter, memory.

Times are the processor's, of all threads of the program: how busy the machine is does not count.
The large sample is made once and kept in `build/bench` until what it is made from changes.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.bench.lines import ROOT, Line, in_child

TIMES = 10
OPENS_WITH = "sample"
KEPT = ROOT / "build" / "bench"
SOURCES = ("dscp_desktop/app/sample", "resources/sample", "db/versions")
TYPED = "ne"
STEPS = 40
PAUSE = 0.4
MEMORY_AT_MOST = 350e6
OPEN_AT_MOST, SCROLL_AT_MOST, TYPE_AT_MOST = 4.0, 4.0, 4.0


def measure_tenfold(folder: Path) -> list[Line]:
    """Open, scroll and filter each page of both stores, each in a process of its own."""
    empty, full = folder / "empty" / "store.dscp", folder / "full" / "store.dscp"
    for path in (empty, full):
        path.parent.mkdir()
    in_child("tests.bench.tenfold:make_empty", str(empty))
    for part in (kept := kept_sample()), kept.with_suffix(".keys"):
        shutil.copyfile(part, full.with_suffix(part.suffix))
    bare, ours = (in_child("tests.bench.tenfold:use_pages", str(path)) for path in (empty, full))
    floor, found = _of(bare.result), _of(ours.result)
    ways = (
        ("open", "opened", OPEN_AT_MOST),
        ("open after a change", "changed", OPEN_AT_MOST),
        ("a page further in", "scrolled", SCROLL_AT_MOST),
        ("type in the filter of", "typed", TYPE_AT_MOST),
    )
    lines = [
        Line(
            f"{words} {key}, sample times {TIMES}",
            "the same page of an empty store",
            floor[way][key],
            ours=seconds,
            aim=f"{at_most:g}",
            at_most=at_most,
        )
        for words, way, at_most in ways
        for key, seconds in found[way].items()
        if key in floor[way]
    ]
    memory = Line(
        f"memory when every page was used, sample times {TIMES} (MB for ms)",
        "350 MB",
        MEMORY_AT_MOST / 1e9,
        ours=ours.memory / 1e9,
        aim="1",
        at_most=1,
        memory=ours.memory,
        floor_memory=bare.memory,
    )
    return [*lines, memory]


def _of(result: object) -> dict[str, dict[str, float]]:
    assert isinstance(result, dict)
    return result


def kept_sample() -> Path:
    """Return the large sample, made anew where what it is made from has changed."""
    KEPT.mkdir(parents=True, exist_ok=True)
    files = sorted(f for name in SOURCES for f in (ROOT / name).rglob("*.[pt]*") if f.is_file())
    sign = sha256(b"".join(f.read_bytes() for f in files if f.suffix != ".pyc")).hexdigest()[:12]
    path = KEPT / f"sample-x{TIMES}-{sign}.dscp"
    if not path.exists():
        for old in KEPT.glob("sample-x*"):
            old.unlink()
        in_child("tests.bench.tenfold:make_full", str(path.with_stem("making")))
        for ending in (".keys", ".dscp"):
            os.replace(KEPT / f"making{ending}", path.with_suffix(ending))
    return path


def make_full(path: str) -> None:
    """Make the sample with ten times as many records of each kind."""
    from dscp_desktop.app.sample.making import make_sample_store

    make_sample_store(Path(path), times=TIMES, force=True)


def make_empty(path: str) -> None:
    """Make a store of the same partnership that holds nothing yet."""
    from dscp_desktop.app.beginning import begin_from
    from dscp_desktop.app.sample.county import SAMPLE_DAY
    from dscp_desktop.core.places import find_place
    from dscp_desktop.core.profiles import load_profile
    from dscp_desktop.store.opening import Birth, create_store

    profile = load_profile("partnership", find_place("resources/sample"))
    birth = Birth("Empty", "Business manager", OPENS_WITH, sample_day=SAMPLE_DAY)
    with create_store(Path(path), birth) as store:
        store.run(begin_from, profile, SAMPLE_DAY.isoformat())


def use_pages(path: str) -> dict[str, dict[str, float]]:
    """Open every page after a change and again, scroll its longest list, type into its filter."""
    loaded: Any = sys.modules
    loaded["numpy"] = None  # here for other measurements; the installed program has none
    from dscp_desktop.app.lean import import_plainly

    import_plainly()  # as the program does
    from tests.bench.loop import wait_until
    from tests.bench.window import shown_store

    found: dict[str, dict[str, float]] = {
        way: {} for way in ("opened", "changed", "scrolled", "typed")
    }
    with shown_store(path, OPENS_WITH) as (shell, app):
        keys = [*shell.features, "settings"]
        for key in keys:  # else those that are made ahead meanwhile would count as another's
            shell.go(key)
            wait_until(shell.desk.idle, 120)
        for key in keys:
            away = "settings" if key != "settings" else keys[0]
            found["changed"][key] = min(_open(shell, app, away, key, True) for _ in range(3))
            found["opened"][key] = min(_open(shell, app, away, key, False) for _ in range(3))
            found["scrolled"][key] = _scroll(shell.page())
            if (seconds := _type(shell, app)) is not None:
                found["typed"][key] = seconds
    return found


def _open(shell: Any, app: Any, away: str, key: str, changed: bool) -> float:
    """Return how long it takes to come back to a page, with something written meanwhile or not."""
    from tests.bench.loop import wait_until

    shell.go(away)
    wait_until(shell.desk.idle, 120)
    if changed:
        shell.desk.store.run(_write)
    start = time.process_time()
    shell.go(key)
    wait_until(shell.desk.idle, 120)
    app.processEvents()
    return time.process_time() - start


def _write(session: Any) -> Any:
    """Add a body, as somebody might meanwhile on another page."""
    from dscp_desktop.core.changes import Changes
    from dscp_desktop.partnership.tables import Organisation
    from dscp_desktop.store.session import fresh_id

    name = fresh_id(session)
    session.add(Organisation(id=name, name=name, short_name="", kind="other"))
    return Changes(f"Organisation added: {name}", ("partnership",), name)


def _scroll(page: Any) -> float:
    """Return how long one repaint takes on the way to the end of the page's longest list."""
    from PySide6.QtWidgets import QAbstractScrollArea

    areas = [area for area in page.findChildren(QAbstractScrollArea) if area.isVisible()]
    if not areas:
        areas = [page]
    longest = max(areas, key=lambda area: _reach(area))
    start = time.process_time()
    for step in range(STEPS + 1):
        if _reach(longest):
            bar = longest.verticalScrollBar()
            bar.setValue(bar.maximum() * step // STEPS)
        page.window().repaint()
    return (time.process_time() - start) / (STEPS + 1)


def _reach(area: Any) -> int:
    return int(area.verticalScrollBar().maximum()) if hasattr(area, "verticalScrollBar") else 0


def _type(shell: Any, app: Any) -> float | None:
    """Return how long a letter takes in the page's filter, or None where it has none."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    from tests.bench.loop import wait, wait_until

    lines = [one for one in shell.page().findChildren(QLineEdit) if one.isVisible()]
    line = next((one for one in lines if "filter" in one.placeholderText().casefold()), None)
    if line is None:
        return None
    line.setFocus()
    times = []
    for letter in TYPED:
        start = time.process_time()
        QTest.keyClicks(line, letter)
        wait(PAUSE)  # a filter waits for the next letter before it begins
        wait_until(shell.desk.idle, 120)
        app.processEvents()
        times.append(time.process_time() - start)
    line.clear()
    wait_until(shell.desk.idle, 120)
    return max(times)
