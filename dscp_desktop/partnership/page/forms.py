"""The forms of groups, seats and organisations."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from dscp_desktop.partnership.page.spanfield import WhenField
from dscp_desktop.partnership.rules.parties import (
    GROUP_KINDS,
    ORGANISATION_KINDS,
    SEAT_KINDS,
    GroupDetails,
    GroupLine,
    OrganisationDetails,
    OrganisationLine,
    Party,
)
from dscp_desktop.partnership.rules.seats import Office, SeatLine
from dscp_desktop.partnership.rules.spans import first_day, last_day
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField, fields_beside

_ROLE = "role"  # in the place of a holder's id: no organisation holds the seat
_SAME = "same"  # in the place of a group's id: the seat stays filled from another one
_OFFICE_HINT = "A change of the chair there shows here by itself"
_NAMES_HINT = "Other names in workbooks, one a line"
_KINDS_HINT = "Only core seats count for the quorum and for attendance"


def _kinds(known: Sequence[str], kind: str = "") -> list[tuple[str, str]]:
    """Return the kinds to choose from; that of the record too, where a profile has another."""
    kinds = known if not kind or kind in known else (*known, kind)
    return [(one, one.capitalize()) for one in kinds]


class GroupForm(FormPane):
    """A new group, or a change of one."""

    draft_name = "group"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.group: GroupLine | None = None
        self.name = TextField("Name", missing="Enter the group's name")
        self.code = TextField(
            "Short code",
            hint="Numbers of its actions begin with it, such as TFG001",
            missing="Enter a short code, such as TFG",
            width=136,
        )
        self.kind = ChoiceField("Kind", _kinds(GROUP_KINDS), width=220)
        self.purpose = AreaField("What it is for", optional=True, lines=3)
        self.cadence = TextField("How often it meets", optional=True)
        self.reports_to = ChoiceField("Reports to", optional=True)
        self.joint_with = TextField("Joint with", optional=True)
        self.known_as = AreaField("Also called", hint=_NAMES_HINT, optional=True, lines=3)
        parts = (self.name, self.code, self.kind, self.purpose, self.cadence)
        more = (self.reports_to, self.joint_with, self.known_as)
        super().__init__("New group", (*parts, *more), "Add group", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the group; '' for a new one."""
        return {"record": self.group.id if self.group else ""}

    def open(self, group: GroupLine | None, groups: Sequence[GroupLine]) -> None:
        """Show the values of a group, or empty fields for a new one."""
        self.group = group
        others = [other for other in groups if group is None or other.id != group.id]
        options = [(None, "No other group"), *((other.id, other.name) for other in others)]
        self.reports_to.set_options(options)
        self.kind.set_options(_kinds(GROUP_KINDS, group.kind if group else ""))
        above = [other.id for other in others if group and other.code == group.reports_to]
        self.name.set_value(group.name if group else "")
        self.code.set_value(group.code if group else "")
        self.kind.set_value(group.kind if group else "subgroup")
        self.purpose.set_value(group.purpose if group else "")
        self.cadence.set_value(group.cadence if group else "")
        self.reports_to.set_value(above[0] if above else None)
        self.joint_with.set_value(group.joint_with if group else "")
        self.known_as.set_value("\n".join(group.known_as) if group else "")
        if group:
            self.begin(f"Change {group.code}", "Save changes")
        else:
            self.begin("New group", "Add group")

    def details(self) -> GroupDetails:
        """Return what the fields say."""
        return GroupDetails(
            name=self.name.value(),
            code=self.code.value(),
            kind=self.kind.value(),
            purpose=self.purpose.value(),
            cadence=self.cadence.value(),
            joint_with=self.joint_with.value(),
            reports_to_id=self.reports_to.value(),
            known_as=tuple(self.known_as.value().splitlines()),
        )


class SeatForm(FormPane):
    """A new seat on a group, or a change of one."""

    draft_name = "seat"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.seat: SeatLine | None = None
        self.group_id = ""
        self.holder = ChoiceField("Held by", missing="Choose who holds it")
        self.role = TextField("Role", optional=True, hint="Such as Chair, or Designated nurse")
        self.kind = ChoiceField("Kind", _kinds(SEAT_KINDS), hint=_KINDS_HINT, width=220)
        self.office = ChoiceField("Filled by office", optional=True, hint=_OFFICE_HINT)
        self.starts, self.ends = WhenField("From", optional=True), WhenField("To", optional=True)
        self.role.problem_of = self._role_problem
        self.ends.problem_of = self._time_problem
        times = fields_beside(self.starts, self.ends)
        parts = (self.holder, self.role, self.kind, self.office, times)
        super().__init__("New seat", parts, "Add seat", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the group, and the seat; '' for a new one."""
        return {"group": self.group_id, "record": self.seat.id if self.seat else ""}

    def open_new(
        self, group: GroupLine, holders: Sequence[Party], groups: Sequence[GroupLine]
    ) -> None:
        """Show empty fields for a new seat."""
        self.seat, self.group_id = None, group.id
        named = [(None, "Choose a holder"), *_named(holders), (_ROLE, "A role alone")]
        self.holder.set_options(named)
        self.holder.set_value(None)
        self.holder.setVisible(True)
        self.role.set_value("")
        self.kind.set_value("core")
        self._show_office(group, groups, None)
        self.starts.set_value("")
        self.ends.set_value("")
        self.begin(f"New seat on {group.code}", "Add seat")

    def open_seat(
        self,
        group: GroupLine,
        seat: SeatLine,
        groups: Sequence[GroupLine],
        office: Office | None = None,
    ) -> None:
        """Show the values of a seat."""
        self.seat, self.group_id = seat, group.id
        self.holder.setVisible(False)
        self.role.set_value(seat.role)
        self.kind.set_value(seat.kind)
        self._show_office(group, groups, office)
        self.starts.set_value(seat.starts)
        self.ends.set_value(seat.ends)
        self.begin(f"Seat of {seat.holder} on {group.code}", "Save changes")

    def _show_office(
        self, group: GroupLine, groups: Sequence[GroupLine], office: Office | None
    ) -> None:
        """Offer the chairs of other groups; a seat that it is filled from stays among them."""
        self._kept = office
        options: list[tuple[str, str]] = [("", "No, somebody is put on it")]
        if office and office.seat_id:
            options.append((_SAME, "From another seat, as now"))
        others = [one for one in groups if one.id != group.id]
        options += [(one.id, f"By the chair of {one.name}") for one in others]
        self.office.set_options(options)
        self.office.set_value((office.chair_of or _SAME) if office else "")

    def office_chosen(self) -> Office:
        """Return by which office it is filled; none of its own for nobody's."""
        chosen = str(self.office.value() or "")
        if chosen == _SAME and self._kept is not None:
            return self._kept
        return Office(chair_of=chosen)

    def times(self) -> tuple[str, str]:
        """Return from when to when it stands, to the day or month."""
        return self.starts.value(), self.ends.value()

    def _time_problem(self) -> str:
        starts, ends = self.times()
        if starts and ends and last_day(ends) < first_day(starts):
            return "It ends before it starts. Change one of the two dates."
        return ""

    def _role_problem(self) -> str:
        alone = not self.seat.holder_id if self.seat else self.holder.value() == _ROLE
        return "Enter the role that holds it" if alone and not self.role.value() else ""

    def holder_id(self) -> str | None:
        """Return who holds a new seat, None for a role alone."""
        held_by = self.holder.value()
        return None if held_by == _ROLE else str(held_by)

    def role_and_kind(self) -> tuple[str, str]:
        """Return what the fields say."""
        return self.role.value(), self.kind.value()


class OrganisationForm(FormPane):
    """A new organisation, or a change of one."""

    draft_name = "organisation"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.organisation: OrganisationLine | None = None
        self.name = TextField("Name", missing="Enter the organisation's name")
        self.short_name = TextField("Short name", optional=True, hint="How lists write it")
        self.kind = ChoiceField("Kind", _kinds(ORGANISATION_KINDS), width=220)
        self.agency_group = ChoiceField("Agency group", optional=True, width=220)
        self.known_as = AreaField("Also called", hint=_NAMES_HINT, optional=True, lines=4)
        parts = (self.name, self.short_name, self.kind, self.agency_group, self.known_as)
        super().__init__("New organisation", parts, "Add organisation", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the organisation; '' for a new one."""
        return {"record": self.organisation.id if self.organisation else ""}

    def open(self, line: OrganisationLine | None, agency_groups: Sequence[GroupLine]) -> None:
        """Show the values of an organisation, or empty fields for a new one."""
        self.organisation = line
        options = [(None, "None"), *((group.id, group.name) for group in agency_groups)]
        self.agency_group.set_options(options)
        held = [g.id for g in agency_groups if line and g.name == line.agency_group]
        self.kind.set_options(_kinds(ORGANISATION_KINDS, line.kind if line else ""))
        self.name.set_value(line.name if line else "")
        self.short_name.set_value(line.short_name if line else "")
        self.kind.set_value(line.kind if line else "relevant agency")
        self.agency_group.set_value(held[0] if held else None)
        self.known_as.set_value("\n".join(line.known_as) if line else "")
        self.short_name.setVisible(line is not None)
        self.known_as.setVisible(line is not None)
        if line:
            self.begin(f"Change {line.short_name or line.name}", "Save changes")
        else:
            self.begin("New organisation", "Add organisation")

    def details(self) -> OrganisationDetails:
        """Return what the fields say."""
        return OrganisationDetails(
            name=self.name.value(),
            short_name=self.short_name.value(),
            kind=self.kind.value(),
            agency_group_id=self.agency_group.value(),
            known_as=tuple(self.known_as.value().splitlines()),
        )


def _named(holders: Sequence[Party]) -> list[tuple[str, str]]:
    return [
        (party.id, f"{party.name} (agency group)" if party.is_group else party.name)
        for party in holders
    ]
