"""What the command line leaves on disk and on its streams: never a passphrase, a key or a code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dscp_desktop.store import keys, people
from dscp_desktop.store.opening import open_store
from tests.conftest import ROOT
from tests.contracts.tree import imports, python_files, told
from tests.secrets.planted import PHRASE, WRONG, found_below, found_in, shapes

OTHER = "quokka lantern marmalade drift"


def dscp(home: Path, *words: object, phrase: str = PHRASE, fail: str = "") -> tuple[int, bytes]:
    """Run a verb in a process of its own; `fail` is code that makes the program make a mistake."""
    start = f"{fail}\nimport sys\nfrom dscp_desktop.app.main import main\nsys.exit(main())"
    places = {n: str(home) for n in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR")}
    ran = subprocess.run(
        [sys.executable, "-c", start, *map(str, words)],
        cwd=home,
        env={**os.environ, **places, "PYTHONPATH": str(ROOT), "DSCP_PASSPHRASE": phrase},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_no_verb_leaves_a_secret_in_a_file_or_a_line(tmp_path: Path, data: Path) -> None:
    home = tmp_path
    store, book = home / "s.dscp", data / "contributions-2022-23.xlsx"
    said = [
        dscp(home, "new", store, "--profile", "durham-2022-23", "--by", "Ann"),
        dscp(home, "import", store, book, "--json"),
        dscp(home, "check", store, phrase=WRONG),
        dscp(home, "check", store, "--by", "Nobody"),
        dscp(home, "backup", store, home),
        dscp(home, "due", store, fail=MISTAKE),
    ]
    assert [code for code, _words in said] == [0, 0, 3, 2, 0, 1], said
    assert b"does not fit Ann" in said[2][1]
    assert b"made a mistake" in said[5][1]
    with open_store(store, PHRASE) as opened:
        secrets = shapes(PHRASE, WRONG, key=opened.key)
        people.add_person(opened, "Ben", "full", OTHER)
        people.remove_person(opened, "Ann")
        secrets |= shapes(OTHER, key=opened.key)
    assert [found_in(words, secrets) for _code, words in said] == [[]] * len(said)
    assert len(list(home.rglob("*"))) >= 3
    assert found_below([home], secrets) == []


# A mistake of the program in mid-verb, with the passphrase in the error and in a local.
MISTAKE = f"""
import dscp_desktop.app.verbs as verbs
def wrong(options):
    secret = {PHRASE!r}
    raise RuntimeError(secret)
verbs.due = wrong
"""


def test_what_is_planted_would_be_found(tmp_path: Path) -> None:
    key = bytes(range(32))
    secrets = shapes(PHRASE, key=key)
    for number, shape in enumerate(secrets.values()):
        (tmp_path / f"{number}.log").write_bytes(b"before" + shape + b"after")
    assert len({row.split(":")[0] for row in found_below([tmp_path], secrets)}) == len(secrets)
    (tmp_path / f"{PHRASE}.txt").touch()
    assert any(row.startswith(PHRASE) for row in found_below([tmp_path], secrets))


def test_an_error_shows_no_local_and_no_secret(tmp_path: Path) -> None:
    """A trace as Python prints it, of each way in which opening fails."""
    from dscp_desktop.store.opening import Birth, create_store

    create_store(tmp_path / "s.dscp", Birth("T", "Ann", PHRASE)).close()
    with open_store(tmp_path / "s.dscp", PHRASE) as store:
        code, key = keys.recovery_code(store.key), store.key
    script = f"""
from pathlib import Path
from dscp_desktop.app.recovery import open_by_recovery
from dscp_desktop.store.opening import open_store
from dscp_desktop.store import keys
path = Path({str(tmp_path / "s.dscp")!r})
import threading
def attempt(what):
    threading.Thread(target=what).start()
attempt(lambda: open_store(path, {WRONG!r}))
other = keys.recovery_code(bytes(32))
attempt(lambda: open_by_recovery(path, other, "Ann", {PHRASE!r}))
attempt(lambda: open_by_recovery(path, {code!r}[:-4] + "AAAA", "Ann", {PHRASE!r}))
open_store(path, {PHRASE!r}).run(lambda session: 1 / 0)
"""
    file = tmp_path / "attempts.py"
    file.write_text(script)
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", file],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    # The lines of the script itself, which hold what was planted, are not the program's.
    ours = [row for row in ran.stderr.splitlines() if b"attempt" not in row and b"path," not in row]
    assert ran.stderr.count(b"Traceback") >= 4, ran.stderr
    assert found_in(b"\n".join(ours), shapes(PHRASE, WRONG, key=key)) == []


def test_nothing_in_the_program_shows_locals_or_keeps_a_log() -> None:
    """Libraries and words that would write locals, or a log, where nobody looks for them."""
    named = {"logging", "faulthandler", "cgitb", "rich", "loguru", "sentry_sdk"}
    bad = [
        f"{told(path)}:{line} {name}"
        for path in python_files("dscp_desktop")
        for line, name in imports(path)
        if name.split(".")[0] in named
    ]
    words = ("capture_locals", "QSettings", "show_locals")
    bad += [
        told(path)
        for path in python_files("dscp_desktop")
        if any(word in path.read_text("utf-8") for word in words)
    ]
    assert bad == []
