"""Word and OpenDocument files to PDF by the LibreOffice of this computer, in a private folder.

LibreOffice is a program of its own: it gets a copy of the one file, a profile that forbids macros
and links to the network, and a time limit. Whatever happens, it is ended and the folder goes.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import quoteattr

import platformdirs

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import Stopped
from dscp_desktop.store.lock import WriteLock

SECONDS = 120.0
MOST_MADE = 200 * 1024 * 1024
ENDINGS = {"docx": "writer", "odt": "writer"}  # what is converted, by which part of LibreOffice
_MEMORY = 3 * 1024 * 1024 * 1024
_STEP = 0.05
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
# Tagged, with bookmarks; comments stay out of the pages.
_EXPORT = {
    "UseTaggedPDF": ("boolean", "true"),
    "ExportBookmarks": ("boolean", "true"),
    "ExportNotes": ("boolean", "false"),
    "ExportNotesInMargin": ("boolean", "false"),
    "Quality": ("long", "90"),
}
_COMMON = "/org.openoffice.Office.Common"
_PROXY = "/org.openoffice.Inet/Settings"
# Path in LibreOffice's own settings, name, value. The proxy is one where nobody answers.
_SETTINGS = (
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    (_PROXY, "ooInetProxyType", "1"),
    (_PROXY, "ooInetHTTPProxyName", "127.0.0.1"),
    (_PROXY, "ooInetHTTPProxyPort", "9"),
    (_PROXY, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_PROXY, "ooInetHTTPSProxyPort", "9"),
    (f"{_COMMON}/Misc", "FirstRun", "false"),
)


def find_office() -> Path | None:
    """Return the LibreOffice of this computer, None where there is none."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((Path(place) for place in _PLACES if Path(place).exists()), None)


def private_folder() -> Path:
    """Return the folder, the person's own, in which files stand while they are converted."""
    return platformdirs.user_cache_path("DSCP Desktop", appauthor=False) / "private"


def sweep_private(folder: Path | None = None) -> int:
    """Remove what was left by a program that was killed; return how many folders went.

    A folder that another program works in is locked by it, and stays.
    """
    place, gone = folder or private_folder(), 0
    with suppress(OSError):
        for left in [each for each in place.iterdir() if each.is_dir()]:
            lock = WriteLock(left / "in-use")
            if lock.take("", "") is None:
                lock.release()
                shutil.rmtree(left, ignore_errors=True)
                gone += not left.exists()
    return gone


def convert(
    data: bytes,
    ending: str,
    name: str,
    *,
    office: Path | None = None,
    folder: Path | None = None,
    seconds: float = SECONDS,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """Return a Word or OpenDocument file as PDF; `name` is what it is called in words.

    Raises Refused where no LibreOffice is there, or it gives no PDF in `seconds`; Stopped where
    `cancelled()` became true. No file and no program of it is left.
    """
    office = office or find_office()
    if office is None:
        raise Refused(
            f"{name} cannot be made a PDF here: LibreOffice is not on this computer. Open it, "
            "save it as a PDF, and add that."
        )
    place = (folder or private_folder()) / f"paper-{secrets.token_hex(8)}"
    try:
        place.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise Refused(
            f"{name} could not be converted: {error.strerror}. Free some room."
        ) from error
    lock = WriteLock(place / "in-use")
    lock.take("", "")
    try:
        return _convert(office, place, data, ending, name, seconds, cancelled)
    except OSError as error:
        raise Refused(
            f"{name} could not be converted: {error.strerror or error}. Save it as a PDF, and add "
            "that."
        ) from error
    finally:
        lock.release()
        _remove(place)


def _remove(place: Path) -> None:
    """Remove a folder; what a program that was just ended still holds open goes a moment later."""
    for _ in range(20):
        shutil.rmtree(place, ignore_errors=True)
        if not place.exists():
            return
        time.sleep(_STEP)


def _convert(
    office: Path,
    place: Path,
    data: bytes,
    ending: str,
    name: str,
    seconds: float,
    cancelled: Callable[[], bool],
) -> bytes:
    source, made = place / f"paper.{ending}", place / "made"
    source.write_bytes(data)
    user = place / "profile" / "user"
    user.mkdir(parents=True)
    made.mkdir()
    (user / "registrymodifications.xcu").write_text(_profile(), "utf-8")
    process = subprocess.Popen(
        _command(office, place, source, made, ENDINGS[ending]),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(place),
        cwd=place,
        start_new_session=True,
        creationflags=_NO_WINDOW,
    )
    try:
        _bound(process.pid)
        _wait(process, name, time.monotonic() + seconds, cancelled)
    finally:
        end_group(process)
    out = made / "paper.pdf"
    if not out.is_file() or not 0 < out.stat().st_size <= MOST_MADE:
        raise Refused(
            f"{name} could not be made a PDF: LibreOffice gave none. Open it, save it as a PDF, "
            "and add that."
        )
    return out.read_bytes()


def _command(office: Path, place: Path, source: Path, made: Path, part: str) -> list[str]:
    options = {key: {"type": kind, "value": value} for key, (kind, value) in _EXPORT.items()}
    return [
        str(office),
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        "--headless",
        "--nologo",
        "--nodefault",
        "--norestore",
        "--nolockcheck",
        "--nofirststartwizard",
        "--convert-to",
        f"pdf:{part}_pdf_Export:{json.dumps(options)}",
        "--outdir",
        str(made),
        str(source),
    ]


def _environment(place: Path) -> dict[str, str]:
    """Return what LibreOffice may know: nothing of ours, and a home that goes with the folder."""
    wanted = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LANG", "LC_ALL", "PROGRAMFILES")
    kept = {key: text for key, text in os.environ.items() if key.upper() in wanted}
    home = dict.fromkeys(("HOME", "TMPDIR", "TMP", "TEMP", "APPDATA", "LOCALAPPDATA"), str(place))
    away = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    return {**kept, **home, **away, "SAL_USE_VCLPLUGIN": "svp"}


def _profile() -> str:
    items = "".join(
        f"<item oor:path={quoteattr(path)}><prop oor:name={quoteattr(name)} oor:op='fuse'>"
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    head = "<?xml version='1.0' encoding='UTF-8'?>\n<oor:items "
    names = "xmlns:oor='http://openoffice.org/2001/registry'"
    return f"{head}{names}>{items}</oor:items>\n"


def _wait(
    process: subprocess.Popen[bytes], name: str, until: float, cancelled: Callable[[], bool]
) -> None:
    while process.poll() is None:
        if cancelled():
            raise Stopped("Stopped. Nothing was changed.")
        if time.monotonic() > until:
            raise Refused(
                f"{name} took LibreOffice too long and was left. Open it, save it as a PDF, and "
                "add that."
            )
        time.sleep(_STEP)


def _bound(pid: int) -> None:
    """Bound the memory and the files of a program and of what it starts, where that can be done."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (MOST_MADE, MOST_MADE))


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a program with everything it started, and wait for it."""
    if sys.platform == "win32":  # pragma: no cover
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW,
                check=False,
            )
    else:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
