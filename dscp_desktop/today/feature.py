"""Today: what is due or wrong, from every feature; and a year that begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import DocumentOffer, DueOffer, Feature, Scope
from dscp_desktop.paper.document import Document
from dscp_desktop.today.documents import DAY_SHEET, TITLE, day_sheet
from dscp_desktop.today.queries import NEW_YEAR, get_today, list_year_due
from dscp_desktop.today.rules import CYCLES

Standing = Callable[[Session], Sequence[Feature]]


def today_feature(standing: Standing) -> Feature:
    """Return the feature over those that `standing` gives, which a store has not switched off."""

    def sheet(session: Session, scope: Scope) -> Document:
        features, on = standing(session), scope.on or scope.today
        offers = [one.due for one in features if one.due]
        cycles = any(one.name == CYCLES for one in features)
        return day_sheet(get_today(session, offers, on, cycles), on)

    return Feature(
        name="today",
        title="Today",
        icon="today",
        page="dscp_desktop.today.page.today:TodayPage",
        documents=(DocumentOffer(DAY_SHEET, TITLE, sheet),),
    )


YEAR_TO_COME = Feature(
    name=NEW_YEAR,
    title="Start a new year",
    icon="calendar",
    page="dscp_desktop.today.page.new_year:NewYearPage",
    under="today",
    due=DueOffer(list_year_due),
)
"""Its page shows what a year that begins would get, to be accepted line by line."""
