"""The bank holidays that are written down are those the library reckons today."""

from __future__ import annotations

import make_bank_holidays

from dscp_desktop.core.places import find_place


def test_what_is_written_is_what_the_library_reckons() -> None:
    written = find_place("resources/bank-holidays.txt").read_text("utf-8")
    assert written == make_bank_holidays.bank_holidays(), (
        "run packaging/make_bank_holidays.py: the library reckons other days"
    )
