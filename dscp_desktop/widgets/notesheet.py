"""How notes are laid out and painted: all lines but the one in the field, and the field's place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRect, QSizeF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from dscp_desktop.widgets import notelines, notepaint
from dscp_desktop.widgets.notefield import NoteField
from dscp_desktop.widgets.notelines import Lines, NoteBlock, NoteLine
from dscp_desktop.widgets.theme import color, theme_changed

_TOP = 14


class NoteSheet(QAbstractScrollArea):
    """Lines one below the other that scroll; one of them has the keys and, with words, the field.

    `lock_words` stand beside the padlock of a restricted paragraph.
    """

    def __init__(self, lock_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lock_words = lock_words
        self.blocks: Mapping[str, NoteBlock] = {}
        self._lines: Lines = (NoteLine(),)
        self._at = 0  # the line that has the keys
        self._anchor: int | None = None  # where choosing whole paragraphs began
        self.shape = notepaint.Shape(400)
        self.stand = notepaint.Stand((0.0, 0.0))
        self._rows = 1.0  # of words in the field
        self.field = NoteField(self.viewport())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ownRing", True)
        self.field.document().documentLayout().documentSizeChanged.connect(self._grown)
        theme_changed().changed.connect(self.lay_out)

    def now(self) -> Lines:
        """Return the lines with what stands in the field."""
        line = self._lines[self._at]
        if line.key:
            return self._lines
        text = self.field.toPlainText()
        if text == line.text:
            return self._lines
        return notelines.put(self._lines, self._at, replace(line, text=text))

    def chosen(self) -> tuple[int, int]:
        """Return the first and the last line that are chosen."""
        first = self._at if self._anchor is None else self._anchor
        return min(first, self._at), max(first, self._at)

    def spoken_parts(self) -> list[str]:
        """Return each line in words: its time, what it says, and whether it is restricted."""
        return [self._said(line) for line in self.now()]

    def _said(self, line: NoteLine) -> str:
        block = self.blocks.get(line.key)
        parts = [
            f"{line.at:%H:%M}" if line.at else "",
            block.spoken() if block is not None else line.text,
            self.lock_words if line.restricted else "",
        ]
        return ", ".join(part for part in parts if part) or "Empty line"

    def _grown(self, size: QSizeF) -> None:
        """Make room for one row of words more or less; most keys change nothing here."""
        if size.height() != self._rows and not self.field.isHidden():
            self.lay_out()
            self.show_line()

    def lay_out(self) -> None:
        """Find out anew where each line stands."""
        self.shape = notepaint.Shape(float(self.viewport().width()))
        self.stand = notepaint.stand(self.now(), self.blocks, self.shape, _TOP)
        room = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(round(self.stand.end) + _TOP - room, 0))
        bar.setPageStep(room)
        bar.setSingleStep(round(notepaint.step()))
        self._place_field()
        self.viewport().update()

    def _place_field(self) -> None:
        if self._lines[self._at].key:
            return
        top = self.stand.tops[self._at] - self.verticalScrollBar().value()
        text, wide = self.field.toPlainText(), self.shape.words
        self._rows = self.field.document().size().height()
        tall = notepaint.step() * len(notepaint.wrapped(text, wide))
        box = QRect(notepaint.margin(), round(top), round(wide), round(tall) + 1)
        if self.field.geometry() != box:
            self.field.setGeometry(box)

    def show_line(self) -> None:
        """Scroll so that the line with the keys is seen, with a little air."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        top, end = self.stand.tops[self._at], self.stand.tops[self._at + 1]
        if end + _TOP > bar.value() + room:
            bar.setValue(round(end + _TOP - room))
        if top - _TOP < bar.value():
            bar.setValue(round(top - _TOP))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint from elsewhere, the field in its place."""
        self._place_field()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        self.lay_out()
        self.show_line()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that are seen; the one that is typed into paints itself."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("surface"))
        offset = self.verticalScrollBar().value()
        painter.translate(0, -offset)
        first, last = self.chosen() if self._anchor is not None else (1, 0)
        seen = event.rect().translated(0, offset)
        for place in notepaint.between(self.stand, seen.top(), seen.bottom()):
            line, box = self._lines[place], self.stand.box(place, self.shape.width)
            if first <= place <= last:
                painter.fillRect(box.adjusted(12, -3, -12, -3), color("sel"))
            block = self.blocks.get(line.key)
            if block is not None:
                on = place == self._at and self.hasFocus() and self._anchor is None
                notepaint.paint_block(painter, box, block, self.shape, on)
            elif not line.key:
                notepaint.paint_margin(painter, box, line, self.lock_words)
                if place != self._at or self.field.isHidden():
                    notepaint.paint_words(painter, box, line, self.shape)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring round the block."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()
