"""The form of an action: a new one, or a change of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dscp_desktop.actions.rules.log import BY_DATE, BY_MEETING, NO_DUE, ActionDetails, ActionLine
from dscp_desktop.core.days import show_day_year
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField, fields_beside
from dscp_desktop.widgets.status import Status

_ROLE = "role"  # in the place of an owner's id: no organisation owns it
_DUE = (
    (BY_DATE, "On a date"),
    (BY_MEETING, "At the group's next meeting"),
    (NO_DUE, "No due date"),
)


class ActionForm(FormPane):
    """What is to be done, by whom, by when, and where it came from."""

    draft_name = "action"
    group_chosen = Signal(str)  # a group's id: its next number is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        self.action: ActionLine | None = None
        self.group = ChoiceField("Group", missing="Choose the group that agreed it")
        self.text = AreaField("What is to be done", lines=3, missing="Enter what is to be done")
        self.owner = ChoiceField("Owner", missing="Choose who owns it")
        self.role = TextField("Role of the owner", optional=True, hint="Such as Designated nurse")
        self.due_rule = ChoiceField("Due", _DUE, width=240)
        self.due = DateField("Due date", missing="Enter the day it is due")
        self.raised_on = DateField("Raised on", optional=True)
        self.item = TextField("Agenda item", optional=True, width=136)
        origin = fields_beside(self.raised_on, self.item)
        parts = (self.group, self.text, self.owner, self.role, self.due_rule, self.due, origin)
        super().__init__("New action", parts, "Add action", parent)
        self.role.problem_of = self._role_problem
        self.due.problem_of = self._due_problem
        self.raised_on.problem_of = self._raised_problem
        self.due_rule.changed.connect(self._fit_due)
        self.group.changed.connect(lambda: self.group_chosen.emit(self.group.value() or ""))

    def draft_about(self) -> dict[str, str]:
        """Return the action; '' for a new one."""
        return {"record": self.action.id if self.action else ""}

    def open_new(
        self, groups: Sequence[GroupLine], holders: Sequence[Party], group_id: str, today: date
    ) -> None:
        """Show empty fields for a new action, of a group if one is chosen in the list."""
        self.action = None
        options = [(None, "Choose a group"), *((group.id, group.name) for group in groups)]
        self.group.set_options(options)
        self.group.set_value(group_id or None)
        self.group.show()
        self.group.show_note(None)
        self._offer(holders, None)
        self._fill(ActionDetails("", raised_on=today))
        self.begin("New action", "Add action")
        if group_id:
            self.group_chosen.emit(group_id)

    def open_action(self, line: ActionLine, holders: Sequence[Party]) -> None:
        """Show the values of an action."""
        self.action = line
        self.group.hide()
        self._offer(holders, line)
        due = line.due if line.due_rule == BY_DATE else None
        details = ActionDetails(
            line.text, line.owner_id, line.owner_role, line.raised_on, line.item, line.due_rule, due
        )
        self._fill(details)
        self.begin(f"Change {line.number}", "Save changes")
        if line.first_due:
            self.due.show_note(Status("plain", f"First due {show_day_year(line.first_due)}"))

    def _offer(self, holders: Sequence[Party], line: ActionLine | None) -> None:
        named = [
            (party.id, f"{party.name} (agency group)" if party.is_group else party.name)
            for party in holders
        ]
        if line and line.owner_id and line.owner_id not in {one for one, _ in named}:
            named.insert(0, (line.owner_id, line.owner_name))
        self.owner.set_options([(None, "Choose an owner"), *named, (_ROLE, "A role alone")])

    def _fill(self, details: ActionDetails) -> None:
        self.text.set_value(details.text)
        self.owner.set_value(details.owner_id or (_ROLE if details.owner_role else None))
        self.role.set_value(details.owner_role)
        self.due_rule.set_value(details.due_rule)
        self.due.set_value(details.due)
        self.due.show_note(None)
        self.raised_on.set_value(details.raised_on)
        self.item.set_value(details.item)
        self._fit_due()

    def _fit_due(self) -> None:
        self.due.setVisible(self.due_rule.value() == BY_DATE)

    def show_number(self, number: str) -> None:
        """Say which number a new action will have."""
        self.group.show_note(Status("plain", f"Its number will be {number}"))

    def _role_problem(self) -> str:
        if self.owner.value() == _ROLE and not self.role.value():
            return "Enter the role that owns it"
        return ""

    def _due_problem(self) -> str:
        due, raised = self.due.value(), self.raised_on.value()
        if due and raised and due < raised:
            return f"Enter a date from {show_day_year(raised)} on"
        return ""

    def _raised_problem(self) -> str:
        if self.due_rule.value() == BY_MEETING and self.raised_on.value() is None:
            return "Enter the day it was raised: its next meeting is the one after"
        return ""

    def details(self) -> ActionDetails:
        """Return what the fields say."""
        rule, owner = self.due_rule.value(), self.owner.value()
        return ActionDetails(
            text=self.text.value(),
            owner_id=None if owner == _ROLE else owner,
            owner_role=self.role.value(),
            raised_on=self.raised_on.value(),
            item=self.item.value(),
            due_rule=rule,
            due=self.due.value() if rule == BY_DATE else None,
        )
