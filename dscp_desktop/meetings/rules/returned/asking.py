"""What a returned file leaves open: questions, each with the answers that make sense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from dscp_desktop.meetings.rules.returned.looks import Look
from dscp_desktop.meetings.rules.returned.places import Head, Known, words_of
from dscp_desktop.meetings.rules.returned.sections import free_lines
from dscp_desktop.meetings.rules.returned.values import (
    DELETE,
    INSERT,
    MOVE,
    RECORD,
    RECORDS,
    RESTRICTED,
    SET,
    TITLE,
    Difference,
    Remark,
    Step,
    Way,
    likeness,
    plain,
)

_ALIKE = 0.5
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(r"^\d+[A-Za-z]?(?:\.\d+)*[.):]?\s+")
Asked = Iterator[tuple[float, Difference]]


def _count(number: int, one: str, many: str) -> str:
    told = _COUNTS[number] if number < len(_COUNTS) else str(number)
    return f"{told} {one if number == 1 else many}"


def ask_of_made(look: Look, own: Mapping[int, str], lost: Mapping[str, list[str]]) -> Asked:
    """Ask about the lines that the program writes itself and that were changed or taken out."""
    for key, texts in lost.items():
        free = [
            place
            for place in free_lines(look.lines, look.places)
            if look.places.section[place] == key
            and place not in own
            and place not in look.taken
            and place not in look.settled
        ]
        here = "in this item" if key in look.items else "outside the items"
        remedy = "The program makes it from the record: change it there."
        for text in texts:
            alike = [(likeness(look.lines[place].text, text), -place) for place in free]
            best, at = max(alike, default=(0.0, 0))
            if best >= _ALIKE:
                near = -at
                free.remove(near)
                look.taken.add(near)
                words = f"A line {here} was changed. {remedy}"
                yield near, look.made("question", key, words, text, look.lines[near].text)
            else:
                words = f"A line {here} is gone. {remedy}"
                yield look.places.heads.get(key, 0), look.made("question", key, words, text)


def ask_of_head(look: Look) -> Asked:
    """Ask about headings that were changed, run into a paragraph, or are gone."""
    for head in look.sent.heads:
        place = look.places.heads.get(head.key)
        if place is None:
            yield from _gone_head(look, head)
        elif head.key in look.places.joined:
            yield from _joined_head(look, head, place)
        elif plain(look.lines[place].text) != plain(head.text):
            yield place, _other_title(look, head, look.lines[place].text)


def _gone_head(look: Look, head: Head) -> Asked:
    if any(head.key in ways for ways in look.places.doubtful.values()):
        return
    if not head.is_item:
        words = f"The heading '{head.text}' is gone. The program prints it again."
        yield 0, look.made("question", "", words, head.text)
        return
    here = look.name(head.key)
    words = f"The heading of {here} is gone. The item stays as it is."
    ways: tuple[Way, ...] = ()
    if head.key in look.vanished:
        notes = [note for note in look.sent.notes if note.section == head.key]
        steps = tuple(
            Step(DELETE, note.id, was=look.present[note.id].text)
            for note in notes
            if note.id in look.present
            and note.code not in RECORDS
            and plain(look.present[note.id].text) == plain(note.text)
        )
        if not steps and not any(note.id in look.present for note in notes):
            return
        told = _count(len(notes), "paragraph", "paragraphs")
        words = f"The heading of {here} is gone, and its {told} with it."
        what = _count(len(steps), "paragraph", "paragraphs")
        ways = (Way(f"Take out {what}; the item stays", steps),) if steps else ()
    yield 0, look.made("heading", head.key, words, head.text, ways=ways)


def _joined_head(look: Look, head: Head, place: int) -> Asked:
    """The heading and what came after it stand in one line."""
    text = plain(look.lines[place].text).removeprefix(plain(head.text)).strip()
    held = [note for note_id, at in look.places.inside.items() if at == place
            for note in (look.known[note_id],)]  # fmt: skip
    words = f"The heading of {look.name(head.key)} and the paragraph after it run together."
    note = held[0] if len(held) == 1 else None
    now = look.present.get(note.id) if note else None
    ways: tuple[Way, ...] = ()
    if note and now and note.code not in RECORDS and text and plain(now.text) != text:
        step = Step(SET, note.id, text=text, was=now.text)
        ways = (Way("Read what follows the heading as that paragraph", (step,)),)
    elif note and now and plain(now.text) == text:
        words = f"{words} Both stay as they are here."
    look.told |= {one.id for one in held}
    yield place, look.made("heading", head.key, words, head.text, look.lines[place].text, ways=ways)


def _other_title(look: Look, head: Head, text: str) -> Difference:
    item = look.items.get(head.key)
    if item is None:
        words = "A heading that the program makes was changed. It prints it as before."
        return look.made("question", "", words, head.text, text)
    title = plain(text)
    title = plain(title.removeprefix(item.label)) if item.label else title
    title = title if title != plain(text) else _NUMBER.sub("", title)
    if not title or title == plain(_bare(head.text, item.label)) or title == plain(item.title):
        words = f"The number of {look.name(head.key)} was changed. Numbers stay as they went out."
        return look.made("question", head.key, words, head.text, text)
    step = Step(TITLE, "", head.key, text=title, was=item.title)
    words = f"The heading of {look.name(head.key)} was changed."
    return look.made("title", head.key, words, item.title, title, steps=(step,))


def _bare(text: str, label: str) -> str:
    return plain(plain(text).removeprefix(label))


def ask_of_heads_order(look: Look) -> Asked:
    """Say that items stand in another order than they went out in."""
    found = [h for h in look.sent.heads if h.is_item and h.key in look.places.heads]
    for one, other in pairwise(found):
        if look.places.heads[other.key] < look.places.heads[one.key]:
            here, there = look.name(other.key), look.name(one.key)
            words = f"In the file, {here} stands before {there}. The order of items stays."
            yield 0, look.made("heading", other.key, words)


def ask_of_zone(look: Look, own: Mapping[int, str]) -> Asked:
    """Ask to which item lines belong whose heading is gone, or that stand under a new one."""
    zones: dict[tuple[str, int], list[int]] = {}
    for place, ways in look.places.doubtful.items():
        if place not in own and look.lines[place].text:
            zones.setdefault(("\n".join(ways), -1), []).append(place)
    for place, start in look.places.strange.items():
        zones.setdefault((look.places.section[place], start), []).append(place)
    for (keys, start), group in zones.items():
        ways = tuple(key for key in keys.split("\n") if key in look.items)
        if start < 0:
            yield from _ask_lost(look, sorted(group), ways)
        else:
            yield from _ask_strange(look, sorted(group), ways, look.lines[start].text)


def _ask_lost(look: Look, group: list[int], ways: tuple[str, ...]) -> Asked:
    lost = [head for head in look.places.gone if head.key in ways]
    told = _count(len(group), "paragraph", "paragraphs")
    names = " or ".join(n.removeprefix("item ") if k else n for k, n in
                        enumerate(map(look.name, ways)))  # fmt: skip
    gone = " and of ".join(look.name(head.key) for head in lost) or look.name("")
    one = len(group) == 1
    words = (
        f"The heading of {gone} is gone: {'does' if one else 'do'} the {told} after it belong to "
        f"{names}?"
    )
    asked = lost[0].key if lost else ways[0] if ways else ""
    text = "\n".join(look.lines[place].text for place in group)
    heads = "\n".join(head.text for head in lost)
    made = tuple(_way(look, group, key) for key in ways)
    yield group[0], look.made("heading", asked, words, heads, text, ways=made)


def _ask_strange(look: Look, group: list[int], ways: tuple[str, ...], text: str) -> Asked:
    key = ways[0] if ways else ""
    told = _count(len(group) - 1, "new paragraph", "new paragraphs")
    where = f"in {look.name(key)}" if key else "outside the items"
    words = f"A new heading, '{' '.join(text.split())}', stands {where}, with {told} under it."
    shown = "\n".join(look.lines[place].text for place in group)
    made = tuple(_way(look, group, key) for key in ways)
    fresh = [way for way in made if way.steps]
    if made and not fresh:
        return
    yield group[0], look.made("heading", key, words, "", shown, ways=made)


def _way(look: Look, group: list[int], key: str) -> Way:
    """Return what it takes that lines belong to an item."""
    steps: list[Step] = []
    opens = False
    notes = look.places.note_at()
    for place in group:
        note = look.known.get(notes.get(place, ""))
        text = look.lines[place].text
        if note is None:
            if not look.is_new_here(key, text):
                steps.append(look.insert(place, key, text, look.near_restricted(place)))
            continue
        now = look.present.get(note.id)
        if now is None or note.code in RECORDS:
            continue
        stands = look.item_now[note.id]
        if stands != key:
            steps.append(Step(MOVE, note.id, key, look.before(place), was=now.text))
            hidden = note.code == RESTRICTED
            opens |= look.is_restricted(stands) and not look.is_restricted(key) and not hidden
        words = words_of(note.code, text)
        if plain(words) != plain(note.text) and plain(words) != plain(now.text):
            steps.append(Step(SET, note.id, text=words, was=now.text))
    name = look.title(key) or "The part outside the items"
    told = f"{name}, where they are no longer restricted" if opens else name
    return Way(told, tuple(steps))


def ask_of_record(look: Look, place: int, note: Known) -> Asked:
    """Ask about a decision, an action or a challenge that reads differently or was moved."""
    section, text = look.places.section[place], look.lines[place].text
    label, _, body = text.partition(": ")
    own, _, was = note.text.partition(": ")
    if section != note.section:
        where = look.name(section) if section in look.items else "a place outside the items"
        words = f"{own} was moved to {where}. It stays where it was made; move it by hand."
        yield place, look.made("question", note.section, words, note.text, text)
        return
    if plain(text) == plain(note.text):
        return
    now = look.present.get(note.id)
    if now is not None and plain(now.text) == plain(body) and plain(label) == plain(own):
        return
    what = RECORDS[note.code]
    words = f"{own} reads differently. Is the {what} to be changed?"
    ways: tuple[Way, ...] = ()
    more = look.tracked(place)
    if now is not None and plain(label) == plain(own) and plain(body):
        step = Step(RECORD, note.id, text=body, was=now.text)
        ways = (Way(f"Change the words of {own}", (step,)),)
        if plain(now.text) != plain(was):
            more = f"It was changed here meanwhile: {now.text}"
    yield place, look.made("record", section, words, note.text, text, ways=ways, more=more)


def ask_of_remark(look: Look, place: int, remark: Remark) -> Asked:
    """Show a comment, a footnote or a picture; its words can become a paragraph."""
    section = look.places.section[place]
    if remark.kind == "picture":
        words = "A picture was put in. Minutes hold words: add it as a paper."
        yield place, look.made("question", section, words, "", look.lines[place].text)
        return
    if look.is_new_here(section, remark.text):
        return
    who = f" of {remark.who}" if remark.who else ""
    about = f" on '{remark.about}'" if remark.about else ""
    words = f"{remark.kind.capitalize()}{who}{about}."
    ways: tuple[Way, ...] = ()
    if section in look.items and remark.text and place not in look.taken:
        note_id = look.places.note_at().get(place)
        before = ((note_id,) if note_id else ()) + look.before(place)
        hidden = look.near_restricted(place) or _is_hidden(look, note_id)
        step = Step(INSERT, "", section, before, remark.text, restricted=hidden)
        ways = (Way("Put its words in as a paragraph", (step,)),)
    line = look.lines[place].text
    yield place, look.made("comment", section, words, line, remark.text, ways=ways)


def _is_hidden(look: Look, note_id: str | None) -> bool:
    note = look.known.get(note_id or "")
    return note is not None and note.code == RESTRICTED
