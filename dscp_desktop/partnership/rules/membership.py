"""The rows of a membership matrix as values, and what they say twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dscp_desktop.partnership.rules.parties import Names


@dataclass(frozen=True, slots=True)
class MembershipValues:
    """One row of the membership matrix: an organisation and the groups it sits on."""

    name: str
    kind: str
    agency_group: str
    groups: tuple[str, ...]
    headings: Mapping[str, str] = field(default_factory=dict)


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
