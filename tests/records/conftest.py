"""A store of a partnership, a desk over it that knows every kind, and workbooks with faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store


@pytest.fixture
def desk(durham: Store, qapp: QApplication) -> Iterator[Desk]:
    assert qapp is not None  # signals come by its loop
    made = Desk(durham, workbooks=workbook_offers())
    yield made
    made.close()


@pytest.fixture
def faulty(data: Path, tmp_path: Path) -> Path:
    """The office's contributions with a partner twice, an amount in words and a strange column."""
    book = openpyxl.load_workbook(data / "contributions-2022-23.xlsx")
    sheet = book.worksheets[0]
    sheet["C4"], sheet["C5"], sheet["C6"] = "How paid", "bank", "cheque"
    sheet["B6"] = "about 105k"
    sheet["A8"] = "Durham County Council"
    path = tmp_path / "contributions-with-faults.xlsx"
    book.save(path)
    return path
