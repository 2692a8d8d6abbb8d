"""Where a line stands in a file that came back: under which heading, as far as that is certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dscp_desktop.meetings.rules.returned.values import (
    ITEM,
    NOTES,
    OTHER,
    PART_2,
    RESTRICTED,
    FileLine,
    likeness,
    plain,
    read_mark,
)

_ALIKE = 0.5
_TELLING = 4  # so many words say by themselves which paragraph it is


@dataclass(frozen=True, slots=True)
class Head:
    """A heading as it went out. `key` is the id of its item, 'x…' for another part."""

    key: str
    text: str
    place: int

    @property
    def is_item(self) -> bool:
        """Say whether it is the heading of an item."""
        return not self.key.startswith(OTHER)


@dataclass(frozen=True, slots=True)
class Known:
    """A paragraph as it went out: its words without the sign of part 2, and as `shown`."""

    id: str
    code: str
    text: str
    section: str
    place: int
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out: headings, paragraphs, and by part the lines that the program makes."""

    heads: tuple[Head, ...]
    notes: tuple[Known, ...]
    rest: Mapping[str, tuple[str, ...]]


def read_sent(lines: Sequence[FileLine]) -> Sent:
    """Return what a file that went out holds."""
    heads: list[Head] = []
    notes: list[Known] = []
    rest: dict[str, list[str]] = {}
    section = ""
    for place, line in enumerate(lines):
        code, record_id = next((m for m in map(read_mark, line.marks) if m[0]), ("", ""))
        if code in (ITEM, OTHER):
            section = record_id if code == ITEM else f"{OTHER}{record_id}"
            heads.append(Head(section, line.text, place))
        elif code in NOTES:
            words = words_of(code, line.text)
            notes.append(Known(record_id, code, words, section, place, line.text))
        else:
            rest.setdefault(section, []).append(line.text)
    return Sent(tuple(heads), tuple(notes), {key: tuple(texts) for key, texts in rest.items()})


def words_of(code: str, text: str) -> str:
    """Return the words of a paragraph without the sign of part 2."""
    return text.removeprefix(PART_2) if code == RESTRICTED else text


@dataclass(slots=True)
class Places:
    """Where the lines of a returned file stand.

    `heads` gives the line of each heading found, `joined` those that run into a paragraph.
    `pairs` gives the line of each paragraph found, `inside` those that were joined into another's.
    `section` gives each line's part; a line of `doubtful` may belong to several.
    """

    heads: dict[str, int] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)
    gone: list[Head] = field(default_factory=list)
    pairs: dict[str, int] = field(default_factory=dict)
    inside: dict[str, int] = field(default_factory=dict)
    section: list[str] = field(default_factory=list)
    doubtful: dict[int, tuple[str, ...]] = field(default_factory=dict)
    strange: dict[int, int] = field(default_factory=dict)  # line: the new heading it stands under

    def head_before(self, place: int) -> str:
        """Return the part whose heading stands last before a line, '' before the first."""
        before = ((at, key) for key, at in self.heads.items() if at <= place)
        return max(before, default=(0, ""))[1]

    def note_at(self) -> dict[int, str]:
        """Return the paragraph of each line that is one."""
        return {place: note_id for note_id, place in self.pairs.items()}


def find_heads(sent: Sent, lines: Sequence[FileLine]) -> Places:
    """Return the headings of a returned file: by their bookmark, else by their words."""
    places = Places()
    texts = {note.id: note.text for note in sent.notes}
    marked: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        for code, record_id in map(read_mark, line.marks):
            if code in (ITEM, OTHER):
                key = record_id if code == ITEM else f"{OTHER}{record_id}"
                marked.setdefault(key, []).append(place)
    taken: set[int] = set()
    for head in sent.heads:
        ways = marked.get(head.key, [])
        exact = [place for place in ways if plain(lines[place].text) == plain(head.text)]
        found = exact or [p for p in ways if _is_head(head, lines[p], texts)]
        if found:
            places.heads[head.key] = found[0]
            taken.add(found[0])
            if not exact and _notes_in(lines[found[0]]):
                places.joined.add(head.key)
    for head in sent.heads:
        if head.key not in places.heads:
            at = _by_words(head, sent, lines, taken)
            if at is None:
                places.gone.append(head)
            else:
                places.heads[head.key] = at
                taken.add(at)
    return places


def _notes_in(line: FileLine) -> list[str]:
    return [record_id for code, record_id in map(read_mark, line.marks) if code in NOTES]


def _is_head(head: Head, line: FileLine, texts: Mapping[str, str]) -> bool:
    """Say whether a line that carries a heading's bookmark still is that heading."""
    held = _notes_in(line)
    if held:
        # The heading was taken out and its bookmark fell to the paragraph after it, or both run
        # together: only the words can tell.
        alone = any(plain(line.text) == plain(texts.get(note_id, "")) for note_id in held)
        return not alone and plain(line.text).startswith(plain(head.text))
    return line.level > 0 or likeness(line.text, head.text) >= _ALIKE


def _by_words(head: Head, sent: Sent, lines: Sequence[FileLine], taken: set[int]) -> int | None:
    """Return the one line that has a heading's words, where it is clear that it is the heading."""
    wanted = plain(head.text)
    if sum(plain(other.text) == wanted for other in sent.heads) > 1:
        return None
    found = [
        place
        for place, line in enumerate(lines)
        if place not in taken
        and plain(line.text) == wanted
        and line.place == "text"
        and not any(read_mark(mark)[0] in NOTES for mark in line.marks)
    ]
    headings = [place for place in found if lines[place].level]
    found = headings if len(headings) == 1 else found
    known = any(plain(note.text) == wanted for note in sent.notes)
    known = known or any(wanted in map(plain, texts) for texts in sent.rest.values())
    return found[0] if len(found) == 1 and not (known and not headings) else None


def find_notes(sent: Sent, lines: Sequence[FileLine], places: Places) -> None:
    """Find the paragraphs by their bookmarks, and those without one by words found only once."""
    known = {note.id: note for note in sent.notes}
    claims: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        for note_id in _notes_in(line):
            if note_id in known:
                claims.setdefault(note_id, []).append(place)
    bare = _bare_texts(lines, places)
    held: dict[int, list[str]] = {}
    for note_id, ways in claims.items():
        note = known[note_id]
        home = [place for place in ways if places.head_before(place) == note.section]
        held.setdefault(_best(note, home or ways, lines, bare), []).append(note_id)
    heads = set(places.heads.values())
    for place, ids in held.items():
        if place in heads:
            places.inside.update(dict.fromkeys(ids, place))
        else:
            _settle(place, ids, known, lines, places)
    _pair_by_words(sent, lines, places)


def _bare_texts(lines: Sequence[FileLine], places: Places) -> dict[str, list[int]]:
    """Return the lines of text without a bookmark of ours, by their words."""
    heads = set(places.heads.values())
    bare: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if place not in heads and line.text and line.place != "table" and not _notes_in(line):
            bare.setdefault(plain(line.text), []).append(place)
    return bare


def _best(
    note: Known, ways: Sequence[int], lines: Sequence[FileLine], bare: Mapping[str, list[int]]
) -> int:
    """Return the line of a paragraph: its own words count for more than its bookmark."""
    same = [p for p in ways if plain(words_of(note.code, lines[p].text)) == plain(note.text)]
    if same:
        return same[0]
    near = bare.get(plain(note.text), [])
    if len(near) == 1 and near[0] in (ways[0] - 1, ways[0] + 1):
        return near[0]  # a new paragraph was begun at its start and took the bookmark with it
    return max(ways, key=lambda p: likeness(lines[p].text, note.text))


def _settle(
    place: int,
    ids: Sequence[str],
    known: Mapping[str, Known],
    lines: Sequence[FileLine],
    places: Places,
) -> None:
    """Say whose line it is; the others in it were joined with it, or are gone."""
    text = lines[place].text
    if not text:
        return
    own = [i for i in ids if plain(words_of(known[i].code, text)) == plain(known[i].text)]
    if own:
        places.pairs[own[0]] = place
        return
    first, *others = sorted(ids, key=lambda i: -likeness(text, known[i].text))
    places.pairs[first] = place
    for note_id in others:
        words = plain(known[note_id].text).casefold().split()
        there = set(plain(text).casefold().split())
        if sum(word in there for word in words) >= 0.6 * len(words):
            places.inside[note_id] = place


def _pair_by_words(sent: Sent, lines: Sequence[FileLine], places: Places) -> None:
    """Pair paragraphs without a bookmark whose words stand once in what went out and came back."""
    bare = _bare_texts(lines, places)
    open_texts: dict[str, list[str]] = {}
    for note in sent.notes:
        if note.id not in places.pairs and note.id not in places.inside:
            open_texts.setdefault(plain(note.shown), []).append(note.id)
    used = set(places.pairs.values())
    for text, ids in open_texts.items():
        found = [place for place in bare.get(text, []) if place not in used]
        if len(ids) == len(found) == 1 and len(text.split()) >= _TELLING:
            places.pairs[ids[0]] = found[0]
