"""What came back compared with what went out and with what stands here: the differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from dscp_desktop.core.faults import Refused
from dscp_desktop.meetings.rules.returned.asking import (
    ask_of_head,
    ask_of_heads_order,
    ask_of_made,
    ask_of_record,
    ask_of_remark,
    ask_of_zone,
)
from dscp_desktop.meetings.rules.returned.looks import Look
from dscp_desktop.meetings.rules.returned.places import (
    Known,
    find_heads,
    find_notes,
    read_sent,
    words_of,
)
from dscp_desktop.meetings.rules.returned.sections import (
    find_sections,
    free_lines,
    lost_lines,
    own_lines,
    pair_rest,
)
from dscp_desktop.meetings.rules.returned.values import (
    DELETE,
    MOVE,
    PART_2,
    RECORDS,
    RESTRICTED,
    SET,
    Difference,
    FileLine,
    PresentItem,
    Step,
    Way,
    plain,
)

_FEWEST = 0.2  # of the paragraphs that went out: with fewer it is another document


def match(
    base: Sequence[FileLine], returned: Sequence[FileLine], present: Sequence[PresentItem]
) -> tuple[Difference, ...]:
    """Return what is other in a returned file, in the order of the agenda.

    `base` is what went out, `present` what stands here now. What is certain carries its steps;
    everything else is a question. What stands here already as it came back is left out, so that
    the same file can be looked at again after some of it was taken in. Raises Refused where the
    file is another document.
    """
    sent = read_sent(base)
    places = find_heads(sent, returned)
    find_notes(sent, returned, places)
    find_sections(sent, returned, places)
    own = own_lines(sent, returned, places)
    pair_rest(sent, returned, places, own)
    if not places.heads and len(places.pairs) <= _FEWEST * len(sent.notes):
        raise Refused(
            "This file does not hold these minutes: none of their headings is in it. Choose the "
            "copy that was sent out."
        )
    own = own_lines(sent, returned, places)
    look = Look(sent, tuple(returned), places, tuple(present))
    work = _Work(look, own, lost_lines(sent, returned, own))
    work.everything()
    return work.in_order()


@dataclass(slots=True)
class _Work:
    """Collects differences, each at a line of the file or, where it is gone, after one."""

    look: Look
    own: dict[int, str]
    lost: dict[str, list[str]]
    found: list[tuple[tuple[int, float], Difference]] = field(default_factory=list)

    def everything(self) -> None:
        """Find all of them."""
        for key, made in ask_of_made(self.look, self.own, self.lost):
            self.add(key, made)
        look, taken = self.look, self.look.taken
        for place, asked in ask_of_head(self.look):
            self.add(place, asked)
        for place, asked in ask_of_heads_order(self.look):
            self.add(place, asked)
        for place, asked in ask_of_zone(self.look, self.own):
            self.add(place, asked)
        for place, note_id in sorted(self.look.places.note_at().items()):
            if place not in taken:
                self._paired(place, self.look.known[note_id], place in look.pending)
        for place in free_lines(self.look.lines, self.look.places):
            if place not in taken and place not in self.own:
                self._inserted(place)
        self._gone()
        for place, line in enumerate(self.look.lines):
            for remark in line.remarks:
                for at, asked in ask_of_remark(self.look, place, remark):
                    self.add(at, asked)

    def add(self, place: float, found: Difference) -> None:
        """Keep a difference at a line of the file."""
        number = self.look.number_of(found.item_id)
        self.found.append(((number, place), found))

    def in_order(self) -> tuple[Difference, ...]:
        """Return them in the order of the agenda, each with a key of its own."""
        met: Counter[str] = Counter()
        out = []
        for _, found in sorted(self.found, key=lambda pair: pair[0]):
            note = next((s.note_id for s in found.steps if s.note_id), "")
            told = "\n".join((found.kind, found.item_id, note, found.words, found.old, found.new))
            key = sha256(told.encode()).hexdigest()[:20]
            met[key] += 1
            out.append(replace(found, key=f"{key}-{met[key]}"))
        return tuple(out)

    # Paragraphs that are there ------------------------------------------------------------

    def _paired(self, place: int, note: Known, moved: bool) -> None:
        look = self.look
        section = look.places.section[place]
        text = words_of(note.code, look.lines[place].text)
        if note.code in RECORDS:
            for at, asked in ask_of_record(look, place, note):
                self.add(at, asked)
            if section != note.section:
                return
        if section != note.section:
            self._moved_over(place, note, section, text)
            return
        if moved:
            self._moved(place, note, section)
        if note.code not in RECORDS:
            self._changed(place, note, section, text)

    def _changed(self, place: int, note: Known, section: str, text: str) -> None:
        look = self.look
        now = look.present.get(note.id)
        joined = [i for i, at in look.places.inside.items() if at == place]
        if plain(text) == plain(note.text):
            if note.shown != note.text and look.lines[place].text == text:
                words = f"'{PART_2.strip()}' is gone before a paragraph. It stays restricted."
                self.add(place, look.made("question", section, words, note.text, text))
            return
        if now is None:
            words = "A paragraph was changed in the file and taken out here meanwhile."
            put = look.insert(place, section, text, note.code == RESTRICTED)
            way = Way("Put it in again, as it came back", (put,))
            self.add(place, look.made("conflict", section, words, note.text, text, ways=(way,)))
            return
        if plain(now.text) == plain(text):
            return
        steps = (Step(SET, note.id, text=text, was=now.text), *self._swallowed(joined))
        tracked = look.tracked(place)
        if plain(now.text) != plain(note.text):
            words = "A paragraph was changed in the file and here too."
            way = Way("Take what came back", steps)
            more = f"It went out as: {note.text}"
            made = look.made("conflict", section, words, now.text, text, ways=(way,), more=more)
        elif joined and len(steps) == len(joined) + 1:
            old = "\n".join([note.text, *(look.known[i].text for i in joined)])
            words = "Paragraphs were joined."
            made = look.made("joined", section, words, old, text, steps=steps, more=tracked)
        else:
            words = "A paragraph was changed."
            made = look.made("changed", section, words, now.text, text, steps=steps, more=tracked)
        self.add(place, made)

    def _swallowed(self, ids: Iterable[str]) -> Iterator[Step]:
        """Take out the paragraphs that were joined into another, where they are words alone."""
        for note_id in ids:
            note, now = self.look.known[note_id], self.look.present.get(note_id)
            if now and note.code not in RECORDS and plain(now.text) == plain(note.text):
                yield Step(DELETE, note_id, was=now.text)

    def _moved(self, place: int, note: Known, section: str) -> None:
        look = self.look
        now = look.present[note.id]  # a line is pending only where its paragraph stands here
        step = Step(MOVE, note.id, section, look.before(place), was=now.text)
        words = "A paragraph was moved within the item."
        self.add(place, look.made("moved", section, words, now.text, now.text, steps=(step,)))

    def _moved_over(self, place: int, note: Known, section: str, text: str) -> None:
        look = self.look
        now, stands = look.present.get(note.id), look.item_now.get(note.id, "")
        if section not in look.items:
            words = f"A paragraph of {look.name(note.section)} stands outside the items."
            self.add(place, look.made("question", note.section, words, note.text, text))
            return
        if now is None:
            words = f"A paragraph was moved here from {look.name(note.section)}; it was taken out."
            put = look.insert(place, section, text, note.code == RESTRICTED)
            ways = (Way("Put it in here", (put,)),)
            self.add(place, look.made("question", section, words, "", text, ways=ways))
            return
        if stands == section:
            self._changed(place, note, section, text)
            return
        steps = [Step(MOVE, note.id, section, look.before(place), was=now.text)]
        changed = plain(text) != plain(note.text)
        if changed and plain(now.text) != plain(text):
            steps.append(Step(SET, note.id, text=text, was=now.text))
        words = f"A paragraph was moved here from {look.name(stands)}."
        opens = look.is_restricted(stands) and not look.is_restricted(section)
        if stands != note.section or opens or (changed and plain(now.text) != plain(note.text)):
            if opens:
                words = f"{words} It was restricted there and would not be here."
            ways = (Way(f"Move it to {look.name(section)}", tuple(steps)),)
            made = look.made("question", section, words, now.text, text, ways=ways)
        else:
            made = look.made(
                "moved", section, words, now.text, text, steps=tuple(steps),
                more=look.tracked(place),
            )  # fmt: skip
        self.add(place, made)

    # Paragraphs that are new or gone --------------------------------------------------------

    def _inserted(self, place: int) -> None:
        look = self.look
        section, line = look.places.section[place], look.lines[place]
        if section not in look.items:
            where = "before the items" if not section else "after the items"
            words = f"Something was written {where}. It belongs to no item."
            self.add(place, look.made("question", section, words, "", line.text))
            return
        if place in look.settled:
            return
        hidden = look.near_restricted(place)
        put = look.insert(place, section, line.text, hidden)
        more = "It stands beside restricted words and comes in as restricted." if hidden else ""
        more = more or look.tracked(place)
        if line.place != "text":
            kind = "A row of a table" if line.place == "table" else "A frame with words"
            ways = (Way("Put its words in as a paragraph", (put,)),)
            words = f"{kind} was put in."
            self.add(place, look.made("question", section, words, "", line.text, ways=ways))
            return
        words = f"A paragraph was put in {look.where(place)}."
        made = look.made("inserted", section, words, "", line.text, steps=(put,), more=more)
        self.add(place, made)

    def _gone(self) -> None:
        look = self.look
        for note in look.sent.notes:
            if note.id in look.places.pairs or note.section in look.vanished:
                continue
            if note.id in look.told:
                continue
            now = look.present.get(note.id)
            if now is None:
                continue
            place = look.gone_at(note)
            if note.code in RECORDS:
                inside = note.id in look.places.inside
                what = "was joined with a paragraph" if inside else "is gone from the file"
                words = f"{note.text.partition(':')[0]} {what}. It stays until it is taken out."
                self.add(place, look.made("question", note.section, words, note.text, ""))
                continue
            if note.id in look.places.inside:
                if not self._hanging(note):
                    continue
                words = "A paragraph was joined with another line of the file."
                ways = (Way("Take it out here", (Step(DELETE, note.id, was=now.text),)),)
                self.add(place, look.made("question", note.section, words, now.text, "", ways=ways))
                continue
            step = Step(DELETE, note.id, was=now.text)
            if plain(now.text) != plain(note.text) or look.item_now.get(note.id) != note.section:
                words = "A paragraph was taken out of the file and changed here meanwhile."
                ways = (Way("Take it out", (step,)),)
                made = look.made("conflict", note.section, words, now.text, "", ways=ways)
            else:
                words = "A paragraph was taken out."
                made = look.made("deleted", note.section, words, now.text, "", steps=(step,))
            self.add(place, made)

    def _hanging(self, note: Known) -> bool:
        """Say whether the line that a paragraph was joined into takes care of it already."""
        place = self.look.places.inside[note.id]
        taken_along = any(
            step.kind == DELETE and step.note_id == note.id
            for _, found in self.found
            for step in (*found.steps, *(s for way in found.ways for s in way.steps))
        )
        return not taken_along and place >= 0
