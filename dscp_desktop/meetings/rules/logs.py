"""The rows of sheets of decisions and of challenges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DecisionValues:
    """One row of a decision log. Fields that the sheet leaves blank are None.

    A row with a fault has `sound` False: the store is asked about it only for further faults.
    """

    group: str
    number: str
    on: date | None
    text: str
    item: str | None = None
    how: str | None = None
    restricted: bool | None = None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class ChallengeValues:
    """One row of a challenge log; see `DecisionValues`."""

    group: str
    number: str
    on: date | None
    text: str
    raised_by: str | None = None
    raised_to: str | None = None
    reply: str | None = None
    replied_on: date | None = None
    outcome: str | None = None
    ended_on: date | None = None
    restricted: bool | None = None
    sound: bool = True
