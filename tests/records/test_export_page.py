"""The export page: what goes out, of what, as what; a handover with its questions and progress."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import standing_features, workbook_offers
from dscp_desktop.app.gathering import give_offers
from dscp_desktop.app.listing import list_document
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.raising import ChallengeDetails, log_challenge
from dscp_desktop.paper.document import Table
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.records.page.exporting import ExportPage
from dscp_desktop.records.rules.going_out import GoesOut
from dscp_desktop.sheets.writing import ColumnOut, SheetOut
from dscp_desktop.store.history import list_entries
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.dialogs import Question
from tests.moulds import FILLED, begin

WORDS = "harbour lamp violet river stone"
HIDDEN, SEEN = "A concern that only some may see", "A concern for everybody"


def fill(store: Store) -> None:
    """Durham's groups, and two challenges of which one is restricted."""
    begin("durham-2022-23")(store)
    group = store.ask(find_group, "PLG")
    assert group is not None
    for text, restricted in ((HIDDEN, True), (SEEN, False)):
        details = ChallengeDetails(text, restricted=restricted)
        store.run(log_challenge, group.id, date(2023, 7, 6), details)


FILLED["challenged"] = fill


@pytest.fixture
def challenged(store: Store) -> Store:
    """The same store, filled so."""
    return store


@pytest.fixture
def page(challenged: Store, qtbot: QtBot) -> Iterator[ExportPage]:
    desk = Desk(challenged, workbooks=workbook_offers())
    give_offers(desk, standing_features())
    made = ExportPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.refresh()
    qtbot.waitUntil(desk.idle)
    yield made
    desk.close()


def choose(page: ExportPage, qtbot: QtBot, key: str) -> GoesOut:
    page.choose(key)
    qtbot.waitUntil(page.desk.idle)
    row = page.table.value()
    assert isinstance(row, GoesOut)
    return row


def group_id(page: ExportPage, code: str) -> str:
    group = page.desk.store.ask(find_group, code)
    assert group is not None
    return group.id


def save(page: ExportPage, qtbot: QtBot, path: Path, ending: str) -> None:
    page.wish.save_asked.emit(ending)
    dialog = page.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(path.exists, timeout=10_000)
    qtbot.waitUntil(page.desk.idle)


def test_every_kind_and_document_is_listed_with_what_it_can_be_had_as(
    page: ExportPage, qtbot: QtBot
) -> None:
    kinds = {row.kind for row in page.listed if row.sort == "list"}
    assert kinds == {offer.kind for offer in page.desk.workbooks}
    documents = {row.kind for row in page.listed if row.sort == "document"}
    compared = {offer.kind for offer in page.desk.documents if "group or document" in offer.needs}
    assert documents == {offer.kind for offer in page.desk.documents} - compared
    assert compared == {"terms-changes"}
    assert choose(page, qtbot, "document agenda").called == "Meeting"
    assert [page.wish.about.isVisible(), page.wish.xlsx.isVisible()] == [True, False]
    assert choose(page, qtbot, "list challenges").by_group
    shown = (page.wish.group, page.wish.year, page.wish.restricted, page.wish.xlsx, page.wish.csv)
    assert all(part.isVisible() for part in shown)
    assert page.wish.print.words == "Print"
    assert {words: run for words, _keys, run in page.commands()}["Export: Action log"]


def test_a_list_goes_out_without_its_restricted_rows_unless_they_are_ticked(
    page: ExportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(page, qtbot, "list challenges")
    save(page, qtbot, tmp_path / "open.csv", ".csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "open.csv").read_text("utf-8-sig"))))
    assert [row[4] for row in rows] == ["Challenge", SEEN]
    assert page.wish.done.text() == "Saved open.csv as a plain copy"
    page.wish.restricted.setChecked(True)
    save(page, qtbot, tmp_path / "all.xlsx", ".xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx").worksheets[0]
    assert [row[4].value for row in sheet.iter_rows()] == ["Challenge", HIDDEN, SEEN]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:L3")
    assert isinstance(sheet["C2"].value, date)
    page.wish.group.set_value(group_id(page, "EXEC"))
    page.wish.year.set_value("2023-24")
    save(page, qtbot, tmp_path / "none.csv", ".csv")
    assert len((tmp_path / "none.csv").read_text("utf-8-sig").splitlines()) == 1


def test_a_list_and_a_document_are_shown_to_be_printed(page: ExportPage, qtbot: QtBot) -> None:
    choose(page, qtbot, "list challenges")
    with qtbot.waitSignal(page.document_wanted) as asked:
        page.wish.print.click()
    kind, scope = asked.args
    assert (kind, scope.today) == ("list:challenges:open", page.desk.today)
    offer = next(one for one in page.desk.printed if one.kind == kind)
    store = page.desk.store
    said = store.ask(offer.make, scope)
    assert SEEN in str(said)
    assert HIDDEN not in str(said)
    assert not store.ask(offer.is_restricted, scope)
    whole = next(one for one in page.desk.printed if one.kind == "list:challenges")
    assert store.ask(whole.is_restricted, scope)
    choose(page, qtbot, "document terms")
    with qtbot.assertNotEmitted(page.document_wanted):
        page.wish.print.click()
    assert page.wish.about.error.isVisible()
    page.wish.about.set_value(group_id(page, "PLG"))
    with qtbot.waitSignal(page.document_wanted) as asked:
        page.print_now()
    assert (asked.args[0], bool(asked.args[1].group_id)) == ("terms", True)


def test_every_list_is_a_document_on_paper_wide_enough(page: ExportPage) -> None:
    for offer in page.desk.printed:
        if offer.kind in ("list:audits", "list:plan", "list:incidents", "list:actions:open"):
            made = page.desk.store.ask(offer.make, Scope(page.desk.today))
            assert made.title == offer.title
    columns = (*(ColumnOut(f"C{n}") for n in range(12)), ColumnOut("Money", "money"))
    row = (True, False, date(2023, 7, 6), None, 3, *"abcdefg", 12_300)
    made = list_document("A list", [SheetOut("S", columns, (row,))], date(2023, 7, 6), whole=True)
    table = made.blocks[0]
    assert isinstance(table, Table)
    assert made.page == "A3 landscape"
    texts = [cell.text for cell in table.rows[0].cells]
    assert texts[:5] == ["Yes", "No", "6 July 2023", "", "3"]
    assert texts[-1] == "£123"


def test_a_handover_is_locked_asked_about_and_in_the_history(
    page: ExportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.hand_over.click()
    pane = page.everything
    assert page.panes()[-1] is pane
    pane.write.click()
    assert pane.words.error.isVisible()
    pane.words.set_value(WORDS)
    pane.again.set_value(WORDS)
    pane.write.click()
    dialog = pane.dialog
    assert isinstance(dialog, QFileDialog)
    give_offers(page.desk, [each for each in standing_features() if each.name == "partnership"])
    dialog.fileSelected.emit(str(tmp_path / "out.zip"))
    dialog.reject()
    assert not pane.write.isEnabled()
    qtbot.waitUntil((tmp_path / "out.zip").exists, timeout=60_000)
    qtbot.waitUntil(page.desk.idle, timeout=60_000)
    assert zipfile.ZipFile(tmp_path / "out.zip").namelist()[1] == "handover.zip"
    assert pane.done.isVisible()
    assert pane.words.value() == ""
    entry = page.desk.store.ask(list_entries)[0]
    assert entry.fixed
    assert "locked with a passphrase, without restricted items" in entry.words
    pane.plain.setChecked(True)
    assert not pane.words.isVisible()
    pane.begin()
    assert isinstance(pane.question, Question)
    assert pane.question.isVisible()
    pane.question.reject()


def test_a_handover_that_is_stopped_or_fails_says_so(
    page: ExportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    pane = page.everything
    pane.plain.setChecked(True)
    (tmp_path / "there").mkdir()
    pane.write_to(tmp_path / "there")
    qtbot.waitUntil(page.desk.idle, timeout=20_000)
    assert "is already there" in pane.trouble.text()
    pane.write_to(tmp_path / "out")
    pane.progress.cancel.click()
    qtbot.waitUntil(page.desk.idle, timeout=60_000)
    assert pane.trouble.text() == "Stopped. Nothing was kept."
    assert pane.write.isEnabled()
    assert not list(tmp_path.glob("out*"))
