"""All that was found for some words, narrowed by kind, group and year: Ctrl+Enter in the search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from dscp_desktop.app.narrowing import Found, find_typed, kinds_of, show_hit
from dscp_desktop.app.reading import PaperReader
from dscp_desktop.core.offers import Feature
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.whereabouts import Narrow
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.editors import Chooser, LineEdit
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.marked import paint_marked
from dscp_desktop.widgets.page import Page, bar
from dscp_desktop.widgets.painting import line_height
from dscp_desktop.widgets.palette import PAUSE, Hit, SearchBox
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.theme import text_color

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell

FOUND = "found"  # the key of this page; it stands in no rail
MOST = 500
_NO_WORDS = Empty("Type what to look for", "Two letters are enough to begin with.", "search")
_NOTHING = Empty("Nothing found", "Try fewer or other words, or take a filter off.", "search")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of the page: what was found, what kind it is, its group and its day."""

    hit: Hit
    where: str

    @property
    def id(self) -> object:
        """What is the same after the next letter."""
        return self.hit.key


class FoundPage(Page):
    """A line to type in, three choosers, and every record that was found."""

    left = Signal()
    help_topic = (
        "Every record and every page of a paper that holds all the words; the last word may be "
        "only begun. What matched is bold. Choose a kind, a group or a year to see less, or type "
        "kind:paper, group: with a group's short name, year:2022-23 among the words. Enter opens "
        "the place of a record, Ctrl+F goes to the words, Esc goes back. A restricted record "
        "shows its reference alone until it is opened."
    )

    def __init__(
        self, desk: Desk, features: Sequence[Feature], parent: QWidget | None = None
    ) -> None:
        super().__init__("Search", parent=parent)
        self.desk, self._kinds = desk, kinds_of(features)
        self.found = Found()
        self.back = self.add_button(Button("Back", icon="left"))
        self.line = LineEdit("Search all records and papers", icon="search", width=260)
        self.line.setAccessibleName("Search all records and papers")
        self.kind, self.group, self.year = Chooser(), Chooser(), Chooser()
        for chooser, name in ((self.kind, "Kind"), (self.group, "Group"), (self.year, "Year")):
            chooser.setAccessibleName(name)
            chooser.activated.connect(lambda _place: self.refresh())
        self.clear = Button("Clear filters", "quiet", dense=True)
        self.clear.clicked.connect(self.clear_filters)
        self.add_bar(bar(self.line, self.kind, self.group, self.year, self.clear))
        self.table = self._make_table()
        self.put_body(self.table)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.refresh)
        self.back.clicked.connect(self.go_back)
        self.line.textEdited.connect(lambda _words: self._pause.start())
        self.line.returnPressed.connect(self.table.setFocus)
        bind(self, "Ctrl+F", "Search for other words", self.line.setFocus)

    def _make_table(self) -> TableView:
        columns = (
            Column("Found", lambda row: _spoken(row.hit), stretch=4, paint=_paint_found),
            Column("Kind", lambda row: row.hit.kind, 190, tone="t2"),
            Column("Where", lambda row: row.where, 190, tone="t2", drop_below=640),
        )
        table = TableView(columns, "Found", height=TWO_LINE, empty=_NO_WORDS)
        table.opened.connect(self._open)
        return table

    def look_for(self, words: str) -> None:
        """Begin anew with these words, nothing narrowed."""
        self.line.setText(words)
        for chooser in (self.kind, self.group, self.year):
            chooser.set_options([("", "")])
        self.table.set_rows([])
        self._pause.stop()

    def clear_filters(self) -> None:
        """Show every kind, group and year again."""
        for chooser in (self.kind, self.group, self.year):
            chooser.set_value("")
        self.line.setText(self.found.words)
        self.refresh()

    def refresh(self) -> None:
        """Look again for what is typed and chosen."""
        narrow = Narrow(
            (self.kind.value(),) if self.kind.value() else (),
            self.group.value() or "",
            self.year.value() or "",
        )
        titles = {kind: title for kind, (_, title) in self._kinds.items()}
        args = (self.line.text(), titles, MOST, narrow, True)
        self.desk.ask(self, find_typed, *args, then=self._show, key="find")

    def _show(self, found: Found) -> None:
        self.found = found
        rows = [FoundRow(show_hit(hit, found, self._kinds), found.where(hit)) for hit in found.hits]
        self.table.set_empty(_NOTHING if self.line.text().strip() else _NO_WORDS)
        self.table.set_rows(rows)
        if rows and self.table.value() is None:
            self.table.choose_first()
        many = len(rows) == MOST
        self.set_title("Search", f"The best {MOST}" if many else f"{len(rows)} found")
        self._offer(found)

    def _offer(self, found: Found) -> None:
        """Offer the kinds, groups and years that hold the words, and how many of each there are."""
        counted = found.counted
        if counted is None:
            return
        titles = {kind: self._kinds[kind][1] for kind in counted.kinds if kind in self._kinds}
        groups = found.groups or {}
        codes = {one: groups[one] for one in groups if one in counted.groups}
        years = {year: year for year in sorted(counted.years, reverse=True)}
        narrow = found.narrow
        kind = narrow.kinds[0] if len(narrow.kinds) == 1 else ""
        by_title = dict(sorted(titles.items(), key=lambda each: each[1]))
        offered = (
            (self.kind, "All kinds", by_title, counted.kinds, kind),
            (self.group, "All groups", codes, counted.groups, narrow.group_id),
            (self.year, "All years", years, counted.years, narrow.year),
        )
        for chooser, every, named, counts, now in offered:
            many = counted.more
            chooser.set_options(
                [("", every)]
                + [(k, words if many else f"{words} ({counts[k]})") for k, words in named.items()]
            )
            chooser.set_value(now)
        self.clear.setEnabled(bool(narrow.kinds or narrow.group_id or narrow.year))

    def _open(self, row: FoundRow) -> None:
        _kind, feature, record_id = row.hit.key
        self.desk.place_asked.emit(feature, record_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; a shortcut would take it from the palette over the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def go_back(self) -> None:
        """Leave for the page one came from."""
        self.left.emit()

    def first_focus(self) -> QWidget | None:
        """The words."""
        return self.line

    def panes(self) -> list[QWidget]:
        """Words and choosers, what was found."""
        return [self.line, self.table]

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette offers."""
        return (
            ("Search for other words", "Ctrl+F", self.line.setFocus),
            ("Clear filters", "", self.clear_filters),
            ("Back", "Esc", self.go_back),
        )


def _spoken(hit: Hit) -> str:
    return ", ".join(part for part in (hit.words, hit.place) if part)


def _paint_found(painter: QPainter, room: QRectF, row: FoundRow, chosen: bool) -> None:
    hit, side = row.hit, 18.0
    square = QRectF(room.left(), room.center().y() - side / 2, side, side)
    paint_icon(painter, square, hit.icon, text_color("t1", chosen))
    first = QRectF(square.right() + 12, room.top(), 0, room.height())
    first.setRight(room.right())
    if hit.place:
        below = QRectF(first)
        first.setHeight(line_height() + 4)
        below.setTop(first.bottom())
        first.translate(0, 3)
        below.translate(0, -3)
        paint_marked(painter, below, hit.place, hit.marked, "caption", "t2", chosen)
    paint_marked(painter, first, hit.words, hit.named, "base", "t1", chosen)


class Searching(QObject):
    """Shows all that was found over the present page, and has papers read for the search."""

    def __init__(self, shell: Shell, features: Sequence[Feature]) -> None:
        super().__init__(shell)
        self.shell, self._features = shell, tuple(features)
        shell.finder.all_wanted.connect(self.show)
        self.reading = PaperReader(shell.desk, shell.foot, self)

    def show(self, words: str) -> None:
        """Show all that is found for some words."""
        shell = self.shell
        page: Any = shell.pages.get(FOUND) or self._make_page()
        page.look_for(words)
        shell.show_over(FOUND)
        page.refresh()
        page.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def again(self) -> None:
        """Show once more what was found last, narrowed as it was."""
        page: Any = self.shell.pages[FOUND]
        self.shell.show_over(FOUND)
        page.refresh()
        page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette offers: the last search, and to stop what reads papers."""
        page: Any = self.shell.pages.get(FOUND)
        offered = self.reading.commands()
        if page is None or page.isVisible() or not page.line.text().strip():
            return offered
        return ((f"Back to what was found: {page.line.text().strip()}", "", self.again), *offered)

    def _make_page(self) -> FoundPage:
        shell = self.shell
        page = FoundPage(shell.desk, self._features)
        page.left.connect(lambda: shell.go_and_focus(shell.place()))
        search = SearchBox()
        search.clicked.connect(shell.palette_box.open)
        page.set_search(search)
        page.narrow_changed.connect(search.set_narrow)
        shell.pages[FOUND] = page
        shell.stack.addWidget(page)
        return page
