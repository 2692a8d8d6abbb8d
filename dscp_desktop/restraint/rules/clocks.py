"""The clocks of a restraint: by when what must have happened, as dated data.

Regulation 35 of the Children's Homes (England) Regulations 2015, as made. A clock that the return
gives no time for is 'not recorded', which is never the same as met.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dscp_desktop.core.days import show_day_year
from dscp_desktop.restraint.rules.incidents import IncidentValues

MET, NOT_MET, NOT_RECORDED, UNCLEAR = "met", "not met", "not recorded", "unclear"
STATES = (MET, NOT_MET, NOT_RECORDED, UNCLEAR)
# What a clock may be set on: fields of an incident.
RECORD, PERSON, CHILD = "recorded_at", "person_spoken_at", "child_spoken_on"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock: what it is set on, in hours or in plain days, and from and until which day.

    An incident is judged by the rule of its own day.
    """

    on: str
    title: str
    hours: int = 0
    days: int = 0
    since: date = date.min
    until: date = date.max
    source: str = ""

    @property
    def limit(self) -> str:
        """Return 'within 24 hours' or 'within 5 days'."""
        return f"within {self.hours} hours" if self.hours else f"within {self.days} days"


_SOURCE = "Children's Homes (England) Regulations 2015, regulation 35, as made"
_SINCE = date(2015, 4, 1)
REGULATION_35 = (
    ClockRule(RECORD, "Record made", hours=24, since=_SINCE, source=_SOURCE),
    ClockRule(PERSON, "Person who used it spoken to", hours=48, since=_SINCE, source=_SOURCE),
    ClockRule(CHILD, "Child spoken to", days=5, since=_SINCE, source=_SOURCE),
)


@dataclass(frozen=True, slots=True)
class ClockFound:
    """How one incident stands against one clock."""

    rule: ClockRule
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class ClockCount:
    """How many incidents stand how against one clock."""

    title: str
    limit: str
    met: int
    not_met: int
    not_recorded: int
    unclear: int


def judge_clocks(
    values: IncidentValues, rules: Sequence[ClockRule] = REGULATION_35
) -> tuple[ClockFound, ...]:
    """Judge an incident against every clock of its day."""
    return tuple(_judge(values, rule) for rule in rules if rule.since <= values.on <= rule.until)


def _judge(values: IncidentValues, rule: ClockRule) -> ClockFound:
    said = getattr(values, rule.on)
    if said in (None, ""):
        return ClockFound(rule, NOT_RECORDED, "The return does not give it.")
    done_first, done_last = _moments(said)
    began_first, began_last = _moments(values.on)
    if values.at is not None:
        began_first = began_last = datetime.combine(values.on, values.at)
    if done_last < began_first:
        return ClockFound(rule, UNCLEAR, "The return gives a time before the incident.")
    if rule.days:
        late = (done_first.date() - values.on).days > rule.days
        return ClockFound(rule, NOT_MET if late else MET, _day_words(done_first.date(), values.on))
    allowed = timedelta(hours=rule.hours)
    if done_last - began_first <= allowed:
        return ClockFound(rule, MET, _words_of(said))
    if done_first - began_last > allowed:
        return ClockFound(rule, NOT_MET, _words_of(said))
    return ClockFound(rule, UNCLEAR, f"{_words_of(said)}: the times are not given to the hour.")


def _moments(said: Any) -> tuple[datetime, datetime]:
    """Return the earliest and the latest moment that a value can mean."""
    if isinstance(said, str) and len(said) > 10:
        at = datetime.fromisoformat(said)
        return at, at
    on = date.fromisoformat(said) if isinstance(said, str) else said
    return datetime.combine(on, time.min), datetime.combine(on, time(23, 59))


def _words_of(said: Any) -> str:
    first, last = _moments(said)
    return show_day_year(first) + (f", {first:%H:%M}" if first == last else "")


def _day_words(done: date, began: date) -> str:
    days = (done - began).days
    after = "the same day" if not days else f"{days} day{'' if days == 1 else 's'} after"
    return f"{show_day_year(done)}, {after}"


def count_clocks(
    incidents: Iterable[IncidentValues], rules: Sequence[ClockRule] = REGULATION_35
) -> tuple[ClockCount, ...]:
    """Return for each clock how many met it, did not, and of how many nobody can say."""
    found: dict[tuple[str, str], list[str]] = {(rule.title, rule.limit): [] for rule in rules}
    for values in incidents:
        for one in judge_clocks(values, rules):
            found[one.rule.title, one.rule.limit].append(one.state)
    return tuple(
        ClockCount(title, limit, *(states.count(state) for state in STATES))
        for (title, limit), states in found.items()
        if states
    )


def clocks_from(entries: Sequence[Mapping[str, Any]]) -> tuple[ClockRule, ...]:
    """Return the clocks of a profile or a setting. Raises ValueError for one on nothing known."""
    found = []
    for entry in entries:
        hours, days = int(entry.get("hours", 0)), int(entry.get("days", 0))
        if entry["on"] not in (RECORD, PERSON, CHILD) or bool(hours) == bool(days):
            raise ValueError(f"the clock ‘{entry.get('title')}’ is set on nothing a return gives")
        since, until = entry.get("from"), entry.get("to")
        rule = ClockRule(entry["on"], entry["title"], hours, days, source=entry.get("source", ""))
        found.append(
            ClockRule(
                rule.on,
                rule.title,
                hours,
                days,
                date.fromisoformat(since) if since else date.min,
                date.fromisoformat(until) if until else date.max,
                rule.source,
            )
        )
    return tuple(found)


def clocks_text(rules: Sequence[ClockRule]) -> str:
    """Return clocks as a setting keeps them."""
    entries = []
    for rule in rules:
        entry: dict[str, Any] = {"on": rule.on, "title": rule.title, "source": rule.source}
        entry |= {"hours": rule.hours} if rule.hours else {"days": rule.days}
        entry |= {"from": rule.since.isoformat()} if rule.since > date.min else {}
        entry |= {"to": rule.until.isoformat()} if rule.until < date.max else {}
        entries.append(entry)
    return json.dumps(entries, ensure_ascii=False)


def clocks_of(text: str) -> tuple[ClockRule, ...]:
    """Return the clocks that a setting keeps; without one, those of the regulation."""
    return clocks_from(json.loads(text)) if text else REGULATION_35
