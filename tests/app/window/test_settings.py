"""Settings: the look, people with a key, the recovery sheet, backups."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from pytestqt.qtbot import QtBot

from dscp_desktop.app.backups import make_backup
from dscp_desktop.app.look import show_own_look
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.recovery import RecoverySheet
from dscp_desktop.app.recovery_print import NO_PRINTER, ask_to_print, key_lines, paint_sheet
from dscp_desktop.app.settings_page import SettingsPage
from dscp_desktop.core.changes import Changes
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.keys import read_slots, recovery_code
from dscp_desktop.store.opening import open_store
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.dialogs import Question
from dscp_desktop.widgets.theme import Theme, theme_now
from tests.moulds import PASSPHRASE

LONG = "five words are good enough"


@pytest.fixture
def page(desk: Desk, own: OwnSettings, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(desk, own)
    qtbot.addWidget(made)
    made.resize(1232, 840)
    with qtbot.waitExposed(made):
        made.show()
    made.refresh()
    qtbot.waitUntil(desk.idle)
    return made


def people_of(desk: Desk) -> list[str]:
    return [slot.name for slot in read_slots(desk.store.path).slots]


def add(page: SettingsPage, qtbot: QtBot, name: str = "Ben", phrase: str = LONG) -> None:
    page.add.click()
    page.form.name.set_value(name)
    page.form.phrase.set_value(phrase)
    page.form.again.set_value(phrase)
    page.form.do.click()
    qtbot.waitUntil(page.desk.idle)
    page.refresh()
    qtbot.waitUntil(page.desk.idle)


def test_the_theme_and_the_text_size_are_the_persons_own(page, own, qtbot: QtBot) -> None:
    page.theme.set_value("dark")
    page.theme.changed.emit()
    qtbot.waitUntil(lambda: theme_now() is Theme.DARK)
    page.text_size.set_value(1.5)
    page.text_size.changed.emit()
    qtbot.waitUntil(lambda: fonts.text_scale() == 1.5)
    assert (own.get("theme"), own.get("text_size")) == ("dark", 1.5)
    own.put("theme", "no such theme")
    own.put("text_size", "big")
    show_own_look(own)
    assert fonts.text_scale() == 1.0


def test_a_policy_locks_the_theme(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text('{"theme": "dark"}')
    page = SettingsPage(desk, OwnSettings(tmp_path / "own", (policy,)))
    qtbot.addWidget(page)
    assert not page.theme.editor.isEnabled()
    assert page.theme.hint.text() == f"Set by your IT department in {policy}"
    assert page.text_size.editor.isEnabled()


def test_a_person_gets_a_key(page, desk, qtbot, clock) -> None:
    heard: list[Changes] = []
    desk.changed.connect(heard.append)
    add(page, qtbot)
    assert people_of(desk) == ["Ann", "Ben"]
    assert [changes.words for changes in heard] == ["Key added for Ben"]
    assert page.table.rows.rowCount() == 2
    with open_store(desk.store.path, LONG, person="Ben", clock=clock, to_read=True) as store:
        assert store.person == "Ben"


def test_the_form_says_what_is_wrong(page, desk, qtbot) -> None:
    page.add.click()
    page.form.do.click()
    assert page.form.name.error.text() == "Enter the role"
    page.form.name.set_value("Ann")
    page.form.phrase.set_value("short")
    page.form.again.set_value("other")
    page.form.do.click()
    assert "under 8 characters" in page.form.phrase.error.text()
    assert page.form.again.error.text() == "The two differ. Type it again."
    qtbot.keyClicks(page.form.phrase.editor, " and now longer")
    assert page.form.phrase.note.text() == "Long enough: 4 words"
    add(page, qtbot, "Ann")
    assert page.form.name.error.text() == "Ann has a key already. Choose another name."
    assert people_of(desk) == ["Ann"]


def test_a_passphrase_is_changed(page, desk, qtbot, clock) -> None:
    assert page.form.title.text() == "New passphrase for Ann"
    page.form.phrase.set_value(LONG)
    page.form.again.set_value(LONG)
    page.form.do.click()
    qtbot.waitUntil(desk.idle)
    with open_store(desk.store.path, LONG, person="Ann", clock=clock, to_read=True) as store:
        assert store.person == "Ann"


def test_a_key_is_removed_after_a_question(page, desk, qtbot, clock) -> None:
    add(page, qtbot)
    old = desk.store.key
    assert page.table.choose("Ben")
    page.remove.click()
    question = page.findChild(Question)
    assert question.windowTitle() == "Remove the key of Ben?"
    question.do.click()
    qtbot.waitUntil(desk.idle)
    assert people_of(desk) == ["Ann"]
    assert desk.store.key != old
    with open_store(desk.store.path, PASSPHRASE, clock=clock, to_read=True) as store:
        assert store.person == "Ann"
    page.refresh()
    qtbot.waitUntil(desk.idle)
    page._remove("Ann")
    qtbot.waitUntil(desk.idle)
    assert "last person with a key" in page.form.phrase.error.text()


def test_readers_change_no_keys(durham, own, clock, qtbot) -> None:
    reader = open_store(durham.path, PASSPHRASE, clock=clock, to_read=True)
    desk = Desk(reader)
    page = SettingsPage(desk, own)
    qtbot.addWidget(page)
    assert not page.add.isEnabled()
    assert not page.form.isEnabled()
    desk.close()


def test_backups_are_told(page, desk, qtbot) -> None:
    assert page.backups.last.text() == "No backup yet."
    make_backup(desk.store)
    page.refresh()
    qtbot.waitUntil(desk.idle)
    assert page.backups.last.text().startswith("Last backup today, ")
    assert page.backups.last.text().endswith(" 1 kept.")


# The recovery sheet -------------------------------------------------------------------------


def sheet() -> RecoverySheet:
    code = recovery_code(bytes(range(32)))
    return RecoverySheet("Durham <b>x</b>", "C:\\DSCP\\durham.dscp", code, "Thursday")


def test_the_key_stands_in_lines_of_four_groups() -> None:
    lines = key_lines(sheet().code)
    assert all(len(line.split()) == 4 for line in lines[:-1])
    assert "-".join(" ".join(lines).split()) == sheet().code


def test_the_sheet_is_painted_on_one_page() -> None:
    page = QImage(827, 1169, QImage.Format.Format_RGB32)  # A4 at 100 dpi
    page.setDotsPerMeterX(3937)
    page.setDotsPerMeterY(3937)
    page.fill(QColor("white"))
    paint_sheet(page, sheet())
    dark = [y for y in range(page.height()) if _has_ink(page, y)]
    assert dark[0] < 60
    assert 350 < dark[-1] < 1100


def _has_ink(page: QImage, y: int) -> bool:
    return any(page.pixelColor(x, y).lightness() < 128 for x in range(0, page.width(), 3))


def test_with_a_printer_the_dialog_is_asked(page, monkeypatch, tmp_path: Path) -> None:
    """The dialog is Qt's own; the printer paints into a file for this test alone."""
    told: list[str] = []
    out = tmp_path / "sheet.pdf"

    def dialog() -> QPrintDialog:
        """The one that is shown; the window goes on behind it."""
        found = [one for one in page.findChildren(QPrintDialog) if one.isVisible()]
        assert len(found) == 1
        return found[0]

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    ask_to_print(page, sheet(), told.append)
    assert told == []
    dialog().reject()
    assert not out.exists()
    ask_to_print(page, sheet(), told.append)
    dialog().printer().setOutputFileName(str(out))
    dialog().done(QPrintDialog.DialogCode.Accepted)
    assert told == [
        "The sheet was not printed. Settings can print it later.",
        "The recovery sheet went to the printer. Lock it away.",
    ]
    with pypdfium2.PdfDocument(out) as pdf:
        assert len(pdf) == 1


def test_without_a_printer_it_says_so(page) -> None:
    if QPrinterInfo.availablePrinterNames():
        pytest.skip("a printer is set up here")
    told: list[str] = []
    ask_to_print(page, sheet(), told.append)
    assert told == [NO_PRINTER]
    page.print_sheet.click()
    assert page.sheet_note.text() == NO_PRINTER
