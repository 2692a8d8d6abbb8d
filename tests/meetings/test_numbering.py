"""Numbers of items before and after the agenda went out, and timings that add up."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.commands.meetings import set_meeting_status
from dscp_desktop.meetings.commands.agenda import add_item, move_item, remove_item, shift_item
from dscp_desktop.meetings.commands.issuing import carry_over, issue_agenda
from dscp_desktop.meetings.commands.raising import add_decision
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules.numbering import (
    label_order,
    next_in,
    next_of_year,
    place_for_new,
    shown_labels,
    why_not_so,
)
from dscp_desktop.meetings.rules.timing import (
    after_minutes,
    length_words,
    minutes_behind,
    minutes_between,
    timing_words,
)
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.meetings.conftest import Held


def labels(store: Store, meeting: str) -> list[str]:
    return [item.label for item in store.ask(agenda, meeting).items]


def test_numbers_follow_the_order_until_the_agenda_goes_out(
    durham: Store, july: str, items: list[str]
) -> None:
    count = len(items)
    durham.run(move_item, items[0], count)
    assert labels(durham, july) == [str(n + 1) for n in range(count)]
    assert not durham.ask(agenda, july).items[0].issued


def test_what_comes_in_later_is_7a_and_7b(durham: Store, july: str, items: list[str]) -> None:
    sent = durham.run(issue_agenda, july)
    assert durham.ask(agenda, july).meeting.status == "agenda out"
    with pytest.raises(Refused, match="nothing was added since"):
        durham.run(issue_agenda, july)
    first = str(durham.run(add_item, july, "Late one", after=items[1]).result)
    durham.run(add_item, july, "Later one", after=first)
    durham.run(add_item, july, "Between", after=items[1])
    assert labels(durham, july)[:6] == ["1", "2", "2A", "2B", "2C", "3"]
    durham.run(issue_agenda, july)
    assert durham.ask(agenda, july).items[2].issued
    durham.run(add_item, july, "Last of all")
    before_last = durham.ask(agenda, july).items[-2]
    assert (before_last.title, before_last.label) == ("Last of all", f"{len(items) - 1}A")
    with pytest.raises(Refused, match="changed since"):
        durham.run(undo, sent.entry)


def test_what_went_out_stays_in_its_place(durham: Store, july: str, items: list[str]) -> None:
    durham.run(issue_agenda, july)
    with pytest.raises(Refused, match="their numbers stay as they are"):
        durham.run(move_item, items[0], 2)
    late = str(durham.run(add_item, july, "Late one", after=items[1]).result)
    later = str(durham.run(add_item, july, "Later one", after=late).result)
    durham.run(shift_item, later, -1)
    titles = [item.title for item in durham.ask(agenda, july).items]
    assert titles[2:4] == ["Later one", "Late one"]
    assert labels(durham, july)[2:4] == ["2A", "2B"]
    with pytest.raises(Refused, match="stands behind item 1"):
        durham.run(move_item, late, 1)
    durham.run(remove_item, items[2])
    assert labels(durham, july)[:5] == ["1", "2", "2A", "2B", "4"]


@pytest.mark.usefixtures("july")
def test_an_item_with_minutes_is_not_removed(durham: Store, items: list[str]) -> None:
    durham.run(add_decision, items[1], "It was agreed")
    with pytest.raises(Refused, match="Something was minuted at item 2"):
        durham.run(remove_item, items[1])


@pytest.mark.usefixtures("held")
def test_a_cancelled_or_empty_meeting_sends_nothing_out(durham: Store, july: str) -> None:
    durham.run(set_meeting_status, july, "cancelled")
    with pytest.raises(Refused, match="was cancelled"):
        durham.run(issue_agenda, july)


def test_an_item_is_carried_over_once_and_later(
    durham: Store, july: str, september: str, items: list[str], held: Held
) -> None:
    with pytest.raises(Refused, match="not later"):
        durham.run(carry_over, items[1], held(date(2023, 7, 5)))
    new = str(durham.run(carry_over, items[1], september).result)
    line = next(item for item in durham.ask(agenda, september).items if item.id == new)
    before = durham.ask(agenda, july).items[1]
    assert (line.title, line.minutes) == (before.title, before.minutes)
    assert line.carried_from == "Performance and Learning Group, Thu 6 Jul 2023"
    with pytest.raises(Refused, match=r"carried over to .* already"):
        durham.run(carry_over, items[1], held(date(2023, 11, 2)))
    other = held(date(2023, 12, 7))
    durham.run(set_meeting_status, other, "cancelled")
    with pytest.raises(Refused, match="cancelled"):
        durham.run(carry_over, items[2], other)


def test_a_verbal_report_is_said(durham: Store, july: str) -> None:
    durham.run(add_item, july, "Report", verbal=True)
    assert [i.verbal for i in durham.ask(agenda, july).items].count(True) == 1
    assert any(item.verbal for item in durham.ask(meeting_record, july).items)


kept = st.lists(
    st.sampled_from(["", *(f"{n}{c}" for n in range(1, 6) for c in ("", "A", "B", "Z", "ZA"))]),
    max_size=12,
).filter(lambda found: len([x for x in found if x]) == len({x for x in found if x}))


@given(kept)
def test_no_two_items_show_the_same_number(found: list[str]) -> None:
    shown = shown_labels(found)
    assert len(set(shown)) == len(found)
    assert all(label in ("", said) for label, said in zip(found, shown, strict=True))


@given(kept, st.integers(-2, 14))
def test_a_new_item_always_finds_its_place(found: list[str], at: int) -> None:
    ordered = sorted((label for label in found if label), key=label_order)
    place = place_for_new(ordered, at)
    assert why_not_so([*ordered[:place], "", *ordered[place:]]) == ""


def test_orders_that_cannot_be_are_told() -> None:
    assert why_not_so(["", "", ""]) == ""
    assert "stands behind item 1" in why_not_so(["", "1"])
    assert "went out behind" in why_not_so(["2", "1"])
    assert "put the new item behind it" in why_not_so(["7", "", "7A"])
    assert label_order("appendix") > label_order("99")


def test_numbers_of_decisions_and_of_a_year() -> None:
    assert next_in("7A", ["7A.1", "7A.2", "7.9", "7A.x"]) == "7A.3"
    assert next_of_year(2023, ["2023-01", "2022-07"]) == "2023-02"
    assert next_of_year(2023, ["2023-U1", "2023-04"], "U") == "2023-U2"


def test_timings_add_up_in_words() -> None:
    ten, twelve = time(10), time(12)
    assert timing_words(ten, twelve, [0, 0]) == ""
    assert timing_words(None, None, [30, 45]) == "The items add up to 1 hour 15 minutes."
    assert timing_words(ten, twelve, [60, 61]) == (
        "The items add up to 2 hours 1 minute, 1 minute more than there is until 12:00."
    )
    assert timing_words(ten, twelve, [60, 0]) == (
        "The items add up to 1 hour, with 1 hour to spare until 12:00. 1 item has no minutes."
    )
    assert timing_words(ten, twelve, [60, 60]) == (
        "The items add up to 2 hours, just the time until 12:00."
    )
    assert length_words(0) == "0 minutes"
    assert minutes_between(twelve, ten) == 0
    assert minutes_between(None, ten) is None
    assert after_minutes(ten, 135) == time(12, 15)


def test_how_far_behind_a_meeting_is() -> None:
    assert minutes_behind(time(10), 20, time(10, 2), time(10, 12)) == 2
    assert minutes_behind(time(10), 20, time(10, 2), time(10, 25)) == 5
    assert minutes_behind(time(10), 20, time(9, 55), time(10)) == -5
    assert minutes_behind(None, 20, time(10), time(11)) == 0
