"""The form of an item of the forward plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import show_day_year
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.page.forms import PURPOSE_WORDS
from dscp_desktop.meetings.rules.forward import ForwardDetails, ForwardLine, is_coming
from dscp_desktop.partnership.rules.parties import GroupLine
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField, fields_beside

_MOST_MINUTES = 600


class ForwardForm(FormPane):
    """What is to come to a group, why, and to which of its meetings."""

    draft_name = "forward item"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.forward_id = ""
        self.meetings: tuple[MeetingLine, ...] = ()
        self.subject = TextField("What is to come", missing="Enter what is to come")
        self.group = ChoiceField("Group")
        self.meeting = ChoiceField("Meeting", [(None, "Not chosen yet")], optional=True)
        self.due = DateField("Due", optional=True)
        self.why = AreaField("Why", lines=2, optional=True)
        self.lead = TextField("Lead", optional=True, hint="A role, not a name")
        self.minutes = TextField("Minutes", optional=True, width=104)
        self.minutes.problem_of = self._minutes_problem
        self.purpose = ChoiceField("Purpose", list(PURPOSE_WORDS.items()), optional=True)
        self.restricted = TickBox("Part 2, restricted")
        parts = (
            self.subject,
            self.group,
            fields_beside(self.meeting, self.due),
            self.why,
            self.lead,
            fields_beside(self.minutes, self.purpose),
            self.restricted,
        )
        super().__init__("New item of the forward plan", parts, "Add to the plan", parent)
        self.group.changed.connect(self._offer_meetings)

    def draft_about(self) -> dict[str, str]:
        """Return the item; '' for a new one."""
        return {"record": self.forward_id}

    def _minutes_problem(self) -> str:
        typed = self.minutes.value()
        if typed and not (typed.isascii() and typed.isdigit() and int(typed) <= _MOST_MINUTES):
            return f"Enter whole minutes from 0 to {_MOST_MINUTES}"
        return ""

    def _offer_meetings(self) -> None:
        group_id, kept = self.group.value(), self.meeting.value()
        fitting = [m for m in self.meetings if m.group_id == group_id]
        options = [(m.id, show_day_year(m.on)) for m in fitting]
        self.meeting.set_options([(None, "Not chosen yet"), *options])
        if any(m.id == kept for m in fitting):
            self.meeting.set_value(kept)

    def open(
        self,
        line: ForwardLine | None,
        groups: Sequence[GroupLine],
        meetings: Sequence[MeetingLine],
        group_id: str = "",
    ) -> None:
        """Show an item, or empty fields for a new one."""
        self.forward_id = line.id if line else ""
        coming = [m for m in meetings if is_coming(m, m.on)]
        if line and line.meeting and line.meeting.id not in {m.id for m in coming}:
            coming.insert(0, line.meeting)
        self.meetings = tuple(coming)
        self.group.set_options([(group.id, group.name) for group in groups])
        first = groups[0].id if groups else ""
        details = line.details if line else ForwardDetails(group_id or first, "", minutes=10)
        self.subject.set_value(details.title)
        self.group.set_value(details.group_id)
        self._offer_meetings()
        self.meeting.set_value(details.meeting_id)
        self.due.set_value(details.due)
        self.why.set_value(details.why)
        self.lead.set_value(details.lead)
        self.minutes.set_value(str(details.minutes or ""))
        self.purpose.set_value(details.purpose)
        self.restricted.setChecked(details.restricted)
        if line:
            self.begin("Change what is to come", "Save changes")
        else:
            self.begin("New item of the forward plan", "Add to the plan")

    def details(self) -> ForwardDetails:
        """Return what was entered; all fields are sound by then."""
        return ForwardDetails(
            group_id=str(self.group.value()),
            title=self.subject.value(),
            meeting_id=self.meeting.value(),
            due=self.due.value(),
            why=self.why.value(),
            lead=self.lead.value(),
            minutes=int(self.minutes.value() or 0),
            purpose=self.purpose.value(),
            restricted=self.restricted.isChecked(),
        )
