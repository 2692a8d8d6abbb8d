"""All that is known of one returned file while its differences are written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dscp_desktop.meetings.rules.returned.places import Known, Places, Sent
from dscp_desktop.meetings.rules.returned.sections import free_lines
from dscp_desktop.meetings.rules.returned.values import (
    INSERT,
    RESTRICTED,
    Difference,
    FileLine,
    PresentItem,
    PresentNote,
    Step,
    Way,
    plain,
)

_SHORT = 50


@dataclass(slots=True)
class Look:
    """What went out, what came back, what stands here, and which line is which paragraph.

    `taken` are lines that a question is about; `settled` those that stand here already, as
    paragraphs that came in after the file went out; `pending` those moved within their item.
    `told` are paragraphs that a question is about.
    """

    sent: Sent
    lines: tuple[FileLine, ...]
    places: Places
    now: tuple[PresentItem, ...]
    known: dict[str, Known] = field(init=False)
    items: dict[str, PresentItem] = field(init=False)
    present: dict[str, PresentNote] = field(init=False)
    item_now: dict[str, str] = field(init=False)
    taken: set[int] = field(init=False)
    settled: dict[int, str] = field(init=False)
    pending: set[int] = field(init=False)
    vanished: set[str] = field(init=False)
    told: set[str] = field(default_factory=set)
    _note_at: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        """Put in order what is asked again and again."""
        self.known = {note.id: note for note in self.sent.notes}
        self.items = {item.id: item for item in self.now}
        self.present = {note.id: note for item in self.now for note in item.notes}
        self.item_now = {note.id: item.id for item in self.now for note in item.notes}
        self.taken = {*self.places.doubtful, *self.places.strange}
        self._note_at = self.places.note_at()
        self.settled = self._settled()
        self.pending = {place for key in self.items for place in self._moved_in(key)}
        self.vanished = {head.key for head in self.places.gone if self._is_vanished(head.key)}

    def _settled(self) -> dict[int, str]:
        """Return the new lines that stand in their item already."""
        left = {
            item.id: [note for note in item.notes if note.id not in self.known] for item in self.now
        }
        found = {}
        for place in free_lines(self.lines, self.places):
            if place in self.taken:
                continue
            fresh = left.get(self.places.section[place], [])
            text = plain(self.lines[place].text)
            same = next((note for note in fresh if plain(note.text) == text), None)
            if same is not None:
                fresh.remove(same)
                found[place] = same.id
        return found

    def is_new_here(self, item_id: str, text: str) -> bool:
        """Say whether an item holds a text that came in after the file went out."""
        item = self.items.get(item_id)
        return item is not None and any(
            note.id not in self.known and plain(note.text) == plain(text) for note in item.notes
        )

    def _moved_in(self, key: str) -> set[int]:
        """Return the lines whose paragraphs changed their order within one item."""
        own = [
            (place, note_id)
            for place, note_id in sorted(self._note_at.items())
            if self.places.section[place] == key == self.known[note_id].section
            and self.item_now.get(note_id) == key
            and place not in self.taken
        ]
        told = [self.known[note_id].place for _, note_id in own]
        if told == sorted(told):
            return set()
        order = {note.id: at for at, note in enumerate(self.items[key].notes)}
        stay = set(_longest([order[note_id] for _, note_id in own]))
        return {place for place, note_id in own if order[note_id] not in stay}

    def _is_vanished(self, key: str) -> bool:
        ids = [note.id for note in self.sent.notes if note.section == key]
        asked = any(key in ways for ways in self.places.doubtful.values())
        return (
            bool(ids)
            and not asked
            and not any(i in self.places.pairs or i in self.places.inside for i in ids)
        )

    # Words ------------------------------------------------------------------------------

    def number_of(self, item_id: str) -> int:
        """Return the place of an item on the agenda, -1 before the first."""
        return next((at for at, item in enumerate(self.now) if item.id == item_id), -1)

    def name(self, item_id: str) -> str:
        """Return 'item 4', or what else a part is called."""
        item = self.items.get(item_id)
        if item is None:
            return "a part that is no item"
        return f"item {item.label}" if item.label else f"'{item.title}'"

    def title(self, item_id: str) -> str:
        """Return 'Item 4: Budget', '' for what is no item."""
        item = self.items.get(item_id)
        if item is None:
            return ""
        return f"Item {item.label}: {item.title}" if item.label else item.title

    def where(self, place: int) -> str:
        """Return behind what a line stands in its part."""
        at = place - 1
        while at >= 0 and at not in self.places.heads.values() and not self.lines[at].text:
            at -= 1
        if at < 0 or at in self.places.heads.values():
            return "at the start"
        words = " ".join(self.lines[at].text.split())
        return f"after '{words if len(words) <= _SHORT else words[:_SHORT].rstrip() + '…'}'"

    def tracked(self, place: int) -> str:
        """Say whether Word kept track of a change at a line, and whose it was."""
        names = [name for name in self.lines[place].tracked if name]
        if not self.lines[place].tracked:
            return ""
        by = f" by {' and '.join(names)}" if names else ""
        return f"Tracked in Word{by}, and not accepted there yet."

    def made(
        self,
        kind: str,
        item_id: str,
        words: str,
        old: str = "",
        new: str = "",
        *,
        steps: tuple[Step, ...] = (),
        ways: tuple[Way, ...] = (),
        more: str = "",
    ) -> Difference:
        """Return a difference of an item, or of what stands before or after the items."""
        own = item_id if item_id in self.items else ""
        name = self.title(own)
        return Difference("", kind, own, name, words, old, new, steps, ways, more)

    # Places -----------------------------------------------------------------------------

    def before(self, place: int) -> tuple[str, ...]:
        """Return the paragraphs before a line in its part, nearest first, those that stay."""
        found = []
        start = max((p for p in self.places.heads.values() if p <= place), default=-1)
        for at in range(place - 1, start, -1):
            note_id = self._note_at.get(at) or self.settled.get(at)
            if note_id and at not in self.pending:
                found.append(note_id)
        return tuple(found)

    def insert(self, place: int, section: str, text: str, restricted: bool = False) -> Step:
        """Return the step that puts a line in where it stands."""
        before = self.before(place)
        return Step(INSERT, "", section, before, text=text, restricted=restricted)

    def is_restricted(self, item_id: str) -> bool:
        """Say whether an item belongs to part 2."""
        item = self.items.get(item_id)
        return item is not None and item.restricted

    def near_restricted(self, place: int) -> bool:
        """Say whether the paragraph before or after a line in its part is restricted."""
        section = self.places.section
        for step in (-1, 1):
            at = place + step
            while 0 <= at < len(self.lines) and section[at] == section[place]:
                note = self.known.get(self._note_at.get(at, ""))
                if note is not None:
                    if note.code == RESTRICTED:
                        return True
                    break
                at += step
        return False

    def gone_at(self, note: Known) -> float:
        """Return where in the file a paragraph would stand that is gone from it."""
        before = [
            self.places.pairs[other.id]
            for other in self.sent.notes
            if other.section == note.section
            and other.place < note.place
            and other.id in self.places.pairs
        ]
        start = self.places.heads.get(note.section, 0)
        return max(before, default=start) + 0.5


def _longest(numbers: Sequence[int]) -> list[int]:
    """Return the longest part of different numbers that rises, the earliest of several."""
    best: list[list[int]] = []
    for number in numbers:
        before = [run for run in best if run[-1] < number]
        best.append([*max(before, key=len, default=[]), number])
    return max(best, key=len, default=[])
