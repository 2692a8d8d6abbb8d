"""Whatever is done to a file, nothing certain lands in another item than it stands in there."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.meetings.rules.returned.match import match
from dscp_desktop.meetings.rules.returned.values import (
    DECISION,
    ITEM,
    OTHER,
    WORDS,
    FileLine,
    PresentItem,
    PresentNote,
    apply_steps,
    mark_of,
    plain,
)
from tests.meetings.edits import uid

SAID = (
    "Noted.",
    "Agreed.",
    "The panel looked at the cases.",
    "The panel looked at all of the cases again.",
    "Schools asked to see the findings before the summer holidays.",
    "A report comes to the next meeting of the group.",
)


@dataclass(frozen=True)
class Stood:
    """A line in somebody's hands, and the item whose heading it is."""

    line: FileLine
    heads: str = ""
    decides: bool = False


@st.composite
def went_out(draw: st.DrawFn) -> tuple[tuple[PresentItem, ...], list[Stood]]:
    numbers = itertools.count(100)
    items, lines = [], [Stood(FileLine("Minutes")), Stood(FileLine("Date\t19 October"))]
    for at in range(1, draw(st.integers(2, 5)) + 1):
        title = f"Subject {at}"
        lines.append(
            Stood(FileLine(f"{at} {title}", marks=(mark_of(ITEM, uid(at)),), level=2), uid(at))
        )
        notes = []
        for said in draw(st.lists(st.sampled_from(SAID), max_size=4)):
            number = uid(next(numbers))
            decides = draw(st.integers(0, 5)) == 0
            code = DECISION if decides else WORDS
            shown = f"Decision {at}.{number[:8]}: {said}" if decides else said
            notes.append(PresentNote(number, code, said))
            lines.append(Stood(FileLine(shown, marks=(mark_of(code, number),)), decides=decides))
        items.append(PresentItem(uid(at), str(at), title, tuple(notes)))
    end = FileLine("Actions", marks=(mark_of(OTHER, "actions"),), level=2)
    lines += [Stood(end, "x"), Stood(FileLine("Ref\tAction", place="table"))]
    return tuple(items), lines


EDITS = ("change", "insert", "delete", "move", "split", "join", "strip", "copy", "head")
EDIT = st.tuples(
    st.sampled_from(EDITS), st.integers(0, 60), st.integers(0, 60), st.sampled_from(SAID)
)


def _edited(lines: list[Stood], edit: tuple[str, int, int, str], *, gently: bool) -> list[Stood]:
    kind, one, other, said = edit
    at, to = one % len(lines), other % len(lines)
    stood = lines[at]
    out = list(lines)
    if kind == "insert":
        # Nobody writes before the first heading here: that is no item, and another test's.
        out.insert(max(at, 3), Stood(FileLine(f"{said} {other}")))
        return out
    if gently and (stood.heads or stood.decides or at < 3 or not stood.line.marks):
        return lines
    if kind == "change":
        out[at] = replace(stood, line=replace(stood.line, text=f"{stood.line.text} {said}"))
    elif kind == "delete" and (not stood.heads or not gently):
        del out[at]
    elif kind == "move":
        moved = out.pop(at)
        out.insert(max(to, 3) if gently else to, moved)
        if gently and lines.index(next(s for s in lines if s.heads == "x")) <= to:
            return lines
    elif kind == "head" and stood.heads and not gently:
        del out[at]
    elif gently:
        return lines
    elif kind == "split":
        half = len(stood.line.text) // 2
        out[at] = replace(stood, line=replace(stood.line, text=stood.line.text[:half].strip()))
        out.insert(at + 1, Stood(FileLine(stood.line.text[half:].strip())))
    elif kind == "join" and at + 1 < len(out) and not out[at + 1].heads:
        tail = out.pop(at + 1).line
        both = replace(stood.line, text=f"{stood.line.text} {tail.text}",
                       marks=stood.line.marks + tail.marks)  # fmt: skip
        out[at] = replace(stood, line=both)
    elif kind == "strip":
        everything = other % 4 == 0
        out = [
            replace(s, line=replace(s.line, marks=())) if everything or n == at else s
            for n, s in enumerate(out)
        ]
    elif kind == "copy" and not stood.heads:
        out.insert(to, stood)
    return out


def _stand(lines: Sequence[Stood]) -> dict[str, list[str]]:
    """Return the texts under each heading."""
    found: dict[str, list[str]] = {}
    item = ""
    for stood in lines:
        item = stood.heads or item
        if not stood.heads:
            found.setdefault(item, []).append(plain(stood.line.text))
    return found


def _accept(items, found):
    fresh = (uid(n) for n in itertools.count(5000))
    taken = {note.id for item in items for note in item.notes}
    steps = [step for one in found if one.certain for step in one.steps]
    return apply_steps(items, steps, lambda: next(n for n in fresh if n not in taken))


@settings(max_examples=120, deadline=None)
@given(went_out(), st.lists(EDIT, max_size=8))
def test_nothing_certain_lands_in_another_item(sent, edits) -> None:
    items, lines = sent
    base = tuple(stood.line for stood in lines)
    for edit in edits:
        lines = _edited(lines, edit, gently=False)
    back = tuple(stood.line for stood in lines)
    try:
        found = match(base, back, items)
    except Refused:
        return
    after = _accept(items, found)
    stand = _stand(lines)
    for was, now in zip(items, after, strict=True):
        had = {plain(note.text) for note in was.notes}
        for note in now.notes:
            if plain(note.text) not in had:
                assert plain(note.text) in stand.get(was.id, ())
    keys = [one.key for one in found]
    assert len(set(keys)) == len(keys)
    assert all(one.certain or not one.steps for one in found)


@settings(max_examples=120, deadline=None)
@given(went_out(), st.lists(EDIT, max_size=8))
def test_plain_edits_are_all_certain_and_make_what_came_back(sent, edits) -> None:
    items, lines = sent
    base = tuple(stood.line for stood in lines)
    for edit in edits:
        lines = _edited(lines, edit, gently=True)
    wanted = _stand(lines)
    back = tuple(stood.line for stood in lines)
    now = items
    for _ in range(6):
        found = [one for one in match(base, back, now) if one.certain]
        if not found:
            break
        now = _accept(now, found)
    assert not found
    for item in now:
        here = [plain(note.text) for note in item.notes if note.code == WORDS]
        there = [t for t in wanted.get(item.id, []) if not t.startswith("Decision ")]
        assert here == there


@settings(max_examples=60, deadline=None)
@given(went_out(), st.lists(EDIT, max_size=6), st.randoms())
def test_one_by_one_in_any_order_makes_the_same(sent, edits, chance) -> None:
    items, lines = sent
    base = tuple(stood.line for stood in lines)
    for edit in edits:
        lines = _edited(lines, edit, gently=True)
    wanted = _stand(lines)
    back = tuple(stood.line for stood in lines)
    now = items
    for _ in range(40):
        found = [one for one in match(base, back, now) if one.certain]
        if not found:
            break
        now = _accept(now, [chance.choice(found)])
    assert not found
    for item in now:
        here = [plain(note.text) for note in item.notes if note.code == WORDS]
        assert here == [t for t in wanted.get(item.id, []) if not t.startswith("Decision ")]
