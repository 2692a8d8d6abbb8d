"""Where a built pack goes: into a file that the person chose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.packs.rules import FULL

SAVE_TITLE = "Save the pack as a plain copy: whoever has the file can read it"


def file_name(meeting: MeetingLine, edition: str) -> str:
    """Return the name that is offered for a pack: 'exec-2023-07-13-pack.pdf'."""
    group = "".join(c for c in meeting.code.casefold() if c.isalnum()) or "meeting"
    ending = "" if edition == FULL else f"-{edition}"
    return f"{group}-{meeting.on.isoformat()}-pack{ending}.pdf"


def choose_place(parent: QWidget, name: str, then: Callable[[Path], object]) -> QFileDialog:
    """Ask where a pack is saved. It never blocks; it asks before a file is replaced."""
    dialog = QFileDialog(parent, SAVE_TITLE)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter("PDF documents (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
