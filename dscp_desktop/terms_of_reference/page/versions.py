"""The left of the page of terms: which document, its versions with ticks, its review, its parts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.terms_of_reference.page.look import (
    PartRow,
    VersionRow,
    counted,
    version_status,
)
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button, paint_tick
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.empty import Empty
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.painting import line_height, paint_line
from dscp_desktop.widgets.status import Message, Status, paint_status, status_size
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import text_color

_ROW, _EDGE = 63, 12
_NONE = Empty("No version yet", "Begin it with ‘New version’.", "terms")


class VersionPane(Surface):
    """Versions and parts. `ticked` asks to take a version into the comparison, or out of it."""

    document_chosen = Signal(object)
    ticked = Signal(str)
    part_chosen = Signal(str)
    part_opened = Signal(str)
    WIDTH = 290
    _most = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.chooser = Chooser()
        self.chooser.setAccessibleName("Document")
        self.chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chooser.setMinimumContentsLength(12)
        self.chooser.setSizeAdjustPolicy(
            Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.chooser.activated.connect(lambda _n: self.document_chosen.emit(self.chooser.value()))
        self.title = Text("Versions", "section")
        self.comparing = CutText("", "caption")
        self.versions = TableView(
            [Column("Version", _spoken, paint=_paint_version, tick=lambda row: row.ticked)],
            "Versions",
            height=_ROW,
            head=False,
            gutter=_EDGE,
            empty=_NONE,
        )
        self.review = Message("risk")
        self.review.role = "strong"
        self.review_help = Text("", "caption", wrap=True)
        self.parts_title = Text("Parts", "section")
        self.changes = Text("", "caption")
        self.parts = TableView(
            [
                Column("Number", lambda row: row.number, 42, align="right", tone="t2"),
                Column("Part", lambda row: row.title, lines=3),
                Column("Changes", _changes_words, 112, align="right", tone="t2", status=_changes),
            ],
            "Parts",
            height=30,
            head=False,
            gutter=_EDGE,
            empty=Empty("No part yet", "", "terms"),
        )
        self.withdraw = Button("Withdraw draft", "quiet", icon="delete", dense=True)
        for table in (self.versions, self.parts):
            table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self.versions.ticked.connect(lambda row: self.ticked.emit(row.id))
        self.versions.opened.connect(lambda row: self.ticked.emit(row.id))
        self.parts.chosen.connect(lambda row: self.part_chosen.emit(row.id if row else ""))
        self.parts.opened.connect(lambda row: self.part_opened.emit(row.id))
        self.setAccessibleName("Versions and parts")

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 10)
        box.setSpacing(0)
        box.addLayout(_inset(self.chooser, stretch=self.chooser, below=8))
        box.addLayout(_inset(self.title, self.comparing, stretch=self.comparing, below=4))
        box.addWidget(self.versions)
        self.review_place = QWidget()
        notice = QGridLayout(self.review_place)
        notice.setContentsMargins(24, 8, 16, 10)
        notice.setSpacing(0)
        notice.addWidget(self.review, 0, 0)
        indent = QHBoxLayout()
        indent.setContentsMargins(fonts.scaled(22), 0, 0, 0)
        indent.addWidget(self.review_help)
        notice.addLayout(indent, 1, 0)
        box.addWidget(self.review_place)
        box.addLayout(_inset(self.parts_title, None, self.changes, above=6, below=4))
        box.addWidget(self.parts, 1)
        box.addLayout(_inset(self.withdraw, None, above=8))

    def fit(self, narrow: bool, low: bool) -> None:
        """Take less room in a narrow window, and show fewer versions in a low one."""
        self.setFixedWidth(fonts.scaled(270 if narrow else self.WIDTH))
        self._most = 2 if low else 4
        self._fit_versions()

    def _fit_versions(self) -> None:
        count = self.versions.rows.rowCount()
        high = fonts.scaled(_ROW) * min(count, self._most) if count else fonts.scaled(96)
        self.versions.setFixedHeight(high)

    # Showing ----------------------------------------------------------------------------

    def show_documents(self, options: Sequence[tuple[object, str]], chosen: object) -> None:
        """Offer the documents there are."""
        self.chooser.set_options(options)
        self.chooser.set_value(chosen)

    def show_versions(self, rows: Sequence[VersionRow], comparing: str) -> None:
        """Show the versions, the newest first, and which of them are compared."""
        self.versions.set_rows(tuple(rows))
        self._fit_versions()
        self.comparing.setText(comparing)

    def show_review(self, kind: str, fact: str, help_words: str) -> None:
        """Say when the next review is due; '' where nothing is in force."""
        self.review_place.setVisible(bool(kind))
        if kind:
            self.review.tell(kind, fact)
            self.review_help.setText(help_words)

    def show_parts(self, rows: Sequence[PartRow]) -> None:
        """Show the parts, with the number of changes of each where two versions are compared."""
        self.parts.set_rows(tuple(rows))
        counts = [row.changes for row in rows if row.changes is not None]
        self.changes.setText(counted(sum(counts), "change") if counts else "")
        if self.parts.value() is None:
            self.parts.choose_first()

    def mark_part(self, number: str) -> None:
        """Mark the part that is read at the right, without going there."""
        self.parts.blockSignals(True)
        self.parts.choose(number)
        self.parts.blockSignals(False)


def _inset(
    *parts: QWidget | None, stretch: QWidget | None = None, above: int = 0, below: int = 0
) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(24, above, 16, below)
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 1 if part is stretch else 0)
    return row


def _changes(row: PartRow) -> Status | None:
    if row.changes is None:
        return None
    if row.changes:
        return Status("plain", counted(row.changes, "change"), icon="edit")
    return None


def _changes_words(row: PartRow) -> str:
    return "" if row.changes is None else "Same"


def _spoken(row: VersionRow) -> str:
    status = version_status(row.version, row.on)
    said = (f"Version {row.version.number}", status.words, row.first, row.second)
    return ", ".join(filter(None, said))


def _paint_version(painter: QPainter, box: QRectF, row: VersionRow, selected: bool) -> None:
    side = float(fonts.scaled(16))
    step, small = line_height("strong"), line_height("caption")
    top = box.top() + (box.height() - step - 2 * small - 2) / 2
    tick = QRectF(box.left() + 12, top + (step - side) / 2, side, side)
    paint_tick(painter, tick, row.ticked)
    left = tick.right() + 10
    status = version_status(row.version, row.on)
    wide = float(status_size(status).width())
    line = QRectF(left, top, box.right() - left - wide - 6, step)
    ink = text_color("t1", selected)
    paint_line(painter, line, f"Version {row.version.number}", "strong", ink)
    place = QRectF(box.right() - wide, top, wide, step)
    paint_status(painter, place, status, selected, "right")
    line = QRectF(left, top + step + 1, box.right() - left, small)
    for words in (row.first, row.second):
        paint_line(painter, line, words, "caption", text_color("t2", selected))
        line.translate(0, small)
