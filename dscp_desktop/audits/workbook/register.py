"""The register of audits, their findings and recommendations as sheets: one row each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dscp_desktop.actions.rules.log import STATUSES, read_status
from dscp_desktop.audits.rules.findings import (
    GOOD,
    IMPROVEMENT,
    FindingLine,
    FindingValues,
    RecommendationLine,
    RecommendationValues,
)
from dscp_desktop.audits.rules.programme import AuditLine, RegisterValues, read_quarter
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, Recognised
from dscp_desktop.core.periods import parse_year
from dscp_desktop.diary.workbook import RowReader, read_rows, recognised
from dscp_desktop.sheets.grid import find_table
from dscp_desktop.sheets.parsing import as_date, as_whole
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

REGISTER, FINDINGS, RECOMMENDATIONS = "audits", "audit-findings", "audit-recommendations"
_AUDIT = ("Audit no", "Audit no.", "Audit number", "Audit ref", "Audit")
_ID = ("DSCP id",)
_YEAR = ("Year", "Financial year")
REGISTER_HEADINGS = {
    "number": _AUDIT,
    "title": ("Title", "Audit title", "Topic"),
    "kind": ("Type", "Kind", "Audit type"),
    "quarter": ("Quarter", "Qtr"),
    "cases": ("Cases", "Number of cases", "No of cases"),
    "priority": ("Priority",),
    "source": ("Source", "Prompted by", "What prompted it"),
    "status": ("Status", "State"),
    "lead": ("Lead", "Lead officer"),
    "year": _YEAR,
}
FINDING_HEADINGS = {
    "audit": _AUDIT,
    "kind": ("Kind", "Type"),
    "text": ("Finding", "What was found"),
    "theme": ("Theme",),
    "year": _YEAR,
    "id": _ID,
}
RECOMMENDATION_HEADINGS = {
    "audit": _AUDIT,
    "text": ("Recommendation",),
    "owner": ("Owner", "Responsible", "Who"),
    "due": ("Due", "Due date", "By when"),
    "six": ("Review at 6 months", "Review at six months", "6 month review"),
    "twelve": ("Review at 12 months", "Review at twelve months", "12 month review"),
    "status": ("Status", "State"),
    "theme": ("Theme",),
    "action": ("Action", "Action no"),
    "year": _YEAR,
    "id": _ID,
}
_REVIEWS = {"six": 6, "twelve": 12}
REGISTER_FIELDS = (
    *(("number", "Audit no"), ("title", "Title"), ("kind", "Type"), ("quarter", "Quarter")),
    *(("cases", "Cases"), ("priority", "Priority"), ("source", "Source"), ("status", "Status")),
    *(("lead", "Lead"), ("year", "Year")),
)
FINDING_FIELDS = (
    *(("audit", "Audit no"), ("kind", "Kind"), ("text", "Finding"), ("theme", "Theme")),
    ("year", "Year"),
)
RECOMMENDATION_FIELDS = (
    *(("audit", "Audit no"), ("text", "Recommendation"), ("owner", "Owner"), ("due", "Due")),
    *(("six", "Review at 6 months"), ("twelve", "Review at 12 months"), ("status", "Status")),
    *(("theme", "Theme"), ("year", "Year")),
)
REGISTER_PREVIEW = ("Audit", "Title", "Type", "Quarter", "Status")
FINDING_PREVIEW = ("Audit", "Kind", "Finding", "Theme")
RECOMMENDATION_PREVIEW = ("Audit", "Recommendation", "Owner", "Due", "Status")
_KINDS = {
    "improvement": IMPROVEMENT,
    "for improvement": IMPROVEMENT,
    "area for improvement": IMPROVEMENT,
    "learning": IMPROVEMENT,
    "good practice": GOOD,
    "good": GOOD,
    "strength": GOOD,
}
_IN_NAME = re.compile(r"(?<!\d)(20\d{2})\s*[-/–_]\s*(20\d{2}|\d{2})(?!\d)")
_NO_AUDIT = "The cell is empty. Type the number of the audit, such as MA1."


def _recogniser(
    kind: str, headings: Mapping[str, Sequence[str]], required: Sequence[str]
) -> Callable[[Sheet], Recognised | None]:
    def recognise(sheet: Sheet) -> Recognised | None:
        found = find_table(sheet, headings, required=required)
        return recognised(kind, found, required) if found else None

    return recognise


recognise_register = _recogniser(REGISTER, REGISTER_HEADINGS, ("number", "title", "kind"))
recognise_findings = _recogniser(FINDINGS, FINDING_HEADINGS, ("audit", "kind", "text"))
recognise_recommendations = _recogniser(
    RECOMMENDATIONS, RECOMMENDATION_HEADINGS, ("audit", "text", "owner")
)


def year_said(sheet: Sheet, header_row: int) -> str:
    """Return the year that a title above the table, the sheet's or the file's name says."""
    above = [v for row in sheet.rows[: header_row - 1] for v in row if isinstance(v, str)]
    for text in (*above, sheet.name, sheet.book):
        for found in _IN_NAME.finditer(text):
            try:
                return parse_year(found[0].replace("_", "-"))
            except ValueError:
                continue
    return ""


def _year(row: RowReader, usual: str) -> str:
    said = row.text("year", "year")
    if not said:
        return usual
    try:
        return parse_year(said)
    except ValueError as error:
        row.wrong("year", str(error))
        return usual


def read_register(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row of a register, with all that is wrong with it."""
    usual = year_said(sheet, taken.header_row)

    def judge(row: RowReader) -> RegisterValues:
        number = row.text("number", "audit number", _NO_AUDIT)
        title = row.text("title", "title", "The audit has no title. Type it.")
        kind = row.text("kind", "type", "Type the kind of audit, such as Multi-agency.")
        said = row.text("quarter", "quarter")
        quarter = read_quarter(said) if said else None
        if said and quarter is None:
            row.wrong("quarter", "This is no quarter. Type Q1, Q2, Q3 or Q4.")
        cases = row.read("cases", as_whole, "number of cases")
        if cases is not None and not 0 <= cases <= 10_000:
            row.wrong("cases", "Type how many cases there are: 0 to 10,000.")
        return RegisterValues(
            number=number or "",
            title=title or "",
            kind=kind or "",
            quarter=quarter,
            cases=cases,
            priority=row.text("priority", "priority"),
            source=row.text("source", "source"),
            status=row.text("status", "status"),
            year=_year(row, usual),
            lead=row.text("lead", "lead"),
            sound=not row.faults,
        )

    return read_rows(sheet, taken, judge)


def read_findings(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row of findings, with all that is wrong with it."""
    usual = year_said(sheet, taken.header_row)

    def judge(row: RowReader) -> FindingValues:
        audit = row.text("audit", "audit number", _NO_AUDIT)
        said = row.text("kind", "kind", "Say whether it is good practice or improvement.")
        kind = _KINDS.get(tidy_name(said)) if said else None
        if said and kind is None:
            row.wrong("kind", "A finding is Good practice or Improvement. Type one of them.")
        text = row.text("text", "finding", "The finding has no words. Type what was found.")
        return FindingValues(
            audit=audit or "",
            kind=kind or "",
            text=text or "",
            theme=row.text("theme", "theme"),
            year=_year(row, usual),
            id=row.text("id", "id") or "",
            sound=not row.faults,
        )

    return read_rows(sheet, taken, judge)


def read_recommendations(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row of recommendations, with all that is wrong with it."""
    usual = year_said(sheet, taken.header_row)

    def judge(row: RowReader) -> RecommendationValues:
        audit = row.text("audit", "audit number", _NO_AUDIT)
        text = row.text("text", "recommendation", "Type what is recommended.")
        owner = row.text("owner", "owner", "Every recommendation needs an owner. Type who it is.")
        before = len(row.faults)
        due = row.read("due", as_date, "due date")
        if due is None and len(row.faults) == before:
            row.wrong("due", "Type the day by which it is to be done, such as 26/10/2023.")
        found = {months: row.read(name, as_date, "date") for name, months in _REVIEWS.items()}
        said = row.text("status", "status")
        status = read_status(said) if said else None
        if said and status is None:
            row.wrong("status", f"Type one of: {', '.join((*STATUSES, 'overdue'))}.")
        return RecommendationValues(
            audit=audit or "",
            text=text or "",
            owner=owner or "",
            due=due,
            reviews=tuple((months, on) for months, on in found.items() if on is not None),
            status=status,
            theme=row.text("theme", "theme"),
            year=_year(row, usual),
            id=row.text("id", "id") or "",
            action=row.text("action", "number of the action") or "",
            sound=not row.faults,
        )

    return read_rows(sheet, taken, judge)


def register_sheet(lines: Sequence[AuditLine]) -> SheetOut:
    """Return the register as it goes out; it comes in again all the same."""
    columns = (
        ColumnOut("Audit no", "text", 10),
        ColumnOut("Title", "text", 60),
        ColumnOut("Type", "text", 20),
        ColumnOut("Quarter", "text", 9),
        ColumnOut("Cases", "whole", 8),
        ColumnOut("Priority", "text", 36),
        ColumnOut("Source", "text", 30),
        ColumnOut("Status", "text", 20),
        ColumnOut("Lead", "text", 24),
        ColumnOut("Year", "text", 10),
    )
    return SheetOut("Audit register", columns, tuple(_register_row(line) for line in lines))


def _register_row(line: AuditLine) -> tuple[Value, ...]:
    said = line.details
    quarter = f"Q{said.quarter}" if said.quarter else None
    words = (line.priority or None, said.source or None, said.status or None, said.lead or None)
    return (said.number, said.title, said.kind, quarter, said.cases, *words, said.year)


def findings_sheet(rows: Sequence[tuple[str, str, FindingLine]]) -> SheetOut:
    """Return findings as they go out, each with its audit's number and year."""
    columns = (
        ColumnOut("Audit no", "text", 10),
        ColumnOut("Kind", "text", 16),
        ColumnOut("Finding", "text", 70),
        ColumnOut("Theme", "text", 26),
        ColumnOut("Year", "text", 10),
        ColumnOut("DSCP id", "id", 38),
    )
    out = (
        (number, one.kind.capitalize(), one.text, one.theme or None, year, one.id)
        for number, year, one in rows
    )
    return SheetOut("Findings", columns, tuple(out))


def recommendations_sheet(rows: Sequence[tuple[str, RecommendationLine]]) -> SheetOut:
    """Return recommendations as they go out, each with its audit's year and its action."""
    columns = (
        ColumnOut("Audit no", "text", 10),
        ColumnOut("Recommendation", "text", 60),
        ColumnOut("Owner", "text", 28),
        ColumnOut("Due", "date", 13),
        ColumnOut("Review at 6 months", "date", 14),
        ColumnOut("Review at 12 months", "date", 14),
        ColumnOut("Status", "text", 14),
        ColumnOut("Theme", "text", 26),
        ColumnOut("Action", "text", 12),
        ColumnOut("Year", "text", 10),
        ColumnOut("DSCP id", "id", 38),
    )
    return SheetOut("Recommendations", columns, tuple(_made_row(*row) for row in rows))


def _made_row(year: str, one: RecommendationLine) -> tuple[Value, ...]:
    reviews = {review.months: review.due for review in one.reviews}
    return (
        one.audit,
        one.text,
        one.owner_name or one.owner,
        one.due,
        *(reviews.get(months) for months in _REVIEWS.values()),
        one.status.capitalize(),
        one.theme or None,
        one.action,
        year,
        one.id,
    )


def register_values(lines: Sequence[AuditLine]) -> list[dict[str, Any]]:
    """Return the register as scripts read it."""
    return [
        {
            "number": line.number,
            "year": line.details.year,
            "title": line.details.title,
            "kind": line.details.kind,
            "quarter": line.details.quarter,
            "cases": line.details.cases,
            "priority": line.priority or None,
            "source": line.details.source or None,
            "status": line.details.status or None,
        }
        for line in lines
    ]


def finding_values(rows: Sequence[tuple[str, str, FindingLine]]) -> list[dict[str, Any]]:
    """Return the findings as scripts read them."""
    return [
        {"audit": n, "year": y, "kind": f.kind, "finding": f.text, "theme": f.theme or None}
        for n, y, f in rows
    ]


def recommendation_values(
    rows: Sequence[tuple[str, RecommendationLine]],
) -> list[dict[str, Any]]:
    """Return the recommendations as scripts read them."""
    return [
        {
            "audit": one.audit,
            "year": year,
            "recommendation": one.text,
            "owner": one.owner,
            "due": one.due.isoformat() if one.due else None,
            "reviews": {str(r.months): r.due.isoformat() for r in one.reviews},
            "action": one.action,
            "status": one.status,
        }
        for year, one in rows
    ]
