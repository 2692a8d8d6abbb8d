"""Makes a picture of Today: `python today.py STORE PASSPHRASE OUT.png`, in a copied program.

The program's own window opens the sample, as it stood on the sample's day, by its own door.
"""

import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from dscp_desktop.app.look import show_own_look
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.window import Program

STORE, PASSPHRASE, OUT = sys.argv[1:4]
_QUIET = 25  # looks in a row at a window without work
_EVERY, _PATIENCE = 100, 60_000  # milliseconds


def main() -> int:
    """Open the store, wait until nothing is under way, keep the picture."""
    from datetime import UTC, datetime

    app = QApplication(sys.argv[:1])
    own = OwnSettings(Path(OUT).with_name("own-settings"))
    show_own_look(own)
    program = Program(app, own, Path(STORE), lambda: datetime(2023, 10, 19, 14, 47, 3, tzinfo=UTC))
    program.ended.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    program.begin(STORE)
    quiet = 0

    def look() -> None:
        nonlocal quiet
        if program.shell is None:
            page: Any = program.start.page() if program.start is not None else None
            if page is not None and not page.phrase.value():
                page.phrase.set_value(PASSPHRASE)
                page.open(to_read=False)
            return
        if program.shell.size().width() != 1440:
            program.shell.showNormal()
            program.shell.resize(1440, 900)
            program.shell.move(0, 0)
        quiet = quiet + 1 if program.shell.desk.idle() else 0
        if quiet == _QUIET:
            timer.stop()
            program.shell.grab().save(OUT)
            program.shell.close()  # which ends the program, once all is put away
            QTimer.singleShot(_PATIENCE, lambda: os._exit(4))

    timer = QTimer()
    timer.setInterval(_EVERY)
    timer.timeout.connect(look)
    timer.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
