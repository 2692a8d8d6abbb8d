"""policy.json: read strictly, with words; what it sets holds in the window and in the verbs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.app import cli
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.policy import (
    PLAIN_COPIES,
    RULES,
    Policy,
    keep_to,
    policy_places,
    policy_words,
    read_policy,
)
from dscp_desktop.core import saving
from dscp_desktop.core.faults import Refused
from tests.app.conftest import Dscp

SOUND: dict[str, Any] = {
    "theme": "dark",
    "text_size": 1.25,
    "lock_after": 5,
    "backups_elsewhere": "\\\\server\\share\\DSCP",
    "stores_folder": "H:\\DSCP",
    "plain_copies": [".pdf", ".docx"],
}


@pytest.fixture(autouse=True)
def _all_again() -> Iterator[None]:
    yield
    saving.allow_only(None)


def written(path: Path, held: Any) -> Path:
    path.write_text(held if isinstance(held, str) else json.dumps(held), encoding="utf-8")
    return path


def test_every_key_is_taken_and_named_with_its_file(tmp_path: Path) -> None:
    path = written(tmp_path / "policy.json", SOUND)
    policy = read_policy((path,))
    assert SOUND.keys() == RULES.keys()
    assert (policy.values, policy.faults) == (SOUND, ())
    assert policy.locked_words("theme") == f"Set by your IT department in {path}"
    assert policy.locked_words("window") == ""


def test_the_later_file_wins_and_none_is_nothing(tmp_path: Path) -> None:
    first = written(tmp_path / "one.json", {"theme": "dark", "lock_after": 5})
    second = written(tmp_path / "two.json", {"theme": "light"})
    policy = read_policy((first, second, tmp_path / "none.json", first / "below.json"))
    assert policy.values == {"theme": "light", "lock_after": 5}
    assert policy.places == {"theme": second, "lock_after": first}
    assert (policy.endings(), policy.faults) == (None, ())


def test_what_notepad_writes_is_read(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(b"\xef\xbb\xbf" + b'{"theme": "dark"}\r\n')
    assert read_policy((tmp_path / "p.json",)).values == {"theme": "dark"}


WRONG: list[tuple[str, Any]] = [
    ("theme", "pink"), ("theme", 1), ("text_size", 3), ("text_size", True), ("text_size", "1"),
    ("lock_after", 0), ("lock_after", 1441), ("lock_after", 2.5), ("lock_after", True),
    ("lock_after", None), ("backups_elsewhere", "backups"), ("backups_elsewhere", 5),
    ("stores_folder", ""), ("stores_folder", "C:\\a\0b"), ("plain_copies", False),
    ("plain_copies", ["pdf"]), ("plain_copies", ".pdf"), ("plain_copies", [".PDF"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_told_and_the_others_hold(tmp_path: Path, name: str, value: Any) -> None:
    path = written(tmp_path / "p.json", {**SOUND, name: value})
    policy = read_policy((path,))
    assert policy.faults == (
        f"{path}: {name} wants {RULES[name].wants}. Ask your IT department to mend it.",
    )
    wanted = {key: held for key, held in SOUND.items() if key != name}
    if name == PLAIN_COPIES:
        wanted[PLAIN_COPIES] = []  # what may be saved cannot be known
    assert policy.values == wanted


def test_an_unknown_key_is_told(tmp_path: Path) -> None:
    policy = read_policy((written(tmp_path / "p.json", {"them": "dark"}),))
    assert "there is no key 'them'. Keys: theme, " in policy.faults[0]
    assert policy.endings() == frozenset()


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ('{"theme": "dark",\n}', "line 2, is not JSON"),
        ('{"theme": "dark", "theme": "light"}', "'theme' stands in it twice"),
        ("[1]", "holds no list of keys"),
        ("[" * 100_000, "larger than 64 kB"),
        ("[" * 60_000, "cannot be read"),
        ("", "line 1, is not JSON"),
    ],
)
def test_a_file_that_cannot_be_understood_forbids_plain_copies(
    tmp_path: Path, held: str, words: str
) -> None:
    policy = read_policy((written(tmp_path / "p.json", held),))
    assert words in policy.faults[0]
    assert policy.values == {PLAIN_COPIES: []}


def test_other_bytes_and_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes('{"theme": "dark"}'.encode("utf-16"))
    assert "is not text in UTF-8" in read_policy((tmp_path / "p.json",)).faults[0]
    (tmp_path / "folder.json").mkdir()
    assert "cannot be read" in read_policy((tmp_path / "folder.json",)).faults[0]


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
       st.sampled_from(sorted(RULES)))  # fmt: skip
def test_no_value_is_too_strange(value: Any, name: str) -> None:
    assert RULES[name].holds(value) in (True, False)


def test_it_is_looked_for_beside_the_program_and_in_the_folder_of_the_machine() -> None:
    beside, machine = policy_places()
    assert beside == Path(sys.executable).with_name("policy.json")
    assert machine.parts[-2:] == ("DSCP Desktop", "policy.json")


# What it does -------------------------------------------------------------------------------


def test_only_the_endings_named_are_saved(tmp_path: Path) -> None:
    keep_to(Policy({PLAIN_COPIES: [".pdf"]}))
    saving.save_file(tmp_path / "a.PDF", b"x")
    with pytest.raises(Refused, match=r"a\.docx was not saved: your IT department .* as \.pdf"):
        saving.save_file(tmp_path / "a.docx", b"x")
    keep_to(Policy({PLAIN_COPIES: []}))
    with pytest.raises(Refused, match="of no kind"):
        saving.save_file(tmp_path / "b.pdf", b"x")
    assert [file.name for file in tmp_path.iterdir()] == ["a.PDF"]
    keep_to(Policy())
    saving.save_file(tmp_path / "a.docx", b"x")


def test_the_command_line_keeps_to_it_and_tells_its_faults(
    dscp: Dscp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "policy.json", {"plain_copies": [".pdf"], "them": 1})
    monkeypatch.setattr(cli, "policy_places", lambda: (path,))
    store, out = tmp_path / "s.dscp", tmp_path / "a.csv"
    made = dscp("new", store, "--profile", "any-partnership")
    assert made.code == 0
    assert "there is no key 'them'" in made.err
    refused = dscp("export", store, "actions", "-o", out)
    assert refused.code == 1
    assert "a.csv was not saved: your IT department" in refused.err
    assert not out.exists()


def test_what_stands_in_no_field_is_said(tmp_path: Path) -> None:
    own = OwnSettings(tmp_path, (written(tmp_path / "p.json", SOUND),))
    place = f"Set by your IT department in {tmp_path / 'p.json'}."
    assert policy_words(own.policy) == (
        f"Plain copies are saved as .docx, .pdf alone. {place}",
        f"New stores are offered in H:\\DSCP. {place}",
    )
    none = OwnSettings(tmp_path, (written(tmp_path / "q.json", {"plain_copies": []}),))
    assert policy_words(none.policy)[0].startswith("No plain copies are saved. ")
    assert policy_words(Policy(faults=("a.json is not JSON.",))) == ("a.json is not JSON.",)
