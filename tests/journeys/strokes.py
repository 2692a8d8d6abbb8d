"""Keystrokes as docs/keystrokes.md writes them: `Tab` ×3 for keys, ‘words’ for what is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

_STROKE = re.compile(r"`([^`]+)`(?: ×(\d+))?|‘([^’]*)’")
_TASK = re.compile(r"^### \d+\. (.+)$", re.M)
_ROW = re.compile(r"^\| \d+\. ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.M)
_OURS, _THEIRS = "Here: ", "In Word and Excel:"


@dataclass(frozen=True)
class Count:
    """How many keys were pressed, and how many letters typed."""

    keys: int
    letters: int


@dataclass(frozen=True)
class Task:
    """One task of the document: what is pressed here, and what the table says of both."""

    ours: str
    here: Count
    there: Count
    table: tuple[Count, Count]


def write_strokes(strokes: Sequence[tuple[bool, str]]) -> str:
    """Write what was pressed and typed, in order."""
    parts = []
    for (typed, words), run in groupby(strokes):
        count = len(list(run))
        key = words.replace("Return", "Enter")
        parts.append(f"‘{words}’" * count if typed else f"`{key}`" + f" ×{count}" * (count > 1))
    return " ".join(parts)


def count_strokes(text: str) -> Count:
    """Count the keys and the letters of a written line."""
    keys = letters = 0
    for key, times, typed in _STROKE.findall(text):
        keys += int(times or 1) if key else 0
        letters += len(typed)
    return Count(keys, letters)


def read_tasks(path: Path) -> dict[str, Task]:
    """Read the tasks of the document, each by its name; a task that is not whole fails."""
    text = path.read_text("utf-8")
    rows = {
        name: (Count(int(a), int(b)), Count(int(c), int(d)))
        for name, a, b, c, d in _ROW.findall(text)
    }
    _, *parts = _TASK.split(text)
    found = {}
    for name, part in zip(parts[::2], parts[1::2], strict=True):
        (ours,) = [line for line in part.splitlines() if line.startswith(_OURS)]
        theirs = part[part.index(_THEIRS) :]
        steps = "\n".join(re.findall(r"^\d+\. .+$", theirs, re.M))
        found[name] = Task(
            ours.removeprefix(_OURS), count_strokes(ours), count_strokes(steps), rows[name]
        )
    assert list(found) == list(rows)
    return found
