"""What the desk knows of the features: their documents, dues, proposals, steps and days."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.core.offers import Feature
from dscp_desktop.jobs.threads import Desk


def give_offers(desk: Desk, features: Sequence[Feature]) -> None:
    """Let the desk offer the documents, and list what is due, of these features alone.

    Kinds of sheets stay: of a part that is switched off they say so when one comes.
    """
    desk.documents = tuple(offer for feature in features for offer in feature.documents)
    desk.due = tuple(feature.due for feature in features if feature.due)
    give_gathered(desk, features)


def give_gathered(desk: Desk, features: Sequence[Feature]) -> None:
    """Let the desk gather what these features know: proposals, steps, days, checks, the past."""
    desk.past = next((feature.past for feature in features if feature.past), None)
    desk.checks = next((feature.checks for feature in features if feature.checks), None)
    desk.proposers = tuple(feature for feature in features if feature.proposals)
    desk.steps = tuple(feature.steps for feature in features if feature.steps)
    desk.planned = tuple(feature for feature in features if feature.days)
