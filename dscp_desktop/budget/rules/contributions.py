"""The rules of the contributions: the sum and the published total stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dscp_desktop.core.money import share_out, show_pounds, show_share
from dscp_desktop.core.periods import parse_year

# What has become of a contribution, in order; '' where nobody has said.
PAYMENTS = {
    "": "",
    "proposed": "Proposed",
    "agreed": "Agreed",
    "invoiced": "Invoice sent",
    "part": "Received in part",
    "received": "Received",
}
PART = "part"  # what only the payments say, never a person
STEPS = {name: words for name, words in PAYMENTS.items() if name not in ("", PART)}
MARKS = ("*", "†", "‡", "**", "††", "‡‡")
LOST_NOTE = "The note to this figure did not come with it."
_YEARS = re.compile(r"(?<!\d)\d{4}\s*[-/–]\s*(?:\d{4}|\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class StepValues:
    """One step of a contribution: which of STEPS, when, how much, and the reference."""

    id: str
    kind: str
    on: date
    amount: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionValues:
    """What was found wrong in a closed year; `amount` by how much a figure should be higher."""

    id: str
    on: date
    text: str
    about: str = ""
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """One partner's contribution of a year. Money is pence, `share` tenths of a percent.

    `mark` is the sign at the figure that points to `note`. `last_year` is None where the year
    before holds nothing of the partner. `typed` is how far it is as somebody said, `steps` what
    was recorded of it with day and amount. What is given in kind stands apart from the amount.
    """

    id: str
    partner_id: str
    partner: str
    amount: int
    mark: str = ""
    note: str = ""
    typed: str = ""
    share: int = 0
    last_year: int | None = None
    payer_id: str = ""
    payer: str = ""
    in_kind: str = ""
    in_kind_value: int | None = None
    steps: tuple[StepValues, ...] = ()

    def _stepped(self, kind: str) -> int:
        return sum(step.amount for step in self.steps if step.kind == kind)

    @property
    def invoiced(self) -> int:
        """What was invoiced, all invoices together."""
        return self._stepped("invoiced")

    @property
    def received(self) -> int:
        """What came, all payments together; the amount where it is said to be received."""
        if any(step.kind == "received" for step in self.steps):
            return self._stepped("received")
        return self.amount if self.typed == "received" else 0

    @property
    def outstanding(self) -> int:
        """What is still to come; below nothing where more came than the amount."""
        return self.amount - self.received

    @property
    def payment(self) -> str:
        """How far it is: as its payments say, else the furthest step, else as it was typed."""
        kinds = {step.kind for step in self.steps}
        if "received" in kinds:
            return PART if self.outstanding > 0 else "received"
        order = tuple(PAYMENTS)
        return max((self.typed, *kinds), key=order.index)

    @property
    def outstanding_words(self) -> str:
        """'£1,000 outstanding', '£5 more than agreed', or '' where nothing is apart."""
        if not self.outstanding:
            return ""
        apart = show_pounds(abs(self.outstanding))
        return f"{apart} outstanding" if self.outstanding > 0 else f"{apart} more than agreed"

    @property
    def change(self) -> int | None:
        """How much more (or less) than in the year before."""
        return None if self.last_year is None else self.amount - self.last_year


@dataclass(frozen=True, slots=True)
class YearValues:
    """A year of contributions. `published` is the total as it was printed, where it was.

    `reason` is the one recorded for the difference there is now; one for another is ''.
    """

    id: str
    year: str
    lines: tuple[ContributionLine, ...] = ()
    published: int | None = None
    source: str = ""
    reason: str = ""
    closed_on: date | None = None
    corrections: tuple[CorrectionValues, ...] = ()

    @property
    def received(self) -> int:
        """What came of all contributions."""
        return sum(line.received for line in self.lines)

    @property
    def outstanding(self) -> int:
        """What is still to come of all contributions."""
        return sum(line.outstanding for line in self.lines)

    @property
    def in_kind_value(self) -> int:
        """What is given in kind, as far as somebody put a value on it; never part of the sum."""
        return sum(line.in_kind_value or 0 for line in self.lines)

    @property
    def sum(self) -> int:
        """What the lines add up to."""
        return sum(line.amount for line in self.lines)

    @property
    def difference(self) -> int | None:
        """Published minus sum; None where nothing was published."""
        return None if self.published is None else self.published - self.sum

    @property
    def unexplained(self) -> bool:
        """Whether the totals differ and nobody has recorded why."""
        return bool(self.difference) and not self.reason

    @property
    def last_sum(self) -> int | None:
        """What these partners gave the year before; None where nothing is known of it."""
        known = [line.last_year for line in self.lines if line.last_year is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class ContributionValues:
    """One line of a sheet of contributions; what the sheet does not say is '' or None."""

    year: str
    partner: str
    amount: int
    mark: str = ""
    note: str = ""
    payment: str = ""
    payer: str = ""
    in_kind: str = ""
    in_kind_value: int | None = None


@dataclass(frozen=True, slots=True)
class TotalValues:
    """What a sheet says of the year as a whole: the total printed there, where it came from.

    `explains` is the difference in pence that the sheet's `reason` stands beside.
    """

    year: str
    published: int | None
    source: str = ""
    reason: str = ""
    explains: int = 0


def reason_setting(year_id: str) -> str:
    """Return the name under which a store keeps which difference a year's reason explains."""
    return f"budget.explains.{year_id}"


def years_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the financial years that texts name, each once, in the order they come."""
    years: dict[str, None] = {}
    for text in texts:
        for found in _YEARS.findall(text):
            try:
                years[parse_year(found)] = None
            except ValueError:
                continue
    return tuple(years)


def with_shares(lines: Sequence[ContributionLine]) -> tuple[ContributionLine, ...]:
    """Return the lines with their shares, which add up to 100.0% by largest remainder."""
    shares = share_out([line.amount for line in lines])
    return tuple(replace(line, share=share) for line, share in zip(lines, shares, strict=True))


def with_marks(lines: Sequence[ContributionLine]) -> tuple[ContributionLine, ...]:
    """Return the lines so that each note has one mark, and each mark one note.

    Two lines with the same note share its mark. A mark without note keeps a note that says so.
    """
    marks: dict[str, str] = {}
    marked = []
    for line in lines:
        note = _printed_note(line)
        if note and note not in marks:
            marks[note] = _free_mark(line.mark, marks.values())
        marked.append(replace(line, mark=marks.get(note, "")))
    return tuple(marked)


def _printed_note(line: ContributionLine) -> str:
    return line.note or (LOST_NOTE if line.mark else "")


def _free_mark(wanted: str, taken: Iterable[str]) -> str:
    used = set(taken)
    for mark in (wanted, *MARKS):
        if mark and mark not in used:
            return mark
    return "*" * (len(used) + 1)


def notes_of(lines: Iterable[ContributionLine]) -> tuple[tuple[str, str], ...]:
    """Return the marks with their notes, each once, as they stand under the table."""
    return tuple({line.mark: _printed_note(line) for line in lines if line.mark}.items())


def show_change(change: int | None) -> str:
    """Return '+£3,104', '-£40', 'No change', or '' where the year before is not known."""
    if change is None:
        return ""
    if change == 0:
        return "No change"
    return f"+{show_pounds(change)}" if change > 0 else show_pounds(change)


def total_share(year: YearValues) -> str:
    """Return '100.0%', or '' where there is nothing to share."""
    shared = sum(line.share for line in year.lines)
    return show_share(shared) if shared else ""


def difference_words(year: YearValues) -> str:
    """Say how the published total stands to the sum of the lines, with both figures.

    '' where nothing was published.
    """
    if year.published is None or year.difference is None:
        return ""
    published, summed = show_pounds(year.published), show_pounds(year.sum)
    if year.difference == 0:
        return f"Published total {published} is the sum of lines"
    apart = show_pounds(abs(year.difference))
    return f"Published total {published} differs from the sum of lines {summed} by {apart}"


def explanation(year: YearValues) -> str:
    """Return the reason on record for a difference, or 'Not explained'; '' without one."""
    if not year.difference:
        return ""
    return year.reason or "Not explained"


def year_up_to(years: Iterable[str], last: str) -> str:
    """Return the latest of the years that is not after `last`; '' where there is none."""
    return max((year for year in years if year <= last), default="")
