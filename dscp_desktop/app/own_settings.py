"""What belongs to the person at this computer: theme, text size, window places, the last store.

It lies in one file in their own folder and holds no record. An IT department's `policy.json`
overrides and locks what it names (`app.policy`).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import platformdirs

from dscp_desktop.app.policy import PROGRAM as PROGRAM
from dscp_desktop.app.policy import policy_places, read_policy

FILE = "settings.json"


class OwnSettings:
    """Values by name, kept at once. A file that cannot be read counts as empty.

    `policies` are read in order, a later one wins. What cannot be written (a folder that is
    read only) is kept for this session alone.
    """

    def __init__(self, folder: Path, policies: Sequence[Path] = ()) -> None:
        self.folder = folder
        self._file = folder / FILE
        self._values = _read(self._file)
        self.policy = read_policy(policies)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a value; the policy's where it has one."""
        return self.policy.values.get(name, self._values.get(name, default))

    def locked(self, name: str) -> bool:
        """Say whether the policy sets this value."""
        return name in self.policy.values

    def put(self, name: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        fresh = self._file.with_name(FILE + ".new")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(self._values, indent=1) + "\n", encoding="utf-8")
            fresh.replace(self._file)

    def part(self, name: str) -> MutableMapping[str, int]:
        """Return a mapping of numbers that is kept under a name, such as where splitters stand."""
        return _Part(self, name)

    def remember_person(self, store: str, person: str, at: str) -> None:
        """Note that a person opened a store here; `at` is their local time in ISO form."""
        seen = dict(self.get("seen") or {})
        seen[store] = {**seen.get(store, {}), person: at}
        self.put("seen", seen)

    def people_seen(self, store: str) -> dict[str, str]:
        """Return who opened a store at this computer, and when last."""
        seen = self.get("seen") or {}
        return dict(seen.get(store, {}))


class _Part(MutableMapping[str, int]):
    def __init__(self, own: OwnSettings, name: str) -> None:
        self._own, self._name = own, name

    def _now(self) -> dict[str, int]:
        return dict(self._own.get(self._name) or {})

    def __getitem__(self, key: str) -> int:
        return self._now()[key]

    def __setitem__(self, key: str, value: int) -> None:
        self._own.put(self._name, {**self._now(), key: value})

    def __delitem__(self, key: str) -> None:
        left = self._now()
        del left[key]
        self._own.put(self._name, left)

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())


def open_own_settings() -> OwnSettings:
    """Return the settings of the person who runs the program, under the policies of this place."""
    folder = platformdirs.user_config_path(PROGRAM, appauthor=False)
    return OwnSettings(folder, policy_places())


def sample_place() -> Path:
    """Return where the sample partnership is made, in the person's own folder."""
    return platformdirs.user_data_path(PROGRAM, appauthor=False) / "sample.dscp"


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}
