"""Where a built pack goes: into a file that the person chose."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules import MeetingLine
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


def write_pack(path: Path, data: bytes) -> Path:
    """Write a pack where the person chose, under its name only when it is whole.

    Raises Refused in words; a pack that stood there before still does then.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise Refused(
            f"{path.name} could not be saved. The drive may be full, or the file open in another "
            "program. Choose another place or name."
        ) from error
    return path
