"""Who was given which copy of a pack, when and how, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.days import show_day_year
from dscp_desktop.packs.rules.issued import IssuedPack, standing
from dscp_desktop.packs.rules.parts import EDITION_WORDS, FULL, PART_2

HELD, RECALLED, DESTROYED = "held", "recalled", "destroyed"
STATE_WORDS = {HELD: "Held", RECALLED: "Asked back", DESTROYED: "Destroyed"}
CHANNELS = {
    "hand": "By hand",
    "post": "By post, signed for",
    "secure e-mail": "Secure e-mail",
    "shared folder": "Shared folder",
    "meeting": "Lent at the meeting",
}


@dataclass(frozen=True, slots=True)
class Given:
    """Somebody who is given a copy, and how; `channel` is a key of CHANNELS."""

    recipient: str
    channel: str


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy as the register shows it; `issue` is the pack as issued or a supplement to it."""

    id: str
    issue_id: str
    issue: str
    supplement: int
    edition: str
    number: int
    of: int
    recipient: str
    channel: str
    given_on: date
    recalled_on: date | None = None
    why: str = ""
    destroyed_on: date | None = None
    how_destroyed: str = ""

    @property
    def state(self) -> str:
        """Whether it is held, was asked back, or is destroyed."""
        if self.destroyed_on:
            return DESTROYED
        return RECALLED if self.recalled_on else HELD

    @property
    def copy_words(self) -> str:
        """Return '7 of 14', '' where copies are not numbered."""
        return f"{self.number} of {self.of}" if self.number else ""

    @property
    def edition_words(self) -> str:
        """Return the edition in words."""
        return EDITION_WORDS.get(self.edition, self.edition)

    @property
    def channel_words(self) -> str:
        """Return how it was given in words."""
        return CHANNELS.get(self.channel, self.channel)

    @property
    def state_words(self) -> str:
        """Return 'Held', 'Asked back 26 Oct 2023' or 'Destroyed 3 Nov 2023: shredded'."""
        words = STATE_WORDS[self.state]
        on = self.destroyed_on or self.recalled_on
        said = self.how_destroyed if self.destroyed_on else self.why
        dated = f"{words} {show_day_year(on)}" if on else words
        return f"{dated}: {said}" if said else dated


def must_come_back(lines: Iterable[CopyLine]) -> tuple[CopyLine, ...]:
    """Return the copies that are still somewhere: those not destroyed."""
    return tuple(line for line in lines if line.state != DESTROYED)


def shows_part(issued: IssuedPack, line: CopyLine, key: str) -> bool:
    """Say whether a copy shows a part: by the supplement it was given with, and its edition."""
    parts = standing(issued.part_rows(line.supplement), FULL)
    part = next((part.now for part in parts if part.now.key == key), None)
    if part is None or not part.numbers:
        return False
    return line.edition in (FULL, PART_2) if part.restricted else line.edition != PART_2
