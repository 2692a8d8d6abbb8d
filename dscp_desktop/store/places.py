"""Where the files of a store stand, and making sure that a new name outlives a power cut."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath, PureWindowsPath

STORE_ENDING = ".dscp"
# What SQLite keeps beside an open store. A stale one beside another store would ruin that one.
SIDES = ("-wal", "-shm", "-journal")
SHARE, SYNCED = "share", "synced"
LONGEST_ON_WINDOWS = 259  # signs of a whole path, where long paths are not switched on
_LONGEST_NAME = 200  # bytes of one name: those of backups are longer, and end at 255
_BESIDE = len("\\backups\\-2023-10-19-154703.dscpbackup.part")
_SYNCED = ("onedrive", "dropbox", "sharepoint", "google drive", "googledrive", "icloud", "box sync")
_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORKS = ("nfs", "cifs", "smb", "9p", "afs", "ncpfs", "fuse.sshfs", "fuse.davfs", "davfs")
_REMOTE_DRIVE = 4  # GetDriveType
_NOT_ON_WINDOWS = '<>:"|?*'
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)}


def beside(path: Path, ending: str) -> Path:
    """Return the name of a store's other file: `NAME.keys` for `NAME.dscp`.

    A store with another ending keeps it ('north.2023' has 'north.2023.keys'), so that two
    stores never share a file.
    """
    plain = path.suffix.casefold() == STORE_ENDING
    return path.with_suffix(ending) if plain else path.with_name(path.name + ending)


def is_shared_path(path: Path) -> bool:
    """Say whether a write-ahead log is not safe there: on a share or in a synchronised folder."""
    return bool(place_kind(path))


def place_kind(path: Path) -> str:
    """Return SHARE for a network drive, SYNCED for a synchronised folder, '' for this computer.

    A share is known by two slashes at its beginning, or by what the system says of its drive;
    a synchronised folder by the names of the usual synchronisers, and by where OneDrive says
    that it and the libraries of its organisation lie.
    """
    whole = path.resolve()  # on Windows a drive letter that stands for a share becomes the share
    if any(str(each).startswith(("\\\\", "//")) for each in (path, whole)) or _is_remote(whole):
        return SHARE
    synced = any(part.casefold().startswith(_SYNCED) for part in whole.parts)
    return SYNCED if synced or is_below(whole, synced_roots(os.environ)) else ""


def synced_roots(environment: Mapping[str, str]) -> tuple[PurePath, ...]:
    """Return the folders that OneDrive keeps: its own, and that of the organisation's libraries.

    Beside 'OneDrive - Borough' lies 'Borough', with the libraries that people chose to keep.
    """
    found: list[PurePath] = []
    for name in _ONEDRIVE:
        text = environment.get(name, "")
        if text:
            kind = PureWindowsPath if "\\" in text else PurePath
            root = kind(text)
            found.append(root)
            _, dash, organisation = root.name.partition(" - ")
            if dash and organisation:
                found.append(root.with_name(organisation))
    return tuple(found)


def is_below(path: PurePath, roots: Iterable[PurePath]) -> bool:
    """Say whether a path lies in one of these folders; capitals do not count."""
    parts = [part.casefold() for part in path.parts]
    for root in roots:
        wanted = [part.casefold() for part in root.parts]
        if wanted and parts[: len(wanted)] == wanted:
            return True
    return False


def _is_remote(path: Path) -> bool:
    if sys.platform == "win32":  # pragma: no cover
        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _REMOTE_DRIVE)
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return False
    return is_network_mount(path, mounts)


def is_network_mount(path: Path, mounts: str) -> bool:
    """Say whether the deepest mount that holds a path is one over the network.

    `mounts` is the text of /proc/mounts: device, folder (a space as \\040) and kind in each line.
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        folder = Path(fields[1].replace("\\040", " "))
        if len(folder.parts) > best and path.is_relative_to(folder):
            best, kind = len(folder.parts), fields[2]
    return kind.startswith(_NETWORKS)


def name_problem(path: PurePath, *, windows: bool = sys.platform == "win32") -> str:
    """Return why no store can have this path, '' where it can; asks no disk.

    Room is kept for the names of its backups, which are longer.
    """
    if len(path.name.encode("utf-8", "replace")) > _LONGEST_NAME:
        return f"The name {path.name[:20]}… is too long. Choose a shorter one."
    if not windows:
        return ""
    if len(str(path.parent)) + _BESIDE + len(path.stem) > LONGEST_ON_WINDOWS:
        return (
            f"This path is too long: Windows lets one have {LONGEST_ON_WINDOWS} letters, and the "
            "names of backups are longer than the store's. Choose a folder nearer to the top."
        )
    for part in path.parts[1:]:
        bad = [sign for sign in part if sign in _NOT_ON_WINDOWS or ord(sign) < 32]
        if bad:
            return f"Windows lets no name hold {bad[0]}. Choose another name than {part}."
        if part.endswith((".", " ")) or part.partition(".")[0].strip().casefold() in _DEVICES:
            return f"Windows lets nothing be called {part}. Choose another name."
    return ""


def clear(path: Path) -> None:
    """Remove a store's file, and whatever SQLite left beside it."""
    for ending in ("", *SIDES):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Flush a folder, so that a file renamed in it has its new name after a power cut too."""
    if sys.platform == "win32":  # pragma: no cover
        return  # NTFS keeps renames in its own log, and opens no folder
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
