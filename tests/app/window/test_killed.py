"""The program is killed with half a form typed; the next start offers it back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Store, open_store
from tests.app.window.drafting import Case, open_shell, part_of, settle
from tests.conftest import ROOT
from tests.moulds import PASSPHRASE

TYPED = "Ask the police for the figures of quarter"
ACTION = Case("actions", "action", lambda page: page.new_action(), "text", TYPED)

# The real program, unlocked and typed into as a person does, until it is killed.
SCRIPT = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from dscp_desktop.app.drafts import read_drafts
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.window import Program

app = QApplication([])
program = Program(app, OwnSettings(Path(sys.argv[2])), Path(sys.argv[2]) / "sample.dscp")
program.begin(sys.argv[1])

def step():
    shell = program.shell
    if shell is None:
        page = program.start.page()
        if page.phrase.value() == "" and page.content.isEnabled():
            QTest.keyClicks(page.phrase.editor, {PASSPHRASE!r})
            page.to_write.click()
    elif shell.place() != "actions":
        shell.go("actions")
        shell.page().new_action()
    elif shell.page().pane.is_editing() and not shell.page().pane.form.text.value():
        QTest.keyClicks(shell.page().pane.form.text.editor, {TYPED!r})
    elif shell.desk.store.ask(read_drafts, "Ann"):
        print("kept", flush=True)

timer = QTimer()
timer.timeout.connect(step)
timer.start(50)
app.exec()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is Unix's")
def test_half_a_form_outlives_a_kill(durham: Store, own: OwnSettings, qtbot: QtBot) -> None:
    durham.close()
    path, folder = durham.path, durham.path.with_name("theirs")
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(path), str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        words = process.stdout.readline()
        process.kill()
        assert words == "kept\n", process.stderr.read()
    left = {file.name for file in path.parent.iterdir()}
    assert f"{path.stem}.lock" in left  # it died with the store open
    store = open_store(path, PASSPHRASE, clock=durham.clock)
    assert check_store(store).problems == ()
    assert not [line for line in store.ask(list_actions, store.today()) if TYPED in line.text]
    shell = open_shell(store, own, qtbot)
    assert "New action, Actions" in shell.drafts.banner.fact.text()
    shell.drafts.on.click()
    settle(shell, qtbot)
    assert shell.place() == "actions"
    assert part_of(shell, ACTION).text.value() == TYPED
    assert isinstance(path, Path)
