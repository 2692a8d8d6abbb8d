"""An editor of notes: paragraphs with their time in the margin, and numbered blocks among them.

Only the paragraph that has the keys is an editor, and it is a plain one; all others are painted.
So a key is as quick with a thousand paragraphs as with one, and no typing can harm a block.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from dscp_desktop.widgets import notelines
from dscp_desktop.widgets.notelines import Lines, NoteBlock, NoteLine, Spot
from dscp_desktop.widgets.notesheet import NoteSheet
from dscp_desktop.widgets.spoken import tell_part

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NotesEdit(NoteSheet):
    """Notes of one subject. `clock` gives the time of day that stamps a paragraph's first key.

    Enter begins a paragraph; `takes` is asked with its words first and, where it says yes, the
    paragraph is emptied: it becomes something else. Up and Down go from line to line, also onto
    blocks, where Enter asks to open (`block_opened`). Shift with them chooses whole paragraphs.
    """

    changed = Signal()  # something was typed, moved or taken out
    block_opened = Signal(str)  # the key of a block
    left = Signal()  # the keys went out of the notes

    def __init__(
        self,
        name: str,
        clock: Callable[[], time],
        *,
        lock_words: str = "Private",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(lock_words, parent)
        self.name, self.clock = name, clock
        self.takes: Callable[[str], bool] = lambda _words: False
        self.read_only = False
        self._past: list[tuple[Lines, Spot]] = []
        self.field.textChanged.connect(self._typed)
        self.field.asked.connect(self._do)
        self.field.pasted.connect(self._paste)
        self.field.left.connect(self.left)
        self._open(Spot(0))

    # Values -----------------------------------------------------------------------------------

    def lines(self) -> Lines:
        """Return the lines as they stand, the one being typed in too; blank ones are left out."""
        return notelines.tidy(self.now())

    def set_lines(self, lines: Sequence[NoteLine], blocks: Mapping[str, NoteBlock]) -> None:
        """Show other notes, the keys in an empty paragraph at their end."""
        self.blocks, self._past, self._anchor = blocks, [], None
        self._lines = tuple(lines)
        if not self._lines or self._lines[-1].key or self._lines[-1].text:
            self._lines = (*self._lines, NoteLine())
        self._open(Spot(len(self._lines) - 1))

    def set_blocks(self, blocks: Mapping[str, NoteBlock]) -> None:
        """Show blocks in other words; where they stand is not touched."""
        if dict(blocks) != dict(self.blocks):
            self.blocks = blocks
            self.lay_out()

    def put_block(self, line: NoteLine, block: NoteBlock) -> None:
        """Put a block where the keys are, an empty paragraph below it; `line` has its key."""
        self.blocks = {**self.blocks, line.key: block}
        lines, at = self.now(), self._at
        here = lines[at]
        place = at if not here.key and not here.text.strip() else at + 1
        rest = lines[at + 1 :]
        below = rest if rest and not rest[0].key and not rest[0].text else (NoteLine(), *rest)
        self._lines = (*lines[:place], line, *below)
        self._past = []  # what stood there before knew nothing of the block
        self._open(Spot(place + 1))
        self.changed.emit()

    def add_block(self, line: NoteLine, block: NoteBlock) -> None:
        """Put a block at the end: it came from elsewhere."""
        self.blocks = {**self.blocks, line.key: block}
        lines = self.now()
        last = lines[-1]
        empty = not last.key and not last.text and self._at != len(lines) - 1
        self._lines = (*(lines[:-1] if empty else lines), line)
        self._past = []
        self.lay_out()

    def rename_block(self, key: str, other: str) -> None:
        """Know a block by another key from now on."""
        if key in self.blocks:
            self.blocks = {other if k == key else k: block for k, block in self.blocks.items()}
            lines = self.now()
            self._lines = tuple(replace(x, key=other) if x.key == key else x for x in lines)

    def put_words(self, words: str) -> None:
        """Put words where the keys are, as if they were typed."""
        if self._lines[self._at].key:
            self._edit(notelines.insert(self.now(), self._at + 1, NoteLine()))
        self.field.insertPlainText(words)

    def add_paragraph(self, words: str) -> None:
        """Put a paragraph below all, stamped now, and an empty one below it for the keys."""
        lines = self.now()
        kept = lines[:-1] if not lines[-1].key and not lines[-1].text.strip() else lines
        self._lines = (*kept, NoteLine(words, self.clock()), NoteLine())
        self._open(Spot(len(self._lines) - 1))
        self.changed.emit()

    def take_ids(self, ids: Sequence[str]) -> None:
        """Give the lines that say something the ids their owner knows them by, in order."""
        waiting, taken = list(ids), []
        for line in self.now():
            said = line.key or line.text.strip()
            taken.append(replace(line, id=waiting.pop(0)) if said and waiting else line)
        self._lines = tuple(taken)

    def drop_block(self, key: str) -> None:
        """Take a block out: what it stood for has gone."""
        lines = tuple(line for line in self.now() if line.key != key)
        if len(lines) != len(self._lines):
            self._past = []
            self._lines = lines or (NoteLine(),)
            self._open(Spot(min(self._at, len(self._lines) - 1), -1))

    def set_name(self, name: str) -> None:
        """Say what the notes are of."""
        self.name = name
        self._speak()

    def set_read_only(self, on: bool) -> None:
        """Let nothing be changed."""
        self.read_only = on
        self.field.setReadOnly(on)

    def set_hint(self, words: str) -> None:
        """Say in an empty paragraph what may be typed."""
        self.field.setPlaceholderText(words)

    def current(self) -> NoteLine:
        """Return the line that has the keys."""
        return self.now()[self._at]

    # What a person does -----------------------------------------------------------------------

    def toggle_restricted(self) -> None:
        """Lock the paragraph, or the chosen ones, or take the padlock away again."""
        self._change(lambda line, on: replace(line, restricted=on), lambda line: line.restricted)

    def toggle_list(self) -> None:
        """Make the paragraph, or the chosen ones, points of a list, or plain again."""
        start = notelines.BULLET
        self._change(
            lambda line, on: line if line.text.startswith(start) == on else notelines.listed(line),
            lambda line: line.text.startswith(start),
        )

    def _change(
        self, make: Callable[[NoteLine, bool], NoteLine], is_on: Callable[[NoteLine], bool]
    ) -> None:
        first, last = self.chosen()
        lines = self.now()
        touched = [n for n in range(first, last + 1) if not lines[n].key]
        if not touched or self.read_only:
            return
        on = not all(is_on(lines[n]) for n in touched)
        self._keep_past(lines)
        for n in touched:
            lines = notelines.put(lines, n, make(lines[n], on))
        place = self.field.place() + len(lines[self._at].text) - len(self.now()[self._at].text)
        self._lines = lines
        self._open(Spot(self._at, max(place, 0)))
        self.changed.emit()

    def _do(self, word: str) -> None:
        """Do what a key that leads out of the paragraph asks for."""
        lines, at = self.now(), self._at
        if word.startswith("extend "):
            self._extend(-1 if word.endswith("up") else 1)
        elif word in ("up", "down", "above", "below"):
            self._step(-1 if word in ("up", "above") else 1, keep=word in ("up", "down"))
        elif word in ("first", "last"):
            self._go(Spot(0) if word == "first" else Spot(len(lines) - 1, -1))
        elif word in ("page up", "page down"):
            tall = self.viewport().height() * (1 if word.endswith("down") else -1)
            y = self.stand.tops[at] + tall
            self._go(Spot(self.stand.at(y), -1))
        elif self.read_only:
            return
        elif word == "undo":
            self._undo()
        elif word == "enter":
            self._enter()
        else:
            join = notelines.join_above if word == "join above" else notelines.join_below
            self._edit(join(lines, at))

    def _enter(self) -> None:
        lines = self.now()
        words = lines[self._at].text.strip()
        whole = self.field.textCursor().atEnd()
        if words and whole and self.takes(words):
            return
        if words or not whole:
            self._edit(notelines.split(lines, Spot(self._at, self.field.place())))

    def clear_line(self) -> None:
        """Empty the paragraph that has the keys: what it said has become something else."""
        self._lines = notelines.put(self.now(), self._at, NoteLine())
        self._open(Spot(self._at))
        self.changed.emit()

    def _edit(self, found: tuple[Lines, Spot] | None) -> None:
        if found is None:
            return
        self._keep_past(self.now())
        self._lines, spot = found
        self._open(spot)
        self.changed.emit()

    def _keep_past(self, lines: Lines) -> None:
        self._past = [*self._past[-99:], (lines, Spot(self._at, self.field.place()))]

    def _undo(self) -> None:
        if self._past:
            self._lines, spot = self._past.pop()
            self._open(spot)
            self.changed.emit()

    def _paste(self, words: str) -> None:
        if not self.read_only:
            spot = Spot(self._at, self.field.place())
            self._edit(notelines.paste(self.now(), spot, words, self.clock()))

    # Whole paragraphs -------------------------------------------------------------------------

    def _extend(self, way: int) -> None:
        if self._anchor is None:
            self._anchor = self._at
        anchor = self._anchor
        self._go(Spot(min(max(self._at + way, 0), len(self._lines) - 1), -1))
        self._anchor = anchor
        self._take_keys(True)
        self.viewport().update()
        self._speak()

    def _key_on_chosen(self, event: QKeyEvent) -> bool:
        """Do what a key does with chosen paragraphs; say whether it did."""
        first, last = self.chosen()
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        copies = ctrl and event.key() in (Qt.Key.Key_C, Qt.Key.Key_X)
        removes = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if copies:
            words = notelines.words_between(self._lines, self.blocks, first, last)
            QGuiApplication.clipboard().setText(words)
        cuts = removes or (ctrl and event.key() == Qt.Key.Key_X)
        if cuts and self._anchor is not None and not self.read_only:
            self._edit(notelines.remove(self._lines, first, last))
            return True
        return copies

    # Moving -----------------------------------------------------------------------------------

    def _step(self, way: int, *, keep: bool) -> None:
        to = self._at + way
        if not 0 <= to < len(self._lines):
            return
        x = self.field.cursorRect().left() if keep and not self.field.isHidden() else None
        self._go(Spot(to, -1 if way < 0 else 0))
        if x is not None and not self.field.isHidden():
            y = self.field.height() - 3 if way < 0 else 3
            self.field.setTextCursor(self.field.cursorForPosition(QPoint(x, y)))

    def _go(self, spot: Spot) -> None:
        self._lines = self.now()
        self._open(spot)

    def _open(self, spot: Spot) -> None:
        """Put the keys into a line: the field into its place, or onto a block."""
        had = self.field.hasFocus() or self.hasFocus()
        self._at, self._anchor = spot.line, None
        line = self._lines[self._at]
        if line.key:
            self._take_keys(had)
        else:
            self.field.open(line.text, spot.place)
            self.field.show()
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab stops at the field
            if had:
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lay_out()
        self.show_line()
        self._speak()

    def _take_keys(self, had: bool) -> None:
        """Be without a field: on a block, or with whole paragraphs chosen."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if had:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.hide()

    def _speak(self) -> None:
        line, count = self._lines[self._at], len(self._lines)
        said = [self.name, f"line {self._at + 1} of {count}"]
        block = self.blocks.get(line.key)
        if block is not None:
            said.append(f"{block.spoken()}. Enter opens it")
        if line.at:
            said.append(f"{line.at:%H:%M}")
        if line.restricted:
            said.append(self.lock_words)
        if self._anchor is not None:
            first, last = self.chosen()
            said.append(f"{last - first + 1} lines chosen")
        words = ", ".join(said)
        self.setAccessibleName(words)
        self.field.setAccessibleName(words)
        tell_part(self, self._at)

    def _typed(self) -> None:
        """Stamp the first key of a paragraph, and tell."""
        line = self._lines[self._at]
        if line.at is None and not line.key and not self.field.document().isEmpty():
            self._lines = notelines.put(self._lines, self._at, replace(line, at=self.clock()))
            self.viewport().update()
            self._speak()
        self.changed.emit()

    # Keys and the mouse on blocks -------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from a block or the chosen lines; Enter opens; typing begins a paragraph below."""
        key, state = event.key(), event.modifiers()
        shift = bool(state & Qt.KeyboardModifier.ShiftModifier)
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
        pages = {Qt.Key.Key_PageUp: "page up", Qt.Key.Key_PageDown: "page down"}
        ends = {Qt.Key.Key_Home: "first", Qt.Key.Key_End: "last"}
        line = self._lines[self._at]
        plain = not state & ~Qt.KeyboardModifier.ShiftModifier
        if self._key_on_chosen(event):
            return
        if key in moves and plain:
            if shift:
                self._extend(moves[Qt.Key(key)])
            else:
                self._step(moves[Qt.Key(key)], keep=False)
        elif key in pages or key in ends:
            self._do(pages.get(Qt.Key(key)) or ends[Qt.Key(key)])
        elif key in _ENTER and plain and line.key:
            self.block_opened.emit(line.key)
        elif plain and event.text() >= " " and event.text() != "\x7f" and not self.read_only:
            self._edit(notelines.insert(self._lines, self._at + 1, NoteLine()))
            self.field.keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keys to the field, where there is one."""
        super().focusInEvent(event)
        if self._anchor is None and not self._lines[self._at].key:
            self.field.setFocus(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys went elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the keys where the mouse is."""
        y = event.position().y() + self.verticalScrollBar().value()
        self._go(Spot(self.stand.at(y), -1))
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self.field.isHidden():
            inside = self.field.mapFrom(self.viewport(), event.position().toPoint())
            self.field.setTextCursor(self.field.cursorForPosition(inside))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the block under the mouse."""
        self.mousePressEvent(event)
        if self._lines[self._at].key:
            self.block_opened.emit(self._lines[self._at].key)
