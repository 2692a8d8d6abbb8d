"""One line typed in a meeting: who, by when, what; and what is not clear is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.meetings.rules.capture import (
    Captured,
    parse_action,
    parse_challenge,
    parse_decision,
    parse_line,
    sign_of,
)
from dscp_desktop.partnership.rules.parties import Names, Party, index_names

TODAY = date(2023, 10, 19)
EDUCATION = Party("e", "agency group", "Education", "Education", True, "EDU")
COUNCIL = Party("c", "statutory partner", "The County Council", "TCC")
POLICE = Party("p", "statutory partner", "The Constabulary", "The Constabulary")
NAMES = Names(
    index_names(
        [(COUNCIL, ["The County Council", "TCC"]), (POLICE, ["The Constabulary", "Police"])]
    ),
    index_names([(EDUCATION, ["Education", "EDU"])]),
)
ROLES = ("Business manager",)


def action(line: str) -> Captured:
    return parse_action(line, NAMES, TODAY, ROLES)


@pytest.mark.parametrize(
    ("line", "owner", "due", "text"),
    [
        ("A: Education by 3 Mar ask schools", EDUCATION, date(2024, 3, 3), "Ask schools"),
        ("Education by 3 Mar ask schools", EDUCATION, date(2024, 3, 3), "Ask schools"),
        ("A: the county  council by 3 March 2025: send it", COUNCIL, date(2025, 3, 3), "Send it"),
        ("a: Police to bring figures by 3/11/23.", POLICE, date(2023, 11, 3), "Bring figures"),
        ("A: TCC due 2023-12-01 - do x by y", COUNCIL, date(2023, 12, 1), "Do x by y"),
        ("action: TCC by Fri 3 Nov circulate", COUNCIL, date(2023, 11, 3), "Circulate"),
        ("A: TCC by 19 Oct circulate", COUNCIL, TODAY, "Circulate"),
        ("A: TCC by 18 Oct circulate", COUNCIL, date(2024, 10, 18), "Circulate"),
        ("A: TCC by 29 Feb circulate", COUNCIL, date(2024, 2, 29), "Circulate"),
        ("A: TCC by 1st Nov circulate", COUNCIL, date(2023, 11, 1), "Circulate"),
    ],
)
def test_owner_date_and_words_are_taken(line: str, owner: Party, due: date, text: str) -> None:
    got = action(line)
    assert (got.owner, got.due_rule, got.due, got.text) == (owner, "date", due, text)
    assert got.clear


@pytest.mark.parametrize("words", ["next meeting", "the next meeting", "next mtg", "next"])
def test_the_next_meeting_is_a_due_date(words: str) -> None:
    for line in (f"A: Education by {words}, ask schools", f"A: Education ask schools by {words}"):
        got = action(line)
        assert (got.due_rule, got.due, got.text, got.clear) == (
            ("next meeting", None, "Ask schools", True)
        ), line


def test_a_role_of_the_group_may_own() -> None:
    got = action("A: Business Manager by 3 Nov: circulate")
    assert (got.owner, got.owner_role, got.clear) == (None, "Business manager", True)


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("A: Edukation by 3 Mar ask", "owner", "Nobody is called Edukation. Who owns it?"),
        ("A: Somebody: do it by 1 Dec", "owner", "Nobody is called Somebody. Who owns it?"),
        ("A: ask all schools by 3 Mar", "owner", "Who owns it?"),
        ("A: by 3 Mar ask all schools", "owner", "Who owns it?"),
        ("A: Education ask all schools", "due", "When is it due?"),
        ("A: Education by Friday ask", "due", "When is it due?"),
        ("A: Education by 31 Feb ask", "due", "There is no day 31 Feb. When is it due?"),
        ("A: Education by Fri 4 Nov ask", "due", "Fri 4 Nov is a Saturday. When is it due?"),
        ("A: Education by 3 Mar 2020 ask", "due", "Tue 3 Mar 2020 is behind us. When is it due?"),
        ("A: Education by 3 Mar", "text", "What is to be done?"),
        ("D:", "text", "What was decided?"),
        ("C: to Police:", "text", "What is the concern?"),
        ("C: to Polise: late", "to", "Nobody is called Polise."),
    ],
)
def test_what_is_not_clear_is_asked(line: str, field: str, words: str) -> None:
    got = parse_line(line, NAMES, TODAY, ROLES)
    assert got is not None
    asked = {question.field: question for question in got.questions}
    assert asked[field].words == words
    if field == "owner":
        assert got.owner is None
        assert got.owner_role == ""
    if field == "due":
        assert got.due is None
        assert got.due_rule == "none"


def test_near_names_are_offered_and_never_taken() -> None:
    asked = action("A: Edukation by 3 Mar ask").questions[0]
    assert asked.choices == ("Education",)
    assert parse_challenge("C: to Educatian: late", NAMES).questions[0].choices == ("Education",)


def test_a_challenge_says_from_whom_and_to_whom() -> None:
    got = parse_challenge("C: Education to Police: why are they late?", NAMES)
    assert (got.by, got.to, got.text) == (EDUCATION, POLICE, "Why are they late?")
    got = parse_challenge("C: to the Constabulary figures are late", NAMES)
    assert (got.by, got.to, got.text) == (None, POLICE, "Figures are late")
    got = parse_challenge("C: Education asked why figures are late", NAMES)
    assert (got.by, got.to, got.text, got.clear) == (
        (None, None, "Education asked why figures are late", True)
    )


def test_only_lines_with_a_sign_are_captured() -> None:
    assert parse_decision("D: the plan is agreed").text == "The plan is agreed"
    assert [sign_of(line) for line in ("D: x", "decision : x", "C:x", "Said D: x", "AB: x")] == [
        "decision",
        "decision",
        "challenge",
        "",
        "",
    ]
    assert parse_line("The chair said: nothing", NAMES, TODAY) is None


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)


@given(words)
def test_no_line_breaks_it_and_nothing_is_invented(line: str) -> None:
    for sign in ("A: ", "C: ", "D: ", "A: Education by ", "A: TCC "):
        got = parse_line(sign + line, NAMES, TODAY, ROLES)
        assert got is not None
        assert not got.clear or got.text
        assert (got.due is not None) == (got.due_rule == "date")
        assert got.due is None or got.due >= TODAY


@given(st.dates(TODAY, TODAY + timedelta(days=365)), st.sampled_from(["%d %b", "%-d %B", "%d/%m"]))
def test_a_day_without_a_year_is_the_next_such_day(due: date, written: str) -> None:
    got = action(f"A: Education by {due.strftime(written)} ask")
    assert got.due is not None
    assert (got.due.day, got.due.month) == (due.day, due.month)
    assert TODAY <= got.due <= TODAY + timedelta(days=366)
