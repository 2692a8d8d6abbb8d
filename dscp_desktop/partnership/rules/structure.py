"""The structure of a partnership on a day: which group reports to which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.hierarchy import Hierarchy, Member
from dscp_desktop.partnership.rules.spans import in_time, stands_on

STRUCTURE_HEADS = ("Group", "Reports to", "Chair", "Joint with", "From and to")


@dataclass(frozen=True, slots=True)
class StructureGroup:
    """A group as the structure has it; `name` is that of the day, `chair` who chairs it then."""

    id: str
    name: str
    code: str
    kind: str = ""
    reports_to_id: str = ""
    chair: str = ""
    joint_with: str = ""
    starts: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class StructurePlace:
    """A group in its place; `under` is the place (from 0) of the one it reports to, -1 for none."""

    group: StructureGroup
    under: int = -1
    level: int = 0


def structure(
    groups: Iterable[StructureGroup], on: date, successors: Mapping[str, str] | None = None
) -> tuple[StructurePlace, ...]:
    """Return the groups that stand on a day, each after the one it reports to, in their order.

    Where that one has ended, the one that followed it is taken, else the one above it; a group
    that then reports to none stands at the top.
    """
    every = {group.id: group for group in groups}
    there = {i: g for i, g in every.items() if stands_on(g.starts, g.ends, on)}
    above = {i: _above(g, every, there, successors or {}) for i, g in there.items()}
    places: list[StructurePlace] = []

    def put(group_id: str, under: int, level: int) -> None:
        places.append(StructurePlace(there[group_id], under, level))
        here = len(places) - 1
        for other, over in above.items():
            if over == group_id:
                put(other, here, level + 1)

    for group_id, over in above.items():
        if not over:
            put(group_id, -1, 0)
    return tuple(places)


def _above(
    group: StructureGroup,
    every: Mapping[str, StructureGroup],
    there: Mapping[str, StructureGroup],
    successors: Mapping[str, str],
) -> str:
    """Return the id of the group that stands and that this one reports to; '' for none."""
    seen, over = {group.id}, group.reports_to_id
    while over and over not in seen:
        if over in there:
            return over
        seen.add(over)
        followed = successors.get(over, "")
        over = followed if followed not in ("", *seen) else every[over].reports_to_id
    return ""


def structure_chart(places: Iterable[StructurePlace]) -> Hierarchy | None:
    """Return the structure as a chart with its table, None where no group stands."""
    placed = tuple(places)
    members = tuple(
        Member(
            name=f"{place.group.name} ({place.group.code})",
            under=place.under,
            note=_note(place.group),
            facts=(
                placed[place.under].group.name if place.under >= 0 else "",
                place.group.chair,
                place.group.joint_with,
                in_time(place.group.starts, place.group.ends),
            ),
        )
        for place in placed
    )
    return Hierarchy(members, STRUCTURE_HEADS) if members else None


def _note(group: StructureGroup) -> str:
    chair = f"Chair: {group.chair}" if group.chair else ""
    joint = f"Joint with {group.joint_with}" if group.joint_with else ""
    return " · ".join(text for text in (group.kind.capitalize(), chair, joint) if text)


def structure_words(places: Iterable[StructurePlace]) -> str:
    """Say the structure in words, for those who do not see the chart."""
    placed = tuple(places)
    tops = [place.group.name for place in placed if place.under < 0]
    said = [f"{len(placed)} groups. {', '.join(tops)} {_report(len(tops))} to no other."]
    for here, place in enumerate(placed):
        below = [other.group.name for other in placed if other.under == here]
        if below:
            said.append(f"{', '.join(below)} {_report(len(below))} to {place.group.name}.")
    return " ".join(said)


def _report(count: int) -> str:
    return "reports" if count == 1 else "report"
