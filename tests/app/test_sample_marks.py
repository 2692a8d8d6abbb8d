"""What goes out of a sample says so: workbooks, calendar files, names; and comes in again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import icalendar
import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.feature import make_calendar
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.feature import make_calendar as make_cycles
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.records.commands import import_workbooks, take_workbooks
from dscp_desktop.records.page.exporting import ExportPage
from dscp_desktop.records.rules.results import tally
from dscp_desktop.records.workbook.leaving_out import file_of
from dscp_desktop.records.workbook.looking import look_at
from dscp_desktop.store.opening import Store
from dscp_desktop.store.settings import change_setting, sample_mark
from tests.records.test_long_imports import log, meetings, rows_of

DAY = date(2023, 10, 19)
SCOPE = Scope(today=DAY)
OFFERS = {offer.kind: offer for offer in workbook_offers()}


def as_sample(store: Store) -> str:
    store.run(change_setting, "sample.as_at", DAY.isoformat())
    return store.ask(sample_mark)


def written(store: Store, kind: str, ending: str, mark: str) -> bytes:
    return file_of(store.ask(OFFERS[kind].write, SCOPE), ending, True, mark)


def test_a_workbook_says_that_it_is_of_a_sample_and_comes_in_again(
    durham: Store, tmp_path: Path
) -> None:
    durham.run(import_workbooks, [log(rows_of(0, 30))])
    assert durham.ask(sample_mark) == ""
    mark = as_sample(durham)
    assert mark == "SAMPLE"
    path = tmp_path / "actions.xlsx"
    path.write_bytes(written(durham, "actions", ".xlsx", mark))
    book = openpyxl.load_workbook(path)
    assert book.properties.title == "SAMPLE"
    for sheet in book.worksheets:
        assert sheet.oddHeader.center.text == "SAMPLE"
        assert sheet.oddFooter.center.text == "SAMPLE"
        assert "SAMPLE" not in str(list(sheet.values))
    with FileWorker() as worker:
        looked = look_at(worker.ask, [path], workbook_offers())
    results = durham.rehearse(take_workbooks, [one.plan for one in looked])
    assert [fault for result in results for fault in result.faults] == []
    assert (tally(results).same, tally(results).new) == (30, 0)
    assert written(durham, "actions", ".xlsx", mark) == path.read_bytes()


def test_every_kind_of_workbook_carries_it_and_a_real_store_has_none(durham: Store) -> None:
    real = openpyxl.load_workbook(io.BytesIO(written(durham, "actions", ".xlsx", "")))
    assert real.properties.title is None
    assert real.worksheets[0].oddHeader.center.text is None
    text = written(durham, "actions", ".csv", "SAMPLE")
    assert text == written(durham, "actions", ".csv", "")  # it must come in: its name says so
    mark = as_sample(durham)
    assert durham.ask(printed_marking).startswith("SAMPLE · ")
    marked: list[str] = []
    for kind in OFFERS:
        try:
            data = written(durham, kind, ".xlsx", mark)
        except Trouble:  # a kind that goes out of one record alone
            continue
        marked.append(kind)
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert book.properties.title == "SAMPLE", kind
        assert {sheet.oddHeader.center.text for sheet in book.worksheets} == {"SAMPLE"}, kind
    assert {"actions", "meetings"} <= {*marked}


def test_a_calendar_file_says_so_in_its_name_and_at_each_event(durham: Store) -> None:
    durham.run(import_workbooks, [meetings(0, 3)])
    plain = icalendar.Calendar.from_ical(durham.ask(make_calendar, SCOPE))
    assert plain["X-WR-CALNAME"] == "Meetings"
    before = {event["UID"]: str(event["SUMMARY"]) for event in plain.walk("VEVENT")}
    as_sample(durham)
    made = icalendar.Calendar.from_ical(durham.ask(make_calendar, SCOPE))
    assert made["X-WR-CALNAME"] == "SAMPLE: Meetings"
    after = {event["UID"]: str(event["SUMMARY"]) for event in made.walk("VEVENT")}
    assert before
    assert after == {uid: f"SAMPLE: {words}" for uid, words in before.items()}
    cycles = icalendar.Calendar.from_ical(durham.ask(make_cycles, SCOPE))
    assert cycles["X-WR-CALNAME"] == "SAMPLE: Learning cycles"


@pytest.fixture
def sample_desk(durham: Store, qapp: QApplication) -> Iterator[Desk]:
    assert qapp is not None
    as_sample(durham)
    made = Desk(durham, workbooks=workbook_offers())
    yield made
    made.close()


def test_the_name_that_is_offered_says_so(sample_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page = ExportPage(sample_desk)
    qtbot.addWidget(page)
    page.refresh()
    qtbot.waitUntil(sample_desk.idle)
    row = next(row for row in page.listed if row.kind == "actions" and row.sort == "list")
    page.choose(row.key)
    page.save_now(".csv")
    assert isinstance(page.dialog, QFileDialog)
    assert [Path(name).name for name in page.dialog.selectedFiles()] == ["SAMPLE-actions.csv"]
    target = tmp_path / "SAMPLE-actions.csv"
    page.dialog.fileSelected.emit(str(target))
    page.dialog.reject()
    qtbot.waitUntil(sample_desk.idle, timeout=20_000)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
