"""What the desk knows of the features: their documents, dues, proposals, steps and days."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dscp_desktop.app.backups_due import BACKUP_DUE
from dscp_desktop.app.handover.asking import hand_over_words
from dscp_desktop.app.listing import list_offers
from dscp_desktop.core.offers import Feature
from dscp_desktop.jobs.threads import Desk


def give_offers(desk: Desk, features: Sequence[Feature]) -> None:
    """Let the desk offer the documents, and list what is due, of these features alone.

    Kinds of sheets stay: of a part that is switched off they say so when one comes.
    """
    desk.documents = tuple(offer for feature in features for offer in feature.documents)
    desk.hand_over = partial(hand_over_words, desk.store, features)
    desk.printed = list_offers(desk.workbooks)
    desk.due = (*(feature.due for feature in features if feature.due), BACKUP_DUE)
    give_gathered(desk, features)


def give_gathered(desk: Desk, features: Sequence[Feature]) -> None:
    """Let the desk gather what these features know: proposals, steps, days, checks, the past."""
    desk.past = next((feature.past for feature in features if feature.past), None)
    desk.checks = next((feature.checks for feature in features if feature.checks), None)
    desk.proposers = tuple(feature for feature in features if feature.proposals)
    desk.steps = tuple(feature.steps for feature in features if feature.steps)
    desk.years = tuple(feature.year for feature in features if feature.year)
    desk.planned = tuple(feature for feature in features if feature.days)
