"""The rules of the contributions: the sum and the published total stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dscp_desktop.core.money import share_out, show_pounds, show_share
from dscp_desktop.core.periods import parse_year

# What has become of a contribution, in order; '' where nobody has said.
PAYMENTS = {
    "": "",
    "proposed": "Proposed",
    "agreed": "Agreed",
    "invoiced": "Invoice sent",
    "received": "Received",
}
MARKS = ("*", "†", "‡", "**", "††", "‡‡")
LOST_NOTE = "The note to this figure did not come with it."
_YEARS = re.compile(r"(?<!\d)\d{4}\s*[-/–]\s*(?:\d{4}|\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """One partner's contribution of a year. Money is pence, `share` tenths of a percent.

    `mark` is the sign at the figure that points to `note`. `last_year` is None where the year
    before holds nothing of the partner.
    """

    id: str
    partner_id: str
    partner: str
    amount: int
    mark: str = ""
    note: str = ""
    payment: str = ""
    share: int = 0
    last_year: int | None = None

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
    """One line of a sheet of contributions; `payment` is '' where the sheet does not say."""

    year: str
    partner: str
    amount: int
    mark: str = ""
    note: str = ""
    payment: str = ""


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
