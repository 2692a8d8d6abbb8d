"""Printing: the dialog for it, and pages that go to the printer one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from dscp_desktop.widgets.pagepicture import Draw, as_image

NO_PRINTER = "No printer is set up on this computer"
NOT_REACHED = "The printer could not be reached. Check it and print again."
NO_SUCH_PAGE = "Nothing was printed: there is no page of these numbers. Choose other pages."
_MOST_DOTS = 1654  # A4 at 200 dots an inch
_STRIP = 64  # rows of a picture painted at once: meanwhile no other thread gets its turn


def has_printer() -> bool:
    """Say whether any printer is set up."""
    return bool(QPrinterInfo.availablePrinterNames())


def new_printer(name: str) -> QPrinter:
    """Return the usual printer, set to A4 at full size, on both sides where it can."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)  # else a page is made smaller: it brings margins of its own
    set_both_sides(printer, QPrinterInfo(printer).supportedDuplexModes())
    return printer


def set_both_sides(printer: QPrinter, can: Sequence[QPrinter.DuplexMode]) -> None:
    """Have a printer print on both sides, turned along the long edge, if that is what it can."""
    if QPrinter.DuplexMode.DuplexLongSide in can:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)


def open_print_dialog(
    parent: QWidget,
    printer: QPrinter,
    title: str,
    accepted: Callable[[], object],
    *,
    refused: Callable[[], object] = lambda: None,
    pages: int = 0,
    to_file: bool = True,
) -> QPrintDialog:
    """Ask which printer, which of so many pages and how; it never blocks.

    `accepted` is called once the printer is set, `refused` when nothing is to be printed. Without
    `to_file` the dialog offers no printing into a file.
    """
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    if pages:
        dialog.setMinMax(1, pages)
        dialog.setFromTo(1, pages)
        dialog.setPrintRange(QPrintDialog.PrintRange.AllPages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, to_file)

    def answered(code: int) -> None:
        (accepted if code == QDialog.DialogCode.Accepted else refused)()
        dialog.deleteLater()

    dialog.finished.connect(answered)
    QDialog.open(dialog)  # on Windows the system's own, which comes back when it is answered
    return dialog


def pages_to_print(printer: QPrinter, pages: int) -> tuple[int, ...]:
    """Return the pages in the order they are printed: range, order and copies as was chosen."""
    ranges = printer.pageRanges()
    found = [n for n in range(1, pages + 1) if ranges.isEmpty() or ranges.contains(n)]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        found.reverse()
    # A printer that makes the copies by itself is told so by the system.
    copies = 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
    if printer.collateCopies():
        return tuple(found * copies)
    return tuple(n for n in found for _ in range(copies))


class _Press:
    """Paints on a printer in a thread of its own: a page takes longer than a window may wait."""

    def __init__(self, printer: QPrinter) -> None:
        self.printer, self.painter = printer, QPainter()
        self.room = printer.pageRect(QPrinter.Unit.DevicePixel)
        self.thread = ThreadPoolExecutor(1, "printing")

    def begin(self) -> bool:
        """Say whether the printer takes anything."""
        return self.painter.begin(self.printer)

    def put(self, image: QImage, fresh: bool) -> None:
        """Paint a page as large as fits, turned where it lies across; `fresh` on a new sheet."""
        if fresh:
            self.printer.newPage()
        room = QRectF(self.painter.viewport())
        if (image.width() > image.height()) != (room.width() > room.height()):
            image = image.transformed(QTransform().rotate(90))
        scale = min(room.width() / image.width(), room.height() / image.height())
        wide, high = image.width() * scale, image.height() * scale
        left, top = (room.width() - wide) / 2, (room.height() - high) / 2
        for row in range(0, image.height(), _STRIP):
            rows = min(_STRIP + 1, image.height() - row)  # one over: no gap between the strips
            strip = QRectF(0, row, image.width(), rows)
            place = QRectF(left, top + row * scale, wide, rows * scale)
            self.painter.drawImage(place, image, strip)

    def end(self) -> None:
        """Let go of the printer: what was painted comes out."""
        if self.painter.isActive():
            self.painter.end()

    def abandon(self) -> None:
        """Nobody waits any more."""
        self.thread.submit(self.end)
        self.thread.shutdown(wait=False)


class Printing(QObject):
    """Prints pages one by one: `draw` draws each away from the window, another thread paints it.

    It belongs to its parent and goes when it has told `finished`.
    """

    told = Signal(str, float)  # words, part done
    finished = Signal(str)  # what became of it, in words
    _answered = Signal(object, object, object)  # who is told, and a value or a fault

    def __init__(self, draw: Draw, pages: int, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self.owner, self.draw = parent, draw
        self.pages = pages_to_print(printer, pages)
        self.stopped = False
        self._done = 0
        self._press = _Press(printer)
        self._answered.connect(_deliver)
        parent.destroyed.connect(self._press.abandon)

    def start(self) -> None:
        """Begin with the first page."""
        if self.pages:
            self._do(self._press.begin, self._begun)
        else:
            self._end(NO_SUCH_PAGE)

    def cancel(self) -> None:
        """Stop after the page that is being printed."""
        self.stopped = True

    def _do(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        def job() -> None:
            value, fault = None, None
            try:
                value = work()
            except BaseException as found:
                fault = found
            if isValid(self):
                self._answered.emit(then, value, fault)

        self._press.thread.submit(job)

    def _begun(self, reached: bool) -> None:
        if reached:
            self._ask()
        else:
            self._end(NOT_REACHED)

    def _ask(self) -> None:
        count = len(self.pages)
        self.told.emit(f"Printing page {self._done + 1} of {count}", self._done / count)
        width = min(int(self._press.room.width()), _MOST_DOTS)
        self.draw(
            self.pages[self._done], width, self._paint, lambda trouble: self._end(trouble.words)
        )

    def _paint(self, facts: Mapping[str, Any], data: bytes) -> None:
        fresh = self._done > 0
        self._do(lambda: self._press.put(as_image(facts, data), fresh), lambda _none: self._go_on())

    def _go_on(self) -> None:
        self._done += 1
        count = len(self.pages)
        went = "1 page" if count == 1 else f"{count} pages"
        if self._done == count:
            self._end(f"{went} went to the printer.")
        elif self.stopped:
            self._end(f"Printing was stopped: {self._done} of {went} went to the printer.")
        else:
            self._ask()

    def _end(self, words: str) -> None:
        self._do(self._press.end, lambda _none: self._tell(words))

    def _tell(self, words: str) -> None:
        self.owner.destroyed.disconnect(self._press.abandon)
        self._press.thread.shutdown(wait=False)
        self.finished.emit(words)
        self.deleteLater()


def _deliver(then: Callable[[Any], object], value: Any, fault: BaseException | None) -> None:
    if fault is not None:
        raise fault
    then(value)
