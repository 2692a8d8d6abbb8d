"""What is due over all features, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import Due, DueOffer


def list_due(session: Session, offers: Sequence[DueOffer], today: date) -> tuple[Due, ...]:
    """Return what every feature lists as due or wrong on a day, the earliest date first."""
    found = [due for offer in offers for due in offer.list_due(session, today)]
    return tuple(sorted(found, key=lambda due: (due.on, due.feature, due.what)))
