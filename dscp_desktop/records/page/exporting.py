"""Export: everything that goes out in one place, as a file or on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.names import marked_name
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.records import queries
from dscp_desktop.records.page.files import KINDS, save_as
from dscp_desktop.records.page.handover import HandoverPane
from dscp_desktop.records.rules.going_out import (
    DOCUMENT,
    EVERYTHING,
    LIST,
    OPEN,
    PRINTED,
    GoesOut,
    goes_out,
)
from dscp_desktop.records.workbook.leaving_out import file_of
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.forms import ChoiceField
from dscp_desktop.widgets.page import GUTTER, Page, Surface, TwoPanes, scrolling
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_TITLES = {LIST: "Lists", DOCUMENT: "Documents", EVERYTHING: "Everything"}
_NOTHING = Empty("Nothing goes out yet", "Lists and documents of each part stand here.", "export")
_ALL = ("", "All")


class WishPane(Surface):
    """What is wanted of a list or a document: of which group, year or record, and as what."""

    save_asked = Signal(str)  # the ending of a list's file
    print_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.row: GoesOut | None = None
        self.title, self.said = Text("", "item", wrap=True), Text("", "base", wrap=True, tone="t2")
        self.about = ChoiceField("About", missing="Choose one", width=320)
        self.group = ChoiceField("Group", optional=True, width=320)
        self.year = ChoiceField("Year", optional=True, width=160)
        self.restricted = TickBox("Restricted rows too")
        self.xlsx = Button("Save as Excel", "primary", icon="workbook")
        self.csv = Button("Save as text (csv)", icon="save")
        self.print = Button("Print or save", icon="print")
        self.done, self.trouble = Message("done"), Message("late")
        self._lay_out()
        self.xlsx.clicked.connect(lambda: self.save_asked.emit(".xlsx"))
        self.csv.clicked.connect(lambda: self.save_asked.emit(".csv"))
        self.print.clicked.connect(self.print_asked)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 16, GUTTER, 16)
        box.setSpacing(12)
        fields = (self.about, self.group, self.year, self.restricted)
        for part in (self.title, self.said, *fields):
            box.addWidget(part)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.xlsx, self.csv, self.print):
            line.addWidget(button)
        line.addStretch()
        box.addLayout(line)
        for message in (self.done, self.trouble):
            box.addWidget(message)
            message.hide()
        box.addStretch()

    def show_row(self, row: GoesOut) -> None:
        """Show what can be chosen of one thing."""
        self.row = row
        is_list = row.sort == LIST
        self.title.setText(row.title)
        self.setAccessibleName(row.title)
        self.said.setText(f"{row.forms}. A plain copy can be read by whoever has it.")
        self.about.label.setText(row.called)
        self.about.editor.setAccessibleName(row.called)
        self.about.setVisible(bool(row.about))
        self.about.clear_error()
        self.group.setVisible(row.by_group)
        self.year.setVisible(row.by_year)
        for part in (self.restricted, self.xlsx, self.csv):
            part.setVisible(is_list)
        self.print.set_words("Print" if is_list else "Show, print or save")
        for message in (self.done, self.trouble):
            message.hide()

    def scope(self, scope: Scope) -> Scope | None:
        """Return what is asked for; None, said at its field, where a choice is still missing."""
        row = self.row
        if row is None or (row.about and not self.about.check()):
            return None
        chosen = (str(field.value() or "") for field in (self.about, self.group, self.year))
        about, group, year = chosen
        group, year = group if row.by_group else "", year if row.by_year else ""
        return row.scope(scope, about if row.about else "", group, year)

    def tell(self, words: str) -> None:
        """Say what was saved."""
        self.trouble.hide()
        self.done.tell("done", words)
        self.done.show()

    def fail(self, trouble: Trouble) -> None:
        """Say why nothing was saved."""
        self.done.hide()
        self.trouble.tell("late", trouble.words)
        self.trouble.show()


class ExportPage(Page):
    """The list of what goes out; beside it what is wanted of the one that is chosen."""

    help_topic = (
        "Choose a list or a document, say of which group, year or record, and save or print it. "
        "Restricted rows of a list stay out unless you tick them. A handover writes everything "
        "into one locked file that opens without this program, for years to come."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Export", parent=parent)
        self.desk = desk
        self.dialog: QFileDialog | None = None
        self.listed: tuple[GoesOut, ...] = ()
        self.hand_over = self.add_button(Button("Handover", icon="export"))
        columns = (
            Column("What", lambda row: row.title, stretch=3),
            Column("As", lambda row: row.forms, stretch=2, tone="t2", drop_below=420),
        )
        self.table = TableView(columns, "What goes out", empty=_NOTHING, key=lambda row: row.key)
        self.wish, self.everything = WishPane(), HandoverPane(desk)
        self.detail = QStackedWidget()
        for pane in (self.wish, self.everything):
            self.detail.addWidget(scrolling(pane, "What is wanted"))
        titles = ("What goes out", "What is wanted")
        self.two = TwoPanes("export", self.table, self.detail, titles=titles, share=0.5)
        self.put_body(self.two)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _row: self.two.show_second())
        self.hand_over.clicked.connect(lambda: self.choose(EVERYTHING))
        self.wish.save_asked.connect(self.save_now)
        self.wish.print_asked.connect(self.print_now)
        self.everything.wrote.connect(self._heard)
        bind(self, "Ctrl+P", "Print what is chosen", self.print_now)
        bind(self, "Ctrl+S", "Save as a workbook", lambda: self.save_now(".xlsx"))

    def refresh(self) -> None:
        """Ask for the groups and years that can be chosen, and list what goes out."""
        self.listed = found = goes_out(self.desk.workbooks, self.desk.documents)
        rows: list[GoesOut | Section] = []
        for sort, title in _TITLES.items():
            of_sort = [row for row in found if row.sort == sort]
            rows += [Section(title, str(len(of_sort)) if sort != EVERYTHING else ""), *of_sort]
        self.table.set_rows(rows)
        self.set_title("Export", f"{len(found) - 1} lists and documents, and a handover of all")
        if self.table.value() is None:
            self.table.choose_first()
        self.desk.ask(self, queries.list_choices, then=self._offer, key="choices")

    def first_focus(self) -> QWidget:
        """Return the list."""
        return self.table

    def panes(self) -> list[QWidget]:
        """Return the list and what is wanted of it."""
        now = self.everything if self._of_all() else self.wish
        return [pane for pane in (self.banner, self.table, now) if pane is not None]

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette offers: each thing that goes out."""
        return tuple(
            (f"Export: {row.title}", "", partial(self.choose, row.key)) for row in self.listed
        )

    def choose(self, key: str) -> None:
        """Choose one thing by its key, and show what can be wanted of it."""
        self.table.choose(key)
        self.two.show_second()

    def _of_all(self) -> bool:
        return self.detail.currentIndex() == 1

    def _choose(self, row: GoesOut | None) -> None:
        if row is None:
            return
        self.detail.setCurrentIndex(1 if row.sort == EVERYTHING else 0)
        if row.sort != EVERYTHING:
            self.wish.show_row(row)
            if row.about:
                self._ask_about(row)

    def _ask_about(self, row: GoesOut) -> None:
        def offer(found: Sequence[tuple[str, str]]) -> None:
            if self.wish.row == row:
                self.wish.about.set_options([("", "Choose one"), *found])

        self.desk.ask(self, queries.list_named, row.about, then=offer, key="about")

    def _offer(self, found: tuple[Sequence[tuple[str, str]], Sequence[str]]) -> None:
        groups, years = found
        for field, options in (
            (self.wish.group, [_ALL, *groups]),
            (self.wish.year, [_ALL, *((year, year) for year in years)]),
        ):
            before = field.value()
            field.set_options(options)
            if before and any(value == before for value, _ in options):
                field.set_value(before)

    # Out ------------------------------------------------------------------------------------

    def _scope(self) -> Scope | None:
        return None if self._of_all() else self.wish.scope(Scope(today=self.desk.today))

    def print_now(self) -> None:
        """Show it as it is printed: it can be printed there, or saved as PDF, Word or web page."""
        row, scope = self.wish.row, self._scope()
        if row is None or scope is None:
            return
        if row.sort == DOCUMENT:
            self.document_wanted.emit(row.kind, scope)
            return
        ending = "" if self.wish.restricted.isChecked() else OPEN
        self.document_wanted.emit(f"{PRINTED}{row.kind}{ending}", scope)

    def save_now(self, ending: str) -> None:
        """Ask where a list goes, and save it there."""
        row, scope = self.wish.row, self._scope()
        if row is None or scope is None or row.sort != LIST:
            return
        offer = next(one for one in self.desk.workbooks if one.kind == row.kind)
        whole = self.wish.restricted.isChecked()
        store, mark = self.desk.store, self.desk.mark

        def make(path: Path) -> Path:
            found = store.ask(offer.write, scope)
            return save_file(path, file_of(found, path.suffix.casefold(), whole, mark))

        def save(path: Path) -> None:
            self.desk.work(
                self,
                lambda _files: make(path),
                then=self._saved,
                failed=self.wish.fail,
            )

        title = f"Save {row.title.lower()} as a plain copy"
        kinds = {name: end for name, end in KINDS.items() if end == ending}
        name = marked_name(f"{row.kind}{ending}", mark)
        self.dialog = save_as(self, title, name, save, kinds)

    def _saved(self, path: Path) -> None:
        self.wish.tell(f"Saved {path.name} as a plain copy")
        self.desk.saved.emit(path)

    def _heard(self, changes: Changes) -> None:
        self.desk.changed.emit(changes)
