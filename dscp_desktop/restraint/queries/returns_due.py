"""Returns of the home that have not come, and those that do not add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import add_working_days, days_words, show_month
from dscp_desktop.core.offers import Due
from dscp_desktop.restraint.queries.incidents import (
    FEATURE,
    list_homes,
    list_returns,
    quarter_of,
)
from dscp_desktop.restraint.rules.incidents import ReturnLine
from dscp_desktop.restraint.rules.returns import missing_months, period_words
from dscp_desktop.restraint.rules.settings import RETURN_DAYS, RETURNED_IN
from dscp_desktop.restraint.tables import Incident
from dscp_desktop.store.settings import get_setting

MISSING, WRONG = "Restraint returns", "Returns that do not add up"
SOON = 10  # working days before a return is due from which it is listed
_LOOK_BACK = timedelta(days=366)  # what was not returned before is asked for no more


def list_returns_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return the months that no return covers, by quarter, and the returns that do not add up.

    A return with a note was looked at: it is listed no more.
    """
    returns, seen = list_returns(session), _days_seen(session)
    said = get_setting(session, RETURN_DAYS)
    days = timedelta(days=int(said) if said.isdecimal() else RETURNED_IN)
    found: list[Due] = []
    for home_id, name in list_homes(session):
        own = [(line.first, line.last) for line in returns if line.home_id == home_id]
        months = missing_months(own, seen.get(home_id, ()), today - _LOOK_BACK, today)
        found += _missing(name, months, days, today)
    since = today - _LOOK_BACK
    found += [_wrong(line, today) for line in returns if line.last >= since and _is_wrong(line)]
    return tuple(sorted(found, key=lambda due: due.on))


def _days_seen(session: Session) -> dict[str, list[date]]:
    """Return the days with incidents of each home."""
    found: dict[str, list[date]] = defaultdict(list)
    for home_id, on in session.execute(select(Incident.home_id, Incident.on).distinct()):
        found[home_id].append(on)
    return found


def _missing(name: str, months: Sequence[date], days: timedelta, today: date) -> list[Due]:
    quarters: dict[date, list[date]] = defaultdict(list)
    for month in months:
        quarters[quarter_of(month)[1]].append(month)
    soon = add_working_days(today, SOON)
    return [
        Due(
            on=last + days,
            what=f"Return of {name}: {_months(lost)}",
            feature=FEATURE,
            days=days_words(last + days, today),
            detail=f"Nothing is in the register for {'it' if len(lost) == 1 else 'them'}",
            heading=MISSING,
        )
        for last, lost in quarters.items()
        if last < today and last + days <= soon
    ]


def _months(months: Sequence[date]) -> str:
    if len(months) == 1:
        return show_month(months[0])
    return f"{show_month(months[0])} to {show_month(months[-1])}"


def _is_wrong(line: ReturnLine) -> bool:
    return not line.note.strip() and bool(line.gaps or line.differences)


def _wrong(line: ReturnLine, today: date) -> Due:
    gaps = f"Missing from the numbering: {', '.join(line.gaps[:5])}" if line.gaps else ""
    more = f" and {len(line.gaps) - 5} more" if len(line.gaps) > 5 else ""
    return Due(
        on=today,
        what=f"Return of {line.home}, {period_words(line.first, line.last)}",
        feature=FEATURE,
        days="Not explained",
        detail=" ".join(part for part in (*line.differences, gaps + more) if part),
        record_id=line.id,
        heading=WRONG,
        urgency="open",
    )
