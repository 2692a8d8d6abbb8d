"""Import: look at workbooks, check what each row would do, accept; export; the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.offers import Scope, WorkbookOffer
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.threads import Desk, FileDesk, Task
from dscp_desktop.records import queries
from dscp_desktop.records.commands import import_workbooks, take_workbooks
from dscp_desktop.records.page.accepted import AcceptedPane
from dscp_desktop.records.page.check import CheckPane
from dscp_desktop.records.page.files import KINDS, choose_workbooks, save_as
from dscp_desktop.records.page.look import LookPane
from dscp_desktop.records.page.redacting import RedactDialog
from dscp_desktop.records.rules import FilePlan, SheetPlan, SheetResult, without
from dscp_desktop.records.workbook import (
    WRITERS,
    LookedAt,
    SheetView,
    look_at,
    mark_copy,
    read_again,
    sheet_bytes,
    view_sheets,
    with_sheet,
)
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.page import GUTTER, Page, bar
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.steps import StepStrip

Views = Mapping[tuple[str, str], SheetView]
LOOK, CHECK, ACCEPT = 0, 1, 2
_NOTHING_YET = Status("auto", "Nothing is saved yet", icon="note")


class ImportPage(Page):
    """Three steps. Nothing is saved before the last, and one undo takes all of it back."""

    help_topic = (
        "Choose one or several workbooks. Each sheet says why it was recognised and each row "
        "what it would do; refused rows name the cell and the remedy. Nothing is saved until "
        "you accept, and one undo takes all of it back."
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
        self.other = self.add_button(Button("Other workbook", icon="folder"))
        self.steps = StepStrip(["Look", "Check", "Accept"])
        self.said = StatusLabel(_NOTHING_YET)
        self.progress = Progress()
        self.look, self.check = LookPane(desk.workbooks), CheckPane()
        self.accepted = AcceptedPane()
        self.stack = QStackedWidget()
        for pane in (self.look, self.check, self.accepted):
            self.stack.addWidget(pane)
        self.put_body(self.stack)
        self.add_bar(bar(self.steps, None, self.said))
        self.add_bar(self._progress_place())
        self.step = LOOK
        self._round = 0  # of looks and rehearsals: only the newest answer counts
        self._connect()
        self._go(LOOK)

    def _progress_place(self) -> QWidget:
        place = QWidget()
        box = QVBoxLayout(place)
        box.setContentsMargins(GUTTER, 0, GUTTER, 0)
        box.addWidget(self.progress)
        return place

    def _connect(self) -> None:
        self.look.chosen.connect(self._choose)
        self.look.dropped.connect(self.look_at)
        self.look.undo_asked.connect(lambda entry: self.desk.undo(self, entry))
        self.look.redact.setEnabled(not self.desk.store.read_only)
        self.look.redact_asked.connect(self._redact)
        self.export.clicked.connect(self._offer_export)
        self.other.clicked.connect(self._choose)
        self.progress.cancelled.connect(self._stop)
        self.check.sheets.columns_chosen.connect(self._choose_columns)
        self.check.sheets.left_out.connect(lambda *_place: self._rehearse())
        self.check.foot.back.clicked.connect(self._leave)
        self.check.foot.mark.clicked.connect(self._save_marked)
        self.check.foot.accept.clicked.connect(self._accept)
        self.accepted.undo_asked.connect(lambda: self.desk.undo(self, self.entry))
        self.accepted.again.connect(self._choose)
        self.accepted.open_asked.connect(lambda name: self.desk.place_asked.emit(name, ""))
        self.desk.changed.connect(self._heard)
        QShortcut(QKeySequence("Ctrl+O"), self, self._choose)

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
        exports = tuple(
            (f"Export: {offer.title.lower()}", "", partial(self._export, offer))
            for offer in self.desk.workbooks
        )
        redact = ("Redact a name", "", self._redact)
        return (("Import workbooks", "Ctrl+O", self._choose), redact, *exports)

    def _redact(self) -> None:
        if not self.desk.store.read_only:
            RedactDialog(self.desk, self).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the check; nothing was saved."""
        if event.key() == Qt.Key.Key_Escape and self.step == CHECK:
            self._leave()
        else:
            super().keyPressEvent(event)

    # Steps ----------------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        self.step = step
        self.stack.setCurrentIndex(step)
        self.steps.set_now(step if step != ACCEPT else ACCEPT + 1)
        names = ", ".join(one.name for one in self.looked)
        self.set_title("Import" if step == LOOK else "Import a workbook", names)
        self.export.setVisible(step == LOOK)
        self.other.setVisible(step == CHECK)
        self.said.setVisible(step == CHECK)
        self.said.set_status(_NOTHING_YET)
        if self.isVisible():
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.show_banner(None)
        self.progress.start("Reading the workbooks")
        offers, number = self.desk.workbooks, self._next_round()

        def work(files: FileDesk) -> tuple[tuple[LookedAt, ...], Views]:
            looked = look_at(files.ask, paths, offers)
            return looked, view_sheets(looked)

        self.task = self.desk.work(
            self,
            work,
            then=lambda found: self._show_looked(*found, number),
            failed=self._failed,
            told=lambda words, done, whole: self.progress.report(words, done / (whole or 1)),
        )

    def _next_round(self) -> int:
        self._round += 1
        return self._round

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def _show_looked(self, looked: tuple[LookedAt, ...], views: Views, number: int) -> None:
        if self.task is not None and self.task.cancelled():
            self._failed(Refused("The reading was stopped."))
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
        self.check.foot.accept.setEnabled(False)
        one = next(one for one in self.looked if one.name == plan.file)

        def read(found: SheetPlan) -> None:
            now = (each for one in self.looked for each in one.plan.sheets)
            if any(found.recognised is each.recognised for each in now):
                self.looked = with_sheet(self.looked, found)
                self.check.sheets.update_looked(self.looked)
                self._rehearse()

        self.desk.work(self, lambda _files: read_again(one, plan), then=read, failed=self._failed)

    def _plans(self) -> list[FilePlan]:
        return without((one.plan for one in self.looked), self.check.sheets.out)

    def _rehearse(self) -> None:
        number = self._next_round()
        self.check.foot.accept.setEnabled(False)
        self.desk.rehearse(
            self,
            take_workbooks,
            self._plans(),
            then=lambda results: self._show_results(results, number),
            failed=self._failed,
        )

    def _show_results(self, results: tuple[SheetResult, ...], number: int) -> None:
        if number != self._round:
            return
        self.progress.finish()
        self.results = results
        self.check.show_results(results, self.desk.workbooks)
        if self.step != CHECK:
            self._go(CHECK)

    # Accept ---------------------------------------------------------------------------------

    def _accept(self) -> None:
        self._next_round()
        self.check.foot.accept.setEnabled(False)
        self.progress.start("Writing the rows", can_cancel=False)
        self.desk.run(
            self,
            import_workbooks,
            self._plans(),
            accept_good=True,
            then=self._written,
            failed=self._failed,
        )

    def _written(self, changes: Changes) -> None:
        self._next_round()
        self.progress.finish()
        self.entry = changes.entry
        results = changes.result
        assert isinstance(results, tuple)
        self.accepted.show_written(results, {offer.kind: offer for offer in self.desk.workbooks})
        self._go(ACCEPT)
        self.looked, self.results = (), ()

    def _heard(self, changes: Changes) -> None:
        """Hear of every change: the import may be undone from anywhere."""
        if self.entry and changes.result == self.entry:
            self.entry = ""
            self.accepted.show_undone()

    # Files out ------------------------------------------------------------------------------

    def _save_marked(self) -> None:
        """Save a copy of the workbook that is chosen, or of the first with refused rows."""
        faulty = {r.file: None for r in self.results if r.refused}
        now = self.check.sheets.now
        name = now[0] if now and now[0] in faulty else next(iter(faulty))
        one = next(one for one in self.looked if one.name == name)
        faults = [fault for r in self.results if r.file == name for fault in r.faults]

        def save(path: Path) -> None:
            self._save(path, lambda files: mark_copy(files.ask, one, faults))

        title = f"Save a plain copy of {name} with its refused cells marked"
        self.dialog = save_as(self, title, f"{Path(name).stem}-marked.xlsx", save)

    def _offer_export(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for offer in self.desk.workbooks:
            menu.addAction(offer.title).triggered.connect(partial(self._export, offer))
        menu.popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    def _export(self, offer: WorkbookOffer, _checked: bool = False) -> None:
        scope = Scope(today=self.desk.today)

        def save(path: Path) -> None:
            ending = path.suffix.casefold()
            whole = path if ending in WRITERS else path.with_name(f"{path.name}.xlsx")
            self.desk.ask(
                self, offer.write, scope, then=lambda sheet: self._save_sheet(whole, sheet)
            )

        title = f"Save the {offer.title.lower()} as a plain copy"
        self.dialog = save_as(self, title, f"{offer.kind}.xlsx", save, KINDS)

    def _save_sheet(self, path: Path, sheet: Any) -> None:
        self._save(path, lambda _files: sheet_bytes(sheet, path.suffix.casefold()))

    def _save(self, path: Path, make: Callable[[FileDesk], bytes]) -> None:
        """Make a file and save it away from the window; trouble is shown by the window."""
        self.desk.work(
            self,
            lambda files: save_file(path, make(files)),
            then=lambda _none: self._say(f"Saved {path.name} as a plain copy"),
        )
