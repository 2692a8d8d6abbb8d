"""Choosing PDFs and having them looked at before they are taken: also for the page of packs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.faults import Refused
from dscp_desktop.jobs.threads import FileDesk
from dscp_desktop.meetings.commands.receiving import ReceivedPaper

INSPECT = "dscp_desktop.paper.tasks:inspect"


def choose_pdfs(
    parent: QWidget, then: Callable[[Sequence[Path]], object], *, several: bool = True
) -> QFileDialog:
    """Ask which PDFs to take; nothing happens where none is chosen. It never blocks."""
    dialog = QFileDialog(parent, "Choose papers" if several else "Choose the paper")
    mode = QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile
    dialog.setFileMode(mode)
    dialog.setNameFilter("PDF documents (*.pdf *.PDF)")
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def read_papers(files: FileDesk, paths: Sequence[Path]) -> tuple[ReceivedPaper, ...]:
    """Read files and look at each in the process for files.

    Raises Refused, naming every file that cannot be taken and why; then none is.
    """
    blobs = [_read(path) for path in paths]
    answer, _ = files.ask(INSPECT, {"names": [path.name for path in paths]}, blobs)
    refused = [facts["refused"] for facts in answer["papers"] if "refused" in facts]
    if refused:
        raise Refused("\n".join(refused))
    return tuple(
        ReceivedPaper(path.stem, data, int(facts["pages"]), tuple(facts["removed"]))
        for path, data, facts in zip(paths, blobs, answer["papers"], strict=True)
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(
            f"{path.name} could not be read. Close it in other programs, or copy it to this "
            "computer and try again."
        ) from error
