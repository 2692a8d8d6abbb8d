"""Fields of the action shown that are typed into: what is half typed belongs to one action."""

from __future__ import annotations

from collections.abc import Mapping

from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.forms import AreaField, Field
from dscp_desktop.widgets.typed import Typed, Values


class KeptField(AreaField, Typed):
    """An area of words about one action, kept as a draft until they are saved."""

    title = ""

    def __init__(self, label: str, missing: str, *, placeholder: str = "") -> None:
        super().__init__(label, lines=2, missing=missing, placeholder=placeholder)
        self.action_id = self.number = ""
        self.saved = ""  # the words that the action has already
        self._given_back: tuple[str, str] | None = None

    def show_for(self, action_id: str, number: str, saved: str = "") -> None:
        """Show what another action says already, or hold what is being typed for this one."""
        waiting = self._given_back
        if action_id != self.action_id or self.value() == self.saved:
            self.set_value(saved)
        self.action_id, self.number, self.saved = action_id, number, saved
        if waiting is not None and waiting[0] == action_id:
            self._given_back = None
            self.put_typed({"text": waiting[1]})

    def draft_about(self) -> dict[str, str]:
        """Return the action."""
        return {"record": self.action_id}

    def draft_title(self) -> str:
        """Return what it is, and of which action."""
        return f"{self.title} of {self.number}"

    def give_back(self, about: Mapping[str, str], values: Values) -> None:
        """Keep the words until their action is shown."""
        self._given_back = (about["record"], str(values.get("text", "")))

    def is_live(self) -> bool:
        """Say whether words stand there that were not saved."""
        return self.value() != self.saved

    def _inputs(self) -> dict[str, Field | TickBox]:
        return {"text": self}


class UpdateField(KeptField):
    """Where the next update is typed."""

    draft_name, title = "update", "Update"

    def __init__(self) -> None:
        super().__init__("Add to the story", "Enter what happened")


class EvidenceField(KeptField):
    """Where it is said how we know that an action was done."""

    draft_name, title = "evidence", "Evidence"

    def __init__(self) -> None:
        super().__init__("How do we know that it was done?", "Enter how we know")


class DifferenceField(KeptField):
    """Where it is said what difference an action made."""

    draft_name, title = "difference", "Difference"

    def __init__(self) -> None:
        super().__init__(
            "What difference did it make?",
            "Enter what changed, or that nothing did",
            placeholder="What changed for children, and how do we know?",
        )
