"""An audit by the keyboard alone: a tool, nine agencies, one drop, moderation, report."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import html5lib
import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from dscp_desktop.app.cli import run
from dscp_desktop.audits.queries.findings import recommendations_of
from dscp_desktop.audits.queries.moderation import moderation_page
from dscp_desktop.audits.queries.programme import find_audit
from dscp_desktop.audits.queries.tools import list_tools
from dscp_desktop.audits.rules.moderation import QuestionRow
from dscp_desktop.audits.rules.returns import SHEET
from dscp_desktop.audits.rules.tools import ANSWER, COMMENT, NUMBER
from dscp_desktop.paper.word.reading import read_word
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import open_store
from tests.journeys.keyboard import Hands, Wall
from tests.moulds import PASSPHRASE

SECTIONS = (("Contact", "Grade", 8), ("Assessment", "Grade", 8), ("Plan", "Yes or no", 8))
LATE, ODD = 4, 7  # which of the nine leaves an answer blank, and which writes off the scale
BEGINS = "2022-09-26 09:00"


def page_of(hands: Hands) -> Any:
    return hands.shell.pages["audits"]


def build_tool(hands: Hands) -> None:
    """Twenty-five questions in three sections; the last asks for words."""
    hands.run("Go to Audits")
    hands.run("Show the audit tools")
    hands.do("New tool")
    hands.fill("Title", "Risk tool")
    hands.press("Ctrl+Return")
    for section, kind, count in (*SECTIONS, ("Plan", "Words", 1)):
        hands.press("Ctrl+N")
        hands.fill("Section", section)
        hands.tab_to("Questions")
        for number in range(count):
            hands.type(f"{section} {kind.casefold()}: was step {number + 1} taken in time?")
            hands.press("Return")
        hands.choose("Answer", kind)
        hands.press("Ctrl+Return")
    hands.do("Issue")
    (tool,) = hands.shell.desk.store.ask(list_tools)
    assert tool.issued is not None
    assert len(tool.issued.content.questions) == 25


def plan_and_send(hands: Hands, folder: Path) -> list[Path]:
    """Plan the audit with the nine agencies of the profile, and send it to them."""
    hands.run("Add an audit")
    hands.fill("Title", "Risk factors in sexual abuse")
    hands.choose("Quarter", "Quarter 2")
    hands.fill("Purpose of what is collected (optional)", "To learn from what agencies do")
    hands.press("Ctrl+Return")
    hands.pane("Audits of the year")
    hands.press("Return")
    assert page_of(hands).title.text() == "MA1 returns"
    hands.choose("What the audit asks", "Risk tool, version 1")
    hands.do("Send workbooks")
    part = page_of(hands).pane()
    hands.press("Ctrl+Return")
    assert part.dialog is not None
    folder.mkdir()
    part.dialog.fileSelected.emit(str(folder))
    part.dialog.reject()
    hands.bot.waitUntil(lambda: "9 workbooks" in part.said.text(), timeout=30_000)
    return sorted(folder.glob("ma1-*.xlsx"))


def fill_in(paths: list[Path], back: Path) -> list[Path]:
    """Fill every workbook in as an agency would: one leaves a blank, one is off the scale."""
    back.mkdir()
    for at, path in enumerate(paths):
        book = openpyxl.load_workbook(path)
        sheet = book[SHEET]
        for row in range(1, sheet.max_row + 1):
            number = sheet.cell(row, NUMBER).value
            if not str(number or "").isdigit():
                continue
            number = int(number)
            answer: str | None = "Yes" if 17 <= number <= 24 else "G Good"
            answer = "Early meetings" if number == 25 else answer
            answer = "R Requires improvement" if number == 2 and at % 2 else answer
            answer = None if (at, number) == (LATE, 3) else answer
            answer = "Excellent" if (at, number) == (ODD, 5) else answer
            sheet.cell(row, ANSWER).value = answer
            if number == 2:
                sheet.cell(row, COMMENT).value = "Seen in two of ten cases"
        book.save(back / path.name)
    return [back / path.name for path in paths]


def drop(hands: Hands, paths: list[Path]) -> None:
    """Drop the nine at once, and look at what is said by cell."""
    part = page_of(hands).pane()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    part.dropEvent(QDropEvent(QPointF(9, 9), action, mime, button, plain))
    hands.bot.waitUntil(lambda: "9 files" in part.said.text(), timeout=60_000)
    hands.rest()
    assert part.said.text() == "9 files: 7 whole, 2 with faults"
    hands.pane("Files that came back")
    hands.row(lambda row: row.name == paths[LATE].name)  # type: ignore[attr-defined]
    (blank,) = part.file.row.faults
    assert (blank.row, blank.why) == (9, "Question 3 has no answer.")
    hands.pane("Files that came back")
    hands.row(lambda row: row.name == paths[ODD].name)  # type: ignore[attr-defined]
    (odd,) = part.file.row.faults
    assert (odd.row, odd.value) == (11, "Excellent")
    assert part.file.faults.rows.columns[0].text(odd) == "D11"


def moderate(hands: Hands) -> None:
    """Move a grade, agree every one with its reason, and finish."""
    hands.run("Moderate MA1")
    part = page_of(hands).pane()
    hands.pane("Questions and grades")
    hands.row(lambda row: isinstance(row, QuestionRow) and row.number == 2)
    hands.press("M")
    hands.choose("Moved to", "I")
    hands.fill("Who moved it", "The designated nurse")
    hands.fill("Why", "On file in two of ten cases")
    hands.press("Ctrl+Return")
    for number in range(1, 25):
        hands.pane("Questions and grades")
        hands.row(lambda row, n=number: isinstance(row, QuestionRow) and row.number == n)  # type: ignore[misc]
        hands.press("Return")
        hands.choose("Agreed grade", "Yes" if number > 16 else "R" if number == 2 else "G")
        hands.fill("Why this grade", f"Seen in the files, question {number}")
        hands.press("Ctrl+Return")
    assert part.shown.agreed_words == "24 of 24 agreed"
    hands.do("Finish moderation")
    assert "1 answer is blank" in part.finish_form.open.text()
    hands.fill("How many sat on the panel (optional)", "7")
    hands.press("Ctrl+Return")
    assert page_of(hands).do.words == "Open again"


def find_and_recommend(hands: Hands) -> None:
    hands.run("Go to Audits")
    hands.tab("Findings")
    hands.press("Ctrl+N")
    hands.fill("What was found", "Tools are filled in and not used")
    hands.fill("A theme that is not in the list (optional)", "Tools")
    hands.press("Ctrl+Return")
    hands.do("Recommendation")
    hands.fill("What is to be done", "Use the tools in every plan")
    hands.choose("Owner (optional)", "Durham Constabulary")
    hands.fill("Due", "16/12/2022")
    hands.choose("Theme (optional)", "Tools")
    hands.press("Ctrl+Return")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_tool_goes_to_nine_agencies_and_comes_back_as_a_report(
    hands: Hands, path: Path, tmp_path: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.unlock()
    build_tool(hands)
    sent = plan_and_send(hands, tmp_path / "sent")
    assert len(sent) == 9
    hands.another_day("2022-10-11 10:00")
    hands.run("Go to Audits")
    hands.pane("Audits of the year")
    hands.press("Return")
    drop(hands, fill_in(sent, tmp_path / "back"))
    hands.another_day("2022-10-20 10:00")
    hands.run("Go to Audits")
    hands.pane("Audits of the year")
    hands.press("Return")
    moderate(hands)
    find_and_recommend(hands)
    hands.leave()
    with open_store(path, PASSPHRASE, clock=wall) as store:
        audit = store.ask(find_audit, "MA1")
        shown = store.ask(moderation_page, audit, store.today())
        (advice,) = store.ask(recommendations_of, audit, store.today())
        assert check_store(store).problems == ()
    assert shown.audit.returned == 9
    assert (shown.audit.panel, shown.agreed) == (7, 24)
    assert [one.months for one in advice.reviews] == [6, 12]
    look_at_papers(path, tmp_path, monkeypatch)
    shutil.rmtree(tmp_path / "back")


def look_at_papers(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Print the report in each form, and read it back."""
    for name in ("report.pdf", "report.docx", "report.html"):
        monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
        words = ["export", str(path), "audit-report", "-o", str(folder / name), "--audit", "MA1"]
        assert run(words) == 0
        said = words_of(folder / name)
        for wanted in (
            "MA1: Risk factors in sexual abuse", "9 of 9 returned", "24 of 24 agreed",
            "The designated nurse", "Tools are filled in and not used",
            "Use the tools in every plan", "by a panel of 7",
        ):  # fmt: skip
            assert wanted in said, (name, wanted)
    for kind in ("audit-briefing", "audit-tool"):
        monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
        out = folder / f"{kind}.pdf"
        assert run(["export", str(path), kind, "-o", str(out), "--audit", "MA1"]) == 0
        assert "Risk" in words_of(out)
    for kind in ("audit-year", "audit-chapter"):
        monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
        out = folder / f"{kind}.pdf"
        assert run(["export", str(path), kind, "-o", str(out), "--year", "2022-23"]) == 0
        assert "Multi-agency" in words_of(out)


def words_of(path: Path) -> str:
    """Return all the words of a PDF, Word or HTML file, with single spaces."""
    if path.suffix == ".docx":
        return " ".join(str(read_word(path.read_bytes())).split())
    if path.suffix == ".html":
        tree = html5lib.parse(path.read_bytes().decode("utf-8"))
        return " ".join("".join(tree.itertext()).split())
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return " ".join(" ".join(pages).split())
