"""Profiles: how they are read, counted, described and refused."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.profiles import (
    describe_profile,
    list_profiles,
    load_profile,
    read_profile,
    stood_on,
)


def test_cards_say_what_each_profile_holds() -> None:
    cards = list_profiles()
    assert [(card.title, card.words) for card in cards] == [
        (
            "Durham 2022-23",
            "3 statutory partners, 8 groups, 4 priorities, a secure children's home",
        ),
        (
            "Durham 2025-27",
            "3 statutory partners, 8 groups, 4 priorities, a secure children's home",
        ),
        ("Derby and Derbyshire 2021-22", "5 statutory bodies over 2 councils, 11 groups"),
        ("Any English partnership", "3 statutory partners and the rule packs, nothing else"),
    ]
    assert {card.key for card in cards} == {
        "durham-2022-23",
        "durham-2025-27",
        "derby-derbyshire-2021-22",
        "any-partnership",
    }
    for card in cards:
        assert describe_profile(load_profile(card.key)) == card.words


def test_unknown_key_is_wrong_use_and_names_the_known_ones() -> None:
    with pytest.raises(WrongUse) as caught:
        load_profile("../secrets")
    assert "durham-2022-23, durham-2025-27" in caught.value.words
    assert caught.value.exit_code == 2


def test_empty_folder_has_no_profiles(tmp_path: Path) -> None:
    assert list_profiles(tmp_path) == ()
    with pytest.raises(WrongUse, match="The profiles are: none"):
        load_profile("durham-2022-23", tmp_path)


def test_values_cannot_be_changed() -> None:
    profile = load_profile("durham-2022-23")
    with pytest.raises(TypeError):
        profile.values["partnership"]["name"] = "Another"
    assert isinstance(profile.values["organisation"][0]["known_as"], tuple)


WHOLE = '[partnership]\nname = "P"\n[summary]\ntitle = "T"\nwords = "W"\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"[partnership\n", r"x\.toml does not read as TOML: .*line 1"),
        (WHOLE.encode() + b'[a]\nb = "\xff"\n', r"x\.toml is not UTF-8 text: byte \d+"),
        (b'[summary]\ntitle = "T"\nwords = "W"\n', r"x\.toml: \[partnership\] needs a name"),
        (b'[partnership]\nname = "P"\n[summary]\nwords = "W"\n', r"\[summary\] needs a title"),
        (WHOLE.replace('"P"', '"  "').encode(), r"\[partnership\] needs a name"),
        (WHOLE.replace('"W"', "3").encode(), r"\[summary\] needs a words, as text"),
        (b"group = 3\n" + WHOLE.encode(), r"group must be written as \[group\] or \[\[group\]\]"),
        (b"group = [3]\n" + WHOLE.encode(), r"group must be written as"),
        (WHOLE.replace('"W"', '"{n} groups"').encode(), r"\[summary\] counts what is not there"),
        (WHOLE.encode() + b"[summary.count]\nn = 3\n", r"\[summary\] counts what is not there"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_by_name_and_place(
    tmp_path: Path, text: bytes, why: str
) -> None:
    (tmp_path / "x.toml").write_bytes(text)
    with pytest.raises(Refused, match=why):
        load_profile("x", tmp_path)
    with pytest.raises(Refused, match=why):
        list_profiles(tmp_path)


def test_counts_follow_the_day_and_the_fields(tmp_path: Path) -> None:
    text = WHOLE.replace('"W"', '"{now} of {all}, {inside} inside"') + (
        'on = "2022-03-31"\n'
        "[summary.count]\n"
        'now = { of = "thing", where = { kind = ["a", "b"] } }\n'
        'all = { of = "thing" }\n'
        'inside = { of = "thing.part" }\n'
        '[[thing]]\nkind = "a"\npart = [{ n = 1 }, { n = 2 }]\n'
        '[[thing]]\nkind = "b"\nto = "2021-11"\npart = [{ n = 3 }]\n'
        '[[thing]]\nkind = "c"\nfrom = "2022"\n'
    )
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    assert list_profiles(tmp_path)[0].words == "1 of 2, 2 inside"


@pytest.mark.parametrize(
    ("entry", "day", "stood"),
    [
        ({}, "2022-07-01", True),
        ({"from": "2022-07-01"}, "2022-06-30", False),
        ({"from": "2022-07-01"}, "2022-07-01", True),
        ({"to": "2022-06-30"}, "2022-06-30", True),
        ({"to": "2022-06-30"}, "2022-07-01", False),
        ({"from": "2021-11"}, "2021-11-01", True),
        ({"to": "2021-11"}, "2021-11-30", True),
        ({"to": "2021-11"}, "2021-12-01", False),
        ({"from": "2021", "to": "2021"}, "2021-12-31", True),
    ],
)
def test_stood_on(entry: dict[str, str], day: str, stood: bool) -> None:
    assert stood_on(entry, day) is stood


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_an_end_and_the_beginning_after_it_leave_no_gap(last: date) -> None:
    first = last + timedelta(days=1)
    old, new = {"to": last.isoformat()}, {"from": first.isoformat()}
    for day in (last, first):
        assert stood_on(old, day.isoformat()) is not stood_on(new, day.isoformat())


def test_a_profile_is_refused_that_is_not_there_or_too_large_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"^gone\.toml is not there\.$"):
        read_profile(tmp_path / "gone.toml")
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (4_000_001))
    with pytest.raises(Refused, match=r"^large\.toml is too large for a profile: at most 4 MB\.$"):
        read_profile(large)
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(Refused, match=r"^folder\.toml could not be read\."):
        read_profile(tmp_path / "folder.toml")
