from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.actions.rules.log import (
    BY_DATE,
    BY_MEETING,
    STATUSES,
    ActionLine,
    Position,
    UpdateLine,
    due_words,
    is_overdue,
    letters_of,
    next_number,
    plain_words,
    position_of,
    read_due_words,
    read_status,
    slipped_by,
    slipped_words,
    sort_actions,
    stored_status,
)
from dscp_desktop.actions.rules.stories import missing_updates, read_story, write_story

TODAY = date(2023, 10, 19)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(plain_words)
UPDATES = st.lists(st.builds(UpdateLine, WORDS, st.none() | st.dates(date(1900, 1, 1))))


def line(
    number: str = "EXEC001",
    due: date | None = None,
    status: str = "open",
    rule: str = BY_DATE,
    slipped: int = 0,
) -> ActionLine:
    overdue = is_overdue(status, due, TODAY)
    return ActionLine(
        *(number, "g", "Executive", "EXEC", number, "Do it", "HDFT", "HDFT", "o", "", None, ""),
        *(rule, due, due, status, None, overdue, slipped),
    )


@pytest.mark.parametrize(
    ("existing", "number"),
    [
        ((), "EXEC001"),
        (("EXEC007", "exec 060", "EXEC-9", "PLG099", "EXEC"), "EXEC061"),
        (("EXEC999",), "EXEC1000"),
        (("EXEC²",), "EXEC001"),
    ],
)
def test_the_next_number_follows_the_highest(existing: tuple[str, ...], number: str) -> None:
    assert next_number("EXEC", existing) == number


@given(st.lists(st.from_regex(r"(EXEC|PLG)\d{1,5}", fullmatch=True)))
def test_a_new_number_is_never_taken(existing: list[str]) -> None:
    for _ in range(3):
        number = next_number("EXEC", existing)
        assert number not in existing
        existing = [*existing, number]
    assert len(set(existing[-3:])) == 3


def test_letters_stand_before_the_digits() -> None:
    assert [letters_of(n) for n in ("PLG001", "E-044", "7", "none")] == ["PLG", "E", "", ""]


def test_overdue_is_computed() -> None:
    day = timedelta(1)
    assert is_overdue("open", TODAY - day, TODAY)
    assert not is_overdue("open", TODAY, TODAY)
    assert not is_overdue("complete", TODAY - day, TODAY)
    assert not is_overdue("open", None, TODAY)


@pytest.mark.parametrize(
    ("said", "before", "kept"),
    [
        ("overdue", "", "open"),
        ("overdue", "in progress", "in progress"),
        ("overdue", "complete", "open"),
        ("complete", "open", "complete"),
    ],
)
def test_overdue_in_a_file_is_read_as_open(said: str, before: str, kept: str) -> None:
    assert stored_status(said, before) == kept


@given(st.sampled_from((*STATUSES, "overdue")), st.sampled_from(STATUSES))
def test_a_status_read_twice_is_the_same(said: str, before: str) -> None:
    once = stored_status(said, before)
    assert once in STATUSES
    assert stored_status(said, once) == once


def test_statuses_are_read_in_any_case() -> None:
    assert read_status(" Not  STARTED ") == "not started"
    assert read_status("Done") == "complete"
    assert read_status("Overdue") == "overdue"
    assert read_status("perhaps") is None


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("next meeting", ""),
        ("Next  Meeting.", ""),
        ("next", ""),
        ("next mtg", ""),
        ("next PLG", "plg"),
        ("Next PLG meeting", "plg"),
        ("next meeting of the Executive", "executive"),
        ("next month", "month"),
        ("nextmeeting", None),
        ("asap", None),
        ("", None),
    ],
)
def test_dues_in_words(text: str, group: str | None) -> None:
    assert read_due_words(text) == group


def test_slipping_counts_working_days_from_the_first_date() -> None:
    assert slipped_by(date(2023, 10, 6), TODAY) == 9
    assert slipped_by(None, TODAY) == slipped_by(TODAY, None) == 0
    assert slipped_words(line(slipped=1)) == "1 working day"
    assert slipped_words(line(slipped=10)) == "10 working days"
    assert slipped_words(line()) == "Not moved"


def test_how_an_action_stands_in_words() -> None:
    assert due_words(line(due=date(2023, 10, 6)), TODAY) == "9 working days late"
    assert due_words(line(due=TODAY, status="complete"), TODAY) == "Done"
    assert due_words(line(status="withdrawn"), TODAY) == "Withdrawn"
    assert due_words(line(rule=BY_MEETING), TODAY) == "Next meeting, not set"
    assert due_words(line(rule="none"), TODAY) == "No due date"


def test_the_log_has_three_parts() -> None:
    late, soon = line("E1", TODAY - timedelta(9)), line("E2", TODAY)
    undated, done = line("E3"), line("E4", TODAY - timedelta(30), "complete")
    gone = line("E5", None, "withdrawn")
    ordered = sort_actions((done, gone, undated, soon, late))
    assert [x.number for x in ordered] == ["E1", "E2", "E3", "E4", "E5"]
    assert [x.part for x in ordered] == ["late", "open", "open", "done", "done"]
    assert position_of(ordered) == Position(1, 1, 1, 1, 1)
    assert position_of(ordered).words == (
        "1 done, 1 late, 1 on time, 1 without a date, 1 withdrawn"
    )
    assert position_of((late,)).words == "0 done, 1 late, 0 on time"


def test_a_story_is_one_cell() -> None:
    story = (
        UpdateLine("Done,\n\nsee minutes"),
        UpdateLine("Chair agreed a new date", date(2023, 3, 27)),
    )
    cell = write_story(story)
    assert cell == "Done,\nsee minutes\n\n27/03/2023: Chair agreed a new date"
    assert read_story(cell) == (UpdateLine("Done,\nsee minutes"), story[1])
    assert missing_updates(story, cell) == ()
    later = f"{cell}\n24/4/2023 - Sent to 12 agencies"
    assert missing_updates(story, later) == (UpdateLine("Sent to 12 agencies", date(2023, 4, 24)),)


def test_what_looks_like_a_date_and_is_none_stays_text() -> None:
    assert read_story("31/02/2023: never") == (UpdateLine("31/02/2023: never"),)
    assert read_story("01/02/2023: ") == ()
    assert missing_updates((UpdateLine("done"),), "") == ()


@given(UPDATES)
def test_a_story_that_was_written_is_known_again(updates: list[UpdateLine]) -> None:
    assert missing_updates(updates, write_story(updates)) == ()


@given(WORDS)
def test_an_update_taken_once_is_not_taken_again(cell: str) -> None:
    taken = missing_updates((), cell)
    assert missing_updates(taken, cell) == ()
