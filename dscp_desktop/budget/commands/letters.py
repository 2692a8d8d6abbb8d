"""The wording of letters to partners: kept as the partnership wants it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.years import FEATURE, tidy
from dscp_desktop.budget.queries.letters import WORDING
from dscp_desktop.budget.rules.letters import WORDS, wording_fault
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.store.settings import put_setting


def put_letter_words(session: Session, words: Mapping[str, str]) -> Changes:
    """Keep the wording of the letters. Raises Refused where it names what nobody puts in."""
    if why := wording_fault(words):
        raise Refused(why)
    keep_words(session, words)
    return Changes("Wording of the letters kept", (FEATURE,))


def keep_words(session: Session, words: Mapping[str, str]) -> None:
    """Keep a wording as it is; the caller has looked at it."""
    kept = {name: tidy(str(words.get(name, ""))) for name in WORDS}
    put_setting(session, WORDING, json.dumps(kept, ensure_ascii=False, sort_keys=True))
