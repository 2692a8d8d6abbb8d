"""Writes down the bank holidays that the library of days off reckons.

    python packaging/make_bank_holidays.py

Run it when the version of that library changes: a test says when what is written differs. The
program reads `resources/bank-holidays.txt`, for to load the library takes longer than its window.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = "Bank holidays in England, made by packaging/make_bank_holidays.py; do not edit."


def bank_holidays() -> str:
    """Return the text of the file: a line each, the day and its name, the earliest first."""
    from dscp_desktop.core.days import WRITTEN, reckon_bank_holidays

    days = sorted(pair for year in WRITTEN for pair in reckon_bank_holidays(year).items())
    return "\n".join((HEAD, *(f"{day.isoformat()} {name}" for day, name in days), ""))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    place = ROOT / "resources" / "bank-holidays.txt"
    place.write_text(bank_holidays(), "utf-8", newline="\n")
