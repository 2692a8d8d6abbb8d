"""Where what is promised and what is so differ: one rule each, over values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.days import show_date
from dscp_desktop.core.names import tidy_name
from dscp_desktop.partnership.rules.seats import SeatHolder
from dscp_desktop.terms_of_reference.rules.quorum import COUNTING
from dscp_desktop.terms_of_reference.rules.versions import DocumentLine
from dscp_desktop.terms_of_reference.rules.wording import ITEM, seat_words

FREQUENCY, ABSENT, VACANT = "frequency", "never comes", "nobody on the seat"
REVIEW, NAMES, MEMBERSHIP = "review passed", "two names", "membership differs"
_HERE = frozenset({"present", "deputy"})
FEWEST_MEETINGS = 3


@dataclass(frozen=True, slots=True)
class LintLine:
    """One thing that does not fit: of which group, what, in words, and the record to open."""

    group: str
    what: str
    detail: str
    record_id: str
    kind: str


def lint_frequency(
    group: str, group_id: str, promised: tuple[int, int], held: int, since: date, until: date
) -> LintLine | None:
    """Return a line where a group met less, or more, often than promised for a year.

    The promise is counted for the part of a year between two days, both in; a meeting that is
    short of a whole one is not asked for.
    """
    share = ((until - since).days + 1) / 365
    least, most = int(promised[0] * min(share, 1)), promised[1]
    if least <= held <= most:
        return None
    asked = f"at least {least}" if held < least else f"at most {most}"
    said = f"{held} held from {show_date(since)} to {show_date(until)}, {asked} promised"
    return LintLine(
        group,
        "Meets less often than promised" if held < least else "Meets more often than promised",
        said,
        group_id,
        FREQUENCY,
    )


def lint_absent(group: str, attendee: str, record_id: str, marks: Sequence[str]) -> LintLine | None:
    """Return a line where somebody came to none of the last meetings, nor sent a deputy.

    `marks` are those of the last recorded meetings; fewer than three say nothing.
    """
    if len(marks) < FEWEST_MEETINGS or any(mark in _HERE for mark in marks):
        return None
    said = f"Not at any of the last {len(marks)} meetings, nor a deputy"
    return LintLine(group, f"{attendee} never comes", said, record_id, ABSENT)


def lint_vacant(group: str, seats: Iterable[SeatHolder]) -> tuple[LintLine, ...]:
    """Return the seats that count and that nobody holds; one line where nobody is named at all."""
    counting = [seat for seat in seats if seat.kind in COUNTING]
    empty = [seat for seat in counting if not seat.person_id]
    if len(empty) == len(counting) > 1:
        said = f"No person is named on any of its {len(counting)} seats"
        return (LintLine(group, "Nobody holds a seat", said, empty[0].group_id, VACANT),)
    return tuple(
        LintLine(group, "Nobody holds a seat", seat_words(seat), seat.seat_id, VACANT)
        for seat in empty
    )


def lint_review(line: DocumentLine, on: date) -> LintLine | None:
    """Return a line where the review of what is in force has passed."""
    version = line.in_force
    if version is None or version.review_on is None or version.review_on >= on:
        return None
    said = f"{line.title}, version {version.number}: due on {show_date(version.review_on)}"
    return LintLine(line.group, "A review has passed", said, line.id, REVIEW)


def lint_names(names: Iterable[tuple[str, str, Iterable[str]]]) -> tuple[LintLine, ...]:
    """Return groups that share a name with another: of (id, name, every name it goes by)."""
    first: dict[str, tuple[str, str]] = {}
    lines: list[LintLine] = []
    told: set[tuple[str, str]] = set()
    for group_id, name, every in names:
        for each in every:
            key = tidy_name(each)
            owner = first.setdefault(key, (group_id, name))
            if not key or owner[0] == group_id or (owner[0], group_id) in told:
                continue
            told.add((owner[0], group_id))
            both, shared = f"Both {owner[1]} and {name}", " ".join(each.split())
            said = f"{both} go by {shared}: one group under two names?"
            lines.append(LintLine(name, "Two groups share a name", said, group_id, NAMES))
    return tuple(lines)


def lint_membership(group: str, record_id: str, frozen: str, now: str) -> LintLine | None:
    """Return a line where the membership that was agreed differs from the seats of today.

    One that was agreed in words of its own, and lists nobody, cannot be compared.
    """
    if not any(line.startswith(ITEM) for line in frozen.splitlines()):
        return None
    before, after = ({line.strip() for line in t.splitlines()} for t in (frozen, now))
    gone, come = sorted(before - after), sorted(after - before)
    if not gone and not come:
        return None
    parts = [f"no longer: {_names(gone)}"] if gone else []
    parts += [f"not in the terms: {_names(come)}"] if come else []
    said = "; ".join(parts)
    said = said[:1].upper() + said[1:]
    return LintLine(group, "The seats are not those of the terms", said, record_id, MEMBERSHIP)


def _names(lines: Sequence[str]) -> str:
    return ", ".join(line.removeprefix(ITEM).rstrip(":") for line in lines)
