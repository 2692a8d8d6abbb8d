"""The list of a pack: its parts in order, with what can be moved and removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.packs.rules import (
    PAPER,
    PLACEHOLDER,
    PackContents,
    PackPart,
    blank_page,
    page_words,
    totals_words,
)
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView

MADE_HERE = "DSCP Desktop"
_EMPTY = Empty(
    "No meeting is in the diary",
    "Add a meeting on the page of meetings; its pack can be built here.",
    "pack",
)


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part as the list shows it; `item_id` and `paper` say what moving it would move.

    `place` is its place in the contents, from 0; the cover is 0 and the agenda 1.
    """

    id: str
    part: PackPart
    place: int
    item_id: str = ""
    paper: PaperLine | None = None
    among: tuple[str, ...] = ()  # the ids of the papers of its item, in order


def rows_of(contents: PackContents, parts: Sequence[PackPart]) -> tuple[PartRow, ...]:
    """Return a row for each part, tied to its agenda item and its paper.

    The parts stand as the contents put them: papers in the order of the agenda, part 2 last.
    """
    items = {item.number: item for item in contents.agenda.items}
    papers = iter(sorted(contents.agenda.papers, key=lambda paper: paper.restricted))
    rows = []
    for place, part in enumerate(parts):
        paper = next(papers) if part.kind in (PAPER, PLACEHOLDER) else None
        item = items.get(part.item)
        rows.append(
            PartRow(
                paper.id if paper else f"{part.kind} {part.item}",
                part,
                place,
                item.id if item else "",
                paper,
                tuple(other.id for other in item.papers) if item and paper else (),
            )
        )
    return tuple(rows)


def with_headings(rows: Sequence[PartRow]) -> list[Section | PartRow]:
    """Return the rows under their headings, part 2 with a padlock."""
    first = [row for row in rows if not row.part.restricted]
    second = [row for row in rows if row.part.restricted]
    listed: list[Section | PartRow] = []
    if first:
        listed += [Section("Part 1", f"· {totals_words([r.part for r in first])}"), *first]
    if second:
        words = f"· {totals_words([r.part for r in second])} · only in the full edition"
        blank = blank_page([r.part for r in rows])
        words += f" · page {blank} before it is blank" if blank else ""
        listed += [Section("Part 2, restricted", words, icon="lock"), *second]
    return listed


def _status(row: PartRow) -> Status:
    if row.part.is_missing:
        return Status("missing", "Missing", chip=True)
    kind = "done" if row.part.kind == PAPER else "auto"
    return Status(kind, row.part.status)


def parts_table(parent: QWidget | None = None) -> TableView:
    """Return the table of parts."""
    columns = (
        Column("", lambda _row: "", 44, icon=lambda row: "move" if row.item_id else "", tone="t2"),
        Column("Item", lambda row: str(row.part.item or ""), 52, align="right", tone="t2"),
        Column(
            "Paper",
            lambda row: row.part.title,
            icon=lambda row: "lock" if row.part.restricted else "",
        ),
        Column(
            "Owner",
            lambda row: row.part.owner if row.paper else MADE_HERE,
            156,
            tone="t2",
            drop_below=760,
        ),
        Column(
            "Pages",
            lambda row: str(row.part.pages or ""),
            66,
            align="right",
            sort=lambda row: row.part.pages,
        ),
        Column(
            "Pack pages",
            lambda row: page_words(row.part) if row.part.first else "",
            100,
            sort=lambda row: row.part.first,
        ),
        Column("Status", lambda row: row.part.status, 126, status=_status),
    )
    return TableView(columns, "Parts of the pack", empty=_EMPTY, gutter=16, parent=parent)
