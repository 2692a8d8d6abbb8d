"""The three lives of an action, and its reviews after six and twelve months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.actions.commands.lives import (
    close_at,
    move_review,
    plan_reviews,
    record_difference,
    record_evidence,
    record_review,
    remove_review,
)
from dscp_desktop.actions.commands.log import add_action, change_action, mark_done, reopen
from dscp_desktop.actions.queries.log import get_action, get_log, list_actions, list_due
from dscp_desktop.actions.rules.lives import (
    ReviewFindings,
    add_months,
    due_dates_words,
    no_difference_yet,
    review_months,
    review_words,
)
from dscp_desktop.actions.rules.log import ActionDetails, ActionStory
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store

TODAY = date(2023, 10, 19)
FOUND = ReviewFindings("yes", "Eleven of twelve confirmed", "Fewer repeat referrals")


@pytest.fixture
def action(durham: Store) -> str:
    group = durham.ask(find_group, "EXEC")
    assert group is not None
    details = ActionDetails(
        "Circulate the tool kit",
        owner_role="Designated nurse",
        raised_on=date(2023, 1, 26),
        due=date(2023, 2, 24),
    )
    return str(durham.run(add_action, group.id, details).result)


def story(store: Store, action: str, on: date = TODAY) -> ActionStory:
    found = store.ask(get_action, action, on)
    assert found is not None
    return found


def test_an_action_is_done_evidenced_and_made_a_difference(durham: Store, action: str) -> None:
    durham.run(mark_done, action, date(2023, 4, 24))
    assert no_difference_yet(story(durham, action).lives)
    durham.run(record_evidence, action, " 11 of 12 confirmed ", date(2023, 9, 14))
    durham.run(record_difference, action, "Plans are shared sooner", date(2023, 10, 12))
    lives = story(durham, action).lives
    assert (lives.evidence, lives.evidenced_on) == ("11 of 12 confirmed", date(2023, 9, 14))
    assert (lives.difference, lives.difference_on) == (
        "Plans are shared sooner",
        date(2023, 10, 12),
    )
    assert not no_difference_yet(lives)


def test_what_is_not_done_has_no_evidence_yet(durham: Store, action: str) -> None:
    with pytest.raises(Refused, match=r"is not done yet. Mark it done first"):
        durham.run(record_evidence, action, "Seen", TODAY)
    durham.run(mark_done, action, date(2023, 4, 24))
    with pytest.raises(Refused, match=r"done on 24 April 2023. Enter a day from then on"):
        durham.run(record_difference, action, "Seen", date(2023, 4, 23))
    with pytest.raises(Refused, match="Type what changed"):
        durham.run(record_difference, action, "  ", TODAY)


def test_a_meeting_closes_an_action_and_opening_it_again_forgets_that(
    durham: Store, action: str
) -> None:
    group = durham.ask(find_group, "EXEC")
    assert group is not None
    details = MeetingDetails(date(2023, 4, 27))
    meeting = str(durham.run(add_meeting, group.id, details).result)
    durham.run(close_at, action, meeting, date(2023, 4, 27))
    assert story(durham, action).lives.closed_at.endswith("Thu 27 Apr 2023")
    durham.run(reopen, action)
    assert story(durham, action).lives.closed_at == ""


def test_reviews_fall_due_are_asked_for_and_end(durham: Store, action: str) -> None:
    durham.run(mark_done, action, date(2023, 4, 24))
    durham.run(plan_reviews, action, date(2023, 4, 27), (12, 6, 6))
    lives = story(durham, action).lives
    assert [(r.months, r.due) for r in lives.reviews] == [
        (6, date(2023, 10, 27)),
        (12, date(2024, 4, 27)),
    ]
    (line,) = durham.ask(list_actions, TODAY)
    assert line.part == "review"
    assert durham.ask(get_log, TODAY, False).reviews == 1
    (due,) = durham.ask(list_due, TODAY)
    assert (due.heading, due.on, due.detail) == (
        "Reviews of actions",
        date(2023, 10, 27),
        "Review at six months · Designated nurse",
    )
    assert durham.ask(list_due, date(2023, 9, 1)) == ()
    durham.run(record_review, lives.reviews[0].id, FOUND, TODAY)
    after = story(durham, action).lives
    assert (after.difference, after.difference_on) == ("Fewer repeat referrals", TODAY)
    assert after.next_review == lives.reviews[1]
    assert durham.ask(list_due, TODAY) == ()
    with pytest.raises(Refused, match=r"was done on 19 October 2023. It stays"):
        durham.run(remove_review, lives.reviews[0].id)
    with pytest.raises(Refused, match="It keeps its day"):
        durham.run(move_review, lives.reviews[0].id, TODAY)
    durham.run(move_review, lives.reviews[1].id, date(2024, 5, 1))
    durham.run(remove_review, lives.reviews[1].id)
    assert story(durham, action).lives.next_review is None


def test_planning_reviews_twice_adds_none_and_undo_takes_them_back(
    durham: Store, action: str
) -> None:
    planned = durham.run(plan_reviews, action, TODAY, (6,))
    durham.run(plan_reviews, action, date(2024, 1, 1), (6, 12))
    assert [r.due for r in story(durham, action).lives.reviews] == [
        date(2024, 4, 19),
        date(2025, 1, 1),
    ]
    durham.run(undo, planned.entry)
    assert [r.months for r in story(durham, action).lives.reviews] == [12]
    with pytest.raises(Refused, match="after how many months"):
        durham.run(plan_reviews, action, TODAY, (0,))


@pytest.mark.parametrize(
    ("findings", "why"),
    [
        (ReviewFindings("perhaps"), "yes, partly or no"),
        (ReviewFindings("partly"), "type the evidence"),
        (ReviewFindings("yes", "Seen"), "also where it made none"),
    ],
)
def test_a_review_says_enough_or_is_refused(
    durham: Store, action: str, findings: ReviewFindings, why: str
) -> None:
    durham.run(mark_done, action, date(2023, 4, 24))
    durham.run(plan_reviews, action, date(2023, 4, 24), (6,))
    review = story(durham, action).lives.reviews[0]
    with pytest.raises(Refused, match=why):
        durham.run(record_review, review.id, findings, TODAY)
    with pytest.raises(Refused, match="was done on 24 April 2023"):
        durham.run(record_review, review.id, FOUND, date(2023, 4, 1))
    assert story(durham, action).lives.reviews == (review,)


def test_the_days_an_action_was_due_are_told_in_their_order(durham: Store, action: str) -> None:
    for due in (date(2023, 3, 31), date(2023, 4, 26)):
        line = story(durham, action).line
        details = ActionDetails(line.text, None, line.owner_role, line.raised_on, due=due)
        durham.run(change_action, action, details)
    dues = story(durham, action).dues
    assert dues == (date(2023, 2, 24), date(2023, 3, 31), date(2023, 4, 26))
    assert due_dates_words(dues) == "Due 24 February, then 31 March, then 26 April 2023"
    assert due_dates_words(()) == ""


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_on_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and add_months(later, 0) == later)
    if later.day != day.day:
        assert date.fromordinal(later.toordinal() + 1).day == 1


def test_months_in_words_and_in_settings() -> None:
    assert review_words(6) == "Review at six months"
    assert review_words(12) == "Review at 12 months"
    assert review_words(1) == "Review at one month"
    assert review_months("12, 6 six 0") == (6, 12)
