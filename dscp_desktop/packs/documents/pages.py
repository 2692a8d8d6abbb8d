"""Pages that the pack makes itself: cover and contents, placeholders, pages that say so."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.core.days import show_long_day, show_times
from dscp_desktop.packs.rules.parts import (
    EDITION_WORDS,
    PART_2,
    PUBLIC,
    PURPOSE_WORDS,
    WITHHELD,
    PackContents,
    PackPart,
    begins_part_2,
    blank_page,
    page_words,
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

PART_1_TITLE, PART_2_TITLE = "Part 1", "Part 2: restricted"
HANDLING = (
    "Keep this pack where only the people it was sent to can read it. Do not copy it or send it "
    "on. Give printed copies back to the business unit after the meeting."
)


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
            rows.append(Row((Cell(PART_1_TITLE),), "section"))
        if begins_part_2(part, before):
            blank = blank_page(parts)
            why = f"Page {blank} is blank, so that it begins on a right-hand page." if blank else ""
            rows.append(Row((Cell(PART_2_TITLE, below=why),), "section"))
        below = f"Not received. Page {part.first} is a placeholder." if part.is_missing else ""
        cells = (
            Cell(part.label or str(part.item or "")),
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


def part_2_document(heading: str, pack: str, parts: Sequence[tuple[str, str, str]]) -> Document:
    """Return the sheet before part 2 on its own: what it holds, as (item, title, pages)."""
    columns = (
        Column("Item", width=0.6),
        Column("Paper", width=7),
        Column("Pack pages", "right", 2),
    )
    rows = tuple(Row((Cell(item), Cell(title), Cell(pages))) for item, title, pages in parts)
    told = Paragraph(f"These pages belong to the pack of {heading} and keep its numbers.")
    blocks = (Facts((("Edition", EDITION_WORDS[PART_2]),)), told, Table(columns, rows))
    return Document(PART_2_TITLE, pack, blocks=(*blocks, Box("Handling", HANDLING)))


def notice_document(title: str, words: str, pages: int) -> Document:
    """Return as many pages as a part left, each of which says why it holds nothing."""
    told = Paragraph(words)
    return Document(title, blocks=(told, *(PageBreak(), told) * (pages - 1)))
