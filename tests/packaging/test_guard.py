"""Nothing for tests or engineers may be in a build."""

from __future__ import annotations

from pathlib import Path

import pytest
from windows import guard

GOOD = ("DSCP Desktop.exe", "dscp.exe", "runtime/python312.dll", "packages/PySide6/Qt6Core.dll",
        "packages/packaging/version.pyc", "program/dscp_desktop/audits/rules/testing.py",
        "program/dscp_desktop/_shared/resources/self-test/oldest-release.bundle")  # fmt: skip


def test_a_build_of_the_program_is_in_order(tmp_path: Path) -> None:
    for name in GOOD:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"MZ")
    assert guard.check(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mscms.dll", "a part of Windows"),
        ("runtime/ICUUC.dll", "a part of Windows"),
        ("runtime/api-ms-win-crt-heap-l1-1-0.dll", "a part of Windows"),
        ("packages/pytest/__init__.pyc", "tool"),
        ("packages/_pytest/config.pyc", "tool"),
        ("packages/pip/main.py", "tool"),
        ("packages/ruff.exe", "tool"),
        ("program/tests/moulds.py", "tool"),
        ("packages/lxml/tests/a.pyc", "is a test"),
        ("program/dscp_desktop/test_it.py", "is a test"),
        ("packages/PySide6/QtCore.pyi", "only of use to an engineer"),
        ("program/sample.dscp", "holds records"),
        ("program/sample.keys", "holds records"),
        ("packages/PySide6/QtTest.pyd", "not in use"),
        ("packages/PySide6/Qt6Network.dll", ""),
    ],
)
def test_what_is_foreign_is_told(name: str, words: str) -> None:
    told = guard.foreign([*GOOD, name])
    if words:
        assert [row for row in told if name in row and words in row]
    else:  # a library that is loaded by one in use
        assert told == []


def test_a_stand_in_is_found_under_any_name(tmp_path: Path) -> None:
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime" / "fine.dll").write_bytes(b"MZ" + guard.MARK + b"\0")
    assert guard.check(tmp_path) == ["runtime/fine.dll is a stand-in"]


def test_every_stand_in_carries_the_mark(root: Path) -> None:
    sources = list((root / "packaging/windows/wine").glob("*.c"))
    assert len(sources) == 4
    for path in sources:
        assert guard.MARK in path.read_bytes(), path.name
