"""A quick look at the XML of one sheet for what the reader of values does not tell.

Errors of Excel, formulas, hidden rows, and how far the sheet really reaches: a reader lays a
sheet out as a full block, so one stray cell far out would cost gigabytes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dscp_desktop.sheets.values import column_number

# The form that nearly every program writes; any other goes by the slower way, cell by cell.
_LETTERS = re.compile(rb'<c r="([A-Za-z]{1,3})')
_LETTERS_IF_FILLED = re.compile(rb'<c r="([A-Za-z]{1,3})\d{1,7}"[^>]*(?<!/)>')
# Further out than this, cells that only carry a format are told from filled ones.
_NEAR = 64
_TOKEN = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>", re.DOTALL)
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
# Up to the next '<', never further: one that is not closed is not looked for to the end.
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)")
_RESULT = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</(?:\w+:)?v>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>", re.DOTALL)
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,7})[\"']")
_BELOW_ZERO = re.compile(
    rb'<c r="([A-Za-z]{1,3})(\d{1,7})"[^>]*>(?:<f\b[^>]*>(?:[^<]*</f>)?)?<v>-', re.DOTALL
)
_FORMULAS_KEPT, _NEGATIVES_KEPT = 50_000, 50_000
_FORMULA_KEPT = 250  # letters: what is shown of one
ERRORS_KEPT = 20_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_ROW_LIMIT = 32_000_000


class RowTooLong(Exception):
    """One row of the sheet takes more than any real row does."""


@dataclass(slots=True)
class Scan:
    """What was found in one sheet; numbers from 1. `results` are of all formulas, as text.

    `negatives` are cells with a number below 0, which shows as ##### where it should be a time.
    """

    last_row: int = 0
    last_column: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    error_count: int = 0
    formula_count: int = 0
    results: set[str] = field(default_factory=set)
    negatives: set[tuple[int, int]] = field(default_factory=set)


def scan_sheet(source: Iterable[bytes]) -> Scan:
    """Scan the XML of a sheet, given in pieces. Raises RowTooLong."""
    scan = Scan()
    row = 0
    for block in _blocks(source):
        row = _scan_block(block, scan, row)
    return scan


def _blocks(source: Iterable[bytes]) -> Iterator[bytes]:
    """Join the pieces and cut them after whole rows."""
    rest = b""
    for piece in source:
        rest += piece
        cut = max(rest.rfind(b"</row>"), rest.rfind(b":row>"))
        if cut >= 0:
            end = rest.index(b">", cut) + 1
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > _ROW_LIMIT:
            raise RowTooLong
    yield rest


def _scan_block(block: bytes, scan: Scan, row: int) -> int:
    """Look at whole rows: by search alone where that tells all, else cell by cell."""
    hidden = b"hidden" in block
    if hidden and (b"<cols" in block or b":cols" in block):
        _note_columns(block, scan)
    if b"<v>-" in block and len(scan.negatives) < _NEGATIVES_KEPT:
        found = _BELOW_ZERO.findall(block)
        scan.negatives.update((int(row), column_number(_text(at))) for at, row in found)
    special = b't="e"' in block or b"t='e'" in block or _has_formula(block)
    if special or hidden or not _is_usual(block):
        return _walk(block, scan, row)
    at = block.rfind(b"<row ")
    row = _row_number(block[at : block.index(b">", at)], row) if at >= 0 else row
    if b"<v" in block or b"<is" in block:
        scan.last_row = max(scan.last_row, row)
        column = _furthest(_LETTERS.findall(block))
        if column > _NEAR:
            column = _furthest(_LETTERS_IF_FILLED.findall(block))
        scan.last_column = max(scan.last_column, column)
    return row


def _furthest(letters: list[bytes]) -> int:
    return max((column_number(_text(written)) for written in set(letters)), default=0)


def _is_usual(block: bytes) -> bool:
    """Say whether every row and cell begins with its own number, as most programs write it."""
    cells, rows = block.count(b'<c r="'), block.count(b'<row r="')
    odd = b":c " in block or b":row" in block
    # Every '<c' is looked at: a tab or a line break may stand after it, or nothing at all.
    return not odd and cells == block.count(b"<c") and rows == block.count(b"<row")


def _has_formula(block: bytes) -> bool:
    return b"<f>" in block or b"<f " in block or b"<f/" in block or b":f>" in block


def _walk(block: bytes, scan: Scan, row: int) -> int:
    """Go cell by cell. A cell or row without a number follows the one before."""
    column = 0
    for token in _TOKEN.finditer(block):
        attributes = token[2]
        if token[1] == b"row":
            row, column = _row_number(attributes, row), 0
            if _HIDDEN.search(attributes):
                scan.hidden_rows.add(min(row, _LAST_ROW))
            continue
        found = _REFERENCE.search(attributes)
        column = column_number(_text(found[1])) if found and found[1] else column + 1
        place = (int(found[2]) if found and found[1] else row, column)
        if attributes.endswith(b"/"):
            continue
        scan.last_row = max(scan.last_row, place[0])
        scan.last_column = max(scan.last_column, column)
        _note_content(block, token.end(), bool(_ERROR.search(attributes)), place, scan)
    return row


def _note_content(
    block: bytes, start: int, is_error: bool, place: tuple[int, int], scan: Scan
) -> None:
    end = block.find(b"c>", start)
    content = block[start : end if end >= 0 else len(block)]
    if not is_error and not _has_formula(content):
        return
    found = _RESULT.search(content)
    result = _text(found[1]) if found else ""
    if is_error:
        scan.error_count += 1
        if len(scan.errors) < ERRORS_KEPT:
            scan.errors[place] = result[:_FORMULA_KEPT] or "#VALUE!"
    formula = _FORMULA.search(content)
    if formula is not None:
        scan.formula_count += 1
        scan.results.add(result[:1])
        if len(scan.formulas) < _FORMULAS_KEPT:
            # A shared formula is written once, at its first cell.
            scan.formulas[place] = f"={_text((formula[1] or b'')[:_FORMULA_KEPT]) or '…'}"


def _row_number(attributes: bytes, before: int) -> int:
    found = _REFERENCE.search(attributes)
    return int(found[2]) if found else before + 1


def _note_columns(block: bytes, scan: Scan) -> None:
    hidden = 0  # one bit a column: a hundred thousand spans over all columns cost next to nothing
    for found in _COLUMN.finditer(block):
        bounds = re.findall(rb"\b(?:min|max)=[\"'](\d{1,5})[\"']", found[1])
        if _HIDDEN.search(found[1]) and len(bounds) == 2:
            first, last = (min(int(bound), _LAST_COLUMN) for bound in bounds)
            first, last = sorted((first, last))
            hidden |= ((1 << (last - first + 1)) - 1) << first
    scan.hidden_columns.update(n for n in range(1, hidden.bit_length()) if hidden >> n & 1)


def _text(written: bytes) -> str:
    return html.unescape(written.decode("utf-8", "replace"))
