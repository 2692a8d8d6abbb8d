"""What an empty sheet of learning cycles says over each column."""

from __future__ import annotations

from datetime import date

from dscp_desktop.core.offers import GROUPS, Blank
from dscp_desktop.learning.rules.cycles import STATES

_STATES = tuple(state.capitalize() for state in STATES)
BLANKS = {
    "topic": Blank("What the cycle examines, in each of its rows.", "Neglect in the early years"),
    "priority": Blank("The priority it serves, as the plan has it.", "The priority's title"),
    "plan": Blank("The years of that plan.", "2023-26"),
    "starts": Blank("The month it begins, year first.", "2023-10"),
    "follows": Blank("The cycle after which it begins, if it does.", "Another topic"),
    "state": Blank("Of the cycle as a whole.", _STATES[0], _STATES, only=True),
    "number": Blank("The number of the phase.", 1),
    "title": Blank("The name of the phase.", "Scoping"),
    "lead": Blank("The group that leads the phase.", "The group's name or code", GROUPS, only=True),
    "month": Blank("The month of the cycle it falls in; 1 is the first.", 1),
    "slip": Blank("By how many months it was moved, if it was.", 0),
    "review": Blank("Yes for the phase of review.", "No", ("Yes", "No"), only=True),
    "started": Blank("The day it began.", date(2023, 10, 2)),
    "finished": Blank("The day it was done.", date(2023, 10, 27)),
}
