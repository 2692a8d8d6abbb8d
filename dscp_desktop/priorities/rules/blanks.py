"""What empty sheets of a plan say over each column."""

from __future__ import annotations

from dscp_desktop.core.offers import GROUPS, Blank

_TERM = Blank("The sheet's name ends with the years of its plan.")
OUTCOMES = {
    "": _TERM,
    "number": Blank("The number of the priority.", 1),
    "priority": Blank("Its title, in every row of it.", "Harm outside the home"),
    "outcome_number": Blank("The number of the outcome; empty for the priority alone.", "1.1"),
    "outcome": Blank("What is to come of it.", "Children are heard early"),
    "lead": Blank("The group that leads.", "The group's name or code", GROUPS, only=True),
}
MEASURES = {
    "": _TERM,
    "title": Blank("What is counted or asked.", "Return interviews in time"),
    "outcomes": Blank("The outcomes it points at, with commas.", "1.1, 1.2"),
    "activity": Blank("The activity that gives it.", "Survey"),
}
THREADS = {
    "": _TERM,
    "title": Blank("The golden thread in the plan's words.", "The voice of children"),
    "how": Blank("As in the plan before?", "Same", ("Same", "Reworded", "New"), only=True),
}
