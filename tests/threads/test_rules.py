"""The rule that builds the golden thread map: order, several parents, loops, what stands out."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.offers import Step
from dscp_desktop.threads.rules import (
    LOOSE,
    NONE_RECORDED,
    OUTCOME,
    PRIORITY,
    MapLine,
    ThreadMap,
    build_map,
    holds,
    narrow,
    searched,
)


def step(key: str, kind: str, *of: str, difference: str = "", awaited: bool = False) -> Step:
    return Step(key, kind, key.upper(), "feature", of, difference=difference, awaited=awaited)


P1, P2 = step("p1", PRIORITY), step("p2", PRIORITY)
O1, O2 = step("o1", OUTCOME, "p1"), step("o2", OUTCOME, "p1")


def shape(lines: tuple[MapLine, ...]) -> list[str]:
    return [f"{'.' * line.depth}{line.step.id.partition(':')[0]}" for line in lines]


def line_of(found: ThreadMap, key: str) -> MapLine:
    return next(line for line in found.every if line.step.id == key)


def test_a_thread_runs_from_the_priority_to_the_evidence() -> None:
    found = build_map(
        [P1, P2],
        [
            step("e12", "evidence", "a"),
            step("a", "action", "f"),
            step("f", "finding", "audit"),
            step("audit", "audit", "o1"),
            O1,
        ],
    )
    assert shape(found.lines) == ["p1", ".o1", "..audit", "...f", "....a", ".....e12", "p2"]
    assert found.apart == ()
    assert [line.branch for line in found.lines] == [True] * 5 + [False, False]
    assert line_of(found, "e12").opens == "a"  # a review is no record: its action is opened
    assert line_of(found, "f").opens == "audit"
    assert line_of(found, "p2").difference == "Nothing is done for it yet"
    assert found.words == "4 steps, 0 with a difference recorded"


def test_what_hangs_on_no_outcome_is_listed_apart() -> None:
    steps = [O1, step("cycle", "cycle", "p1"), step("stray", "audit"), step("lost", "action", "?")]
    found = build_map([P1], steps)
    assert shape(found.lines) == ["p1", ".o1", f".{LOOSE}", "..cycle"]
    assert shape(found.apart) == ["stray", "lost"]
    assert found.lines[2].opens == ""


def test_a_parent_that_another_parent_hangs_on_is_passed_over() -> None:
    """An audit says its outcome, its cycle and its priority: it stands once."""
    steps = [O1, step("c", "cycle", "o1"), step("au", "audit", "p1", "o1", "c")]
    assert shape(build_map([P1], steps).lines) == ["p1", ".o1", "..c", "...au"]


def test_several_parents_show_it_under_each_and_what_came_of_it_once() -> None:
    steps = [O1, O2, step("au", "audit", "o1", "o2"), step("a", "action", "au", difference="Less")]
    found = build_map([P1], steps)
    assert shape(found.lines) == ["p1", ".o1", "..au", "...a", ".o2", "..au"]
    second = found.lines[-1]
    assert (second.again, second.branch, second.recorded) == ("O1", False, 1)
    assert found.lines[4].difference == "1 recorded"  # the other outcome counts it too
    assert found.words == "2 steps, 1 with a difference recorded"


def test_what_serves_another_plan_alone_is_left_out() -> None:
    steps = [
        O1,
        step("x1", OUTCOME, "x"),
        step("theirs", "audit", "x1"),
        step("both", "audit", "x1", "o1"),
        step("after", "action", "theirs"),
        step("threaded", "audit", "t"),
    ]
    found = build_map([P1], steps, elsewhere={"x", "x1"}, names={"t": "Voice of the child"})
    assert shape(found.lines) == ["p1", ".o1", "..both"]
    assert shape(found.apart) == ["threaded"]
    assert found.apart[0].serves == "Voice of the child"


def test_activity_with_no_difference_stands_out() -> None:
    steps = [
        O1,
        O2,
        step("done", "action", "o1", awaited=True),
        step("told", "action", "o2", awaited=True),
        step("six", "evidence", "told", difference="Fewer repeat referrals"),
        step("twelve", "evidence", "told", awaited=True),
        step("new", "action", "p1"),
    ]
    found = build_map([P1], steps)
    assert [one.step.id for one in found.lines if one.stands_out] == ["done", "twelve"]
    assert found.standing_out == 2
    assert line_of(found, "done").difference == NONE_RECORDED
    assert line_of(found, "o1").difference == "None recorded, 1 missing"
    assert line_of(found, "o2").difference == "1 recorded, 1 missing"
    assert (line_of(found, "told").mark, line_of(found, "new").mark) == ("some", "later")
    assert line_of(found, "six").difference == "Fewer repeat referrals"
    kept = narrow(found.lines, lambda line: line.stands_out)
    assert shape(kept) == ["p1", ".o1", "..done", ".o2", "..told", "...twelve"]
    assert [line.branch for line in kept] == [True, True, False, True, True, False]


@pytest.mark.parametrize(
    ("words", "kept"), [("", True), ("action done", True), ("NO DIFFERENCE", True), ("x", False)]
)
def test_a_line_is_found_by_its_words(words: str, kept: bool) -> None:
    found = build_map([P1], [O1, step("done", "action", "o1", awaited=True)])
    assert holds(searched(line_of(found, "done")), words.casefold().split()) is kept


def test_a_loop_is_cut_and_nothing_of_it_is_lost() -> None:
    loop = [step("a", "action", "b"), step("b", "action", "a"), step("c", "action", "c", "b")]
    found = build_map([P1], loop)
    assert shape(found.apart) == ["a", ".b", "..a", "..c"]
    assert found.apart[2].again == "A"
    inside = [O1, step("a", "audit", "o1", "b"), step("b", "action", "a")]
    assert shape(build_map([P1], inside).lines) == ["p1", ".o1", "..a", "...b", "....a"]


KEYS = [f"s{number}" for number in range(9)]
KINDS = st.sampled_from(["outcome", "cycle", "audit", "finding", "action", "evidence", "new"])
STEPS = st.lists(
    st.builds(
        lambda key, kind, of, told, awaited: Step(
            key, kind, key, "f", tuple(of), difference="It helped" if told else "", awaited=awaited
        ),
        st.sampled_from(KEYS),
        KINDS,
        st.lists(st.sampled_from([*KEYS, "p1", "p2", "x", "gone"]), max_size=4),
        st.booleans(),
        st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_any_steps_make_a_map_that_is_whole_and_ends(steps: list[Step]) -> None:
    check_map(steps)


@pytest.mark.slow
@pytest.mark.timeout(300)
@settings(max_examples=4000, deadline=None)
@given(steps=STEPS)
def test_any_steps_at_all(steps: list[Step]) -> None:
    check_map(steps)


def check_map(steps: list[Step]) -> None:
    found = build_map([P1, P2], steps, elsewhere={"x"})
    every = found.every
    known = {one.id for one in steps}
    away = reached_from({"x"}, steps) - reached_from({"p1", "p2"}, steps)
    shown = Counter(line.step.id for line in every if not line.step.id.startswith(LOOSE))
    assert set(shown) == (known - away) | {"p1", "p2"}  # each step is there, but those of others
    full = Counter(line.step.id for line in every if not line.again)
    assert set(full.values()) <= {1}  # in full once
    assert len({line.id for line in every}) == len(every)  # each place has an id of its own
    for before, line in zip((None, *every), every, strict=False):
        assert line.depth <= (before.depth + 1 if before else 0)  # a line is never two levels in
    for line, after in zip(every, (*every[1:], None), strict=False):
        assert line.branch is (after is not None and after.depth > line.depth)
    out = [line for line in every if line.stands_out]
    assert all(line.step.awaited and not line.step.difference for line in out)
    kept = narrow(found.lines, lambda line: line.stands_out)
    assert {line.id for line in out} & {ln.id for ln in found.lines} <= {ln.id for ln in kept}
    for line, after in zip(kept, (*kept[1:], None), strict=False):
        assert line.stands_out or (after is not None and after.depth == line.depth + 1)
        assert line.branch is (after is not None and after.depth > line.depth)


def reached_from(roots: set[str], steps: list[Step]) -> set[str]:
    first: dict[str, Step] = {}
    for one in sorted(steps, key=order):
        first.setdefault(one.id, one)
    found = set(roots)
    while True:
        more = {key for key, one in first.items() if found & (set(one.of) - {key})} - found
        if not more:
            return found
        found |= more


def order(one: Step) -> int:
    kinds = ["outcome", "cycle", "audit", "finding", "action", "evidence", "new"]
    return kinds.index(one.kind)
