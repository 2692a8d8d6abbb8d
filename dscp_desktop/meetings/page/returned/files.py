"""The Word copy of minutes: saved for whoever edits it, and read when it comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.intake import shown_name, take_file
from dscp_desktop.core.saving import save_file
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.jobs.threads import FileDesk
from dscp_desktop.meetings.documents.minutes import word_copy
from dscp_desktop.meetings.queries.returned import CopyFacts
from dscp_desktop.meetings.rules.returned.values import PREFIX, FileLine, file_lines

WRITE = "dscp_desktop.paper.tasks:write"
RETURNED = "dscp_desktop.paper.tasks:returned"
SAVE_TITLE = "Save the Word copy as a plain file: whoever has it can read it"
_WORD = "Word documents (*.docx *.DOCX)"


@dataclass(frozen=True, slots=True)
class CameBack:
    """An edited copy: its name and bytes, read to see that it can be."""

    name: str
    data: bytes


def copy_name(meeting: MeetingLine, *, whole: bool = True) -> str:
    """Return the name that is offered for a copy: 'exec-2023-07-13-minutes.docx'."""
    group = "".join(c for c in meeting.code.casefold() if c.isalnum()) or "meeting"
    return f"{group}-{meeting.on.isoformat()}-minutes{'' if whole else '-part-1'}.docx"


def make_copy(files: FileDesk, facts: CopyFacts, path: Path, whole: bool) -> CameBack:
    """Write the minutes as Word, with marks in them, and save them where the person chose."""
    values = word_copy(facts.record, facts.partnership, facts.marking, whole=whole)
    _, blobs = files.ask(WRITE, values)
    save_file(path, blobs[0])
    return CameBack(shown_name(path.name), blobs[0])


def take_copy(files: FileDesk, path: Path) -> CameBack:
    """Read an edited copy. Raises Refused, naming it, where it cannot be taken."""
    found = CameBack(shown_name(path.name), take_file(path))
    files.ask(RETURNED, {"names": [found.name], "prefix": PREFIX}, [found.data])
    return found


def read_copies(
    files: FileDesk, sent: CameBack, back: CameBack
) -> tuple[tuple[FileLine, ...], tuple[FileLine, ...]]:
    """Return the lines of what went out and of what came back."""
    values = {"names": [sent.name, back.name], "prefix": PREFIX}
    answer, _ = files.ask(RETURNED, values, [sent.data, back.data])
    one, other = answer["lines"]
    return file_lines(one), file_lines(other)


def choose_place(parent: QWidget, name: str, then: Callable[[Path], object]) -> QFileDialog:
    """Ask where the copy is saved. It never blocks; it asks before a file is replaced."""
    dialog = QFileDialog(parent, SAVE_TITLE)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(_WORD)
    dialog.setDefaultSuffix("docx")
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def choose_copy(parent: QWidget, then: Callable[[Path], object]) -> QFileDialog:
    """Ask which edited copy came back. It never blocks."""
    dialog = QFileDialog(parent, "Choose the edited copy")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(_WORD)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
