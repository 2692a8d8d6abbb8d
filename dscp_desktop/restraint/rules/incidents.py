"""Incidents of restraint: what a return says of each, injury levels, and gaps in the numbering."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from dscp_desktop.core.names import tidy_name

# Injury levels of the returns (annual report 2022-23, chapter 7); they are the strata of a draw.
LEVELS: Mapping[int, str] = {
    0: "No injury",
    1: "Level 1: minor, no medical treatment",
    2: "Level 2: between minor and serious",
    3: "Level 3: serious, hospital treatment",
}
STRATA = tuple(str(level) for level in LEVELS)
YES, PARTLY, NO = "yes", "partly", "no"
FOOTAGE: Mapping[str, str] = {"": "Not recorded", YES: "Yes", PARTLY: "Partly", NO: "No"}

_NO_INJURY = frozenset(("none", "no", "nil", "no injury", "not injured", "no injuries", "n/a"))
_LEVEL = re.compile(r"(?:injury\s*)?(?:level\s*)?(\d+)(?:\.0+)?")
_DIGITS = "0123456789"
_MOST_GAPS = 200


@dataclass(frozen=True, slots=True)
class IncidentValues:
    """What one row of a return says. Empty text and None are 'not recorded'.

    `recorded_at` and `person_spoken_at` are 'YYYY-MM-DDTHH:MM', or the day alone.
    """

    ref: str
    on: date
    at: time | None = None
    level: int | None = None
    child: str = ""
    age: int | None = None
    place: str = ""
    reason: str = ""
    minutes: int | None = None
    footage: str = ""
    footage_until: date | None = None
    child_spoken_on: date | None = None
    manager_review: str = ""
    recorded_at: str = ""
    person_spoken_at: str = ""


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident as lists show it.

    `kept_until` is the last day its footage is kept: as the return says, or by the home's rule.
    """

    id: str
    home_id: str
    home: str
    return_id: str
    values: IncidentValues
    kept_until: date | None = None
    hold_asked_on: date | None = None
    hold_confirmed_on: date | None = None
    overwritten_on: date | None = None

    @property
    def ref(self) -> str:
        """Its reference."""
        return self.values.ref

    @property
    def on(self) -> date:
        """Its day."""
        return self.values.on

    @property
    def level(self) -> int | None:
        """Its injury level."""
        return self.values.level

    @property
    def stratum(self) -> str:
        """The stratum of a draw that it belongs to: its level, '' where that is not known."""
        return stratum_of(self.level)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A return of a home: what it declares, what came, what it reported elsewhere."""

    id: str
    home_id: str
    home: str
    first: date
    last: date
    received_on: date | None
    supplied_by: str
    declared: int | None
    reported_ycs: int | None
    reported_ofsted: int | None
    note: str
    counted: int
    gaps: tuple[str, ...] = ()

    @property
    def differences(self) -> tuple[str, ...]:
        """What does not agree with the number of incidents in the register, in words."""
        said = (
            ("The return declares", self.declared),
            ("Reported to the Youth Custody Service:", self.reported_ycs),
            ("Reported to Ofsted:", self.reported_ofsted),
        )
        return tuple(
            f"{words} {number}, the register holds {self.counted}."
            for words, number in said
            if number is not None and number != self.counted
        )


def stratum_of(level: int | None) -> str:
    """Return the stratum of an injury level, '' where it is not known."""
    return "" if level is None else str(level)


def parse_level(text: str) -> int | None:
    """Read an injury level as typists write it: 'None', 'No injury', 0, '0', 'Level 1', 1.

    Empty is None. Raises ValueError, in words, for anything else.
    """
    plain = tidy_name(text)
    if not plain:
        return None
    if plain in _NO_INJURY:
        return 0
    found = _LEVEL.fullmatch(plain)
    if found and int(found[1]) in LEVELS:
        return int(found[1])
    raise ValueError(f"“{text}” is not an injury level. Type 0, 1, 2 or 3 (0 is no injury).")


def parse_footage(text: str) -> str:
    """Read whether there is footage: Yes, Y, N, No, Partial. Raises ValueError in words."""
    plain = tidy_name(text)
    known = {"": "", "yes": YES, "y": YES, "true": YES, "no": NO, "n": NO, "false": NO}
    known |= {"partial": PARTLY, "partly": PARTLY, "part": PARTLY, "p": PARTLY, "some": PARTLY}
    if plain not in known:
        raise ValueError(f"“{text}” does not say whether there is footage. Type Yes, No or Partly.")
    return known[plain]


class Numbering:
    """References as they come, and those that are missing between them so far.

    'RST-001' and 'RST-003' give 'RST-002'. A reference without a number at its end has no place.
    At most the first two hundred are returned: more than that is no gap but another numbering.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, set[int]] = {}  # by what stands before the number
        self._widths: dict[str, int] = {}  # of numbers that begin with a nought

    def add(self, refs: Iterable[str]) -> None:
        """Take more references."""
        numbers, widths = self._numbers, self._widths
        for ref in refs:
            head = ref.rstrip(_DIGITS)
            number = ref[len(head) :]
            if not number or len(number) > 9:
                continue
            if head in numbers:
                numbers[head].add(int(number))
            else:
                numbers[head] = {int(number)}
            if number[0] == "0":
                widths[head] = max(len(number), widths.get(head, 0))

    def gaps(self) -> tuple[str, ...]:
        """Return what is missing between all that came."""
        missing: list[str] = []
        for head, numbers in sorted(self._numbers.items()):
            if max(numbers) - min(numbers) + 1 == len(numbers):
                continue
            width = self._widths.get(head, 0)
            for before, number in pairwise(sorted(numbers)):
                if number - before == 1:
                    continue
                for lost in range(before + 1, number):
                    missing.append(f"{head}{lost:0{width}d}")
                    if len(missing) >= _MOST_GAPS:
                        return tuple(missing)
        return tuple(missing)


def gaps_in(refs: Iterable[str]) -> tuple[str, ...]:
    """Return the references that are missing between those that only a number tells apart."""
    numbering = Numbering()
    numbering.add(refs)
    return numbering.gaps()


def level_words(level: int | None) -> str:
    """Return 'No injury' or 'Level 2'; 'Not recorded' where it is not known."""
    if level is None:
        return "Not recorded"
    return f"Level {level}" if level else LEVELS[0]


def count_levels(lines: Sequence[IncidentLine]) -> dict[int, int]:
    """Return how many incidents there are of each level; one without level counts in none."""
    return {level: sum(line.level == level for line in lines) for level in LEVELS}


def preview_of(values: IncidentValues) -> tuple[str, ...]:
    """Return what the preview of an import shows of an incident."""
    until, spoken = values.footage_until, values.child_spoken_on
    return (
        values.ref,
        f"{values.on:%d/%m/%Y}",
        level_words(values.level),
        FOOTAGE[values.footage],
        f"{until:%d/%m/%Y}" if until else "",
        f"{spoken:%d/%m/%Y}" if spoken else "Not recorded",
    )


def show_field(name: str, value: object) -> str:
    """Return the value of a field in words, for old and new of a change."""
    if value is None or value == "":
        return "Not recorded"
    if name == "level":
        return level_words(value if isinstance(value, int) else None)
    if name == "footage":
        return FOOTAGE[str(value)]
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value).replace("T", " ") if name.endswith("_at") else str(value)
