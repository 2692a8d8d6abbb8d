"""Minutes in Word: a copy goes out, comes back edited, and its differences are accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.returning import (
    CERTAIN,
    accept_differences,
    finish_returned,
    leave_differences,
    send_out,
    take_back,
)
from dscp_desktop.meetings.page.returned.detail import DifferencePane
from dscp_desktop.meetings.page.returned.files import (
    CameBack,
    choose_copy,
    choose_place,
    copy_name,
    make_copy,
    read_copies,
    take_copy,
)
from dscp_desktop.meetings.queries.returned import (
    CopyFacts,
    ReturnedFiles,
    copy_facts,
    find_differences,
    returned_files,
)
from dscp_desktop.meetings.rules.returned.values import Difference, FileLine
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.page import Page, TwoPanes, bar
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_OUTSIDE = "Before or after the items"
_NONE = Empty("No meeting is open here", "Open one from the page of meetings.", "meeting")
_NOT_OUT = Empty(
    "No Word copy went out yet",
    "Save one for whoever edits the minutes; take it in here when it comes back.",
    "paper",
)
_OUT = Empty("The Word copy is out", "Take the edited copy in when it comes back.", "paper")
_SAME = Empty("Nothing is left to look at", "What came back stands here, or was left.", "done")
_KINDS = {
    "inserted": ("new", "New"),
    "deleted": ("delete", "Taken out"),
    "moved": ("move", "Moved"),
    "joined": ("changed", "Joined"),
    "changed": ("changed", "Changed"),
    "title": ("changed", "Heading"),
    "conflict": ("risk", "Changed in both"),
    "comment": ("comment", "Comment"),
    "heading": ("help", "Question"),
    "record": ("help", "Question"),
    "question": ("help", "Question"),
}


def _status(found: Difference) -> Status:
    icon, words = _KINDS[found.kind]
    if found.certain:
        return Status("plain", words, icon=icon)
    return Status("risk", words, icon=icon)


class ReturnedPage(Page):
    """The differences of a returned copy by item, each accepted or left, by keys alone."""

    help_topic = (
        "Save a Word copy for whoever edits the minutes. When it comes back, take it in: each "
        "change stands at its item. Enter accepts the one chosen, Delete leaves it as it is "
        "here, F7 goes to the next. What is not clear is a question: choose an answer first."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Minutes in Word", parent=parent)
        self.desk = desk
        self.meeting_id = ""
        self.found: ReturnedFiles | None = None
        self.copies: tuple[tuple[FileLine, ...], tuple[FileLine, ...]] | None = None
        self.differences: tuple[Difference, ...] = ()
        self.gone: Callable[[], object] = lambda: None
        self._read: tuple[bytes | None, bytes | None] = (None, None)
        self.save = self.add_button(Button("Save a Word copy", icon="save"))
        self.take = self.add_button(Button("Take in an edited copy", "primary", icon="import"))
        self.table = TableView(
            [
                Column("What", lambda d: _KINDS[d.kind][1], width=150, status=_status),
                Column("Difference", lambda d: d.words, lines=2, second=_snippet),
            ],
            "Differences",
            empty=_NONE,
            key=lambda d: d.key,
        )
        self.detail = DifferencePane()
        self.counted = Text("", "base", tone="t2")
        self.all = Button("Accept all that are clear", dense=True, icon="tick")
        self.aside = Button("Put the copy aside", "quiet", dense=True, icon="close")
        self.tools = bar(self.counted, None, self.all, self.aside)
        self.sides = TwoPanes(
            "returned",
            self.table,
            self.detail,
            share=0.5,
            titles=("Differences", "Difference"),
        )
        self.put_body(self.sides)
        self.add_bar(self.tools)
        self.tools.hide()
        self._connect()
        self._show_buttons()

    def _connect(self) -> None:
        self.save.clicked.connect(self.save_copy)
        self.take.clicked.connect(lambda: choose_copy(self, self.take_in))
        self.all.clicked.connect(self.accept_all)
        self.aside.clicked.connect(self.put_aside)
        self.table.chosen.connect(self.detail.show_difference)
        self.table.opened.connect(lambda _found: self._open())
        self.detail.accepted.connect(self.accept)
        self.detail.left_alone.connect(self.leave)
        self.detail.next_asked.connect(self.go_next)
        bind(self, "F7", "Next change", self.go_next)

    # What it shows ----------------------------------------------------------------------

    def open_record(self, record_id: str) -> None:
        """Open the Word copies of the minutes of a meeting."""
        if record_id != self.meeting_id:
            self.meeting_id, self.found, self.differences = record_id, None, ()
            self.copies, self._read = None, (None, None)
            self.show_banner(None)
            self._show_rows()
        self.refresh()

    def refresh(self) -> None:
        """Ask which copies there are, read them where they are new, and what differs."""
        if self.meeting_id:
            self.desk.ask(
                self, returned_files, self.meeting_id, then=self._show_files,
                failed=self._no_meeting, key="files",
            )  # fmt: skip

    def first_focus(self) -> QWidget | None:
        """The list, where there is something in it."""
        return self.table if self.differences else self.take

    def panes(self) -> list[QWidget]:
        """The stops of F6."""
        return [p for p in (self.banner, self.table, self.detail) if p is not None]

    def _no_meeting(self, trouble: Trouble) -> None:
        self.meeting_id, self.found, self.differences = "", None, ()
        self._show_rows()
        self._trouble(trouble)
        self.gone()

    def _show_files(self, found: ReturnedFiles) -> None:
        self.found = found
        meeting = found.meeting
        self.set_title("Minutes in Word", f"{meeting.group}, {show_day_year(meeting.on)}")
        if found.frozen:
            self.show_banner(Banner(found.frozen, "Nothing can be taken in any more."))
        if found.sent is None or found.back is None:
            self.copies, self._read, self.differences = None, (None, None), ()
            self._show_rows()
        elif self._read != (found.sent, found.back):
            sent = CameBack(found.sent_name, found.sent)
            back = CameBack(found.back_name, found.back)
            self._read = (found.sent, found.back)
            self.desk.work(
                self, lambda files: read_copies(files, sent, back),
                then=self._lines_read, failed=self._trouble,
            )  # fmt: skip
        else:
            self._ask_differences()
        self._show_buttons()

    def _lines_read(self, lines: tuple[tuple[FileLine, ...], tuple[FileLine, ...]]) -> None:
        self.copies = lines
        self._ask_differences()

    def _ask_differences(self) -> None:
        if self.copies is not None:
            self.desk.ask(
                self, find_differences, self.meeting_id, *self.copies,
                then=self._show_differences, failed=self._no_match, key="differences",
            )  # fmt: skip

    def _show_differences(self, found: tuple[Difference, ...]) -> None:
        place = self.table.currentIndex().row()
        had = self.table.hasFocus() or not self.table.rows.rowCount()
        self.differences = found
        self._show_rows()
        if self.table.value() is None and found:
            self._choose_from(max(place, 0))
        if had and found:
            self.table.setFocus()

    def _show_rows(self) -> None:
        rows: list[Any] = []
        for item, group in groupby(self.differences, key=lambda d: d.item):
            rows += [Section(item or _OUTSIDE), *group]
        self.table.set_empty(self._empty())
        self.table.set_rows(rows)
        self.detail.show_difference(self.table.value())
        clear = sum(one.certain for one in self.differences)
        asked = len(self.differences) - clear
        self.counted.setText(_counted(clear, asked))
        self.all.setVisible(clear > 0)
        self.tools.setVisible(self.found is not None and self.found.back is not None)
        self.take.set_kind("secondary" if self.differences else "primary")  # ‘Accept’ is, then

    def _empty(self) -> Empty:
        if self.found is None:
            return _NONE
        if self.found.sent is None:
            return _NOT_OUT
        return _OUT if self.found.back is None else _SAME

    def _show_buttons(self) -> None:
        found = self.found
        open_ = found is not None and not found.frozen
        self.save.setEnabled(open_)
        self.take.setEnabled(open_ and found is not None and found.sent is not None)
        for button in (self.all, self.aside, self.detail.accept, self.detail.leave):
            button.setEnabled(open_)

    def _choose_from(self, place: int) -> None:
        """Choose the difference at a row or the first one after it, else the last."""
        rows = [self.table.rows.at(n) for n in range(self.table.rows.rowCount())]
        lines = [n for n, row in enumerate(rows) if isinstance(row, Difference)]
        after = [n for n in lines if n >= place]
        if lines:
            self.table.choose_row(after[0] if after else lines[-1])

    # What is done -----------------------------------------------------------------------

    def go_next(self) -> None:
        """Go to the next difference, after the last to the first."""
        rows = [self.table.rows.at(n) for n in range(self.table.rows.rowCount())]
        lines = [n for n, row in enumerate(rows) if isinstance(row, Difference)]
        here = self.table.currentIndex().row()
        if lines:
            self.table.choose_row(next((n for n in lines if n > here), lines[0]))
            self.table.setFocus()

    def _open(self) -> None:
        """Accept what is clear; show the answers of a question."""
        if self.detail.difference is not None and self.detail.difference.ways:
            self.sides.show_second()
        self.detail.do_accept()

    def accept(self, way: int) -> None:
        """Take the difference shown in, by the answer chosen where it is a question."""
        if self.detail.difference is not None:
            self._accept(((self.detail.difference, way),))

    def accept_all(self) -> None:
        """Take in all that is clear; undo takes all of it back."""
        self._accept(tuple((one, CERTAIN) for one in self.differences if one.certain))

    def _accept(self, answered: Sequence[tuple[Difference, int]]) -> None:
        self._run(accept_differences, self.meeting_id, answered)

    def leave(self) -> None:
        """Leave the difference shown as it is here."""
        if self.detail.difference is not None:
            self._run(leave_differences, self.meeting_id, (self.detail.difference.key,))

    def put_aside(self) -> None:
        """Have done with the copy that came back."""
        self._run(finish_returned, self.meeting_id)

    def save_copy(self) -> None:
        """Save the minutes as Word; what comes back is held against this copy."""
        if self.found is None:
            return

        def chosen(path: Path) -> None:
            def made(facts: CopyFacts) -> None:
                self.desk.work(
                    self, lambda files: make_copy(files, facts, path, True),
                    then=self._copy_made, failed=self._trouble,
                )  # fmt: skip

            self.desk.ask(self, copy_facts, self.meeting_id, then=made, failed=self._trouble)

        choose_place(self, copy_name(self.found.meeting), chosen)

    def _copy_made(self, copy: CameBack) -> None:
        self._run(send_out, self.meeting_id, copy.name, copy.data)

    def take_in(self, path: Path) -> None:
        """Take in an edited copy that came back."""
        meeting_id = self.meeting_id

        def read(copy: CameBack) -> None:
            if meeting_id == self.meeting_id:
                self._run(take_back, meeting_id, copy.name, copy.data)

        self.desk.work(self, lambda files: take_copy(files, path), then=read, failed=self._trouble)

    def _run(self, command: Any, *args: Any) -> None:
        self.desk.run(self, command, *args, then=self._written, failed=self._trouble)

    def _written(self, _changes: Changes) -> None:
        if self.found is not None and not self.found.frozen:
            self.show_banner(None)
        self.refresh()

    def _trouble(self, trouble: Trouble) -> None:
        self._tell(trouble)
        self._ask_differences()

    def _no_match(self, trouble: Trouble) -> None:
        self.differences = ()
        self._show_rows()
        self._tell(trouble)

    def _tell(self, trouble: Trouble) -> None:
        fact, _, rest = trouble.words.partition(". ")
        self.show_banner(Banner(f"{fact.rstrip('.')}.", rest))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete leaves the difference that is chosen as it is."""
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if event.key() in keys and self.table.hasFocus():
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.detail.do_accept()
        else:
            super().keyPressEvent(event)


def _snippet(found: Difference) -> str:
    """Return the words that a difference is about, on one line."""
    return " ".join((found.new or found.old).split())


def _counted(clear: int, asked: int) -> str:
    said = [f"{clear} clear"] if clear else []
    said += [f"{asked} {'question' if asked == 1 else 'questions'}"] if asked else []
    return ", ".join(said)
