"""What an empty action log says over each column."""

from __future__ import annotations

from datetime import date

from dscp_desktop.actions.rules.log import STATUSES
from dscp_desktop.core.offers import GROUPS, PARTIES, Blank

_STATUSES = tuple(status.capitalize() for status in STATUSES)
BLANKS = {
    "number": Blank("A number that its group has not used.", "ABC014"),
    "group": Blank("The group whose action it is.", "The group's name or code", GROUPS, only=True),
    "raised_on": Blank("The day of the meeting that raised it.", date(2023, 7, 13)),
    "item": Blank("The item of the agenda, if it is known.", "4"),
    "text": Blank("What is to be done, in one sentence.", "Write to all schools about the form"),
    "owner": Blank("The organisation or agency group that does it.", "A body's name", PARTIES),
    "due": Blank("A day, or ‘next meeting’.", date(2023, 10, 26)),
    "status": Blank(
        "Leave it empty for a new one. Late is worked out.", "Open", _STATUSES, only=True
    ),
    "update": Blank("What was done so far.", "Drafted; with the group for comment"),
    "restricted": Blank("Yes where only some may see it.", "Yes", ("Yes", "No"), only=True),
}
