"""The details of a phase: who leads it, when it took place, and what is written of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dscp_desktop.core.days import show_date, show_month
from dscp_desktop.core.faults import Refused
from dscp_desktop.learning.page.parts import StandingForm
from dscp_desktop.learning.rules.cycles import CyclesPage, Named, slip_words, window_words
from dscp_desktop.learning.rules.record import (
    PhaseEntry,
    PhaseRecord,
    PhaseWords,
    parse_people,
    show_people,
)
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField, fields_beside
from dscp_desktop.widgets.status import Message

_REPORT = "Write for practitioners. This text goes into the report of the phase."


class PhaseForm(StandingForm):
    """The record of a phase. It stays open: Cancel puts back what is kept."""

    draft_name = "phase record"

    def __init__(self) -> None:
        self.record: PhaseRecord | None = None
        self.plan = Message("plain")
        self.warning = Message("risk")
        self.lead = ChoiceField("Lead group", width=250, missing="Choose the group that leads it")
        self.started = DateField("Started", optional=True)
        self.finished = DateField("Finished", optional=True)
        self.asked = AreaField("Key question", lines=2, optional=True)
        self.findings = AreaField("What was found", lines=4, optional=True, hint=_REPORT)
        self.learnt = AreaField("What was learnt about the process", lines=2, optional=True)
        self.change = AreaField("What changed in how we work", lines=2, optional=True)
        self.methods = AreaField("Methods", lines=2, optional=True)
        self.people = AreaField("Who took part", lines=2, optional=True)
        self.purpose = TextField("Why information was shared", optional=True)
        self.basis = TextField("Legal basis for sharing it", optional=True)
        parts = (
            *(self.plan, self.warning, fields_beside(self.lead, self.started, self.finished)),
            *(self.asked, self.findings, self.learnt, self.change),
            *(self.methods, self.people, self.purpose, self.basis),
        )
        super().__init__("Record of the phase", parts, "Keep changes")
        self.people.problem_of = self._wrong_people
        self.finished.problem_of = self._wrong_dates

    def _wrong_people(self) -> str:
        try:
            parse_people(self.people.value())
        except Refused as refused:
            return refused.words
        return ""

    def _wrong_dates(self) -> str:
        started, finished = self.started.value(), self.finished.value()
        if started and finished and finished < started:
            return f"It was started on {show_date(started)}. Enter a later day."
        return ""

    # What is typed ------------------------------------------------------------------------

    def told(self) -> Iterable[str]:
        """Return what is written about people's lives."""
        return (
            self.asked.value(),
            self.findings.value(),
            self.learnt.value(),
            self.change.value(),
        )

    def draft_about(self) -> dict[str, str]:
        """Return the phase."""
        return {"phase": self.record.phase.id if self.record else ""}

    def draft_title(self) -> str:
        """Return the phase and its topic."""
        shown = self.record
        return f"Record of phase {shown.phase.number}, {shown.cycle.topic}" if shown else ""

    def show_record(self, record: PhaseRecord, page: CyclesPage) -> None:
        """Show a phase; of the same one, what somebody is typing stays."""
        same = self.record is not None and self.record.phase.id == record.phase.id
        self.record = record
        phase = record.phase
        self.setAccessibleName(f"Record of phase {phase.number}")
        words = f"Planned {window_words(phase.planned)}"
        if phase.slip and phase.first:
            words += f", {slip_words(phase.slip)} ({show_month(phase.first.starts)})"
        self.plan.tell("plain", words)
        self.warning.setVisible(bool(phase.warnings))
        if phase.warnings:
            self.warning.tell("risk", " ".join(phase.warnings))
        self._offer(phase.lead, page)
        if not (same and self.touched):
            self.put_back()

    def _offer(self, lead: Named, page: CyclesPage) -> None:
        groups = {group.id: group.title for group in page.groups}
        groups.setdefault(lead.id, lead.title)
        kept = self.lead.value()
        self.lead.set_options(list(groups.items()))
        if self.touched:
            self.lead.set_value(kept)
        self.methods.hint.setText(_one_a_line(page.methods))
        self.methods.hint.show()
        self.people.hint.setText(_one_a_line([f"{people}: 12" for people in page.people[:3]]))
        self.people.hint.show()

    def show_kept(self) -> None:
        """Show what is kept of the phase."""
        record = self.record
        if record is None:
            return
        phase, words = record.phase, record.words
        self.lead.set_value(phase.lead.id)
        self.started.set_value(phase.started_on)
        self.finished.set_value(phase.finished_on)
        for field, text in (
            (self.asked, words.question),
            (self.findings, words.findings),
            (self.learnt, words.learnt),
            (self.change, words.changed),
            (self.methods, "\n".join(words.methods)),
            (self.people, show_people(words.took_part)),
        ):
            field.set_value(text)
        self.purpose.set_value(words.purpose)
        self.basis.set_value(words.legal_basis)
        asked = record.asked if record.asked != words.question else ""
        hint = f"Asked before: {asked}" if asked else ""
        if record.questions:
            hint = " ".join((hint, "To be answered:", *record.questions)).strip()
        self.asked.hint.setText(hint)
        self.asked.hint.setVisible(bool(hint))

    def entry(self) -> PhaseEntry:
        """Return what stands in the fields."""
        return PhaseEntry(
            self.lead.value(),
            self.started.value(),
            self.finished.value(),
            PhaseWords(
                question=self.asked.value(),
                methods=tuple(self.methods.value().splitlines()),
                took_part=parse_people(self.people.value()),
                purpose=self.purpose.value(),
                legal_basis=self.basis.value(),
                findings=self.findings.value(),
                learnt=self.learnt.value(),
                changed=self.change.value(),
            ),
        )


def _one_a_line(known: Sequence[str]) -> str:
    return f"One a line, such as: {'; '.join(known)}" if known else "One a line"
