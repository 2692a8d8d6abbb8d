"""The story of an action as the text of one cell, and what a cell adds to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dscp_desktop.actions.rules.log import UpdateLine, plain_words

_DAY = r"\d{1,2}/\d{1,2}/\d{4}"
_STAMP = re.compile(rf"(?P<on>{_DAY})\s*[:–-]\s*(?P<text>.*)", re.DOTALL)
_NEW_ENTRY = re.compile(rf"\n\s*\n|\n(?={_DAY}\s*[:–-])")


def write_story(updates: Sequence[UpdateLine]) -> str:
    """Return a story as one cell: an empty line between the updates, dates in front."""
    said = []
    for update in updates:
        lines = [line for line in update.text.splitlines() if line.strip()]
        text = "\n".join(lines)
        said.append(f"{update.on:%d/%m/%Y}: {text}" if update.on else text)
    return "\n\n".join(said)


def read_story(cell: str) -> tuple[UpdateLine, ...]:
    """Take a cell of updates apart at empty lines and at lines that begin with a date."""
    found = (_entry(part.strip()) for part in _NEW_ENTRY.split(cell) if part.strip())
    return tuple(update for update in found if update.text)


def _entry(part: str) -> UpdateLine:
    stamp = _STAMP.fullmatch(part)
    if stamp:
        day, month, year = (int(n) for n in stamp["on"].split("/"))
        try:
            return UpdateLine(stamp["text"].strip(), date(year, month, day))
        except ValueError:
            pass
    return UpdateLine(part)


def missing_updates(stored: Sequence[UpdateLine], cell: str) -> tuple[UpdateLine, ...]:
    """Return the updates of a cell that a story does not hold yet.

    What was typed straight below an old update is told apart from it. Words without a date are
    held where the story has the same words on any day.
    """
    if plain_words(write_story(stored)) == plain_words(cell):
        return ()
    held = {(update.on, plain_words(update.text)) for update in stored}
    words = {text for _, text in held}
    found: list[UpdateLine] = []
    for update in read_story(cell):
        if (update.on, plain_words(update.text)) in held:
            continue
        new = _below_old(stored, update)
        text = plain_words(new.text)
        if (new.on, text) in held or (new.on is None and text in words) or new in found:
            continue
        found.append(new)
    return tuple(found)


def _below_old(stored: Sequence[UpdateLine], update: UpdateLine) -> UpdateLine:
    """Return what stands below the words of an update that is held, without a date."""
    lines = [plain_words(line) for line in update.text.splitlines() if line.strip()]
    rest = lines
    for held in stored:
        old = [plain_words(line) for line in held.text.splitlines() if line.strip()]
        if held.on == update.on and len(old) < len(lines) and lines[: len(old)] == old:
            rest = min(rest, lines[len(old) :], key=len)
    return update if rest is lines else UpdateLine("\n".join(rest))
