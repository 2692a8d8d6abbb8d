"""Where a handover goes: a folder of plain files, or one locked file; whole, or not at all."""

from __future__ import annotations

import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from dscp_desktop.app.handover.sealing import locked_zip
from dscp_desktop.core.faults import Refused

MANIFEST = "manifest.txt"
PART = ".part"
_DAY = (1980, 1, 1, 0, 0, 0)
_LONGEST = 80
_NO_LETTER = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Written:
    """One file of a handover: its name in it, and the SHA-256 and length of its bytes."""

    name: str
    sha256: str
    size: int


class Target:
    """Takes files one after the other, in pieces, and keeps what the manifest says of each."""

    def __init__(self, open_file: Callable[[str], AbstractContextManager[IO[bytes]]]) -> None:
        self._open = open_file
        self.files: list[Written] = []
        self._names: set[str] = set()

    def name(self, folder: str, words: str, ending: str) -> str:
        """Return a free name in a folder: plain letters, the same on every system."""
        plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
        stem = _NO_LETTER.sub("-", plain).strip("-")[:_LONGEST].strip("-") or "file"
        name, number = f"{folder}/{stem}{ending}", 2
        while name in self._names:
            name, number = f"{folder}/{stem}-{number}{ending}", number + 1
        self._names.add(name)
        return name

    def put(self, name: str, pieces: Iterable[bytes]) -> Written:
        """Write a file and return what is known of it."""
        told, size = sha256(), 0
        with self._open(name) as out:
            for piece in pieces:
                told.update(piece)
                size += len(piece)
                out.write(piece)
        written = Written(name, told.hexdigest(), size)
        self.files.append(written)
        return written

    def put_manifest(self) -> Written:
        """Write the list of all files, as checking programs read it, and return its own sum."""
        lines = (f"{one.sha256}  {one.name}\n".encode() for one in self.files)
        return self.put(MANIFEST, list(lines))


@contextmanager
def plain_target(path: Path) -> Iterator[Target]:
    """Give a folder to write into; it gets its name when the block ends, and goes where it fails.

    Raises Refused where something stands there already.
    """
    part = _free(path)
    try:
        part.mkdir()

        @contextmanager
        def open_file(name: str) -> Iterator[IO[bytes]]:
            place = part / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as out:
                yield out

        yield Target(open_file)
        part.rename(path)
    except BaseException as error:
        shutil.rmtree(part, ignore_errors=True)
        raise _in_words(error, path) from error


@contextmanager
def locked_target(path: Path, passphrase: str, how_to_open: str) -> Iterator[Target]:
    """Give a locked file to write into; it gets its name when the block ends, and goes where it
    fails. Raises Refused where something stands there already.
    """
    part = _free(path)
    try:
        with locked_zip(part, passphrase, how_to_open) as inner:

            def open_file(name: str) -> AbstractContextManager[IO[bytes]]:
                about = zipfile.ZipInfo(name, _DAY)
                about.compress_type, about.create_system = zipfile.ZIP_DEFLATED, 0
                return inner.open(about, "w", force_zip64=True)

            yield Target(open_file)
        part.rename(path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise _in_words(error, path) from error


def _free(path: Path) -> Path:
    part = path.with_name(path.name + PART)
    for there in (path, part):
        if there.exists():
            raise Refused(f"{there.name} is already there. Choose another name, or remove it.")
    return part


def _in_words(error: BaseException, path: Path) -> BaseException:
    """Return the error to raise: what the disk did, in words; any other as it is."""
    if not isinstance(error, OSError):
        return error
    return Refused(
        f"{path.name} could not be written: {error.strerror or 'the disk failed'}. Nothing was "
        "kept. Look at the disk and its free space, or choose another place."
    )
