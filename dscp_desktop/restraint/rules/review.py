"""What a review of an incident's footage says, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

ANSWERS: Mapping[str, str] = {
    "": "Not answered",
    "yes": "Yes",
    "no": "No",
    "unclear": "Unclear",
}
QUESTIONS: Mapping[str, str] = {
    "lawful": "Lawful",
    "necessary": "Necessary",
    "proportionate": "Proportionate",
    "of_concern": "Of concern",
}
TEXTS: Mapping[str, str] = {
    "before": "What led up to it",
    "during": "The restraint itself",
    "after": "What happened after",
    "de_escalation": "De-escalation",
    "child_account": "The child's account",
    "aftercare": "Aftercare",
    "good_practice": "Good practice",
    "home_view": "The home's view",
}


@dataclass(frozen=True, slots=True)
class ReviewerDetails:
    """Who reviews, by role, and whether they state that they were not involved."""

    role: str
    not_involved: bool = False


@dataclass(frozen=True, slots=True)
class ReviewDetails:
    """What a person records of a review. Answers are one of ANSWERS; `home_view` stands apart."""

    on: date
    reviewers: tuple[ReviewerDetails, ...] = ()
    manager_present: str = ""
    before: str = ""
    during: str = ""
    after: str = ""
    lawful: str = ""
    necessary: str = ""
    proportionate: str = ""
    de_escalation: str = ""
    child_account: str = ""
    aftercare: str = ""
    good_practice: str = ""
    home_view: str = ""
    of_concern: str = ""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review with the incident it is of; `action_ids` are the actions that came of it."""

    id: str
    incident_id: str
    ref: str
    draw_id: str
    details: ReviewDetails
    action_ids: tuple[str, ...] = field(default=())
