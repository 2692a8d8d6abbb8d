"""Moderation as values: the grade of each agency, the agreed one, who moved it and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dscp_desktop.audits.rules.findings import ThemeState
from dscp_desktop.audits.rules.programme import AgencyState, AuditLine
from dscp_desktop.audits.rules.settings import Grade
from dscp_desktop.audits.rules.tools import TEXT

GIVEN, BLANK, OFF, NOT_RETURNED = "given", "blank", "off the scale", "not returned"


@dataclass(frozen=True, slots=True)
class GradeCell:
    """What an agency says to a question: as it stands now, and as it was before it was moved.

    `state` is given, blank, off the scale (`written` is what stood there) or not returned.
    `last` is its answer of last time.
    """

    agency_id: str
    value: str = ""
    moved_from: str = ""
    state: str = GIVEN
    written: str = ""
    last: str = ""

    @property
    def was_moved(self) -> bool:
        """Say whether moderation moved it."""
        return bool(self.moved_from) and self.moved_from != self.value


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment to a question: of a return, or of a move (then with who and when)."""

    agency_id: str
    agency: str
    text: str
    before: str = ""
    after: str = ""
    by: str = ""
    at: datetime | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question over all agencies, with the grade that was agreed and why."""

    id: str
    number: int
    section: str
    text: str
    kind: str
    cells: tuple[GradeCell, ...]
    agreed: str = ""
    reason: str = ""
    agreed_by: str = ""
    agreed_at: datetime | None = None
    moved_by: tuple[str, ...] = ()
    comments: tuple[CommentLine, ...] = ()
    last_agreed: str = ""

    @property
    def spread(self) -> tuple[tuple[str, int], ...]:
        """Return how often each answer stands there now, the most frequent first."""
        return tuple(Counter(cell.value for cell in self.cells if cell.value).most_common())

    @property
    def spread_words(self) -> str:
        """Return 'Now 5 R and 2 I. Chosen, not an average.'."""
        said = [f"{count} {value}" for value, count in self.spread]
        if not said or self.kind == TEXT:
            return ""
        listed = " and ".join([", ".join(said[:-1]), said[-1]] if said[1:] else said)
        return f"Now {listed}. Chosen, not an average."


@dataclass(frozen=True, slots=True)
class Moderation:
    """The moderation of an audit as its page shows it. `last` names the audit of last time."""

    audit: AuditLine
    version_words: str
    scale: tuple[Grade, ...]
    agencies: tuple[AgencyState, ...]
    questions: tuple[QuestionRow, ...]
    themes: tuple[ThemeState, ...] = ()
    last: str = ""
    open: tuple[str, ...] = ()

    @property
    def to_agree(self) -> int:
        """Return how many questions want an agreed answer: all but those for words."""
        return sum(one.kind != TEXT for one in self.questions)

    @property
    def agreed(self) -> int:
        """Return to how many of them one was agreed."""
        return sum(bool(one.agreed) for one in self.questions if one.kind != TEXT)

    @property
    def agreed_words(self) -> str:
        """Return '6 of 8 agreed'."""
        return f"{self.agreed} of {self.to_agree} agreed"


def open_words(
    agencies: Sequence[AgencyState], questions: Sequence[QuestionRow]
) -> tuple[str, ...]:
    """Return what is open before moderation can be said to be whole, each in words."""
    found = [f"{one.name} has not returned" for one in agencies if not one.is_in]
    found += [
        f"{one.name}: {one.blank} {'answer is' if one.blank == 1 else 'answers are'} blank"
        for one in agencies
        if one.state == "part"
    ]
    return (*found, *(f"Question {one.number} has no agreed answer" for one in _open(questions)))


def _open(questions: Iterable[QuestionRow]) -> list[QuestionRow]:
    return [one for one in questions if one.kind != TEXT and not one.agreed]
