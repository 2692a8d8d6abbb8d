"""After issue no number moves, whatever comes, changes or goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.packs.rules.issued import (
    ADDED,
    ISSUED,
    REPLACED,
    WITHDRAWN,
    IssuedPack,
    IssuedPart,
    Now,
    change_lines,
    foot_of,
    issued_parts,
    left_words,
    plan_supplement,
    standing,
    stretches_left,
)
from dscp_desktop.packs.rules.numbers import PageNumber, parse_numbers, written
from dscp_desktop.packs.rules.parts import (
    AGENDA,
    COVER,
    FULL,
    PAPER,
    PART_2,
    PLACEHOLDER,
    PUBLIC,
    PackPart,
    count_pages,
    number_parts,
)
from dscp_desktop.packs.rules.register import CopyLine, shows_part

ON = date(2023, 10, 26)
FRONT = (PackPart(COVER, "Cover", pages=2, key=COVER), PackPart(AGENDA, "A", pages=1, key=AGENDA))


def paper(key: str, pages: int = 1, *, restricted: bool = False, kind: str = PAPER) -> PackPart:
    return PackPart(kind, f"Paper {key}", restricted=restricted, pages=pages, key=key)


def issue(parts: list[PackPart]) -> tuple[IssuedPart, ...]:
    """What a pack of these papers keeps, each with a file of its own."""
    rows = issued_parts(number_parts([*FRONT, *parts]), ON)
    return tuple(replace(row, file_id=f"{row.key}-1") for row in rows)


def now(parts: Mapping[str, tuple[PackPart, int]]) -> list[Now]:
    """The papers as they are today: each with the version of its file."""
    ordered = sorted(parts.values(), key=lambda one: one[0].restricted)
    return [Now(part, f"{part.key}-{version}", f"version {version}") for part, version in ordered]


def shown(rows: tuple[IssuedPart, ...]) -> dict[str, str]:
    return {p.now.key: written(p.now.numbers) for p in standing(rows) if p.now.kind == PAPER}


def test_a_late_paper_stands_behind_the_one_before() -> None:
    rows = issue([paper("a", 3), paper("b", 2), paper("z", 2, restricted=True)])
    assert shown(rows) == {"a": "4 5 6", "b": "7 8", "z": "9 10"}
    parts = {key: (paper(key, n), 1) for key, n in (("a", 3), ("new", 2), ("b", 2))}
    parts["z"] = paper("z", 2, restricted=True), 1
    parts["y"] = paper("y", restricted=True), 1
    got = plan_supplement(rows, now(parts), 1, ON)
    assert [(row.key, written(row.numbers), row.change) for row in got] == [
        ("new", "6a 6b", ADDED),
        ("y", "10a", ADDED),
    ]
    assert foot_of(got[0], 10) == "Pack page {page} of 10 as issued"
    assert foot_of(rows[0], 10) == ""


def test_a_replaced_paper_keeps_its_numbers_and_a_longer_one_goes_on() -> None:
    rows = issue([paper("a", 3), paper("b", 2)])
    longer = {"a": (paper("a", 5), 2), "b": (paper("b", 2), 1)}
    first = plan_supplement(rows, now(longer), 1, ON)
    assert [(row.key, written(row.numbers)) for row in first] == [("a", "4 5 6 6a 6b")]
    assert foot_of(first[0], 8) == "Pack page {page} of 8 as issued · replaced Thu 26 Oct"
    rows = (*rows, *first)
    shorter = {"a": (paper("a", 2), 3), "b": (paper("b", 2), 1)}
    second = plan_supplement(rows, now(shorter), 2, ON)
    assert written(second[0].numbers) == "4 5"
    (part,) = (p for p in standing((*rows, *second)) if p.now.key == "a")
    assert [written(run) for run, _ in stretches_left(part)] == ["6", "6a 6b"]
    (line,) = change_lines((*rows, *second), 2)
    assert (line.take_out, line.put_in) == ("4 to 6, 6a to 6b", "4 to 5")
    assert line.crossed == parse_numbers("6 6a 6b")
    assert left_words(second[0], parse_numbers("6a 6b")) == (
        "Pages 6a to 6b: the paper that came on Thu 26 Oct is shorter and does not need them."
    )
    rows = (*rows, *second)
    third = plan_supplement(rows, now({"a": (paper("a", 6), 4), "b": (paper("b", 2), 1)}), 3, ON)
    assert written(third[0].numbers) == "4 5 6 6a 6b 6c"
    (line,) = change_lines((*rows, *third), 3)
    assert line.take_out == "4 to 6, 6a to 6b", "pages that said they were not needed go too"


def test_what_came_behind_a_paper_stays_there_when_that_grows() -> None:
    rows = issue([paper("a", 1), paper("b", 1)])
    parts = {"a": (paper("a", 1), 1), "new": (paper("new", 1), 1), "b": (paper("b", 1), 1)}
    rows = (*rows, *plan_supplement(rows, now(parts), 1, ON))
    parts["a"] = paper("a", 2), 2
    rows = (*rows, *plan_supplement(rows, now(parts), 2, ON))
    assert shown(rows) == {"a": "4 4b", "new": "4a", "b": "5"}


def test_a_paper_that_was_awaited_takes_the_page_that_said_so() -> None:
    rows = issue([paper("a", 1, kind=PLACEHOLDER), paper("b", 1)])
    waits = [Now(paper("a", 1, kind=PLACEHOLDER)), Now(paper("b", 1), "b-1")]
    with pytest.raises(Refused, match="Nothing was added, replaced or withdrawn"):
        plan_supplement(rows, waits, 1, ON)
    got = plan_supplement(rows, now({"a": (paper("a", 2), 1), "b": (paper("b", 1), 1)}), 1, ON)
    assert [(row.change, written(row.numbers)) for row in got] == [(REPLACED, "4 4a")]


def test_a_withdrawn_paper_leaves_its_numbers_and_may_come_back() -> None:
    rows = issue([paper("a", 2), paper("b", 1)])
    only_b = now({"b": (paper("b", 1), 1)})
    gone = plan_supplement(rows, only_b, 1, ON, {"a": "Sent by mistake"})
    assert [(row.key, row.change, row.numbers, row.why) for row in gone] == [
        ("a", WITHDRAWN, (), "Sent by mistake")
    ]
    rows = (*rows, *gone)
    (line,) = change_lines(rows, 1)
    assert (line.take_out, line.put_in) == ("4 to 5", "")
    said = left_words(gone[0], parse_numbers("4 5"))
    assert said == "Pages 4 to 5: this paper was withdrawn on Thu 26 Oct."
    assert foot_of(gone[0], 6).endswith("withdrawn Thu 26 Oct")
    with pytest.raises(Refused):
        plan_supplement(rows, only_b, 2, ON)
    back = plan_supplement(rows, now({"a": (paper("a", 2), 1), "b": (paper("b", 1), 1)}), 2, ON)
    assert [(row.key, row.change, written(row.numbers)) for row in back] == [("a", REPLACED, "4 5")]


def test_what_went_out_in_part_1_cannot_be_part_2() -> None:
    rows = issue([paper("a", 2)])
    with pytest.raises(Refused, match="went out in part 1"):
        plan_supplement(rows, now({"a": (paper("a", 2, restricted=True), 1)}), 1, ON)
    rows = issue([paper("a", 2, restricted=True)])
    (row,) = plan_supplement(rows, now({"a": (paper("a", 2), 1)}), 1, ON)
    assert (row.restricted, written(row.numbers)) == (False, "5 6")


def test_an_edition_has_its_own_cover() -> None:
    cover = IssuedPart("cover", COVER, "C", parse_numbers("1"), file_id="full", edition="full")
    public = replace(cover, file_id="public", edition="public")
    paper_row = replace(cover, key="a", kind=PAPER, edition="", numbers=parse_numbers("2"))
    rows = (cover, public, paper_row)
    assert [p.now.file_id for p in standing(rows, "public")] == ["public", "full"]
    assert [p.now.file_id for p in standing(rows, "full")] == ["full", "full"]
    assert [p.now.key for p in standing(rows)] == ["a"]


STEPS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "replace", "withdraw"]),
            st.integers(0, 30),
            st.integers(1, 4),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ),
    max_size=6,
)
BEGIN = st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=6)


def change(
    parts: dict[str, tuple[PackPart, int]], step: tuple[str, int, int, bool], fresh: str
) -> dict[str, tuple[PackPart, int]]:
    """The papers after something came, changed or went."""
    what, at, pages, restricted = step
    keys = list(parts)
    if what == "add":
        new = (fresh, (paper(fresh, pages, restricted=restricted), 1))
        items = list(parts.items())
        return dict([*items[: at % (len(items) + 1)], new, *items[at % (len(items) + 1) :]])
    if not keys:
        return parts
    key = keys[at % len(keys)]
    if what == "withdraw":
        return {name: one for name, one in parts.items() if name != key}
    old, version = parts[key]
    return {**parts, key: (replace(old, pages=pages), version + 1)}


@settings(max_examples=60, deadline=None)
@given(begin=BEGIN, supplements=STEPS)
def test_no_number_that_was_given_out_ever_moves(
    begin: list[tuple[int, bool]], supplements: list[list[tuple[str, int, int, bool]]]
) -> None:
    check_sequence(begin, supplements)


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=3000, deadline=None)
@given(begin=BEGIN, supplements=STEPS)
def test_no_number_ever_moves_in_many_packs(
    begin: list[tuple[int, bool]], supplements: list[list[tuple[str, int, int, bool]]]
) -> None:
    check_sequence(begin, supplements)


def check_sequence(
    begin: list[tuple[int, bool]], supplements: list[list[tuple[str, int, int, bool]]]
) -> None:
    """Hold, after each supplement, what must hold of every pack that went out."""
    papers = [paper(f"p{n}", pages, restricted=part_2) for n, (pages, part_2) in enumerate(begin)]
    rows = issue(sorted(papers, key=lambda part: part.restricted))
    last = count_pages(number_parts([*FRONT, *sorted(papers, key=lambda part: part.restricted)]))
    parts = {part.key: (part, 1) for part in papers}
    owner = {number: row.key for row in rows for number in row.numbers}
    number = 0
    for count, steps in enumerate(supplements):
        for place, step in enumerate(steps):
            parts = change(parts, step, f"n{count}-{place}")
        before = standing(rows)
        try:
            new = plan_supplement(rows, now(parts), number + 1, ON)
        except Refused:
            continue
        number += 1
        rows = (*rows, *new)
        for row in new:
            assert list(row.numbers) == sorted(set(row.numbers))
            for page in row.numbers:
                # Given out once, to one paper, for ever.
                assert owner.setdefault(page, row.key) == row.key
        check_standing(rows, parts, owner, last)
        check_sheet(rows, number, {p.now.key: p.now.numbers for p in before})


def check_standing(
    rows: tuple[IssuedPart, ...],
    parts: Mapping[str, tuple[PackPart, int]],
    owner: Mapping[PageNumber, str],
    last: int,
) -> None:
    stands = standing(rows)
    every = [page for part in stands for page in part.every]
    assert sorted(every) == sorted(owner), "every number given out has a page"
    assert {page for page in owner if not page.after} <= {PageNumber(n) for n in range(1, last + 1)}
    for part in stands:
        if part.now.key in parts:
            paper_now, version = parts[part.now.key]
            assert part.now.file_id == f"{part.now.key}-{version}"
            assert len(part.now.numbers) == paper_now.pages
        elif part.now.kind == PAPER:
            assert part.now.change == WITHDRAWN
            assert part.now.numbers == ()


def check_sheet(
    rows: tuple[IssuedPart, ...], number: int, before: Mapping[str, tuple[PageNumber, ...]]
) -> None:
    """The sheet names what changed, and nothing that did not."""
    lines = change_lines(rows, number)
    changed = [row for row in rows if row.supplement == number]
    assert len(lines) == len(changed)
    assert sorted(page for line in lines for page in line.put) == sorted(
        page for row in changed for page in row.numbers
    )
    out = {page for line in lines for page in line.out}
    touched = {row.key for row in changed}
    for key, numbers in before.items():
        assert set(numbers) <= out if key in touched else not set(numbers) & out


def test_nothing_but_what_was_issued_stands_at_first() -> None:
    rows = issue([paper("a", 2)])
    assert {row.change for row in rows} == {ISSUED}
    assert change_lines(rows, 1) == ()


def test_a_copy_shows_only_parts_that_were_given_pages_in_its_issue_and_edition() -> None:
    first = issue([paper("a"), paper("b", restricted=True)])
    later = issue([paper("a"), paper("c"), paper("b", restricted=True)])
    brought = [replace(row, supplement=1) for row in later if row.key == "c"]
    gone = [replace(row, supplement=1, numbers=()) for row in first if row.key == "a"]
    pack = IssuedPack("m", (), (*first, *brought, *gone))

    def shown_by(edition: str, supplement: int) -> list[str]:
        line = CopyLine("1", "i", "Pack", supplement, edition, 0, 0, "Ann", "hand", ON)
        return [key for key in "abcx" if shows_part(pack, line, key)]

    assert shown_by(FULL, 0) == ["a", "b"]
    assert shown_by(PUBLIC, 0) == ["a"]
    assert shown_by(PART_2, 0) == ["b"]
    assert shown_by(FULL, 1) == ["b", "c"]
