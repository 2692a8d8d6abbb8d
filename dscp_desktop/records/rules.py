"""Import and export over all features: which sheet is of which kind, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
        noun = "row is" if rows == 1 else "rows are"
        super().__init__(f"Nothing was imported: {rows} {noun} refused.")
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
        if len(sheet.rows) > offer.row_limit:
            return FilePlan(
                file, refusal=f"{file}: sheet '{sheet.name}' has over {offer.row_limit:,} rows."
            )
        reading = offer.read(sheet, recognised)
        plans.append(SheetPlan(file, sheet.name, offer, recognised, reading))
    if not plans:
        known = ", ".join(sorted(offer.title.lower() for offer in offers))
        asked = f"as {as_kind}" if as_kind else "of a known kind"
        words = f"{file} could not be read {asked}. Known kinds: {known}. Look at its headings."
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
        if result.kind and new + changed:
            parts.append(f"{result.kind} {new} new, {changed} changed")
    books = "1 workbook" if files == 1 else f"{files} workbooks"
    return f"Imported {books}: {'; '.join(parts) or 'all the same'}"
