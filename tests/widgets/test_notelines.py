"""Lines of notes: whatever is done to words, blocks stay, and nothing typed is lost."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.widgets import notelines
from dscp_desktop.widgets.notelines import BULLET, NoteBlock, NoteLine, Spot

NOW = time(10, 42)
WORDS = st.text("ab •", max_size=6)
LINES = st.lists(
    st.one_of(
        st.builds(NoteLine, WORDS, st.sampled_from([None, NOW]), st.booleans()),
        st.sampled_from(["k1", "k2", "k3"]).map(lambda key: NoteLine(key=key)),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda line: line.key or object(),
).map(tuple)


def keys(lines: notelines.Lines) -> list[str]:
    return [line.key for line in lines if line.key]


def letters(lines: notelines.Lines) -> str:
    return "".join(line.text for line in lines).replace(" ", "").replace("•", "")


@given(LINES, st.data())
def test_no_edit_takes_a_block_out_or_loses_a_letter(
    lines: notelines.Lines, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    spot = Spot(at, data.draw(st.integers(0, len(lines[at].text))))
    made = [
        notelines.split(lines, spot),
        notelines.insert(lines, at, NoteLine()),
        notelines.join_above(lines, at),
        notelines.join_below(lines, at),
    ]
    for found in made:
        if found is None:
            continue
        after, there = found
        assert keys(after) == keys(lines)
        assert letters(after) == letters(lines)
        assert 0 <= there.line < len(after)
        assert 0 <= there.place <= len(after[there.line].text)


@given(LINES, st.data())
def test_a_locked_word_never_comes_out_of_its_lock(
    lines: notelines.Lines, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[at].text)))
    marked = tuple(
        NoteLine(line.text.replace("a", "X"), line.at, line.restricted, line.key)
        if line.restricted
        else line
        for line in lines
    )
    for found in (
        notelines.split(marked, Spot(at, place)),
        notelines.join_above(marked, at),
        notelines.join_below(marked, at),
    ):
        for line in found[0] if found else ():
            assert line.restricted or "X" not in line.text


@given(LINES, st.data())
def test_removing_paragraphs_leaves_the_blocks_among_them(
    lines: notelines.Lines, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, len(lines) - 1))
    after, spot = notelines.remove(lines, first, last)
    assert keys(after) == keys(lines)
    assert not after[spot.line].key
    assert letters(after) == letters((*lines[:first], *lines[last + 1 :]))


def test_a_list_goes_on_with_enter_and_ends_with_a_second_one() -> None:
    lines = (NoteLine(BULLET + "one", NOW),)
    lines, spot = notelines.split(lines, Spot(0, 5))
    assert (lines[1].text, spot) == (BULLET, Spot(1, 2))
    lines, spot = notelines.split(lines, spot)
    assert [line.text for line in lines] == [BULLET + "one", ""]
    assert notelines.listed(notelines.listed(lines[0])) == lines[0]


def test_the_second_half_of_a_paragraph_keeps_its_time_and_a_new_one_has_none() -> None:
    lines, _ = notelines.split((NoteLine("one two", NOW),), Spot(0, 3))
    assert lines == (NoteLine("one", NOW), NoteLine("two", NOW))
    lines, _ = notelines.split((NoteLine("one", NOW),), Spot(0, 3))
    assert lines[1].at is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_pasted_lines_become_paragraphs_stamped_now(end: str) -> None:
    lines, spot = notelines.paste((NoteLine("ab", NOW),), Spot(0, 1), f"x{end}{end}y", time(11))
    assert lines == (NoteLine("ax", NOW), NoteLine("yb", time(11)))
    assert spot == Spot(1, 1)


def test_copied_words_name_the_blocks() -> None:
    blocks = {"k": NoteBlock("decision", "Decision 1", "Agreed", "Without a vote")}
    lines = (NoteLine("one"), NoteLine(key="k"))
    assert notelines.words_between(lines, blocks, 0, 1) == "one\nDecision 1: Agreed"
    assert blocks["k"].spoken() == "Decision 1. Agreed. Without a vote"
    with pytest.raises(KeyError):
        NoteBlock("no such icon", "", "")
