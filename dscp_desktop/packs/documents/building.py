"""The pack as one PDF: its parts printed or made ready, numbered, and bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import FileWork
from dscp_desktop.meetings.documents.agenda import agenda_document
from dscp_desktop.packs.documents.binding import Bound, Sheets, bind
from dscp_desktop.packs.documents.copies import lock
from dscp_desktop.packs.documents.pages import (
    PART_2_TITLE,
    cover_document,
    part_2_document,
    placeholder_document,
    withheld_document,
)
from dscp_desktop.packs.documents.press import Kept, Press, Printed
from dscp_desktop.packs.rules.parts import (
    AGENDA,
    AGENDA_TITLE,
    COVER,
    COVER_TITLE,
    EDITIONS,
    FULL,
    PAPER,
    PART_2,
    PLACEHOLDER,
    BuiltPack,
    PackContents,
    PackPart,
    PackPiece,
    blanks_before,
    count_pages,
    foot_words,
    missing_words,
    name_of_pack,
    number_parts,
    page_words,
    pages_of_items,
    without_titles,
)
from dscp_desktop.paper.document import Document
from dscp_desktop.paper.furniture import Furniture
from dscp_desktop.paper.values import to_values

NO_PART_2 = "This pack has no part 2."


@dataclass(frozen=True, slots=True)
class Sheaf:
    """The numbered parts of a pack, and what is printed for each."""

    parts: tuple[PackPart, ...]
    printed: tuple[Printed, ...]


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
    contents: PackContents,
    ask: FileWork,
    edition: str = FULL,
    *,
    built_at: datetime,
    kept: Kept | None = None,
) -> BuiltPack:
    """Build one edition of a pack in the process for files.

    All editions of the same contents have the same page numbers. `built_at` is an instant with
    a zone. The same contents, edition and instant give the same bytes. What is in `kept` is not
    made again. Raises WrongUse for an edition nobody knows, Refused where a paper cannot be
    joined.
    """
    if edition not in EDITIONS:
        raise WrongUse(f"There is no edition '{edition}'. The editions: {', '.join(EDITIONS)}.")
    press = Press(ask, kept)
    sheaf = lay_out(contents, press)
    if edition != FULL:
        sheaf = withhold(contents, press, sheaf, edition)
    heading = name_of_pack(contents.meeting)
    foot = foot_words(contents, edition, built_at)
    pages = count_pages(sheaf.parts)
    furniture = furniture_of(contents.marking, contents.partnership, heading, foot, pages)
    sheets = sheets_of(sheaf)
    bound = bind(ask, sheets, furniture, f"{heading}: pack")
    warnings = (*contents.notes, *missing_words(sheaf.parts), *_told(sheaf, bound))
    return BuiltPack(bound.data, bound.pages, sheaf.parts, edition, warnings)


def build_part_2(
    contents: PackContents,
    ask: FileWork,
    *,
    built_at: datetime,
    password: str,
    kept: Kept | None = None,
) -> BuiltPack:
    """Build part 2 as a file of its own, encrypted with the password, with the pack's numbers.

    Raises Refused where there is no part 2 or the password is too short.
    """
    press = Press(ask, kept)
    sheaf = lay_out(contents, press)
    own = [part for part in sheaf.parts if part.restricted]
    if not own:
        raise Refused(NO_PART_2)
    heading = name_of_pack(contents.meeting)
    every = sheets_of(sheaf)
    lines = [(part.label, part.title, page_words(part)) for part in own]
    cover = cover_of_part_2(press, heading, lines)
    sheets = [cover, *(replace(s, blanks=()) for s in every if s.restricted)]
    foot = foot_words(contents, PART_2, built_at)
    pages = count_pages(sheaf.parts)
    furniture = furniture_of(contents.marking, contents.partnership, heading, foot, pages)
    bound = bind(ask, sheets, furniture, f"{heading}: part 2")
    warnings = (*missing_words(own), *_told(sheaf, bound))
    data = lock(ask, bound.data, password)
    return BuiltPack(data, bound.pages, tuple(own), PART_2, warnings)


def cover_of_part_2(press: Press, heading: str, lines: Sequence[tuple[str, str, str]]) -> Sheets:
    """Return the sheet before part 2 on its own; it is no page of the pack."""
    printed = press.print(part_2_document(heading, heading, lines))
    names = tuple(f"P2-{page}" for page in range(1, printed.pages + 1))
    return Sheets(
        printed, PART_2_TITLE, names, right="Part 2 on its own", cover=True, bookmark=PART_2_TITLE
    )


def furniture_of(marking: str, partnership: str, heading: str, foot: str, pages: int) -> Furniture:
    """Return what stands at head and foot of a pack of so many pages."""
    number = f"Pack page {{page}} of {pages}"
    return Furniture(marking, partnership, heading, foot, number)


def sheets_of(sheaf: Sheaf) -> list[Sheets]:
    """Return the parts of a pack as they are bound."""
    return [
        Sheets(
            printed,
            part.title,
            tuple(str(page) for page in range(part.first, part.last + 1)),
            tuple(str(page) for page in range(part.first - blanks, part.first)),
            marking=part.marking,
            cover=part.kind == COVER,
            item=part.label or str(part.item or ""),
            item_title=part.item_title,
            restricted=part.restricted,
            bookmark=part.title,
        )
        for part, printed, blanks in zip(
            sheaf.parts, sheaf.printed, blanks_before(sheaf.parts), strict=True
        )
    ]


def number_pack(
    contents: PackContents, ask: FileWork, kept: Kept | None = None
) -> tuple[PackPart, ...]:
    """Return the parts with their pack pages, without building: enough for the list on screen.

    Nothing is joined, so the contents may have been gathered without files: the pages of papers
    are those that were counted when they came.
    """
    return lay_out(contents, Press(ask, kept)).parts


def _told(sheaf: Sheaf, bound: Bound) -> Iterator[str]:
    """Yield what a person should know of a file that was bound from these parts."""
    for part, printed in zip(sheaf.parts, sheaf.printed, strict=True):
        if printed.removed:
            yield f"Taken out of {part.title}: {', '.join(printed.removed)}."
    for title in bound.untagged:
        yield f"{title} has no tags: a screen reader reads it page by page, as it was printed."
    printed_words = (words for printed in sheaf.printed for words in printed.warnings)
    yield from dict.fromkeys((*printed_words, *bound.warnings))


def lay_out(contents: PackContents, press: Press) -> Sheaf:
    """Print every part, and number them: cover and agenda until their own pages stay the same."""
    printed = _print_pieces(press, contents.pieces)
    rest = [
        replace(piece.part, pages=each.pages)
        for piece, each in zip(contents.pieces, printed, strict=True)
    ]
    guess = press.kept.front.get(contents.meeting.id, (1, 1))
    parts, made, exact = _lay_front(contents, press, rest, guess)
    if not exact:  # they were longer when they were printed last
        parts, made, _ = _lay_front(contents, press, rest, (1, 1))
    press.kept.front[contents.meeting.id] = parts[0].pages, parts[1].pages
    return Sheaf(parts, (*made, *printed))


def _lay_front(
    contents: PackContents, press: Press, rest: Sequence[PackPart], pages: tuple[int, int]
) -> tuple[tuple[PackPart, ...], tuple[Printed, Printed], bool]:
    """Number all parts, cover and agenda with so many pages or more; say whether none was less."""
    front = [
        PackPart(COVER, COVER_TITLE, pages=pages[0], key=COVER),
        PackPart(AGENDA, AGENDA_TITLE, pages=pages[1], key=AGENDA),
    ]
    while True:
        parts = number_parts([*front, *rest], right_hand=contents.options.right_hand)
        made = [press.print(each) for each in _front(contents, parts, FULL)]
        # Pages are only ever added, so this comes to an end.
        grown = [
            replace(part, pages=max(part.pages, each.pages))
            for part, each in zip(front, made, strict=True)
        ]
        if grown == front:
            exact = [each.pages for each in made] == [part.pages for part in front]
            return parts, (made[0], made[1]), exact
        front = grown


def _print_pieces(press: Press, pieces: Sequence[PackPiece]) -> list[Printed]:
    papers = [(p.part.title, p.data) for p in pieces if p.part.kind == PAPER and p.data]
    ready = iter(press.prepare(papers))
    found = []
    for piece in pieces:
        if piece.part.kind == PAPER:
            bare = Printed(b"", piece.part.pages, {})
            found.append(next(ready) if piece.data else bare)
        elif piece.part.kind == PLACEHOLDER:
            found.append(press.print(placeholder_document(piece.part)))
        else:
            found.append(press.print(piece.document))
    return found


def _front(
    contents: PackContents, parts: Sequence[PackPart], edition: str
) -> tuple[Document, Document]:
    """Return cover and agenda with the pack pages of the parts."""
    agenda = agenda_document(contents.agenda, pages_of_items(parts), withheld=edition != FULL)
    return cover_document(contents, parts, edition), agenda


def withhold(contents: PackContents, press: Press, sheaf: Sheaf, edition: str) -> Sheaf:
    """Put pages that say so in place of part 2, and its titles nowhere; every number stays."""
    parts = without_titles(sheaf.parts)
    front = _front(contents, parts, edition)
    printed = [press.print_to(each, part.pages) for each, part in zip(front, parts, strict=False)]
    for part, own in zip(parts[2:], sheaf.printed[2:], strict=True):
        printed.append(press.print(withheld_document(part.pages)) if part.restricted else own)
    return Sheaf(parts, tuple(printed))
