"""Proves the Windows build under Wine, on a machine that may have nothing installed.

    python3 packaging/test_windows.py [--runtime FOLDER] [--dist FOLDER] [--part NAME ...]

Makes a runtime for tests where none is given, builds, installs an older version silently, makes
records with it, brings it up to date, runs the self-test without a network, window tests and the
clock, takes a picture of Today, fills the disk in mid-installation, and removes the program. The
exit code is 1 where one thing is not as it should be. Needs root for the small disks.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import build_windows
from windows import guard
from windows.beside import put_beside, window_tests
from windows.host import BUILD_TOOLS, ROOT, TEST_TOOLS, WORK, main_guard, need, size_of
from windows.underwine import Done, Prefix, screen, small_drive
from windows_runtime import make_runtime

NAME = "DSCP Desktop"
OLDER = "0.0.1"
ENTRY = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{NAME}"
DOCUMENTS = "C:\\work\\Büro files"
STORE = f"{DOCUMENTS}\\sämple.dscp"
OPENS_WITH = "sample"
MEETING = "Safeguarding Executive Group 2023-10-26"
INTO_SMALL = "/D=F:\\Apps"  # without a blank: the set-up wants the word as it is, not quoted
AIM, ROUNDS = 1.6, 5
TODAY = WORK / "today.png"
_MEGABYTE = 1_000_000


@dataclass
class Proof:
    """What is proven so far, and what the parts share."""

    prefix: Prefix
    built: build_windows.Built
    older: Path
    rows: list[tuple[str, str, float]] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)

    @property
    def place(self) -> Path:
        """Return where the program is installed."""
        return self.prefix.local() / "Programs" / NAME

    def check(self, what: str, wrong: str, words: str = "") -> bool:
        """Note how something went: `wrong` says why not, '' that it is as it should."""
        now = time.perf_counter()
        self.rows.append((what, wrong, now - self.began))
        print(f"  {what}: {wrong or 'as it should'} ({now - self.began:.0f} s)", flush=True)
        self.began = now
        if wrong and words:
            print("\n".join(f"    | {line}" for line in words.splitlines()[-40:]), flush=True)
        return not wrong

    def ended(self, what: str, done: Done, code: int = 0, *needed: str) -> bool:
        """Check a program's exit code and that it said some words."""
        wrong = "" if done.code == code else f"ended with {done.code}, not {code}"
        lacking = [words for words in needed if words not in done.words]
        return self.check(
            what, wrong or (f"did not say: {'; '.join(lacking)}" if lacking else ""), done.words
        )

    def dscp(self, *words: str, passphrase: str = OPENS_WITH) -> Done:
        """Run the installed `dscp.exe`."""
        return self.prefix.call(
            self.place / "dscp.exe", *words, given={"DSCP_PASSPHRASE": passphrase}
        )

    def install(self, installer: Path, *words: str, **given: str) -> Done:
        """Run an installer silently; `/D=FOLDER` is its last word, where it is given."""
        return self.prefix.call(installer, "/S", *words, given=given)


def digest(folder: Path) -> str:
    """Return one hash over the names and bytes of all files below a folder; '' where none is."""
    if not folder.exists():
        return ""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def beside(place: Path) -> list[str]:
    """Return what an installation left beside the program's folder."""
    return sorted(path.name for path in place.parent.glob(f"{place.name}.*"))


# --- the parts -------------------------------------------------------------------------------


def upgrade(proof: Proof) -> None:
    """An older version with records, settings, a backup and a policy; then this one."""
    prefix = proof.prefix
    prefix.make()
    place = proof.place
    proof.ended(f"install {OLDER} silently", proof.install(proof.older))
    documents = prefix.path_of(DOCUMENTS)
    documents.mkdir(parents=True, exist_ok=True)
    if not proof.ended("the older one makes a store", proof.dscp("demo", STORE)):
        return
    made = proof.dscp("backup", STORE, DOCUMENTS)
    proof.ended("and a backup", made)
    settings = prefix.local() / NAME / "settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{\n "theme": "dark"\n}\n', "utf-8")
    (place / "policy.json").write_text("{}\n", "utf-8")
    (place / "own records").mkdir()
    shutil.copyfile(prefix.path_of(STORE), place / "own records" / "kept.dscp")
    kept = (documents, settings.parent, place / "own records", place / "policy.json")
    before = [digest(path) if path.is_dir() else path.read_text("utf-8") for path in kept]

    proof.ended("install over it silently", proof.install(proof.built.installer))
    now = [digest(path) if path.is_dir() else path.read_text("utf-8") for path in kept]
    proof.check("records, backups, settings and policy are as before",
                "" if now == before else "something changed")  # fmt: skip
    wrong = same_as_built(proof)
    proof.check("the files are those of the build, no old one stays", wrong)
    proof.ended("its version is the new one", proof.dscp("--version"), 0, proof.built.version)
    proof.ended("the store of the older one holds", proof.dscp("check", STORE))
    nobody = prefix.call(proof.place / "dscp.exe", "check", STORE, seconds=120)
    proof.ended("nobody to type a passphrase: words, no waiting", nobody, 2, "DSCP_PASSPHRASE")


def same_as_built(proof: Proof) -> str:
    """Say what of the installed files differs from the build."""
    own = {"uninstall.exe", "policy.json", "own records/kept.dscp"}
    sides = []
    for folder in (proof.place, proof.built.folder):
        files = (path for path in folder.rglob("*") if path.is_file())
        sides.append({path.relative_to(folder).as_posix(): path.stat().st_size for path in files})
    there, built = sides
    more = sorted(set(there) - set(built) - own)
    fewer = sorted(name for name, size in built.items() if there.get(name) != size)
    left = beside(proof.place)
    return "; ".join(f"{len(rows)} such as {rows[0]}" for rows in (more, fewer, left) if rows)


def downgrade(proof: Proof) -> None:
    """An older installer over this version is refused; so is any while the program is open."""
    before = digest(proof.place)
    done = proof.install(proof.older)
    proof.ended("an older version is refused", done, 3)
    wrong = "" if digest(proof.place) == before and not beside(proof.place) else "it changed"
    proof.check("and nothing was changed", wrong)
    log = WORK / "open.log"
    running = proof.prefix.start(proof.place / f"{NAME}.exe", log=log)
    time.sleep(10)
    proof.ended("while the program is open: refused", proof.install(proof.built.installer), 4)
    gone = running.poll() is not None
    proof.check("the program was open all the while", "it had ended" if gone else "",
                log.read_text("utf-8", "replace"))  # fmt: skip
    proof.prefix.end()
    wrong = "" if digest(proof.place) == before and not beside(proof.place) else "it changed"
    proof.check("and nothing was changed by that either", wrong)


def registered(proof: Proof) -> None:
    """What the installer told Windows."""
    said = proof.prefix.registry(ENTRY)
    size = int(said.get("EstimatedSize", "0x0"), 16) * 1024
    wrong = [name for name, value in {"DisplayVersion": proof.built.version,
             "DisplayName": NAME}.items() if said.get(name) != value]  # fmt: skip
    wrong += [] if abs(size - size_of(proof.built.folder)) < _MEGABYTE else ["EstimatedSize"]
    proof.check("the list of programs names it", ", ".join(wrong))
    kind = proof.prefix.registry(r"HKCU\Software\Classes\.dscp").get("", "")
    command = proof.prefix.registry(rf"HKCU\Software\Classes\{kind}\shell\open\command")
    opens = command.get("", "")
    right = opens.endswith(f'{NAME}.exe" open "%1"')
    proof.check(".dscp files open with it", "" if right else f"they open with {opens!r}")
    menu = list(proof.prefix.drive.glob(f"users/*/AppData/**/Programs/{NAME}.lnk"))
    proof.check("it stands in the start menu", "" if len(menu) == 1 else "it does not")


def self_test(proof: Proof) -> None:
    """The program's own test, where no network is."""
    proof.prefix.end()
    proof.prefix.offline = True
    done = proof.dscp("self-test")
    proof.ended("dscp self-test, without a network", done)
    print(done.words, flush=True)
    pack = f"{DOCUMENTS}\\pack.pdf"
    proof.ended("a pack", proof.dscp("pack", STORE, "--meeting", MEETING, "-o", pack, "--force"))
    proof.prefix.end()
    proof.prefix.offline = False
    whole = proof.prefix.path_of(pack).is_file()
    proof.check("the pack is there", "" if whole else "it is not")


def windows_tests(proof: Proof) -> None:
    """Window tests, in a copy of the installed program with the tests beside it."""
    copy = put_beside(proof.prefix, proof.place)
    done = window_tests(proof.prefix, copy)
    proof.ended("window tests", done, 0, " passed")
    print(done.words.strip().splitlines()[-1], flush=True)


def picture(proof: Proof) -> None:
    """A picture of Today, as the program draws it there."""
    copy = put_beside(proof.prefix, proof.place)
    TODAY.unlink(missing_ok=True)
    out = "C:\\work\\today.png"
    done = proof.prefix.call(copy / "python.exe", "-X", "utf8", "Z:" + str(
        ROOT / "packaging/windows/wine/today.py"), STORE, OPENS_WITH, out)  # fmt: skip
    proof.ended("a picture of Today", done)
    shutil.copyfile(proof.prefix.path_of(out), TODAY)
    print(f"Look at {TODAY}")


def clock(proof: Proof) -> None:
    """The time to the first window, against a bare window there."""
    copy = put_beside(proof.prefix, proof.place)
    script = "Z:" + str(ROOT / "packaging/windows/wine/starting.py")
    taken: dict[str, list[float]] = {"bare": [], "door": []}
    for number in range(ROUNDS + 1):
        for way, store in (("bare", ""), ("door", STORE)):
            done = proof.prefix.call(copy / "python.exe", "-X", "utf8", "-B", script, way, store)
            if done.code:
                proof.ended(f"start {way}", done)
                return
            if number:  # the first ones read the files
                taken[way].append(done.seconds)
    bare, door = (min(taken[way]) for way in ("bare", "door"))  # what else runs only adds
    print(f"first window: {door:.2f} s, bare: {bare:.2f} s, {door / bare:.2f} times (aim {AIM})")
    proof.check("the first window was timed", "")


def full_disk(proof: Proof) -> None:
    """A disk that is full leaves the old state whole."""
    whole = size_of(proof.built.folder) // _MEGABYTE
    prefix, installer = proof.prefix, proof.built.installer
    with small_drive(prefix, "f", whole + 60) as drive:
        done = proof.install(installer, INTO_SMALL)
        proof.ended("too small a disk is refused at once", done, 5)
        proof.check("and nothing is on it", found(drive))
    with small_drive(prefix, "f", 3 * whole) as drive:
        place = drive / "Apps"
        done, filled = fill_while(proof, drive, place)
        proof.check("the disk fills in mid-installation", filled)
        proof.check("it ends with 2", "" if done.code == 2 else f"with {done.code}")
        proof.check("and nothing is left", found(drive))
    with small_drive(prefix, "f", 4 * whole) as drive:
        place = drive / "Apps"
        done = proof.install(proof.older, INTO_SMALL)
        proof.ended("an older version on a small disk", done)
        before = digest(place)
        done, filled = fill_while(proof, drive, place)
        proof.check("the disk fills in mid-upgrade", filled)
        proof.check("it ends with 2", "" if done.code == 2 else f"with {done.code}")
        same = digest(place) == before and not beside(place)
        proof.check("the old version is whole", "" if same else "it changed")
        done = prefix.call(place / "dscp.exe", "--version")
        proof.ended("and runs", done, 0, OLDER)
        said = prefix.registry(ENTRY).get("DisplayVersion")
        proof.check("and Windows knows it by its number", "" if said == OLDER else f"as {said}")
        take_away(proof, place)


def found(drive: Path) -> str:
    """Say which files a drive has; '' for none."""
    files = [path.name for path in drive.rglob("*") if path.is_file()]
    return f"{len(files)} files are, such as {files[0]}" if files else ""


def fill_while(proof: Proof, drive: Path, place: Path) -> tuple[Done, str]:
    """Install, and fill the drive once the files come; how it ended, and what was wrong."""
    began = time.perf_counter()
    log = WORK / "full.log"
    fresh = place.with_name(place.name + ".new")
    words = (proof.built.installer, "/S", INTO_SMALL)
    running = proof.prefix.start(*words, log=log)
    while running.poll() is None and size_of(fresh) < 20 * _MEGABYTE:
        time.sleep(0.02)
    caught = fresh.exists()
    filler = drive / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while running.poll() is None:
                out.write(bytes(_MEGABYTE))
        except OSError:
            pass
        code = running.wait(600)
    filler.unlink()
    done = Done(code, log.read_text("utf-8", "replace"), time.perf_counter() - began)
    return done, "" if caught else "it had ended before"


def uninstall(proof: Proof) -> None:
    """The program goes; what people made stays."""
    kept = [proof.prefix.path_of(STORE), proof.prefix.local() / NAME / "settings.json"]
    kept += [proof.place / "policy.json", proof.place / "own records" / "kept.dscp"]
    proof.ended("uninstall silently", take_away(proof, proof.place))
    lost = [path.name for path in kept if not path.is_file()]
    proof.check("records, settings and policy stay", ", ".join(lost))
    ours = {path.name for path in proof.place.iterdir()} - {"policy.json", "own records"}
    proof.check("the program's files are gone", ", ".join(sorted(ours)))
    known = [key for key in (ENTRY, r"HKCU\Software\Classes\.dscp") if proof.prefix.registry(key)]
    menu = list(proof.prefix.drive.glob(f"users/*/AppData/**/Programs/{NAME}.lnk"))
    proof.check("Windows knows nothing of it", ", ".join([*known, *map(str, menu)]))


def take_away(proof: Proof, place: Path) -> Done:
    """Uninstall from a folder; it goes on after the first process has ended."""
    done = proof.prefix.call(place / "uninstall.exe", "/S")
    until = time.monotonic() + 120
    while time.monotonic() < until and proof.prefix.registry(ENTRY):
        time.sleep(0.5)
    time.sleep(2)
    return done


def guarded(proof: Proof) -> None:
    """Nothing of ours for tests is in the build."""
    wrong = guard.check(proof.built.folder) + build_windows.check_libraries(proof.built.folder)
    proof.check("no stand-in, test or tool is in the build", "; ".join(wrong))
    print(f"installer {size_of(proof.built.installer) / 1e6:.1f} MB, "
          f"installed {size_of(proof.built.folder) / 1e6:.1f} MB")  # fmt: skip


PARTS: dict[str, Callable[[Proof], None]] = {
    "guard": guarded,
    "upgrade": upgrade,
    "registered": registered,
    "downgrade": downgrade,
    "self-test": self_test,
    "windows": windows_tests,
    "picture": picture,
    "clock": clock,
    "uninstall": uninstall,
    "full-disk": full_disk,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prove what is asked for; all where nothing is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runtime", type=Path, metavar="FOLDER", help="a Windows Python")
    parser.add_argument("--dist", type=Path, metavar="FOLDER", help="where the build goes")
    parser.add_argument("--built", action="store_true", help="take the build that is there")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this, as it stands")
    asked = parser.parse_args(arguments)
    need({**BUILD_TOOLS, **TEST_TOOLS}, "wine64")
    began = time.perf_counter()
    dist = (asked.dist or WORK / "dist").absolute()
    version = build_windows.program_version()
    if asked.built:
        installer = dist / build_windows.installer_name(version)
        built = build_windows.Built(dist / NAME, installer, version)
    else:
        runtime = asked.runtime or make_runtime("3.12", WORK / "runtime-3.12")
        built = build_windows.build(runtime.absolute(), dist)
    older = build_windows.renumbered(built, WORK / "older", OLDER)
    with screen() as display:
        prefix = Prefix(WORK / "prefix", display)
        proof = Proof(prefix, built, older)
        try:
            for name in asked.part or PARTS:
                print(f"\n{name}", flush=True)
                PARTS[name](proof)
        finally:
            prefix.end()
    wrong = [what for what, why, _ in proof.rows if why]
    print(f"\n{len(proof.rows) - len(wrong)} as they should, {len(wrong)} not, "
          f"in {time.perf_counter() - began:.0f} s")  # fmt: skip
    print("\n".join(f"  not: {what}" for what in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    if os.name != "posix":
        sys.exit("On Windows itself, run the installer and 'dscp self-test'.")
    sys.exit(main_guard(main))
