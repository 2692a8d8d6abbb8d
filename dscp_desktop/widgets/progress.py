"""Long work: a bar of 6 pixels, the step in words, the percentage, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.painting import paint_box
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import Theme, color, theme_now

PATIENCE = 2000  # milliseconds before long work is shown at all


class Meter(QWidget):
    """A bar of 6 pixels that is filled in part."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part, self.name = 0.0, name
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_part(0)

    def sizeHint(self) -> QSize:
        """6 pixels high."""
        return QSize(fonts.scaled(150), 6)

    def set_part(self, part: float) -> None:
        """Fill a part from 0 to 1."""
        self.part = min(max(part, 0.0), 1.0)
        self.setAccessibleName(f"{self.name} {round(self.part * 100)}%".strip())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint groove and filling."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        strong = theme_now() is Theme.HIGH_CONTRAST  # there every hairline has the colour of words
        paint_box(painter, box, color("sel" if strong else "hair2"), None, 3)
        if self.part:
            box.setWidth(max(box.width() * self.part, 6))
            paint_box(painter, box, color("acc"), None, 3)


class Progress(QWidget):
    """Progress of one piece of work. Hidden until `start`, and for its first two seconds."""

    cancelled = Signal()

    def __init__(self, *, patience: int = PATIENCE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = CutText("", "base")
        self.percent = Text("", "base", tone="t2")
        self.meter = Meter("Progress")
        self.cancel = Button("Cancel")
        self.under_way = False
        self.cancel.clicked.connect(self._cancel)
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.percent)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addLayout(line)
        left.addWidget(self.meter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.cancel)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(patience)
        self._wait.timeout.connect(self.show)
        self.hide()

    def start(self, words: str, *, can_cancel: bool = True) -> None:
        """Begin: shown once it has taken two seconds."""
        self.cancel.setVisible(can_cancel)
        self.cancel.setEnabled(True)
        self.cancel.set_words("Cancel")
        self.under_way = True
        self.window().installEventFilter(self)
        self.report(words, 0)
        self._wait.start()

    def report(self, words: str, part: float) -> None:
        """Say the present step, and how much is done from 0 to 1."""
        self.words.setText(words)
        self.percent.setText(f"{round(min(max(part, 0.0), 1.0) * 100)}%")
        self.meter.set_part(part)
        self.setAccessibleName(f"{words}, {self.percent.text()}")

    def stop(self) -> bool:
        """Cancel, as the button does; False where there is nothing that can be cancelled."""
        if not self.under_way or self.cancel.isHidden():
            return False
        if self.cancel.isEnabled():
            self._cancel()
        return True

    def close_cancel(self) -> None:
        """What is under way cannot be cancelled any more."""
        self.cancel.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that nothing else in the window wants cancels."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            wanted = event.key() == Qt.Key.Key_Escape and self.isVisible()
            if wanted and self.stop():
                return True
        return super().eventFilter(watched, event)

    def finish(self) -> None:
        """The work has ended."""
        self._wait.stop()
        self.under_way = False
        self.window().removeEventFilter(self)
        self.hide()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel.set_words("Stopping")
        self.cancelled.emit()
