"""What goes out of a store, and what must be said of it first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from dscp_desktop.core.offers import DocumentOffer, Scope, WorkbookOffer

LIST, DOCUMENT, EVERYTHING = "list", "document", "everything"
PRINTED = "list:"  # before the kind of a list that is printed as it stands
OPEN = ":open"  # behind it, where restricted rows stay out

# Which kind of record a document is about, for each thing it may need, and what that is called.
ABOUT = {
    "meeting": ("meeting", "Meeting"),
    "group": ("group", "Group"),
    "group or meeting": ("group", "Group"),
    "owner": ("organisation", "Owner"),
    "document": ("governing document", "Document"),
    "group or document": ("", ""),
    "audit": ("audit", "Audit"),
    "cycle": ("learning cycle", "Learning cycle"),
    "phase": ("phase", "Phase"),
    "commitment": ("frozen list", "Frozen list"),
}


@dataclass(frozen=True, slots=True)
class GoesOut:
    """One thing that can be had as a file or on paper.

    `about` is the kind of record that must be chosen first, '' where none must; `called` what
    that is called; `by_group` and `by_year` say whether a group or a year may be chosen.
    """

    key: str
    sort: str
    kind: str
    title: str
    about: str = ""
    called: str = ""
    by_group: bool = False
    by_year: bool = False

    @property
    def forms(self) -> str:
        """Return in words what it can be had as."""
        said = {
            LIST: "Excel, comma-separated, print",
            DOCUMENT: "PDF, Word, web page, print",
            EVERYTHING: "One locked file, or a folder",
        }
        return said[self.sort]

    def scope(self, scope: Scope, about_id: str, group_id: str, year: str) -> Scope:
        """Return what is asked for, of what was chosen."""
        if self.about == "meeting":
            return replace(scope, meeting_id=about_id)
        if self.about == "group":
            return replace(scope, group_id=about_id, year=year)
        return replace(scope, record_id=about_id, group_id=group_id, year=year)


def goes_out(
    lists: Iterable[WorkbookOffer], documents: Iterable[DocumentOffer]
) -> tuple[GoesOut, ...]:
    """Return everything that goes out: lists, documents that one choice is enough for, and all."""
    narrows: dict[str, tuple[str, ...]] = {}
    found = []
    for offer in sorted(lists, key=lambda one: one.title):
        narrows[offer.kind] = offer.narrows
        key, by = f"{LIST} {offer.kind}", ("group" in offer.narrows, "year" in offer.narrows)
        found.append(GoesOut(key, LIST, offer.kind, offer.title, "", "", *by))
    for paper in sorted(documents, key=lambda one: one.title):
        about, called = ABOUT.get(paper.needs[0], ("", "")) if paper.needs else ("", "")
        if paper.needs and not about:
            continue  # two versions to compare: its own page asks for them
        parts = narrows.get(paper.kind, ())
        key, by = f"{DOCUMENT} {paper.kind}", ("group" in parts and not about, "year" in parts)
        found.append(GoesOut(key, DOCUMENT, paper.kind, paper.title, about, called, *by))
    return (*found, GoesOut(EVERYTHING, EVERYTHING, EVERYTHING, "Handover of everything"))


def open_rows(headings: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return the rows of a list that are not restricted, by its column that says so."""
    at = next((n for n, heading in enumerate(headings) if heading == "Restricted"), None)
    return tuple(row for row in rows if at is None or not row[at])
