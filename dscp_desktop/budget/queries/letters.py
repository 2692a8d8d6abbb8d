"""The letters of a year, each as it would be written now, and their wording."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.rules.letters import WORDS, Letter, asked_lines, write_letter
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.partnership.queries.people import list_people
from dscp_desktop.store.settings import get_setting

WORDING = "budget.letters"
_PLAIN = "any-partnership"  # the profile whose wording counts until somebody says another
ANSWER_DAYS = 28


@dataclass(frozen=True, slots=True)
class LettersYear:
    """The letters of a year with their wording, and what stands at their head."""

    letters: tuple[Letter, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    partnership: str = ""
    marking: str = ""


def letters_year(
    session: Session, year: str, kind: str, today: date, by: date | None = None
) -> LettersYear:
    """Return the letters of a kind with all they need. Raises WrongUse as `list_letters`."""
    return LettersYear(
        list_letters(session, year, kind, today, by),
        letter_words(session),
        get_setting(session, "partnership.name", ""),
        printed_marking(session),
    )


def letter_words(session: Session) -> Mapping[str, str]:
    """Return the wording of the letters: the store's own, else that of the plain profile."""
    kept = get_setting(session, WORDING)
    words = json.loads(kept) if kept else load_profile(_PLAIN).values.get("letters", {})
    return {name: str(words.get(name, "")) for name in WORDS}


def list_letters(
    session: Session, year: str, kind: str, today: date, by: date | None = None
) -> tuple[Letter, ...]:
    """Return a letter for each contribution that something is to be asked of.

    They are answered `by` a day, four weeks on where none is said. Raises WrongUse, naming the
    known ones, where there is no such year.
    """
    values = get_year(session, year)
    words = letter_words(session)
    emails: dict[str, list[str]] = defaultdict(list)
    for person in list_people(session, today):
        if person.email and not person.ends:
            emails[person.organisation_id].append(person.email)
    days = (today, by or today + timedelta(days=ANSWER_DAYS))
    partnership = get_setting(session, "partnership.name", "")
    return tuple(
        write_letter(
            line,
            values.year,
            kind,
            words,
            days,
            partnership,
            tuple(emails[line.payer_id or line.partner_id]),
        )
        for line in asked_lines(values, kind)
    )
