"""What a feature offers to the rest of the house: the protocol that `app` knows features by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Fault

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class FileWork(Protocol):
    """Asks the child process for files to do a task, and waits for the answer."""

    def __call__(
        self, task: str, values: Mapping[str, Any], blobs: Sequence[bytes] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Run `package.module:function` there; raises Refused in the words of the task."""
        ...


@dataclass(frozen=True, slots=True)
class Scope:
    """What a document or an export is about; what a kind does not need stays empty.

    `version` is a number, or 'before-after' as in '1-2' where two are compared; `on` asks for
    what was so on that day; `record_id` is the one record a document is about.
    """

    today: date
    meeting_id: str = ""
    group_id: str = ""
    year: str = ""
    version: str = ""
    on: date | None = None
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due or wrong: when, what, of which feature, and the record to open.

    `urgency` (late, near, later) where the feature judges it itself, as by days of the calendar.
    `ways` are how it can be dealt with where it is listed, of DONE and PUT_OFF; `part` names the
    part of the record that it is about, for those ways.
    """

    on: date
    what: str
    feature: str
    days: str
    detail: str = ""
    record_id: str = ""
    heading: str = ""
    urgency: str = ""
    ways: tuple[str, ...] = ()
    part: str = ""


DONE, PUT_OFF = "done", "put off"
DueCommand: TypeAlias = "Callable[[Session, Due, date], Changes]"


@dataclass(frozen=True, slots=True)
class DueOffer:
    """Lists what is late or due soon on a day, most urgent first.

    `done(session, due, on)` and `put_off(session, due, on)` are the commands by which one of the
    things of a `feature` is dealt with, where the thing has that way.
    """

    list_due: Callable[[Session, date], tuple[Due, ...]]
    feature: str = ""
    done: DueCommand | None = None
    put_off: DueCommand | None = None


@dataclass(frozen=True, slots=True)
class YearLine:
    """One thing that a feature would bring into a year that begins.

    `key` tells it from all others, the same each time it is proposed; `heading` is the part it
    stands under. `on` and `amount` (pence) are None where it has none; where it has one, a person
    may change it before it is taken. `warning` says what is to be looked at.
    """

    key: str
    heading: str
    what: str
    why: str = ""
    on: date | None = None
    amount: int | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class YearOffer:
    """Brings what a feature holds into the year that begins, named as 2024-25.

    `propose(session, year, today)` lists what that year does not have yet, made from the year
    before. `take(session, year, lines, today)` is part of the command that starts the year: it is
    handed those of its lines that were accepted, as a person left them, passes over what is there
    by now, and returns what was taken in words ('12 meetings'), '' for nothing. One of lower
    `order` is taken first.
    """

    order: int
    propose: Callable[[Session, str, date], tuple[YearLine, ...]]
    take: Callable[[Session, str, Sequence[YearLine], date], str]


def _nothing_restricted(_session: Session, _scope: Scope) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class DocumentOffer:
    """Makes a `paper` document of one kind; a pack item names it by `kind`.

    `is_restricted` says whether it shows what only some may see: before it is printed, it is asked.
    `needs` are the parts of a scope it cannot do without, such as 'group' or, where either will
    do, 'group or meeting': group, meeting, year, version, versions, on, owner, document,
    commitment. `attach` gives the files, name and text, that travel inside its PDF. One that is
    not `of_records` carries neither the marking nor the name of the partnership.
    """

    kind: str
    title: str
    make: Callable[[Session, Scope], Any]
    is_restricted: Callable[[Session, Scope], bool] = _nothing_restricted
    needs: tuple[str, ...] = ()
    attach: Callable[[Session, Scope], tuple[tuple[str, str], ...]] | None = None
    of_records: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a feature would bring up, before whom, and why.

    `key` stays the same from day to day, so that what was accepted or dropped is not proposed
    again; `due` is the day by which it should come up, `comes` the first day on which it can;
    `record_id` is what it is about; `document` is the kind of document, about that record, that
    is its paper.
    """

    key: str
    group_id: str
    title: str
    why: str
    due: date
    lead: str = ""
    minutes: int = 10
    purpose: str = ""
    record_id: str = ""
    restricted: bool = False
    comes: date | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class ProposalOffer:
    """Lists what a feature would bring up between two days, both in."""

    list_proposals: Callable[[Session, date, date], tuple[Proposal, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a golden thread, from an outcome of the plan to the difference made.

    `kind` is outcome, cycle, audit, finding, action, training or evidence; `of` are the ids of
    what it came from or serves, records or outcomes. `state` says how it stands in words;
    `difference` what it changed, empty where nothing was recorded; `awaited` whether it should
    have been by now.
    """

    id: str
    kind: str
    title: str
    feature: str
    of: tuple[str, ...] = ()
    on: date | None = None
    state: str = ""
    difference: str = ""
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class StepOffer:
    """Lists what a feature adds to the golden threads, as it stands on a day."""

    list_steps: Callable[[Session, date], tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class DayMark:
    """Something of a feature that takes place or falls due, for the planner of a year.

    `key` tells a record's marks apart in each year; `of` is 'Harm' where `what` is 'Harm: phase 2'.
    """

    starts: date
    ends: date
    what: str
    feature: str
    record_id: str = ""
    detail: str = ""
    key: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class DayOffer:
    """Lists what a feature has between two days, both in."""

    list_days: Callable[[Session, date, date], tuple[DayMark, ...]]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One sound row of a sheet: its values, and its cells as they stand (heading, text)."""

    sheet: str
    row: int
    value: Any
    cells: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def fault(self, name: str, why: str) -> Fault:
        """Return a fault, or a note, at the cell of a field."""
        heading, text = self.cells.get(name, (None, None))
        return Fault(self.sheet, self.row, heading, text, why)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rows of one sheet say, before the store is asked: values, faults and notes.

    `file` is the name of its workbook, '' where nobody said.
    """

    lines: tuple[ReadLine, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row of a workbook: for the preview, in words.

    `state` is new, changed or same; `label` names the record; `cells` are what the preview
    shows of it; `changes` are (field, old, new) of a changed row.
    """

    row: int
    state: str
    label: str
    cells: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """What an import made of the lines of one sheet, or would make of them."""

    rows: tuple[RowOutcome, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()

    def count(self, state: str) -> int:
        """Return how many rows are new, changed or the same."""
        return sum(row.state == state for row in self.rows)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Why a sheet was taken for a kind, and which column is which field.

    `columns` are (column number, heading, field) in the sheet's order; an empty field is a
    column that is not taken.
    """

    kind: str
    why: str
    header_row: int
    columns: tuple[tuple[int, str, str], ...] = ()


GROUPS, ORGANISATIONS, AGENCIES = "groups", "organisations", "agencies"
PARTIES = "parties"
NEW = "new:"  # in place of a record's id: a page opens its form of a new record


@dataclass(frozen=True, slots=True)
class Blank:
    """What stands over a column of an empty sheet to fill in: a note, an example, a drop-down.

    `choices` are the words that can be chosen, or the name of a list of the store: GROUPS,
    ORGANISATIONS, AGENCIES (groups of them), or PARTIES for both of these. With `only` nothing else
    can be typed.
    """

    note: str
    example: Any = None
    choices: tuple[str, ...] | str = ()
    only: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookOffer:
    """One kind of sheet that comes in and goes out.

    `recognise(sheet)` says whether a sheet is of the kind. `read(sheet, recognised)` judges each
    row by itself. `take(session, reading)` judges the sound rows against the store and the rows
    before them, and adds or changes what they say; it raises for no fault in data and never
    commits: a preview is the same call, rolled back. `write(session, scope)` gives the sheet
    that goes out, `values(session, scope)` the shape that scripts read. A kind of lower `order`
    is taken first, for others refer to it. `headings` are those of the preview. A field of
    `repeats` may stand in several columns. `blanks` say what is to be known of a field by who fills
    in an empty sheet. `narrows` are the parts of a scope, 'group' and 'year', that what goes out
    can be narrowed by.
    """

    kind: str
    title: str
    order: int
    recognise: Callable[[Any], Recognised | None]
    read: Callable[[Any, Recognised], Reading]
    take: Callable[[Session, Reading], SheetOutcome]
    write: Callable[[Session, Scope], Any]
    values: Callable[[Session, Scope], Any]
    headings: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    row_limit: int = 200_000
    repeats: tuple[str, ...] = ()
    blanks: Mapping[str, Blank] = field(default_factory=dict)
    narrows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BackupWork:
    """What a feature may ask of backups.

    `renew(store)` makes a checked one and returns it with every older copy of the store;
    `remove(copies)` removes such copies and returns those that could not be.
    """

    renew: Callable[[Any], tuple[Path, tuple[Path, ...]]]
    remove: Callable[[Sequence[Path]], tuple[Path, ...]]


PastOffer: TypeAlias = (
    "Callable[[Session, str, date, int], tuple[tuple[date, Mapping[str, str]], ...]]"
)


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature as the rest of the house sees it; `page` is a name, so that no Qt is loaded.

    `begin(session, profile)` puts what a profile holds for this feature into a new store;
    `keep(session, today)` gives back, as they are now, the `sections` of a profile that it puts
    in: lists of entries or one mapping each, without what is empty.
    A page with `under` has no place of its own in the rail: it is reached from the page of that
    feature, whose place stays marked. A feature that is `optional` can be switched off.
    `calendar(session, scope)` gives the bytes of an iCalendar file. `past(session, group, day, n)`
    gives the last n meetings of a group before a day: the day, and marks by seat or holder.
    `checks(session, day)` lists what does not agree: lines of group, what, detail, record_id.
    `steps` and `days` are what it adds to the golden threads and the planner, `year` to a new year.
    """

    name: str
    title: str
    icon: str
    page: str = ""
    nav_group: str = ""
    under: str = ""
    tables: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    due: DueOffer | None = None
    proposals: ProposalOffer | None = None
    documents: tuple[DocumentOffer, ...] = ()
    workbooks: tuple[WorkbookOffer, ...] = ()
    begin: Callable[[Session, Mapping[str, Any]], None] | None = None
    sections: tuple[str, ...] = ()
    keep: Callable[[Session, date], Mapping[str, Any]] | None = None
    optional: bool = False
    calendar: Callable[[Session, Scope], bytes] | None = None
    past: PastOffer | None = None
    checks: Callable[[Session, date], tuple[Any, ...]] | None = None
    steps: StepOffer | None = None
    days: DayOffer | None = None
    year: YearOffer | None = None
