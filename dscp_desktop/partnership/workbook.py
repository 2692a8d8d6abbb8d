"""The membership matrix: organisations down, groups across, 'Y' where there is a seat."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, Recognised
from dscp_desktop.partnership.rules.membership import MembershipValues
from dscp_desktop.partnership.rules.parties import ORGANISATION_KINDS, GroupLine, OrganisationLine
from dscp_desktop.sheets.grid import Found, Line, fault, find_table, lines
from dscp_desktop.sheets.parsing import CellFault, as_text, as_yes
from dscp_desktop.sheets.values import Cell, Sheet, show_value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

KIND = "organisations"
HEADINGS = {
    "name": ("Organisation", "Agency", "Partner"),
    "kind": ("Kind", "Type"),
    "agency_group": ("Agency group",),
}
FIELDS = (
    *(("name", "Organisation"), ("kind", "Kind"), ("agency_group", "Agency group")),
    ("group", "A group, by its heading"),
)


def recognise_membership(sheet: Sheet) -> Recognised | None:
    """Take a sheet for a membership matrix by its headings and the columns beside them."""
    found = find_table(sheet, HEADINGS, required=("name", "kind", "agency_group"))
    if found is None:
        return None
    names = {column: name for name, column in found.columns.items()}
    columns = tuple(
        (column, heading, names.get(column, f"group:{heading}"))
        for column, heading in sorted(found.headings.items())
    )
    why = (
        f"Because row {found.header_row} has the headings 'Organisation', 'Kind' and "
        "'Agency group', and a column for each group."
    )
    return Recognised(KIND, why, found.header_row, columns)


def read_membership(sheet: Sheet, recognised: Recognised) -> Reading:
    """Read each row of a membership matrix; a cell of a group is Y or blank."""
    found = _chosen(recognised)
    taken = set(found.extra)
    read: list[ReadLine] = []
    faults: list[Fault] = []
    rows: dict[str, int] = {}
    for line in lines(sheet, found):
        values, wrong = _read_line(sheet, line, taken)
        first = rows.setdefault(tidy_name(values.name), line.row) if values.name else line.row
        if first != line.row:
            why = f"{values.name} stands in row {first} already. Leave one of the two."
            wrong.append(fault(sheet, line["name"], why))
        if wrong:
            faults += wrong
            continue
        cells = [*line.values.items(), *((c.heading, c) for c in line.extra.values())]
        read.append(ReadLine(sheet.name, line.row, values, {n: _shown(c) for n, c in cells}))
    return Reading(tuple(read), tuple(faults))


def _chosen(recognised: Recognised) -> Found:
    """Return the table with its columns as a person may have chosen them."""
    fields = {name: at for at, _, name in recognised.columns if name in HEADINGS}
    groups = {at: text for at, text, name in recognised.columns if name and name not in HEADINGS}
    headings = {at: text for at, text, _ in recognised.columns}
    return Found(recognised.header_row, fields, groups, headings)


def _shown(cell: Cell) -> tuple[str, str]:
    return cell.heading, show_value(cell)


def _read_line(sheet: Sheet, line: Line, taken: set[int]) -> tuple[MembershipValues, list[Fault]]:
    wrong: list[Fault] = []

    def text(name: str) -> str:
        try:
            return as_text(line[name], name).value
        except CellFault as error:
            wrong.append(fault(sheet, line[name], error.why))
            return ""

    name, kind, agency_group = text("name"), text("kind"), text("agency_group")
    if not name and not wrong:
        wrong.append(fault(sheet, line["name"], "Every row needs the name of an organisation."))
    if kind.casefold() not in ORGANISATION_KINDS and line["kind"].heading:
        known = ", ".join(ORGANISATION_KINDS)
        wrong.append(fault(sheet, line["kind"], f"A kind is one of: {known}."))
    groups, headings = [], {}
    for column, cell in line.extra.items():
        if column not in taken:
            continue
        headings[str(column)] = cell.heading
        try:
            if as_yes(cell).value:
                groups.append(cell.heading)
        except CellFault as error:
            wrong.append(fault(sheet, cell, error.why))
    return MembershipValues(name, kind, agency_group, tuple(groups), headings), wrong


def membership_sheet(
    organisations: Sequence[OrganisationLine], groups: Sequence[GroupLine]
) -> SheetOut:
    """Return the matrix as it goes out; it comes in again all the same."""
    columns = [
        ColumnOut("Organisation", "text", 46),
        ColumnOut("Kind", "text", 18),
        ColumnOut("Agency group", "text", 18),
        *(ColumnOut(group.code, "text", 8) for group in groups),
    ]
    rows = [
        (
            line.name,
            line.kind.capitalize(),
            line.agency_group or None,
            *("Y" if group.code in line.groups else None for group in groups),
        )
        for line in organisations
    ]
    return SheetOut("Membership", tuple(columns), tuple(rows))
