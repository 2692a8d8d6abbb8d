"""The screen font and its roles, in points so that the text size of the system counts."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

# Role: size in points at a text size of 100%, weight. Nothing is smaller than 9 pt (12 px).
ROLES: dict[str, tuple[float, int]] = {
    "title": (15, 600),
    "item": (12.75, 600),
    "minutes": (10.5, 400),
    "base": (9.75, 400),
    "strong": (9.75, 600),
    "caption": (9, 400),
    "caption strong": (9, 600),
    "mono": (9.75, 400),
}
_MONO = ["Cascadia Mono", "Consolas", "DejaVu Sans Mono", "Noto Sans Mono"]
_scale = 1.0


def set_text_scale(scale: float) -> None:
    """Make all text `scale` times its plain size (1.0 to 2.0)."""
    global _scale  # one size of text for the whole program
    _scale = min(max(scale, 1.0), 2.0)
    font.cache_clear()


def text_scale() -> float:
    """Return how many times its plain size text is shown at."""
    return _scale


def scaled(length: int) -> int:
    """Return a height or width that holds text, in pixels, at the present size of text."""
    return round(length * _scale)


@cache
def _family() -> tuple[str, bool]:
    """Name the screen font, and whether we loaded it as a variable font."""
    if sys.platform == "win32":  # pragma: no cover
        # Asked of the folder: Qt would read every font of the computer first.
        if Path(os.environ.get("WINDIR", "C:\\Windows"), "Fonts", "segoeui.ttf").exists():
            return "Segoe UI", False
    found = find_spec("fontpkg_open_sans")
    for folder in (found.submodule_search_locations or []) if found else []:
        for file in sorted(Path(folder, "files").glob("OpenSans[[]*.ttf")):
            number = QFontDatabase.addApplicationFont(str(file))
            return QFontDatabase.applicationFontFamilies(number)[0], True
    known = QFontDatabase.families()
    there: list[str] = [name for name in ("Open Sans", "Noto Sans") if name in known]
    general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return (there or [general])[0], False


@cache
def font(role: str = "base") -> QFont:
    """Return the font of a role of ROLES. Do not change it: it is shared."""
    points, weight = ROLES[role]
    family, variable = _family()
    made = QFont()
    if role == "mono":
        made.setFamilies([*_MONO, family])
        made.setStyleHint(QFont.StyleHint.Monospace)
    else:
        made.setFamilies([family])
        if variable:
            made.setVariableAxis(QFont.Tag.fromString("wght"), weight)
    made.setPointSizeF(points * _scale)
    made.setWeight(QFont.Weight(weight))
    return made


@cache
def _metrics(role: str, _at: float) -> QFontMetricsF:
    return QFontMetricsF(font(role))


def metrics(role: str = "base") -> QFontMetricsF:
    """Return the measures of a role's font."""
    return _metrics(role, _scale)
