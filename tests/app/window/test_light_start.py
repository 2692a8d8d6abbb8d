"""What the door needs is loaded before it is painted; what only some use, when they use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.moulds import Moulds, cast_sample

HEAVY = ("sqlalchemy", "sqlcipher3", "alembic", "reportlab", "pikepdf", "openpyxl", "holidays")


def test_the_door_is_painted_before_anything_heavy_is_loaded(root: Path) -> None:
    program = f"import sys, dscp_desktop.app.window; print({HEAVY!r} & sys.modules.keys())"
    program = program.replace(repr(HEAVY), f"set({HEAVY!r})")
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout == "set()\n"


# What writes or reads a file of a kind, and what reckons the days off of every country.
SELDOM = ("openpyxl", "lxml", "reportlab", "PIL", "pikepdf", "pypdfium2", "alembic", "holidays")
LOAD = """
import json, linecache, sys
from dscp_desktop.app.lean import import_plainly
import_plainly()
from dscp_desktop.app.window import load_ahead
load_ahead()
"""
VISIT = """
from tests.bench.loop import wait_until
from tests.bench.window import shown_store
with shown_store(sys.argv[1], "sample") as (shell, app):
    for key in [*shell.features, "settings"]:
        shell.go(key)
        wait_until(shell.desk.idle, 120)
"""
SAY = """
lines = sum(len(entry[2]) for entry in linecache.cache.values() if len(entry) > 2)
print(json.dumps({"loaded": sorted(SELDOM & sys.modules.keys()), "lines": lines}))
""".replace("SELDOM", f"set({SELDOM!r})")


def told(root: Path, program: str, *words: str) -> dict[str, object]:
    """What a fresh process says that runs a program."""
    ran = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    return found


def test_the_whole_program_is_loaded_without_what_few_need(root: Path) -> None:
    said = told(root, LOAD + SAY)
    assert said["loaded"] == []
    assert int(str(said["lines"])) < 10_000, "sources stay in memory: import_plainly has no effect"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_page_is_opened_without_it(root: Path, moulds: Moulds, tmp_path: Path) -> None:
    store = tmp_path / "sample.dscp"
    moulds.copy("sample", cast_sample, store)
    assert told(root, LOAD + VISIT + SAY, str(store))["loaded"] == []
