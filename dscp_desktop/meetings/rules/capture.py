"""One line typed in a meeting, taken apart: 'A: Education by 3 Mar ask schools for …'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.actions.rules.log import BY_DATE, BY_MEETING, NO_DUE, read_due_words
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.names import near_names, tidy_name
from dscp_desktop.partnership.rules.parties import Names, Party

ACTION, DECISION, CHALLENGE = "action", "decision", "challenge"
_SIGNS = {"a": ACTION, "d": DECISION, "c": CHALLENGE}
_SIGN = re.compile(r"\s*(?P<sign>[adc]|action|decision|challenge)\s*:\s*(?P<rest>.*)", re.I | re.S)
_MOST_WORDS = 14  # of a name
_MOST_AHEAD = 5  # of a name that nobody has
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_WHEN = (
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>[a-z]{{3,9}})\.?"
        r"(?:,?\s+(?P<year>\d{4}))?(?![\w/])",
        re.I,
    ),
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})(?:[/.](?P<year>\d{{4}}|\d{{2}}))?"
        r"(?![\w/])",
        re.I,
    ),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w/])"),
)
_NEXT = re.compile(r"(?:the\s+)?(?P<words>next(?:\s+(?:meeting|mtg))?)(?=[\s,.:;–-]|$)", re.I)
_BY = re.compile(r"[\s,:;–-]*\b(?:by|due|for)\s+", re.I)
_LATE_BY = re.compile(r"[\s,]+(?:by|due)\s+", re.I)
_AFTER = re.compile(r"^[\s,:;–-]+(?:to\s+)?|^\s*to\s+", re.I)
_TO = re.compile(r"\s*to\s+", re.I)


@dataclass(frozen=True, slots=True)
class Question:
    """What a captured line leaves open: of which field, in words, and what it may mean."""

    field: str
    words: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Captured:
    """What one line says. What is not clear is asked, and never guessed.

    `owner` is who an action is for, `to` whom a challenge is raised to, `by` who raised it. An
    owner may be a seat's role alone (`owner_role`).
    """

    kind: str
    text: str
    owner: Party | None = None
    owner_role: str = ""
    due_rule: str = NO_DUE
    due: date | None = None
    by: Party | None = None
    to: Party | None = None
    questions: tuple[Question, ...] = ()

    @property
    def clear(self) -> bool:
        """Say whether nothing is left to ask."""
        return not self.questions


def sign_of(line: str) -> str:
    """Return action, decision or challenge where a line begins as one, else ''."""
    found = _SIGN.match(line)
    return _SIGNS[found["sign"][0].casefold()] if found else ""


def parse_line(line: str, names: Names, today: date, roles: Sequence[str] = ()) -> Captured | None:
    """Take a line that begins with 'A:', 'D:' or 'C:' apart; None for any other line."""
    kind = sign_of(line)
    if kind == ACTION:
        return parse_action(line, names, today, roles)
    if kind == CHALLENGE:
        return parse_challenge(line, names)
    return parse_decision(line) if kind else None


def parse_decision(line: str) -> Captured:
    """Return the decision of 'D: …'; a line that says nothing is asked about."""
    text = _rest(line)
    asked = () if text else (Question("text", "What was decided?"),)
    return Captured(DECISION, _sentence(text), questions=asked)


def parse_action(line: str, names: Names, today: date, roles: Sequence[str] = ()) -> Captured:
    """Return owner, due date and words of 'A: Education by 3 Mar ask schools for …'.

    The due date stands behind the owner or at the end; 'by next meeting' is one too. A date
    without a year is the next such day. `roles` are those of the group's seats: they may own.
    """
    owner, role, rest = _leading(_rest(line), names, roles)
    asked: list[Question] = []
    if owner is None and not role:
        named, rest = _named(rest, today)
        asked.append(_ask_owner(named, names, roles))
    rule, due, rest, wrong = _due(rest, today)
    if wrong:
        asked.append(Question("due", wrong))
    elif rule == NO_DUE:
        asked.append(Question("due", "When is it due?"))
    text = _sentence(_AFTER.sub("", rest, count=1).strip())
    if not text:
        asked.append(Question("text", "What is to be done?"))
    return Captured(ACTION, text, owner, role, rule, due, questions=tuple(asked))


def parse_challenge(line: str, names: Names) -> Captured:
    """Return who raised a challenge to whom of 'C: Education to Police: …'.

    Both may be left out; words that begin with 'to' and name nobody known are asked about.
    """
    whole = rest = _rest(line)
    by, _, after = _leading(rest, names, ())
    if by is not None:
        rest = after
    found = _TO.match(rest)
    to, asked = None, []
    if found:
        to, _, after = _leading(rest[found.end() :], names, ())
        named, colon, _ = rest[found.end() :].partition(":")
        if to is not None:
            rest = after
        elif colon and len(named.split()) <= _MOST_WORDS:
            asked.append(Question("to", f"Nobody is called {named.strip()}.", _near(named, names)))
            rest = rest[found.end() :].partition(":")[2]
    if to is None and not asked:
        by, rest = None, whole
    text = _sentence(_AFTER.sub("", rest, count=1).strip() if to or asked else rest)
    if not text:
        asked.append(Question("text", "What is the concern?"))
    return Captured(CHALLENGE, text, by=by, to=to, questions=tuple(asked))


def _rest(line: str) -> str:
    found = _SIGN.match(line)
    return (found["rest"] if found else line).strip()


def _leading(text: str, names: Names, roles: Sequence[str]) -> tuple[Party | None, str, str]:
    """Return the longest name that a text begins with, a body's or a role's, and what follows."""
    known = {tidy_name(role): role for role in roles if role.strip()}
    ends = [found.end() for found in re.finditer(r"\S+", text)][:_MOST_WORDS]
    for end in reversed(ends):
        for name in (text[:end], text[:end].rstrip(",.:;–-")):
            party = names.party(name)
            role = known.get(tidy_name(name), "")
            if name and (party is not None or role):
                return party, "" if party else role, text[len(name) :]
    return None, "", text


def _due(text: str, today: date) -> tuple[str, date | None, str, str]:
    """Return the rule and the date of a due at the beginning or the end, the rest, and a fault."""
    found = _BY.match(text)
    if found:
        rule, due, length, wrong = _when(text[found.end() :], today)
        if rule or wrong:
            return rule or NO_DUE, due, text[found.end() + length :], wrong
    for late in reversed(list(_LATE_BY.finditer(text))):
        rule, due, length, wrong = _when(text[late.end() :], today)
        ended = text[late.end() + length :].strip(" .") == ""
        if (rule or wrong) and ended:
            return rule or NO_DUE, due, text[: late.start()], wrong
    return NO_DUE, None, text, ""


def _when(text: str, today: date) -> tuple[str, date | None, int, str]:
    """Return what a text begins with: a rule, its date, how long it is, or why it is no date."""
    meeting = _NEXT.match(text)
    if meeting and read_due_words(meeting["words"]) == "":
        return BY_MEETING, None, meeting.end(), ""
    for pattern in _WHEN:
        found = pattern.match(text)
        if found and (month := _month(found["month"])):
            due, wrong = _day(found, month, today)
            return (BY_DATE if due else ""), due, found.end(), wrong
    return "", None, 0, ""


def _month(text: str) -> int:
    plain = text.casefold()
    if plain.isdigit():
        return int(plain)
    if plain in _FULL or plain in _MONTHS or plain == "sept":
        return _MONTHS.index(plain[:3]) + 1
    return 0


def _day(found: re.Match[str], month: int, today: date) -> tuple[date | None, str]:
    said = found.group().strip()
    year = int(found["year"]) if found["year"] else 0
    year += 2000 if 0 < year < 100 else 0
    try:
        due = date(year, month, int(found["day"])) if year else _coming(month, found, today)
    except ValueError:
        return None, f"There is no day {said}. When is it due?"
    weekday = found.groupdict().get("weekday")
    if weekday and _DAYS[due.weekday()] != weekday.casefold():
        return None, f"{said} is a {due:%A}. When is it due?"
    if due < today:
        return None, f"{show_day_year(due)} is behind us. When is it due?"
    return due, ""


def _coming(month: int, found: re.Match[str], today: date) -> date:
    day = int(found["day"])
    if (month, day) == (2, 29):
        year = next(y for y in range(today.year, today.year + 9) if _leap(y, today))
        return date(year, month, day)
    due = date(today.year, month, day)
    return due if due >= today else date(today.year + 1, month, day)


def _leap(year: int, today: date) -> bool:
    try:
        return date(year, 2, 29) >= today
    except ValueError:
        return False


def _named(text: str, today: date) -> tuple[str, str]:
    """Return the words in front that were meant for an owner, '' where none were, and the rest."""
    ahead, colon, rest = text.partition(":")
    if colon and len(ahead.split()) <= _MOST_AHEAD and not _LATE_BY.search(ahead):
        return ahead.strip(), rest
    for by in _LATE_BY.finditer(text):
        rule, _, length, wrong = _when(text[by.end() :], today)
        ahead = text[: by.start()].strip(" ,:")
        if not (rule or wrong) or len(ahead.split()) > _MOST_AHEAD:
            continue
        if text[by.end() + length :].strip(" ."):
            return ahead, text[by.start() :]
    return "", text


def _ask_owner(named: str, names: Names, roles: Sequence[str]) -> Question:
    if not named:
        return Question("owner", "Who owns it?")
    return Question("owner", f"Nobody is called {named}. Who owns it?", _near(named, names, roles))


def _near(named: str, names: Names, roles: Sequence[str] = ()) -> tuple[str, ...]:
    parties = (*names.organisations.values(), *names.groups.values())
    return near_names(named, sorted({*(p.name for p in parties), *roles}))


def _sentence(text: str) -> str:
    plain = " ".join(text.split())
    return plain[:1].upper() + plain[1:]
