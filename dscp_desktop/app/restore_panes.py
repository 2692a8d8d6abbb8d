"""The three steps of bringing back a backup: choose one, look what is in it, put it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.app.opening import STORE_ENDING
from dscp_desktop.app.restoring import (
    Cover,
    Found,
    compared_words,
    cover_lines,
    day_heads,
    place_standing,
)
from dscp_desktop.core.days import show_day_year, show_long_day
from dscp_desktop.store.contents import Contents
from dscp_desktop.store.history import Entry
from dscp_desktop.store.room import size_words
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.forms import ChoiceField, TextField
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.passphrase import PassphraseField
from dscp_desktop.widgets.status import Message, Status
from dscp_desktop.widgets.tables import DENSE, TableView
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

_NEWER_SHOWN = 8  # changes that are listed without scrolling


class StepPane(QWidget):
    """What one step shows; its buttons stand in the bar of the page, `offered` those shown now."""

    buttons: tuple[Button, ...] = ()
    offered: tuple[Button, ...] = ()


class ChoosePane(StepPane):
    """The backups by day; `chosen` gives the file to look into."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        columns = [
            Column("Time", lambda each: f"{each.at:%H:%M:%S}", width=100, stretch=0),
            Column("Where", lambda each: each.what, stretch=1),
            Column("Size", lambda each: size_words(each.size), width=96, stretch=0, align="right"),
        ]
        empty = Empty(
            "No backup is beside this store", "Choose one that is kept in another place.", "backup"
        )
        self.table = TableView(
            columns, "Backups, the newest first", gutter=12, empty=empty, key=lambda each: each.file
        )
        self.table.setMinimumHeight(fonts.scaled(200))
        self.table.opened.connect(lambda each: self.chosen.emit(each.file))
        self.look = Button("Look what is in it", "primary")
        self.look.clicked.connect(self._look)
        self.other = Button("Another file", icon="folder")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.table, 1)
        self.buttons = self.offered = (self.look, self.other)

    def show_found(self, found: Sequence[Found]) -> None:
        """Show the backups, a heading for each day."""
        rows: list[object] = []
        for day, ones in day_heads(found):
            rows += [Section(show_long_day(day)), *ones]
        self.table.set_rows(rows)
        self.look.setEnabled(bool(found))
        if self.table.value() is None and found:
            self.table.choose(found[0].file)

    def _look(self) -> None:
        each = self.table.value()
        if isinstance(each, Found):
            self.chosen.emit(each.file)


class LookPane(StepPane):
    """What a backup says of itself and, once it is opened, what is in it."""

    look_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(4)
        self.facts.setColumnStretch(1, 1)
        self._ask = QWidget()
        self.why = Message("note")
        self.person = ChoiceField("Who are you?", width=320)
        self.phrase = PassphraseField(
            "Passphrase", hint="Yours when the backup was made", missing="Enter it", width=320
        )
        self.phrase.editor.returnPressed.connect(self.look_asked)
        asks = QVBoxLayout(self._ask)
        asks.setContentsMargins(0, 0, 0, 0)
        asks.setSpacing(12)
        for part in (self.why, self.person, self.phrase):
            asks.addWidget(part)
        self.compared = Banner("")
        self.newer = _entries(TableView, "Changes that are not in this backup")
        self.records = TableView(
            [
                Column("Records", lambda row: row[0]),
                Column("", lambda row: f"{row[1]:,}", 70, stretch=0, align="right", tip="How many"),
            ],
            "Records in the backup",
            height=DENSE,
            gutter=8,
            key=lambda row: row[0],
        )
        self.latest = _entries(WholeTable, "Last changes in the backup")
        self.latest_title = Text("", "label")
        self.do_look = Button("Look what is in it", "primary")
        self.do_look.clicked.connect(self.look_asked)
        self.go_on = Button("Go on")
        self.back = Button("Other backup", icon="left")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(self.facts)
        below = (self.compared, self.newer, self.latest_title, self.latest, self.records)
        for shown in (self._ask, *below):
            box.addWidget(shown)
        box.addStretch(1)
        self.buttons = (self.do_look, self.go_on, self.back)

    def show_cover(self, cover: Cover, *, asks: bool, why: str = "") -> None:
        """Show what can be read without a passphrase; `asks` for one, with the reason."""
        empty_layout(self.facts)
        for row, (name, words) in enumerate(cover_lines(cover)):
            self.facts.addWidget(Text(name, "caption"), row, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(Text(words, "base", wrap=True), row, 1)
        kept = self.person.value()
        self.person.set_options([(name, name) for name, _access in cover.people])
        if kept in [name for name, _access in cover.people]:
            self.person.set_value(kept)
        self.phrase.forget()
        words = cover.trouble or why
        self.why.tell("risk" if cover.trouble else "note", words)
        self.why.setVisible(bool(words))
        self._ask.setVisible(asks or bool(cover.trouble))
        for field in (self.person, self.phrase):
            field.setVisible(not cover.trouble)
        for shown in (self.compared, self.newer, self.records, self.latest, self.latest_title):
            shown.hide()
        self._offer(self.do_look if asks and not cover.trouble else self.go_on)
        self.offered = self.buttons if asks and not cover.trouble else self.buttons[1:]
        self.go_on.set_words("Go on without looking" if asks else "Go on")

    def show_contents(self, contents: Contents, titles: Mapping[str, str]) -> None:
        """Show what is in it."""
        self._ask.hide()
        self.offered = (self.go_on, self.back)
        self.phrase.forget()
        tone, fact, help_words = compared_words(contents.compared)
        self.compared.set_words(fact, help_words, tone)
        self.compared.show()
        newer = contents.compared.newer if contents.compared else ()
        self.newer.set_rows(newer)
        _fit(self.newer, min(len(newer), _NEWER_SHOWN))
        self.newer.setVisible(bool(newer))
        rows = [(titles.get(kind, kind.capitalize()), n) for kind, n in contents.records]
        self.records.set_rows(sorted(rows))
        _fit(self.records, len(rows) or 3)
        self.records.show()
        changes = "1 change" if contents.entries == 1 else f"{contents.entries:,} changes"
        self.latest_title.setText(f"In the backup: {changes}. The last ones:")
        self.latest.set_rows(contents.latest)
        self.latest.show()
        self.latest_title.show()
        self.go_on.set_words("Go on")
        self._offer(self.go_on)

    def _offer(self, primary: Button) -> None:
        for button in (self.do_look, self.go_on):
            button.kind = "primary" if button is primary else "secondary"
            button.set_words(button.words)


def _entries(kind: type[TableView], name: str) -> TableView:
    """Return a table of changes, of one kind of table."""
    columns = [
        Column("When", _when, width=168, stretch=0),
        Column("Who", lambda entry: entry.who, width=150, stretch=0, drop_below=520, lines=2),
        Column("What", lambda entry: entry.words, lines=4),
    ]
    return kind(columns, name, height=DENSE, gutter=8)


def _when(entry: Entry) -> str:
    at = entry.at.astimezone()
    return f"{show_day_year(at.date())}, {at:%H:%M}"


def _fit(table: TableView, rows: int) -> None:
    """Make a table as high as its rows: the page scrolls, not the table."""
    table.setFixedHeight(fonts.scaled(30) + rows * fonts.scaled(DENSE) + 2)


class PutBackPane(StepPane):
    """Where the store goes, what becomes of the one that stands there, and that it was done."""

    def __init__(self) -> None:
        super().__init__()
        self.fact = Text("", "item", wrap=True)
        self.place = TextField("Where the store goes", missing="Enter where the store goes")
        self.place.problem_of = self._problem
        self.place.changed.connect(self.judge)
        self.choose = Button("Choose", icon="folder")
        self.choose.clicked.connect(self._choose)
        self.trouble = Message("late")
        self.said = Message("done")
        self.put = Button("Put it back", "primary")
        self.back = Button("Back", icon="left")
        self.open = Button("Open it", "primary")
        self._where = QWidget()
        where = QHBoxLayout(self._where)
        where.setContentsMargins(0, 0, 0, 0)
        where.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        where.addWidget(self.place, 1, top)
        beside = QVBoxLayout()
        beside.addSpacing(fonts.scaled(21))
        beside.addWidget(self.choose)
        beside.addStretch()
        where.addLayout(beside)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for part in (self.fact, self._where, self.trouble, self.said):
            box.addWidget(part)
        box.addStretch(1)
        self.buttons = (self.put, self.open, self.back)

    def path(self) -> Path:
        """Return the place that was typed."""
        return Path(self.place.value())

    def ask(self, made: str, place: Path) -> None:
        """Ask where the store goes."""
        self.fact.setText(f"Bring the store back as it was on {made}")
        self.place.set_value(str(place))
        self._where.show()
        for other in (self.said, self.trouble):
            other.hide()
        self.offered = (self.put, self.back)
        self.judge()

    def judge(self) -> None:
        """Say what stands at the place."""
        kind, words = place_standing(self.place.value())
        self.place.show_note(None if kind == "late" else Status(kind, words))

    def _problem(self) -> str:
        kind, words = place_standing(self.place.value())
        return words if kind == "late" else ""

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Where the store goes", self.place.value())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilter(f"Stores (*{STORE_ENDING})")
        dialog.setDefaultSuffix(STORE_ENDING.removeprefix("."))
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self.place.set_value(path)
        self.judge()

    def show_trouble(self, words: str) -> None:
        """Say why it was not put back."""
        self.trouble.tell("late", words)
        self.trouble.show()
        self.judge()

    def show_done(self, words: str) -> None:
        """Say what was brought back and where the store before went."""
        fact, _, rest = words.partition(". ")
        self.fact.setText(fact.rstrip("."))
        self.said.tell("done", rest or "It opens with the passphrases of that time.")
        for part in (self._where, self.trouble):
            part.hide()
        self.said.show()
        self.offered = (self.open,)
