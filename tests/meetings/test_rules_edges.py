"""Rules of meetings at their edges: a meeting with no end, and lines that only look like more."""

from __future__ import annotations

from datetime import date, time

from dscp_desktop.actions.rules.log import NO_DUE
from dscp_desktop.meetings.rules.capture import parse_action, parse_challenge
from dscp_desktop.meetings.rules.timing import ends_words
from dscp_desktop.partnership.rules.parties import Names, Party, index_names

TODAY = date(2023, 10, 19)
POLICE = Party("p", "statutory partner", "The Constabulary", "The Constabulary")
NAMES = Names(index_names([(POLICE, ["The Constabulary", "Police"])]))


def test_items_of_a_meeting_with_no_end_or_just_enough_time_are_not_over() -> None:
    assert ends_words(time(10), None, (30, 40)) == ("Ends 11:10", False)
    assert ends_words(time(10), time(11, 10), (30, 40)) == ("Ends 11:10", False)
    assert ends_words(time(10), time(11), (30, 40)) == (
        ("Ends 11:10, 10 minutes over the 1 hour", True)
    )


def test_a_challenge_that_only_begins_with_to_is_all_words() -> None:
    got = parse_challenge("C: to wait another year is too long", NAMES)
    assert (got.text, got.by, got.to) == ("To wait another year is too long", None, None)
    assert got.clear


def test_a_word_behind_a_number_that_is_no_month_makes_no_due_date() -> None:
    got = parse_action("A: Police by 3 officers ask the schools", NAMES, TODAY)
    assert (got.owner, got.due_rule, got.due) == (POLICE, NO_DUE, None)
    assert [question.words for question in got.questions] == ["When is it due?"]
    assert "by 3 officers" in got.text.casefold()


def test_by_without_a_date_behind_it_names_no_owner() -> None:
    got = parse_action("A: ask the schools by letter", NAMES, TODAY)
    assert got.text == "Ask the schools by letter"
    assert [question.words for question in got.questions] == ["Who owns it?", "When is it due?"]
