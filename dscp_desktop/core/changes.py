"""What a command did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """What one command wrote, and how to say it.

    `words` is the sentence of the history and of the undo bar ('Action EXEC044 marked done');
    `features` are the names of the features whose pages care; `result` is what the caller may
    want back (an id, a tally). `entry` is the history entry, filled in by the store.
    """

    words: str
    features: tuple[str, ...]
    result: object = None
    entry: str = ""
