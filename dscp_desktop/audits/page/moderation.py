"""Moderation of an audit: grid, comments, agreed grade and themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.audits.commands import moderation as commands
from dscp_desktop.audits.commands.findings import add_finding
from dscp_desktop.audits.page.comments import Comments
from dscp_desktop.audits.page.findingform import ModerationFinding
from dscp_desktop.audits.page.gradeforms import AgreePart, FinishForm, MoveForm
from dscp_desktop.audits.page.grades import Legend, scale_of
from dscp_desktop.audits.page.grid import grid_columns, grid_rows
from dscp_desktop.audits.page.look import chase_words
from dscp_desktop.audits.page.side import Pane, Side
from dscp_desktop.audits.page.themelist import ThemeList
from dscp_desktop.audits.queries.findings import list_themes
from dscp_desktop.audits.queries.moderation import moderation_page
from dscp_desktop.audits.rules.findings import ThemeLine
from dscp_desktop.audits.rules.moderation import Moderation, QuestionRow
from dscp_desktop.audits.rules.tools import TEXT
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.page import Splitter, Surface, TwoPanes, bar
from dscp_desktop.widgets.progress import Meter
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text

_NO_QUESTION = Empty("This audit asks nothing yet", "Choose its tool under Returns first.", "audit")


class ModerationPane(Pane):
    """One audit: every question over all agencies, and what was agreed of it."""

    forms = ("moving", "finish_form", "finding")

    years_asked = Signal()
    shown_now = Signal(object)  # the Moderation that is shown

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Moderation")
        self.audit_id = ""
        self.shown: Moderation | None = None
        self.themes: tuple[ThemeLine, ...] = ()
        self._wanted = ""  # the question to choose once it is there
        self._heads: tuple[str, ...] = ()
        self.returned = Text("", "strong")
        self.meter = Meter("Returned")
        self.late = StatusLabel(Status("late", ""))
        self.blank = StatusLabel(Status("risk", ""))
        self.done = StatusLabel(Status("done", ""))
        self.box.addWidget(bar(self.returned, self.meter, self.late, self.blank, self.done, None))
        self.table = TableView([], "Questions and grades", height=TWO_LINE, empty=_NO_QUESTION)
        self.legend = Legend({})
        self.comments, self.agree = Comments(), AgreePart()
        self.side = self.take_side(Side(desk, self.agree, lambda: self.table))
        self.list = ThemeList()
        self.box.addWidget(self._halves(), 1)
        self._connect()

    def _halves(self) -> QWidget:
        upper = Surface()
        box = QVBoxLayout(upper)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table, 1)
        box.addWidget(self.legend)
        lower = Splitter("audit comments", self.comments, self.side, share=0.62)
        left = Splitter("audit grid", upper, lower, share=0.62, upright=True)
        self.halves = TwoPanes(
            "audit moderation", left, self.list, titles=("Grades", "Themes"), share=0.8, limit=1080
        )
        return self.halves

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _row: self.edit_grade())
        self.agree.agreed.connect(self._agree)
        self.agree.cleared.connect(self._clear)
        self.agree.move_asked.connect(self.move_grade)
        self.list.add_asked.connect(self.add)
        self.list.years_asked.connect(self.years_asked)
        self.list.action_asked.connect(lambda one: self.desk.place_asked.emit("actions", one))
        bind(self.table, "M", "Move the grade", self.move_grade, inside=True)

    @cached_property
    def moving(self) -> MoveForm:
        """The form, made when it is first asked for."""
        return self.side.put(MoveForm(), self._move)

    @cached_property
    def finish_form(self) -> FinishForm:
        """The form, made when it is first asked for."""
        return self.side.put(FinishForm(), self._finish)

    @cached_property
    def finding(self) -> ModerationFinding:
        """The form, made when it is first asked for."""
        return self.side.put(ModerationFinding(), self._add_finding)

    # What it shows ------------------------------------------------------------------------

    def show_audit(self, audit_id: str) -> None:
        """Show the moderation of an audit."""
        if audit_id != self.audit_id:
            self.side.put_away(audit_id)
        self.audit_id = audit_id
        self.refresh()

    def refresh(self) -> None:
        """Ask for grades, comments and themes again."""
        if self.audit_id:
            args = (self.audit_id, self.desk.today)
            self.desk.ask(self, list_themes, then=self._keep_themes, key="themes")
            self.desk.ask(self, moderation_page, *args, then=self._show, key="moderation")

    def first_focus(self) -> QWidget:
        """Return the grid."""
        return self.table

    def stops(self) -> list[QWidget]:
        """Return grid, comments, agreed grade and themes."""
        return [self.table, self.comments.area, self.side, self.list]

    def sides(self) -> list[Side]:
        """Return the place of the forms."""
        return [self.side]

    def _keep_themes(self, themes: tuple[ThemeLine, ...]) -> None:
        self.themes = themes

    def _show(self, shown: Moderation) -> None:
        self.shown = shown
        audit = shown.audit
        self.returned.setText(audit.returned_words or "No agency takes part yet")
        self.meter.setHidden(not audit.agencies)
        self.meter.set_part(audit.returned / max(len(audit.agencies), 1))
        late, blank = chase_words(shown.agencies)
        finished = "Moderation is finished" if audit.moderated_on else ""
        for label, kind, words in (
            (self.late, "late", late),
            (self.blank, "risk", blank),
            (self.done, "done", finished),
        ):
            label.set_status(Status(kind, words))
            label.setHidden(not words)
        heads = (audit.id, *(one.name for one in shown.agencies))
        self.table.rows.columns = tuple(grid_columns(shown))
        self.table.set_rows(grid_rows(shown) if shown.questions else [])
        self._heads = heads
        self.legend.set_scale(scale_of(shown.scale))
        numbers = {one.id: one.number for one in shown.questions}
        self.list.show_themes(shown.themes, numbers)
        self._choose_question()
        self.shown_now.emit(shown)

    def _choose_question(self) -> None:
        if self._wanted and self.table.choose(self._wanted):
            self._wanted = ""
        if self.row() is None:
            self.table.choose_first(lambda row: isinstance(row, QuestionRow))
        self._choose(self.table.value())

    def row(self) -> QuestionRow | None:
        """Return the question that is chosen."""
        row = self.table.value()
        return row if isinstance(row, QuestionRow) else None

    def _choose(self, _row: object) -> None:
        if self.shown is not None:
            self.comments.show_row(self.shown, self.row())
            self.agree.show_row(self.shown, self.row())
            row = self.row()
            self.side.put_away((self.audit_id, row.id if row else None))

    # What is done -------------------------------------------------------------------------

    def edit_grade(self) -> None:
        """Put the keys into the agreed grade of the question that is chosen."""
        row = self.row()
        if row is not None and row.kind != TEXT:
            self.halves.show_first()
            self.agree.grade.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _agree(self, question: str, value: str, reason: str) -> None:
        def taken(_changes: Changes) -> None:
            self.agree.taken(question, value, reason)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

        panel = "the panel"
        args = (self.audit_id, question, value, reason, panel)
        self.desk.run(self, commands.agree_grade, *args, then=taken, failed=self._refused)

    def _clear(self, question: str) -> None:
        args = (self.audit_id, question)
        self.desk.run(self, commands.clear_grade, *args, failed=self._refused)

    def _refused(self, trouble: Trouble) -> None:
        self.agree.refused(trouble.words)

    def move_grade(self) -> None:
        """Open the form that moves the grade of an agency."""
        row = self.row()
        if self.shown is None or row is None or row.kind == TEXT or self.is_finished():
            return
        self.moving.fill(self.shown, row)
        self.halves.show_first()
        self.side.open(self.moving, f"Move a grade of question {row.number}")

    def _move(self) -> None:
        form = self.moving
        args = (form.audit_id, form.asked, form.agency.value(), form.after.value())
        said = (form.by.value(), form.why.value())
        self.side.run(form, commands.move_grade, *args, *said)

    def is_finished(self) -> bool:
        """Say whether moderation was finished."""
        return self.shown is not None and self.shown.audit.moderated_on is not None

    def finish(self) -> None:
        """List what is open, and ask how many sat on the panel; or open moderation again."""
        if self.shown is None:
            return
        if self.is_finished():
            self.desk.run(self, commands.reopen_moderation, self.audit_id)
            return
        self.finish_form.fill(self.shown)
        self.halves.show_first()
        self.side.open(self.finish_form, "Finish moderation")

    def _finish(self) -> None:
        form = self.finish_form
        typed = form.panel.value()
        panel = int(typed) if typed else None
        args = (form.audit_id, self.desk.today, panel)
        self.side.run(form, commands.finish_moderation, *args)

    def add(self) -> None:
        """Open the form of a finding that comes from the question that is chosen."""
        if self.shown is None:
            return
        row = self.row()
        asked = (row.id,) if row else ()
        self.finding.fill(self.audit_id, None, self.themes, self.shown.questions, asked)
        self.halves.show_first()
        self.side.open(self.finding, "New finding")

    def _add_finding(self) -> None:
        form = self.finding
        self.side.run(form, add_finding, form.audit_id, form.details())

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form or a question again; `gone` is called where it is not there."""
        starts = {MoveForm.draft_name: self.move_grade, FinishForm.draft_name: self.finish,
                  ModerationFinding.draft_name: self.add}  # fmt: skip

        def ready(shown: Moderation) -> None:
            self._show(shown)
            question = about.get("question", "")
            if question and not self.table.choose(question):
                gone()
            elif name in starts and not (
                self.is_finished() and name != ModerationFinding.draft_name
            ):
                starts[name]()
            elif name == AgreePart.draft_name:
                self._choose(None)
                self.edit_grade()
            else:
                gone()

        self.audit_id = about.get("record", self.audit_id)
        args = (self.audit_id, self.desk.today)
        self.desk.ask(self, list_themes, then=self._keep_themes, key="themes")
        self.desk.ask(
            self, moderation_page, *args, then=ready, failed=lambda _t: gone(), key="moderation"
        )
