"""Pages go to a printer: a PDF file stands for the paper, read back page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage, QPageLayout, QPageRanges
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.widgets.pagepicture import Drawn, PageView, as_image
from dscp_desktop.widgets.printing import (
    NO_SUCH_PAGE,
    NOT_REACHED,
    Printing,
    has_printer,
    new_printer,
    open_print_dialog,
    pages_to_print,
    set_both_sides,
)
from tests.bench.loop import Watch

STEP = 20  # page n is so many shades lighter than the one before
Duplex = QPrinter.DuplexMode


def picture(page: int, wide: int, high: int) -> tuple[dict[str, Any], bytes]:
    """The picture of a page as the process for files gives it: a shade that tells its number."""
    made = QImage(wide, high, QImage.Format.Format_RGB32)
    shade = page * STEP
    made.fill(0xFF000000 | shade << 16 | shade << 8 | shade)
    facts = {"width": wide, "height": high, "stride": made.bytesPerLine(), "page": page}
    return facts, bytes(made.constBits())


class Drawer:
    """Draws pages in the loop's next turn, as the desk does; notes what it was asked."""

    def __init__(self, across: bool = False) -> None:
        self.asked: list[tuple[int, int]] = []
        self.across = across
        self.trouble_at = 0

    def __call__(
        self, page: int, width: int, then: Drawn, failed: Callable[[Trouble], object]
    ) -> None:
        self.asked.append((page, width))
        if page == self.trouble_at:
            QTimer.singleShot(0, lambda: failed(Refused("Page 3 cannot be drawn.")))
            return
        high = round(width * (210 / 297 if self.across else 297 / 210))
        QTimer.singleShot(0, lambda: then(*picture(page, width, high)))


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "paper.pdf"


def printer_onto(paper: Path) -> QPrinter:
    printer = new_printer("Test")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))
    printer.setResolution(100)
    return printer


def print_all(
    qtbot: QtBot, owner: QObject, printer: QPrinter, pages: int, draw: Drawer | None = None
) -> str:
    printing = Printing(draw or Drawer(), pages, printer, owner)
    with qtbot.waitSignal(printing.finished, timeout=30_000) as said:
        printing.start()
    return str(said.args[0])


def shades(paper: Path) -> list[int]:
    """The numbers of the pages that stand on the paper, by their shade in the middle."""
    with pypdfium2.PdfDocument(paper.read_bytes()) as pdf:
        found = []
        for page in pdf:
            image = page.render(scale=0.2).to_pil().convert("L")
            found.append(round(image.getpixel((image.width // 2, image.height // 2)) / STEP))
        return found


def test_all_pages_are_printed_in_order(qtbot: QtBot, owner: QWidget, paper: Path) -> None:
    told: list[tuple[str, float]] = []
    printing = Printing(Drawer(), 3, printer_onto(paper), owner)
    printing.told.connect(lambda *said: told.append(said))
    with qtbot.waitSignal(printing.finished, timeout=30_000) as said:
        printing.start()
    assert said.args == ["3 pages went to the printer."]
    assert [words for words, _ in told] == [f"Printing page {n} of 3" for n in (1, 2, 3)]
    assert shades(paper) == [1, 2, 3]


@pytest.mark.parametrize(("chosen", "wanted"), [("2-4", [2, 3, 4]), ("1,5-9", [1, 5]), ("4", [4])])
def test_a_range_of_pages_is_printed_and_no_other_is_drawn(
    qtbot: QtBot, owner: QWidget, paper: Path, chosen: str, wanted: list[int]
) -> None:
    printer, draw = printer_onto(paper), Drawer()
    printer.setPageRanges(QPageRanges.fromString(chosen))
    assert "went to the printer" in print_all(qtbot, owner, printer, 5, draw)
    assert [page for page, _ in draw.asked] == wanted
    assert shades(paper) == wanted


def test_copies_order_and_a_range_out_of_reach(qtbot: QtBot, owner: QWidget, paper: Path) -> None:
    printer = printer_onto(paper)
    printer.setFromTo(2, 3)
    printer.setCopyCount(2)
    assert pages_to_print(printer, 9) == (2, 3, 2, 3)
    printer.setCollateCopies(False)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert pages_to_print(printer, 9) == (3, 3, 2, 2)
    print_all(qtbot, owner, printer, 9)
    assert shades(paper) == [3, 3, 2, 2]
    printer.setFromTo(12, 14)
    assert print_all(qtbot, owner, printer, 9) == NO_SUCH_PAGE


def test_a_page_has_its_full_size_on_a4(qtbot: QtBot, owner: QWidget, paper: Path) -> None:
    printer = printer_onto(paper)
    assert print_all(qtbot, owner, printer, 1) == "1 page went to the printer."
    with pypdfium2.PdfDocument(paper.read_bytes()) as pdf:
        assert [round(side) for side in pdf[0].get_size()] == [595, 842]
        image = pdf[0].render(scale=1).to_pil().convert("L")
    corners = [(4, 4), (image.width - 5, 4), (4, image.height - 5)]
    assert [round(image.getpixel(place) / STEP) for place in corners] == [1, 1, 1]


def test_a_page_that_lies_across_is_turned(qtbot: QtBot, owner: QWidget, paper: Path) -> None:
    print_all(qtbot, owner, printer_onto(paper), 1, Drawer(across=True))
    with pypdfium2.PdfDocument(paper.read_bytes()) as pdf:
        image = pdf[0].render(scale=1).to_pil().convert("L")
    assert round(image.getpixel((image.width // 2, 6)) / STEP) == 1
    assert image.width < image.height


class NotingPrinter(QPrinter):
    """A printer of the system that notes how its sides are to be used."""

    sides: Duplex | None = None

    def setDuplex(self, duplex: Duplex) -> None:
        self.sides = duplex


def test_both_sides_along_the_long_edge_where_the_printer_can() -> None:
    printer = NotingPrinter()
    set_both_sides(printer, [Duplex.DuplexNone])
    assert printer.sides is None
    set_both_sides(printer, [Duplex.DuplexNone, Duplex.DuplexLongSide, Duplex.DuplexShortSide])
    assert printer.sides is Duplex.DuplexLongSide
    made = new_printer("Test")
    assert made.docName() == "Test"
    assert made.fullPage()
    assert made.pageLayout().orientation() is QPageLayout.Orientation.Portrait
    assert has_printer() is bool(QPrinterInfo.availablePrinterNames())


def test_printing_stops_after_the_present_page(qtbot: QtBot, owner: QWidget, paper: Path) -> None:
    printing = Printing(Drawer(), 5, printer_onto(paper), owner)
    printing.told.connect(lambda words, _part: "page 2" in words and printing.cancel())
    with qtbot.waitSignal(printing.finished, timeout=30_000) as said:
        printing.start()
    assert said.args == ["Printing was stopped: 2 of 5 pages went to the printer."]
    assert shades(paper) == [1, 2]


def test_trouble_is_told_in_words(qtbot: QtBot, owner: QWidget, paper: Path) -> None:
    draw = Drawer()
    draw.trouble_at = 3
    assert print_all(qtbot, owner, printer_onto(paper), 4, draw) == "Page 3 cannot be drawn."
    nowhere = printer_onto(paper.parent / "no folder" / "paper.pdf")
    assert print_all(qtbot, owner, nowhere, 1) == NOT_REACHED


def test_a_fault_of_the_program_is_not_swallowed(qtbot: QtBot, owner: QWidget, paper: Path) -> None:
    def draw(_page: int, _width: int, then: Drawn, _failed: Callable[[Trouble], object]) -> None:
        then({"width": 0, "height": 0, "stride": 0}, b"")  # a picture of nothing cannot be scaled

    printing = Printing(draw, 1, printer_onto(paper), owner)
    with qtbot.captureExceptions() as faults:
        printing.start()
        qtbot.waitUntil(lambda: bool(faults), timeout=10_000)
    assert faults[0][0] is ZeroDivisionError


def test_a_window_that_goes_lets_go_of_the_printer(qtbot: QtBot, paper: Path) -> None:
    owner = QObject()
    waiting: list[Drawn] = []

    def draw(page: int, _width: int, then: Drawn, _failed: Callable[[Trouble], object]) -> None:
        waiting.append(then)
        if page == 1:
            then(*picture(1, 100, 141))

    printing = Printing(draw, 2, printer_onto(paper), owner)
    press = printing._press
    printing.start()
    qtbot.waitUntil(lambda: len(waiting) == 2, timeout=10_000)
    assert press.painter.isActive()
    owner.deleteLater()
    qtbot.waitUntil(lambda: not press.painter.isActive(), timeout=10_000)
    assert shades(paper)[0] == 1


def test_the_window_never_stands_still_while_pages_are_painted(
    qtbot: QtBot, owner: QWidget, paper: Path
) -> None:
    printer = printer_onto(paper)
    printer.setResolution(200)
    facts, data = picture(1, 1654, 2339)
    noise = (bytes(range(256)) * (len(data) // 256 + 1))[: len(data)]  # it packs slowly

    def draw(_page: int, _width: int, then: Drawn, _failed: Callable[[Trouble], object]) -> None:
        QTimer.singleShot(0, lambda: then(facts, noise))

    def longest() -> float:
        printing, watch = Printing(draw, 2, printer, owner), Watch()
        watch.start()
        with qtbot.waitSignal(printing.finished, timeout=60_000):
            printing.start()
        return watch.stop().longest.own

    # Other programs only ever add to it: what the window itself does is in the best of some.
    assert any(longest() < 0.05 for _ in range(8)), "the window stood still each time"


def test_the_dialog_never_blocks_and_is_set(owner: QWidget) -> None:
    said: list[str] = []
    owner.show()

    def ask() -> QPrintDialog:
        return open_print_dialog(
            owner,
            new_printer("Test"),
            "Print: Test",
            lambda: said.append("print"),
            refused=lambda: said.append("not"),
            pages=7,
            to_file=False,
        )

    dialog = ask()
    assert dialog.windowTitle() == "Print: Test"
    assert (dialog.minPage(), dialog.maxPage()) == (1, 7)
    assert dialog.printRange() is QPrintDialog.PrintRange.AllPages
    assert not dialog.testOption(QPrintDialog.PrintDialogOption.PrintToFile)
    assert said == []
    dialog.done(QPrintDialog.DialogCode.Accepted)
    ask().done(QPrintDialog.DialogCode.Rejected)
    assert said == ["print", "not"]


def test_a_view_of_pages_keeps_the_keys(show: Any) -> None:
    view = PageView("Nothing yet")
    show(view, 400, 500)
    assert view.picture.accessibleName() == "Preview. Nothing yet"
    asked: list[int] = []

    def draw(page: int, width: int, then: Drawn, _failed: Callable[[Trouble], object]) -> None:
        asked.append(page)
        then(*picture(page, width, round(width * 297 / 210)))

    view.show_pages(draw, 2, "Log")
    assert asked[0] == 1
    view.forward.setFocus()
    view.forward.click()
    assert view.page == 2
    assert view.picture.hasFocus()  # the button went grey: the keys do not get lost
    assert view.picture.accessibleName() == "Preview. Page 2 of 2"
    assert view.picture.image is not None
    facts: Mapping[str, Any] = {"width": 1, "height": 1, "stride": 4}
    assert as_image(facts, b"\x01\x02\x03\xff").pixelColor(0, 0).red() == 3
