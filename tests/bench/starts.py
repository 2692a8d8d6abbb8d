"""What is started in a fresh process and timed until it has painted: `WAY [STORE PASSPHRASE]`.

Nothing is imported here before it is needed: the time from the start of the process counts.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any


def tell_when_painted(app: Any, wanted: Callable[[Any], bool]) -> Any:
    """Say how much memory was used once something `wanted` was painted, and end the process."""
    import resource

    from PySide6.QtCore import QEvent, QObject, QTimer

    def tell() -> None:
        print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024), flush=True)
        os._exit(0)

    class Eye(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and wanted(watched):
                app.removeEventFilter(self)
                QTimer.singleShot(0, tell)  # after the painting
            return False

    eye = Eye(app)
    app.installEventFilter(eye)
    return eye


def bare() -> None:
    """A window with one line of words, in a program that imports SQLAlchemy."""
    import sqlalchemy.orm
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    assert sqlalchemy.orm
    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("A window"))
    eye = tell_when_painted(app, lambda watched: isinstance(watched, QLabel))
    window.show()
    assert eye
    app.exec()


def bare_open(path: str, passphrase: str) -> None:
    """The same, which derives a key, opens the store with it and lists its actions."""
    from pathlib import Path

    import sqlalchemy.orm
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
    from sqlcipher3 import dbapi2

    slot = json.loads(Path(path).with_suffix(".keys").read_text("utf-8"))["slots"][0]
    key = os.environ["BENCH_KEY"]
    app = QApplication([])
    window = QMainWindow()
    Scrypt(salt=b"0" * 16, length=32, n=slot["n"], r=slot["r"], p=slot["p"]).derive(
        passphrase.encode()
    )

    def opened() -> Any:
        raw = dbapi2.connect(path)
        raw.execute(f"PRAGMA key = \"x'{key}'\"")
        return raw

    engine = sqlalchemy.create_engine("sqlite://", module=dbapi2, creator=opened)
    with engine.connect() as connection:
        query = sqlalchemy.text(
            "SELECT number, text, due, status FROM action ORDER BY due LIMIT 60"
        )
        rows = connection.execute(query).all()
    table = QTableWidget(len(rows), 4)
    for place, row in enumerate(rows):
        for number, value in enumerate(row):
            table.setItem(place, number, QTableWidgetItem(str(value)))
    window.setCentralWidget(table)
    eye = tell_when_painted(app, lambda watched: watched is table.viewport())
    window.show()
    assert eye
    app.exec()


def door(path: str, _passphrase: str = "") -> None:
    """The program, until the page that asks for the passphrase is painted."""
    from PySide6.QtWidgets import QApplication, QLineEdit

    app = QApplication([])
    eye = tell_when_painted(app, lambda watched: isinstance(watched, QLineEdit))
    from dscp_desktop.app.main import main

    assert eye
    main(["open", path])


def first_page(path: str, passphrase: str) -> None:
    """The program, whose passphrase is typed at once, until the first page shows its records."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    timer = QTimer()
    timer.setInterval(2)
    eyes: list[Any] = []

    def look() -> None:
        from dscp_desktop.app.window import Program

        program = app.findChild(Program)
        if program is None:
            return
        if program.shell is not None:
            page: Any = program.shell.page()
            if program.shell.desk.idle() and page is not None and page.isVisible():
                timer.stop()
                eyes.append(tell_when_painted(app, lambda watched: watched is page))
                page.update()
        elif program.start is not None and program.start.isVisible():
            page = program.start.page()
            if not page.phrase.value():
                page.phrase.set_value(passphrase)
                page.open(to_read=False)

    timer.timeout.connect(look)
    timer.start()
    from dscp_desktop.app.main import main

    main(["open", path])


WAYS = {"bare": bare, "bare_open": bare_open, "door": door, "first_page": first_page}

if __name__ == "__main__":
    WAYS[sys.argv[1]](*sys.argv[2:])
