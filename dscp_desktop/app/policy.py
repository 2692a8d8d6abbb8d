"""policy.json: what an IT department sets for everybody at a computer, read strictly.

A file that cannot be read, or that says something else than its keys allow, is told in words.
What it says of plain copies cannot be known then, so none are saved until it is mended.
"""

from __future__ import annotations

import json
import ntpath
import posixpath
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from dscp_desktop.core.saving import allow_only

PROGRAM = "DSCP Desktop"
POLICY = "policy.json"
PLAIN_COPIES = "plain_copies"  # the endings of files that may be saved
STORES_FOLDER = "stores_folder"  # where a new store is offered a place
THEMES, SIZES = ("system", "light", "dark"), (1.0, 1.25, 1.5, 2.0)
MOST_MINUTES = 24 * 60
_LARGEST = 64 * 1024
_MEND = "Ask your IT department to mend it."


@dataclass(frozen=True, slots=True)
class Rule:
    """What a key may hold: a test of the value, and how that is said."""

    wants: str
    holds: Callable[[Any], bool]


def _is_minutes(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_MINUTES


def _is_size(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value in SIZES


def _is_folder(value: Any) -> bool:
    if not isinstance(value, str) or "\0" in value:
        return False
    return ntpath.isabs(value) or posixpath.isabs(value)


def _are_endings(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    return all(isinstance(one, str) and re.fullmatch(r"\.[a-z0-9]{1,10}", one) for one in value)


RULES: Mapping[str, Rule] = {
    "theme": Rule('"system", "light" or "dark"', lambda value: value in THEMES),
    "text_size": Rule("1, 1.25, 1.5 or 2", _is_size),
    "lock_after": Rule(f"a whole number of minutes from 1 to {MOST_MINUTES}", _is_minutes),
    "backups_elsewhere": Rule("the whole path of a folder", _is_folder),
    STORES_FOLDER: Rule("the whole path of a folder", _is_folder),
    PLAIN_COPIES: Rule('a list of endings such as [".pdf", ".docx"]; [] for none', _are_endings),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What is set, in which file each value stands, and what is wrong, in words."""

    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Path] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def endings(self) -> frozenset[str] | None:
        """Return the endings that plain copies may have, None where all may be saved."""
        found = self.values.get(PLAIN_COPIES)
        return None if found is None else frozenset(found)

    def locked_words(self, name: str) -> str:
        """Say who set a value and where; '' where the person may."""
        if name not in self.values:
            return ""
        return f"Set by your IT department in {self.places[name]}"


def policy_places() -> tuple[Path, ...]:
    """Return where policies are looked for: beside the program, then the folder of the machine.

    The second one wins: on Windows that is `DSCP Desktop` in the folder of program data.
    """
    machine = platformdirs.site_config_path(PROGRAM, appauthor=False)
    return Path(sys.executable).with_name(POLICY), machine / POLICY


def read_policy(paths: Sequence[Path]) -> Policy:
    """Read policies in order; of a key that stands in several, the last one holds."""
    values: dict[str, Any] = {}
    places: dict[str, Path] = {}
    faults: list[str] = []
    for path in paths:
        found, wrong = _read(path)
        if wrong:
            found.setdefault(PLAIN_COPIES, [])
        values |= found
        places |= dict.fromkeys(found, path)
        faults += wrong
    return Policy(values, places, tuple(faults))


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Return what holds in one file, and what is wrong with it."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    except OSError as error:
        return {}, [f"{path} cannot be read: {error.strerror}. {_MEND}"]
    if len(data) > _LARGEST:
        return {}, [f"{path} is larger than 64 kB: that is no policy. {_MEND}"]
    try:
        held = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        return {}, [f"{path} is not text in UTF-8. Save it as UTF-8. {_MEND}"]
    except json.JSONDecodeError as error:
        return {}, [f"{path}, line {error.lineno}, is not JSON. {_MEND}"]
    except (ValueError, RecursionError) as error:
        return {}, [f"{path} cannot be read: {error}. {_MEND}"]
    if not isinstance(held, dict):
        return {}, [f"{path} holds no list of keys and values in braces. {_MEND}"]
    return _judge(held, path)


def _judge(held: Mapping[str, Any], path: Path) -> tuple[dict[str, Any], list[str]]:
    faults = []
    for name, value in held.items():
        if name not in RULES:
            known = ", ".join(RULES)
            faults.append(f"{path}: there is no key '{name}'. Keys: {known}. {_MEND}")
        elif not RULES[name].holds(value):
            faults.append(f"{path}: {name} wants {RULES[name].wants}. {_MEND}")
    sound = {n: v for n, v in held.items() if n in RULES and RULES[n].holds(v)}
    return sound, faults


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"'{name}' stands in it twice")
        found[name] = value
    return found


def policy_words(policy: Policy) -> tuple[str, ...]:
    """Say what a policy sets that stands in no field of the settings, and what is wrong with it."""
    said = []
    endings = policy.endings()
    if endings is not None:
        may = f"Plain copies are saved as {', '.join(sorted(endings))} alone. "
        said.append((may if endings else "No plain copies are saved. ")
                    + f"{policy.locked_words(PLAIN_COPIES)}.")  # fmt: skip
    if STORES_FOLDER in policy.values:
        folder = policy.values[STORES_FOLDER]
        said.append(f"New stores are offered in {folder}. {policy.locked_words(STORES_FOLDER)}.")
    return (*said, *policy.faults)


def keep_to(policy: Policy) -> None:
    """Have this process save no plain copy that a policy forbids."""
    allow_only(policy.endings())
