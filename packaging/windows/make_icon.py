"""Makes `program.ico` from the icon that the program paints: run with the program's Python.

    .venv/bin/python packaging/windows/make_icon.py

The file is kept in the tree, so that a build needs no Qt of its own; a test compares the two.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

FILE = Path(__file__).with_name("program.ico")


def icon_bytes() -> bytes:
    """Return the program's icon as a Windows icon file with a PNG for each size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QGuiApplication

    from dscp_desktop.app.badge import program_icon

    app = QGuiApplication.instance() or QGuiApplication([])
    icon = program_icon()
    pictures = []
    for size in sorted(icon.availableSizes(), key=lambda size: size.width()):
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        icon.pixmap(size).save(buffer, "PNG")
        pictures.append((size.width(), bytes(held.data())))
    del app
    rows, place = b"", 6 + 16 * len(pictures)
    for width, raw in pictures:
        rows += struct.pack("<BBBBHHII", width % 256, width % 256, 0, 0, 1, 32, len(raw), place)
        place += len(raw)
    return struct.pack("<HHH", 0, 1, len(pictures)) + rows + b"".join(raw for _, raw in pictures)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    FILE.write_bytes(icon_bytes())
