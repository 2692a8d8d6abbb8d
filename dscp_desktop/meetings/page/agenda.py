"""The agenda of one meeting with its papers: a list that is moved, edited and filled by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.meetings.commands.agenda import (
    move_item,
    move_paper,
    remove_item,
    remove_paper,
    shift_item,
    shift_paper,
    start_agenda,
)
from dscp_desktop.meetings.commands.issuing import carry_over, issue_agenda
from dscp_desktop.meetings.commands.papers import bring_back_paper, replace_paper
from dscp_desktop.meetings.commands.receiving import ReceivedPaper, add_papers
from dscp_desktop.meetings.page.dragging import DragTable
from dscp_desktop.meetings.page.forms import PURPOSE_WORDS
from dscp_desktop.meetings.page.papers import (
    Taking,
    choose_folder,
    choose_pdfs,
    save_reminders,
)
from dscp_desktop.meetings.queries.papers import reminder_drafts
from dscp_desktop.meetings.rules.agenda import Agenda, AgendaLine, PaperLine
from dscp_desktop.meetings.rules.papers import Reminder
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.status import Message, Status, StatusLabel
from dscp_desktop.widgets.tables import TWO_LINE

Line = AgendaLine | PaperLine
_NONE = Empty(
    "This agenda has no item",
    "Add the first one, or start with the standing items of the group.",
    "list",
)


def line_key(row: Line) -> object:
    """Return what tells lines apart: standing items have no id, but a number."""
    return getattr(row, "id", "") or getattr(row, "number", "")


def _second(row: Line) -> str:
    if isinstance(row, PaperLine):
        if row.withdrawn:
            return row.withdrawn
        pages = "1 page" if row.pages == 1 else f"{row.pages} pages" if row.file_id else ""
        version = f"version {row.version}" if row.version > 1 else ""
        due = f"due {show_day(row.due)}" if row.is_missing and row.due else ""
        said = (pages, version, due, row.owner, row.marking)
        return " · ".join(part for part in said if part)
    minutes = f"{row.minutes} min" if row.minutes else ""
    purpose = PURPOSE_WORDS[row.purpose] if row.purpose else ""
    verbal = "Verbal report" if row.verbal else ""
    carried = f"Carried over from {row.carried_from}" if row.carried_from else ""
    return " · ".join(part for part in (minutes, purpose, row.lead, verbal, carried) if part)


def _status(row: Line) -> Status | None:
    if isinstance(row, PaperLine):
        if row.withdrawn:
            return Status("plain", "Withdrawn")
        if row.file_id is None:
            return Status("missing", "Not received", chip=True)
        return Status("restricted", "Part 2") if row.restricted else Status("done", "Received")
    if not row.id:
        return Status("plain", "Standing")
    if row.restricted:
        return Status("restricted", "Part 2")
    return Status("auto", "Automatic") if row.document else None


class AgendaPane(Surface):
    """Items and, below each, its papers. Alt+Up and Alt+Down move, Enter edits, Delete removes."""

    item_asked = Signal(object)  # the item to edit, None for a new one
    paper_asked = Signal(object)  # the paper to edit, None for one that is awaited
    version_asked = Signal(object)  # the paper that a newer version came of
    withdrawal_asked = Signal(object)  # the paper that is withdrawn
    left = Signal()  # a form that was opened for a paper has done its work

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.agenda: Agenda | None = None
        self.dialog: QFileDialog | None = None
        self.done: Callable[[object], object] = lambda _key: None
        self.table = self._make_table()
        self.trouble = Message("late")
        self.trouble.hide()
        self.taking = Taking(desk)
        self.taking.stopped.connect(lambda words: self._tell(words, "note"))
        self.next_id = ""  # the group's next meeting, where an item can be carried over to
        self.ends = StatusLabel(Status("plain", ""))
        self.ends.setAccessibleName("When the meeting ends by its items")
        self.send = Button("Send out", dense=True)
        self.send.setToolTip("Send the agenda out: its numbers stay as they are from then on")
        self.send.clicked.connect(self.send_out)
        self.remind = Button("Reminders", icon="email", dense=True)
        self.remind.setToolTip("A draft message to each owner of a paper that has not come")
        self.remind.clicked.connect(self.remind_owners)
        self.start = Button("Start agenda", "primary")
        self.add = Button("Add item", icon="add")
        self.paper = Button("Add paper", icon="paper")
        self.expect = Button("Expect paper")
        self.edit = Button("Edit", "quiet", icon="edit", icon_only=True)
        self.remove = Button("Remove", "quiet", icon="delete", icon_only=True)
        self.start.clicked.connect(self.start_now)
        self.add.clicked.connect(lambda: self.item_asked.emit(None))
        self.paper.clicked.connect(self.choose_papers)
        self.expect.clicked.connect(lambda: self.paper_asked.emit(None))
        self.edit.clicked.connect(lambda: self._open(self.table.value()))
        self.remove.clicked.connect(self.remove_now)
        self._lay_out()
        bind(self.table, "Del", "Remove it from the agenda", self.remove_now, inside=True)

    def _make_table(self) -> DragTable:
        columns = (
            Column(
                "Item",
                lambda row: row.label if isinstance(row, AgendaLine) else "",
                58,
                align="right",
                tone="t2",
            ),
            Column(
                "Time",
                lambda row: (
                    f"{row.starts:%H:%M}" if isinstance(row, AgendaLine) and row.starts else ""
                ),
                62,
                tone="t2",
                drop_below=420,
            ),
            Column(
                "Subject",
                lambda row: row.title,
                lines=3,
                second=_second,
                icon=lambda row: "paper" if isinstance(row, PaperLine) else "",
            ),
            Column("Status", lambda _row: "", 140, status=_status),
        )
        table = DragTable(columns, "Agenda", height=TWO_LINE, empty=_NONE, key=line_key, gutter=16)
        table.dropped.connect(self.drop_line)
        table.opened.connect(self._open)
        table.move_asked.connect(self.move_line)
        table.chosen.connect(lambda _row: self._enable())
        table.actions_for = self._actions
        return table

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 8)
        buttons.setSpacing(8)
        for button in (self.start, self.add, self.paper, self.expect):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.edit)
        buttons.addWidget(self.remove)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.setContentsMargins(16, 6, 16, 6)
        top.addWidget(self.ends)
        top.addStretch(1)
        top.addWidget(self.remind)
        top.addWidget(self.send)
        said = QVBoxLayout()
        said.setContentsMargins(16, 0, 16, 0)
        said.addWidget(self.trouble)
        said.addWidget(self.taking)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 1, 0, 0)
        box.setSpacing(0)
        # Above the list, where no message of the window covers it.
        box.addLayout(top)
        box.addLayout(said)
        box.addWidget(self.table, 1)
        box.addLayout(buttons)

    # What it shows --------------------------------------------------------------------------

    def show_agenda(self, agenda: Agenda) -> None:
        """Show an agenda; the same line stays current."""
        if self.agenda is None or self.agenda.meeting.id != agenda.meeting.id:
            self.trouble.hide()
        self.agenda = agenda
        self.table.set_rows(tuple(line for item in agenda.items for line in (item, *item.papers)))
        self.start.setVisible(not agenda.stored)
        self.expect.setVisible(agenda.stored)
        self.remind.setVisible(any(paper.is_missing for paper in agenda.papers))
        words, over = agenda.ends
        self.ends.set_status(Status("risk" if over else "plain", words))
        out = any(item.issued for item in agenda.items)
        new = out and any(not item.issued for item in agenda.items)
        self.send.set_words("Send out again" if out else "Send out")
        before = agenda.meeting.status in ("planned", "agenda out")
        self.send.setVisible(before and (new or not out))
        self._enable()

    def _enable(self) -> None:
        row = self.table.value()
        self.paper.set_words("Add its file" if _is_awaited(row) else "Add paper")
        kept = bool(row and row.id)
        self.edit.setEnabled(kept)
        self.remove.setEnabled(kept)

    def _actions(self, row: Line) -> Sequence[tuple[str, Callable[[], object]]]:
        if not row.id:
            return [("Start agenda", self.start_now)]
        found: list[tuple[str, Callable[[], object]]] = [
            ("Edit", lambda: self._open(row)),
            ("Move up (Alt+Up)", lambda: self.move_line(row, -1)),
            ("Move down (Alt+Down)", lambda: self.move_line(row, 1)),
            ("Remove", self.remove_now),
        ]
        if isinstance(row, PaperLine):
            found[3:3] = self._paper_actions(row)
        if isinstance(row, AgendaLine) and self.next_id:
            found.append(("Carry over to the next meeting", lambda: self.carry(row)))
        return found

    def _paper_actions(self, row: PaperLine) -> list[tuple[str, Callable[[], object]]]:
        if row.withdrawn:
            return [("Bring back", lambda: self._run(bring_back_paper, row.id, key=row.id))]
        newer = [("Bring a newer version", lambda: self.version_asked.emit(row))]
        found: list[tuple[str, Callable[[], object]]] = [*newer] if row.file_id else []
        return [*found, ("Withdraw", lambda: self.withdrawal_asked.emit(row))]

    def current_item(self) -> str:
        """Return the id of the current item, or of the item of the current paper."""
        row = self.table.value()
        return row.item_id if isinstance(row, PaperLine) else row.id if row else ""

    # What a person does ---------------------------------------------------------------------

    def start_now(self) -> None:
        """Make the standing items those of the meeting."""
        if self.agenda and not self.agenda.stored:
            self._run(start_agenda, self.agenda.meeting.id)

    def _open(self, row: Line | None) -> None:
        if isinstance(row, PaperLine):
            self.paper_asked.emit(row)
        elif row is not None and row.id:
            self.item_asked.emit(row)
        elif row is not None:
            self._tell("Start the agenda first: these items stand on every agenda of the group.")

    def move_line(self, row: Line, step: int) -> None:
        """Move an item, or a paper among those of its item and on to the next one."""
        # By steps, not to a place: the next press may come before this one is shown.
        if row.id:
            command = shift_item if isinstance(row, AgendaLine) else shift_paper
            self._run(command, row.id, step, key=row.id)

    def drop_line(self, row: Line, target: Line) -> None:
        """Put an item, or a paper, where it was dropped."""
        items = self.agenda.items if self.agenda else ()
        home = target.item_id if isinstance(target, PaperLine) else target.id
        at = next((n for n, item in enumerate(items, 1) if item.id == home), 0)
        if not row.id or not at:
            return
        if isinstance(row, PaperLine):
            self._run(move_paper, row.id, home, key=row.id)
        else:
            self._run(move_item, row.id, at, key=row.id)

    def send_out(self) -> None:
        """Send the agenda out: its numbers stay as they are from now on."""
        if self.agenda:
            row = self.table.value()
            key = line_key(row) if row is not None else None
            self._run(issue_agenda, self.agenda.meeting.id, key=key)

    def carry(self, row: AgendaLine) -> None:
        """Put an item on the agenda of the group's next meeting."""
        if self.next_id:
            self._run(carry_over, row.id, self.next_id, key=row.id)

    def behind(self) -> AgendaLine | None:
        """Return the item that a new one comes behind, None before the agenda went out."""
        items = self.agenda.items if self.agenda else ()
        if not any(item.issued for item in items):
            return None
        current = self.current_item()
        return next((item for item in items if item.id == current and not item.last), None)

    def remove_now(self) -> None:
        """Take the current line off; one undo brings it back."""
        row = self.table.value()
        if isinstance(row, PaperLine):
            self._run(remove_paper, row.id)
        elif row is not None and row.id:
            self._run(remove_item, row.id)

    def choose_papers(self) -> None:
        """Ask for papers for the current item, or for the file of the current awaited paper."""
        several = not _is_awaited(self.table.value())
        self.dialog = choose_pdfs(self, self.take_files, several=several)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Look at files in the process for files, and add them when they are sound."""
        row, item_id = self.table.value(), self.current_item()
        self.taking.take(paths, lambda papers: self._take(papers, row, item_id), self._failed)

    def _take(self, papers: Sequence[ReceivedPaper], row: Line | None, item_id: str) -> None:
        today = self.desk.today
        if isinstance(row, PaperLine) and row.is_missing:
            self._run(replace_paper, row.id, papers[0], today)
        elif self.agenda:
            self._run(add_papers, self.agenda.meeting.id, papers, today, item_id)

    def choose_version(
        self, paper: PaperLine, changed: str, failed: Callable[[str], object]
    ) -> None:
        """Ask for the file of a newer version, and take it in with the line of what changed."""

        def done(_changes: Changes) -> None:
            self.left.emit()
            self.done(paper.id)

        def tell(trouble: Trouble) -> None:
            failed(trouble.words)

        def take(papers: Sequence[ReceivedPaper]) -> None:
            args = (paper.id, papers[0], self.desk.today, changed)
            self.desk.run(self, replace_paper, *args, then=done, failed=tell)

        def read(paths: Sequence[Path]) -> None:
            self.taking.take(paths, take, tell)

        self.dialog = choose_pdfs(self, read, several=False)

    def remind_owners(self) -> None:
        """Ask where the draft messages to owners are saved; nothing is sent from here."""
        if self.agenda is None:
            return
        meeting_id = self.agenda.meeting.id
        self.dialog = choose_folder(self, lambda folder: self.save_drafts(meeting_id, folder))

    def save_drafts(self, meeting_id: str, folder: Path) -> None:
        """Write a draft message for each owner of a paper that has not come."""

        def saved(paths: tuple[Path, ...]) -> None:
            count = len(paths)
            words = f"{count} draft message{'' if count == 1 else 's'} saved in {folder.name}."
            self._tell(words, "done")

        def write(found: tuple[tuple[Reminder, ...], str]) -> None:
            save = partial(_save, found, folder)
            self.desk.work(self, save, then=saved, failed=self._failed)

        self.desk.ask(self, reminder_drafts, meeting_id, self.desk.today, then=write)

    def _run(self, command: Callable[..., Changes], *args: object, key: object = None) -> None:
        self.trouble.hide()

        def done(changes: Changes) -> None:
            self.done(key or changes.result)

        self.desk.run(self, command, *args, then=done, failed=self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self._tell(trouble.words)

    def _tell(self, words: str, kind: str = "late") -> None:
        self.trouble.tell(kind, words)
        self.trouble.show()


def _save(
    found: tuple[tuple[Reminder, ...], str], folder: Path, _files: FileDesk
) -> tuple[Path, ...]:
    return save_reminders(*found, folder)


def _is_awaited(row: Line | None) -> bool:
    return isinstance(row, PaperLine) and row.is_missing
