"""What the office decides about restraint scrutiny: names of settings, and what holds without."""

from __future__ import annotations

import json
from collections.abc import Collection

from dscp_desktop.core.names import tidy_name
from dscp_desktop.sampling.rules.suppression import LIMIT, LIMIT_SETTING

NOT_NAMES = "restraint.not_names"  # words that look like names and are none
CLOCKS = "restraint.clocks"
PUBLISHED = "restraint.published"
SMALLEST = LIMIT_SETTING  # counts below this are not published
OVERVIEW_TO = "restraint.overview_to"  # the group that hears the quarterly overview, by id
RETURN_DAYS, RETURNED_IN = "restraint.return_days", 30  # days after a quarter: its return is due
FOOTAGE_DAYS = 90  # where neither home nor profile says how long footage is kept


def words_text(words: Collection[str]) -> str:
    """Return words as a setting keeps them."""
    return json.dumps(sorted({tidy_name(word) for word in words}), ensure_ascii=False)


def words_of(text: str) -> frozenset[str]:
    """Return the words that a setting keeps, tidied."""
    return frozenset(str(word) for word in json.loads(text or "[]"))


def limit_of(text: str) -> int:
    """Return the smallest count that is published."""
    return int(text) if text.isdecimal() else LIMIT
