"""A second copy of what is typed, for when the store cannot take it: sealed, in the own folder.

A full disk or a lost share must not cost what was said. The copy is sealed with a key made from
the store's own, so that it says nothing to anybody who cannot open the store; it goes back into
the store as drafts when that is opened next, and is removed as soon as the store takes drafts.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dscp_desktop.store.drafts import keep_draft, list_drafts
from dscp_desktop.store.opening import Store

_WHAT = b"dscp rescue 1"
_NONCE = 12


def rescue_path(folder: Path, store: Store) -> Path:
    """Return where the second copy of a store's drafts stands."""
    named = hashlib.sha256(str(store.path.absolute()).encode()).hexdigest()[:16]
    return folder / f"unsaved-{named}.rescue"


def keep_rescue(folder: Path, store: Store, drafts: Mapping[str, str]) -> bool:
    """Write the drafts, by place, in place of the copy before; say whether that worked."""
    path = rescue_path(folder, store)
    nonce = os.urandom(_NONCE)
    sealed = nonce + _box(store).encrypt(nonce, json.dumps(dict(drafts)).encode(), _WHAT)
    fresh = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(sealed)
        fresh.replace(path)
    except OSError:
        return False
    return True


def take_rescue(folder: Path, store: Store) -> int:
    """Put the second copy back into the store as drafts, and remove it; return how many.

    One that cannot be opened (of another key) is left where it is.
    """
    path = rescue_path(folder, store)
    try:
        sealed = path.read_bytes()
        plain = _box(store).decrypt(sealed[:_NONCE], sealed[_NONCE:], _WHAT)
        drafts: dict[str, str] = json.loads(plain)
    except (OSError, InvalidTag, ValueError):
        return 0
    with store.jotting() as session:
        there = list_drafts(session, store.person)
        for place, value in drafts.items():
            free = place
            while free in there and there[free] != value:
                free += "+"
            keep_draft(session, free, value)
    drop_rescue(folder, store)
    return len(drafts)


def drop_rescue(folder: Path, store: Store) -> None:
    """Remove the second copy: the store has it all."""
    rescue_path(folder, store).unlink(missing_ok=True)


def _box(store: Store) -> AESGCM:
    return AESGCM(hmac.digest(store.key, _WHAT, "sha256"))
