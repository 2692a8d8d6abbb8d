"""A year of the budget by the keyboard alone: from the proposal to the closed statement."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from dscp_desktop.app.cli import run
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.spend import budget_year
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import open_store
from tests.journeys.keyboard import Hands, Wall
from tests.moulds import PASSPHRASE
from tests.paper.structure import problems

YEAR = "2023-24"
GIVEN = (
    ("Durham County Council", "191,604"),
    ("Integrated Care Board", "105,135"),
    ("Durham Constabulary", "39,285"),
    ("Probation", "4,873"),
    ("HDFT", "2,680"),
    ("CDDFT", "2,680"),
)
ROWS = (
    "Date\tDescription\tReference\tAmount",
    "12/05/2023\tSalaries of the unit\tP1\t17,500.00",
    "12/06/2023\tSalaries of the unit\tP2\t17,500.50",
    "01/09/2023\tRefund of a hall\tP3\t(40.00)",
)
ALL_THREE = ("£346,257", "£347,060", "£803")
BEGINS = "2023-02-01 09:00"


def propose(hands: Hands) -> None:
    """Add the year, a line for each partner, and the total as it was published."""
    hands.run("Add a year of contributions")
    hands.fill("Financial year", YEAR)
    hands.press("Return")
    for partner, pounds in GIVEN:
        hands.press("Ctrl+N")
        hands.choose("Partner", partner)
        hands.fill("Contribution", pounds)
        if partner == "Durham Constabulary":
            hands.fill("Note (optional)", "An analyst is shared with the adults' partnership.")
        hands.press("Return")
    hands.run("Set the published total")
    hands.fill("Published total (optional)", "347,060")
    hands.fill("Where it was published (optional)", "Annual report, appendix")
    hands.press("Return")


def record_steps(hands: Hands, *steps: tuple[str, str, str]) -> None:
    """Record steps of the contribution of Probation: step, day, pounds."""
    hands.run("Go to Budget")
    hands.tab("Contributions")
    hands.pane("Contributions")
    hands.row(lambda line: getattr(line, "partner", "") == "Probation")
    for step, day, pounds in steps:
        hands.do("Record a step")
        hands.choose("Step", step)
        hands.fill("Date", day)
        hands.fill("Amount", pounds)
        hands.press("Return")


def spend(hands: Hands) -> None:
    """Say what the first heading may spend, paste payments from Excel, and place them by rule."""
    hands.run("Show spend of the budget")
    assert hands.here() == "Spend by heading"
    hands.press("Home", "Return")
    hands.fill("Budget", "210,000")
    hands.press("Return")
    hands.run("Show payments of the budget")
    QGuiApplication.clipboard().setText("\n".join(ROWS))
    hands.press("Ctrl+V")
    assert hands.here() == "Rows to be taken"
    hands.press("Ctrl+Return")
    for words in ("Salaries", "Refund"):
        hands.run("Show payments of the budget")
        hands.row(lambda row, w=words: row.description.startswith(w))  # type: ignore[misc]
        hands.press("Return")
        hands.choose("Where it belongs (optional)", "Staff")
        hands.press("Return")


def write_letters(hands: Hands, folder: Path) -> None:
    """Ask every partner for the contribution, into a folder."""
    hands.run("Show letters of the budget")
    hands.do("Write 6 letters")
    hands.bot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=5_000)
    hands.press("Ctrl+A")
    hands.type(str(folder))
    hands.bot.keyClick(hands.focus(), Qt.Key.Key_Return)
    hands.bot.waitUntil(lambda: len(list(folder.glob("*.docx"))) == 6, timeout=60_000)
    hands.rest()


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as read:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in read).split())


def read_letters(folder: Path) -> None:
    """Each partner is asked for its own contribution, by a letter of its own."""
    found = [words_of(file.read_bytes()) for file in folder.glob("*.pdf")]
    for partner, pounds in GIVEN:
        to = [words for words in found if f"To: {partner}" in words]
        assert len(to) == 1
        assert f"£{pounds}" in to[0]


def close_and_correct(hands: Hands) -> None:
    """Say why the totals differ, close the year, add a correction, and look at the print."""
    hands.run("Go to Budget")
    hands.do("Record the reason")
    hands.type("A grant was counted in.")
    hands.tab_to("Record the reason")
    hands.press("Space")
    hands.run("Show year end of the budget")
    hands.do("Close the year")
    hands.bot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=5_000)
    hands.do("Close the year")
    hands.rest()
    hands.run("Show year end of the budget")
    hands.do("Add correction")
    hands.fill("What is corrected, and why", "An invoice of March came late")
    hands.fill("Higher by (optional)", "12")
    hands.press("Return")
    hands.pane("Figures of the year")
    hands.press("Ctrl+P")
    assert hands.here().startswith("Preview.")
    hands.press("Esc")


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_year_from_the_proposal_to_the_closed_statement(
    hands: Hands, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wall: Wall
) -> None:
    hands.unlock()
    hands.run("Go to Budget")
    propose(hands)
    record_steps(hands, ("Proposed", "01/02/2023", "4,873"), ("Agreed", "09/03/2023", "4,873"))
    folder = tmp_path / "letters"
    folder.mkdir()
    write_letters(hands, folder)
    read_letters(folder)
    hands.another_day("2023-10-19 09:00")
    record_steps(
        hands,
        ("Invoice sent", "02/05/2023", "4,873"),
        ("Received", "14/06/2023", "2,000"),
        ("Received", "01/09/2023", "2,873"),
    )
    spend(hands)
    year = hands.shell.desk.store.ask(budget_year, YEAR, hands.shell.desk.today)
    assert (year.spend.actual, year.spend.unplaced_amount) == (34_960_50, 17_500_50)
    hands.another_day("2024-04-02 09:00")
    close_and_correct(hands)
    hands.leave()
    monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
    out = tmp_path / "statement.pdf"
    assert run(["export", str(path), "budget-statement", "--year", YEAR, "-o", str(out)]) == 0
    read_statement(out.read_bytes())
    with open_store(path, PASSPHRASE, clock=wall) as store:
        assert check_store(store).problems == ()
        line = next(x for x in store.ask(get_year, YEAR).lines if x.partner == "Probation")
        kinds = [step.kind for step in line.steps]
        assert kinds == ["proposed", "agreed", "invoiced", "received", "received"]
        assert (line.received, line.outstanding, line.payment) == (4_873_00, 0, "received")
        assert store.ask(get_year, YEAR).closed_on == date(2024, 4, 2)


def read_statement(pdf: bytes) -> None:
    """The closed year as it is printed: both totals, the reason, the spend, the correction."""
    text = words_of(pdf)
    assert all(figure in text for figure in ALL_THREE)
    assert "Closed on Tuesday 2 April 2024" in text
    assert "A grant was counted in." in text
    assert "An invoice of March came late" in text
    assert "£34,960.50" in text
    assert problems(pdf) == []
