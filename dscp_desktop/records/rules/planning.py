"""Which sheet is of which kind, which column is which field, and which rows are left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, Recognised, WorkbookOffer

LAYOUT = "import.layout."  # the setting of a source that was set by hand, before its key
_ROWS_TRIED = 40  # of a sheet that may be of several kinds: enough to tell which one fits
_DIGITS = re.compile(r"\d")
Known = Callable[[Any, Sequence[WorkbookOffer]], tuple[WorkbookOffer, Recognised] | None]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the columns of one source are read, as somebody set it by hand.

    A source is known by its headings: `key` stands for them. `fields` are the fields of its
    columns in their order, '' for a column that is not taken.
    """

    key: str
    kind: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet of one file that was recognised and read, before the store is asked.

    `found` is what the program itself makes of the sheet, None where it knows no kind for it.
    `also` names other kinds that its headings fit. `hidden` are the rows that are hidden in the
    workbook, `left` those that are left out: the hidden ones, until somebody takes them.
    """

    file: str
    sheet: str
    offer: WorkbookOffer
    recognised: Recognised
    reading: Reading
    found: Recognised | None = None
    also: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One workbook: the sheets that are taken, and what is said of the rest."""

    file: str
    sheets: tuple[SheetPlan, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str = ""


def plan_file(
    file: str,
    sheets: Iterable[Any],
    offers: Sequence[WorkbookOffer],
    as_kind: str = "",
    known: Known | None = None,
) -> FilePlan:
    """Recognise and read every sheet of a workbook.

    `as_kind` names the kind where the office knows better; `known` tells a source whose columns
    were set by hand before. A file without a sheet of a known kind is refused as a whole.
    """
    plans, notes = [], []
    for sheet in sheets:
        set_before = known(sheet, offers) if known else None
        found = kinds_of(sheet, offers, as_kind)
        itself = found[0][1] if found else None
        if set_before is not None and as_kind in ("", set_before[0].kind):
            found = [set_before, *found]
        if not found:
            notes.append(f"Sheet '{sheet.name}' is of no known kind and was left out.")
            continue
        if not sheet.visible:
            notes.append(f"Sheet '{sheet.name}' is hidden and was left out.")
            continue
        offer, recognised = found[0]
        left = [heading for _, heading, name in recognised.columns if heading and not name]
        notes += [f"Column '{h}' of sheet '{sheet.name}' is not taken." for h in left]
        why = too_long(file, sheet, offer, recognised)
        if why:
            return FilePlan(file, refusal=why)
        also = tuple(dict.fromkeys(o.title for o, _ in found[1:] if o.kind != offer.kind))
        plans.append(plan_sheet(file, sheet, offer, recognised, itself, also))
    if not plans:
        return FilePlan(file, notes=tuple(notes), refusal=_nothing_known(file, offers, as_kind))
    return FilePlan(file, tuple(plans), tuple(notes))


def _nothing_known(file: str, offers: Sequence[WorkbookOffer], as_kind: str) -> str:
    known = ", ".join(sorted(offer.title.lower() for offer in offers))
    asked = f"that can be read as {as_kind}" if as_kind else "of a known kind"
    return f"{file} holds no sheet {asked}. Known kinds: {known}. Look at its headings."


def too_long(file: str, sheet: Any, offer: WorkbookOffer, recognised: Recognised) -> str:
    """Return why a sheet has too many rows for its kind, '' where it has not."""
    count = len(sheet.rows) - recognised.header_row
    if count <= offer.row_limit:
        return ""
    return (
        f"{file}, sheet {sheet.name}: it has {count:,} rows below its headings; up to "
        f"{offer.row_limit:,} can be taken at once. Split it into smaller workbooks."
    )


def plan_sheet(
    file: str,
    sheet: Any,
    offer: WorkbookOffer,
    recognised: Recognised,
    found: Recognised | None = None,
    also: tuple[str, ...] = (),
) -> SheetPlan:
    """Read a sheet as one of a kind; rows that are hidden in it are left out to begin with."""
    reading = replace(offer.read(sheet, recognised), file=file)
    hidden = frozenset(n for n in sheet.hidden_rows if n > recognised.header_row)
    return SheetPlan(file, sheet.name, offer, recognised, reading, found, also, hidden, left=hidden)


def kinds_of(
    sheet: Any, offers: Sequence[WorkbookOffer], as_kind: str = ""
) -> list[tuple[WorkbookOffer, Recognised]]:
    """Return the kinds that a sheet's headings fit, and why, the one that fits best first.

    Where there are several, the first rows tell: the kind whose fields are most, and whose rows
    can be read, comes first; the order of the kinds decides between equal ones.
    """
    fits = []
    for offer in offers:
        found = offer.recognise(sheet) if as_kind in ("", offer.kind) else None
        if found is not None:
            fits.append((offer, found))
    if len(fits) > 1:
        fits.sort(key=lambda fit: -_fitness(sheet, *fit))
    return fits


def _fitness(sheet: Any, offer: WorkbookOffer, found: Recognised) -> float:
    """Return how many fields a kind finds, times the share of the first rows that it can read."""
    first = replace(sheet, rows=sheet.rows[: found.header_row + _ROWS_TRIED])
    rows, bad = _rows_read(offer.read(first, found), found.header_row)
    fields = len({name for _, _, name in found.columns if name})
    return fields * (1 - len(bad) / len(rows) if rows else 1)


def _rows_read(reading: Reading, header_row: int) -> tuple[set[int], set[int]]:
    bad = {fault.row for fault in reading.faults if fault.row is not None}
    rows = {line.row for line in reading.lines if line.row > header_row} | bad
    return rows, bad


def reasons(plan: SheetPlan) -> str:
    """Say why a sheet is taken for its kind: its headings, and how many of its rows fit."""
    parts = [plan.recognised.why]
    rows, bad = _rows_read(plan.reading, plan.recognised.header_row)
    if rows:
        all_of = "Its row" if len(rows) == 1 else f"All {len(rows):,} rows"
        some = f"{len(rows) - len(bad):,} of {len(rows):,} rows"
        parts.append(f"{some if bad else all_of} can be read.")
    if plan.also:
        parts.append(f"By its headings it could also be: {', '.join(plan.also).lower()}.")
    return " ".join(part for part in parts if part)


# Rows ---------------------------------------------------------------------------------------


def kept_reading(plan: SheetPlan) -> Reading:
    """Return what was read of a sheet without the rows that are left out."""
    if not plan.left:
        return plan.reading
    read, left = plan.reading, plan.left
    return replace(
        read,
        lines=tuple(line for line in read.lines if line.row not in left),
        faults=tuple(fault for fault in read.faults if fault.row not in left),
        notes=tuple(note for note in read.notes if note.row not in left),
    )


def left_words(plan: SheetPlan) -> tuple[str, ...]:
    """Say which rows of a sheet are left out, and why."""
    hidden, chosen = sorted(plan.left & plan.hidden), sorted(plan.left - plan.hidden)
    said = ((hidden, "hidden in the workbook and"), (chosen, "by choice"))
    return tuple(
        f"Sheet '{plan.sheet}': {_row_words(rows)} {_are(rows)} "
        + (f"{why} left out." if rows is hidden else f"left out {why}.")
        for rows, why in said
        if rows
    )


def _are(rows: Sequence[int]) -> str:
    return "is" if len(rows) == 1 else "are"


def _row_words(rows: Sequence[int]) -> str:
    """Return 'row 5', 'rows 5, 7 and 9', or 'rows 5, 7, 9 and 12 more'."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    first = [str(row) for row in rows[:6]]
    more = len(rows) - len(first)
    last = f"{more:,} more" if more else first.pop()
    return f"rows {', '.join(first)} and {last}"


@dataclass(frozen=True, slots=True)
class LeftRow:
    """One row that is left out: where it stands, its first words, and why."""

    file: str
    sheet: str
    row: int
    words: str
    why: str


def left_rows(plan: SheetPlan, most: int) -> tuple[LeftRow, ...]:
    """Return the first rows of a sheet that are left out, in their order."""
    shown = sorted(plan.left)[:most]
    cells = {line.row: line.cells for line in plan.reading.lines if line.row in plan.left}
    found = []
    for row in shown:
        texts = [text for _, text in cells.get(row, {}).values() if text.strip()]
        why = "Hidden in the workbook" if row in plan.hidden else "By choice"
        found.append(LeftRow(plan.file, plan.sheet, row, ", ".join(texts[:4]), why))
    return tuple(found)


def leave_rows(plan: SheetPlan, rows: Collection[int], left: bool) -> SheetPlan:
    """Return the plan with rows left out, or taken again."""
    return replace(plan, left=plan.left | set(rows) if left else plan.left - set(rows))


# Sheets and columns -------------------------------------------------------------------------


def without(plans: Iterable[FilePlan], left_out: Collection[tuple[str, str]]) -> list[FilePlan]:
    """Return the plans without the sheets that a person leaves out, named by file and sheet."""
    kept = []
    for plan in plans:
        sheets = tuple(s for s in plan.sheets if (s.file, s.sheet) not in left_out)
        if sheets or plan.refusal:
            kept.append(replace(plan, sheets=sheets))
    return kept


def put_sheet(plan: FilePlan, sheet: SheetPlan, order: Sequence[str] = ()) -> FilePlan:
    """Return a workbook's plan with one sheet's in place of the one before, or among the others.

    `order` are the names of all its sheets. A file that was refused because it had no sheet of a
    known kind has one now.
    """
    sheets = {each.sheet: each for each in plan.sheets}
    sheets[sheet.sheet] = sheet
    ranked = [name for name in order if name in sheets] or list(sheets)
    left_out = f"Sheet '{sheet.sheet}' is "
    notes = tuple(note for note in plan.notes if not note.startswith(left_out))
    return replace(plan, sheets=tuple(sheets[name] for name in ranked), notes=notes, refusal="")


def choose_field(plan: SheetPlan, number: int, name: str) -> SheetPlan:
    """Return the plan with a column taken for a field; another that was that field is let go,
    unless the kind has the field in several columns.

    `name` is '' for a column that is not taken. The sheet is to be read again then.
    """
    chosen = []
    for column, heading, was in plan.recognised.columns:
        free = "" if name and was == name and name not in plan.offer.repeats else was
        chosen.append((column, heading, name if column == number else free))
    return replace(plan, recognised=replace(plan.recognised, columns=tuple(chosen)))


def layout_key(headings: Iterable[str]) -> str:
    """Return what a source is known by: its headings in their order, whatever year they name."""
    written = "|".join(_DIGITS.sub("0", tidy_name(heading)) for heading in headings)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def layout_of(plan: SheetPlan) -> tuple[str, Layout | None]:
    """Return the key of a sheet's source, and how it is read where that was set by hand.

    None where the columns are as the program finds them by itself: nothing is to be remembered.
    """
    key = layout_key(heading for _, heading, _ in plan.recognised.columns)
    fields = tuple(name for _, _, name in plan.recognised.columns)
    itself = plan.found
    if not plan.recognised.header_row:
        return "", None
    same_kind = itself is not None and itself.kind == plan.offer.kind
    if itself is not None and same_kind and itself.columns == plan.recognised.columns:
        return key, None
    return key, Layout(key, plan.offer.kind, fields)
