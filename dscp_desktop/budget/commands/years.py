"""Years of the budget: added, closed for good, and corrected beside what was closed."""

from __future__ import annotations

import unicodedata
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.spend import list_grants, reserve_of
from dscp_desktop.budget.rules.contributions import reason_setting
from dscp_desktop.budget.tables import BudgetCorrection, ContributionYear, GrantYear
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_long_day
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.periods import parse_year, year_bounds
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import get_setting, put_setting

FEATURE = "budget"


def tidy(text: str) -> str:
    """Return text as a workbook gives it back, so that an export comes in the same."""
    plain = unicodedata.normalize("NFC", text)
    return "\n".join(" ".join(line.split()) for line in plain.splitlines()).strip()


def add_year(session: Session, year: str) -> Changes:
    """Add a year without lines. Raises Refused where it is there, or is not a year."""
    try:
        year = parse_year(year)
    except ValueError as error:
        raise Refused(str(error)) from error
    if find_year(session, year):
        raise Refused(f"The contributions of {year} are there already. Open that year.")
    row = new_year(session, year)
    return Changes(f"Contributions {year} added", (FEATURE,), row.id)


def find_year(session: Session, year: str) -> ContributionYear | None:
    """Return a year as it is stored, None where there is none."""
    return session.scalars(select(ContributionYear).where(ContributionYear.year == year)).first()


def new_year(session: Session, year: str) -> ContributionYear:
    """Add a year; the caller has looked that there is none."""
    row = ContributionYear(id=fresh_id(session), year=year)
    row.source = row.reason = row.level_source = ""
    session.add(row)
    session.flush()
    return row


def known_year(session: Session, year: str) -> ContributionYear:
    """Return a year. Raises WrongUse where nobody added it."""
    row = find_year(session, year)
    if row is None:
        raise WrongUse(f"There are no contributions for {year}. Add the year first.")
    return row


def open_year(session: Session, year: str) -> ContributionYear:
    """Return a year that is to be changed, its reason tied to the difference it explains.

    Raises WrongUse where nobody added it, Refused where it is closed.
    """
    row = known_year(session, year)
    refuse_closed(row)
    if row.reason and not get_setting(session, reason_setting(row.id)):
        put_reason(session, row, row.reason, get_year(session, year).difference)
    return row


def refuse_closed(row: ContributionYear) -> None:
    """Raise Refused, in words, where a year is closed."""
    if words := row.closed_words():
        raise Refused(words)


def refuse_closed_id(session: Session, year_id: str) -> ContributionYear:
    """Return the year of an id. Raises Refused where it is closed."""
    row = session.get_one(ContributionYear, year_id)
    refuse_closed(row)
    return row


def put_reason(
    session: Session, row: ContributionYear, reason: str, difference: int | None
) -> None:
    """Keep a reason together with the difference that it explains: it is good for no other."""
    row.reason = reason
    put_setting(session, reason_setting(row.id), str(difference) if reason else "")


def put_reserve(
    session: Session,
    year: str,
    brought: int | None,
    level: int | None = None,
    level_source: str = "",
    planned: int | None = None,
) -> Changes:
    """Say what was brought forward (None: what the year before carries), the agreed level of the
    reserve and where it was agreed, and what is meant to be used of it; all in pence.

    Raises Refused for a level or a use below nothing, or a closed year.
    """
    row = open_year(session, year)
    if min(level or 0, planned or 0) < 0:
        raise Refused("A level or a planned use is not below nothing. Type it without a minus.")
    row.brought, row.level, row.planned = brought, level, planned
    row.level_source = tidy(level_source)
    shown = "as the year before carries it" if brought is None else show_pounds(brought)
    return Changes(f"Reserve brought forward {year}: {shown}", (FEATURE,), row.id)


def close_year(session: Session, year: str, on: date) -> Changes:
    """Close a year: nothing of it changes any more, and what is found later is a correction.

    What was brought forward, of the reserve and of each grant, is written down as it is counted
    on that day, for earlier years may still be open. Raises Refused before the year has ended.
    """
    row = open_year(session, year)
    last = year_bounds(year)[1]
    if on <= last:
        raise Refused(f"The year {year} ends on {show_long_day(last)}. Close it after that day.")
    reserve, grants = reserve_of(session, year, on), list_grants(session, year)
    row.brought = None if reserve.brought_how == "unknown" else reserve.brought
    kept = {
        each.grant_id: each
        for each in session.scalars(select(GrantYear).where(GrantYear.year_id == row.id))
    }
    for grant in grants:
        line = kept.get(grant.grant_id)
        if line is None:
            line = GrantYear(id=fresh_id(session), year_id=row.id, grant_id=grant.grant_id)
            line.received = 0
            session.add(line)
        line.brought = grant.brought
    session.flush()
    row.closed_on = on
    return Changes(f"Year {year} closed", (FEATURE,), row.id)


def add_correction(
    session: Session, year: str, on: date, text: str, amount: int | None = None, about: str = ""
) -> Changes:
    """Add a dated correction to a closed year; its figures stay as they were closed.

    `amount` is by how many pence a figure should be higher, minus where lower; `about` names the
    figure. Raises Refused where the year is open, the correction older than the closing, or
    without words.
    """
    row = known_year(session, year)
    if row.closed_on is None:
        raise Refused(f"The year {year} is not closed. Change the figure itself.")
    if on < row.closed_on:
        raise Refused(f"The year was closed on {show_long_day(row.closed_on)}. Type a later day.")
    if not text.strip():
        raise Refused("Type what is corrected, and why.")
    line = BudgetCorrection(id=fresh_id(session), year_id=row.id, on=on, amount=amount)
    line.text, line.about = tidy(text), tidy(about)
    session.add(line)
    return Changes(f"Correction to {year} added", (FEATURE,), row.id)
