"""The bookmarks of a pack: part 1 and part 2, in them the items, in those the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

PART_1, PART_2 = "Part 1", "Part 2: restricted"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that begins on a page of the file (from 1): its title, item and part."""

    title: str
    page: int
    item: str = ""
    item_title: str = ""
    restricted: bool = False


def outline(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return the bookmarks of a file as values: title, page, children.

    What belongs to no item stands at the top; part 1 and part 2 are named where there is a
    part 2. A paper alone with the title of its item is not named twice.
    """
    front = [_mark(entry.title, entry.page) for entry in entries if not entry.item]
    parts = [
        (PART_1, [entry for entry in entries if entry.item and not entry.restricted]),
        (PART_2, [entry for entry in entries if entry.item and entry.restricted]),
    ]
    if not parts[1][1]:
        return [*front, *_items(parts[0][1])]
    found = [_mark(title, own[0].page, _items(own)) for title, own in parts if own]
    return [*front, *found]


def _items(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    found = []
    for (item, title), group in groupby(entries, lambda entry: (entry.item, entry.item_title)):
        papers = list(group)
        words = f"{item}. {title or papers[0].title}"
        if [paper.title for paper in papers] in ([title], [""]) or not title:
            found += [_mark(f"{item}. {paper.title}", paper.page) for paper in papers]
        else:
            below = [_mark(paper.title, paper.page) for paper in papers]
            found.append(_mark(words, papers[0].page, below))
    return found


def _mark(title: str, page: int, children: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"title": title, "page": page, "children": list(children)}
