"""The forms of who sits, who chairs, and what becomes of a group."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from dscp_desktop.partnership.page.spanfield import WhenField
from dscp_desktop.partnership.queries.gathering import SeatRow
from dscp_desktop.partnership.rules.parties import GroupLine
from dscp_desktop.partnership.rules.people import PersonLine
from dscp_desktop.partnership.rules.seats import CHAIR, DEPUTY_CHAIR
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, TextField


class HolderForm(FormPane):
    """Who fills a seat, or deputises on it, from a day on."""

    draft_name = "holder"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.group_id = self.seat_id = ""
        self.person = ChoiceField("Person", missing="Choose who sits here")
        self.place = ChoiceField("As", [(False, "Holder of the seat"), (True, "Deputy")])
        hint = "Whoever sat here before ends the day before"
        self.starts = WhenField("From", hint=hint, missing="Enter the first day")
        super().__init__("Seat", (self.person, self.place, self.starts), "Put on the seat", parent)

    def open(self, group_id: str, seat: SeatRow, people: Sequence[PersonLine], today: str) -> None:
        """Ask who sits on a seat; those of its organisation are offered first."""
        self.group_id, self.seat_id = group_id, seat.id
        there = [person for person in people if not person.ends]
        there.sort(key=lambda person: person.organisation_id != seat.line.holder_id)
        named = [(person.id, _named(person)) for person in there]
        self.person.set_options([(None, "Choose a person"), *named])
        self.person.set_value(None)
        self.place.set_value(False)
        self.starts.set_value(today)
        self.begin(f"Who sits for {seat.holder}", "Put on the seat")

    def draft_about(self) -> dict[str, str]:
        """Return the seat and its group."""
        return {"group": self.group_id, "record": self.seat_id}


def _named(person: PersonLine) -> str:
    return ", ".join(filter(None, (person.name, person.role, person.organisation)))


class ChairForm(FormPane):
    """Which seat chairs a group, or deputises for the chair, from a day on."""

    draft_name = "chair"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.group_id = ""
        self.seat = ChoiceField("Seat", missing="Choose the seat that takes the chair")
        self.office = ChoiceField("As", [(CHAIR, "Chair"), (DEPUTY_CHAIR, "Deputy chair")])
        hint = "The one before ends the day before; seats by office follow by themselves"
        self.starts = WhenField("From", hint=hint, missing="Enter the first day")
        super().__init__("Chair", (self.seat, self.office, self.starts), "Change chair", parent)

    def open(self, group: GroupLine, seats: Sequence[SeatRow], seat_id: str, today: str) -> None:
        """Ask which seat takes the chair."""
        self.group_id = group.id
        named = [(seat.id, _seat(seat)) for seat in seats]
        self.seat.set_options([(None, "Choose a seat"), *named])
        self.seat.set_value(seat_id or None)
        self.office.set_value(CHAIR)
        self.starts.set_value(today)
        self.begin(f"Chair of {group.code}", "Change chair")

    def draft_about(self) -> dict[str, str]:
        """Return the group."""
        return {"group": self.group_id}


def _seat(seat: SeatRow) -> str:
    role = seat.line.role if seat.line.holder_id else ""
    return ", ".join(filter(None, (seat.holder, role, seat.held.person)))


class RenameForm(FormPane):
    """Another name of a group from a day on; old meetings keep the old one."""

    draft_name = "rename"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.group_id = ""
        self.name = TextField("New name", missing="Enter the new name")
        self.code = TextField("Short code", missing="Enter a short code", width=136)
        hint = "Meetings before that day keep the old name"
        self.starts = WhenField("From", hint=hint, missing="Enter the first day")
        super().__init__("Rename", (self.name, self.code, self.starts), "Rename", parent)

    def open(self, group: GroupLine, today: str) -> None:
        """Ask for the new name."""
        self.group_id = group.id
        self.name.set_value(group.name)
        self.code.set_value(group.code)
        self.starts.set_value(today)
        self.begin(f"Rename {group.code}", "Rename")

    def draft_about(self) -> dict[str, str]:
        """Return the group."""
        return {"group": self.group_id}


class MergeForm(FormPane):
    """A group goes on in another one."""

    draft_name = "merge"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.group_id = ""
        self.into = ChoiceField("Goes on in", missing="Choose the group it goes on in")
        hint = "It ends the day before; its meetings stay under its own name"
        self.starts = WhenField("From", hint=hint, missing="Enter the first day")
        super().__init__("Merge", (self.into, self.starts), "Merge", parent)

    def open(self, group: GroupLine, groups: Sequence[GroupLine], today: str) -> None:
        """Ask which group it goes on in."""
        self.group_id = group.id
        others = [(g.id, g.name) for g in groups if g.id != group.id and not g.ends]
        self.into.set_options([(None, "Choose a group"), *others])
        self.into.set_value(None)
        self.starts.set_value(today)
        self.begin(f"Merge {group.code} into another group", "Merge")

    def draft_about(self) -> dict[str, str]:
        """Return the group."""
        return {"group": self.group_id}


class EndForm(FormPane):
    """The last day of a group."""

    draft_name = "end"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.group_id = ""
        hint = "Its seats end with it; what was recorded stays"
        self.ends = WhenField("Last day", hint=hint, missing="Enter the last day")
        super().__init__("End", (self.ends,), "End group", parent)

    def open(self, group: GroupLine, today: str) -> None:
        """Ask for the last day."""
        self.group_id = group.id
        self.ends.set_value(today)
        self.begin(f"End {group.code}", "End group")

    def draft_about(self) -> dict[str, str]:
        """Return the group."""
        return {"group": self.group_id}
