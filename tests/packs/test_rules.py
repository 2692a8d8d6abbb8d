"""Parts of a pack: order, numbers and words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.agenda import Agenda
from dscp_desktop.packs.rules.parts import (
    AGENDA,
    COVER,
    FULL,
    PAPER,
    PLACEHOLDER,
    PUBLIC,
    PackContents,
    PackPart,
    PackPiece,
    blank_page,
    count_pages,
    foot_words,
    in_pack_order,
    missing_words,
    name_of_pack,
    number_parts,
    page_words,
    pages_of_items,
    totals_words,
    without_titles,
)

MEETING = MeetingLine("m", "g", "Executive", "EXEC", date(2023, 10, 26))
Gathered = Callable[..., PackContents]


def part(pages: int, *, item: int = 0, restricted: bool = False, kind: str = PAPER) -> PackPart:
    return PackPart(kind, f"Paper {item}", item, restricted=restricted, pages=pages)


def test_pages_run_on_and_part_2_begins_on_the_right() -> None:
    numbered = number_parts([part(2), part(1, item=1), part(1, item=2), part(3, restricted=True)])
    assert [page_words(each) for each in numbered] == ["1 to 2", "3", "4", "5 to 7"]
    odd = number_parts([part(3), part(2, restricted=True), part(1, restricted=True)])
    assert [each.first for each in odd] == [1, 5, 7]
    assert count_pages(odd) == 7
    assert blank_page(odd) == 4
    assert blank_page(numbered) == blank_page(()) == blank_page([part(1), part(1)]) == 0
    assert blank_page([part(3), part(2, restricted=True)]) == 0, "not numbered yet"
    assert count_pages(()) == 0


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), max_size=20))
def test_no_page_belongs_to_two_parts(given_parts: list[tuple[int, bool]]) -> None:
    pieces = in_pack_order(
        PackPiece(part(pages, restricted=restricted)) for pages, restricted in given_parts
    )
    numbered = number_parts([piece.part for piece in pieces])
    used = [page for each in numbered for page in range(each.first, each.last + 1)]
    assert len(used) == len(set(used))
    assert used == sorted(used)
    missing = set(range(1, count_pages(numbered) + 1)) - set(used)
    assert len(missing) <= 1
    first_restricted = next((each.first for each in numbered if each.restricted), 1)
    assert first_restricted % 2 == 1
    assert [each.restricted for each in numbered] == sorted(each.restricted for each in numbered)


def test_items_lead_to_their_first_page() -> None:
    numbered = number_parts([part(1), part(2, item=3), part(2, item=3), part(1, item=4)])
    assert pages_of_items(numbered) == {3: 2, 4: 6}


def test_words_of_a_list() -> None:
    numbered = number_parts(
        [
            part(1, kind=COVER),
            part(1, kind=AGENDA),
            part(4, item=1),
            part(1, item=2, kind=PLACEHOLDER),
        ]
    )
    assert [each.status for each in numbered] == ["Automatic", "Automatic", "In pack", "Missing"]
    assert totals_words(numbered) == "2 papers, 7 pages"
    assert totals_words(numbered[:1]) == "0 papers, 1 page"
    assert missing_words(numbered) == ("Paper not received: Paper 2. Page 7 is a placeholder.",)


def test_the_public_edition_names_nothing_restricted() -> None:
    plain, hidden = without_titles([part(1, item=1), part(1, item=2, restricted=True)])
    assert plain.title == "Paper 1"
    assert hidden.title == "Part 2: withheld from this edition"


def test_head_and_foot_say_what_when_and_which_edition() -> None:
    contents = PackContents(
        "Partnership", "OFFICIAL", "Europe/London", Agenda(MEETING), (), "7F3A-21C9"
    )
    at = datetime(2023, 10, 19, 14, 20, tzinfo=UTC)
    assert name_of_pack(contents.meeting) == "Executive, 26 October 2023"
    assert foot_words(contents, FULL, at) == "Built 19 October 2023, 15:20 · 7F3A-21C9"
    assert foot_words(contents, PUBLIC, at).endswith(" · Edition: public")
