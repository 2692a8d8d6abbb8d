"""Where a built pack goes: into files that the person chose, with its copies beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.saving import save_file
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.jobs.threads import FileDesk
from dscp_desktop.packs.documents.copies import make_copies
from dscp_desktop.packs.rules.parts import FULL, BuiltPack

SAVE_TITLE = "Save the pack as a plain copy: whoever has the file can read it"


@dataclass(frozen=True, slots=True)
class Made:
    """What one build made: a pack, part 2 as a file of its own, and whose copies are wanted.

    `what` stands in the name of the file, as 'supplement-1'.
    """

    pack: BuiltPack
    part_2: BuiltPack | None = None
    recipients: tuple[str, ...] = ()
    what: str = "pack"


def file_name(meeting: MeetingLine, edition: str, what: str = "pack") -> str:
    """Return the name that is offered for a pack: 'exec-2023-07-13-pack.pdf'."""
    group = "".join(c for c in meeting.code.casefold() if c.isalnum()) or "meeting"
    ending = "" if edition == FULL else f"-{edition}"
    return f"{group}-{meeting.on.isoformat()}-{what}{ending}.pdf"


def copy_paths(path: Path, count: int, first: int = 1) -> tuple[Path, ...]:
    """Return where numbered copies go: 'pack-copy-07-of-14.pdf' beside 'pack.pdf'."""
    last = first + count - 1
    wide = len(str(last))
    names = (f"{path.stem}-copy-{n:0{wide}}-of-{last}{path.suffix}" for n in range(first, last + 1))
    return tuple(path.with_name(name) for name in names)


def part_2_path(path: Path) -> Path:
    """Return where part 2 goes as a file of its own."""
    return path.with_name(f"{path.stem}-part-2-alone{path.suffix}")


def save_made(made: Made, path: Path, files: FileDesk) -> str:
    """Write a pack, part 2 and copies, and return what was saved in words.

    Raises Refused where a file beside it would be replaced, or one could not be written.
    """
    places = copy_paths(path, len(made.recipients))
    second = part_2_path(path)
    check_free([*places, *([second] if made.part_2 else [])])
    copies = make_copies(made.pack.data, files.ask, made.recipients) if places else iter(())
    saved = save_file(path, made.pack.data)
    if made.part_2:
        save_file(second, made.part_2.data)
    for number, (place, data) in enumerate(zip(places, copies, strict=True), 1):
        save_file(place, data)
        files.tell(f"Copy {number} of {len(places)}", number, len(places))
    also = [f"{len(places)} numbered copies"] if len(places) > 1 else []
    also += ["1 numbered copy"] if len(places) == 1 else []
    also += [f"part 2 as {second.name}"] if made.part_2 else []
    return f"Saved as {saved.name}" + (f", with {' and '.join(also)}" if also else "")


def check_free(places: Sequence[Path]) -> None:
    """Raise Refused where a file stands there already: only the one that was asked about goes."""
    taken = [place.name for place in places if place.exists()]
    if taken:
        raise Refused(f"{taken[0]} is there already. Choose another name or folder.")


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
