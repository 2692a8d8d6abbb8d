"""Keys: one file key, sealed once for each named person; passphrases never leave this file.

Each person has a key pair. The private half is wrapped by the passphrase (scrypt, AES-GCM), the
file key is sealed to the public half, so that the key can be changed when somebody leaves
without asking everybody else for a passphrase.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from dscp_desktop.core.faults import CannotOpen, Refused, WrongUse
from dscp_desktop.store.places import beside, settle

KEY_BYTES = 32
SHORTEST_PASSPHRASE = 8
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**15, 8, 1
_NONCE = b"\0" * 12  # safe: every key below is used for one message


@dataclass(frozen=True, slots=True)
class Slot:
    """One person's way in. `access` is 'full' or 'read'; all else is hex."""

    name: str
    access: str
    salt: str
    private: str
    public: str
    sealed: str
    n: int = _SCRYPT_N
    r: int = _SCRYPT_R
    p: int = _SCRYPT_P


@dataclass(frozen=True, slots=True)
class SlotFile:
    """What stands beside the store in the clear: its public name and the list of people."""

    store: str
    public_name: str
    sample: bool
    slots: tuple[Slot, ...]


def slots_path(path: Path) -> Path:
    """Return where the key slots of a store are kept: `NAME.keys` beside it."""
    return beside(path, ".keys")


def write_slots(path: Path, slots: SlotFile) -> None:
    """Write the slot file beside the store at `path`: new file, flushed to disk, renamed.

    Raises Refused, and the file that stands there stays, where the disk does not let us.
    """
    target = slots_path(path)
    fresh = target.with_name(target.name + ".new")
    try:
        with fresh.open("wb") as out:
            out.write((json.dumps({"format": 1, **asdict(slots)}, indent=1) + "\n").encode())
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(target)
        settle(target)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise Refused(
            f"The key file {target.name} could not be written: {error.strerror}. Look at the disk "
            "of the store and its free space, and try again."
        ) from error


def read_slots(path: Path) -> SlotFile:
    """Read the slot file beside the store at `path`. Raises CannotOpen where it is unreadable."""
    target = slots_path(path)
    try:
        values = json.loads(target.read_bytes())
        if values.pop("format") != 1:
            raise CannotOpen(
                f"The key file {target.name} was written by a newer DSCP Desktop. Open the store "
                "with the newer program."
            )
        values["slots"] = tuple(_sound_slot(slot) for slot in values["slots"])
        return SlotFile(**values)
    except FileNotFoundError as error:
        raise CannotOpen(
            f"The key file {target.name} is not beside the store. Put it back from a backup, or "
            "use the recovery sheet."
        ) from error
    except OSError as error:
        raise CannotOpen(
            f"The key file {target.name} cannot be read now: {error.strerror}. Look whether its "
            "folder can be reached and has been synchronised, then try again."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotOpen(
            f"The key file {target.name} is damaged. Put it back from a backup, or use the "
            "recovery sheet."
        ) from error


def _sound_slot(values: Mapping[str, Any]) -> Slot:
    """Return a slot whose cost a machine can bear: anybody could have put the file there."""
    slot = Slot(**values)
    texts = (slot.name, slot.salt, slot.private, slot.public, slot.sealed)
    costs = ((slot.n, 2**20), (slot.r, 32), (slot.p, 16))
    if slot.access not in ("full", "read") or not all(isinstance(text, str) for text in texts):
        raise ValueError("a slot of another form")
    if not all(type(cost) is int and 0 < cost <= most for cost, most in costs):
        raise ValueError("a slot of another cost")
    return slot


def check_passphrase(passphrase: str) -> str:
    """Refuse a passphrase under 8 characters; return a warning in words where it is weak."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise WrongUse("The passphrase has under 8 characters. Use five words or more.")
    if len(set(passphrase.casefold())) < 6 or (len(passphrase) < 16 and " " not in passphrase):
        return "The passphrase is weak. Five words that you can remember are better."
    return ""


def make_slot(name: str, access: str, passphrase: str, key: bytes) -> Slot:
    """Make a person's slot for the file key. The name stands in the history of each change."""
    salt = os.urandom(16)
    pair = X25519PrivateKey.generate()
    blank = Slot(
        name=name,
        access=access,
        salt=salt.hex(),
        private="",
        public=pair.public_key().public_bytes_raw().hex(),
        sealed="",
        n=_SCRYPT_N,
    )
    wrapped = AESGCM(_stretch(passphrase, blank)).encrypt(
        _NONCE, pair.private_bytes_raw(), _bound(blank)
    )
    return seal_to(replace(blank, private=wrapped.hex()), (key,))


def seal_to(slot: Slot, keys: tuple[bytes, ...]) -> Slot:
    """Return the slot with the file keys sealed to its public half; the newest key first."""
    once = X25519PrivateKey.generate()
    public = X25519PublicKey.from_public_bytes(bytes.fromhex(slot.public))
    secret = _derive(once.exchange(public))
    sealed = AESGCM(secret).encrypt(_NONCE, b"".join(keys), _bound(slot))
    return replace(slot, sealed=(once.public_key().public_bytes_raw() + sealed).hex())


def open_slot(slot: Slot, passphrase: str) -> tuple[bytes, ...]:
    """Return the file keys a slot holds, the newest first. Raises CannotOpen if it does not fit."""
    try:
        raw = AESGCM(_stretch(passphrase, slot)).decrypt(
            _NONCE, bytes.fromhex(slot.private), _bound(slot)
        )
        sealed = bytes.fromhex(slot.sealed)
        once = X25519PublicKey.from_public_bytes(sealed[:32])
        secret = _derive(X25519PrivateKey.from_private_bytes(raw).exchange(once))
        joined = AESGCM(secret).decrypt(_NONCE, sealed[32:], _bound(slot))
        if len(joined) % KEY_BYTES:
            raise ValueError("a key of another length")
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(
            f"The passphrase does not fit {slot.name}. Capitals and spaces count."
        ) from error
    return tuple(joined[i : i + KEY_BYTES] for i in range(0, len(joined), KEY_BYTES))


def _stretch(passphrase: str, slot: Slot) -> bytes:
    kdf = Scrypt(salt=bytes.fromhex(slot.salt), length=32, n=slot.n, r=slot.r, p=slot.p)
    return kdf.derive(passphrase.encode())


def _derive(shared: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dscp file key").derive(shared)


def _bound(slot: Slot) -> bytes:
    """What a slot is bound to, so that a name or an access cannot be swapped under a key."""
    return f"{slot.name}\n{slot.access}\n{slot.public}".encode()


def recovery_code(key: bytes) -> str:
    """Return the file key as base32 in groups of four with a check group, for the printed sheet."""
    text = base64.b32encode(key).decode().rstrip("=")
    check = base64.b32encode(sha256(key).digest()).decode()[:4]
    full = text + check
    return "-".join(full[i : i + 4] for i in range(0, len(full), 4))


def key_of_recovery(code: str) -> bytes:
    """Read a recovery code as typed from the sheet. Raises CannotOpen if a group is wrong."""
    text = "".join(code.split()).replace("-", "").upper().replace("0", "O").replace("1", "I")
    wrong = CannotOpen("The recovery key does not add up. Compare each group with the sheet.")
    try:
        key = base64.b32decode(text[:-4] + "=" * (-len(text[:-4]) % 8))
    except ValueError as error:
        raise wrong from error
    if len(key) != KEY_BYTES or recovery_code(key).replace("-", "")[-4:] != text[-4:]:
        raise wrong
    return key


def slot_text(slot: Slot) -> str:
    """Return a slot as the text that is kept inside the store."""
    return json.dumps(asdict(slot), sort_keys=True)


def slot_of(text: str) -> Slot:
    """Read a slot from the text that is kept inside the store."""
    return Slot(**json.loads(text))
