"""Measurements as ratios against something public in the same run: `dev.py bench [PART ...]`.

Parts: workbooks, search, packs, documents, start, scrolling, pages, tenfold, notes, draw, gaps;
all of them where none is named. Milliseconds hold for one machine; ratios are judged. The whole
table goes to `docs/measurements.md`, with what each part is measured against; a part alone is only
printed. It ends with 1 where a line is over its bound.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.bench.lines import ROOT, Line

PAGE = ROOT / "docs" / "measurements.md"
CAUSES = ROOT / "tests" / "bench" / "causes.md"


def _plain(module: str, function: str) -> list[Line]:
    found: list[Line] = getattr(importlib.import_module(module), function)()
    return found


def _in_folder(module: str, function: str) -> list[Line]:
    with tempfile.TemporaryDirectory() as name:
        found: list[Line] = getattr(importlib.import_module(module), function)(Path(name))
    return found


# Each part is loaded when its turn comes: what one needs, such as pandas, no other waits for.
PARTS: dict[str, Callable[[], list[Line]]] = {
    "workbooks": partial(_plain, "tests.bench.workbooks", "measure_workbooks"),
    "search": partial(_plain, "tests.bench.search", "measure_search"),
    "packs": partial(_plain, "tests.bench.packs", "measure_packs"),
    "documents": partial(_plain, "tests.bench.documents", "measure_documents"),
    "start": partial(_in_folder, "tests.bench.window", "measure_start"),
    "scrolling": partial(_in_folder, "tests.bench.window", "measure_scrolling"),
    "pages": partial(_in_folder, "tests.bench.window", "measure_pages"),
    "tenfold": partial(_in_folder, "tests.bench.tenfold", "measure_tenfold"),
    "notes": partial(_in_folder, "tests.bench.notes", "measure_notes"),
    "draw": partial(_plain, "tests.bench.drawing", "measure_draw"),
    "gaps": partial(_plain, "tests.bench.gaps", "measure_gaps"),
}


def table(lines: Sequence[Line]) -> str:
    """Return the measurements as a table; a line over its bound says so."""
    head = (
        "| what | against | floor, ms | peer, ms | ours, ms | ratio | aim | memory, MB |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(map(_row, lines))


def _row(line: Line) -> str:
    against = f"{line.peer_name} (floor: {line.floor_name})" if line.peer_name else line.floor_name
    peer = _ms(line.peer) if line.peer_name else ""
    ratio = f"{line.ratio:.2f}" if line.holds else f"**{line.ratio:.2f}**, over"
    memory = f"{line.memory / 1e6:.0f}" if line.memory else ""
    if line.floor_memory:
        memory += f" (floor {line.floor_memory / 1e6:.0f})"
    cells = (line.what, against, _ms(line.floor), peer, _ms(line.ours), ratio, line.aim, memory)
    return f"| {' | '.join(cells)} |\n"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}" if seconds < 0.01 else f"{seconds * 1000:.0f}"


def page(lines: Sequence[Line]) -> str:
    """Return the whole page: how it was made, the table, and the causes of what is over."""
    head = (
        "# Measurements\n\nMade by `python3 dev.py bench`. A ratio is ours divided by the peer of "
        "the same run, or by the floor where there is no peer; milliseconds hold for one machine "
        "only. Gaps of the loop are the program's own: the time the window's thread queued for a "
        "processor that other programs had is taken off.\n\n"
        f"{platform.system()}, Python {platform.python_version()}, "
        f"{datetime.now(UTC):%d %B %Y}.\n\n"
    )
    return f"{head}{table(lines)}\n{CAUSES.read_text('utf-8')}"


def main(wanted: Sequence[str]) -> int:
    """Measure the parts that are wanted; 0 where every line holds."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"No part is called {unknown[0]}. Parts: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    lines = []
    for name in wanted or PARTS:
        print(f"== {name}", file=sys.stderr, flush=True)
        lines += PARTS[name]()
    if wanted:
        print(table(lines))
    else:
        PAGE.write_text(page(lines), encoding="utf-8")
        print(page(lines))
    over = [line.what for line in lines if not line.holds]
    for what in over:
        print(f"Over its bound: {what}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
