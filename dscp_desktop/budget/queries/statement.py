"""The figures of a year as its statement has them, for one look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.spend import budget_year
from dscp_desktop.budget.rules.contributions import CorrectionValues
from dscp_desktop.budget.rules.statement import statement_rows


@dataclass(frozen=True, slots=True)
class StatementYear:
    """What each figure is, the figure, and words to it; when closed, and corrected how."""

    figures: tuple[tuple[str, int | None, str], ...] = ()
    corrections: tuple[CorrectionValues, ...] = ()
    closed_on: date | None = None


def statement_year(session: Session, year: str, today: date) -> StatementYear:
    """Return the figures of a year. Raises WrongUse where there is no such year."""
    whole = budget_year(session, year, today)
    given = whole.contributions
    return StatementYear(statement_rows(whole), given.corrections, given.closed_on)
