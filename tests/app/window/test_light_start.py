"""What the door needs is loaded before it is painted, and nothing more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("sqlalchemy", "sqlcipher3", "alembic", "reportlab", "pikepdf", "openpyxl", "holidays")


def test_the_door_is_painted_before_anything_heavy_is_loaded(root: Path) -> None:
    program = f"import sys, dscp_desktop.app.window; print({HEAVY!r} & sys.modules.keys())"
    program = program.replace(repr(HEAVY), f"set({HEAVY!r})")
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout == "set()\n"
