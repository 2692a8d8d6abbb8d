"""Minutes that came back from Word: what a file says, what stands here, what to do about it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dscp_desktop.meetings.rules.record import MeetingRecord, NoteLine

PREFIX = "_dscp_"
ITEM, WORDS, RESTRICTED, OTHER = "i", "n", "r", "x"
DECISION, ACTION, CHALLENGE = "d", "a", "c"
RECORDS = {DECISION: "decision", ACTION: "action", CHALLENGE: "challenge"}
NOTES = (WORDS, RESTRICTED, *RECORDS)
PART_2 = "Part 2: "

SET, INSERT, DELETE, MOVE, TITLE, RECORD = "set", "insert", "delete", "move", "title", "record"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, a footnote or a picture at a line of a file."""

    kind: str
    who: str = ""
    text: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a Word file, as the child process read it."""

    text: str
    original: str = ""
    marks: tuple[str, ...] = ()
    level: int = 0
    place: str = "text"
    tracked: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def file_lines(values: Iterable[Mapping[str, Any]]) -> tuple[FileLine, ...]:
    """Return the lines that the child process gives as values."""
    return tuple(
        FileLine(
            text=str(line["text"]),
            original=str(line["original"]),
            marks=tuple(line["marks"]),
            level=int(line["level"]),
            place=str(line["place"]),
            tracked=tuple(line["tracked"]),
            remarks=tuple(Remark(**remark) for remark in line["remarks"]),
        )
        for line in values
    )


def mark_of(code: str, record_id: str) -> str:
    """Return the name of the bookmark of an item or a paragraph: at most 40 letters and digits."""
    return f"{PREFIX}{code}{record_id.replace('-', '')}"


def read_mark(mark: str) -> tuple[str, str]:
    """Return the code and the id that a bookmark's name holds; two empty texts for another's."""
    if not mark.startswith(PREFIX) or len(mark) <= len(PREFIX) + 1:
        return "", ""
    code, plain = mark[len(PREFIX)], mark[len(PREFIX) + 1 :]
    if code != OTHER and len(plain) == 32:
        plain = "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))
    return code, plain


def code_of(note: NoteLine) -> str:
    """Return the code of a paragraph: words, restricted words, or what record stands there."""
    if note.decision:
        return DECISION
    if note.action:
        return ACTION
    if note.challenge:
        return CHALLENGE
    return RESTRICTED if note.restricted else WORDS


@dataclass(frozen=True, slots=True)
class PresentNote:
    """A paragraph as it stands in the program now."""

    id: str
    code: str = WORDS
    text: str = ""


@dataclass(frozen=True, slots=True)
class PresentItem:
    """An item of the minutes as it stands in the program now."""

    id: str
    label: str
    title: str
    notes: tuple[PresentNote, ...] = ()
    restricted: bool = False


def present_of(record: MeetingRecord) -> tuple[PresentItem, ...]:
    """Return what stands in the program of a meeting's minutes."""
    return tuple(
        PresentItem(
            item.id,
            item.label,
            item.title,
            tuple(
                PresentNote(note.id, code_of(note), note.record.text if note.record else note.text)
                for note in item.notes
            ),
            item.restricted,
        )
        for item in record.items
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: set, insert, delete or move a paragraph, change a title or a record.

    `was` is what stood there when it was shown; where that is no longer so, nothing is done.
    `after` are the paragraphs before it in the file, nearest first: it goes behind the first of
    them that stands in the item.
    """

    kind: str
    note_id: str = ""
    item_id: str = ""
    after: tuple[str, ...] = ()
    text: str = ""
    was: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One answer to a question, and what it does."""

    words: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is other in the file than here: certain, with `steps`, or a question.

    `key` is the same each time the same file is looked at. `item` is 'Item 4: Budget'. `old` and
    `new` stand beside each other. `more` says what else there is to know.
    """

    key: str
    kind: str
    item_id: str
    item: str
    words: str
    old: str = ""
    new: str = ""
    steps: tuple[Step, ...] = ()
    ways: tuple[Way, ...] = ()
    more: str = ""

    @property
    def certain(self) -> bool:
        """Say whether it is clear what to do and where."""
        return bool(self.steps)


def plain(text: str) -> str:
    """Return words as they are compared: white space and kinds of letters count for nothing."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def likeness(one: str, other: str) -> float:
    """Return how many words two texts share, from 0 to 1, whatever their order."""
    here, there = Counter(plain(one).casefold().split()), Counter(plain(other).casefold().split())
    whole = here.total() + there.total()
    return 2 * (here & there).total() / whole if whole else 1.0


def apply_steps(
    items: Sequence[PresentItem], steps: Iterable[Step], fresh: Callable[[], str]
) -> tuple[PresentItem, ...]:
    """Return the items after the steps, in the order given; `fresh` gives a new paragraph's id.

    A step whose paragraph or item is no longer there does nothing.
    """
    notes = {item.id: list(item.notes) for item in items}
    titles = {item.id: item.title for item in items}
    placed: set[str] = set()
    for step in steps:
        if step.kind == TITLE:
            titles[step.item_id] = step.text
            continue
        where, at = _find(notes, step.note_id)
        if step.kind == INSERT and step.item_id in notes:
            made = PresentNote(fresh(), RESTRICTED if step.restricted else WORDS, step.text)
            _put(notes[step.item_id], made, step.after, placed)
        elif not where:
            continue
        elif step.kind in (SET, RECORD):
            notes[where][at] = replace(notes[where][at], text=step.text)
        elif step.kind == DELETE:
            del notes[where][at]
        elif step.kind == MOVE and step.item_id in notes:
            _put(notes[step.item_id], notes[where].pop(at), step.after, placed)
    return tuple(
        replace(item, title=titles[item.id], notes=tuple(notes[item.id])) for item in items
    )


def _find(notes: Mapping[str, list[PresentNote]], note_id: str) -> tuple[str, int]:
    for item_id, lines in notes.items():
        for at, line in enumerate(lines):
            if line.id == note_id:
                return item_id, at
    return "", 0


def _put(
    lines: list[PresentNote], note: PresentNote, after: Sequence[str], placed: set[str]
) -> None:
    """Put a paragraph behind the first of `after` that is there, and what came there before it."""
    known = {line.id: at for at, line in enumerate(lines)}
    at = next((known[one] + 1 for one in after if one in known), 0)
    while at < len(lines) and lines[at].id in placed:
        at += 1
    lines.insert(at, note)
    placed.add(note.id)
