"""The pack as one PDF: its cover with contents, its own pages, and everything joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dscp_desktop.core.days import show_long_day, show_times
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import FileWork
from dscp_desktop.meetings.documents.agenda import agenda_document
from dscp_desktop.packs.rules import (
    AGENDA,
    AGENDA_TITLE,
    COVER,
    COVER_TITLE,
    EDITION_WORDS,
    EDITIONS,
    FULL,
    PAPER,
    PLACEHOLDER,
    PUBLIC,
    PURPOSE_WORDS,
    WITHHELD,
    BuiltPack,
    PackContents,
    PackPart,
    PackPiece,
    begins_part_2,
    blank_page,
    count_pages,
    foot_words,
    missing_words,
    name_of_pack,
    number_parts,
    page_words,
    pages_of_items,
    without_titles,
)
from dscp_desktop.paper.document import (
    Block,
    Box,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from dscp_desktop.paper.furniture import Furniture, furniture_values
from dscp_desktop.paper.values import to_values

RENDER = "dscp_desktop.paper.tasks:render"
INSPECT = "dscp_desktop.paper.tasks:inspect"
JOIN = "dscp_desktop.paper.tasks:join"
PART_1, PART_2 = "Part 1", "Part 2: restricted"
HANDLING = (
    "Keep this pack where only the people it was sent to can read it. Do not copy it or send it "
    "on. Give printed copies back to the business unit after the meeting."
)
BLANK = "This page is blank, so that every edition has the same page numbers."


def cover_document(contents: PackContents, parts: Sequence[PackPart], edition: str) -> Document:
    """Return the cover with the contents; `parts` are numbered."""
    meeting = contents.meeting
    facts = (
        ("Time", show_times(meeting.start, meeting.end)),
        ("Chair", meeting.chair),
        ("Place", meeting.venue),
        ("Edition", EDITION_WORDS[edition]),
    )
    told = tuple((label, value) for label, value in facts if value)
    blocks: list[Block] = [Facts(told)] if told else []
    blocks += [Heading(2, "Contents"), _contents_table(parts)]
    if edition != PUBLIC:
        blocks.append(Box("Handling", HANDLING))
    return Document(
        meeting.group,
        f"Papers for {show_long_day(meeting.on)}",
        marking=contents.marking,
        blocks=tuple(blocks),
        cover=contents.partnership,
    )


def _contents_table(parts: Sequence[PackPart]) -> Table:
    columns = (
        Column("Item", width=0.6),
        Column("Paper", width=7),
        Column("Purpose", width=2),
        Column("Pack pages", "right", 1.8),
    )
    rows: list[Row] = []
    has_part_2 = any(part.restricted for part in parts)
    before: PackPart | None = None
    for part in parts:
        if has_part_2 and before is None:
            rows.append(Row((Cell(PART_1),), "section"))
        if begins_part_2(part, before):
            blank = blank_page(parts)
            why = f"Page {blank} is blank, so that it begins on a right-hand page." if blank else ""
            rows.append(Row((Cell(PART_2, below=why),), "section"))
        below = f"Not received. Page {part.first} is a placeholder." if part.is_missing else ""
        cells = (
            Cell(str(part.item or "")),
            Cell(part.title, below=below),
            Cell(PURPOSE_WORDS.get(part.purpose, part.purpose)),
            Cell(page_words(part)),
        )
        rows.append(Row(cells))
        before = part
    return Table(columns, tuple(rows))


def placeholder_document(part: PackPart) -> Document:
    """Return the page that stands for a paper that did not come."""
    facts = (("Item", str(part.item)), ("Paper", part.title), ("Owner", part.owner))
    blocks = (
        Facts(tuple((label, value) for label, value in facts if value), columns=1),
        Paragraph("This paper had not come when the pack was built."),
    )
    return Document("Paper not received", blocks=blocks)


def withheld_document(pages: int) -> Document:
    """Return as many pages as were withheld, so that every other page keeps its number."""
    words = Paragraph("These pages belong to part 2 and are not in this edition.")
    rest = (PageBreak(), Paragraph(f"{WITHHELD}."))
    return Document(WITHHELD, blocks=(words, *rest * (pages - 1)))


@dataclass(frozen=True, slots=True)
class _Printed:
    data: bytes
    pages: int


class _Press:
    """Has documents printed in the process for files, and keeps what it warns of."""

    def __init__(self, ask: FileWork) -> None:
        self.ask = ask
        self.warnings: list[str] = []

    def print(self, document: Document) -> _Printed:
        """Print a document with head and foot left free."""
        values = {"document": to_values(document), "furniture": None}
        answer, blobs = self.ask(RENDER, values)
        self.warnings += answer["warnings"]
        return _Printed(blobs[0], int(answer["pages"]))

    def print_to(self, document: Document, pages: int) -> _Printed:
        """Print a document that must have so many pages; what it lacks is blank, and says so."""
        printed = self.print(document)
        if printed.pages >= pages:
            return printed
        blank = (PageBreak(), Paragraph(BLANK))
        blocks = (*document.blocks, *blank * (pages - printed.pages))
        return self.print(replace(document, blocks=blocks))


@dataclass(frozen=True, slots=True)
class _Sheaf:
    """The numbered parts of a pack, and the PDF of each."""

    parts: tuple[PackPart, ...]
    data: tuple[bytes, ...]


def part_values(
    contents: PackContents, parts: Sequence[PackPart], place: int, edition: str
) -> dict[str, Any] | None:
    """Return what the process for files prints for the part at `place` in the list.

    None for a paper, which is printed already, and until the parts are numbered.
    """
    part = parts[place]
    if not parts[0].first:
        return None
    document: Document | None
    if part.kind == COVER:
        document = cover_document(contents, parts, edition)
    elif part.kind == AGENDA:
        document = agenda_document(contents.agenda, pages_of_items(parts))
    elif part.kind == PLACEHOLDER:
        document = placeholder_document(part)
    else:
        document = contents.pieces[place - 2].document
    return None if document is None else {"document": to_values(document), "furniture": None}


def build_pack(
    contents: PackContents, ask: FileWork, edition: str = FULL, *, built_at: datetime
) -> BuiltPack:
    """Build one edition of a pack in the process for files.

    All editions of the same contents have the same page numbers. `built_at` is an instant with
    a zone. The same contents, edition and instant give the same bytes. Raises WrongUse for an
    edition nobody knows, Refused where a paper cannot be joined.
    """
    if edition not in EDITIONS:
        raise WrongUse(f"There is no edition '{edition}'. The editions: {', '.join(EDITIONS)}.")
    if any(piece.part.kind == PAPER and not piece.part.pages for piece in contents.pieces):
        contents = _counted(contents, ask)
    built, as_numbered = _build(contents, ask, edition, built_at)
    if not as_numbered:
        # A paper has another number of pages than was noted when it came.
        built, _ = _build(_counted(contents, ask), ask, edition, built_at)
    return built


def number_pack(contents: PackContents, ask: FileWork) -> tuple[PackPart, ...]:
    """Return the parts with their pack pages, without building: enough for the list on screen.

    Nothing is joined, so the contents may have been gathered without files.
    """
    return _lay_out(contents, _Press(ask)).parts


def _build(
    contents: PackContents, ask: FileWork, edition: str, built_at: datetime
) -> tuple[BuiltPack, bool]:
    """Return the pack, and whether every part begins on the page that its contents say."""
    press = _Press(ask)
    sheaf = _lay_out(contents, press)
    if edition != FULL:
        sheaf = _withhold(contents, press, sheaf, edition)
    furniture = Furniture(
        marking=contents.marking,
        head_left=contents.partnership,
        head_right=name_of_pack(contents.meeting),
        foot_left=foot_words(contents, edition, built_at),
        foot_right="Pack page {page} of {pages}",
        skip_head_on_first=True,
    )
    values = {
        "parts": [_part_values(sheaf.parts, number, edition) for number in range(len(sheaf.parts))],
        "furniture": furniture_values(furniture),
        "title": f"{name_of_pack(contents.meeting)}: pack",
        "language": "en-GB",
        "bookmarks": [{"title": part.title, "page": part.first} for part in sheaf.parts],
    }
    answer, blobs = ask(JOIN, values, sheaf.data)
    warnings = (
        *contents.notes,
        *missing_words(sheaf.parts),
        *_removed(sheaf.parts, answer["removed"]),
        *_untagged(answer["untagged"]),
        *dict.fromkeys((*press.warnings, *answer["warnings"])),
    )
    built = BuiltPack(blobs[0], int(answer["pages"]), sheaf.parts, edition, warnings)
    as_numbered = answer["first_pages"] == [part.first for part in sheaf.parts]
    return built, as_numbered and built.pages == count_pages(sheaf.parts)


def _part_values(parts: Sequence[PackPart], number: int, edition: str) -> dict[str, Any]:
    part = parts[number]
    return {
        "title": part.title,
        "ours": part.kind != PAPER or _is_withheld(part, edition),
        "right_hand": begins_part_2(part, parts[number - 1] if number else None),
    }


def _is_withheld(part: PackPart, edition: str) -> bool:
    return part.restricted and edition != FULL


def _removed(parts: Sequence[PackPart], removed: Sequence[Sequence[str]]) -> Iterator[str]:
    for part, kinds in zip(parts, removed, strict=True):
        if kinds:
            yield f"Taken out of {part.title}: {', '.join(kinds)}."


def _untagged(titles: Sequence[str]) -> Iterator[str]:
    for title in titles:
        yield f"{title} has no tags: a screen reader reads it page by page, as it was printed."


def _lay_out(contents: PackContents, press: _Press) -> _Sheaf:
    """Print every part, and number them: cover and agenda until their own pages stay the same."""
    printed = [_print_piece(press, piece) for piece in contents.pieces]
    rest = [
        replace(piece.part, pages=each.pages)
        for piece, each in zip(contents.pieces, printed, strict=True)
    ]
    front = [PackPart(COVER, COVER_TITLE, pages=1), PackPart(AGENDA, AGENDA_TITLE, pages=1)]
    while True:
        parts = number_parts([*front, *rest])
        made = _print_front(contents, press, parts, FULL)
        # Pages are only ever added, so this comes to an end.
        grown = [
            replace(part, pages=max(part.pages, each.pages))
            for part, each in zip(front, made, strict=True)
        ]
        if grown == front:
            return _Sheaf(parts, tuple(each.data for each in (*made, *printed)))
        front = grown


def _print_piece(press: _Press, piece: PackPiece) -> _Printed:
    if piece.part.kind == PAPER:
        return _Printed(piece.data or b"", piece.part.pages)
    if piece.part.kind == PLACEHOLDER:
        return press.print(placeholder_document(piece.part))
    return press.print(piece.document)


def _print_front(
    contents: PackContents, press: _Press, parts: Sequence[PackPart], edition: str
) -> tuple[_Printed, _Printed]:
    """Print cover and agenda with the pack pages of the parts."""
    cover = press.print_to(cover_document(contents, parts, edition), parts[0].pages)
    agenda = agenda_document(contents.agenda, pages_of_items(parts), withheld=edition != FULL)
    return cover, press.print_to(agenda, parts[1].pages)


def _withhold(contents: PackContents, press: _Press, sheaf: _Sheaf, edition: str) -> _Sheaf:
    """Put pages that say so in place of part 2, and its titles nowhere; every number stays."""
    parts = without_titles(sheaf.parts)
    front = _print_front(contents, press, parts, edition)
    data = [each.data for each in front]
    for part, own in zip(parts[2:], sheaf.data[2:], strict=True):
        withheld = part.restricted
        data.append(press.print(withheld_document(part.pages)).data if withheld else own)
    return _Sheaf(parts, tuple(data))


def _counted(contents: PackContents, ask: FileWork) -> PackContents:
    """Return the contents with the pages of every paper counted anew."""
    papers = [piece for piece in contents.pieces if piece.part.kind == PAPER]
    names = [piece.part.title for piece in papers]
    asked = {"names": names, "try_join": False}
    answer, _ = ask(INSPECT, asked, [piece.data or b"" for piece in papers])
    pages: dict[int, int] = {}
    for piece, facts in zip(papers, answer["papers"], strict=True):
        if "refused" in facts:
            raise Refused(facts["refused"])
        pages[id(piece)] = int(facts["pages"])
    counted = tuple(
        replace(piece, part=replace(piece.part, pages=pages.get(id(piece), piece.part.pages)))
        for piece in contents.pieces
    )
    return replace(contents, pieces=counted)
