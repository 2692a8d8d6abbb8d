"""The draw against vectors made apart from it, and the properties anybody relies on."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.sampling.rules.bounds import (
    TWO_STRATA,
    bounds_of,
    least_sample,
    most_of_concern,
)
from dscp_desktop.sampling.rules.draw import (
    Drawn,
    Replacement,
    draw,
    parse_plan,
    plan_text,
    replace,
    reviewed,
    tidy_seed,
)
from dscp_desktop.sampling.rules.frame import (
    FrameRow,
    LeftOut,
    Period,
    commitment_of,
    frame_faults,
    frame_text,
    left_out_text,
    ref_fault,
    sha256_of,
)
from tests.conftest import ROOT

VECTORS: dict[str, Any] = json.loads((ROOT / "tests/data/draw-vectors.json").read_text("utf-8"))
LEVELS = ("0", "1", "2", "3")
QUARTER = Period(date(2022, 4, 1), date(2022, 6, 30))


def rows_of(given_rows: list[list[Any]]) -> list[FrameRow]:
    return [FrameRow(ref, date.fromisoformat(on), str(level)) for ref, on, level in given_rows]


@pytest.mark.parametrize("vector", VECTORS["draws"])
def test_every_drawn_vector_holds(vector: dict[str, Any]) -> None:
    rows = rows_of(vector["rows"])
    assert frame_faults(rows, QUARTER, LEVELS) == ()
    assert frame_text(rows) == vector["frame"]
    assert sha256_of(vector["frame"]) == vector["frame_hash"]
    assert sha256_of(vector["left_out"]) == vector["left_out_hash"]
    parts = (vector[name] for name in ("frame_hash", "period", "plan", "left_out_hash"))
    assert commitment_of(*parts) == vector["commitment"]
    drawn = draw(rows, parse_plan(vector["plan"], ("3",)), tidy_seed(vector["seed"]))
    assert drawn.tickets == vector["tickets"]
    strata = {k: {"order": list(s.order), "taken": list(s.taken)} for k, s in drawn.strata.items()}
    assert strata == vector["strata"]


def test_more_than_there_are_means_all_and_says_so() -> None:
    drawn = draw(rows_of(VECTORS["draws"][2]["rows"]), parse_plan("0:2,1:5"), "1")
    assert drawn.notes == ("1: 5 were asked for and there are 1: all taken.",)


def test_what_was_left_out_is_written_as_in_the_vectors() -> None:
    text = left_out_text([LeftOut("A-11", "no level given by the home")])
    assert text == VECTORS["draws"][2]["left_out"]
    with pytest.raises(WrongUse, match="in one line why A-11"):
        left_out_text([LeftOut("A-11", "two\nlines")])
    with pytest.raises(WrongUse, match="in one line why A-11"):
        left_out_text([LeftOut("A-11", " ")])


@pytest.mark.parametrize("ref", VECTORS["refused_refs"])
def test_a_reference_that_could_be_read_two_ways_is_refused(ref: str) -> None:
    assert ref_fault(ref)


@pytest.mark.parametrize("ref", ["A", "RST-001", "ŁÓDŹ/7", "a b_c.d", "É-1", "A" * 64])
def test_a_reference_of_letters_and_digits_is_taken(ref: str) -> None:
    assert ref_fault(ref) == ""


@pytest.mark.parametrize("rows", VECTORS["refused_frames"])
def test_a_frame_with_a_repeat_or_no_level_is_refused(rows: list[list[Any]]) -> None:
    assert frame_faults(rows_of(rows), QUARTER, LEVELS)


def test_every_fault_of_a_frame_is_named_with_its_place() -> None:
    rows = [
        FrameRow("A-1", date(2022, 4, 1), "0"),
        FrameRow("a-1", date(2022, 7, 1), ""),
        FrameRow("A,2", date(2022, 6, 30), "3"),
    ]
    found = frame_faults(rows, QUARTER, LEVELS)
    assert [(fault.place, fault.why.split(" ")[0]) for fault in found] == [
        (1, "a-1"),
        (1, "2022-07-01"),
        (1, "It"),
        (2, "The"),
    ]


@pytest.mark.parametrize("text", ["", "0", "0:", ":8", "0:08", "0:-1", "0:8,0:9", "0:8;1:5", "0:²"])
def test_a_plan_written_otherwise_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse):
        parse_plan(text)


def test_the_highest_level_is_always_taken_whole() -> None:
    with pytest.raises(WrongUse, match="3:all"):
        parse_plan("0:8,3:1", always_all=("3",))
    assert plan_text(parse_plan("0:8,1:5,2:all,3:all", ("3",))) == "0:8,1:5,2:all,3:all"


def test_a_level_that_the_plan_does_not_name_is_wrong_use() -> None:
    with pytest.raises(WrongUse, match="has 1, which the plan does not name"):
        draw([FrameRow("A", date(2022, 4, 1), "1")], parse_plan("0:1"), "1")


def test_a_seed_keeps_its_zeros_and_drops_typed_spaces() -> None:
    assert tidy_seed(" 0418203 - 096714-5") == "0418203-096714-5"


@pytest.mark.parametrize("seed", ["", "-1", "1-", "1--2", "1234567890123", "1a", "١", "1\n2"])
def test_a_seed_of_anything_but_digits_is_wrong_use(seed: str) -> None:
    with pytest.raises(WrongUse, match="one to twelve digits"):
        tidy_seed(seed)


REFS = st.text(st.sampled_from("ABCXYZ012-é"), min_size=1, max_size=6)
FRAMES = st.lists(
    st.builds(FrameRow, REFS, st.dates(QUARTER.first, QUARTER.last), st.sampled_from(LEVELS)),
    unique_by=lambda row: row.ref.casefold(),
    max_size=25,
)
SEEDS = st.from_regex(r"\A[0-9]{1,6}(-[0-9]{1,6}){0,2}\Z")
PLAN = parse_plan("0:3,1:2,2:all,3:all")


@given(FRAMES, SEEDS, st.randoms())
def test_the_order_of_the_rows_never_matters(
    rows: list[FrameRow], seed: str, shuffle: random.Random
) -> None:
    mixed = list(rows)
    shuffle.shuffle(mixed)
    assert draw(rows, PLAN, seed) == draw(mixed, PLAN, seed)
    assert frame_text(rows) == frame_text(mixed)


@given(FRAMES, SEEDS, st.data())
def test_one_that_cannot_be_viewed_changes_exactly_one(
    rows: list[FrameRow], seed: str, data: st.DataObject
) -> None:
    drawn = draw(rows, PLAN, seed)
    replaced: list[Replacement] = []
    for _ in range(data.draw(st.integers(1, 4))):
        now = {k: reviewed(s, of(replaced, k)) for k, s in drawn.strata.items()}
        chosen = [(level, ref) for level, refs in now.items() for ref in refs]
        if not chosen:
            return
        level, lost = data.draw(st.sampled_from(chosen))
        one = replace(drawn, replaced, level, lost, "overwritten", "")
        replaced.append(one)
        after = {k: reviewed(s, of(replaced, k)) for k, s in drawn.strata.items()}
        gone, come = set(now[level]) - set(after[level]), set(after[level]) - set(now[level])
        assert gone == {lost}
        assert come == ({one.by} if one.by else set())
        assert all(after[k] == now[k] for k in now if k != level)
        run = drawn.strata[level].order[: len(drawn.strata[level].taken) + len(of(replaced, level))]
        assert after[level] == tuple(r for r in run if r not in {x.lost for x in replaced})


def of(replaced: list[Replacement], level: str) -> list[Replacement]:
    return [one for one in replaced if one.level == level]


def test_only_what_is_in_the_sample_is_replaced_and_with_a_reason() -> None:
    rows = [FrameRow(f"A-{n}", date(2022, 4, 1), "0") for n in range(6)]
    drawn: Drawn = draw(rows, PLAN, "1")
    outside = drawn.strata["0"].order[4]
    with pytest.raises(Refused, match="not in the sample of 0"):
        replace(drawn, [], "0", outside, "overwritten", "")
    with pytest.raises(Refused, match="not in the sample of 7"):
        replace(drawn, [], "7", outside, "overwritten", "")
    with pytest.raises(Refused, match="Choose why"):
        replace(drawn, [], "0", drawn.strata["0"].order[0], " ", "")


@pytest.mark.parametrize("vector", VECTORS["bounds"])
def test_every_bound_holds(vector: dict[str, int]) -> None:
    assert most_of_concern(vector["N"], vector["n"], vector["k"]) == vector["K"]


@pytest.mark.parametrize("vector", VECTORS["bounds_975"])
def test_every_bound_of_two_strata_holds(vector: dict[str, int]) -> None:
    assert most_of_concern(vector["N"], vector["n"], vector["k"], TWO_STRATA) == vector["K"]


@pytest.mark.parametrize("vector", VECTORS["least_n_for_fewer_than"])
def test_every_sample_size_holds(vector: dict[str, int]) -> None:
    n, size, percent = vector["n"], vector["N"], vector["percent"]
    assert least_sample(size, percent) == n
    assert most_of_concern(size, n - 1, 0) * 100 >= percent * size


def test_what_is_missing_is_counted_twice() -> None:
    found = bounds_of(201, 6, 0, missing=2)
    assert found.at_most == most_of_concern(201, 6, 0)
    assert found.with_missing == most_of_concern(201, 8, 2)
    assert found.with_missing > found.at_most


def test_more_found_than_seen_cannot_be() -> None:
    with pytest.raises(ValueError, match="at most what was seen"):
        most_of_concern(10, 2, 3)


@given(st.integers(1, 40), st.data())
def test_a_bound_is_the_last_that_reaches_the_chance(size: int, data: st.DataObject) -> None:
    """Against a count of every way, one whole after the other."""
    from math import comb

    n = data.draw(st.integers(0, size))
    k = data.draw(st.integers(0, n))

    def reaches(whole: int) -> bool:
        ways = sum(comb(whole, i) * comb(size - whole, n - i) for i in range(k + 1))
        return ways * 100 >= comb(size, n) * 5

    possible = range(k, size - (n - k) + 1)
    assert most_of_concern(size, n, k) == max(whole for whole in possible if reaches(whole))
