"""Audits and the programme of a year as values: numbers against targets, quarters, returns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from dscp_desktop.audits.rules.settings import DONE, PLANNED, AuditKind
from dscp_desktop.core.days import days_words, show_date, working_days_between
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.periods import year_bounds

_QUARTER = re.compile(r"q(?:uarter|tr)?\.?\s*([1-4])|([1-4])(?:st|nd|rd|th)?(?:\s*q(?:uarter)?)?")
TAKEN, SET_ASIDE, REPLACED = "taken", "set aside", "replaced"


@dataclass(frozen=True, slots=True)
class AuditDetails:
    """What a person says of an audit. `year` is as 2022-23, `quarter` 1 to 4 or None.

    `agencies`, `threads`, `cycles` and `outcomes` are ids; of cases only the number.
    """

    year: str
    title: str
    kind: str
    number: str = ""
    quarter: int | None = None
    lead: str = ""
    cases: int | None = None
    priority_id: str | None = None
    source: str = ""
    status: str = ""
    purpose: str = ""
    legal_basis: str = ""
    sharing_agreement: str = ""
    group_id: str | None = None
    returns_due: date | None = None
    agencies: tuple[str, ...] = ()
    threads: tuple[str, ...] = ()
    cycles: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyState:
    """How an agency stands in an audit.

    `state` is none (nothing came), full, part (with `blank` answers), by hand, or set aside.
    """

    id: str
    name: str
    due: date | None = None
    sent_on: date | None = None
    chased_on: date | None = None
    received_on: date | None = None
    state: str = "none"
    blank: int = 0
    late: int = 0
    return_id: str = ""
    said: str = ""

    @property
    def is_in(self) -> bool:
        """Say whether something came that counts."""
        return self.state in ("full", "part", "by hand")

    @property
    def words(self) -> str:
        """Return what came back in words: 'Full', '3 blank', 'None'."""
        named = {"full": "Full", "by hand": "Received", "set aside": "Set aside", "none": "None"}
        return named.get(self.state) or f"{self.blank} blank"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audit as lists show it, reckoned on a day. `stage` is planned, under way or done.

    `left_open` is what was open when its moderation was finished, `panel` how many sat on it.
    """

    id: str
    details: AuditDetails
    stage: str
    priority: str = ""
    tool: str = ""
    tool_version_id: str = ""
    sent_on: date | None = None
    moderated_on: date | None = None
    reported_on: date | None = None
    findings: int = 0
    recommendations: int = 0
    agencies: tuple[AgencyState, ...] = ()
    group: str = ""
    panel: int | None = None
    left_open: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """Return its number, such as MA2."""
        return self.details.number

    @property
    def returned(self) -> int:
        """Return how many agencies have returned."""
        return sum(agency.is_in for agency in self.agencies)

    @property
    def returned_words(self) -> str:
        """Return '7 of 9 returned', '' where nobody was asked."""
        return f"{self.returned} of {len(self.agencies)} returned" if self.agencies else ""


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many audits of a kind a year has: done, planned, and promised (0 for no promise)."""

    kind: AuditKind
    done: int
    planned: int

    @property
    def words(self) -> str:
        """Return '4 of 6', or the number alone where none is promised."""
        return f"{self.done} of {self.kind.a_year}" if self.kind.a_year else str(self.done)

    @property
    def short(self) -> int:
        """Return how many are promised and neither done nor planned."""
        return max(0, self.kind.a_year - self.done - self.planned)


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme of a year as its page shows it. `id` is '' until it is kept.

    `agreed` names the meeting, or the day, that agreed it.
    """

    year: str
    id: str
    years: tuple[str, ...]
    counts: tuple[KindCount, ...]
    audits: tuple[AuditLine, ...]
    agreed: str = ""
    agreed_on: date | None = None
    group_id: str = ""
    meeting_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case of an audit by its reference; `draw_id` is '' where it was chosen with a reason."""

    id: str
    ref: str
    stratum: str = ""
    reason: str = ""
    draw_id: str = ""


@dataclass(frozen=True, slots=True)
class RegisterValues:
    """What a row of a register says of an audit."""

    number: str
    title: str
    kind: str
    quarter: int | None = None
    cases: int | None = None
    priority: str | None = None
    source: str | None = None
    status: str | None = None
    year: str = ""
    lead: str | None = None
    sound: bool = True


def read_quarter(text: str) -> int | None:
    """Return 3 for 'Q3', 'Quarter 3', '3rd quarter' or '3'; None for other words."""
    found = _QUARTER.fullmatch(tidy_name(text))
    return int(found[1] or found[2]) if found else None


def quarter_bounds(year: str, quarter: int) -> tuple[date, date]:
    """Return the first and the last day of a quarter of a financial year."""
    first, _ = year_bounds(year)
    starts = [date(first.year, 4, 1), date(first.year, 7, 1), date(first.year, 10, 1)]
    ends = [date(first.year, 6, 30), date(first.year, 9, 30), date(first.year, 12, 31)]
    starts.append(date(first.year + 1, 1, 1))
    ends.append(date(first.year + 1, 3, 31))
    return starts[quarter - 1], ends[quarter - 1]


def audit_day(year: str, quarter: int | None, moderated_on: date | None) -> date:
    """Return the day by which audits are put in order: of its moderation, else of its quarter."""
    return moderated_on or (quarter_bounds(year, quarter)[1] if quarter else year_bounds(year)[1])


def count_kinds(kinds: Iterable[AuditKind], lines: Sequence[AuditLine]) -> tuple[KindCount, ...]:
    """Count the audits of each kind; a kind that a profile does not list comes after those."""
    listed = list(kinds)
    known = {tidy_name(kind.name) for kind in listed}
    for line in lines:
        if tidy_name(line.details.kind) not in known:
            known.add(tidy_name(line.details.kind))
            listed.append(AuditKind(line.details.kind))
    found = []
    for kind in listed:
        of_kind = [one for one in lines if tidy_name(one.details.kind) == tidy_name(kind.name)]
        done = sum(one.stage == DONE for one in of_kind)
        found.append(KindCount(kind, done, len(of_kind) - done))
    return tuple(found)


def late_by(due: date | None, today: date) -> int:
    """Return by how many working days a return is late, 0 where it is not."""
    return working_days_between(due, today) if due and due < today else 0


def is_open(line: AuditLine) -> bool:
    """Say whether there is something to do before an audit is done."""
    return line.stage != DONE


def standing_words(line: AuditLine, today: date) -> str:
    """Return how the returns of an audit stand, for a list."""
    due = line.details.returns_due
    if line.stage == PLANNED or not line.agencies:
        return line.details.status or "Planned"
    if line.returned == len(line.agencies) or due is None:
        return line.returned_words
    return f"{line.returned_words}, {days_words(due, today)}"


def agreed_words(group: str, on: date | None) -> str:
    """Return 'Agreed by Group, 26 April 2022', '' where nothing was agreed."""
    if on is None:
        return ""
    return f"Agreed by {group}, {show_date(on)}" if group else f"Agreed on {show_date(on)}"


@dataclass(frozen=True, slots=True)
class Chasing:
    """A message to an agency whose return is late or has blanks: to whom, and what it says."""

    agency_id: str
    name: str
    to: tuple[str, ...]
    subject: str
    text: str
    file_name: str
    marking: str = ""
    questions: tuple[str, ...] = field(default=())
