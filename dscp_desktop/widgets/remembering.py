"""Where the parts of the window stood last: splitters, columns, order of rows, tabs.

All are numbers by name. The program puts its own mapping behind `remembered`, which outlives it.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping


class Remembered(MutableMapping[str, int]):
    """Numbers by name, kept in whatever mapping was given last."""

    def __init__(self) -> None:
        self._kept: MutableMapping[str, int] = {}

    def keep_in(self, kept: MutableMapping[str, int]) -> None:
        """Read from this mapping, and write to it, from now on."""
        self._kept = kept

    def __getitem__(self, name: str) -> int:
        return self._kept[name]

    def __setitem__(self, name: str, number: int) -> None:
        self._kept[name] = number

    def __delitem__(self, name: str) -> None:
        del self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


remembered = Remembered()
