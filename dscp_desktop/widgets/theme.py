"""Colours by token, light, dark or as the system's high contrast says, and the style sheet."""

from __future__ import annotations

import json
import re
from enum import Enum
from functools import cache
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from dscp_desktop.core.places import find_place
from dscp_desktop.widgets import fonts

_HEIGHT = re.compile(r"min-height: (\d+)px")


class Theme(Enum):
    """What a person can choose in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high contrast"


class _Watch(QObject):
    """Tells windows to take the new style sheet, then painted widgets that colours changed."""

    sheet_changed = Signal()
    changed = Signal()


class _Now:
    theme = Theme.LIGHT  # what is shown now: never SYSTEM
    chosen = Theme.SYSTEM
    watched = False
    sheet = ""


_watch = _Watch()
_CONTRAST_ROLES = {
    **dict.fromkeys(("win", "neubg", "desk"), QPalette.ColorRole.Window),
    **dict.fromkeys(("surface", "subtle", "paper", "focusgap"), QPalette.ColorRole.Base),
    **dict.fromkeys(("redbg", "ambbg", "grnbg", "infbg"), QPalette.ColorRole.Base),
    **dict.fromkeys(("acc", "acc2"), QPalette.ColorRole.Highlight),
    "onacc": QPalette.ColorRole.HighlightedText,
}
_SOFT, _SHADE = ("sel", "hover"), 0.2  # fills behind words that keep their colour; how strong

# High contrast where the system has none of its own.
_BLACK = {
    **dict.fromkeys(("Window", "Base", "AlternateBase", "Button", "ToolTipBase"), "#000000"),
    **dict.fromkeys(("WindowText", "Text", "ButtonText", "ToolTipText", "Light"), "#FFFFFF"),
    **dict.fromkeys(("Mid", "Midlight", "Dark", "Shadow", "BrightText"), "#FFFFFF"),
    **dict.fromkeys(("Highlight", "Accent"), "#FFEE32"),
    "HighlightedText": "#000000",
    "Link": "#FFEE32",
    "LinkVisited": "#FFEE32",
    "PlaceholderText": "#D0D0D0",
}


@cache
def token_sets() -> dict[str, dict[str, str]]:
    """Return the tokens of 'light' and 'dark': name to colour as '#RRGGBB'."""
    text = find_place("resources/styles/tokens.json").read_text(encoding="utf-8")
    sets: dict[str, dict[str, str]] = json.loads(text)
    return sets


def theme_now() -> Theme:
    """Return the theme that is shown: light, dark or high contrast."""
    return _Now.theme


def theme_changed() -> _Watch:
    """Return the object whose `changed` signal tells that colours or text size changed."""
    return _watch


def color(token: str) -> QColor:
    """Return the colour of a token in the theme shown; the system's own in high contrast."""
    if _Now.theme is not Theme.HIGH_CONTRAST:
        return QColor(token_sets()[_Now.theme.value][token])
    palette = QApplication.palette()
    if token in _SOFT:
        return _between(palette.base().color(), palette.windowText().color())
    return palette.color(_CONTRAST_ROLES.get(token, QPalette.ColorRole.WindowText))


def _between(ground: QColor, ink: QColor) -> QColor:
    parts = zip(ground.getRgb()[:3], ink.getRgb()[:3], strict=True)  # type: ignore[index]  # RGBA
    red, green, blue = (round(one + (other - one) * _SHADE) for one, other in parts)
    return QColor(red, green, blue)


def chosen_fill() -> QColor:
    """Return the fill of a chosen row, whose words are painted in `text_color(…, True)`."""
    if _Now.theme is Theme.HIGH_CONTRAST:
        return QApplication.palette().color(QPalette.ColorRole.Highlight)
    return color("sel")


def text_color(token: str, selected: bool = False) -> QColor:
    """Return the colour of text, which in high contrast follows the selection."""
    if selected and _Now.theme is Theme.HIGH_CONTRAST:
        return QApplication.palette().color(QPalette.ColorRole.HighlightedText)
    return color(token)


def read_system(app: QApplication) -> Theme:
    """Return what the system asks for."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Theme.HIGH_CONTRAST
    return Theme.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Theme.LIGHT


def apply_theme(app: QApplication, theme: Theme = Theme.SYSTEM, text_size: float = 1.0) -> None:
    """Show the program in a theme, with text of `text_size` times its plain size.

    SYSTEM follows the system from then on, also when it changes while the program runs.
    """
    _Now.chosen = theme
    _Now.theme = read_system(app) if theme is Theme.SYSTEM else theme
    if not _Now.watched:
        _Now.watched = True
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: _follow())
        hints.accessibility().contrastPreferenceChanged.connect(lambda _preference: _follow())
    fonts.set_text_scale(text_size)
    if app.style().name() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(fonts.font())
    if _Now.theme is Theme.HIGH_CONTRAST:
        # An empty palette brings back the system's own colours, which a person chose there.
        own = read_system(app) is Theme.HIGH_CONTRAST
        app.setPalette(QPalette() if own else _black_palette())
    else:
        app.setPalette(_palette(token_sets()[_Now.theme.value]))
    shades = {token: color(token).name() for token in token_sets()["light"]}
    _Now.sheet = _scaled(Template(_template()).substitute(shades))
    _watch.sheet_changed.emit()  # first: it brings back fonts, which are then set anew
    _watch.changed.emit()


def _scaled(sheet: str) -> str:
    """Return a style sheet whose fields are as much higher as their text is larger."""
    return _HEIGHT.sub(lambda found: f"min-height: {fonts.scaled(int(found[1]))}px", sheet)


@cache
def _template() -> str:
    return find_place("resources/styles/dscp.qss").read_text(encoding="utf-8")


class _Dress(QObject):
    """Keeps the style sheet of one window as the theme is."""

    def put(self) -> None:
        """Give the window the sheet of the theme shown."""
        window = self.parent()
        if isinstance(window, QWidget) and window.styleSheet() != _Now.sheet:
            window.setStyleSheet(_Now.sheet)


def dress(window: QWidget) -> None:
    """Give a window that has no parent the style sheet, now and after each change of theme.

    Call it when all that is in the window is made. A sheet of the whole application would be
    worked through anew for every part each time the part is put into another: a page took four
    times as long to make, a change of theme six times.
    """
    keeper = _Dress(window)
    keeper.put()
    _watch.sheet_changed.connect(keeper.put)


def _follow() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and _Now.chosen is Theme.SYSTEM:
        apply_theme(app, Theme.SYSTEM, fonts.text_scale())


def _black_palette() -> QPalette:
    palette = QPalette()
    for name, shade in _BLACK.items():
        palette.setColor(QPalette.ColorRole[name], QColor(shade))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_BLACK["PlaceholderText"]))
    grey = QColor(_BLACK["PlaceholderText"])
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, grey)
    return palette


def _palette(tokens: dict[str, str]) -> QPalette:
    role = QPalette.ColorRole
    pairs = {
        role.Window: "win",
        role.WindowText: "t1",
        role.Base: "surface",
        role.AlternateBase: "subtle",
        role.Text: "t1",
        role.PlaceholderText: "t3",
        role.Button: "surface",
        role.ButtonText: "t1",
        role.ToolTipBase: "surface",
        role.ToolTipText: "t1",
        role.Highlight: "acc",
        role.HighlightedText: "onacc",
        role.Link: "acc",
        role.Accent: "acc",
        role.Mid: "hair2",
        role.Dark: "ctl",
        role.Light: "hair",
    }
    palette = QPalette()
    for key, token in pairs.items():
        palette.setColor(key, QColor(tokens[token]))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens["t3"]))
    return palette
