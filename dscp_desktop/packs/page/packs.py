"""The page of packs: the parts of one meeting's pack, a preview, and the pack itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year, show_long_day, show_times
from dscp_desktop.core.faults import Trouble
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.meetings.commands.agenda import (
    move_item,
    move_paper,
    receive_paper,
    remove_paper,
    start_agenda,
)
from dscp_desktop.meetings.commands.receiving import ReceivedPaper, add_papers
from dscp_desktop.meetings.page.papers import choose_pdfs, read_papers
from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.packs.documents import RENDER, number_pack, part_values
from dscp_desktop.packs.page.building import BuildBar
from dscp_desktop.packs.page.moving import Moves
from dscp_desktop.packs.page.parts import PartRow, parts_table, rows_of, with_headings
from dscp_desktop.packs.page.preview import Preview
from dscp_desktop.packs.queries import gather, paper_file
from dscp_desktop.packs.rules import (
    AGENDA,
    AGENDA_TITLE,
    COVER,
    COVER_TITLE,
    BuiltPack,
    PackContents,
    PackPart,
    count_pages,
)
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import Page, TwoPanes
from dscp_desktop.widgets.status import Message


class PacksPage(Page):
    """Choose a meeting; its pack stands in the list as it will be printed."""

    help_topic = (
        "The list is the pack. Alt+Up and Alt+Down move a part, Delete takes a paper out, Enter "
        "chooses the file of a paper that is missing. Build pack joins all into one PDF; Ctrl+S "
        "saves it, Ctrl+P prints it."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Packs", parent=parent)
        self.desk = desk
        self.meetings: tuple[MeetingLine, ...] = ()
        self.contents: PackContents | None = None
        self.rows: tuple[PartRow, ...] = ()
        self.wanted = ""
        self.wanted_row: object = None
        self.moves = Moves(self._begin_move)
        self.dialog: QFileDialog | None = None
        self.chooser = Chooser()
        self.chooser.setAccessibleName("Meeting")
        self.add_beside_title(self.chooser)
        self.add = self.add_button(Button("Add paper", icon="add"))
        self.table = parts_table()
        self.trouble = Message("late")
        self.trouble.setContentsMargins(24, 8, 24, 8)
        self.trouble.hide()
        self.building = BuildBar(desk, self)
        self.preview = Preview(desk)
        self.two = TwoPanes(
            "packs",
            self._make_list(),
            self.preview,
            titles=("Pack", "Preview"),
            share=0.67,
            limit=900,
        )
        self.put_body(self.two)
        self._connect()

    def _make_list(self) -> QWidget:
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table, 1)
        box.addWidget(self.trouble)
        box.addWidget(self.building)
        return left

    def _connect(self) -> None:
        self.chooser.activated.connect(lambda _place: self._ask_contents())
        self.narrow_changed.connect(lambda _narrow: self._take_meetings(self.meetings))
        self.add.clicked.connect(self.choose_papers)
        self.table.chosen.connect(self._preview_row)
        self.table.opened.connect(self._open)
        self.table.move_asked.connect(self.move_row)
        self.table.actions_for = self._actions
        self.building.built.connect(self._built)
        QShortcut(QKeySequence("Ctrl+N"), self, self.choose_papers)
        delete = QShortcut(QKeySequence("Del"), self.table, self.remove_now)
        delete.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # What it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the meetings, and for the pack of the one that is chosen."""
        self.desk.ask(self, list_meetings, then=self._take_meetings, key="meetings")

    def first_focus(self) -> QWidget | None:
        """The list of parts."""
        return self.table

    def panes(self) -> list[QWidget]:
        """Banner, list, foot, preview."""
        found = [self.banner, self.table, self.building, self.preview.picture]
        return [pane for pane in found if pane is not None]

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        return (
            ("Build pack", "", self.building.build_now),
            ("Add paper", "Ctrl+N", self.choose_papers),
        )

    def open_record(self, record_id: str) -> None:
        """Show the pack of a meeting, as soon as the diary is there."""
        if record_id:
            self.wanted = record_id
            self._take_meetings(self.meetings)

    def _take_meetings(self, meetings: tuple[MeetingLine, ...]) -> None:
        self.meetings = meetings
        today = self.desk.today
        coming = [m for m in meetings if m.on >= today and m.goes_ahead]
        before = [m for m in reversed(meetings) if m.on < today and m.goes_ahead]
        options = [
            (m.id, f"{show_day_year(m.on)} · {m.code if self.narrow and m.code else m.group}")
            for m in (*coming, *before)
        ]
        self.chooser.set_options(options)
        if self.wanted in dict(options):
            self.chooser.set_value(self.wanted)
            self.wanted = ""
        self.chooser.setVisible(bool(options))
        self._ask_contents()

    def _ask_contents(self) -> None:
        meeting_id = self.chooser.value()
        self.add.setEnabled(bool(meeting_id))
        if not meeting_id:
            self._show_nothing()
            return
        desk = self.desk
        # The files stay in the store: the list needs none of them.
        lightly = partial(gather, with_files=False)
        desk.ask(
            self,
            lightly,
            meeting_id,
            desk.documents,
            desk.today,
            then=self._take_contents,
            key="contents",
        )

    def _show_nothing(self) -> None:
        self.contents, self.rows = None, ()
        self.table.set_rows(())
        self.building.show_contents(None)
        self.preview.clear("")
        self.context.setText("")
        self.show_banner(None)

    def _take_contents(self, contents: PackContents) -> None:
        before = self.contents
        if before and replace(before, check_code="") == replace(contents, check_code=""):
            self.moves.shown()
            return
        if before is None or before.meeting.id != contents.meeting.id:
            self.moves.stop()
            self.trouble.hide()
        self.contents = contents
        self.building.show_contents(contents)
        front = (PackPart(COVER, COVER_TITLE), PackPart(AGENDA, AGENDA_TITLE))
        self._show_rows(contents, (*front, *(piece.part for piece in contents.pieces)))

        def number(files: FileDesk) -> tuple[PackPart, ...]:
            return number_pack(contents, files.ask)

        def numbered(parts: tuple[PackPart, ...]) -> None:
            if self.contents is contents:
                self._show_rows(contents, parts)
                self._preview_row(self.table.value())

        self.desk.work(self, number, then=numbered, failed=self._failed)
        self.moves.shown()

    def _show_rows(self, contents: PackContents, parts: Sequence[PackPart]) -> None:
        self.rows = rows_of(contents, parts)
        self.table.set_rows(with_headings(self.rows))
        if self.wanted_row is not None and self.table.choose(self.wanted_row):
            self.wanted_row = None
        elif self.table.value() is None:
            self.table.choose_first()
        meeting = contents.meeting
        papers = sum(row.paper is not None for row in self.rows)
        pages = count_pages(parts)
        counted = f"{papers} paper{'' if papers == 1 else 's'}"
        counted += f", {pages} pages" if pages > 0 and parts[0].first else ""
        times = show_times(meeting.start, meeting.end)
        self.context.setText(" · ".join(part for part in (counted, times) if part))
        self.setAccessibleDescription(f"{meeting.group}, {show_long_day(meeting.on)}")
        self._show_fact(contents)

    def _show_fact(self, contents: PackContents) -> None:
        missing = [row for row in self.rows if row.part.is_missing]
        if missing:
            fact = f"{len(missing)} papers are missing"
            if len(missing) == 1:
                fact = f"1 paper is missing: {missing[0].part.title}"
            page = missing[0].part.first
            place = f"page {page}" if page else "its page"
            words = f"You can still build the pack: {place} will say 'Paper not received'."
            button = Button("Add its file", icon="paper")
            button.clicked.connect(lambda: self._choose_file(missing[0]))
            self.show_banner(Banner(fact, words, buttons=[button]))
        elif not contents.agenda.stored:
            button = Button("Start agenda")
            button.clicked.connect(self.start_now)
            words = "The pack shows the items that stand on every agenda of the group."
            fact = "This meeting has no agenda of its own yet"
            self.show_banner(Banner(fact, words, tone="inf", buttons=[button]))
        else:
            self.show_banner(None)

    # The preview ----------------------------------------------------------------------------

    def _preview_row(self, row: PartRow | None) -> None:
        contents, pack = self.contents, self.building.pack
        if row is None or contents is None:
            return
        if pack is not None:
            first = pack.parts[row.place].first
            self.preview.show_pdf(pack.data, pack.pages, row.part.title, first)
            return
        caption = row.part.title
        if row.paper and row.paper.file_id:
            pages = row.part.pages
            self.desk.ask(
                self,
                paper_file,
                row.paper.file_id,
                then=lambda data: self.preview.show_pdf(data, pages, caption),
                failed=lambda trouble: self.preview.clear(trouble.words),
                key="file",
            )
            return
        parts = [other.part for other in self.rows]
        edition = str(self.building.edition.value())
        values = part_values(contents, parts, row.place, edition)
        if values is None:
            return

        def shown(answer: tuple[dict[str, Any], list[bytes]]) -> None:
            now = self.table.value()
            if now is not None and now.id == row.id and self.building.pack is None:
                self.preview.show_pdf(answer[1][0], int(answer[0]["pages"]), caption)

        self.desk.work(
            self, lambda files: files.ask(RENDER, values), then=shown, failed=self._failed
        )

    def _built(self, pack: BuiltPack) -> None:
        row = self.table.value()
        first = pack.parts[row.place].first if row else 1
        title = row.part.title if row else COVER_TITLE
        self.preview.show_pdf(pack.data, pack.pages, title, first)

    # What a person does ---------------------------------------------------------------------

    def _actions(self, row: PartRow) -> Sequence[tuple[str, Callable[[], object]]]:
        found: list[tuple[str, Callable[[], object]]] = []
        if row.part.is_missing:
            found.append(("Add its file", partial(self._choose_file, row)))
        if row.item_id:
            found.append(("Move up (Alt+Up)", partial(self.move_row, row, -1)))
            found.append(("Move down (Alt+Down)", partial(self.move_row, row, 1)))
        if row.paper:
            found.append(("Take the paper out", self.remove_now))
        return found

    def _open(self, row: PartRow) -> None:
        if row.part.is_missing:
            self._choose_file(row)
        else:
            self.two.show_second()
            self.preview.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_now(self) -> None:
        """Give the meeting the standing items as its agenda."""
        if self.contents:
            self._run(start_agenda, self.contents.meeting.id)

    def move_row(self, row: PartRow, step: int) -> None:
        """Move a part past the one above or below it, within its part of the pack."""
        if row.part.item and not row.item_id:
            self._tell("Start the agenda first: these items stand on every agenda of the group.")
        else:
            self.moves.ask(row.id, step)

    def _begin_move(self, part_id: str, step: int) -> bool:
        row = next((row for row in self.rows if row.id == part_id), None)
        to = row.place + step if row else 0
        if row is None or not row.item_id or not 2 <= to < len(self.rows):
            return False
        other = self.rows[to]
        if other.part.restricted != row.part.restricted:
            return False
        self.wanted_row = row.id
        if other.part.item != row.part.item:
            self._run(move_item, row.item_id, other.part.item)
        elif row.paper and other.paper:
            self._run(move_paper, row.paper.id, row.item_id, row.among.index(other.id) + 1)
        else:
            return False
        return True

    def remove_now(self) -> None:
        """Take the current paper out of the pack; one undo brings it back."""
        row = self.table.value()
        if row is not None and row.paper:
            self._run(remove_paper, row.paper.id)

    def choose_papers(self) -> None:
        """Ask for PDFs; each becomes an item of its own before any other business."""
        if self.contents:
            self.dialog = choose_pdfs(self, self.take_files)

    def _choose_file(self, row: PartRow) -> None:
        take = partial(self.take_files, paper=row.paper)
        self.dialog = choose_pdfs(self, take, several=False)

    def take_files(self, paths: Sequence[Path], paper: PaperLine | None = None) -> None:
        """Look at files in the process for files, then add them, or the one that was missing."""
        self.desk.work(
            self,
            lambda files: read_papers(files, paths),
            then=lambda papers: self._take(papers, paper),
            failed=self._failed,
        )

    def _take(self, papers: Sequence[ReceivedPaper], paper: PaperLine | None) -> None:
        today, new = self.desk.today, papers[0]
        if paper is not None:
            self.wanted_row = paper.id
            self._run(receive_paper, paper.id, new.data, new.pages, today, new.removed)
        elif self.contents:
            self._run(add_papers, self.contents.meeting.id, papers, today)

    def _run(self, command: Callable[..., Changes], *args: object) -> None:
        self.trouble.hide()

        def done(changes: Changes) -> None:
            self.moves.written()
            if command is add_papers:
                self.wanted_row = changes.result
            self._ask_contents()

        self.desk.run(self, command, *args, then=done, failed=self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self.moves.stop()
        self._tell(trouble.words)

    def _tell(self, words: str) -> None:
        self.trouble.tell("late", words)
        self.trouble.show()
