"""What only makes sense on Windows: run by `test_windows.py` in a copied program under Wine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import FileWorker, command_line
from dscp_desktop.store.opening import Birth, create_store, open_store
from dscp_desktop.widgets.fonts import font
from dscp_desktop.widgets.icons import NAMES, icon
from dscp_desktop.widgets.theme import dress

PROGRAM = Path(sys.executable).parent


def test_this_is_windows(qapp: QApplication) -> None:
    """Drawn as Windows draws, on a screen of some size."""
    assert sys.platform == "win32"
    assert QGuiApplication.platformName() == "windows"
    assert qapp.primaryScreen().size().width() >= 1024


def test_the_starters_are_there_and_say_their_version() -> None:
    """Both are there, and the one without a window answers."""
    said = subprocess.run(
        [PROGRAM / "dscp.exe", "--version"], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("dscp ")
    assert (PROGRAM / "DSCP Desktop.exe").is_file()


def test_the_starter_runs_no_other_code(tmp_path: Path) -> None:
    """It is no Python for everybody: only the program, and its process for files."""
    script = tmp_path / "other.py"
    script.write_text("print('ran')", "utf-8")
    for words in ([script], ["-c", "print('ran')"], ["-m", "json.tool"], ["-P", "-m", "site"]):
        said = subprocess.run(
            [PROGRAM / "dscp.exe", *words], capture_output=True, text=True, check=False
        )
        assert said.returncode == 2, words
        assert "ran" not in said.stdout


def test_the_process_for_files_is_the_starter_itself() -> None:
    """What `jobs.files` calls, with the starter in Python's place, answers and ends."""
    words = [str(PROGRAM / "dscp.exe"), *command_line()[1:]]
    said = subprocess.run(words, input=b"", capture_output=True, check=False, timeout=300)
    assert said.returncode == 0, said.stderr
    assert said.stdout == b""


def test_the_environment_names_no_other_modules(tmp_path: Path) -> None:
    """Python takes modules from the program alone."""
    (tmp_path / "sqlalchemy.py").write_text("raise SystemExit(9)", "utf-8")
    said = subprocess.run(
        [PROGRAM / "dscp.exe", "--version"],
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONHOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert said.returncode == 0


def test_files_are_read_in_the_process_for_files() -> None:
    """A file that is no workbook is refused there, in words."""
    with FileWorker() as worker, pytest.raises(Refused):
        worker.ask("dscp_desktop.sheets.tasks:read", {"name": "x.xlsx"}, [b"no workbook"])


def test_a_store_with_a_long_name_beyond_ascii(tmp_path: Path) -> None:
    """Made and opened again where the path is long and not plain."""
    folder = tmp_path / ("Büro – " + "lang" * 8) / ("Ordner " + "x" * 40)
    folder.mkdir(parents=True)
    place = folder / "Aufzeichnungen ☂.dscp"
    assert len(str(place)) > 140  # Wine itself stumbles where Windows goes on, above 240
    create_store(place, Birth("A partnership", "Ann Archer", "a long passphrase")).close()
    with open_store(place, "a long passphrase") as store:
        assert store.path == place


def test_words_are_drawn_in_a_sans_serif_that_is_there(qapp: QApplication, qtbot: QtBot) -> None:
    """The font of the screen, or the one that came with the program."""
    assert qapp is not None
    family = QFontInfo(font("base")).family()
    assert family in ("Segoe UI", "Open Sans"), family
    label = QLabel("Meetings")
    qtbot.addWidget(label)
    dress(label)
    label.show()
    qtbot.waitExposed(label)
    picture = label.grab().toImage()
    shades = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(shades) > 8


def test_every_icon_is_drawn(qapp: QApplication) -> None:
    """No icon is an empty square."""
    assert qapp is not None
    for name in NAMES:
        picture = icon(name, "t1").pixmap(32, 32).toImage()
        drawn = sum(picture.pixelColor(x, y).alpha() > 0 for x in range(32) for y in range(32))
        assert drawn > 20, name
