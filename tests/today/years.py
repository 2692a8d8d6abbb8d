"""Starting a year in a real store, with what every feature brings into it or with some of that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dscp_desktop.app.features import FEATURES
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import YearLine, YearOffer
from dscp_desktop.store.opening import Store
from dscp_desktop.today.commands import start_year
from dscp_desktop.today.queries import year_start
from dscp_desktop.today.rules import YearStart

TODAY = date(2024, 2, 5)  # when an officer starts the year to come
YEAR = "2024-25"


def year_offers(*names: str) -> tuple[YearOffer, ...]:
    """What these features bring into a year; without names, all of them."""
    return tuple(one.year for one in FEATURES if one.year and (not names or one.name in names))


def propose(store: Store, *names: str, year: str = YEAR, today: date = TODAY) -> YearStart:
    """What a year would get of these features."""
    return store.ask(year_start, year_offers(*names), year, today)


def start(store: Store, found: YearStart, lines: Sequence[YearLine] | None = None) -> Changes:
    """Start a year with all that was found, or with these lines of it."""
    wanted = {line.key: line for line in (found.lines if lines is None else lines)}
    accepted = {
        part: [wanted[line.key] for line in own if line.key in wanted] for part, own in found.parts
    }
    return store.run(start_year, year_offers(), found.year, accepted, TODAY)


def keyed(found: YearStart, kind: str) -> list[YearLine]:
    """The lines whose key begins so."""
    return [line for line in found.lines if line.key.startswith(f"{kind}:")]
