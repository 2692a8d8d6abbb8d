"""Choosing PDFs and having them looked at before they are taken: also for the page of packs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.intake import shown_name, take_file
from dscp_desktop.jobs.files import Stopped
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
    papers: list[ReceivedPaper] = []
    refused: list[str] = []
    for path in paths:
        name = shown_name(path.name)
        try:
            data = take_file(path, name)
            # One at a time: it is named where the process for files has to give it up.
            answer, _ = files.ask(INSPECT, {"name": name, "names": [name]}, [data])
        except Stopped:
            raise
        except Refused as trouble:
            refused.append(trouble.words)
            continue
        facts = answer["papers"][0]
        if "refused" in facts:
            refused.append(facts["refused"])
        else:
            title = shown_name(path.stem)
            pages, removed = int(facts["pages"]), tuple(facts["removed"])
            papers.append(ReceivedPaper(title, data, pages, removed))
    if refused:
        raise Refused("\n".join(refused))
    return tuple(papers)
