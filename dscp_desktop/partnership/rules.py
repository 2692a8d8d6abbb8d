"""Who the partnership is: organisations, groups and seats, and how their names are matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dscp_desktop.core.names import near_names, tidy_name

ORGANISATION_KINDS = ("statutory partner", "relevant agency", "other")
SEAT_KINDS = ("core", "co-opted", "virtual", "in attendance")
AGENCY_GROUP = "agency group"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation or a group, as a name finds it. `shown` is how lists write it."""

    id: str
    kind: str
    name: str
    shown: str
    is_group: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Every name by which an organisation or a group is called, tidied.

    Organisations are looked up before agency groups, so a name that both have means the
    organisation.
    """

    organisations: Mapping[str, Party] = field(default_factory=dict)
    groups: Mapping[str, Party] = field(default_factory=dict)

    def organisation(self, text: str) -> Party | None:
        """Return the organisation of exactly this name."""
        return self.organisations.get(tidy_name(text))

    def group(self, text: str) -> Party | None:
        """Return the group of exactly this name or code."""
        return self.groups.get(tidy_name(text))

    def party(self, text: str) -> Party | None:
        """Return the organisation, else the agency group, of exactly this name."""
        found = self.organisation(text)
        if found is None:
            group = self.group(text)
            found = group if group and group.kind == AGENCY_GROUP else None
        return found

    def near(self, text: str) -> str:
        """Return ' Perhaps A or B.' where known names look like this one, else ''."""
        known = {p.name for p in (*self.organisations.values(), *self.groups.values())}
        near = near_names(text, sorted(known))
        return f" Perhaps {' or '.join(near)}." if near else ""


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation as a list shows it, with the codes of the groups it has a seat on."""

    id: str
    name: str
    short_name: str
    kind: str
    agency_group: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as a list shows it."""

    id: str
    name: str
    code: str
    kind: str
    purpose: str
    cadence: str
    joint_with: str
    reports_to: str
    known_as: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""
    seats: int = 0


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat as a list shows it: who holds it, in what role, of what kind."""

    id: str
    holder: str
    role: str
    kind: str
    starts: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class MembershipValues:
    """One row of the membership matrix: an organisation and the groups it sits on."""

    name: str
    kind: str
    agency_group: str
    groups: tuple[str, ...]
    headings: Mapping[str, str] = field(default_factory=dict)


def index_names(parties: Iterable[tuple[Party, Iterable[str]]]) -> dict[str, Party]:
    """Return parties by each of their names; the first one to carry a name keeps it."""
    found: dict[str, Party] = {}
    for party, names in parties:
        for name in names:
            if name:
                found.setdefault(tidy_name(name), party)
    return found
