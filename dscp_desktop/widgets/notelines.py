"""Lines of notes as plain values: time-stamped paragraphs, and blocks that stand among them.

Everything here takes lines and gives lines; nothing paints. A block is known by its key, and no
edit of words ever takes one out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

from dscp_desktop.widgets.icons import require_icon

BULLET = "• "


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A paragraph, or the place of a block where `key` is not ''.

    `at` is the time of its first key; `id` is whatever its owner knows it by, '' for a new one.
    """

    text: str = ""
    at: time | None = None
    restricted: bool = False
    key: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """How a block is shown: icon, label ('Decision 4.1'), words, and a quieter line below.

    `strong` blocks have the accent colour.
    """

    icon: str
    label: str
    text: str
    second: str = ""
    strong: bool = False

    def __post_init__(self) -> None:
        """Find an icon that does not exist now, not while painting."""
        require_icon(self.icon)

    def spoken(self) -> str:
        """Return what a screen reader says."""
        return ". ".join(part for part in (self.label, self.text, self.second) if part)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the keys are: the number of a line from 0, and the place in its words."""

    line: int
    place: int = 0


Lines = tuple[NoteLine, ...]


def tidy(lines: Sequence[NoteLine]) -> Lines:
    """Return the lines that say something: blocks, and paragraphs that are not blank."""
    return tuple(
        replace(line, text=line.text.strip()) for line in lines if line.key or line.text.strip()
    )


def split(lines: Sequence[NoteLine], spot: Spot) -> tuple[Lines, Spot]:
    """Begin a new paragraph at a spot; a list goes on, until one of its lines stays empty."""
    line = lines[spot.line]
    if line.key:
        return insert(lines, spot.line + 1, NoteLine())
    if line.text == BULLET:
        return put(lines, spot.line, replace(line, text="")), Spot(spot.line)
    start = BULLET if line.text.startswith(BULLET) and spot.place >= len(BULLET) else ""
    before, after = line.text[: spot.place].rstrip(), line.text[spot.place :].lstrip()
    at = line.at if after else None
    below = NoteLine(start + after, at, line.restricted)
    kept = (*lines[: spot.line], replace(line, text=before), below, *lines[spot.line + 1 :])
    return kept, Spot(spot.line + 1, len(start))


def insert(lines: Sequence[NoteLine], place: int, line: NoteLine) -> tuple[Lines, Spot]:
    """Put a line at a place; an empty paragraph that stands there already is taken instead."""
    if not line.key and place < len(lines) and not lines[place].key and not lines[place].text:
        return tuple(lines), Spot(place)
    return (*lines[:place], line, *lines[place:]), Spot(place)


def join_above(lines: Sequence[NoteLine], place: int) -> tuple[Lines, Spot] | None:
    """Join a paragraph to the one above; below a block only an empty one goes. None: nothing."""
    line = lines[place]
    if line.key or place == 0:
        return None
    above = lines[place - 1]
    if above.key:
        if line.text:
            return None
        return (*lines[:place], *lines[place + 1 :]), Spot(place - 1)
    words = line.text.removeprefix(BULLET)
    gap = " " if above.text and words and not above.text.endswith(" ") else ""
    joined = replace(
        above,
        text=above.text + gap + words,
        at=above.at or line.at,
        restricted=above.restricted or line.restricted,
        id=above.id or line.id,
    )
    kept = (*lines[: place - 1], joined, *lines[place + 1 :])
    return kept, Spot(place - 1, len(above.text) + len(gap))


def join_below(lines: Sequence[NoteLine], place: int) -> tuple[Lines, Spot] | None:
    """Join the paragraph below to this one; None where there is none."""
    if lines[place].key or place + 1 >= len(lines):
        return None
    below = lines[place + 1]
    if below.key:
        if lines[place].text:
            return None
        return (*lines[:place], *lines[place + 1 :]), Spot(place)
    return join_above(lines, place + 1)


def paste(lines: Sequence[NoteLine], spot: Spot, words: str, now: time) -> tuple[Lines, Spot]:
    """Put words in at a spot; each line of them becomes a paragraph of its own."""
    parts = [part for part in words.replace("\r", "\n").split("\n") if part.strip()]
    line = lines[spot.line]
    if line.key or not parts:
        return tuple(lines), spot
    before, after = line.text[: spot.place], line.text[spot.place :]
    first = replace(line, text=before + parts[0], at=line.at or now)
    more = [NoteLine(part, now, line.restricted) for part in parts[1:]]
    made = [first, *more]
    end = len(made[-1].text)
    made[-1] = replace(made[-1], text=made[-1].text + after)
    kept = (*lines[: spot.line], *made, *lines[spot.line + 1 :])
    return kept, Spot(spot.line + len(made) - 1, end)


def remove(lines: Sequence[NoteLine], first: int, last: int) -> tuple[Lines, Spot]:
    """Take out the paragraphs from one line to another, both in; blocks among them stay."""
    kept = [line for n, line in enumerate(lines) if line.key or not first <= n <= last]
    if first >= len(kept) or kept[first].key:
        kept.insert(first, NoteLine())
    return tuple(kept), Spot(first)


def put(lines: Sequence[NoteLine], place: int, line: NoteLine) -> Lines:
    """Return the lines with another one at a place."""
    return (*lines[:place], line, *lines[place + 1 :])


def listed(line: NoteLine) -> NoteLine:
    """Return a paragraph as a point of a list, or plain again."""
    if line.text.startswith(BULLET):
        return replace(line, text=line.text[len(BULLET) :])
    return replace(line, text=BULLET + line.text)


def words_between(
    lines: Sequence[NoteLine], blocks: Mapping[str, NoteBlock], first: int, last: int
) -> str:
    """Return lines as words to copy, blocks with their labels."""
    said = []
    for line in lines[first : last + 1]:
        block = blocks.get(line.key)
        said.append(f"{block.label}: {block.text}" if block else line.text)
    return "\n".join(said)
