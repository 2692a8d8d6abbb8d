"""Money is whole pence, never a float."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

# A space may stand where a comma stands between thousands, and nowhere else inside a number.
_POUNDS = re.compile(
    r"(?P<sign>-?)\s*£?\s*(?P<pounds>\d{1,3}(?:,\d{3})+|\d{1,3}(?:\s\d{3})+|\d+)"
    r"(?:\.(?P<pence>\d{1,2}))?"
)


def parse_pounds(text: str) -> int:
    """Read an amount as people type it ('£1,234.50', '39285', '12 345') and return pence.

    A space counts only where it parts thousands: '12 34' is two numbers, not one. Raises
    ValueError, in words for the person who typed it, for anything else.
    """
    found = _POUNDS.fullmatch(text.strip())
    if not found:
        raise ValueError("Type an amount in pounds, such as 1,234.50.")
    pounds = int(re.sub(r"[,\s]", "", found["pounds"]))
    pence = pounds * 100 + int((found["pence"] or "").ljust(2, "0"))
    return -pence if found["sign"] else pence


def pence_of(number: int | float | Decimal) -> int:
    """Return a number of pounds, as a workbook holds it, in pence.

    Raises ValueError where it has parts of a penny.
    """
    exact = Decimal(str(number)) * 100
    if exact != exact.to_integral_value():
        raise ValueError("The amount has parts of a penny. Round it to whole pence.")
    return int(exact)


def show_pounds(pence: int) -> str:
    """Return '£191,604', with pence only where there are any, '-£803' below nothing."""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}£{pounds:,}.{rest:02d}" if rest else f"{sign}£{pounds:,}"


def plain_pounds(pence: int) -> str:
    """Return '191604.00', the form that scripts read."""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}{pounds}.{rest:02d}"


def share_out(amounts: Sequence[int], whole: int = 1000) -> tuple[int, ...]:
    """Return each amount's share in `whole`ths (tenths of a percent), which add up to `whole`.

    With a `whole` in pence, it is that sum shared out to the penny. By largest remainder; ties go
    to the earlier line. All zero where nothing is to be shared. Nothing is below nothing.
    """
    total = sum(amounts)
    if total <= 0:
        return tuple(0 for _ in amounts)
    floors = [amount * whole // total for amount in amounts]
    rests = [amount * whole % total for amount in amounts]
    order = sorted(range(len(amounts)), key=lambda i: (-rests[i], i))
    for i in order[: whole - sum(floors)]:
        floors[i] += 1
    return tuple(floors)


def show_share(tenths: int) -> str:
    """Return '55.3%' for 553 tenths of a percent."""
    return f"{tenths // 10}.{tenths % 10}%"
