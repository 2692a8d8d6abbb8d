"""Which lines of a returned file belong to which part, and which paragraph each of them is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from dscp_desktop.meetings.rules.returned.places import Head, Known, Places, Sent, words_of
from dscp_desktop.meetings.rules.returned.values import (
    NOTES,
    OTHER,
    FileLine,
    likeness,
    plain,
    read_mark,
)

_ALIKE = 0.6


def find_sections(sent: Sent, lines: Sequence[FileLine], places: Places) -> None:
    """Say for each line under which heading it stands; doubtful where one is gone or strange."""
    at = {place: key for key, place in places.heads.items()}
    edges = [0, *sorted(at), len(lines)]
    places.section = [""] * len(lines)
    for start, end in pairwise(edges):
        key = at.get(start, "")
        for place in range(start, end):
            places.section[place] = key
        _doubt(sent, places, key, start, end, lines)


def _doubt(
    sent: Sent, places: Places, key: str, start: int, end: int, lines: Sequence[FileLine]
) -> None:
    """Mark the lines of one part that may belong to another, whose heading is gone."""
    lost = [head.key for head in _lost_after(sent, places, key)]
    notes = {note.id: note.section for note in sent.notes}
    whose = {
        place: notes[note_id]
        for place, note_id in places.note_at().items()
        if start <= place < end and place not in places.heads.values()
    }
    begins = start if start in places.heads.values() else start - 1
    if lost:
        first = min((p for p, section in whose.items() if section in lost), default=end)
        last = max((p for p, s in whose.items() if s == key and p < first), default=begins)
        ways = tuple(k for k in (key, *lost) if k and not k.startswith(OTHER))
        # What the program itself wrote in a part whose heading is gone is no question.
        own = {plain(text) for k in (key, *lost) for text in sent.rest.get(k, ())}
        for place in range(last + 1, end):
            if ways and (place in whose or plain(lines[place].text) not in own):
                places.doubtful[place] = ways
    strange = -1
    for place in range(begins + 1, end):
        if place in places.doubtful:
            continue
        if _is_strange(lines[place], place, places, sent):
            strange = place
        if strange >= 0 and (place == strange or whose.get(place, "") != key):
            places.strange[place] = strange


def _lost_after(sent: Sent, places: Places, key: str) -> list[Head]:
    """Return the headings that are gone and stood right after one that was found."""
    lost: list[Head] = []
    on = key == ""
    for head in sent.heads:
        if head.key == key:
            on = True
        elif on and head in places.gone:
            lost.append(head)
        elif on:
            break
    return lost


def _is_strange(line: FileLine, place: int, places: Places, sent: Sent) -> bool:
    """Say whether a line is a heading that did not go out."""
    if not line.level or line.place != "text" or place in places.heads.values():
        return False
    if place in places.pairs.values() or any(read_mark(m)[0] in NOTES for m in line.marks):
        return False
    return not any(plain(line.text) in map(plain, texts) for texts in sent.rest.values())


def pair_rest(
    sent: Sent, lines: Sequence[FileLine], places: Places, own: Collection[int] = ()
) -> None:
    """Pair what is left within each part: the same words first, then those most alike.

    `own` are lines that the program wrote itself.
    """
    for key in {note.section for note in sent.notes}:
        notes = [n for n in sent.notes if n.section == key and _is_open(n, places)]
        free = [
            place
            for place in free_lines(lines, places)
            if places.section[place] == key and place not in places.doubtful and place not in own
        ]
        for note in list(notes):
            found = next((p for p in free if plain(lines[p].text) == plain(note.shown)), None)
            if found is not None:
                places.pairs[note.id] = found
                notes.remove(note)
                free.remove(found)
        _pair_alike(notes, free, lines, places)


def _is_open(note: Known, places: Places) -> bool:
    return note.id not in places.pairs and note.id not in places.inside


def _pair_alike(
    notes: Sequence[Known], free: Sequence[int], lines: Sequence[FileLine], places: Places
) -> None:
    near = sorted(
        (
            (-likeness(note.text, words_of(note.code, lines[place].text)), note.place, place)
            for note in notes
            for place in free
        ),
    )
    by_place = {note.place: note for note in notes}
    used: set[int] = set()
    for unlike, told, place in near:
        if -unlike < _ALIKE:
            break
        note = by_place[told]
        if place not in used and note.id not in places.pairs:
            places.pairs[note.id] = place
            used.add(place)


def free_lines(lines: Sequence[FileLine], places: Places) -> list[int]:
    """Return the lines of text that are no heading and nobody's paragraph yet."""
    taken = {*places.heads.values(), *places.pairs.values()}
    return [
        place
        for place, line in enumerate(lines)
        if line.text and place not in taken and place not in places.strange
    ]


def own_lines(sent: Sent, lines: Sequence[FileLine], places: Places) -> dict[int, str]:
    """Return the lines that the program wrote itself and that came back as they were.

    Each counts once, in its own part first: what stands there twice was put in by somebody.
    """
    left = {key: [plain(text) for text in texts] for key, texts in sent.rest.items()}
    found: dict[int, str] = {}
    free = free_lines(lines, places)
    for place in free:
        key, text = places.section[place], plain(lines[place].text)
        if text in left.get(key, ()):
            left[key].remove(text)
            found[place] = key
    gone = {head.key for head in places.gone}
    for place in free:
        if place in found:
            continue
        text = plain(lines[place].text)
        for key in left:
            if key in gone and text in left[key]:
                left[key].remove(text)
                found[place] = key
                break
    return found


def lost_lines(
    sent: Sent, lines: Sequence[FileLine], found: dict[int, str]
) -> dict[str, list[str]]:
    """Return by part the lines of the program that did not come back as they were."""
    left = {key: list(texts) for key, texts in sent.rest.items()}
    for place, key in found.items():
        same = next(t for t in left[key] if plain(t) == plain(lines[place].text))
        left[key].remove(same)
    return {key: texts for key, texts in left.items() if texts}
