"""The rules of spend: months, forecast, grants and reserve. Everything is counted, in pence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.budget.rules.contributions import YearValues
from dscp_desktop.core.money import share_out, show_pounds
from dscp_desktop.core.periods import year_bounds

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
UNPLACED = "Not placed yet"
DOUBT, KEPT = "twice", "kept"
BROUGHT = {
    "typed": "As recorded",
    "carried": "What the year before carries",
    "new": "New this year",
    "unknown": "Not recorded",
}


@dataclass(frozen=True, slots=True)
class HeadingValues:
    """A heading of spend; `ends` is the last year it is used in, '' while it is."""

    id: str
    title: str
    ends: str = ""


@dataclass(frozen=True, slots=True)
class TransactionDetails:
    """A payment as somebody enters it: plus is spend, minus is money back."""

    on: date
    amount: int
    description: str = ""
    reference: str = ""
    cost_code: str = ""
    heading_id: str = ""
    grant_id: str = ""


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """What was ordered and is to be paid."""

    on: date
    amount: int
    description: str = ""
    reference: str = ""
    heading_id: str = ""
    grant_id: str = ""


@dataclass(frozen=True, slots=True)
class TransactionValues:
    """A payment: plus is spend, minus is money back. `doubt` is DOUBT while it may stand twice."""

    id: str
    year: str
    on: date
    amount: int
    description: str = ""
    reference: str = ""
    cost_code: str = ""
    heading_id: str = ""
    heading: str = ""
    grant_id: str = ""
    grant: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class OrderValues:
    """What was ordered: a commitment until `closed_on`."""

    id: str
    on: date
    amount: int
    description: str = ""
    reference: str = ""
    heading_id: str = ""
    heading: str = ""
    grant_id: str = ""
    grant: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class RuleValues:
    """Where transactions of a cost code, or with words in them, belong; nowhere is left out."""

    id: str
    kind: str
    text: str
    heading_id: str = ""
    heading: str = ""
    grant_id: str = ""
    grant: str = ""


@dataclass(frozen=True, slots=True)
class SpendLine:
    """One heading in one year. `months` is what was spent in each, April first.

    `months_left` is how many months are still to come, `budgeted` whether somebody said what the
    heading may spend. `heading_id` is '' for what no heading has yet.
    """

    heading_id: str
    heading: str
    budget: int = 0
    weights: tuple[int, ...] = ()
    typed_forecast: int | None = None
    note: str = ""
    months: tuple[int, ...] = (0,) * 12
    committed: int = 0
    months_left: int = 0
    budgeted: bool = False

    @property
    def budget_months(self) -> tuple[int, ...]:
        """The budget by month: as its weights share it, else evenly; to the penny."""
        return share_out(self.weights or (1,) * 12, self.budget)

    @property
    def actual(self) -> int:
        """What was spent so far."""
        return sum(self.months)

    @property
    def remaining(self) -> int:
        """What is left of the budget after spend and orders; below nothing where they are more."""
        return self.budget - self.actual - self.committed

    @property
    def to_come(self) -> int:
        """What the budget holds for the months to come."""
        return sum(self.budget_months[12 - self.months_left :])

    @property
    def forecast(self) -> int:
        """What the whole year comes to: as typed, else spent, ordered, and the months to come."""
        if self.typed_forecast is not None:
            return self.typed_forecast
        return self.actual + self.committed + self.to_come

    @property
    def forecast_how(self) -> str:
        """'typed' or 'computed'."""
        return "computed" if self.typed_forecast is None else "typed"

    @property
    def forecast_words(self) -> str:
        """Say where the forecast comes from, with the figures it is made of."""
        if self.typed_forecast is not None:
            return "Typed"
        spent, ordered = show_pounds(self.actual), show_pounds(self.committed)
        left = f"{self.months_left} month{'' if self.months_left == 1 else 's'}"
        come = show_pounds(self.to_come)
        return f"Computed: spent {spent}, ordered {ordered}, {come} for the {left} to come"

    @property
    def variance(self) -> int:
        """Forecast minus budget."""
        return self.forecast - self.budget

    @property
    def variance_words(self) -> str:
        """'£40 over budget', '£40 under budget' or 'On budget'."""
        return variance_words(self.variance)


def variance_words(variance: int) -> str:
    """Return '£40 over budget', '£40 under budget' or 'On budget'."""
    if not variance:
        return "On budget"
    return f"{show_pounds(abs(variance))} {'over' if variance > 0 else 'under'} budget"


@dataclass(frozen=True, slots=True)
class SpendYear:
    """Spend of a year without its grants, by heading; what has no heading is a line of its own.

    `unplaced` and `doubts` are the transactions that somebody has to look at: they count.
    """

    year_id: str
    year: str
    lines: tuple[SpendLine, ...] = ()
    unplaced: tuple[TransactionValues, ...] = ()
    doubts: tuple[TransactionValues, ...] = ()
    closed_on: date | None = None

    @property
    def budget(self) -> int:
        """What all headings may spend."""
        return sum(line.budget for line in self.lines)

    @property
    def actual(self) -> int:
        """What was spent so far."""
        return sum(line.actual for line in self.lines)

    @property
    def committed(self) -> int:
        """What was ordered and is not paid."""
        return sum(line.committed for line in self.lines)

    @property
    def forecast(self) -> int:
        """What the whole year comes to."""
        return sum(line.forecast for line in self.lines)

    @property
    def variance(self) -> int:
        """Forecast minus budget."""
        return self.forecast - self.budget

    @property
    def months(self) -> tuple[int, ...]:
        """What was spent in each month, April first."""
        return tuple(sum(line.months[i] for line in self.lines) for i in range(12))

    @property
    def budget_months(self) -> tuple[int, ...]:
        """The budget of each month, April first."""
        return tuple(sum(line.budget_months[i] for line in self.lines) for i in range(12))

    @property
    def unplaced_amount(self) -> int:
        """What the transactions without a heading come to."""
        return sum(each.amount for each in self.unplaced)


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A ring-fenced grant in a year; `brought_how` is typed, carried or new."""

    grant_id: str
    title: str
    funder: str = ""
    conditions: str = ""
    spend_by: date | None = None
    brought: int = 0
    brought_how: str = "new"
    received: int = 0
    spent: int = 0
    committed: int = 0

    @property
    def carried(self) -> int:
        """What goes on to the next year, for nothing but the grant."""
        return self.brought + self.received - self.spent


@dataclass(frozen=True, slots=True)
class ReserveValues:
    """The reserve of a year. `brought_how` is typed, carried (the year before's) or unknown.

    `carried_before` is what the year before carries by its own figures, None where it is not
    known. `contributions` is the sum of lines, never the published total; grants stand apart.
    """

    year_id: str
    year: str
    brought: int = 0
    brought_how: str = "unknown"
    carried_before: int | None = None
    contributions: int = 0
    spent: int = 0
    forecast: int = 0
    level: int | None = None
    level_source: str = ""
    planned: int | None = None

    @property
    def carried(self) -> int:
        """What goes on to the next year, as far as it was spent."""
        return self.brought + self.contributions - self.spent

    @property
    def carried_forecast(self) -> int:
        """What goes on to the next year, if the forecast holds."""
        return self.brought + self.contributions - self.forecast

    @property
    def used(self) -> int:
        """What was taken out of the reserve; below nothing where it grew."""
        return self.brought - self.carried

    @property
    def against_level(self) -> int | None:
        """Carried minus the agreed level; None where none was agreed."""
        return None if self.level is None else self.carried - self.level

    @property
    def differs(self) -> int:
        """Brought forward minus what the year before carries; 0 where either is not known."""
        if self.brought_how == "unknown" or self.carried_before is None:
            return 0
        return self.brought - self.carried_before

    @property
    def words(self) -> tuple[str, ...]:
        """Say what a reader should know of the figures."""
        said = []
        if self.brought_how == "unknown":
            said.append("What was brought forward is not recorded: it counts as nothing.")
        if self.differs:
            apart, before = show_pounds(abs(self.differs)), show_pounds(self.carried_before or 0)
            said.append(
                f"Brought forward {show_pounds(self.brought)} differs from the {before} that the "
                f"year before carries by {apart}. Both are kept."
            )
        if self.against_level is not None:
            gap = show_pounds(abs(self.against_level))
            where = "below" if self.against_level < 0 else "above"
            level = f"the agreed level of {show_pounds(self.level or 0)}"
            said.append(f"Carried forward is {gap} {where} {level}." if self.against_level else "")
        return tuple(words for words in said if words)


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """Everything of a year: contributions with both totals, spend, grants and reserve."""

    contributions: YearValues
    spend: SpendYear
    grants: tuple[GrantLine, ...]
    reserve: ReserveValues


def month_of(day: date) -> int:
    """Return the place of a day's month in the financial year: 0 for April, 11 for March."""
    return (day.month - 4) % 12


def months_left(year: str, today: date) -> int:
    """Return how many months of a financial year begin after today."""
    first, last = year_bounds(year)
    if today < first:
        return 12
    return 0 if today > last else 11 - month_of(today)


def read_weights(text: str) -> tuple[int, ...]:
    """Return the twelve weights that a text holds, none where it holds none."""
    return tuple(int(part) for part in text.split())


def write_weights(weights: Sequence[int]) -> str:
    """Return twelve weights as a text.

    Raises ValueError, in words, where they are not twelve whole numbers that share something.
    """
    if not weights:
        return ""
    if len(weights) != 12 or min(weights) < 0 or not sum(weights) or max(weights) > 9999:
        raise ValueError("Say a share for each of the twelve months: whole numbers, not all 0.")
    return " ".join(str(weight) for weight in weights)


def place(rules: Sequence[RuleValues], cost_code: str, words: str) -> RuleValues | None:
    """Return the rule that a transaction falls under: its cost code's, else the longest words'."""
    code, text = cost_code.strip().casefold(), words.casefold()
    for rule in rules:
        if rule.kind == "code" and code and rule.text.strip().casefold() == code:
            return rule
    fitting = [r for r in rules if r.kind == "words" and r.text and r.text.casefold() in text]
    return max(fitting, key=lambda rule: len(rule.text), default=None)
