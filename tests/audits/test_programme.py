"""The programme of a year: what is promised, agreed, planned; and what a profile says of audits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.app.profile_saving import profile_values
from dscp_desktop.audits.commands.moderation import finish_moderation
from dscp_desktop.audits.commands.programme import (
    add_audit,
    agree_programme,
    change_audit,
    keep_programme,
    mark_reported,
    plan_returns,
    remove_audit,
    set_status,
)
from dscp_desktop.audits.queries.programme import (
    find_audit,
    get_audit,
    list_audits,
    list_years,
    next_number,
    number_key,
    programme_page,
)
from dscp_desktop.audits.queries.settings import get_settings, report_group_id
from dscp_desktop.audits.rules.programme import (
    AgencyState,
    AuditDetails,
    AuditLine,
    agreed_words,
    audit_day,
    count_kinds,
    is_open,
    quarter_bounds,
    read_quarter,
    standing_words,
)
from dscp_desktop.audits.rules.settings import (
    DONE,
    PLANNED,
    UNDER_WAY,
    USUAL,
    AuditKind,
    profile_of,
    settings_from,
    settings_of,
    settings_text,
)
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.partnership.queries.parties import find_group, list_meeting_groups
from dscp_desktop.priorities.tables import Outcome, Priority, Thread
from dscp_desktop.store.opening import Store
from tests.audits.conftest import TODAY

YEAR = "2022-23"
GOOD = AuditDetails(YEAR, "A title", "Multi-agency")


def test_the_returns_of_each_quarter_are_planned_once(durham: Store) -> None:
    assert durham.run(plan_returns, YEAR).result == 4
    page = durham.ask(programme_page, YEAR, TODAY)
    assert [(a.number, a.details.returns_due, len(a.agencies)) for a in page.audits] == [
        ("SA1", date(2022, 7, 14), 9),
        ("SA2", date(2022, 10, 14), 9),
        ("SA3", date(2023, 1, 16), 9),
        ("SA4", date(2023, 4, 18), 9),
    ]
    assert [one.words for one in page.counts] == ["0 of 6", "0 of 4", "0 of 2", "0", "0", "0"]
    assert [one.short for one in page.counts[:2]] == [6, 0]
    with pytest.raises(Refused, match="a return for each quarter already"):
        durham.run(plan_returns, YEAR)
    with pytest.raises(Refused, match="Write the year as"):
        durham.run(plan_returns, "soon")
    durham.run(set_status, page.audits[0].id, "received")
    with pytest.raises(Refused, match="Reported to PLG"):
        durham.run(set_status, page.audits[0].id, "Lost")
    assert durham.ask(programme_page, YEAR, TODAY).counts[1].words == "1 of 4"


def test_a_programme_is_agreed_at_a_meeting_or_on_a_day(durham: Store) -> None:
    group, other = durham.ask(list_meeting_groups)[2:4]
    details = MeetingDetails(date(2022, 4, 6), time(10), time(12))
    meeting = str(durham.run(add_meeting, group.id, details).result)
    with pytest.raises(Refused, match="of another group"):
        durham.run(agree_programme, YEAR, other.id, meeting, None)
    with pytest.raises(Refused, match="Choose the meeting"):
        durham.run(agree_programme, YEAR, group.id, None, None)
    durham.run(agree_programme, YEAR, group.id, meeting, None)
    durham.run(keep_programme, YEAR, " Prompted by two reviews ")
    page = durham.ask(programme_page, "", TODAY)
    assert page.agreed == f"Agreed by {group.name}, 6 April 2022"
    assert (page.year, page.note, page.meeting_id) == (YEAR, "Prompted by two reviews", meeting)
    audit = str(durham.run(add_audit, GOOD).result)
    assert durham.ask(report_group_id, audit) == group.id
    durham.run(change_audit, audit, replace(GOOD, group_id=other.id))
    assert durham.ask(report_group_id, audit) == other.id
    assert durham.ask(list_years, date(2023, 10, 19)) == ("2023-24", YEAR)
    durham.run(mark_reported, audit, meeting, TODAY)
    line = durham.ask(get_audit, audit, TODAY)
    assert line is not None
    assert (line.reported_on, line.stage, line.group) == (date(2022, 4, 6), DONE, other.name)


def test_an_audit_says_what_it_serves(durham: Store) -> None:
    def ids(session: Session) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
        priority = session.scalars(select(Priority.id)).first()
        outcomes = session.scalars(select(Outcome.id).limit(2)).all()
        return priority, tuple(session.scalars(select(Thread.id).limit(2))), tuple(outcomes)

    priority, threads, outcomes = durham.ask(ids)
    full = replace(
        GOOD, priority_id=priority, threads=threads, outcomes=outcomes, quarter=2, lead="Officer",
        legal_basis="Working Together", sharing_agreement="Of 2021", cases=3,
    )  # fmt: skip
    audit = str(durham.run(add_audit, full).result)
    line = durham.ask(get_audit, audit, TODAY)
    assert line is not None
    assert line.details == replace(full, number="MA1")
    later = replace(GOOD, year="2023-24", threads=threads[1:], outcomes=outcomes[:1])
    durham.run(add_audit, later)
    every = durham.ask(list_audits, TODAY)  # a year's, and one alone, are told as all of them are
    assert len(every) == 2
    for one in every:
        assert durham.ask(list_audits, TODAY, one.details.year) == (one,)
        assert durham.ask(get_audit, one.id, TODAY) == one
    durham.run(change_audit, audit, replace(line.details, threads=threads[:1], outcomes=()))
    line = durham.ask(get_audit, audit, TODAY)
    assert line is not None
    assert (line.details.threads, line.details.outcomes) == (threads[:1], ())
    durham.run(remove_audit, audit)
    assert durham.ask(get_audit, audit, TODAY) is None


@pytest.mark.parametrize("key", ["one store"])
def test_what_an_audit_cannot_be_is_refused_in_words(durham: Store, key: str) -> None:
    durham.run(add_audit, replace(GOOD, number="MA1"))
    wrong = {
        "title": replace(GOOD, title=" "),
        "kind of audit": replace(GOOD, kind=""),
        "at most 80": replace(GOOD, kind="x" * 81),
        "quarters": replace(GOOD, quarter=5),
        "how many cases": replace(GOOD, cases=-1),
        "priority is no longer": replace(GOOD, priority_id=key),
        "has an audit ma1 already": replace(GOOD, number="ma1"),
        "outcome is no longer": replace(GOOD, outcomes=(key,)),
        "no longer there": replace(GOOD, threads=(key,)),
        "was chosen": replace(GOOD, agencies=(key,)),
        "2022-23": replace(GOOD, year="22"),
    }
    for words, details in wrong.items():
        with pytest.raises(Refused, match=words):
            durham.run(add_audit, details)
    assert durham.ask(next_number, "Multi-agency", YEAR) == "MA2"
    first = durham.ask(find_audit, "ma1")
    other = str(durham.run(add_audit, replace(GOOD, year="2021-22", number="MA1")).result)
    assert [durham.ask(find_audit, f"MA1 {year}") for year in (YEAR, "2021-22")] == [first, other]
    for words, name in (("Say which: 'MA1 2021-22'", "MA1"), ("'MA11'. Perhaps MA1", "MA11")):
        with pytest.raises(WrongUse, match=words):
            durham.ask(find_audit, name)
    assert durham.ask(next_number, "Section 11", YEAR) == "S1"
    assert durham.ask(next_number, "11", YEAR) == "A1"
    durham.run(add_audit, replace(GOOD, number="Thematic 7"))
    assert durham.ask(next_number, "Multi-agency", YEAR) == "Thematic 1"
    assert number_key("MA10") > number_key("MA2") > number_key("MA")


def test_a_store_without_a_profile_has_the_usual_kinds(store: Store) -> None:
    assert store.ask(get_settings) == USUAL
    assert store.ask(report_group_id) == ""
    assert settings_of(settings_text(USUAL)) == USUAL
    page = store.ask(programme_page, "", TODAY)
    assert [count.words for count in page.counts][:3] == ["0", "0 of 4", "0 of 2"]
    audit = str(store.run(add_audit, GOOD).result)
    line = store.ask(get_audit, audit, TODAY)
    assert line is not None
    assert (line.stage, line.agencies) == (PLANNED, ())
    with pytest.raises(Refused, match="tool"):
        store.run(finish_moderation, audit, TODAY)


def test_a_profile_says_all_of_it_and_is_kept(durham: Store) -> None:
    profile = load_profile("durham-2022-23")
    settings = durham.ask(get_settings)
    assert settings == settings_from(profile.values)
    assert (settings.kind("multi-agency").a_year, settings.kind("Peer review").a_year) == (6, 0)
    assert [settings.stage(s) for s in ("", "Received", "Lost")] == [PLANNED, DONE, UNDER_WAY]
    plg = durham.ask(find_group, settings.report_to)
    assert plg is not None
    assert durham.ask(report_group_id) == plg.id
    kept = durham.ask(profile_values, TODAY)
    assert settings_from(kept) == settings
    assert profile_of(settings)["audit_grade"][0]["letter"] == "O"
    assert settings_from({}) == replace(USUAL)


@pytest.mark.parametrize("key", ["durham-2025-27", "derby-derbyshire-2021-22", "any-partnership"])
def test_every_profile_says_what_is_needed(key: str) -> None:
    said = settings_from(load_profile(key).values)
    assert said.review_months == (6, 12)
    assert len(said.scale) == 4
    assert settings_of(settings_text(said)) == said


def test_quarters_and_days() -> None:
    said = ("Q1", "quarter 2", "3rd quarter", "4", "qtr. 3", "2nd q", "5", "q", "spring")
    assert [read_quarter(one) for one in said] == [1, 2, 3, 4, 3, 2, None, None, None]
    assert [quarter_bounds(YEAR, n)[1] for n in range(1, 5)] == [
        *(date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31), date(2023, 3, 31)),
    ]
    assert audit_day(YEAR, None, None) == date(2023, 3, 31)
    assert audit_day(YEAR, 1, date(2022, 5, 1)) == date(2022, 5, 1)
    assert agreed_words("", date(2022, 5, 1)) == "Agreed on 1 May 2022"
    assert agreed_words("G", None) == ""


def test_how_the_returns_stand_in_words() -> None:
    state = AgencyState("a", "A", state="full")
    line = AuditLine("x", replace(GOOD, returns_due=date(2022, 10, 10)), UNDER_WAY)
    assert standing_words(line, TODAY) == "Planned"
    assert is_open(line)
    asked = replace(line, agencies=(state, AgencyState("b", "B")))
    assert standing_words(asked, TODAY) == "1 of 2 returned, 8 working days late"
    assert standing_words(replace(asked, agencies=(state,)), TODAY) == "1 of 1 returned"


def test_a_kind_that_no_profile_lists_is_counted_after_those_it_lists() -> None:
    lines = [
        AuditLine("x", AuditDetails(YEAR, "School visits", "Spot check"), DONE),
        AuditLine("y", AuditDetails(YEAR, "Neglect", "multi-agency"), PLANNED),
        AuditLine("z", AuditDetails(YEAR, "Clinic visits", "spot  check"), UNDER_WAY),
    ]
    found = count_kinds([AuditKind("Multi-agency", "multi", a_year=4)], lines)
    assert [(one.kind.name, one.words, one.planned, one.short) for one in found] == [
        ("Multi-agency", "0 of 4", 1, 3),
        ("Spot check", "1", 1, 0),
    ]
