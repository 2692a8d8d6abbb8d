"""The planner of a year on the page of the diary: what every feature has in it beside meetings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QVBoxLayout, QWidget

from dscp_desktop.core.offers import Scope
from dscp_desktop.core.periods import year_named, year_of
from dscp_desktop.core.saving import save_file
from dscp_desktop.diary.documents import PLANNER_A3, PLANNER_A4, planner_calendar
from dscp_desktop.diary.page.list import ask_where
from dscp_desktop.diary.queries.planner import get_planner, planner_file
from dscp_desktop.diary.rules.planner import Planner, PlannerLine, in_rows, shares
from dscp_desktop.diary.rules.year import CalendarParts
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import GUTTER, Surface, bar, scrolling
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.yearstrip import Block, Lane, Mark, YearStrip

_NOTHING = Empty(
    "Nothing is planned in this year",
    "Meetings, phases of learning cycles, audits, reviews and what is due stand here by "
    "themselves. Plan the meetings under the tab Meetings.",
    "calendar",
)
_MIDDLE = QAbstractItemView.ScrollHint.PositionAtCenter
# That a day is past does not say that the thing was done.
_STATES = {"held": "plain", "done": "plain", "today": "running", "now": "running"}
_WORDS = {"held": "Past", "done": "Past", "today": "Today", "now": "Now"}


class PlannerPart(Surface):
    """The strip of the year, a line for each kind, and below it all by month.

    `place_asked` names the feature and the record of a line, `document_wanted` what is to be
    printed. What is chosen to be shown is what is printed and saved.
    """

    place_asked = Signal(str, str)
    document_wanted = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.planner: Planner | None = None
        self.dialog: QFileDialog | None = None
        self.year = Chooser()
        self.year.setAccessibleName("Year of the planner")
        self.year.setMinimumWidth(fonts.scaled(104))
        first = int(year_of(desk.today)[:4])
        self.year.set_options([(n, n) for n in map(year_named, range(first - 3, first + 4))])
        self.year.set_value(year_of(desk.today))
        self.kind = Chooser([("", "Everything")])
        self.kind.setAccessibleName("What is shown")
        self.said = Text("", "base", tone="t2")
        self.save = Button("Save calendar file", icon="save")
        self.small = Button("Print on A4", icon="print")
        self.strip = YearStrip("The year of all features")
        self.strip.opened.connect(self._open_key)
        self.area = scrolling(self.strip, "The year of all features")
        self.table = self._make_table()
        self._lay_out()
        self.year.activated.connect(self.refresh)
        self.kind.activated.connect(self._arrange)
        self.save.clicked.connect(self.save_calendar)
        self.small.clicked.connect(lambda: self.share(PLANNER_A4))

    def _make_table(self) -> TableView:
        columns = (
            Column("When", lambda line: line.when, 190, sort=lambda line: line.mark.starts),
            Column(
                "What",
                lambda line: line.mark.what,
                lines=2,
                second=lambda line: line.mark.detail,
                icon=lambda line: line.kind.icon,
            ),
            Column("Kind", lambda line: line.kind.title, 150, tone="t2", drop_below=640),
            Column("Status", lambda line: self._status(line).words, 128, status=self._status),
        )
        name = "The year of all features by month"
        table = TableView(columns, name, height=TWO_LINE, empty=_NOTHING)
        table.opened.connect(self._open)
        return table

    def _status(self, line: PlannerLine) -> Status:
        state = line.state(self.desk.today)
        return Status(_STATES.get(state, "not due"), _WORDS.get(state, "To come"))

    def _lay_out(self) -> None:
        self.head = Surface("bottom")
        inner = QVBoxLayout(self.head)
        inner.setContentsMargins(GUTTER, 6, GUTTER, 6)
        inner.addWidget(self.area)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 1, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar(self.year, self.kind, self.said, None, self.small, self.save))
        box.addWidget(self.head)
        box.addWidget(self.table, 1)

    # What it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the year again."""
        scope = Scope(self.desk.today, year=str(self.year.value()))
        args = (self.desk.planned, scope)
        self.desk.ask(self, get_planner, *args, then=self._show, key="planner")

    def _show(self, planner: Planner) -> None:
        self.planner = planner
        kinds = [(kind.name, kind.title) for kind in planner.kinds]
        now = str(self.kind.value() or "")
        self.kind.set_options([("", "Everything"), *kinds])
        self.kind.set_value(now if now in dict(kinds) else "")
        self._arrange()

    def _shown(self) -> Planner | None:
        planner, kind = self.planner, str(self.kind.value() or "")
        if planner is None:
            return None
        return Planner(planner.year, planner.first, planner.last, planner.of(kind))

    def _arrange(self) -> None:
        planner = self._shown()
        if planner is None:
            return
        rows: list[Section | PlannerLine] = []
        for month, lines in planner.months:
            if lines:
                rows += [Section(month, str(len(lines))), *lines]
        kept = self.table.value()
        self.table.set_rows(rows)
        if kept is None and not self.table.choose_first(self._coming):
            self.table.choose_first()
        self.table.scrollTo(self.table.currentIndex(), _MIDDLE)
        many = len(planner.lines)
        self.said.setText("1 date" if many == 1 else f"{many} dates")
        self.save.setEnabled(bool(many))
        self.small.setEnabled(bool(many))
        self.strip.set_year(planner.first, self.desk.today, self._lanes(planner))
        self._fit()

    def _coming(self, line: PlannerLine) -> bool:
        return line.first >= self.desk.today

    def _lanes(self, planner: Planner) -> list[Lane]:
        lanes = []
        for kind in planner.kinds:
            for row in in_rows(planner.of(kind.name)):
                marks = tuple(self._mark(line) for line in row if not line.lasts)
                blocks = tuple(self._block(line, row) for line in row if line.lasts)
                lanes.append(Lane(row[0].mark.of or kind.title, marks, blocks))
        return lanes

    def _mark(self, line: PlannerLine) -> Mark:
        words = f"{line.mark.what}, {line.state(self.desk.today)}"
        return Mark(line.first, line.state(self.desk.today), words, line.id)

    def _block(self, line: PlannerLine, row: Sequence[PlannerLine]) -> Block:
        mark, state = line.mark, line.state(self.desk.today)
        if not mark.of:
            return Block(line.first, line.last, mark.what, state, line.id)
        said = f"{line.kind.title}, {mark.what}"
        part = mark.what.removeprefix(f"{mark.of}: ").capitalize()
        code = part.rpartition(" ")[2]
        beside = [one for one in row if shares(one, line)]
        share = beside.index(line), len(beside)
        return Block(line.first, line.last, part, state, line.id, said, code, share)

    def _fit(self) -> None:
        """Give the strip a third of the height at most, so that the list keeps its own."""
        most = max(self.height() // 3, fonts.scaled(80))
        self.area.setFixedHeight(min(self.strip.sizeHint().height() + 2, most))
        self.head.setVisible(bool(self.strip.lanes))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the strip its share of the new height."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the year when it is first shown."""
        super().showEvent(event)
        if self.planner is None:
            self.refresh()

    def panes(self) -> list[QWidget]:
        """Return the stops of F6: the strip, then the list."""
        return [self.strip, self.table]

    # What a person does ---------------------------------------------------------------------

    def _open(self, line: PlannerLine) -> None:
        if line.mark.record_id:
            self.place_asked.emit(line.kind.name, line.mark.record_id)

    def _open_key(self, key: object) -> None:
        lines = self.planner.lines if self.planner else ()
        for line in lines:
            if line.id == key:
                self._open(line)

    def scope(self) -> Scope:
        """Return the year and the kind that are shown, to be printed or saved."""
        kind = str(self.kind.value() or "")
        return Scope(self.desk.today, year=str(self.year.value()), record_id=kind)

    def share(self, kind: str = PLANNER_A3) -> None:
        """Show the planner as it is printed, on A3 or A4."""
        self.document_wanted.emit(kind, self.scope())

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        return (
            ("Print or save the year planner on A3", "Ctrl+P", self.share),
            ("Print or save the year planner on A4", "", lambda: self.share(PLANNER_A4)),
            ("Save the year planner as a calendar file", "", self.save_calendar),
        )

    def save_calendar(self) -> None:
        """Ask where the calendar file of what is shown goes, and save it as a plain copy."""
        scope = self.scope()
        name = "-".join(part for part in ("planner", scope.record_id, scope.year) if part)
        self.dialog = ask_where(
            self, f"{name}.ics", lambda path: self._save_to(path, scope), self.desk.mark
        )

    def _saved(self, path: Path) -> None:
        self.said.setText(f"Saved {path.name} as a plain copy")
        self.desk.saved.emit(path)

    def _save_to(self, path: Path, scope: Scope) -> None:
        def write(found: tuple[Planner, CalendarParts]) -> None:
            data = planner_calendar(*found, scope.today)
            self.desk.work(
                self,
                lambda _files: save_file(path, data),
                then=self._saved,
            )

        args = (self.desk.planned, scope)
        self.desk.ask(self, planner_file, *args, then=write, key="planner file")
