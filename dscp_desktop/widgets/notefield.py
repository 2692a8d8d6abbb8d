"""The one paragraph of notes that is typed into: as small, and as quick, as an empty editor."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShowEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.theme import theme_changed

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_UP, _DOWN = QTextCursor.MoveOperation.Up, QTextCursor.MoveOperation.Down


class NoteField(QPlainTextEdit):
    """A paragraph without frame. What leads out of it is told by `asked`, in a word.

    The words: enter, above, below, join above, join below, up, down, first, last, page up,
    page down, extend up, extend down, undo; all other keys it keeps.
    """

    asked = Signal(str)
    pasted = Signal(str)  # several lines at once
    left = Signal()  # the keys went elsewhere
    own_keys = (
        ("Enter", "Begin a paragraph"),
        ("Up, Down", "Line above, line below; out of the paragraph at its ends"),
        ("Shift+Up, Shift+Down", "Choose whole paragraphs"),
        ("Ctrl+Home, Ctrl+End", "First line, last line"),
        ("Ctrl+Z", "Undo typing"),
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bare", True)
        self.setProperty("ownRing", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        for bar in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setAcceptDrops(False)
        self._show_font()
        theme_changed().changed.connect(self._show_font)

    def _show_font(self) -> None:
        self.setFont(fonts.font("minutes"))
        # The style sheet takes it away; without it each key would paint all that lies below.
        self.viewport().setAutoFillBackground(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Be opaque: by now the style sheet has been put on."""
        super().showEvent(event)
        self.viewport().setAutoFillBackground(True)

    def open(self, text: str, place: int) -> None:
        """Show the words of a paragraph, the keys at a place in them; -1 for the end."""
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self.set_place(place)

    def set_place(self, place: int) -> None:
        """Put the keys at a place in the words."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if 0 <= place < cursor.position():
            cursor.setPosition(place)
        self.setTextCursor(cursor)

    def place(self) -> int:
        """Return where the keys are in the words."""
        return self.textCursor().position()

    def _leads(self, key: int, ctrl: bool, shift: bool) -> str:
        """Return the word for a key that leads out of the paragraph, '' for one that does not."""
        cursor = self.textCursor()
        bare = not cursor.hasSelection()
        first, last = cursor.atStart() and bare, cursor.atEnd() and bare
        if key in _ENTER:
            return "enter"
        if ctrl and key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not shift:
            return "first" if key == Qt.Key.Key_Home else "last"
        if key == Qt.Key.Key_PageUp or key == Qt.Key.Key_PageDown:
            return "page up" if key == Qt.Key.Key_PageUp else "page down"
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            up = key == Qt.Key.Key_Up
            if QTextCursor(cursor).movePosition(_UP if up else _DOWN):
                return ""
            return ("extend " if shift else "") + ("up" if up else "down")
        leads = {
            Qt.Key.Key_Left: ("above", first and not shift),
            Qt.Key.Key_Right: ("below", last and not shift),
            Qt.Key.Key_Backspace: ("join above", first),
            Qt.Key.Key_Delete: ("join below", last),
        }
        word, leaves = leads.get(Qt.Key(key), ("", False))
        return word if leaves else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, or tell what leads out of the paragraph. Ctrl+Enter and Alt belong to the page."""
        text, state = event.text(), event.modifiers()
        if text >= " " and text != "\x7f" and not state & ~_SHIFT:  # the common way, and the short
            super().keyPressEvent(event)
            return
        ctrl, shift = bool(state & _CTRL), bool(state & _SHIFT)
        key = event.key()
        if (ctrl and key in _ENTER) or state & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        undoes = event.matches(QKeySequence.StandardKey.Undo)
        if undoes and not self.document().isUndoAvailable():
            self.asked.emit("undo")
            return
        word = self._leads(key, ctrl, shift)
        if word:
            self.asked.emit(word)
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain words; several lines become paragraphs of their own."""
        words = source.text()
        if "\n" in words.strip() or "\r" in words.strip():
            self.textCursor().removeSelectedText()
            self.pasted.emit(words)
        else:
            self.insertPlainText(words.strip("\r\n"))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys went elsewhere."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()
