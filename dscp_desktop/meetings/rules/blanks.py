"""What empty sheets of attendance, decisions and challenges say over each column."""

from __future__ import annotations

from datetime import date

from dscp_desktop.core.offers import GROUPS, PARTIES, Blank
from dscp_desktop.meetings.rules.agenda import PURPOSES

_SHARED = {
    "group": Blank(
        "The group at whose meeting it was.", "The group's name or code", GROUPS, only=True
    ),
    "on": Blank("The day of the meeting.", date(2023, 7, 13)),
}
_RESTRICTED = Blank("Yes where only some may see it.", "Yes", ("Yes", "No"), only=True)
_PURPOSES = tuple(purpose.capitalize() for purpose in PURPOSES if purpose)
ATTENDANCE = {
    "": Blank(
        "A column for each meeting, headed by its group's code and its date: ABC 13 Jul 2023."
    ),
    "attendee": Blank("The organisation or agency group.", "A body's name", PARTIES),
    "meeting": Blank("P came, A apologies, D deputy.", "P", ("P", "A", "D"), only=True),
}
DECISIONS = {
    "number": Blank("A number that its group has not used.", "D012"),
    **_SHARED,
    "item": Blank("The item of the agenda, if it is known.", "4"),
    "text": Blank("What was decided.", "The audit programme is agreed"),
    "how": Blank("How it was taken.", "By consensus"),
    "restricted": _RESTRICTED,
}
CHALLENGES = {
    "number": Blank("A number that its group has not used.", "C003"),
    **_SHARED,
    "text": Blank("What the concern is.", "Returns come too late to be read"),
    "raised_by": Blank("Who raised it, by role.", "Independent scrutineer"),
    "raised_to": Blank("Who is to answer.", "A body's name", PARTIES),
    "reply": Blank("What was answered.", "They come a week earlier from now on"),
    "replied_on": Blank("The day of the answer.", date(2023, 8, 3)),
    "outcome": Blank("How it ended; empty while it is open.", "Settled"),
    "ended_on": Blank("The day it ended.", date(2023, 9, 7)),
    "restricted": _RESTRICTED,
}
FORWARD = {
    "group": Blank("The group that it comes to.", "The group's name or code", GROUPS, only=True),
    "on": Blank("The day of its meeting, if it is known.", date(2023, 7, 13)),
    "title": Blank("What is to come.", "Report of the spring's audit"),
    "why": Blank("Why it comes.", "Asked for in July"),
    "lead": Blank("Who brings it, by role.", "Audit lead"),
    "minutes": Blank("How many minutes it takes.", 15),
    "purpose": Blank("What it is for.", "Assurance", _PURPOSES, only=True),
    "due": Blank("The day by which it should come.", date(2023, 9, 30)),
    "restricted": _RESTRICTED,
}
