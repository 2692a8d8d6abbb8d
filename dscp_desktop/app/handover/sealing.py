"""One file that is locked with a passphrase: a zip whose one part is encrypted with AES-256.

The form is the one that archive programs share (AE-2: PBKDF2 with SHA-1, AES in counter mode,
HMAC): any of them opens it without this program. Its passphrase is stretched little, so it must
be long. What is inside is a zip of its own, so that the names in it are locked too.
"""

from __future__ import annotations

import hmac
import os
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from dscp_desktop.core.faults import Refused

FEWEST_LETTERS = 20
INNER, OPEN_FIRST = "handover.zip", "HOW TO OPEN THIS.txt"
_FIXED_DAY = (1980, 1, 1, 0, 0, 0)
_SALT, _KEY, _BLOCK, _CHECK = 16, 32, 16, 10
_ROUNDS = 1000  # of the form itself: no program would open another number
_AES_METHOD = 99
_AES_256 = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, zipfile.ZIP_STORED)


def check_words(passphrase: str) -> None:
    """Raise Refused where a passphrase is too short for a file that travels."""
    if len(passphrase.strip()) < FEWEST_LETTERS or len(set(passphrase.casefold())) < 8:
        raise Refused(
            f"The passphrase of a file that travels has at least {FEWEST_LETTERS} letters that "
            "differ. Five words or more are easy to keep."
        )


class _Lock:
    """Encrypts what is written to it, and signs it; it cannot go back."""

    def __init__(self, out: IO[bytes], passphrase: str) -> None:
        salt = os.urandom(_SALT)
        length = 2 * _KEY + 2
        # The form's own hash; it is not weak where it stretches and signs.
        stretch = PBKDF2HMAC(SHA1(), length, salt, _ROUNDS)
        keys = stretch.derive(passphrase.encode("utf-8"))
        self._out = out
        self._cipher = Cipher(AES(keys[:_KEY]), ECB()).encryptor()
        self._sign = hmac.new(keys[_KEY : 2 * _KEY], digestmod="sha1")
        self._number, self._left = 1, b""
        out.write(salt + keys[2 * _KEY :])

    def write(self, data: bytes) -> int:
        """Encrypt and pass on."""
        length = len(data)
        while len(self._left) < length:
            self._left += self._stream(max(length - len(self._left), 1 << 16))
        mask, self._left = self._left[:length], self._left[length:]
        mixed = int.from_bytes(data, "big") ^ int.from_bytes(mask, "big")
        sealed = mixed.to_bytes(length, "big")
        self._sign.update(sealed)
        self._out.write(sealed)
        return length

    def _stream(self, length: int) -> bytes:
        blocks = -(-length // _BLOCK)
        numbers = range(self._number, self._number + blocks)
        self._number += blocks
        return self._cipher.update(b"".join(n.to_bytes(_BLOCK, "little") for n in numbers))

    def flush(self) -> None:
        """Do nothing: a zip asks for it."""

    def close(self) -> None:
        """Write the sign under it."""
        self._out.write(self._sign.digest()[:_CHECK])


@contextmanager
def locked_zip(path: Path, passphrase: str, how_to_open: str) -> Iterator[zipfile.ZipFile]:
    """Write a locked file at `path`, and give the zip inside it; only `how_to_open` is in clear.

    Nothing that is put in ever stands on the disk unlocked.
    """
    about = zipfile.ZipInfo(INNER, _FIXED_DAY)
    about.create_system, about.extra = 0, _AES_256
    with path.open("wb") as file, zipfile.ZipFile(file, "w") as outer:
        outer.writestr(zipfile.ZipInfo(OPEN_FIRST, _FIXED_DAY), how_to_open)
        with outer.open(about, "w", force_zip64=True) as out:
            lock = _Lock(out, passphrase)
            with zipfile.ZipFile(lock, "w", zipfile.ZIP_DEFLATED) as inner:
                yield inner
            lock.close()
        _say_locked(file, about)


def _say_locked(file: IO[bytes], about: zipfile.ZipInfo) -> None:
    """Write into the part's head that it is encrypted; its end then says so too."""
    about.compress_type = _AES_METHOD
    about.flag_bits |= 1
    about.CRC = 0  # the form has a sign of its own: this one would tell of the contents
    about.file_size -= _SALT + 2 + _CHECK
    end = file.tell()
    file.seek(about.header_offset)
    file.write(about.FileHeader(zip64=True))
    file.seek(end)
