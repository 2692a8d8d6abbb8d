"""What an assistive program hears: live minutes and tables, through AT-SPI on a virtual screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.actions.commands.log import add_action
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.app.own_settings import PROGRAM
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from tests.meetings.conftest import JULY, hold
from tests.moulds import FILLED, begin

HERE = Path(__file__).parent
BUS = "/usr/libexec/at-spi-bus-launcher"
SCREEN = ":93"


def why_not() -> str:
    """Say what is missing on this machine, '' for nothing."""
    missing = [name for name in ("Xvfb", "dbus-run-session") if shutil.which(name) is None]
    if not Path(BUS).exists():
        missing.append("at-spi2-core")
    python = "/usr/bin/python3"
    if subprocess.run([python, "-c", "import pyatspi"], capture_output=True).returncode:
        missing.append("python3-pyatspi")
    return ", ".join(missing)


def fill_spoken(store: Store) -> None:
    """Begin with Durham's profile; a meeting of July with items, and two actions."""
    begin("durham-2022-23")(store)
    hold(store, JULY)
    group = store.ask(find_group, "PLG")
    assert group is not None
    for text in ("Agree a family feedback method", "Report training numbers"):
        details = ActionDetails(
            text, None, "Chair", date(2023, 5, 4), "3", "date", date(2023, 6, 1)
        )
        store.run(add_action, group.id, details)


FILLED["spoken_store"] = fill_spoken


@pytest.fixture
def spoken_store(durham: Store) -> Store:
    """A store with a meeting of July and two actions."""
    return durham


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """The environment of a virtual screen."""
    if missing := why_not():
        pytest.skip(f"no assistive program can listen here: {missing} is not installed")
    served = subprocess.Popen(
        ["Xvfb", SCREEN, "-screen", "0", "1440x900x24"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield {
        **os.environ,
        "DISPLAY": SCREEN,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    served.terminate()
    served.wait(10)


def hear(folder: Path, name: str) -> dict[str, Any]:
    """Return what was heard of a place."""
    heard: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return heard


SESSION = """
{bus} --launch-immediately &
bus=$!
sleep 1
(cd {root} && exec {python} -m tests.journeys.spoken_office {folder} {meeting}) &
window=$!
cd {folder}
for name in live actions; do
  n=0
  while [ ! -e $name ] && [ $n -lt 450 ]; do sleep 0.2; n=$((n+1)); done
  timeout 40 /usr/bin/python3 {reader} "{program}" > $name.new && mv $name.new $name.json
  touch go-$name
done
wait $window
ended=$?
kill $bus
exit $ended
"""


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_live_minutes_and_tables_are_heard(
    spoken_store: Store, screen: dict[str, str], tmp_path: Path
) -> None:
    """The paragraphs of the minutes with their time, and each cell with column and row."""
    meeting = spoken_store.ask(list_meetings)[0].id
    spoken_store.close()
    script = SESSION.format(
        bus=BUS,
        root=HERE.parent.parent,
        python=sys.executable,
        folder=tmp_path,
        meeting=meeting,
        reader=HERE / "spoken_reader.py",
        program=PROGRAM,
    )
    with (tmp_path / "said.txt").open("w") as said:
        command = ["dbus-run-session", "--", "bash", "-c", script]
        ended = subprocess.run(command, env=screen, stdout=said, stderr=said, timeout=200)
    assert ended.returncode == 0, (tmp_path / "said.txt").read_text()[-2000:]
    live, actions = hear(tmp_path, "live"), hear(tmp_path, "actions")
    first = next(one for one in live["paragraphs"] if "welcomed" in one)
    assert first.endswith(", The chair welcomed everybody.")
    [(name, words)] = [(name, words) for role, name, words in live["focus"] if role == "text"]
    assert "line 2 of 3" in name
    assert words == "Data on dental checks came late again."
    assert live["unnamed"] == actions["unnamed"] == []
    seats = {(cell["row"], cell["column"]): cell["cell"] for cell in live["tables"]["Attendance"]}
    assert seats["Statutory partner, Durham County Council", "Attendance"] == "Not marked"
    cells = {(cell["row"], cell["column"]): cell["cell"] for cell in actions["tables"]["Actions"]}
    number = next(row for row, _column in cells if row.startswith("PLG"))
    assert cells[number, "Action"] in ("Agree a family feedback method", "Report training numbers")
    assert "late" in cells[number, "Status"]
    assert any(role == "table cell" for role, _name, _words in actions["focus"]), actions["focus"]
