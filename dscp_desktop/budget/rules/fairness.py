"""Shares of the partners, how they moved, and what next year could be. Nothing is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dscp_desktop.budget.rules.contributions import ContributionLine, YearValues
from dscp_desktop.core.money import share_out, show_pounds
from dscp_desktop.core.periods import year_bounds, year_named

FREEZE, PERCENT, FIXED, NEW = "freeze", "percent", "fixed", "new partner"
KINDS = {
    FREEZE: "As this year",
    PERCENT: "By a percentage",
    FIXED: "A fixed sum shared out",
    NEW: "A new partner",
}
CHILDREN = "children"  # the unit of figures that count children and young people


@dataclass(frozen=True, slots=True)
class FigureDetails:
    """A published figure of the area as it stands in its source; `as_at` is a month or a day."""

    title: str
    value: str
    unit: str = ""
    ages: str = ""
    as_at: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """How many children and young people there are: of which ages, when, and who says so.

    `title` is what its source counts, such as the children of one of two areas.
    """

    id: str
    value: int
    ages: str = ""
    as_at: str = ""
    source: str = ""
    title: str = ""

    @property
    def words(self) -> str:
        """Return '100,540 children and young people, ages 0 to 18, 2019-04 (source)'."""
        ages = f", ages {self.ages}" if self.ages else ""
        at = f", {self.as_at}" if self.as_at else ""
        said = "; ".join(part for part in (self.title, self.source) if part)
        source = f" ({said})" if said else ""
        return f"{self.value:,} children and young people{ages}{at}{source}"


@dataclass(frozen=True, slots=True)
class FairLine:
    """A partner's share of the money, and with what it gives in kind.

    Shares are tenths of a percent. `past` holds (year, share or None) of the years before,
    oldest first. `per_head` is pence for each child and young person, None without a population.
    """

    partner_id: str
    partner: str
    cash: int
    share: int
    in_kind_value: int
    share_with: int
    mark: str = ""
    per_head: int | None = None
    past: tuple[tuple[str, int | None], ...] = ()

    @property
    def with_in_kind(self) -> int:
        """Money and the value of what is given in kind."""
        return self.cash + self.in_kind_value

    @property
    def moved(self) -> int | None:
        """By how many tenths of a percent the share moved since the year before."""
        before = self.past[-1][1] if self.past else None
        return None if before is None else self.share - before


@dataclass(frozen=True, slots=True)
class Fairness:
    """The shares of a year. `unvalued` are partners whose gift in kind nobody put a value on."""

    year: str
    lines: tuple[FairLine, ...]
    population: Population | None = None
    unvalued: tuple[str, ...] = ()

    @property
    def cash(self) -> int:
        """What all partners give in money."""
        return sum(line.cash for line in self.lines)

    @property
    def with_in_kind(self) -> int:
        """Money and the value of what is given in kind, of all partners."""
        return sum(line.with_in_kind for line in self.lines)

    @property
    def per_head(self) -> int | None:
        """What all partners give for each child and young person, in pence."""
        return per_head(self.cash, self.population)


def per_head(amount: int, population: Population | None) -> int | None:
    """Return pence for each child and young person, the nearest; None without a population."""
    if population is None or population.value <= 0:
        return None
    return (2 * amount + population.value) // (2 * population.value)


def population_of(figures: Sequence[Population], year: str) -> Population | None:
    """Return the population of a year: the latest counted by its end, else the earliest there is.

    A figure known to the month alone counts from that month on.
    """
    last = year_bounds(year)[1].isoformat()
    known = sorted(figures, key=lambda figure: figure.as_at)
    by_then = [figure for figure in known if figure.as_at <= last]
    return by_then[-1] if by_then else next(iter(known), None)


def fairness_of(
    year: YearValues, before: Sequence[YearValues], figures: Sequence[Population] = ()
) -> Fairness:
    """Return the shares of a year, with those of the years `before`, oldest first."""
    population = population_of(figures, year.year)
    with_kind = share_out([line.amount + (line.in_kind_value or 0) for line in year.lines])
    past = [(each.year, {line.partner_id: line.share for line in each.lines}) for each in before]
    lines = tuple(
        FairLine(
            partner_id=line.partner_id,
            partner=line.partner,
            cash=line.amount,
            share=line.share,
            in_kind_value=line.in_kind_value or 0,
            share_with=share,
            mark=line.mark,
            per_head=per_head(line.amount, population),
            past=tuple((name, shares.get(line.partner_id)) for name, shares in past),
        )
        for line, share in zip(year.lines, with_kind, strict=True)
    )
    unvalued = tuple(x.partner for x in year.lines if x.in_kind and x.in_kind_value is None)
    return Fairness(year.year, lines, population, unvalued)


@dataclass(frozen=True, slots=True)
class ScenarioDetails:
    """How a scenario is made: `rate` in hundredths of a percent, `target` and `amount` in pence.

    `target` is what all lines come to; `amount` what the new partner gives.
    """

    title: str
    kind: str
    rate: int | None = None
    target: int | None = None
    amount: int | None = None
    partner_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """What a partner gives now, and would give."""

    partner_id: str
    partner: str
    now: int
    then: int
    share: int = 0

    @property
    def change(self) -> int:
        """How much more, or less."""
        return self.then - self.now


@dataclass(frozen=True, slots=True)
class ScenarioValues:
    """A scenario with its lines, counted from the contributions of `base`."""

    id: str
    base: str
    details: ScenarioDetails
    lines: tuple[ScenarioLine, ...] = ()

    @property
    def title(self) -> str:
        """How it is called."""
        return self.details.title

    @property
    def year(self) -> str:
        """The year it is for: the one after its base."""
        return year_named(int(self.base[:4]) + 1)

    @property
    def now(self) -> int:
        """What the lines come to in the base year."""
        return sum(line.now for line in self.lines)

    @property
    def then(self) -> int:
        """What the lines would come to."""
        return sum(line.then for line in self.lines)

    @property
    def words(self) -> str:
        """Say how it is made: 'Each contribution 2.5% higher than 2022-23'."""
        return scenario_words(self.details, self.base)


def scenario_words(details: ScenarioDetails, base: str) -> str:
    """Say how a scenario is made, without a word on whether it is a good one."""
    if details.kind == PERCENT:
        rate = details.rate or 0
        whole, rest = divmod(abs(rate), 100)
        shown = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
        return f"The sum of {base} {shown}% {'lower' if rate < 0 else 'higher'}, shared as it is"
    if details.kind == FIXED:
        return f"{show_pounds(details.target or 0)} shared out as in {base}"
    if details.kind == NEW:
        others = "the others as they are"
        if details.target is not None:
            others = f"{show_pounds(details.target)} in all, the others' shares as in {base}"
        return f"A new partner gives {show_pounds(details.amount or 0)}; {others}"
    return f"Each contribution as in {base}"


def scenario_target(details: ScenarioDetails, now: int) -> int:
    """Return what a scenario's lines must come to, in pence, from what they come to now."""
    if details.kind == PERCENT:
        # Half a penny goes up; the sum is rounded once, and then shared out to the penny.
        return (2 * now * (10_000 + (details.rate or 0)) + 10_000) // 20_000
    if details.kind == FIXED:
        return details.target or 0
    if details.kind == NEW:
        return now + (details.amount or 0) if details.target is None else details.target
    return now


def scenario_lines(
    details: ScenarioDetails, lines: Sequence[ContributionLine], new_partner: str = ""
) -> tuple[ScenarioLine, ...]:
    """Return what each partner would give: together exactly the scenario's target."""
    now = [line.amount for line in lines]
    target = scenario_target(details, sum(now))
    extra = (details.amount or 0) if details.kind == NEW else 0
    same = details.kind == FREEZE or (details.kind == NEW and details.target is None)
    then = now if same else list(share_out(now, target - extra))
    rows = [
        (line.partner_id, line.partner, line.amount, would)
        for line, would in zip(lines, then, strict=True)
    ]
    if details.kind == NEW:
        rows.append((details.partner_id, new_partner, 0, extra))
    shares = share_out([would for *_, would in rows])
    return tuple(ScenarioLine(*row, share) for row, share in zip(rows, shares, strict=True))


def scenario_fault(details: ScenarioDetails, now: int) -> str:
    """Say in words why a scenario cannot be made from contributions of `now`; '' where it can."""
    if not details.title.strip():
        return "Type a name for the scenario."
    if details.kind not in KINDS:
        return f"A scenario is one of: {', '.join(KINDS)}."
    if details.kind == PERCENT and not -10_000 <= (details.rate or 0) <= 100_000:
        return "Type a percentage from -100 to 1,000."
    if details.kind == FIXED and details.target is None:
        return "Type the sum that is shared out."
    if details.kind == NEW and (not details.partner_id or details.amount is None):
        return "Choose the new partner and type what it gives."
    if min(details.target or 0, details.amount or 0) < 0:
        return "A sum is not below nothing. Type the amount without a minus."
    if details.target is not None and details.target < (details.amount or 0):
        return "The new partner would give more than the sum. Type a larger sum."
    if not now and scenario_target(details, now) > (details.amount or 0) * (details.kind == NEW):
        return "There are no contributions yet to share the sum by. Add them first."
    return ""
