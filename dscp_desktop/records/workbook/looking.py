"""Workbooks and pasted blocks of all kinds, read in the process for files and looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.intake import shown_name, take_file
from dscp_desktop.core.offers import FileWork, WorkbookOffer
from dscp_desktop.records.rules.planning import (
    FilePlan,
    Known,
    Layout,
    SheetPlan,
    leave_rows,
    plan_file,
    put_sheet,
    reasons,
)
from dscp_desktop.records.rules.results import PASTED
from dscp_desktop.records.workbook.by_hand import head_rows, known_by, perhaps, plan_by_hand
from dscp_desktop.sheets.blanks import is_lists, without_guide
from dscp_desktop.sheets.values import Cell, Sheet, column_letters, from_values, show_value

READ = "dscp_desktop.sheets.tasks:read"
PASTE = "dscp_desktop.sheets.tasks:paste"
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
    ask: FileWork,
    paths: Sequence[Path],
    offers: Sequence[WorkbookOffer],
    as_kind: str = "",
    layouts: Iterable[Layout] = (),
) -> tuple[LookedAt, ...]:
    """Read workbooks and say what each sheet is; a file that cannot be read is refused by name.

    A path that comes twice is looked at once. `as_kind` is what the sheets are said to be;
    `layouts` are the sources whose columns were set by hand before.
    """
    once = list({_full(path): path for path in reversed(paths)}.values())[::-1]
    known = known_by(layouts)
    return tuple(_look(ask, path, name_of(path, once), offers, as_kind, known) for path in once)


def look_at_block(
    ask: FileWork,
    copied: tuple[str, str],
    offers: Sequence[WorkbookOffer],
    as_kind: str = "",
    layouts: Iterable[Layout] = (),
) -> tuple[LookedAt, ...]:
    """Read a block that was copied, its text and its HTML, as a workbook of one sheet.

    Where it was pasted among records of `as_kind`, it is of that kind even with headings that
    nobody knows. Raises Refused where there is nothing in it, or too much.
    """
    blobs = [part.encode("utf-8", "replace") for part in copied]
    workbook = from_values(*ask(PASTE, {"name": PASTED}, blobs))
    sheets = tuple(map(without_guide, workbook.sheets))
    plan = plan_file(PASTED, sheets, offers, as_kind, known_by(layouts))
    looked = LookedAt(PASTED, b"", sheets, plan)
    offer = next((offer for offer in offers if offer.kind == as_kind), None)
    if plan.refusal and offer is not None:
        (looked,) = with_sheet([looked], plan_by_hand(plan, sheets[0], offer))
    return (looked,)


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
    ask: FileWork,
    path: Path,
    name: str,
    offers: Sequence[WorkbookOffer],
    as_kind: str,
    known: Known | None,
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
    own = {sheet.name for sheet in workbook.sheets if is_lists(sheet)}
    sheets = tuple(without_guide(sheet) for sheet in workbook.sheets if sheet.name not in own)
    plan = plan_file(name, sheets, offers, as_kind, known)
    notes = tuple(n for n in workbook.notes if not any(n.startswith(f"{o} is a ") for o in own))
    return LookedAt(name, data, sheets, replace(plan, notes=(*notes, *plan.notes)))


def read_again(looked: LookedAt, plan: SheetPlan) -> SheetPlan:
    """Read one sheet again, with the columns of the plan as a person chose them."""
    sheet = next(sheet for sheet in looked.sheets if sheet.name == plan.sheet)
    reading = plan.offer.read(sheet, plan.recognised)
    return replace(plan, reading=replace(reading, file=plan.file))


def read_as(
    looked: LookedAt, sheet_name: str, offer: WorkbookOffer, header_row: int | None = None
) -> SheetPlan:
    """Take a sheet for a kind, its headings in a row, because somebody says so."""
    sheet = next(sheet for sheet in looked.sheets if sheet.name == sheet_name)
    return plan_by_hand(looked.plan, sheet, offer, header_row)


def view_plan(looked: LookedAt, plan: SheetPlan) -> SheetView:
    """Return what is shown of a sheet with another plan. Never in the window's own thread."""
    return view_sheet(next(sheet for sheet in looked.sheets if sheet.name == plan.sheet), plan)


def with_rows(
    looked: Sequence[LookedAt], rows: Mapping[tuple[str, str], Collection[int]], left: bool
) -> tuple[LookedAt, ...]:
    """Return the workbooks with rows, named by file and sheet, left out or taken again."""
    for one in looked:
        for plan in one.plan.sheets:
            if numbers := rows.get((plan.file, plan.sheet)):
                looked = with_sheet(looked, leave_rows(plan, numbers, left))
    return tuple(looked)


def with_sheet(looked: Sequence[LookedAt], plan: SheetPlan) -> tuple[LookedAt, ...]:
    """Return the workbooks with one sheet's plan in place of the one before."""
    return tuple(
        replace(one, plan=put_sheet(one.plan, plan, [sheet.name for sheet in one.sheets]))
        if one.name == plan.file
        else one
        for one in looked
    )


@dataclass(frozen=True, slots=True)
class SheetView:
    """What is shown of a sheet: its columns, how many rows hold something, which rows may be its
    headings, and why it is taken for its kind, or what it may be where nothing is known of it.
    """

    columns: tuple[ColumnView, ...] = ()
    rows: int = 0
    heads: tuple[tuple[int, str], ...] = ()
    why: str = ""


def view_sheets(
    looked: Iterable[LookedAt], offers: Sequence[WorkbookOffer] = ()
) -> dict[tuple[str, str], SheetView]:
    """Return what is shown of every sheet, by file and sheet; `offers` are the kinds there are.

    It goes through every row: never in the window's own thread.
    """
    views = {}
    for one in looked:
        plans = {plan.sheet: plan for plan in one.plan.sheets}
        for sheet in one.sheets:
            views[one.name, sheet.name] = view_sheet(sheet, plans.get(sheet.name), offers)
    return views


def view_sheet(
    sheet: Sheet, plan: SheetPlan | None, offers: Sequence[WorkbookOffer] = ()
) -> SheetView:
    """Return what is shown of one sheet."""
    heads = head_rows(sheet)
    if plan is None:
        return SheetView(heads=heads, why=perhaps(sheet, offers))
    rows = count_rows(sheet, plan.recognised.header_row)
    return SheetView(view_columns(sheet, plan), rows, heads, reasons(plan))


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
