"""Choosing papers and having them looked at before they are taken: also for the page of packs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.faults import Refused, Stopped, Trouble
from dscp_desktop.core.intake import shown_name, take_file
from dscp_desktop.core.mail import draft_message
from dscp_desktop.core.names import slug
from dscp_desktop.core.pace import STOPPED, Task
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.taking import CHOICES, bytes_of, bytes_words, take_paper
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.meetings.commands.receiving import ReceivedPaper
from dscp_desktop.meetings.rules.papers import Came, Reminder
from dscp_desktop.widgets.progress import Progress


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


@dataclass(frozen=True, slots=True)
class Looked:
    """Files that are sound papers; `left` names those not looked at, where it was stopped."""

    papers: tuple[ReceivedPaper, ...]
    left: tuple[str, ...] = ()


def read_papers(files: FileDesk, paths: Sequence[Path]) -> Looked:
    """Read files and look at each in the process for files; Word and pictures become PDFs.

    Raises Refused, naming every file that cannot be taken and why; then none is. Where somebody
    stops it, what was looked at by then is given, and the others are named.
    """
    papers: list[ReceivedPaper] = []
    refused: list[str] = []
    names, sizes = [shown_name(path.name) for path in paths], [bytes_of(path) for path in paths]
    left: tuple[str, ...] = ()
    for number, (path, name) in enumerate(zip(paths, names, strict=True)):
        try:
            if files.cancelled():
                raise Stopped(STOPPED)
            _tell(files, name, number, sizes)
            # One at a time: it is named where the process for files has to give it up.
            data = take_file(path, name)
            found = take_paper(files.ask_quietly, data, name, cancelled=files.cancelled)
        except Stopped:
            left = tuple(names[number:])
            break
        except Refused as trouble:
            refused.append(trouble.words)
            continue
        came = Came(found.source, found.left_in, found.text)
        papers.append(
            ReceivedPaper(shown_name(path.stem), found.data, found.pages, found.removed, came)
        )
    if refused:
        raise Refused("\n".join(refused))
    return Looked(tuple(papers), left)


def _tell(files: FileDesk, name: str, number: int, sizes: Sequence[int]) -> None:
    """Tell which of the files it is, and how many of their bytes are done."""
    done, whole, count = sum(sizes[:number]), sum(sizes), len(sizes)
    far = f"{number + 1} of {count}, {bytes_words(done, whole)}"
    files.tell(f"Looking at {name} ({far})" if count > 1 else f"Looking at {name}", done, whole)


def stopped_words(looked: Looked) -> str:
    """Say what became of each file of a taking that was stopped."""
    if not looked.papers:
        return f"Stopped. Nothing was taken. Left out: {', '.join(looked.left)}."
    taken = ", ".join(paper.title for paper in looked.papers)
    return f"Stopped. Taken into the store: {taken}. Left out: {', '.join(looked.left)}."


class Taking(Progress):
    """Looks at files that come as papers, says how far it is, and can be stopped.

    `stopped` says which files were taken and which were left out.
    """

    stopped = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setContentsMargins(16, 6, 16, 6)
        self._desk = desk
        self._task: Task | None = None
        self._writes = False
        self.cancelled.connect(self._stop)
        desk.busy_changed.connect(self._written)

    def take(
        self,
        paths: Sequence[Path],
        then: Callable[[tuple[ReceivedPaper, ...]], object],
        failed: Callable[[Trouble], object],
    ) -> None:
        """Look at files; `then` puts those that are sound into the store, in one command."""

        def looked_at(looked: Looked) -> None:
            self._task = None
            self.finish()
            if looked.papers:
                self._write(len(looked.papers))
                then(looked.papers)
            if looked.left:
                self.stopped.emit(stopped_words(looked))

        def refused(trouble: Trouble) -> None:
            self._task = None
            self.finish()
            failed(trouble)

        self.start("Looking at the papers")
        self._task = self._desk.work(
            self,
            lambda files: read_papers(files, paths),
            then=looked_at,
            failed=refused,
            told=lambda words, done, whole: self.report(words, done / whole if whole else 0.0),
        )

    def _write(self, count: int) -> None:
        """Say that they are being written, should that take long; it is one command."""
        what = "the paper" if count == 1 else f"{count} papers"
        self.start(f"Putting {what} into the store", can_cancel=False)
        self.percent.setText("")  # one command: how far it is is not known
        self._writes = True

    def _written(self, busy: bool) -> None:
        if self._writes and not busy:
            self._writes = False
            self.finish()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()


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
