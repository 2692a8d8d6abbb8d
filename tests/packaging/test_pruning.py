"""Which files of the wheels and of the runtime go to an officer's machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from windows import pruning

QT = ("PySide6/QtCore.pyd", "PySide6/QtWidgets.pyd", "PySide6/QtTest.pyd", "PySide6/__init__.py",
      "PySide6/Qt6Core.dll", "PySide6/Qt6Widgets.dll", "PySide6/Qt6Test.dll",
      "PySide6/msvcp140.dll", "PySide6/opengl32sw.dll", "PySide6/designer.exe",
      "shiboken6/Shiboken.pyd", "shiboken6/shiboken6.abi3.dll", "shiboken6/msvcp140.dll",
      "PySide6/qml/QtQuick/a.py", *pruning.PLUGINS)  # fmt: skip
ASKED = {
    "PySide6/QtCore.pyd": {"qt6core.dll", "shiboken6.abi3.dll", "kernel32.dll"},
    "PySide6/QtWidgets.pyd": {"qt6widgets.dll"},
    "PySide6/Qt6Widgets.dll": {"qt6core.dll"},
    "PySide6/Qt6Core.dll": {"msvcp140.dll"},
    "PySide6/QtTest.pyd": {"qt6test.dll"},
    "shiboken6/Shiboken.pyd": {"shiboken6.abi3.dll", "msvcp140.dll"},
}


def test_of_qt_only_what_is_loaded_stays() -> None:
    kept = pruning.qt_files([*QT, "lxml/etree.pyd"], ["QtCore", "QtWidgets"], ASKED)
    gone = {"PySide6/QtTest.pyd", "PySide6/Qt6Test.dll", "PySide6/opengl32sw.dll",
            "PySide6/designer.exe", "PySide6/qml/QtQuick/a.py"}  # fmt: skip
    assert kept == set(QT) - gone


def test_a_library_is_looked_for_in_its_own_folder_first() -> None:
    kept = pruning.qt_files(QT, [], ASKED)
    assert "shiboken6/msvcp140.dll" in kept
    assert "PySide6/msvcp140.dll" not in kept


def test_a_module_that_the_wheel_lacks_is_told() -> None:
    with pytest.raises(ValueError, match=r"has no PySide6/QtPdf\.pyd"):
        pruning.qt_files(QT, ["QtPdf"], ASKED)


def test_the_modules_are_those_that_the_program_imports(root: Path) -> None:
    sources = [
        "from PySide6.QtGui import QIcon\nimport PySide6.QtSvg as s",
        "from PySide6 import QtXml",
        "if 1:\n    from PySide6.QtCore import Qt",
        "# PySide6.QtNetwork",
    ]
    assert pruning.qt_modules(sources) == {"QtGui", "QtSvg", "QtXml", "QtCore"}
    badge = (root / "dscp_desktop/app/badge.py").read_text("utf-8")
    assert pruning.qt_modules([badge]) == {"QtCore", "QtGui"}


def test_what_is_not_shipped_is_there_and_nothing_shipped_needs_it(root: Path) -> None:
    for name in pruning.NOT_SHIPPED:
        assert (root / name).is_dir()
        module = name.replace("/", ".")
        folder, _, last = module.rpartition(".")
        for path in (root / "dscp_desktop").rglob("*.py"):
            text = path.read_text("utf-8")
            inside = path.is_relative_to(root / name)
            assert inside or f"import {module}" not in text, path
            assert inside or f"from {module}" not in text, path
            assert not re.search(rf"from {folder} import [^\n]*\b{last}\b", text), path


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("sqlalchemy/orm/session.py", True),
        ("sqlalchemy/testing/config.py", False),
        ("lxml/etree.cp312-win_amd64.pyd", True),
        ("lxml/includes/xpath.pxd", False),
        ("lxml/isoschematron/__init__.py", False),
        ("PIL/_imaging.cp312-win_amd64.pyd", True),
        ("PIL/_avif.cp312-win_amd64.pyd", False),
        ("qtawesome/fonts/phosphor-1.3.0.ttf", True),
        ("qtawesome/fonts/remixicon-2.5.0.ttf", False),
        ("alembic-1.20.1.dist-info/METADATA", True),
        ("alembic-1.20.1.dist-info/RECORD", False),
        ("holidays/tests/test_a.py", False),
        ("tzdata/zoneinfo/Europe/London", True),
        ("bin/tool.py", False),
    ],
)
def test_what_stays_of_a_wheel(name: str, kept: bool) -> None:
    assert pruning.is_kept(name) is kept


def test_the_icons_that_are_drawn_stay() -> None:
    from dscp_desktop.widgets import icons

    for kind in icons._FILES.values():
        assert pruning.is_kept(f"qtawesome/fonts/{kind}-1.0.ttf")
        assert pruning.is_kept(f"qtawesome/fonts/{kind}-charmap-1.0.json")


@pytest.mark.parametrize("name", ["python.exe", "pythonw.exe", "_ssl.pyd", "libssl-3.dll",
    "_sqlite3.pyd", "tcl86t.dll", "python312._pth", "FOR-TESTS.txt", "_wmi.pyd"])  # fmt: skip
def test_what_does_not_stay_of_the_runtime(name: str) -> None:
    assert not pruning.is_kept_of_runtime(name)


@pytest.mark.parametrize("name", ["python312.dll", "python3.dll", "python312.zip", "_ctypes.pyd",
    "vcruntime140.dll", "libffi-8.dll", "libcrypto-3.dll", "_hashlib.pyd"])  # fmt: skip
def test_what_stays_of_the_runtime(name: str) -> None:
    assert pruning.is_kept_of_runtime(name)


def test_a_library_that_nobody_has_is_told() -> None:
    asked = {
        "runtime/_ssl.pyd": {"libssl-3.dll", "KERNEL32.dll", "api-ms-win-crt-heap-l1-1-0.dll"},
        "packages/a/Qt6Gui.dll": {"qt6core.dll", "winspool.drv"},
        "packages/a/Qt6Core.dll": set(),
    }
    assert pruning.lacking_libraries(asked) == ["runtime/_ssl.pyd loads libssl-3.dll"]


@settings(max_examples=8)  # there are no more cases
@given(st.sets(st.sampled_from(["QtCore", "QtWidgets", "QtTest"])))
def test_what_stays_of_qt_is_closed(modules: set[str]) -> None:
    """Each library of the wheel that a kept file loads is kept too."""
    kept = pruning.qt_files(QT, modules, ASKED)
    there = {Path(name).name.lower() for name in QT}
    for name in kept:
        for library in ASKED.get(name, set()) & there:
            assert library in {Path(other).name.lower() for other in kept}
