"""The meetings of the sample: three years of them, by rule where no day is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.app.sample.county import County
from dscp_desktop.core.days import is_working_day
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails


def add_meetings(session: Session, county: County) -> None:
    """Put the meetings of every group into the diary, and the cancelled ones."""
    cancelled = {tuple(one) for one in county.years["full"]["cancelled"]}
    for code, rule in county.years["rule"].items():
        told = county.records["meetings"][code]
        days = [*_by_rule(rule, county.years["full"]["first_years"]), *_written(told["on"])]
        for on, entry in [(day, rule) for day in days[: -len(told["on"])]] + [
            (day, told) for day in days[-len(told["on"]) :]
        ]:
            state = "cancelled" if (code, on.year, on.month) in cancelled else ""
            for more in _spread(on, county.times):
                _add(session, county, code, more, entry, state)
    session.flush()


def _add(
    session: Session, county: County, code: str, on: date, entry: Mapping[str, Any], state: str
) -> None:
    moved = on + county.move
    details = MeetingDetails(
        on=moved,
        start=time.fromisoformat(entry["start"]),
        end=time.fromisoformat(entry["end"]),
        venue=entry["venue"],
        chair="Chair of the group",
        minute_taker="Business support officer",
        status=state or ("held" if moved < county.today else "planned"),
    )
    if (code, moved) not in county.meetings:
        made = add_meeting(session, county.groups[code], details)
        if not state:
            county.meetings[code, moved] = str(made.result)


def _written(days: list[str]) -> list[date]:
    return [date.fromisoformat(text) for text in days]


def _by_rule(rule: Mapping[str, Any], years: list[int]) -> Iterator[date]:
    """Yield the days on which a group met in the financial years that no list writes down."""
    for year in years:
        for month in rule["months"]:
            first = date(year if month > 3 else year + 1, month, 1)
            ahead = (rule["weekday"] - first.weekday()) % 7 + 7 * (rule["nth"] - 1)
            on = first + timedelta(days=ahead)
            while not is_working_day(on):
                on += timedelta(days=1)
            yield on


def _spread(on: date, times: int) -> list[date]:
    """Return a day, and as many near it as are wanted where the sample is made larger."""
    return [on, *(on + timedelta(days=n) for n in range(1, times))]
