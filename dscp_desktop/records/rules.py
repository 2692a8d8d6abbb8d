"""Import and export over all features: which sheet is of which kind, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.offers import (
    Reading,
    Recognised,
    RowOutcome,
    SheetOutcome,
    WorkbookOffer,
)


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet of one file that was recognised and read, before the store is asked."""

    file: str
    sheet: str
    offer: WorkbookOffer
    recognised: Recognised
    reading: Reading


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One workbook: the sheets that are taken, and what is said of the rest."""

    file: str
    sheets: tuple[SheetPlan, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What became of one sheet; of a file refused as a whole there is one, without a sheet."""

    file: str
    sheet: str | None
    kind: str | None
    rows: tuple[RowOutcome, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """Return how many rows are new, changed or the same."""
        return sum(row.state == state for row in self.rows)

    @property
    def refused(self) -> int:
        """Return how many rows are refused; a row with two faults counts once."""
        return len({fault.row for fault in self.faults if fault.row is not None})


class ImportRefused(Refused):
    """An import that was refused as a whole because rows of it were; holds what became of each."""

    def __init__(self, results: tuple[SheetResult, ...]) -> None:
        rows = sum(result.refused for result in results)
        files = sum(result.sheet is None for result in results)
        counted = [count_words(n, noun) for n, noun in ((files, "file"), (rows, "row")) if n]
        verb = "is" if files + rows == 1 else "are"
        super().__init__(f"Nothing was imported: {' and '.join(counted)} {verb} refused.")
        self.results = results


def plan_file(
    file: str, sheets: Iterable[Any], offers: Sequence[WorkbookOffer], as_kind: str = ""
) -> FilePlan:
    """Recognise and read every sheet of a workbook.

    `as_kind` names the kind where the office knows better. A file without a sheet of a known
    kind is refused as a whole.
    """
    plans, notes = [], []
    for sheet in sheets:
        found = recognise(sheet, offers, as_kind)
        if found is None:
            notes.append(f"Sheet '{sheet.name}' is of no known kind and was left out.")
            continue
        offer, recognised = found
        if not sheet.visible:
            notes.append(f"Sheet '{sheet.name}' is hidden and was left out.")
            continue
        left = [heading for _, heading, name in recognised.columns if heading and not name]
        notes += [f"Column '{h}' of sheet '{sheet.name}' is not taken." for h in left]
        count = len(sheet.rows) - recognised.header_row
        if count > offer.row_limit:
            why = (
                f"{file}, sheet {sheet.name}: it has {count:,} rows below its headings; up to "
                f"{offer.row_limit:,} can be taken at once. Split it into smaller workbooks."
            )
            return FilePlan(file, refusal=why)
        reading = replace(offer.read(sheet, recognised), file=file)
        plans.append(SheetPlan(file, sheet.name, offer, recognised, reading))
    if not plans:
        known = ", ".join(sorted(offer.title.lower() for offer in offers))
        asked = f"that can be read as {as_kind}" if as_kind else "of a known kind"
        words = f"{file} holds no sheet {asked}. Known kinds: {known}. Look at its headings."
        return FilePlan(file, notes=tuple(notes), refusal=words)
    return FilePlan(file, tuple(plans), tuple(notes))


def recognise(
    sheet: Any, offers: Sequence[WorkbookOffer], as_kind: str = ""
) -> tuple[WorkbookOffer, Recognised] | None:
    """Return the first kind that a sheet is of, and why."""
    for offer in offers:
        if as_kind and offer.kind != as_kind:
            continue
        found = offer.recognise(sheet)
        if found is not None:
            return offer, found
    return None


def result_of(plan: SheetPlan, outcome: SheetOutcome, remarks: tuple[str, ...]) -> SheetResult:
    """Put together what reading and taking a sheet found."""
    return SheetResult(
        file=plan.file,
        sheet=plan.sheet,
        kind=plan.offer.kind,
        rows=outcome.rows,
        faults=(*plan.reading.faults, *outcome.faults),
        notes=(*plan.reading.notes, *outcome.notes),
        remarks=remarks,
    )


def refusal_of(plan: FilePlan) -> SheetResult:
    """Return the one result of a file that is refused as a whole."""
    fault = Fault(None, None, None, None, plan.refusal)
    return SheetResult(plan.file, None, None, faults=(fault,), remarks=plan.notes)


def result_values(result: SheetResult) -> Mapping[str, Any]:
    """Return a result in the shape that scripts read."""
    return {
        "file": result.file,
        "sheet": result.sheet,
        "kind": result.kind,
        "new": result.count("new"),
        "changed": result.count("changed"),
        "same": result.count("same"),
        "refused": result.refused,
        "notes": [*result.remarks, *(note_words(note) for note in result.notes)],
        "faults": [
            {"sheet": f.sheet, "row": f.row, "column": f.column, "value": f.value, "why": f.why}
            for f in result.faults
        ],
    }


def note_words(note: Fault) -> str:
    """Return a note or fault in one line: 'Attendance, row 9, EXEC 11 May 23: why'."""
    parts = [note.sheet, f"row {note.row}" if note.row else None, note.column]
    where = ", ".join(part for part in parts if part)
    return f"{where}: {note.why}" if where else note.why


def results_words(results: Sequence[SheetResult]) -> str:
    """Return what an import wrote, for the history: numbers and kinds, nothing of the records."""
    files = len({result.file for result in results})
    parts = []
    for result in results:
        new, changed = result.count("new"), result.count("changed")
        counts = [f"{n:,} {words}" for n, words in ((new, "new"), (changed, "changed")) if n]
        if result.kind and counts:
            parts.append(f"{result.kind} {', '.join(counts)}")
    books = "1 workbook" if files == 1 else f"{files} workbooks"
    return f"Imported {books}: {'; '.join(parts) or 'all the same'}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of all sheets are new, changed, the same or refused, and files left out."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    files_refused: int = 0

    @property
    def written(self) -> int:
        """How many rows accepting would write."""
        return self.new + self.changed

    @property
    def sound(self) -> int:
        """How many rows are as they should be."""
        return self.written + self.same


def tally(results: Iterable[SheetResult]) -> Tally:
    """Count the rows of every sheet."""
    found = list(results)
    return Tally(
        new=sum(result.count("new") for result in found),
        changed=sum(result.count("changed") for result in found),
        same=sum(result.count("same") for result in found),
        refused=sum(result.refused for result in found),
        files_refused=sum(result.sheet is None for result in found),
    )


def count_words(count: int, noun: str = "row") -> str:
    """Return '1 row', '3 rows', '1,204 rows'."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def tally_words(counted: Tally) -> str:
    """Say in a line what was found: '3 rows are sound, 7 are refused'."""
    sound = f"{count_words(counted.sound)} {'is' if counted.sound == 1 else 'are'} sound"
    refused = f"{counted.refused or 'none'} {'are' if counted.refused > 1 else 'is'} refused"
    return f"{sound}, {refused}"


def accept_words(counted: Tally) -> str:
    """Say what accepting does, and what it leaves out."""
    if not counted.written:
        why = "Every sound row stands in the store already." if counted.same else "No row is sound."
        return f"{why} There is nothing to write."
    words = f"Accepting writes {count_words(counted.written)} in one step, which can be undone."
    if counted.same:
        words += f" {count_words(counted.same)} {'is' if counted.same == 1 else 'are'} the same."
    if counted.refused:
        verb = "stays" if counted.refused == 1 else "stay"
        words += f" The {count_words(counted.refused).replace(' ', ' refused ')} {verb} out."
    return words


def without(plans: Iterable[FilePlan], left_out: Collection[tuple[str, str]]) -> list[FilePlan]:
    """Return the plans without the sheets that a person leaves out, named by file and sheet."""
    kept = []
    for plan in plans:
        sheets = tuple(s for s in plan.sheets if (s.file, s.sheet) not in left_out)
        if sheets or plan.refusal:
            kept.append(replace(plan, sheets=sheets))
    return kept


def put_sheet(plan: FilePlan, sheet: SheetPlan) -> FilePlan:
    """Return a workbook's plan with one sheet's in place of the one before."""
    sheets = tuple(sheet if each.sheet == sheet.sheet else each for each in plan.sheets)
    return replace(plan, sheets=sheets)


def choose_field(plan: SheetPlan, number: int, name: str) -> SheetPlan:
    """Return the plan with a column taken for a field; another that was that field is let go.

    `name` is '' for a column that is not taken. The sheet is to be read again then.
    """
    chosen = []
    for column, heading, was in plan.recognised.columns:
        free = "" if name and was == name else was
        chosen.append((column, heading, name if column == number else free))
    return replace(plan, recognised=replace(plan.recognised, columns=tuple(chosen)))


def preview_cells(row: RowOutcome, headings: Sequence[str]) -> tuple[str, ...]:
    """Return what the preview shows of a row under the headings: its label leads, where one of
    the cells is not the label already.
    """
    cells = row.cells if len(row.cells) >= len(headings) else (row.label, *row.cells)
    return (*cells, *("" for _ in headings))[: len(headings)]


def feature_of(offer: WorkbookOffer) -> str:
    """Return the name of the feature that offers a kind: the folder its code lies in."""
    return offer.take.__module__.split(".")[1]
