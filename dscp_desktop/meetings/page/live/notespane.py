"""The middle of the live minutes: the item, its time, its notes, and the bar that captures.

What is typed is held for each item until the store has it: as a draft while it is typed, as one
command when the item is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.meetings.page.live.capture import CaptureBar
from dscp_desktop.meetings.page.live.words import (
    RUNNING,
    block_of,
    from_plain,
    heading_words,
    lines_of,
    state_of,
    to_plain,
)
from dscp_desktop.meetings.rules.record import ItemRecord
from dscp_desktop.meetings.rules.timing import minutes_between
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.notelines import Lines, NoteBlock, NoteLine
from dscp_desktop.widgets.notes import NotesEdit
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.painting import line_height, paint_box, paint_line
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import color
from dscp_desktop.widgets.typed import Typed, Values

PAUSE = 1_000  # milliseconds without a key, after which what stands there is kept
_BAR = 212
_LEAST = 380
_KEYS = {"decision": "Ctrl+D", "action": "Ctrl+J", "challenge": "Ctrl+Shift+C"}


class TimeBar(QWidget):
    """How many of its minutes an item has used: a bar and the words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.used, self.whole = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def tell(self, used: int, whole: int) -> None:
        """Show minutes used, of so many; hide where none are allotted."""
        self.used, self.whole = used, whole
        self.setVisible(whole > 0)
        self.setAccessibleName(self.words())
        self.update()

    def words(self) -> str:
        """Return '10 of 20 minutes'."""
        return f"{self.used} of {self.whole} minutes"

    def sizeHint(self) -> QSize:
        """One line of caption."""
        return QSize(fonts.scaled(_BAR) + 130, round(line_height("caption")) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar, and the words in amber where the time is over."""
        painter = QPainter(self)
        over = self.used > self.whole
        bar = QRectF(0, self.height() / 2 - 3, fonts.scaled(_BAR), 6)
        paint_box(painter, bar, color("hair2"), None, 3)
        part = min(self.used / max(self.whole, 1), 1.0)
        if part > 0:
            done = QRectF(bar.left(), bar.top(), max(bar.width() * part, 6), 6)
            paint_box(painter, done, color("amb" if over else "acc"), None, 3)
        room = QRectF(bar.right() + 12, 0, self.width() - bar.right() - 12, self.height())
        paint_line(painter, room, self.words(), "caption", color("amb" if over else "t2"))


class NotesPane(Surface, Typed):
    """The notes of one item. `unsaved` holds what the store has not got yet, by item."""

    draft_name = "notes"
    asked = Signal(str)  # decision, action or challenge: the bar is wanted

    def __init__(self, clock: Callable[[], time], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.meeting_id = ""
        self.item: ItemRecord | None = None
        self.unsaved: dict[str, Lines] = {}
        self.dirty = False  # something was typed here since the last save was sent
        self.pending: set[str] = set()  # keys of blocks whose records are on their way
        self.coming: set[str] = set()  # keys of blocks that are there and not read back yet
        self.given: tuple[str, Values] | None = None  # a draft that waits for its meeting
        self.heading = CutText("", "caption")
        self.title = Text("", "item", wrap=True)
        self.time = TimeBar()
        self.notes = NotesEdit("Notes", clock, lock_words="Part 2")
        self.notes.set_hint("Type what was said. D: a decision, A: an action, C: a challenge.")
        self.capture = CaptureBar()
        self.told: Callable[[], object] = lambda: None  # what is called once a draft was kept
        self.failed: Callable[[str], object] = lambda _words: None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._keep)
        self.notes.changed.connect(self._changed)
        self._lay_out()

    def _lay_out(self) -> None:
        head = Surface("bottom")
        top = QVBoxLayout(head)
        top.setContentsMargins(GUTTER, 12, GUTTER, 8)
        top.setSpacing(4)
        top.addWidget(self.heading)
        top.addWidget(self.title)
        top.addWidget(self.time)
        tools = QHBoxLayout()
        tools.setSpacing(2)
        self.point = Button("List", "quiet", icon="list", icon_only=True, dense=True)
        self.point.clicked.connect(self.notes.toggle_list)
        tools.addWidget(self.point)
        self.tools: dict[str, Button] = {}
        for kind, words, icon, keys in (
            ("decision", "Decision", "decision", "Ctrl+D"),
            ("action", "Action", "action", "Ctrl+J"),
            ("challenge", "Challenge", "comment", ""),
        ):
            button = Button(words, "quiet", icon=icon, keys=keys, dense=True)
            button.setToolTip(f"{words} ({_KEYS[kind]})")
            button.clicked.connect(lambda _on=False, kind=kind: self.asked.emit(kind))
            self.tools[kind] = button
            tools.addWidget(button)
        self.part = Button("Mark as Part 2", "quiet", icon="lock", dense=True)
        self.part.setToolTip("Mark as Part 2 (Ctrl+Shift+2)")
        self.part.clicked.connect(self.notes.toggle_restricted)
        tools.addWidget(self.part)
        tools.addStretch(1)
        top.addLayout(tools)
        for button in (self.point, *self.tools.values(), self.part):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys in the notes
        for part in (head, self.capture):
            part.setMinimumWidth(fonts.scaled(_LEAST))  # narrower windows show other forms
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addWidget(self.notes, 1)
        box.addWidget(self.capture)

    def set_narrow(self, narrow: bool) -> None:
        """Leave the keycaps out where there is little room; tooltips still have them."""
        for kind in ("decision", "action"):
            self.tools[kind].keys = "" if narrow else _KEYS[kind]
            self.tools[kind].set_words(self.tools[kind].words)
        self.part.set_words("Part 2" if narrow else "Mark as Part 2")

    # What it shows --------------------------------------------------------------------------

    def show_item(self, item: ItemRecord, *, read_only: bool) -> None:
        """Show an item; what was typed of it and is not in the store yet goes before."""
        other = self.item is None or self.item.id != item.id
        if other:
            self.collect()
        self.item = item
        self.heading.setText(heading_words(item))
        self.title.setText(item.title)
        blocks = {n.record.id: b for n in item.notes if n.record and (b := block_of(n))}
        stored = lines_of(item)
        if other:
            self.notes.set_lines(self.unsaved.get(item.id, stored), blocks)
            self._add_missing(stored, blocks)
            self.notes.set_name(f"Notes of item {item.label}")
        elif not self.dirty and item.id not in self.unsaved:
            self._follow(stored, blocks)
        else:
            self._follow_blocks(stored, blocks)
        self.notes.set_read_only(read_only)
        for button in (self.point, *self.tools.values(), self.part):
            button.setEnabled(not read_only)
        if item.restricted:
            self.part.setEnabled(False)

    def _follow(self, stored: Lines, blocks: Mapping[str, NoteBlock]) -> None:
        """Show what the store has, unless the notes say the same already."""
        here = self.notes.lines()
        if [_said(line) for line in here] == [_said(line) for line in stored]:
            self.notes.take_ids([line.id for line in stored])
            self.notes.set_blocks(blocks)
        else:
            self.notes.set_lines(stored, blocks)

    def _follow_blocks(self, stored: Lines, blocks: Mapping[str, NoteBlock]) -> None:
        """Keep what is typed; show blocks in their present words, without those that went."""
        for line in self.notes.lines():
            if line.key and line.key not in blocks and line.key not in self.coming | self.pending:
                self.notes.drop_block(line.key)
        self.coming -= set(blocks)
        own = self.coming | self.pending
        kept = {key: block for key, block in self.notes.blocks.items() if key in own}
        self.notes.set_blocks({**blocks, **kept})
        self._add_missing(stored, blocks)

    def _add_missing(self, stored: Lines, blocks: Mapping[str, NoteBlock]) -> None:
        there = {line.key for line in self.notes.lines()}
        for line in stored:
            if line.key and line.key not in there:
                self.notes.add_block(line, blocks[line.key])

    def show_time(self, now: time) -> None:
        """Show how long the item takes so far, or took."""
        item = self.item
        if item is None:
            return
        used = minutes_between(item.started, now) if state_of(item) == RUNNING else item.took
        self.time.tell(used or 0, item.minutes if item.started else 0)

    # Keeping --------------------------------------------------------------------------------

    def put(self, line: NoteLine, block: NoteBlock) -> None:
        """Put a block down where the keys are, at once: its record is on its way to the store."""
        self.pending.add(line.key)
        self.notes.put_block(line, block)

    def settle(self, key: str, record_id: str) -> None:
        """Let the block of a record that the store has now stand for it; '' takes it out."""
        self.pending.discard(key)
        if record_id:
            self.coming.add(record_id)
        for item_id, lines in self.unsaved.items():
            kept = (replace(x, key=record_id) if x.key == key else x for x in lines)
            self.unsaved[item_id] = tuple(x for x in kept if x.key or x.text)
        if record_id:
            self.notes.rename_block(key, record_id)
        else:
            self.notes.drop_block(key)

    def waits(self, lines: Lines) -> bool:
        """Say whether a block among these lines is still on its way."""
        return any(line.key in self.pending for line in lines if line.key)

    def _changed(self) -> None:
        self.dirty = True
        self._pause.start()

    def _keep(self) -> None:
        if self.keep_now is not None:
            self.keep_now()

    def collect(self) -> None:
        """Hold what was typed of the item shown until the store has it."""
        if self.dirty and self.item is not None:
            self.unsaved[self.item.id] = self.notes.lines()
        self.dirty = False

    def let_go(self) -> None:
        """Show no item: another meeting comes."""
        self.item, self.meeting_id, self.coming = None, "", set()
        self.capture.hide()

    def capture_left(self) -> None:
        """Close the bar where nothing was typed into it."""
        if not self.capture.is_live():
            self.capture.hide()

    def saved(self, item_id: str, lines: Lines) -> None:
        """Let go of what the store has now, unless more was typed meanwhile."""
        if self.unsaved.get(item_id) == lines:
            del self.unsaved[item_id]

    def put_back(self, item_id: str) -> None:
        """Take what could not be saved as typed again, so that the next save tries again."""
        if self.item is not None and self.item.id == item_id and item_id in self.unsaved:
            self.dirty = True

    # Drafts ---------------------------------------------------------------------------------

    def draft_about(self) -> dict[str, str]:
        """Return the meeting."""
        return {"meeting": self.meeting_id}

    def draft_title(self) -> str:
        """Return 'Notes of item 4', as the draft is offered."""
        return self.notes.name

    def is_live(self) -> bool:
        """Say whether something was typed that the store has only as a draft."""
        return bool(self.meeting_id) and (self.dirty or bool(self.unsaved))

    def typed(self) -> dict[str, Any]:
        """Return the lines of each item that is not saved, as JSON can hold them."""
        held = dict(self.unsaved)
        if self.dirty and self.item is not None:
            held[self.item.id] = self.notes.lines()
        return {
            item_id: to_plain([line for line in lines if line.key not in self.pending])
            for item_id, lines in held.items()
        }

    def give_back(self, about: Mapping[str, str], values: Values) -> None:
        """Take a draft: it stands there as soon as its meeting is shown."""
        self.given = (about["meeting"], values) if about.get("meeting") else None

    def take_given(self, meeting_id: str, item_ids: Sequence[str]) -> str:
        """Put in a draft that waits for this meeting; return an item of it, '' for none."""
        if self.given is None or self.given[0] != meeting_id:
            return ""
        _meeting, values = self.given
        self.given = None
        found = [item_id for item_id in item_ids if item_id in values]
        for item_id in found:
            self.unsaved[item_id] = from_plain(values[item_id])
        tell, self.taken_back = self.taken_back, None
        if tell is not None:
            tell()
        return found[-1] if found else ""

    def kept(self) -> None:
        """Tell the page that the draft is in the store."""
        self.told()

    def not_kept(self, words: str) -> None:
        """Tell the page that it is not."""
        self.failed(words)


def _said(line: NoteLine) -> tuple[object, ...]:
    return (line.key,) if line.key else (line.text.strip(), line.at, line.restricted)
