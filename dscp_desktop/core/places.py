"""The one function that finds what lies beside the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOTS = (_PACKAGE / "_shared", _PACKAGE.parent)


def find_place(name: str) -> Path:
    """Return the path of a file or folder below `resources/` or `db/`.

    In a wheel and in the Windows folder they were copied into the package (`_shared`); in the
    source tree they lie beside it. Raises FileNotFoundError, naming it, where neither has it.
    """
    for root in _ROOTS:
        place = root / name
        if place.exists():
            return place
    raise FileNotFoundError(f"{name} is missing from the program's folder")
