"""The pure parts of the Windows build: numbers, the installer's text, starters, libraries."""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

import build_windows
import pytest
from windows import pe
from windows.host import Stop

from dscp_desktop.jobs.files import command_line


@pytest.fixture
def script(root: Path) -> str:
    """The installer's script."""
    return (root / "packaging/windows/installer.nsi").read_text("utf-8")


def library(names: Sequence[str], wanted: Sequence[str]) -> bytes:
    """A PE file of 64 bits with one section that offers and asks for names."""
    base, place = 0x1000, 0x200
    body = bytearray(0x1000)

    def put(at: int, raw: bytes) -> None:
        body[at : at + len(raw)] = raw

    def text(word: str) -> int:
        nonlocal free
        put(free, word.encode() + b"\0")
        free += len(word) + 1
        return base + free - len(word) - 1

    free = 0x800
    table = b"".join(struct.pack("<I", text(word)) for word in names)
    put(0x40, table)
    put(0, struct.pack("<24xIII4x", len(names), 0, base + 0x40))
    rows = b"".join(struct.pack("<12xII", text(word), 0) for word in wanted)
    put(0x400, rows + bytes(20))
    tables = bytearray(16 * 8)
    struct.pack_into("<IIII", tables, 0, base, 40, base + 0x400 if wanted else 0, 40)
    optional = struct.pack("<H110x", 0x20B) + bytes(tables)
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    coff = b"PE\0\0" + struct.pack("<HH12xHH", 0x8664, 1, len(optional), 0)
    section = b".all\0\0\0\0" + struct.pack("<IIII16x", 0x1000, base, 0x1000, place)
    return (head + coff + optional + section).ljust(place, b"\0") + bytes(body)


def test_a_library_says_what_it_asks_for_and_offers(tmp_path: Path) -> None:
    path = tmp_path / "a.dll"
    path.write_bytes(library(["Py_Main", "Py_Exit"], ["KERNEL32.dll", "Qt6Core.dll"]))
    assert pe.imports(path) == {"kernel32.dll", "qt6core.dll"}
    assert pe.exports(path) == ["Py_Exit", "Py_Main"]
    path.write_bytes(library([], []))
    assert pe.imports(path) == set()


@pytest.mark.parametrize("raw", [b"", b"ELF", b"MZ" + bytes(100), library(["a"], ["b"])[:0x58]])
def test_what_is_no_library_is_told(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.dll"
    path.write_bytes(raw)
    with pytest.raises((pe.NoLibrary, struct.error)):
        pe.imports(path)


@pytest.mark.parametrize(("version", "four"), [("0.4.0", "0.4.0.0"), ("1.2", "1.2.0.0")])
def test_windows_counts_with_four_numbers(version: str, four: str) -> None:
    assert build_windows.four_numbers(version) == four


def test_the_runtime_must_be_new_enough_and_whole(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"no Windows Python 3\.12 or later"):
        build_windows.find_runtime(tmp_path)
    for name in ("python3.dll", "python311.dll", "python311.zip"):
        (tmp_path / name).touch()
    with pytest.raises(Stop, match=r"no Windows Python 3\.12 or later"):
        build_windows.find_runtime(tmp_path)
    (tmp_path / "python313.dll").touch()
    with pytest.raises(Stop, match=r"lacks python313\.zip, vcruntime140\.dll, _ctypes\.pyd"):
        build_windows.find_runtime(tmp_path)
    for name in ("python313.zip", "vcruntime140.dll", "_ctypes.pyd"):
        (tmp_path / name).touch()
    assert build_windows.find_runtime(tmp_path).short == "python313"


def test_the_installer_begins_with_its_kind(script: str) -> None:
    assert script.splitlines()[0] == "Target amd64-unicode"
    assert "RequestExecutionLevel user" in script
    assert "SetCompressor /SOLID lzma" in script
    assert not re.search(r"(?i)HKLM|SetShellVarContext|inetc|nsisdl|http", script)


def test_the_installer_deletes_nothing_that_it_did_not_bring(script: str, root: Path) -> None:
    """Whole folders only where their name is ours: a person may keep records beside them."""
    whole = re.findall(r'RMDir /r "([^"]+)"', script)
    ours = {r"${folder}\runtime", r"${folder}\packages", r"${folder}\program", "${FRESH}"}
    assert set(whole) == ours
    deleted = set(re.findall(r'Delete "\$\{folder\}\\([^"]+)"', script))
    starters = {name for name, _, _ in build_windows.STARTERS}
    deleted = {name.replace("${STARTER}", "DSCP Desktop.exe") for name in deleted}
    assert deleted == starters | {"LICENCES.txt", "parts.cdx.json", "uninstall.exe"}
    source = (root / "packaging/build_windows.py").read_text("utf-8")
    for name in ("LICENCES.txt", "parts.cdx.json"):
        assert f'folder / "{name}"' in source


def test_all_is_unpacked_before_a_name_changes(script: str) -> None:
    steps = ["File /r", "WriteUninstaller", 'Rename "$INSTDIR" "${BEFORE}"',
             'Rename "${FRESH}" "$INSTDIR"', "Call TakeOver\n\n  CreateShortCut"]  # fmt: skip
    places = [script.index(step) for step in steps]
    assert places == sorted(places)
    assert 'SetOutPath "${FRESH}"' in script


def test_the_starter_knows_the_call_of_the_process_for_files(root: Path) -> None:
    """`launcher.c` lets one call through to Python: the one that `jobs.files` makes."""
    source = (root / "packaging/windows/launcher.c").read_text("utf-8")
    executable, first, second, module, *_ = command_line()
    assert executable == sys.executable
    assert f'!wcscmp(words[1], L"{first}") && !wcscmp(words[2], L"{second}")' in source
    assert f'#define CHILD L"{module}"' in source


def test_the_icon_is_the_one_that_the_program_paints(qapp: object, root: Path) -> None:
    from PySide6.QtGui import QImage
    from windows import make_icon

    assert qapp is not None
    made, kept = make_icon.icon_bytes(), (root / "packaging/windows/program.ico").read_bytes()
    count = struct.unpack_from("<H", kept, 4)[0]
    assert count == struct.unpack_from("<H", made, 4)[0] == 5
    for row in range(count):
        pictures = []
        for raw in (made, kept):
            size, place = struct.unpack_from("<II", raw, 6 + 16 * row + 8)
            pictures.append(QImage.fromData(raw[place : place + size]))
        assert pictures[0].convertToFormat(QImage.Format.Format_ARGB32) == pictures[
            1
        ].convertToFormat(QImage.Format.Format_ARGB32)
