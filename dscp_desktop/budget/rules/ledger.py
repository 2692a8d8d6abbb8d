"""The rules of a finance system's list: which column is what, what a plus means, what is double."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.names import tidy_name

PLUS, MINUS = "plus", "minus"  # which of the two is spend in a list
SIGNS = {"": "Not said", PLUS: "Spend has no sign", MINUS: "Spend has a minus"}
FIELDS = (
    ("on", "Date"),
    ("description", "Description"),
    ("reference", "Reference"),
    ("cost_code", "Cost code"),
    ("amount", "Amount"),
    ("debit", "Debit"),
    ("credit", "Credit"),
    ("heading", "Heading"),
    ("grant", "Grant"),
)
OWN_HEADINGS = (
    *("Date", "Description", "Reference", "Cost code", "Amount (£)", "Heading", "Grant"),
)


@dataclass(frozen=True, slots=True)
class LedgerValues:
    """One row of a list, its amount as it stands there. `signed` says that one column has it all,
    so that what a plus means depends on the list. `key` names the list by its headings.
    """

    on: date
    amount: int
    description: str = ""
    reference: str = ""
    cost_code: str = ""
    heading: str = ""
    grant: str = ""
    signed: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class SourceValues:
    """How the lists with these headings are read: which column is which field, and the sign."""

    id: str
    key: str
    title: str
    columns: Mapping[str, str]
    sign: str = ""


@dataclass(frozen=True, slots=True)
class SpendValues:
    """One row of a sheet of budgets; `forecast` is None where nobody typed one."""

    year: str
    heading: str
    budget: int
    forecast: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatementValues:
    """One counted figure of a year as a sheet has it; it is compared, and never taken."""

    year: str
    what: str
    figure: int | None


def source_key(headings: Iterable[str]) -> str:
    """Return what names a list: its headings, tidy, in their order."""
    return " | ".join(tidy_name(heading) for heading in headings if heading.strip())


OWN_KEY = source_key(OWN_HEADINGS)


def sign_question(amounts: Sequence[int]) -> str:
    """Ask what a minus means where most rows of a list have one; '' where it is plain."""
    below = sum(amount < 0 for amount in amounts)
    if 2 * below <= len(amounts):
        return ""
    return (
        f"{below} of {len(amounts)} amounts have a minus, so spend may be what has it. Say which "
        "it is in Budget, under Payments, How lists are read."
    )


def same_payment(on: date, reference: str, description: str, amount: int) -> tuple[object, ...]:
    """Return what two rows share that may be one payment: day, amount, and the reference.

    Where there is no reference the description stands for it.
    """
    return on, tidy_name(reference) or f"\n{tidy_name(description)}", amount


def text_rows(text: str) -> tuple[tuple[str | None, ...], ...]:
    """Return the rows of text that was copied from Excel, or of comma-separated text.

    Tabs part the cells where there are any, else semicolons or commas, whichever the first line
    has more of; quotes hold what they hold. All rows are equally wide.
    """
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    mark = max(
        ("\t", ";", ","), key=lambda sign: (sign == "\t" and sign in first, first.count(sign))
    )
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mark))
    wide = max((len(row) for row in rows), default=0)
    return tuple(
        tuple(cell if cell.strip() else None for cell in (*row, *[""] * (wide - len(row))))
        for row in rows
    )
