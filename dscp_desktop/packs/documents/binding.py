"""Printed parts bound to one PDF: in order, with what stands at the foot of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dscp_desktop.core.offers import FileWork
from dscp_desktop.packs.documents.press import Printed
from dscp_desktop.packs.rules.outline import Entry, outline
from dscp_desktop.paper.furniture import Furniture, furniture_values

JOIN = "dscp_desktop.paper.tasks:join"
COPIES = "dscp_desktop.paper.tasks:copies"


@dataclass(frozen=True, slots=True)
class Sheets:
    """A part as it is bound: its pages and their names, and what differs from the whole.

    `names` are of its own pages; `blanks` of those that stay blank before it. `only` are the
    pages, from 0, that are taken. `title` is told to readers aloud. Without an `entry` it has no
    bookmark; with `numbered` false its pages are no pages of the pack, and are called by names.
    """

    printed: Printed
    title: str
    names: tuple[str, ...]
    blanks: tuple[str, ...] = ()
    only: tuple[int, ...] | None = None
    marking: str = ""
    left: str = ""
    right: str = ""
    cover: bool = False
    item: str = ""
    item_title: str = ""
    restricted: bool = False
    bookmark: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound file: its pages, and what the process for files says of it."""

    data: bytes
    pages: int
    warnings: tuple[str, ...]
    untagged: tuple[str, ...]


def bind(ask: FileWork, sheets: Sequence[Sheets], furniture: Furniture, title: str) -> Bound:
    """Bind sheets to one PDF. The same sheets give the same bytes."""
    names = [name for each in sheets for name in (*each.blanks, *each.names)]
    values = {
        "parts": [_values(each) for each in sheets],
        "furniture": furniture_values(furniture),
        "title": title,
        "language": "en-GB",
        "bookmarks": outline(_entries(sheets)),
        "names": names,
        "labels": labels_of(names),
    }
    answer, blobs = ask(JOIN, values, [each.printed.data for each in sheets])
    pages = int(answer["pages"])
    return Bound(blobs[0], pages, tuple(answer["warnings"]), tuple(answer["untagged"]))


def _values(each: Sheets) -> dict[str, Any]:
    values: dict[str, Any] = {
        **each.printed.facts,
        "title": each.title,
        "blanks": len(each.blanks),
        "marking": each.marking,
        "foot_left": each.left,
        "foot_right": each.right,
        "cover": each.cover,
    }
    if each.only is not None:
        values["only"] = list(each.only)
    return values


def _entries(sheets: Sequence[Sheets]) -> list[Entry]:
    found = []
    page = 1
    for each in sheets:
        page += len(each.blanks)
        if each.bookmark:
            entry = Entry(each.bookmark, page, each.item, each.item_title, each.restricted)
            found.append(entry)
        page += len(each.names)
    return found


def labels_of(names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the labels by which a reader on screen names the pages: as they are printed."""
    labels: list[dict[str, Any]] = []
    due = 0  # the number that the label before gives to this page by itself
    for page, name in enumerate(names, 1):
        if not name.isdecimal():
            labels.append({"page": page, "prefix": name, "first": 0})
            due = 0
            continue
        number = int(name)
        if number != due:
            labels.append({"page": page, "prefix": "", "first": number})
        due = number + 1
    return labels
