"""Every workbook through the centre: no crash, no wrong value in silence."""

from __future__ import annotations

import io
import math
import unicodedata
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store
from tests.hard.became import TABLE, put_through, table, workbooks

UNREAD = {"pivot_table_named_range.xlsx", "wtf_path.xlsx"}  # the second reader fails on them
DAY_ZERO = datetime(1899, 12, 30)


@pytest.fixture(scope="module")
def filer() -> Iterator[FileWorker]:
    with FileWorker() as made:
        yield made


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_table_says_what_becomes_of_each_and_a_second_time_nothing_changes(
    durham: Store, filer: FileWorker, corpus: Path
) -> None:
    paths = workbooks(corpus)
    done = put_through(durham, filer, paths)
    assert table(done) == TABLE.read_text("utf-8"), "python -m tests.hard.became writes it anew"
    assert len(done) == 47
    # The whole return put right what the one with faults said before it.
    again = put_through(durham, filer, paths[-6:])
    for looked, results in again:
        for result in results:
            assert (result.count("new"), result.count("changed")) == (0, 0), looked.name


def test_a_second_reader_finds_the_same_in_every_cell(corpus: Path) -> None:
    compared = 0
    for path in workbooks(corpus):
        if path.name in UNREAD:
            continue
        try:
            ours = read_workbook(path.read_bytes(), path.name)
        except Refused:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book: Any = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
        for sheet in ours.sheets:
            for row in book[sheet.name].iter_rows():
                for cell in row:
                    mine = sheet.cell(cell.row, cell.column)
                    if not mine.error and not (mine.formula and sheet.uncalculated):
                        compared += 1
                        where = f"{path.name}, {sheet.name}, {cell.coordinate}"
                        assert same(mine.value, cell.value, sheet.from_1904), where
    assert compared > 8_000


def same(ours: Any, other: Any, from_1904: bool) -> bool:
    """Whether two readers mean the same: a day, a time or a length may be a number to one."""
    if isinstance(ours, str) and isinstance(other, str):
        return plain(ours) == plain(other)
    if ours is None or other is None or isinstance(ours, bool):
        return ours == (None if other == "" else other)
    first, second = number(ours, from_1904), number(other, from_1904)
    return math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-5)


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("_x000D_", ""))


def number(value: Any, from_1904: bool) -> float:
    """Days since Excel's day 0, as Excel holds them."""
    if isinstance(value, str):  # a length of a day or more, in words
        sign = -1 if value.startswith("-") else 1
        hours, minutes, seconds = (int(part) for part in value.lstrip("-").split(":"))
        return sign * (hours * 3600 + minutes * 60 + seconds) / 86_400
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        return (datetime.combine(date.min, value) - datetime.min) / timedelta(days=1)
    if isinstance(value, date):
        at = value if isinstance(value, datetime) else datetime.combine(value, time())
        days = (at - DAY_ZERO) / timedelta(days=1)
        # Excel counts a 29 February 1900 that never was, so its first days are one less.
        return days - 1 if days < 61 and not from_1904 else days
    return float(value)
