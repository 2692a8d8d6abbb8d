"""The difference between two versions: word by word, part by part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from dscp_desktop.terms_of_reference.rules.versions import PartText, Version, VersionText

_TOKENS = re.compile(r"\s*\n\s*|[^\S\n]*(?:\w+(?:['’-]\w+)*|[^\w\s])")


@dataclass(frozen=True, slots=True)
class Same:
    """Words that both versions have."""

    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Words that the later version no longer has."""

    text: str


@dataclass(frozen=True, slots=True)
class New:
    """Words that the later version has and the earlier one had not."""

    text: str


Words: TypeAlias = Same | Cut | New


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part in both versions: `before` holds Same and Cut, `after` Same and New.

    `changes` counts the places that differ: words put in the place of others are one.
    """

    part: str
    title: str
    before: tuple[Words, ...]
    after: tuple[Words, ...]
    changes: int

    @property
    def words(self) -> str:
        """Return 'Same', '1 change' or '3 changes'."""
        return "Same" if not self.changes else _count(self.changes, "change")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one document, part by part in the order of the later one."""

    before: Version
    after: Version
    title: str
    group: str
    kind: str
    parts: tuple[PartChange, ...]

    @property
    def changed(self) -> tuple[PartChange, ...]:
        """Return the parts that differ."""
        return tuple(part for part in self.parts if part.changes)

    @property
    def words(self) -> str:
        """Return '9 changes in 4 parts', or 'No changes'."""
        if not self.changed:
            return "No changes"
        count = sum(part.changes for part in self.changed)
        return f"{_count(count, 'change')} in {_count(len(self.changed), 'part')}"


def compare(before: VersionText, after: VersionText) -> Comparison:
    """Return what changed from one version to another."""
    old = {part.part: part for part in before.parts}
    new = {part.part: part for part in after.parts}
    keys = [part.part for part in after.parts]
    for place, part in enumerate(before.parts):
        if part.part not in new:  # a heading that went stands where it was
            keys.insert(min(place, len(keys)), part.part)
    return Comparison(
        before=before.version,
        after=after.version,
        title=after.title,
        group=after.group,
        kind=after.kind,
        parts=tuple(_part(key, old.get(key), new.get(key)) for key in keys),
    )


def _part(key: str, old: PartText | None, new: PartText | None) -> PartChange:
    there = new or old
    assert there is not None
    left, right, changes = compare_texts(old.text if old else "", new.text if new else "")
    return PartChange(key, there.title, left, right, changes)


def compare_texts(before: str, after: str) -> tuple[tuple[Words, ...], tuple[Words, ...], int]:
    """Return both texts as runs, and in how many places they differ. Spaces alone do not count."""
    old, new = _TOKENS.findall(before.strip()), _TOKENS.findall(after.strip())
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    left: list[Words] = []
    right: list[Words] = []
    changes = 0
    for what, i, j, k, m in matcher.get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        if what == "equal":
            left.append(Same(gone))
            right.append(Same(come))
            continue
        changes += 1
        left += _aside(gone, Cut)
        right += _aside(come, New)
    return tuple(left), tuple(right), changes


def _keys(tokens: Sequence[str]) -> list[str]:
    return [token.strip() or "\n" for token in tokens]


def _aside(text: str, kind: type[Cut] | type[New]) -> list[Words]:
    """Return words that differ; the space before them is not marked with them."""
    inner = text.lstrip(" ")
    space: list[Words] = [Same(text[: len(text) - len(inner)])] if inner != text else []
    return [*space, kind(inner)] if inner else space


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
