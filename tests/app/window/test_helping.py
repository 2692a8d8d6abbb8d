"""Help on F1, and the way to what was saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.guide import KEYS, find_chapter, the_guide
from dscp_desktop.app.guide_reader import Chapter
from dscp_desktop.app.helping import HelpDialog, help_text, help_title
from dscp_desktop.app.sharing import SharePage
from dscp_desktop.app.shell import Shell
from dscp_desktop.paper.document import Bullets, Heading, Paragraph, Table, plain_text

Key, PLAIN = Qt.Key, Qt.KeyboardModifier.NoModifier


class Opener(QObject):
    """Hears which file would be opened in its own program."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Path] = []

    @Slot(QUrl)
    def hear(self, url: QUrl) -> None:
        self.heard.append(Path(url.toLocalFile()))


def _words(chapter: Chapter) -> Iterator[str]:
    """What is printed of a chapter, without its pictures."""
    for block in chapter.blocks:
        match block:
            case Heading():
                yield block.text
            case Paragraph():
                yield plain_text(block.text)
            case Bullets():
                yield from map(plain_text, block.items)
            case Table():
                yield from (cell.text for row in block.rows for cell in row.cells)


def test_the_help_says_what_the_guide_prints(qapp: QApplication) -> None:
    assert qapp is not None
    keys = find_chapter(KEYS)
    assert keys is not None
    for chapter in the_guide().chapters:
        title = help_title(chapter.key, "")
        dialog = HelpDialog(title, "* All: 1. a_b <c> [d](e)", help_text(chapter.key))
        said = dialog.reader.toPlainText()
        assert dialog.accessibleName() == dialog.reader.accessibleName() == title
        assert said.startswith("* All: 1. a_b <c> [d](e)\n"), chapter.key
        assert said.count("every key that works here") == 1, chapter.key
        for words in _words(chapter):
            assert words in said, chapter.key
    assert help_title("nowhere", "Other") == "Help: Other"
    assert help_text("nowhere").startswith("\n### Keys")


def test_f1_helps_by_keyboard_alone_and_leads_to_the_guide(shell: Shell, qtbot: QtBot) -> None:
    shell.go_and_focus("records")
    qtbot.waitUntil(shell.desk.idle, timeout=60_000)
    before = shell.focusWidget()
    qtbot.keyClick(before, Key.Key_F1, PLAIN)
    dialog = shell.findChild(HelpDialog)
    assert dialog.windowTitle() == "Help: Import"
    assert dialog.focusWidget() is dialog.reader
    said = dialog.reader.toPlainText()
    assert said.startswith("Choose one or several workbooks.")  # the page's own sentence
    assert "A group that nobody has is refused" in said  # the chapter
    assert "search, or run a command" in said  # the keys
    bar = dialog.reader.verticalScrollBar()
    qtbot.keyClick(dialog.reader, Key.Key_PageDown, PLAIN)
    assert bar.value() > 0
    stops = []
    for _ in range(4):
        stops.append(dialog.focusWidget())
        qtbot.keyClick(dialog.focusWidget(), Key.Key_Tab, PLAIN)
    assert stops == [dialog.reader, dialog.whole, dialog.keys, dialog.close_button]
    qtbot.keyClick(dialog, Key.Key_Escape, PLAIN)
    assert not dialog.isVisible()
    assert shell.focusWidget() is before
    next(c for c in shell.list_commands() if c.words == "The whole guide").do()
    shell.go("records")
    dialog.whole.click()
    qtbot.waitUntil(shell.desk.idle, timeout=60_000)
    page = shell.page()
    assert isinstance(page, SharePage)
    assert page.title.text() == "Guide for officers"
    assert page.ready is not None
    assert page.ready.marking == ""  # it holds nothing of the store
    assert "Durham" not in str(page.ready.values["furniture"])
    page.go_back()
    assert shell.place() == "records"


def test_every_key_of_the_window_stands_in_the_guide(shell: Shell) -> None:
    keys = find_chapter(KEYS)
    assert keys is not None
    bound = {s.key().toString() for s in shell.findChildren(QShortcut) if s.parent() is shell}
    bound = {key for key in bound if not key.removeprefix("Ctrl+").isdigit()}
    assert {"F1", "Ctrl+K", "Ctrl+/"} <= bound
    assert {key for key in bound if key not in keys.text} == set()


def test_what_was_saved_is_opened_from_the_foot_or_the_palette(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shell.desk.printed  # lists can be printed, and all be handed over, from the start
    assert shell.desk.hand_over is not None
    assert shell.results.commands() == ()
    opener, file = Opener(), tmp_path / "action-log.pdf"
    QDesktopServices.setUrlHandler("file", opener, "hear")
    shell.desk.saved.emit(file)
    assert shell.toast.words.text() == "Saved action-log.pdf"
    assert (shell.toast.undo.words, shell.toast.undo.isVisible()) == ("Open", True)
    assert "Ctrl+Z" not in shell.toast.accessibleName()
    shell.toast.undo.click()
    assert opener.heard == [file]
    next(c for c in shell.list_commands() if c.words == "Open action-log.pdf").do()
    assert opener.heard == [file, file]
    QDesktopServices.unsetUrlHandler("file")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    shell.results.open()
    assert shell.trouble.fact.text() == "action-log.pdf could not be opened."
    assert shell.trouble.help.text() == f"It is in {tmp_path}."
    shell.toast.tell("Action A044 marked done", lambda: None)
    assert shell.toast.undo.words == "Undo"
