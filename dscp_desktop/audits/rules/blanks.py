"""What empty sheets of audits, findings and recommendations say over each column."""

from __future__ import annotations

from datetime import date

from dscp_desktop.actions.rules.log import STATUSES
from dscp_desktop.core.offers import PARTIES, Blank

_NUMBER = Blank("The number of the audit in its year.", "MA2")
_YEAR = Blank("The financial year.", "2023-24")
_THEME = Blank("What it is about, in the words of the list of themes.", "Voice of the child")
_KINDS = ("Good practice", "Improvement")
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")
_STATUSES = tuple(status.capitalize() for status in STATUSES)
REGISTER = {
    "number": _NUMBER,
    "title": Blank("What is audited.", "Pre-birth assessments"),
    "kind": Blank("Multi-agency, single-agency, thematic …", "Multi-agency"),
    "quarter": Blank("The quarter of its year.", "Q2", _QUARTERS, only=True),
    "cases": Blank("How many cases are looked at.", 12),
    "priority": Blank("The priority of the plan that it serves.", "The first 1,001 days"),
    "source": Blank("What prompted it.", "Rapid review"),
    "status": Blank("How far it is.", "Planned"),
    "lead": Blank("Who leads it.", "Audit lead"),
    "year": _YEAR,
}
FINDINGS = {
    "audit": _NUMBER,
    "kind": Blank("Good practice or Improvement.", "Improvement", _KINDS, only=True),
    "text": Blank("What was found. Never a name.", "Fathers are missing from most plans"),
    "theme": _THEME,
    "year": _YEAR,
}
RECOMMENDATIONS = {
    "audit": _NUMBER,
    "text": Blank("What is to be done.", "Ask about fathers at every visit"),
    "owner": Blank("Who does it.", "A body's name", PARTIES),
    "due": Blank("The day by which it is done.", date(2024, 1, 31)),
    "six": Blank("The day it is looked at again.", date(2024, 7, 31)),
    "twelve": Blank("The day it is looked at once more.", date(2025, 1, 31)),
    "status": Blank("How far it is.", "Open", _STATUSES, only=True),
    "theme": _THEME,
    "year": _YEAR,
}
