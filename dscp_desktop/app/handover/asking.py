"""A handover as the window asks for it: loaded when it is wanted, for it needs every feature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Feature

if TYPE_CHECKING:
    from dscp_desktop.store.opening import Store


def hand_over_words(
    store: Store,
    features: Sequence[Feature],
    path: Path,
    passphrase: str,
    restricted: bool,
    tell: Callable[[str, int, int], object],
    cancelled: Callable[[], bool],
) -> Changes:
    """Write everything out; the words of the changes say what was written, and where."""
    from dataclasses import replace

    from dscp_desktop.app.handover.making import Handed, Wish, hand_over
    from dscp_desktop.app.handover.verb import said_of

    changes = hand_over(store, features, Wish(path, passphrase, restricted), tell, cancelled)
    assert isinstance(changes.result, Handed)
    return replace(changes, words=said_of(changes.result))
