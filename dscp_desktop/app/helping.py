"""Help: F1 shows what a page is for, its chapter of the guide, and the keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextTable
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from dscp_desktop.app.guide import GUIDE, KEYS, find_chapter, the_guide
from dscp_desktop.core.offers import Scope
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.texts import Text

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell
    from dscp_desktop.app.start import StartWindow

_MARGIN = 24
_SIGNS, _PLAIN = re.compile(r"([^\w\s])"), r"\\\1"  # plain words, as Markdown wants them


class HelpDialog(QDialog):
    """A page's sentence, its chapter and the keys, to be scrolled through; Esc leaves it."""

    def __init__(self, title: str, words: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAccessibleName(title)
        self.reader = QTextBrowser()
        self.reader.setOpenLinks(False)
        self.reader.setTabChangesFocus(True)
        self.reader.setProperty("bare", True)
        keys = Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.reader.setTextInteractionFlags(self.reader.textInteractionFlags() | keys)
        self.reader.setAccessibleName(title)
        self.whole = Button("The whole guide", icon="help")
        self.keys = Button("Keys on this page", keys="Ctrl+/")
        self.close_button = Button("Close", keys="Esc")
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.setContentsMargins(_MARGIN, 8, _MARGIN, 0)
        foot.addWidget(self.whole)
        foot.addWidget(self.keys)
        foot.addStretch()
        foot.addWidget(self.close_button)
        head = Text(title, "item")
        head.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 20, 0, 16)
        box.setSpacing(8)
        box.addWidget(head)
        box.addWidget(self.reader, 1)
        box.addLayout(foot)
        room = parent.height() if parent is not None else 640
        self.resize(fonts.scaled(640), min(fonts.scaled(600), room - 40))
        self.show_text(words, text)
        self.reader.setFocus()

    def show_text(self, words: str, text: str) -> None:
        """Show plain words, then Markdown of the guide, from its beginning."""
        document = self.reader.document()
        document.setDocumentMargin(_MARGIN)
        document.setDefaultFont(fonts.font())
        self.reader.setMarkdown(f"{_SIGNS.sub(_PLAIN, words)}\n\n{text}")
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format().toTableFormat()
                form.setBorder(0)
                form.setCellSpacing(0)
                form.setCellPadding(fonts.scaled(4))
                frame.setFormat(form)
        self.reader.moveCursor(QTextCursor.MoveOperation.Start)


def help_text(key: str) -> str:
    """Return the chapter of a page and that of the keys, as Markdown."""
    chapter, keys = find_chapter(key), find_chapter(KEYS)
    said = chapter.text if chapter is not None and chapter is not keys else ""
    return f"{said}\n### {keys.title}\n\n{keys.text}" if keys is not None else said


def whole_text() -> str:
    """Return every chapter one after the other, as Markdown."""
    return "\n".join(f"## {one.title}\n\n{one.text}" for one in the_guide().chapters)


def help_title(key: str, other: str) -> str:
    """Return the title of a page's help: that of its chapter, else another."""
    chapter = find_chapter(key)
    return f"Help: {chapter.title if chapter is not None else other}"


def show_help(shell: Shell) -> None:
    """Show the help of the page that is shown in the window of a store."""
    page = shell.page()
    key = next((key for key, one in shell.pages.items() if one is page), "")
    title = help_title(key, page.title.text() if page is not None else "")
    words = page.help_topic if page is not None else ""
    dialog = HelpDialog(title, words, help_text(key), shell)
    dialog.whole.clicked.connect(dialog.accept)
    dialog.whole.clicked.connect(lambda: show_guide(shell))
    dialog.keys.clicked.connect(dialog.accept)
    dialog.keys.clicked.connect(shell.show_keys)
    dialog.open()


def show_guide(shell: Shell) -> None:
    """Show the whole guide as it is printed; it is printed or saved there."""
    shell.sharing.show(GUIDE, Scope(shell.desk.today))


def show_start_help(start: StartWindow) -> None:
    """Show the help of a page before a store is open; the whole guide is shown in its place."""
    page = start.page()
    chapter = find_chapter(page.help_key)
    title = help_title(page.help_key, page.window_title)
    dialog = HelpDialog(title, page.help_words, chapter.text if chapter else "", start)
    dialog.keys.hide()
    dialog.whole.clicked.connect(lambda: dialog.show_text("", whole_text()))
    dialog.whole.clicked.connect(dialog.whole.hide)
    dialog.whole.clicked.connect(dialog.reader.setFocus)
    dialog.open()
