"""The grants and the reserve of a year, for one look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.spend import list_grants, reserve_of
from dscp_desktop.budget.rules.spend import GrantLine, ReserveValues


@dataclass(frozen=True, slots=True)
class GrantsYear:
    """The ring-fenced grants of a year, and its reserve."""

    grants: tuple[GrantLine, ...] = ()
    reserve: ReserveValues | None = None


def grants_year(session: Session, year: str, today: date) -> GrantsYear:
    """Return grants and reserve. Raises WrongUse where there is no such year."""
    return GrantsYear(list_grants(session, year), reserve_of(session, year, today))
