"""Profiles: what a new store begins with, one TOML file each in `resources/profiles`.

The code knows the shape alone: sections of entries, dates as text to the day or the month, and
a `[summary]` that says in one line what the profile holds. What the sections mean belongs to the
features that read them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.places import find_place

ENDING = ".toml"
_LARGEST = 4_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile, read and checked. `values` are its sections, and cannot be changed.

    A section is a mapping (`[partnership]`) or a tuple of mappings (`[[group]]`).
    """

    key: str
    title: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """How a profile is offered at the first run: its key, its title and one line of words."""

    key: str
    title: str
    words: str


def list_profiles(folder: Path | None = None) -> tuple[ProfileCard, ...]:
    """Return a card for each profile, in the order that their summaries ask for."""
    profiles = [read_profile(path) for path in sorted(_folder(folder).glob("*.toml"))]
    profiles.sort(key=lambda profile: profile.values["summary"].get("order", 0))
    return tuple(ProfileCard(p.key, p.title, describe_profile(p)) for p in profiles)


def load_profile(key: str, folder: Path | None = None) -> Profile:
    """Return the profile of this key (its file's name without `.toml`), or the one in a file.

    A key that ends with `.toml` is the path of a file that was saved. Raises WrongUse, naming the
    known ones, where there is none; Refused, naming file and place, where the file does not read
    as a profile.
    """
    if key.casefold().endswith(ENDING):
        return read_profile(Path(key))
    paths = {path.stem: path for path in sorted(_folder(folder).glob("*.toml"))}
    if key not in paths:
        known = ", ".join(paths) or "none"
        raise WrongUse(f"There is no profile '{key}'. The profiles are: {known}")
    return read_profile(paths[key])


def describe_profile(profile: Profile) -> str:
    """Return the line of the summary with its counts filled in.

    Each count names a section, or a list inside one (`plan.priority`), and which of its entries
    count: those whose fields hold one of the listed values, and that stood on the day `on`.
    """
    summary = profile.values["summary"]
    counts = {
        name: sum(1 for _ in _counted(profile.values, rule, summary.get("on", "")))
        for name, rule in summary.get("count", {}).items()
    }
    return str(summary["words"]).format_map(counts)


def stood_on(entry: Mapping[str, Any], day: str) -> bool:
    """Say whether an entry stood on a day (YYYY-MM-DD): from its `from` to its `to`, both in.

    Either may be known to the month or the year alone, and then all of it counts; one that is
    missing is open.
    """
    begins, ends = str(entry.get("from", "")), str(entry.get("to", ""))
    return day[: len(begins)] >= begins and (not ends or day[: len(ends)] <= ends)


def _counted(
    values: Mapping[str, Any], rule: Mapping[str, Any], day: str
) -> Iterator[Mapping[str, Any]]:
    first, _, inside = str(rule["of"]).partition(".")
    for entry in values.get(first, ()):
        if day and not stood_on(entry, day):
            continue
        if all(entry.get(name) in wanted for name, wanted in rule.get("where", {}).items()):
            yield from entry.get(inside, ()) if inside else (entry,)


def _folder(folder: Path | None) -> Path:
    return folder or find_place("resources/profiles")


def read_profile(path: Path) -> Profile:
    """Return the profile that a file holds.

    Raises WrongUse where it is not there; Refused, naming file and place, where it is too large,
    cannot be read, or does not read as a profile.
    """
    name = path.name
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(f"{name} is too large for a profile: at most 4 MB.")
        text = path.read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WrongUse(f"{name} is not there.") from error
    except OSError as error:
        raise Refused(f"{name} could not be read. Choose another file.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{name} is not UTF-8 text: byte {error.start + 1}") from error
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(f"{name} does not read as TOML: {error}") from error
    _check(name, values)
    profile = Profile(path.stem, values["summary"]["title"], _frozen(values))
    try:
        describe_profile(profile)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Refused(f"{name}: [summary] counts what is not there ({error})") from error
    return profile


def _check(file: str, values: Mapping[str, Any]) -> None:
    for section, name in (("partnership", "name"), ("summary", "title"), ("summary", "words")):
        table = values.get(section)
        text = table.get(name) if isinstance(table, dict) else None
        if not isinstance(text, str) or not text.strip():
            raise Refused(f"{file}: [{section}] needs a {name}, as text in quotes")
    for section, content in values.items():
        if isinstance(content, dict):
            continue
        if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
            raise Refused(f"{file}: {section} must be written as [{section}] or [[{section}]]")


def plain(value: Any) -> Any:
    """Return a profile's values as lists and dictionaries that can be changed and written."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({name: _frozen(each) for name, each in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return value
