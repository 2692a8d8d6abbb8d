"""Versions: drafted, agreed by one body or several, in force, frozen, superseded."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.diary.rules.cadence import CadenceRule
from dscp_desktop.partnership.commands.seats import add_seat
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.opening import Store
from dscp_desktop.terms_of_reference.commands.agreeing import agree, put_to, take_back
from dscp_desktop.terms_of_reference.commands.drafting import (
    add_heading,
    begin_document,
    begin_version,
    change_document,
    change_part,
    remove_document,
    remove_heading,
    set_frequency,
    set_note,
    set_quorum,
    set_review,
    set_standing_items,
    withdraw_draft,
)
from dscp_desktop.terms_of_reference.queries.terms import (
    document_of,
    find_version,
    heading_of,
    list_documents,
    list_versions,
    quorum_on,
    standing_items_on,
    terms_on,
    version_text,
)
from dscp_desktop.terms_of_reference.rules.quorum import (
    AllOf,
    AtLeast,
    EachStatutory,
    NamedSeat,
    Quorum,
    Share,
)
from dscp_desktop.terms_of_reference.rules.versions import (
    PARTS,
    TERMS,
    StandingLine,
    Version,
    months_after,
    state_on,
    version_in_force,
)
from tests.terms_of_reference.conftest import TODAY, refused, texts

Group = Callable[[str], str]
Draft = Callable[..., str]
Agreed = Callable[..., None]
FIRST = date(2023, 1, 1)
_numbers = itertools.count()


days = st.integers(0, 8).map(lambda n: FIRST + timedelta(days=n))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(days, st.none() | days, st.booleans()), min_size=1, max_size=5))
def test_one_version_is_in_force_on_each_day_whatever_was_agreed(
    durham: Store, group: Group, asked: list[tuple[date, date | None, bool]]
) -> None:
    title = f"Policy {next(_numbers)}"
    document = str(durham.run(begin_document, "policy", title).result)
    model: list[tuple[int, date]] = []
    for on, from_day, withdrawn in asked:
        version = str(durham.run(begin_version, document, on).result)
        wanted = from_day or on
        sound = wanted >= on and all(wanted > begins for _, begins in model)
        try:
            durham.run(agree, version, group("EXEC"), "", on, "", from_day)
            assert sound
            number = durham.ask(list_versions, document, on)[-1].number
            model.append((number, wanted))
        except Refused:
            assert not sound
            assert durham.ask(list_versions, document, on)[-1].state == "draft"
            durham.run(withdraw_draft, version)
        if withdrawn:
            durham.run(withdraw_draft, str(durham.run(begin_version, document, on).result))
    for day in (FIRST + timedelta(days=n) for n in range(-1, 11)):
        there = durham.ask(list_versions, document, day)
        found = version_in_force(there, day)
        expected = [number for number, begins in model if begins <= day]
        assert (found.number if found else None) == (expected[-1] if expected else None)
        current = [v for v in there if v.in_force_from and v.in_force_from <= day]
        open_ = [v for v in current if v.until is None or v.until >= day]
        assert len(open_) == bool(expected)
        assert [v.state for v in open_] == ["agreed"] * len(open_)


def test_terms_are_drafted_agreed_and_frozen(
    durham: Store, group: Group, draft: Draft, agreed: Agreed
) -> None:
    version = draft("ISP")
    durham.run(change_part, version, "purpose", "  To improve practice.  ")
    durham.run(set_frequency, version, CadenceRule(kind="times", times=10))
    durham.run(set_note, version, "The first")
    seen = texts(durham, version)
    assert list(seen) == [key for key, _ in PARTS]
    assert seen["purpose"] == "To improve practice."
    assert seen["frequency"] == "Ten times a year."
    assert seen["quorum"] == "No quorum is set."
    assert seen["membership"] == "No seats are known."
    assert seen["review"] == "To be reviewed a year after it comes into force."
    assert seen["standing items"] == "There are no standing items."
    agreed(version, date(2023, 11, 6))
    text = durham.ask(terms_on, group("ISP"), date(2023, 11, 6))
    assert text is not None
    assert text.version.review_on == date(2024, 11, 6)
    frozen = {part.part: part.text for part in text.parts}
    assert frozen["review"] == "To be reviewed by 6 November 2024."
    assert frozen["purpose"] == "To improve practice."
    assert durham.ask(terms_on, group("ISP"), date(2023, 11, 5)) is None
    commands: list[tuple[Any, ...]] = [
        (change_part, version, "purpose", "Else"),
        (set_quorum, version, None, TODAY),
        (set_frequency, version, None),
        (set_standing_items, version, ()),
        (set_review, version, None),
        (set_note, version, "Else"),
        (put_to, version, group("PLG")),
        (take_back, version, group("PLG")),
        (agree, version, group("PLG"), "", date(2023, 11, 7)),
        (withdraw_draft, version),
    ]
    for command, *args in commands:
        assert refused(durham, command, *args) == (
            "Version 1 was agreed and stays as it is. Begin a new version to change it."
        )


def test_what_is_agreed_no_longer_follows_the_seats(
    durham: Store, group: Group, draft: Draft, agreed: Agreed
) -> None:
    version = draft("ISP")
    agreed(version, date(2023, 11, 6))
    council = durham.ask(load_names).party("Durham County Council")
    assert council is not None
    durham.run(add_seat, group("ISP"), council.id, "Head of service")
    assert texts(durham, version)["membership"] == "No seats are known."
    document = durham.ask(document_of, group("ISP"))
    second = str(durham.run(begin_version, document, TODAY).result)
    assert texts(durham, second)["membership"] == (
        "Core members:\n- Durham County Council, Head of service"
    )


def test_a_new_version_copies_the_last_one(durham: Store, group: Group) -> None:
    document = durham.ask(document_of, group("PLG"))
    second = durham.ask(list_versions, document, TODAY)[-1]
    third = str(durham.run(begin_version, document, TODAY).result)
    new = durham.ask(version_text, third, TODAY)
    assert (new.version.number, new.version.state) == (3, "draft")
    assert (new.version.quorum, new.version.frequency) == (second.quorum, second.frequency)
    assert new.version.review_on is None
    assert new.standing == durham.ask(version_text, second.id, TODAY).standing
    assert texts(durham, third)["objectives"] == texts(durham, second.id)["objectives"]
    assert refused(durham, begin_version, document, TODAY) == (
        "Version 3 is a draft still. Have it agreed, or withdraw it, first."
    )
    durham.run(withdraw_draft, third)
    assert [v.number for v in durham.ask(list_versions, document, TODAY)] == [1, 2]


def test_quorum_follows_the_terms_of_that_day(
    durham: Store, group: Group, draft: Draft, agreed: Agreed
) -> None:
    plg = group("PLG")
    assert durham.ask(quorum_on, plg, date(2021, 9, 15)) is None
    assert durham.ask(quorum_on, plg, date(2022, 10, 25)) == Quorum(AtLeast(2))
    now = Quorum(AllOf((EachStatutory(), Share(1, 2))))
    assert durham.ask(quorum_on, plg, date(2022, 10, 26)) == now
    version = draft("IDG")
    agreed(version, date(2023, 11, 6))
    assert durham.ask(quorum_on, group("IDG"), date(2023, 12, 1)) is None


def test_a_quorum_no_membership_can_reach_is_refused(
    durham: Store, group: Group, draft: Draft
) -> None:
    version = draft("ISP")
    assert refused(durham, set_quorum, version, Quorum(AtLeast(4)), TODAY) == (
        "No meeting could reach this quorum: 4 core seats are asked for, and the group has none. "
        "Change the rule or the seats."
    )
    said = refused(durham, set_quorum, version, Quorum(EachStatutory()), TODAY)
    assert "Durham Constabulary has no seat that counts" in said
    assert refused(durham, set_quorum, version, Quorum(AtLeast(0)), TODAY).startswith("Type the")
    document = durham.ask(document_of, group("EXEC"))
    second = str(durham.run(begin_version, document, TODAY).result)
    rule = Quorum(AllOf((EachStatutory(), NamedSeat("Independent chair and scrutineer"))))
    durham.run(set_quorum, second, rule, TODAY)
    assert texts(durham, second)["quorum"] == (
        "Both at least one seat of each statutory partner and the seat of “Independent chair and "
        "scrutineer”; deputies count."
    )
    assert refused(durham, set_quorum, second, Quorum(NamedSeat("Nobody")), TODAY) == (
        "No meeting could reach this quorum: there is no seat of Nobody. "
        "Change the rule or the seats."
    )
    durham.run(set_quorum, second, None, TODAY)
    assert texts(durham, second)["quorum"] == "No quorum is set."


def test_standing_items_are_those_of_the_terms_of_the_day(
    durham: Store, group: Group, draft: Draft, agreed: Agreed
) -> None:
    neglect = group("NEG")
    own = durham.ask(standing_items_on, neglect, TODAY)
    assert "Neglect plan on a page" in [line.title for line in own]
    version = draft("NEG")
    lines = (StandingLine("Welcome", 5), StandingLine("Any other business", 5, last=True))
    durham.run(set_standing_items, version, lines)
    assert durham.ask(standing_items_on, neglect, date(2024, 1, 1)) == own
    agreed(version, date(2023, 11, 9))
    assert durham.ask(standing_items_on, neglect, date(2023, 11, 8)) == own
    assert durham.ask(standing_items_on, neglect, date(2023, 11, 9)) == lines


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (StandingLine("  "), "Type the title"),
        (StandingLine("Welcome", 601), "from 0 to 600"),
        (StandingLine("Welcome", 5, "fun"), "A purpose is one of"),
    ],
)
def test_a_standing_item_has_title_minutes_and_purpose(
    durham: Store, draft: Draft, line: StandingLine, said: str
) -> None:
    assert said in refused(durham, set_standing_items, draft("NEG"), [line])


def test_a_document_of_its_own_headings(durham: Store, draft: Draft, agreed: Agreed) -> None:
    version = draft(title="Escalation policy")
    durham.run(add_heading, version, "Who to call")
    durham.run(change_part, version, "Who to call", "The duty manager.")
    durham.run(remove_heading, version, "Scope")
    assert refused(durham, add_heading, version, "who to CALL").startswith("There is a heading")
    assert refused(durham, add_heading, version, " ") == "Type the heading."
    assert refused(durham, change_part, version, "Scope", "x").endswith("no part called Scope.")
    assert refused(durham, set_quorum, version, None, TODAY).startswith("Only terms of reference")
    agreed(version, date(2023, 11, 9))
    text = durham.ask(version_text, version, TODAY)
    assert [p.title for p in text.parts] == ["Purpose", "Content", "Review", "Who to call"]
    assert text.parts[-1].text == "The duty manager."
    assert not any(part.made for part in text.parts)
    assert heading_of("chair and deputy") == "Chair and deputy"
    assert heading_of("Scope") == "Scope"


def test_parts_that_are_made_are_not_typed(durham: Store, draft: Draft) -> None:
    version = draft("IDG")
    assert refused(durham, change_part, version, "quorum", "Four") == (
        "Quorum is made from what is kept of the group. Change it there."
    )
    assert refused(durham, add_heading, version, "More").startswith("The parts of terms")


def test_documents_are_added_changed_and_removed(durham: Store, group: Group) -> None:
    assert refused(durham, begin_document, "poem").startswith("A document is one of")
    assert refused(durham, begin_document, TERMS) == (
        "Choose the group whose terms of reference they are."
    )
    assert refused(durham, begin_document, TERMS, "", group("PLG")).endswith("Open them instead.")
    assert refused(durham, begin_document, "policy") == "Type the title of the document."
    added = str(durham.run(begin_document, "policy", " Escalation  policy ").result)
    assert refused(durham, begin_document, "policy", "Escalation policy").startswith("There is a")
    assert refused(durham, change_document, added, "", 12) == "Type the title of the document."
    assert "from 1 to 120" in refused(durham, change_document, added, "Escalation", 0)
    durham.run(change_document, added, "Escalation", 24)
    line = next(d for d in durham.ask(list_documents, TODAY, "policy"))
    assert (line.title, line.review_months, line.in_force, line.draft) == (
        "Escalation", 24, None, None,
    )  # fmt: skip
    version = str(durham.run(begin_version, added, TODAY).result)
    assert refused(durham, remove_document, added).endswith("agreed ones stay.")
    durham.run(withdraw_draft, version)
    durham.run(remove_document, added)
    assert durham.ask(list_documents, TODAY, "policy") == ()


def test_a_version_that_is_not_there_is_named_with_those_that_are(
    durham: Store, group: Group
) -> None:
    document = durham.ask(document_of, group("PLG"))
    with pytest.raises(WrongUse) as said:
        durham.ask(find_version, document, "7", TODAY)
    assert said.value.words == (
        "There is no version 7. The versions: 1 (superseded, in force from Thu 16 Sep 2021), "
        "2 (agreed, in force from Wed 26 Oct 2022)."
    )
    with pytest.raises(WrongUse, match="No version is in force on Wed 1 Sep 2021"):
        durham.ask(find_version, document, "", date(2021, 9, 1))
    with pytest.raises(WrongUse, match="no longer there"):
        durham.ask(version_text, "gone", TODAY)


def test_states_and_months() -> None:
    draft = Version("a", "d", 1)
    assert state_on(draft, [draft], TODAY) == "draft"
    later = Version("b", "d", 2, True, date(2024, 1, 1))
    assert state_on(later, [draft, later], TODAY) == "agreed"
    assert version_in_force([draft, later], TODAY) is None
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2023, 8, 31), 1) == date(2023, 9, 30)
    assert months_after(date(2023, 12, 15), 12) == date(2024, 12, 15)
