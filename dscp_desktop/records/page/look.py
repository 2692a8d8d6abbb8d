"""The first step: where workbooks come in, and what was done to the store so far."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.offers import WorkbookOffer
from dscp_desktop.records.queries import NEWEST, HistoryLine
from dscp_desktop.records.rules.results import count_words
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.editors import LineEdit
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.page import GUTTER, Surface, bar
from dscp_desktop.widgets.painting import paint_box
from dscp_desktop.widgets.status import Status, paint_status
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import color

_STATES = {
    "": Status("plain", "Can be undone"),
    "undone": Status("away", "Undone", icon="undo"),
    "undo": Status("away", "Took a change back", icon="undo"),
    "first": Status("same", "The store was made"),
    "fixed": Status("same", "Stays for good"),
}


class DropArea(QWidget):
    """Where workbooks are dropped, with a button for who does not drag."""

    dropped = Signal(list)  # paths

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.over = False
        self.choose = Button("Choose workbooks", "primary", icon="folder", keys="Ctrl+O")
        self.kinds = Text("", "caption", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(Text("Drop workbooks here, or choose them", "item", wrap=True))
        about = (
            "One or several .xlsx files, or rows copied in Excel (Ctrl+V): see first what they do."
        )
        words.addWidget(Text(about, tone="t2", wrap=True))
        words.addWidget(self.kinds)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.scaled(84), 20, 24, 20)
        row.setSpacing(24)
        row.addLayout(words, 1)
        row.addWidget(self.choose)
        self.setMinimumHeight(fonts.scaled(136))
        self.setAccessibleName("Drop workbooks here")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a dashed box, filled while a file is over it."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        fill, line = color("sel" if self.over else "subtle"), color("acc" if self.over else "ctl")
        paint_box(painter, box, fill, line, 8, 2 if self.over else 1, dashed=True)
        side = float(fonts.scaled(32))
        square = QRectF(fonts.scaled(28), box.center().y() - side / 2, side, side)
        paint_icon(painter, square, "workbook", color("acc"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if paths_of(event):
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that nothing is over it."""
        super().dragLeaveEvent(event)
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files were dropped."""
        self._light(False)
        event.acceptProposedAction()
        self.dropped.emit(paths_of(event))

    def _light(self, over: bool) -> None:
        self.over = over
        self.update()


def paths_of(event: QDropEvent) -> list[Path]:
    """Return the files that are dragged."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


class FileDrops(QObject):
    """Lets files be dropped anywhere on a widget, beside the area that shows it."""

    dropped = Signal(list)  # paths

    def __init__(self, on: QWidget) -> None:
        super().__init__(on)
        on.setAcceptDrops(True)
        on.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take files, nothing else."""
        if isinstance(event, QDropEvent) and paths_of(event):
            if event.type() in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
                event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self.dropped.emit(paths_of(event))
            return True
        return False


class LookPane(Surface):
    """The drop area, and below it the history with what can be undone."""

    chosen = Signal()
    dropped = Signal(list)
    undo_asked = Signal(str)  # an entry of the history
    redact_asked = Signal()

    def __init__(self, offers: Sequence[WorkbookOffer], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.area = DropArea()
        titles = ", ".join(sorted(offer.title.lower() for offer in offers))
        self.area.kinds.setText(f"Known kinds: {titles}." if titles else "")
        self.area.choose.clicked.connect(self.chosen)
        self.area.dropped.connect(self.dropped)
        self.filter = LineEdit("Filter the history", icon="filter")
        self.filter.setAccessibleName("Filter the history")
        self.filter.setFixedWidth(fonts.scaled(240))
        self.count = Text("", "base", tone="t2")
        self.undo = Button("Undo this change", dense=True, icon="undo")
        self.redact = Button("Redact a name", dense=True)
        self.table = TableView(
            _history_columns(),
            "History",
            empty=Empty("Nothing was changed yet", "Every change is listed here.", "history"),
        )
        top = QWidget()
        box = QVBoxLayout(top)
        box.setContentsMargins(GUTTER, 16, GUTTER, 8)
        box.addWidget(self.area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        title = Text("History", "section")
        whole.addWidget(bar(title, self.count, None, self.filter, self.redact, self.undo))
        whole.addWidget(self.table, 1)
        self._connect()

    def _connect(self) -> None:
        self.filter.textChanged.connect(self.table.set_filter)
        self.table.chosen.connect(self._choose)
        self.table.actions_for = self._actions
        self.redact.clicked.connect(self.redact_asked)
        self.undo.clicked.connect(lambda: self._undo(self.table.value()))
        bind(self, "Ctrl+F", "Filter the history", self.filter.setFocus)
        self._choose(None)

    def show_history(self, lines: Sequence[HistoryLine]) -> None:
        """Show the entries, the newest first, with Undo on each that can be undone."""
        for line in lines:
            if not line.state:
                self.table.put_widget(line.id, "State", partial(self._link, line))
        self.table.set_rows(lines)
        self.count.setText(_count_words(len(lines)))
        self._choose(self.table.value())

    def _link(self, line: HistoryLine) -> QWidget:
        """Return Undo as a link of the row; with keys it is the button above, or the menu."""
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(12, 0, 0, 0)
        button = Button("Undo", "link")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(f"Undo: {line.words}")
        button.clicked.connect(lambda: self._undo(line))
        row.addWidget(button)
        row.addStretch()
        return place

    def _actions(self, line: HistoryLine) -> list[tuple[str, object]]:
        return [] if line.state else [("Undo this change", lambda: self._undo(line))]

    def _choose(self, line: HistoryLine | None) -> None:
        self.undo.setEnabled(line is not None and not line.state)

    def _undo(self, line: HistoryLine | None) -> None:
        if line is not None and not line.state:
            self.undo_asked.emit(line.id)


def _count_words(count: int) -> str:
    return f"The {count} newest changes" if count >= NEWEST else count_words(count, "change")


def _history_columns() -> tuple[Column, ...]:
    return (
        Column(
            "When",
            lambda line: f"{show_day_year(line.at.date())}, {line.at:%H:%M}",
            190,
            sort=lambda line: line.at,
        ),
        Column("Who", lambda line: line.who, 150, drop_below=620),
        Column("What", lambda line: line.words, lines=2),
        Column("State", lambda line: _STATES[line.state].words, 190, paint=_paint_state),
    )


def _paint_state(painter: QPainter, box: QRectF, line: HistoryLine, selected: bool) -> None:
    """Paint how an entry stands; where it can be undone a link lies over the cell."""
    if line.state:
        paint_status(painter, box, _STATES[line.state], selected)
