"""The form of an audit, and the one that says who agreed a year's programme."""

from __future__ import annotations

from datetime import date
from typing import Any

from dscp_desktop.audits.page.ticks import Ticks
from dscp_desktop.audits.queries.choices import AuditChoices
from dscp_desktop.audits.rules.programme import AuditDetails, AuditLine, Programme
from dscp_desktop.audits.rules.settings import MULTI
from dscp_desktop.core.periods import parse_year
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, Field, TextField, fields_beside

_QUARTERS = ((None, "Not set"), *((number, f"Quarter {number}") for number in (1, 2, 3, 4)))
_LINKED = ("agencies", "threads", "outcomes", "cycles")


class AuditForm(FormPane):
    """All that is said of an audit; of its cases only the number."""

    draft_name = "audit"

    def __init__(self) -> None:
        self.line: AuditLine | None = None
        self.title_field = TextField("Title", missing="Enter what the audit is about")
        self.kind = ChoiceField("Kind", width=204)
        self.number = TextField("Number", optional=True, width=104, hint="Or the next one")
        self.year = TextField("Year", width=100, hint="Such as 2022-23")
        self.year.problem_of = self._year_problem
        self.quarter = ChoiceField("Quarter", _QUARTERS, optional=True, width=124)
        self.quarter.label.setText("Quarter")
        self.quarter.editor.setAccessibleName("Quarter")
        self.status = ChoiceField("Status", width=150)
        self.source = ChoiceField("What prompted it", optional=True)
        self.lead = TextField("Lead", optional=True, hint="A role or an organisation")
        self.cases = TextField(
            "Number of cases", optional=True, width=110, hint="References only, never names"
        )
        self.cases.problem_of = self._cases_problem
        self.due = DateField("Returns due", optional=True)
        self.priority = ChoiceField("Priority", optional=True)
        self.group = ChoiceField("Reports to", optional=True)
        self.purpose = AreaField("Purpose of what is collected", lines=2, optional=True)
        self.basis = AreaField("Legal basis", lines=2, optional=True)
        self.agreement = TextField("Sharing agreement", optional=True)
        self.agencies, self.threads = Ticks("Agencies that take part"), Ticks("Golden threads")
        self.outcomes, self.cycles = Ticks("Outcomes of the plan"), Ticks("Learning cycles")
        parts = (
            self.title_field,
            fields_beside(self.kind, self.status),
            fields_beside(self.number, self.year, self.quarter),
            self.source,
            self.lead,
            fields_beside(self.cases, self.due),
            self.agencies,
            *(self.purpose, self.basis, self.agreement),
            *(self.priority, self.group, self.threads, self.outcomes, self.cycles),
        )
        super().__init__("New audit", parts, "Add audit")
        for name in _LINKED:
            getattr(self, name).changed.connect(self._touch)

    def draft_about(self) -> dict[str, str]:
        """Return the audit; nothing for a new one."""
        return {"record": self.line.id} if self.line else {}

    def _inputs(self) -> dict[str, Field | TickBox]:
        ticks = {
            f"{name} {one}": box
            for name in _LINKED
            for one, box in getattr(self, name).boxes.items()
        }
        return {**super()._inputs(), **ticks}

    def _year_problem(self) -> str:
        try:
            parse_year(self.year.value())
        except ValueError as why:
            return str(why)
        return ""

    def _cases_problem(self) -> str:
        typed = self.cases.value()
        right = not typed or (typed.isascii() and typed.isdigit() and len(typed) < 6)
        return "" if right else "Type how many cases there are in digits, or leave it empty."

    def fill(self, line: AuditLine | None, year: str, choices: AuditChoices) -> None:
        """Show an audit, or empty fields for a new one of a year."""
        self.line = line
        said = choices.settings
        details = line.details if line else AuditDetails(year, "", said.kinds[0].name)
        kinds = [kind.name for kind in said.kinds]
        self.kind.set_options(_words(kinds, details.kind))
        statuses = [status.name for status in said.statuses]
        status = details.status or (statuses[0] if statuses else "")
        self.status.set_options(_words(statuses, status))
        sources = [("", "Nothing chosen"), *_words(list(said.sources), details.source)]
        self.source.set_options(sources)
        priorities = [(one.id, one.title) for one in choices.priorities]
        self.priority.set_options([(None, "None"), *priorities])
        groups = [(one.id, one.title) for one in choices.groups]
        self.group.set_options([(None, "As usual"), *groups])
        values: tuple[tuple[Field, Any], ...] = (
            (self.title_field, details.title),
            (self.kind, details.kind),
            (self.number, details.number),
            (self.year, details.year),
            (self.quarter, details.quarter),
            (self.status, status),
            (self.source, details.source),
            (self.lead, details.lead),
            (self.cases, "" if details.cases is None else str(details.cases)),
            (self.due, details.returns_due),
            (self.priority, details.priority_id),
            (self.group, details.group_id),
            (self.purpose, details.purpose),
            (self.basis, details.legal_basis),
            (self.agreement, details.sharing_agreement),
        )
        for field, value in values:
            field.set_value(value)
        for name in _LINKED:
            getattr(self, name).offer(getattr(choices, name), getattr(details, name))
        if line is None and said.kind(details.kind).way == MULTI:
            self.agencies.offer(choices.agencies, choices.returning)

    def details(self) -> AuditDetails:
        """Return what the fields say."""
        typed = self.cases.value()
        return AuditDetails(
            year=self.year.value(),
            title=self.title_field.value(),
            kind=self.kind.value(),
            number=self.number.value(),
            quarter=self.quarter.value(),
            lead=self.lead.value(),
            cases=int(typed) if typed else None,
            priority_id=self.priority.value(),
            source=self.source.value() or "",
            status=self.status.value() or "",
            purpose=self.purpose.value(),
            legal_basis=self.basis.value(),
            sharing_agreement=self.agreement.value(),
            group_id=self.group.value(),
            returns_due=self.due.value(),
            agencies=self.agencies.chosen(),
            threads=self.threads.chosen(),
            cycles=self.cycles.chosen(),
            outcomes=self.outcomes.chosen(),
        )


def _words(names: list[str], chosen: str) -> list[tuple[str, str]]:
    """Return options that hold what is chosen, also where the list no longer does."""
    more = [chosen] if chosen and chosen not in names else []
    return [(name, name) for name in [*names, *more]]


class MeetingForm(FormPane):
    """At which meeting, or on which day: a programme was agreed, or an audit reported."""

    draft_name = "audit meeting"

    def __init__(self) -> None:
        self.about: dict[str, str] = {}
        self.group = ChoiceField("Group")
        self.meeting = ChoiceField("Meeting", optional=True)
        self.on = DateField("Day", optional=True, hint="Where it was at no meeting of the list")
        self.note = AreaField("What there is to say of the programme", lines=3, optional=True)
        super().__init__("Agree", (self.group, self.meeting, self.on, self.note), "Record")
        self._meetings: tuple[tuple[str, tuple[str, str]], ...] = ()
        self.group.changed.connect(self._offer)

    def draft_about(self) -> dict[str, str]:
        """Return the year of the programme, or the audit."""
        return dict(self.about)

    def fill(
        self, choices: AuditChoices, shown: Programme, line: AuditLine | None, today: date
    ) -> None:
        """Show what is recorded of a programme, or of the reporting of an audit."""
        self.about = {"record": line.id} if line else {"year": shown.year}
        self._meetings = tuple((group, (one.id, one.title)) for group, one in choices.meetings)
        self.group.set_options([(one.id, one.title) for one in choices.groups])
        own = line.details.group_id if line else None
        self.group.set_value(own or shown.group_id or choices.report_to)
        self._offer()
        self.meeting.set_value(None if line else shown.meeting_id or None)
        self.on.set_value((line.reported_on or today) if line else shown.agreed_on)
        self.note.setHidden(line is not None)
        self.note.set_value("" if line else shown.note)

    def _offer(self) -> None:
        chosen = self.meeting.value()
        found = [option for group, option in self._meetings if group == self.group.value()]
        self.meeting.set_options([(None, "None of the list"), *found])
        self.meeting.set_value(chosen)
