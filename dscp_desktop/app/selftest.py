"""The verb `self-test`: does this program work on this computer? Nothing outside is touched.

Everything is made in a temporary folder that is removed: a new store, and the store of the oldest
release, which came with the program. Each step is said in one line.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dscp_desktop.app.given import program_version, say, show_json
from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.places import find_place
from dscp_desktop.jobs.files import FileWorker, child_environment
from dscp_desktop.partnership.commands.organisations import add_organisation
from dscp_desktop.restraint.commands.homes import add_home
from dscp_desktop.sheets.writing import ColumnOut, SheetOut, write_workbook
from dscp_desktop.store.backup import restore
from dscp_desktop.store.check import check_store
from dscp_desktop.store.migrate import NEWEST
from dscp_desktop.store.opening import open_store

Dscp = Callable[[Sequence[str]], int]
OPENS_WITH = "only for a self-test"
OLDEST, OLDEST_OPENS_WITH = "0.1.0", "the store of an old release"
MEETING = "resources/self-test/meeting-of-oldest-release.txt"  # one that has a paper
_PLAN = "0:3,1:2,2:all,3:all"
WINDOW = "self-test-window"  # what `app.main` calls the window part
WINDOW_SECONDS = 180
_PLAIN = b"SQLite format 3\0"
_PAGE_WIDE = 400  # pixels
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One step: what was tried, whether it works, and what came out in words."""

    step: str
    ok: bool
    words: str


class Trial:
    """The steps of a self-test in one folder; `dscp` carries out a verb of the command line."""

    def __init__(self, folder: Path, dscp: Dscp) -> None:
        self.folder, self._dscp = folder, dscp
        self.store, self.old = folder / "new.dscp", folder / "old.dscp"
        self.pack = folder / "pack.pdf"

    def steps(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        """Return each step's name and what does it: it returns words, or raises."""
        return (
            ("An encrypted store is made", self.make_store),
            (f"A store of release {OLDEST} is brought to this form", self.migrate),
            ("A workbook comes in", self.take_workbook),
            ("A pack goes out", self.write_pack),
            ("A sample is drawn and verified", self.draw),
            ("A page is drawn for the screen", self.draw_page),
            ("The window opens, shows every page and closes", self.open_window),
        )

    def make_store(self) -> str:
        """Make a store from a profile; the file shows nothing without its passphrase."""
        self._run("new", self.store, "--profile", "any-partnership", "--by", "Self-test")
        if self.store.read_bytes()[: len(_PLAIN)] == _PLAIN:
            raise Refused("The store is not encrypted.")
        if self._code("check", self.store, phrase="not the passphrase") != 3:
            raise Refused("The store opened with a wrong passphrase.")
        return self._run("check", self.store).strip()

    def migrate(self) -> str:
        """Bring back the backup of the oldest release, open it, and check all of it."""
        restore(find_place("resources/self-test/oldest-release.bundle"), self.old)
        with open_store(self.old, OLDEST_OPENS_WITH) as store:
            found = check_store(store)
        if found.problems:
            raise Refused(f"The store does not hold: {found.problems[0]}")
        return f"{found.rows} rows and {found.entries} entries hold, in form {NEWEST}"

    def take_workbook(self) -> str:
        """Write a workbook of made-up incidents, import it, and export what came in."""
        rows = tuple((f"T-{n:02}", date(2023, 4, n + 1), n % 4) for n in range(1, 17))
        columns = (ColumnOut("Incident ref"), ColumnOut("Date", "date"), ColumnOut("Injury level"))
        book = self.folder / "incidents.xlsx"
        book.write_bytes(write_workbook([SheetOut("Incidents", columns, rows)]))
        with open_store(self.store, OPENS_WITH) as store:
            home = str(store.run(add_organisation, "A home for the self-test").result)
            store.run(add_home, home)
        self._run("import", self.store, book)
        came = json.loads(self._run("export", self.store, "incidents", "--json"))
        wanted = [{"ref": ref, "date": on.isoformat(), "level": level} for ref, on, level in rows]
        if came != wanted:
            raise Refused(f"Of {len(wanted)} rows, {len(came)} came in, or some otherwise.")
        return f"{len(came)} rows, and the same out again"

    def write_pack(self) -> str:
        """Build the pack of a meeting of the old store and read its words back."""
        meeting = find_place(MEETING).read_text("utf-8").strip()
        self._run("pack", self.old, "--meeting", meeting, "-o", self.pack, phrase=OLDEST_OPENS_WITH)
        with FileWorker() as worker:
            values, _ = worker.ask(
                "dscp_desktop.paper.tasks:text", {"names": ["pack.pdf"]}, [self.pack.read_bytes()]
            )
        pages = values["texts"][0]
        last = f"Pack page {len(pages)} of {len(pages)}"
        if last not in pages[-1]:
            raise Refused(f"'{last}' does not stand on the last page.")
        return f"{len(pages)} pages, read back"

    def draw(self) -> str:
        """Draw from the new store; the certificate holds, and one that was changed does not."""
        out = self.folder / "certificate.pdf"
        period = ("--from", "2023-04-01", "--to", "2023-06-30")
        seed = ("--seed", "418203-096714")
        self._run("draw", self.store, *period, *seed, "--take", _PLAN, "-o", out)
        certificate = out.with_suffix(".json")
        self._run("verify", certificate)
        held = json.loads(certificate.read_text("utf-8"))
        if not held["tickets"]:
            raise Refused("Nothing was drawn.")
        certificate.write_text(json.dumps({**held, "seed": "418203-096715"}), "utf-8")
        if self._code("verify", certificate) != 1:
            raise Refused("A certificate with another seed passed.")
        return f"from {len(held['tickets'])} incidents; a changed certificate is found out"

    def draw_page(self) -> str:
        """Draw the first page of the pack as a picture; it is not empty."""
        with FileWorker() as worker:
            facts, blobs = worker.ask(
                "dscp_desktop.paper.tasks:picture",
                {"page": 1, "width": _PAGE_WIDE, "name": "pack.pdf"},
                [self.pack.read_bytes()],
            )
        if len(set(blobs[0][::4])) < 2:
            raise Refused("The page came out empty.")
        return f"{facts['width']} by {facts['height']} pixels"

    def open_window(self) -> str:
        """Open the window in a process of its own, so that this one needs no screen."""
        own = self.folder / "own"
        command = [*program_command(), WINDOW, str(self.store), str(own)]
        places = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
        environment = {**child_environment(), **dict.fromkeys(places, str(own))}
        if sys.platform == "linux" and not _has_screen():
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        try:
            done = subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=WINDOW_SECONDS,
                check=False,
                creationflags=_NO_WINDOW,
            )
        except subprocess.TimeoutExpired as error:
            said = (error.stderr or b"").decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise Refused(
                f"It did not close in {WINDOW_SECONDS} seconds. {said}".strip()
            ) from error
        said = done.stdout.strip()
        if done.returncode or not said:
            why = " ".join(done.stderr.split())[-300:]
            raise Refused(
                f"{said or 'It did not open.'} Exit code {done.returncode}. {why}".strip()
            )
        return said

    def _run(self, *words: object, phrase: str = OPENS_WITH) -> str:
        """Carry out a verb and return what it printed; raises Refused with what it said."""
        code, out, err = self._say(words, phrase)
        if code:
            raise Refused(" ".join(err.split()) or f"'dscp {words[0]}' ended with {code}.")
        return out

    def _code(self, *words: object, phrase: str = OPENS_WITH) -> int:
        return self._say(words, phrase)[0]

    def _say(self, words: Sequence[object], phrase: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        os.environ["DSCP_PASSPHRASE"] = phrase  # it opens nothing of anybody's
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = self._dscp([str(word) for word in words])
        os.environ.pop("DSCP_PASSPHRASE", None)
        return code, out.getvalue(), err.getvalue()


def self_test(options: Namespace, dscp: Dscp) -> int:
    """Try every step and say how each went; return 0 where all work, else 1."""
    outcomes = []
    for outcome in _try_all(dscp):
        outcomes.append(outcome)
        if not options.json:
            mark = "ok    " if outcome.ok else "not ok"
            print(f"{mark} {outcome.step}: {outcome.words}", flush=True)
    ok = all(outcome.ok for outcome in outcomes)
    if options.json:
        steps = [{"step": one.step, "ok": one.ok, "words": one.words} for one in outcomes]
        show_json({"version": program_version(), "ok": ok, "steps": steps})
    if not ok:
        say("dscp: this program does not work here as it should. Give these lines to whoever "
            "looks after the program.")  # fmt: skip
    elif not options.json:
        print(f"DSCP Desktop {program_version()} works on this computer.")
    return 0 if ok else 1


def _try_all(dscp: Dscp) -> Iterator[Outcome]:
    try:
        folder = Path(tempfile.mkdtemp(prefix="dscp-self-test-"))
    except OSError as error:
        yield Outcome("A temporary folder is made", False, f"{error.strerror}. Free some room.")
        return
    try:
        for step, work in Trial(folder, dscp).steps():
            yield _try(step, work)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    gone = not folder.exists()
    words = "nothing is left" if gone else f"{folder} could not be removed. Remove it by hand."
    yield Outcome("The temporary folder is removed", gone, words)


def _try(step: str, work: Callable[[], str]) -> Outcome:
    try:
        return Outcome(step, True, work())
    except Trouble as trouble:
        return Outcome(step, False, trouble.words)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        words = " ".join(str(error).split())[:300]
        return Outcome(step, False, f"{type(error).__name__} at {place}. {words}".strip())


def program_command() -> list[str]:
    """Return what starts this program again: the starter of the Windows folder, else Python."""
    if Path(sys.executable).stem.casefold().startswith("py"):
        return [sys.executable, "-P", "-m", "dscp_desktop.app.main"]
    return [sys.executable]


def _has_screen() -> bool:
    names: tuple[Any, ...] = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)
