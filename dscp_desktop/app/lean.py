"""Qt without its look at the source of everything that is imported after it."""

from __future__ import annotations

import builtins
from importlib import import_module
from typing import Any


def import_plainly() -> None:
    """Load Qt, and give `import` back to Python.

    The binding of Qt puts itself between, for an option that changes the names of Qt's functions
    and that nobody here uses: it reads the source of each module that is imported, and all of
    these lines, four hundred thousand, stay in memory until the program ends.
    """
    import_module("PySide6.QtCore")
    place: Any = builtins
    place.__import__ = getattr(place, "__orig_import__", place.__import__)
