"""`dscp self-test`: each step works here, a step that does not is said, and nothing is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dscp_desktop.app import selftest
from dscp_desktop.app.cli import run
from dscp_desktop.app.selftest import OLDEST, OLDEST_OPENS_WITH, OPENS_WITH, Trial, self_test
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.places import find_place
from dscp_desktop.store.check import Checked
from dscp_desktop.store.opening import Birth, create_store
from tests.conftest import ROOT
from tests.databases.make import HERE, PASSPHRASE
from tests.secrets.test_network import GUARD, has_guard

STEPS = [
    "An encrypted store is made",
    "A store of release 0.1.0 is brought to this form",
    "A workbook comes in",
    "A pack goes out",
    "A sample is drawn and verified",
    "A page is drawn for the screen",
    "The window opens, shows every page and closes",
    "The temporary folder is removed",
]
# Says whether Qt was loaded, behind everything else.
START = """
import sys
from dscp_desktop.app.main import main
code = main(["self-test", "--json"])
print([name for name in sys.modules if name.startswith("PySide6")])
sys.exit(code)
"""


def test_the_old_store_is_that_of_the_oldest_release() -> None:
    kept = find_place("resources/self-test/oldest-release.bundle").read_bytes()
    oldest = min(folder.name for folder in HERE.iterdir() if folder.name[0].isdigit())
    assert oldest == OLDEST
    assert kept == (HERE / oldest / "old.dscpbackup").read_bytes()
    assert OLDEST_OPENS_WITH == PASSPHRASE


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_all_of_it_works_offline_and_leaves_nothing(tmp_path: Path) -> None:
    """In a process that the system kills, with all it starts, where one asks for the network."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    for folder in (home, temporary):
        folder.mkdir()
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    kept = {key: text for key, text in os.environ.items() if not key.startswith("DSCP_")}
    ran = subprocess.run(
        [sys.executable, "-c", (GUARD if has_guard() else "") + START],
        cwd=home,
        env={
            **kept,
            **dict.fromkeys(names, str(home)),
            "TMPDIR": str(temporary),
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    told, _, loaded = ran.stdout.partition("\n")
    said = json.loads(told)
    assert [(one["step"], one["ok"]) for one in said["steps"]] == [(s, True) for s in STEPS], said
    assert (ran.returncode, said["ok"]) == (0, True)
    assert "NETWORK" not in ran.stderr
    assert loaded == "[]\n"  # this process itself loaded no Qt
    assert "pages shown and closed" in said["steps"][6]["words"]
    assert list(temporary.iterdir()) == []
    assert list(home.rglob("*")) == []


# What does not work -------------------------------------------------------------------------


def trial(folder: Path, dscp: Callable[[Sequence[str]], int] = run) -> Trial:
    return Trial(folder, dscp)


def refuses(code: int) -> Callable[[Sequence[str]], int]:
    """A command line whose every verb ends so, without a word."""
    return lambda _words: code


def test_a_step_that_fails_is_said_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(selftest, "WINDOW", "no-such-verb")
    assert self_test(Namespace(json=False), refuses(1)) == 1
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert [line[:6] for line in lines] == ["not ok", "ok    ", *["not ok"] * 5, "ok    "]
    assert lines[0] == "not ok An encrypted store is made: 'dscp new' ended with 1."
    assert "'no-such-verb'" in lines[6]
    assert "does not work here as it should" in told.err
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_not_encrypted_is_found_out(tmp_path: Path) -> None:
    def dscp(words: Sequence[str]) -> int:
        Path(words[1]).write_bytes(b"SQLite format 3\0 and names")
        return 0

    with pytest.raises(Refused, match="not encrypted"):
        trial(tmp_path, dscp).make_store()
    opens = trial(tmp_path, refuses(0))
    opens.store.write_bytes(b"\x01" * 100)
    with pytest.raises(Refused, match="opened with a wrong passphrase"):
        opens.make_store()


def test_an_old_store_that_does_not_hold_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Checked(10, 43, 1, "", ("row 4 was changed outside the history",))
    monkeypatch.setattr(selftest, "check_store", lambda _store: found)
    with pytest.raises(Refused, match="row 4 was changed outside"):
        trial(tmp_path).migrate()


def test_a_workbook_that_loses_a_line_is_found_out(tmp_path: Path) -> None:
    create_store(tmp_path / "new.dscp", Birth("Test", "Ann", OPENS_WITH)).close()

    def dscp(words: Sequence[str]) -> int:
        if words[0] == "export":
            print(json.dumps([{"ref": "T-01", "date": "2023-04-02", "level": 1}]))
        return 0

    with pytest.raises(Refused, match="Of 16 rows, 1 came in"):
        trial(tmp_path, dscp).take_workbook()


@pytest.mark.parametrize(
    ("tickets", "words"), [(["a"], "another seed passed"), ([], "Nothing was drawn")]
)
def test_a_certificate_that_always_passes_is_found_out(
    tmp_path: Path, tickets: list[str], words: str
) -> None:
    def dscp(said: Sequence[str]) -> int:
        if said[0] == "draw":
            text = json.dumps({"seed": "1", "tickets": tickets})
            Path(said[-1]).with_suffix(".json").write_text(text)
        return 0

    with pytest.raises(Refused, match=words):
        trial(tmp_path, dscp).draw()


def test_a_pack_without_its_numbers_and_an_empty_page_are_found_out(tmp_path: Path) -> None:
    from dscp_desktop.paper.document import Document
    from dscp_desktop.paper.pdf import render_pdf

    made = trial(tmp_path, refuses(0))
    made.pack.write_bytes(render_pdf(Document(title="A paper", blocks=()), None).data)
    with pytest.raises(Refused, match="does not stand on the last page"):
        made.write_pack()
    import pikepdf

    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(made.pack)
    with pytest.raises(Refused, match="came out empty"):
        made.draw_page()


@pytest.mark.slow
def test_a_window_that_hangs_or_fails_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = trial(tmp_path)
    with pytest.raises(Refused, match="The window failed: RuntimeError, app"):
        made.open_window()  # there is no store
    monkeypatch.setattr(selftest, "WINDOW_SECONDS", 0.01)
    with pytest.raises(Refused, match=r"did not close in 0\.01 seconds"):
        made.open_window()


def test_a_mistake_of_the_program_is_named() -> None:
    def broken() -> str:
        raise KeyError("resource")

    outcome = selftest._try("A step", broken)
    assert not outcome.ok
    assert outcome.words.startswith("KeyError at test_selftest.py:")


def test_without_a_temporary_folder_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert self_test(Namespace(json=True), refuses(0)) == 1
    assert json.loads(capsys.readouterr().out)["steps"][0]["ok"] is False


def test_a_screen_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not selftest._has_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert selftest._has_screen()


def test_the_window_part_is_started_as_the_program_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/python3.12")
    assert selftest.program_command()[1:] == ["-P", "-m", "dscp_desktop.app.main"]
    monkeypatch.setattr(sys, "executable", "/opt/dscp.exe")
    assert selftest.program_command() == ["/opt/dscp.exe"]
