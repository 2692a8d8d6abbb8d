"""Parts of the check that a small workbook does not reach."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QEnterEvent
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.offers import Reading, Recognised, RowOutcome
from dscp_desktop.records.page.look import LookPane
from dscp_desktop.records.page.outcome import MOST, OutcomePane
from dscp_desktop.records.page.sheets import SheetsPane
from dscp_desktop.records.queries import NEWEST, HistoryLine
from dscp_desktop.records.rules.planning import FilePlan, SheetPlan
from dscp_desktop.records.rules.results import SheetResult
from dscp_desktop.records.workbook.looking import LookedAt
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.widgets.layouts import laid_out

OFFERS = workbook_offers()
MEETINGS = next(offer for offer in OFFERS if offer.kind == "meetings")


@pytest.fixture
def sheets(qtbot: QtBot) -> SheetsPane:
    pane = SheetsPane()
    qtbot.addWidget(pane)
    rows = (("Group", "Date", "Empty"), ("PLG", "1", None))
    columns = ((1, "Group", "group"), (2, "Date", "on"), (3, "Empty", ""))
    recognised = Recognised("meetings", "Because of its headings.", 1, columns)
    looked = []
    for name in ("a.xlsx", "b.xlsx"):
        plan = SheetPlan(name, "S", MEETINGS, recognised, Reading())
        whole = FilePlan(name, (plan,), ("Row 9 is hidden.", "Column 'Empty' is not taken."))
        looked.append(LookedAt(name, b"x" * 1_200_000, (Sheet("S", True, rows),), whole))
    pane.show_looked(looked)
    pane.resize(500, 700)
    pane.show()
    return pane


def remarks(pane: SheetsPane) -> list[str]:
    return [str(widget.property("text")) for widget in laid_out(pane.remarks)]


def test_many_rows_are_counted_and_the_first_shown(qtbot: QtBot) -> None:
    faults = tuple(Fault("S", n, "Date", "x", "Type a date.") for n in range(MOST + 50))
    rows = tuple(RowOutcome(n, "new", "R", ("PLG",)) for n in range(1000, 1000 + MOST + 9))
    odd = Fault(None, None, None, None, "The workbook counts its days from 1904.")
    note = Fault("S", 1000, "Date", "44690", "Read from 44690.")
    found = (SheetResult("a.xlsx", "S", "meetings", rows, faults, (odd, note)),)
    pane = OutcomePane(found, OFFERS)
    assert len(pane.tables) == 1  # the rest in turns of the loop, so that the window goes on
    assert not pane.done()
    qtbot.waitUntil(pane.done)
    qtbot.addWidget(pane)
    assert [head.accessibleName() for head in pane.heads] == [
        f"Refused, {MOST + 50} rows",
        f"New, {MOST + 9} rows",
        "Changed, 0 rows",
        "The same, 0 rows",
        "Notes, 1 note",
    ]
    assert [table.rows.rowCount() for table in pane.tables] == [MOST, MOST, 1]
    new = pane.tables[1].rows
    assert new.columns[-1].title == "Note"
    assert new.columns[-1].text(new.at(0)) == "Read from 44690."
    assert new.columns[-1].icon is not None
    assert new.columns[-1].icon(new.at(1)) == ""
    pane.resize(700, 900)
    pane.grab()


def test_each_file_says_what_was_out_of_the_ordinary(sheets: SheetsPane) -> None:
    assert sheets.size_words.text() == "2.4 MB · 2 rows of data"
    assert remarks(sheets) == [
        "‘Empty’ is not taken. It holds nothing.",
        "a.xlsx: Row 9 is hidden.",
        "b.xlsx: Row 9 is hidden.",
    ]
    assert sheets.cards["b.xlsx", "S"].why.text() == "b.xlsx. Because of its headings."


def test_a_card_shows_that_it_can_be_pressed(sheets: SheetsPane) -> None:
    card = sheets.cards["b.xlsx", "S"]
    place = QPointF(3, 3)
    card.enterEvent(QEnterEvent(place, place, place))
    card.grab()
    sheets.resize(280, 700)
    tall = card.height()
    sheets.resize(900, 700)
    assert card.height() <= tall


def test_nothing_recognised_leaves_no_columns(sheets: SheetsPane) -> None:
    sheets.show_looked([LookedAt("a.xlsx", b"x", (), FilePlan("a.xlsx", refusal="No."))])
    assert sheets.table.isHidden()
    assert sheets.count.text() == "0 of 0 recognised"
    sheets.update_looked([])
    assert sheets.looked == ()


def test_a_long_history_says_that_it_goes_on(qtbot: QtBot) -> None:
    pane = LookPane(())
    qtbot.addWidget(pane)
    asked: list[str] = []
    pane.undo_asked.connect(asked.append)
    at = datetime(2023, 10, 19, 9, tzinfo=UTC)
    pane.show_history([HistoryLine(str(n), at, "Ann", f"Change {n}") for n in range(NEWEST)])
    assert pane.count.text() == "The 100 newest changes"
    pane.table.choose("3")
    pane.undo.click()
    assert asked == ["3"]
    pane._undo(None)
    assert asked == ["3"]


def test_of_very_many_sheets_the_first_are_shown_and_more_when_asked_for(qtbot: QtBot) -> None:
    pane = SheetsPane(OFFERS)
    qtbot.addWidget(pane)
    rows = (("Colour", "Smell"),)
    many = tuple(Sheet(f"S{n}", n % 2 == 0, rows) for n in range(30))
    notes = tuple(f"Sheet 'S{n}' is of no known kind and was left out." for n in range(30))
    pane.show_looked([LookedAt("a.xlsx", b"x", many, FilePlan("a.xlsx", (), notes, "None."))])
    assert (len(pane.cards), pane.count.text()) == (12, "0 of 30 recognised")
    assert remarks(pane) == []  # the cards say it
    assert pane.more.words == "Show 18 more sheets"
    pane.more.click()
    pane.more.click()
    assert len(pane.cards) == 30
    assert pane.more.isHidden()
    assert pane.cards["a.xlsx", "S1"].what.text() == "S1 is hidden and left out"
