"""Papers that come, and messages to those whose papers have not: files chosen, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.meetings.page.papers import (
    Taking,
    choose_folder,
    choose_pdfs,
    save_reminders,
)
from dscp_desktop.meetings.queries.papers import reminder_drafts
from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.meetings.rules.papers import Reminder


class Incoming(QObject):
    """Asks for files, and has them looked at in the process for files.

    `taken` gives papers that are sound, the paper they are for (None: new ones) and the line of
    what changed; `failed` a trouble, `told` words of what was done. `taking` shows how far it is.
    """

    taken = Signal(object, object, str)
    failed = Signal(object)
    told = Signal(str)

    def __init__(self, desk: Desk, place: QWidget) -> None:
        super().__init__(place)
        self.desk, self.place = desk, place
        self.dialog: QFileDialog | None = None
        self.taking = Taking(desk)  # whoever shows the papers shows it
        self.taking.stopped.connect(self.told)

    def choose(self, paper: PaperLine | None = None, changed: str = "") -> None:
        """Ask for the file of a paper; without one for papers that are new."""
        take = partial(self.take_files, paper=paper, changed=changed)
        self.dialog = choose_pdfs(self.place, take, several=paper is None)

    def take_files(
        self, paths: Sequence[Path], paper: PaperLine | None = None, changed: str = ""
    ) -> None:
        """Look at files, and hand them on when every one is sound."""
        self.taking.take(
            paths, lambda papers: self.taken.emit(papers, paper, changed), self.failed.emit
        )

    def write_to_owners(self, meeting_id: str) -> None:
        """Ask where the draft messages to owners are saved; nothing is sent from here."""
        save = partial(self.save_drafts, meeting_id)
        self.dialog = choose_folder(self.place, save)

    def save_drafts(self, meeting_id: str, folder: Path) -> None:
        """Write a draft message for each owner of a paper that has not come."""

        def saved(paths: tuple[Path, ...]) -> None:
            count = f"{len(paths)} draft message{'' if len(paths) == 1 else 's'}"
            self.told.emit(f"{count} saved in {folder.name}. Open and send them from there.")

        def write(found: tuple[tuple[Reminder, ...], str]) -> None:
            def job(_files: FileDesk) -> tuple[Path, ...]:
                return save_reminders(*found, folder)

            self.desk.work(self, job, then=saved, failed=self.failed.emit)

        self.desk.ask(self, reminder_drafts, meeting_id, self.desk.today, then=write)
