"""Where a store stands and on which screen: shares, folders kept in step, paths, scaling."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.app import window
from dscp_desktop.app.opening import look_at, place_words
from dscp_desktop.app.policy import STORES_FOLDER
from dscp_desktop.app.standing import Standing
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program, open_window
from dscp_desktop.store import places
from dscp_desktop.store.opening import Birth, Store, create_store
from dscp_desktop.store.places import SHARE, SYNCED
from dscp_desktop.widgets.dialogs import Tell
from dscp_desktop.widgets.footbar import FootBar
from dscp_desktop.widgets.status import Message
from tests.conftest import ROOT
from tests.moulds import PASSPHRASE

# A screen whose dots are smaller by a fraction, as on most laptops.
SCALED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from PySide6.QtWidgets import QApplication
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.start import StartWindow
from dscp_desktop.app.windowplace import take_place
from dscp_desktop.widgets.icons import icon
app = QApplication(sys.argv[:1])
own = OwnSettings(Path(sys.argv[1]))
window = StartWindow(own, lambda: datetime(2023, 10, 19, tzinfo=UTC), Path(sys.argv[1]))
window.show_first_run()
window.show()
picture = window.grab()
print(window.devicePixelRatio(), picture.width() / window.width())
print(icon("offline", "t2").pixmap(16, 16).width())
own.put("window", [50_000, 50_000, 9_000, 9_000])
take_place(window, own)
room = window.screen().availableGeometry()
print(window.width() <= room.width(), window.height() <= room.height())
sys.stdout.flush()
os._exit(0)
"""


def made(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "a.dscp"
    create_store(path, Birth("Test", "Ann", PASSPHRASE)).close()
    return path


def shown(program: Program, path: Path) -> tuple[str, list[str]]:
    """Return what the door says of a place: beside the path, and as a message."""
    program.begin(str(path))
    assert program.start is not None
    page = program.start.page()
    assert isinstance(page, UnlockPage)
    return page.place.text(), [each.text() for each in page.findChildren(Message)]


def test_the_door_warns_of_a_synchronised_folder(program: Program, tmp_path: Path) -> None:
    place, said = shown(program, made(tmp_path / "OneDrive - Council"))
    assert place.endswith("a.dscp  ·  synchronised folder")
    assert any(words.startswith("In a synchronised folder. One person") for words in said)


def test_the_door_names_a_network_drive(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "share")
    monkeypatch.setattr(places, "is_network_mount", lambda _path, _mounts: True)
    place, said = shown(program, path)
    assert place.endswith("a.dscp  ·  network drive")
    assert not any("synchronised" in words for words in said)
    kind, words = place_words(tmp_path / "share" / "new.dscp")
    assert (kind, words) == ("risk", "On a network drive. One person at a time can write there.")


def test_the_status_bar_says_where(
    qtbot: QtBot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = FootBar()
    qtbot.addWidget(bar)
    for kind, words in ((SHARE, "shared"), (SYNCED, "synchronised")):
        monkeypatch.setattr("dscp_desktop.app.standing.place_kind", lambda _path, kind=kind: kind)
        Standing(bar, store)
        assert bar.offline.words.text() == f"Offline: records are in a {words} folder"


def test_a_path_that_no_disk_has_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert look_at(Path("/srv/\0.dscp")).trouble.endswith("open another store.")
    too_long = Path("/srv/" + "a" * 300 + ".dscp")
    assert "is too long" in look_at(too_long).trouble
    assert place_words(too_long)[0] == "late"
    monkeypatch.setattr(Path, "is_file", _away)
    assert "is not there" in look_at(Path("/srv/a.dscp")).trouble  # a share that is away


def _away(_path: Path) -> bool:
    raise OSError(64, "The specified network name is no longer available")


def test_the_door_hears_of_the_session_too(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QWidget] = []
    monkeypatch.setattr(window, "ask_for_session", asked.append)
    program.begin()
    assert asked == [program.start]


def test_a_new_store_is_offered_where_the_policy_says(program: Program, tmp_path: Path) -> None:
    program.own.put(STORES_FOLDER, str(tmp_path))
    program.begin()
    assert program.start is not None
    assert Path(program.start.page().place.value()).parent == tmp_path


def test_a_policy_with_faults_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    from PySide6.QtCore import QTimer

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    policy = tmp_path / "policy.json"
    policy.write_text('{"them": 1, "plain_copies": [".pdf"]}')
    monkeypatch.setattr("dscp_desktop.app.own_settings.policy_places", lambda: (policy,))
    said: list[str] = []

    def close() -> None:
        from PySide6.QtWidgets import QApplication

        for tell in QApplication.topLevelWidgets():
            if isinstance(tell, Tell) and tell.isVisible():
                said.append(tell.accessibleDescription())
                parent = tell.parentWidget()
                tell.close_button.click()
                assert parent is not None
                parent.close()

    QTimer.singleShot(300, close)
    assert open_window("") == 0
    assert len(said) == 1
    assert "there is no key 'them'" in said[0]
    from dscp_desktop.app.policy import Policy, keep_to
    from dscp_desktop.core.faults import Refused
    from dscp_desktop.core.saving import check_allowed

    with pytest.raises(Refused):
        check_allowed(Path("a.docx"))
    keep_to(Policy())
    assert qtbot is not None


@pytest.mark.slow
def test_a_fraction_of_scaling_is_kept_and_what_is_drawn_has_its_dots(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCALED, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1.25"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.stdout.split() == ["1.25", "1.25", "20", "True", "True"], ran.stderr
