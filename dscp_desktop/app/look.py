"""How the program looks to this person: theme and text size."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.widgets.theme import Theme, apply_theme


def show_own_look(own: OwnSettings) -> None:
    """Show the program as the person, or the policy, wants it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    wanted = own.get("theme", Theme.SYSTEM.value)
    theme = Theme(wanted) if wanted in {each.value for each in Theme} else Theme.SYSTEM
    size = own.get("text_size", 1.0)
    apply_theme(app, theme, float(size) if isinstance(size, int | float) else 1.0)
