"""The left half of the check: what each sheet is, and which column is which field."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dscp_desktop.records.rules import SheetPlan, choose_field, count_words
from dscp_desktop.records.workbook import (
    ColumnView,
    LookedAt,
    SheetView,
    view_sheets,
)
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.painting import paint_box, paint_rule
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import DENSE
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import color
from dscp_desktop.widgets.wholetable import WholeTable

NOT_TAKEN = "Not taken"
Place = tuple[str, str]  # file, sheet


class SheetCard(QAbstractButton):
    """One sheet: what it was taken for and why. Pressed, its columns are shown below."""

    left_out = Signal(bool)

    def __init__(
        self, plan: SheetPlan, *, out: bool, file: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.plan = plan
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.what = Text("", "strong", wrap=True)
        where = f"{file}. " if file else ""
        self.why = Text(f"{where}{plan.recognised.why}", "caption", wrap=True)
        self.turn = Button("Not that")
        self.turn.clicked.connect(lambda: self.left_out.emit(not self.out))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.what)
        words.addWidget(self.why)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.scaled(40), 10, 12, 10)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignTop)
        self.show_out(out)

    def show_out(self, out: bool) -> None:
        """Show whether the sheet is left out."""
        self.out = out
        said = "is left out" if out else f"is taken as: {self.plan.offer.title.lower()}"
        self.what.setText(f"{self.plan.sheet} {said}")
        self.turn.set_words("Take it" if out else "Not that")
        self.turn.setAccessibleName(f"{self.turn.words}: {self.plan.sheet}")
        self.setAccessibleName(self.what.text())
        self.setAccessibleDescription(self.why.text())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as tall as the words need at this width."""
        super().resizeEvent(event)
        room = self.width() - fonts.scaled(40) - 24 - self.turn.sizeHint().width()
        words = self.what.heightForWidth(room) + self.why.heightForWidth(room)
        tall = max(words, self.turn.sizeHint().height()) + 20
        if tall != self.height():
            self.setFixedHeight(tall)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it as it was."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the fill and the icon."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            paint_box(painter, box, color("sel" if self.isChecked() else "hover"))
        else:
            paint_rule(painter, QPointF(0, box.bottom() - 1), box.width(), "hair")
        side = float(fonts.scaled(16))
        paint_icon(
            painter, QRectF(14, 12, side, side), "workbook", color("t2" if self.out else "t1")
        )


class ColumnsTable(WholeTable):
    """The columns of one sheet, each with a chooser of our fields."""

    field_chosen = Signal(int, str)  # column number, field ('' for not taken)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.choosers: dict[int, Chooser] = {}
        columns = (
            Column("", lambda view: view.letters, 46, tone="t2"),
            Column("Heading in the sheet", lambda view: view.heading, stretch=3, tone=self._tone),
            Column("Our field", self._words, 148),
            Column("Sample", lambda view: _sample(view, 0), stretch=2, tone="t2"),
            Column("Sample", lambda view: _sample(view, 1), stretch=2, tone="t2", drop_below=460),
        )
        super().__init__(columns, "Columns", height=DENSE, key=lambda view: view, parent=parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the choosers get the keys

    def show_columns(
        self, views: Sequence[ColumnView], fields: Sequence[tuple[str, str]], *, out: bool
    ) -> None:
        """Show the columns of a sheet; of one that is left out none can be chosen."""
        self.choosers = {}
        known = {name for name, _ in fields}
        for view in views:
            own = () if view.field in known or not view.field else ((view.field, view.heading),)
            self._offer(view, (*fields, *own, ("", NOT_TAKEN)), out)
        self.set_rows(views)

    def _offer(self, view: ColumnView, options: Sequence[tuple[str, str]], out: bool) -> None:
        def make() -> QWidget:
            chooser = Chooser(options, dense=True)
            chooser.set_value(view.field)
            chooser.setEnabled(not out)
            chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            chooser.setAccessibleName(f"Our field for column {view.letters}, {view.heading}")
            chooser.activated.connect(
                lambda _place: self.field_chosen.emit(view.number, chooser.value())
            )
            self.choosers[view.number] = chooser
            _tint(chooser)
            place = QWidget()
            row = QHBoxLayout(place)
            row.setContentsMargins(12, 1, 4, 2)
            row.addWidget(chooser)
            return place

        self.put_widget(view, "Our field", make)

    def show_fields(self, plan: SheetPlan) -> None:
        """Show other fields in the choosers that are there, which keep the keys."""
        for number, _heading, field in plan.recognised.columns:
            chooser = self.choosers.get(number)
            if chooser is not None:
                chooser.set_value(field)
                _tint(chooser)
        self.viewport().update()

    def _words(self, view: ColumnView) -> str:
        chooser = self.choosers.get(view.number)
        return chooser.currentText() if chooser is not None else ""

    def _tone(self, view: ColumnView) -> str:
        return "t1" if self._words(view) != NOT_TAKEN else "t2"


def _sample(view: ColumnView, place: int) -> str:
    return view.samples[place] if place < len(view.samples) else ""


def _tint(chooser: Chooser) -> None:
    """Colour a chooser that takes nothing."""
    chooser.setProperty("tone", "" if chooser.value() else "amb")
    chooser.style().unpolish(chooser)
    chooser.style().polish(chooser)


class SheetsPane(Surface):
    """The sheets of every workbook looked at, and the columns of the one that is chosen."""

    columns_chosen = Signal(object)  # the plan of a sheet that is to be read again
    left_out = Signal(str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.looked: tuple[LookedAt, ...] = ()
        self.views: Mapping[Place, SheetView] = {}
        self.out: frozenset[Place] = frozenset()
        self.cards: dict[Place, SheetCard] = {}
        self.now: Place | None = None
        self.count, self.size_words = Text("", tone="t2"), Text("", tone="t2")
        self.taken = Text("", tone="t2")
        self.list = QVBoxLayout()
        self.list.setContentsMargins(12, 8, 12, 8)
        self.list.setSpacing(2)
        self.table = ColumnsTable()
        self.table.field_chosen.connect(self._choose_field)
        self.columns_head = _head("Columns", self.taken)
        self.remarks = QVBoxLayout()
        self.remarks.setContentsMargins(GUTTER, 12, GUTTER, 12)
        self.remarks.setSpacing(8)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(_head("Sheets", self.count, self.size_words))
        box.addLayout(self.list)
        box.addWidget(self.columns_head)
        box.addWidget(self.table)
        box.addLayout(self.remarks)
        box.addStretch()

    def show_looked(
        self, looked: Sequence[LookedAt], views: Mapping[Place, SheetView] | None = None
    ) -> None:
        """Show the sheets of other workbooks; the first one recognised is chosen.

        `views` is what `view_sheets` gives of them; it takes long where sheets are long.
        """
        self.looked, self.out, self.now = tuple(looked), frozenset(), None
        self.views = view_sheets(looked) if views is None else views
        _empty(self.list)
        self.cards = {}
        many = len(looked) > 1
        for one in looked:
            for plan in one.plan.sheets:
                self._add_card(plan, one.name if many else "")
        sheets = sum(len(one.sheets) for one in looked)
        self.count.setText(f"{len(self.cards)} of {sheets} recognised")
        self.size_words.setText(_size_words(looked, self.views.values()))
        if self.cards:
            self._choose(next(iter(self.cards)))
        else:
            self.columns_head.hide()
            self.table.hide()
            self._remark()

    def update_looked(self, looked: Sequence[LookedAt]) -> None:
        """Take in the same workbooks, read anew with other columns."""
        self.looked = tuple(looked)
        if self.now is not None:
            self.table.show_fields(self._plan(self.now))
            self._tell_taken()

    def _add_card(self, plan: SheetPlan, file: str) -> None:
        place = (plan.file, plan.sheet)
        card = SheetCard(plan, out=False, file=file)
        card.clicked.connect(lambda: self._choose(place))
        card.left_out.connect(lambda out: self._leave_out(place, out))
        self.cards[place] = card
        self.list.addWidget(card)

    def _choose(self, place: Place) -> None:
        self.now = place
        self.cards[place].setChecked(True)
        plan = self._plan(place)
        self.columns_head.show()
        self.table.show()
        fields = {number: field for number, _heading, field in plan.recognised.columns}
        views = [replace(view, field=fields[view.number]) for view in self.views[place].columns]
        self.table.show_columns(views, plan.offer.fields, out=place in self.out)
        self._tell_taken()

    def _plan(self, place: Place) -> SheetPlan:
        plans = (plan for one in self.looked for plan in one.plan.sheets)
        return next(plan for plan in plans if (plan.file, plan.sheet) == place)

    def _tell_taken(self) -> None:
        columns = self._plan(self.now).recognised.columns if self.now else ()
        taken = sum(bool(field) for _, _, field in columns)
        self.taken.setText(f"{taken} of {len(columns)} taken")
        self._remark()

    def _remark(self) -> None:
        """Say below what is not taken, and what was found out of the ordinary."""
        _empty(self.remarks)
        left = {view.number: view for view in self._views()}
        columns = self._plan(self.now).recognised.columns if self.now else ()
        for number, heading, field in columns:
            if not field and number in left:
                words = f"‘{heading}’ is not taken. {_stay(left[number].filled)}"
                self.remarks.addWidget(Message("risk", words))
        for one in self.looked:
            many = len(self.looked) > 1
            for note in one.plan.notes:
                if not note.startswith("Column '"):
                    said = f"{one.name}: {note}" if many else note
                    self.remarks.addWidget(Message("note", said))

    def _views(self) -> tuple[ColumnView, ...]:
        rows = self.table.rows
        return tuple(rows.at(place) for place in range(rows.rowCount()))

    def _choose_field(self, number: int, field: str) -> None:
        if self.now is not None:
            self.columns_chosen.emit(choose_field(self._plan(self.now), number, field))

    def _leave_out(self, place: Place, out: bool) -> None:
        self.out = self.out | {place} if out else self.out - {place}
        self.cards[place].show_out(out)
        self._choose(place)
        self.left_out.emit(*place, out)


def _stay(filled: int) -> str:
    if not filled:
        return "It holds nothing."
    return f"{count_words(filled, 'value')} {'stays' if filled == 1 else 'stay'} in the workbook."


def _size_words(looked: Collection[LookedAt], views: Collection[SheetView]) -> str:
    size = sum(len(one.data) for one in looked)
    large = (
        f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(round(size / 1000), 1)} kB"
    )
    rows = sum(view.rows for view in views)
    return f"{large} · {count_words(rows)} of data"


def _head(title: str, count: Text, right: Text | None = None) -> QWidget:
    head = Surface()
    row = QHBoxLayout(head)
    row.setContentsMargins(GUTTER, 10, GUTTER, 6)
    row.setSpacing(8)
    row.addWidget(Text(title, "section"))
    row.addWidget(count)
    row.addStretch()
    if right is not None:
        row.addWidget(right)
    return head


def _empty(layout: QVBoxLayout) -> None:
    """Take every widget out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
