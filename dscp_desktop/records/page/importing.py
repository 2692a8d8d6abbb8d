"""Import: look at workbooks, check what each row would do, accept; export; the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, Stopped, Trouble
from dscp_desktop.core.pace import Task
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.records import queries
from dscp_desktop.records.commands import import_workbooks, take_workbooks
from dscp_desktop.records.page.accepted import AcceptedPane
from dscp_desktop.records.page.blanks import BlankSaver
from dscp_desktop.records.page.check import CheckPane
from dscp_desktop.records.page.files import choose_workbooks, save_as
from dscp_desktop.records.page.look import FileDrops, LookPane
from dscp_desktop.records.page.reading import (
    PASTE,
    STOPPED,
    Look,
    Views,
    faulty_one,
    look_and_view,
    what_was_copied,
    with_gutter,
)
from dscp_desktop.records.page.redacting import RedactDialog
from dscp_desktop.records.rules.planning import FilePlan, Layout, SheetPlan, without
from dscp_desktop.records.rules.results import SheetResult
from dscp_desktop.records.workbook.going_out import mark_copy
from dscp_desktop.records.workbook.looking import (
    LookedAt,
    SheetView,
    look_at,
    look_at_block,
    read_again,
    read_as,
    view_plan,
    with_rows,
    with_sheet,
)
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.page import Page, bar
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.steps import StepStrip

LOOK, CHECK, ACCEPT = 0, 1, 2
_NOTHING_YET = Status("auto", "Nothing is saved yet", icon="note")


class ImportPage(Page):
    """Three steps. Nothing is saved before the last, and one undo takes all of it back."""

    help_topic = (
        "Choose one or several workbooks. Each sheet says why it was recognised and each row "
        "what it would do; refused rows name the cell and the remedy. Nothing is saved until "
        "you accept, and one undo takes all of it back. What a sheet is, where its headings stand "
        "and which column is which can be set by hand; a source is read the same way next time. "
        "Space leaves a row out. Ctrl+V checks rows that were copied in Excel; an empty workbook "
        "to fill in can be had for each kind."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Import", parent=parent)
        self.desk = desk
        self.looked: tuple[LookedAt, ...] = ()
        self.results: tuple[SheetResult, ...] = ()
        self.entry = ""  # the entry of the history that the last import is
        self.task: Task | None = None
        self.dialog: QFileDialog | None = None
        self.export = self.add_button(Button("Export", icon="export"))
        self.blank = self.add_button(Button("Empty workbook", icon="sheet"))
        self.other = self.add_button(Button("Other workbook", icon="folder"))
        self.steps = StepStrip(["Look", "Check", "Accept"])
        self.said = StatusLabel(_NOTHING_YET)
        self.progress = Progress()
        self.look, self.check = LookPane(desk.workbooks), CheckPane(desk.workbooks)
        self.blanks = BlankSaver(desk, self, self._say)
        self.accepted = AcceptedPane()
        self.stack = QStackedWidget()
        for pane in (self.look, self.check, self.accepted):
            self.stack.addWidget(pane)
        self.put_body(self.stack)
        self.add_bar(bar(self.steps, None, self.said))
        self.add_bar(with_gutter(self.progress))
        self.step = LOOK
        self._round = 0  # of looks and rehearsals: only the newest answer counts
        self.drops = FileDrops(self)
        self.drops.dropped.connect(self.look_at)
        self._connect()
        self._go(LOOK)

    def _connect(self) -> None:
        self.look.chosen.connect(self._choose)
        self.look.dropped.connect(self.look_at)
        self.look.undo_asked.connect(lambda entry: self.desk.undo(self, entry))
        self.look.redact.setEnabled(not self.desk.store.read_only)
        self.look.redact_asked.connect(self._redact)
        self.export.clicked.connect(self._open_exports)
        self.other.clicked.connect(self._choose)
        self.blank.clicked.connect(lambda: self.blanks.offer_menu(self.blank))
        self.progress.cancelled.connect(self._stop)
        self.check.sheets.columns_chosen.connect(self._choose_columns)
        self.check.sheets.left_out.connect(lambda *_place: self._rehearse())
        self.check.sheets.kind_chosen.connect(self._choose_kind)
        self.check.rows_left.connect(self._leave_rows)
        self.check.foot.back.clicked.connect(self._leave)
        self.check.foot.mark.clicked.connect(self._save_marked)
        self.check.foot.accept.clicked.connect(self._accept)
        self.accepted.undo_asked.connect(lambda: self.desk.undo(self, self.entry))
        self.accepted.again.connect(self._choose)
        self.accepted.mark.clicked.connect(self._save_marked)
        self.accepted.open_asked.connect(lambda name: self.desk.place_asked.emit(name, ""))
        self.desk.changed.connect(self._heard)
        bind(self, "Ctrl+O", "Choose workbooks", self._choose)
        bind(self, "Ctrl+V", "Paste rows from a workbook", self.paste)

    # What a page says of itself -------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the history; where rows are being checked, judge them against the store anew."""
        self.desk.ask(self, queries.list_history, then=self.look.show_history, key="history")
        if self.step == CHECK:
            self._rehearse()

    def first_focus(self) -> QWidget:
        """Return what goes on from here."""
        if self.step == CHECK:
            return self.check.first_focus()
        return self.look.area.choose if self.step == LOOK else self.accepted.more

    def panes(self) -> list[QWidget]:
        """Return the panes of the present step."""
        steps: tuple[tuple[QWidget, ...], ...] = (
            (self.look.area.choose, self.look.table),
            (self.check.sheets, self.check.outcome, self.check.foot.accept),
            (self.accepted.more, self.accepted.table),
        )
        every = (self.banner, *steps[self.step])
        return [pane for pane in every if pane is not None and pane.isVisible()]

    def commands(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """Return what the palette offers of this page."""
        exports = ("Export lists, documents or everything", "", self._open_exports)
        redact = ("Redact a name", "", self._redact)
        own = (("Import workbooks", "Ctrl+O", self._choose), ("Paste rows", "Ctrl+V", self.paste))
        return (*own, redact, exports, *self.blanks.commands())

    def open_record(self, place: str) -> None:
        """Check what was copied as records of a kind: a table of them was asked to paste."""
        if place.startswith(PASTE):
            self.paste(place.removeprefix(PASTE))

    def _redact(self) -> None:
        if not self.desk.store.read_only:
            RedactDialog(self.desk, self).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what is under way, else it leaves the check; nothing was saved."""
        if event.key() == Qt.Key.Key_Escape and self.step == CHECK:
            if not self.progress.stop():
                self._leave()
        else:
            super().keyPressEvent(event)

    # Steps ----------------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        self.step = step
        self.stack.setCurrentIndex(step)
        self.steps.set_now(step if step != ACCEPT else ACCEPT + 1)
        self.set_title("Import" if step == LOOK else "Import a workbook", self._names())
        self.export.setVisible(step == LOOK)
        self.blank.setVisible(step == LOOK)
        self.other.setVisible(step == CHECK)
        self.said.setVisible(step == CHECK)
        self.said.set_status(_NOTHING_YET)
        if self.isVisible():
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _names(self) -> str:
        return ", ".join(one.name for one in self.looked)

    def _leave(self) -> None:
        self._round += 1
        self.looked, self.results = (), ()
        self._go(LOOK)

    def _say(self, words: str) -> None:
        self.said.set_status(Status("done", words))
        self.said.show()

    def _choose(self) -> None:
        self.dialog = choose_workbooks(self, self.look_at)

    def look_at(self, paths: Sequence[Path]) -> None:
        """Read workbooks and show what each row would do."""
        offers = self.desk.workbooks
        self._read(
            "Reading the workbooks",
            lambda files, layouts: look_at(files.ask, paths, offers, layouts=layouts),
        )

    def paste(self, kind: str = "") -> None:
        """Read what was copied, as records of a kind where one is named, and show it likewise."""
        copied, offers = what_was_copied(), self.desk.workbooks
        self._read(
            "Reading what was copied",
            lambda files, layouts: look_at_block(files.ask, copied, offers, kind, layouts),
        )

    def _read(self, words: str, look: Look) -> None:
        self.show_banner(None)
        self.progress.start(words)
        number = self._next_round()

        def start(layouts: tuple[Layout, ...]) -> None:
            if waiting.cancelled():
                self._failed(Refused(STOPPED))
            elif number == self._round:
                self.task = self.desk.work(
                    self,
                    partial(look_and_view, look, self.desk.workbooks, layouts),
                    then=lambda found: self._show_looked(*found, number),
                    failed=self._failed,
                    told=lambda said, done, whole: self.progress.report(said, done / (whole or 1)),
                )

        self.task = waiting = Task()
        self.desk.ask(self, queries.list_layouts, then=start, failed=self._failed)

    def _next_round(self) -> int:
        self._round += 1
        return self._round

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def _show_looked(self, looked: tuple[LookedAt, ...], views: Views, number: int) -> None:
        if self.task is not None and self.task.cancelled():
            self._failed(Refused(STOPPED))
        elif number == self._round:
            self.looked = looked
            self.check.sheets.show_looked(looked, views)
            self._rehearse()

    def _failed(self, trouble: Trouble) -> None:
        """Go back to the first step, and say why."""
        self.progress.finish()
        self._leave()
        help_words = "Nothing was saved."
        self.show_banner(Banner(trouble.words, help_words, tone="red"))

    def _choose_columns(self, plan: SheetPlan) -> None:
        """Take a column for another field: read its sheet again, then judge the rows again."""
        self.looked = with_sheet(self.looked, plan)
        self.check.sheets.update_looked(self.looked)
        self._read_sheet(plan.file, plan.sheet, lambda one: read_again(one, plan))

    def _choose_kind(self, file: str, sheet: str, kind: str, header_row: int | None) -> None:
        """Take a sheet for another kind, or another row for its headings."""
        offer = next(offer for offer in self.desk.workbooks if offer.kind == kind)
        self._read_sheet(file, sheet, lambda one: read_as(one, sheet, offer, header_row))

    def _read_sheet(self, file: str, sheet: str, read: Callable[[LookedAt], SheetPlan]) -> None:
        self.check.foot.accept.setEnabled(False)
        one = next(one for one in self.looked if one.name == file)
        number = self._next_round()

        def work(_files: FileDesk) -> tuple[SheetPlan, SheetView]:
            plan = read(one)
            return plan, view_plan(one, plan)

        def show(found: tuple[SheetPlan, SheetView]) -> None:
            if number == self._round:
                self.looked = with_sheet(self.looked, found[0])
                self.check.sheets.update_looked(self.looked, (file, sheet), found[1])
                self._rehearse()

        self.desk.work(self, work, then=show, failed=self._failed)

    def _leave_rows(self, rows: Mapping[tuple[str, str], set[int]], left: bool) -> None:
        """Leave rows out, or take them again: judged anew, for others may hang on them."""
        self.looked = with_rows(self.looked, rows, left)
        self.check.sheets.update_looked(self.looked)
        self._rehearse()

    def _plans(self) -> list[FilePlan]:
        return without((one.plan for one in self.looked), self.check.sheets.out)

    def _rehearse(self) -> None:
        number = self._next_round()
        self.check.foot.accept.setEnabled(False)
        self.task, pace = self.desk.pace(self)
        self.desk.rehearse(
            self,
            take_workbooks,
            self._plans(),
            pace,
            then=lambda results: self._show_results(results, number),
            failed=self._failed,
        )

    def _show_results(self, results: tuple[SheetResult, ...], number: int) -> None:
        if number != self._round:
            return
        self.progress.finish()
        self.results = results
        plans = [plan for whole in self._plans() for plan in whole.sheets]
        self.check.show_results(results, self.desk.workbooks, plans)
        if self.step != CHECK or self.context.text() != self._names():
            self._go(CHECK)

    # Accept ---------------------------------------------------------------------------------

    def _accept(self) -> None:
        self._next_round()
        self.check.foot.accept.setEnabled(False)
        self.progress.start("Writing the rows")
        self.task, pace = self.desk.pace(self, self.progress.report)
        self.desk.run(
            self,
            import_workbooks,
            self._plans(),
            accept_good=True,
            pace=pace,
            then=self._written,
            failed=self._not_written,
        )

    def _not_written(self, trouble: Trouble) -> None:
        """Stay at the check where it was stopped; all of it was taken back."""
        if not isinstance(trouble, Stopped):
            self._failed(trouble)
            return
        self.progress.finish()
        self._rehearse()
        words = "The writing was stopped."
        self.show_banner(Banner(words, "Nothing was saved. The workbooks stand here as they were."))

    def _written(self, changes: Changes) -> None:
        self._next_round()
        self.progress.finish()
        self.entry = changes.entry
        results = changes.result
        assert isinstance(results, tuple)
        self.results = results
        self.accepted.show_written(results, {offer.kind: offer for offer in self.desk.workbooks})
        self._go(ACCEPT)

    def _heard(self, changes: Changes) -> None:
        """Hear of every change: the import may be undone from anywhere."""
        if self.entry and changes.result == self.entry:
            self.entry = ""
            self.accepted.show_undone()

    # Files out ------------------------------------------------------------------------------

    def _save_marked(self) -> None:
        """Save a copy of the workbook that is chosen, or of the first with refused rows."""
        now = self.check.sheets.now
        one, faults = faulty_one(self.looked, self.results, now[0] if now else "")
        title = f"Save a plain copy of {one.name} with its refused cells marked"
        name = f"{Path(one.name).stem}-marked.xlsx"

        def save(path: Path) -> None:
            self._save(path, lambda files: mark_copy(files.ask, one, faults))

        self.dialog = save_as(self, title, name, save)

    def _open_exports(self) -> None:
        self.desk.place_asked.emit("export", "")

    def _marked(self, path: Path) -> None:
        self._say(f"Saved {path.name} as a plain copy")
        self.desk.saved.emit(path)

    def _save(self, path: Path, make: Callable[[FileDesk], bytes]) -> None:
        """Make a file and save it away from the window; trouble is shown by the window."""
        self.desk.work(
            self,
            lambda files: save_file(path, make(files)),
            then=self._marked,
        )
