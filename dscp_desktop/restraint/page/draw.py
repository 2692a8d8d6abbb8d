"""The ceremony of a draw: six steps, and no way back past a frozen list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.restraint.page.drawview import NEW, DrawView
from dscp_desktop.restraint.page.look import (
    CHECK,
    DRAW,
    FREEZE,
    PLAN,
    SEED,
    DrawnRow,
)
from dscp_desktop.restraint.page.saving import save_beside
from dscp_desktop.restraint.queries.ceremony import CeremonyPage, ceremony_page
from dscp_desktop.sampling.commands import freeze, note_lost, record_draw
from dscp_desktop.sampling.rules.frame import (
    left_out_text,
)
from dscp_desktop.sampling.rules.records import RESTRAINT, ROOM


class DrawPane(DrawView):
    """One draw at a time: a new one, or one that was frozen before. Nothing goes back."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._connect()

    def _connect(self) -> None:
        facts = self.facts
        facts.list_form.period_chosen.connect(self._choose_period)
        facts.leave_out.leave_out.connect(self._leave_out)
        facts.seed_form.changed.connect(self._say)
        facts.lost_form.lost.connect(self._lose)
        for form in (facts.list_form, facts.plan_form, facts.seed_form):
            form.submitted.connect(self.go_on)
        self.lists.fault_chosen.connect(self.open_fault)
        self.lists.lost_asked.connect(self._open_lost)
        self.lists.button.clicked.connect(lambda: self._want("draw-certificate"))
        self.foot.primary.clicked.connect(self.go_on)
        self.foot.second.clicked.connect(self._second)

    # What is asked ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the list and the draw again."""
        form = self.facts.list_form
        period = form.chosen() if self.frame_id == NEW and self._begun else None
        self.desk.ask(
            self,
            ceremony_page,
            self.frame_id,
            period,
            form.home.value() or "",
            self.desk.today,
            then=self.show_page,
            key="ceremony",
        )

    def open_new(self) -> None:
        """Begin a new draw, with the list as it is now."""
        self._open(NEW)
        self.facts.show_step(FREEZE)
        self.facts.list_form.period.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_frozen(self, frame_id: str) -> None:
        """Show a draw that was begun before."""
        self._open(frame_id)

    def _open(self, frame_id: str) -> None:
        self.frame_id = frame_id
        self.left_out, self._locked, self._certificate = {}, False, False
        self._begun = self._reveal = False
        self.facts.seed_form.clear()
        self.facts.leave_out.ref = self.facts.lost_form.ref = ""
        self.facts.lost_form.touched = self.facts.leave_out.touched = False
        self.refresh()

    # What people do -----------------------------------------------------------------------

    def go_on(self) -> None:
        """Do what the primary button says."""
        steps: tuple[Callable[[], None], ...] = (
            self._settle_list,
            self._commit,
            self._show_the_seed,
            self._draw,
            self._to_certificate,
            lambda: self._want("draw-certificate"),
        )
        if self.foot.primary.isEnabled():
            steps[self.step]()

    def _second(self) -> None:
        if self.step == PLAN:
            self.open_new()
        elif self.step in (SEED, DRAW):
            self._want("freeze-slip")
        elif self.step == CHECK:
            self.refresh()
        elif self.shown and self.shown.record:
            save_beside(self, self.desk, self.shown.record.id)

    def _want(self, kind: str) -> None:
        self.document_wanted.emit(kind, Scope(self.desk.today, record_id=self.frame_id))

    def _choose_period(self) -> None:
        self.left_out = {}
        self.refresh()

    def _leave_out(self, ref: str, reason: str) -> None:
        self.left_out[ref] = reason
        self.facts.leave_out.ref = ""
        if self.shown is not None:
            self.show_page(self.shown)
        self.lists.table().setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle_list(self) -> None:
        if self.faults():
            self.panes.show_second()
            self.lists.faults.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.facts.list_form.is_right():
            return
        if not self.kept_rows():
            self.facts.list_form.show_trouble("There is nothing in the list: choose a period.")
            return
        left_out_text(self._left_out_rows())
        self._locked = True
        self.facts.plan_form.settled = self.facts.list_form.typed()
        if self.shown is not None:
            self.show_page(self.shown)
        self.panes.show_first()
        self.facts.plan_form.fields()[0].editor.setFocus()

    def _commit(self) -> None:
        form, shown = self.facts.list_form, self.shown
        if shown is None or shown.period is None or not self.facts.plan_form.is_right():
            return
        self.desk.run(
            self,
            freeze,
            RESTRAINT,
            "",
            shown.period,
            self.kept_rows(),
            self._left_out_rows(),
            self.facts.plan_form.plan(),
            "",
            form.supplied.value(),
            form.declared_total(),
            then=self._committed,
            failed=lambda trouble: self._refused(self.facts.plan_form.show_trouble, trouble),
        )

    def _committed(self, changes: Changes) -> None:
        self.facts.list_form.touched = self.facts.plan_form.touched = False
        self._open(str(changes.result))
        self.facts.seed_form.people[0].role.editor.setFocus()

    def _show_the_seed(self) -> None:
        form = self.facts.seed_form
        if not form.is_right():
            return
        form.show_digits()
        self._reveal = True
        if self.shown is not None:
            self.show_page(self.shown)
        self.foot.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self) -> None:
        form = self.facts.seed_form
        self.desk.run(
            self,
            record_draw,
            self.frame_id,
            form.seed(),
            ROOM,
            form.given_by(),
            then=self._was_drawn,
            failed=lambda trouble: self._refused(form.show_trouble, trouble),
        )

    def _was_drawn(self, _changes: Changes) -> None:
        self.facts.seed_form.touched = False
        self.refresh()
        self.panes.show_second()
        self.lists.drawn.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_certificate(self) -> None:
        self._certificate = True
        self.foot.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        self.facts.lost_form.ref = ""
        self.refresh()

    def _open_lost(self, row: DrawnRow) -> None:
        if row.lost or self.desk.store.read_only:
            return
        self._certificate, self.step = False, CHECK
        self.facts.lost_form.open(row.level, row.ref)
        if self.shown is not None:
            self.show_page(self.shown)
        self.panes.show_first()
        self.facts.lost_form.reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lose(self, level: str, ref: str, reason: str, words: str) -> None:
        if self.shown is None or self.shown.record is None:
            return
        form = self.facts.lost_form

        def noted(_changes: Changes) -> None:
            form.touched, form.ref = False, ""
            self.refresh()
            self.panes.show_second()
            self.lists.drawn.setFocus(Qt.FocusReason.OtherFocusReason)

        args = (self.shown.record.id, level, ref, reason, words)
        refused = lambda trouble: self._refused(form.show_trouble, trouble)  # noqa: E731
        self.desk.run(self, note_lost, *args, then=noted, failed=refused)

    def _open_left_out(self, ref: str, gone: Callable[[], object]) -> None:
        fault = next((one for one in self.faults() if one.ref == ref), None)
        if fault is None:
            gone()
        else:
            self.open_fault(fault)
            self.facts.leave_out.begin()

    @staticmethod
    def _refused(tell: Callable[[str], None], trouble: Trouble) -> None:
        tell(trouble.words)

    def reopen(self, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open the draw that a draft was about; `gone` where its list is not there any more.

        Of a list that was never frozen the fields come back; of one drawn from, nothing is left.
        """
        frame_id = about.get("frame", NEW)

        def ready(shown: CeremonyPage) -> None:
            if frame_id and (shown.chosen is None or (shown.record and "ref" not in about)):
                gone()
            self.show_page(shown)
            if "fault" in about:
                self._open_left_out(about["fault"], gone)
            elif "step" in about:
                self.facts.list_form.put_typed(about)
                self._settle_list()
            row = next((one for one in self.drawn() if one.ref == about.get("ref")), None)
            if row is not None:
                self._open_lost(row)
                self.facts.lost_form.begin()

        self._open(frame_id)
        self.desk.ask(
            self, ceremony_page, frame_id, None, "", self.desk.today, then=ready, key="ceremony"
        )
