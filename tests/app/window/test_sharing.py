"""Print or save: a page's document over it, as paper, Word and web page, from real widgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.commands.log import add_update
from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.app import sharing
from dscp_desktop.app.documents import file_name
from dscp_desktop.app.helping import HelpDialog
from dscp_desktop.app.sharing import SHARE, SharePage
from dscp_desktop.app.shell import Shell
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.meetings.commands.agenda import add_item, start_agenda
from dscp_desktop.paper.reading import extract_text
from dscp_desktop.paper.word.reading import read_word
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.printing import new_printer
from tests.bench.loop import Gap, Watch

CTRL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
Key = Qt.Key
Wait = Callable[[], None]


@pytest.fixture
def durham(three_books: Store) -> Store:
    """The store with the office's year in it."""
    return three_books


@pytest.fixture
def wait(shell: Shell, qtbot: QtBot) -> Wait:
    """Until nothing is under way."""

    def do() -> None:
        for _ in range(4):
            qtbot.waitUntil(shell.desk.idle, timeout=60_000)
            qtbot.wait(5)

    return do


def press(qtbot: QtBot, shell: Shell, key: Key, how: Qt.KeyboardModifier = CTRL) -> None:
    qtbot.keyClick(shell.focusWidget() or shell, key, how)


def open_share(shell: Shell, qtbot: QtBot, wait: Wait, place: str) -> SharePage:
    """Go to a place and press Ctrl+P there."""
    shell.go_and_focus(place)
    wait()
    press(qtbot, shell, Key.Key_P)
    wait()
    page = shell.page()
    assert isinstance(page, SharePage)
    return page


def text_of(page: SharePage) -> str:
    return " ".join(" ".join(extract_text(page.data, "The document")).split())


def test_ctrl_p_on_actions_shows_the_log_and_esc_goes_back(
    shell: Shell, qtbot: QtBot, wait: Wait
) -> None:
    page = open_share(shell, qtbot, wait, "actions")
    assert page.title.text() == "Action log"
    assert page.context.text() == "OFFICIAL-SENSITIVE"
    assert shell.windowTitle().startswith("Action log – ")
    assert shell.place() == "actions"  # the rail stays where one was
    assert page.view.picture.hasFocus()
    assert page.view.picture.image is not None
    assert page.view.place.text() == f"1 of {page.pages}"
    assert "PLG035" in text_of(page)
    assert page.banner is None
    press(qtbot, shell, Key.Key_PageDown, PLAIN)
    wait()
    assert page.view.page == 2
    press(qtbot, shell, Key.Key_Escape, PLAIN)
    wait()
    assert shell.page() is shell.pages["actions"]
    assert shell.pages["actions"].table.hasFocus()
    assert (page.data, page.ready) == (b"", None)  # nobody looks at it: it is not kept


def test_large_print_changes_the_pages_and_only_those_of_paper(
    shell: Shell, qtbot: QtBot, wait: Wait
) -> None:
    page = open_share(shell, qtbot, wait, "actions")
    pages, words = page.pages, text_of(page)
    qtbot.keyClick(page.large, Key.Key_Space)
    wait()
    assert page.pages > pages
    assert page.view.pages == page.pages
    assert set(words.split()) <= {*text_of(page).split(), str(pages)}
    page.save_now(".pdf")
    assert file_of(page).endswith("action-log-2023-10-19-large-print.pdf")
    page.save_now(".docx")
    assert file_of(page).endswith("action-log-2023-10-19.docx")
    # To and fro at once: the last one counts.
    page.large.click()
    page.large.click()
    page.large.click()
    wait()
    assert page.pages == pages
    assert page.print.isEnabled()


def file_of(page: SharePage) -> str:
    dialog: Any = page.dialog
    name = str(dialog.selectedFiles()[0])
    assert "plain copy" in dialog.windowTitle()
    dialog.reject()
    return name


def save(page: SharePage, ending: str, target: Path, wait: Wait) -> None:
    """Press the button of a form and choose a place in its dialog."""
    page.saves[ending].click()
    dialog: Any = page.dialog
    assert dialog.defaultSuffix() == ending[1:]
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    wait()


def test_the_log_of_a_group_is_saved_as_word_and_read_back(
    shell: Shell, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    shell.go_and_focus("actions")
    wait()
    log = shell.pages["actions"]
    group = shell.desk.store.ask(find_group, "PLG")
    log.group.set_value(group.id)
    log.group.activated.emit(0)
    shown = log.table.rows.count_lines()[0]
    page = open_share(shell, qtbot, wait, "actions")
    assert page.context.text() == f"{group.name} · OFFICIAL-SENSITIVE"
    save(page, ".docx", tmp_path / "log.docx", wait)
    assert page.words.text() == "Saved as log.docx"
    read = read_word((tmp_path / "log.docx").read_bytes())
    assert (read.title, read.subtitle) == ("Action log", group.name)
    table = next(block for block in read.blocks if hasattr(block, "columns"))
    assert [column.title for column in table.columns][:2] == ["Ref", "Action and update"]
    assert len(table.rows) >= shown
    assert {str(row.cells[0].text)[:3] for row in table.rows} == {"PLG"}
    save(page, ".html", tmp_path / "log.html", wait)
    page_of_web = (tmp_path / "log.html").read_text("utf-8")
    assert '<html lang="en-GB"' in page_of_web
    assert "PLG035" in page_of_web
    assert "<script" not in page_of_web
    save(page, ".pdf", tmp_path / "log.pdf", wait)
    assert (tmp_path / "log.pdf").read_bytes() == page.data
    assert sorted(path.name for path in tmp_path.glob("log.*")) == [
        "log.docx",
        "log.html",
        "log.pdf",
    ]
    log.group.set_value("")


def test_what_cannot_be_saved_says_why(
    shell: Shell, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    page = open_share(shell, qtbot, wait, "budget")
    for target, why in (
        (tmp_path / "no folder" / "log.docx", "Choose another place"),
        (tmp_path / "log.pdf", "ends in .docx"),
    ):
        page.save_to(target, ".docx")
        wait()
        said: Any = page.dialog
        assert said.windowTitle() == "The document was not saved"
        assert why in said.accessibleDescription()
        said.accept()
        assert not target.exists()


def printer_onto(paper: Path) -> QPrinter:
    printer = new_printer("Test")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))
    printer.setResolution(100)
    return printer


def test_it_is_printed_page_by_page_and_the_window_never_stands_still(
    shell: Shell, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    page = open_share(shell, qtbot, wait, "actions")
    paper = tmp_path / "paper.pdf"
    gaps: list[Gap] = []
    while len(gaps) < 8 and (not gaps or gaps[-1].own >= 0.05):
        watch = Watch()
        watch.start()
        page.print_on(printer_onto(paper))
        assert not page.print.isEnabled()
        qtbot.waitUntil(lambda: page.printing is None, timeout=60_000)
        gaps.append(watch.stop().longest)
    assert gaps[-1].own < 0.05, gaps  # other programs only ever add to it
    assert page.words.text() == f"{page.pages} pages went to the printer."
    with pypdfium2.PdfDocument(paper.read_bytes()) as pdf:
        assert len(pdf) == page.pages
        dark = [sheet.render(scale=0.5).to_pil().convert("L").getextrema()[0] for sheet in pdf]
    assert max(dark) < 128  # there is ink on each
    # The document that is shown meanwhile may be another one; one printing at a time.
    page.print_on(printer_onto(paper))
    first = page.printing
    page.print_on(printer_onto(tmp_path / "other.pdf"))
    assert page.printing is first
    page.large.click()
    wait()
    page.cancel()
    qtbot.waitUntil(lambda: page.printing is None, timeout=60_000)
    assert page.print.isEnabled()


def test_ctrl_p_asks_for_the_printer(
    shell: Shell, qtbot: QtBot, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_share(shell, qtbot, wait, "budget")
    assert "2022-23" in page.title.text()
    monkeypatch.setattr(sharing, "has_printer", lambda: False)
    press(qtbot, shell, Key.Key_P)
    said: Any = page.dialog
    assert said.windowTitle() == "No printer is set up on this computer"
    said.accept()
    monkeypatch.setattr(sharing, "has_printer", lambda: True)
    press(qtbot, shell, Key.Key_P)
    said = page.dialog
    assert isinstance(said, QPrintDialog)
    assert said.windowTitle() == f"Print: {page.title.text()}"
    said.reject()
    assert page.printing is None


def test_a_meeting_is_printed_as_its_tab_shows_it(
    shell: Shell, qtbot: QtBot, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = shell.desk.store.ask(find_meeting, "Safeguarding Executive Group 2023-07-13")
    shell.open_place("meetings", meeting.id)
    wait()
    meetings = shell.pages["meetings"]
    press(qtbot, shell, Key.Key_P)
    wait()
    page = shell.page()
    assert isinstance(page, SharePage)
    assert page.title.text() == "Agenda"
    assert "Thursday 13 July 2023" in text_of(page)
    assert page.ready is not None
    assert page.ready.name == "agenda-safeguarding-executive-group-2023-07-13"
    assert not page.ready.restricted
    shell.desk.store.run(start_agenda, meeting.id)
    shell.desk.store.run(add_item, meeting.id, "SI-2023-07", restricted=True)
    page.refresh()
    wait()
    assert "SI-2023-07" in text_of(page)
    monkeypatch.setattr(sharing, "has_printer", lambda: True)
    page.print.click()
    said: Any = page.dialog
    assert said.windowTitle() == "Print part 2 too?"
    assert said.safe.words == "Do not print"
    said.reject()
    assert not isinstance(page.dialog, QPrintDialog)
    page.back.click()
    wait()
    meetings.detail.tabs.setCurrentIndex(1)
    meetings.print.click()
    wait()
    assert page.title.text() == "Attendance"
    assert page.context.text().startswith("Safeguarding Executive Group")


def test_a_change_meanwhile_is_seen_and_nothing_else_draws_anew(
    shell: Shell, qtbot: QtBot, wait: Wait
) -> None:
    page = open_share(shell, qtbot, wait, "actions")
    before = page.data
    page.refresh()
    wait()
    assert page.data is before
    line = next(one for one in shell.pages["actions"].log if one.part == "late")
    shell.desk.run(shell, add_update, line.id, "Asked again by letter", date(2023, 10, 19))
    wait()
    assert "Asked again by letter" in text_of(page)
    press(qtbot, shell, Key.Key_Z)
    wait()
    assert "Asked again by letter" not in text_of(page)


def test_signs_without_a_shape_are_told_before_it_is_printed(
    shell: Shell, qtbot: QtBot, wait: Wait
) -> None:
    line = shell.desk.store.ask(list_actions, date(2023, 10, 19))[0]
    shell.desk.store.run(add_update, line.id, "Letter in 中文 sent", date(2023, 10, 19))
    page = open_share(shell, qtbot, wait, "actions")
    assert page.banner is not None
    assert page.banner.fact.text() == "1 thing to know before you print"
    assert page.banner.help.text()
    assert page.panes()[0] is page.banner
    press(qtbot, shell, Key.Key_Escape, PLAIN)
    wait()
    page = open_share(shell, qtbot, wait, "budget")
    assert page.banner is None


def test_trouble_is_said_in_place_and_stopping_too(shell: Shell, qtbot: QtBot, wait: Wait) -> None:
    page = open_share(shell, qtbot, wait, "actions")
    page.large.click()
    page.progress.cancel.click()
    wait()
    assert page.view.picture.words == "Stopped. There is no preview."
    assert not page.print.isEnabled()
    assert not page.saves[".pdf"].isEnabled()
    assert page.saves[".docx"].isEnabled()
    page.print_now()
    page.large.click()
    wait()
    assert page.print.isEnabled()
    gone = page.scope
    assert gone is not None
    shell.sharing.share("agenda", gone)  # an agenda of no meeting
    wait()
    assert page.view.picture.words == "Say which meeting's agenda is wanted."
    assert not page.saves[".docx"].isEnabled()
    page.save_now(".docx")
    page.save_to(Path("nowhere.docx"), ".docx")
    assert not Path("nowhere.docx").exists()


def test_the_keys_of_the_window_work_over_a_document(
    shell: Shell, qtbot: QtBot, wait: Wait
) -> None:
    page = open_share(shell, qtbot, wait, "actions")
    words = [command.words for command in shell.list_commands()]
    assert words[:5] == ["Print", "Save as PDF", "Save as Word", "Save as web page", "Large print"]
    press(qtbot, shell, Key.Key_K)
    assert shell.palette_box.isVisible()
    qtbot.keyClick(shell.palette_box.line, Key.Key_Escape)
    assert not shell.palette_box.isVisible()
    assert shell.page() is page  # Esc closed the palette alone
    page.view.picture.setFocus()
    press(qtbot, shell, Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is page.large
    press(qtbot, shell, Key.Key_F1, PLAIN)
    dialog = shell.findChild(HelpDialog)
    assert dialog.windowTitle() == "Help: Print or save"
    dialog.accept()
    press(qtbot, shell, Key.Key_S)
    assert file_of(page).endswith(".pdf")
    shell.go_and_focus("budget")
    wait()
    assert shell.page() is shell.pages["budget"]
    assert not page.isVisible()


def test_the_lock_takes_the_document_off_the_screen(shell: Shell, qtbot: QtBot, wait: Wait) -> None:
    open_share(shell, qtbot, wait, "actions")
    left: list[str] = []
    shell.left.connect(left.append)
    press(qtbot, shell, Key.Key_L)
    assert SHARE not in shell.pages
    assert shell.page() is None
    assert not shell.findChildren(SharePage) or not shell.findChildren(SharePage)[0].isVisible()
    qtbot.waitUntil(lambda: left == ["lock"], timeout=30_000)


def test_a_page_that_cannot_be_left_stays_under_its_document(
    shell: Shell, qtbot: QtBot, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_share(shell, qtbot, wait, "actions")
    monkeypatch.setattr(shell.pages["actions"], "may_leave", lambda: False)
    assert not shell.go("settings")
    assert shell.page() is page


def test_names_of_files() -> None:
    on = date(2023, 10, 19)
    assert file_name(("Action log", "Neglect & Harm Group"), on) == (
        "action-log-neglect-harm-group-2023-10-19"
    )
    assert file_name(("Contributions 2022-23", ""), None) == "contributions-2022-23"
