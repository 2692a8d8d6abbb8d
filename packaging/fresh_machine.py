"""The two commands of the README on machines that have nothing but Python: `docs/fresh-machine.md`.

    sudo python3 packaging/fresh_machine.py [--part root] [--quick] [--with dev.py]
    sudo python3 packaging/fresh_machine.py --part windows --runtime FOLDER

Makes roots of Debian with debootstrap, puts the committed tree into them, and plays out what a
new engineer does: as root, as a person who may not install packages, and without a network. Each
call's exit code and words are checked; the exit code is 1 where one is not as it should be. With
a Windows Python (`--runtime`) the part `windows` makes and tests the installer on such a machine.

All mounts are made in a mount namespace of their own, so none outlives the process. The mirror,
pip's settings and the certificates are those of this machine.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TREE = Path(__file__).resolve().parents[1]
NEEDED = ("debootstrap", "unshare", "chroot", "mount", "git", "apt-get")
PARTS = ("root", "officer", "offline", "wheel")
WINDOWS = "windows"  # only where a Windows Python is handed over
FINE = "as it should"
OFFICER = "officer"
# A name with a blank and letters beyond ASCII: many a folder of an office has both.
CLONES = {"root": "/root/dscp-desktop", "officer": "/home/officer/Büro files/dscp desktop"}
CLONES |= {"offline": CLONES["officer"], "wheel": CLONES["root"]}
CLONES[WINDOWS] = CLONES["root"]
RUNTIME = "/opt/windows-runtime"
INSTALLER = {
    "the installer is made": ("packaging/build_windows.py", "--runtime", RUNTIME, "-o", "dist/"),
    "it is tested under Wine": ("packaging/test_windows.py", "--dist", "dist/", "--built"),
}
CERTIFICATES = "/etc/machine-certificates.crt"
CERTIFICATE_NAMES = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
QUICK = ("-m", "pytest", "-q", "-x", "tests/contracts", "tests/core", "tests/paper")
# A call and its pip, killed a few seconds after it began to install.
KILLED = """setsid python3 dev.py run &
while [ ! -e .venv/half-done ] && kill -0 $!; do sleep 0.1; done
sleep 4; kill -s KILL -- -$!; wait"""
WHEEL = {
    "the wheel is built": ".venv/bin/python -m hatchling build -t wheel -d /opt/built",
    "an environment of its own": ".venv/bin/python -m venv /opt/wheel",
    "what the lock names": "/opt/wheel/bin/pip install -q --require-hashes "
    "-r packaging/requirements.lock",
    "the wheel": "/opt/wheel/bin/pip install -q --no-deps --no-index /opt/built/*.whl",
}
# As `sudo` would: the root has none, and the line is checked as it is printed.
SUDO = 'sudo() { "$@"; }; '


@dataclass(frozen=True)
class Row:
    """One check: on which machine, of what, what was wrong ('' for nothing), in how long."""

    part: str
    what: str
    wrong: str
    seconds: float


@dataclass(frozen=True)
class Done:
    """What a command gave: exit code and both streams in one."""

    code: int
    words: str
    seconds: float

    def wrong(self, code: int, *needed: str) -> str:
        """Say what is not as it should be; '' where all is."""
        if self.code != code:
            return f"ended with {self.code}, not {code}"
        lacking = [words for words in needed if words not in self.words]
        return f"did not say: {'; '.join(lacking)}" if lacking else ""


class Machine:
    """A root made by debootstrap, and calls in it."""

    def __init__(self, part: str, root: Path, log: Path) -> None:
        self.part, self.root, self.log = part, root, log
        self.clone = CLONES[part]
        self.rows: list[Row] = []

    def call(self, *words: str, user: str = "root", network: bool = True) -> Done:
        """Run a command in the root, in the folder of the tree."""
        enter = ["chroot", f"--userspec={user}:{user}", str(self.root)]
        cut_off = [] if network else ["unshare", "--net"]
        home = "/root" if user == "root" else f"/home/{user}"
        inside = f"cd {shlex.quote(self.clone)} && exec " + shlex.join(words)
        bare = ["/usr/bin/env", "-i", *environment(home), "/bin/sh", "-c", inside]
        began = time.perf_counter()
        done = subprocess.run(
            [*cut_off, *enter, *bare], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        seconds = time.perf_counter() - began
        told = done.stdout.decode("utf-8", "replace")
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"\n$ {user}: {shlex.join(words)}\n{told}\n-> {done.returncode}\n")
        return Done(done.returncode, told, seconds)

    def give(self, user: str) -> None:
        """Make somebody the owner of the tree."""
        run("chroot", self.root, "chown", "-R", f"{user}:{user}", self.clone)

    def check(self, what: str, done: Done, wrong: str) -> bool:
        """Note how a call went; where it is wrong, show its last words."""
        self.rows.append(Row(self.part, what, wrong, done.seconds))
        print(f"  {what}: {wrong or FINE} ({done.seconds:.0f} s)", flush=True)
        if wrong:
            print("\n".join(f"    | {line}" for line in done.words.splitlines()[-40:]), flush=True)
        return not wrong

    def both_commands(self, user: str, quick: bool) -> None:
        """`dev.py run` without a display, then `dev.py test`."""
        ran = self.call("python3", "dev.py", "run", user=user)
        wrong = ran.wrong(0, "There is no display", "sample.dscp", "executive-pack.pdf")
        if not wrong:
            pack = self.root / self.clone.lstrip("/") / "build/sample/executive-pack.pdf"
            wrong = "" if pack.read_bytes().startswith(b"%PDF-") else "the pack is no PDF"
        if not self.check("dev.py run, no display: exit 0, store and pack", ran, wrong):
            return
        again = self.call("python3", "dev.py", "run", user=user)
        self.check(
            "dev.py run again: nothing is installed twice",
            again,
            again.wrong(0) or ("installs again" if "Installing" in again.words else ""),
        )
        if quick:
            part = self.call(".venv/bin/python", *QUICK, user=user)
            self.check("part of the tests: exit 0", part, part.wrong(0))
            return
        tested = self.call("python3", "dev.py", "test", user=user)
        self.check("dev.py test: exit 0", tested, tested.wrong(0, "All passed"))


# --- what is played out ----------------------------------------------------------------------


def as_root(machine: Machine, quick: bool) -> None:
    """Root on a bare machine: both commands, nothing else."""
    machine.both_commands("root", quick)


def as_officer(machine: Machine, quick: bool) -> None:
    """A person who is not root: exit 2 and one line for root; after it, both commands."""
    machine.give("root")
    shut = machine.call("python3", "dev.py", "run", user=OFFICER)
    machine.check("a tree of somebody else: exit 2 and words", shut, shut.wrong(2, "a folder of"))
    machine.give(OFFICER)
    first = machine.call("python3", "dev.py", "run", user=OFFICER)
    lines = sudo_lines(first)
    wrong = first.wrong(2) or ("" if len(lines) == 1 else f"{len(lines)} lines begin with sudo")
    if not machine.check("first call, not root: exit 2 and one sudo line", first, wrong):
        return
    line = machine.call("/bin/sh", "-c", SUDO + lines[0])
    if machine.check(f"as root: {lines[0]}", line, line.wrong(0)):
        machine.both_commands(OFFICER, quick)


def without_network(machine: Machine, _quick: bool) -> None:
    """No network: words and exit 1, nothing half done that stands in the way afterwards."""
    first = machine.call("python3", "dev.py", "test", user=OFFICER)
    for line in sudo_lines(first):
        machine.call("/bin/sh", "-c", SUDO + line)
    cut = machine.call("python3", "dev.py", "run", user=OFFICER, network=False)
    machine.check("no network: exit 1 and words", cut, cut.wrong(1, "could not be installed"))
    shot = machine.call("/bin/sh", "-c", KILLED, user=OFFICER)
    half = machine.root / machine.clone.lstrip("/") / ".venv/half-done"
    wrong = "" if half.exists() else "it was not installing any more"
    machine.check("killed while it installs", shot, wrong)
    then = machine.call("python3", "dev.py", "run", user=OFFICER)
    machine.check(
        "after that, with the network back: exit 0", then, then.wrong(0, "There is no display")
    )
    cut = machine.call("python3", "dev.py", "run", user=OFFICER, network=False)
    machine.check("once installed, no network is needed: exit 0", cut, cut.wrong(0))


def the_wheel(machine: Machine, _quick: bool) -> None:
    """The wheel alone, with what its lock names: the tree and its tools are gone."""
    ran = machine.call("python3", "dev.py", "run")
    if not machine.check("dev.py run, for the system's libraries", ran, ran.wrong(0)):
        return
    for what, line in WHEEL.items():
        done = machine.call("/bin/sh", "-c", line)
        if not machine.check(what, done, done.wrong(0)):
            return
    shutil.rmtree(machine.root / machine.clone.lstrip("/"))
    machine.clone = "/"
    offscreen = ("env", "QT_QPA_PLATFORM=offscreen")
    tested = machine.call(*offscreen, "/opt/wheel/bin/dscp", "self-test", network=False)
    machine.check("dscp self-test, no network: exit 0", tested, tested.wrong(0))


def the_installer(machine: Machine, _quick: bool) -> None:
    """The two packaging commands for Windows."""
    for what, words in INSTALLER.items():
        done = machine.call("python3", *words)
        print("\n".join(f"    | {line}" for line in done.words.splitlines()[-80:]), flush=True)
        if not machine.check(what, done, done.wrong(0)):
            return


PLAYED = dict(zip(PARTS, (as_root, as_officer, without_network, the_wheel), strict=True))
PLAYED[WINDOWS] = the_installer


def sudo_lines(done: Done) -> list[str]:
    """The lines that a call told the user to run as root."""
    lines = (line.strip() for line in done.words.splitlines())
    return [line for line in lines if line.startswith("sudo ")]


# --- this machine's own settings -------------------------------------------------------------


def environment(home: str) -> list[str]:
    """The whole environment of a call: pip's own variables and proxies are those from here."""
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    given = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    given |= {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    if certificates():
        given |= dict.fromkeys(CERTIFICATE_NAMES, CERTIFICATES)
    given |= {"HOME": home, "PATH": path}
    return [f"{name}={value}" for name, value in given.items()]


def certificates() -> Path | None:
    """The file of certificates that this machine was told to trust, if it was told."""
    named = (os.environ.get(name) for name in CERTIFICATE_NAMES)
    return next((Path(name) for name in named if name and Path(name).is_file()), None)


def apt_sources() -> list[tuple[str, str, str]]:
    """Site, release and component of each Debian source in apt's own settings."""
    fields = "$(CREATED_BY)|$(ORIGIN)|$(SITE)|$(RELEASE)|$(COMPONENT)"
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", fields], capture_output=True, text=True, check=True
    )
    rows = [line.split("|") for line in told.stdout.splitlines()]
    found = [(row[2], row[3], row[4]) for row in rows if row[:2] == ["Packages", "Debian"]]
    if not found:
        raise SystemExit("apt knows no Debian source: run apt-get update first.")
    return list(dict.fromkeys(found))


def pip_settings() -> tuple[list[Path], list[Path]]:
    """pip's settings files of this machine, and the local folders that its settings name."""
    home = Path.home()
    places = (Path("/etc/pip.conf"), home / ".config/pip/pip.conf", home / ".pip/pip.conf")
    files = [place for place in places if place.is_file()]
    words = [value for name, value in os.environ.items() if name.startswith("PIP_")]
    words += [file.read_text("utf-8") for file in files]
    named = {word.removeprefix("file://") for word in " ".join(words).replace("=", " ").split()}
    folders = {Path(name) for name in named if name.startswith("/") and Path(name).is_dir()}
    # The pages of an index lead to files beside it.
    return files, sorted(place.parent if place.name == "simple" else place for place in folders)


# --- making a root ---------------------------------------------------------------------------


def run(*words: str | Path) -> None:
    """Run a command of this machine; its failure ends the script."""
    subprocess.run([str(word) for word in words], check=True)


def make_base(folder: Path) -> Path:
    """Make a Debian with the least there is, and python3."""
    base = folder / "base"
    sources = apt_sources()
    site, release, _ = sources[0]
    print(f"Making a root of Debian {release}", flush=True)
    with (folder / "debootstrap.log").open("wb") as log:
        made = ["debootstrap", "--variant=minbase", "--include=python3", release, str(base), site]
        subprocess.run(made, stdout=log, stderr=log, check=True)
    lines = "".join(f"deb {' '.join(source)}\n" for source in sources)
    (base / "etc/apt/sources.list").write_text(lines, "utf-8")
    for setting in Path("/etc/apt/apt.conf.d").iterdir():
        if "Acquire::" in setting.read_text("utf-8", "replace"):
            shutil.copy(setting, base / "etc/apt/apt.conf.d")
    shutil.copy("/etc/resolv.conf", base / "etc/resolv.conf")
    trusted = certificates()
    if trusted is not None:
        shutil.copy(trusted, base / CERTIFICATES.lstrip("/"))
    settings, _ = pip_settings()
    if settings:
        together = "\n".join(file.read_text("utf-8") for file in settings)
        (base / "etc/pip.conf").write_text(merged(together), "utf-8")
    shutil.rmtree(base / "var/lib/apt/lists")  # as in most images: apt knows no package yet
    (base / "var/lib/apt/lists/partial").mkdir(parents=True)
    return base


def merged(settings: str) -> str:
    """One settings file of pip from several; each section is named once."""
    sections: dict[str, list[str]] = {}
    section = "[global]"
    for line in settings.splitlines():
        if line.startswith("["):
            section = line.strip()
        elif line.strip() and not line.startswith("cert"):
            sections.setdefault(section, []).append(line)
    return "".join("\n".join([name, *lines, ""]) for name, lines in sections.items())


def make_machine(part: str, base: Path, extra: Sequence[str]) -> Machine:
    """Copy the base, mount what a system has, and put the committed tree into it."""
    root = base.parent / part
    run("cp", "--archive", base, root)
    run("mount", "--rbind", "/dev", root / "dev")
    run("mount", "-t", "proc", "proc", root / "proc")
    run("mount", "-t", "sysfs", "-o", "ro", "sysfs", root / "sys")
    for folder in pip_settings()[1]:
        place = root / folder.relative_to("/")
        place.mkdir(parents=True, exist_ok=True)
        run("mount", "--bind", "-o", "ro", folder, place)
    run("chroot", root, "useradd", "--create-home", OFFICER)
    clone = root / CLONES[part].lstrip("/")
    clone.mkdir(parents=True)
    packed = base.parent / "tree.tar"
    run("git", "-c", f"safe.directory={TREE}", "-C", TREE, "archive", "-o", packed, "HEAD")
    run("tar", "-xf", packed, "-C", clone)
    for path in extra:
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TREE / path, clone / path)
    run("chroot", root, "chown", f"{OFFICER}:{OFFICER}", f"/home/{OFFICER}")
    machine = Machine(part, root, base.parent.parent / f"fresh-machine-{part}.log")
    machine.give("root" if CLONES[part] == CLONES["root"] else OFFICER)
    return machine


def show(rows: Sequence[Row]) -> str:
    """The checks as a table, as `docs/fresh-machine.md` has it."""
    lines = ["| machine | what | came out | s |", "|---|---|---|---|"]
    for row in rows:
        lines.append(f"| {row.part} | {row.what} | {row.wrong or FINE} | {row.seconds:.0f} |")
    return "\n".join(lines)


# --- from outside in -------------------------------------------------------------------------


def enter(asked: argparse.Namespace) -> int:
    """Begin again inside a mount namespace, and clear up when it has gone."""
    lacking = [name for name in NEEDED if not shutil.which(name)]
    if os.geteuid() or lacking:
        print("This needs root and: " + " ".join(lacking or NEEDED), file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="fresh-", dir=asked.folder))
    alone = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
    again = [sys.executable, str(Path(__file__).resolve()), *sys.argv[1:], "--inside", str(folder)]
    try:
        return subprocess.run([*alone, *again], check=False).returncode
    finally:
        # Its mounts went with the namespace; --one-file-system would stop at one that did not.
        subprocess.run(["rm", "-rf", "--one-file-system", str(folder)], check=False)


def main() -> int:
    """Play out the parts asked for; 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(prog="fresh_machine.py", description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=PLAYED, action="append", help="only this one")
    parser.add_argument("--runtime", type=Path, help="a Windows Python, for the part 'windows'")
    parser.add_argument("--quick", action="store_true", help="a part of the tests only")
    parser.add_argument("--with", dest="extra", nargs="+", default=[], metavar="FILE",
                        help="take this file as it stands, not as it was committed")  # fmt: skip
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="where the roots are made")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not asked.inside:
        return enter(asked)
    base = make_base(Path(asked.inside))
    rows: list[Row] = []
    for part in asked.part or PARTS:
        print(f"\n{part}", flush=True)
        machine = make_machine(part, base, asked.extra)
        if asked.runtime:
            shutil.copytree(asked.runtime, machine.root / RUNTIME.lstrip("/"))
        PLAYED[part](machine, asked.quick)
        rows += machine.rows
    print("\n" + show(rows))
    return 1 if any(row.wrong for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
