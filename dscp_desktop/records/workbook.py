"""Workbooks of all kinds: read in the process for files, marked for who sent them, written out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.intake import shown_name, take_file
from dscp_desktop.core.offers import FileWork, WorkbookOffer
from dscp_desktop.records.rules import FilePlan, SheetPlan, plan_file, put_sheet
from dscp_desktop.sheets.values import Cell, Sheet, column_letters, from_values, show_value
from dscp_desktop.sheets.writing import SheetOut, write_csv, write_workbook

READ = "dscp_desktop.sheets.tasks:read"
MARK = "dscp_desktop.sheets.tasks:mark"
SAMPLES = 2


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One workbook that was looked at: its bytes, its sheets, and what would be taken of it.

    `name` is how it is called, different from every other one looked at with it.
    """

    name: str
    data: bytes
    sheets: tuple[Sheet, ...]
    plan: FilePlan


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of a sheet: where it stands, its field ('' for not taken), and two samples.

    `filled` counts the cells below the heading that hold something.
    """

    number: int
    letters: str
    heading: str
    field: str
    samples: tuple[str, ...] = ()
    filled: int = 0


def look_at(
    ask: FileWork, paths: Sequence[Path], offers: Sequence[WorkbookOffer], as_kind: str = ""
) -> tuple[LookedAt, ...]:
    """Read workbooks and say what each sheet is; a file that cannot be read is refused by name.

    A path that comes twice is looked at once. `as_kind` is what the sheets are said to be.
    """
    once = list({_full(path): path for path in reversed(paths)}.values())[::-1]
    return tuple(_look(ask, path, name_of(path, once), offers, as_kind) for path in once)


def name_of(path: Path, others: Iterable[Path]) -> str:
    """Return a file's name, with its folder where another file is called the same."""
    full, same = _full(path), [_full(other) for other in others if other.name == path.name]
    parts = full.parts
    for count in range(1, len(parts)):
        if sum(other.parts[-count:] == parts[-count:] for other in same) < 2:
            return shown_name("/".join((*parts[-count:-1], path.name)))
    return shown_name(str(full))


def _full(path: Path) -> Path:
    """Return the whole path, links followed; as it is where they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def _look(
    ask: FileWork, path: Path, name: str, offers: Sequence[WorkbookOffer], as_kind: str
) -> LookedAt:
    data = b""
    try:
        data = take_file(path, name)
        values, blobs = ask(READ, {"name": shown_name(path.name)}, [data])
        workbook = from_values(values, blobs)
    except Refused as refused:
        return LookedAt(name, data, (), FilePlan(name, refusal=refused.words))
    except (TypeError, ValueError, LookupError, AttributeError):
        # The process that reads files is not trusted to answer as it should.
        why = f"{name} could not be read: what came of it is no workbook. Save it again as .xlsx."
        return LookedAt(name, data, (), FilePlan(name, refusal=why))
    plan = plan_file(name, workbook.sheets, offers, as_kind)
    return LookedAt(
        name, data, workbook.sheets, replace(plan, notes=(*workbook.notes, *plan.notes))
    )


def read_again(looked: LookedAt, plan: SheetPlan) -> SheetPlan:
    """Read one sheet again, with the columns of the plan as a person chose them."""
    sheet = next(sheet for sheet in looked.sheets if sheet.name == plan.sheet)
    reading = plan.offer.read(sheet, plan.recognised)
    return replace(plan, reading=replace(reading, file=plan.file))


def with_sheet(looked: Sequence[LookedAt], plan: SheetPlan) -> tuple[LookedAt, ...]:
    """Return the workbooks with one sheet's plan in place of the one before."""
    return tuple(
        replace(one, plan=put_sheet(one.plan, plan)) if one.name == plan.file else one
        for one in looked
    )


@dataclass(frozen=True, slots=True)
class SheetView:
    """What is shown of a sheet: its columns, and how many rows hold something."""

    columns: tuple[ColumnView, ...]
    rows: int


def view_sheets(looked: Iterable[LookedAt]) -> dict[tuple[str, str], SheetView]:
    """Return what is shown of every sheet that was recognised, by file and sheet.

    It goes through every row: never in the window's own thread.
    """
    views = {}
    for one in looked:
        sheets = {sheet.name: sheet for sheet in one.sheets}
        for plan in one.plan.sheets:
            sheet = sheets[plan.sheet]
            rows = count_rows(sheet, plan.recognised.header_row)
            views[plan.file, plan.sheet] = SheetView(view_columns(sheet, plan), rows)
    return views


def view_columns(sheet: Sheet, plan: SheetPlan) -> tuple[ColumnView, ...]:
    """Return the columns of a sheet as they stand, each with its field and samples."""
    head = plan.recognised.header_row
    views = []
    for number, heading, name in plan.recognised.columns:
        texts = (_sample(sheet.cell(row, number)) for row in range(head + 1, len(sheet.rows) + 1))
        samples = tuple(islice((text for text in texts if text.strip()), SAMPLES))
        # Only a cell with a value is counted; an error or a formula without one hardly ever is.
        filled = sum(_is_filled(row[number - 1]) for row in sheet.rows[head:])
        filled = max(filled, len(samples))
        views.append(ColumnView(number, column_letters(number), heading, name, samples, filled))
    return tuple(views)


def _is_filled(value: object) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _sample(cell: Cell) -> str:
    """Return a cell as the workbook shows it, days as they are typed."""
    if isinstance(cell.value, date):
        return f"{cell.value:%d/%m/%Y}"
    return show_value(cell)


def count_rows(sheet: Sheet, header_row: int) -> int:
    """Return how many rows below the headings hold something."""
    return sum(any(value is not None for value in row) for row in sheet.rows[header_row:])


def mark_copy(ask: FileWork, looked: LookedAt, faults: Iterable[Fault]) -> bytes:
    """Return a copy of a workbook with its problem cells marked and a list of them in front."""
    listed = [[f.sheet, f.row, f.column, f.value, f.why] for f in faults]
    _, blobs = ask(MARK, {"name": looked.name, "faults": listed}, [looked.data])
    return blobs[0]


WRITERS: Mapping[str, Callable[[SheetOut], bytes]] = {
    ".xlsx": lambda sheet: write_workbook((sheet,)),
    ".csv": write_csv,
}


def sheet_bytes(sheet: SheetOut | tuple[SheetOut, ...], ending: str) -> bytes:
    """Return a sheet as a workbook or as comma-separated text, by the ending of its name.

    Several go into one workbook. Raises Refused where they are to be text, which holds one.
    """
    if isinstance(sheet, SheetOut):
        return WRITERS[ending](sheet)
    if ending != ".xlsx":
        many = f"These are {len(sheet)} sheets, and {ending} holds one"
        raise Refused(f"{many}. Save them as .xlsx.")
    return write_workbook(sheet)
