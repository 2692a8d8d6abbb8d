"""The first tab: the parts of a pack, what can be done to each, its preview, and building."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.meetings.commands.agenda import remove_paper, start_agenda
from dscp_desktop.meetings.commands.papers import bring_back_paper, replace_paper, withdraw_paper
from dscp_desktop.meetings.commands.receiving import ReceivedPaper, add_papers
from dscp_desktop.meetings.queries.preflight import Known
from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.packs.commands.options import move_part, set_options
from dscp_desktop.packs.documents.building import number_pack, part_values
from dscp_desktop.packs.documents.press import RENDER, Kept
from dscp_desktop.packs.page.building import BuildBar
from dscp_desktop.packs.page.incoming import Incoming
from dscp_desktop.packs.page.moving import Moves
from dscp_desktop.packs.page.parts import (
    NOT_THERE,
    PartRow,
    issued_rows,
    parts_table,
    rows_of,
    with_headings,
)
from dscp_desktop.packs.page.side import SidePane
from dscp_desktop.packs.queries.contents import paper_file
from dscp_desktop.packs.queries.looking import PackView
from dscp_desktop.packs.rules.parts import (
    AGENDA,
    AGENDA_TITLE,
    COVER,
    COVER_TITLE,
    BuiltPack,
    PackPart,
)
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.page import TwoPanes
from dscp_desktop.widgets.status import Message

_LEFT_OUT = "This paper has not come, and the pack leaves it out."


class PackTab(QWidget):
    """The list is the pack. `shown` tells that its rows are others; `wrote` that it is to be read
    again; `recall_asked` gives a paper whose copies are to come back.
    """

    shown = Signal()
    wrote = Signal()
    recall_asked = Signal(object)
    made = Signal()

    def __init__(self, desk: Desk, kept: Kept, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.kept = desk, kept
        self.view: PackView | None = None
        self.rows: tuple[PartRow, ...] = ()
        self.wanted_row: object = None
        self.moves = Moves(self._begin_move)
        self.incoming = Incoming(desk, self)
        self.table = parts_table()
        self.trouble = Message("late")
        self.trouble.setContentsMargins(24, 8, 24, 8)
        self.trouble.hide()
        self.building = BuildBar(desk, kept, known)
        self.building.bind_keys(self)
        self.side = SidePane(desk)
        self.preview = self.side.preview
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.table, self.trouble, self.incoming.taking, self.building):
            column.addWidget(part, 1 if part is self.table else 0)
        titles = ("Papers", "Preview")
        self.two = TwoPanes("packs", left, self.side, titles=titles, share=0.67, limit=900)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.two)
        self._connect()

    def _connect(self) -> None:
        self.table.chosen.connect(self._preview_row)
        self.table.opened.connect(self._open)
        self.table.move_asked.connect(self.move_row)
        self.table.dropped.connect(self._drop)
        self.table.actions_for = self._actions
        self.building.built.connect(self._built)
        self.building.options.options_asked.connect(self._set_options)
        self.incoming.taken.connect(self._take)
        self.incoming.failed.connect(self._failed)
        self.incoming.told.connect(lambda words: self.tell(words, "done"))
        self.side.version_ready.connect(self.incoming.choose)
        self.side.withdrawn.connect(self._withdraw)
        self.side.made.connect(self.made)
        self.side.left.connect(lambda: self._go_to_list())
        self.side.currentChanged.connect(self._fit_primary)
        bind(self.table, "Del", "Remove it from the pack", self.remove_now, inside=True)

    def _fit_primary(self) -> None:
        """Let one button be primary: that of an open form, else the one that builds."""
        self.building.build.set_kind("secondary" if self.side.is_editing() else "primary")

    def _go_to_list(self) -> None:
        self.two.show_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def meeting_id(self) -> str:
        """The meeting whose pack is shown, '' for none."""
        return self.view.contents.meeting.id if self.view else ""

    # What it shows --------------------------------------------------------------------------

    def show_view(self, view: PackView | None) -> None:
        """Show the pack of a meeting; None for none."""
        other = view is None or view.contents.meeting.id != self.meeting_id
        self.view = view
        if other:
            self.moves.stop()
            self.trouble.hide()
        self.building.show_view(view)
        if view is None:
            self.rows = ()
            self.table.set_rows(())
            self.preview.clear("")
            self.side.show_paper(None)
            return
        if view.issued:
            self._show_rows(issued_rows(view, self.desk.today))
            self._preview_row(self.table.value())
        else:
            self._number(view)
        self.moves.shown()

    def _number(self, view: PackView) -> None:
        contents, today, kept = view.contents, self.desk.today, self.kept
        front = (
            PackPart(COVER, COVER_TITLE, key=COVER),
            PackPart(AGENDA, AGENDA_TITLE, key=AGENDA),
        )
        parts = (*front, *(piece.part for piece in contents.pieces))
        self._show_rows(rows_of(contents, parts, today))

        def number(files: FileDesk) -> tuple[PackPart, ...]:
            return number_pack(contents, files.ask, kept)

        def numbered(found: tuple[PackPart, ...]) -> None:
            if self.view is view:
                self._show_rows(rows_of(contents, found, today))
                self._preview_row(self.table.value())

        self.desk.work(self, number, then=numbered, failed=self._failed)

    def _show_rows(self, rows: tuple[PartRow, ...]) -> None:
        self.rows = rows
        self.table.set_rows(tuple(with_headings(rows)))
        if self.wanted_row is not None and self.table.choose(self.wanted_row):
            self.wanted_row = None
        elif self.table.value() is None:
            self.table.choose_first()
        self.shown.emit()

    # The preview ----------------------------------------------------------------------------

    def _preview_row(self, row: PartRow | None) -> None:
        view = self.view
        if row is None or view is None:
            return
        self.side.show_paper(row.paper)
        pack = self.building.pack
        if pack is not None and pack.parts and row.place != NOT_THERE:
            first = pack.parts[row.place].first
            self.preview.show_pdf(pack.data, pack.pages, row.part.title, first)
        elif row.file_id:
            self._show_file(row, row.file_id)
        elif row.place == NOT_THERE or view.issued:
            self.preview.clear(_LEFT_OUT)
        else:
            self._render(row, view)

    def _show_file(self, row: PartRow, file_id: str) -> None:
        caption = row.part.title
        pages = row.paper.pages if row.paper and row.paper.file_id == file_id else row.part.pages
        self.desk.ask(
            self,
            paper_file,
            file_id,
            then=lambda data: self.preview.show_pdf(data, pages, caption),
            failed=lambda trouble: self.preview.clear(trouble.words),
            key="file",
        )

    def _render(self, row: PartRow, view: PackView) -> None:
        parts = [other.part for other in self.rows if other.place != NOT_THERE]
        edition = str(self.building.edition.value())
        values = part_values(view.contents, parts, row.place, edition)
        if values is None:
            return

        def show(answer: tuple[dict[str, Any], list[bytes]]) -> None:
            now = self.table.value()
            if now is not None and now.id == row.id and self.building.pack is None:
                self.preview.show_pdf(answer[1][0], int(answer[0]["pages"]), row.part.title)

        self.desk.work(
            self, lambda files: files.ask(RENDER, values), then=show, failed=self._failed
        )

    def _built(self, pack: BuiltPack) -> None:
        row = self.table.value()
        there = row is not None and bool(pack.parts) and row.place != NOT_THERE
        first = pack.parts[row.place].first if there else 1
        title = row.part.title if there else "The pack"
        self.preview.show_pdf(pack.data, pack.pages, title, first)

    def go_to(self, paper_id: str, page: int) -> None:
        """Make a paper current, with the keys in the list."""
        self.table.choose(paper_id)
        self._go_to_list()
        if page > 1:
            self.desk.ask(self, _nothing, then=lambda _none: self.preview.go_to(page), key="page")

    # What a person does ---------------------------------------------------------------------

    def _actions(self, row: PartRow) -> Sequence[tuple[str, Callable[[], object]]]:
        found: list[tuple[str, Callable[[], object]]] = []
        paper, meeting = row.paper, self.meeting_id
        if paper and paper.is_missing:
            found.append(("Add its file", partial(self.incoming.choose, paper)))
        if row.can_move:
            found.append(("Move up (Alt+Up)", partial(self.move_row, row, -1)))
            found.append(("Move down (Alt+Down)", partial(self.move_row, row, 1)))
        if paper is None:
            return found
        if paper.withdrawn:
            found.append(("Bring back", partial(self._run, bring_back_paper, paper.id)))
        elif paper.file_id:
            bring = partial(self.side.bring_version, meeting, paper)
            found.append(("Bring a newer version", partial(self._in_side, bring)))
        if not paper.withdrawn:
            withdraw = partial(self.side.withdraw, meeting, paper)
            found.append(("Withdraw", partial(self._in_side, withdraw)))
        if row.held:
            found.append(("Ask its copies back", partial(self.recall_asked.emit, paper)))
        if not paper.issued:
            found.append(("Take the paper out", self.remove_now))
        return found

    def _in_side(self, do: Callable[[], object]) -> None:
        self.two.show_second()
        do()

    def on_current(self, do: str) -> None:
        """Do something to the current paper: an action of its menu, by its words."""
        row = self.table.value()
        actions = dict(self._actions(row)) if row is not None else {}
        if do in actions:
            actions[do]()
        else:
            self.tell(f"Choose a paper that this can be done to: {do[:1].lower()}{do[1:]}.")

    def _open(self, row: PartRow) -> None:
        if row.paper and row.paper.is_missing:
            self.incoming.choose(row.paper)
        else:
            self.two.show_second()
            self.preview.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_now(self) -> None:
        """Give the meeting the standing items as its agenda."""
        if self.view:
            self._run(start_agenda, self.meeting_id)

    def move_row(self, row: PartRow, step: int) -> None:
        """Move a part past the one above or below it, within its part of the pack."""
        if row.out:
            self.tell("The pack was issued: its pages keep their numbers.")
        else:
            self.moves.ask(row.id, step)

    def _drop(self, row: PartRow, on: PartRow) -> None:
        if row.place != NOT_THERE and on.place != NOT_THERE and on.place != row.place:
            self.move_row(row, on.place - row.place)

    def _begin_move(self, part_id: str, step: int) -> bool:
        row = next((row for row in self.rows if row.id == part_id), None)
        parts = [other.part for other in self.rows if other.place != NOT_THERE]
        to = row.place + step if row else 0
        if row is None or not row.can_move or not 2 <= to < len(parts):
            return False
        if parts[to].restricted != row.part.restricted:
            return False
        self.wanted_row = row.id
        self._run(move_part, self.meeting_id, row.part.key, step, parts)
        return True

    def _set_options(self, right_hand: bool, placeholders: bool) -> None:
        meeting = self.meeting_id
        self._run(set_options, meeting, right_hand=right_hand, placeholders=placeholders)

    def remove_now(self) -> None:
        """Take the current paper out of the pack; one undo brings it back."""
        row = self.table.value()
        if row is not None and row.paper:
            self._run(remove_paper, row.paper.id)

    def _take(self, papers: Sequence[ReceivedPaper], paper: PaperLine | None, changed: str) -> None:
        today = self.desk.today
        if paper is not None:
            self.wanted_row = paper.id
            self._run(replace_paper, paper.id, papers[0], today, changed)
        elif self.view:
            self._run(add_papers, self.meeting_id, papers, today)

    def add_missing(self) -> None:
        """Ask for the file of the first paper that is missing."""
        row = next((row for row in self.rows if row.paper and row.paper.is_missing), None)
        if row is not None:
            self.incoming.choose(row.paper)

    def _withdraw(self, paper: PaperLine, reason: str) -> None:
        self.wanted_row = paper.id
        self._run(withdraw_paper, paper.id, reason, self.desk.today)

    def _run(self, command: Callable[..., Changes], *args: object, **options: object) -> None:
        self.trouble.hide()

        def done(changes: Changes) -> None:
            self.moves.written()
            if command is add_papers:
                self.wanted_row = changes.result
            if command in (replace_paper, withdraw_paper) and self.side.is_editing():
                self.side.leave()
            self.wrote.emit()

        self.desk.run(self, command, *args, then=done, failed=self._failed, **options)

    def _failed(self, trouble: Trouble) -> None:
        self.moves.stop()
        form = self.side.open_form()
        if form is not None:
            form.show_trouble(trouble.words)
        else:
            self.tell(trouble.words)

    def tell(self, words: str, kind: str = "late") -> None:
        """Say something between the list and the foot."""
        self.trouble.tell(kind, words)
        self.trouble.show()


def _nothing(_session: object) -> None:
    """Wait until what was asked for before is there."""
