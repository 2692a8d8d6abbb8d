"""A chart of what stands under what, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """One box: its name, a line of lesser words under it, and the texts of its row in the table.

    `under` is the place (from 0) of the one it stands under, -1 for none. It comes after that one.
    """

    name: str
    under: int = -1
    note: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Boxes in the order they are read; `heads` are those of the table of their facts."""

    members: tuple[Member, ...]
    heads: tuple[str, ...] = ("Name",)

    def __post_init__(self) -> None:
        if not self.members:
            raise ValueError("a hierarchy has nobody in it")
        for place, member in enumerate(self.members):
            if not member.name.strip():
                raise ValueError(f"box {place + 1} of a hierarchy has no name")
            if not -1 <= member.under < place:
                raise ValueError(f"'{member.name}' stands before what it is under")
            if len(member.facts) + 1 != len(self.heads):
                raise ValueError(f"'{member.name}' has {len(member.facts)} facts, not those asked")

    def level(self, place: int) -> int:
        """Return how many stand above a member."""
        above = self.members[place].under
        return 0 if above < 0 else self.level(above) + 1

    def said(self) -> tuple[str, ...]:
        """Return what is said of each box."""
        return tuple(
            "; ".join(
                (
                    f"{member.name}: level {self.level(place) + 1}",
                    *((f"under {self.members[member.under].name}",) if member.under >= 0 else ()),
                    *((member.note,) if member.note else ()),
                )
            )
            for place, member in enumerate(self.members)
        )

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of the table."""
        return tuple((member.name, *member.facts) for member in self.members)
