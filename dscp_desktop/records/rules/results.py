"""What became of an import, or would become of it: rows by state, faults, and words for both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.offers import RowOutcome, SheetOutcome, WorkbookOffer
from dscp_desktop.records.rules.planning import FilePlan, SheetPlan, kept_reading, left_words

PASTED = "Pasted block"  # what a block from the clipboard is called in place of a file


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
        # A sheet that fails before its first row, as where no home is known to hold incidents.
        sheets = sum(r.sheet is not None and bool(r.faults) and not r.refused for r in results)
        several = ((files, "file"), (sheets, "sheet"), (rows, "row"))
        counted = [count_words(n, noun) for n, noun in several if n]
        verb = "is" if files + sheets + rows == 1 else "are"
        super().__init__(f"Nothing was imported: {' and '.join(counted)} {verb} refused.")
        self.results = results


def result_of(plan: SheetPlan, outcome: SheetOutcome, remarks: tuple[str, ...]) -> SheetResult:
    """Put together what reading and taking a sheet found."""
    reading = kept_reading(plan)
    return SheetResult(
        file=plan.file,
        sheet=plan.sheet,
        kind=plan.offer.kind,
        rows=outcome.rows,
        faults=(*reading.faults, *outcome.faults),
        notes=(*reading.notes, *outcome.notes),
        remarks=(*remarks, *left_words(plan)),
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
    pasted = {result.file for result in results} == {PASTED}
    done = "Pasted" if pasted else f"Imported {books}"
    return f"{done}: {'; '.join(parts) or 'all the same'}"


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


def preview_cells(row: RowOutcome, headings: Sequence[str]) -> tuple[str, ...]:
    """Return what the preview shows of a row under the headings: its label leads, where one of
    the cells is not the label already.
    """
    cells = row.cells if len(row.cells) >= len(headings) else (row.label, *row.cells)
    return (*cells, *("" for _ in headings))[: len(headings)]


def feature_of(offer: WorkbookOffer) -> str:
    """Return the name of the feature that offers a kind: the folder its code lies in."""
    return offer.take.__module__.split(".")[1]
