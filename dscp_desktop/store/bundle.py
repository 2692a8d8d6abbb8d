"""The one file that a backup is: a zip, nothing compressed, of manifest, key slots and store.

It is written and read in pieces, never held in memory. What comes from outside is believed in
nothing: names, sizes, sums and the manifest are checked before the store is written anywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.pace import UNWATCHED, Pace
from dscp_desktop.store.migrate import NEWEST, known_revisions

STORE, SLOTS, MANIFEST = "store.dscp", "store.keys", "manifest.json"
ENDING = ".dscpbackup"
FORMAT = 1
PIECE = 1 << 18
_MOST = {MANIFEST: 1 << 16, SLOTS: 1 << 22}  # bytes: these two are read whole
_SUM, _WORD = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9A-Za-z_.+]{0,40}")
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    RuntimeError,
    OverflowError,
    EOFError,
    OSError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself in the clear; `head` is where the history's chain stood.

    `made_at` is ISO, '' where nobody said; `release` is the program that made it, '' for 0.1.0.
    """

    format: int
    made_at: str
    public_name: str
    revision: str
    head: str
    store_sha256: str
    slots_sha256: str
    release: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be read of a backup without a key. `size` is that of the store in it, in bytes."""

    manifest: Manifest
    slots: bytes
    size: int

    def store_id(self) -> str:
        """Return which store it is a backup of, as its key slots say; '' where they do not."""
        try:
            return str(json.loads(self.slots)["store"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return ""


def write_bundle(
    target: Path, manifest: Manifest, store: Path, slots: bytes, pace: Pace = UNWATCHED
) -> None:
    """Write a backup to a new file and flush it to the disk."""
    with target.open("wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
            box.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(asdict(manifest), indent=1))
            box.writestr(zipfile.ZipInfo(SLOTS), slots)
            info = zipfile.ZipInfo(STORE)
            info.file_size = store.stat().st_size
            with store.open("rb") as source, box.open(info, "w") as part:
                copy_pieces(source, part, info.file_size, "Writing the backup", pace)
        out.flush()
        os.fsync(out.fileno())


def copy_pieces(source: IO[bytes], target: IO[bytes], size: int, words: str, pace: Pace) -> None:
    """Copy what is left of a file to another, in pieces; `size` is how much that is, in bytes.

    Raises Stopped where somebody asked for it; what was written stays for the caller to remove.
    """
    done = 0
    while piece := source.read(PIECE):
        pace.at(words, done, size)
        target.write(piece)
        done += len(piece)


def sum_of(path: Path, pace: Pace = UNWATCHED, words: str = "Reading it again") -> str:
    """Return the SHA-256 of a file, lower-case hex."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        while piece := source.read(PIECE):
            pace.at(words, done, size)
            digest.update(piece)
            done += len(piece)
    return digest.hexdigest()


def read_facts(backup: Path) -> Facts:
    """Read what a backup says of itself; the store in it is not looked at.

    Raises WrongUse where it is not there, Refused where it is no backup, is damaged, or was made
    by a newer program.
    """
    with _opened(backup) as box:
        return _facts(backup, box)


def take_out(
    backup: Path, target: Path, pace: Pace = UNWATCHED, words: str = "Reading the backup"
) -> Facts:
    """Write the store of a backup to a new file, flushed to the disk, its sum compared.

    Raises as `read_facts` does; OSError where `target` cannot be written.
    """
    with _opened(backup) as box:
        facts = _facts(backup, box)
        digest, done = hashlib.sha256(), 0
        with target.open("wb") as out:
            for piece in _pieces(backup, box):
                pace.at(words, done, facts.size)
                digest.update(piece)
                out.write(piece)
                done += len(piece)
            out.flush()
            os.fsync(out.fileno())
    if digest.hexdigest() != facts.manifest.store_sha256:
        raise _damaged(backup)
    return facts


def _damaged(backup: Path) -> Refused:
    return Refused(f"{backup.name} is damaged or is no backup. Use another one.")


@contextmanager
def _opened(backup: Path) -> Iterator[zipfile.ZipFile]:
    if not backup.is_file():
        raise WrongUse(f"{backup} is not there.")
    try:
        source = backup.open("rb")
    except OSError as error:
        raise Refused(
            f"{backup.name} cannot be read: {error.strerror}. Copy it to this computer and try "
            "again."
        ) from error
    with source:
        try:
            box = zipfile.ZipFile(source)
            _check_parts(box, source)
        except _BROKEN as error:
            raise _damaged(backup) from error
        with box:
            yield box


def _check_parts(box: zipfile.ZipFile, source: IO[bytes]) -> None:
    """Raise ValueError unless the parts are ours: three names, as they are, within the file."""
    whole = os.fstat(source.fileno()).st_size
    parts = box.infolist()
    if sorted(part.filename for part in parts) != sorted((STORE, SLOTS, MANIFEST)):
        raise ValueError("parts of other names")
    for part in parts:
        plain = part.compress_type == zipfile.ZIP_STORED and part.file_size == part.compress_size
        if not plain or part.flag_bits & 1:
            raise ValueError("ours are stored as they are: what swells is not ours")
        if part.file_size > min(_MOST.get(part.filename, whole), whole):
            raise ValueError("a part larger than it can be")


def _facts(backup: Path, box: zipfile.ZipFile) -> Facts:
    try:
        values = json.loads(box.read(MANIFEST))
        slots = box.read(SLOTS)
        size = box.getinfo(STORE).file_size
        newer = type(values["format"]) is int and values["format"] > FORMAT
        manifest = None if newer else _sound_manifest(values)
    except _BROKEN as error:
        raise _damaged(backup) from error
    if manifest is None:
        raise Refused(f"{backup.name} was made by a newer DSCP Desktop. Use the newer program.")
    if manifest.revision and manifest.revision not in known_revisions():
        raise Refused(
            f"{backup.name} was made by a newer DSCP Desktop (its tables are "
            f"{manifest.revision}, this program knows {NEWEST}). Nothing was moved. Use the newer "
            "program."
        )
    if hashlib.sha256(slots).hexdigest() != manifest.slots_sha256:
        raise _damaged(backup)
    return Facts(manifest, slots, size)


def _sound_manifest(values: dict[str, Any]) -> Manifest:
    """Return the manifest; raise ValueError or TypeError where a value cannot be ours."""
    names = {field.name for field in fields(Manifest)}
    manifest = Manifest(**{name: value for name, value in values.items() if name in names})
    texts = [value for name, value in asdict(manifest).items() if name != "format"]
    if type(manifest.format) is not int or manifest.format != FORMAT:
        raise ValueError("a format that never was")
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("a value that is no text")
    if not all(_WORD.fullmatch(word) for word in (manifest.revision, manifest.release)):
        raise ValueError("a revision or release that none has")
    if not all(_SUM.fullmatch(s) for s in (manifest.store_sha256, manifest.slots_sha256)):
        raise ValueError("a sum that is none")
    if manifest.made_at:
        datetime.fromisoformat(manifest.made_at)
    return manifest


def _pieces(backup: Path, box: zipfile.ZipFile) -> Iterator[bytes]:
    """Give the store's bytes in pieces; trouble with the backup is told from that of the disk."""
    try:
        with box.open(STORE) as part:
            while piece := part.read(PIECE):
                yield piece
    except _BROKEN as error:
        raise _damaged(backup) from error
