"""Answers to questions that are asked again and again, kept while nobody writes to the store.

Whoever goes to and fro between pages asks the same of the same records: until something was
written, by whatever program, the answer is the one given before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from dscp_desktop.store.opening import Store

MOST = 64  # questions whose answers are kept


class Answers:
    """The newest answer to each standing question; used by one thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._version: Hashable = None
        self._kept: dict[Hashable, tuple[Callable[..., Any], tuple[Any, ...], Any]] = {}

    def ask(self, place: Hashable, query: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Return what a query says; `place` is who asks for what, and holds one answer."""
        version = self._store.version()  # before the query: what is written meanwhile is newer
        if version != self._version:
            self._version, self._kept = version, {}
        kept = self._kept.get(place)
        if kept is not None and kept[0] is query and kept[1] == args:
            return kept[2]
        value = self._store.ask(query, *args)
        self._kept.pop(place, None)
        if _lasts(query, args, value):
            self._kept[place] = (query, args, value)
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return value

    def forget(self) -> None:
        """Have everything asked anew: something beside the store is not what it was."""
        self._version = None


def _lasts(query: Callable[..., Any], args: tuple[Any, ...], value: Any) -> bool:
    """Say whether the same question, asked later, can be told: neither code made on the spot nor
    what may change in its place; whole files are not kept."""
    try:
        hash(args)
    except TypeError:
        return False
    return "<" not in getattr(query, "__qualname__", "<") and not isinstance(value, bytes)
