"""The widgets are driven on a screen that is not there."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from dscp_desktop.widgets.theme import Theme, apply_theme


@pytest.fixture(autouse=True)
def _plain_theme(qapp: QApplication):
    apply_theme(qapp, Theme.LIGHT)
    yield
    apply_theme(qapp, Theme.LIGHT)


@pytest.fixture
def show(qtbot):
    """Show a widget in a window of a size, with the keys."""

    def do(widget: QWidget, width: int = 800, height: int = 500) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is widget.window())
        return widget

    return do
