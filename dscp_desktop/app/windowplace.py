"""Where a window stood last at this computer, and how large it was."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from dscp_desktop.app.own_settings import OwnSettings


def take_place(window: QMainWindow, own: OwnSettings) -> None:
    """Take the size and place that the window had last."""
    box = own.get("window")
    window.resize(1440, 900)
    if isinstance(box, list) and len(box) == 4:
        screen = window.screen().availableGeometry()
        if screen.contains(box[0] + 40, box[1] + 10):
            window.move(box[0], box[1])
        window.resize(min(box[2], screen.width()), min(box[3], screen.height()))


def keep_place(window: QMainWindow, own: OwnSettings) -> None:
    """Keep where the window stands now."""
    own.put("maximised", window.isMaximized())
    box = window.normalGeometry() if window.isMaximized() else window.geometry()
    own.put("window", [box.x(), box.y(), box.width(), box.height()])
