"""The list of a pack: its parts in order, and how each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import show_day
from dscp_desktop.meetings.page.dragging import DragTable
from dscp_desktop.meetings.rules.agenda import Agenda, PaperLine
from dscp_desktop.packs.queries.looking import PackView
from dscp_desktop.packs.rules.issued import (
    ADDED,
    ISSUED,
    REPLACED,
    WITHDRAWN,
    IssuedPart,
    StandingPart,
    standing,
)
from dscp_desktop.packs.rules.numbers import PageNumber, numbers_words
from dscp_desktop.packs.rules.parts import (
    AGENDA,
    COVER,
    FULL,
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

MADE_HERE = "DSCP Desktop"
NOT_THERE = -1  # the place of a paper that has no page in the pack
_EMPTY = Empty(
    "No meeting is in the diary",
    "Add a meeting on the page of meetings; its pack can be built here.",
    "pack",
)
_WAITS = {
    ADDED: "To be added",
    REPLACED: "To be replaced",
    WITHDRAWN: "To be withdrawn",
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part as the list shows it.

    `place` is its place in the contents, from 0; the cover is 0 and the agenda 1. `file_id` is
    what its pages show, `pages` their numbers in words. `out` says that the pack was issued,
    `held` that this part of it was: somebody may hold it.
    """

    id: str
    part: PackPart
    place: int
    status: Status
    pages: str = ""
    paper: PaperLine | None = None
    file_id: str | None = None
    out: bool = False
    held: bool = False

    @property
    def can_move(self) -> bool:
        """Say whether it can be moved: not the cover, the agenda, or what was issued."""
        fixed = self.part.kind in (COVER, AGENDA)
        return self.place != NOT_THERE and not self.out and not fixed


def late_words(paper: PaperLine | None, today: date) -> str:
    """Return '1 day late' for a paper that came, or still comes, after its day; else ''."""
    if paper is None or paper.due is None:
        return ""
    late = ((paper.received_on or today) - paper.due).days
    return f"{late} day{'' if late == 1 else 's'} late" if late > 0 else ""


def rows_of(contents: PackContents, parts: Sequence[PackPart], today: date) -> tuple[PartRow, ...]:
    """Return a row for each part, tied to its paper, and one for each paper without a page."""
    papers = {paper.id: paper for paper in contents.agenda.papers}
    rows = [
        PartRow(
            part.key or part.kind,
            part,
            place,
            _status(part, papers.get(part.key), today),
            page_words(part) if part.first else "",
            papers.get(part.key),
            papers[part.key].file_id if part.key in papers else None,
        )
        for place, part in enumerate(parts)
    ]
    return _with_the_rest(rows, contents.agenda, today)


def _status(part: PackPart, paper: PaperLine | None, today: date) -> Status:
    late = late_words(paper, today)
    if part.is_missing:
        return Status("missing", f"Missing, {late}" if late else "Missing", chip=True)
    if part.kind == PAPER and late:
        return Status("risk", f"Came {late}", chip=True)
    return Status("done" if part.kind == PAPER else "auto", part.status)


def issued_rows(view: PackView, today: date) -> tuple[PartRow, ...]:
    """Return a row for each part of a pack that was issued, with the numbers it has for good.

    What no supplement has brought yet stands where it would come.
    """
    if view.issued is None:
        return ()
    agenda = view.contents.agenda
    waits = {part.key: part for part in view.pending}
    numbers = {item.label or str(item.number): item.number for item in agenda.items}
    papers = {paper.id: paper for paper in agenda.papers}
    stands = standing(view.issued.parts, FULL)
    found = [
        (part.every, _issued_row(part, waits.get(part.now.key), numbers, papers)) for part in stands
    ]
    known = {part.now.key for part in stands}
    found += [
        (part.numbers, _issued_row(StandingPart(part), part, numbers, papers))
        for part in view.pending
        if part.key not in known
    ]
    ordered = sorted(found, key=_first_number)
    rows = [replace(row, place=place) for place, (_, row) in enumerate(ordered)]
    return _with_the_rest(rows, agenda, today)


def _first_number(one: tuple[tuple[PageNumber, ...], PartRow]) -> tuple[PageNumber, ...]:
    return one[0][:1]


def _issued_row(
    stands: StandingPart,
    waits: IssuedPart | None,
    numbers: Mapping[str, int],
    papers: Mapping[str, PaperLine],
) -> PartRow:
    now = stands.now
    every = waits.numbers if waits and waits.numbers else stands.every
    part = PackPart(
        kind=now.kind,
        title=now.title,
        item=numbers.get(now.item, 0),
        owner=now.owner,
        restricted=now.restricted,
        pages=len(every),
        first=every[0].page if every else 0,
        key=now.key,
        label=now.item,
    )
    return PartRow(
        now.key,
        part,
        0,
        _issued_status(now, waits),
        numbers_words(every),
        papers.get(now.key),
        (waits.file_id if waits else None) or now.file_id,
        out=True,
        held=now is not waits,
    )


def _issued_status(now: IssuedPart, waits: IssuedPart | None) -> Status:
    if waits is not None:
        return Status("risk", _WAITS[waits.change], chip=True)
    if now.kind == PLACEHOLDER:
        return Status("missing", "Missing", chip=True)
    if now.change == WITHDRAWN:
        return Status("away", f"Withdrawn {show_day(now.on)}")
    words = "Issued" if now.change == ISSUED else f"{now.change.capitalize()} {show_day(now.on)}"
    return Status("done", words)


def _with_the_rest(rows: Sequence[PartRow], agenda: Agenda, today: date) -> tuple[PartRow, ...]:
    """Return the rows with the papers that have no page: left out, or withdrawn."""
    found = list(rows)
    known = {row.id for row in rows}
    for item in agenda.items:
        for paper in item.papers:
            if paper.id in known or (item.verbal and not paper.withdrawn):
                continue
            restricted = item.restricted or paper.restricted
            part = PackPart(
                PLACEHOLDER if paper.is_missing else PAPER,
                paper.title,
                item.number,
                owner=paper.owner or item.lead,
                restricted=restricted,
                key=paper.id,
                label=item.label,
            )
            status = _status(part, paper, today)
            if paper.withdrawn:
                status = Status("away", "Withdrawn")
            row = PartRow(paper.id, part, NOT_THERE, status, paper=paper, file_id=paper.file_id)
            before = [
                n
                for n, other in enumerate(found)
                if other.part.restricted == restricted and other.part.item <= item.number
            ]
            second = (n for n, other in enumerate(found) if other.part.restricted)
            place = before[-1] + 1 if before else next(second, len(found))
            found.insert(place, row)
    return tuple(found)


def with_headings(rows: Sequence[PartRow]) -> list[Section | PartRow]:
    """Return the rows under their headings, part 2 with a padlock."""
    first = [row for row in rows if not row.part.restricted]
    second = [row for row in rows if row.part.restricted]
    counted = {row.id: row.part for row in rows if row.status.kind != "away"}

    def totals(own: Sequence[PartRow]) -> str:
        return totals_words([counted[row.id] for row in own if row.id in counted])

    listed: list[Section | PartRow] = []
    if first:
        listed += [Section("Part 1", f"· {totals(first)}"), *first]
    if second:
        words = f"· {totals(second)} · only in the full edition"
        blank = blank_page([r.part for r in rows if r.place != NOT_THERE and not r.out])
        words += f" · page {blank} before it is blank" if blank else ""
        listed += [Section("Part 2, restricted", words, icon="lock"), *second]
    return listed


def parts_table(parent: QWidget | None = None) -> DragTable:
    """Return the table of parts."""
    columns = (
        Column(
            "",
            lambda _row: "",
            44,
            icon=lambda row: "move" if row.can_move else "",
            tone="t2",
            tip="Moved by hand",
        ),
        Column(
            "Item",
            lambda row: row.part.label or str(row.part.item or ""),
            52,
            align="right",
            tone="t2",
        ),
        Column(
            "Paper",
            lambda row: row.part.title,
            lines=2,
            icon=lambda row: "lock" if row.part.restricted else "",
            struck=lambda row: row.status.kind == "away",
        ),
        Column(
            "Owner",
            lambda row: row.part.owner if row.paper else MADE_HERE,
            150,
            tone="t2",
            drop_below=800,
        ),
        Column(
            "Pages",
            lambda row: str(row.part.pages or ""),
            62,
            align="right",
            sort=lambda row: row.part.pages,
            drop_below=620,
        ),
        Column("Pack pages", lambda row: row.pages, 104, sort=lambda row: row.part.first),
        Column("Status", lambda row: row.status.words, 176, status=lambda row: row.status),
    )
    return DragTable(columns, "Parts of the pack", empty=_EMPTY, gutter=16, parent=parent)
