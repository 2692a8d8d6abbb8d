"""How the page of terms says things: states of versions, what changed, when a review is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.days import days_words, show_date, show_day, show_long_day
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.worddiff import CUT, NEW, SAME, Run
from dscp_desktop.terms_of_reference.rules.compare import PartChange, Same, Words, compare
from dscp_desktop.terms_of_reference.rules.versions import (
    DRAFT,
    SUPERSEDED,
    DocumentLine,
    Version,
    VersionText,
    months_after,
)
from dscp_desktop.widgets.compare import ComparedPart
from dscp_desktop.widgets.status import Status

_SOON = 60  # days before a review falls due that it is spoken of in amber


@dataclass(frozen=True)
class PartRow:
    """A part in the list: its key and number, and how many changes it has; None where alone."""

    id: str
    number: str
    title: str
    changes: int | None = None


@dataclass(frozen=True)
class VersionRow:
    """A version in the list: whether it is ticked, and what is said below its number."""

    id: str
    version: Version
    on: date
    ticked: bool = False
    first: str = ""
    second: str = ""


def version_status(version: Version, on: date) -> Status:
    """Return the state of a version in words with an icon of its own."""
    if version.state == DRAFT:
        return Status("changed", "Draft", icon="edit")
    if version.state == SUPERSEDED:
        return Status("same", "Superseded", icon="records")
    if version.in_force_from and version.in_force_from > on:
        return Status("later", "Agreed")
    return Status("done", "In force")


def usual_ticks(document: DocumentLine) -> list[str]:
    """Return what is compared at first: the draft with the version in force, or the last two."""
    draft, now = document.draft, document.in_force
    if draft and now:
        return [now.id, draft.id]
    return [version.id for version in document.versions[-2:]]


def version_lines(
    version: Version, changes: str, on: date, document: DocumentLine | None = None
) -> tuple[str, str]:
    """Return the two lines below a version's number: from when, and by whom."""
    if version.state == DRAFT:
        begun = f"Begun {show_long_day(version.begun_on)}" if version.begun_on else "Not agreed yet"
        return begun, " · ".join(filter(None, (changes, _waits(version))))
    first = version.in_force_from
    if first is None:
        when = "Day not known"
    elif version.until and version.until < on:
        when = f"{show_date(first)} to {show_date(version.until)}"
    elif first > on:
        when = f"In force from {show_date(first)}"
    else:
        when = f"In force since {show_date(first)}"
    return when, agreed_words(version, document.group_id if document else "")


def _waits(version: Version) -> str:
    waits = version.waits_for
    if waits is None:
        return ""
    return f"Put to {waits.body}" + (f", {waits.meeting}" if waits.meeting else "")


def agreed_words(version: Version, group_id: str) -> str:
    """Return who agreed a version, at which meeting and item: 'Agreed by the group, item 5'."""
    said = []
    for approval in version.approvals:
        if approval.on is None:
            continue
        when = f" on {show_date(approval.on)}" if approval.on != version.in_force_from else ""
        item = f", item {approval.item}" if approval.item else ""
        body = "the group" if approval.body_id == group_id else approval.body
        said.append(f"{body}{when}{item}")
    return f"Agreed by {' and '.join(said)}" if said else ""


def compare_parts(old: VersionText, new: VersionText) -> tuple[ComparedPart, ...]:
    """Return the parts of two versions with what changed, as the printed comparison counts it."""
    return tuple(
        ComparedPart(str(number), part.title, runs_of(part))
        for number, part in enumerate(compare(old, new).parts, start=1)
    )


def runs_of(part: PartChange) -> tuple[Run, ...]:
    """Return the words of both versions as one run of pieces: what stayed, was cut, is new."""
    before, after = _gaps(part.before), _gaps(part.after)
    runs: list[Run] = []
    for (gone, kept), (come, stays) in zip(before, after, strict=True):
        if gone[:1] == " " and (not come or come[:1] == " "):
            runs.append(Run(SAME, " "))
            gone, come = gone.lstrip(" "), come.lstrip(" ")
        pieces = (Run(CUT, gone), Run(NEW, come), Run(SAME, stays or kept))
        runs += [piece for piece in pieces if piece.text]
    return tuple(runs)


def _gaps(pieces: Sequence[Words]) -> list[tuple[str, str]]:
    """Return the pieces in pairs: words that differ, '' for none, and those that stay after."""
    found: list[tuple[str, str]] = []
    differs = ""
    for piece in pieces:
        if isinstance(piece, Same) and piece.text.strip(" "):
            found.append((differs, piece.text))
            differs = ""
        else:
            differs += piece.text
    return [*found, (differs, "")]


def part_rows(compared: tuple[ComparedPart, ...]) -> tuple[PartRow, ...]:
    """Return the list of parts with the number of changes of each."""
    return tuple(
        PartRow(part.number, part.number, part.title, len(part.changes)) for part in compared
    )


def changes_words(compared: tuple[ComparedPart, ...]) -> str:
    """Return '9 changes in 4 parts'."""
    counts = [len(part.changes) for part in compared if part.changes]
    if not counts:
        return "No change"
    return f"{counted(sum(counts), 'change')} in {counted(len(counts), 'part')}"


def counted(number: int, what: str) -> str:
    """Return '1 change', '2 changes'."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def printed(document: DocumentLine, versions: Sequence[Version], on: date) -> tuple[str, Scope]:
    """Return the kind of document, and its scope, that prints a version or what changed in two."""
    said = "-".join(str(version.number) for version in versions)
    scope = Scope(today=on, group_id=document.group_id, version=said, record_id=document.id)
    if len(versions) > 1:
        return "terms-changes", scope
    return "terms" if document.group_id else "governing-document", scope


def draft_changes(document: DocumentLine, texts: Mapping[str, VersionText]) -> str:
    """Return how a draft differs from the version in force, '' where there are not both."""
    if document.draft is None or document.in_force is None:
        return ""
    old, new = texts.get(document.in_force.id), texts.get(document.draft.id)
    return changes_words(compare_parts(old, new)) if old and new else ""


def review_of(document: DocumentLine, on: date) -> tuple[str, str, str]:
    """Return kind, fact and help of the review; ('', '', '') where nothing is in force."""
    version = document.in_force
    if version is None or version.in_force_from is None:
        return "", "", ""
    due = version.review_on or months_after(version.in_force_from, document.review_months)
    near = (due - on).days <= _SOON
    kind = "late" if due < on else "risk" if near else "later"
    every = "yearly" if document.review_months == 12 else f"every {document.review_months} months"
    left = days_words(due, on)
    help_words = f"{left[:1].upper()}{left[1:]}; it falls due {every}."
    if document.draft:
        help_words += f" Agreeing version {document.draft.number} meets it."
    shown = show_day(due) if abs((due - on).days) < 300 else show_date(due)
    return kind, f"Review due {shown}", help_words
