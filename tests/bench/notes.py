"""A key in the live minutes, from its press to its paint, against an empty plain text editor."""

from __future__ import annotations

import time
from datetime import time as time_of_day
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.lines import Line, in_child

PARAGRAPHS, ACTIONS = 500, 200
KEYS, ROUNDS = 200, 5
AT_MOST = 1.5
_SAID = (
    "The audit officer asked for the same questions in every audit, so that results can be "
    "compared from one year to the next, and the group agreed. "
)


def measure_notes(_folder: Path) -> list[Line]:
    """The editor alone and the whole page of the minutes, each with a meeting full of notes."""
    found: Any = in_child("tests.bench.notes:type_in_turn").result
    floor = found["empty"]
    name = "an empty QPlainTextEdit in the same window"
    said = f"{PARAGRAPHS} paragraphs and {ACTIONS} actions"
    return [
        Line(
            f"a key to paint {where} of notes with {said}",
            name,
            floor,
            ours=found[key],
            aim=f"{AT_MOST:g}",
            at_most=AT_MOST,
        )
        for key, where in (("end", "at the end"), ("middle", "amid"), ("pane", "in the pane"))
    ]


def type_in_turn() -> dict[str, float]:
    """Type the same words into each editor in turn; give the median key of the best round."""
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    from dscp_desktop.widgets import fonts
    from dscp_desktop.widgets.theme import Theme, apply_theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, Theme.LIGHT)
    found: dict[str, list[float]] = {"empty": [], "end": [], "middle": [], "pane": []}
    for _round in range(ROUNDS):
        empty = QPlainTextEdit()
        empty.setFont(fonts.font("minutes"))
        found["empty"].append(_typed(app, empty, empty))
        for key in ("end", "middle"):
            notes = _notes()
            found[key].append(_typed(app, notes, notes.field, middle=key == "middle"))
        pane = _pane()
        found["pane"].append(_typed(app, pane, pane.notes.field))
    return {key: min(times) for key, times in found.items()}


def _lines() -> tuple[list[Any], dict[str, Any]]:
    from dscp_desktop.widgets.notelines import NoteBlock, NoteLine

    lines: list[Any] = []
    blocks: dict[str, Any] = {}
    for number in range(PARAGRAPHS + ACTIONS):
        if number % 7 >= 5:
            key = str(number)
            blocks[key] = NoteBlock("action", f"Action {key}", _SAID, "Somebody · due 3 November")
            lines.append(NoteLine(key=key))
        else:
            at = time_of_day(10, number % 60)
            lines.append(NoteLine(f"{_SAID}{number}", at, id=str(number)))
    assert len(blocks) == ACTIONS
    return lines, blocks


def _notes() -> Any:
    from dscp_desktop.widgets.notes import NotesEdit

    made = NotesEdit("Notes", lambda: time_of_day(10, 42))
    made.set_lines(*_lines())
    return made


def _pane() -> Any:
    from dscp_desktop.meetings.page.live.notespane import NotesPane

    made = NotesPane(lambda: time_of_day(10, 42))
    made.notes.set_lines(*_lines())
    return made


def _typed(app: Any, widget: Any, field: Any, *, middle: bool = False) -> float:
    """Show a widget in a window, type into its field, and return the median time of a key."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent, QTextCursor
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from dscp_desktop.widgets.theme import dress

    window = QWidget()
    QVBoxLayout(window).addWidget(widget)
    window.resize(720, 760)
    dress(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    app.processEvents()
    if middle:
        for _ in range((PARAGRAPHS + ACTIONS) // 2):
            app.sendEvent(app.focusWidget(), _key(Qt.Key.Key_Up, ""))
        while app.focusWidget() is not field:
            app.sendEvent(app.focusWidget(), _key(Qt.Key.Key_Up, ""))
        field.moveCursor(QTextCursor.MoveOperation.End)
        app.sendEvent(field, _key(Qt.Key.Key_Return, "\r"))
        app.processEvents()
    times = []
    for number in range(KEYS):
        event = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_A,
            Qt.KeyboardModifier.NoModifier,
            _SAID[number % len(_SAID)],
        )
        start = time.perf_counter()
        app.sendEvent(field, event)
        app.processEvents()
        times.append(time.perf_counter() - start)
    assert len(field.toPlainText()) == KEYS
    window.close()
    window.deleteLater()
    app.processEvents()
    return median(times)


def _key(key: Any, text: str) -> Any:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
