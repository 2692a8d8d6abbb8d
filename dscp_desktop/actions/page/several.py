"""The form that gives several actions the same status, owner or due date at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from dscp_desktop.actions.rules.log import STATUSES, ActionLine, ManyChange
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, TextField

_SAME = "as it is"
_KEEP = (_SAME, "As it is in each")
_MOST_NAMED = 8


class SeveralForm(FormPane):
    """What is left as it is stays as it is in each action. One command, one undo."""

    draft_name = "several actions"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.ids: tuple[str, ...] = ()
        statuses = [_KEEP, *((status, status.capitalize()) for status in STATUSES)]
        self.status = ChoiceField("Status", statuses, width=240)
        self.owner = ChoiceField("Owner", (_KEEP,))
        self.role = TextField("Role of the owner", optional=True, hint="Such as Designated nurse")
        self.due = DateField("Due date", optional=True, hint="Empty: as it is in each")
        parts = (self.status, self.owner, self.role, self.due)
        super().__init__("Change several actions", parts, "Change them", parent)
        self.status.problem_of = self._nothing_chosen

    def draft_about(self) -> dict[str, str]:
        """Return the actions."""
        return {"records": " ".join(self.ids)}

    def open_for(self, lines: Sequence[ActionLine], holders: Sequence[Party]) -> None:
        """Show what can be given to these actions."""
        self.ids = tuple(line.id for line in lines)
        named = [
            (one.id, f"{one.name} (agency group)" if one.is_group else one.name) for one in holders
        ]
        self.owner.set_options([_KEEP, *named])
        for chosen in (self.status, self.owner):
            chosen.set_value(_SAME)
        self.due.set_value(None)
        self.role.set_value("")
        numbers = [line.number for line in lines[:_MOST_NAMED]]
        more = len(lines) - len(numbers)
        said = ", ".join(numbers) + (f" and {more} more" if more else "")
        self.begin(f"Change {len(lines)} actions: {said}")

    def change(self) -> ManyChange:
        """Return what is to be given to each."""
        status, owner = self.status.value(), self.owner.value()
        return ManyChange(
            "" if status == _SAME else status,
            None if owner == _SAME else owner,
            self.role.value(),
            self.due.value(),
        )

    def _nothing_chosen(self) -> str:
        return "Choose a status, an owner or a due date" if self.change().is_empty() else ""
