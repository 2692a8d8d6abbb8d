"""A pack as values: its parts in order, their pages, and what the list says of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from dscp_desktop.core.days import show_date
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.agenda import Agenda

FULL, WITHOUT_PART_2, PUBLIC = "full", "without-part-2", "public"
EDITIONS = (FULL, WITHOUT_PART_2, PUBLIC)
PART_2 = "part-2"  # an edition too, but never one of those that stand for the whole pack
EDITION_WORDS = {
    FULL: "Full",
    WITHOUT_PART_2: "Without part 2",
    PUBLIC: "Public",
    PART_2: "Part 2 alone",
}

COVER, AGENDA, DOCUMENT, PAPER, PLACEHOLDER = "cover", "agenda", "document", "paper", "placeholder"
STATUS_WORDS = {
    COVER: "Automatic",
    AGENDA: "Automatic",
    DOCUMENT: "Automatic",
    PAPER: "In pack",
    PLACEHOLDER: "Missing",
}
PURPOSE_WORDS = {
    "decision": "To decide",
    "discussion": "To discuss",
    "assurance": "For assurance",
    "information": "To note",
}
WITHHELD = "Part 2: withheld from this edition"
COVER_TITLE, AGENDA_TITLE = "Cover and contents", "Agenda"


@dataclass(frozen=True, slots=True)
class PackPart:
    """One part of a pack: a row of its contents.

    `item` is the number of its agenda item, 0 for what belongs to none; `label` is what the item
    is called, such as 7A, `item_title` its subject. `pages` are its own; `first` is its first
    pack page, from 1, once the pack is numbered. `key` names it from one build to the next: the
    id of a paper, or 'item:' and that of the item a document is made for.
    """

    kind: str
    title: str
    item: int = 0
    purpose: str = ""
    owner: str = ""
    restricted: bool = False
    pages: int = 0
    first: int = 0
    received_on: date | None = None
    key: str = ""
    label: str = ""
    item_title: str = ""
    marking: str = ""

    @property
    def last(self) -> int:
        """Its last pack page."""
        return self.first + self.pages - 1

    @property
    def status(self) -> str:
        """What the list says of it: Automatic, In pack or Missing."""
        return STATUS_WORDS[self.kind]

    @property
    def is_missing(self) -> bool:
        """Whether a placeholder stands for it."""
        return self.kind == PLACEHOLDER


@dataclass(frozen=True, slots=True)
class PackPiece:
    """A part with what is printed for it: a `paper` document, or the bytes of a file.

    `document` is a value of the paper kit, which rules do not know; `data` is None where the
    file was not asked for, or did not come; `file_id` is where the store keeps it,
    `why` what its newest version changed.
    """

    part: PackPart
    document: Any = None
    data: bytes | None = None
    file_id: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """How a pack is put together: papers on right-hand pages, pages for what did not come.

    `order` are keys of parts; none follows the agenda.
    """

    right_hand: bool = False
    placeholders: bool = True
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackContents:
    """Everything a pack is built from, gathered from the store at one moment.

    `check_code` is the head of the history's chain then; `notes` say what could not be made;
    `withdrawn` are keys of papers, and why they were.
    """

    partnership: str
    marking: str
    zone: str
    agenda: Agenda
    pieces: tuple[PackPiece, ...]
    check_code: str
    notes: tuple[str, ...] = ()
    options: Options = field(default_factory=Options)
    withdrawn: tuple[tuple[str, str], ...] = ()

    @property
    def meeting(self) -> MeetingLine:
        """The meeting that the pack is for."""
        return self.agenda.meeting


@dataclass(frozen=True, slots=True)
class BuiltPack:
    """A pack as one PDF, its parts with their pages, and what a person should know of it."""

    data: bytes
    pages: int
    parts: tuple[PackPart, ...]
    edition: str = FULL
    warnings: tuple[str, ...] = ()


def in_pack_order(pieces: Iterable[PackPiece], order: Sequence[str] = ()) -> tuple[PackPiece, ...]:
    """Return the pieces in the given order of keys, restricted ones behind all others: part 2.

    What the order does not name stands behind the one before it.
    """
    places = {key: float(place) for place, key in enumerate(order)}
    at = -1.0
    found: list[tuple[bool, float, PackPiece]] = []
    for piece in pieces:
        at = places.get(piece.part.key, at)
        found.append((piece.part.restricted, at, piece))
    return tuple(piece for _, _, piece in sorted(found, key=lambda one: one[:2]))


def moved_keys(parts: Sequence[PackPart], key: str, step: int) -> tuple[str, ...]:
    """Return the keys of parts with one moved past its neighbour, within part 1 or part 2.

    Nothing moves where there is no neighbour, or it is the cover or the agenda.
    """
    keys = [part.key for part in parts]
    at = keys.index(key) if key in keys else -1
    to = at + step
    fixed = (COVER, AGENDA)
    if at < 0 or not 0 <= to < len(parts) or fixed_or_other(parts[at], parts[to], fixed):
        return tuple(keys)
    keys.insert(to, keys.pop(at))
    return tuple(keys)


def fixed_or_other(part: PackPart, other: PackPart, fixed: Collection[str]) -> bool:
    """Say whether two parts keep their places: one stands fast, or they are of different parts."""
    return part.kind in fixed or other.kind in fixed or part.restricted != other.restricted


def number_parts(parts: Sequence[PackPart], *, right_hand: bool = False) -> tuple[PackPart, ...]:
    """Return the parts with their pack pages, which run on from 1.

    Part 2 begins on a right-hand page, and with `right_hand` each part does, so a page may stay
    blank before it.
    """
    numbered: list[PackPart] = []
    page = 1
    for part in parts:
        begins = begins_part_2(part, numbered[-1] if numbered else None)
        if (begins or (right_hand and part.kind != AGENDA)) and page % 2 == 0:
            page += 1
        numbered.append(replace(part, first=page))
        page += part.pages
    return tuple(numbered)


def begins_part_2(part: PackPart, before: PackPart | None) -> bool:
    """Say whether a part is the first restricted one."""
    return part.restricted and not (before and before.restricted)


def blanks_before(parts: Sequence[PackPart]) -> tuple[int, ...]:
    """Return how many pages stay blank before each of the numbered parts: none or one."""
    lasts = [0, *(part.last for part in parts)]
    return tuple(part.first - last - 1 for part, last in zip(parts, lasts, strict=False))


def blank_page(parts: Sequence[PackPart]) -> int:
    """Return the page that stays blank before part 2 of a numbered pack; 0 where none does."""
    for before, part in pairwise(parts):
        if begins_part_2(part, before) and part.first == before.last + 2:
            return before.last + 1
    return 0


def page_words(part: PackPart) -> str:
    """Return '3 to 6' or '93'."""
    return f"{part.first} to {part.last}" if part.pages > 1 else str(part.first)


def count_pages(parts: Iterable[PackPart]) -> int:
    """Return the number of the last page of a numbered pack."""
    return max((part.last for part in parts), default=0)


def pages_of_items(parts: Iterable[PackPart]) -> dict[int, int]:
    """Return the first pack page of each agenda item that has one, by its number."""
    pages: dict[int, int] = {}
    for part in parts:
        if part.item:
            pages.setdefault(part.item, part.first)
    return pages


def missing_words(parts: Iterable[PackPart]) -> tuple[str, ...]:
    """Return one sentence for each paper that did not come."""
    return tuple(
        f"Paper not received: {part.title}. Page {part.first} is a placeholder."
        for part in parts
        if part.is_missing
    )


def totals_words(parts: Sequence[PackPart]) -> str:
    """Return '3 papers, 16 pages' for a list of parts; papers that are missing count too."""
    papers = sum(part.kind in (PAPER, PLACEHOLDER) for part in parts)
    pages = sum(part.pages for part in parts)
    return f"{_count(papers, 'paper')}, {_count(pages, 'page')}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def name_of_pack(meeting: MeetingLine) -> str:
    """Return 'Group, 26 October 2023', as the running head has it."""
    return f"{meeting.group}, {show_date(meeting.on)}"


def foot_words(contents: PackContents, edition: str, built_at: datetime) -> str:
    """Return the foot: edition if not the full one, when it was built, and the check code."""
    there = built_at.astimezone(ZoneInfo(contents.zone))
    built = f"Built {show_date(there.date())}, {there:%H:%M} · {contents.check_code}"
    return built if edition == FULL else f"{built} · Edition: {EDITION_WORDS[edition].casefold()}"


def without_titles(parts: Iterable[PackPart]) -> tuple[PackPart, ...]:
    """Return parts as the public edition names them: nothing of a restricted one is told."""
    return tuple(
        replace(part, title=WITHHELD, owner="", purpose="", item_title=WITHHELD)
        if part.restricted
        else part
        for part in parts
    )
