"""Cells into values of one kind, or the reason, with its remedy, why one cannot be."""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar

from dscp_desktop.core.money import pence_of
from dscp_desktop.sheets.values import Cell, Value

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# Excel's day 0, moved by one for the 29 February 1900 that it counts and that never was.
_DAY_ZERO = date(1899, 12, 30)
_DAY_ZERO_1904 = date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_MONTH_NUMBERS = {
    month.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr, ("",) * 9 + ("sept",))
    for number, month in enumerate(names)
    if month
}
_NUMBERS = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_WORDS = re.compile(
    r"(?P<weekday>[a-z]+day|mon|tues?|wed|thu|thurs?|fri|sat|sun)?[,.]?\s*"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s\-]+(?P<month>[a-z]+)\.?,?[\s\-]+(?P<year>\d{4}|\d{2})"
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?")
_POUNDS = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(\d{1,2}))?")
_SIDE = re.compile(r"(?P<amount>.*\d\)?)\s*(?P<side>[-−–]|cr|dr)\.?", re.IGNORECASE)
_UNSEEN = re.compile("[\u200b\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)  # not those that Python takes for spaces or line breaks
_MARK = re.compile(r"[*†‡]+")
_YES = frozenset(("yes", "y", "true", "x", "✓", "✔", "1"))
_NO = frozenset(("no", "n", "false", "0"))


class CellFault(Exception):
    """A cell that cannot be taken; `why` says what is wrong and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Read(Generic[T_co]):
    """A value that was read. `note` is what a person should know of how; `mark` a sign such as
    '*' that stood behind an amount and points to a note of its own.
    """

    value: T_co
    note: str = ""
    mark: str = ""


def as_text(cell: Cell | Value, what: str = "text") -> Read[str]:
    """Read text, tidy: NFC, no spaces about it, one space for several. Empty is ''.

    `what` names the thing wanted ('reference') in the reason. Numbers and dates become the text
    that they show. Raises CellFault.
    """
    value = _held(cell, what)
    if value is None:
        return Read("")
    if isinstance(value, bool):
        return Read("Yes" if value else "No")
    if isinstance(value, datetime):
        return Read(f"{value:%d/%m/%Y %H:%M}")
    if isinstance(value, date):
        return Read(f"{value:%d/%m/%Y}")
    if isinstance(value, time):
        return Read(f"{value:%H:%M}")
    return Read(tidy_text(str(value)))


def tidy_text(text: str) -> str:
    """Return text in NFC, lines trimmed, each run of spaces one plain space; line breaks stay.

    Control signs, which no workbook could give back, become �; signs that only turn the order of
    letters around, and so hide what is written, are left out.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # nothing of all that: as nearly all cells are
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    plain = _CONTROLS.sub("\ufffd", _UNSEEN.sub("", plain))
    return "\n".join(" ".join(line.split()) for line in plain.split("\n")).strip()


def as_date(cell: Cell | Value, what: str = "date") -> Read[date | None]:
    """Read a date: a date of Excel, '04/07/2022' (day first), '11 May 23', or a serial number.

    Empty is None. A serial number comes with a note. Raises CellFault.
    """
    value = _held(cell, what)
    if value is None:
        return Read(None)
    if isinstance(value, date):
        return Read(_day(value.year, value.month, value.day))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(float(value), isinstance(cell, Cell) and cell.from_1904)
    if isinstance(value, str):
        return Read(_date_of_text(tidy_text(value)))
    raise CellFault(f"This is not a {what}. Type it as day/month/year, such as 26/10/2023.")


def _from_serial(number: float, from_1904: bool) -> Read[date | None]:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise CellFault("A number, not a date. Type it as day/month/year, such as 26/10/2023.")
    day = (_DAY_ZERO_1904 if from_1904 else _DAY_ZERO) + timedelta(days=int(number))
    plain = int(number) if number == int(number) else number
    return Read(day, f"The number {plain} was read as Excel's count of days: {day:%d/%m/%Y}.")


def _date_of_text(text: str) -> date:
    plain = text.casefold()
    if found := _ISO.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(plain):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    found = _WORDS.fullmatch(plain)
    if found and found["month"] in _MONTH_NUMBERS:
        on = _day(_year(found["year"]), _MONTH_NUMBERS[found["month"]], int(found["day"]))
        weekday = calendar.day_name[on.weekday()]
        if found["weekday"] and found["weekday"][:3] != weekday[:3].casefold():
            raise CellFault(f"{on:%d/%m/%Y} is a {weekday}. Correct the day or the date.")
        return on
    raise CellFault(
        f"“{_short(text)}” is not a date. Type it as day/month/year, such as 26/10/2023."
    )


def _year(digits: str) -> int:
    # Two digits: 00 to 69 are of this century, as in Excel's own later rule the near past is.
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise CellFault(f"There is no month {month}. Type the date as day/month/year.")
    if not 1900 <= year <= 2199:
        raise CellFault(f"The year {year} cannot be right. Type the date with its year in full.")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise CellFault(f"{calendar.month_name[month]} {year} has {days} days. Correct the day.")
    return date(year, month, day)


def as_time(cell: Cell | Value, what: str = "time") -> Read[time | None]:
    """Read a time of day: a time of Excel, '09:30', '9.30am', or a fraction of a day.

    Empty is None; seconds are rounded to whole ones. Raises CellFault.
    """
    value = _held(cell, what)
    if value is None:
        return Read(None)
    if isinstance(value, datetime | time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return Read(_clock(seconds + round(value.microsecond / 1e6)))
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1:
        return Read(_clock(round(value * 86_400)))
    if isinstance(value, str):
        return Read(_time_of_text(tidy_text(value)))
    raise CellFault(f"This is not a {what}. Type it as hours and minutes, such as 09:30.")


def _clock(seconds: int) -> time:
    return (datetime.min + timedelta(seconds=seconds % 86_400)).time()


def _time_of_text(text: str) -> time:
    plain = text.casefold()
    if plain in ("noon", "midday"):
        return time(12)
    found = _CLOCK.fullmatch(plain)
    # A bare number such as '9' may be anything.
    if not found or not (found[2] or found[4]):
        raise CellFault(f"“{_short(text)}” is not a time. Type hours and minutes, such as 09:30.")
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            raise CellFault(f"“{_short(text)}” has no such hour. Type it as 09:30 or 14:30.")
        hour = hour % 12 + (12 if found[4].startswith("p") else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise CellFault("A day runs from 00:00 to 23:59. Correct the time.")
    return time(hour, minute, second)


def as_pence(cell: Cell | Value, what: str = "amount") -> Read[int | None]:
    """Read an amount in pounds as whole pence: 191604, '£1,234.50', '39,285*', '(1,234.50)'.

    Empty is None. A sign that points to a note comes back as `mark`. Raises CellFault.
    """
    value = _held(cell, what)
    if value is None:
        return Read(None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Read(_pence_of_number(value))
    if isinstance(value, str):
        return _pence_of_text(tidy_text(value))
    raise CellFault(f"This is not an {what}. Type the {what} in pounds, such as 1,234.50.")


def as_entry(cell: Cell | Value, what: str = "amount") -> Read[int | None]:
    """Read an amount of a finance system's list as whole pence; what `as_pence` takes, and more.

    A minus behind, brackets and 'CR' mean below nothing, 'DR' above. Raises CellFault, also where
    two signs say different things.
    """
    value = _held(cell, what)
    side = _SIDE.fullmatch(tidy_text(value)) if isinstance(value, str) else None
    if side is None:
        return as_pence(cell, what)
    read = _pence_of_text(side["amount"])
    if read.value is None or read.value < 0:
        raise CellFault(f"“{_short(str(value))}” has two signs. Type the {what} with one.")
    return Read(
        read.value if side["side"].casefold() == "dr" else -read.value, read.note, read.mark
    )


def _pence_of_number(value: int | float) -> int:
    if not abs(value) <= 1e11:
        raise CellFault("The amount is larger than any budget. Check it and type it in pounds.")
    # What Excel calculates carries a tail of its own (0.1 + 0.2); a millionth of a penny is none.
    cleaned = round(value, 8)
    try:
        return pence_of(cleaned)
    except ValueError as error:
        raise CellFault(str(error)) from error


def _pence_of_text(text: str) -> Read[int | None]:
    mark = "".join(_MARK.findall(text))
    plain = _MARK.sub("", text).strip()
    if plain in ("-", "–", "—", "nil", "Nil"):
        return Read(0, f"“{plain}” was read as nothing.", mark)
    sign = 1
    if plain.startswith("(") and plain.endswith(")"):
        sign, plain = -1, plain[1:-1].strip()
    elif plain[:1] in ("-", "−", "–"):
        sign, plain = -1, plain[1:].strip()
    elif plain.startswith("£-"):
        sign, plain = -1, plain[2:].strip()
    found = _POUNDS.fullmatch(plain)
    if not found or len(plain) > 20:
        raise CellFault(_why_not_pounds(text, plain))
    whole = int(found[1].replace(",", "").replace(" ", ""))
    pence = whole * 100 + int((found[2] or "").ljust(2, "0"))
    note = f"“{_short(text)}” was read as {whole:,}." if " " in found[1] else ""
    return Read(sign * pence, note, mark)


def _why_not_pounds(text: str, plain: str) -> str:
    if re.fullmatch(r"£?\s*[\d.,]+\s*(?:k|m|thousand|million)", plain, re.IGNORECASE):
        return f"“{_short(text)}” is shortened. Type the whole amount, such as 1,200.00."
    if re.fullmatch(r"£?\s*\d{1,3}(?:\.\d{3})*,\d{2}", plain):
        return (
            f"“{_short(text)}” has its comma and point the other way round. Type 1,234.50 for "
            "one thousand two hundred and thirty-four pounds fifty."
        )
    if re.fullmatch(r"£?\s*[\d.,\s]+(?:cr|dr)\.?", plain, re.IGNORECASE):
        return f"“{_short(text)}” says CR or DR. Type the amount alone, or with a minus."
    if re.fullmatch(r"£?\s*\d+(?:\s+\d+)+(?:\.\d{1,2})?", plain):
        return f"“{_short(text)}” may be two amounts. Type one, without a space."
    if any(sign in plain for sign in "€$"):
        return "The amount is not in pounds. Type it in pounds, such as 1,234.50."
    return f"“{_short(text)}” is not an amount. Type it in pounds, such as 1,234.50."


def as_whole(cell: Cell | Value, what: str = "whole number") -> Read[int | None]:
    """Read a whole number: 12, 12.0, '12', '1,200'. Empty is None. Raises CellFault."""
    value = _held(cell, what)
    if value is None:
        return Read(None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if math.isfinite(value) and value == int(value):
            return Read(int(value))
        raise CellFault(f"{value} is not whole. Type a whole number.")
    if isinstance(value, str):
        plain = tidy_text(value)
        if re.fullmatch(r"[-−]?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})", plain):
            return Read(int(plain.replace(",", "").replace("−", "-")))
        raise CellFault(f"“{_short(plain)}” is not a whole number. Type digits, such as 12.")
    raise CellFault("This is not a whole number. Type digits, such as 12.")


def as_yes(cell: Cell | Value, what: str = "Yes or No") -> Read[bool | None]:
    """Read yes or no ('Y', 'yes', TRUE, 'x'; 'N', 'no', FALSE). Empty is None. Raises CellFault."""
    value = _held(cell, what)
    if value is None:
        return Read(None)
    plain = tidy_text(str(value)).casefold()
    if plain in _YES:
        return Read(True)
    if plain in _NO:
        return Read(False)
    raise CellFault(f"“{_short(str(value))}” is neither Yes nor No. Type Yes or No.")


def required(
    read: Callable[[Cell | Value, str], Read[T | None]], cell: Cell | Value, what: str
) -> Read[T]:
    """Read a cell that must not be empty. Raises CellFault, naming what belongs there."""
    got = read(cell, what)
    if got.value is None or got.value == "":
        raise CellFault(f"The cell is empty. Type the {what}.")
    return Read(got.value, got.note, got.mark)


def _held(cell: Cell | Value, what: str) -> Value:
    """Return the value of a cell; None where it is empty. An error or bare formula is a fault."""
    if not isinstance(cell, Cell):
        value = cell
    elif cell.error:
        raise CellFault(f"The cell holds Excel's error {cell.error}. Type the {what}.")
    elif cell.value is None and cell.formula:
        article = "" if what in ("text", "Yes or No") else "an " if what[:1] in "aeiou" else "a "
        raise CellFault(
            f"A formula, not {article}{what}. It has no result. Type the {what}, or open the "
            "workbook in Excel and save it."
        )
    else:
        value = cell.value
    if isinstance(value, str) and not tidy_text(value):
        return None
    return value


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
