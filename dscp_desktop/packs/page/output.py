"""Where a built pack goes: into a file that the person chose, or to a printer, from memory."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.diary.rules import MeetingLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.packs.page.preview import PICTURE, as_image
from dscp_desktop.packs.rules import FULL, BuiltPack

SAVE_TITLE = "Save the pack as a plain copy: whoever has the file can read it"
NO_PRINTER = "No printer is set up on this computer"
_MOST_DOTS = 1654  # A4 at 200 dots an inch


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


def has_printer() -> bool:
    """Say whether any printer is set up."""
    return bool(QPrinterInfo.availablePrinterNames())


class Printing(QObject):
    """Prints a PDF page by page; each page is drawn in the process for files."""

    told = Signal(str, float)  # words, part done
    finished = Signal(str)  # what became of it, in words

    def __init__(self, desk: Desk, built: BuiltPack, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.built, self.printer = desk, built, printer
        self.painter = QPainter()
        self.stopped = False
        first, last = printer.fromPage(), printer.toPage()
        self.first = first or 1
        self.last = min(last or built.pages, built.pages)

    def start(self) -> None:
        """Begin with the first page."""
        if self.painter.begin(self.printer):
            self._ask(self.first)
        else:
            self.finished.emit("The printer could not be reached. Check it and print again.")

    def cancel(self) -> None:
        """Stop after the page that is being printed."""
        self.stopped = True

    def _ask(self, page: int) -> None:
        whole = self.last - self.first + 1
        self.told.emit(f"Printing page {page} of {self.last}", (page - self.first) / whole)
        room = self.printer.pageRect(QPrinter.Unit.DevicePixel)
        values = {"page": page, "width": min(int(room.width()), _MOST_DOTS), "name": "The pack"}
        data = self.built.data
        self.desk.work(
            self,
            lambda files: files.ask(PICTURE, values, [data]),
            then=self._paint,
            failed=self._failed,
        )

    def _paint(self, answer: tuple[dict[str, Any], list[bytes]]) -> None:
        facts, blobs = answer
        image = as_image(facts, blobs[0])
        room = QRectF(self.painter.viewport())
        scale = min(room.width() / image.width(), room.height() / image.height())
        wide, high = image.width() * scale, image.height() * scale
        left, top = (room.width() - wide) / 2, (room.height() - high) / 2
        self.painter.drawImage(QRectF(left, top, wide, high), image)
        page = int(facts["page"])
        if self.stopped:
            self._end(f"Printing was stopped after page {page}.")
        elif page == self.last:
            self._end(f"{self.last - self.first + 1} pages went to the printer.")
        else:
            self.printer.newPage()
            self._ask(page + 1)

    def _failed(self, trouble: Trouble) -> None:
        self._end(trouble.words)

    def _end(self, words: str) -> None:
        self.painter.end()
        self.finished.emit(words)
