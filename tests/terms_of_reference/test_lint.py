"""What does not fit: frequency, absence, vacancy, reviews, names, membership."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.queries.lint import last_marks, lint_groups
from dscp_desktop.partnership.commands.seats import remove_seat
from dscp_desktop.partnership.queries.seats import list_seats, seats_on
from dscp_desktop.partnership.rules.seats import SeatHolder
from dscp_desktop.partnership.tables import Group, KnownAs
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import fresh_id
from dscp_desktop.terms_of_reference.commands.agreeing import put_to
from dscp_desktop.terms_of_reference.commands.drafting import begin_version
from dscp_desktop.terms_of_reference.queries.due import list_due, list_proposals
from dscp_desktop.terms_of_reference.queries.lint import lint
from dscp_desktop.terms_of_reference.queries.terms import document_of
from dscp_desktop.terms_of_reference.rules.lint import (
    ABSENT,
    FREQUENCY,
    MEMBERSHIP,
    NAMES,
    REVIEW,
    VACANT,
    LintLine,
    lint_absent,
    lint_frequency,
    lint_membership,
    lint_names,
    lint_vacant,
)
from tests.conftest import Bring
from tests.terms_of_reference.conftest import TODAY

YEAR = (date(2022, 10, 20), date(2023, 10, 19))


def _kinds(lines: tuple[LintLine, ...], group: str = "") -> set[str]:
    return {line.kind for line in lines if not group or line.group == group}


def test_promised_against_held() -> None:
    short = lint_frequency("G", "g", (6, 9), 4, *YEAR)
    assert short is not None
    assert short.what == "Meets less often than promised"
    assert short.detail == "4 held from 20 October 2022 to 19 October 2023, at least 6 promised"
    assert lint_frequency("G", "g", (6, 9), 6, *YEAR) is None
    often = lint_frequency("G", "g", (6, 9), 10, *YEAR)
    assert often is not None
    assert often.detail.endswith("at most 9 promised")
    half = lint_frequency("G", "g", (6, 9), 2, date(2023, 4, 20), YEAR[1])
    assert half is not None
    assert half.detail.endswith("at least 3 promised")
    assert lint_frequency("G", "g", (1, 2), 0, date(2023, 9, 1), YEAR[1]) is None


def test_never_there_is_said_after_three_meetings() -> None:
    assert lint_absent("G", "Police", "p", ("apologies", "no reply")) is None
    assert lint_absent("G", "Police", "p", ("apologies", "deputy", "")) is None
    line = lint_absent("G", "Police", "p", ("apologies", "no reply", ""))
    assert line == LintLine(
        "G", "Police never comes", "Not at any of the last 3 meetings, nor a deputy", "p", ABSENT
    )


def test_seats_nobody_holds() -> None:
    held = SeatHolder("s1", "g", organisation="Police", person_id="p")
    empty = SeatHolder("s2", "g", organisation="Council", role="Director")
    aside = SeatHolder("s3", "g", role="Manager", kind="in attendance")
    lines = lint_vacant("G", (held, empty, aside))
    assert [(line.detail, line.record_id) for line in lines] == [("Council, Director", "s2")]
    every = lint_vacant("G", (empty, SeatHolder("s4", "g", role="Chair"), aside))
    assert [(line.detail, line.record_id) for line in every] == [
        ("No person is named on any of its 2 seats", "g")
    ]


def test_one_group_under_two_names() -> None:
    lines = lint_names(
        [
            ("a", "Learning Group", ("Learning Group", "LG", "MEG", "")),
            ("b", "Exploited Group", ("Exploited Group", "EG", " meg ", "Learning  group", "")),
        ]
    )
    assert [line.record_id for line in lines] == ["b"]
    assert lines[0].detail == (
        "Both Learning Group and Exploited Group go by meg: one group under two names?"
    )


def test_membership_that_was_agreed_against_the_seats() -> None:
    agreed = "Core members:\n- Police\n- Council, Director"
    assert lint_membership("G", "v", agreed, agreed) is None
    line = lint_membership("G", "v", agreed, "Core members:\n- Council, Director\n- Health")
    assert line is not None
    assert line.detail == "No longer: Police; not in the terms: Health"
    assert lint_membership("G", "v", "Twelve seats.", agreed) is None


def test_a_year_of_meetings_fits_but_for_what_does_not(
    durham: Store, bring: Bring, office: bytes
) -> None:
    bring(office)
    on = date(2023, 12, 31)
    plg = "Performance and Learning Group"
    lines = durham.ask(lint_groups, on)
    mine = [line for line in lines if line.group == plg]
    assert {line.kind for line in mine} >= {REVIEW, VACANT}
    review = next(line for line in mine if line.kind == REVIEW)
    assert review.detail == (
        "Terms of reference: Performance and Learning Group, version 2: due on 26 October 2023"
    )
    never = [line.what for line in mine if line.kind == ABSENT]
    assert never == ["Aycliffe Secure Services Centre never comes"]
    assert NAMES not in _kinds(lines)


def test_cancelled_meetings_do_not_count_as_held(
    durham: Store, group: Callable[[str], str]
) -> None:
    since = date(2022, 11, 1)
    for number in range(8):
        on = since + timedelta(days=40 * number)
        durham.run(add_meeting, group("PLG"), MeetingDetails(on, status="held"))
    plg = "Performance and Learning Group"
    assert FREQUENCY not in _kinds(durham.ask(lint, TODAY), plg)
    for number in range(8):
        on = since + timedelta(days=40 * number + 1)
        durham.run(add_meeting, group("PLG"), MeetingDetails(on, status="cancelled"))
    assert FREQUENCY not in _kinds(durham.ask(lint, TODAY), plg)
    executive = "Safeguarding Executive Group"
    assert FREQUENCY in _kinds(durham.ask(lint, TODAY), executive)
    for number in range(8):
        on = date(2023, 3, 24) + timedelta(days=20 * number)
        durham.run(add_meeting, group("EXEC"), MeetingDetails(on, status="cancelled"))
    assert FREQUENCY in _kinds(durham.ask(lint, TODAY), executive)


def test_a_seat_that_ends_differs_from_the_terms(
    durham: Store, group: Callable[[str], str]
) -> None:
    executive = "Safeguarding Executive Group"
    assert MEMBERSHIP not in _kinds(durham.ask(lint, TODAY), executive)
    police = next(s for s in durham.ask(list_seats, group("EXEC")) if "Constab" in s.holder)
    durham.run(remove_seat, police.id)
    found = [line for line in durham.ask(lint, TODAY) if line.kind == MEMBERSHIP]
    assert "No longer: Durham Constabulary" in found[0].detail
    assert found[0].group == executive
    assert len(durham.ask(seats_on, group("EXEC"), TODAY)) == 3


def test_groups_that_share_another_name(durham: Store, group: Callable[[str], str]) -> None:
    durham.run(_also_called, group("IDG"), "Performance Learning Group")
    lines = [line for line in durham.ask(lint, TODAY) if line.kind == NAMES]
    assert len(lines) == 1
    assert "one group under two names?" in lines[0].detail


def _also_called(session: Session, group_id: str, name: str) -> Changes:
    assert session.get_one(Group, group_id).id == group_id
    session.add(KnownAs(id=fresh_id(session), record_id=group_id, name=name))
    return Changes("Known as", ("*",))


def test_marks_of_the_last_meetings(durham: Store, bring: Bring, office: bytes) -> None:
    bring(office)
    marks = durham.ask(last_marks, date(2023, 12, 31), 3)
    assert marks
    assert {len(each) for group in marks.values() for each in group.values()} == {3}
    early = durham.ask(last_marks, date(2023, 5, 11))
    assert {len(each) for group in early.values() for each in group.values()} == {1}


def test_reviews_and_drafts_that_wait_are_due(durham: Store, group: Callable[[str], str]) -> None:
    plg = "Terms of reference: Performance and Learning Group"
    due = {line.what: line for line in durham.ask(list_due, TODAY)}
    assert list(due) == [f"Review: {plg}"]
    assert due[f"Review: {plg}"].days == "5 working days left"
    assert due[f"Review: {plg}"].detail == "Version 2 is in force"
    document = durham.ask(document_of, group("PLG"))
    third = str(durham.run(begin_version, document, TODAY).result)
    durham.run(put_to, third, group("PLG"))
    due = {line.what: line for line in durham.ask(list_due, date(2023, 11, 2))}
    late = due[f"Review: {plg}"]
    assert (late.days, late.detail) == ("5 working days late", "Version 3 is being drafted")
    waits = due[f"Performance and Learning Group to agree version 3: {plg}"]
    assert (waits.days, waits.record_id) == ("No meeting chosen", third)
    meeting = str(durham.run(add_meeting, group("PLG"), MeetingDetails(date(2023, 11, 8))).result)
    durham.run(put_to, third, group("PLG"), meeting)
    assert [line.detail for line in durham.ask(list_due, TODAY) if "agree" in line.what] == [
        "Put to the meeting on 8 November 2023"
    ]
    far = date(2023, 9, 1)
    assert not [line for line in durham.ask(list_due, far) if "agree" in line.what]


def test_reviews_propose_themselves_to_their_group(
    durham: Store, group: Callable[[str], str]
) -> None:
    found = durham.ask(list_proposals, TODAY, date(2024, 3, 31))
    assert [(each.group_id, each.due, each.purpose) for each in found] == [
        (group("EXEC"), date(2024, 3, 23), "decision"),
        (group("PLG"), date(2023, 10, 26), "decision"),
    ]
    assert found[1].why == "Version 2 is to be reviewed by 26 October 2023"
    assert durham.ask(list_proposals, TODAY, TODAY) == ()
