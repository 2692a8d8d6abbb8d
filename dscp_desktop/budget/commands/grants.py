"""What a person can do to ring-fenced grants."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.years import FEATURE, open_year, tidy
from dscp_desktop.budget.tables import Grant, GrantYear
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.names import tidy_name
from dscp_desktop.store.session import fresh_id


def add_grant(
    session: Session,
    title: str,
    funder: str = "",
    conditions: str = "",
    spend_by: date | None = None,
) -> Changes:
    """Add a grant that is for one thing only. Raises Refused where its title is empty or in use."""
    row = Grant(id=fresh_id(session), title="", funder="", conditions="")
    _fill(session, row, title, funder, conditions, spend_by)
    session.add(row)
    return Changes(f"Grant added: {row.title}", (FEATURE,), row.id)


def begin_grant(
    session: Session,
    year: str,
    title: str,
    funder: str = "",
    conditions: str = "",
    spend_by: date | None = None,
) -> Changes:
    """Add a grant to a year, in which it received nothing yet. Raises Refused as `add_grant`."""
    made = add_grant(session, title, funder, conditions, spend_by)
    put_grant_year(session, year, str(made.result), 0)
    return made


def change_grant(
    session: Session,
    grant_id: str,
    title: str,
    funder: str = "",
    conditions: str = "",
    spend_by: date | None = None,
) -> Changes:
    """Change what is said of a grant. Raises Refused where a closed year shows it."""
    row = session.get_one(Grant, grant_id)
    if why := row.frozen(session, {"title"}):
        raise Refused(why)
    _fill(session, row, title, funder, conditions, spend_by)
    return Changes(f"Grant changed: {row.title}", (FEATURE,), row.id)


def _fill(
    session: Session, row: Grant, title: str, funder: str, conditions: str, spend_by: date | None
) -> None:
    plain = " ".join(title.split())
    if not plain:
        raise Refused("Type the title of the grant.")
    for other in session.scalars(select(Grant).where(Grant.id != row.id)):
        if tidy_name(other.title) == tidy_name(plain):
            raise Refused(f"There is a grant {other.title} already. Choose another title.")
    row.title, row.funder, row.spend_by = plain, tidy(funder), spend_by
    row.conditions = tidy(conditions)


def put_grant_year(
    session: Session, year: str, grant_id: str, received: int, brought: int | None = None
) -> Changes:
    """Say what a grant received in a year and brought into it, in pence.

    With None, what was brought is what the year before carried. Raises Refused for amounts below
    nothing, or a closed year.
    """
    row, grant = open_year(session, year), session.get_one(Grant, grant_id)
    if min(received, brought or 0) < 0:
        raise Refused("A grant is not below nothing. Type the amounts without a minus.")
    query = select(GrantYear).where(GrantYear.year_id == row.id)
    line = session.scalars(query.where(GrantYear.grant_id == grant_id)).first()
    if line is None:
        line = GrantYear(id=fresh_id(session), year_id=row.id, grant_id=grant_id)
        session.add(line)
    line.received, line.brought = received, brought
    words = f"{grant.title} {year}: received {show_pounds(received)}"
    return Changes(words, (FEATURE,), grant.id)
