"""The cases of an audit: drawn from a frozen list, or chosen with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.audits.commands import cases as commands
from dscp_desktop.audits.page.caseforms import CaseForm, ListForm, LostForm, SeedForm
from dscp_desktop.audits.page.side import Pane, Side
from dscp_desktop.audits.queries.cases import cases_of, frames_of
from dscp_desktop.audits.queries.programme import get_audit
from dscp_desktop.audits.rules.programme import AuditLine, CaseLine
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.sampling.rules.records import FrozenList
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes, bar
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text

_NO_CASE = Empty(
    "No case yet", "Draw them from a list, or choose them one by one with Ctrl+N.", "draw"
)
_HOW = (
    "A list is frozen first, then people roll dice in the room: nobody can choose what is drawn. "
    "References only; what looks like a name is refused."
)


class CasesView(Surface):
    """How cases come about, and the list that was frozen last."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = Facts()
        self.go_on = Button("Enter the dice", icon="draw", dense=True)
        self.certificate = Button("Certificate", icon="certificate", dense=True)
        self.lost = Button("Cannot be read", dense=True)
        self.remove = Button("Take out", icon="delete", dense=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(8)
        box.addWidget(Text("How cases are chosen", "section"))
        box.addWidget(Text(_HOW, "base", wrap=True, tone="t2"))
        box.addWidget(self.facts)
        for pair in ((self.go_on, self.certificate), (self.lost, self.remove)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in pair:
                row.addWidget(button)
            row.addStretch()
            box.addLayout(row)
        box.addStretch()
        self.setAccessibleName("How cases are chosen")


class CasesPane(Pane):
    """The cases at the left, how they come about at the right."""

    forms = ("case", "list_form", "seed", "lost")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Cases")
        self.audit_id = ""
        self.audit: AuditLine | None = None
        self.frames: tuple[FrozenList, ...] = ()
        self.count = Text("", "strong")
        self.choose = Button("Choose a case", "quiet", icon="add", dense=True)
        self.box.addWidget(bar(self.count, None, self.choose))
        self.table = TableView(
            [
                Column("Reference", lambda one: one.ref, 180, role="strong"),
                Column("Kind", lambda one: "" if one.stratum == "case" else one.stratum, 150),
                Column("How", lambda _o: "", 116, status=_how),
                Column("Why", lambda one: one.reason, lines=3),
            ],
            "Cases of the audit",
            empty=_NO_CASE,
        )
        self.view = CasesView()
        self.side = self.take_side(Side(desk, self.view, lambda: self.table))
        self.halves = TwoPanes(
            "audit cases", self.table, self.side, titles=("Cases", "How"), share=0.58, limit=820
        )
        self.box.addWidget(self.halves, 1)
        self._connect()

    def _connect(self) -> None:
        self.choose.clicked.connect(self.add)
        self.table.chosen.connect(self._chosen)
        self.view.go_on.clicked.connect(self.enter_seed)
        self.view.certificate.clicked.connect(self.certificate)
        self.view.lost.clicked.connect(self.lose)
        self.view.remove.clicked.connect(self.remove)

    @cached_property
    def case(self) -> CaseForm:
        """The form, made when it is first asked for."""
        return self.side.put(CaseForm(), self._add_case)

    @cached_property
    def list_form(self) -> ListForm:
        """The form, made when it is first asked for."""
        return self.side.put(ListForm(), self._freeze)

    @cached_property
    def seed(self) -> SeedForm:
        """The form, made when it is first asked for."""
        return self.side.put(SeedForm(), self._draw)

    @cached_property
    def lost(self) -> LostForm:
        """The form, made when it is first asked for."""
        return self.side.put(LostForm(), self._lose)

    # What it shows ------------------------------------------------------------------------

    def show_audit(self, audit_id: str) -> None:
        """Show the cases of an audit."""
        if audit_id != self.audit_id:
            self.side.put_away(audit_id)
        self.audit_id = audit_id
        self.refresh()

    def refresh(self) -> None:
        """Ask for cases and lists again."""
        if self.audit_id:
            desk, audit_id = self.desk, self.audit_id
            desk.ask(self, get_audit, audit_id, desk.today, then=self._keep, key="audit")
            desk.ask(self, frames_of, audit_id, then=self._show_frames, key="frames")
            desk.ask(self, cases_of, audit_id, then=self._show, key="cases")

    def first_focus(self) -> QWidget:
        """Return the list."""
        return self.table

    def stops(self) -> list[QWidget]:
        """Return list and detail."""
        return [self.table, self.side]

    def sides(self) -> list[Side]:
        """Return the place of the forms."""
        return [self.side]

    def _keep(self, audit: AuditLine | None) -> None:
        self.audit = audit
        self._say_count()

    def _show(self, cases: tuple[CaseLine, ...]) -> None:
        self.table.set_rows(cases)
        if self.table.value() is None:
            self.table.choose_first()
        self._say_count()
        self._chosen(self.table.value())

    def _say_count(self) -> None:
        there, _ = self.table.rows.count_lines()
        planned = self.audit.details.cases if self.audit else None
        words = "1 case" if there == 1 else f"{there} cases"
        self.count.setText(words if planned is None else f"{there} of {planned} cases")

    def _show_frames(self, frames: tuple[FrozenList, ...]) -> None:
        self.frames = frames
        newest = frames[0] if frames else None
        self.view.go_on.setVisible(newest is not None and not newest.draw_id)
        self.view.certificate.setVisible(newest is not None and bool(newest.draw_id))
        facts = [("List", "None was frozen yet")]
        if newest is not None:
            on = show_date(newest.frozen_at.date())
            drawn = "Drawn" if newest.draw_id else "Not drawn from yet"
            facts = [
                (
                    "List",
                    f"{newest.size} references, frozen on {on}",
                ),
                ("Plan", newest.plan.replace("case:", "").replace(",", ", ")),
                ("Seal", newest.commitment[:16]),
                ("Draw", drawn),
            ]
        self.view.facts.set_facts(facts)

    def _chosen(self, line: CaseLine | None) -> None:
        self.view.lost.setVisible(bool(line and line.draw_id))
        self.view.remove.setVisible(bool(line and not line.draw_id))
        self.side.put_away((self.audit_id, line.id if line else None))

    # What is done -------------------------------------------------------------------------

    def add(self) -> None:
        """Open the form of a case that is chosen."""
        self.case.fill(self.audit_id)
        self.halves.show_second()
        self.side.open(self.case, "Choose a case")

    def _add_case(self) -> None:
        form = self.case
        said = (form.ref.value(), form.reason.value(), form.stratum.value())
        self.side.run(form, commands.choose_case, form.audit_id, *said)

    def start_draw(self) -> None:
        """Open the form of a list, or of the dice where a list is frozen already."""
        if self.frames and not self.frames[0].draw_id:
            self.enter_seed()
            return
        self._open_list()

    def _open_list(self) -> None:
        if self.audit is None:
            return
        first, last = year_bounds(self.audit.details.year)
        self.list_form.fill(self.audit_id, first, last, self.audit.details.cases)
        self.halves.show_second()
        self.side.open(self.list_form, "Draw cases: the list")

    def _freeze(self) -> None:
        form = self.list_form
        args = (form.audit_id, form.period(), form.frame(), form.excluded(), form.plan_text())
        supplied = form.supplied.value()
        self.side.run(form, commands.freeze_cases, *args, "", supplied, then=self._frozen)

    def _frozen(self, _changes: Changes) -> None:
        def there(frames: tuple[FrozenList, ...]) -> None:
            self._show_frames(frames)
            self.enter_seed()

        self.desk.ask(self, frames_of, self.audit_id, then=there, key="frames")

    def enter_seed(self) -> None:
        """Open the form of the dice, for the list that was frozen last."""
        if not self.frames or self.frames[0].draw_id:
            return
        newest = self.frames[0]
        words = f"{newest.size} references are frozen under {newest.commitment[:16]}. "
        self.seed.fill(self.audit_id, newest.id, words + "Read it out before anyone rolls.")
        self.halves.show_second()
        self.side.open(self.seed, "Draw cases: the dice")

    def _draw(self) -> None:
        form = self.seed
        args = (form.audit_id, form.frame_id, form.seed.value(), form.by.value())
        self.side.run(form, commands.draw_cases, *args)

    def lose(self) -> None:
        """Ask why the case that is chosen cannot be read."""
        line = self.table.value()
        if line is not None and line.draw_id:
            self.lost.fill(self.audit_id, line.id)
            self.halves.show_second()
            self.side.open(self.lost, f"{line.ref} cannot be read")

    def _lose(self) -> None:
        form = self.lost
        args = (form.audit_id, form.case_id, form.reason.value(), form.words.value())
        self.side.run(form, commands.replace_case, *args)

    def remove(self) -> None:
        """Take out the case that is chosen; undo brings it back."""
        line = self.table.value()
        if line is not None:
            self.desk.run(self, commands.remove_case, line.id)

    def certificate(self) -> None:
        """Show the certificate of the draw."""
        if self.frames:
            scope = Scope(self.desk.today, record_id=self.frames[0].id)
            self.document_wanted.emit("draw-certificate", scope)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its case or list is not there."""

        def ready(cases: tuple[CaseLine, ...]) -> None:
            self._show(cases)
            if name == CaseForm.draft_name:
                self.add()
            elif name == ListForm.draft_name and self.audit is not None:
                self._open_list()
            elif name == SeedForm.draft_name and self._is_open(about.get("frame", "")):
                self.enter_seed()
            elif name == LostForm.draft_name and self.table.choose(about.get("case")):
                self.lose()
            else:
                gone()

        self.audit_id = about.get("record", self.audit_id)
        desk, audit_id = self.desk, self.audit_id
        desk.ask(self, get_audit, audit_id, desk.today, then=self._keep, key="audit")
        desk.ask(self, frames_of, audit_id, then=self._show_frames, key="frames")
        desk.ask(self, cases_of, audit_id, then=ready, key="cases")

    def _is_open(self, frame_id: str) -> bool:
        return bool(self.frames) and self.frames[0].id == frame_id and not self.frames[0].draw_id


def _how(line: CaseLine) -> Status:
    return Status("auto", "Drawn") if line.draw_id else _CHOSEN


_CHOSEN = Status("plain", "Chosen")
