"""What works without a screen never loads Qt; and the Qt we pin keeps its promises."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.contracts.tree import PACKAGE, ROOT, python_files, told

LISTED = "import sys, {name}; print(*sorted(m for m in sys.modules if m.startswith('PySide6')))"
SET_TEXT = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
before = sys.getrefcount(None)
for number in range(20_000):
    label.setText(str(number))
print(label.text(), before - sys.getrefcount(None) < 1_000)
"""


def without_qt() -> list[str]:
    """Every feature's declaration, the command line and what they stand on."""
    files = [
        path
        for path in python_files("dscp_desktop")
        if path.stem == "feature" or path.parent.name == "feature"
    ]
    files += [path for path in (PACKAGE / "app").rglob("*.py") if path.stem in {"main", "features"}]
    files += [*(PACKAGE / "app").rglob("cli*.py"), *(PACKAGE / "app" / "cli").glob("*.py")]
    files += python_files("dscp_desktop/core", "dscp_desktop/store")
    files += python_files("dscp_desktop/sheets", "dscp_desktop/paper")
    files += [path for path in (PACKAGE / "jobs").rglob("*.py") if path.stem in {"files", "child"}]
    names = {told(path).removesuffix(".py").replace("/", ".") for path in files}
    return sorted(name.removesuffix(".__init__") for name in names)


def python(*words: str) -> str:
    """What a fresh Python says; it must end well."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_nothing_that_works_without_a_screen_loads_qt() -> None:
    """All at once, for speed; on failure each by itself, to name the one that does."""
    names = without_qt()
    assert "dscp_desktop.core.money" in names
    if python("-c", LISTED.format(name=", ".join(names))):
        guilty = [name for name in names if python("-c", LISTED.format(name=name))]
        pytest.fail(f"Qt is loaded by {', '.join(guilty)}")


def test_a_window_module_does_load_qt() -> None:
    """The test above can see Qt where it is loaded."""
    assert "PySide6.QtCore" in python("-c", LISTED.format(name="PySide6.QtWidgets"))


def test_qt_keeps_its_references() -> None:
    """6.12.0 under Python 3.11 loses one reference to None in each call and aborts."""
    assert python("-c", SET_TEXT) == "19999 True"
