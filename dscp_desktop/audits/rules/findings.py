"""Findings, themes and recommendations as values: what is new, known, or came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.actions.rules.lives import Lives, add_months
from dscp_desktop.core.days import show_date

GOOD, IMPROVEMENT = "good practice", "improvement"
FINDING_KINDS = (IMPROVEMENT, GOOD)
NEW, KNOWN, CAME_BACK = "new", "known", "came back after it was closed"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding of an audit; `questions` are the ids of those it comes from."""

    id: str
    audit_id: str
    kind: str
    text: str
    theme_id: str = ""
    theme: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingDetails:
    """What a person says of a finding. A theme that is not listed is added by its words."""

    kind: str
    text: str
    theme: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendationDetails:
    """What a person says of a recommendation. The owner is an organisation, group or role.

    Without `group_id` its action goes to the group that audits report to. Without `months` it is
    reviewed as the profile says, counted from `counts_from`.
    """

    text: str
    owner_id: str | None = None
    owner_role: str = ""
    due: date | None = None
    theme: str = ""
    group_id: str = ""
    raised_on: date | None = None
    counts_from: date | None = None
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPair:
    """A review of a recommendation: as it stands, as it was given, and as the rule says."""

    months: int
    due: date
    given: date | None
    rule: date | None
    done_on: date | None = None
    found: str = ""

    @property
    def words(self) -> str:
        """Say where the day given and the rule's differ, '' where they agree."""
        if self.given is None or self.rule is None or self.given == self.rule:
            return ""
        return f"Given as {show_date(self.given)}; by the rule it is {show_date(self.rule)}"


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """A recommendation with the action it became and how that lives."""

    id: str
    audit_id: str
    audit: str
    text: str
    action_id: str
    action: str
    action_text: str
    owner: str
    owner_name: str
    due: date | None
    status: str
    lives: Lives
    reviews: tuple[ReviewPair, ...] = ()
    theme_id: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme of the list, and how many findings stand under it."""

    id: str
    title: str
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """An audit as themes are told by: its day puts audits in order, then its number and id."""

    id: str
    number: str
    year: str
    day: date

    @property
    def order(self) -> tuple[date, str, str]:
        """Return what audits are put in order by."""
        return self.day, self.number, self.id

    def call(self, other: Standing) -> str:
        """Return what another audit is called beside this one: 'MA1', 'MA1 of 2021-22'."""
        return other.number if other.year == self.year else f"{other.number} of {other.year}"


@dataclass(frozen=True, slots=True)
class Closed:
    """An action under a theme that was closed: of which audit it came, and when it ended."""

    theme_id: str
    audit_id: str
    action_id: str
    action: str
    closed_on: date

    @property
    def words(self) -> str:
        """Return 'AB014 was closed on 21 September 2022.'."""
        return f"{self.action} was closed on {show_date(self.closed_on)}."


@dataclass(frozen=True, slots=True)
class ThemeState:
    """A theme in one audit: new, known, or came back after it was closed.

    `also_in` are numbers of earlier audits that have it, of another year with the year; `closed` is
    the action last closed.
    """

    theme_id: str
    theme: str
    kinds: tuple[str, ...]
    questions: tuple[str, ...]
    state: str
    also_in: tuple[str, ...] = ()
    closed: Closed | None = None


@dataclass(frozen=True, slots=True)
class ThemeCell:
    """What one year has of a theme: how many audits found it to improve, how many good."""

    year: str
    improvement: int = 0
    good: int = 0
    came_back: int = 0


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme over years: a cell for each, the audits that have it, and how it stands now.

    `state` is that of the last audit in which it was to be improved, '' where it never was.
    `came_back` are pairs of an audit's number and the action that had been closed.
    """

    theme_id: str
    theme: str
    cells: tuple[ThemeCell, ...]
    audits: tuple[str, ...]
    state: str = ""
    came_back: tuple[tuple[str, Closed], ...] = ()

    @property
    def total(self) -> int:
        """Return in how many audits it was to be improved."""
        return sum(cell.improvement for cell in self.cells)


def theme_states(
    audit: Standing,
    findings: Sequence[FindingLine],
    audits: Iterable[Standing],
    closed: Iterable[Closed],
) -> tuple[ThemeState, ...]:
    """Return how each theme of an audit stands against all audits before it.

    A theme came back where it is to be improved, and an action under it, of an earlier audit, was
    closed before the day of this one. It is known where an earlier audit has it too.
    """
    before = {one.id: one for one in audits if one.order < audit.order}
    mine = [one for one in findings if one.audit_id == audit.id and one.theme_id]
    found = []
    for theme_id in dict.fromkeys(one.theme_id for one in mine):
        of_theme = [one for one in mine if one.theme_id == theme_id]
        earlier = {f.audit_id for f in findings if f.theme_id == theme_id and f.audit_id in before}
        also_in = sorted((before[one] for one in earlier), key=lambda one: one.order)
        ended = [
            one
            for one in closed
            if one.theme_id == theme_id and one.audit_id in before and one.closed_on < audit.day
        ]
        kinds = tuple(kind for kind in FINDING_KINDS if any(f.kind == kind for f in of_theme))
        last = max(ended, key=lambda one: (one.closed_on, one.action), default=None)
        back = last if IMPROVEMENT in kinds else None
        state = CAME_BACK if back else KNOWN if also_in else NEW
        questions = tuple(dict.fromkeys(q for f in of_theme for q in f.questions))
        numbers = tuple(audit.call(one) for one in also_in)
        found.append(
            ThemeState(theme_id, of_theme[0].theme, kinds, questions, state, numbers, back)
        )
    return tuple(found)


def theme_rows(
    years: Sequence[str],
    audits: Sequence[Standing],
    findings: Sequence[FindingLine],
    closed: Sequence[Closed],
) -> tuple[ThemeRow, ...]:
    """Return the themes of these years; what came before them still tells known from new.

    Each audit counts once under a theme however many findings it has there. Most often to be
    improved first, then by title.
    """
    wanted = sorted((one for one in audits if one.year in years), key=lambda one: one.order)
    told = [(one, theme_states(one, findings, audits, closed)) for one in wanted]
    states: dict[str, list[tuple[Standing, ThemeState]]] = {}
    for audit, themes in told:
        for theme in themes:
            states.setdefault(theme.theme_id, []).append((audit, theme))
    rows = [_row(years, pairs) for pairs in states.values()]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.theme.casefold(), row.theme_id)))


def _row(years: Sequence[str], pairs: Sequence[tuple[Standing, ThemeState]]) -> ThemeRow:
    cells = []
    for year in years:
        here = [theme for audit, theme in pairs if audit.year == year]
        cells.append(
            ThemeCell(
                year,
                sum(IMPROVEMENT in theme.kinds for theme in here),
                sum(GOOD in theme.kinds for theme in here),
                sum(theme.state == CAME_BACK for theme in here),
            )
        )
    to_improve = [theme.state for _, theme in pairs if IMPROVEMENT in theme.kinds]
    first = pairs[0][1]
    return ThemeRow(
        first.theme_id,
        first.theme,
        tuple(cells),
        tuple(f"{audit.number} of {audit.year}" for audit, _ in pairs),
        to_improve[-1] if to_improve else "",
        tuple((audit.number, theme.closed) for audit, theme in pairs if theme.closed),
    )


def rule_date(counts_from: date | None, months: int) -> date | None:
    """Return the day of a review by the rule, None where nobody said what it counts from."""
    return add_months(counts_from, months) if counts_from else None


@dataclass(frozen=True, slots=True)
class FindingValues:
    """What a row of findings says."""

    audit: str
    kind: str
    text: str
    theme: str | None = None
    year: str = ""
    id: str = ""
    sound: bool = True


@dataclass(frozen=True, slots=True)
class RecommendationValues:
    """What a row of recommendations says; `reviews` are pairs of months and day.

    `action` is the number that its action has in the log, '' where the sheet does not say.
    """

    audit: str
    text: str
    owner: str
    due: date | None = None
    reviews: tuple[tuple[int, date], ...] = ()
    status: str | None = None
    theme: str | None = None
    year: str = ""
    id: str = ""
    action: str = ""
    sound: bool = True
