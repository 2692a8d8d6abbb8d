"""What an empty return of restraint says over each column."""

from __future__ import annotations

from datetime import date, time

from dscp_desktop.core.offers import Blank
from dscp_desktop.restraint.rules.incidents import FOOTAGE, STRATA

_YES_NO = ("Yes", "No")
_FOOTAGE = tuple(words for name, words in FOOTAGE.items() if name)
BLANKS = {
    "ref": Blank("The home's own reference. Never a name.", "RST-014"),
    "on": Blank("The day of the incident.", date(2023, 7, 13)),
    "at": Blank("When it began.", time(14, 5)),
    "child": Blank("The home's pseudonym. Never a name or initials.", "YP03"),
    "age": Blank("Years at the time.", 15),
    "place": Blank("Where it was.", "Dining room"),
    "reason": Blank("Why it was needed.", "Prevent harm to another"),
    "minutes": Blank("How long it lasted, in minutes.", 3),
    "level": Blank("0 none, 1 minor, 2 between, 3 hospital.", 0, STRATA, only=True),
    "footage": Blank("Whether it was filmed.", "Yes", _FOOTAGE, only=True),
    "footage_until": Blank("The day the film is kept until.", date(2023, 10, 11)),
    "child_spoken_on": Blank("The day the child was spoken to.", date(2023, 7, 15)),
    "manager_review": Blank("Reviewed by a manager in 48 hours.", "Yes", _YES_NO, only=True),
    "recorded_at": Blank("Day and time the record was made.", "14/07/2023 09:10"),
    "person_spoken_at": Blank("Day and time the person was spoken to.", "14/07/2023 16:30"),
    "home": Blank("Whose it is, where there are several homes.", "The home's name"),
}
