"""What the ceremony of a draw shows at each of its six steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.restraint.page.facts import FactsPane
from dscp_desktop.restraint.page.foot import (
    Foot,
    Said,
    say_certificate,
    say_check,
    say_draw,
    say_list,
    say_plan,
    say_seed,
)
from dscp_desktop.restraint.page.lists import ListsPane, list_rows
from dscp_desktop.restraint.page.look import (
    CERTIFICATE,
    CHECK,
    DRAW,
    FREEZE,
    PLAN,
    SEED,
    STEPS,
    DrawnRow,
    FaultRow,
    drawn_rows,
    faults_of,
    months_and_quarters,
    period_words,
    sizes_of,
)
from dscp_desktop.restraint.queries.ceremony import CeremonyPage
from dscp_desktop.sampling.rules.draw import parse_plan
from dscp_desktop.sampling.rules.frame import (
    FrameRow,
    LeftOut,
    frame_text,
    sha256_of,
)
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes
from dscp_desktop.widgets.steps import StepStrip

NEW = ""


class DrawView(QWidget):
    """What is shown of one draw: its steps, its facts and its lists; what people do is apart."""

    document_wanted = Signal(str, object)
    told = Signal(object)  # CeremonyPage: what is shown now

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.shown: CeremonyPage | None = None
        self.step = FREEZE
        self.frame_id = NEW
        self.left_out: dict[str, str] = {}
        self._locked = False  # the new list is settled, not yet committed to
        self._certificate = False
        self._begun = False  # whether the forms of the new list have begun
        self._reveal = False
        self._last = -1  # the step that was shown before
        self.strip = StepStrip(STEPS)
        self.facts, self.lists, self.foot = FactsPane(), ListsPane(), Foot()
        self.panes = TwoPanes(
            "restraint draw",
            self.facts,
            self.lists,
            titles=("Facts", "List"),
            share=0.29,
            limit=1000,
        )
        top = Surface("bottom")
        row = QHBoxLayout(top)
        row.setContentsMargins(GUTTER, 0, GUTTER, 0)
        row.addWidget(self.strip)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (top, self.panes, self.foot):
            box.addWidget(part, 1 if part is self.panes else 0)

    def stops(self) -> tuple[QWidget, ...]:
        """Return the stops of F6 in this part."""
        return (self.facts, self.lists.table(), self.foot)

    # What is shown ------------------------------------------------------------------------

    def show_page(self, shown: CeremonyPage) -> None:
        """Show a draw at the step it has come to."""
        self.shown = shown
        if shown.chosen is None:
            self.frame_id = NEW
            self.step = PLAN if self._locked else FREEZE
        elif shown.record is None:
            self.step = DRAW if self._reveal else SEED
        else:
            self.step = CERTIFICATE if self._certificate else CHECK
        for form in self.facts.forms():
            form.frame_id = self.frame_id
        if self.step <= PLAN:
            self._show_new(shown)
        else:
            self._show_frozen(shown)
        self._stepped()
        self.strip.set_now(len(STEPS) if self._is_done() else self.step)
        self.facts.show_step(self.step)
        self._say()
        self.told.emit(shown)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring to the front what the step is about: only now is it known what has room."""
        super().showEvent(event)
        if self.panes.is_tabbed() and self.shown is not None:
            self._last = -1
            self._stepped()

    def _stepped(self) -> None:
        """At another step begin at its top, with what it is about in front."""
        if self._last == self.step:
            return
        self._last = self.step
        self.facts.area.verticalScrollBar().setValue(0)
        if self.step in (CHECK, CERTIFICATE):
            self.panes.show_second()
        else:
            self.panes.show_first()

    def _is_done(self) -> bool:
        shown = self.shown
        return self.step == CERTIFICATE and bool(shown and all(c.holds for c in shown.checks))

    def kept_rows(self) -> tuple[FrameRow, ...]:
        """Return the list without what was left out."""
        rows = self.shown.rows if self.shown else ()
        return tuple(row for row in rows if row.ref not in self.left_out)

    def _left_out_rows(self) -> tuple[LeftOut, ...]:
        return tuple(LeftOut(ref, why) for ref, why in sorted(self.left_out.items()))

    def faults(self) -> tuple[FaultRow, ...]:
        """Return what keeps the new list from being frozen."""
        shown = self.shown
        if shown is None or shown.period is None:
            return ()
        return faults_of(shown.rows, shown.no_level, shown.period, self.left_out)

    def _show_new(self, shown: CeremonyPage) -> None:
        form, sizes = self.facts.list_form, sizes_of(self.kept_rows())
        form.home.set_options(shown.homes or [("", "No home yet")])
        form.home.set_value(shown.home_id)
        form.home.setVisible(len(shown.homes) > 1)
        form.period.set_options([(p, period_words(p)) for p in months_and_quarters(shown.days)])
        if shown.period is not None:
            form.period.set_value(shown.period)
        if not self._begun:
            self._begun = True
            form.clear()
            form.begin()
            self.facts.plan_form.begin()
        form.suggest(shown.supplied, shown.declared)
        self.facts.plan_form.show_sizes(sizes)
        self.facts.show_levels(sizes, None)
        if self._locked and shown.period is not None:
            self.facts.show_list(
                "The list, as it will be frozen",
                shown.period,
                sizes,
                len(self.left_out),
                form.supplied.value(),
                form.declared_total(),
                sha256_of(frame_text(self.kept_rows())),
            )
        faults = self.faults()
        if faults and not self._locked:
            self.lists.show_faults(faults)
            if self.facts.leave_out.ref not in {fault.ref for fault in faults}:
                self.open_fault(self.lists.faults.value() or faults[0])
        else:
            self.facts.leave_out.ref = ""
            rows = list_rows(self.kept_rows(), shown.lines, self.desk.today)
            self.lists.show_list(rows, f"{len(rows)} incidents, {_footage_words(shown)}")

    def _show_frozen(self, shown: CeremonyPage) -> None:
        chosen, record = shown.chosen, shown.record
        assert chosen is not None
        self.facts.show_frozen(chosen, self._local(chosen.frozen_at))
        self.facts.show_levels(dict(chosen.counts), parse_plan(chosen.plan))
        if record is None:
            if not self._begun:
                self._begun = True
                self.facts.seed_form.begin()
            rows = list_rows(shown.rows, shown.lines, self.desk.today)
            self.lists.show_list(rows, f"{len(rows)} incidents, {_footage_words(shown)}")
            return
        self.facts.show_seed(record.seed, record.seed_from)
        self.lists.show_drawn(self.drawn())
        refs = {row.ref for row in self.drawn() if not row.lost}
        if self.facts.lost_form.ref not in refs:
            self.facts.lost_form.ref = ""

    def drawn(self) -> tuple[DrawnRow, ...]:
        """Return the drawn list."""
        shown = self.shown
        if shown is None or shown.record is None:
            return ()
        record = shown.record
        return drawn_rows(record.drawn, record.replaced, shown.lines, self.desk.today)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo("Europe/London"))

    # The foot -----------------------------------------------------------------------------

    def open_fault(self, fault: FaultRow | None) -> None:
        """Ask for the reason why one incident is left out."""
        if fault is not None and self.step == FREEZE:
            self.facts.leave_out.open(fault.ref, fault.why)
        self.facts.show_step(self.step)

    def _say(self) -> None:
        shown, form = self.shown, self.facts.seed_form
        checks = shown.checks if shown else ()
        at = self._local(self.desk.store.clock())
        says: tuple[Callable[[], Said], ...] = (
            lambda: say_list(self.faults(), len(self.kept_rows()), len(self.left_out)),
            say_plan,
            lambda: say_seed(sum(one.is_in() for one in form.people), len(form.people)),
            lambda: say_draw(form.seed()),
            lambda: say_check(self.drawn(), checks, at, self.desk.today),
            lambda: say_certificate(self.drawn(), checks, at),
        )
        self.foot.show_said(says[self.step]())
        self.foot.primary.setEnabled(not self.desk.store.read_only or self.step >= CHECK)


def _footage_words(shown: CeremonyPage) -> str:
    gone = sum(one.is_gone for one in shown.warnings)
    soon = len(shown.warnings) - gone
    if not shown.warnings:
        return "all footage is kept for more than ten days"
    return f"footage of {gone} is gone, of {soon} it will be or nobody knows"
