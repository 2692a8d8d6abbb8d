"""Icons by our own words, painted as outlines of the glyphs that a dependency carries.

The glyphs are read from the files of the package, which is never imported: its own loader
would install fonts for the user on Windows.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPixmap, QRawFont

from dscp_desktop.widgets.theme import color, text_color

# Our word: the glyph, 'set.name'. A filled one stands beside it as 'name-fill' where there is.
NAMES: dict[str, str] = {
    "today": "ph.calendar-check",
    "meeting": "ph.users-three",
    "action": "mdi.clipboard-check-outline",
    "pack": "ph.file-pdf",
    "group": "ph.users-four",
    "budget": "ph.money",
    "records": "ph.archive",
    "import": "ph.upload-simple",
    "export": "ph.download-simple",
    "cycle": "ph.repeat",
    "audit": "ph.magnifying-glass-plus",
    "draw": "ph.video-camera",
    "timer": "ph.timer",
    "priority": "ph.target",
    "thread": "ph.flow-arrow",
    "terms": "ph.article",
    "decision": "mdi.gavel",
    "person": "ph.user",
    "organisation": "ph.buildings",
    "settings": "ph.gear",
    "help": "ph.question",
    "late": "ph.warning-circle",
    "risk": "ph.warning",
    "done": "ph.check-circle",
    "waiting": "ph.clock",
    "not due": "ph.circle",
    "running": "ph.play",
    "lock": "ph.lock",
    "auto": "ph.magic-wand",
    "note": "ph.info",
    "same": "ph.check-circle",
    "changed": "ph.arrows-clockwise",
    "new": "ph.file-plus",
    "again": "ph.arrows-clockwise",
    "search": "ph.magnifying-glass",
    "filter": "ph.funnel-simple",
    "print": "ph.printer",
    "add": "ph.plus",
    "less": "ph.minus",
    "undo": "ph.arrow-counter-clockwise",
    "edit": "ph.pencil-simple",
    "delete": "ph.trash",
    "close": "ph.x",
    "tick": "ph.check",
    "save": "ph.floppy-disk",
    "history": "ph.clock-counter-clockwise",
    "backup": "ph.clock-counter-clockwise",
    "offline": "mdi.power-plug-off-outline",
    "sample": "ph.flask",
    "calendar": "ph.calendar-blank",
    "down": "ph.caret-down",
    "up": "ph.caret-up",
    "left": "ph.caret-left",
    "right": "ph.caret-right",
    "folder": "ph.folder-open",
    "file": "ph.file",
    "paper": "ph.file-text",
    "workbook": "ph.table",
    "sheet": "ph.table",
    "key": "ph.key",
    "eye": "ph.eye",
    "eye shut": "ph.eye-slash",
    "caps": "ph.arrow-fat-up",
    "computer": "ph.laptop",
    "link": "ph.link-simple",
    "list": "ph.list-bullets",
    "move": "ph.dots-six-vertical",
    "away": "ph.sign-out",
    "verified": "ph.shield-check",
    "certificate": "mdi.certificate-outline",
    "comment": "ph.chat",
    "more": "ph.dots-three",
    "chart": "ph.chart-bar",
    "email": "ph.envelope",
}
_FILES = {"ph": "phosphor", "mdi": "materialdesignicons6-webfont"}
_UNITS = 1000.0  # glyph outlines are kept at this size and scaled when painted


@cache
def _glyphs(kind: str) -> tuple[QRawFont, dict[str, str]]:
    found = find_spec("qtawesome")
    folder = Path(*(found.submodule_search_locations or [""])[:1] if found else "", "fonts")
    names = sorted(folder.glob(f"{_FILES[kind]}-charmap-*.json"))
    faces = sorted(folder.glob(f"{_FILES[kind]}-[0-9]*.ttf"))
    if not names or not faces:
        raise FileNotFoundError("The icons are missing from the program's folder")
    charmap: dict[str, str] = json.loads(names[-1].read_text(encoding="utf-8"))
    return QRawFont(str(faces[-1]), _UNITS, QFont.HintingPreference.PreferNoHinting), charmap


def require_icon(name: str) -> None:
    """Raise KeyError for a name that is neither '' nor one of NAMES.

    Values check it when they are made: a mistake found while painting would leave a painter
    open, and Qt ends the program at that.
    """
    if name and name not in NAMES:
        raise KeyError(f"No icon is called {name!r}")


@cache
def icon_outline(name: str, filled: bool = False) -> QPainterPath:
    """Return the outline of an icon in a square of 1000 units.

    `name` is one of NAMES. Raises KeyError for any other.
    """
    kind, _, glyph = NAMES[name].partition(".")
    face, charmap = _glyphs(kind)
    code = charmap.get(f"{glyph}-fill" if filled else glyph) or charmap[glyph]
    path = face.pathForGlyph(face.glyphIndexesForString(chr(int(code, 16)))[0])
    path.translate(0, face.ascent())
    return path


def paint_icon(
    painter: QPainter, box: QRectF, name: str, tint: QColor, filled: bool = False
) -> None:
    """Paint an icon into a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / _UNITS, box.height() / _UNITS)
    painter.fillPath(icon_outline(name, filled), tint)
    painter.restore()


def icon_pixmap(name: str, tint: QColor, size: int, ratio: float, filled: bool) -> QPixmap:
    """Return an icon of `size` pixels at 96 dpi for a screen of that device pixel ratio."""
    require_icon(name)
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_icon(painter, QRectF(0, 0, size, size), name, tint, filled)
    painter.end()
    return made


@cache
def _icon(name: str, tints: tuple[tuple[QIcon.Mode, str], ...], size: int, filled: bool) -> QIcon:
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        for mode, tint in tints:
            made.addPixmap(icon_pixmap(name, QColor(tint), size, ratio, filled), mode)
    return made


def icon(name: str, token: str = "t1", size: int = 16, filled: bool = False) -> QIcon:
    """Return an icon tinted with a token of the theme shown, for screens of each ratio.

    A widget that keeps it asks again when the theme changes (`theme_changed`). `name` is one
    of NAMES; raises KeyError for any other. Without words beside it an icon needs a tooltip
    and an accessible name.
    """
    mode = QIcon.Mode
    tints = (
        (mode.Normal, color(token).name()),
        (mode.Active, color(token).name()),
        (mode.Selected, text_color(token, selected=True).name()),
        (mode.Disabled, color("t3").name()),
    )
    return _icon(name, tints, size, filled)
