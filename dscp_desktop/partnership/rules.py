"""Who the partnership is: organisations, groups and seats, and how their names are matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dscp_desktop.core.days import show_date, show_month
from dscp_desktop.core.names import near_names, tidy_name

ORGANISATION_KINDS = ("statutory partner", "relevant agency", "other")
SEAT_KINDS = ("core", "co-opted", "virtual", "in attendance")
AGENCY_GROUP = "agency group"
GROUP_KINDS = ("executive", "extended executive", "subgroup", "scrutiny", AGENCY_GROUP, "panel")


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
    """What a person says of an organisation; `known_as` are its other names in workbooks."""

    name: str
    short_name: str = ""
    kind: str = "other"
    agency_group_id: str | None = None
    known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """What a person says of a group; `known_as` are its other names in workbooks."""

    name: str
    code: str
    kind: str = "subgroup"
    purpose: str = ""
    cadence: str = ""
    joint_with: str = ""
    reports_to_id: str | None = None
    known_as: tuple[str, ...] = ()


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
    """A seat as a list shows it: who holds it, in what role, of what kind.

    `holder` is the role itself where no organisation and no agency group holds the seat.
    """

    id: str
    holder: str
    role: str
    kind: str
    starts: str = ""
    ends: str = ""
    holder_id: str = ""


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


def in_time(starts: str, ends: str) -> str:
    """Say from when to when something was, of dates to the day or month: 'From 1 July 2022'."""
    first, last = (_show(text) for text in (starts, ends))
    if first and last:
        return f"{first} to {last}"
    return f"From {first}" if first else f"Until {last}" if last else ""


def _show(text: str) -> str:
    if not text:
        return ""
    if len(text) == 7:
        return show_month(date.fromisoformat(f"{text}-01"))
    return show_date(date.fromisoformat(text)) if len(text) == 10 else text


def said_twice(
    names: Names, values: MembershipValues, row: int, seen: dict[str, int]
) -> Iterator[tuple[str, str]]:
    """Yield, as field and reason, what a row of the membership says twice under two names: an
    organisation of a row before, or a group of a column before. `seen` keeps the rows.
    """
    known = names.organisation(values.name)
    first = seen.setdefault(known.id, row) if known else row
    if known and first != row:
        yield "name", f"This is {known.name}, as row {first} is already. Leave one of the two."
    columns: dict[str, str] = {}
    for heading in values.headings.values():
        group = names.group(heading)
        before = columns.setdefault(group.id, heading) if group else heading
        if group and (before != heading or list(values.headings.values()).count(heading) > 1):
            why = f"‘{before}’ is {group.name} too. Leave one of the two columns."
            yield heading, why
