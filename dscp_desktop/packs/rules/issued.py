"""A pack after it was issued: which pages stand now, and what a supplement changes.

No number that was given out is ever given to something else, or taken away:
- a paper that comes late stands behind the last page of the part before it: 112a, 112b;
- one that is replaced keeps its numbers; what is longer goes on behind its last page, and where
  others came there in the meantime, behind them; pages that a shorter one leaves say so;
- the pages of one that is withdrawn say that it was.
The pages of a pack as it stands are in the order of their numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dscp_desktop.core.days import show_day
from dscp_desktop.core.faults import Refused
from dscp_desktop.packs.rules.numbers import (
    PageNumber,
    next_numbers,
    numbers_words,
    pages_words,
    run_of,
    stretches,
)
from dscp_desktop.packs.rules.parts import AGENDA, COVER, PLACEHOLDER, PackPart

ISSUED, ADDED, REPLACED, WITHDRAWN = "issued", "added", "replaced", "withdrawn"
NOTHING_NEW = (
    "Nothing was added, replaced or withdrawn since the pack was issued. Add the paper first."
)


@dataclass(frozen=True, slots=True)
class IssuedPart:
    """A part as one issue or supplement left it; `supplement` is 0 for the pack as issued.

    `file_id` is the file its pages show; `edition` the one edition it is for, '' for every one.
    """

    key: str
    kind: str
    title: str
    numbers: tuple[PageNumber, ...] = ()
    item: str = ""
    item_title: str = ""
    owner: str = ""
    purpose: str = ""
    restricted: bool = False
    marking: str = ""
    change: str = ISSUED
    why: str = ""
    file_id: str | None = None
    edition: str = ""
    supplement: int = 0
    on: date = date.min


@dataclass(frozen=True, slots=True)
class Issue:
    """What is said of a pack as issued, or of a supplement: when, and what its pages print."""

    id: str
    number: int
    issued_at: datetime
    issued_on: date
    check_code: str
    pages: int
    marking: str
    partnership: str
    heading: str
    foot: str

    @property
    def title(self) -> str:
        """Return 'Pack as issued' or 'Supplement 1'."""
        return f"Supplement {self.number}" if self.number else "Pack as issued"


@dataclass(frozen=True, slots=True)
class IssuedPack:
    """A pack that was issued, with all its supplements; `data` holds files by id."""

    meeting_id: str
    issues: tuple[Issue, ...]
    parts: tuple[IssuedPart, ...]
    editions: tuple[tuple[int, str, int, str], ...] = ()
    data: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def issue(self) -> Issue:
        """The pack itself."""
        return self.issues[0]

    @property
    def last(self) -> Issue:
        """The newest supplement, else the pack itself."""
        return self.issues[-1]

    def part_rows(self, upto: int) -> tuple[IssuedPart, ...]:
        """Return what every issue up to this supplement left."""
        return tuple(part for part in self.parts if part.supplement <= upto)


@dataclass(frozen=True, slots=True)
class StandingPart:
    """A part of a pack as it stands: what its pages show, and the numbers that it left.

    `left` are numbers that were its own, with the row that took them away.
    """

    now: IssuedPart
    left: tuple[tuple[PageNumber, IssuedPart], ...] = ()

    @property
    def every(self) -> tuple[PageNumber, ...]:
        """Return every number it was ever given, in order."""
        return tuple(sorted({*self.now.numbers, *(number for number, _ in self.left)}))


def standing(rows: Iterable[IssuedPart], edition: str = "") -> tuple[StandingPart, ...]:
    """Return each part as the rows, in the order they were issued, leave it."""
    found: dict[str, StandingPart] = {}
    for row in rows:
        if row.edition not in ("", edition):
            continue
        before = found.get(row.key)
        left = dict(before.left) if before else {}
        if before:
            left |= dict.fromkeys(before.now.numbers, row)
        kept = tuple((n, left[n]) for n in sorted(left) if n not in row.numbers)
        found[row.key] = StandingPart(row, kept)
    return tuple(sorted(found.values(), key=lambda part: part.every[:1]))


def issued_parts(parts: Sequence[PackPart], on: date) -> tuple[IssuedPart, ...]:
    """Return numbered parts as they are issued, without their files."""
    return tuple(_issued(part, run_of(part.first, part.pages), ISSUED, on) for part in parts)


def _issued(part: PackPart, numbers: tuple[PageNumber, ...], change: str, on: date) -> IssuedPart:
    return IssuedPart(
        key=part.key,
        kind=part.kind,
        title=part.title,
        numbers=numbers,
        item=part.label,
        item_title=part.item_title,
        owner=part.owner,
        purpose=part.purpose,
        restricted=part.restricted,
        marking=part.marking,
        change=change,
        on=on,
    )


@dataclass(frozen=True, slots=True)
class Now:
    """A part as it would be built today, with its pages; `why` says in a line what is new.

    `file_id` is None for what the program makes itself.
    """

    part: PackPart
    file_id: str | None = None
    why: str = ""


def plan_supplement(
    rows: Sequence[IssuedPart],
    now: Sequence[Now],
    supplement: int,
    on: date,
    withdrawn: Mapping[str, str] | None = None,
) -> tuple[IssuedPart, ...]:
    """Return what a supplement would add to the rows of a pack.

    `now` are the parts as they would be built today, without cover and agenda, in order;
    `withdrawn` says why papers were. Raises Refused where nothing changed, or a paper that went
    out in part 1 would be part 2.
    """
    stands = {part.now.key: part for part in standing(rows, "full")}
    used = {number for part in stands.values() for number in part.every}
    front = [part for part in stands.values() if part.now.kind in (COVER, AGENDA)]
    changes: list[IssuedPart] = []
    behind = {
        False: max((n for part in front for n in part.every), default=PageNumber(1)),
        True: max(used),
    }
    for each in now:
        part, old = each.part, stands.get(each.part.key)
        numbers = old.every if old else ()
        if old is None or _differs(old.now, each):
            change = REPLACED if old else ADDED
            numbers = _numbers(old, used, behind[part.restricted], part.pages)
            new = _issued(part, numbers, change, on)
            new = replace(new, file_id=each.file_id, why=each.why, supplement=supplement)
            used |= set(numbers)
            changes.append(new)
        behind[part.restricted] = max((*numbers, *(old.every if old else ())))
    wanted = {each.part.key for each in now}
    fixed = {part.now.key for part in front}
    changes += [
        _withdrawn(part.now, supplement, on, (withdrawn or {}).get(key, ""))
        for key, part in stands.items()
        if key not in wanted | fixed and part.now.change != WITHDRAWN
    ]
    if not changes:
        raise Refused(NOTHING_NEW)
    return tuple(changes)


def _withdrawn(part: IssuedPart, supplement: int, on: date, why: str) -> IssuedPart:
    gone = replace(part, change=WITHDRAWN, numbers=(), file_id=None)
    return replace(gone, supplement=supplement, on=on, why=why)


def _differs(old: IssuedPart, now: Now) -> bool:
    """Say whether a part must be issued again: another file, come back, or not restricted."""
    part = now.part
    if part.restricted and not old.restricted:
        raise Refused(
            f"‘{part.title}’ went out in part 1: its title and pages are known. Withdraw it and "
            "bring it as a new paper of part 2."
        )
    if old.change == WITHDRAWN or old.restricted != part.restricted:
        return True
    if (old.kind == PLACEHOLDER) != (part.kind == PLACEHOLDER):
        return True
    # What the program makes of records stays as it was issued.
    return now.file_id is not None and old.file_id != now.file_id


def _numbers(
    old: StandingPart | None, used: set[PageNumber], behind: PageNumber, pages: int
) -> tuple[PageNumber, ...]:
    """Return the numbers of a new part, or of one again: its own as far as they go, then more."""
    own = old.every[:pages] if old else ()
    more = pages - len(own)
    return (*own, *next_numbers(used, own[-1] if own else behind, more))


# --- what a supplement changes, in words and pages ------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a change sheet: what happened to a part, and which pages go and come.

    `out` are to be taken out, `put` put in, `crossed` hold nothing any more and are not printed
    again one by one.
    """

    change: str
    item: str
    title: str
    out: tuple[PageNumber, ...]
    put: tuple[PageNumber, ...]
    crossed: tuple[PageNumber, ...]
    restricted: bool = False
    why: str = ""

    @property
    def take_out(self) -> str:
        """Return the pages to take out, '' for none."""
        return numbers_words(self.out)

    @property
    def put_in(self) -> str:
        """Return the pages to put in, '' for none."""
        return numbers_words(self.put)


def change_lines(rows: Sequence[IssuedPart], supplement: int) -> tuple[SheetLine, ...]:
    """Return what one supplement changed, in the order of the pages."""
    earlier = (row for row in rows if row.supplement < supplement)
    before = {part.now.key: part for part in standing(earlier, "full")}
    lines = []
    for row in rows:
        if row.supplement != supplement or row.edition not in ("", "full"):
            continue
        old = before.get(row.key)
        held = old.now.numbers if old else ()
        put = row.numbers
        crossed = tuple(number for number in held if number not in put)
        # A page that was left before and is used again has a page that says so: it goes.
        out = tuple(sorted({*held, *(n for n in put if old and n in old.every)}))
        lines.append(
            SheetLine(row.change, row.item, row.title, out, put, crossed, row.restricted, row.why)
        )
    return tuple(sorted(lines, key=lambda line: min((*line.out, *line.put))))


def left_words(row: IssuedPart, numbers: tuple[PageNumber, ...]) -> str:
    """Return the sentence of a page that holds nothing any more."""
    which = pages_words(numbers)
    which = which[0].upper() + which[1:]
    if row.change == WITHDRAWN:
        return f"{which}: this paper was withdrawn on {show_day(row.on)}."
    return f"{which}: the paper that came on {show_day(row.on)} is shorter and does not need them."


def stretches_left(part: StandingPart) -> tuple[tuple[tuple[PageNumber, ...], IssuedPart], ...]:
    """Return the numbers that a part left, stretch by stretch, each with the row that did it."""
    by: dict[IssuedPart, list[PageNumber]] = defaultdict(list)
    for number, row in part.left:
        by[row].append(number)
    return tuple((run, row) for row, numbers in by.items() for run in stretches(numbers))


def foot_of(part: IssuedPart, pages: int) -> str:
    """Return what stands at the foot right of a part's pages; `{page}` is the number.

    '' for those of the pack as issued: what stands on all pages.
    """
    if part.change == ISSUED:
        return ""
    said = f"Pack page {{page}} of {pages} as issued"
    return said if part.change == ADDED else f"{said} · {part.change} {show_day(part.on)}"
