"""The left half of the check: what each sheet is, and which column is which field."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.core.offers import WorkbookOffer
from dscp_desktop.records.page.cards import SheetCard
from dscp_desktop.records.page.kindline import KindLine
from dscp_desktop.records.rules.planning import SheetPlan, choose_field, left_words
from dscp_desktop.records.rules.results import count_words
from dscp_desktop.records.workbook.looking import ColumnView, LookedAt, SheetView, view_sheets
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import DENSE
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

NOT_TAKEN = "Not taken"
_UNKNOWN_SHOWN = 12  # sheets that are not taken, at once
_ON_CARDS = ("is of no known kind and was left out.", "' is hidden and was left out.")
Place = tuple[str, str]  # file, sheet


class ColumnsTable(WholeTable):
    """The columns of one sheet, each with a chooser of our fields."""

    field_chosen = Signal(int, str)  # column number, field ('' for not taken)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.choosers: dict[int, Chooser] = {}
        columns = (
            Column("", lambda view: view.letters, 40, tone="t2", tip="Letter"),
            Column("In the sheet", lambda view: view.heading, stretch=3, tone=self._tone),
            Column("Our field", self._words, 144),
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
    kind_chosen = Signal(str, str, str, object)  # file, sheet, kind, row of the headings or None

    def __init__(self, offers: Sequence[WorkbookOffer] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.offers = tuple(offers)
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
        self._rest: deque[tuple[Place, bool]] = deque()
        self.more = Button("Show more sheets", "link")
        self.more.clicked.connect(lambda: self._show_more(_UNKNOWN_SHOWN))
        self.kind = KindLine(self.offers)
        self.kind.chosen.connect(self._choose_kind)
        self.kind.as_found.connect(self._as_found)
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
        more = QHBoxLayout()
        more.setContentsMargins(GUTTER, 0, GUTTER, 0)
        more.addWidget(self.more)
        more.addStretch()
        box.addLayout(more)
        box.addWidget(self.kind)
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
        self.views = dict(view_sheets(looked, self.offers) if views is None else views)
        empty_layout(self.list)
        self.cards = {}
        self._rest = deque(self._unknown(looked))
        for one in looked:
            for plan in one.plan.sheets:
                self._add_card((one.name, plan.sheet), plan)
        self._show_more(_UNKNOWN_SHOWN)
        self._count()
        if self.cards:
            known = (place for place, card in self.cards.items() if card.plan is not None)
            self._choose(next(known, next(iter(self.cards))))
        else:
            self._show_columns(shown=False)
            self.kind.hide()
            self._remark()

    def _unknown(self, looked: Sequence[LookedAt]) -> Iterator[tuple[Place, bool]]:
        """Yield the sheets that are not taken, each with whether it is hidden."""
        for one in looked:
            known = {plan.sheet for plan in one.plan.sheets}
            for sheet in one.sheets:
                if sheet.name not in known:
                    yield (one.name, sheet.name), not sheet.visible

    def _show_more(self, most: int) -> None:
        """Show the next sheets that are not taken: of very many, not all at once."""
        self.more.hide()
        for _ in range(min(most, len(self._rest))):
            place, hidden = self._rest.popleft()
            self._add_card(place, None, hidden=hidden)
        self.more.set_words(f"Show {count_words(len(self._rest), 'more sheet')}")
        self.more.setVisible(bool(self._rest))

    def _count(self) -> None:
        known = sum(card.plan is not None for card in self.cards.values())
        sheets = sum(len(one.sheets) for one in self.looked)
        self.count.setText(f"{known} of {sheets} recognised")
        self.size_words.setText(_size_words(self.looked, self.views.values()))

    def _show_columns(self, *, shown: bool) -> None:
        self.columns_head.setVisible(shown)
        self.table.setVisible(shown)

    def update_looked(
        self, looked: Sequence[LookedAt], place: Place | None = None, view: SheetView | None = None
    ) -> None:
        """Take in the same workbooks, one sheet of them read anew with other columns or as another
        kind.
        """
        self.looked = tuple(looked)
        if place is not None and view is not None:
            before = self.cards[place].plan
            self.views = {**self.views, place: view}
            self.cards[place].show_plan(self._plan(place), view.why, out=place in self.out)
            self._count()
            if before is None or before.recognised.header_row != self._header_row(place):
                self._choose(place)
        if self.now is not None and (plan := self._plan(self.now)) is not None:
            self._tell_kind()
            self.table.show_fields(plan)
            self._tell_taken()

    def _header_row(self, place: Place) -> int:
        plan = self._plan(place)
        return plan.recognised.header_row if plan else -1

    def _add_card(self, place: Place, plan: SheetPlan | None, *, hidden: bool = False) -> None:
        file = place[0] if len(self.looked) > 1 else ""
        card = SheetCard(place[1], plan, self.views[place].why, hidden=hidden, file=file)
        card.clicked.connect(lambda: self._choose(place))
        card.left_out.connect(lambda out: self._leave_out(place, out))
        self.cards[place] = card
        self.list.addWidget(card)

    def _choose(self, place: Place) -> None:
        self.now = place
        self.cards[place].setChecked(True)
        plan = self._plan(place)
        self._tell_kind()
        self._show_columns(shown=plan is not None)
        if plan is not None:
            fields = {number: field for number, _heading, field in plan.recognised.columns}
            views = [replace(v, field=fields[v.number]) for v in self.views[place].columns]
            self.table.show_columns(views, plan.offer.fields, out=place in self.out)
        self._tell_taken()

    def _tell_kind(self) -> None:
        assert self.now is not None
        self.kind.show_plan(self._plan(self.now), self.views[self.now].heads, self.now[1])

    def _plan(self, place: Place) -> SheetPlan | None:
        plans = (plan for one in self.looked for plan in one.plan.sheets)
        return next((plan for plan in plans if (plan.file, plan.sheet) == place), None)

    def _tell_taken(self) -> None:
        plan = self._plan(self.now) if self.now else None
        columns = plan.recognised.columns if plan else ()
        taken = sum(bool(field) for _, _, field in columns)
        self.taken.setText(f"{taken} of {len(columns)} taken")
        self._remark()

    def _remark(self) -> None:
        """Say below what is not taken, and what was found out of the ordinary."""
        empty_layout(self.remarks)
        plan = self._plan(self.now) if self.now else None
        left = {view.number: view for view in self.views[self.now].columns} if self.now else {}
        for number, heading, field in plan.recognised.columns if plan else ():
            if not field and number in left:
                words = f"‘{heading}’ is not taken. {_stay(left[number].filled)}"
                self.remarks.addWidget(Message("risk", words))
        for one in self.looked:
            many = len(self.looked) > 1
            rows = (words for plan in one.plan.sheets for words in left_words(plan))
            for note in (*one.plan.notes, *rows):
                if not note.startswith("Column '") and not note.endswith(_ON_CARDS):
                    said = f"{one.name}: {note}" if many else note
                    self.remarks.addWidget(Message("note", said))

    def _choose_field(self, number: int, field: str) -> None:
        if self.now is not None and (plan := self._plan(self.now)) is not None:
            self.columns_chosen.emit(choose_field(plan, number, field))

    def _choose_kind(self, kind: str, header_row: int | None) -> None:
        if self.now is None:
            return
        if kind:
            if self.now in self.out:
                self._leave_out(self.now, False)
            self.kind_chosen.emit(*self.now, kind, header_row)
        elif self._plan(self.now) is not None:
            self._leave_out(self.now, True)

    def _as_found(self) -> None:
        """Read the columns as the program finds them, whatever was set by hand."""
        plan = self._plan(self.now) if self.now else None
        if plan is not None and plan.found is not None:
            self.kind_chosen.emit(plan.file, plan.sheet, plan.found.kind, None)

    def _leave_out(self, place: Place, out: bool) -> None:
        self.out = self.out | {place} if out else self.out - {place}
        self.cards[place].show_plan(self._plan(place), self.views[place].why, out=out)
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
    rows = f"{count_words(sum(view.rows for view in views))} of data"
    return f"{large} · {rows}" if size else rows  # what was pasted is no file


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
