"""What differs between partnerships is in profiles: no name of one stands in the code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.core.profiles import load_profile
from tests.contracts.tree import look

KEYS = ("durham-2022-23", "durham-2025-27", "derby-derbyshire-2021-22")
# Words of the field that a profile uses as names too: no place is in them, whoever says them.
COMMON = {"executive", "executive group", "stakeholders", "schools", "independent schools"}
COMMON |= {"public health", "housing services", "faith groups", "prison service", "scrutiny panel"}
COMMON |= {"integrated care board", "health group", "safeguarding executive"}
COMMON |= {"extended executive"}
# Both are about the fictional partnership of the sample, which has groups and codes of its own.
SAMPLE = {"sample", "pictures"}


def _names(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from (entry[field] for field in ("name", "short_name") if entry.get(field))
    yield from entry.get("known_as", ())
    for former in entry.get("former", ()):
        yield from _names(former)


@cache
def phrases() -> frozenset[str]:
    """Every name of two words or more of an organisation, a group or a partnership; each area."""
    found = set[str]()
    for key in KEYS:
        values = load_profile(key).values
        for section in ("organisation", "group"):
            for entry in values[section]:
                found |= {name for name in _names(entry) if " " in name}
        found |= {values["partnership"]["name"], values["partnership"]["area"]}
    return frozenset(found) | {"Durham", "Derby", "Derbyshire", "Darlington", "Aycliffe"}


@cache
def codes() -> frozenset[str]:
    """Every code and other name of three capitals or more."""
    found = set[str]()
    for key in KEYS:
        for section in ("organisation", "group"):
            for entry in load_profile(key).values[section]:
                every = (*_names(entry), entry.get("code", ""))
                found |= {name for name in every if re.fullmatch(r"[A-Z]{3,}", name)}
    return frozenset(found)


@cache
def looks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a name, however it is written, and what finds a code."""
    names = [re.escape(name) for name in phrases() if name.casefold() not in COMMON]
    return (
        re.compile(rf"(?<!\w)({'|'.join(names)})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)({'|'.join(codes())})(?!\w)"),
    )


def found_in(text: str) -> list[str]:
    """Return the names and codes of profiles that stand in a text as whole words."""
    return [found[0] for look in looks() for found in look.finditer(text)]


def test_no_name_of_a_profile_stands_in_code(root: Path) -> None:
    wrong = [
        f"{path.relative_to(root)}:{line}: {hits[0]}"
        for path in sorted((root / "dscp_desktop").rglob("*.py"))
        if not SAMPLE & {path.name, path.parent.name}
        for line, text in look(path).texts
        if (hits := found_in(text))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text", ["Numbers begin with PLG, as in", "Ask durham constabulary.", "The Neglect Group meets"]
)
def test_the_look_finds_what_it_looks_for(text: str) -> None:
    assert found_in(text)
    assert not found_in("A durable text of the ICBs and of neglect")
