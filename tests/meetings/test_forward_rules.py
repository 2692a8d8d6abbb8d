"""The forward plan's rules: where a proposal goes, and what is wrong with its place."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.offers import Proposal
from dscp_desktop.diary.rules.meetings import CANCELLED, MEETING_STATUSES, MeetingLine
from dscp_desktop.meetings.rules.forward import (
    DONE,
    DROPPED,
    ON_AGENDA,
    PLANNED,
    ForwardLine,
    count_words,
    neighbour,
    not_known_yet,
    place_of,
    state_of,
    warning_of,
)

TODAY = date(2023, 10, 19)
DAYS = st.integers(-40, 400).map(lambda days: TODAY + timedelta(days=days))
LINES = st.lists(st.tuples(DAYS, st.sampled_from(MEETING_STATUSES)), max_size=12).map(
    lambda said: [
        MeetingLine(str(n), "g", "Group", "G", on, status=status)
        for n, (on, status) in enumerate(said)
    ]
)


def meeting(key: str, days: int, status: str = "planned") -> MeetingLine:
    return MeetingLine(key, "g", "Group", "G", TODAY + timedelta(days=days), status=status)


@given(LINES, DAYS, DAYS)
def test_a_proposal_goes_to_the_first_meeting_that_goes_ahead(
    lines: list[MeetingLine], since: date, due: date
) -> None:
    place = place_of(lines, since, due)
    fitting = [m for m in lines if m.status in ("planned", "agenda out") and m.on >= since]
    if place.meeting is None:
        assert not fitting
        assert place.warning
        return
    assert place.meeting.status not in (CANCELLED, "held")
    assert since <= place.meeting.on <= min(m.on for m in fitting)
    # After its due day only where there is none before, and then it says so.
    in_time = any(m.on <= due for m in fitting)
    assert (place.meeting.on <= due) == in_time
    assert bool(place.warning) == (not in_time)


def test_the_words_where_no_meeting_fits() -> None:
    late = place_of([meeting("a", 30)], TODAY, TODAY + timedelta(days=5))
    assert late.meeting is not None
    assert late.warning == "No meeting by Tue 24 Oct 2023"
    assert place_of([], TODAY, TODAY).warning == "No meeting by Thu 19 Oct 2023"
    assert place_of([], TODAY, None).warning == "No meeting to come"
    assert place_of([meeting("a", 30)], TODAY, None).warning == ""


@given(LINES, st.sampled_from(["", "0", "3", "x"]), st.sampled_from([-1, 1]))
def test_a_neighbour_is_to_come_and_on_the_right_side(
    lines: list[MeetingLine], now: str, step: int
) -> None:
    found = neighbour(lines, now, step, TODAY)
    if found is None:
        return
    assert found.status in ("planned", "agenda out")
    assert found.on >= TODAY
    assert found.id != now
    here = next((m for m in lines if m.id == now), None)
    if here is not None:
        assert found.on >= here.on if step > 0 else found.on <= here.on


def test_moving_to_and_fro_comes_back() -> None:
    lines = [meeting("a", 10), meeting("b", 20), meeting("c", 30, CANCELLED), meeting("d", 40)]
    onward = neighbour(lines, "b", 1, TODAY)
    assert onward is not None
    assert onward.id == "d"
    back = neighbour(lines, "d", -1, TODAY)
    assert back is not None
    assert back.id == "b"
    assert neighbour(lines, "a", -1, TODAY) is None
    assert neighbour(lines, "d", 1, TODAY) is None
    first, last = neighbour(lines, "", 1, TODAY), neighbour(lines, "", -1, TODAY)
    assert first is not None
    assert last is not None
    assert (first.id, last.id) == ("a", "d")


def test_what_is_wrong_with_its_meeting() -> None:
    assert warning_of(None, PLANNED, None, TODAY) == "No meeting is chosen"
    assert warning_of(meeting("a", 9, CANCELLED), ON_AGENDA, None, TODAY) == (
        "Its meeting was cancelled"
    )
    assert warning_of(meeting("a", -9), PLANNED, None, TODAY) == "Its meeting is over"
    assert warning_of(meeting("a", -9), ON_AGENDA, None, TODAY) == ""
    early = warning_of(meeting("a", 9), PLANNED, TODAY + timedelta(days=1), TODAY)
    assert early == "Due Fri 20 Oct, before its meeting"
    assert warning_of(meeting("a", 9), PLANNED, TODAY + timedelta(days=9), TODAY) == ""
    for state in (DONE, DROPPED):
        assert warning_of(None, state, TODAY, TODAY) == ""


def test_an_item_of_a_held_meeting_is_done_by_itself() -> None:
    assert state_of(ON_AGENDA, meeting("a", -9, "held")) == DONE
    assert state_of(ON_AGENDA, meeting("a", 9)) == ON_AGENDA
    assert state_of(PLANNED, meeting("a", -9, "held")) == PLANNED
    assert state_of(DROPPED, None) == DROPPED


@given(
    st.lists(st.builds(Proposal, st.sampled_from("abcde"), st.just("g"), st.text(max_size=3),
                       st.just(""), DAYS), max_size=9),
    st.sets(st.sampled_from("abcde")),
)  # fmt: skip
def test_what_was_accepted_or_dropped_does_not_come_again(
    proposals: list[Proposal], known: set[str]
) -> None:
    found = not_known_yet(proposals, known)
    assert {p.key for p in found} == {p.key for p in proposals} - known
    assert len({p.key for p in found}) == len(found)
    assert list(found) == sorted(found, key=lambda p: (p.due, p.title, p.key))


def test_a_plan_is_counted() -> None:
    one = ForwardLine("1", "g", "Group", "G", "One", meeting=meeting("a", 9))
    two = ForwardLine("2", "g", "Group", "G", "Two")
    assert count_words([one]) == "1 item"
    assert count_words([one, two]) == "2 items, 1 with no meeting"
    assert one.meeting_id == "a"
    assert two.meeting_id == ""
    assert (one.when, two.when) == ("Sat 28 Oct 2023", "No meeting yet")
