"""Organisations and groups as values, and how their names are matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dscp_desktop.core.names import near_names, tidy_name
from dscp_desktop.partnership.rules.spans import Span, last_day, show_when

STATUTORY = "statutory partner"
ORGANISATION_KINDS = (STATUTORY, "relevant agency", "other")
SEAT_KINDS = ("core", "co-opted", "virtual", "in attendance")
AGENCY_GROUP = "agency group"
MERGED, FOLLOWED, PURPOSE = "merged", "followed", "purpose taken over"
GROUP_KINDS = (
    *("executive", "extended executive", "subgroup", "task and finish"),
    *("scrutiny", AGENCY_GROUP, "panel"),
)


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
    known_as: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """What a person says of an organisation; `known_as` are its other names in workbooks.

    Without `times`, those it has are kept.
    """

    name: str
    short_name: str = ""
    kind: str = "other"
    agency_group_id: str | None = None
    known_as: tuple[str, ...] = ()
    times: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """What a person says of a group; `known_as` are its other names in workbooks.

    Without `times` (from, to), those it has are kept; so is its parent, where none is given: ''
    takes it away.
    """

    name: str
    code: str
    kind: str = "subgroup"
    purpose: str = ""
    cadence: str = ""
    joint_with: str = ""
    reports_to_id: str | None = None
    known_as: tuple[str, ...] = ()
    parent_id: str | None = None
    times: tuple[str, str] | None = None


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
    parent: str = ""
    parent_id: str = ""
    reports_to_id: str = ""


@dataclass(frozen=True, slots=True)
class NameThen:
    """A name that an organisation or a group went by, and from when to when."""

    id: str
    name: str
    short_name: str = ""
    span: Span = field(default_factory=Span)


@dataclass(frozen=True, slots=True)
class SuccessionLine:
    """What became of an organisation or a group: which one followed it, when and how."""

    id: str
    former_id: str
    former: str
    successor_id: str
    successor: str
    on: str
    how: str

    @property
    def words(self) -> str:
        """Return 'North merged into County, November 2021'."""
        how = {MERGED: "merged into", FOLLOWED: "was followed by"}
        said = how.get(self.how, "left its purpose to")
        when = f", {show_when(self.on)}" if self.on else ""
        return f"{self.former} {said} {self.successor}{when}"


def name_of_day(former: Iterable[NameThen], on: date) -> str:
    """Return the former name that was still in use on a day, '' where it was the present one.

    The first name also stands for the time before it is known to have begun. A name whose last
    day is not known cannot be told from the one after it, and is not given.
    """
    dated = [then for then in former if then.span.ends and on <= last_day(then.span.ends)]
    return min(dated, key=lambda then: last_day(then.span.ends)).name if dated else ""


def index_names(parties: Iterable[tuple[Party, Iterable[str]]]) -> dict[str, Party]:
    """Return parties by each of their names; the first one to carry a name keeps it."""
    found: dict[str, Party] = {}
    for party, names in parties:
        for name in names:
            if name:
                found.setdefault(tidy_name(name), party)
    return found


def named_once(names: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return names without spaces about them, each once, and none that is taken already."""
    seen = {tidy_name(name) for name in taken}
    kept = []
    for name in names:
        plain = " ".join(name.split())
        if plain and tidy_name(plain) not in seen:
            seen.add(tidy_name(plain))
            kept.append(plain)
    return tuple(kept)
