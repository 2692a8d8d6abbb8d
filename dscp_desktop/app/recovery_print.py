"""The recovery sheet, painted straight to a printer: never a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPaintDevice, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from dscp_desktop.app.recovery import RecoverySheet
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.printing import open_print_dialog

NO_PRINTER = "No printer is set up on this computer. The sheet can be printed later from Settings."
_ADVICE = (
    "This key opens the store when every passphrase is lost. Whoever holds it can read "
    "everything: keep this sheet locked away, apart from the computer.",
    "To use it: start DSCP Desktop, choose the store, then 'Use the recovery sheet', and type "
    "the key. Capitals do not count; O and 0, I and 1 are taken for each other.",
    "When a person's key is removed, the key of the store changes: print a new sheet then and "
    "destroy this one.",
)
_GROUPS_IN_LINE = 4


def key_lines(code: str) -> tuple[str, ...]:
    """Return the key in lines of four groups, to be typed from the sheet."""
    groups = code.split("-")
    starts = range(0, len(groups), _GROUPS_IN_LINE)
    return tuple("  ".join(groups[n : n + _GROUPS_IN_LINE]) for n in starts)


def paint_sheet(device: QPaintDevice, sheet: RecoverySheet) -> None:
    """Paint the sheet on a page, black on white; sizes are in points, whatever the device."""
    lines: list[tuple[str, str, float]] = [
        ("Recovery sheet", "title", 19),
        (sheet.public_name, "strong", 14),
        (f"Store: {sheet.place}", "base", 11),
        (f"Printed: {sheet.printed_on}", "base", 11),
        *((line, "mono", 18) for line in key_lines(sheet.code)),
        *((words, "base", 11) for words in _ADVICE),
    ]
    wrap = int(Qt.TextFlag.TextWordWrap)
    painter = QPainter(device)
    painter.setPen(Qt.GlobalColor.black)
    gap = device.logicalDpiY() / 8
    top = 0.0
    for words, role, points in lines:
        face = QFont(fonts.font(role), device)
        face.setPointSizeF(points)
        painter.setFont(face)
        room = QRectF(0, top, device.width(), device.height() - top)
        top += painter.boundingRect(room, wrap, words).height() + gap
        painter.drawText(room, wrap, words)
    painter.end()


def ask_to_print(parent: QWidget, sheet: RecoverySheet, told: Callable[[str], object]) -> None:
    """Ask which printer, print there, and tell in words what became of it."""
    if not QPrinterInfo.availablePrinterNames():
        told(NO_PRINTER)
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(20, 27, 20, 27),
            QPageLayout.Unit.Millimeter,
        )
    )
    printer.setDocName("Recovery sheet")

    def print_it() -> None:
        paint_sheet(printer, sheet)
        told("The recovery sheet went to the printer. Lock it away.")

    open_print_dialog(
        parent,
        printer,
        "Print the recovery sheet",
        print_it,
        refused=lambda: told("The sheet was not printed. Settings can print it later."),
        to_file=False,
    )
