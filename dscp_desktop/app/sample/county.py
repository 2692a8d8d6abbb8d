"""What the making of the sample knows: its records, by how many days all dates move, its words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.periods import year_of
from dscp_desktop.core.places import find_place
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.rules.parties import Names

SAMPLE_DAY = date(2023, 10, 19)
_NUMBERS = ("four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_QUARTERS = ("the fourth quarter", "the first quarter", "the second quarter", "the third quarter")


@dataclass(slots=True)
class County:
    """The records of the sample, and what was made of them so far.

    `times` is by how much there is of each kind: 1 in the sample, more where it is measured.
    `actions` are those that meetings raised, in the order in which they were: id, group, day
    raised and due day.
    """

    records: Mapping[str, Any]
    years: Mapping[str, Any]
    subjects: Mapping[str, Any]
    audits: Mapping[str, Any]
    move: timedelta
    today: date
    times: int = 1
    groups: dict[str, str] = field(default_factory=dict)
    meetings: dict[tuple[str, date], str] = field(default_factory=dict)
    actions: list[tuple[str, str, date, date | None]] = field(default_factory=list)
    names: Names | None = None
    _said: dict[str, int] = field(default_factory=dict)

    def day(self, text: str) -> date:
        """Return a day of the records, moved."""
        return date.fromisoformat(text) + self.move

    def year(self, named: str) -> str:
        """Return a financial year of the records, moved: '2023-24' a year on is '2024-25'."""
        return year_of(self.day(f"{named[:4]}-07-01"))

    def party(self, name: str) -> str:
        """Return the id of an organisation."""
        assert self.names is not None
        party = self.names.party(name)
        assert party is not None, name
        return str(party.id)

    def look_up(self, session: Session) -> None:
        """Look up the groups and organisations that stand in the store."""
        self.names = load_names(session)
        found = {code: self.names.group(code) for code in self.records["seats"]}
        self.groups = {code: group.id for code, group in found.items() if group}

    def held(self, code: str) -> list[date]:
        """Return the days on which a group met before the sample's own day."""
        return sorted(on for group, on in self.meetings if group == code and on < self.today)

    def next_of(self, name: str, lines: Sequence[Any]) -> Any:
        """Return the line of a list whose turn it is: each comes once before any comes again."""
        turn = self._said.get(name, chance(name) % len(lines))
        self._said[name] = turn + 1
        return lines[turn % len(lines)]

    def say(self, text: str, about: str, seated: Sequence[str], on: date) -> str:
        """Fill in a sentence: what stands in braces is the same each time for the same `about`."""
        agencies, areas = self.subjects["words"]["agencies"], self.subjects["words"]["areas"]
        known = [agencies[name] for name in seated if name in agencies] or ["the business unit"]
        at, unmoved = chance(f"{about} {text}"), on - self.move
        agency, other = known[at % len(known)], known[(at + 1) % len(known)]
        whole = text.format(
            agency=agency,
            Agency=agency[0].upper() + agency[1:],
            other=other,
            area=areas[at // 7 % len(areas)],
            count=12 + at // 11 % 73,
            few=_NUMBERS[at // 13 % len(_NUMBERS)],
            quarter=_QUARTERS[(unmoved.month - 1) // 3],
            month=f"{unmoved.replace(day=1) - timedelta(days=1):%B}",
        )
        return whole[0].upper() + whole[1:]


def load_county(day: date, times: int = 1) -> County:
    """Read the records of the sample for a day; all their dates move by whole weeks.

    Raises WrongUse for a day that no calendar of ours reaches.
    """
    weeks = round((day - SAMPLE_DAY).days / 7)
    if abs(weeks) > 52 * 60:
        raise WrongUse("The sample stands on a day between 1965 and 2083. Choose another.")
    records, years, subjects, audits = map(_read, ("records", "years", "subjects", "audits"))
    return County(records, years, subjects, audits, timedelta(weeks=weeks), day, times)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(find_place(f"resources/sample/{name}.toml").read_text("utf-8"))


def chance(text: str) -> int:
    """Return a number that is the same each time, and no pattern anybody takes for a real one."""
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big")
