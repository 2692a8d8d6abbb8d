"""What is typed about returns: when they were asked for, what came by hand, whose a file is."""

from __future__ import annotations

from datetime import date

from dscp_desktop.audits.rules.programme import AgencyState, AuditLine
from dscp_desktop.core.days import add_working_days
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField
from dscp_desktop.widgets.texts import Text


class SendForm(FormPane):
    """When the workbooks go out, and by when they come back."""

    draft_name = "send audit"

    def __init__(self) -> None:
        self.audit_id = ""
        words = "A locked workbook for each agency, in a folder. You send them: nothing is sent."
        self.words = Text(words, "base", wrap=True, tone="t2")
        self.on = DateField("Sent on")
        self.due = DateField("Returned by")
        super().__init__("Send workbooks", (self.words, self.on, self.due), "Choose a folder")

    def draft_about(self) -> dict[str, str]:
        """Return the audit."""
        return {"record": self.audit_id}

    def fill(self, audit: AuditLine, today: date, within: int) -> None:
        """Propose today, and the working days that the profile gives agencies."""
        self.audit_id = audit.id
        self.on.set_value(audit.sent_on or today)
        self.due.set_value(audit.details.returns_due or add_working_days(today, within))


class AgencyForm(FormPane):
    """A return that came by other ways, and a due date of an agency's own."""

    draft_name = "agency of audit"

    def __init__(self) -> None:
        self.audit_id, self.agency_id = "", ""
        self.was: AgencyState | None = None
        self.due = DateField("Due", optional=True)
        self.on = DateField("Received on", optional=True, hint="Where no workbook came")
        self.said = AreaField("What it says", lines=3, optional=True)
        super().__init__("Agency", (self.due, self.on, self.said), "Save")

    def draft_about(self) -> dict[str, str]:
        """Return the audit and the agency."""
        return {"record": self.audit_id, "agency": self.agency_id}

    def fill(self, audit_id: str, agency: AgencyState) -> None:
        """Show how an agency stands."""
        self.audit_id, self.agency_id, self.was = audit_id, agency.id, agency
        self.due.set_value(agency.due)
        self.on.set_value(agency.received_on if agency.state == "by hand" else None)
        self.said.set_value(agency.said)
        by_hand = agency.state in ("none", "by hand", "set aside")
        for field in (self.on, self.said):
            field.setHidden(not by_hand)


class WhoseForm(FormPane):
    """Whose a file is that does not say so itself, or which words in it are no names."""

    draft_name = "return of audit"

    def __init__(self) -> None:
        self.audit_id, self.file = "", ""
        self.words = Text("", "base", wrap=True, tone="t2")
        self.agency = ChoiceField("It is the return of", optional=True)
        self.agency.label.setText("It is the return of")
        self.agency.editor.setAccessibleName("It is the return of")
        self.no_names = AreaField(
            "Words that are no names", lines=2, optional=True, hint="One a line"
        )
        self.why = AreaField("Why it is set aside", lines=2)
        parts = (self.words, self.agency, self.no_names, self.why)
        super().__init__("Return", parts, "Bring it in again")

    def draft_about(self) -> dict[str, str]:
        """Return the audit and the file."""
        return {"record": self.audit_id, "file": self.file}

    def fill(
        self,
        audit: AuditLine,
        name: str,
        agency_id: str,
        *,
        aside: bool = False,
        faults: tuple[str, ...] = (),
    ) -> None:
        """Ask whose a file is and what in it is no name, or why it is set aside."""
        self.audit_id, self.file = audit.id, name
        self.words.setText(name)
        offered = [("", "What its marks say"), *((one.id, one.name) for one in audit.agencies)]
        self.agency.set_options(offered)
        self.agency.set_value(agency_id)
        self.no_names.set_value("\n".join(faults))
        self.why.set_value("")
        self.agency.setHidden(aside)
        self.no_names.setHidden(aside or not faults)
        self.why.setHidden(not aside)
