"""A pack that was issued, built again: as it went out, as it now stands, or what changed alone.

The parts come from the files that were kept when they were issued, so the same bytes come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import FileWork
from dscp_desktop.packs.documents.binding import Sheets, bind
from dscp_desktop.packs.documents.building import NO_PART_2, cover_of_part_2, furniture_of
from dscp_desktop.packs.documents.change_sheet import change_sheet
from dscp_desktop.packs.documents.copies import check_password, lock
from dscp_desktop.packs.documents.pages import notice_document, withheld_document
from dscp_desktop.packs.documents.press import Kept, Press, Printed
from dscp_desktop.packs.rules.issued import (
    Issue,
    IssuedPack,
    IssuedPart,
    StandingPart,
    change_lines,
    foot_of,
    left_words,
    standing,
    stretches_left,
)
from dscp_desktop.packs.rules.numbers import PageNumber, numbers_words
from dscp_desktop.packs.rules.parts import (
    COVER,
    EDITION_WORDS,
    EDITIONS,
    FULL,
    PAPER,
    PART_2,
    WITHHELD,
    BuiltPack,
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of a pack as it stands: its number, and the page (from 0) of what shows it."""

    number: PageNumber
    part: IssuedPart
    printed: Printed
    place: int
    right: str


def build_issued(
    issued: IssuedPack,
    ask: FileWork,
    edition: str = FULL,
    *,
    upto: int | None = None,
    password: str = "",
    locked: bool = True,
    kept: Kept | None = None,
) -> BuiltPack:
    """Build an edition of a pack that was issued, with the supplements up to one, or all.

    With `upto` 0 it is the pack as it went out, byte for byte. Part 2 on its own needs a
    password; not `locked` it comes plain, for copies that are encrypted one by one. Raises
    WrongUse for an edition nobody knows, Refused where there is no part 2.
    """
    _check_edition(edition, password if locked else None)
    last = issued.last.number if upto is None else upto
    press = Press(ask, kept)
    rows = issued.part_rows(last)
    pages = list(_pages(issued, press, rows, edition))
    if not pages:
        raise Refused(NO_PART_2)
    front = [] if edition == PART_2 else _sheets_before(issued, press, last, edition)
    if edition == PART_2:
        front = [_cover_of_part_2(issued, press, rows)]
    sheets = [*front, *_sheets(issued, pages, edition, blanks=edition != PART_2)]
    what = "part 2" if edition == PART_2 else "pack"
    return _bound(issued, ask, sheets, edition, what, password if locked else None)


def build_changes(
    issued: IssuedPack,
    supplement: int,
    ask: FileWork,
    edition: str = FULL,
    *,
    password: str = "",
    locked: bool = True,
    kept: Kept | None = None,
) -> BuiltPack:
    """Build a supplement for printing: its change sheet, and the pages that changed alone.

    Of pages that hold nothing any more the first of each stretch is printed, which names all.
    Outside the full edition and part 2 on its own, no page of part 2 is in it.
    """
    _check_edition(edition, password if locked else None)
    if not 1 <= supplement <= issued.last.number:
        raise WrongUse(f"There is no supplement {supplement} to this pack.")
    press = Press(ask, kept)
    rows = issued.part_rows(supplement)
    hidden = edition not in (FULL, PART_2)
    first_left = {
        run[0]
        for part in standing(rows, FULL)
        for run, row in stretches_left(part)
        if row.supplement == supplement
    }
    changed = [
        page
        for page in _pages(issued, press, rows, edition)
        if page.part.supplement == supplement
        and not (page.part.restricted and hidden)
        and (page.number in page.part.numbers or page.number in first_left)
    ]
    sheet = _change_sheet(issued, press, supplement, edition)
    sheets = [sheet, *_sheets(issued, changed, edition, blanks=False)]
    what = f"supplement {supplement}"
    return _bound(issued, ask, sheets, edition, what, password if locked else None)


def _check_edition(edition: str, password: str | None) -> None:
    if edition not in (*EDITIONS, PART_2):
        raise WrongUse(f"There is no edition '{edition}'. The editions: {', '.join(EDITIONS)}.")
    if edition == PART_2 and password is not None:
        check_password(password)


def _bound(
    issued: IssuedPack,
    ask: FileWork,
    sheets: Sequence[Sheets],
    edition: str,
    what: str,
    password: str | None,
) -> BuiltPack:
    first = issued.issue
    foot = foot_for(first, edition)
    furniture = furniture_of(first.marking, first.partnership, first.heading, foot, first.pages)
    bound = bind(ask, sheets, furniture, f"{first.heading}: {what}")
    locks = edition == PART_2 and password is not None
    data = lock(ask, bound.data, password or "") if locks else bound.data
    return BuiltPack(data, bound.pages, (), edition, bound.warnings)


def foot_for(issue: Issue, edition: str) -> str:
    """Return what stands left at the foot of an edition's pages."""
    if edition == FULL:
        return issue.foot
    return f"{issue.foot} · Edition: {EDITION_WORDS[edition].casefold()}"


# --- pages in the order of their numbers ----------------------------------------------------------


def _pages(
    issued: IssuedPack, press: Press, rows: Sequence[IssuedPart], edition: str
) -> Iterator[_Page]:
    """Yield every page of the pack as the rows leave it, in order."""
    parts = standing(rows, FULL if edition == PART_2 else edition)
    if edition == PART_2:
        parts = tuple(part for part in parts if part.now.restricted)
    hidden = edition not in (FULL, PART_2)
    files = _printed(issued, press, [p.now for p in parts if not (hidden and p.now.restricted)])
    found: list[_Page] = []
    for part in parts:
        if hidden and part.now.restricted:
            found += _withheld(press, part, issued.issue.pages)
        else:
            right = foot_of(part.now, issued.issue.pages)
            found += (
                _Page(number, part.now, files[part.now.key], place, right)
                for place, number in enumerate(part.now.numbers)
            )
            found += _left(press, part, issued.issue.pages)
    yield from sorted(found, key=lambda page: page.number)


def _printed(
    issued: IssuedPack, press: Press, parts: Sequence[IssuedPart]
) -> Mapping[str, Printed]:
    """Return what is bound for each part that has a file, by its key."""
    with_file = [(part, issued.data[part.file_id]) for part in parts if part.file_id]
    papers = [(part, data) for part, data in with_file if part.kind == PAPER]
    ready = press.prepare([(part.title, data) for part, data in papers])
    found = {part.key: each for (part, _), each in zip(papers, ready, strict=True)}
    own = ((part, data) for part, data in with_file if part.kind != PAPER)
    return found | {p.key: Printed(data, len(p.numbers), {"ours": True}) for p, data in own}


def _withheld(press: Press, part: StandingPart, pages: int) -> list[_Page]:
    """Return the pages that say so in place of a part of part 2; nothing of it is told."""
    printed = press.print(withheld_document(len(part.every)))
    told = replace(part.now, title=WITHHELD, item_title=WITHHELD, owner="", purpose="", why="")
    right = foot_of(part.now, pages)
    return [_Page(n, told, printed, place, right) for place, n in enumerate(part.every)]


def _left(press: Press, part: StandingPart, pages: int) -> Iterator[_Page]:
    """Yield the pages that hold nothing any more."""
    for run, row in stretches_left(part):
        printed = press.print(notice_document(row.title, left_words(row, run), len(run)))
        right = foot_of(row, pages)
        yield from (_Page(n, row, printed, place, right) for place, n in enumerate(run))


def _sheets(
    issued: IssuedPack, pages: Sequence[_Page], edition: str, *, blanks: bool
) -> Iterator[Sheets]:
    """Yield the pages as they are bound: what follows in one file together."""
    before = 0  # the last whole page before
    named: set[str] = set()
    runs = groupby(enumerate(pages), lambda one: (id(one[1].printed), one[1].place - one[0]))
    for _, run in runs:
        own = [page for _, page in run]
        part, printed = own[0].part, own[0].printed
        first = own[0].number
        free = range(before + 1, first.page) if blanks and not first.after else ()
        places = tuple(page.place for page in own)
        issue = issued.issues[part.supplement]
        yield Sheets(
            printed,
            part.title,
            tuple(str(page.number) for page in own),
            tuple(map(str, free)),
            None if len(places) == printed.pages else places,
            marking=part.marking,
            left=foot_for(issue, edition) if issue.number else "",
            right=own[0].right,
            cover=part.kind == COVER,
            item=part.item,
            item_title=part.item_title,
            restricted=part.restricted,
            bookmark="" if part.key in named else part.title,
        )
        named.add(part.key)
        before = max(before, own[-1].number.page)


# --- what stands before the pages -----------------------------------------------------------------


def _sheets_before(issued: IssuedPack, press: Press, last: int, edition: str) -> list[Sheets]:
    """Return the change sheets of the supplements, the newest first."""
    return [_change_sheet(issued, press, number, edition) for number in range(last, 0, -1)]


def _change_sheet(issued: IssuedPack, press: Press, supplement: int, edition: str) -> Sheets:
    issue = issued.issues[supplement]
    lines = change_lines(issued.part_rows(supplement), supplement)
    printed = press.print(change_sheet(issue, lines, edition))
    names = tuple(f"S{supplement}-{page}" for page in range(1, printed.pages + 1))
    return Sheets(
        printed,
        f"Change sheet of supplement {supplement}",
        names,
        left=foot_for(issue, edition),
        right=f"Change sheet {{page}} · supplement {supplement}",
        bookmark=f"Change sheet of supplement {supplement}",
    )


def _cover_of_part_2(issued: IssuedPack, press: Press, rows: Sequence[IssuedPart]) -> Sheets:
    lines = [
        (part.now.item, part.now.title, numbers_words(part.every))
        for part in standing(rows, FULL)
        if part.now.restricted
    ]
    return cover_of_part_2(press, issued.issue.heading, lines)
