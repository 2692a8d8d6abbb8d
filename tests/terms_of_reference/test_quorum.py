"""Quorum as a rule: judged with reasons, said in one sentence, kept as JSON."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.terms_of_reference.rules.conditions import ways_of
from dscp_desktop.terms_of_reference.rules.quorum import (
    COUNTING,
    NO_SEAT,
    AllOf,
    AnyOf,
    AtLeast,
    EachStatutory,
    NamedSeat,
    Quorum,
    Rule,
    SeatPresence,
    Share,
    faults_of_quorum,
    judge,
    quorum_words,
    reachable,
)
from dscp_desktop.terms_of_reference.rules.quorum_text import quorum_of, quorum_text

ROLES = ("Chair", "Lay member", "Designated doctor")
KINDS = ("core", "core", "core", "co-opted", "virtual", "in attendance")

_leaves: st.SearchStrategy[Rule] = st.one_of(
    st.builds(AtLeast, st.integers(1, 9), st.sampled_from([("core",), COUNTING])),
    st.tuples(st.integers(1, 9), st.integers(1, 9))
    .filter(lambda pair: pair[0] <= pair[1])
    .flatmap(lambda pair: st.builds(Share, st.just(pair[0]), st.just(pair[1]))),
    st.builds(EachStatutory),
    st.builds(NamedSeat, st.sampled_from(ROLES)),
)


def _join(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    several = st.lists(rules, min_size=2, max_size=4).map(tuple)
    return st.one_of(st.builds(AllOf, several), st.builds(AnyOf, several))


_rules = st.recursive(_leaves, _join, max_leaves=6).filter(
    lambda rule: not faults_of_quorum(Quorum(rule))
)
quorums = st.builds(Quorum, _rules, st.booleans())


@st.composite
def seats(draw: st.DrawFn) -> tuple[SeatPresence, ...]:
    """Return the seats of a group: statutory or not, here or not, themselves or by a deputy."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        here = draw(st.booleans())
        found.append(
            SeatPresence(
                seat_id=f"seat-{number}",
                name=f"Body {number}",
                organisation=f"Body {number}",
                organisation_id=f"body-{number}",
                role=draw(st.sampled_from(("", *ROLES))),
                kind=draw(st.sampled_from(KINDS)),
                statutory=draw(st.booleans()),
                here=here,
                by_deputy=here and draw(st.booleans()),
            )
        )
    return tuple(found)


@settings(max_examples=150, deadline=None)
@given(quorums, seats())
def test_one_more_present_never_makes_it_not_quorate(
    quorum: Quorum, found: tuple[SeatPresence, ...]
) -> None:
    verdicts = []
    for count in range(len(found) + 1):  # they come in one after the other
        here = [replace(seat, here=n < count) for n, seat in enumerate(found)]
        verdicts.append(judge(quorum, here).quorate)
    assert verdicts == sorted(verdicts)


@settings(max_examples=150, deadline=None)
@given(quorums, seats())
def test_it_can_be_reached_exactly_where_all_seats_together_make_it(
    quorum: Quorum, found: tuple[SeatPresence, ...]
) -> None:
    full = tuple(replace(seat, here=True, by_deputy=False) for seat in found)
    why = reachable(quorum, found)
    assert judge(quorum, full).quorate == (why == "")


@settings(max_examples=150, deadline=None)
@given(quorums)
def test_it_comes_back_from_its_text(quorum: Quorum) -> None:
    assert quorum_of(quorum_text(quorum)) == quorum


@settings(max_examples=150, deadline=None)
@given(quorums)
def test_the_sentence_says_the_rule_and_nothing_else(quorum: Quorum) -> None:
    assert _read(quorum_words(quorum)) == quorum


def _read(sentence: str) -> Quorum:
    """Read a sentence back into the rule: what two rules could both say could not be."""
    words, _, deputies = sentence.removesuffix(".").rpartition("; deputies ")
    rule, rest = _read_rule(words[0].lower() + words[1:])
    assert rest == ""
    return Quorum(rule, deputies == "count")


def _read_rule(words: str) -> tuple[Rule, str]:
    for first, last in (("both ", " and "), ("all of ", " and ")):
        if words.startswith(first):
            rules, rest = _read_rules(words.removeprefix(first), last)
            return AllOf(rules), rest
    for first, last in (("either ", " or "), ("one of ", " or ")):
        if words.startswith(first):
            rules, rest = _read_rules(words.removeprefix(first), last)
            return AnyOf(rules), rest
    if words.startswith("the seat of “"):
        role, _, rest = words.removeprefix("the seat of “").partition("”")
        return NamedSeat(role), rest
    rest = words.removeprefix("at least ")
    if rest.startswith("one seat of each statutory partner"):
        return EachStatutory(), rest.removeprefix("one seat of each statutory partner")
    return _read_number(rest)


def _read_number(words: str) -> tuple[Rule, str]:
    number, _, rest = words.partition(" ")
    if number.isdigit() and not rest.startswith("in "):
        kinds = COUNTING if rest.startswith("core and co-opted") else ("core",)
        rest = rest.removeprefix(" and ".join(kinds)).removeprefix(" seats").removeprefix(" seat")
        return AtLeast(int(number), kinds), rest
    share, _, rest = words.partition(" of the ")
    named = {"half": (1, 2), "one third": (1, 3), "two thirds": (2, 3), "all": (1, 1)} | {
        "one quarter": (1, 4),
        "three quarters": (3, 4),
    }
    top, bottom = named.get(share) or (int(part) for part in share.split(" in "))
    kinds = COUNTING if rest.startswith("core and co-opted") else ("core",)
    return Share(top, bottom, kinds), rest.removeprefix(f"{' and '.join(kinds)} seats (rounded up)")


def _read_rules(words: str, last: str) -> tuple[tuple[Rule, ...], str]:
    rules: list[Rule] = []
    ended = False
    while True:
        rule, words = _read_rule(words)
        rules.append(rule)
        if ended:
            return tuple(rules), words
        ended = words.startswith(last)
        words = words.removeprefix(last if ended else ", ")


@given(st.integers(0, 40), st.integers(1, 9), st.integers(1, 9))
def test_a_share_is_rounded_up_and_never_nobody(count: int, top: int, bottom: int) -> None:
    top = min(top, bottom)
    rule = Quorum(Share(top, bottom))
    needed = max(1, math.ceil(count * top / bottom - 1e-9))
    for here in range(count + 1):
        found = [SeatPresence(f"{n}", f"Body {n}", here=n < here) for n in range(count)]
        verdict = judge(rule, found)
        assert verdict.needed == needed
        assert verdict.quorate == (here >= needed)


POLICE = SeatPresence("s1", "Police", "Durham Constabulary", "o1", "Head of crime", statutory=True)
COUNCIL = SeatPresence("s2", "Council", "The council", "o2", "Director", statutory=True, here=True)
LAY = SeatPresence("s3", "Lay member", role="Lay member", kind="co-opted", here=True)
HELP = SeatPresence("s4", "Business manager", role="Manager", kind="in attendance", here=True)


def test_it_names_who_is_missing() -> None:
    verdict = judge(Quorum(EachStatutory()), (POLICE, COUNCIL, LAY, HELP))
    assert verdict.words == "Not quorate: no seat of Durham Constabulary"
    assert verdict.reasons == ("no seat of Durham Constabulary",)
    assert (verdict.here, verdict.needed, verdict.of) == (1, 2, 2)


def test_a_deputy_counts_or_not() -> None:
    found = (replace(POLICE, here=True, by_deputy=True), COUNCIL)
    assert judge(Quorum(EachStatutory()), found).words == "Quorate: 2 of 2 core seats here"
    said = judge(Quorum(EachStatutory(), deputies_count=False), found).words
    assert said == "Not quorate: Durham Constabulary only by a deputy"


def test_who_is_virtual_or_in_attendance_never_counts() -> None:
    assert judge(Quorum(AtLeast(2)), (COUNCIL, LAY, HELP)).reasons == (
        "1 of 1 core seat here, 2 needed",
    )
    assert judge(Quorum(AtLeast(2, COUNTING)), (COUNCIL, LAY, HELP)).quorate
    virtual = replace(POLICE, kind="virtual", here=True)
    assert not judge(Quorum(EachStatutory()), (virtual, COUNCIL)).quorate


def test_a_named_seat_by_its_role_or_itself() -> None:
    assert judge(Quorum(NamedSeat("lay  MEMBER")), (LAY,)).quorate
    assert judge(Quorum(NamedSeat("Manager", "s4")), (HELP,)).quorate
    assert judge(Quorum(NamedSeat("Manager", "s9")), (HELP,)).words == (
        "Not quorate: no seat of Manager"
    )


def test_either_of_two_says_why_neither() -> None:
    rule = AnyOf((EachStatutory(), AtLeast(3)))
    words = judge(Quorum(rule), (POLICE, COUNCIL)).words
    assert words == (
        "Not quorate: no seat of Durham Constabulary, nor: 1 of 2 core seats here, 3 needed"
    )
    assert judge(Quorum(AnyOf((EachStatutory(), AtLeast(1)))), (POLICE, COUNCIL)).quorate


def test_sentences_read_as_a_person_would_say_them() -> None:
    both = AllOf((EachStatutory(), Share(1, 2)))
    assert quorum_words(Quorum(both)) == (
        "Both at least one seat of each statutory partner and at least half of the core seats "
        "(rounded up); deputies count."
    )
    assert quorum_words(Quorum(AtLeast(1), deputies_count=False)) == (
        "At least 1 core seat; deputies do not count."
    )


def test_why_no_membership_can_reach_it() -> None:
    absent = SeatPresence("", "Police", "Police", "o9", kind=NO_SEAT, statutory=True)
    found = (COUNCIL, absent)
    assert reachable(Quorum(AtLeast(3)), found) == (
        "3 core seats are asked for, and the group has 1 core seat"
    )
    assert reachable(Quorum(EachStatutory()), found) == "Police has no seat that counts"
    assert reachable(Quorum(NamedSeat("Chair")), found) == "there is no seat of Chair"
    assert reachable(Quorum(AnyOf((AtLeast(3), AtLeast(1)))), found) == ""
    assert reachable(Quorum(EachStatutory()), ()) == "there are no statutory partners"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no", "does not read as JSON"),
        ("[]", "where a rule is wanted"),
        ("{}", "lacks: rule"),
        ('{"rule": {"at_least": 2}, "colour": 1}', "what nobody knows: colour"),
        ('{"rule": {"at_least": 2, "colour": 1}}', "what nobody knows: colour"),
        ('{"rule": {"at_least": "2"}}', "whole number"),
        ('{"rule": {"at_least": true}}', "whole number"),
        ('{"rule": {"at_least": 0}}', "from 1 to 999"),
        ('{"rule": {"at_least": 2, "of": "core"}}', "not a list"),
        ('{"rule": {"at_least": 2, "of": ["virtual"]}}', "core seats"),
        ('{"rule": {"share": [1]}}', "two numbers"),
        ('{"rule": {"share": [3, 2]}}', "all of them"),
        ('{"rule": {"each": "agency"}}', "each statutory partner"),
        ('{"rule": {"all_of": 1}}', "not a list"),
        ('{"rule": {"any_of": [{"at_least": 1}]}}', "at least two"),
        ('{"rule": {"seat": 1}}', "role"),
        ('{"rule": {"seat": " "}}', "Choose the seat"),
        ('{"rule": {"seat": "Chair"}, "deputies_count": 1}', "true nor false"),
    ],
)
def test_what_is_not_known_is_refused(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        quorum_of(text)


def test_rules_stand_in_one_another_four_deep_at_most() -> None:
    rule: Rule = AtLeast(1)
    for _ in range(3):
        rule = AllOf((rule, EachStatutory()))
    assert not faults_of_quorum(Quorum(rule))
    deep = Quorum(AllOf((rule, rule)))
    assert faults_of_quorum(deep) == "Rules stand inside one another at most 4 deep."
    with pytest.raises(Refused, match="4 deep"):
        quorum_text(deep)
    long = Quorum(AllOf((NamedSeat("Head of " + "x" * 4000), AtLeast(1))))
    with pytest.raises(Refused, match="too many parts"):
        quorum_text(long)


def test_a_text_is_json_that_others_can_read() -> None:
    text = quorum_text(Quorum(AllOf((AtLeast(4), Share(2, 3, COUNTING)))))
    assert json.loads(text) == {
        "deputies_count": True,
        "rule": {
            "all_of": [
                {"at_least": 4, "of": ["core"]},
                {"share": [2, 3], "of": ["core", "co-opted"]},
            ]
        },
    }


@given(quorums, seats())
def test_more_seats_asked_for_is_never_easier(
    quorum: Quorum, found: tuple[SeatPresence, ...]
) -> None:
    verdicts = [judge(Quorum(AtLeast(n)), found).quorate for n in range(1, 10)]
    assert all(before or not after for before, after in pairwise(verdicts))
    assert judge(quorum, found).quorate == (judge(quorum, found).reasons == ())


def test_a_rule_is_said_in_rows_until_they_are_too_many() -> None:
    seat, few = NamedSeat("Chair"), AtLeast(3)
    either = AnyOf((seat, few))
    assert ways_of(either) == ((seat,), (few,))
    assert ways_of(AllOf((seat, either))) == ((seat,), (seat, few))
    choices = AnyOf(tuple(AtLeast(number) for number in range(1, 5)))
    shares = AnyOf(tuple(Share(1, number) for number in range(2, 6)))
    many = AllOf((choices, shares))
    assert ways_of(many) == ()
    assert ways_of(AnyOf((seat, many))) == ()
