"""Documents in versions: which is in force on a day, and what each version says."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DRAFT, AGREED, SUPERSEDED = "draft", "agreed", "superseded"
TERMS = "terms of reference"
KINDS = (TERMS, "arrangements", "policy", "procedure")

PARTS: tuple[tuple[str, str], ...] = (
    ("purpose", "Purpose"),
    ("objectives", "Objectives"),
    ("membership", "Membership"),
    ("chair and deputy", "Chair and deputy"),
    ("quorum", "Quorum"),
    ("frequency", "Frequency"),
    ("reporting and accountability", "Reporting and accountability"),
    ("standing items", "Standing items"),
    ("confidentiality", "Confidentiality"),
    ("review", "Review"),
)
"""The parts of terms of reference in their order: key and heading."""

MADE = frozenset(
    {"membership", "chair and deputy", "quorum", "frequency", "standing items", "review"}
)
"""Parts that are made from what the store knows, and are not typed."""

TITLES = dict(PARTS)


@dataclass(frozen=True, slots=True)
class Approval:
    """A body that has agreed a version, or is to (`on` is None): at which meeting and item."""

    id: str
    body_id: str
    body: str
    meeting_id: str = ""
    meeting: str = ""
    item: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document. `state` is draft, agreed or superseded, as of the day asked for.

    `until` is the last day it was, or will be, in force: None while no later one is agreed.
    """

    id: str
    document_id: str
    number: int
    agreed: bool = False
    in_force_from: date | None = None
    state: str = DRAFT
    begun_on: date | None = None
    review_on: date | None = None
    quorum: str = ""
    frequency: str = ""
    note: str = ""
    until: date | None = None
    approvals: tuple[Approval, ...] = ()

    @property
    def waits_for(self) -> Approval | None:
        """Return the body whose turn it is to agree, None where nobody is asked."""
        return next((a for a in self.approvals if a.on is None), None)


@dataclass(frozen=True, slots=True)
class PartText:
    """One part of a version: its key, heading and text; `made` where it is made from the store."""

    part: str
    title: str
    text: str
    made: bool = False


@dataclass(frozen=True, slots=True)
class StandingLine:
    """An item that stands on every agenda of a group."""

    title: str
    minutes: int = 0
    purpose: str = ""
    lead: str = ""
    document: str = ""
    last: bool = False


@dataclass(frozen=True, slots=True)
class VersionText:
    """A version with its document and its parts, as it is shown and printed."""

    version: Version
    title: str
    kind: str
    group_id: str
    group: str
    parts: tuple[PartText, ...]
    standing: tuple[StandingLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that is agreed in versions: which is in force, which is being drafted."""

    id: str
    kind: str
    title: str
    group_id: str
    group: str
    review_months: int
    in_force: Version | None
    draft: Version | None
    versions: tuple[Version, ...]


def version_in_force(versions: Iterable[Version], on: date) -> Version | None:
    """Return the version in force on a day: of those agreed by then the latest."""
    found = [v for v in versions if v.agreed and v.in_force_from and v.in_force_from <= on]
    return max(found, key=lambda v: v.in_force_from or date.min, default=None)


def state_on(version: Version, versions: Iterable[Version], on: date) -> str:
    """Return draft, agreed or superseded; one that is agreed for a later day counts as agreed."""
    if not version.agreed or version.in_force_from is None:
        return DRAFT
    now = version_in_force(versions, on)
    if now is None or now.in_force_from is None or version.in_force_from >= now.in_force_from:
        return AGREED
    return SUPERSEDED


def why_not_from(number: int, day: date, versions: Iterable[Version]) -> tuple[int, date] | None:
    """Return the version that stands in the way of another that comes into force on a day.

    Each version comes into force after every one agreed before it: no past day changes its terms.
    """
    agreed = [
        (v.number, v.in_force_from)
        for v in versions
        if v.agreed and v.in_force_from and v.number != number and v.in_force_from >= day
    ]
    return max(agreed, key=lambda pair: pair[1], default=None)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months on, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
