"""Choosing papers and having them looked at before they are taken: also for the page of packs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.intake import shown_name, take_file
from dscp_desktop.core.mail import draft_message
from dscp_desktop.core.names import slug
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.files import Stopped
from dscp_desktop.jobs.taking import CHOICES, take_paper
from dscp_desktop.jobs.threads import FileDesk
from dscp_desktop.meetings.commands.receiving import ReceivedPaper
from dscp_desktop.meetings.rules.papers import Came, Reminder


def choose_pdfs(
    parent: QWidget, then: Callable[[Sequence[Path]], object], *, several: bool = True
) -> QFileDialog:
    """Ask which files to take as papers; nothing happens where none is chosen. It never blocks."""
    dialog = QFileDialog(parent, "Choose papers" if several else "Choose the paper")
    mode = QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile
    dialog.setFileMode(mode)
    dialog.setNameFilters([CHOICES, "Any file (*)"])
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, then: Callable[[Path], object]) -> QFileDialog:
    """Ask for the folder in which draft messages are saved. It never blocks."""
    dialog = QFileDialog(parent, "Save a draft message for each owner")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def read_papers(files: FileDesk, paths: Sequence[Path]) -> tuple[ReceivedPaper, ...]:
    """Read files and look at each in the process for files; Word and pictures become PDFs.

    Raises Refused, naming every file that cannot be taken and why; then none is.
    """
    papers: list[ReceivedPaper] = []
    refused: list[str] = []
    for number, path in enumerate(paths):
        name = shown_name(path.name)
        files.tell(f"Looking at {name}", number, len(paths))
        try:
            # One at a time: it is named where the process for files has to give it up.
            found = take_paper(files.ask, take_file(path, name), name, cancelled=files.cancelled)
        except Stopped:
            raise
        except Refused as trouble:
            refused.append(trouble.words)
            continue
        came = Came(found.source, found.left_in, found.text)
        papers.append(
            ReceivedPaper(shown_name(path.stem), found.data, found.pages, found.removed, came)
        )
    if refused:
        raise Refused("\n".join(refused))
    return tuple(papers)


def save_reminders(reminders: Sequence[Reminder], marking: str, folder: Path) -> tuple[Path, ...]:
    """Save a draft message for each owner in a folder; nothing is sent from here.

    A file of the same name is replaced. Raises Refused where one could not be saved.
    """
    saved: list[Path] = []
    for reminder in reminders:
        name = f"reminder-{slug(reminder.owner)}"
        same = sum(path.stem.startswith(name) for path in saved)
        data = draft_message(reminder.to, reminder.subject, reminder.text, marking=marking)
        saved.append(save_file(folder / f"{name}{f'-{same + 1}' if same else ''}.eml", data))
    return tuple(saved)
