"""The certificate's own files, CERT.json and frame.txt, saved where a person chooses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.restraint.queries.ceremony import certificate_files
from dscp_desktop.sampling.rules.certificate import CERT, LIST

SAVE_TITLE = "Save CERT.json and frame.txt: whoever has the files can read them"


def save_beside(parent: QWidget, desk: Desk, draw_id: str) -> QFileDialog:
    """Ask for a folder and write both files there. It never blocks."""
    dialog = QFileDialog(parent, SAVE_TITLE)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda chosen: save_both(parent, desk, draw_id, Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def save_both(parent: QWidget, desk: Desk, draw_id: str, folder: Path) -> None:
    """Write CERT.json and frame.txt into a folder, as bytes; trouble is told by the desk."""

    def write(texts: tuple[str, str]) -> None:
        try:
            for name, text in zip((CERT, LIST), texts, strict=True):
                save_file(folder / name, text.encode("utf-8"))
        except Trouble as trouble:
            desk.troubled.emit(trouble.words)

    desk.ask(parent, certificate_files, draw_id, then=write)
